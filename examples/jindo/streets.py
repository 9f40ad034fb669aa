"""Grows a plausible net of local streets between points of the main roads, by a seed.

Points are thrown at random with a least distance, joined where no third point lies in the circle
over their distance (a Gabriel graph, which looks like a village), and joined in any case by the
shortest tree, so that no farm is cut off.
"""

from __future__ import annotations

import math
import random
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import shapely

from examples.jindo.plane import XY

#: Share of the joins outside the shortest tree that become streets: the rest are fields and hills.
_KEPT = 0.8
#: Streets are not drawn towards a point farther than so many least distances.
_REACH = 3.2


@dataclass(frozen=True)
class Street:
    """A street between two points; a `stub` ends at a farm and nowhere else."""

    start: XY
    end: XY
    stub: bool


def scatter(
    outline: shapely.Polygon,
    spacing: float,
    fixed: Sequence[XY],
    holes: Sequence[tuple[XY, float]],
    rng: random.Random,
) -> list[XY]:
    """Return points within an outline, no two (and none to a fixed one) nearer than `spacing`.

    Parameters
    ----------
    fixed
        Points that are there already; they are not returned.
    holes
        Centres and radii that stay empty.
    """
    west, south, east, north = outline.bounds
    cells: dict[tuple[int, int], list[XY]] = {}
    for point in fixed:
        cells.setdefault(_cell(point, spacing), []).append(point)
    thrown = []
    for _ in range(int(12 * outline.area / spacing**2)):
        point = rng.uniform(west, east), rng.uniform(south, north)
        if any(math.dist(point, centre) < radius for centre, radius in holes):
            continue
        if _crowded(point, spacing, cells) or not outline.contains(shapely.Point(point)):
            continue
        cells.setdefault(_cell(point, spacing), []).append(point)
        thrown.append(point)
    return thrown


def _cell(point: XY, spacing: float) -> tuple[int, int]:
    return int(point[0] // spacing), int(point[1] // spacing)


def _crowded(point: XY, spacing: float, cells: dict[tuple[int, int], list[XY]]) -> bool:
    x, y = _cell(point, spacing)
    return any(
        math.dist(point, other) < spacing
        for i in (-1, 0, 1)
        for j in (-1, 0, 1)
        for other in cells.get((x + i, y + j), ())
    )


def join(
    points: Sequence[XY],
    anchors: Sequence[XY],
    outline: shapely.Polygon,
    spacing: float,
    rng: random.Random,
) -> list[Street]:
    """Return streets between `points` and to `anchors`, which roads have joined already."""
    everything = [*anchors, *points]
    neighbours = _neighbours(everything)
    around: dict[int, set[int]] = defaultdict(set)
    for a, b in neighbours:
        around[a].add(b)
        around[b].add(a)
    edges = [
        (a, b)
        for a, b in neighbours
        if max(a, b) >= len(anchors) and _on_land(everything[a], everything[b], outline)
    ]
    edges.sort(key=lambda e: (math.dist(everything[e[0]], everything[e[1]]), e))
    tree = _shortest_tree(edges, len(anchors), len(everything))
    kept = set(tree)
    for a, b in edges:
        near = math.dist(everything[a], everything[b]) < _REACH * spacing
        # In a Delaunay triangulation only a neighbour of both ends can lie in the circle.
        if near and _gabriel(a, b, everything, around[a] & around[b]) and rng.random() < _KEPT:
            kept.add((a, b))
    joined = _joined(tree, len(anchors), len(everything))
    kept = {(a, b) for a, b in kept if a in joined}
    degree = [2 if at < len(anchors) else 0 for at in range(len(everything))]
    for a, b in kept:
        degree[a] += 1
        degree[b] += 1
    return [
        Street(everything[a], everything[b], min(degree[a], degree[b]) == 1)
        for a, b in edges
        if (a, b) in kept
    ]


def _neighbours(points: Sequence[XY]) -> list[tuple[int, int]]:
    """Return the edges of the Delaunay triangulation as pairs of indices."""
    index = {point: at for at, point in enumerate(points)}
    lines = shapely.delaunay_triangles(shapely.MultiPoint(list(points)), only_edges=True)
    pairs = set()
    for line in lines.geoms:
        a, b = (index[tuple(xy)] for xy in line.coords)
        pairs.add((min(a, b), max(a, b)))
    return sorted(pairs)


def _on_land(a: XY, b: XY, outline: shapely.Polygon) -> bool:
    return bool(outline.covers(shapely.LineString((a, b))))


def _gabriel(a: int, b: int, points: Sequence[XY], others: Iterable[int]) -> bool:
    (ax, ay), (bx, by) = points[a], points[b]
    middle = (ax + bx) / 2, (ay + by) / 2
    radius = math.dist(points[a], points[b]) / 2
    return all(math.dist(middle, points[other]) >= radius for other in others)


class _Sets:
    """Joins numbers into sets; the first `together` of them are one from the start."""

    def __init__(self, together: int, count: int) -> None:
        self._parent = [0 if at < together else at for at in range(count)]

    def root(self, at: int) -> int:
        while self._parent[at] != at:
            self._parent[at] = self._parent[self._parent[at]]
            at = self._parent[at]
        return at

    def unite(self, a: int, b: int) -> bool:
        """Join the sets of two numbers; return whether they were two."""
        first, second = self.root(a), self.root(b)
        self._parent[max(first, second)] = min(first, second)
        return first != second


def _shortest_tree(
    edges: Sequence[tuple[int, int]], anchors: int, count: int
) -> list[tuple[int, int]]:
    """Return Kruskal's tree over edges sorted by length, the anchors being one already."""
    sets = _Sets(anchors, count)
    return [(a, b) for a, b in edges if sets.unite(a, b)]


def _joined(tree: Sequence[tuple[int, int]], anchors: int, count: int) -> set[int]:
    """Return the points that the tree joins to the anchors."""
    sets = _Sets(anchors, count)
    for a, b in tree:
        sets.unite(a, b)
    return {at for at in range(count) if sets.root(at) == 0}
