"""Checks a solution against its problem: a second opinion that shares no code with the kernel.

Everything is computed again from the problem, slowly and plainly; `replay` says how times are read.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from routing.problem import Kind, Problem, Request
from routing.replay import Missed, Schedule, replay
from routing.solution import Route, Solution
from routing.violation import Violation


def check(problem: Problem, solution: Solution) -> tuple[Violation, ...]:
    """Give every rule that the solution breaks; nothing when it is sound.

    A route that names things which do not exist, or that cannot be driven in time, is reported for
    that and not compared further with its own statements of times and costs.
    """
    found: list[Violation] = []
    for index, route in enumerate(solution.routes):
        faults = list(_unknown(problem, route))
        if not faults:
            faults = [*_tasks(problem, route), *_loads(problem, route), *_travel(problem, route)]
        found.extend(replace(fault, route=index) for fault in faults)
    found.extend(_service(problem, solution))
    found.extend(_fleet(problem, solution))
    found.extend(_total(problem, solution))
    return tuple(found)


def _unknown(problem: Problem, route: Route) -> Iterator[Violation]:
    """Find requests, tasks, locations and vehicle types that the problem does not have."""
    if not 0 <= route.vehicle_type < len(problem.vehicle_types):
        yield Violation(name="unknown-vehicle-type", message=f"there is no {route.vehicle_type}")
    for place, visit in enumerate(route.visits):
        if not 0 <= visit.request < len(problem.requests):
            yield Violation(
                name="unknown-request", visit=place, message=f"there is no {visit.request}"
            )
            continue
        task = dict(problem.requests[visit.request].tasks).get(visit.kind)
        if task is None:
            yield Violation(
                name="unknown-task",
                visit=place,
                message=f"request {visit.request} has no {visit.kind}",
            )
        elif task.location != visit.location:
            yield Violation(
                name="wrong-location",
                visit=place,
                message=f"stated {visit.location}, the task is at {task.location}",
            )


def _is_pair(request: Request) -> bool:
    return request.pickup is not None and request.delivery is not None


# What is served ------------------------------------------------------------------------------


def _tasks(problem: Problem, route: Route) -> Iterator[Violation]:
    """Ask for whole requests, in order, on a vehicle that may serve them."""
    if not route.visits:
        yield Violation(name="empty-route", message="a route must have a visit")
    places: dict[tuple[int, Kind], int] = {}
    for place, visit in enumerate(route.visits):
        if (visit.request, visit.kind) in places:
            yield Violation(
                name="repeated", visit=place, message=f"{visit.kind} of {visit.request}"
            )
        places[visit.request, visit.kind] = place
    for index in sorted({visit.request for visit in route.visits}):
        request = problem.requests[index]
        pickup, delivery = places.get((index, "pickup")), places.get((index, "delivery"))
        first = min(place for place in (pickup, delivery) if place is not None)
        if _is_pair(request) and (pickup is None or delivery is None):
            yield Violation(
                name="pair", visit=first, message=f"request {index} is not served whole"
            )
        elif pickup is not None and delivery is not None and delivery < pickup:
            yield Violation(name="pair", visit=delivery, message=f"request {index}")
        allowed = request.vehicle_types
        if allowed is not None and route.vehicle_type not in allowed:
            yield Violation(
                name="vehicle-type",
                visit=first,
                message=f"request {index} allows vehicle types {sorted(allowed)}",
            )


def _service(problem: Problem, solution: Solution) -> Iterator[Violation]:
    """Ask that every request is served by one route or listed as unserved, once."""
    routes: Counter[int] = Counter()
    for route in solution.routes:
        routes.update({visit.request for visit in route.visits})
    listed = Counter(solution.unserved)
    for index in sorted(listed.keys() - set(range(len(problem.requests)))):
        yield Violation(name="unknown-request", message=f"there is no {index}")
    for index in range(len(problem.requests)):
        if routes[index] > 1:
            yield Violation(
                name="repeated", message=f"request {index} is in {routes[index]} routes"
            )
        if routes[index] and listed[index]:
            yield Violation(name="served-and-unserved", message=f"request {index}")
        if listed[index] > 1:
            yield Violation(name="repeated", message=f"request {index}")
        if not routes[index] and not listed[index]:
            yield Violation(name="forgotten", message=f"request {index} is nowhere")


def _fleet(problem: Problem, solution: Solution) -> Iterator[Violation]:
    used = Counter(route.vehicle_type for route in solution.routes)
    for index, vehicle_type in enumerate(problem.vehicle_types):
        if used[index] > vehicle_type.count:
            yield Violation(
                name="fleet",
                message=f"{used[index]} of type {index}, there are {vehicle_type.count}",
            )


# Loads ---------------------------------------------------------------------------------------


def _loads(problem: Problem, route: Route) -> Iterator[Violation]:
    """Ask for loads as stated that never exceed the capacity."""
    capacity = problem.vehicle_types[route.vehicle_type].capacity
    load = [0] * len(capacity)
    for visit in route.visits:
        request = problem.requests[visit.request]
        if visit.kind == "delivery" and not _is_pair(request):
            load = [have + more for have, more in zip(load, request.load, strict=True)]
    yield from _load_fits(None, load, route.start_load, capacity)
    for place, visit in enumerate(route.visits):
        sign = 1 if visit.kind == "pickup" else -1
        amounts = problem.requests[visit.request].load
        load = [have + sign * more for have, more in zip(load, amounts, strict=True)]
        yield from _load_fits(place, load, visit.load, capacity)


def _load_fits(
    place: int | None, load: list[int], stated: tuple[int, ...], capacity: tuple[int, ...]
) -> Iterator[Violation]:
    if tuple(load) != tuple(stated):
        yield Violation(
            name="stated-load", visit=place, message=f"stated {stated}, it is {tuple(load)}"
        )
    if any(have > most for have, most in zip(load, capacity, strict=True)):
        yield Violation(
            name="overload", visit=place, message=f"{tuple(load)} exceeds {tuple(capacity)}"
        )


# Times, distances and costs ------------------------------------------------------------------


def _travel(problem: Problem, route: Route) -> Iterator[Violation]:
    """Compare times, links, distances and costs with a replay, and that with the limits."""
    if not route.visits:
        return
    schedule = replay(problem, route.vehicle_type, route.tasks)
    if isinstance(schedule, Missed):
        yield Violation(name=schedule.name, visit=schedule.visit, message=schedule.message)
        return
    yield from _schedule_as_stated(route, schedule)
    limits = problem.vehicle_types[route.vehicle_type]
    yield from _limit("max-duration", schedule.duration, limits.max_duration)
    yield from _limit("max-distance", schedule.distance, limits.max_distance)
    yield from _stated("stated-distance", None, route.distance, schedule.distance)
    cost = schedule.cost(problem, route.vehicle_type)
    yield from _stated("stated-cost", None, route.cost, cost)


def _schedule_as_stated(route: Route, schedule: Schedule) -> Iterator[Violation]:
    yield from _stated("stated-departure", None, route.departure, schedule.departure)
    for place, (visit, stop) in enumerate(zip(route.visits, schedule.stops, strict=True)):
        yield from _stated("stated-link", place, visit.link, stop.leg.link)
        yield from _stated("stated-distance", place, visit.distance, stop.leg.distance)
        yield from _stated("stated-arrival", place, visit.arrival, stop.leg.arrival)
        yield from _stated("stated-start", place, visit.start, stop.start)
        yield from _stated("stated-finish", place, visit.finish, stop.finish)
    home, end = schedule.home, len(route.visits)
    yield from _stated("stated-link", end, route.end_link, home.link)
    yield from _stated("stated-distance", end, route.end_distance, home.distance)
    yield from _stated("stated-arrival", end, route.arrival, home.arrival)


def _limit(name: str, found: int, most: int | None) -> Iterator[Violation]:
    if most is not None and found > most:
        yield Violation(name=name, message=f"{found} exceeds {most}")


def _stated(
    name: str, place: int | None, stated: int | None, found: int | None
) -> Iterator[Violation]:
    if stated != found:
        yield Violation(name=name, visit=place, message=f"stated {stated}, it is {found}")


def _total(problem: Problem, solution: Solution) -> Iterator[Violation]:
    """Compare the cost of the solution; that of each route is compared with its schedule."""
    prizes = (problem.requests[index].prize or 0 for index in _known_unserved(problem, solution))
    total = sum(route.cost for route in solution.routes) + sum(prizes)
    yield from _stated("stated-total-cost", None, solution.cost, total)


def _known_unserved(problem: Problem, solution: Solution) -> Iterator[int]:
    return (index for index in solution.unserved if 0 <= index < len(problem.requests))
