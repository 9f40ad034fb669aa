"""Translates loads of truck legs into a routing problem: here both vocabularies meet.

Amounts become grams and millilitres, money thousandths of a won, sites and ports locations,
landmasses zones, identical trucks vehicle types, and ferry connections links. Hand-overs between
trucks and services become windows, so that trucks of all areas are routed in one problem.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from dispatch.day_network import DayNetwork, Matrix
from dispatch.fitness import may_serve
from dispatch.fleet import vehicle_groups
from dispatch.loads import Load
from dispatch.model import DayRequest, Site, Vehicle
from dispatch.windows import Windows, starts
from geo.ferries import Connection
from routing.problem import HORIZON, Link, Location, Problem, Request, Task, VehicleType

#: Routing counts money in thousandths of a won, so that won per kilometre and per hour stay whole
#: numbers per metre and per second.
COST_UNIT = 1000


@dataclass(frozen=True, kw_only=True)
class Translation:
    """A routing problem and what its indices mean.

    Parameters
    ----------
    problem
        None when there is nothing to route or no vehicle to do it.
    loads
        Load of each request.
    vehicles
        Vehicles of each vehicle type.
    connections
        Ferry connection of each link.
    rows
        Row of each location in the matrices of the day.
    hopeless
        Loads that no vehicle may carry or that have no moment at which to be handled.
    """

    problem: Problem | None
    loads: tuple[Load, ...]
    vehicles: tuple[tuple[Vehicle, ...], ...]
    connections: tuple[Connection, ...]
    rows: tuple[int, ...]
    hopeless: tuple[Load, ...]


def translate(
    request: DayRequest, day: DayNetwork, loads: Iterable[Load], eagerness: int | None = 1
) -> Translation:
    """Make the routing problem of some loads.

    Parameters
    ----------
    eagerness
        How many times its priority cost it costs to leave a load out; None: each must be carried if
        at all possible.
    """
    return _Translator(request, day, eagerness).translation(loads)


def handling_seconds(site: Site, parcels: int) -> int:
    """Return the seconds in which parcels are loaded or unloaded at a site, without its access."""
    return math.ceil(site.seconds_per_parcel * parcels)


def task_windows(site: Site, windows: Windows, parcels: int, finish_by: int | None) -> Windows:
    """Return when handling may begin, closed hours and the latest end taken into account."""
    busy = site.access + handling_seconds(site, parcels)
    return starts(windows, site.closed, busy, finish_by)


class _Translator:
    """Turns the parts of a request into those of a problem."""

    def __init__(self, request: DayRequest, day: DayNetwork, eagerness: int | None) -> None:
        self._eagerness = eagerness
        self._day = day
        self._site = {site.site_id: site for site in request.sites}
        self._groups = vehicle_groups(request)
        self._profiles = sorted({group[0].profile for group in self._groups})
        self._usable = tuple(
            {_key(connection) for connection in day.connections_of(group[0])}
            for group in self._groups
        )

    def translation(self, loads: Iterable[Load]) -> Translation:
        carried: list[Load] = []
        hopeless: list[Load] = []
        for load in loads:
            (carried if self._can_be_asked(load) else hopeless).append(load)
        if not carried or not self._groups:
            return Translation(
                problem=None,
                loads=tuple(carried),
                vehicles=self._groups,
                connections=(),
                rows=(),
                hopeless=tuple(hopeless),
            )
        rows, connections = self._rows(carried)
        at = {row: index for index, row in enumerate(rows)}
        names = {row: site_id for site_id, row in self._day.site_row.items()}
        problem = Problem(
            locations=tuple(self._location(row, names.get(row)) for row in rows),
            requests=tuple(self._request_of(load, at) for load in carried),
            vehicle_types=tuple(self._vehicle_type(group, at) for group in self._groups),
            durations=tuple(self._part(self._day.durations[name], rows) for name in self._profiles),
            distances=tuple(self._part(self._day.distances[name], rows) for name in self._profiles),
            links=tuple(self._link(connection, at) for connection in connections),
        )
        return Translation(
            problem=problem,
            loads=tuple(carried),
            vehicles=self._groups,
            connections=connections,
            rows=tuple(rows),
            hopeless=tuple(hopeless),
        )

    # -- places and links -------------------------------------------------------------------------

    def _rows(self, loads: Sequence[Load]) -> tuple[list[int], tuple[Connection, ...]]:
        """Return the rows of the day's matrices that matter, and the connections between them."""
        used = {site for load in loads for site in (load.leg.from_site, load.leg.to_site)}
        for group in self._groups:
            used |= {group[0].start_site, group[0].end_site}
        rows = {self._day.site_row[site] for site in used}
        masses = {self._day.landmass[row] for row in rows}
        connections = self._connections(masses)
        for connection in connections:
            rows |= {
                self._day.port_row[connection.from_port],
                self._day.port_row[connection.to_port],
            }
        return sorted(rows), connections

    def _connections(self, masses: set[int]) -> tuple[Connection, ...]:
        """Return what any of the vehicles can use between the landmasses of the day's loads."""
        found: dict[tuple[str, ...], Connection] = {}
        for group in self._groups:
            for connection in self._day.connections_of(group[0]):
                ends = {
                    self._day.landmass[self._day.port_row[port]]
                    for port in (connection.from_port, connection.to_port)
                }
                if ends <= masses and connection.departure >= 0:
                    found.setdefault(_key(connection), connection)
        return tuple(sorted(found.values(), key=lambda c: (c.departure, c.arrival, _key(c))))

    def _location(self, row: int, site_id: str | None) -> Location:
        masses = sorted(set(self._day.landmass))
        zone = masses.index(self._day.landmass[row])
        site = self._site[site_id] if site_id is not None else None
        return Location(
            name=site_id or "", zone=zone, access=site.access if site is not None else 0
        )

    def _part(self, matrix: Matrix, rows: Sequence[int]) -> Matrix:
        return np.ascontiguousarray(matrix[np.ix_(rows, rows)])

    def _link(self, connection: Connection, at: Mapping[int, int]) -> Link:
        key = _key(connection)
        costs: list[int | None] = []
        for group, usable in zip(self._groups, self._usable, strict=True):
            fare = connection.fare_for(group[0].class_id) if key in usable else None
            transfer = transfer_metres(connection, self._day, group[0].profile)
            costs.append(
                None if fare is None else fare * COST_UNIT + transfer * group[0].cost_per_km
            )
        return Link(
            name="+".join(key),
            board=at[self._day.port_row[connection.from_port]],
            alight=at[self._day.port_row[connection.to_port]],
            ready=max(0, connection.ready),
            departure=connection.departure,
            arrival=connection.arrival,
            costs=tuple(costs),
        )

    # -- loads and vehicles -----------------------------------------------------------------------

    def _can_be_asked(self, load: Load) -> bool:
        tasks = self._windows(load)
        return bool(tasks[0]) and bool(tasks[1]) and bool(self._types_for(load))

    def _windows(self, load: Load) -> tuple[Windows, Windows]:
        leg = load.leg
        return (
            task_windows(self._site[leg.from_site], leg.loading, load.parcels, None),
            task_windows(self._site[leg.to_site], leg.unloading, load.parcels, leg.unload_by),
        )

    def _types_for(self, load: Load) -> frozenset[int]:
        ends = (self._site[load.leg.from_site], self._site[load.leg.to_site])
        return frozenset(
            index
            for index, group in enumerate(self._groups)
            if (load.vehicle_types is None or index in load.vehicle_types)
            and may_serve(group[0], ends, load.temperatures, load.kg, load.litres)
        )

    def _request_of(self, load: Load, at: Mapping[int, int]) -> Request:
        loading, unloading = self._windows(load)
        types = self._types_for(load)
        return Request(
            name=f"{load.leg.from_site}>{load.leg.to_site}",
            pickup=self._task(load.leg.from_site, loading, load.parcels, at),
            delivery=self._task(load.leg.to_site, unloading, load.parcels, at),
            load=(_thousandths_up(load.kg), _thousandths_up(load.litres)),
            prize=self._prize(load),
            vehicle_types=None if len(types) == len(self._groups) else types,
        )

    def _prize(self, load: Load) -> int | None:
        if self._eagerness is None:
            return None
        return load.priority_cost * COST_UNIT * self._eagerness

    def _task(self, site_id: str, windows: Windows, parcels: int, at: Mapping[int, int]) -> Task:
        return Task(
            location=at[self._day.site_row[site_id]],
            windows=tuple((begin, min(end, HORIZON)) for begin, end in windows),
            service=handling_seconds(self._site[site_id], parcels),
        )

    def _vehicle_type(self, group: Sequence[Vehicle], at: Mapping[int, int]) -> VehicleType:
        vehicle = group[0]
        return VehicleType(
            name=vehicle.vehicle_id,
            count=len(group),
            start=at[self._day.site_row[vehicle.start_site]],
            end=at[self._day.site_row[vehicle.end_site]],
            capacity=(vehicle.capacity_kg * 1000, vehicle.capacity_litres * 1000),
            shift=vehicle.shift,
            max_duration=vehicle.max_shift,
            fixed_cost=vehicle.fixed_cost * COST_UNIT,
            unit_distance_cost=vehicle.cost_per_km,
            unit_duration_cost=round(vehicle.cost_per_hour * COST_UNIT / 3600),
            profile=self._profiles.index(vehicle.profile),
        )


def transfer_metres(connection: Connection, day: DayNetwork, profile: str) -> int:
    """Return the metres driven within a connection: between its ports, and in passages."""
    between = sum(
        int(day.distances[profile][day.port_row[before.to_port], day.port_row[after.from_port]])
        for before, after in pairwise(connection.sailings)
        if before.to_port != after.from_port
    )
    return between + sum(day.passages.get(one.sailing_id, 0) for one in connection.sailings)


def _key(connection: Connection) -> tuple[str, ...]:
    return tuple(sailing.sailing_id for sailing in connection.sailings)


def _thousandths_up(amount: float) -> int:
    """Round up, so that what fits in thousandths also fits in truth; a billionth is float dust."""
    return math.ceil(round(amount * 1000, 6))
