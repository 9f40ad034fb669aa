"""Checks what ties requests and routes together: the part of the second opinion for `relations`.

It shares no code with the kernel or with `evaluate`. A route is driven again in a problem without
the sailings that it yields and with the windows that its holds leave; then it is on its own, and
the rules between routes are read off the times that come out.
"""

from __future__ import annotations

import copy
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from routing.check_rests import drive_as_written
from routing.drive import Missed, Schedule
from routing.problem import HORIZON, Problem, Window
from routing.relations import Relations
from routing.replay import replay
from routing.solution import Route, Solution
from routing.violation import Violation

HELD_IN_TIME = ("time", "frozen")
HELD_IN_ORDER = ("order", "time", "frozen")


def drive_as_agreed(problem: Problem, route: Route) -> Schedule | Missed:
    """Drive a route again with its pins and holds, and on the sailings that it does not yield."""
    agreed = route.yields or any(visit.hold for visit in route.visits)
    vehicle = problem.vehicle_types[route.vehicle_type]
    resting = vehicle.rests or vehicle.meals
    if not agreed and not resting and problem.relations == Relations():
        return replay(problem, route.vehicle_type, route.tasks)
    own = _with(
        problem,
        requests=tuple(
            _held(problem, index, route) if index in _served(route) else request
            for index, request in enumerate(problem.requests)
        ),
        links=tuple(
            replace(
                link, costs=tuple(_fare(problem, link, i, route) for i in range(len(link.costs)))
            )
            for link in problem.links
        ),
    )
    if resting:
        return drive_as_written(own, route)
    if not problem.relations.nights or vehicle.overnight_cost == 0:
        return replay(own, route.vehicle_type, route.tasks)
    return _by_days(own, route)


def _with(problem: Problem, **parts: Any) -> Problem:
    changed = copy.copy(problem)
    for name, part in parts.items():
        object.__setattr__(changed, name, part)
    return changed


def _served(route: Route) -> set[int]:
    return {visit.request for visit in route.visits if visit.kind != "reload"}


def _held(problem: Problem, index: int, route: Route) -> Any:
    request = problem.requests[index]
    starts = {
        task: start
        for previous in problem.relations.previous
        for task, start in zip(previous.tasks, previous.starts, strict=True)
    }
    changed: dict[str, Any] = {}
    for kind, task in request.tasks:
        windows: Iterable[Window] = task.windows
        if request.pin in HELD_IN_TIME:
            windows = [(starts[index, kind], starts[index, kind])]
        for visit in route.visits:
            if (visit.request, visit.kind) == (index, kind) and visit.hold is not None:
                first, last = visit.hold
                windows = [(max(a, first), min(b, last)) for a, b in windows]
        kept = tuple((a, b) for a, b in windows if a <= b)
        # No moment is left where nothing else is: one before the epoch cannot be met.
        changed[kind] = copy.copy(task)
        object.__setattr__(changed[kind], "windows", kept or ((-1, -1),))
    return replace(request, **changed)


def _fare(problem: Problem, link: Any, vehicle_type: int, route: Route) -> int | None:
    vehicle = problem.vehicle_types[vehicle_type]
    for index in link.sailings:
        sailing = problem.relations.sailings[index]
        high = (
            sailing.max_height_cm is not None and (vehicle.height_cm or 0) > sailing.max_height_cm
        )
        long = (
            sailing.max_length_cm is not None and (vehicle.length_cm or 0) > sailing.max_length_cm
        )
        if high or long or index in route.yields:
            return None
    fare: int | None = link.costs[vehicle_type]
    return fare


