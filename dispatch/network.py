"""Holds the map and the timetable of an area, opened once, and gives what a day needs of both.

A `Network` answers for any request; a `DayNetwork` is what it says for one of them: travel times
between the sites of the day and the ports, the sailings of the date, and what a vehicle can make of
them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from dispatch.model import DayRequest, Site, Vehicle
from geo.addresses.gazetteer import Gazetteer, open_gazetteer
from geo.faults import Fault, InputError, Text
from geo.ferries import (
    Connection,
    FerryVehicle,
    Port,
    Sailing,
    Timetable,
    connections,
    read_timetable,
)
from geo.leg_line import LegLine
from geo.profiles import profile_names
from geo.snap import SNAP_LIMIT, Place, SnappedPlace
from geo.travel import RoadNetwork, TravelTimes

Matrix = NDArray[np.int32]

#: How far a port may lie from the nearest road. Harbour lists give a tenth of a minute, and sources
#: differ by up to a kilometre (DOMAIN.md section 9), so ports get twice the limit of a site.
_PORT_LIMIT = 2 * SNAP_LIMIT
_DAYS = 2
#: Travel times and drives kept per network: some days with some profiles each.
_MOST_MATRICES, _MOST_LINES = 16, 20_000


class Roads(Protocol):
    """What a day asks of a map: the part of `geo.travel.RoadNetwork` that tests stand in for."""

    def snap(
        self, places: Sequence[Place], profile: str, *, limit: float = ..., file: str = ...
    ) -> tuple[SnappedPlace, ...]:
        """Put places on roads; raises InputError with one fault per place that has none."""
        ...

    def travel_times(
        self, places: Sequence[Place], profile: str, *, limit: float = ..., strict: bool = ...
    ) -> TravelTimes:
        """Return durations and distances between all places."""
        ...

    def leg_line(
        self, origin: Place, destination: Place, profile: str, *, limit: float = ...
    ) -> LegLine | None:
        """Return the quickest drive."""
        ...


@dataclass(frozen=True, kw_only=True)
class DayNetwork:
    """Travel times and sailings for one request.

    Rows of the matrices are the sites of the request, then the ports at which a vehicle can drive
    on or off a vessel on that day.

    Parameters
    ----------
    places
        Name and coordinates of the rows.
    site_row, port_row
        Row of each site and port.
    landmass
        Of each row; places without a road each have their own, negative one.
    durations, distances
        Seconds and metres by road per profile; -1 where no road leads.
    sailings
        Of the day and the next, in order of departure, with those that carry no vehicles.
    ports
        All ports of the timetable.
    """

    places: tuple[Place, ...]
    site_row: Mapping[str, int]
    port_row: Mapping[str, int]
    landmass: tuple[int, ...]
    durations: Mapping[str, Matrix]
    distances: Mapping[str, Matrix]
    sailings: tuple[Sailing, ...]
    ports: Mapping[str, Port]
    connections: Mapping[tuple[FerryVehicle, str], tuple[Connection, ...]]

    def landmass_of(self, site_id: str) -> int:
        """Return the landmass of a site."""
        return self.landmass[self.site_row[site_id]]

    def connections_of(self, vehicle: Vehicle) -> tuple[Connection, ...]:
        """Return the connections that a vehicle can use."""
        return self.connections[ferry_vehicle(vehicle), vehicle.profile]

    def ports_of(self, landmass: int) -> frozenset[str]:
        """Return the ports of a landmass."""
        return frozenset(
            port for port, row in self.port_row.items() if self.landmass[row] == landmass
        )


def ferry_vehicle(vehicle: Vehicle) -> FerryVehicle:
    """Return what a ferry asks about a vehicle."""
    return FerryVehicle(
        class_id=vehicle.class_id,
        height_m=vehicle.height_m,
        length_m=vehicle.length_m,
        weight_kg=vehicle.weight_kg,
    )


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
        self._times: dict[tuple[tuple[Place, ...], str], TravelTimes] = {}
        self._lines: dict[tuple[Place, Place, str], LegLine | None] = {}

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
            If the timetable does not cover the date.
        """
        sailings = self._sailings(request)
        sites = tuple(_place(site.site_id, site) for site in request.sites)
        known = self._called_ports(sailings)
        ports = tuple(_place(port.port_id, port) for port in known)
        profiles = sorted({vehicle.profile for vehicle in request.vehicles})
        times = {profile: self._travel_times((*sites, *ports), profile) for profile in profiles}
        landmass = _landmasses(list(times.values()), len(sites), len(ports))
        durations = {name: _within(one.durations, one, landmass) for name, one in times.items()}
        port_row = {
            port.port_id: len(sites) + at
            for at, port in enumerate(known)
            if landmass[len(sites) + at] >= 0
        }
        return DayNetwork(
            places=(*sites, *ports),
            site_row={site.site_id: at for at, site in enumerate(request.sites)},
            port_row=port_row,
            landmass=landmass,
            durations=durations,
            distances={name: _within(one.distances, one, landmass) for name, one in times.items()},
            sailings=sailings,
            ports=self.timetable.ports if self.timetable is not None else {},
            connections={
                (kind, name): _connections(sailings, kind, durations[name], port_row, landmass)
                for kind, name in sorted(
                    {(ferry_vehicle(v), v.profile) for v in request.vehicles}, key=repr
                )
            },
        )

    def leg_line(self, origin: Place, destination: Place, profile: str) -> LegLine | None:
        """Return the quickest drive between two places of a day; None where no road leads."""
        key = (origin, destination, profile)
        if key not in self._lines:
            if len(self._lines) >= _MOST_LINES:
                self._lines.clear()
            self._lines[key] = self.roads.leg_line(origin, destination, profile, limit=_PORT_LIMIT)
        return self._lines[key]

    def _sailings(self, request: DayRequest) -> tuple[Sailing, ...]:
        if self.timetable is None:
            return ()
        return self.timetable.sailings_on(request.date, request.timezone, days=_DAYS)

    def _called_ports(self, sailings: Sequence[Sailing]) -> tuple[Port, ...]:
        """Return the ports at which boats with vehicles call."""
        calls = {port for s in sailings if s.cars for port in (s.from_port, s.to_port)}
        known = self.timetable.ports if self.timetable is not None else {}
        return tuple(known[port] for port in sorted(calls) if port in known)

    def _far(self, sites: Sequence[Site], profile: str) -> dict[str, Fault]:
        try:
            self.roads.snap([_place(site.site_id, site) for site in sites], profile)
        except InputError as error:
            return {fault.field: fault for fault in error.faults if fault.field is not None}
        return {}

    def _travel_times(self, places: tuple[Place, ...], profile: str) -> TravelTimes:
        key = (places, profile)
        if key not in self._times:
            if len(self._times) >= _MOST_MATRICES:
                self._times.pop(next(iter(self._times)))
            self._times[key] = self.roads.travel_times(
                places, profile, limit=_PORT_LIMIT, strict=False
            )
        return self._times[key]


