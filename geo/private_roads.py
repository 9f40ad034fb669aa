"""Keeps drives from passing through roads that are only for those who have business there.

Such roads are open as the first or last metres of a drive. Leaving them for the public roads of the
landmass costs a *breach*, and routes have as few breaches as they can: one for a drive that begins
on such a road, none for others. Passing through would cost one more and is therefore never quicker.
"""

from __future__ import annotations

import numpy as np
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import connected_components

from geo.geometry import Bools, Int32s
from geo.graph import RoadGraph


def breaches_of(graph: RoadGraph, open_turns: Bools, ends_only: Bools) -> Int32s:
    """Return [t] 1 for turns that leave private roads for public ones, else 0.

    A public street behind a private one counts as private: nobody can pass through it either.

    Parameters
    ----------
    ends_only
        [m] arcs that are open as first or last metres only.
    """
    arc, onto = graph.turn_arc, graph.turn_onto
    if not ends_only.any():
        return np.zeros(len(arc), dtype=np.int32)
    public = strong_states(graph, open_turns & ~ends_only[arc] & ~ends_only[onto])
    leaves = open_turns & ~public[graph.turn_from] & public[graph.turn_state]
    return leaves.astype(np.int32)


def strong_states(graph: RoadGraph, open_turns: Bools) -> Bools:
    """Return [k] which states lie in the largest strongly connected part of their landmass.

    The largest is the one with the most road. A vehicle that stops in a street may leave it in the
    other direction, so both directions of a street belong together.
    """
    states = len(graph.state_arc)
    tail, head = graph.turn_from[open_turns], np.asarray(graph.turn_state)[open_turns]
    used = np.zeros(states, dtype=bool)
    used[tail] = True
    together = np.arange(states, dtype=np.int32)
    back = graph.arc_back
    pair = np.flatnonzero((back >= 0) & used[: len(back)] & used[back])
    together[pair] = np.minimum(pair, back[pair])
    ends = (together[tail], together[head])
    matrix = csr_matrix((np.ones(len(tail), dtype=np.int8), ends), shape=(states, states))
    _, part = connected_components(matrix, connection="strong")
    part = part[together]
    drivable = np.zeros(states, dtype=bool)
    drivable[tail[part[tail] == part[head]]] = True
    lengths = np.asarray(graph.segment_length)[graph.arc_segment][graph.state_arc]
    size = np.bincount(part, weights=lengths * drivable)
    landmass = np.asarray(graph.node_landmass)[graph.arc_head][graph.state_arc]
    order = np.lexsort((part, -size[part], landmass))
    largest = order[np.flatnonzero(np.diff(landmass[order], prepend=-2))]
    best = np.full(int(landmass.max(initial=-1)) + 2, -1)
    best[landmass[largest]] = part[largest]
    inside: Bools = (landmass >= 0) & (part == best[landmass]) & drivable
    return inside
