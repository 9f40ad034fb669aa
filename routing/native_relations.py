"""Turns what ties requests and routes together into the kernel's arrays."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from routing import _kernels
from routing.effective import group_of, previous_types
from routing.problem import Kind, Problem
from routing.relations import Relations

Ints = NDArray[np.int32]


def relate(problem: Problem, kernel: _kernels.Problem, tasks: Sequence[tuple[int, Kind]]) -> None:
    """Give the kernel's problem its relations, if there are any."""
    if not is_tied(problem):
        return
    relations, types = problem.relations, problem.vehicle_types
    group, first_of_group = _groups(problem)
    place, start = _previous(problem, tasks)
    numbers = {task: number for number, task in enumerate(tasks)}
    kernel.relate(
        deck_capacity=_ints(relations.sailings[i].capacity or 0 for i in limited(relations)),
        deck_units=_ints(one.deck_units for one in types),
        sailings=_lists(_sailings(problem)),
        weight=np.array(weights(problem), dtype=np.int64),
        type_cost=_type_cost(problem),
        group=group,
        first_of_group=first_of_group,
        goods=_ints(-1 if one.goods is None else one.goods for one in problem.requests),
        apart=_table([(*one.goods, int(one.same_vehicle)) for one in relations.incompatible], 3),
        precedences=_table([(one.before, one.after) for one in relations.precedences], 2),
        pinned_place=place,
        previous_start=start,
        frozen=_lists(
            [numbers[task] for task in frozen_tasks(problem, index)] for index in range(len(types))
        ),
        shifted_cost=relations.shifted_cost,
        balance_cost=relations.balance_cost,
        nights=_ints(relations.nights),
        overnight_cost=np.array(
            [-1 if one.overnight_cost is None else one.overnight_cost for one in types],
            dtype=np.int64,
        ),
    )


def is_tied(problem: Problem) -> bool:
    """Whether anything ties the requests or routes of the problem together."""
    own = any(one.priority or one.unpreferred_cost for one in problem.requests)
    return own or problem.relations != Relations()


def limited(relations: Relations) -> list[int]:
    """List the sailings whose deck has a limit; the kernel numbers them in this order."""
    return [i for i, one in enumerate(relations.sailings) if one.capacity is not None]


def _sailings(problem: Problem) -> list[list[int]]:
    number = {sailing: i for i, sailing in enumerate(limited(problem.relations))}
    return [[number[i] for i in link.sailings if i in number] for link in problem.links]


def weights(problem: Problem) -> list[int]:
    """Give weights to required requests: one of a priority outweighs all those of lower ones."""
    priority = [request.priority for request in problem.requests]
    for group in problem.relations.groups:
        highest = max(priority[index] for index in group.requests)
        for index in group.requests:
            priority[index] = highest
    weight, total = dict.fromkeys(range(5), 1), 0
    for level in sorted(set(priority)):
        weight[level] = total + 1
        total += weight[level] * priority.count(level)
    if total >= 2**62:
        raise ValueError("priorities must have fewer classes for so many requests.")
    return [weight[level] for level in priority]


def frozen_tasks(problem: Problem, vehicle_type: int) -> list[tuple[int, Kind]]:
    """List the visits with which the route of a vehicle must begin."""
    return [
        task
        for route in problem.relations.previous
        if route.vehicle_type == vehicle_type
        for task in route.tasks
        if problem.requests[task[0]].pin == "frozen"
    ]


def extra_cost(problem: Problem, request: int, vehicle_type: int, before: int | None) -> int:
    """Return the price of a vehicle type that is not preferred, or not the one of before."""
    asked = problem.requests[request]
    preferred = asked.preferred_types
    cost = asked.unpreferred_cost if preferred and vehicle_type not in preferred else 0
    return cost + (problem.relations.moved_cost if before not in (None, vehicle_type) else 0)


def _type_cost(problem: Problem) -> NDArray[np.int64]:
    before, types = previous_types(problem), range(len(problem.vehicle_types))
    rows = [
        [extra_cost(problem, index, vehicle_type, before.get(index)) for vehicle_type in types]
        for index in range(len(problem.requests))
    ]
    table = np.array(rows, dtype=np.int64).reshape(-1)
    return table if table.any() else table[:0]


def _groups(problem: Problem) -> tuple[Ints, Ints]:
    found = group_of(problem)
    return (
        _ints(found.get(index, -1) for index in range(len(problem.requests))),
        _ints(min(group.requests) for group in problem.relations.groups),
    )


def _previous(problem: Problem, tasks: Sequence[tuple[int, Kind]]) -> tuple[Ints, Ints]:
    place, start = {}, {}
    for route in problem.relations.previous:
        for position, task in enumerate(route.tasks):
            start[task] = route.starts[position]
            if problem.requests[task[0]].pin in ("order", "time", "frozen"):
                place[task] = position
    return _ints(place.get(task, -1) for task in tasks), _ints(
        start.get(task, -1) for task in tasks
    )


def _ints(values: Iterable[int]) -> Ints:
    return np.array(list(values), dtype=np.int32)


def _table(rows: Sequence[Sequence[int]], columns: int) -> NDArray[Any]:
    return np.array(rows, dtype=np.int32).reshape(len(rows), columns)


def _lists(rows: Iterable[Sequence[int]]) -> tuple[Ints, Ints]:
    """Put lists one after the other: where each begins, and all their numbers."""
    starts, numbers = [0], list[int]()
    for row in rows:
        numbers.extend(row)
        starts.append(len(numbers))
    return _ints(starts), _ints(numbers)
