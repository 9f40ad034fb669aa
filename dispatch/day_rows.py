"""Joins sites, ports, roads and sailings to the network of a day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from dispatch.day_network import DayNetwork, Matrix, ferry_vehicle
from dispatch.model import DayRequest, Site
from dispatch.passages import Passage, metres_of, split_landmasses
from dispatch.shut_sites import shut_hours
from geo.day_roads import DayRoads
from geo.ferries import Connection, FerryVehicle, Port, Sailing, connections
from geo.snap import SNAP_LIMIT, Place
from geo.travel import TravelTimes

#: How far a port may lie from the nearest road. Harbour lists give a tenth of a minute, and sources
#: differ by up to a kilometre (DOMAIN.md section 9), so ports get twice the limit of a site.
PORT_LIMIT = 2 * SNAP_LIMIT


@dataclass(frozen=True, slots=True)
class DayRows:
    """The rows of the matrices of a day: sites, then ports at which vehicles board or land.

    Parameters
    ----------
    known
        All ports, also those without a row.
    """

    sites: tuple[Site, ...]
    ports: tuple[Port, ...]
    known: Mapping[str, Port]

    @classmethod
    def of(
        cls, sites: tuple[Site, ...], sailings: Sequence[Sailing], known: Mapping[str, Port]
    ) -> DayRows:
        """Return the rows of some sites and of the ports at which boats with vehicles call."""
        calls = {port for s in sailings if s.cars for port in (s.from_port, s.to_port)}
        return cls(sites, tuple(known[port] for port in sorted(calls) if port in known), known)

    def and_ports(self, ports: Sequence[Port]) -> DayRows:
        """Return the rows with further ports."""
        known = {**self.known, **{port.port_id: port for port in ports}}
        return DayRows(self.sites, (*self.ports, *ports), known)

    @property
    def places(self) -> tuple[Place, ...]:
        """Name and coordinates of the rows."""
        sites = (Place(name=one.site_id, lat=one.lat, lon=one.lon) for one in self.sites)
        ports = (Place(name=one.port_id, lat=one.lat, lon=one.lon) for one in self.ports)
        return (*sites, *ports)

    @property
    def port_row(self) -> dict[str, int]:
        """Row of each port that has one."""
        return {port.port_id: len(self.sites) + at for at, port in enumerate(self.ports)}


def day_network(
    request: DayRequest,
    rows: DayRows,
    roads: Mapping[str, DayRoads],
    sailings: Sequence[Sailing],
    crossings: Sequence[Passage] = (),
) -> DayNetwork:
    """Join what the map says about the rows with the sailings of a day.

    Parameters
    ----------
    roads
        Of each profile.
    crossings
        Passages of roads that are closed at times.
    """
    everything = sorted(
        (*sailings, *(one.sailing for one in crossings)), key=lambda one: one.departure
    )
    times = {name: one.always for name, one in roads.items()}
    on_map = _landmasses(list(times.values()), len(rows.sites), len(rows.ports))
    durations = {name: _within(one.durations, one, on_map) for name, one in times.items()}
    landmass = on_map
    if any(one.timed for one in roads.values()):
        landmass = split_landmasses(on_map, list(durations.values()))
    port_row = {port: row for port, row in rows.port_row.items() if landmass[row] >= 0}
    return DayNetwork(
        places=rows.places,
        site_row={site.site_id: at for at, site in enumerate(rows.sites)},
        port_row=port_row,
        landmass=landmass,
        on_map=on_map,
        durations=durations,
        distances={name: _within(one.distances, one, on_map) for name, one in times.items()},
        roads=roads,
        sailings=tuple(everything),
        ports=rows.known,
        passages=metres_of(crossings),
        shut=shut_hours(rows.sites, roads.values()),
        connections={
            (kind, name): _connections(everything, kind, durations[name], port_row, landmass)
            for kind, name in sorted(
                {(ferry_vehicle(v), v.profile) for v in request.vehicles}, key=repr
            )
        },
    )


def _landmasses(times: Sequence[TravelTimes], sites: int, ports: int) -> tuple[int, ...]:
    """Return the landmass of each row: of the first profile that has a road near enough.

    Rows without any road get a negative landmass of their own, so that nothing joins them.
    """
    limits = np.array([SNAP_LIMIT] * sites + [PORT_LIMIT] * ports)
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
