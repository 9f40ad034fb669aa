"""Checks a solution against its problem: a second opinion that shares no code with the kernel.

Everything is computed again from the problem, slowly and plainly; `replay` says how times are read.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from routing.check_loads import load_faults
from routing.check_relations import (
    drive_as_agreed,
    plan_costs,
    plan_faults,
    relation_costs,
    route_faults,
)
from routing.drive import Missed, Schedule
from routing.problem import Kind, Problem, Request
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
            faults = [
                *_tasks(problem, route),
                *route_faults(problem, route),
                *load_faults(problem, route),
                *_travel(problem, route),
            ]
        found.extend(replace(fault, route=index) for fault in faults)
    found.extend(_service(problem, solution))
    found.extend(_fleet(problem, solution))
    known = [route for route in solution.routes if not any(_unknown(problem, route))]
    found.extend(plan_faults(problem, known))
    found.extend(_total(problem, solution))
    return tuple(found)


def _unknown(problem: Problem, route: Route) -> Iterator[Violation]:
    """Find requests, tasks, locations and vehicle types that the problem does not have."""
    if not 0 <= route.vehicle_type < len(problem.vehicle_types):
        yield Violation(name="unknown-vehicle-type", message=f"there is no {route.vehicle_type}")
        return
    reloads = problem.vehicle_types[route.vehicle_type].reloads
    for place, visit in enumerate(route.visits):
        if visit.kind == "reload":
            if not 0 <= visit.request < len(reloads):
                yield Violation(name="unknown-task", visit=place, message="there is no such reload")
            elif reloads[visit.request].location != visit.location:
                yield Violation(
                    name="wrong-location", visit=place, message="the reload is elsewhere"
                )
            continue
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
        if visit.kind == "reload":
            continue
        if (visit.request, visit.kind) in places:
            yield Violation(
                name="repeated", visit=place, message=f"{visit.kind} of {visit.request}"
            )
        places[visit.request, visit.kind] = place
    for index in sorted({index for index, _ in places}):
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
        routes.update({visit.request for visit in route.visits if visit.kind != "reload"})
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


# Times, distances and costs ------------------------------------------------------------------


def _travel(problem: Problem, route: Route) -> Iterator[Violation]:
    """Compare times, links, distances and costs with a replay, and that with the limits."""
    if not route.visits:
        return
    schedule = drive_as_agreed(problem, route)
    if isinstance(schedule, Missed):
        yield Violation(name=schedule.name, visit=schedule.visit, message=schedule.message)
        return
    yield from _schedule_as_stated(route, schedule)
    limits = problem.vehicle_types[route.vehicle_type]
    yield from _limit("max-duration", schedule.duration, limits.max_duration)
    yield from _limit("max-distance", schedule.distance, limits.max_distance)
    yield from _limit("max-stops", _stops(problem, route), limits.max_stops)
    reloads = sum(1 for visit in route.visits if visit.kind == "reload")
    yield from _limit("max-trips", reloads + 1, limits.max_trips)
    yield from _stated("stated-distance", None, route.distance, schedule.distance)
    cost = schedule.cost(problem, route.vehicle_type)
    cost += relation_costs(problem, route, schedule)
    yield from _stated("stated-cost", None, route.cost, cost)


def _stops(problem: Problem, route: Route) -> int:
    """Count arrivals at a location from elsewhere, reloads not counted."""
    start = problem.vehicle_types[route.vehicle_type].start
    places = [start, *(visit.location for visit in route.visits)]
    return sum(
        1
        for visit, before in zip(route.visits, places, strict=False)
        if visit.kind != "reload" and visit.location != before
    )


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
    total = sum(route.cost for route in solution.routes) + plan_costs(problem, solution)
    yield from _stated("stated-total-cost", None, solution.cost, total)
