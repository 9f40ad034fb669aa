"""Finds the optimum of a small island instance by driving every sequence of visits there is.

    python -m benchmarks.islands.prove FILE...

A sequence is given up when a visit in it is late or the vehicle too full: all roads are triangular,
boats do not overtake each other and waiting is allowed, so no continuation helps it. The sequences
are priced by the kernel's timetable, which tests compare with every second of departure.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from benchmarks.islands.format import read
from routing import Kind, Problem, Task, _kernels
from routing.native import Native, to_native

#: Sequences looked at before an instance is called too large.
MOST = 5_000_000


class TooLargeError(RuntimeError):
    """There are too many sequences to drive them all."""


def optimum(problem: Problem, most: int = MOST) -> int:
    """Give the least cost of serving every request; vehicles must not be scarce.

    Raises
    ------
    TooLargeError
        When there are more sequences than `most`.
    """
    native = to_native(problem)
    cheapest: dict[int, int] = {}
    left = most
    for vehicle_type in range(len(problem.vehicle_types)):
        for served, tasks in _sequences(problem, vehicle_type):
            left -= 1
            if left < 0:
                raise TooLargeError(f"more than {most} sequences")
            cost = _cost(native, vehicle_type, tasks)
            if cost is not None and cost < cheapest.get(served, cost + 1):
                cheapest[served] = cost
    return _partition(cheapest, len(problem.requests))


def _partition(cheapest: dict[int, int], requests: int) -> int:
    """Give the least cost of routes that together serve everything once."""
    least = {0: 0}
    for mask in range(1, 1 << requests):
        first, rest = mask & -mask, mask & (mask - 1)
        options = []
        part = rest
        while True:
            if (first | part) in cheapest and (rest ^ part) in least:
                options.append(cheapest[first | part] + least[rest ^ part])
            if part == 0:
                break
            part = (part - 1) & rest
        if options:
            least[mask] = min(options)
    return least[(1 << requests) - 1]


Sequence = tuple[tuple[int, Kind], ...]


def _cost(native: Native, vehicle_type: int, tasks: Sequence) -> int | None:
    numbers = np.array([native.numbers[task] for task in tasks], dtype=np.int32)
    table = _kernels.timetable(native.kernel, vehicle_type, numbers)
    return table.cost if table.on_time else None


def _sequences(problem: Problem, vehicle_type: int) -> Iterator[tuple[int, Sequence]]:
    """Yield sequences of whole requests with the set of these as bits."""
    vehicle = problem.vehicle_types[vehicle_type]
    assert vehicle.start is not None
    requests = problem.requests
    stack: list[tuple[Sequence, int, int, int, int]] = [((), 0, 0, vehicle.start, vehicle.shift[0])]
    while stack:
        tasks, begun, done, here, now = stack.pop()
        if tasks and begun == done:
            yield done, tasks
        for index, request in enumerate(requests):
            kind = _next_kind(problem, index, begun, done)
            if kind is None:
                continue
            task = dict(request.tasks)[kind]
            finish = _finish(problem, vehicle_type, here, now, task)
            longer = (*tasks, (index, kind))
            if finish is None or not _fits(problem, vehicle.capacity[0], longer):
                continue
            ends = kind == request.tasks[-1][0]
            bit = 1 << index
            stack.append((longer, begun | bit, done | (bit if ends else 0), task.location, finish))


def _next_kind(problem: Problem, index: int, begun: int, done: int) -> Kind | None:
    """Give what is next of a request: its first visit, then its second, then nothing."""
    if done >> index & 1:
        return None
    tasks = problem.requests[index].tasks
    return tasks[-1][0] if begun >> index & 1 else tasks[0][0]


def _finish(problem: Problem, vehicle_type: int, here: int, now: int, task: Task) -> int | None:
    arrival = _arrival(problem, vehicle_type, here, task.location, now)
    ((opens, closes),) = task.windows
    if arrival is None or arrival > closes:
        return None
    return max(arrival, opens) + task.service


def _arrival(problem: Problem, vehicle_type: int, here: int, there: int, now: int) -> int | None:
    road = problem.durations[0]
    if problem.locations[here].zone == problem.locations[there].zone:
        return now + int(road[here, there])
    arrivals = [
        link.arrival + int(road[link.alight, there])
        for link in problem.links
        if link.costs[vehicle_type] is not None
        and 0 <= road[here, link.board] <= link.ready - now
        and road[link.alight, there] >= 0
    ]
    return min(arrivals, default=None)


def _fits(problem: Problem, capacity: int, tasks: Sequence) -> bool:
    """Whether the vehicle is never too full, with all that is delivered from the depot aboard."""
    load = sum(
        problem.requests[index].load[0]
        for index, kind in tasks
        if kind == "delivery" and problem.requests[index].pickup is None
    )
    if load > capacity:
        return False
    for index, kind in tasks:
        load += problem.requests[index].load[0] * (1 if kind == "pickup" else -1)
        if load > capacity:
            return False
    return True


def main(arguments: list[str]) -> int:
    """Print the optimum of each file."""
    for name in arguments:
        try:
            print(Path(name).stem, optimum(read(Path(name)).problem()), flush=True)
        except TooLargeError as error:
            print(Path(name).stem, error, flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
