"""Works pins, sizes of vehicles and prizes of groups into the plain parts of a problem."""

from __future__ import annotations

import copy
from dataclasses import replace
from typing import Any

from routing.problem import Kind, Link, Problem, Task
from routing.relations import Relations


def effective(problem: Problem) -> Problem:
    """Return the problem as the kernel and `evaluate` read it.

    A pinned request has the vehicle type and, where its time is pinned, the windows that the pin
    leaves, and does not wait when it is frozen; links have no cost for vehicles that are too large;
    members of a group have its prize.
    """
    if problem.relations == Relations():
        return problem
    types, moments, group = previous_types(problem), _pinned_moments(problem), group_of(problem)
    requests = []
    for index, request in enumerate(problem.requests):
        changes: dict[str, Any] = {}
        if request.pin != "none":
            own = frozenset({types[index]})
            allowed = request.vehicle_types
            changes["vehicle_types"] = own if allowed is None else own & allowed
        if index in group:
            changes["prize"] = problem.relations.groups[group[index]].prize
        for kind, task in request.tasks:
            if (index, kind) in moments:
                changes[kind] = _at(task, moments[index, kind])
        requests.append(replace(request, **changes) if changes else request)
    links = tuple(_boardable(problem, link) for link in problem.links)
    waiting = tuple(
        one for one in problem.relations.precedences if problem.requests[one.after].pin != "frozen"
    )
    relations = replace(problem.relations, precedences=waiting)
    return with_parts(problem, requests=tuple(requests), links=links, relations=relations)


def with_parts(problem: Problem, **parts: Any) -> Problem:
    """Return a problem with other parts that are known to fit; nothing is checked again."""
    changed = copy.copy(problem)
    for name, part in parts.items():
        object.__setattr__(changed, name, part)
    return changed


def group_of(problem: Problem) -> dict[int, int]:
    """Give the group of each request that is in one."""
    return {
        request: number
        for number, group in enumerate(problem.relations.groups)
        for request in group.requests
    }


def previous_types(problem: Problem) -> dict[int, int]:
    """Give the vehicle type of each request in the previous plan."""
    return {
        index: route.vehicle_type
        for route in problem.relations.previous
        for index, _ in route.tasks
    }


def _pinned_moments(problem: Problem) -> dict[tuple[int, Kind], int]:
    return {
        task: start
        for route in problem.relations.previous
        for task, start in zip(route.tasks, route.starts, strict=True)
        if problem.requests[task[0]].pin in ("time", "frozen")
    }


def _at(task: Task, moment: int) -> Task:
    return replace(task, windows=((moment, moment),))


def _boardable(problem: Problem, link: Link) -> Link:
    """Take the fares away of vehicle types that are too high or too long for a sailing."""
    used = [problem.relations.sailings[index] for index in link.sailings]

    def fits(size: int | None, limits: list[int | None]) -> bool:
        return size is None or all(most is None or size <= most for most in limits)

    costs = tuple(
        cost
        if fits(vehicle.height_cm, [sailing.max_height_cm for sailing in used])
        and fits(vehicle.length_cm, [sailing.max_length_cm for sailing in used])
        else None
        for cost, vehicle in zip(link.costs, problem.vehicle_types, strict=True)
    )
    return link if costs == link.costs else replace(link, costs=costs)


def requests_missing(problem: Problem, unserved: tuple[int, ...]) -> list[int]:
    """List the unserved requests that count: of a group of which none is served, the first."""
    left, group = set(unserved), group_of(problem)
    whole = [min(one.requests) for one in problem.relations.groups if left >= set(one.requests)]
    return sorted([*(index for index in unserved if index not in group), *whole])
