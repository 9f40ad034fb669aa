"""Puts a profile on a graph: which turns it may take, and what they cost it, at some moment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import numpy as np

from geo.access import access_of
from geo.conditional import Situation, parse_clauses
from geo.conditional_traits import effective_traits
from geo.geometry import Bools, Int32s
from geo.graph import BANNED_BITS, RoadGraph
from geo.paths import Weights
from geo.private_roads import breaches_of
from geo.profiles import Profile
from geo.speeds import pace_at
from geo.tag_values import BARRIER_KINDS, ROAD_CLASSES, Traits
from geo.turn_kinds import TURN_KINDS, U_TURN

_LONGEST = float(1 << 28)  # ms, three days: what a kernel can add some of


def profile_weights(
    graph: RoadGraph,
    profile: Profile,
    *moments: datetime,
    closed: Bools | None = None,
    traffic: bool = True,
) -> Weights:
    """Return what driving costs a vehicle class: one weight per turn and the arc before it.

    Parameters
    ----------
    moments
        Local clock times, for rules, traffic and seasons; of several the worst counts. Without one
        roads are free, and rules that hold at times do not hold.
    closed
        [s] segments that nobody may use, besides those that the map knows.
    traffic
        Whether the hour and the season slow the vehicle down, and do not only decide rules.
    """
    looks = [_look(graph, profile, one, traffic=traffic) for one in moments or (None,)]
    arc_closed = np.any([one.closed for one in looks], axis=0)
    if closed is not None:
        arc_closed |= closed[graph.arc_segment]
    ends_only = np.any([one.ends_only for one in looks], axis=0) & ~arc_closed
    banned = np.any([one.banned for one in looks], axis=0)
    is_open = _open_turns(graph, profile, banned, arc_closed, ends_only)
    durations = np.max([one.durations for one in looks], axis=0)
    arc = graph.turn_arc
    return Weights(
        duration=np.where(is_open, durations[arc], -1).astype(np.int32),
        length=np.asarray(graph.segment_length)[graph.arc_segment][arc],
        turn=_turn_costs(graph, profile),
        breaches=breaches_of(graph, is_open, ends_only),
    )


@dataclass(frozen=True, slots=True)
class _Look:
    """Roads at one moment: [m] closed arcs, arcs for ends only, and milliseconds; [t] bans."""

    closed: Bools
    ends_only: Bools
    durations: Int32s
    banned: Bools


def _look(graph: RoadGraph, profile: Profile, moment: datetime | None, *, traffic: bool) -> _Look:
    now = situation_of(graph, profile, moment)
    traits = effective_traits(graph, now)
    access = access_of(traits, profile)
    return _Look(
        closed=(access.closed > 0)[graph.arc_trait],
        ends_only=access.ends_only[graph.arc_trait],
        durations=arc_durations(graph, profile, traits.passing, moment if traffic else None),
        banned=banned_turns(graph, profile, now),
    )


def open_arc_durations(graph: RoadGraph, profile: Profile) -> Int32s:
    """Return [m] milliseconds along every arc of free roads; -1 where the vehicle may not drive."""
    traits = effective_traits(graph, situation_of(graph, profile, None))
    closed = (access_of(traits, profile).closed > 0)[graph.arc_trait]
    return np.where(closed, -1, arc_durations(graph, profile, traits.passing, None))


def closed_arcs(graph: RoadGraph, profile: Profile, moment: datetime | None) -> Bools:
    """Return [m] arcs on which the vehicle may not even begin or end a drive at a moment."""
    traits = effective_traits(graph, situation_of(graph, profile, moment))
    return (access_of(traits, profile).closed > 0)[graph.arc_trait]


def ends_only_arcs(graph: RoadGraph, profile: Profile, moment: datetime | None) -> Bools:
    """Return [m] arcs that are open as the first or last metres of a drive only."""
    traits = effective_traits(graph, situation_of(graph, profile, moment))
    return access_of(traits, profile).ends_only[graph.arc_trait]


def own_side_arcs(graph: RoadGraph, profile: Profile) -> Bools:
    """Return [m] arcs of roads so wide that stops are made on the side of the place only."""
    wide = np.array([name in profile.own_side for name in ROAD_CLASSES])
    traits = graph.traits
    apart: Bools = wide[traits["road_class"]] & (traits["lanes"] >= 2)
    return apart[graph.arc_trait]


def situation_of(graph: RoadGraph, profile: Profile, moment: datetime | None) -> Situation:
    """Return when and for which vehicle the conditions of tags are asked."""
    size = profile.size
    measures: Mapping[str, float] = {
        "weight": size.weight_t,
        "axleload": size.axle_load_t,
        "height": size.height_m,
        "width": size.width_m,
        "length": size.length_m,
        "axles": float(profile.axles),
    }
    lat, lon = graph.middle
    return Situation(moment, measures, lat, lon)


def arc_durations(
    graph: RoadGraph, profile: Profile, traits: Traits, moment: datetime | None
) -> Int32s:
    """Return [m] milliseconds along every arc, traffic lights within it included."""
    country, town = (
        pace_at(traits, profile, moment, urban=urban)[graph.arc_trait] for urban in (False, True)
    )
    pace = np.where(np.asarray(graph.segment_urban)[graph.arc_segment], town, country)
    barrier = graph.traits["barrier"]
    passing = np.array([profile.barriers.get(kind, 0.0) for kind in BARRIER_KINDS])[barrier]
    delay = np.where(barrier > 0, passing, 0.0)[graph.arc_trait]
    lights = np.asarray(graph.segment_signals)[graph.arc_segment] * np.float64(profile.turns.signal)
    lengths = np.asarray(graph.segment_length)[graph.arc_segment]
    exact = np.minimum(lengths * pace + (delay + lights) * 1000, _LONGEST)
    durations = np.rint(exact).astype(np.int32)
    return np.asarray(np.where(lengths > 0, np.maximum(durations, 1), durations))


def _open_turns(
    graph: RoadGraph, profile: Profile, banned: Bools, arc_closed: Bools, ends_only: Bools
) -> Bools:
    """Return [t] which turns the vehicle may take."""
    arc, onto = graph.turn_arc, graph.turn_onto
    is_open = ~arc_closed[arc] & ~arc_closed[onto]
    if profile.turn_restrictions:
        is_open &= ~banned
    if profile.u_turns:
        return is_open
    # Turning back is for dead ends: also for those where only residents can go on.
    back = np.asarray(graph.turn_kind) == U_TURN
    onward = is_open & ~back & ~(ends_only[onto] & ~ends_only[arc])
    ways_on = np.bincount(graph.turn_from[onward], minlength=len(graph.state_arc))
    allowed: Bools = is_open & (~back | (ways_on[graph.turn_from] == 0))
    return allowed


def banned_turns(graph: RoadGraph, profile: Profile, now: Situation) -> Bools:
    """Return [t] which turns restrictions forbid to the vehicle."""
    bit = BANNED_BITS[profile.mode]
    banned = (np.asarray(graph.turn_banned) & bit) > 0
    for turn in np.flatnonzero(graph.turn_condition):
        for line in graph.condition(int(graph.turn_condition[turn])).split("\n"):
            bits, _, condition = line.partition("@")
            if int(bits) & bit and parse_clauses(f"no @ {condition}")[0].holds(now):
                banned[turn] = True
    return banned


def _turn_costs(graph: RoadGraph, profile: Profile) -> Int32s:
    """Return [t] milliseconds of every turn."""
    costs = profile.turns
    by_kind = np.array([0.0, costs.near, costs.far, costs.u_turn])
    assert len(by_kind) == len(TURN_KINDS)
    seconds = by_kind[graph.turn_kind]
    lights = np.asarray(graph.node_signal)[np.asarray(graph.arc_head)[graph.turn_arc]]
    seconds = seconds + np.where(lights, costs.signal, 0.0)
    seconds += np.where(graph.turn_yields, costs.give_way, 0.0)
    return np.asarray(np.rint(seconds * 1000), dtype=np.int32)
