"""Holds a plan: what was decided for a day, in clock times, and why something was left out.

Plans are immutable and are written to `plan.json` as they stand here (docs/plan.md). Times are
seconds since local midnight of the planning day, distances metres, money won, loads kilograms and
litres.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from dispatch.model import Channel, Temperature
from geo.faults import Text

#: Version of the shape of plan.json; raised when a field changes its meaning or goes away.
PLAN_VERSION = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Coordinate:
    """A point in WGS84 degrees."""

    lat: float
    lon: float


@dataclass(frozen=True, slots=True, kw_only=True)
class SailingUse:
    """One vehicle aboard one sailing, or passing a road that is closed at times.

    Parameters
    ----------
    check_in
        Latest moment to be at the quay with the vehicle.
    fare
        Won for this vehicle class.
    last_home
        Departure of the last sailing of the day by which this vehicle can still return to the
        landmass of its end site from the port of arrival; None when it is already on the way home.
    fallbacks
        Later sailings of the day on the same leg, as "11:20 새섬두레".
    passage
        Whether it is a road that may be passed then, and no boat: `vessel` is its name, and
        `departure` when one drives on.
    """

    sailing_id: str
    vessel: str
    from_port: str
    from_port_name: Text
    to_port: str
    to_port_name: Text
    check_in: int
    departure: int
    arrival: int
    fare: int
    last_home: int | None = None
    fallbacks: tuple[str, ...] = ()
    note: str = ""
    passage: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Leg:
    """The way from the previous stop (or the start) to a stop (or the end).

    Parameters
    ----------
    distance
        Metres by road.
    driving
        Seconds at the wheel.
    waiting
        Seconds waited at the quay and before the stop could begin.
    toll
        Won.
    sailings
        In order, passages of roads that are closed at times among them; empty when the whole way is
        by road.
    line
        The way on the map, one polyline per road part (the parts before, between and after the
        sailings).
    """

    distance: int
    driving: int
    waiting: int = 0
    toll: int = 0
    sailings: tuple[SailingUse, ...] = ()
    line: tuple[tuple[Coordinate, ...], ...] = ()

    @property
    def boats(self) -> tuple[SailingUse, ...]:
        """The sailings without the passages."""
        return tuple(one for one in self.sailings if not one.passage)


@dataclass(frozen=True, slots=True, kw_only=True)
class Handling:
    """Parcels of one order that are loaded or unloaded at a stop.

    Parameters
    ----------
    action
        "load" or "unload".
    counterpart
        Site where these parcels go next (load) or came from (unload).
    """

    order_id: str
    action: str
    parcels: int
    kg: float
    litres: float
    temperature: Temperature
    channel: Channel
    product: str
    counterpart: str
    dong: str = ""
    ho: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stop:
    """One stay at a site, with everything that is loaded and unloaded there.

    Parameters
    ----------
    leg
        How the vehicle came here.
    arrival, start, finish
        `start` is the beginning of access and handling.
    load_kg, load_litres
        On board when leaving.
    """

    site_id: str
    leg: Leg
    arrival: int
    start: int
    finish: int
    handlings: tuple[Handling, ...]
    load_kg: float
    load_litres: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """Won, by kind."""

    fixed: int = 0
    distance: int = 0
    time: int = 0
    fares: int = 0
    tolls: int = 0

    @property
    def total(self) -> int:
        """All kinds together."""
        return self.fixed + self.distance + self.time + self.fares + self.tolls


@dataclass(frozen=True, slots=True, kw_only=True)
class Tour:
    """The day of one vehicle and its driver."""

    vehicle_id: str
    driver: str
    start_site: str
    end_site: str
    departure: int
    arrival: int
    stops: tuple[Stop, ...]
    home: Leg
    distance: int
    driving: int
    cost: Cost


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceUse:
    """What one leg of a scheduled service carries."""

    service_id: str
    order_ids: tuple[str, ...]
    parcels: int
    kg: float
    litres: float
    cost: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One leg of an order's itinerary: by one of our vehicles, by a service, or by its own people.

    Parameters
    ----------
    by
        "vehicle", "service" or "own" (the producer brings it to the drop site).
    carrier
        Vehicle id, service id, or empty.
    departure, arrival
        Departure: loading begins or the service leaves; arrival: unloading ended or the goods are
        available.
    """

    by: str
    carrier: str
    from_site: str
    to_site: str
    departure: int
    arrival: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderPlan:
    """The way of one served order from its origin to its destination."""

    order_id: str
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Unserved:
    """An order that is not in the plan, and why.

    Parameters
    ----------
    code
        Stable name of the reason in kebab-case ("no-sailing", "no-vehicle-fits", "no-road",
    "no-time", "no-service", "no-room", "not-found", "too-costly", "road-closed").
    holders
        Orders that would have to leave the plan for it, where they are known.
    price
        Won that serving it would add to the plan, `holders` left out and their worth lost, its own
        worth not counted; None where that is not known.
    """

    order_id: str
    code: str
    reason: Text
    remedy: Text
    holders: tuple[str, ...] = ()
    price: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Exclusion:
    """A vehicle that was never considered for something, and the rule that excludes it.

    Parameters
    ----------
    code
        "site-height", "site-payload", "temperature", "ferry-height", "ferry-length",
        "ferry-weight", "ferry-class" or "no-driver".
    subject
        Site id, vessel name or temperature that excludes it; empty when the vehicle is not planned
        at all.
    """

    vehicle_id: str
    code: str
    subject: str
    reason: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Totals:
    """The plan in figures."""

    orders: int
    served: int
    parcels: int
    parcels_served: int
    tours: int
    distance: int
    driving: int
    working: int
    sailings: int
    cost: Cost
    service_cost: int

    @property
    def cost_per_parcel(self) -> float:
        """Won per served parcel, services included."""
        return (self.cost.total + self.service_cost) / max(1, self.parcels_served)


@dataclass(frozen=True, slots=True, kw_only=True)
class SolverRun:
    """How the plan was found, so that it can be found again."""

    seed: int
    seconds: float
    iterations: int
    version: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """The plan of a day.

    Parameters
    ----------
    closures
        Roads that are closed for some time, as "진도대교 10:00-12:00".
    """

    version: int
    date: date
    timezone: str
    county: Text
    tours: tuple[Tour, ...]
    services: tuple[ServiceUse, ...]
    orders: tuple[OrderPlan, ...]
    unserved: tuple[Unserved, ...]
    exclusions: tuple[Exclusion, ...]
    totals: Totals
    run: SolverRun
    notes: tuple[Text, ...] = field(default=())
    closures: tuple[str, ...] = ()
