"""Finds the nearest road by a grid of small cells that is saved with the map.

A *piece* is the straight line from one shape point to the next; it is named by its first point. Cells are 0.001° wide
both ways (111 m north to south, less from west to east). The key of a cell grows eastwards along a row, so the
cells of a window are one contiguous range per row.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from geo.geometry import DEGREE, Bools, Floats, Int32s, Int64s, expand, step_lengths

CELL_E7 = 10_000
COLUMNS = 360 * 10_000_000 // CELL_E7 + 1
_CELL_METRES = CELL_E7 * DEGREE / 1e7
_RINGS = (100.0, 250.0, 500.0, 1000.0, 4000.0, 16_000.0, 64_000.0)
_CHUNK = 2_000_000  # candidate pieces weighed at once: 150 MB of working arrays


class Shapes(Protocol):
    """The part of a road graph that the grid speaks about."""

    @property
    def segment_first_point(self) -> Int32s: ...
    @property
    def shape_lat_e7(self) -> Int32s: ...
    @property
    def shape_lon_e7(self) -> Int32s: ...
    @property
    def cell_key(self) -> Int64s: ...
    @property
    def cell_first(self) -> Int32s: ...
    @property
    def cell_point(self) -> Int32s: ...


@dataclass(frozen=True, slots=True)
class Nearest:
    """For each of k points the nearest road.

    Parameters
    ----------
    segment
        [k] -1 where none lies within the limit.
    fraction
        [k] how far along the shape of the segment, by length, 0 to 1.
    distance
        [k] metres; infinite where there is none.
    lat, lon
        [k] degrees of the point on the road.
    """

    segment: Int32s
    fraction: Floats
    distance: Floats
    lat: Floats
    lon: Floats


def build_grid(
    first_point: Int64s, lat_e7: Int32s, lon_e7: Int32s
) -> tuple[Int64s, Int32s, Int32s]:
    """Sort pieces into the cells that they run through.

    Returns
    -------
    cell_key, cell_first, cell_point
        [c] keys of the occupied cells in order; [c+1] where the pieces of a cell begin in `cell_point`.
    """
    begins = np.ones(len(lat_e7), dtype=bool)
    begins[first_point[1:] - 1] = False
    point = np.flatnonzero(begins)
    rows, columns = _rows(lat_e7), _columns(lon_e7)
    crossing = (rows[point] != rows[point + 1]) | (columns[point] != columns[point + 1])
    inside = point[~crossing]
    crossed_key, crossed_point = _crossed(point[crossing], rows, lat_e7, lon_e7)
    key = np.concatenate((rows[inside] * COLUMNS + columns[inside], crossed_key))
    owner = np.concatenate((inside.astype(np.int32), crossed_point))
    order = np.argsort(key, kind="stable")
    cell_key, counts = np.unique(key[order], return_counts=True)
    cell_first = np.concatenate(([0], np.cumsum(counts))).astype(np.int32)
    return cell_key, cell_first, owner[order]


def _crossed(point: Int64s, rows: Int64s, lat_e7: Int32s, lon_e7: Int32s) -> tuple[Int64s, Int32s]:
    """Return the key of every cell that pieces run through, row by row, and the piece."""
    low = np.minimum(rows[point], rows[point + 1])
    height = np.abs(rows[point + 1] - rows[point]) + 1
    row = expand(low, height)
    piece = np.repeat(np.arange(len(point)), height)
    lat0, lat1 = lat_e7[point].astype(float)[piece], lat_e7[point + 1].astype(float)[piece]
    lon0, lon1 = lon_e7[point].astype(float)[piece], lon_e7[point + 1].astype(float)[piece]
    south, north = row * CELL_E7 - 900_000_000, (row + 1) * CELL_E7 - 900_000_000
    with np.errstate(divide="ignore", invalid="ignore"):
        a = np.clip((south - lat0) / (lat1 - lat0), 0, 1)
        b = np.clip((north - lat0) / (lat1 - lat0), 0, 1)
    level = lat0 == lat1
    a[level], b[level] = 0, 1
    lon_a, lon_b = lon0 + a * (lon1 - lon0), lon0 + b * (lon1 - lon0)
    west = _columns(np.floor(np.minimum(lon_a, lon_b)))
    width = _columns(np.ceil(np.maximum(lon_a, lon_b))) - west + 1
    key = expand(row * COLUMNS + west, width)
    return key, np.repeat(point[piece].astype(np.int32), width)


def find_nearest(
    shapes: Shapes,
    lat: Floats,
    lon: Floats,
    *,
    usable: Bools,
    limit: float,
    widest: int | None = None,
) -> Nearest:
    """Find the nearest usable road of many points.

    Parameters
    ----------
    lat, lon
        [k] degrees.
    usable
        [s] segments that count.
    limit
        Metres; at most 64 km.
    widest
        Search beyond 500 m for no more than so many points (a file with swapped coordinates must not take
        minutes); None for all.
    """
    count = len(lat)
    counts_point = np.repeat(usable, np.diff(shapes.segment_first_point))
    best = _Best(np.full(count, np.inf), np.full(count, -1, dtype=np.int64), np.zeros(count))
    waiting = np.arange(count)
    for ring in [ring for ring in _RINGS if ring < limit] + [limit]:
        if widest is not None and ring > 500:
            waiting = waiting[:widest]
        for part, owner, candidates in _windows(shapes, lat[waiting], lon[waiting], ring):
            keep = counts_point[candidates]
            _weigh(shapes, best, waiting[part], lat, lon, owner[keep], candidates[keep])
        waiting = waiting[best.distance[waiting] > ring]
    return _along(shapes, best, lat, lon, limit)


@dataclass(slots=True)
class _Best:
    distance: Floats
    point: Int64s
    step: Floats  # how far along the piece, 0 to 1


def _windows(
    shapes: Shapes, lat: Floats, lon: Floats, reach: float
) -> Iterator[tuple[Int64s, Int64s, Int64s]]:
    """Yield points, for each candidate the place of its point among them, and the candidate pieces."""
    if not len(lat):
        return
    row, column = _rows(np.rint(lat * 1e7)), _columns(np.rint(lon * 1e7))
    up = int(np.ceil(reach / _CELL_METRES))
    across = np.ceil(reach / (_CELL_METRES * np.maximum(np.cos(np.radians(lat)), 0.01))).astype(
        np.int64
    )
    offset = np.arange(-up, up + 1)
    first_key = (row[:, None] + offset) * COLUMNS + (column - across)[:, None]
    last_key = first_key + 2 * across[:, None]
    begin = shapes.cell_first[np.searchsorted(shapes.cell_key, first_key)].astype(np.int64)
    end = shapes.cell_first[np.searchsorted(shapes.cell_key, last_key, side="right")].astype(
        np.int64
    )
    per_point = (end - begin).sum(axis=1)
    chunk = np.cumsum(per_point) // _CHUNK
    for number in np.unique(chunk):
        part = np.flatnonzero(chunk == number)
        counts = (end[part] - begin[part]).ravel()
        candidates = shapes.cell_point[expand(begin[part].ravel(), counts)].astype(np.int64)
        yield part, np.repeat(np.arange(len(part)), per_point[part]), candidates


def _weigh(
    shapes: Shapes,
    best: _Best,
    points: Int64s,
    lat: Floats,
    lon: Floats,
    owner: Int64s,
    candidates: Int64s,
) -> None:
    """Note the nearest candidate of each point, measured on the plane that touches the globe there."""
    if not len(candidates):
        return
    at = points[owner]
    scale = DEGREE * np.cos(np.radians(lat[at]))
    x0 = (shapes.shape_lon_e7[candidates] / 1e7 - lon[at]) * scale
    y0 = (shapes.shape_lat_e7[candidates] / 1e7 - lat[at]) * DEGREE
    x1 = (shapes.shape_lon_e7[candidates + 1] / 1e7 - lon[at]) * scale
    y1 = (shapes.shape_lat_e7[candidates + 1] / 1e7 - lat[at]) * DEGREE
    dx, dy = x1 - x0, y1 - y0
    squared = dx * dx + dy * dy
    step = np.clip(-(x0 * dx + y0 * dy) / np.where(squared > 0, squared, 1.0), 0.0, 1.0)
    distance = np.hypot(x0 + step * dx, y0 + step * dy)
    # Owners come in order; ties go to the piece that comes first in the map, so that results never depend
    # on the window.
    order = np.lexsort((candidates, distance, owner))
    first = order[np.flatnonzero(np.diff(owner[order], prepend=-1))]
    better = distance[first] < best.distance[at[first]]
    chosen, winner = at[first][better], first[better]
    best.distance[chosen] = distance[winner]
    best.point[chosen] = candidates[winner]
    best.step[chosen] = step[winner]


def _along(shapes: Shapes, best: _Best, lat: Floats, lon: Floats, limit: float) -> Nearest:
    """Turn pieces into segments and fractions of their length."""
    found = np.flatnonzero(best.distance <= limit)
    point, step = best.point[found], best.step[found]
    segment = np.full(len(lat), -1, dtype=np.int32)
    fraction, distance = np.zeros(len(lat)), np.where(best.distance <= limit, best.distance, np.inf)
    on_lat, on_lon = np.full(len(lat), np.nan), np.full(len(lat), np.nan)
    for values, on in ((shapes.shape_lat_e7, on_lat), (shapes.shape_lon_e7, on_lon)):
        on[found] = (values[point] + step * (values[point + 1].astype(float) - values[point])) / 1e7
    segment[found] = _segment_of(shapes, point)
    first = shapes.segment_first_point[segment[found]].astype(np.int64)
    count = shapes.segment_first_point[segment[found] + 1] - first
    shape = expand(first, count)
    owner = np.repeat(np.arange(len(found)), count)
    steps = step_lengths(shapes.shape_lat_e7[shape], shapes.shape_lon_e7[shape])
    steps[np.diff(owner) != 0] = 0
    total = np.bincount(owner[:-1], weights=steps, minlength=len(found))
    share = np.where(shape < point[owner], 1.0, np.where(shape == point[owner], step[owner], 0.0))
    before = np.bincount(owner[:-1], weights=steps * share[:-1], minlength=len(found))
    fraction[found] = np.clip(before / np.where(total > 0, total, 1.0), 0.0, 1.0)
    return Nearest(segment, fraction, distance, on_lat, on_lon)


def _segment_of(shapes: Shapes, point: Int64s) -> Int64s:
    return np.searchsorted(shapes.segment_first_point, point, side="right") - 1


def _rows(lat_e7: Int32s | Int64s | Floats) -> Int64s:
    return ((lat_e7.astype(np.int64) + 900_000_000) // CELL_E7).astype(np.int64)


def _columns(lon_e7: Int32s | Int64s | Floats) -> Int64s:
    return ((lon_e7.astype(np.int64) + 1_800_000_000) // CELL_E7).astype(np.int64)
