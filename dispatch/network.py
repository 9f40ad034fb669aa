"""Holds the map and the timetable of an area, opened once, and gives what a day needs of both.

A `Network` answers for any request; a `DayNetwork` is what it says for one of them: travel times
between the sites of the day and the ports, the sailings of the date, and what a vehicle can make of
them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from dispatch.day_file import DAY_FILE
from dispatch.day_network import DayNetwork
from dispatch.day_rows import PORT_LIMIT, DayRows, day_network
from dispatch.model import DayRequest, Site
from dispatch.passages import Passage, gate_ports, passage_moments, passages
from dispatch.roads import Roads
from geo.addresses.gazetteer import Gazetteer, open_gazetteer
from geo.closures import Closure
from geo.day_roads import DayDrive, DayHours, DayRoads
from geo.faults import Fault, InputError, Text
from geo.ferries import Sailing, Timetable, read_timetable
from geo.gates import Gate
from geo.leg_line import LegLine
from geo.profiles import profile_names
from geo.road_state import FREE, RoadState
from geo.snap import Place
from geo.travel import RoadNetwork

_DAYS = 2
_DAY = 86_400
#: Travel times and drives kept per network: some days with some profiles each.
_MOST_MATRICES, _MOST_LINES = 16, 20_000

_RoadsKey = tuple[tuple[Place, ...], str, DayHours, tuple[Closure, ...]]


class Network:
    """A map with its timetable, opened once and used for many days.

    Travel times are kept for the places of the last few requests, so that planning the same day
    again does not compute them again.

    Parameters
    ----------
    timetable
        None where no boats are known.
    mapdir
        Folder of the map, for its gazetteer; None for roads without one.
    """

    def __init__(
        self, roads: Roads, timetable: Timetable | None = None, mapdir: Path | None = None
    ) -> None:
        self.roads = roads
        self.timetable = timetable
        self._mapdir = mapdir
        self._roads: dict[_RoadsKey, DayRoads] = {}
        self._lines: dict[tuple[Place, Place, str, RoadState], LegLine | None] = {}

    @classmethod
    def open(cls, mapdir: Path, timetable: Path | None = None) -> Network:
        """Open a map folder.

        Parameters
        ----------
        timetable
            To use instead of the one in the map folder.

        Raises
        ------
        InputError
            If the folder holds no map, or the timetable has faults.
        """
        roads = RoadNetwork(mapdir)
        path = timetable if timetable is not None else roads.timetable_path
        return cls(roads, read_timetable(path) if path is not None else None, mapdir)

    def gazetteer(self, files: Sequence[Path] = ()) -> Gazetteer:
        """Open the addresses of the map and others; the caller closes them.

        Raises
        ------
        InputError
            A file is missing or damaged, or there is none.
        """
        return open_gazetteer(self._mapdir, files)

    @property
    def profiles(self) -> tuple[str, ...]:
        """Names of the road profiles."""
        return profile_names()

    def timetable_faults(self, request: DayRequest) -> tuple[Fault, ...]:
        """Return what is wrong with the timetable on the day of the request."""
        try:
            self._sailings(request)
        except InputError as error:
            return error.faults
        return ()

    def closure_faults(self, request: DayRequest) -> tuple[Fault, ...]:
        """Return which closed roads the map does not have."""
        if not request.closures:
            return ()
        try:
            self.roads.check_closures(request.closures, file=DAY_FILE)
        except InputError as error:
            return error.faults
        return ()

    def notes(self, request: DayRequest) -> tuple[Text, ...]:
        """Return what a dispatcher should know about the timetable although it can be used."""
        if self.timetable is None:
            return ()
        report = self.timetable.report_on(request.date, request.timezone)
        return tuple(fault.what for fault in report)

    def place_faults(self, sites: Sequence[Site], profiles: Sequence[str]) -> dict[str, Fault]:
        """Return why sites cannot be placed on the map, by site id.

        A site needs a road of one of the profiles. Nobody drives to a site whose people bring their
        goods to another one, nor to a port that only boats reach; these need no road.
        """
        left = [site for site in sites if site.drop_site is None and site.kind != "port"]
        faults: dict[str, Fault] = {}
        for profile in profiles:
            found = self._far(left, profile)
            faults = {name: faults.get(name, fault) for name, fault in found.items()}
            left = [site for site in left if site.site_id in found]
        return faults

    def day(self, request: DayRequest) -> DayNetwork:
        """Return travel times and sailings for a request.

        Raises
        ------
        InputError
            If the timetable does not cover the date, or the map lacks a closed road.
        """
        sailings = self._sailings(request)
        known = self.timetable.ports if self.timetable is not None else {}
        rows = DayRows.of(request.sites, sailings, known)
        roads = self._day_roads(rows, request)
        if not any(one.timed for one in roads.values()):
            return day_network(request, rows, roads, sailings)
        gates = self.roads.gates(
            rows.places,
            [*roads],
            day_hours(request),
            closed=request.closures,
            limit=PORT_LIMIT,
        )
        rows = rows.and_ports(gate_ports(gates))
        roads = self._day_roads(rows, request)
        crossings = tuple(_passages(gates, rows, roads, request))
        return day_network(request, rows, roads, sailings, crossings)

    def leg_line(
        self, origin: Place, destination: Place, profile: str, state: RoadState = FREE
    ) -> LegLine | None:
        """Return the quickest drive between two places of a day; None where no road leads."""
        key = (origin, destination, profile, state)
        if key not in self._lines:
            if len(self._lines) >= _MOST_LINES:
                self._lines.clear()
            self._lines[key] = self.roads.leg_line(
                origin, destination, profile, state=state, limit=PORT_LIMIT
            )
        return self._lines[key]

    def _sailings(self, request: DayRequest) -> tuple[Sailing, ...]:
        if self.timetable is None:
            return ()
        return self.timetable.sailings_on(request.date, request.timezone, days=_DAYS)

    def _far(self, sites: Sequence[Site], profile: str) -> dict[str, Fault]:
        try:
            self.roads.snap([_place(site) for site in sites], profile)
        except InputError as error:
            return {fault.field: fault for fault in error.faults if fault.field is not None}
        return {}

    def _day_roads(self, rows: DayRows, request: DayRequest) -> dict[str, DayRoads]:
        places, hours = rows.places, day_hours(request)
        profiles = sorted({vehicle.profile for vehicle in request.vehicles})
        return {one: self._roads_of(places, one, hours, request.closures) for one in profiles}

    def _roads_of(
        self,
        places: tuple[Place, ...],
        profile: str,
        hours: DayHours,
        closed: tuple[Closure, ...],
    ) -> DayRoads:
        key = (places, profile, hours, closed)
        if key not in self._roads:
            if len(self._roads) >= _MOST_MATRICES:
                self._roads.pop(next(iter(self._roads)))
            self._roads[key] = self.roads.day_roads(
                places, profile, hours, closed=closed, limit=PORT_LIMIT
            )
        return self._roads[key]


def day_hours(request: DayRequest) -> DayHours:
    """Return the hours in which the vehicles of a request drive."""
    shifts = [vehicle.shift for vehicle in request.vehicles]
    return DayHours(
        day=request.date,
        timezone=request.timezone,
        begin=min((shift[0] for shift in shifts), default=0),
        until=max((shift[1] for shift in shifts), default=_DAY),
    )


def _passages(
    gates: Sequence[Gate], rows: DayRows, roads: Mapping[str, DayRoads], request: DayRequest
) -> Iterator[Passage]:
    def drive_now(profile: str, start: str, end: str, moment: int) -> DayDrive | None:
        return roads[profile].drive_now(at[start], at[end], moment)

    at = rows.port_row
    changes = [period.begin for one in roads.values() for period, _ in one.periods]
    moments = passage_moments(day_hours(request), changes)
    return passages(gates, request.vehicles, moments, drive_now)


def _place(site: Site) -> Place:
    return Place(name=site.site_id, lat=site.lat, lon=site.lon)
