"""Names the rules of a single route, beyond windows and capacity, that a timed route breaks."""

from __future__ import annotations

from collections.abc import Iterator

from routing.compartments import lacking, largest_loads
from routing.native import task_at
from routing.problem import Problem
from routing.rest_times import broken_rests
from routing.solution import Route
from routing.violation import Violation


def broken_route_rules(problem: Problem, number: int, route: Route) -> Iterator[Violation]:
    """Give what the route, the one with this number, breaks."""
    yield from _closed(problem, number, route)
    yield from _too_old(problem, number, route)
    yield from _too_long_aboard(problem, number, route)
    yield from _crowded_compartments(problem, number, route)
    for broken in broken_rests(problem, route):
        yield Violation(name=broken.name, route=number, visit=broken.visit, amount=broken.amount)
    vehicle = problem.vehicle_types[route.vehicle_type]
    counts = (
        ("max-stops", count_stops(problem, route), vehicle.max_stops),
        ("max-trips", len(route.trips), vehicle.max_trips),
    )
    for name, count, most in counts:
        if most is not None and count > most:
            yield Violation(name=name, route=number, amount=count - most)


def request_at(route: Route, place: int) -> int | None:
    """Give the request of a visit; None at a reload."""
    visit = route.visits[place]
    return None if visit.kind == "reload" else visit.request


def count_stops(problem: Problem, route: Route) -> int:
    """Count arrivals at a location from another one to visit it; reloads are no stops."""
    here, count = problem.vehicle_types[route.vehicle_type].start, 0
    for visit in route.visits:
        count += visit.kind != "reload" and visit.location != here
        here = visit.location
    return count


def _closed(problem: Problem, number: int, route: Route) -> Iterator[Violation]:
    """Find visits that overlap closed hours; the amount is the longest overlap."""
    for i, visit in enumerate(route.visits):
        closed = task_at(problem, route.vehicle_type, visit.request, visit.kind).closed
        overlaps = [
            max(1, min(visit.finish, until) - max(visit.start, begin))
            for begin, until in closed
            if visit.finish > begin and visit.start < until
        ]
        if overlaps:
            yield Violation(
                name="closed",
                route=number,
                visit=i,
                request=request_at(route, i),
                amount=max(overlaps),
            )


def _too_old(problem: Problem, number: int, route: Route) -> Iterator[Violation]:
    """Find loads that have not been released, or were released too long ago."""
    for i, visit in enumerate(route.visits):
        if visit.kind == "reload":
            continue
        request = problem.requests[visit.request]
        age = visit.start - request.release
        if visit.kind == "pickup" and age < 0:
            yield Violation(
                name="release", route=number, visit=i, request=visit.request, amount=-age
            )
        if visit.kind == "delivery" and request.max_age is not None and age > request.max_age:
            yield Violation(
                name="max-age",
                route=number,
                visit=i,
                request=visit.request,
                amount=age - request.max_age,
            )


def _too_long_aboard(problem: Problem, number: int, route: Route) -> Iterator[Violation]:
    """Find loads that are longer aboard than they may be, at the place where they leave."""
    loaded: dict[int, int] = {}
    begin = route.departure
    for i, visit in enumerate(route.visits):
        if visit.kind == "pickup":
            loaded[visit.request] = visit.finish
        elif visit.kind == "delivery":
            pickup = problem.requests[visit.request].pickup
            since = begin if pickup is None else loaded.pop(visit.request, visit.start)
            yield from _excess(problem, number, i, visit.request, visit.start - since)
        else:
            yield from _unloaded(problem, number, i, loaded, visit.arrival)
            begin = visit.finish
    yield from _unloaded(problem, number, None, loaded, route.arrival)


def _unloaded(
    problem: Problem, number: int, place: int | None, loaded: dict[int, int], now: int
) -> Iterator[Violation]:
    """Take off what goes to the end of the trip."""
    for request in [index for index in loaded if problem.requests[index].delivery is None]:
        yield from _excess(problem, number, place, request, now - loaded.pop(request))


def _excess(
    problem: Problem, number: int, place: int | None, request: int, aboard: int
) -> Iterator[Violation]:
    most = problem.requests[request].max_aboard
    if most is not None and aboard > most:
        yield Violation(
            name="max-aboard", route=number, visit=place, request=request, amount=aboard - most
        )


def _crowded_compartments(problem: Problem, number: int, route: Route) -> Iterator[Violation]:
    """Find trips whose loads do not fit, wherever the walls stand; at the first visit of each."""
    vehicle = problem.vehicle_types[route.vehicle_type]
    for begin, most in largest_loads(route):
        missing = lacking(vehicle, most)
        if missing:
            yield Violation(name="compartments", route=number, visit=begin, amount=missing)
