"""Lets VROOM solve our instances."""

from __future__ import annotations

import time
from datetime import timedelta

import numpy as np
import vroom

from benchmarks.peers.translation import enough_vehicles, named, refuse_prizes, with_tables
from routing.instances import Instance
from routing.problem import HORIZON, Problem, Request, Task, VehicleType

#: The deepest of VROOM's search levels; the time limit ends it, if it does not end by itself.
EXPLORATION = 5

#: Price of a vehicle where fewest vehicles come first.
VEHICLE = 10**7


def plan(instance: Instance, seconds: float, seed: int) -> list[list[int]]:
    """Solve the instance; no routes when VROOM leaves a customer out. It has no seed."""
    del seed
    begin = time.perf_counter()
    problem = with_tables(instance.problem)
    refuse_prizes(problem, "VROOM")
    given = vroom.Input()
    types = [
        kind
        for kind in range(len(problem.vehicle_types))
        for _ in range(enough_vehicles(problem, kind))
    ]
    teams, divisor = _teams(problem), _divisor(problem)
    for number, kind in enumerate(types):
        skills = {skill for team, skill in teams.items() if kind in team}
        vehicle = problem.vehicle_types[kind]
        fixed = VEHICLE if instance.vehicles_first else vehicle.fixed_cost // divisor
        given.add_vehicle(_vehicle(number, vehicle, fixed, skills))
    for index, request in enumerate(problem.requests):
        skills = set() if request.vehicle_types is None else {teams[request.vehicle_types]}
        given.add_job(job(index, request, skills))
    for vehicle in problem.vehicle_types:
        costs = problem.distances[vehicle.profile] * np.int64(vehicle.unit_distance_cost)
        given.set_durations_matrix(_profile(vehicle), _matrix(problem.durations[vehicle.profile]))
        given.set_costs_matrix(_profile(vehicle), _matrix(costs) // divisor)
    left = max(seconds - (time.perf_counter() - begin), 0.1)
    found = given.solve(EXPLORATION, nb_threads=1, timeout=timedelta(seconds=left))
    return [] if found.unassigned else _routes(instance, found, types)


def _routes(instance: Instance, found: vroom.Solution, types: list[int]) -> list[list[int]]:
    steps = found.routes[found.routes["type"].isin(["job", "pickup", "delivery"])]
    return named(
        instance,
        [
            (types[int(vehicle)], [int(place) for place in rows["location_index"]])
            for vehicle, rows in steps.groupby("vehicle_id", sort=True)
        ],
    )


def _teams(problem: Problem) -> dict[frozenset[int], int]:
    """Give every set of vehicle types that some request allows a number: a skill of its members."""
    teams = {request.vehicle_types for request in problem.requests} - {None}
    return {team: skill for skill, team in enumerate(sorted(teams, key=sorted), 1)}


def _profile(vehicle: VehicleType) -> str:
    return f"{vehicle.profile} at {vehicle.unit_distance_cost}"


def _divisor(problem: Problem) -> int:
    """Give what costs are divided by, so that VROOM's sums of them stay within 32 bits."""
    longest = max(
        int(problem.distances[one.profile].max()) * one.unit_distance_cost + one.fixed_cost
        for one in problem.vehicle_types
    )
    return 1 + longest * 2 * len(problem.locations) // 2**31


def _matrix(matrix: np.ndarray) -> np.ndarray:
    """Give a matrix with far ways where no road leads: ten times the longest."""
    far = 10 * max(1, int(matrix.max()))
    return np.where(matrix < 0, far, matrix).astype(np.uint32)


def _vehicle(number: int, vehicle: VehicleType, fixed: int, skills: set[int]) -> vroom.Vehicle:
    if vehicle.max_duration is not None:
        raise ValueError("VROOM limits travel time, not the duration of routes.")
    return vroom.Vehicle(
        number,
        start=vehicle.start,
        end=vehicle.end,
        profile=_profile(vehicle),
        capacity=list(vehicle.capacity),
        skills=skills,
        time_window=None if vehicle.shift[1] >= HORIZON else vroom.TimeWindow(*vehicle.shift),
        costs=vroom.VehicleCosts(fixed=fixed),
    )


def job(index: int, request: Request, skills: set[int]) -> vroom.Job | vroom.Shipment:
    """Give a request as VROOM wants it."""
    load = vroom.Amount(list(request.load))
    if request.pickup is not None and request.delivery is not None:
        steps = [_step(index, task) for _, task in request.tasks]
        return vroom.Shipment(*steps, amount=load, skills=skills)
    ((kind, task),) = request.tasks
    return vroom.Job(
        index,
        location=task.location,
        default_service=task.service,
        time_windows=_windows(task),
        skills=skills,
        **{kind: load},
    )


def _step(index: int, task: Task) -> vroom.ShipmentStep:
    return vroom.ShipmentStep(
        index,
        location=task.location,
        default_service=task.service,
        time_windows=_windows(task),
    )


def _windows(task: Task) -> list[vroom.TimeWindow]:
    if task.windows[-1][1] >= HORIZON:
        return []
    return [vroom.TimeWindow(*window) for window in task.windows]
