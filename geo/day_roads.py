"""Says what driving takes on a day on which roads are closed at times.

What is open all the time may be relied on whenever a drive begins. A drive that is over before
anything changes takes the roads as they are. Places on a road that is itself closed at times are
reached while it is open.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import groupby, pairwise, product
from operator import itemgetter
from typing import TypeAlias

import numpy as np

from geo.clock import local_moment
from geo.closures import Closure
from geo.geometry import Int64s
from geo.graph import RoadGraph
from geo.profiles import Profile
from geo.road_state import FREE, ClosedSegments, RoadState
from geo.travel_times import TravelTimes

_LOOK_EVERY = 15 * 60
"""Seconds between looks at rules that hold at times; closures are looked at when they change."""

_STEPS = 20.0
"""Metres by which the road of a place may be farther away while its own is closed."""

TimesOf = Callable[[RoadState], TravelTimes]
_ALWAYS = 0
"""Group of the places that are reached at any time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DayHours:
    """The part of a day that is planned, in seconds since its local midnight."""

    day: date
    timezone: str
    begin: int
    until: int

    def moment(self, seconds: int) -> datetime:
        """Return what local clocks show then."""
        return local_moment(seconds, self.day, self.timezone)


@dataclass(frozen=True, slots=True, kw_only=True)
class RoadPeriod:
    """A time through which roads stay as they are, in seconds since local midnight."""

    begin: int
    until: int
    state: RoadState


@dataclass(frozen=True, slots=True)
class DayDrive:
    """What a drive takes, and on roads in which state."""

    duration: int
    distance: int
    state: RoadState


@dataclass(frozen=True, kw_only=True)
class DayRoads:
    """What driving takes between n places through a day, for one profile.

    Parameters
    ----------
    always
        On roads that are open whenever both places can be reached: safe at any time.
    periods
        One after the other, each with what driving takes in it.
    shut
        [n] when the road on which a place lies is closed, in seconds since local midnight.
    states
        Of the roads that `always` relies on, by the groups of both places.
    group
        [n] places that are reached at the same times are in one group.
    """

    always: TravelTimes
    periods: tuple[tuple[RoadPeriod, TravelTimes], ...]
    shut: tuple[tuple[tuple[int, int], ...], ...]
    states: Mapping[tuple[int, int], RoadState]
    group: tuple[int, ...]

    def drive(self, row: int, to_row: int, departure: int) -> DayDrive | None:
        """Return what a drive takes that leaves at a time; None where no road leads."""
        state = self.states.get((self.group[row], self.group[to_row]), FREE)
        always = _drive(self.always, row, to_row, state)
        now = self.drive_now(row, to_row, departure)
        if now is None or (always is not None and always.duration <= now.duration):
            return always
        return now

    def drive_now(self, row: int, to_row: int, departure: int) -> DayDrive | None:
        """Return what a drive takes that is over before anything changes; None where none is."""
        for period, times in self.periods:
            if period.begin <= departure < period.until:
                found = _drive(times, row, to_row, period.state)
                in_time = found is not None and departure + found.duration <= period.until
                return found if in_time else None
        return None

    @property
    def timed(self) -> bool:
        """Whether some places are at times not reached, although roads lead there at others."""
        never = self.always.durations < 0
        return any(bool(np.any(never & (times.durations >= 0))) for _, times in self.periods)


def _drive(times: TravelTimes, row: int, to_row: int, state: RoadState) -> DayDrive | None:
    seconds = int(times.durations[row, to_row])
    return None if seconds < 0 else DayDrive(seconds, int(times.distances[row, to_row]), state)


