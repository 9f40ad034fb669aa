"""Lets PyVRP solve our instances."""

from __future__ import annotations

import time
from itertools import count

import numpy as np
from pyvrp import (
    Client,
    Depot,
    Location,
    PenaltyParams,
    ProblemData,
    Shipment,
    SolveParams,
    VehicleType,
    minimise_fleet,
    solve,
)
from pyvrp import Solution as Found
from pyvrp.stop import MaxRuntime, MultipleCriteria, NoImprovement

from benchmarks.peers.translation import with_tables
from routing.instances import Instance
from routing.problem import HORIZON, Problem, Request

#: Share of the time for PyVRP's own search for fewer vehicles, where these come first.
FLEET_SHARE = 0.5


def plan(instance: Instance, seconds: float, seed: int) -> list[list[int]]:
    """Solve the instance; no routes when PyVRP finds none that are feasible."""
    begin = time.perf_counter()
    data = _data(with_tables(instance.problem))
    if instance.vehicles_first:
        stop = MultipleCriteria([MaxRuntime(seconds * FLEET_SHARE), NoImprovement(10**9)])
        data = data.replace(vehicle_types=[minimise_fleet(data, stop, seed)])
    left = seconds - (time.perf_counter() - begin)
    result = solve(
        data,
        MaxRuntime(max(left, 0.1)),
        seed,
        collect_stats=False,
        display=False,
        params=SolveParams(penalty=PenaltyParams(max_penalty=_most_penalty(instance.problem))),
    )
    return _routes(instance, data, result.best) if result.is_feasible() else []


def _most_penalty(problem: Problem) -> float:
    """Give PyVRP's own limit, or more where its penalties could not make up for a way."""
    units = [kind.unit_distance_cost for kind in problem.vehicle_types]
    dearest = max(int(ways.max()) for ways in problem.distances) * max(units, default=1)
    return max(100_000.0, 10.0 * dearest)


def _data(problem: Problem) -> ProblemData:
    """Translate; vehicle types differ in profile where they may not serve all requests."""
    places = sorted(
        {place for kind in problem.vehicle_types for place in (kind.start, kind.end)}  # type: ignore[type-var]
    )
    depot = {place: number for number, place in enumerate(places)}
    singles = [request for request in problem.requests if not _is_pair(request)]
    pairs = [request for request in problem.requests if _is_pair(request)]
    matrices = [_matrices(problem, index) for index in range(len(problem.vehicle_types))]
    return ProblemData(
        locations=[Location(place.x or 0, place.y or 0) for place in problem.locations],
        clients=[_client(request) for request in singles],
        depots=[Depot(place) for place in places],
        vehicle_types=[
            VehicleType(
                num_available=kind.count,
                capacity=list(kind.capacity),
                start_depot=depot[kind.start],
                end_depot=depot[kind.end],
                fixed_cost=kind.fixed_cost,
                tw_early=kind.shift[0],
                tw_late=kind.shift[1],
                unit_distance_cost=kind.unit_distance_cost,
                unit_duration_cost=kind.unit_duration_cost,
                profile=index,
                reload_depots=sorted({depot[task.location] for task in kind.reloads}),
                **({} if kind.max_duration is None else {"shift_duration": kind.max_duration}),
                **({} if kind.max_distance is None else {"max_distance": kind.max_distance}),
            )
            for index, kind in enumerate(problem.vehicle_types)
        ],
        distance_matrices=[distances for distances, _ in matrices],
        duration_matrices=[durations for _, durations in matrices],
        shipments=[_shipment(request) for request in pairs],
    )


def _is_pair(request: Request) -> bool:
    return request.pickup is not None and request.delivery is not None


def _matrices(problem: Problem, vehicle_type: int) -> tuple[np.ndarray, np.ndarray]:
    """Distances and durations of a type; far beyond everything where it may not go."""
    profile = problem.vehicle_types[vehicle_type].profile
    distances = problem.distances[profile].astype(np.int64)
    durations = problem.durations[profile].astype(np.int64)
    far = max(int(distances.max()) * 1000, 10**6)
    missing = durations < 0
    for request in problem.requests:
        if request.vehicle_types is not None and vehicle_type not in request.vehicle_types:
            for _, task in request.tasks:
                missing[task.location, :] = missing[:, task.location] = True
    np.fill_diagonal(missing, False)
    distances[missing] = durations[missing] = far
    return distances, durations


def _client(request: Request) -> Client:
    ((kind, task),) = request.tasks
    load = list(request.load)
    ready, due = task.windows[0]
    return Client(
        location=task.location,
        delivery=load if kind == "delivery" else [0] * len(load),
        pickup=load if kind == "pickup" else [0] * len(load),
        service_duration=task.service,
        tw_early=ready,
        release_time=request.release,
        prize=request.prize or 0,
        required=request.prize is None,
        **({} if due >= HORIZON else {"tw_late": due}),
    )


def _shipment(request: Request) -> Shipment:
    pickup, delivery = request.pickup, request.delivery
    assert pickup is not None
    assert delivery is not None
    return Shipment(
        pickup_location=pickup.location,
        delivery_location=delivery.location,
        pickup_tw_early=pickup.windows[0][0],
        pickup_tw_late=pickup.windows[0][1],
        pickup_service_duration=pickup.service,
        delivery_tw_early=delivery.windows[0][0],
        delivery_tw_late=delivery.windows[0][1],
        delivery_service_duration=delivery.service,
        amount=list(request.load),
        prize=request.prize or 0,
        required=request.prize is None,
    )


def _routes(instance: Instance, data: ProblemData, best: Found) -> list[list[int]]:
    """Give routes of ids; one list per vehicle of the file where these are not all alike.

    A depot within a list is a reload.
    """
    groups = [iter(numbers) for numbers in instance.fleet.values()]
    fresh = count()
    alike = len(instance.fleet) == 1
    routes: dict[int, list[int]] = {}
    for route in best.routes():
        number = next(fresh) if alike else next(groups[route.vehicle_type()])
        activities = list(route)
        inner = activities[1:-1] if activities and activities[0].is_depot() else activities
        routes[number] = [instance.nodes[_place(data, activity)].id for activity in inner]
    size = len(routes) if alike else len(instance.vehicles)
    return [routes.get(number, []) for number in range(size)]


def _place(data: ProblemData, activity) -> int:  # type: ignore[no-untyped-def]
    if activity.is_depot():
        return int(data.depot(activity.idx).location)
    if activity.is_client():
        return int(data.client(activity.idx).location)
    shipment = data.shipment(activity.idx)
    return int((shipment.pickup if activity.is_pickup() else shipment.delivery).location)
