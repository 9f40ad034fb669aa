"""Lets HGS-CVRP solve our instances: capacities only."""

from __future__ import annotations

import time

import hygese
import numpy as np

from benchmarks.peers.translation import named, with_tables
from routing.instances import Instance
from routing.problem import HORIZON, Problem


def plan(instance: Instance, seconds: float, seed: int) -> list[list[int]]:
    """Solve the instance; no routes when HGS-CVRP finds none."""
    begin = time.perf_counter()
    data = capacitated(with_tables(instance.problem))
    left = max(seconds - (time.perf_counter() - begin), 0.1)
    solver = hygese.Solver(hygese.AlgorithmParameters(timeLimit=left, seed=seed), verbose=False)
    found = solver.solve_cvrp(data)
    return named(instance, [(0, list(route)) for route in found.routes])


def capacitated(problem: Problem) -> dict[str, object]:
    """Give what HGS-CVRP wants to know; nodes are locations, the depot is the first.

    Raises
    ------
    ValueError
        If the problem has more than capacities.
    """
    (vehicle,), requests = problem.vehicle_types, problem.requests
    tasks = [(request.pickup, request.delivery, request.prize) for request in requests]
    simple = all(
        pickup is None and prize is None and task.windows == ((0, HORIZON),)
        for pickup, task, prize in tasks
    )
    if not simple or vehicle.max_duration is not None or vehicle.start != 0:
        raise ValueError("only capacities are understood, and one depot.")
    demands = np.zeros(len(problem.locations))
    for request in requests:
        demands[request.delivery.location] = request.load[0]
    return {
        "x_coordinates": np.array([place.x for place in problem.locations]),
        "y_coordinates": np.array([place.y for place in problem.locations]),
        "distance_matrix": problem.distances[vehicle.profile],
        "demands": demands,
        "vehicle_capacity": vehicle.capacity[0],
        "num_vehicles": min(vehicle.count, len(requests)),
    }
