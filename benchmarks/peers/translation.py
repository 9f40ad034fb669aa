"""Holds what the translations to the peers share."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from itertools import count

from routing.instances import Instance
from routing.problem import Problem
from routing.straight import Straight

#: Far beyond every distance of the instances; a route of a thousand of them fits in 32 bits.
FAR = 4_000_000


def named(instance: Instance, found: Iterable[tuple[int, list[int]]]) -> list[list[int]]:
    """Give routes as the instance wants them: one list per vehicle where these are not all alike.

    Parameters
    ----------
    found
        Vehicle type and locations of each route.
    """
    alike = len(instance.fleet) == 1
    fresh = count()
    groups = [iter(numbers) for numbers in instance.fleet.values()]
    routes = {
        next(fresh) if alike else next(groups[kind]): [instance.nodes[one].id for one in places]
        for kind, places in found
        if places
    }
    size = len(routes) if alike else len(instance.vehicles)
    return [routes.get(number, []) for number in range(size)]


def with_tables(problem: Problem) -> Problem:
    """Give the same problem with matrices, where ours does with coordinates."""
    tables = {
        id(travel): travel.whole() if isinstance(travel, Straight) else travel
        for travel in (*problem.durations, *problem.distances)
    }
    return replace(
        problem,
        durations=tuple(tables[id(travel)] for travel in problem.durations),
        distances=tuple(tables[id(travel)] for travel in problem.distances),
    )


def enough_vehicles(problem: Problem, vehicle_type: int) -> int:
    """Give the vehicles worth telling a peer: one for each request always suffices."""
    return min(problem.vehicle_types[vehicle_type].count, len(problem.requests))


def refuse_prizes(problem: Problem, peer: str) -> None:
    """Say that a peer cannot leave customers out for a price."""
    if any(request.prize is not None for request in problem.requests):
        raise ValueError(f"{peer} has no prizes.")
