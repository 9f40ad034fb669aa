"""Reads the ferries of a GTFS feed as a timetable.

Whether a boat takes vehicles stands in `cars_allowed` of its trip; a trip that does not say is for
people on foot. Limits, check-in times and fares of vehicles are not part of GTFS (its fares are of
people): they come from a `vessels.csv` in the folder of the feed or beside its ZIP file, whose
vessels are blocks, routes or trips.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any
from zoneinfo import available_timezones

from geo.clock import Clock
from geo.faults import Fault, InputError
from geo.gtfs_days import ServiceDays, service_days
from geo.gtfs_faults import (
    arrives_early,
    bad_time,
    fare_notes,
    no_place,
    notes,
    unknown_service,
    unknown_stop,
    unknown_timezone,
)
from geo.gtfs_feed import LINE, keep_ferries, open_feed, rows_of
from geo.sailing import Port
from geo.tables import Row, Table
from geo.timetable import Timetable
from geo.timetable_columns import LIMITS
from geo.timetable_csv import DEFAULT_CHECK_IN_MINUTES
from geo.timetable_row import TimetableRow
from geo.vessels import Fares, fares_by_vessel, read_vessels

_TIME = re.compile(r"\s*(\d{1,3}):([0-5]\d):([0-5]\d)\s*")
#: Extended route types of car ferries: international, national, regional, local.
_CAR_FERRIES = range(1001, 1005)
_NOT_AVAILABLE, _TO_BE_ARRANGED = 1, (2, 3)


@dataclass(frozen=True, slots=True)
class _Call:
    """A stop of a trip; times in seconds since the midnight of its service day."""

    port: str
    arrival: int
    departure: int
    request: bool
    line: int


@dataclass(frozen=True, slots=True)
class _Trip:
    """A trip with what other tables say about it."""

    row: Mapping[str, Any]
    route: Mapping[str, Any]
    calls: Sequence[_Call]
    service: ServiceDays
    vessel: Row | None

    @property
    def cars(self) -> bool | None:
        """Whether it takes vehicles; None where nothing says so."""
        said = str(self.row.get("cars_allowed", "0")).removesuffix(".0")
        if said in ("1", "2"):
            return said == "1"
        return True if self.route["route_type"] in _CAR_FERRIES else None

    def fares(self, of_vessel: Mapping[str, Fares]) -> Fares:
        """Return what its vessel asks."""
        return Fares() if self.vessel is None else of_vessel[self.vessel["vessel"]]

    @property
    def vessel_name(self) -> str:
        """The block, else a name of its own: two trips of a route may be of two vessels."""
        names = ("route_short_name", "route_long_name", "route_id")
        line = next(self.route[name] for name in names if name in self.route)
        return str(self.row.get("block_id", f"{line} {self.row['trip_id']}"))


def read_gtfs(path: Path) -> Timetable:
    """Read and check the ferries of a GTFS feed.

    Raises
    ------
    InputError
        With everything that is wrong in its tables.
    """
    ferries, headways = keep_ferries(open_feed(path))
    services, faults = service_days(ferries)
    vessels = read_vessels((path if path.is_dir() else path.parent) / "vessels.csv")
    fares, bad_fares = fares_by_vessel(vessels)
    faults += [*vessels.faults, *bad_fares]
    ports, home = _ports(ferries, faults)
    routes = {str(row["route_id"]): row for row in rows_of(ferries.routes)}
    times: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for row in rows_of(ferries.stop_times):
        times[str(row.get("trip_id"))].append(row)
    trips = []
    for row in rows_of(ferries.trips):
        calls, bad = _calls(row, times[str(row["trip_id"])], home)
        faults += bad
        service = services.get(str(row.get("service_id")))
        if service is None:
            faults.append(unknown_service(row))
            continue
        route = routes[str(row["route_id"])]
        trips.append(_Trip(row, route, calls, service, _vessel_of(row, route, vessels)))
    timezone = _timezone(ferries, faults)
    if faults:
        raise InputError(faults)
    rows = [leg for trip in trips for leg in _legs(trip, fares)]
    unsaid = sum(trip.cars is None for trip in trips)
    free = sum(bool(trip.cars) and not trip.fares(fares).said for trip in trips)
    return Timetable(
        ports={port: ports[port] for leg in rows for port in (leg.from_port, leg.to_port)},
        source=f"{path.name}/stop_times.txt",
        rows=tuple(rows),
        timezone=timezone,
        notes=(
            *notes(path.name, unsaid, headways),
            *fare_notes(path.name, free, for_people=ferries.fare_attributes is not None),
        ),
    )


def _timezone(feed: Any, faults: list[Fault]) -> str | None:
    zones = [row["agency_timezone"] for row in rows_of(feed.agency) if "agency_timezone" in row]
    if not zones:
        return None
    zone = str(zones[0])
    if zone not in available_timezones():
        faults.append(unknown_timezone(zone))
    return zone


def _ports(feed: Any, faults: list[Fault]) -> tuple[dict[str, Port], dict[str, str]]:
    """Return the ports, and the port of each stop: berths belong to their station."""
    stops = {str(row["stop_id"]): row for row in rows_of(feed.stops) if "stop_id" in row}
    used = {str(row.get("stop_id")) for row in rows_of(feed.stop_times)}
    ports: dict[str, Port] = {}
    home: dict[str, str] = {}
    for stop in sorted(used & stops.keys()):
        station = str(stops[stop].get("parent_station", stop))
        row = stops[station] if station in stops else stops[stop]
        lat, lon = row.get("stop_lat"), row.get("stop_lon")
        if lat is None or lon is None or not (abs(lat) <= 90 and abs(lon) <= 180):
            faults.append(no_place(row))
            continue
        port = str(row["stop_id"])
        home[stop] = port
        ports[port] = Port(
            port_id=port, name=str(row.get("stop_name", port)), lat=float(lat), lon=float(lon)
        )
    return ports, home


def _calls(
    trip: Mapping[str, Any], rows: Iterable[Mapping[str, Any]], home: Mapping[str, str]
) -> tuple[list[_Call], list[Fault]]:
    """Return the calls of a trip at which vehicles may come and go, in order."""
    calls: list[_Call] = []
    faults: list[Fault] = []
    ordered = sorted(rows, key=lambda row: row.get("stop_sequence", 0))
    for at, row in enumerate(ordered):
        stop = str(row.get("stop_id"))
        texts = [row[f] for f in ("arrival_time", "departure_time") if f in row]
        times = [_seconds(str(text)) for text in texts]
        if stop not in home:
            faults.append(unknown_stop(row, stop))
        elif None in times:
            faults.append(bad_time(row, texts))
        elif not times and at in (0, len(ordered) - 1):
            faults.append(bad_time(row, ["-"]))
        elif times and not _passed(row, first=at == 0, last=at == len(ordered) - 1):
            known = [time for time in times if time is not None]
            request = any(
                row.get(way) in _TO_BE_ARRANGED for way in ("pickup_type", "drop_off_type")
            )
            calls.append(_Call(home[stop], known[0], known[-1], request, row[LINE]))
    if not faults:
        faults += [arrives_early(trip, line) for line in _backwards(calls)]
    return calls, faults


def _passed(row: Mapping[str, Any], *, first: bool, last: bool) -> bool:
    """Whether vehicles cannot both come and go at a call; the boat then passes it for us."""
    no_pickup = row.get("pickup_type") == _NOT_AVAILABLE and not last
    no_drop_off = row.get("drop_off_type") == _NOT_AVAILABLE and not first
    return no_pickup or no_drop_off


def _backwards(calls: Sequence[_Call]) -> Iterator[int]:
    """Yield the lines of calls that are not after the one before."""
    for before, after in pairwise(calls):
        stays = before.port == after.port
        if after.arrival < before.departure + (not stays) or after.departure < after.arrival:
            yield after.line


def _seconds(text: str) -> int | None:
    match = _TIME.fullmatch(text)
    return None if match is None else int(match[1]) * 3600 + int(match[2]) * 60 + int(match[3])


def _vessel_of(trip: Mapping[str, Any], route: Mapping[str, Any], vessels: Table) -> Row | None:
    known = {row["vessel"]: row for row in vessels.rows}
    fields = ("block_id", "route_id", "route_short_name", "route_long_name", "trip_id")
    names = [str(row[field]) for field in fields for row in (trip, route) if field in row]
    return next((known[name] for name in names if name in known), None)


def _legs(trip: _Trip, of_vessel: Mapping[str, Fares]) -> list[TimetableRow]:
    fares = trip.fares(of_vessel)
    trip_id = str(trip.row["trip_id"])
    legs = [(a, b) for a, b in pairwise(trip.calls) if a.port != b.port]
    check_in = trip.vessel["checkin_min"] if trip.vessel else None
    limits: dict[str, Any] = {name: trip.vessel[name] if trip.vessel else None for name in LIMITS}
    return [
        TimetableRow(
            number=start.line,
            sailing_id=trip_id if len(legs) == 1 else f"{trip_id}.{at + 1}",
            vessel=trip.vessel_name,
            from_port=start.port,
            to_port=end.port,
            departure=Clock.of(start.departure),
            arrival=Clock.of(end.arrival),
            days=trip.service.days,
            valid_from=trip.service.valid_from,
            valid_until=trip.service.valid_until,
            cars=bool(trip.cars),
            check_in=60 * (DEFAULT_CHECK_IN_MINUTES if check_in is None else check_in),
            fares=fares.by_class,
            default_fare=fares.default,
            request=start.request or end.request,
            source="GTFS",
            note=str(trip.row.get("trip_headsign", "")),
            **limits,
        )
        for at, (start, end) in enumerate(legs)
    ]
