"""Turns a `Problem` into the kernel's arrays, and what the kernel found into a `Solution`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from routing import _kernels
from routing.effective import effective
from routing.flat_tasks import FlatTasks, clipped, held_until
from routing.native_relations import limited, relate
from routing.native_vehicles import equip
from routing.problem import (
    HORIZON,
    Kind,
    Link,
    Problem,
    Request,
    Task,
    Travel,
    VehicleType,
    Window,
)
from routing.solution import Route, Visit
from routing.straight import Straight

#: Distance limit of vehicle types without one; beyond every sum of int32 distances.
NO_DISTANCE_LIMIT = 2**62


@dataclass(frozen=True, slots=True)
class Native:
    """A problem in the kernel, and how its task numbers relate to requests.

    Parameters
    ----------
    problem
        As `effective` gives it.
    tasks
        Request and kind of every kernel task; of reloads their index at the vehicle type.
    numbers
        Kernel task of every request and kind.
    reloads
        First kernel task of each reload of each vehicle type; the other copies follow it.
    """

    problem: Problem
    kernel: _kernels.Problem
    tasks: tuple[tuple[int, Kind], ...]
    numbers: dict[tuple[int, Kind], int]
    reloads: tuple[tuple[int, ...], ...]

    def numbers_of(self, vehicle_type: int, tasks: Sequence[tuple[int, Kind]]) -> list[int]:
        """Give the kernel tasks of a route; the same one for equal reloads."""
        return [
            self.reloads[vehicle_type][index] if kind == "reload" else self.numbers[index, kind]
            for index, kind in tasks
        ]

    def numbers_of_all(
        self, routes: Sequence[tuple[int, Sequence[tuple[int, Kind]]]]
    ) -> list[list[int]]:
        """Give the kernel tasks of several routes; every reload has a copy of its own."""
        used: Counter[int] = Counter()
        found = []
        for vehicle_type, tasks in routes:
            numbers = self.numbers_of(vehicle_type, tasks)
            for place, (_, kind) in enumerate(tasks):
                if kind == "reload":
                    first = numbers[place]
                    numbers[place] += used[first]
                    used[first] += 1
            found.append(numbers)
        return found

    def route(
        self,
        vehicle_type: int,
        numbers: Sequence[int] | NDArray[np.int32],
        yields: frozenset[int] = frozenset(),
        holds: Sequence[Window | None] = (),
    ) -> Route:
        """Schedule one route, given by kernel tasks in order and what it agrees with others."""
        return self.timed_route(vehicle_type, numbers, yields, holds)[0]

    def timed_route(
        self,
        vehicle_type: int,
        numbers: Sequence[int] | NDArray[np.int32],
        yields: frozenset[int] = frozenset(),
        holds: Sequence[Window | None] = (),
    ) -> tuple[Route, bool]:
        """Schedule one route; also say whether every visit, leg and the shift are kept."""
        order = np.asarray(numbers, dtype=np.int32)
        holds = holds or [None] * len(order)
        yields = yields.intersection(limited(self.problem.relations))
        timetable = _kernels.timetable(
            self.kernel, vehicle_type, order, self.full_of(yields), holds_of(holds)
        )
        stops = timetable.stops.reshape(-1, 5).tolist()
        tasks = [self.tasks[number] for number in order.tolist()]
        loads = loads_of(self.problem, tasks)
        rests = _rests_of(timetable, len(tasks))
        visits = tuple(
            Visit(
                request=request,
                kind=kind,
                location=task_at(self.problem, vehicle_type, request, kind).location,
                link=None if link < 0 else link,
                distance=distance,
                arrival=arrival,
                start=start,
                finish=finish,
                load=load,
                hold=hold,
                rests=rests[place],
            )
            for place, ((request, kind), (link, distance, arrival, start, finish), load, hold) in (
                enumerate(zip(tasks, stops[:-1], loads[1:], holds, strict=True))
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
            yields=yields,
            end_rests=rests[-1],
        )
        return route, timetable.on_time

    def full_of(self, yields: frozenset[int]) -> NDArray[np.uint8]:
        """Mark the sailings with a limit that a route yields; an empty array if it yields none."""
        marks = [int(sailing in yields) for sailing in limited(self.problem.relations)]
        return np.array(marks if yields else [], dtype=np.uint8)

    def yields_of(self, full: NDArray[np.uint8]) -> frozenset[int]:
        """Read what `full_of` has written."""
        marked = zip(limited(self.problem.relations), full.tolist(), strict=False)
        return frozenset(sailing for sailing, is_full in marked if is_full)


def _rests_of(timetable: _kernels.Timetable, visits: int) -> list[tuple[Window, ...]]:
    """Sort the rests of a timetable by the visit before which they are taken, the last for home."""
    rests: list[list[Window]] = [[] for _ in range(visits + 1)]
    for place, begin, end in timetable.rests.reshape(-1, 3).tolist():
        rests[place].append((begin, end))
    return [tuple(one) for one in rests]


def holds_of(holds: Sequence[Window | None]) -> NDArray[np.int32]:
    """Write earliest and latest starts as the kernel reads them; no rows where all are free."""
    if not any(holds):
        return np.zeros((0, 2), dtype=np.int32)
    return np.array([(0, HORIZON) if one is None else one for one in holds], dtype=np.int32)


def agreements_of(
    native: Native, routes: Sequence[Route]
) -> tuple[NDArray[np.uint8], NDArray[np.int32]]:
    """Write what routes have agreed: a row of sailings per route, of moments per visit."""
    sailings = limited(native.problem.relations)
    full = [[int(one in route.yields) for one in sailings] for route in routes]
    holds: list[Window] = [visit.hold or (0, HORIZON) for route in routes for visit in route.visits]
    return _table(full, len(sailings), np.uint8), _table(holds, 2, np.int32)


def agreements_found(
    native: Native, found: _kernels.Found
) -> tuple[list[frozenset[int]], list[Window | None]]:
    """Read what the routes of a search have agreed: per route, and per visit."""
    count = len(found.ends)
    if not len(found.full):
        yields = [frozenset[int]()] * count
    else:
        yields = [native.yields_of(row) for row in found.full.reshape(count, -1)]
    spans = found.holds.reshape(-1, 2).tolist() or [[0, HORIZON]] * len(found.tasks)
    holds = [None if (begin, end) == (0, HORIZON) else (begin, end) for begin, end in spans]
    return yields, holds


def task_of(request: Request, kind: Kind) -> Task:
    """Return the task of a request; ValueError if the request has none of that kind."""
    task = request.pickup if kind == "pickup" else request.delivery
    if task is None or kind == "reload":
        raise ValueError(f"request {request.name!r} has no {kind}.")
    return task


def task_at(problem: Problem, vehicle_type: int, index: int, kind: Kind) -> Task:
    """Return the task of a request, or the reload of a vehicle type."""
    if kind != "reload":
        return task_of(problem.requests[index], kind)
    reloads = problem.vehicle_types[vehicle_type].reloads
    if not 0 <= index < len(reloads):
        raise ValueError(f"vehicle type {vehicle_type} has no reload {index}.")
    return reloads[index]


def loads_of(problem: Problem, tasks: Sequence[tuple[int, Kind]]) -> list[tuple[int, ...]]:
    """Return the load at the start and after each visit."""
    dimensions = len(problem.vehicle_types[0].capacity) if problem.vehicle_types else 0
    now = _brought(problem, tasks, dimensions)
    result = [tuple(now)]
    collected = [0] * dimensions
    for place, (index, kind) in enumerate(tasks):
        if kind == "reload":
            brought = _brought(problem, tasks[place + 1 :], dimensions)
            now = [a - b + c for a, b, c in zip(now, collected, brought, strict=True)]
            collected = [0] * dimensions
        else:
            request = problem.requests[index]
            sign = 1 if kind == "pickup" else -1
            now = [a + sign * b for a, b in zip(now, request.load, strict=True)]
            if request.delivery is None:
                collected = [a + b for a, b in zip(collected, request.load, strict=True)]
        result.append(tuple(now))
    return result


def _brought(problem: Problem, tasks: Sequence[tuple[int, Kind]], dimensions: int) -> list[int]:
    """Add up what the trip with which the tasks begin brings from where it begins."""
    total = [0] * dimensions
    for index, kind in tasks:
        if kind == "reload":
            break
        request = problem.requests[index]
        if request.pickup is None:
            total = [a + b for a, b in zip(total, request.load, strict=True)]
    return total


#: What `kept_native` has made; an entry goes when its problem does, to which it must not refer.
_kept: WeakKeyDictionary[Problem, tuple[Any, ...]] = WeakKeyDictionary()


def kept_native(problem: Problem) -> Native:
    """Flatten a problem once for all hand-made routes that are judged by it."""
    if problem not in _kept:
        native = to_native(problem)
        changed = None if native.problem is problem else native.problem
        _kept[problem] = (
            changed,
            (native.kernel, native.tasks, native.numbers, native.reloads),
        )
    changed, parts = _kept[problem]
    return Native(changed or problem, *parts)


def to_native(problem: Problem) -> Native:
    """Flatten a problem into the kernel's arrays."""
    problem = effective(problem)
    tasks = [
        (index, kind) for index, request in enumerate(problem.requests) for kind, _ in request.tasks
    ]
    numbers = {task: number for number, task in enumerate(tasks)}
    flat = FlatTasks()
    for index, kind in tasks:
        request = problem.requests[index]
        task = task_of(request, kind)
        flat.add(index, kind, task, clipped(request, kind, task.windows))
    reloads, firsts = _reloads(problem, flat, tasks)
    types = problem.vehicle_types
    dimensions = len(types[0].capacity) if types else 0
    kernel = _kernels.Problem(
        zones=np.array(_small_zones(problem), dtype=np.int32),
        access=np.array([place.access for place in problem.locations], dtype=np.int32),
        tasks=_table(flat.rows, 8, np.int32),
        windows=_table(flat.windows, 2, np.int32),
        loads=_table([request.load for request in problem.requests], dimensions, np.int32),
        prizes=np.array(
            [-1 if request.prize is None else request.prize for request in problem.requests],
            dtype=np.int64,
        ),
        releases=np.array([held_until(one) for one in problem.requests], dtype=np.int32),
        most_aboard=np.array(
            [HORIZON if one.max_aboard is None else one.max_aboard for one in problem.requests],
            dtype=np.int32,
        ),
        allowed=_table(
            [_allowed(one, len(types)) for one in problem.requests], len(types), np.uint8
        ),
        vehicle_types=_table([_vehicle_row(one) for one in types], 15, np.int64),
        capacities=_table([one.capacity for one in types], dimensions, np.int32),
        reloads=_table(reloads, 3, np.int32),
        soft_windows=_table(flat.soft_windows, 5, np.int64),
        links=_table([_link_row(link) for link in problem.links], 5, np.int32),
        fares=_table([_fares(link) for link in problem.links], len(types), np.int64),
        durations=[_travel(one) for one in problem.durations],
        distances=[_travel(one) for one in problem.distances],
        tolls=[np.ascontiguousarray(matrix, dtype=np.int32) for matrix in problem.tolls],
    )
    equip(problem, kernel)
    relate(problem, kernel, tasks)
    return Native(problem, kernel, tuple(tasks), numbers, firsts)


