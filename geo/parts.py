"""Finds the parts of a road graph that hang together, and which of them are landmasses."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import connected_components

from geo.geometry import Floats, Int32s, Int64s
from geo.graph import RoadGraph
from geo.islands import Island
from geo.nearest import find_nearest, points_of

LARGE_KM = 10.0
"""A road network of this size is a landmass whatever lies around it."""
REMOTE_KM, REMOTE = 1.0, 500.0
"""A smaller one is, if it has so many km of road and no landmass within so many metres.

Nobody who can be served from another landmass is caught by it."""
NEAR_PORT = 300.0
"""So is one with an island point or a ferry landing and no landmass within so many metres."""
PLACE_REACH = 3000.0
"""Points of islands and settlements count for the nearest road within so many metres."""


@dataclass(frozen=True, slots=True)
class Parts:
    """Parts of a graph that hang together when one-way streets may be driven both ways.

    Parameters
    ----------
    of_node, of_segment
        [n], [s] the part.
    nodes, road_km
        [parts] its size.
    """

    graph: RoadGraph
    of_node: Int32s
    of_segment: Int32s
    nodes: Int64s
    road_km: Floats

    @property
    def count(self) -> int:
        """Number of parts."""
        return len(self.nodes)


def find_parts(graph: RoadGraph) -> Parts:
    """Return the weakly connected parts of a graph."""
    _, of_node = connected_components(_matrix(graph), connection="weak")
    of_segment = by_segment(graph, of_node.astype(np.int32))
    road_km = np.bincount(
        of_segment, weights=graph.segment_length / 1e5, minlength=of_node.max() + 1
    )
    nodes = np.bincount(of_node)
    return Parts(graph, of_node.astype(np.int32), of_segment, nodes, road_km.astype(np.float64))


def _matrix(graph: RoadGraph) -> csr_matrix:
    shape = (graph.node_count, graph.node_count)
    ones = np.ones(graph.arc_count, dtype=np.int8)
    return csr_matrix((ones, (graph.arc_tail, np.asarray(graph.arc_head))), shape=shape)


def by_segment(graph: RoadGraph, of_node: Int32s) -> Int32s:
    """Return for each segment the value of a node at its end."""
    of_segment = np.zeros(graph.segment_count, dtype=np.int32)
    of_segment[graph.arc_segment] = of_node[graph.arc_head]
    return of_segment


@dataclass(frozen=True, slots=True)
class OnIslands:
    """Which parts of a graph lie on which islands.

    Parameters
    ----------
    main
        By part: the smallest island that holds most of its nodes.
    present
        By island: the parts that have a node on it.
    """

    main: dict[int, int]
    present: list[set[int]]


def lay_on_islands(parts: Parts, islands: Sequence[Island]) -> OnIslands:
    """Find the island of each part; `islands` come in order of size, the smallest first.

    An island whose bridge makes it one with a larger part is not that part's island: it holds few
    of its nodes.
    """
    graph = parts.graph
    tree = shapely.STRtree(shapely.points(graph.node_lon, graph.node_lat))
    found = OnIslands({}, [])
    for at, island in enumerate(islands):
        inside = parts.of_node[tree.query(island.outline, predicate="intersects")]
        numbers, counts = np.unique(inside, return_counts=True)
        found.present.append({int(part) for part in numbers})
        # The mapped coast may cut off a few piers, so "most" is enough.
        for part in numbers[2 * counts > parts.nodes[numbers]]:
            best = found.main.get(int(part))
            if best is None or _names_it(island, islands[best]):
                found.main[int(part)] = at
    return found


def _names_it(island: Island, nameless: Island) -> bool:
    """Whether two outlines show one island, its coast and an area, and only one has a name."""
    alike = nameless.outline.area > 0.8 * island.outline.area
    return bool(alike and island.name and not nameless.name)


def choose_landmasses(
    parts: Parts, on_islands: OnIslands, points: Sequence[tuple[float, float]]
) -> set[int]:
    """Return the parts that are landmasses; the rest are scraps that must not catch places.

    Parameters
    ----------
    points
        Island points and ferry landings: latitude, longitude in degrees.
    """
    large = {int(part) for part in np.flatnonzero(parts.road_km >= LARGE_KM)}
    large.add(int(np.argmax(parts.road_km)))
    main, present = on_islands.main, on_islands.present
    joined = {part for part, island in main.items() if present[island] & large}
    # An island is one landmass: its largest part, unless a large one has come there by a bridge.
    largest: dict[int, int] = {}
    for part in sorted(main.keys() - joined, key=lambda part: (-parts.road_km[part], part)):
        largest.setdefault(main[part], part)
    distance = _distance_to(parts, large)
    remote = np.flatnonzero((parts.road_km >= REMOTE_KM) & (distance > REMOTE))
    landed = [part for part in _nearest_parts(parts, points) if distance[part] > NEAR_PORT]
    return large | set(largest.values()) | ({*map(int, remote), *landed} - joined)


def _distance_to(parts: Parts, large: set[int]) -> Floats:
    """Metres from the nodes of each part to the roads of large ones; infinite beyond 1 km."""
    graph = parts.graph
    is_large = np.zeros(parts.count, dtype=bool)
    is_large[list(large)] = True
    nodes = np.flatnonzero(~is_large[parts.of_node])
    nearest = find_nearest(
        graph,
        graph.node_lat[nodes],
        graph.node_lon[nodes],
        usable_point=points_of(graph, is_large[parts.of_segment]),
        limit=2 * REMOTE,
    )
    distance = np.where(is_large, 0.0, np.inf)
    np.minimum.at(distance, parts.of_node[nodes], nearest.distance)
    return distance


def _nearest_parts(parts: Parts, points: Sequence[tuple[float, float]]) -> list[int]:
    where = np.array(points, dtype=float).reshape(-1, 2)
    roads = np.asarray(parts.graph.segment_length) > 0
    nearest = find_nearest(
        parts.graph,
        where[:, 0],
        where[:, 1],
        usable_point=points_of(parts.graph, roads),
        limit=PLACE_REACH,
    )
    found = nearest.segment[nearest.segment >= 0]
    return [int(part) for part in parts.of_segment[found]]
