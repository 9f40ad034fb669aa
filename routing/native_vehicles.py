"""Gives the kernel what vehicles have beyond the plain numbers of their type."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from routing import _kernels
from routing.problem import Problem


def equip(problem: Problem, kernel: _kernels.Problem) -> None:
    """Add movable walls to the kernel's problem, if there are any."""
    types = problem.vehicle_types
    if not any(one.configurations or one.shared_rooms for one in types):
        return
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
        configurations=_longs(configurations, 1 + len(dimensions)),
        shared_rooms=_longs(shared, 2 + len(dimensions)),
    )


def _longs(rows: Sequence[Sequence[int]], columns: int) -> NDArray[np.int64]:
    return np.array(rows, dtype=np.int64).reshape(len(rows), columns)
