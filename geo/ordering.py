"""Orders the states of a road graph for its hierarchy, once per graph, whatever the vehicles.

References
----------
V. Buchhold, D. Wagner, T. Zeitz, M. Zündorf: Customizable Contraction Hierarchies with Turn Costs.
ATMOS 2020, doi:10.4230/OASIcs.ATMOS.2020.9.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from geo import _kernels
from geo.arrays import contiguous
from geo.geometry import Int32s, Int64s
from geo.graph import RoadGraph


def nested_dissection(
    first_out: ArrayLike, head: ArrayLike, lat: ArrayLike, lon: ArrayLike
) -> NDArray[np.int32]:
    """Rank the nodes so that the few that separate large parts of the map come last.

    Parameters
    ----------
    first_out
        First arc of every node and, at the end, the number of arcs. Shape ``(n + 1,)``.
    head
        Node that each arc enters. Shape ``(m,)``. One-way or not makes no difference here.
    lat, lon
        Degrees. Shape ``(n,)``.

    Returns
    -------
    NDArray[np.int32]
        Position of every node in the order, 0 to n - 1. Shape ``(n,)``.

    Raises
    ------
    ValueError
        If an array does not fit the others or names a node that is not there.
    """
    return _kernels.nested_dissection(
        contiguous("first_out", first_out, np.int64),
        contiguous("head", head, np.int32),
        contiguous("lat", lat, np.float64),
        contiguous("lon", lon, np.float64),
    )


def order_states(graph: RoadGraph) -> NDArray[np.int32]:
    """Rank the states of a graph, so that few of them separate large parts of the map.

    All states of a segment, both directions, are ranked next to each other: what separates the
    segments of a map separates their states too, and there are only half as many to dissect.
    """
    first, near = _adjacent_segments(graph)
    middle = (graph.segment_first_point[:-1] + graph.segment_first_point[1:]) // 2
    lat, lon = (
        np.asarray(degrees)[middle] / 1e7 for degrees in (graph.shape_lat_e7, graph.shape_lon_e7)
    )
    rank_of_segment = nested_dissection(first, near, lat, lon)
    rank = np.empty(len(graph.state_arc), dtype=np.int32)
    segment = np.asarray(graph.arc_segment)[graph.state_arc]
    rank[np.argsort(rank_of_segment[segment], kind="stable")] = np.arange(len(rank))
    return rank


def _adjacent_segments(graph: RoadGraph) -> tuple[Int64s, Int32s]:
    """Return for every segment those that a turn joins it with, in CSR form."""
    segment = np.asarray(graph.arc_segment)
    a, b = segment[graph.turn_arc].astype(np.int64), segment[graph.turn_onto]
    a, b = a[a != b], b[a != b]
    key = np.unique(
        np.concatenate((a * graph.segment_count + b, b * np.int64(graph.segment_count) + a))
    )
    tail, near = np.divmod(key, graph.segment_count)
    first = np.searchsorted(tail, np.arange(graph.segment_count + 1))
    return first, near.astype(np.int32)
