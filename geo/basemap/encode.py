"""Writes a Mapbox vector tile: whole columns of coordinates at once, not point by point.

The format is that of https://github.com/mapbox/vector-tile-spec/tree/master/2.1. The messages are
those of `mapbox-vector-tile`; its own encoder visits every point in Python, which takes minutes for
an island.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import shapely
from mapbox_vector_tile.Mapbox import vector_tile_pb2

from geo.basemap.features import LAYERS, Features, Properties
from geo.geometry import Bools, Int64s

EXTENT = 4096
_POINT, _LINE, _POLYGON = 1, 2, 3
_MOVE_ONE, _CLOSE = 9, 15  # commands: move to one point, close the ring


def encode_tile(features: Features) -> bytes:
    """Encode features whose shapes are in units of the tile, 0 to `EXTENT`; b"" if none is left."""
    tile = vector_tile_pb2.tile()
    for number in np.unique(features.layer):
        layer = _Layer(LAYERS[number])
        _add_parts(layer, features.rows(np.flatnonzero(features.layer == number)))
        if len(layer.message.features):
            tile.layers.append(layer.message)
    return bytes(tile.SerializeToString())


class _Layer:
    """One layer of a tile and the numbers of its keys and values."""

    def __init__(self, name: str) -> None:
        self.message = vector_tile_pb2.tile.layer(version=2, name=name, extent=EXTENT)
        self.keys: dict[str, int] = {}
        self.values: dict[tuple[type, str | int | bool], int] = {}

    def add(self, shape_type: int, commands: list[int], properties: Properties) -> None:
        feature = self.message.features.add(type=shape_type)
        feature.geometry.extend(commands)
        for key, value in properties:
            feature.tags.extend((self._key(key), self._value(value)))

    def _key(self, key: str) -> int:
        if key not in self.keys:
            self.keys[key] = len(self.keys)
            self.message.keys.append(key)
        return self.keys[key]

    def _value(self, value: str | int | bool) -> int:
        known = (type(value), value)  # True equals 1, but is another value
        if known not in self.values:
            self.values[known] = len(self.values)
            name = {bool: "bool_value", int: "int_value", str: "string_value"}[type(value)]
            self.message.values.add(**{name: value})
        return self.values[known]


def _add_parts(layer: _Layer, features: Features) -> None:
    """Add shapes of like properties as one feature, points and lines and polygons apart."""
    order = np.argsort(features.kind, kind="stable")
    parts, row = shapely.get_parts(features.shapes[order], return_index=True)
    kind = features.kind[order][row]
    types = shapely.get_type_id(parts)
    for shape_type, wanted in ((_POINT, 0), (_LINE, 1), (_POLYGON, 3)):
        some = np.flatnonzero(types == wanted)
        if len(some):
            _add_type(layer, shape_type, parts[some], kind[some], features)


def _add_type(
    layer: _Layer, shape_type: int, parts: Any, kind: npt.NDArray[Any], features: Features
) -> None:
    is_hole = np.zeros(len(parts), dtype=bool)
    if shape_type == _POLYGON:
        rings, polygon = shapely.get_rings(parts, return_index=True)
        is_hole = np.append(False, polygon[1:] == polygon[:-1])
        parts, kind = rings, kind[polygon]
    points, part = _grid_points(parts)
    if shape_type == _POLYGON:
        points, part = _oriented(points, part, is_hole)
    least = {_POINT: 1, _LINE: 2, _POLYGON: 3}[shape_type]
    count = np.bincount(part, minlength=len(kind))
    kept = count >= least
    if shape_type == _POLYGON:
        kept &= ~is_hole | kept[np.maximum.accumulate(np.where(is_hole, 0, np.arange(len(kept))))]
    points, part, count, kind = points[kept[part]], part[kept[part]], count[kept], kind[kept]
    if not len(count):
        return
    starts = np.flatnonzero(np.append(True, kind[1:] != kind[:-1]))
    commands, ends = _commands(points, count, starts, shape_type)
    for begin, end, first in zip(np.append(0, ends[:-1]), ends, starts, strict=True):
        layer.add(shape_type, commands[begin:end].tolist(), features.kinds[kind[first]])


def _grid_points(parts: Any) -> tuple[Int64s, Int64s]:
    """Return the points of all parts on the grid of the tile, each once where they repeat."""
    exact, part = shapely.get_coordinates(parts, return_index=True)
    points = np.rint(exact).astype(np.int64)
    moved = np.ones(len(points), dtype=bool)
    moved[1:] = (points[1:] != points[:-1]).any(axis=1) | (part[1:] != part[:-1])
    return points[moved], part[moved]


def _oriented(points: Int64s, part: Int64s, is_hole: Bools) -> tuple[Int64s, Int64s]:
    """Open the rings, turn rims clockwise on the screen and holes the other way; drop slivers."""
    last = np.append(part[1:] != part[:-1], True)
    first = np.append(True, last[:-1])
    after = np.roll(points, -1, axis=0)
    cross = np.where(last, 0, points[:, 0] * after[:, 1] - after[:, 0] * points[:, 1])
    area = np.zeros(len(is_hole), dtype=np.int64)
    np.add.at(area, part, cross)
    # The last point of a ring repeats its first; a ring of one point has nothing else.
    opened = ~last & (area[part] != 0)
    start = np.flatnonzero(first)[np.cumsum(first) - 1]
    end = np.flatnonzero(last)[np.cumsum(first) - 1]
    at = np.arange(len(points))
    wrong = (area[part] > 0) == is_hole[part]
    # A reversed ring begins at its closing point, which equals the first.
    source = np.where(wrong, start + end - at, at)
    return points[source][opened], part[opened]


def _commands(
    points: Int64s, count: Int64s, starts: Int64s, shape_type: int
) -> tuple[Int64s, Int64s]:
    """Return the commands of all features one after the other, and where each ends."""
    first = np.cumsum(count) - count
    before = np.roll(points, 1, axis=0)
    before[first[starts]] = 0
    step = points - before
    zigzag = (step << 1) ^ (step >> 63)
    closes = shape_type == _POLYGON
    # A part is: move, x, y, line to the others, x, y, ..., and perhaps close.
    lines = count > 1
    size = 1 + 2 * count + lines + closes
    begin = np.cumsum(size) - size
    out = np.full(int(size.sum()), _CLOSE, dtype=np.int64)
    out[begin] = _MOVE_ONE
    out[(begin + 3)[lines]] = ((count[lines] - 1) << 3) | 2
    within = np.arange(len(points)) - np.repeat(first, count)
    at = np.repeat(begin, count) + 1 + 2 * within + (within > 0)
    out[at], out[at + 1] = zigzag[:, 0], zigzag[:, 1]
    return out, np.append(begin[starts[1:]], len(out))
