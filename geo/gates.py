"""Finds where one waits for closed roads that are the only way to something."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass

import networkx as nx
import numpy as np

from geo.geometry import Int64s
from geo.graph import RoadGraph
from geo.landmass_roads import LandmassRoads, segment_ends
from geo.snap import Place


@dataclass(frozen=True, slots=True)
class Gate:
    """Closed roads that are the only way from one part of a landmass to another.

    Parameters
    ----------
    name
        Of the road, for people.
    here, there
        Its ends, where one waits for it to open.
    """

    name: str
    here: Place
    there: Place


def gates_of(graph: RoadGraph, closed: Iterable[int], visited: Set[int]) -> tuple[Gate, ...]:
    """Return where one waits while some segments are closed.

    There is a gate at the shortest closed way between any two parts of a landmass that nothing else
    joins, if the day goes to or through both.

    Parameters
    ----------
    closed
        Segments that are closed at some time.
    visited
        Segments on which places lie.
    """
    chosen = np.array(sorted(set(closed)), dtype=np.int64)
    tail, _ = segment_ends(graph)
    landmasses = np.unique(np.asarray(graph.node_landmass)[tail[chosen]])
    return tuple(
        _gate(graph, *found)
        for landmass in landmasses
        for found in _Parts(LandmassRoads.of(graph, int(landmass)), chosen).gates(visited)
    )


def _gate(graph: RoadGraph, segment: int, here: int, there: int) -> Gate:
    name = graph.name(segment)
    ends = (
        Place(name=name, lat=float(graph.node_lat[node]), lon=float(graph.node_lon[node]))
        for node in (here, there)
    )
    return Gate(name, *ends)


class _Parts:
    """The parts into which a landmass falls when some segments are closed."""

    def __init__(self, roads: LandmassRoads, closed: Int64s) -> None:
        self._roads = roads
        self._kept = ~np.isin(roads.segments, closed)
        self._part, self._km = roads.parts(self._kept)

    def gates(self, visited: Set[int]) -> Iterator[tuple[int, int, int]]:
        """Yield gates between parts that the day has to do with: a closed segment, two nodes."""
        needed = self._part[self._roads.tail[np.isin(self._roads.segments, sorted(visited))]]
        joined = nx.Graph()
        for home, part, way in self._joints():
            if not joined.has_edge(home, part):
                joined.add_edge(home, part, way=way)
        _prune(joined, set(needed.tolist()))
        node_of = np.flatnonzero(self._roads.number >= 0)
        for _, _, (row, here, there) in sorted(joined.edges(data="way")):
            yield int(self._roads.segments[row]), int(node_of[here]), int(node_of[there])

    def _joints(self) -> Iterator[tuple[int, int, tuple[int, int, int]]]:
        """Yield two parts and the shortest closed way between them: its first row, its ends."""
        closed = nx.Graph()
        for row in np.flatnonzero(~self._kept).tolist():
            tail, head = int(self._roads.tail[row]), int(self._roads.head[row])
            closed.add_edge(tail, head, row=row, length=int(self._roads.length[row]))
        for nodes in nx.connected_components(closed):
            parts = {int(self._part[node]) for node in nodes}
            home = max(parts, key=lambda part: (self._km[part], -part))
            starts = [node for node in nodes if self._part[node] == home]
            metres, ways = nx.multi_source_dijkstra(closed, starts, weight="length")
            for part in sorted(parts - {home}):
                ends = (node for node in nodes if self._part[node] == part)
                there = min(ends, key=lambda node: (metres[node], node))
                way = ways[there]
                yield home, part, (closed.edges[way[0], way[1]]["row"], way[0], there)


def _prune(joined: nx.Graph, needed: Set[int]) -> None:
    """Take out parts that nobody goes to or through."""
    while idle := [n for n, degree in joined.degree if degree < 2 and n not in needed]:
        joined.remove_nodes_from(idle)
