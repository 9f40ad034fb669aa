"""Finds the course of a named road in the graph: one line from end to end, in metres."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import dijkstra
from scipy.spatial import cKDTree

from geo.geometry import DEGREE, Floats, Int64s
from geo.graph import RoadGraph
from geo.names import plain_name

_GAP = 80.0
"""Metres between pieces that are one road: a junction or a bridge may bear another name."""
_SHORTEST = 15.0  # metres; shorter roads are remains of a junction


@dataclass(frozen=True, slots=True)
class Spine:
    """The course of a road; x and y in metres on a plane that touches the globe at its middle.

    Parameters
    ----------
    x, y
        [p] points from one end to the other.
    along
        [p] metres from the first point.
    """

    lat0: float
    lon0: float
    x: Floats
    y: Floats
    along: Floats

    @property
    def length(self) -> float:
        """Metres from end to end."""
        return float(self.along[-1])

    def reversed(self) -> Spine:
        """Return the same course from the other end."""
        return Spine(
            self.lat0, self.lon0, self.x[::-1], self.y[::-1], self.length - self.along[::-1]
        )

    def point(self, metres: float, right: float = 0.0) -> tuple[float, float]:
        """Return latitude and longitude so many metres along, and to the right of it."""
        metres = min(max(metres, 0.0), self.length)
        at = min(max(int(np.searchsorted(self.along, metres, "right")) - 1, 0), len(self.x) - 2)
        step = self.along[at + 1] - self.along[at]
        dx, dy = self.x[at + 1] - self.x[at], self.y[at + 1] - self.y[at]
        share = (metres - self.along[at]) / step if step > 0 else 0.0
        x = self.x[at] + share * dx + right * dy / max(step, 1e-9)
        y = self.y[at] + share * dy - right * dx / max(step, 1e-9)
        narrow = np.cos(np.radians(self.lat0))
        return float(self.lat0 + y / DEGREE), float(self.lon0 + x / (DEGREE * narrow))

    def project(self, lat: float, lon: float) -> tuple[float, float]:
        """Return the metres along at which a point lies, and its distance to the right."""
        px = (lon - self.lon0) * DEGREE * np.cos(np.radians(self.lat0))
        py = (lat - self.lat0) * DEGREE
        dx, dy = np.diff(self.x), np.diff(self.y)
        squared = np.maximum(dx * dx + dy * dy, 1e-9)
        share = np.clip(((px - self.x[:-1]) * dx + (py - self.y[:-1]) * dy) / squared, 0, 1)
        off_x, off_y = px - self.x[:-1] - share * dx, py - self.y[:-1] - share * dy
        at = int(np.argmin(off_x**2 + off_y**2))
        metres = self.along[at] + share[at] * np.sqrt(squared[at])
        side = np.sign(off_x[at] * dy[at] - off_y[at] * dx[at]) or 1.0
        return float(metres), float(side * np.hypot(off_x[at], off_y[at]))


class RoadLines:
    """The courses of the named roads of a graph, worked out when they are asked for."""

    def __init__(self, graph: RoadGraph) -> None:
        self._graph = graph
        self.spines = lru_cache(maxsize=512)(self._spines)

    @cached_property
    def _names(self) -> dict[str, list[int]]:
        """Rows of names by the form in which they are compared."""
        found: dict[str, list[int]] = defaultdict(list)
        graph = self._graph
        first = np.asarray(graph.name_first)
        text = bytes(np.asarray(graph.name_bytes))
        for row in range(1, len(first) - 1):
            found[plain_name(text[first[row] : first[row + 1]].decode())].append(row)
        return found

    def _spines(self, key: str) -> Sequence[Spine]:
        """Return the courses of the roads of a name, the longest first."""
        rows = self._names.get(key)
        if not rows:
            return ()
        graph = self._graph
        wanted = np.isin(graph.segment_name, rows) & (np.asarray(graph.segment_length) > 0)
        segments = np.flatnonzero(wanted)
        return tuple(sorted(_courses(graph, segments), key=lambda spine: -spine.length))


def _courses(graph: RoadGraph, segments: Int64s) -> list[Spine]:
    """Return the longest way through each part of some segments that hangs together."""
    first, last = graph.segment_first_point[segments], graph.segment_first_point[segments + 1]
    pieces = [np.arange(a, b) for a, b in zip(first, last, strict=True)]
    if not pieces:
        return []
    points = np.concatenate(pieces)
    lat, lon = graph.shape_lat_e7[points] / 1e7, graph.shape_lon_e7[points] / 1e7
    lat0, lon0 = float(lat.mean()), float(lon.mean())
    xy = np.column_stack(((lon - lon0) * DEGREE * np.cos(np.radians(lat0)), (lat - lat0) * DEGREE))
    _, node = np.unique(np.column_stack((lat, lon)), axis=0, return_inverse=True)
    node = node.ravel()
    place = np.zeros((node.max() + 1, 2))
    place[node] = xy
    steps = _steps(node, [len(piece) for piece in pieces])
    matrix = _joined(place, steps)
    return [
        Spine(lat0, lon0, *_line(place[path]))
        for path in _longest_ways(matrix)
        if len(path) > 1 and _line(place[path])[2][-1] >= _SHORTEST
    ]


def _line(places: Floats) -> tuple[Floats, Floats, Floats]:
    steps = np.hypot(*np.diff(places, axis=0).T)
    return places[:, 0], places[:, 1], np.concatenate(([0.0], np.cumsum(steps)))


def _steps(node: Int64s, counts: Sequence[int]) -> Int64s:
    """Return pairs of nodes that follow each other on a piece."""
    pairs = np.column_stack((node[:-1], node[1:]))
    borders = np.cumsum(counts)[:-1] - 1
    return np.delete(pairs, borders, axis=0)


def _joined(place: Floats, steps: Int64s) -> coo_matrix:
    """Return lengths between nodes, and across gaps between ends, which cost thrice as much."""
    ends = np.flatnonzero(np.bincount(steps.ravel(), minlength=len(place)) == 1)
    near = cKDTree(place[ends]).query_pairs(_GAP, output_type="ndarray")
    gaps = ends[near] if len(near) else np.empty((0, 2), dtype=np.int64)
    pairs = np.concatenate((steps, gaps))
    length = np.hypot(*(place[pairs[:, 0]] - place[pairs[:, 1]]).T)
    length[len(steps) :] *= 3.0
    _, once = np.unique(np.sort(pairs, axis=1), axis=0, return_index=True)
    rows, columns = pairs[once].T
    return coo_matrix((np.maximum(length[once], 1e-3), (rows, columns)), shape=(len(place),) * 2)


def _longest_ways(matrix: coo_matrix) -> list[Int64s]:
    """Return for each connected part the way between two nodes that lie farthest apart."""
    graph = (matrix + matrix.T).tocsr()
    waiting = np.ones(graph.shape[0], dtype=bool)
    ways = []
    while waiting.any():
        begin = int(np.argmax(waiting))
        reached = dijkstra(graph, indices=begin)
        waiting[np.isfinite(reached)] = False
        far = int(np.argmax(np.where(np.isfinite(reached), reached, -1)))
        reached, before = dijkstra(graph, indices=far, return_predecessors=True)
        at = int(np.argmax(np.where(np.isfinite(reached), reached, -1)))
        way = [at]
        while before[way[-1]] >= 0:
            way.append(int(before[way[-1]]))
        ways.append(np.array(way, dtype=np.int64))
    return ways
