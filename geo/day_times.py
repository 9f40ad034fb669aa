"""Keeps what driving takes hour by hour through a day, each distinct matrix once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

import numpy as np

from geo.graph import RoadGraph
from geo.hours import HOURS
from geo.profiles import Profile
from geo.road_state import ClosedSegments, RoadState
from geo.travel_times import TravelTimes

_LOOKS = (0, 15, 30, 45)
"""Minutes of an hour at which rules are looked at: a road closed at one is closed for the hour."""


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


def hours_alike(
    graph: RoadGraph, profile: Profile, day: date, closed: Sequence[ClosedSegments]
) -> dict[tuple[object, ...], tuple[RoadState, list[int]]]:
    """Return the states of the roads that differ through a day, each with its hours."""
    alike: dict[tuple[object, ...], tuple[RoadState, list[int]]] = {}
    for hour in range(HOURS):
        begin = datetime.combine(day, time(hour))
        moments = [begin + timedelta(minutes=minute) for minute in _LOOKS]
        state = RoadState.at(*moments, closed=closed)
        alike.setdefault(state.key(graph, profile), (state, []))[1].append(hour)
    return alike
