"""Draws what belongs to the sea: shores, islands, ports and ferry lines."""

from __future__ import annotations

import random
from collections import defaultdict

import shapely

from examples.jindo.canvas import Drawing
from examples.jindo.data_files import (
    TIMETABLE,
    LatLon,
    named_points,
    point_of,
    ports,
    read_rows,
    table,
)
from examples.jindo.plane import XY, Plane, bend, ellipse, roughen

#: Lines that exist without being in our timetable: a map always has some, and they must stay
#: unused.
_LINES_WITHOUT_TIMETABLE = (("P_WAN", "P_JEJ"), ("P_MOK", "P_JEJ"))


def main_island() -> list[LatLon]:
    """Return the shore of the main island, drawn by hand around its places."""
    [row] = [row for row in table("coast") if row["line"] == "island"]
    return _points(row)


def island_outline(row: dict[str, str]) -> list[XY]:
    """Return the shore of a small island in metres around its centre; its ports lie inside."""
    plane = Plane(LatLon(float(row["lat"]), float(row["lon"])))
    shape = ellipse(float(row["length_m"]), float(row["width_m"]), float(row["turn_deg"]))
    land = shapely.Polygon(roughen(shape, 0.2, random.Random(f"shore of {row['name_en']}")))
    for port in row["ports"].split():
        quay = plane.xy(named_points()[port])
        land = land.union(shapely.LineString([(0, 0), quay]).buffer(110, quad_segs=3))
    return [(x, y) for x, y in land.exterior.coords]


def draw_sea(drawing: Drawing) -> None:
    """Draw shores, islands, ports and ferry lines."""
    _draw_main_shores(drawing)
    for row in table("islands"):
        _draw_island(drawing, row)
    _draw_islets(drawing)
    for row in ports().values():
        _draw_port(drawing, row)
    for ends, durations in sorted(_timetabled_lines().items()):
        _draw_line(drawing, ends, min(durations), cars=ends in _car_lines())
    for first, second in _LINES_WITHOUT_TIMETABLE:
        _draw_line(drawing, (first, second), None, cars=True)


def _points(row: dict[str, str]) -> list[LatLon]:
    return [point_of(text) for text in row["points"].split()]


def _draw_main_shores(drawing: Drawing) -> None:
    for row in table("coast"):
        points = _points(row)
        plane = Plane(points[0])
        closed = row["line"] == "island"
        corners = [plane.xy(point) for point in [*points, *points[: int(closed)]]]
        line = bend(corners, 320, 0.05, random.Random(f"shore of {row['name_en']}"))
        drawn = [plane.latlon(xy) for xy in line]
        if closed:
            drawn[-1] = drawn[0]
        drawing.way(drawn, {"natural": "coastline", **_names(row)})
    island = {"place": "island", "name": "진도", "name:ko": "진도", "name:en": "Jindo"}
    drawing.node(LatLon(34.455, 126.235), {**island, "population": "26400"})


def _draw_island(drawing: Drawing, row: dict[str, str]) -> None:
    centre = LatLon(float(row["lat"]), float(row["lon"]))
    plane = Plane(centre)
    outline = [plane.latlon(xy) for xy in island_outline(row)]
    outline[-1] = outline[0]
    drawing.way(outline, {"natural": "coastline"})
    drawing.node(centre, {"place": "island", **_names(row)})


def _draw_islets(drawing: Drawing) -> None:
    """Draw islands without roads for vehicles: a footpath up from the quay, and the name."""
    driven = {port for row in table("islands") for port in row["ports"].split()}
    mainland = {"P_JIN", "P_SWI", "P_SEO", "P_USY", "P_MOK", "P_WAN", "P_CHU", "P_JEJ"}
    for port_id, row in ports().items():
        if port_id in driven | mainland:
            continue
        quay = named_points()[port_id]
        plane = Plane(quay)
        rng = random.Random(f"islet {port_id}")
        top = rng.uniform(-150, 150), rng.uniform(-150, 150)
        shape = roughen(ellipse(900, 600, rng.uniform(0, 180)), 0.15, rng)
        shore = [plane.latlon((x + top[0], y + top[1])) for x, y in shape]
        drawing.way([*shore, shore[0]], {"natural": "coastline"})
        path = bend([(0.0, 0.0), top], 60, 0.1, rng)
        drawing.way([quay, *(plane.latlon(xy) for xy in path[1:])], {"highway": "footway"})
        names = {"name_ko": row["island"], "name_en": row["name_en"]}
        drawing.node(plane.latlon(top), {"place": "islet", **_names(names)})


def _draw_port(drawing: Drawing, row: dict[str, str]) -> None:
    tags = {"amenity": "ferry_terminal", **_names(row)}
    drawing.node(named_points()[row["port_id"]], tags)


Line = tuple[str, str]


def _timetabled_lines() -> dict[Line, list[int]]:
    """Return the minutes of each crossing by pair of ports, whatever the direction."""
    lines: dict[Line, list[int]] = defaultdict(list)
    for row in read_rows(TIMETABLE / "sailings.csv"):
        lines[_ends(row)].append(_minutes(row["arr"]) - _minutes(row["dep"]))
    return lines


def _car_lines() -> set[Line]:
    return {_ends(row) for row in read_rows(TIMETABLE / "sailings.csv") if row["cars"] == "yes"}


def _ends(row: dict[str, str]) -> Line:
    first, second = sorted((row["from_port"], row["to_port"]))
    return first, second


def _minutes(clock: str) -> int:
    hour, minute = clock.split(":")
    return 60 * int(hour) + int(minute)


def _draw_line(drawing: Drawing, ends: Line, minutes: int | None, *, cars: bool) -> None:
    start, end = (named_points()[port] for port in ends)
    plane = Plane(start)
    line = bend([(0.0, 0.0), plane.xy(end)], 500, 0.08, random.Random(f"line {ends}"))
    inner = [plane.latlon(xy) for xy in line[1:-1]]
    first, second = (ports()[port] for port in ends)
    tags = {
        "route": "ferry",
        "foot": "yes",
        "motor_vehicle": "yes" if cars else "no",
        "name": f"{first['name_ko']}–{second['name_ko']}",
        "name:ko": f"{first['name_ko']}–{second['name_ko']}",
        "name:en": f"{first['name_en']}–{second['name_en']}",
    }
    if minutes is not None:
        tags["duration"] = f"{minutes // 60:02d}:{minutes % 60:02d}"
    drawing.way([start, *inner, end], tags)


def _names(row: dict[str, str]) -> dict[str, str]:
    return {"name": row["name_ko"], "name:ko": row["name_ko"], "name:en": row["name_en"]}
