"""Sorts turns by what they ask of a driver: straight on, near side, far side, back, give way."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from geo.cut import Segments
from geo.geometry import Bools, Floats, Int64s
from geo.split import Arcs
from geo.tag_values import ROAD_CLASSES, Traits

TURN_KINDS = ("straight", "near", "far", "u_turn")
"""How a turn goes; "near" is to the side on which traffic keeps, "far" crosses what comes towards.

The order is part of the file format: append only, else raise `geo.graph.FORMAT`."""
STRAIGHT, NEAR, FAR, U_TURN = range(4)
_BEND = 40.0  # degrees that still count as straight on; roads of a junction are seldom at 90
_RANKS = {
    **dict.fromkeys(("motorway", "trunk", "motorway_link", "trunk_link"), 0),
    **dict.fromkeys(("primary", "primary_link"), 1),
    **dict.fromkeys(("secondary", "secondary_link"), 2),
    **dict.fromkeys(("tertiary", "tertiary_link"), 3),
    **dict.fromkeys(("unclassified", "residential", "road"), 4),
}
_LEAST = 5
_MAJOR = 3  # the least rank of a road to which others give way


@dataclass(frozen=True, slots=True)
class TurnPairs:
    """From which arc turns lead to which, and the streets that arcs belong to."""

    arc_from: Int64s
    arc_to: Int64s
    arcs: Arcs
    segments: Segments


def turn_kinds(pairs: TurnPairs, *, drives_left: bool) -> npt.NDArray[np.uint8]:
    """Return the kind of each turn; where only two roads meet, a bend is none."""
    arcs, segments = pairs.arcs, pairs.segments
    into, out = _bearings(arcs, segments)
    angle = (out[pairs.arc_to] - into[pairs.arc_from] + 540) % 360 - 180  # clockwise
    if drives_left:
        angle = -angle
    node = arcs.head[pairs.arc_from]
    road = segments.way != 0
    turning = (
        (np.abs(angle) > _BEND)
        & (_roads_at_nodes(arcs, segments)[node] > 2)
        & road[arcs.segment[pairs.arc_from]]
        & road[arcs.segment[pairs.arc_to]]
    )
    kind = np.where(turning, np.where(angle > 0, NEAR, FAR), STRAIGHT)
    back = arcs.segment[pairs.arc_from] == arcs.segment[pairs.arc_to]
    loop = arcs.forward[pairs.arc_from] == arcs.forward[pairs.arc_to]  # around a closed road
    return np.where(back & ~loop, U_TURN, kind).astype(np.uint8)


def _bearings(arcs: Arcs, segments: Segments) -> tuple[Floats, Floats]:
    """Return the bearing in which each arc arrives and leaves, degrees clockwise from north."""
    begin, end = segments.first_point[:-1][arcs.segment], segments.first_point[1:][arcs.segment] - 1
    first = _bearing(segments, begin, begin + 1)
    last = _bearing(segments, end - 1, end)
    into = np.where(arcs.forward, last, first + 180)
    out = np.where(arcs.forward, first, last + 180)
    return into, out


def _bearing(segments: Segments, a: Int64s, b: Int64s) -> Floats:
    lat, lon = segments.point_lat_e7, segments.point_lon_e7
    north = lat[b].astype(float) - lat[a]
    east = (lon[b].astype(float) - lon[a]) * np.cos(np.radians(lat[a] / 1e7))
    return np.asarray(np.degrees(np.arctan2(east, north)))


def _roads_at_nodes(arcs: Arcs, segments: Segments) -> Int64s:
    """Return how many roads meet at each node, both directions of one counted once."""
    used = np.unique(arcs.segment)
    ends = np.concatenate((segments.tail[used], segments.head[used]))
    return np.bincount(ends, minlength=len(arcs.first) - 1)


def gives_way(
    pairs: TurnPairs,
    kinds: npt.NDArray[np.uint8],
    traits: Traits,
    signal: Bools,
) -> Bools:
    """Return which turns lead from a minor road over or onto a major one without traffic lights.

    Turning to the near side only merges, and in a roundabout nobody crosses anybody.
    """
    arcs, segments = pairs.arcs, pairs.segments
    rank_of = np.array([_RANKS.get(name, _LEAST) for name in ROAD_CLASSES])
    rank = rank_of[traits["road_class"][arcs.trait]]
    meet = _roads_at_nodes(arcs, segments)
    rank[traits["barrier"][arcs.trait] > 0] = _LEAST
    best = np.full(len(arcs.first) - 1, _LEAST)
    np.minimum.at(best, arcs.head, rank)
    np.minimum.at(best, arcs.tail, rank)
    circle = np.zeros(len(best), dtype=bool)
    circle[arcs.head[traits["roundabout"][arcs.trait] > 0]] = True
    node = arcs.head[pairs.arc_from]
    minor = (best[node] <= _MAJOR) & (rank[pairs.arc_from] > best[node])
    crossing: Bools = minor & (meet[node] > 2) & ~signal[node] & ~circle[node]
    return np.asarray(crossing & ((kinds == FAR) | (kinds == STRAIGHT)))
