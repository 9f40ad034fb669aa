"""Draws a schematic map of Jindo county and of the ways to Mokpo, Gwangju and Seoul as an OSM file.

    python -m examples.jindo.draw_map OUT.osm.pbf

The places, ports and the one bridge are real points (`data/*.csv` and `timetable/ports.csv`, with
their sources); the shape of the roads between them, the local streets, the shores and the buildings
are invented so that distances and times are plausible. Every object carries `note=schematic`. The
file comes out the same each time.
"""

from __future__ import annotations

import itertools
import random
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

import shapely

from examples.jindo import sea
from examples.jindo.buildings import draw_complexes
from examples.jindo.canvas import Drawing
from examples.jindo.data_files import LatLon, named_points, point_of, ports, table
from examples.jindo.plane import XY, Plane, bend, ellipse, metres, roughen
from examples.jindo.street_tags import (
    Tagger,
    city_street,
    farm_road,
    island_road,
    town_street,
)
from examples.jindo.streets import join, scatter

_CENTRE_OF_MAP = LatLon(34.48, 126.26)
_RURAL_SPACING = 760.0
#: How far streets stray from straight, and roads by class: country roads wind around hills and
#: fields.
_STREET_WANDER = 0.12
_ROAD_WANDER = {"motorway": 0.05, "trunk": 0.13, "primary": 0.17}
_COUNTRY_WANDER = 0.24


def draw() -> Drawing:
    """Return the whole map."""
    drawing = Drawing()
    draw_places(drawing)
    roads = draw_roads(drawing)
    streets = [*draw_towns(drawing, roads), *draw_cities(drawing, roads)]
    draw_main_island(drawing, [*roads, *streets])
    draw_small_islands(drawing, roads)
    draw_complexes(drawing)
    sea.draw_sea(drawing)
    return drawing


def draw_places(drawing: Drawing) -> None:
    """Put names on towns."""
    for row in table("towns"):
        kind = "town" if row["name_ko"].endswith(("읍", "시")) else "village"
        point = LatLon(float(row["lat"]), float(row["lon"]))
        drawing.node(point, {"place": kind, **_names(row)})


def draw_roads(drawing: Drawing) -> list[LatLon]:
    """Draw the roads of data/roads.csv; return points where streets may begin."""
    beginnings = []
    for row in table("roads"):
        points = [point_of(text) for text in row["points"].split()]
        wander = _ROAD_WANDER.get(row["highway"], _COUNTRY_WANDER)
        line = _bent(points, wander, random.Random(f"{row['ref']}{row['points']}"))
        tags = {"highway": row["highway"], "maxspeed": row["maxspeed"], "lanes": row["lanes"]}
        tags |= {"surface": "asphalt", **_names(row)}
        tags |= dict(pair.split("=") for pair in row["tags"].split())
        if row["ref"]:
            tags["ref"] = row["ref"]
        drawing.way(line, tags)
        if not row["highway"].startswith("motorway") and "bridge" not in tags:
            beginnings += line
    return beginnings


def draw_towns(drawing: Drawing, roads: Sequence[LatLon]) -> list[LatLon]:
    """Draw the streets of towns and villages; return their points."""
    drawn = []
    for row in table("towns"):
        centre = LatLon(float(row["lat"]), float(row["lon"]))
        radius, spacing = float(row["radius_m"]), float(row["spacing_m"])
        outline = shapely.Polygon(roughen(ellipse(2 * radius, 1.7 * radius, 30), 0.2, _rng(row)))
        area = _Area(row["town_id"], centre, outline, roads)
        area.scatter(spacing)
        drawn += area.draw(drawing, spacing, town_street(row))
    return drawn


def draw_cities(drawing: Drawing, roads: Sequence[LatLon]) -> list[LatLon]:
    """Draw the streets of cities, denser around complexes; return their points."""
    drawn = []
    for row in table("cities"):
        centre = LatLon(float(row["lat"]), float(row["lon"]))
        shape = ellipse(float(row["length_m"]), float(row["width_m"]), float(row["turn_deg"]))
        area = _Area(row["city_id"], centre, shapely.Polygon(shape), roads)
        for complex_row in table("complexes"):
            area.focus(point_of(complex_row["complex_id"]), 420, float(row["near_spacing_m"]))
        if row["city_id"] == "MOK":
            area.focus(named_points()["P_MOK"], 420, float(row["near_spacing_m"]))
        area.scatter(float(row["spacing_m"]))
        drawn += area.draw(drawing, float(row["spacing_m"]), city_street(row))
    return drawn


