"""Matches the ports and crossings of a timetable with the terminals and ferry lines of the map.

Ports are matched by name and by distance. What does not fit is reported, not mended: which of the
two is right only somebody who knows the place can say.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
import shapely

from geo.faults import Text
from geo.geometry import DEGREE, metres_between
from geo.names import port_names
from geo.osm_ferries import FerryLine, OsmPort
from geo.sailing import Port
from geo.timetable import Timetable

PORT_REACH = 1500.0
"""Metres within which a timetable's port is the end of an OSM line.

Harbours are large, and lists give them to 0.1′."""
NAME_REACH = 5000.0
"""Metres within which a terminal of the same name is the same port, if an ill placed one."""
WITHOUT_LENGTH = "ferry-without-length"
"""Code of the misfits that lie in the map alone."""
_LONGER = 1.5
"""Crossings that take so many times as long as the map says are worth a look."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PortMatch:
    """A port of the timetable, and the terminal or the line that it lies at on the map.

    Parameters
    ----------
    terminal
        Name or OSM id of the terminal, or of the line that passes there; empty for none.
    by
        "name", "distance" or "" when nothing was found.
    distance
        Metres between them; None when nothing was found.
    lat, lon
        Of the terminal, else of the port as the timetable has it.
    """

    port_id: str
    name: str
    terminal: str
    by: str
    distance: int | None
    lat: float
    lon: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Misfit:
    """Something in which map and timetable do not agree; `code` is stable, the rest is for people.

    Parameters
    ----------
    what
        The port, crossing or line meant.
    """

    code: str
    what: str
    ko: str
    en: str

    @property
    def text(self) -> Text:
        """What it is, in both languages."""
        return Text(self.ko, self.en)


@dataclass(frozen=True, slots=True)
class FerryMatch:
    """Lines with `timetabled` set, ports with what they are on the map, and all misfits."""

    lines: tuple[FerryLine, ...]
    ports: tuple[PortMatch, ...]
    misfits: tuple[Misfit, ...]


def match_ferries(
    lines: Sequence[FerryLine],
    terminals: Sequence[OsmPort],
    timetable: Timetable | None,
    *,
    without_length: Sequence[str] = (),
) -> FerryMatch:
    """Match the timetable of a map with its ferries.

    Parameters
    ----------
    without_length
        OSM ids of ferries that have no length and therefore are not among the lines.
    """
    misfits = [
        Misfit(
            code=WITHOUT_LENGTH,
            what=osm_id,
            ko="모든 점이 한 곳에 있어 쓰지 않습니다",
            en="all its points lie at one place; it is not used",
        )
        for osm_id in without_length
    ]
    ports: dict[str, PortMatch] = {}
    crossings: list[_Crossing] = []
    if timetable is not None:
        called = {port for row in timetable.rows for port in (row.from_port, row.to_port)}
        for port_id in sorted(called):
            port = timetable.ports[port_id]
            ports[port_id] = _match_port(port, terminals, lines)
            misfits += _port_misfits(port, ports[port_id])
        crossings = _crossings(timetable, ports)
    timed = tuple(
        replace(line, timetabled=any(crossing.serves(line) for crossing in crossings))
        for line in lines
    )
    for crossing in crossings:
        if crossing.leg:
            misfits += _crossing_misfits(crossing, lines)
    misfits += [misfit for line in timed for misfit in _line_misfits(line)]
    return FerryMatch(timed, tuple(ports.values()), tuple(misfits))


def _match_port(port: Port, terminals: Sequence[OsmPort], lines: Sequence[FerryLine]) -> PortMatch:
    """Return what a port is: a terminal of its name, else one nearby, else on the way of a line."""
    forms = port_names(port.name, port.name_en)
    far = [(_metres(port, t.lat, t.lon), t.name or t.osm_id, t) for t in terminals]
    named = [
        (distance, name, terminal)
        for distance, name, terminal in far
        if forms & port_names(terminal.name, *terminal.other_names)
    ]
    passed = [(_metres_off(line, port), line.label, port) for line in lines]
    for by, reach, places in (
        ("name", NAME_REACH, named),
        ("distance", PORT_REACH, far),
        ("distance", PORT_REACH, passed),
    ):
        distance, name, place = min(places, key=lambda p: p[:2], default=(reach + 1, "", port))
        if distance <= reach:
            return PortMatch(
                port_id=port.port_id,
                name=port.name,
                terminal=name,
                by=by,
                distance=round(distance),
                lat=place.lat,
                lon=place.lon,
            )
    return PortMatch(
        port_id=port.port_id,
        name=port.name,
        terminal="",
        by="",
        distance=None,
        lat=port.lat,
        lon=port.lon,
    )


