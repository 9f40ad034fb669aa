"""Defines what ties requests and routes together; one route alone cannot tell whether it is kept.

A `Problem` holds them in its field `relations`. A vehicle or driver that differs from the others,
or that someone names, is a vehicle type of its own with a count of one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from routing import validate_relations as validation

if TYPE_CHECKING:
    from routing.problem import Kind

__all__ = [
    "Group",
    "Incompatible",
    "Pin",
    "Precedence",
    "PreviousRoute",
    "Relations",
    "Sailing",
]

#: How fast a request is held to the previous plan; see `Request.pin`.
Pin = Literal["none", "vehicle", "order", "time", "frozen"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sailing:
    """One run of a vessel from a port to the next one; links name the sailings they use.

    The vehicles of all routes aboard it take, added up, no more than its capacity. A vessel that
    goes on to further ports has one sailing for each stretch; a link over several of them names
    them all.

    Parameters
    ----------
    capacity
        Deck units left for our vehicles; None for no limit.
    max_height_cm, max_length_cm
        Centimetres; a vehicle type that is higher or longer may use no link with this sailing. None
        for no limit.
    """

    name: str = ""
    capacity: int | None = None
    max_height_cm: int | None = None
    max_length_cm: int | None = None

    def __post_init__(self) -> None:
        validation.check_sailing(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class Incompatible:
    """Two kinds of goods that must be kept apart.

    Parameters
    ----------
    goods
        The kinds, as `Request.goods`. Twice the same kind: no two requests of it come together.
    same_vehicle
        False: they are never aboard at the same time. True: they are not even served by the same
        route one after the other.
    """

    goods: tuple[int, int]
    same_vehicle: bool = False

    def __post_init__(self) -> None:
        validation.check_incompatible(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Requests of which at most one is served.

    Its members have no prize of their own: once one of them is served, the others are not missing.

    Parameters
    ----------
    requests
        Indices; a request belongs to at most one group.
    prize
        Cost of serving none of them. None: exactly one must be served, if at all possible; then the
        group counts as one unserved request, of the highest priority among its members.
    """

    requests: tuple[int, ...]
    prize: int | None = None

    def __post_init__(self) -> None:
        validation.check_group(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class Precedence:
    """The last visit of one request finishes before the first visit of another starts.

    At the same second will do. `after` is served only if `before` is, by the same route or by
    another; there its vehicle waits if it must. What is frozen waits for nothing: it has begun.
    """

    before: int
    after: int

    def __post_init__(self) -> None:
        validation.check_precedence(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class PreviousRoute:
    """A route of the plan before this one, to which requests are pinned and changes are compared.

    Parameters
    ----------
    vehicle_type
        With a count of one, so that it names a vehicle; at most one previous route for each.
    tasks, starts
        Request and kind of each visit in order, and when it started.
    """

    vehicle_type: int
    tasks: tuple[tuple[int, Kind], ...]
    starts: tuple[int, ...]

    def __post_init__(self) -> None:
        validation.check_previous_route(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class Relations:
    """What ties the requests and routes of a problem together.

    Parameters
    ----------
    previous
        The plan before this one.
    moved_cost
        Price per request that another vehicle type serves than in the previous plan.
    shifted_cost
        Price per second by which a visit starts earlier or later than in the previous plan. It is
        charged on the timetable that the route has anyway, which is not chosen by it.
    balance_cost
        Price per second by which the longest route lasts longer than the shortest. Vehicles that
        stay at home do not count, so that someone may have a day off. (The spread and not squared
        deviations: it is a price per second like the others, and whole numbers keep it exact.)
    nights
        Moments, ascending. A route that leaves before one and returns after it is under way
        overnight; see `VehicleType.overnight_cost`.
    """

    sailings: tuple[Sailing, ...] = ()
    incompatible: tuple[Incompatible, ...] = ()
    groups: tuple[Group, ...] = ()
    precedences: tuple[Precedence, ...] = ()
    previous: tuple[PreviousRoute, ...] = ()
    moved_cost: int = 0
    shifted_cost: int = 0
    balance_cost: int = 0
    nights: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        validation.check_relations(self)