def draw_main_island(drawing: Drawing, roads: Sequence[LatLon]) -> None:
    """Draw the farm roads of the main island, around its hills."""
    plane = Plane(_CENTRE_OF_MAP)
    shore = shapely.Polygon([plane.xy(point) for point in sea.main_island()])
    area = _Area("JINDO", _CENTRE_OF_MAP, shore.buffer(-150), roads)
    for row in table("hills"):
        area.leave_out(LatLon(float(row["lat"]), float(row["lon"])), float(row["radius_m"]))
    area.scatter(_RURAL_SPACING)
    area.draw(drawing, _RURAL_SPACING, farm_road)


def draw_small_islands(drawing: Drawing, roads: Sequence[LatLon]) -> None:
    """Draw the village roads of the islands where vehicles land."""
    for row in table("islands"):
        centre = LatLon(float(row["lat"]), float(row["lon"]))
        shore = shapely.Polygon(sea.island_outline(row)).buffer(-60)
        quays = [named_points()[port] for port in row["ports"].split()]
        area = _Area(row["island_id"], centre, shore, [*roads, *quays])
        area.scatter(float(row["spacing_m"]))
        area.draw(drawing, float(row["spacing_m"]), island_road(row))


class _Area:
    """A piece of land whose streets are drawn together, from the roads that cross it."""

    def __init__(
        self, name: str, centre: LatLon, outline: shapely.Polygon, roads: Iterable[LatLon]
    ) -> None:
        self._plane = Plane(centre)
        self._outline = outline
        self._rng = random.Random(f"streets of {name}")
        near = (self._plane.xy(point) for point in dict.fromkeys(roads))
        self._anchors = [xy for xy in near if outline.contains(shapely.Point(xy))]
        self._points: list[XY] = []
        self._holes: list[tuple[XY, float]] = []

    def leave_out(self, centre: LatLon, radius: float) -> None:
        """Keep a hill free of streets."""
        self._holes.append((self._plane.xy(centre), radius))

    def focus(self, point: LatLon, radius: float, spacing: float) -> None:
        """Put a point and narrow streets around it, if it lies in this area."""
        xy = self._plane.xy(point)
        if not self._outline.contains(shapely.Point(xy)):
            return
        if xy not in self._anchors:
            self._points.append(xy)
        circle = shapely.Point(xy).buffer(radius).intersection(self._outline)
        self._points += scatter(circle, spacing, self._fixed(), self._holes, self._rng)

    def scatter(self, spacing: float) -> None:
        """Fill the rest of the area."""
        self._anchors = _thinned(self._anchors, spacing / 2)
        self._points += scatter(self._outline, spacing, self._fixed(), self._holes, self._rng)

    def _fixed(self) -> list[XY]:
        return [*self._anchors, *self._points]

    def draw(self, drawing: Drawing, spacing: float, tags_of: Tagger) -> list[LatLon]:
        """Join everything by streets; return their points."""
        drawn = []
        for street in join(self._points, self._anchors, self._outline, spacing, self._rng):
            line = bend([street.start, street.end], 80, _STREET_WANDER, self._rng)
            points = [self._plane.latlon(xy) for xy in line]
            drawing.way(points, tags_of(street, points[len(points) // 2]))
            drawn += points
        return drawn


def _thinned(points: Iterable[XY], spacing: float) -> list[XY]:
    """Return points so that along a road they are about `spacing` apart."""
    kept: list[XY] = []
    for point in points:
        if all(abs(point[0] - x) + abs(point[1] - y) >= spacing for x, y in kept):
            kept.append(point)
    return kept


def _bent(points: Sequence[LatLon], wander: float, rng: random.Random) -> list[LatLon]:
    """Return a road through points; its ends and named points stay exactly where they are."""
    plane = Plane(points[0])
    longest = max(metres(a, b) for a, b in itertools.pairwise(points))
    spacing = min(700.0, max(60.0, longest / 26))
    line = bend([plane.xy(point) for point in points], spacing, wander, rng)
    exact = {plane.xy(point): point for point in points}
    return [exact.get(xy) or plane.latlon(xy) for xy in line]


def _names(row: dict[str, str]) -> dict[str, str]:
    return {"name": row["name_ko"], "name:ko": row["name_ko"], "name:en": row["name_en"]}


def _rng(row: dict[str, str]) -> random.Random:
    return random.Random(f"outline of {row['name_en']}")


def main(arguments: Sequence[str]) -> int:
    """Write the map to the file named on the command line."""
    if len(arguments) != 1:
        print("usage: python -m examples.jindo.draw_map OUT.osm.pbf", file=sys.stderr)
        return 2
    path = Path(arguments[0])
    path.parent.mkdir(parents=True, exist_ok=True)
    drawing = draw()
    drawing.write(path)
    print(
        f"{path}: 약도 / schematic map, {len(drawing.nodes)} nodes, {len(drawing.ways)} ways,"
        f" {len(ports())} ports"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
