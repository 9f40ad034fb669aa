"""Draws the buildings of the fictional apartment complexes between their streets."""

from __future__ import annotations

from collections.abc import Iterator

import shapely

from examples.jindo.canvas import Drawing
from examples.jindo.data_files import LatLon, point_of, table
from examples.jindo.plane import XY, Plane, metres

_LENGTH, _DEPTH = 54.0, 13.0
_STREET_MARGIN = 9.0
_REACH = 330.0


def draw_complexes(drawing: Drawing) -> None:
    """Draw each complex of data/complexes.csv: its ground, and its buildings with numbers."""
    for row in table("complexes"):
        centre = point_of(row["complex_id"])
        plane = Plane(centre)
        names = {"name": row["name_ko"], "name:ko": row["name_ko"]}
        streets = _streets_near(drawing, centre, plane)
        houses: list[shapely.Polygon] = []
        for house in _free_spots(streets):
            if len(houses) == int(row["dongs"]):
                break
            houses.append(house)
            number = f"{100 + len(houses)}동"
            corners = [plane.latlon(xy) for xy in house.exterior.coords]
            drawing.way(
                corners,
                {"building": "apartments", "name": f"{row['name_ko']} {number}", "ref": number},
            )
        ground = shapely.MultiPolygon(houses).convex_hull.buffer(15, quad_segs=2)
        corners = [plane.latlon(xy) for xy in ground.exterior.coords]
        drawing.way(corners, {"landuse": "residential", "residential": "apartments", **names})


def _streets_near(drawing: Drawing, centre: LatLon, plane: Plane) -> shapely.Geometry:
    lines = []
    for members, tags in drawing.ways:
        if "highway" not in tags:
            continue
        points = [drawing.nodes[number - 1][0] for number in members]
        if any(metres(centre, point) < 2 * _REACH for point in points):
            lines.append(shapely.LineString([plane.xy(point) for point in points]))
    return shapely.MultiLineString(lines).buffer(_STREET_MARGIN)


def _free_spots(streets: shapely.Geometry) -> Iterator[shapely.Polygon]:
    """Yield rectangles in rows that no street cuts, the nearest to the centre first."""
    spots: list[XY] = [
        (x * (_LENGTH + 16), y * (_DEPTH + 27)) for x in range(-5, 6) for y in range(-8, 9)
    ]
    for x, y in sorted(spots, key=lambda spot: (spot[0] ** 2 + spot[1] ** 2, spot)):
        house = shapely.box(x - _LENGTH / 2, y - _DEPTH / 2, x + _LENGTH / 2, y + _DEPTH / 2)
        if not house.intersects(streets):
            yield house
