"""Tells land from sea by the coastlines of an extract, also where they leave it.

OSM draws coast with land on the left (https://wiki.openstreetmap.org/wiki/Tag:natural%3Dcoastline).
Within the box of a region all coastlines and the rim of the box are joined into faces; the coast
around a face votes, by its length, whether it is land.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely

from geo.basemap.features import Features, Gathering, Shapes, to_degrees, to_mercator
from geo.geometry import Floats
from geo.osm import Extract

_CELL = 1 / 1440  # a quarter of a degree of longitude; cells that touch are one region
_MARGIN = 1 / 7200  # 0.05 degrees around what is drawn
_BESIDE = 1e-9  # some centimetres to the left and to the right of a coast


def gather_sea(
    extract: Extract, headers: Sequence[tuple[float, float, float, float]], gathering: Gathering
) -> None:
    """Add land and sea of every region of an extract.

    Parameters
    ----------
    headers
        Boxes that the files say they cover: west, south, east, north in degrees.
    """
    coast = [
        np.stack([line.lon_e7, line.lat_e7], axis=1) / 1e7
        for line in extract.lines.values()
        if line.tags.get("natural") == "coastline"
    ]
    lines = shapely.transform([shapely.LineString(points) for points in coast], to_mercator)
    land, sea = [], []
    for box in regions(gathering.finish(), lines, headers):
        land.append(box)
        sea += sea_of(lines, box)
    back = [shapely.transform(shapes, to_degrees) for shapes in (land, sea)]
    gathering.add("land", back[0], [0] * len(land), [{}] * len(land))
    gathering.add("water", back[1], [0] * len(sea), [{"class": "sea"}] * len(sea))


def regions(
    features: Features, coast: Shapes, headers: Iterable[tuple[float, float, float, float]]
) -> list[shapely.Polygon]:
    """Return the boxes of the pieces of the world that hold something other than ferries."""
    drawn = features.shapes[~features.of_layer("ferry")]
    bounds = shapely.bounds(np.concatenate((drawn, coast)))
    number = _clusters(np.floor(bounds[:, :2] / _CELL).astype(int))
    boxes = []
    for cluster in range(int(number.max()) + 1):
        rows = bounds[number == cluster]
        low, high = rows[:, :2].min(axis=0) - _MARGIN, rows[:, 2:].max(axis=0) + _MARGIN
        for header in headers:
            corners = to_mercator(np.reshape(header, (2, 2)))
            west_north, east_south = corners.min(axis=0), corners.max(axis=0)
            apart = (west_north > high).any() or (east_south < low).any()
            # A file of islands may carry the box of its country: that is not what was cut out.
            if not apart and ((east_south - west_north) < 4 * (high - low)).all():
                low, high = np.minimum(low, west_north), np.maximum(high, east_south)
        boxes.append(shapely.box(*low, *high))
    return boxes


def _clusters(cells: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """Return for every cell the number of its group; cells that touch, also at corners, are one."""
    occupied = {tuple(cell) for cell in cells.tolist()}
    group: dict[tuple[int, ...], int] = {}
    for start in sorted(occupied):
        if start in group:
            continue
        number, open_ = max(group.values(), default=-1) + 1, [start]
        while open_:
            x, y = cell = open_.pop()
            if cell in occupied and cell not in group:
                group[cell] = number
                open_ += [(x + dx, y + dy) for dx in (-1, 0, 1) for dy in (-1, 0, 1)]
    return np.array([group[tuple(cell)] for cell in cells.tolist()], dtype=int)


def sea_of(coast: Shapes, box: shapely.Polygon) -> list[shapely.Polygon]:
    """Return the parts of a box that are sea."""
    inside = coast[shapely.intersects(coast, box)]
    if not len(inside):
        return []
    clipped = shapely.get_parts(shapely.intersection(inside, box))
    clipped = clipped[shapely.get_type_id(clipped) == 1]
    joined = shapely.get_parts(shapely.line_merge(shapely.union_all(clipped)))
    rim = shapely.boundary(box)
    noded = shapely.union_all([*clipped, *_to_rim(joined, rim), rim])
    faces = shapely.get_parts(shapely.polygonize(shapely.get_parts(noded)))
    return list(faces[_land_votes(clipped, faces) < 0])


def _to_rim(chains: Shapes, rim: shapely.LineString) -> list[shapely.LineString]:
    """Lead loose ends of coast, where the extract was cut, straight to the rim."""
    ends = np.concatenate([shapely.get_point(chains, 0), shapely.get_point(chains, -1)])
    places, count = np.unique(shapely.get_coordinates(ends), axis=0, return_counts=True)
    loose = shapely.points(places[count == 1])
    loose = loose[shapely.distance(loose, rim) > _BESIDE]
    return list(shapely.shortest_line(loose, rim))


def _land_votes(coast: Shapes, faces: Shapes) -> Floats:
    """Return per face the length of coast that has it on the land side, less the sea side."""
    ends = shapely.get_coordinates(coast, return_index=True)
    points, line = ends
    steps = points[1:] - points[:-1]
    length = np.hypot(steps[:, 0], steps[:, 1])
    real = (line[1:] == line[:-1]) & (length > 0)
    steps, length = steps[real], length[real]
    middle = (points[:-1] + points[1:])[real] / 2
    # South is down in this square: the left hand of a step is (dy, -dx).
    left = np.stack([steps[:, 1], -steps[:, 0]], axis=1) / length[:, None] * _BESIDE
    votes = np.zeros(len(faces))
    tree = shapely.STRtree(faces)
    for side, sign in ((left, 1.0), (-left, -1.0)):
        point, face = tree.query(shapely.points(middle + side), predicate="within")
        np.add.at(votes, face, sign * length[point])
    return votes
