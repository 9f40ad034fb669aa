"""Turns a ferry timetable into the sailings of a date and the connections between landmasses.

Times are seconds since local midnight of the planning day (the plan's epoch); they may be negative or exceed 24 h.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class Port:
    """A landing place.

    Parameters
    ----------
    cars
        Whether vehicles can be landed; None where the source does not say.
    """

    port_id: str
    name: str
    lat: float
    lon: float
    island: str = ""
    cars: bool | None = None
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sailing:
    """One departure on one date, from one port to the next.

    Parameters
    ----------
    check_in
        Seconds before departure by which a vehicle must be at the quay.
    fares
        Won per vehicle class; a class that is not named is not carried when `fares` is not empty.
    max_vehicle_height_m, max_vehicle_length_m, max_vehicle_weight_kg
        None for no limit.
    """

    sailing_id: str
    vessel: str
    from_port: str
    to_port: str
    departure: int
    arrival: int
    cars: bool
    check_in: int
    max_vehicle_height_m: float | None
    max_vehicle_length_m: float | None
    max_vehicle_weight_kg: int | None
    fares: Mapping[str, int]
    default_fare: int
    source: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Connection:
    """One sailing or several in a row, from a port of one landmass to a port of another.

    A vehicle at `from_port` by `ready` is at `to_port` at `arrival`.
    """

    sailings: tuple[Sailing, ...]

    @property
    def from_port(self) -> str:
        """Where the vehicle goes aboard."""
        return self.sailings[0].from_port

    @property
    def to_port(self) -> str:
        """Where the vehicle lands at last."""
        return self.sailings[-1].to_port

    @property
    def ready(self) -> int:
        """Latest moment to be at `from_port`."""
        return self.sailings[0].departure - self.sailings[0].check_in

    @property
    def departure(self) -> int:
        """Of the first sailing."""
        return self.sailings[0].departure

    @property
    def arrival(self) -> int:
        """Of the last sailing."""
        return self.sailings[-1].arrival


@dataclass(frozen=True, slots=True, kw_only=True)
class Timetable:
    """The checked rows of a timetable: what sails when, with validity; see `Timetable.sailings_on`."""

    ports: Mapping[str, Port]
    source: str

    def sailings_on(self, day: date, timezone: str, days: int = 2) -> tuple[Sailing, ...]:
        """Return the sailings of `day` and the following days, in order of departure."""
        raise NotImplementedError
