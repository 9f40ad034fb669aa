"""Keeps drives from passing through roads that are only for those who have business there.

Such roads are open as the first or last metres of a drive. Leaving them for the public roads of the
landmass costs a *breach*, and routes have as few breaches as they can: one for a drive that begins
on such a road, none for others. Passing through would cost one more and is therefore never quicker.
"""

from __future__ import annotations

import numpy as np

from geo import _kernels
from geo.arrays import contiguous
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
    arcs = np.asarray(graph.state_arc)
    back = np.full(len(arcs), -1, dtype=np.int32)
    back[: graph.arc_count] = graph.arc_back
    inside = _kernels.strong_states(
        contiguous("first_turn", graph.first_turn, np.int64),
        contiguous("turn_state", graph.turn_state, np.int32),
        np.ascontiguousarray(open_turns).view(np.uint8),
        back,
        np.asarray(graph.segment_length)[graph.arc_segment][arcs],
        np.asarray(graph.node_landmass)[graph.arc_head][arcs],
    )
    return inside.view(np.bool_)
