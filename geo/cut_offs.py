"""Finds the roads whose loss cuts part of a landmass off, such as the one bridge of an island."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import networkx as nx
import numpy as np

from geo.geometry import Int32s, Int64s
from geo.graph import RoadGraph


@dataclass(frozen=True, slots=True)
class CutOff:
    """A road whose loss cuts something off.

    Parameters
    ----------
    segment
        The segment of the graph.
    name
        Its name.
    nodes, road_km
        How much of the landmass lies behind it (the smaller side).
    """

    segment: int
    name: str
    nodes: int
    road_km: float
    lat: float
    lon: float


def cut_offs(graph: RoadGraph, landmass: int, *, least_km: float = 1.0) -> list[CutOff]:
    """Find the segments whose loss cuts off part of a landmass, the worst first.

    Parameters
    ----------
    least_km
        Cut-off parts with less road than this are left out: every dead end has such a segment.
    """
    tail, head = _segment_ends(graph)
    inside = np.flatnonzero(np.asarray(graph.node_landmass)[tail] == landmass)
    roads = nx.MultiGraph()
    roads.add_edges_from((int(tail[s]), int(head[s]), int(s)) for s in inside)
    simple = nx.Graph(roads)
    found = []
    for a, b, behind, km in _bridges(graph, roads, simple):
        if km >= least_km:
            segment = next(iter(roads[a][b]))
            found.append(
                CutOff(
                    segment,
                    graph.name(segment),
                    behind,
                    round(km, 2),
                    float(graph.node_lat[a]),
                    float(graph.node_lon[a]),
                )
            )
    return sorted(found, key=lambda cut: -cut.road_km)


def _segment_ends(graph: RoadGraph) -> tuple[Int32s, Int32s]:
    """Return both ends of each segment, copies of a node taken as the node itself."""
    _, one = np.unique(graph.node_osm_id, return_inverse=True)
    tail = np.zeros(graph.segment_count, dtype=np.int32)
    head = np.zeros(graph.segment_count, dtype=np.int32)
    number = one.astype(np.int32)
    from_node, to_node = number[graph.arc_tail], number[graph.arc_head]
    tail[graph.arc_segment] = np.where(graph.arc_forward, from_node, to_node)
    head[graph.arc_segment] = np.where(graph.arc_forward, to_node, from_node)
    return _representative(graph, one, tail), _representative(graph, one, head)


def _representative(graph: RoadGraph, one: Int64s, number: Int32s) -> Int32s:
    """Return the first node of the graph that stands for each numbered OSM node."""
    first = np.full(int(one.max()) + 1, graph.node_count, dtype=np.int64)
    np.minimum.at(first, one, np.arange(graph.node_count))
    return first[number].astype(np.int32)


def _bridges(
    graph: RoadGraph, roads: nx.MultiGraph, simple: nx.Graph
) -> Iterator[tuple[int, int, int, float]]:
    """Yield bridges with the nodes and km behind them, by one walk over the tree that they form."""
    bridges = [(a, b) for a, b in nx.bridges(simple) if roads.number_of_edges(a, b) == 1]
    rest = simple.copy()
    rest.remove_edges_from(bridges)
    block_of: dict[int, int] = {}
    nodes: list[int] = []
    km: list[float] = []
    for number, block in enumerate(nx.connected_components(rest)):
        block_of.update(dict.fromkeys(block, number))
        nodes.append(len(block))
        km.append(0.0)
    length = np.asarray(graph.segment_length)
    for a, b, segment in roads.edges(keys=True):
        if block_of[a] == block_of[b]:
            km[block_of[a]] += length[segment] / 1e5
    tree = nx.Graph()
    tree.add_nodes_from(range(len(nodes)))
    tree.add_edges_from((block_of[a], block_of[b]) for a, b in bridges)
    own_km = {
        frozenset((block_of[a], block_of[b])): length[next(iter(roads[a][b]))] / 1e5
        for a, b in bridges
    }
    behind: dict[frozenset[int], tuple[int, float]] = {}
    for root_set in nx.connected_components(tree):
        root = max(root_set, key=lambda block: nodes[block])
        edges = list(nx.bfs_edges(tree, root))
        below_nodes, below_km = dict(enumerate(nodes)), dict(enumerate(km))
        for parent, child in reversed(edges):
            edge = frozenset((parent, child))
            behind[edge] = below_nodes[child], below_km[child]
            below_nodes[parent] += below_nodes[child]
            below_km[parent] += below_km[child] + own_km[edge]
        total_nodes, total_km = below_nodes[root], below_km[root]
        for parent, child in edges:
            edge = frozenset((parent, child))
            many, long = behind[edge]
            if 2 * many > total_nodes:
                behind[edge] = total_nodes - many, total_km - long - own_km[edge]
    for a, b in bridges:
        many, long = behind[frozenset((block_of[a], block_of[b]))]
        yield a, b, many, float(long)
