"""Defines what is to be routed: locations, requests, vehicle types, scheduled links, matrices.

Times are whole seconds since the plan's epoch, distances metres, costs any one integer unit
(dispatch uses thousandths of a won). A `Problem` is frozen and checked once, when it is made; the
kernel trusts it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from routing import validate_relations, validation
from routing.compartments import SharedRoom, check_compartments
from routing.relations import Pin, Relations
from routing.rests import MealWindow, RestRule, check_rests
from routing.speeds import Speeds, check_speeds
from routing.straight import Straight
from routing.validation import HORIZON

__all__ = [
    "HORIZON",
    "Kind",
    "Link",
    "Location",
    "Matrix",
    "Problem",
    "Request",
    "SoftWindow",
    "Task",
    "Travel",
    "VehicleType",
    "Window",
]

Matrix = NDArray[np.int32]
Travel = Matrix | Straight
Window = tuple[int, int]
Kind = Literal["pickup", "delivery", "reload"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Location:
    """A point where vehicles stop.

    Parameters
    ----------
    name
        For people; need not be unique.
    zone
        Roads never join different zones; only a `Link` does.
    access
        Seconds spent once when a vehicle arrives here from another location (gate, parking), shared
        by all consecutive visits here. It is spent after the first visit's start, before its
        service.
    x, y
        Coordinates of benchmark instances; not used by the solver.
    """

    name: str = ""
    zone: int = 0
    access: int = 0
    x: float | None = None
    y: float | None = None

    def __post_init__(self) -> None:
        validation.check_location(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class SoftWindow:
    """When a visit should start; outside it may, for a price.

    A visit starts as soon as its task's `windows` and `closed` hours allow, never later for the
    sake of a soft window; but a route leaves when its whole cost, these prices included, is least.

    Parameters
    ----------
    span
        `(open, close)`; a start in between, both inclusive, is free.
    early_cost, late_cost
        Per second by which the start comes before it or after it.
    """

    span: Window
    early_cost: int = 0
    late_cost: int = 0

    def __post_init__(self) -> None:
        validation.check_soft_window(self)

    def cost(self, start: int) -> int:
        """Price of a start."""
        early, late = max(0, self.span[0] - start), max(0, start - self.span[1])
        return self.early_cost * early + self.late_cost * late


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """What is done at one location for a request, or when a vehicle reloads.

    Parameters
    ----------
    location
        Index into `Problem.locations`.
    windows
        Sorted, disjoint `(open, close)` pairs, both inclusive; the start must lie in one of them.
    service
        Seconds.
    closed
        Sorted, disjoint `(from, until)` hours that the visit, from its start to its finish, must
        not overlap: it finishes by `from` or starts no earlier than `until`.
    soft
        When the visit should start, and what it costs if it does not.
    """

    location: int
    windows: tuple[Window, ...] = ((0, HORIZON),)
    service: int = 0
    closed: tuple[Window, ...] = ()
    soft: SoftWindow | None = None

    def __post_init__(self) -> None:
        validation.check_task(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """Something to be moved, served whole by one vehicle or not at all.

    With only a delivery the load comes from where its trip begins (the vehicle's start or the
    reload before it); with only a pick-up it goes to where its trip ends; with both it is picked up
    before it is delivered, by the same vehicle in the same route, and stays aboard at reloads.

    Parameters
    ----------
    pickup, delivery
        At least one of them.
    load
        One non-negative amount per load dimension; all zeros for a visit without load.
    prize
        Cost of leaving the request unserved. None: it must be served if at all possible (the solver
        leaves it out only when it finds no place, which outweighs every other cost).
    vehicle_types
        Indices of the vehicle types that may serve it; None for all.
    release
        Moment from which the load is there: its pick-up starts no earlier; without a pick-up its
        trip neither leaves the vehicle's start nor begins to reload any earlier.
    max_age
        Longest time from the release to the start of the delivery; None for no limit.
    max_aboard
        Longest time aboard, from the finish of the pick-up to the start of the delivery; without
        one of them from the beginning, or to the end, of the trip. None for no limit. Visits start
        as early as possible, but a loading is put off as far as this limit asks for.
    preferred_types, unpreferred_cost
        Vehicle types that should serve it, None for all, and what it costs when another one does.
    goods
        Kind of goods, from 0 to 63, for `Incompatible`; None where that does not matter.
    priority
        0 to 4. Of required requests, one of a higher priority is never left unserved for any number
        of lower ones.
    pin
        How fast the request is held to `Relations.previous`. "vehicle": no other vehicle type
        serves it. "order": and what is so pinned in the same previous route keeps its order.
        "time": and each visit starts at its previous second, whatever its windows say. "frozen":
        and the route begins with all its frozen visits. Only what is frozen must be served.
    """

    name: str = ""
    pickup: Task | None = None
    delivery: Task | None = None
    load: tuple[int, ...] = ()
    prize: int | None = None
    vehicle_types: frozenset[int] | None = None
    release: int = 0
    max_age: int | None = None
    max_aboard: int | None = None
    preferred_types: frozenset[int] | None = None
    unpreferred_cost: int = 0
    goods: int | None = None
    priority: int = 0
    pin: Pin = "none"

    def __post_init__(self) -> None:
        validation.check_request(self)
        validate_relations.check_request(self)

    @property
    def tasks(self) -> tuple[tuple[Kind, Task], ...]:
        """The tasks of the request in the order in which they must be visited."""
        both: tuple[tuple[Kind, Task | None], ...] = (
            ("pickup", self.pickup),
            ("delivery", self.delivery),
        )
        return tuple((kind, task) for kind, task in both if task is not None)


@dataclass(frozen=True, slots=True, kw_only=True)
class VehicleType:
    """Vehicles that are alike in every respect.

    Parameters
    ----------
    count
        How many there are.
    start, end
        Location indices; None where a route begins at its first or ends at its last visit.
    capacity
        One amount per load dimension.
    configurations
        Ways in which its walls can stand: capacities per load dimension. One of them, besides
        `capacity`, must hold for all of a trip. Empty: the walls do not matter.
    shared_rooms
        Room that load dimensions share, besides `capacity`, with walls that stand where each trip
        wants them.
    rests, meals
        Of the driver; see `routing.rests`.
    shift
        Earliest departure and latest return.
    max_duration, max_distance
        Limits of one route, from departure to return; None for no limit.
    max_stops
        Most arrivals of one route at a location from another one to visit it, reloads not counted;
        None for no limit.
    reloads
        Where and when the vehicle may be emptied and loaded again on its way: there a trip ends and
        the next begins. The service is the time for both.
    max_trips
        Most trips of one route, one more than its reloads; None for no limit.
    fixed_cost
        Charged once per used vehicle.
    unit_distance_cost, unit_duration_cost
        Per metre, and per second between departure and return, waiting included.
    overtime_after, unit_overtime_cost
        What each second of a route's duration beyond the first costs on top; None: no overtime.
    profile
        Index into `Problem.durations` and `Problem.distances`.
    deck_units
        Room that it takes aboard a `Sailing`.
    height_cm, length_cm
        Centimetres, compared with the limits of sailings; None where it fits everywhere.
    overnight_cost
        Price per night of `Relations.nights` on which a route is under way; None: it must not be.
    """

    name: str = ""
    count: int = 1
    start: int | None = 0
    end: int | None = 0
    capacity: tuple[int, ...] = ()
    shift: Window = (0, HORIZON)
    max_duration: int | None = None
    max_distance: int | None = None
    fixed_cost: int = 0
    unit_distance_cost: int = 1
    unit_duration_cost: int = 0
    profile: int = 0
    max_stops: int | None = None
    reloads: tuple[Task, ...] = ()
    max_trips: int | None = None
    overtime_after: int | None = None
    unit_overtime_cost: int = 0
    deck_units: int = 1
    height_cm: int | None = None
    length_cm: int | None = None
    overnight_cost: int | None = 0
    configurations: tuple[tuple[int, ...], ...] = ()
    shared_rooms: tuple[SharedRoom, ...] = ()
    rests: tuple[RestRule, ...] = ()
    meals: tuple[MealWindow, ...] = ()

    def __post_init__(self) -> None:
        check_rests(self)
        validation.check_vehicle_type(self)
        validate_relations.check_vehicle_type(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A scheduled connection between two zones: one sailing, or several with changes in between.

    A vehicle that is at `board` no later than `ready` is at `alight` at `arrival`. Links are chosen
    by earliest arrival at the next visit, then by lowest cost, then by latest `ready`, then by
    lowest index.

    Parameters
    ----------
    board, alight
        Location indices; their zones are the zones that the link joins.
    ready
        Latest moment to be at `board`: departure less check-in time.
    departure, arrival
        Of the vessel; `ready <= departure <= arrival`.
    costs
        Fare per vehicle type; None where the vehicle type may not use the link (too high, too
        heavy).
    distance
        Metres aboard; shown in plans, not charged per metre.
    sailings
        Indices into `Relations.sailings` of those it uses, whose limits it shares with other links.
    """

    name: str = ""
    board: int
    alight: int
    ready: int
    departure: int
    arrival: int
    costs: tuple[int | None, ...]
    distance: int = 0
    sailings: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        validation.check_link(self)
        validate_relations.check_link(self)


