"""Checks the tours of a plan: driving times, sailings, hours, loads, shifts and costs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from dispatch.model import DayRequest, Site, Vehicle, Window
from dispatch.network import DayNetwork, ferry_vehicle
from dispatch.plan import Cost, Leg, Plan, SailingUse, Stop, Tour
from dispatch.violation import PlanViolation, broken
from dispatch.words import clock, duration, kilograms
from geo.ferries import LONGEST_STAY_ABOARD, Sailing

#: Sums of kilograms and litres are compared with this much tolerance for rounding.
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
            yield from _TourCheck(request, day, vehicle, tour).violations()


class _TourCheck:
    """Drives one tour again with the travel times, the timetable and the rules of the sites."""

    def __init__(self, request: DayRequest, day: DayNetwork, vehicle: Vehicle, tour: Tour) -> None:
        self._day = day
        self._vehicle = vehicle
        self._tour = tour
        self._sites = {site.site_id: site for site in request.sites}
        self._orders = {order.order_id: order for order in request.orders}
        self._sailings = {sailing.sailing_id: sailing for sailing in day.sailings}

    def violations(self) -> Iterator[PlanViolation]:
        unknown = {stop.site_id for stop in self._tour.stops} - self._sites.keys()
        if unknown:
            names = ", ".join(sorted(unknown))
            yield self._broken("unknown-site", f"없는 장소: {names}", f"unknown sites: {names}")
            return
        yield from self._crew()
        yield from self._times()
        yield from self._loads()
        yield from self._money()

    def _broken(self, code: str, ko: str, en: str, site_id: str | None = None) -> PlanViolation:
        where = self._vehicle.vehicle_id + (f", {site_id}" if site_id else "")
        return broken(code, where, ko, en)

    # -- vehicle and shift ------------------------------------------------------------------------

    def _crew(self) -> Iterator[PlanViolation]:
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

    # -- times ------------------------------------------------------------------------------------

    def _times(self) -> Iterator[PlanViolation]:
        here, now = self._tour.start_site, self._tour.departure
        for stop in self._tour.stops:
            yield from self._leg(here, now, stop.leg, stop.site_id, (stop.arrival, stop.start))
            yield from self._stay(here, stop)
            here, now = stop.site_id, stop.finish
        arrival = self._tour.arrival
        yield from self._leg(here, now, self._tour.home, self._tour.end_site, (arrival, arrival))

    def _leg(
        self, here: str, leaving: int, leg: Leg, there: str, moments: tuple[int, int]
    ) -> Iterator[PlanViolation]:
        """Check one way: roads, sailings, and that the stated arrival is not too early."""
        arrival, start = moments
        row, now, driving, metres = self._day.site_row[here], leaving, 0, 0
        aboard: Sailing | None = None
        for use in leg.sailings:
            sailing = self._sailings.get(use.sailing_id)
            if sailing is None:
                yield self._broken(
                    "no-such-sailing",
                    f"{use.sailing_id} 배편은 그날 없습니다",
                    f"sailing {use.sailing_id} does not run on that day",
                    there,
                )
                return
            yield from self._boarding(use, sailing, there)
            drive = self._drive(row, self._day.port_row.get(sailing.from_port))
            if not _stays_aboard(aboard, sailing):
                if drive is None:
                    yield self._no_road(here, sailing.from_port)
                    return
                now, driving, metres = now + drive[0], driving + drive[0], metres + drive[1]
                if now > sailing.ready:
                    yield self._broken(
                        "check-in-missed",
                        f"{sailing.vessel} {clock(sailing.departure)} 편에 {clock(now)} 도착"
                        f" (승선 마감 {clock(sailing.ready)})",
                        f"is at the quay at {clock(now)} for {sailing.vessel}"
                        f" {clock(sailing.departure)}, check-in ends at {clock(sailing.ready)}",
                        there,
                    )
            aboard, now = sailing, sailing.arrival
            row = self._day.port_row.get(sailing.to_port, row)
        drive = self._drive(row, self._day.site_row[there])
        if drive is None:
            yield self._no_road(here, there)
            return
        yield from self._as_stated(
            leg, there, (now + drive[0], driving + drive[0], metres + drive[1]), arrival
        )
        if not leaving <= arrival <= start:
            yield self._broken(
                "times-in-order", "시각의 순서가 맞지 않습니다", "times run backwards", there
            )

    def _as_stated(
        self, leg: Leg, there: str, found: tuple[int, int, int], arrival: int
    ) -> Iterator[PlanViolation]:
        earliest, driving, metres = found
        if arrival < earliest:
            yield self._broken(
                "too-fast",
                f"{clock(arrival)} 도착이라지만 빨라도 {clock(earliest)}입니다",
                f"is said to arrive at {clock(arrival)}, the earliest is {clock(earliest)}",
                there,
            )
        if leg.driving != driving or leg.distance != metres:
            yield self._broken(
                "driving-stated",
                f"주행 {leg.driving}초 {leg.distance} m가 아니라 {driving}초 {metres} m입니다",
                f"drives {driving} s and {metres} m, not {leg.driving} s and {leg.distance} m",
                there,
            )

    def _boarding(self, use: SailingUse, sailing: Sailing, there: str) -> Iterator[PlanViolation]:
        stated = (use.vessel, use.from_port, use.to_port, use.departure, use.arrival, use.check_in)
        true = (
            sailing.vessel,
            sailing.from_port,
            sailing.to_port,
            sailing.departure,
            sailing.arrival,
            sailing.ready,
        )
        if stated != true:
            yield self._broken(
                "sailing-stated",
                f"{use.sailing_id} 배편이 시간표와 다릅니다",
                f"sailing {use.sailing_id} is not as in the timetable",
                there,
            )
        refusal = sailing.refusal(ferry_vehicle(self._vehicle))
        if refusal is not None:
            yield self._broken(
                "ferry-refuses",
                f"{sailing.vessel}은(는) 이 차량을 싣지 않습니다 ({refusal})",
                f"{sailing.vessel} does not take this vehicle ({refusal})",
                there,
            )
        elif use.fare != sailing.fare_for(self._vehicle.class_id):
            yield self._broken(
                "fare", f"운임 {use.fare}원이 다릅니다", f"the fare is not {use.fare} won", there
            )

    def _drive(self, row: int, to_row: int | None) -> tuple[int, int] | None:
        if to_row is None:
            return None
        seconds = int(self._day.durations[self._vehicle.profile][row, to_row])
        metres = int(self._day.distances[self._vehicle.profile][row, to_row])
        return None if seconds < 0 else (seconds, metres)

    def _no_road(self, here: str, there: str) -> PlanViolation:
        return self._broken(
            "no-road",
            f"{here}에서 {there}(으)로 가는 도로가 없습니다",
            f"no road leads from {here} to {there}",
            there,
        )

    # -- stops ------------------------------------------------------------------------------------

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

    # -- loads ------------------------------------------------------------------------------------

    def _loads(self) -> Iterator[PlanViolation]:
        aboard: dict[str, tuple[float, float]] = {}
        for stop in self._tour.stops:
            for handling in stop.handlings:
                order = self._orders.get(handling.order_id)
                if order is None:
                    yield self._broken(
                        "unknown-order",
                        f"없는 주문 {handling.order_id}",
                        f"order {handling.order_id} does not exist",
                        stop.site_id,
                    )
                    continue
                if order.temperature not in self._vehicle.temperatures:
                    yield self._broken(
                        "temperature",
                        f"{order.order_id}: {order.temperature} 화물을 실을 수 없습니다",
                        f"may not carry the {order.temperature} goods of {order.order_id}",
                        stop.site_id,
                    )
                if handling.action == "load":
                    aboard[order.order_id] = (order.kg, order.litres)
                elif aboard.pop(order.order_id, None) is None:
                    yield self._broken(
                        "not-aboard",
                        f"{order.order_id}이(가) 실려 있지 않습니다",
                        f"unloads {order.order_id}, which is not aboard",
                        stop.site_id,
                    )
                yield from self._capacity(aboard.values(), stop)
            yield from self._load_stated(aboard.values(), stop)
        if aboard:
            names = ", ".join(sorted(aboard))
            yield self._broken(
                "left-aboard", f"내리지 않은 주문: {names}", f"never unloads {names}"
            )

    def _capacity(
        self, aboard: Iterable[tuple[float, float]], stop: Stop
    ) -> Iterator[PlanViolation]:
        kg, litres = (sum(amounts) for amounts in zip((0.0, 0.0), *aboard, strict=True))
        vehicle = self._vehicle
        if kg > vehicle.capacity_kg + _DUST or litres > vehicle.capacity_litres + _DUST:
            yield self._broken(
                "overload",
                f"{kilograms(kg)} kg, {litres:,.0f} l > {vehicle.capacity_kg:,} kg,"
                f" {vehicle.capacity_litres:,} l",
                f"carries {kilograms(kg)} kg and {litres:,.0f} l, it holds"
                f" {vehicle.capacity_kg:,} kg and {vehicle.capacity_litres:,} l",
                stop.site_id,
            )

    def _load_stated(
        self, aboard: Iterable[tuple[float, float]], stop: Stop
    ) -> Iterator[PlanViolation]:
        kg, litres = (sum(amounts) for amounts in zip((0.0, 0.0), *aboard, strict=True))
        # The planner rounds each load up to whole grams and millilitres.
        slack = _DUST * (1 + len(self._orders))
        if abs(kg - stop.load_kg) > slack or abs(litres - stop.load_litres) > slack:
            yield self._broken(
                "load-stated",
                f"출발할 때 {kg:.1f} kg, {litres:.1f} l인데 {stop.load_kg:.1f} kg,"
                f" {stop.load_litres:.1f} l로 적혀 있습니다",
                f"leaves with {kg:.1f} kg and {litres:.1f} l, not {stop.load_kg:.1f} kg and"
                f" {stop.load_litres:.1f} l",
                stop.site_id,
            )

    # -- money ------------------------------------------------------------------------------------

    def _money(self) -> Iterator[PlanViolation]:
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


def _stays_aboard(before: Sailing | None, sailing: Sailing) -> bool:
    return (
        before is not None
        and before.vessel == sailing.vessel
        and before.to_port == sailing.from_port
        and 0 <= sailing.departure - before.arrival <= LONGEST_STAY_ABOARD
    )
