"""Defines ports, the sailings of a date, and connections: one sailing or several in a row.

Times are seconds since local midnight of the planning day (the plan's epoch); they may be negative
or exceed 24 h. Money is won.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Port:
    """A landing place.

    Parameters
    ----------
    island
        Name of the island, or of the mainland, as the timetable has it.
    cars
        Whether vehicles can be landed; None where the source does not say.
    request
        Whether boats call only when booked beforehand.
    """

    port_id: str
    name: str
    lat: float
    lon: float
    island: str = ""
    cars: bool | None = None
    note: str = ""
    request: bool = False
    name_en: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FerryVehicle:
    """What a ferry asks about a vehicle: its fare class and its measures.

    Parameters
    ----------
    weight_kg
        Gross weight; None when it is not known, and then no weight limit applies.
    """

    class_id: str
    height_m: float
    length_m: float
    weight_kg: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sailing:
    """One departure on one date, from one port to the next.

    Parameters
    ----------
    sailing_id
        As in the timetable; sailings of following days carry "+1", "+2" behind it.
    check_in
        Seconds before departure by which a vehicle must be at the quay.
    fares
        Won per vehicle class.
    default_fare
        Won for a class that `fares` does not name; None when such a class is not carried.
    max_vehicle_height_m, max_vehicle_length_m, max_vehicle_weight_kg
        None for no limit.
    request
        Whether the boat sails or calls only when booked with the captain beforehand.
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
    default_fare: int | None
    source: str
    note: str
    request: bool = False

    @property
    def ready(self) -> int:
        """Latest moment for a vehicle to be at the quay."""
        return self.departure - self.check_in

    def fare_for(self, class_id: str) -> int | None:
        """Return the fare of a vehicle class in won, or None if it is not carried."""
        return self.fares.get(class_id, self.default_fare)

    def refusal(self, vehicle: FerryVehicle) -> str | None:
        """Return what keeps a vehicle off: "cars", "height", "length", "weight" or "class"."""
        limits = (
            ("height", self.max_vehicle_height_m, vehicle.height_m),
            ("length", self.max_vehicle_length_m, vehicle.length_m),
            ("weight", self.max_vehicle_weight_kg, vehicle.weight_kg),
        )
        if not self.cars:
            return "cars"
        for name, limit, value in limits:
            if limit is not None and value is not None and value > limit:
                return name
        return "class" if self.fare_for(vehicle.class_id) is None else None

    def carries(self, vehicle: FerryVehicle) -> bool:
        """Whether the vehicle may go aboard."""
        return self.refusal(vehicle) is None


@dataclass(frozen=True, slots=True, kw_only=True)
class Connection:
    """One sailing or several in a row, from a port of one landmass to a port of another.

    A vehicle at `from_port` by `ready` is at `to_port` at `arrival`. Where the next sailing leaves
    from another port than the one before has reached, the vehicle drives from one to the other.
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
        return self.sailings[0].ready

    @property
    def departure(self) -> int:
        """Of the first sailing."""
        return self.sailings[0].departure

    @property
    def arrival(self) -> int:
        """Of the last sailing."""
        return self.sailings[-1].arrival

    def fare_for(self, class_id: str) -> int | None:
        """Return all fares together in won, or None if a sailing does not carry the class.

        A vehicle that stays aboard through a port pays for both legs.
        """
        total = 0
        for sailing in self.sailings:
            fare = sailing.fare_for(class_id)
            if fare is None:
                return None
            total += fare
        return total
