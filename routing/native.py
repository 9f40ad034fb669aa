"""Turns a `Problem` into the kernel's arrays, and what the kernel found into a `Solution`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from routing import _kernels
from routing.problem import HORIZON, Kind, Link, Problem, Request, Task, VehicleType
from routing.solution import Route, Visit

#: Distance limit of vehicle types without one; beyond every sum of int32 distances.
NO_DISTANCE_LIMIT = 2**62


@dataclass(frozen=True, slots=True)
class Native:
    """A problem in the kernel, and how its task numbers relate to requests.

    Parameters
    ----------
    tasks
        Request and kind of every kernel task.
    numbers
        Kernel task of every request and kind.
    """

    problem: Problem
    kernel: _kernels.Problem
    tasks: tuple[tuple[int, Kind], ...]
    numbers: dict[tuple[int, Kind], int]

    def route(self, vehicle_type: int, numbers: Sequence[int] | NDArray[np.int32]) -> Route:
        """Schedule one route, given by kernel tasks in order."""
        return self.timed_route(vehicle_type, numbers)[0]

    def timed_route(
        self, vehicle_type: int, numbers: Sequence[int] | NDArray[np.int32]
    ) -> tuple[Route, bool]:
        """Schedule one route; also say whether every visit, leg and the shift are kept."""
        order = np.asarray(numbers, dtype=np.int32)
        timetable = _kernels.timetable(self.kernel, vehicle_type, order)
        stops = timetable.stops.reshape(-1, 5).tolist()
        tasks = [self.tasks[number] for number in order.tolist()]
        loads = loads_of(self.problem, tasks)
        visits = tuple(
            Visit(
                request=request,
                kind=kind,
                location=task_of(self.problem.requests[request], kind).location,
                link=None if link < 0 else link,
                distance=distance,
                arrival=arrival,
                start=start,
                finish=finish,
                load=load,
            )
            for (request, kind), (link, distance, arrival, start, finish), load in zip(
                tasks, stops[:-1], loads[1:], strict=True
            )
        )
        end_link, end_distance, end_arrival, _, _ = stops[-1]
        route = Route(
            vehicle_type=vehicle_type,
            visits=visits,
            departure=timetable.departure,
            arrival=end_arrival,
            end_link=None if end_link < 0 else end_link,
            end_distance=end_distance,
            start_load=loads[0],
            distance=timetable.distance,
            cost=timetable.cost,
        )
        return route, timetable.on_time


def task_of(request: Request, kind: Kind) -> Task:
    """Return the task of a request; ValueError if the request has none of that kind."""
    task = request.pickup if kind == "pickup" else request.delivery
    if task is None:
        raise ValueError(f"request {request.name!r} has no {kind}.")
    return task


def loads_of(problem: Problem, tasks: Sequence[tuple[int, Kind]]) -> list[tuple[int, ...]]:
    """Return the load at the start and after each visit."""
    dimensions = len(problem.vehicle_types[0].capacity) if problem.vehicle_types else 0
    now = [0] * dimensions
    for index, kind in tasks:
        request = problem.requests[index]
        if kind == "delivery" and request.pickup is None:
            now = [a + b for a, b in zip(now, request.load, strict=True)]
    result = [tuple(now)]
    for index, kind in tasks:
        sign = 1 if kind == "pickup" else -1
        now = [a + sign * b for a, b in zip(now, problem.requests[index].load, strict=True)]
        result.append(tuple(now))
    return result


def to_native(problem: Problem) -> Native:
    """Flatten a problem into the kernel's arrays."""
    tasks = tuple(
        (index, kind) for index, request in enumerate(problem.requests) for kind, _ in request.tasks
    )
    task_rows, windows = _task_rows(problem, tasks)
    types = problem.vehicle_types
    dimensions = len(types[0].capacity) if types else 0
    kernel = _kernels.Problem(
        zones=np.array(_small_zones(problem), dtype=np.int32),
        access=np.array([place.access for place in problem.locations], dtype=np.int32),
        tasks=_table(task_rows, 6, np.int32),
        windows=_table(windows, 2, np.int32),
        loads=_table([request.load for request in problem.requests], dimensions, np.int32),
        prizes=np.array(
            [-1 if request.prize is None else request.prize for request in problem.requests],
            dtype=np.int64,
        ),
        allowed=_table(
            [_allowed(one, len(types)) for one in problem.requests], len(types), np.uint8
        ),
        vehicle_types=_table([_vehicle_row(one) for one in types], 11, np.int64),
        capacities=_table([one.capacity for one in types], dimensions, np.int32),
        links=_table([_link_row(link) for link in problem.links], 5, np.int32),
        fares=_table([_fares(link) for link in problem.links], len(types), np.int64),
        durations=[np.ascontiguousarray(matrix, dtype=np.int32) for matrix in problem.durations],
        distances=[np.ascontiguousarray(matrix, dtype=np.int32) for matrix in problem.distances],
    )
    numbers = {task: number for number, task in enumerate(tasks)}
    return Native(problem, kernel, tasks, numbers)


def _table(rows: Sequence[Sequence[int]], columns: int, dtype: Any) -> NDArray[Any]:
    return np.array(rows, dtype=dtype).reshape(len(rows), columns)


def _task_rows(
    problem: Problem, tasks: Sequence[tuple[int, Kind]]
) -> tuple[list[tuple[int, ...]], list[tuple[int, int]]]:
    rows: list[tuple[int, ...]] = []
    windows: list[tuple[int, int]] = []
    for index, kind in tasks:
        task = task_of(problem.requests[index], kind)
        first = len(windows)
        windows.extend(task.windows)
        is_delivery = int(kind == "delivery")
        rows.append((index, is_delivery, task.location, task.service, first, len(windows)))
    return rows, windows


def _small_zones(problem: Problem) -> list[int]:
    """Give every zone a number from zero on; the kernel keeps a table over all pairs."""
    number = {zone: i for i, zone in enumerate(sorted({one.zone for one in problem.locations}))}
    return [number[one.zone] for one in problem.locations]


def _allowed(request: Request, types: int) -> list[int]:
    if request.vehicle_types is None:
        return [1] * types
    return [int(index in request.vehicle_types) for index in range(types)]


def _vehicle_row(one: VehicleType) -> tuple[int, ...]:
    return (
        one.count,
        -1 if one.start is None else one.start,
        -1 if one.end is None else one.end,
        one.shift[0],
        one.shift[1],
        HORIZON if one.max_duration is None else one.max_duration,
        NO_DISTANCE_LIMIT if one.max_distance is None else one.max_distance,
        one.fixed_cost,
        one.unit_distance_cost,
        one.unit_duration_cost,
        one.profile,
    )


def _link_row(link: Link) -> tuple[int, ...]:
    return link.board, link.alight, link.ready, link.departure, link.arrival


def _fares(link: Link) -> list[int]:
    return [-1 if cost is None else cost for cost in link.costs]