def road_periods(
    graph: RoadGraph,
    profile: Profile,
    hours: DayHours,
    closed: Sequence[tuple[Closure, ClosedSegments]],
) -> tuple[RoadPeriod, ...]:
    """Return the times through which roads stay as they are, one after the other.

    Parameters
    ----------
    closed
        Closures, and what they close of the graph on the day.
    """
    if not closed and not graph.has_conditions:
        return (RoadPeriod(begin=hours.begin, until=hours.until, state=FREE),)
    segments = [one for _, one in closed]
    keys: list[tuple[object, ...]] = []
    periods: list[RoadPeriod] = []
    for begin, until in pairwise(_looks(hours, [closure for closure, _ in closed])):
        state = RoadState.at(hours.moment(begin), closed=segments, traffic=False)
        key = state.key(graph, profile)
        if keys and keys[-1] == key:
            periods[-1] = replace(periods[-1], until=until)
        else:
            keys.append(key)
            periods.append(RoadPeriod(begin=begin, until=until, state=state))
    if keys == [FREE.key(graph, profile)]:
        periods = [replace(periods[0], state=FREE)]
    return tuple(periods)


def _looks(hours: DayHours, closures: Sequence[Closure]) -> list[int]:
    changes = [at for one in closures for at in one.span(hours.day, hours.timezone)]
    inside = {at for at in changes if hours.begin < at < hours.until}
    return sorted({*range(hours.begin, hours.until, _LOOK_EVERY), *inside, hours.until})


def day_roads(periods: Sequence[RoadPeriod], times_of: TimesOf) -> DayRoads:
    """Work out what driving takes through a day.

    Parameters
    ----------
    times_of
        Returns what driving takes between the places on roads in some state.
    """
    patterns = _patterns(periods, times_of)
    groups = {(True,) * len(periods): _ALWAYS}
    group = tuple(groups.setdefault(pattern, len(groups)) for pattern in patterns)
    states = _states(periods, groups)
    return DayRoads(
        always=_always(np.array(group), states, times_of),
        periods=tuple((period, times_of(period.state)) for period in periods),
        shut=tuple(tuple(_shut(periods, pattern)) for pattern in patterns),
        states=states,
        group=group,
    )


Pattern: TypeAlias = tuple[bool, ...]
"""In which periods the road of a place is open."""


def _patterns(periods: Sequence[RoadPeriod], times_of: TimesOf) -> list[Pattern]:
    """Return the pattern of each place. Where a road never opens, the nearest other one serves."""
    free = [place.distance + _STEPS for place in times_of(FREE).snapped]
    always = (True,) * len(periods)
    if len(periods) == 1:
        return [always] * len(free)
    now = [[place.distance for place in times_of(period.state).snapped] for period in periods]
    patterns = [
        tuple(distance <= near for distance in distances)
        for near, *distances in zip(free, *now, strict=True)
    ]
    return [pattern if any(pattern) else always for pattern in patterns]


def _states(
    periods: Sequence[RoadPeriod], groups: Mapping[Pattern, int]
) -> dict[tuple[int, int], RoadState]:
    """Return the roads between two groups: what is open whenever both can be reached."""
    found = {}
    for (one, here), (other, there) in product(groups.items(), repeat=2):
        both = zip(one, other, periods, strict=True)
        together = [
            period.state for here_open, there_open, period in both if here_open and there_open
        ]
        if together:
            found[here, there] = RoadState.all_of(together)
    return found


def _always(
    group: Int64s, states: Mapping[tuple[int, int], RoadState], times_of: TimesOf
) -> TravelTimes:
    """Put together what driving takes between and within the groups."""
    base = times_of(states[_ALWAYS, _ALWAYS])
    if not np.any(group != _ALWAYS):
        return base
    durations, distances = (np.full_like(base.durations, -1) for _ in range(2))
    landmass, snapped = base.landmass.copy(), list(base.snapped)
    for (here, there), state in states.items():
        times = times_of(state)
        cells = np.ix_(group == here, group == there)
        durations[cells], distances[cells] = times.durations[cells], times.distances[cells]
        for place in np.flatnonzero(group == here) if here == there else ():
            landmass[place], snapped[place] = times.landmass[place], times.snapped[place]
    return replace(
        base, durations=durations, distances=distances, landmass=landmass, snapped=tuple(snapped)
    )


def _shut(periods: Sequence[RoadPeriod], pattern: Pattern) -> Iterator[tuple[int, int]]:
    """Yield when a place is not reached, neighbouring periods as one."""
    for usable, group in groupby(zip(pattern, periods, strict=True), key=itemgetter(0)):
        spans = [period for _, period in group]
        if not usable:
            yield spans[0].begin, spans[-1].until
