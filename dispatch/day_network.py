"""Holds what a map and a timetable say for one request."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dispatch.model import Vehicle, Window
from geo.day_roads import DayDrive, DayRoads
from geo.ferries import Connection, FerryVehicle, Port, Sailing
from geo.road_state import FREE
from geo.snap import Place

Matrix = NDArray[np.int32]


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
    on_map
        The same as the map has it, whatever is closed on that day.
    durations, distances
        Seconds and metres by road per profile; -1 where no road leads. On roads that are closed at
        times these are what one can rely on all day; `drive` knows the hours.
    roads
        The roads of each profile through the day.
    sailings
        Of the day and the next, in order of departure, with those that carry no vehicles, and the
        passages of roads that are closed at times.
    ports
        All ports of the timetable, and the ends of such roads.
    passages
        Metres that each passage drives, by its id among the sailings.
    shut
        When sites cannot be reached because the road on which they lie is closed.
    """

    places: tuple[Place, ...]
    site_row: Mapping[str, int]
    port_row: Mapping[str, int]
    landmass: tuple[int, ...]
    on_map: tuple[int, ...]
    durations: Mapping[str, Matrix]
    distances: Mapping[str, Matrix]
    roads: Mapping[str, DayRoads]
    sailings: tuple[Sailing, ...]
    ports: Mapping[str, Port]
    passages: Mapping[str, int]
    shut: Mapping[str, tuple[Window, ...]]
    connections: Mapping[tuple[FerryVehicle, str], tuple[Connection, ...]]

    def landmass_of(self, site_id: str) -> int:
        """Return the landmass of a site."""
        return self.landmass[self.site_row[site_id]]

    def drive(self, profile: str, row: int, to_row: int, departure: int) -> DayDrive | None:
        """Return what a drive takes that leaves at a time; None where no road leads."""
        if self.durations[profile][row, to_row] < 0:
            return None
        if row == to_row:
            return DayDrive(0, 0, FREE)
        return self.roads[profile].drive(row, to_row, departure)

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
