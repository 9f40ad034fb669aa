"""Checks the parts of a problem when they are made; a message names the argument and the rule."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from numbers import Integral
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from routing.straight import Straight

if TYPE_CHECKING:
    from routing.problem import (
        Link,
        Location,
        Problem,
        Request,
        SoftWindow,
        Task,
        Travel,
        VehicleType,
    )

#: Time that no plan reaches: ends of open windows and shifts. A quarter of the int32 range, so that
#: sums of a few of them still fit.
HORIZON = 2**29

#: Longest service or access. A visit that starts at the horizon and lasts both still ends early
#: enough to add a missing road (twice the horizon in the kernel) within int32.
MOST_STAY = 2**27

#: Largest amount of one load dimension. A full vehicle and one load more still fit int32.
MOST_LOAD = 2**29

#: Largest prize, fixed cost or fare. A million of them still add up in int64.
MOST_COST = 2**42

#: Largest cost per metre or second. Over the longest leg (HORIZON) it stays far below int64, for
#: thousands of legs.
MOST_UNIT_COST = 2**20


def check_location(location: Location) -> None:
    """Raise ValueError when a field of the location breaks a rule."""
    whole("zone", location.zone, 0, HORIZON)
    whole("access", location.access, 0, MOST_STAY)


def check_soft_window(soft: SoftWindow) -> None:
    """Raise ValueError when a field of the soft window breaks a rule."""
    span("span", soft.span)
    whole("early_cost", soft.early_cost, 0, MOST_UNIT_COST)
    whole("late_cost", soft.late_cost, 0, MOST_UNIT_COST)


def check_task(task: Task) -> None:
    """Raise ValueError when a field of the task breaks a rule."""
    whole("location", task.location, 0, HORIZON)
    whole("service", task.service, 0, MOST_STAY)
    if not task.windows:
        raise ValueError("windows must not be empty.")
    _spans("windows", task.windows)
    _spans("closed", task.closed)


def check_request(request: Request) -> None:
    """Raise ValueError when a field of the request breaks a rule."""
    if request.pickup is None and request.delivery is None:
        raise ValueError("pickup or delivery must be given.")
    for amount in request.load:
        whole("load", amount, 0, MOST_LOAD)
    if request.prize is not None:
        whole("prize", request.prize, 0, MOST_COST)
    for index in request.vehicle_types or ():
        whole("vehicle_types", index, 0, HORIZON)
    whole("release", request.release, 0, HORIZON)
    if request.max_age is not None:
        whole("max_age", request.max_age, 0, HORIZON)
        if request.delivery is None:
            raise ValueError("max_age must be None without a delivery.")
    if request.max_aboard is not None:
        whole("max_aboard", request.max_aboard, 0, HORIZON)


def check_vehicle_type(vehicle_type: VehicleType) -> None:
    """Raise ValueError when a field of the vehicle type breaks a rule."""
    whole("count", vehicle_type.count, 0, HORIZON)
    limits = ("max_duration", "max_distance", "max_stops", "max_trips", "overtime_after")
    for argument in ("start", "end", *limits):
        value = getattr(vehicle_type, argument)
        if value is not None:
            whole(argument, value, 0, HORIZON)
    for amount in vehicle_type.capacity:
        whole("capacity", amount, 0, MOST_LOAD)
    span("shift", vehicle_type.shift)
    whole("fixed_cost", vehicle_type.fixed_cost, 0, MOST_COST)
    whole("unit_distance_cost", vehicle_type.unit_distance_cost, 0, MOST_UNIT_COST)
    whole("unit_duration_cost", vehicle_type.unit_duration_cost, 0, MOST_UNIT_COST)
    whole("unit_overtime_cost", vehicle_type.unit_overtime_cost, 0, MOST_UNIT_COST)
    whole("profile", vehicle_type.profile, 0, HORIZON)
    if any(task.soft is not None for task in vehicle_type.reloads):
        raise ValueError("reloads must not have soft windows.")


def check_link(link: Link) -> None:
    """Raise ValueError when a field of the link breaks a rule."""
    for argument in ("board", "alight", "ready", "departure", "arrival", "distance"):
        whole(argument, getattr(link, argument), 0, HORIZON)
    if not link.ready <= link.departure <= link.arrival:
        raise ValueError(
            "ready, departure and arrival must follow in this order, "
            f"got {link.ready}, {link.departure}, {link.arrival}."
        )
    for cost in link.costs:
        if cost is not None:
            whole("costs", cost, 0, MOST_COST)


def check_problem(problem: Problem) -> None:
    """Raise ValueError when the parts of the problem do not fit together."""
    if not problem.locations:
        raise ValueError("locations must not be empty.")
    if not problem.vehicle_types:
        raise ValueError("vehicle_types must not be empty.")
    _check_matrices(problem)
    dimensions = len(problem.vehicle_types[0].capacity)
    for index, vehicle_type in enumerate(problem.vehicle_types):
        _fit_vehicle_type(problem, f"vehicle_types[{index}]", vehicle_type, dimensions)
    for index, request in enumerate(problem.requests):
        _fit_request(problem, f"requests[{index}]", request, dimensions)
    for index, link in enumerate(problem.links):
        _fit_link(problem, f"links[{index}]", link)


def _fit_vehicle_type(
    problem: Problem, name: str, vehicle_type: VehicleType, dimensions: int
) -> None:
    if len(vehicle_type.capacity) != dimensions:
        raise ValueError(f"{name}.capacity must have {dimensions} amounts as vehicle_types[0] has.")
    for argument in ("start", "end"):
        location = getattr(vehicle_type, argument)
        if location is not None:
            _index(f"{name}.{argument}", location, "locations", problem.locations)
    for number, task in enumerate(vehicle_type.reloads):
        _index(f"{name}.reloads[{number}].location", task.location, "locations", problem.locations)
    _index(f"{name}.profile", vehicle_type.profile, "durations", problem.durations)


def _fit_request(problem: Problem, name: str, request: Request, dimensions: int) -> None:
    if len(request.load) != dimensions:
        raise ValueError(
            f"{name}.load must have {dimensions} amounts as the capacities of vehicle_types have."
        )
    for kind, task in request.tasks:
        _index(f"{name}.{kind}.location", task.location, "locations", problem.locations)
    for index in sorted(request.vehicle_types or ()):
        _index(f"{name}.vehicle_types", index, "vehicle_types", problem.vehicle_types)


def _fit_link(problem: Problem, name: str, link: Link) -> None:
    _index(f"{name}.board", link.board, "locations", problem.locations)
    _index(f"{name}.alight", link.alight, "locations", problem.locations)
    if problem.locations[link.board].zone == problem.locations[link.alight].zone:
        raise ValueError(f"{name}.board and alight must lie in different zones.")
    if len(link.costs) != len(problem.vehicle_types):
        raise ValueError(f"{name}.costs must have one entry per vehicle type.")


def _check_matrices(problem: Problem) -> None:
    if len(problem.durations) != len(problem.distances):
        raise ValueError("durations and distances must have one matrix per profile each.")
    for profile in range(len(problem.durations)):
        durations, distances = problem.durations[profile], problem.distances[profile]
        _check_matrix(f"durations[{profile}]", durations, problem)
        if distances is durations:
            continue
        _check_matrix(f"distances[{profile}]", distances, problem)
        if not np.array_equal(_missing(durations), _missing(distances)):
            raise ValueError(f"distances[{profile}] must be -1 exactly where durations are -1.")
    if problem.tolls and len(problem.tolls) != len(problem.durations):
        raise ValueError("tolls must have one matrix per profile, or none.")
    for profile, tolls in enumerate(problem.tolls):
        _check_shape(f"tolls[{profile}]", tolls, problem)
        if tolls.min() < 0 or tolls.max() > HORIZON or tolls.diagonal().any():
            raise ValueError(
                f"tolls[{profile}] must lie between 0 and {HORIZON} and be zero on the diagonal."
            )


def _missing(travel: Travel) -> NDArray[np.bool_]:
    """Mark where no road leads; one False where it leads everywhere."""
    if isinstance(travel, Straight):
        return np.zeros(1, dtype=bool)
    missing: NDArray[np.bool_] = travel == -1
    return missing if missing.any() else np.zeros(1, dtype=bool)


def _check_shape(name: str, matrix: Travel, problem: Problem) -> None:
    size = len(problem.locations)
    if matrix.shape != (size, size):
        raise ValueError(
            f"{name} must be square with one row per location ({size}), got {matrix.shape}."
        )


def _check_straight(name: str, straight: Straight, problem: Problem) -> None:
    if straight.longest > HORIZON:
        raise ValueError(f"{name} must stay below {HORIZON}, got up to {straight.longest:.0f}.")
    if len({location.zone for location in problem.locations}) > 1:
        raise ValueError(f"{name} must be a matrix where there are several zones.")


def _check_matrix(name: str, matrix: Travel, problem: Problem) -> None:
    _check_shape(name, matrix, problem)
    if isinstance(matrix, Straight):
        _check_straight(name, matrix, problem)
        return
    if matrix.min() < -1 or matrix.max() > HORIZON:
        raise ValueError(f"{name} must lie between -1 and {HORIZON}.")
    if matrix.diagonal().any():
        raise ValueError(f"{name} must be zero on the diagonal.")
    zones = np.array([location.zone for location in problem.locations])
    if zones.min() == zones.max():
        return
    joined = (matrix != -1) & (zones[:, None] != zones[None, :])
    if joined.any():
        here, there = (int(index) for index in np.argwhere(joined)[0])
        raise ValueError(
            f"{name} must be -1 between different zones, got a road from {here} to {there}."
        )


def frozen_matrices(name: str, given: Iterable[Travel], or_straight: bool) -> tuple[Travel, ...]:
    """Give the matrices as read-only C-contiguous int32 arrays.

    An array that already is int32 and C-contiguous is not copied: it becomes read-only itself. An
    array given twice stays one array. A `Straight` is left as it is, if it is allowed.
    """
    frozen: dict[int, Travel] = {}
    given = tuple(given)
    for matrix in given:
        if isinstance(matrix, Straight) and or_straight:
            frozen[id(matrix)] = matrix
            continue
        if not isinstance(matrix, np.ndarray) or matrix.dtype != np.int32:
            raise ValueError(f"{name} must be arrays of int32.")
        if id(matrix) not in frozen:
            array = np.ascontiguousarray(matrix)
            array.flags.writeable = False
            frozen[id(matrix)] = array
    return tuple(frozen[id(matrix)] for matrix in given)


def whole(argument: str, value: object, least: int, most: int) -> None:
    """Raise ValueError unless the value is an integer within its bounds."""
    if isinstance(value, bool) or not isinstance(value, Integral):
        raise ValueError(f"{argument} must be an integer, got {value!r}.")
    if not least <= int(value) <= most:
        raise ValueError(f"{argument} must lie between {least} and {most}, got {value}.")


def span(argument: str, moments: Sequence[int]) -> None:
    """Raise ValueError unless two moments follow in order."""
    if len(moments) != 2:
        raise ValueError(f"{argument} must be a pair (first, last), got {moments!r}.")
    for moment in moments:
        whole(argument, moment, 0, HORIZON)
    if moments[0] > moments[1]:
        raise ValueError(f"{argument} must not end before it begins, got {moments}.")


def _spans(argument: str, spans: Sequence[Sequence[int]]) -> None:
    for one in spans:
        span(argument, one)
    for before, after in pairwise(spans):
        if after[0] <= before[1]:
            raise ValueError(
                f"{argument} must be sorted and disjoint, got {before} before {after}."
            )


def _index(name: str, index: int, of: str, things: Sequence[object]) -> None:
    if index >= len(things):
        raise ValueError(
            f"{name} must be an index into {of} (0 to {len(things) - 1}), got {index}."
        )
