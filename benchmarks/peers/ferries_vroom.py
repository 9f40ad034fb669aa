"""Lets VROOM plan an island problem with ferries as slow roads."""

from __future__ import annotations

from datetime import timedelta

import numpy as np
import vroom

from benchmarks.islands.execute import Planned
from benchmarks.peers.with_vroom import EXPLORATION, job
from routing import Problem

#: Costs are divided by this, so that VROOM's sums of them stay within 32 bits.
DIVISOR = 10


def plan(problem: Problem, fares: tuple[np.ndarray, ...], seconds: float) -> list[Planned]:
    """Plan; it prices hours of travel, but not of waiting."""
    given, types = vroom.Input(), list[int]()
    for kind, vehicle in enumerate(problem.vehicle_types):
        durations = problem.durations[kind].astype(np.int64)
        costs = problem.distances[kind] * vehicle.unit_distance_cost + fares[kind]
        costs = costs + durations * vehicle.unit_duration_cost
        missing = durations < 0
        durations[missing], costs[missing] = 10**6, 10**7
        given.set_durations_matrix(str(kind), durations.astype(np.uint32))
        given.set_costs_matrix(str(kind), (costs // DIVISOR).astype(np.uint32))
        for _ in range(min(vehicle.count, len(problem.requests))):
            given.add_vehicle(
                vroom.Vehicle(
                    len(types),
                    start=vehicle.start,
                    end=vehicle.end,
                    profile=str(kind),
                    capacity=list(vehicle.capacity),
                    time_window=vroom.TimeWindow(*vehicle.shift),
                    costs=vroom.VehicleCosts(fixed=vehicle.fixed_cost // DIVISOR),
                )
            )
            types.append(kind)
    for index, request in enumerate(problem.requests):
        given.add_job(job(index, request, set()))
    found = given.solve(EXPLORATION, nb_threads=1, timeout=timedelta(seconds=seconds))
    return _routes(problem, found, types)


def _routes(problem: Problem, found: vroom.Solution, types: list[int]) -> list[Planned]:
    routes = []
    for vehicle, rows in found.routes.groupby("vehicle_id", sort=True):
        tasks = []
        for kind, index in zip(rows["type"], rows["id"], strict=True):
            if kind == "job":
                tasks.append((int(index), problem.requests[int(index)].tasks[0][0]))
            elif kind in {"pickup", "delivery"}:
                tasks.append((int(index), kind))
        routes.append((types[int(vehicle)], tuple(tasks), int(rows["arrival"].iloc[0])))
    return routes
