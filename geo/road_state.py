"""Says what roads are like at some time: what is closed then, and how fast the rest is driven."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

import numpy as np

from geo.access import access_of
from geo.closures import Closure, Structures, closed_segments
from geo.conditional_traits import effective_traits
from geo.geometry import Bools
from geo.graph import RoadGraph
from geo.paths import Weights
from geo.profiles import Profile
from geo.speeds import speeds_kph
from geo.tag_values import ROAD_CLASSES
from geo.weights import (
    banned_turns,
    closed_arcs,
    ends_only_arcs,
    profile_weights,
    situation_of,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosedSegments:
    """What a closure closes of a graph on a day.

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

    def covers(self, moment: datetime) -> bool:
        """Say whether they are closed at a moment."""
        return self.begin <= moment < self.until


def closed_on(
    graph: RoadGraph,
    closures: Sequence[Closure],
    structures: Structures,
    day: date,
    *,
    file: str = "closures",
) -> tuple[ClosedSegments, ...]:
    """Return what closures close on a day, in their order.

    Raises
    ------
    InputError
        As `closed_segments`.
    """
    midnight = datetime.combine(day, time())
    of_closure = closed_segments(graph, closures, structures, file=file)
    return tuple(
        ClosedSegments(
            segments=tuple(segments.tolist()),
            begin=midnight + timedelta(seconds=closure.begin.nominal_seconds),
            until=midnight + timedelta(seconds=closure.until.nominal_seconds),
        )
        for closure, segments in zip(closures, of_closure, strict=True)
    )


@dataclass(frozen=True, slots=True)
class RoadState:
    """What roads are like for a profile for some time: the same key, the same weights.

    Parameters
    ----------
    moments
        Local clock times at which rules are looked at; a road closed at one is closed.
    closed
        Rows of segments that nobody may use.
    traffic
        Whether the hour and the season slow vehicles down.
    """

    moments: tuple[datetime, ...] = ()
    closed: tuple[int, ...] = ()
    traffic: bool = True

    @classmethod
    def at(
        cls, *moments: datetime, closed: Sequence[ClosedSegments] = (), traffic: bool = True
    ) -> RoadState:
        """Return the state of roads that are open at all of some moments."""
        during = [one for one in closed if any(one.covers(moment) for moment in moments)]
        segments = sorted({segment for one in during for segment in one.segments})
        return cls(moments, tuple(segments), traffic)

    @classmethod
    def all_of(cls, states: Iterable[RoadState]) -> RoadState:
        """Return the state of roads that are open in all of some states."""
        first, *others = dict.fromkeys(states)
        moments, closed = list(first.moments), set(first.closed)
        for other in others:
            moments += other.moments
            closed |= set(other.closed)
        return cls(tuple(moments), tuple(sorted(closed)), first.traffic)

    def key(self, graph: RoadGraph, profile: Profile) -> tuple[object, ...]:
        """Return what tells states with different weights apart."""
        moments = self.moments or (None,)
        looks = (_look(graph, profile, one, self.traffic) for one in moments)
        return self.closed, *dict.fromkeys(looks)

    def weights(self, graph: RoadGraph, profile: Profile) -> Weights:
        """Return what driving costs."""
        closed = self._closed_segments(graph)
        looks = {_look(graph, profile, one, self.traffic): one for one in self.moments}
        moments = looks.values()
        return profile_weights(graph, profile, *moments, closed=closed, traffic=self.traffic)

    def private_arcs(self, graph: RoadGraph, profile: Profile) -> Bools:
        """Return [m] arcs that are open as first or last metres only, at some of the moments."""
        private = [ends_only_arcs(graph, profile, moment) for moment in self.moments or (None,)]
        return np.asarray(np.any(private, axis=0))

    def open_segments(self, graph: RoadGraph, profile: Profile) -> Bools:
        """Return [s] segments that may be driven at all of the moments, one way at least."""
        closed = [closed_arcs(graph, profile, moment) for moment in self.moments or (None,)]
        usable = np.zeros(graph.segment_count, dtype=bool)
        usable[np.asarray(graph.arc_segment)[~np.any(closed, axis=0)]] = True
        usable[list(self.closed)] = False
        return usable

    def _closed_segments(self, graph: RoadGraph) -> Bools | None:
        if not self.closed:
            return None
        closed = np.zeros(graph.segment_count, dtype=bool)
        closed[list(self.closed)] = True
        return closed


FREE = RoadState()
"""Roads without traffic and without rules that hold at times."""


def _look(
    graph: RoadGraph, profile: Profile, moment: datetime | None, traffic: bool
) -> tuple[object, ...]:
    """Return all that a moment changes: what is open, bans and speeds."""
    now = situation_of(graph, profile, moment)
    traits = effective_traits(graph, now)
    access = access_of(traits, profile)
    rows = np.flatnonzero(graph.traits["conditional"])
    factors = [
        profile.factor(name, moment, urban=urban) if traffic and moment else 1.0
        for urban in (False, True)
        for name in ROAD_CLASSES
    ]
    return (
        access.closed[rows].tobytes(),
        access.ends_only[rows].tobytes(),
        *(speeds_kph(traits.passing[rows], profile, urban=u).tobytes() for u in (False, True)),
        np.flatnonzero(banned_turns(graph, profile, now)[graph.turn_condition > 0]).tobytes(),
        tuple(factors),
    )
