"""Answers what a drive takes between places, and how it runs on the map: start reading here.

`RoadNetwork` opens a map once; the weights of a profile are put on its hierarchy when first needed.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np

from geo.build import TIMETABLE
from geo.faults import InputError
from geo.geometry import Int32s
from geo.graph import RoadGraph
from geo.leg_line import LegLine, Point, draw_leg
from geo.nearest import Nearest
from geo.paths import Hierarchy, Metric, Places, Weights
from geo.profiles import Profile, load_profile
from geo.snap import SNAP_LIMIT, Place, SnappedPlace, Snapper
from geo.store import HIERARCHY, open_arrays, read_manifest
from geo.summary import MapSummary
from geo.weights import own_side_arcs, profile_weights

__all__ = [
    "LegLine",
    "Place",
    "Point",
    "RoadNetwork",
    "SnappedPlace",
    "TravelTimes",
    "travel_times",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class TravelTimes:
    """What driving takes between n places for one profile, by road alone.

    Parameters
    ----------
    durations, distances
        [n, n] seconds and metres from row to column; -1 where no road leads.
    landmass
        [n] landmass of each place; -1 for a place without a road.
    snapped
        [n] where each place meets the road.
    """

    profile: str
    durations: Int32s
    distances: Int32s
    landmass: Int32s
    snapped: tuple[SnappedPlace, ...]


@dataclass(frozen=True)
class _Drive:
    """One profile on the graph."""

    profile: Profile
    graph: RoadGraph
    hierarchy: Hierarchy

    @cached_property
    def weights(self) -> Weights:
        return profile_weights(self.graph, self.profile)

    @cached_property
    def metric(self) -> Metric:
        return self.hierarchy.customise(*self.weights)

    @cached_property
    def snapper(self) -> Snapper:
        own_side = own_side_arcs(self.graph, self.profile)
        return Snapper(self.graph, self.weights.duration >= 0, own_side)

    def prepare(self) -> None:
        """Compute what is kept, so that it is not computed twice by two threads."""
        _ = self.metric, self.snapper


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
        self._drives: dict[str, _Drive] = {}
        self._lock = threading.RLock()

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
    def hierarchy(self) -> Hierarchy:
        """Contraction hierarchy of the graph, without weights."""
        return Hierarchy(self._hierarchy_arrays)

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
        with self._lock:
            snapper = self._drive(profile).snapper
        nearest = self._snap(snapper, places, limit)
        faults = snapper.faults(places, nearest, file=file, limit=limit)
        if faults:
            raise InputError(faults)
        return self._snapped(snapper, nearest)

    def travel_times(
        self,
        places: Sequence[Place],
        profile: str | Profile,
        *,
        limit: float = SNAP_LIMIT,
        threads: int = 1,
        strict: bool = True,
        file: str = "places",
    ) -> TravelTimes:
        """Return durations and distances between all places.

        Parameters
        ----------
        profile
            Name of a vehicle class, or a profile.
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
        drive = self._prepared(profile)
        nearest = self._snap(drive.snapper, places, limit)
        if strict:
            faults = drive.snapper.faults(places, nearest, file=file, limit=limit)
            if faults:
                raise InputError(faults)
        on_road = drive.snapper.places(nearest)
        durations, distances = drive.metric.matrix(on_road, on_road, threads=threads)
        # From a place to itself nothing is driven, even where the road is one-way.
        np.fill_diagonal(durations, np.where(nearest.segment >= 0, 0, -1))
        np.fill_diagonal(distances, np.where(nearest.segment >= 0, 0, -1))
        return TravelTimes(
            profile=drive.profile.name,
            durations=durations,
            distances=distances,
            landmass=drive.snapper.landmass(nearest),
            snapped=self._snapped(drive.snapper, nearest),
        )

    def leg_line(
        self,
        origin: Place,
        destination: Place,
        profile: str | Profile,
        *,
        limit: float = SNAP_LIMIT,
    ) -> LegLine | None:
        """Return the quickest drive from one place to another; None where no road leads.

        Raises
        ------
        InputError
            A place has no road within `limit` metres.
        """
        drive = self._prepared(profile)
        ends = (origin, destination)
        nearest = self._snap(drive.snapper, ends, limit)
        faults = drive.snapper.faults(ends, nearest, file="places", limit=limit)
        if faults:
            raise InputError(faults)
        on_road = drive.snapper.places(nearest)
        route = drive.metric.route(on_road[0], on_road[1])
        return None if route is None else draw_leg(self.graph, drive.profile, route)

    def places_on_road(
        self, places: Sequence[Place], profile: str | Profile, *, limit: float = SNAP_LIMIT
    ) -> tuple[Places, Metric]:
        """Return snapped places and the metric about them, for blocks of a large matrix."""
        drive = self._prepared(profile)
        return drive.snapper.places(self._snap(drive.snapper, places, limit)), drive.metric

    def _prepared(self, profile: str | Profile) -> _Drive:
        with self._lock:
            drive = self._drive(profile)
            drive.prepare()
            return drive

    def _drive(self, profile: str | Profile) -> _Drive:
        wanted = load_profile(profile) if isinstance(profile, str) else profile
        known = self._drives.get(wanted.name)
        if known is None or known.profile != wanted:
            known = self._drives[wanted.name] = _Drive(wanted, self.graph, self.hierarchy)
        return known

    def _snap(self, snapper: Snapper, places: Sequence[Place], limit: float) -> Nearest:
        lat = np.array([place.lat for place in places], dtype=float)
        lon = np.array([place.lon for place in places], dtype=float)
        return snapper.snap(lat, lon, limit=limit)

    def _snapped(self, snapper: Snapper, nearest: Nearest) -> tuple[SnappedPlace, ...]:
        landmass = snapper.landmass(nearest)
        return tuple(
            SnappedPlace(
                lat=float(nearest.lat[at]),
                lon=float(nearest.lon[at]),
                distance=float(nearest.distance[at]),
                segment=int(nearest.segment[at]),
                fraction=float(nearest.fraction[at]),
                landmass=int(landmass[at]),
                road=self.graph.name(nearest.segment[at]) if nearest.segment[at] >= 0 else "",
            )
            for at in range(len(landmass))
        )


def travel_times(
    network: RoadNetwork, places: Sequence[Place], profile: str | Profile
) -> TravelTimes:
    """Return durations and distances between all places; see `RoadNetwork.travel_times`."""
    return network.travel_times(places, profile)
