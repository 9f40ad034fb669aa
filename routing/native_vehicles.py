"""Gives the kernel what vehicles have beyond the plain numbers of their type."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from routing import _kernels
from routing.problem import Problem, VehicleType
from routing.rests import MealWindow, RestRule


def equip(problem: Problem, kernel: _kernels.Problem) -> None:
    """Add speeds, rests and movable walls to the kernel's problem, if there are any."""
    types = problem.vehicle_types
    if any(problem.speeds):
        _set_speeds(problem, kernel)
    if any(one.rests or one.meals for one in types):
        _set_rests(types, kernel)
    if any(one.configurations or one.shared_rooms for one in types):
        _set_walls(types, kernel)


def _set_speeds(problem: Problem, kernel: _kernels.Problem) -> None:
    changes = [
        (profile, moment, speed)
        for profile, speeds in enumerate(problem.speeds)
        for moment, speed in (() if speeds is None else speeds.changes)
    ]
    kernel.set_speeds(changes=_table(changes, 3, np.int32))


def _set_rests(types: Sequence[VehicleType], kernel: _kernels.Problem) -> None:
    rules = [
        (
            index,
            rule.rest,
            rule.within,
            rule.of == "work",
            rule.counts_waiting,
            rule.counts_crossing,
        )
        for index, one in enumerate(types)
        for rule in one.rests
    ]
    meals = [
        (index, *meal.span, meal.duration, *_counts(meal))
        for index, one in enumerate(types)
        for meal in one.meals
    ]
    kernel.set_rests(rules=_table(rules, 6, np.int32), meals=_table(meals, 6, np.int32))


def _counts(rule: RestRule | MealWindow) -> tuple[bool, bool]:
    return rule.counts_waiting, rule.counts_crossing


def _set_walls(types: Sequence[VehicleType], kernel: _kernels.Problem) -> None:
    dimensions = range(len(types[0].capacity))
    configurations = [
        (index, *walls) for index, one in enumerate(types) for walls in one.configurations
    ]
    shared = [
        (index, room.total, *(int(dimension in room.dimensions) for dimension in dimensions))
        for index, one in enumerate(types)
        for room in one.shared_rooms
    ]
    kernel.set_walls(
        configurations=_table(configurations, 1 + len(dimensions), np.int64),
        shared_rooms=_table(shared, 2 + len(dimensions), np.int64),
    )


def _table(rows: Sequence[Sequence[int]], columns: int, dtype: Any) -> NDArray[Any]:
    return np.array(rows, dtype=dtype).reshape(len(rows), columns)