def _reloads(
    problem: Problem, flat: FlatTasks, tasks: list[tuple[int, Kind]]
) -> tuple[list[tuple[int, int, int]], tuple[tuple[int, ...], ...]]:
    """Append as many copies of each reload as routes may need at a time.

    A reload is a place in a route, so that every route needs its own; no solution needs more than
    there are visits, since no trip is empty.
    """
    visits = len(tasks)
    rows: list[tuple[int, int, int]] = []
    firsts: list[tuple[int, ...]] = []
    for vehicle_type, one in enumerate(problem.vehicle_types):
        trips = visits if one.max_trips is None else one.max_trips
        copies = min(visits, one.count * max(0, trips - 1))
        found: list[int] = []
        for index, reload in enumerate(one.reloads):
            first = len(tasks)
            for _ in range(max(1, copies)):
                flat.add(-1, "reload", reload, reload.windows)
                tasks.append((index, "reload"))
            rows.append((vehicle_type, first, len(tasks)))
            found.append(first)
        firsts.append(tuple(found))
    return rows, tuple(firsts)


def _travel(travel: Travel) -> _kernels.Straight | NDArray[np.int32]:
    if isinstance(travel, Straight):
        return _kernels.Straight(travel.x, travel.y, travel.scale, travel.shift)
    return np.ascontiguousarray(travel, dtype=np.int32)


def _table(rows: Sequence[Sequence[int]], columns: int, dtype: Any) -> NDArray[Any]:
    return np.array(rows, dtype=dtype).reshape(len(rows), columns)


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
        HORIZON if one.max_stops is None else one.max_stops,
        HORIZON if one.max_trips is None else one.max_trips,
        HORIZON if one.overtime_after is None else one.overtime_after,
        one.unit_overtime_cost,
    )


def _link_row(link: Link) -> tuple[int, ...]:
    return link.board, link.alight, link.ready, link.departure, link.arrival


def _fares(link: Link) -> list[int]:
    return [-1 if cost is None else cost for cost in link.costs]
