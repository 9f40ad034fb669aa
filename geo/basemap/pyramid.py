"""Cuts features into the tiles of all zooms, from the coarsest down, each from its parent."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import shapely
from pmtiles.tile import zxy_to_tileid

from geo.basemap.encode import EXTENT, encode_tile
from geo.basemap.features import FIRST_ZOOM, LAST_ZOOM, Features
from geo.geometry import Bools

_BUFFER = 64 / EXTENT  # of a tile, around it, so that lines do not end at its edge
_HALF_PIXEL = 4.0  # units of the tile: at 512 pixels a tile, finer cannot be seen


@dataclass(frozen=True, slots=True)
class Tiles:
    """Tiles of like content whose numbers (of PMTiles) follow each other."""

    first_id: int
    count: int
    data: bytes


def cut_tiles(features: Features) -> Iterator[Tiles]:
    """Yield all tiles that show something, zooms `FIRST_ZOOM` to `LAST_ZOOM`."""
    bounds = shapely.bounds(features.shapes)
    tiles = 1 << FIRST_ZOOM
    low = np.floor(bounds[:, :2].min(axis=0) * tiles - _BUFFER).clip(0, tiles - 1).astype(int)
    high = np.floor(bounds[:, 2:].max(axis=0) * tiles + _BUFFER).clip(0, tiles - 1).astype(int)
    for x in range(low[0], high[0] + 1):
        for y in range(low[1], high[1] + 1):
            yield from _cut(features, FIRST_ZOOM, x, y)


def _cut(parent: Features, zoom: int, x: int, y: int) -> Iterator[Tiles]:
    features = _within(parent, zoom, x, y)
    if not len(features):
        return
    data = _draw(features, zoom, x, y)
    if _is_uniform(features, zoom, x, y):
        for deeper in range(zoom, LAST_ZOOM + 1):
            # What lies under one tile is one stretch of the Hilbert curve.
            count = 4 ** (deeper - zoom)
            first = min(
                zxy_to_tileid(deeper, (x << (deeper - zoom)) + i, (y << (deeper - zoom)) + j)
                for i in (0, (1 << (deeper - zoom)) - 1)
                for j in (0, (1 << (deeper - zoom)) - 1)
            )
            yield Tiles(first, count, data)
        return
    if data:
        yield Tiles(zxy_to_tileid(zoom, x, y), 1, data)
    if zoom < LAST_ZOOM:
        for i in (0, 1):
            for j in (0, 1):
                yield from _cut(features, zoom + 1, 2 * x + i, 2 * y + j)


def _within(features: Features, zoom: int, x: int, y: int) -> Features:
    """Return what lies in a tile and its buffer, cut along the buffer."""
    tiles = 1 << zoom
    box = np.array([x - _BUFFER, y - _BUFFER, x + 1 + _BUFFER, y + 1 + _BUFFER]) / tiles
    bounds = shapely.bounds(features.shapes)
    touches = (bounds[:, :2] <= box[2:]).all(axis=1) & (bounds[:, 2:] >= box[:2]).all(axis=1)
    here = features.rows(np.flatnonzero(touches))
    crosses = (bounds[touches, :2] < box[:2]).any(axis=1)
    crosses |= (bounds[touches, 2:] > box[2:]).any(axis=1)
    if not crosses.any():
        return here
    shapes = here.shapes.copy()
    shapes[crosses] = shapely.clip_by_rect(shapes[crosses], *box)
    return here.reshaped(shapes)


def _draw(features: Features, zoom: int, x: int, y: int) -> bytes:
    """Return the tile's content as it is stored; b"" where nothing is seen at this zoom."""
    seen = features.rows(np.flatnonzero(features.first_zoom <= zoom))
    seen = seen.rows(np.flatnonzero(_in_tile(seen, zoom, x, y)))
    if not len(seen):
        return b""
    scale = float(EXTENT << zoom)
    origin = np.array([x, y]) * float(EXTENT)
    shapes = shapely.transform(seen.shapes, lambda points: points * scale - origin)
    if zoom < LAST_ZOOM:
        shapes = shapely.simplify(shapes, _HALF_PIXEL, preserve_topology=True)
    drawn = seen.reshaped(shapes)
    small = shapely.area(drawn.shapes) < _HALF_PIXEL**2
    dust = small & drawn.of_layer("building", "residential", "water")
    data = encode_tile(drawn.rows(np.flatnonzero(~dust)))
    return gzip.compress(data, mtime=0) if data else b""


def _in_tile(features: Features, zoom: int, x: int, y: int) -> Bools:
    """Leave a point to the one tile that it lies in: its label is drawn whole from there."""
    bounds = shapely.bounds(features.shapes) * (1 << zoom)
    inside = (np.floor(bounds[:, 0]) == x) & (np.floor(bounds[:, 1]) == y)
    result: Bools = inside | (shapely.get_type_id(features.shapes) != 0)
    return result


def _is_uniform(features: Features, zoom: int, x: int, y: int) -> bool:
    """Whether every tile below looks like this one: open sea."""
    if not features.of_layer("land", "water").all():
        return False
    tiles = 1 << zoom
    full = ((1 + 2 * _BUFFER) / tiles) ** 2
    return bool((shapely.area(features.shapes) > full * (1 - 1e-9)).all())
