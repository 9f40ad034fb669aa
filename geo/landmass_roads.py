"""Holds the roads of one landmass as a graph by itself, whatever their direction."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import connected_components

from geo.geometry import Bools, Floats, Int32s, Int64s
from geo.graph import RoadGraph


def segment_ends(graph: RoadGraph) -> tuple[Int32s, Int32s]:
    """Return the nodes at both ends of each segment."""
    tail = np.zeros(graph.segment_count, dtype=np.int32)
    head = np.zeros(graph.segment_count, dtype=np.int32)
    from_node, to_node = graph.arc_tail, np.asarray(graph.arc_head)
    tail[graph.arc_segment] = np.where(graph.arc_forward, from_node, to_node)
    head[graph.arc_segment] = np.where(graph.arc_forward, to_node, from_node)
    return tail, head


@dataclass(frozen=True, slots=True)
class LandmassRoads:
    """The s segments of one landmass, its n nodes numbered from 0.

    Parameters
    ----------
    segments, tail, head, length
        [s] number in the graph; ends; centimetres.
    number
        [nodes of the graph] number here, -1 elsewhere.
    count
        n.
    """

    segments: Int64s
    tail: Int64s
    head: Int64s
    length: Int64s
    number: Int64s
    count: int

    @classmethod
    def of(cls, graph: RoadGraph, landmass: int) -> LandmassRoads:
        """Gather the roads of a landmass."""
        tail, head = segment_ends(graph)
        segments = np.flatnonzero(np.asarray(graph.node_landmass)[tail] == landmass)
        nodes = np.unique(np.concatenate((tail[segments], head[segments])))
        number = np.full(graph.node_count, -1, dtype=np.int64)
        number[nodes] = np.arange(len(nodes))
        length = np.asarray(graph.segment_length)[segments].astype(np.int64)
        ends = number[tail[segments]], number[head[segments]]
        return cls(segments, *ends, length, number, len(nodes))

    def matrix(self, kept: Bools) -> csr_matrix:
        """Return which nodes some segments join."""
        ones = np.ones(int(kept.sum()), dtype=np.int8)
        shape = (self.count, self.count)
        return csr_matrix((ones, (self.tail[kept], self.head[kept])), shape=shape)

    def parts(self, kept: Bools) -> tuple[Int32s, Floats]:
        """Return the part that each node is in when only some segments are left, and its km."""
        count, part = connected_components(self.matrix(kept), directed=False)
        lengths = self.length[kept] / 1e5
        km = np.bincount(part[self.tail[kept]], weights=lengths, minlength=count)
        return part, km.astype(np.float64)
