"""Finds the nearest road of many points at once, in the grid that a map carries."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from geo.geometry import DEGREE, Bools, Floats, Int32s, Int64s, expand, step_lengths
from geo.graph import RoadGraph
from geo.grid import CELL_METRES, COLUMNS, cell_columns, cell_rows

_RINGS = (100.0, 250.0, 500.0, 1000.0, 4000.0, 16_000.0, 64_000.0)
_CHUNK = 2_000_000  # candidate pieces weighed at once: 150 MB of working arrays


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
    beside
        [k] metres that the point lies to the right of the road as its shape runs; negative to the
        left.
    """

    segment: Int32s
    fraction: Floats
    distance: Floats
    lat: Floats
    lon: Floats
    beside: Floats


def find_nearest(
    graph: RoadGraph,
    lat: Floats,
    lon: Floats,
    *,
    usable_point: Bools,
    limit: float,
    widest: int | None = None,
) -> Nearest:
    """Find the nearest usable road of many points.

    Parameters
    ----------
    lat, lon
        [k] degrees.
    usable_point
        [p] shape points of the segments that count, see `points_of`.
    limit
        Metres; at most 64 km.
    widest
        Search beyond 500 m for no more than so many points (a file with swapped coordinates must
        not take minutes); None for all.
    """
    search = _Search(graph, lat, lon, usable_point)
    waiting = np.flatnonzero((np.abs(lat) <= 90) & (np.abs(lon) <= 180))
    for ring in [ring for ring in _RINGS if ring < limit] + [limit]:
        if widest is not None and ring > 500:
            waiting = waiting[:widest]
        search.look_around(waiting, ring)
        waiting = waiting[search.distance[waiting] > ring]
    return _along(search, limit)


def points_of(graph: RoadGraph, segments: Bools) -> Bools:
    """Return [p] which shape points belong to some of the segments."""
    return np.repeat(segments, np.diff(graph.segment_first_point))


class _Search:
    """The best piece so far for each of k points."""

    def __init__(self, graph: RoadGraph, lat: Floats, lon: Floats, usable_point: Bools) -> None:
        self.graph, self.lat, self.lon, self._usable = graph, lat, lon, usable_point
        self.distance: Floats = np.full(len(lat), np.inf)
        self.point: Int64s = np.full(len(lat), -1, dtype=np.int64)
        self.step: Floats = np.zeros(len(lat))  # how far along the piece, 0 to 1

    def look_around(self, points: Int64s, reach: float) -> None:
        """Weigh all usable pieces within `reach` metres of some of the points."""
        for part, owner, candidates in self._windows(points, reach):
            keep = self._usable[candidates]
            if keep.any():
                self._weigh(points[part][owner[keep]], candidates[keep])

    def _windows(self, points: Int64s, reach: float) -> Iterator[tuple[Int64s, Int64s, Int64s]]:
        """Yield rows of `points`, for each candidate the place of its point, and the pieces."""
        graph = self.graph
        lat, lon = self.lat[points], self.lon[points]
        row, column = cell_rows(np.rint(lat * 1e7)), cell_columns(np.rint(lon * 1e7))
        up = int(np.ceil(reach / CELL_METRES))
        narrowing = np.maximum(np.cos(np.radians(lat)), 0.01)
        across = np.ceil(reach / (CELL_METRES * narrowing)).astype(np.int64)
        west = (row[:, None] + np.arange(-up, up + 1)) * COLUMNS + (column - across)[:, None]
        east = west + 2 * across[:, None]
        begin = graph.cell_first[np.searchsorted(graph.cell_key, west)].astype(np.int64)
        end = graph.cell_first[np.searchsorted(graph.cell_key, east, side="right")]
        per_point = (end - begin).sum(axis=1)
        chunk = np.cumsum(per_point) // _CHUNK
        for number in np.unique(chunk):
            part = np.flatnonzero(chunk == number)
            counts = (end[part] - begin[part]).ravel()
            candidates = graph.cell_point[expand(begin[part].ravel(), counts)].astype(np.int64)
            yield part, np.repeat(np.arange(len(part)), per_point[part]), candidates

    def _weigh(self, at: Int64s, candidates: Int64s) -> None:
        """Note the nearest candidate of each point, on the plane that touches the globe there.

        `at` names the point of each candidate, in order.
        """
        distance, step = self._measure(at, candidates)
        # Ties go to the piece that comes first in the map, so that results never depend on windows.
        begins = np.flatnonzero(np.diff(at, prepend=-1))
        counts = np.diff(begins, append=len(at))
        least = np.repeat(np.minimum.reduceat(distance, begins), counts)
        closest = np.flatnonzero(distance == least)
        closest = closest[np.lexsort((candidates[closest], at[closest]))]
        first = closest[np.flatnonzero(np.diff(at[closest], prepend=-1))]
        first = first[distance[first] < self.distance[at[first]]]
        self.distance[at[first]] = distance[first]
        self.point[at[first]] = candidates[first]
        self.step[at[first]] = step[first]

    def _measure(self, at: Int64s, candidates: Int64s) -> tuple[Floats, Floats]:
        """Return the distance of points to pieces in metres, and where along the piece it is."""
        lat_e7, lon_e7 = self.graph.shape_lat_e7, self.graph.shape_lon_e7
        lat, lon = self.lat[at], self.lon[at]
        scale = DEGREE * np.cos(np.radians(lat))
        x0 = (lon_e7[candidates] / 1e7 - lon) * scale
        y0 = (lat_e7[candidates] / 1e7 - lat) * DEGREE
        dx = (lon_e7[candidates + 1] / 1e7 - lon) * scale - x0
        dy = (lat_e7[candidates + 1] / 1e7 - lat) * DEGREE - y0
        squared = dx * dx + dy * dy
        step = np.clip(-(x0 * dx + y0 * dy) / np.where(squared > 0, squared, 1.0), 0.0, 1.0)
        return np.hypot(x0 + step * dx, y0 + step * dy), step


