"""Holds a benchmark instance: what the file says, and the problem made of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import inf

import numpy as np

from routing.instances.measure import (
    UNITS,
    Convention,
    Floats,
    euclidean,
    measured,
    problem_scale,
    whole_matrix,
)
from routing.problem import (
    HORIZON,
    Location,
    Matrix,
    Problem,
    Request,
    Task,
    VehicleType,
    Window,
)
from routing.solution import Solution
from routing.straight import Rounding, Straight

#: With more nodes, straight distances stay coordinates where their convention lets them.
MOST_IN_A_TABLE = 2000

#: How a `Straight` rounds as these conventions do.
ROUNDINGS: dict[Convention, Rounding] = {"rounded": "nearest", "dimacs": "down"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """A row of the file, in its units.

    Parameters
    ----------
    demand
        Brought from the depot; with a `partner` brought from one of the two to the other.
    backhaul
        Taken to the depot, after all that is brought.
    prize
        Lost when the node is left out; None where it may not be left out.
    release
        Moment from which its demand is at the depot.
    partner
        Li & Lim: id of the delivery that belongs to this pick-up.
    """

    id: int
    x: float
    y: float
    demand: int = 0
    backhaul: int = 0
    ready: float = 0
    due: float = inf
    service: float = 0
    prize: float | None = None
    release: float = 0
    partner: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Vehicle:
    """A vehicle of the file, in its units; `depot`, `allowed` and `reload` are ids of nodes."""

    depot: int
    capacity: int
    fixed_cost: float = 0
    unit_cost: int = 1
    max_duration: float | None = None
    allowed: frozenset[int] | None = None
    reload: int | None = None


@dataclass(frozen=True, kw_only=True, eq=False)
class Instance:
    """A benchmark instance.

    Parameters
    ----------
    nodes
        In the order of the file, depots included; their positions are the problem's locations.
    vehicles
        In the order of the file. For formats without a fleet limit, as many as there are customers.
    depots
        Ids of nodes that are no customers.
    divisor
        Units of the convention per unit in which costs are stated: 10 for Solomon texts by
        "dimacs".
    sol_offset
        What to add to a number in a .sol file to get an id.
    weights
        Distances given by the file; None where they are Euclidean.
    """

    name: str
    convention: Convention
    nodes: tuple[Node, ...]
    vehicles: tuple[Vehicle, ...]
    depots: frozenset[int]
    divisor: int = 1
    sol_offset: int = 0
    weights: Floats | None = None

    @property
    def vehicles_first(self) -> bool:
        """Whether fewest vehicles come before least cost."""
        return self.convention in {"sintef", "minutes"}

    @cached_property
    def by_id(self) -> Mapping[int, Node]:
        """The nodes by id."""
        return {node.id: node for node in self.nodes}

    @cached_property
    def position(self) -> Mapping[int, int]:
        """Position of each id among the nodes."""
        return {node.id: index for index, node in enumerate(self.nodes)}

    @cached_property
    def distances(self) -> Floats:
        """Straight distances between nodes as doubles, or what the file gives."""
        if self.weights is not None:
            return self.weights
        coordinates = np.array([(node.x, node.y) for node in self.nodes], dtype=np.float64)
        return euclidean(coordinates[:, 0], coordinates[:, 1])

    @cached_property
    def straight(self) -> Straight | None:
        """Distances of a large instance as coordinates; None where a table holds them."""
        rounding = ROUNDINGS.get(self.convention)
        backhauls = any(node.backhaul for node in self.nodes)
        small = len(self.nodes) <= MOST_IN_A_TABLE
        if small or rounding is None or self.weights is not None or backhauls:
            return None
        return Straight(
            x=np.array([node.x for node in self.nodes]),
            y=np.array([node.y for node in self.nodes]),
            scale=self.scale,
            rounding=rounding,
        )

    @cached_property
    def legs(self) -> Floats | Straight:
        """Distances in the units of the convention."""
        return self.straight or measured(self.distances, self.convention)

    @cached_property
    def fleet(self) -> Mapping[Vehicle, tuple[int, ...]]:
        """Vehicles that are alike, and their positions in the file; the problem's vehicle types."""
        groups: dict[Vehicle, list[int]] = {}
        for number, vehicle in enumerate(self.vehicles):
            groups.setdefault(vehicle, []).append(number)
        return {vehicle: tuple(numbers) for vehicle, numbers in groups.items()}

    @cached_property
    def scale(self) -> int:
        """The problem's units per unit of the file."""
        if self.convention != "sintef":
            return UNITS[self.convention]
        due = max((node.due for node in self.nodes if node.due < inf), default=0)
        longest = float(self.distances.max()) + max(node.service for node in self.nodes)
        return problem_scale(self.convention, due + longest)

    @cached_property
    def request_ids(self) -> tuple[tuple[int, ...], ...]:
        """Ids of the one or two nodes of each request, in visiting order."""
        deliveries = {node.partner for node in self.nodes if node.partner is not None}
        return tuple(
            (node.id,) if node.partner is None else (node.id, node.partner)
            for node in self.nodes
            if node.id not in self.depots and node.id not in deliveries
        )

    @cached_property
    def problem(self) -> Problem:
        """The instance as a routing problem."""
        travel = self.straight or self._matrix()
        return Problem(
            locations=tuple(Location(name=str(node.id), x=node.x, y=node.y) for node in self.nodes),
            requests=tuple(self._request(ids) for ids in self.request_ids),
            vehicle_types=tuple(self._vehicle_type(vehicle) for vehicle in self.fleet),
            durations=(travel,),
            distances=(travel,),
        )

    def units(self, value: float) -> int:
        """Turn an amount of the file into the problem's units."""
        return HORIZON if value == inf else round(value * self.scale)

    def _matrix(self) -> Matrix:
        matrix = whole_matrix(self.distances, self.convention, self.scale)
        backhaul = np.array([node.backhaul > 0 for node in self.nodes])
        if backhaul.any():
            # Linehaul before backhaul, and no route of backhauls alone, without any rule of its
            # own: no road leads from a depot to a backhaul, and none from a backhaul to a linehaul.
            depot = np.array([node.id in self.depots for node in self.nodes])
            matrix[np.ix_(depot, backhaul)] = -1
            matrix[np.ix_(backhaul, ~backhaul & ~depot)] = -1
        return matrix

    def _request(self, ids: tuple[int, ...]) -> Request:
        nodes = [self.by_id[number] for number in ids]
        tasks = [self._task(node) for node in nodes]
        first = nodes[0]
        backhaul = first.backhaul > 0
        allowed = frozenset(
            index
            for index, vehicle in enumerate(self.fleet)
            if vehicle.allowed is None or vehicle.allowed.issuperset(ids)
        )
        return Request(
            name="-".join(map(str, ids)),
            pickup=tasks[0] if len(ids) == 2 or backhaul else None,
            delivery=None if backhaul else tasks[-1],
            load=(first.backhaul or first.demand,),
            release=self.units(nodes[-1].release),
            prize=None if first.prize is None else round(first.prize * UNITS[self.convention]),
            vehicle_types=None if len(allowed) == len(self.fleet) else allowed,
        )

    def _task(self, node: Node) -> Task:
        return Task(
            location=self.position[node.id],
            windows=(self._window(node),),
            service=self.units(node.service),
        )

    def _window(self, node: Node) -> Window:
        return (self.units(node.ready), self.units(node.due))

    def _vehicle_type(self, vehicle: Vehicle) -> VehicleType:
        depot = self.position[vehicle.depot]
        limit = vehicle.max_duration
        return VehicleType(
            count=len(self.fleet[vehicle]),
            start=depot,
            end=depot,
            capacity=(vehicle.capacity,),
            shift=self._window(self.nodes[depot]),
            max_duration=None if limit is None else self.units(limit),
            reloads=self._reloads(vehicle),
            fixed_cost=round(vehicle.fixed_cost * UNITS[self.convention]),
            unit_distance_cost=vehicle.unit_cost,
        )

    def _reloads(self, vehicle: Vehicle) -> tuple[Task, ...]:
        if vehicle.reload is None:
            return ()
        depot = self.position[vehicle.reload]
        return (Task(location=depot, windows=(self._window(self.nodes[depot]),)),)


def routes_of(instance: Instance, solution: Solution) -> list[list[int]]:
    """Give the routes of a solution as lists of ids as in the file.

    A depot within a list is a reload. Where the vehicles of the file are not all alike, the k-th
    list belongs to the k-th vehicle and may be empty, as in the .sol files of such sets.
    """
    numbers = [list(group) for group in instance.fleet.values()]
    named: dict[int, list[int]] = {}
    for route in solution.routes:
        named[numbers[route.vehicle_type].pop(0)] = [
            instance.nodes[visit.location].id for visit in route.visits
        ]
    if len(instance.fleet) == 1:
        return [named[number] for number in sorted(named)]
    return [named.get(number, []) for number in range(len(instance.vehicles))]


def used(routes: Sequence[Sequence[int]]) -> int:
    """Count the routes that visit something."""
    return sum(1 for route in routes if route)