def _by_days(problem: Problem, route: Route) -> Schedule | Missed:
    """Drive in every stretch of days that the vehicle may be out, and keep the cheapest."""
    vehicle = problem.vehicle_types[route.vehicle_type]
    edges = [0, *problem.relations.nights, HORIZON]
    best: tuple[tuple[bool, int, int, int], Schedule] | None = None
    for i, opens in enumerate(edges[:-1]):
        for closes in edges[i + 1 :] if vehicle.overnight_cost is not None else [edges[i + 1]]:
            shift = (max(opens, vehicle.shift[0]), min(closes, vehicle.shift[1]))
            if shift[0] > shift[1]:
                continue
            days = replace(vehicle, shift=shift)
            types = list(problem.vehicle_types)
            types[route.vehicle_type] = days
            schedule = replay(
                _with(problem, vehicle_types=tuple(types)), route.vehicle_type, route.tasks
            )
            if isinstance(schedule, Missed):
                continue
            cost = schedule.cost(problem, route.vehicle_type)
            cost += nights_cost(problem, route.vehicle_type, schedule)
            long = vehicle.max_duration is not None and schedule.duration > vehicle.max_duration
            far = vehicle.max_distance is not None and schedule.distance > vehicle.max_distance
            rank = (long or far, cost, schedule.home.arrival, -schedule.departure)
            if best is None or rank < best[0]:
                best = (rank, schedule)
    if best is not None:
        return best[1]
    whole = replay(problem, route.vehicle_type, route.tasks)
    if isinstance(whole, Missed):
        return whole
    return Missed("overnight", len(route.visits), "it is under way on a night that it must not be")


def nights_cost(problem: Problem, vehicle_type: int, schedule: Schedule) -> int:
    """Add up the price of the nights that a schedule is out."""
    nights = [
        night
        for night in problem.relations.nights
        if schedule.departure < night < schedule.home.arrival
    ]
    return (problem.vehicle_types[vehicle_type].overnight_cost or 0) * len(nights)


def relation_costs(problem: Problem, route: Route, schedule: Schedule) -> int:
    """Add up nights, vehicles that are not preferred or not those of before, and shifted visits."""
    cost = nights_cost(problem, route.vehicle_type, schedule)
    for index in _served(route):
        preferred = problem.requests[index].preferred_types
        if preferred and route.vehicle_type not in preferred:
            cost += problem.requests[index].unpreferred_cost
    for previous in problem.relations.previous:
        moved = {index for index, _ in previous.tasks} & _served(route)
        if previous.vehicle_type != route.vehicle_type:
            cost += problem.relations.moved_cost * len(moved)
        for visit, stop in zip(route.visits, schedule.stops, strict=True):
            for task, start in zip(previous.tasks, previous.starts, strict=True):
                if task == (visit.request, visit.kind):
                    cost += problem.relations.shifted_cost * abs(stop.start - start)
    return cost


def plan_costs(problem: Problem, solution: Solution) -> int:
    """Add up the prizes of what is left out, and the spread of durations."""
    grouped = {index for group in problem.relations.groups for index in group.requests}
    unserved = {index for index in solution.unserved if 0 <= index < len(problem.requests)}
    cost = sum(problem.requests[index].prize or 0 for index in unserved - grouped)
    for group in problem.relations.groups:
        if unserved.issuperset(group.requests):
            cost += group.prize or 0
    durations = [route.arrival - route.departure for route in solution.routes]
    spread = max(durations, default=0) - min(durations, default=0)
    return cost + problem.relations.balance_cost * spread


# Rules ---------------------------------------------------------------------------------------


def route_faults(problem: Problem, route: Route) -> Iterator[Violation]:
    """Find goods that meet, and pins that are not kept, in one route."""
    aboard: list[int] = []
    seen: list[int] = []
    yield from _load_trip(problem, route, 0, aboard)
    for place, visit in enumerate(route.visits):
        if visit.kind == "reload":
            aboard = [one for one in aboard if problem.requests[one].delivery is not None]
            yield from _load_trip(problem, route, place + 1, aboard)
            continue
        if visit.kind == "pickup":
            yield from _meeting(problem, visit.request, aboard, False, place)
            aboard.append(visit.request)
        elif visit.request in aboard:
            aboard.remove(visit.request)
        if visit.request not in seen:
            yield from _meeting(problem, visit.request, seen, True, place)
            seen.append(visit.request)
    yield from _pins(problem, route)


