"""Defines a day's request: orders, sites, vehicles and services, with clock times and kilograms.

Clock times are seconds since local midnight of the planning day (`DayRequest.date` in
`DayRequest.timezone`); they may exceed 24 h when something happens on the next day. Money is won.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from geo.closures import Closure
from geo.faults import Text

Window = tuple[int, int]
Temperature = Literal["ambient", "chilled", "frozen"]
SiteKind = Literal[
    "producer", "hub", "crossdock", "complex", "port", "market", "carrier", "customer"
]
Channel = Literal["door", "locker", "market", "carrier", "jeju", "local"]
ServiceMode = Literal["linehaul", "freight"]

TEMPERATURES: tuple[Temperature, ...] = ("ambient", "chilled", "frozen")


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """A place where something is picked up, handled or delivered.

    Parameters
    ----------
    windows
        Opening hours; a stop begins within one of them.
    closed
        Hours in which a truck may neither arrive nor leave (school run bans).
    access
        Seconds for gate, parking and carting, once per stop however many orders it has.
    seconds_per_parcel
        Handling of one parcel, loading or unloading.
    max_height_m
        Highest vehicle that may enter; None for no limit.
    max_payload_kg
        Largest vehicle class that may enter (narrow lanes, no ramp); None for no limit.
    drop_site
        Where the people of this site bring their goods themselves (a port on an islet); None when a
        vehicle comes to them.
    """

    site_id: str
    name: Text
    kind: SiteKind
    lat: float
    lon: float
    windows: tuple[Window, ...] = ((0, 2 * 86400),)
    closed: tuple[Window, ...] = ()
    access: int = 0
    seconds_per_parcel: float = 0.0
    max_height_m: float | None = None
    max_payload_kg: int | None = None
    drop_site: str | None = None
    contact: str = ""
    access_note: Text = field(default=Text("", ""))


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """Parcels of one kind from one site to another.

    Parameters
    ----------
    kg, litres
        Of all parcels together.
    pickup_windows, delivery_windows
        Narrow the windows of the sites; empty for the sites' own.
    max_time
        Seconds from pick-up to delivery; None for no limit.
    priority_cost
        Won lost when the order is not served.
    dong, ho
        Building and unit within an apartment complex; empty elsewhere.
    """

    order_id: str
    origin: str
    destination: str
    parcels: int
    kg: float
    litres: float
    temperature: Temperature = "ambient"
    channel: Channel = "door"
    product: str = ""
    pickup_windows: tuple[Window, ...] = ()
    delivery_windows: tuple[Window, ...] = ()
    max_time: int | None = None
    priority_cost: int = 15_000
    dong: str = ""
    ho: str = ""
    note: str = ""

    @property
    def likeness(self) -> tuple[object, ...]:
        """What two orders have in common that can always travel together."""
        return (
            self.origin,
            self.destination,
            self.temperature,
            self.pickup_windows,
            self.delivery_windows,
            self.max_time,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Vehicle:
    """A truck with its shift.

    Parameters
    ----------
    class_id
        Fare class of ferries and name of the vehicle class (C1R, C25R ...).
    profile
        Name of the road profile (truck-1t ...).
    temperatures
        Goods that it may carry.
    start_site, end_site
        Where the shift begins and ends.
    max_shift
        Longest time between leaving the start and reaching the end.
    driver
        Name or number; a vehicle without a driver is a spare and is not planned.
    weight_kg
        Laden as far as allowed, for the limits of ferries; None where it is not known.
    """

    vehicle_id: str
    name: Text
    class_id: str
    profile: str
    capacity_kg: int
    capacity_litres: int
    height_m: float
    length_m: float
    temperatures: frozenset[Temperature]
    start_site: str
    end_site: str
    shift: Window
    max_shift: int
    driver: str
    fixed_cost: int
    cost_per_km: int
    cost_per_hour: int
    weight_kg: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """A scheduled run that carries goods without our vehicles: linehaul or freight by boat.

    Parameters
    ----------
    run_id
        Legs of one run share it; goods stay aboard from one leg to the next.
    departure, arrival
        Seconds since local midnight of the planning day.
    cut_off
        Seconds before departure by which goods must be at `from_site`.
    handling
        Seconds after arrival until goods are available at `to_site`.
    cost, cost_per_parcel
        Won; the fixed cost is due once a parcel is aboard the leg.
    """

    service_id: str
    run_id: str
    name: Text
    mode: ServiceMode
    from_site: str
    to_site: str
    departure: int
    arrival: int
    cut_off: int
    handling: int
    capacity_kg: int
    capacity_litres: int
    temperatures: frozenset[Temperature]
    cost: int
    cost_per_parcel: int
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DayRequest:
    """Everything that is asked for on one day.

    Parameters
    ----------
    county
        Name of the area, for headings.
    closures
        Roads that are closed for some time.
    rows
        Lines of the files from which "orders", "sites", "vehicles" and "services" were read, one
        per item, so that a message can name them; empty when they did not come from files.
    """

    date: date
    timezone: str
    county: Text
    sites: tuple[Site, ...]
    orders: tuple[Order, ...]
    vehicles: tuple[Vehicle, ...]
    services: tuple[Service, ...]
    closures: tuple[Closure, ...] = ()
    rows: Mapping[str, tuple[int, ...]] = field(default_factory=dict, compare=False, repr=False)