@dataclass(frozen=True, kw_only=True, eq=False)
class Problem:
    """A routing problem.

    Parameters
    ----------
    durations, distances
        One n x n int32 matrix per profile, seconds and metres by road; -1 where no road leads,
        which is the case between all locations of different zones. Zero on the diagonal. The arrays
        become read-only; the same array may serve as both. A `Straight` may take the place of a
        matrix where there is one zone.
    tolls
        None, or one n x n int32 matrix per profile: what driving from one location to another costs
        on top of its metres; zero where no road leads.
    speeds
        None, or per profile how fast its vehicles are by the time of day; None where that does not
        change.

    Raises
    ------
    ValueError
        Naming the argument and the rule it breaks.
    """

    locations: tuple[Location, ...]
    requests: tuple[Request, ...]
    vehicle_types: tuple[VehicleType, ...]
    durations: tuple[Travel, ...]
    distances: tuple[Travel, ...]
    links: tuple[Link, ...] = field(default=())
    tolls: tuple[Matrix, ...] = field(default=())
    relations: Relations = field(default=Relations())
    speeds: tuple[Speeds | None, ...] = field(default=())

    def __post_init__(self) -> None:
        for name in ("durations", "distances", "tolls"):
            matrices = validation.frozen_matrices(name, getattr(self, name), name != "tolls")
            object.__setattr__(self, name, matrices)
        validation.check_problem(self)
        validate_relations.check_problem(self)
        check_compartments(self)
        check_speeds(self)
