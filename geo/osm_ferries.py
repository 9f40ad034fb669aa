"""Finds ports and ferry lines in an extract, and says which of the lines have a timetable."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from geo.geometry import metres_between
from geo.osm import Extract, Line
from geo.tags import parse_duration

PORT_REACH = 1500.0
"""Metres within which a timetable's port is the end of an OSM line.

Harbours are large, and lists give them to 0.1′."""
TERMINAL_REACH = 400.0
"""Metres within which a terminal names the end of a line."""

_NOT_CARS = frozenset({"no", "private"})


@dataclass(frozen=True, slots=True, kw_only=True)
class OsmPort:
    """A ferry terminal of the extract."""

    osm_id: str
    name: str
    lat: float
    lon: float


@dataclass(frozen=True, slots=True, kw_only=True)
class FerryEnd:
    """Where a ferry line ends.

    Parameters
    ----------
    landmass
        Number of the landmass whose road is near; None for an end outside the map.
    """

    port: str
    lat: float
    lon: float
    landmass: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FerryLine:
    """A ferry of the extract.

    Parameters
    ----------
    cars
        Whether OSM says that it takes vehicles; one that says nothing is not a car ferry.
    duration
        Seconds; None where not tagged or not readable.
    timetabled
        Whether the map's timetable has sailings between its ends.
    """

    osm_id: str
    name: str
    operator: str
    cars: bool
    duration: int | None
    ends: tuple[FerryEnd, FerryEnd]
    timetabled: bool = False


def find_ports(extract: Extract) -> list[OsmPort]:
    """Return the ferry terminals, points and areas."""
    points = [
        OsmPort(
            osm_id=f"node/{node.osm_id}",
            name=node.tags.get("name", ""),
            lat=node.lat_e7 / 1e7,
            lon=node.lon_e7 / 1e7,
        )
        for node in extract.nodes
        if node.tags.get("amenity") == "ferry_terminal"
    ]
    areas = [
        OsmPort(
            osm_id=f"way/{line.osm_id}",
            name=line.tags.get("name", line.tags.get("name:en", "")),
            lat=float(np.mean(line.lat_e7)) / 1e7,
            lon=float(np.mean(line.lon_e7)) / 1e7,
        )
        for line in extract.lines.values()
        if line.tags.get("amenity") == "ferry_terminal"
    ]
    return points + areas


def find_ferry_lines(extract: Extract, ports: Sequence[OsmPort]) -> list[FerryLine]:
    """Return every ferry once: routes made of ways by their relation, other ways by themselves."""
    found, used = [], set()
    for relation in extract.relations:
        if relation.tags.get("route") != "ferry":
            continue
        ways = [ref for kind, ref, _ in relation.members if kind == "w" and ref in extract.lines]
        used.update(ways)
        lines = [extract.lines[ref] for ref in ways]
        if lines:
            tags = {**lines[0].tags, **relation.tags}
            found.append(_line(f"relation/{relation.osm_id}", tags, _chain_ends(lines), ports))
    alone = [
        _line(f"way/{line.osm_id}", line.tags, _chain_ends([line]), ports)
        for line in extract.lines.values()
        if line.tags.get("route") == "ferry" and line.osm_id not in used
    ]
    return found + alone


def takes_cars(tags: Mapping[str, str]) -> bool:
    """Whether vehicles may board: special tags decide before general ones, silence means no."""
    special = [tags[key] for key in ("motorcar", "goods", "hgv") if key in tags]
    general = [tags[key] for key in ("motor_vehicle", "vehicle") if key in tags]
    return any(value not in _NOT_CARS for value in special or general[:1])


def unreadable_durations(extract: Extract) -> Iterator[str]:
    """Yield durations of ferries that could not be read."""
    tagged = [line.tags for line in extract.lines.values()] + [r.tags for r in extract.relations]
    for tags in tagged:
        if tags.get("route") == "ferry" and "duration" in tags and _duration(tags) is None:
            yield f"duration={tags['duration']}"


def _duration(tags: Mapping[str, str]) -> int | None:
    try:
        return parse_duration(tags["duration"])
    except (KeyError, ValueError):
        return None


def _line(
    osm_id: str,
    tags: Mapping[str, str],
    ends: tuple[tuple[float, float], tuple[float, float]],
    ports: Sequence[OsmPort],
) -> FerryLine:
    return FerryLine(
        osm_id=osm_id,
        name=tags.get("name", tags.get("ref", "")),
        operator=tags.get("operator", ""),
        cars=takes_cars(tags),
        duration=_duration(tags),
        ends=(_end(ends[0], ports), _end(ends[1], ports)),
    )


def _end(place: tuple[float, float], ports: Sequence[OsmPort]) -> FerryEnd:
    lat, lon = place
    named = [
        (float(metres_between(lat, lon, port.lat, port.lon)), port.name)
        for port in ports
        if port.name
    ]
    near = min(named, default=(np.inf, ""))
    return FerryEnd(port=near[1] if near[0] <= TERMINAL_REACH else "", lat=lat, lon=lon)


def _chain_ends(lines: Sequence[Line]) -> tuple[tuple[float, float], tuple[float, float]]:
    """Return the two free ends of joined ways; of a round trip, begin and furthest point."""
    ends: dict[int, tuple[float, float]] = {}
    for line in lines:
        for at in (0, -1):
            place = (line.lat_e7[at] / 1e7, line.lon_e7[at] / 1e7)
            # Two ways that meet cancel out.
            if ends.pop(line.refs[at], None) is None:
                ends[line.refs[at]] = place
    free = list(ends.values())
    if len(free) >= 2:
        return free[0], free[-1]
    lats = np.concatenate([line.lat_e7 for line in lines]) / 1e7
    lons = np.concatenate([line.lon_e7 for line in lines]) / 1e7
    far = int(np.argmax(metres_between(lats[0], lons[0], lats, lons)))
    return (float(lats[0]), float(lons[0])), (float(lats[far]), float(lons[far]))


@dataclass(frozen=True, slots=True, kw_only=True)
class Crossing:
    """Two ports of a timetable between which something sails, in either direction."""

    lat_a: float
    lon_a: float
    lat_b: float
    lon_b: float

    def serves(self, line: FerryLine) -> bool:
        """Whether both ends of a line are at these ports."""
        a, b = line.ends
        return (self._near_a(a) and self._near_b(b)) or (self._near_a(b) and self._near_b(a))

    def _near_a(self, end: FerryEnd) -> bool:
        return float(metres_between(self.lat_a, self.lon_a, end.lat, end.lon)) <= PORT_REACH

    def _near_b(self, end: FerryEnd) -> bool:
        return float(metres_between(self.lat_b, self.lon_b, end.lat, end.lon)) <= PORT_REACH


def is_timetabled(line: FerryLine, crossings: Iterable[Crossing]) -> bool:
    """Whether one of the timetable's crossings runs between the ends of the line."""
    return any(crossing.serves(line) for crossing in crossings)
