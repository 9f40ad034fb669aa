"""Keeps what driving takes hour by hour through a day, each distinct matrix once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

import numpy as np

from geo.conditional_traits import effective_traits
from geo.geometry import Bools, Int32s
from geo.graph import RoadGraph
from geo.hours import HOURS
from geo.paths import Weights
from geo.profiles import Profile
from geo.tag_values import ROAD_CLASSES
from geo.travel_times import TravelTimes
from geo.weights import banned_turns, ends_only_arcs, profile_weights, situation_of

_LOOKS = (0, 15, 30, 45)
"""Minutes of an hour at which rules are looked at: a road closed at one is closed for the hour."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosedRoad:
    """Roads that nobody may use for some time, whatever the map says.

    Parameters
    ----------
    segments
        Rows of the graph's segments.
    begin, until
        Local clock times; `until` is open again.
    """

    segments: tuple[int, ...]
    begin: datetime
    until: datetime

    def __post_init__(self) -> None:
        if self.until <= self.begin:
            raise ValueError("a road must be closed until after it is closed.")

    def covers(self, moment: datetime) -> bool:
        """Say whether the road is closed at a moment."""
        return self.begin <= moment < self.until


@dataclass(frozen=True, slots=True, kw_only=True)
class DayTimes:
    """What driving takes between n places at each hour of a day, for one profile.

    Parameters
    ----------
    free
        On a free road, without rules that hold at times.
    distinct
        Matrices that differ, in the order in which the hours need them.
    of_hour
        [24] which of them holds from each full hour on.
    """

    free: TravelTimes
    distinct: tuple[TravelTimes, ...]
    of_hour: tuple[int, ...]

    def at(self, hour: int) -> TravelTimes:
        """Return what drives take that leave in an hour of the day, 0 to 23."""
        return self.distinct[self.of_hour[hour]]

    def speed_factors(self) -> tuple[float, ...]:
        """Return 24 factors: speed at the hour by free speed, over all drives that both know.

        For a planner that knows one matrix and a factor per hour only.
        """
        factors = []
        for times in self.distinct:
            known = (self.free.durations > 0) & (times.durations > 0)
            driven = float(np.sum(times.durations[known], dtype=np.float64))
            free = float(np.sum(self.free.durations[known], dtype=np.float64))
            factors.append(free / driven if driven else 1.0)
        return tuple(factors[number] for number in self.of_hour)


@dataclass(frozen=True, slots=True)
class RoadState:
    """What roads are like for a profile for some time: the same key, the same weights.

    Parameters
    ----------
    moments
        Local clock times at which rules are looked at; a road closed at one is closed.
    closed
        Rows of segments that nobody may use.
    """

    moments: tuple[datetime, ...] = ()
    closed: tuple[int, ...] = ()

    @classmethod
    def at(cls, moment: datetime, closed: Sequence[ClosedRoad] = ()) -> RoadState:
        """Return the state of the roads at a moment."""
        return cls((moment,), _closed_at((moment,), closed))

    @classmethod
    def of_hour(cls, day: date, hour: int, closed: Sequence[ClosedRoad] = ()) -> RoadState:
        """Return the state of the roads during an hour."""
        begin = datetime.combine(day, time(hour))
        moments = tuple(begin + timedelta(minutes=minute) for minute in _LOOKS)
        return cls(moments, _closed_at(moments, closed))

    def key(self, graph: RoadGraph, profile: Profile) -> tuple[object, ...]:
        """Return what tells states with different weights apart."""
        return self.closed, *dict.fromkeys(_look(graph, profile, one) for one in self.moments)

    def weights(self, graph: RoadGraph, profile: Profile) -> Weights:
        """Return what driving costs: at several moments the worst of them."""
        closed = self._closed_segments(graph)
        if not self.moments:
            return profile_weights(graph, profile, closed=closed)
        looks = {_look(graph, profile, moment): moment for moment in self.moments}
        worst, *others = (
            profile_weights(graph, profile, moment, closed=closed) for moment in looks.values()
        )
        for other in others:
            worst = _worse(worst, other)
        return worst

    def private_arcs(self, graph: RoadGraph, profile: Profile) -> Bools:
        """Return [m] arcs that are open as first or last metres only, at some of the moments."""
        private = [ends_only_arcs(graph, profile, moment) for moment in self.moments or (None,)]
        return np.asarray(np.any(private, axis=0))

    def _closed_segments(self, graph: RoadGraph) -> Bools | None:
        if not self.closed:
            return None
        closed = np.zeros(graph.segment_count, dtype=bool)
        closed[list(self.closed)] = True
        return closed


def _closed_at(moments: Sequence[datetime], closed: Sequence[ClosedRoad]) -> tuple[int, ...]:
    during = [road for road in closed if any(road.covers(moment) for moment in moments)]
    return tuple(sorted({segment for road in during for segment in road.segments}))


def _look(graph: RoadGraph, profile: Profile, moment: datetime) -> tuple[object, ...]:
    """Return all that a moment changes: traits, bans and speeds."""
    now = situation_of(graph, profile, moment)
    traits = effective_traits(graph, now)
    rows = np.flatnonzero(graph.traits["conditional"])
    factors = [
        profile.factor(name, moment, urban=urban)
        for urban in (False, True)
        for name in ROAD_CLASSES
    ]
    return (
        traits.passing[rows].tobytes(),
        traits.visiting[rows].tobytes(),
        traits.against[rows].tobytes(),
        np.flatnonzero(banned_turns(graph, profile, now)[graph.turn_condition > 0]).tobytes(),
        tuple(factors),
    )


def _worse(one: Weights, other: Weights) -> Weights:
    closed = (one.duration < 0) | (other.duration < 0)
    duration: Int32s = np.maximum(one.duration, other.duration)
    return Weights(
        duration=np.where(closed, -1, duration).astype(np.int32),
        length=one.length,
        turn=np.maximum(one.turn, other.turn),
        breaches=np.maximum(one.breaches, other.breaches),
    )


def hours_alike(
    graph: RoadGraph, profile: Profile, day: date, closed: Sequence[ClosedRoad]
) -> dict[tuple[object, ...], tuple[RoadState, list[int]]]:
    """Return the states of the roads that differ through a day, each with its hours."""
    alike: dict[tuple[object, ...], tuple[RoadState, list[int]]] = {}
    for hour in range(HOURS):
        state = RoadState.of_hour(day, hour, closed)
        alike.setdefault(state.key(graph, profile), (state, []))[1].append(hour)
    return alike
