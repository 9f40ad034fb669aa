"""Lets scipy, igraph and networkx compute durations on our graph, between the ends of arcs.

They know nodes only and one weight: no positions along arcs, no distances, no breaches. Their nodes
are our states and their arcs our turns; one that the profile closes is left out.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from geo.graph import RoadGraph
from geo.paths import Places, Weights

Run = Callable[[], Any]


def scipy_durations(graph: RoadGraph, weights: Weights, places: Places) -> Run:
    """Prepare scipy's Dijkstra from every place to all nodes; the run picks the places out."""
    from scipy.sparse import csr_matrix  # noqa: PLC0415
    from scipy.sparse.csgraph import dijkstra  # noqa: PLC0415

    tail, head, weight = _open_arcs(graph, weights)
    # Of parallel arcs the first counts: a matrix would add them up.
    _, first = np.unique(tail.astype(np.int64) * len(graph.state_arc) + head, return_index=True)
    cells = (weight[first] + 1e-3, (tail[first], head[first]))
    matrix = csr_matrix(cells, shape=(len(graph.state_arc), len(graph.state_arc)))
    nodes = _nodes(graph, places)
    return lambda: dijkstra(matrix, indices=nodes)[:, nodes]


def igraph_durations(graph: RoadGraph, weights: Weights, places: Places) -> Run:
    """Prepare igraph's many-to-many Dijkstra."""
    import igraph  # noqa: PLC0415

    tail, head, weight = _open_arcs(graph, weights)
    edges = np.stack([tail, head], axis=1).tolist()
    roads = igraph.Graph(n=len(graph.state_arc), edges=edges, directed=True)
    weights = weight.tolist()
    nodes = np.unique(_nodes(graph, places)).tolist()
    return lambda: roads.distances(source=nodes, target=nodes, weights=weights)


def networkx_durations(graph: RoadGraph, weights: Weights, places: Places) -> Run:
    """Prepare networkx's Dijkstra from the places to all nodes, one after the other."""
    import networkx  # noqa: PLC0415

    tail, head, weight = _open_arcs(graph, weights)
    roads = networkx.DiGraph()
    # Of parallel arcs the last would count.
    order = np.argsort(-weight, kind="stable")
    roads.add_weighted_edges_from(
        zip(tail[order].tolist(), head[order].tolist(), weight[order].tolist(), strict=True)
    )
    nodes = _nodes(graph, places).tolist()

    def run() -> list[list[float]]:
        rows = (networkx.single_source_dijkstra_path_length(roads, node) for node in nodes)
        return [[row.get(node, np.inf) for node in nodes] for row in rows]

    return run


def _open_arcs(
    graph: RoadGraph, weights: Weights
) -> tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.float64]]:
    usable = np.flatnonzero(weights.duration >= 0)
    cost = (weights.duration + weights.turn)[usable].astype(np.float64)
    return graph.turn_from[usable], np.asarray(graph.turn_state)[usable], cost


def _nodes(graph: RoadGraph, places: Places) -> NDArray[np.int32]:
    nodes: NDArray[np.int32] = np.asarray(graph.turn_state)[places.arc[places.first[:-1]]]
    return nodes
