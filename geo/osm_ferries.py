"""Finds ports and ferry lines in an extract.

A ferry is a way, or a relation of ways, with route=ferry. Which vehicles it takes is told by access
tags; where nothing is said it is for people on foot
(https://wiki.openstreetmap.org/wiki/Tag:route%3Dferry).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import shapely

from geo.geometry import DEGREE, metres_between
from geo.osm import Extract, Line
from geo.tags import parse_duration

TERMINAL_REACH = 400.0
"""Metres within which a terminal names the end of a line."""
VEHICLE_MODES = ("motorcar", "goods", "hgv")

_NO_VEHICLES = frozenset({"no", "private"})
_NAME_KEYS = ("name", "name:ko", "name:en", "int_name", "alt_name", "official_name", "loc_name")
#: A shape is kept to this many metres: for a map of the lines, and to see which ports it passes.
_SHAPE_DETAIL = 100.0
_SHORTEST = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class OsmPort:
    """A ferry terminal of the extract; `other_names` are those in other languages and old ones."""

    osm_id: str
    name: str
    lat: float
    lon: float
    other_names: tuple[str, ...] = ()


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
        Whether OSM says that it takes some vehicles; one that says nothing is not a car ferry.
    duration
        Seconds; None where not tagged or not readable.
    vehicles
        Which of `VEHICLE_MODES` it takes.
    cut
        Whether the extract lacks part of it.
    shape_lat, shape_lon
        Its course, simplified, degrees.
    timetabled
        Whether the map's timetable has sailings between its ends.
    """

    osm_id: str
    name: str
    operator: str
    cars: bool
    duration: int | None
    ends: tuple[FerryEnd, FerryEnd]
    vehicles: tuple[str, ...] = ()
    cut: bool = False
    shape_lat: tuple[float, ...] = ()
    shape_lon: tuple[float, ...] = ()
    timetabled: bool = False

    @property
    def leaves_map(self) -> bool:
        """Whether an end lies outside of the map, or far from every road of it."""
        return self.cut or any(end.landmass is None for end in self.ends)

    @property
    def label(self) -> str:
        """Its name, else what tells it apart."""
        return self.name or self.osm_id


def find_ports(extract: Extract) -> list[OsmPort]:
    """Return the ferry terminals, points and areas."""
    points = [
        _port(f"node/{node.osm_id}", node.tags, node.lat_e7 / 1e7, node.lon_e7 / 1e7)
        for node in extract.nodes
        if node.tags.get("amenity") == "ferry_terminal"
    ]
    areas = [
        _port(
            f"way/{line.osm_id}",
            line.tags,
            float(np.mean(line.lat_e7)) / 1e7,
            float(np.mean(line.lon_e7)) / 1e7,
        )
        for line in extract.lines.values()
        if line.tags.get("amenity") == "ferry_terminal"
    ]
    return points + areas


def _port(osm_id: str, tags: Mapping[str, str], lat: float, lon: float) -> OsmPort:
    names = list(dict.fromkeys(tags[key] for key in _NAME_KEYS if tags.get(key)))
    return OsmPort(
        osm_id=osm_id,
        name=names[0] if names else "",
        lat=lat,
        lon=lon,
        other_names=tuple(names[1:]),
    )


def find_ferry_lines(extract: Extract, ports: Sequence[OsmPort]) -> list[FerryLine]:
    """Return every ferry once: routes made of ways by their relation, other ways by themselves.

    What has no length is left out; `ferries_without_length` names it.
    """
    return [
        _line(osm_id, tags, lines, ports)
        for osm_id, tags, lines in _ferries(extract)
        if _extent(lines) >= _SHORTEST
    ]


def ferries_without_length(extract: Extract) -> list[str]:
    """Return the ferries whose points all lie at one place."""
    return [osm_id for osm_id, _, lines in _ferries(extract) if _extent(lines) < _SHORTEST]


def _ferries(extract: Extract) -> Iterator[tuple[str, Mapping[str, str], list[Line]]]:
    used = set()
    for relation in extract.relations:
        if relation.tags.get("route") != "ferry":
            continue
        ways = [ref for kind, ref, _ in relation.members if kind == "w" and ref in extract.lines]
        used.update(ways)
        lines = [extract.lines[ref] for ref in ways]
        if lines:
            yield f"relation/{relation.osm_id}", {**lines[0].tags, **relation.tags}, lines
    for line in extract.lines.values():
        if line.tags.get("route") == "ferry" and line.osm_id not in used:
            yield f"way/{line.osm_id}", line.tags, [line]


def _extent(lines: Sequence[Line]) -> float:
    """Return the metres from the first point to the one farthest from it."""
    lat = np.concatenate([line.lat_e7 for line in lines]) / 1e7
    lon = np.concatenate([line.lon_e7 for line in lines]) / 1e7
    return float(np.max(metres_between(lat[0], lon[0], lat, lon)))


def vehicles_aboard(tags: Mapping[str, str]) -> tuple[str, ...]:
    """Return which of `VEHICLE_MODES` may board: the most special tag decides, silence means no.

    A ferry that names motorcars alone is a car ferry, and takes trucks until it says otherwise.
    """
    deciding = {
        mode: next(
            (tags[key] for key in (mode, "motor_vehicle", "vehicle", "motorcar") if key in tags),
            "no",
        )
        for mode in VEHICLE_MODES
    }
    return tuple(mode for mode, value in deciding.items() if value not in _NO_VEHICLES)


def takes_cars(tags: Mapping[str, str]) -> bool:
    """Whether some vehicles may board."""
    return bool(vehicles_aboard(tags))


def unreadable_durations(extract: Extract) -> Iterator[str]:
    """Yield durations of ferries that could not be read."""
    tagged = [line.tags for line in extract.lines.values()] + [r.tags for r in extract.relations]
    for tags in tagged:
        if tags.get("route") == "ferry" and "duration" in tags and _duration(tags) is None:
            yield f"duration={tags['duration']}"


def _duration(tags: Mapping[str, str]) -> int | None:
    try:
        # A crossing that takes no time is a mistake, and would make a ferry better than a bridge.
        return parse_duration(tags["duration"]) or None
    except (KeyError, ValueError):
        return None


def _line(
    osm_id: str, tags: Mapping[str, str], lines: Sequence[Line], ports: Sequence[OsmPort]
) -> FerryLine:
    first, last = _chain_ends(lines)
    vehicles = vehicles_aboard(tags)
    lat, lon = _shape(lines)
    return FerryLine(
        osm_id=osm_id,
        name=tags.get("name", tags.get("ref", "")),
        operator=tags.get("operator", ""),
        cars=bool(vehicles),
        duration=_duration(tags),
        ends=(_end(first, ports), _end(last, ports)),
        vehicles=vehicles,
        cut=any(line.cut for line in lines),
        shape_lat=lat,
        shape_lon=lon,
    )


def _shape(lines: Sequence[Line]) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """Return the course, ways one after the other, without detail."""
    shapes = [
        shapely.LineString(np.column_stack((line.lon_e7, line.lat_e7)) / 1e7) for line in lines
    ]
    joined = shapely.line_merge(shapely.multilinestrings(shapes))
    simple = shapely.get_coordinates(shapely.simplify(joined, _SHAPE_DETAIL / DEGREE)).round(5)
    return tuple(simple[:, 1].tolist()), tuple(simple[:, 0].tolist())


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
