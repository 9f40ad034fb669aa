"""Puts profiles on the graph with its roads in some state, and keeps what that took."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from geo.graph import RoadGraph
from geo.nearest import Nearest
from geo.paths import Hierarchy, Metric, Weights
from geo.profiles import Profile
from geo.road_state import FREE, RoadState
from geo.snap import Place, SnappedPlace, Snapper
from geo.travel_times import TravelTimes
from geo.weights import own_side_arcs

_MOST_AT_TIMES = 4
"""Metrics of roads at some time that are kept; those of free roads are few and all kept."""


@dataclass(frozen=True)
class StateDrive:
    """One profile on the graph, with its roads in some state.

    Parameters
    ----------
    free
        The same profile on free roads; None for these themselves.
    """

    profile: Profile
    graph: RoadGraph
    hierarchy: Hierarchy
    state: RoadState = FREE
    free: StateDrive | None = None

    @cached_property
    def weights(self) -> Weights:
        """What driving costs."""
        return self.state.weights(self.graph, self.profile)

    @cached_property
    def metric(self) -> Metric:
        """The weights on the hierarchy."""
        return self.hierarchy.customise(*self.weights)

    @cached_property
    def snapper(self) -> Snapper:
        """Puts places on the roads that are open."""
        return Snapper(
            self.graph,
            self.weights.duration >= 0,
            own_side=own_side_arcs(self.graph, self.profile),
            private=self.state.private_arcs(self.graph, self.profile),
            at_other_times=None if self.free is None else self.free.snapper.strong,
        )

    def times(self, nearest: Nearest, threads: int = 1) -> TravelTimes:
        """Return durations and distances between all places that were snapped."""
        on_road = self.snapper.places(nearest)
        durations, distances = self.metric.matrix(on_road, on_road, threads=threads)
        # From a place to itself nothing is driven, even where the road is one-way.
        np.fill_diagonal(durations, np.where(nearest.segment >= 0, 0, -1))
        np.fill_diagonal(distances, np.where(nearest.segment >= 0, 0, -1))
        return TravelTimes(
            profile=self.profile.name,
            durations=durations,
            distances=distances,
            landmass=self.snapper.landmass(nearest),
            snapped=snapped(self.graph, self.snapper, nearest),
        )

    def prepare(self) -> None:
        """Compute what is kept, so that it is not computed twice by two threads."""
        _ = self.metric, self.snapper


class Drives:
    """The drives of a graph that are in use; safe to use from several threads at once."""

    def __init__(self, graph: RoadGraph, hierarchy: Hierarchy) -> None:
        self._graph, self._hierarchy = graph, hierarchy
        self._known: dict[tuple[object, ...], StateDrive] = {}
        self._lock = threading.RLock()

    def of(self, profile: Profile, state: RoadState = FREE) -> StateDrive:
        """Return a profile on roads in some state, ready to use."""
        with self._lock:
            drive = self._drive(profile, state)
            drive.prepare()
            return drive

    def snapper(self, profile: Profile) -> Snapper:
        """Return what puts places on free roads, without the weights on the hierarchy."""
        with self._lock:
            return self._drive(profile, FREE).snapper

    def fresh(self, profile: Profile, state: RoadState) -> StateDrive:
        """Return one that is not kept."""
        with self._lock:
            free = self._drive(profile, FREE)
        return StateDrive(profile, self._graph, self._hierarchy, state, free)

    def _drive(self, profile: Profile, state: RoadState) -> StateDrive:
        key: tuple[object, ...] = (profile.name,)
        if state != FREE:
            key += state.key(self._graph, profile)
        known = self._known.get(key)
        if known is None or known.profile != profile:
            free = None if state == FREE else self._drive(profile, FREE)
            known = StateDrive(profile, self._graph, self._hierarchy, state, free)
            at_times = [other for other in self._known if len(other) > 1]
            if state != FREE and len(at_times) >= _MOST_AT_TIMES:
                self._known.pop(at_times[0])
            self._known[key] = known
        return known


def snap_places(snapper: Snapper, places: Sequence[Place], limit: float) -> Nearest:
    """Find the nearest usable road of every place."""
    lat = np.array([place.lat for place in places], dtype=float)
    lon = np.array([place.lon for place in places], dtype=float)
    return snapper.snap(lat, lon, limit=limit)


def snapped(graph: RoadGraph, snapper: Snapper, nearest: Nearest) -> tuple[SnappedPlace, ...]:
    """Return where places that were snapped meet the road."""
    landmass = snapper.landmass(nearest)
    return tuple(
        SnappedPlace(
            lat=float(nearest.lat[at]),
            lon=float(nearest.lon[at]),
            distance=float(nearest.distance[at]),
            segment=int(nearest.segment[at]),
            fraction=float(nearest.fraction[at]),
            landmass=int(landmass[at]),
            road=graph.name(nearest.segment[at]) if nearest.segment[at] >= 0 else "",
        )
        for at in range(len(landmass))
    )
