"""Answers what a drive takes between places, and how it runs on the map: start reading here.

`RoadNetwork` opens a map once; the weights of a profile are put on its hierarchy when first needed.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from functools import cache, cached_property
from pathlib import Path

import numpy as np

from geo.build import LANDMARKS, TIMETABLE
from geo.closures import Closure, closed_segments
from geo.day_roads import DayHours, DayRoads, RoadPeriod, day_roads, road_periods
from geo.day_times import DayTimes, hours_alike
from geo.drives import Drives, snap_places, snapped
from geo.faults import InputError
from geo.gates import Gate, gates_of
from geo.graph import RoadGraph
from geo.hours import HOURS, Drive
from geo.landmarks import Landmarks
from geo.leg_line import LegLine, Point, draw_leg, main_road
from geo.paths import Hierarchy, Metric, Places
from geo.profiles import Profile, load_profile
from geo.road_state import FREE, ClosedSegments, RoadState, closed_on
from geo.snap import SNAP_LIMIT, Place, SnappedPlace
from geo.store import HIERARCHY, open_arrays, read_manifest
from geo.summary import MapSummary
from geo.travel_times import TravelTimes

__all__ = [
    "DayTimes",
    "LegLine",
    "Place",
    "Point",
    "RoadNetwork",
    "SnappedPlace",
    "TravelTimes",
    "travel_times",
]


class RoadNetwork:
    """A map that is open: roads, landmasses, and the weights of the profiles in use.

    Safe to use from several threads at once.

    Parameters
    ----------
    mapdir
        Folder that `naru map build` wrote.

    Raises
    ------
    InputError
        The folder is no map, or is damaged.
    """

    def __init__(self, mapdir: Path | str) -> None:
        self.mapdir = Path(mapdir)
        manifest = read_manifest(self.mapdir)
        arrays = open_arrays(self.mapdir, manifest)
        self._summary = manifest["summary"]
        prefix = f"{HIERARCHY}_"
        names = RoadGraph.__dataclass_fields__
        self.graph = RoadGraph(**{name: arrays[name] for name in names})
        self._hierarchy_arrays = {
            name.removeprefix(prefix): values
            for name, values in arrays.items()
            if name.startswith(prefix)
        }

    @cached_property
    def summary(self) -> MapSummary:
        """What the map holds."""
        return MapSummary.from_json(self._summary)

    @property
    def timetable_path(self) -> Path | None:
        """Folder of the timetable that the map carries; None without one."""
        path = self.mapdir / TIMETABLE
        return path if path.is_dir() else None

    @cached_property
    def landmarks(self) -> Landmarks:
        """Its places and bridges by name."""
        return Landmarks.load(self.mapdir / LANDMARKS)

    @cached_property
    def hierarchy(self) -> Hierarchy:
        """Contraction hierarchy of the graph, without weights."""
        return Hierarchy(self._hierarchy_arrays)

    @cached_property
    def drives(self) -> Drives:
        """The profiles on this graph that are in use."""
        return Drives(self.graph, self.hierarchy)

    def snap(
        self,
        places: Sequence[Place],
        profile: str | Profile,
        *,
        limit: float = SNAP_LIMIT,
        file: str = "places",
    ) -> tuple[SnappedPlace, ...]:
        """Put places on the roads of a profile.

        Raises
        ------
        InputError
            All places that have no road within `limit` metres, with how far the nearest one is.
        """
        snapper = self.drives.snapper(_profile(profile))
        nearest = snap_places(snapper, places, limit)
        faults = snapper.faults(places, nearest, file=file, limit=limit)
        if faults:
            raise InputError(faults)
        return snapped(self.graph, snapper, nearest)

    def travel_times(
        self,
        places: Sequence[Place],
        profile: str | Profile,
        *,
        limit: float = SNAP_LIMIT,
        at: datetime | None = None,
        closed: Sequence[Closure] = (),
        threads: int = 1,
        strict: bool = True,
        file: str = "places",
    ) -> TravelTimes:
        """Return durations and distances between all places.

        Parameters
        ----------
        profile
            Name of a vehicle class, or a profile.
        at
            Local clock time of the drives, for rules by the hour, traffic and seasons; without one
            roads are free, and what holds at times does not hold.
        closed
            Roads that are closed besides, on the day of `at`; only with it.
        limit
            Metres within which a place must have a road.
        strict
            Whether a place without a road is an error; else it is reached by nothing.
        file
            File that the places came from, for messages.

        Raises
        ------
        InputError
            All places without a road within `limit`, when `strict`; an unknown profile.
        """
        drive = self.drives.of(_profile(profile), self._state(at, closed))
        nearest = snap_places(drive.snapper, places, limit)
        if strict:
            faults = drive.snapper.faults(places, nearest, file=file, limit=limit)
            if faults:
                raise InputError(faults)
        return drive.times(nearest, threads)

    def day_times(
        self,
        places: Sequence[Place],
        profile: str | Profile,
        day: date,
        *,
        closed: Sequence[Closure] = (),
        limit: float = SNAP_LIMIT,
        threads: int = 1,
    ) -> DayTimes:
        """Return durations and distances between all places for every hour of a day.

        Hours in which all roads are alike share one matrix. A place that has no road at some hour
        is reached by nothing then.

        Parameters
        ----------
        closed
            Roads that are closed at times besides what the map says.
        """
        wanted = _profile(profile)
        of_hour = [0] * HOURS
        distinct: list[TravelTimes] = []
        segments = self._closed_on(closed, day)
        for state, hours in hours_alike(self.graph, wanted, day, segments).values():
            # Not kept: a day may need more of them than there is memory for.
            drive = self.drives.fresh(wanted, state)
            nearest = snap_places(drive.snapper, places, limit)
            for hour in hours:
                of_hour[hour] = len(distinct)
            distinct.append(drive.times(nearest, threads))
        free = self.travel_times(places, wanted, limit=limit, threads=threads, strict=False)
        return DayTimes(free=free, distinct=tuple(distinct), of_hour=tuple(of_hour))

    def day_roads(
        self,
        places: Sequence[Place],
        profile: str | Profile,
        hours: DayHours,
        *,
        closed: Sequence[Closure] = (),
        limit: float = SNAP_LIMIT,
    ) -> DayRoads:
        """Return what driving takes between all places in some hours, without traffic.

        Raises
        ------
        InputError
            A closed road is not on the map; an unknown profile.
        """
        wanted = _profile(profile)

        def times_of(state: RoadState) -> TravelTimes:
            drive = self.drives.of(wanted, state)
            return drive.times(snap_places(drive.snapper, places, limit))

        periods = self._periods(wanted, hours, closed)
        return day_roads(periods, cache(times_of))

    def check_closures(self, closed: Sequence[Closure], *, file: str = "closures") -> None:
        """Raise InputError with the closed roads that are not on the map."""
        closed_segments(self.graph, closed, self.landmarks.structures, file=file)

    def gates(
        self,
        places: Sequence[Place],
        profiles: Sequence[str | Profile],
        hours: DayHours,
        *,
        closed: Sequence[Closure] = (),
        limit: float = SNAP_LIMIT,
    ) -> tuple[Gate, ...]:
        """Return where vehicles of some profiles wait, in some hours, for the only way to a place.

        Raises
        ------
        InputError
            As `day_roads`.
        """
        timed = np.zeros(self.graph.segment_count, dtype=bool)
        visited: set[int] = set()
        for wanted in map(_profile, profiles):
            states = [period.state for period in self._periods(wanted, hours, closed)]
            usable = [state.open_segments(self.graph, wanted) for state in states]
            timed |= np.any(usable, axis=0) & ~np.all(usable, axis=0)
            nearest = snap_places(self.drives.snapper(wanted), places, limit)
            visited |= set(nearest.segment.tolist())
        return gates_of(self.graph, np.flatnonzero(timed).tolist(), visited)

    def _periods(
        self, profile: Profile, hours: DayHours, closed: Sequence[Closure]
    ) -> tuple[RoadPeriod, ...]:
        segments = self._closed_on(closed, hours.day)
        pairs = list(zip(closed, segments, strict=True))
        return road_periods(self.graph, profile, hours, pairs)

    def leg_line(
        self,
        origin: Place,
        destination: Place,
        profile: str | Profile,
        *,
        at: datetime | None = None,
        closed: Sequence[Closure] = (),
        state: RoadState | None = None,
        limit: float = SNAP_LIMIT,
    ) -> LegLine | None:
        """Return the quickest drive from one place to another; None where no road leads.

        Parameters
        ----------
        at, closed
            As for `travel_times`.
        state
            What the roads are like, instead of these: of a `DayDrive`.

        Raises
        ------
        InputError
            A place has no road within `limit` metres.
        """
        drive = self.drives.of(_profile(profile), state or self._state(at, closed))
        ends = (origin, destination)
        nearest = snap_places(drive.snapper, ends, limit)
        faults = drive.snapper.faults(ends, nearest, file="places", limit=limit)
        if faults:
            raise InputError(faults)
        on_road = drive.snapper.places(nearest)
        route = drive.metric.route(on_road[0], on_road[1])
        return None if route is None else draw_leg(self.graph, drive.profile, route)

    def observed(
        self,
        origin: Place,
        destination: Place,
        profile: str | Profile,
        departure: datetime,
        driven: float,
    ) -> Drive | None:
        """Return a drive that took `driven` seconds for `learn_hours`; None where no road leads.

        Parameters
        ----------
        departure
            Local clock time.
        """
        drive = self.drives.of(_profile(profile))
        ends = drive.snapper.places(snap_places(drive.snapper, (origin, destination), SNAP_LIMIT))
        route = drive.metric.route(ends[0], ends[1])
        if route is None:
            return None
        road_class, urban = main_road(self.graph, route)
        return Drive(
            road_class=road_class,
            urban=urban,
            departure=departure,
            free=route.duration,
            driven=driven,
        )

    def places_on_road(
        self, places: Sequence[Place], profile: str | Profile, *, limit: float = SNAP_LIMIT
    ) -> tuple[Places, Metric]:
        """Return snapped places and the metric about them, for blocks of a large matrix."""
        drive = self.drives.of(_profile(profile))
        return drive.snapper.places(snap_places(drive.snapper, places, limit)), drive.metric

    def _state(self, at: datetime | None, closed: Sequence[Closure]) -> RoadState:
        return FREE if at is None else RoadState.at(at, closed=self._closed_on(closed, at.date()))

    def _closed_on(self, closures: Sequence[Closure], day: date) -> tuple[ClosedSegments, ...]:
        if not closures:
            return ()
        return closed_on(self.graph, closures, self.landmarks.structures, day)


def _profile(profile: str | Profile) -> Profile:
    return load_profile(profile) if isinstance(profile, str) else profile


def travel_times(
    network: RoadNetwork, places: Sequence[Place], profile: str | Profile
) -> TravelTimes:
    """Return durations and distances between all places; see `RoadNetwork.travel_times`."""
    return network.travel_times(places, profile)