def _along(best: _Search, limit: float) -> Nearest:
    """Turn pieces into segments and fractions of their length."""
    graph = best.graph
    found = np.flatnonzero(best.distance <= limit)
    point, step = best.point[found], best.step[found]
    segment = np.full(len(best.lat), -1, dtype=np.int32)
    fraction, distance = (
        np.zeros(len(best.lat)),
        np.where(best.distance <= limit, best.distance, np.inf),
    )
    on_lat, on_lon = np.full(len(best.lat), np.nan), np.full(len(best.lat), np.nan)
    for values, on in ((graph.shape_lat_e7, on_lat), (graph.shape_lon_e7, on_lon)):
        on[found] = (values[point] + step * (values[point + 1].astype(float) - values[point])) / 1e7
    segment[found] = _segment_of(graph, point)
    first = graph.segment_first_point[segment[found]].astype(np.int64)
    count = graph.segment_first_point[segment[found] + 1] - first
    shape = expand(first, count)
    owner = np.repeat(np.arange(len(found)), count)
    steps = step_lengths(graph.shape_lat_e7[shape], graph.shape_lon_e7[shape])
    steps[np.diff(owner) != 0] = 0
    total = np.bincount(owner[:-1], weights=steps, minlength=len(found))
    share = np.where(shape < point[owner], 1.0, np.where(shape == point[owner], step[owner], 0.0))
    before = np.bincount(owner[:-1], weights=steps * share[:-1], minlength=len(found))
    fraction[found] = np.clip(before / np.where(total > 0, total, 1.0), 0.0, 1.0)
    beside = np.zeros(len(best.lat))
    beside[found] = _beside(best, found)
    return Nearest(segment, fraction, distance, on_lat, on_lon, beside)


def _beside(best: _Search, found: Int64s) -> Floats:
    """Return how far points lie to the right of the line through the piece nearest to them."""
    graph, point = best.graph, best.point[found]
    lat, lon = best.lat[found], best.lon[found]
    narrow = np.cos(np.radians(lat))
    north, east = (
        (values[point + 1].astype(float) - values[point]) / 1e7 * DEGREE
        for values in (graph.shape_lat_e7, graph.shape_lon_e7)
    )
    up = (lat - graph.shape_lat_e7[point] / 1e7) * DEGREE
    across = (lon - graph.shape_lon_e7[point] / 1e7) * DEGREE * narrow
    east = east * narrow
    length = np.hypot(north, east)
    return np.asarray((across * north - up * east) / np.where(length > 0, length, 1.0))


def _segment_of(graph: RoadGraph, point: Int64s) -> Int64s:
    return np.searchsorted(graph.segment_first_point, point, side="right") - 1
