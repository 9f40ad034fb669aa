"""Checks the tours of a plan: driving times, sailings, hours, loads, shifts and costs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from dispatch.check_drives import DriveCheck
from dispatch.check_loads import LoadCheck
from dispatch.check_part import TourPart
from dispatch.day_network import DayNetwork
from dispatch.model import DayRequest, Site, Vehicle, Window
from dispatch.plan import Cost, Plan, Stop, Tour
from dispatch.violation import PlanViolation, broken
from dispatch.words import clock, duration

#: Seconds by which handling may seem too short, for rounding.
_DUST = 0.01


def check_tours(plan: Plan, request: DayRequest, day: DayNetwork) -> Iterator[PlanViolation]:
    """Yield the rules that tours break."""
    vehicles = {vehicle.vehicle_id: vehicle for vehicle in request.vehicles}
    for vehicle_id, count in Counter(tour.vehicle_id for tour in plan.tours).items():
        if count > 1:
            yield broken(
                "vehicle-twice",
                vehicle_id,
                f"운행이 {count}개입니다",
                f"has {count} tours at once",
            )
    for tour in plan.tours:
        vehicle = vehicles.get(tour.vehicle_id)
        if vehicle is None:
            yield broken("unknown-vehicle", tour.vehicle_id, "없는 차량입니다", "does not exist")
        else:
            yield from _violations(request, day, vehicle, tour)


def _violations(
    request: DayRequest, day: DayNetwork, vehicle: Vehicle, tour: Tour
) -> Iterator[PlanViolation]:
    unknown = {stop.site_id for stop in tour.stops} - {site.site_id for site in request.sites}
    if unknown:
        names = ", ".join(sorted(unknown))
        yield broken(
            "unknown-site", vehicle.vehicle_id, f"없는 장소: {names}", f"unknown sites: {names}"
        )
        return
    for check in (_ShiftCheck, DriveCheck, _StayCheck, LoadCheck, _CostCheck):
        yield from check(request, day, vehicle, tour).violations()


class _ShiftCheck(TourPart):
    """Compares the tour with the vehicle and its shift."""

    def violations(self) -> Iterator[PlanViolation]:
        """Yield the broken rules."""
        vehicle, tour = self._vehicle, self._tour
        if not vehicle.driver or tour.driver != vehicle.driver:
            yield self._broken(
                "driver",
                f"기사가 '{vehicle.driver}'인데 '{tour.driver}'(으)로 적혀 있습니다",
                f"its driver is '{vehicle.driver}', not '{tour.driver}'",
            )
        if (tour.start_site, tour.end_site) != (vehicle.start_site, vehicle.end_site):
            yield self._broken(
                "depot", "출발지나 종료지가 다릅니다", "starts or ends at another place"
            )
        if tour.departure < vehicle.shift[0] or tour.arrival > vehicle.shift[1]:
            yield self._broken(
                "shift",
                f"{clock(tour.departure)}–{clock(tour.arrival)} 운행이 근무"
                f" {clock(vehicle.shift[0])}–{clock(vehicle.shift[1])}를 벗어납니다",
                f"drives {clock(tour.departure)}–{clock(tour.arrival)} outside its shift"
                f" {clock(vehicle.shift[0])}–{clock(vehicle.shift[1])}",
            )
        length = tour.arrival - tour.departure
        if length > vehicle.max_shift:
            yield self._broken(
                "max-shift",
                f"{duration(length)} 운행이 최대 {duration(vehicle.max_shift)}를 넘습니다",
                f"is out for {duration(length)}, at most {duration(vehicle.max_shift)} are allowed",
            )


class _StayCheck(TourPart):
    """Compares the stops with the rules of their sites."""

    def violations(self) -> Iterator[PlanViolation]:
        """Yield the broken rules."""
        here = self._tour.start_site
        for stop in self._tour.stops:
            yield from self._stay(here, stop)
            here = stop.site_id

    def _stay(self, before: str, stop: Stop) -> Iterator[PlanViolation]:
        site = self._sites[stop.site_id]
        if not any(begin <= stop.start <= end for begin, end in site.windows):
            yield self._broken(
                "window",
                f"{clock(stop.start)}은(는) 이용 시간이 아닙니다",
                f"begins at {clock(stop.start)}, outside the hours of the site",
                stop.site_id,
            )
        for span in site.closed:
            if _inside(stop.start, span) or span[0] < stop.finish < span[1]:
                yield self._broken(
                    "closed-hours",
                    f"{clock(stop.start)}–{clock(stop.finish)} 정차가 출입 금지 시간"
                    f" {clock(span[0])}–{clock(span[1])}에 걸립니다",
                    f"stays {clock(stop.start)}–{clock(stop.finish)}, runs into the closed hours"
                    f" {clock(span[0])}–{clock(span[1])}",
                    stop.site_id,
                )
        parcels = sum(handling.parcels for handling in stop.handlings)
        needed = site.seconds_per_parcel * parcels + (site.access if before != stop.site_id else 0)
        if stop.finish - stop.start < needed - _DUST:
            yield self._broken(
                "too-short",
                f"{stop.finish - stop.start}초 정차로는 작업({needed:.0f}초)이 안 됩니다",
                f"stays {stop.finish - stop.start} s, its work takes {needed:.0f} s",
                stop.site_id,
            )
        yield from self._access(site)

    def _access(self, site: Site) -> Iterator[PlanViolation]:
        vehicle = self._vehicle
        if site.max_height_m is not None and vehicle.height_m > site.max_height_m:
            yield self._broken(
                "site-height",
                f"높이 {vehicle.height_m} m > 제한 {site.max_height_m} m",
                f"is {vehicle.height_m} m high, the site allows {site.max_height_m} m",
                site.site_id,
            )
        if site.max_payload_kg is not None and vehicle.capacity_kg > site.max_payload_kg:
            yield self._broken(
                "site-payload",
                f"적재량 {vehicle.capacity_kg} kg > 제한 {site.max_payload_kg} kg",
                f"has {vehicle.capacity_kg} kg payload, the site allows {site.max_payload_kg} kg",
                site.site_id,
            )


class _CostCheck(TourPart):
    """Adds up what the tour costs."""

    def violations(self) -> Iterator[PlanViolation]:
        """Yield the broken rules."""
        vehicle, tour = self._vehicle, self._tour
        legs = [*(stop.leg for stop in tour.stops), tour.home]
        metres = sum(leg.distance for leg in legs)
        cost = Cost(
            fixed=vehicle.fixed_cost,
            distance=round(metres / 1000 * vehicle.cost_per_km),
            time=round((tour.arrival - tour.departure) / 3600 * vehicle.cost_per_hour),
            fares=sum(use.fare for leg in legs for use in leg.sailings),
            tolls=sum(leg.toll for leg in legs),
        )
        if abs(cost.total - tour.cost.total) > 2:  # won, for rounding
            yield self._broken(
                "cost-stated",
                f"비용이 {tour.cost.total:,}원이 아니라 {cost.total:,}원입니다",
                f"costs {cost.total:,} won, not {tour.cost.total:,}",
            )
        driving = sum(leg.driving for leg in legs)
        if (tour.distance, tour.driving) != (metres, driving):
            yield self._broken(
                "driving-stated",
                f"합계가 {driving}초 {metres} m입니다",
                f"drives {driving} s and {metres} m in all",
            )


def _inside(moment: int, span: Window) -> bool:
    return span[0] <= moment < span[1]
