"""Gives the timetable, cost and named violations of routes made by hand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from routing.agree import Visits, timed
from routing.costs import RouteCost, split_cost
from routing.effective import requests_missing
from routing.native import Native, kept_native, task_at, task_of
from routing.problem import Kind, Problem
from routing.relation_violations import relation_violations
from routing.route_rules import broken_route_rules, request_at
from routing.score import total_cost
from routing.solution import Route
from routing.violation import Violation


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluation:
    """What `evaluate` returns.

    Parameters
    ----------
    routes
        The timed schedule of each route. A route that cannot be in time leaves when its shift
        opens, starts late visits on arrival, and passes unreachable legs in no time.
    cost
        As `Solution.cost`, for the given routes.
    violations
        By name of the rule; empty when the routes are feasible.
    """

    problem: Problem = field(repr=False)
    routes: tuple[Route, ...]
    unserved: tuple[int, ...]
    cost: int
    violations: Mapping[str, tuple[Violation, ...]]

    @property
    def feasible(self) -> bool:
        """Whether no rule is broken ("unserved" counts only required requests)."""
        return not self.violations

    @property
    def costs(self) -> tuple[RouteCost, ...]:
        """What each route pays for what, leg by leg and visit by visit."""
        return tuple(split_cost(self.problem, route) for route in self.routes)


def evaluate(problem: Problem, routes: Sequence[Route | Visits]) -> Evaluation:
    """Schedule and judge routes made by hand.

    Parameters
    ----------
    routes
        Vehicle type and the visits in order, as (request index, kind); a reload as (index among the
        reloads of the vehicle type, "reload"). Where routes depend on one another, they are timed
        in the order of the list (see `routing.agree`). A `Route` is timed anew, with the sailings
        that it yields and the moments that hold its visits.

    Raises
    ------
    ValueError
        If a vehicle type, request or kind does not exist. Broken rules are not errors.
    """
    _check_names(problem, routes)
    native = kept_native(problem)
    scheduled = timed(native, routes)
    served = {request for route in scheduled for request in route.requests}
    unserved = tuple(i for i in range(len(problem.requests)) if i not in served)
    violations: dict[str, list[Violation]] = {}
    for found in _violations(native, scheduled, unserved):
        violations.setdefault(found.name, []).append(found)
    return Evaluation(
        problem=native.problem,
        routes=tuple(scheduled),
        unserved=unserved,
        cost=total_cost(native.problem, scheduled, unserved),
        violations={name: tuple(found) for name, found in violations.items()},
    )


def _check_names(problem: Problem, routes: Sequence[Route | Visits]) -> None:
    for route in routes:
        vehicle_type, tasks = (
            (route.vehicle_type, route.tasks) if isinstance(route, Route) else route
        )
        if not 0 <= vehicle_type < len(problem.vehicle_types):
            raise ValueError(f"vehicle type {vehicle_type} does not exist.")
        for request, kind in tasks:
            if kind == "reload":
                task_at(problem, vehicle_type, request, kind)
                continue
            if not 0 <= request < len(problem.requests):
                raise ValueError(f"request {request} does not exist.")
            if kind not in ("pickup", "delivery"):
                raise ValueError(f"kind must be 'pickup' or 'delivery', got {kind!r}.")
            task_of(problem.requests[request], kind)


def _violations(
    native: Native, routes: Sequence[Route], unserved: Sequence[int]
) -> Iterator[Violation]:
    problem = native.problem
    for number, route in enumerate(routes):
        yield from _late(problem, number, route)
        yield from broken_route_rules(problem, number, route)
        yield from _unreachable(problem, number, route)
        yield from _overloads(problem, number, route)
        yield from _limits(problem, number, route)
        yield from _refused(problem, number, route)
        yield from _broken_pairs(problem, number, route)
    yield from _repeated(routes)
    yield from _fleet(problem, routes)
    yield from relation_violations(problem, routes)
    for request in requests_missing(problem, tuple(unserved)):
        asked = problem.requests[request]
        if asked.prize is None or asked.pin == "frozen":
            yield Violation(name="unserved", request=request)


def _late(problem: Problem, number: int, route: Route) -> Iterator[Violation]:
    for i, visit in enumerate(route.visits):
        windows = task_at(problem, route.vehicle_type, visit.request, visit.kind).windows
        if not any(opens <= visit.start <= closes for opens, closes in windows):
            late = max(1, visit.start - windows[-1][1])  # the rest of a window may be closed hours
            request = request_at(route, i)
            yield Violation(name="late", route=number, visit=i, request=request, amount=late)


def _unreachable(problem: Problem, number: int, route: Route) -> Iterator[Violation]:
    """Find legs without a road or a link; the last leg, to the end, has no visit."""
    vehicle = problem.vehicle_types[route.vehicle_type]
    road = problem.durations[vehicle.profile]
    places = [vehicle.start, *(visit.location for visit in route.visits), vehicle.end]
    links = [*(visit.link for visit in route.visits), route.end_link]
    for i, link in enumerate(links):
        origin, destination = places[i], places[i + 1]
        if link is not None or origin is None or destination is None:
            continue
        joined = problem.locations[origin].zone == problem.locations[destination].zone
        if not joined or road[origin, destination] < 0:
            visit = i if i < len(route.visits) else None
            request = None if visit is None else request_at(route, visit)
            yield Violation(name="unreachable", route=number, visit=visit, request=request)


def _overloads(problem: Problem, number: int, route: Route) -> Iterator[Violation]:
    capacity = problem.vehicle_types[route.vehicle_type].capacity
    loads = [(None, route.start_load), *((i, one.load) for i, one in enumerate(route.visits))]
    for visit, load in loads:
        excess = max((a - b for a, b in zip(load, capacity, strict=True)), default=0)
        if excess > 0:
            yield Violation(name="overload", route=number, visit=visit, amount=excess)


def _limits(problem: Problem, number: int, route: Route) -> Iterator[Violation]:
    vehicle = problem.vehicle_types[route.vehicle_type]
    limits = (
        ("shift", route.arrival, vehicle.shift[1]),
        ("max-duration", route.duration, vehicle.max_duration),
        ("max-distance", route.distance, vehicle.max_distance),
    )
    for name, value, limit in limits:
        if limit is not None and value > limit:
            yield Violation(name=name, route=number, amount=value - limit)


def _refused(problem: Problem, number: int, route: Route) -> Iterator[Violation]:
    for i, visit in enumerate(route.visits):
        if visit.kind == "reload":
            continue
        allowed = problem.requests[visit.request].vehicle_types
        if allowed is not None and route.vehicle_type not in allowed:
            yield Violation(name="vehicle-type", route=number, visit=i, request=visit.request)


def _broken_pairs(problem: Problem, number: int, route: Route) -> Iterator[Violation]:
    """Find pairs not served whole and in order by this route."""
    first: dict[tuple[int, Kind], int] = {}
    for i, task in enumerate(route.tasks):
        first.setdefault(task, i)
    for request in route.requests:
        if len(problem.requests[request].tasks) < 2:
            continue
        pickup = first.get((request, "pickup"))
        delivery = first.get((request, "delivery"))
        if pickup is None or delivery is None or delivery < pickup:
            visit = pickup if delivery is None else delivery
            yield Violation(name="pair", route=number, visit=visit, request=request)


def _repeated(routes: Sequence[Route]) -> Iterator[Violation]:
    seen: set[tuple[int, Kind]] = set()
    for number, route in enumerate(routes):
        for i, task in enumerate(route.tasks):
            if task[1] == "reload":
                continue
            if task in seen:
                yield Violation(name="repeated", route=number, visit=i, request=task[0])
            seen.add(task)


def _fleet(problem: Problem, routes: Sequence[Route]) -> Iterator[Violation]:
    used = Counter(route.vehicle_type for route in routes)
    for vehicle_type, count in sorted(used.items()):
        excess = count - problem.vehicle_types[vehicle_type].count
        if excess > 0:
            yield Violation(name="fleet", amount=excess)