def _port_misfits(port: Port, match: PortMatch) -> Iterator[Misfit]:
    name = f"{port.port_id} {port.name}"
    if match.distance is None:
        yield Misfit(
            code="port-not-on-map",
            what=name,
            ko=f"{PORT_REACH / 1000:g} km 안에 지도의 터미널이나 항로가 없습니다",
            en=f"no terminal or ferry line of the map within {PORT_REACH / 1000:g} km",
        )
    elif match.distance > PORT_REACH:
        yield Misfit(
            code="port-far-away",
            what=name,
            ko=f"지도의 '{match.terminal}'은(는) {match.distance / 1000:.1f} km 떨어져 있습니다",
            en=f"the map has '{match.terminal}' {match.distance / 1000:.1f} km away",
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Crossing:
    """Two ports between which a vessel sails; `leg` when without a call in between."""

    a: PortMatch
    b: PortMatch
    cars: bool
    duration: int
    leg: bool

    @property
    def name(self) -> str:
        return f"{self.a.name} – {self.b.name}"

    def serves(self, line: FerryLine) -> bool:
        """Whether both ends of a line are at these ports."""
        one, other = line.ends
        return any(
            _metres(start, one.lat, one.lon) <= PORT_REACH
            and _metres(end, other.lat, other.lon) <= PORT_REACH
            for start, end in ((self.a, self.b), (self.b, self.a))
        )

    def follows(self, line: FerryLine) -> bool:
        """Whether the line passes both ports."""
        return all(_metres_off(line, port) <= PORT_REACH for port in (self.a, self.b))


def _crossings(timetable: Timetable, ports: dict[str, PortMatch]) -> list[_Crossing]:
    """Return all legs, and all pairs of ports that one vessel serves with calls in between."""
    legs: dict[tuple[str, str], list[tuple[bool, int]]] = defaultdict(list)
    calls: dict[str, set[str]] = defaultdict(set)
    for row in timetable.rows:
        pair = min(row.from_port, row.to_port), max(row.from_port, row.to_port)
        took = row.arrival.nominal_seconds - row.departure.nominal_seconds
        legs[pair].append((row.cars, took))
        calls[row.vessel] |= {*pair}
    pairs = {(a, b) for served in calls.values() for a in served for b in served if a < b}
    return [
        _Crossing(
            a=ports[a],
            b=ports[b],
            cars=any(cars for cars, _ in legs.get((a, b), [])),
            duration=min((took for _, took in legs.get((a, b), [])), default=0),
            leg=(a, b) in legs,
        )
        for a, b in sorted(pairs | legs.keys())
    ]


def _crossing_misfits(crossing: _Crossing, lines: Sequence[FerryLine]) -> Iterator[Misfit]:
    along = [line for line in lines if crossing.follows(line)]
    if not along:
        yield Misfit(
            code="crossing-not-on-map",
            what=crossing.name,
            ko="지도에 이 구간의 항로가 없습니다",
            en="the map has no ferry line between these ports",
        )
        return
    names = ", ".join(line.label for line in along)
    if crossing.cars and not any(line.cars for line in along):
        yield Misfit(
            code="vehicles-disagree",
            what=crossing.name,
            ko=f"시간표는 차량을 싣지만 지도의 항로({names})는 싣지 않습니다",
            en=f"the timetable takes vehicles, the map's line ({names}) does not say so",
        )
    elif crossing.cars and not any("hgv" in line.vehicles for line in along):
        yield Misfit(
            code="trucks-disagree",
            what=crossing.name,
            ko=f"지도의 항로({names})는 화물차를 싣지 않습니다 (hgv=no)",
            en=f"the map's line ({names}) takes no trucks (hgv=no)",
        )
    whole = [line for line in along if crossing.serves(line) and line.duration]
    differing = [
        line
        for line in whole
        if not 1 / _LONGER <= crossing.duration / (line.duration or 1) <= _LONGER
    ]
    if whole and len(differing) == len(whole):
        minutes = round((differing[0].duration or 0) / 60)
        yield Misfit(
            code="duration-disagrees",
            what=crossing.name,
            ko=f"시간표는 {crossing.duration // 60}분, 지도는 {minutes}분입니다",
            en=f"{crossing.duration // 60} min in the timetable, {minutes} min on the map",
        )


def _line_misfits(line: FerryLine) -> Iterator[Misfit]:
    if not line.cars:
        return
    if line.leaves_map:
        yield Misfit(
            code="line-leaves-map",
            what=line.label,
            ko="한쪽 끝이 지도 밖입니다",
            en="an end of it lies outside of the map",
        )
    elif not line.timetabled:
        yield Misfit(
            code="line-without-timetable",
            what=line.label,
            ko="시간표가 없어 쓸 수 없습니다",
            en="cannot be used until there is a timetable for it",
        )


def _metres(port: PortMatch | Port, lat: float, lon: float) -> float:
    return float(metres_between(port.lat, port.lon, lat, lon))


def _metres_off(line: FerryLine, port: PortMatch | Port) -> float:
    """Return how far a port lies off the course of a line, on the plane that touches it there."""
    shrink = math.cos(math.radians(port.lat))
    course = np.column_stack((np.array(line.shape_lon) * shrink, line.shape_lat))
    here = shapely.Point(port.lon * shrink, port.lat)
    return float(shapely.distance(shapely.LineString(course), here)) * DEGREE
