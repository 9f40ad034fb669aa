"""Says what can be wrong with the ferries of a GTFS feed, and what was read in one of two ways."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from geo.faults import Fault, Text
from geo.gtfs_feed import LINE

_AS_GTFS_ASKS = Text(
    "피드를 만든 곳에 알리거나 고치세요", "correct it, or tell whoever made the feed"
)


def unknown_stop(row: Mapping[str, Any], stop: str) -> Fault:
    """Name a stop that stops.txt does not have, or not with a place."""
    return Fault(
        code="unknown-port",
        file="stop_times.txt",
        row=row[LINE],
        field="stop_id",
        what=Text(
            f"정류장 '{stop}'의 위치가 stops.txt에 없습니다",
            f"stop '{stop}' is not in stops.txt, or has no place there",
        ),
        remedy=_AS_GTFS_ASKS,
    )


def no_place(row: Mapping[str, Any]) -> Fault:
    """Name a stop without usable coordinates."""
    return Fault(
        code="bad-value",
        file="stops.txt",
        row=row[LINE],
        field="stop_lat",
        what=Text(
            f"'{row['stop_id']}'의 좌표가 없거나 잘못되었습니다",
            f"'{row['stop_id']}' has no coordinates, or wrong ones",
        ),
        remedy=_AS_GTFS_ASKS,
    )


def unknown_service(trip: Mapping[str, Any]) -> Fault:
    """Name a trip of which nothing says on which days it runs."""
    return Fault(
        code="unknown-service",
        file="trips.txt",
        row=trip[LINE],
        field="service_id",
        what=Text(
            f"'{trip.get('service_id', '')}'의 운행일이 없습니다",
            f"nothing says on which days service '{trip.get('service_id', '')}' runs",
        ),
        remedy=_AS_GTFS_ASKS,
    )


def bad_time(row: Mapping[str, Any], texts: Sequence[Any]) -> Fault:
    """Name a time that cannot be read, or that a first or last call lacks."""
    shown = ", ".join(str(text) for text in texts)
    return Fault(
        code="bad-value",
        file="stop_times.txt",
        row=row[LINE],
        field="departure_time",
        what=Text(f"시각 '{shown}'을(를) 쓸 수 없습니다", f"time '{shown}' cannot be used"),
        remedy=Text("07:30:00처럼 적으세요", "write it like 07:30:00"),
    )


def arrives_early(trip: Mapping[str, Any], line: int) -> Fault:
    """Name a call that is not after the one before."""
    return Fault(
        code="arrival-before-departure",
        file="stop_times.txt",
        row=line,
        field="arrival_time",
        what=Text(
            f"'{trip['trip_id']}'의 도착이 앞 항구의 출항보다 늦지 않습니다",
            f"trip '{trip['trip_id']}' arrives no later than it left the call before",
        ),
        remedy=Text(
            "시각을 고치세요. 자정 뒤는 24:20:00처럼 적습니다",
            "correct the times; after midnight they go on as 24:20:00",
        ),
    )


def notes(file: str, unsaid: int, headways: int) -> Iterator[Fault]:
    """Yield what a dispatcher should know: trips for people only, times that are approximate."""
    if unsaid:
        yield Fault(
            code="cars-not-said",
            file=file,
            field="cars_allowed",
            what=Text(
                f"차량 선적 여부가 없는 {unsaid}편은 여객 전용으로 봅니다",
                f"{unsaid} trips do not say whether they take vehicles; taken as for people only",
            ),
            remedy=Text("trips.txt에 cars_allowed=1을 적으세요", "set cars_allowed=1 in trips.txt"),
        )
    if headways:
        yield Fault(
            code="times-approximate",
            file=file,
            field="exact_times",
            what=Text(
                f"배차 간격 {headways}개는 정확한 시각이 아닙니다",
                f"{headways} headways do not give exact times",
            ),
            remedy=Text("출항 시각을 확인하세요", "ask the operator for the departures"),
        )


def fare_notes(file: str, free: int, *, for_people: bool) -> Iterator[Fault]:
    """Yield that vehicles seem to sail for nothing, because GTFS knows fares of people only."""
    if free:
        yield Fault(
            code="fares-not-said",
            file=file,
            field="fare",
            what=Text(
                f"차량 운임이 없는 {free}편은 0원으로 계산합니다"
                + (" (피드의 운임은 여객 운임입니다)" if for_people else ""),
                f"{free} trips have no fare for vehicles; taken as 0 won"
                + (" (the fares of the feed are of people)" if for_people else ""),
            ),
            remedy=Text(
                "vessels.csv의 fare, fare_<차종> 열에 운임을 적으세요",
                "give them in the columns fare and fare_<class> of a vessels.csv",
            ),
        )


def unknown_timezone(zone: str) -> Fault:
    """Name a time zone that nobody knows."""
    return Fault(
        code="bad-value",
        file="agency.txt",
        field="agency_timezone",
        what=Text(f"시간대 '{zone}'을(를) 알 수 없습니다", f"time zone '{zone}' is not known"),
        remedy=Text("Asia/Seoul처럼 적으세요", "write it like Asia/Seoul"),
    )
