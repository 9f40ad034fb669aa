"""Lets scipy and igraph compute durations on our graph, between the ends of the places' arcs.

Both know nodes only and one weight: no positions along arcs, no distances. An arc that the profile
closes is left out.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from geo.graph import RoadGraph
from geo.paths import Places

Run = Callable[[], Any]


def scipy_durations(graph: RoadGraph, duration: NDArray[np.int32], places: Places) -> Run:
    """Prepare scipy's Dijkstra from every place to all nodes; the run picks the places out."""
    from scipy.sparse import csr_matrix  # noqa: PLC0415
    from scipy.sparse.csgraph import dijkstra  # noqa: PLC0415

    tail, head, weight = _open_arcs(graph, duration)
    # Of parallel arcs the first counts: a matrix would add them up.
    _, first = np.unique(tail.astype(np.int64) * graph.node_count + head, return_index=True)
    cells = (weight[first] + 1e-3, (tail[first], head[first]))
    matrix = csr_matrix(cells, shape=(graph.node_count, graph.node_count))
    nodes = _nodes(graph, places)
    return lambda: dijkstra(matrix, indices=nodes)[:, nodes]


def igraph_durations(graph: RoadGraph, duration: NDArray[np.int32], places: Places) -> Run:
    """Prepare igraph's many-to-many Dijkstra."""
    import igraph  # noqa: PLC0415

    tail, head, weight = _open_arcs(graph, duration)
    edges = np.stack([tail, head], axis=1).tolist()
    roads = igraph.Graph(n=graph.node_count, edges=edges, directed=True)
    weights = weight.tolist()
    nodes = np.unique(_nodes(graph, places)).tolist()
    return lambda: roads.distances(source=nodes, target=nodes, weights=weights)


def _open_arcs(
    graph: RoadGraph, duration: NDArray[np.int32]
) -> tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.float64]]:
    usable = np.flatnonzero(duration >= 0)
    return graph.arc_tail[usable], graph.arc_head[usable], duration[usable].astype(np.float64)


def _nodes(graph: RoadGraph, places: Places) -> NDArray[np.int32]:
    nodes: NDArray[np.int32] = np.asarray(graph.arc_head)[places.arc[places.first[:-1]]]
    return nodes
