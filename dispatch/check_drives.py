"""Checks how a tour drives: times by road, sailings with their check-in, and the order of times."""

from __future__ import annotations

from collections.abc import Iterator

from dispatch.check_part import TourPart
from dispatch.day_network import ferry_vehicle
from dispatch.plan import Leg, SailingUse
from dispatch.violation import PlanViolation
from dispatch.words import clock
from geo.ferries import LONGEST_STAY_ABOARD, Sailing


class DriveCheck(TourPart):
    """Drives the tour again with the travel times and the timetable."""

    def violations(self) -> Iterator[PlanViolation]:
        """Yield the broken rules."""
        here, now = self._tour.start_site, self._tour.departure
        for stop in self._tour.stops:
            yield from self._leg(here, now, stop.leg, stop.site_id, (stop.arrival, stop.start))
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
        sailings = {sailing.sailing_id: sailing for sailing in self._day.sailings}
        for use in leg.sailings:
            sailing = sailings.get(use.sailing_id)
            if sailing is None:
                yield self._broken(
                    "no-such-sailing",
                    f"{use.sailing_id} 배편은 그날 없습니다",
                    f"sailing {use.sailing_id} does not run on that day",
                    there,
                )
                return
            yield from self._boarding(use, sailing, there)
            drive = self._drive(row, self._day.port_row.get(sailing.from_port), now)
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
            if sailing.sailing_id in self._day.passages:
                driving += sailing.arrival - sailing.departure
                metres += self._day.passages[sailing.sailing_id]
            aboard, now = sailing, sailing.arrival
            row = self._day.port_row.get(sailing.to_port, row)
        drive = self._drive(row, self._day.site_row[there], now)
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

    def _drive(self, row: int, to_row: int | None, leaving: int) -> tuple[int, int] | None:
        if to_row is None:
            return None
        found = self._day.drive(self._vehicle.profile, row, to_row, leaving)
        return None if found is None else (found.duration, found.distance)

    def _no_road(self, here: str, there: str) -> PlanViolation:
        return self._broken(
            "no-road",
            f"{here}에서 {there}(으)로 가는 도로가 없습니다",
            f"no road leads from {here} to {there}",
            there,
        )


def _stays_aboard(before: Sailing | None, sailing: Sailing) -> bool:
    return (
        before is not None
        and before.vessel == sailing.vessel
        and before.to_port == sailing.from_port
        and 0 <= sailing.departure - before.arrival <= LONGEST_STAY_ABOARD
    )
