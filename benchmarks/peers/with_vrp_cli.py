"""Lets reinterpretcat/vrp (vrp-cli) solve our instances."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
import vrp_cli

from benchmarks.peers.translation import FAR, enough_vehicles, named, refuse_prizes, with_tables
from routing.instances import Instance
from routing.problem import HORIZON, Problem, Request, Task, VehicleType

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def plan(instance: Instance, seconds: float, seed: int) -> list[list[int]]:
    """Solve the instance; no routes when a customer is left out. It has no seed."""
    del seed
    begin = time.perf_counter()
    problem = with_tables(instance.problem)
    refuse_prizes(problem, "vrp-cli")
    told = json.dumps(_problem(instance))
    matrices = [json.dumps(_matrix(problem, profile)) for profile in range(len(problem.durations))]
    left = max(seconds - (time.perf_counter() - begin), 1)  # it counts whole seconds
    found = json.loads(vrp_cli.solve_pragmatic(told, matrices, json.dumps(_config(left))))
    return [] if found.get("unassigned") else named(instance, _routes(found))


def _routes(found: dict[str, Any]) -> Iterator[tuple[int, list[int]]]:
    for tour in found["tours"]:
        places = [
            stop["location"]["index"]
            for stop in tour["stops"]
            for activity in stop["activities"]
            if activity["type"] in {"delivery", "pickup"}
        ]
        yield int(tour["typeId"]), places


def _config(seconds: float) -> dict[str, Any]:
    one_core = {"parallelism": {"numThreadPools": 1, "threadsPerPool": 1}}
    return {"termination": {"maxTime": int(seconds)}, "environment": one_core}


def _matrix(problem: Problem, profile: int) -> dict[str, Any]:
    durations, distances = problem.durations[profile], problem.distances[profile]
    return {
        "profile": str(profile),
        "travelTimes": np.where(durations < 0, FAR, durations).ravel().tolist(),
        "distances": np.where(durations < 0, FAR, distances).ravel().tolist(),
    }


def _problem(instance: Instance) -> dict[str, Any]:
    problem = instance.problem
    objectives = ["minimize-unassigned", "minimize-cost"]
    if instance.vehicles_first:
        objectives.insert(1, "minimize-tours")
    return {
        "plan": {"jobs": [_job(index, one) for index, one in enumerate(problem.requests)]},
        "fleet": {
            "vehicles": [
                _vehicle(index, one, enough_vehicles(problem, index))
                for index, one in enumerate(problem.vehicle_types)
            ],
            "profiles": [{"name": str(profile)} for profile in range(len(problem.durations))],
        },
        "objectives": [[{"type": name}] for name in objectives],
    }


def _moment(seconds: int) -> str:
    return (EPOCH + timedelta(seconds=min(seconds, HORIZON))).strftime("%Y-%m-%dT%H:%M:%SZ")


def _vehicle(index: int, one: VehicleType, count: int) -> dict[str, Any]:
    limits = {} if one.max_duration is None else {"limits": {"maxDuration": one.max_duration}}
    shift = {
        "start": {"earliest": _moment(one.shift[0]), "location": {"index": one.start}},
        "end": {"latest": _moment(one.shift[1]), "location": {"index": one.end}},
    }
    return {
        "typeId": str(index),
        "vehicleIds": [f"{index}-{number}" for number in range(count)],
        "profile": {"matrix": str(one.profile)},
        "costs": {"fixed": one.fixed_cost, "distance": one.unit_distance_cost, "time": 0},
        "shifts": [shift],
        "capacity": list(one.capacity),
        "skills": [str(index)],
        **limits,
    }


def _job(index: int, request: Request) -> dict[str, Any]:
    names = {"pickup": "pickups", "delivery": "deliveries"}
    job = {names[kind]: [_place(task, request)] for kind, task in request.tasks}
    if request.vehicle_types is not None:
        job["skills"] = {"oneOf": [str(kind) for kind in sorted(request.vehicle_types)]}
    return {"id": str(index), **job}


def _place(task: Task, request: Request) -> dict[str, Any]:
    times = {}
    if task.windows != ((0, HORIZON),):
        times = {"times": [[_moment(opens), _moment(closes)] for opens, closes in task.windows]}
    place = {"location": {"index": task.location}, "duration": task.service, **times}
    return {"places": [place], "demand": list(request.load)}
