"""Checks loads: the part of the second opinion about what is aboard, and where."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from routing.problem import Problem
from routing.solution import Route
from routing.violation import Violation


def load_faults(problem: Problem, route: Route) -> Iterator[Violation]:
    """Ask for loads as stated that never exceed the capacity, and fit between the walls."""
    capacity = problem.vehicle_types[route.vehicle_type].capacity
    changes = list(_load_changes(problem, route))
    loads: list[tuple[int, ...]] = []
    for place in range(-1, len(route.visits)):
        here = [amounts for where, amounts in changes if where <= place]
        load = tuple(sum(amounts) for amounts in zip((0,) * len(capacity), *here, strict=True))
        stated = route.start_load if place < 0 else route.visits[place].load
        loads.append(load)
        yield from _load_fits(None if place < 0 else place, load, stated, capacity)
    yield from _walls(problem, route, loads)


def _load_changes(problem: Problem, route: Route) -> Iterator[tuple[int, tuple[int, ...]]]:
    """Give where something comes aboard or leaves (negative); -1 is the vehicle's start."""
    reloads = [i for i, visit in enumerate(route.visits) if visit.kind == "reload"]
    for place, visit in enumerate(route.visits):
        if visit.kind == "reload":
            continue
        request = problem.requests[visit.request]
        more, less = request.load, tuple(-amount for amount in request.load)
        yield place, more if visit.kind == "pickup" else less
        if request.pickup is None:
            yield max((i for i in reloads if i < place), default=-1), more
        if request.delivery is None:
            yield min((i for i in reloads if i > place), default=len(route.visits)), less


def _load_fits(
    place: int | None, load: tuple[int, ...], stated: tuple[int, ...], capacity: tuple[int, ...]
) -> Iterator[Violation]:
    if load != tuple(stated):
        yield Violation(name="stated-load", visit=place, message=f"stated {stated}, it is {load}")
    if any(have > most for have, most in zip(load, capacity, strict=True)):
        yield Violation(name="overload", visit=place, message=f"{load} exceeds {tuple(capacity)}")


def _walls(problem: Problem, route: Route, loads: Sequence[tuple[int, ...]]) -> Iterator[Violation]:
    """Ask on each trip for one place of the walls that serves all of it.

    `loads` are those at the start and behind each visit.
    """
    vehicle = problem.vehicle_types[route.vehicle_type]
    reloads = [place + 1 for place, visit in enumerate(route.visits) if visit.kind == "reload"]
    for first, end in pairwise([0, *reloads, len(loads)]):
        trip = loads[first:end]
        if vehicle.configurations and not any(
            all(amount <= room for load in trip for amount, room in zip(load, walls, strict=True))
            for walls in vehicle.configurations
        ):
            yield Violation(name="compartments", visit=first, message="no configuration holds")
        for shared in vehicle.shared_rooms:
            room = sum(max(load[dimension] for load in trip) for dimension in shared.dimensions)
            if room > shared.total:
                yield Violation(
                    name="compartments", visit=first, message=f"{room} exceeds {shared.total}"
                )