def _load_trip(
    problem: Problem, route: Route, place: int, aboard: list[int]
) -> Iterator[Violation]:
    """Bring aboard what a trip delivers from where it begins."""
    for visit in route.visits[place:]:
        if visit.kind == "reload":
            return
        if visit.kind == "delivery" and problem.requests[visit.request].pickup is None:
            yield from _meeting(problem, visit.request, aboard, False, place)
            aboard.append(visit.request)


def _meeting(
    problem: Problem, request: int, others: list[int], same_vehicle: bool, place: int
) -> Iterator[Violation]:
    kinds = {
        frozenset((problem.requests[request].goods, problem.requests[other].goods)): other
        for other in others
        if other != request
    }
    for rule in problem.relations.incompatible:
        other = kinds.get(frozenset(rule.goods))
        if rule.same_vehicle == same_vehicle and other is not None:
            yield Violation(
                name="goods",
                visit=place,
                request=request,
                message=f"goods {rule.goods} of requests {other} and {request} come together",
            )


def _pins(problem: Problem, route: Route) -> Iterator[Violation]:
    for previous in problem.relations.previous:
        pinned = [task for task in previous.tasks if problem.requests[task[0]].pin in HELD_IN_ORDER]
        pins = {index: problem.requests[index].pin for index, _ in previous.tasks}
        if previous.vehicle_type != route.vehicle_type:
            for place, visit in enumerate(route.visits):
                if visit.kind != "reload" and pins.get(visit.request, "none") != "none":
                    yield Violation(
                        name="vehicle-type",
                        visit=place,
                        request=visit.request,
                        message=f"request {visit.request} is pinned to {previous.vehicle_type}",
                    )
            continue
        kept = [task for task in pinned if task in route.tasks]
        order = [task for task in route.tasks if task in pinned]
        if kept != order:
            yield Violation(name="pinned-order", message=f"{order}, in the previous plan {kept}")
        frozen = tuple(task for task in previous.tasks if pins[task[0]] == "frozen")
        if route.tasks[: len(frozen)] != frozen:
            yield Violation(name="frozen", message=f"the route must begin with {frozen}")


def plan_faults(problem: Problem, routes: Sequence[Route]) -> Iterator[Violation]:
    """Find full decks, groups served twice, and requests that do not wait for others."""
    used: Counter[int] = Counter()
    for route in routes:
        units = problem.vehicle_types[route.vehicle_type].deck_units
        for link in [*(visit.link for visit in route.visits), route.end_link]:
            if link is not None and 0 <= link < len(problem.links):
                used.update(dict.fromkeys(problem.links[link].sailings, units))
    for index, sailing in enumerate(problem.relations.sailings):
        if sailing.capacity is not None and used[index] > sailing.capacity:
            yield Violation(
                name="deck",
                amount=used[index] - sailing.capacity,
                message=f"sailing {index} has {used[index]} units aboard, {sailing.capacity} fit",
            )
    served = {index for route in routes for index in _served(route)}
    for group in problem.relations.groups:
        if len(served.intersection(group.requests)) > 1:
            yield Violation(name="group", message=f"more than one of {group.requests} is served")
    yield from _precedences(problem, routes)


def _precedences(problem: Problem, routes: Sequence[Route]) -> Iterator[Violation]:
    starts: dict[int, tuple[int, int, int]] = {}
    finishes: dict[int, tuple[int, int, int]] = {}
    for number, route in enumerate(routes):
        for place, visit in enumerate(route.visits):
            if visit.kind == "reload":
                continue
            starts.setdefault(visit.request, (number, place, visit.start))
            finishes[visit.request] = (number, place, visit.finish)
    for one in problem.relations.precedences:
        if one.after not in starts or problem.requests[one.after].pin == "frozen":
            continue
        number, place, start = starts[one.after]
        behind = finishes.get(one.before)
        late = behind is None or behind[2] > start
        if late or (behind is not None and behind[0] == number and behind[1] > place):
            yield Violation(
                name="precedence",
                route=number,
                visit=place,
                request=one.after,
                message=f"it starts at {start}, before {one.before} has finished",
            )