def _landmasses(times: Sequence[TravelTimes], sites: int, ports: int) -> tuple[int, ...]:
    """Return the landmass of each row: of the first profile that has a road near enough.

    Rows without any road get a negative landmass of their own, so that nothing joins them.
    """
    limits = np.array([SNAP_LIMIT] * sites + [_PORT_LIMIT] * ports)
    found = -1 - np.arange(sites + ports)
    for one in reversed(times):
        near = np.array([place.distance for place in one.snapped]) <= limits
        found = np.where(near & (one.landmass >= 0), one.landmass, found)
    return tuple(int(mass) for mass in found)


def _within(matrix: Matrix, times: TravelTimes, landmass: Sequence[int]) -> Matrix:
    """Return a matrix without the rows that this profile would reach on another landmass."""
    left_out = times.landmass != np.asarray(landmass)
    kept = matrix.copy()
    kept[left_out, :] = -1
    kept[:, left_out] = -1
    np.fill_diagonal(kept, 0)
    kept.flags.writeable = False
    return kept


def _connections(
    sailings: Sequence[Sailing],
    vehicle: FerryVehicle,
    durations: Matrix,
    port_row: Mapping[str, int],
    landmass: Sequence[int],
) -> tuple[Connection, ...]:
    def transfer(from_port: str, to_port: str) -> int | None:
        seconds = int(durations[port_row[from_port], port_row[to_port]])
        return None if seconds < 0 else seconds

    masses = {port: landmass[row] for port, row in port_row.items()}
    return connections(sailings, masses, vehicle=vehicle, transfer=transfer)


def _place(name: str, at: Site | Port) -> Place:
    return Place(name=name, lat=at.lat, lon=at.lon)
