"""Lets the routing library of OR-Tools solve our instances: guided local search."""

from __future__ import annotations

import time
from itertools import count

import numpy as np
from ortools.constraint_solver import pywrapcp, routing_enums_pb2

from benchmarks.peers.translation import with_tables
from routing.instances import Instance
from routing.problem import HORIZON, Problem

#: Far beyond every distance of the instances, and a million of them still fit in int64.
FAR = 10**10

#: Price of a vehicle where fewest vehicles come first.
VEHICLE = 10**9


def plan(instance: Instance, seconds: float, seed: int) -> list[list[int]]:
    """Solve the instance; no routes when OR-Tools finds none. It has no seed: one run says all."""
    del seed
    begin = time.perf_counter()
    model = _Model(instance)
    search = pywrapcp.DefaultRoutingSearchParameters()
    search.first_solution_strategy = (
        routing_enums_pb2.FirstSolutionStrategy.PARALLEL_CHEAPEST_INSERTION
    )
    search.local_search_metaheuristic = (
        routing_enums_pb2.LocalSearchMetaheuristic.GUIDED_LOCAL_SEARCH
    )
    left = max(seconds - (time.perf_counter() - begin), 0.1)
    search.time_limit.FromMilliseconds(int(left * 1000))
    found = model.routing.SolveWithParameters(search)
    return [] if found is None else model.routes(found)


class _Model:
    """Nodes are tasks, then a start and an end per vehicle."""

    def __init__(self, instance: Instance) -> None:
        problem = with_tables(instance.problem)
        self.instance = instance
        self.tasks = [
            (index, kind, task)
            for index, request in enumerate(problem.requests)
            for kind, task in request.tasks
        ]
        self.types = [
            index for index, kind in enumerate(problem.vehicle_types) for _ in range(kind.count)
        ]
        depots = sorted({kind.start for kind in problem.vehicle_types})  # type: ignore[type-var]
        node = {place: len(self.tasks) + number for number, place in enumerate(depots)}
        starts = [node[problem.vehicle_types[index].start] for index in self.types]
        places = [task.location for _, _, task in self.tasks] + depots
        self.places = np.array(places)
        self.manager = pywrapcp.RoutingIndexManager(len(places), len(starts), starts, starts)
        self.routing = pywrapcp.RoutingModel(self.manager)
        self._costs(problem)
        self._loads(problem)
        self._times(problem)
        self._requests(problem)

    def _matrix(self, matrix: np.ndarray) -> np.ndarray:
        chosen = matrix[np.ix_(self.places, self.places)].astype(np.int64)
        chosen[chosen < 0] = FAR
        return chosen

    def _costs(self, problem: Problem) -> None:
        callbacks = {}
        for vehicle, index in enumerate(self.types):
            kind = problem.vehicle_types[index]
            if index not in callbacks:
                costs = self._matrix(problem.distances[kind.profile]) * kind.unit_distance_cost
                callbacks[index] = self.routing.RegisterTransitMatrix(costs.tolist())
            self.routing.SetArcCostEvaluatorOfVehicle(callbacks[index], vehicle)
            price = kind.fixed_cost
            if self.instance.vehicles_first:
                price = VEHICLE
            self.routing.SetFixedCostOfVehicle(price, vehicle)

    def _loads(self, problem: Problem) -> None:
        pairs = any(len(request.tasks) == 2 for request in problem.requests)
        signs = {"pickup": 1, "delivery": -1 if pairs else 1}
        amounts = [problem.requests[index].load[0] * signs[kind] for index, kind, _ in self.tasks]
        amounts += [0] * (len(self.places) - len(amounts))
        capacities = [problem.vehicle_types[index].capacity[0] for index in self.types]
        backhauls = not pairs and any(request.pickup for request in problem.requests)
        kinds = [kind for _, kind, _ in self.tasks]
        kinds += ["" for _ in range(len(self.places) - len(kinds))]
        for wanted in ("delivery", "pickup") if backhauls else ("",):
            # Linehauls come before backhauls, so that each fills the vehicle by itself.
            own = [
                amount if wanted in {"", kind} else 0
                for amount, kind in zip(amounts, kinds, strict=True)
            ]
            callback = self.routing.RegisterUnaryTransitVector(own)
            self.routing.AddDimensionWithVehicleCapacity(
                callback, 0, capacities, True, f"load {wanted}"
            )

    def _times(self, problem: Problem) -> None:
        timed = any(kind.shift[1] < HORIZON for kind in problem.vehicle_types)
        missing = any((matrix < 0).any() for matrix in problem.durations)
        if not timed and not missing:
            return
        service = np.zeros(len(self.places), dtype=np.int64)
        service[: len(self.tasks)] = [task.service for _, _, task in self.tasks]
        travel = self._matrix(problem.durations[0]) + service[:, None]
        callback = self.routing.RegisterTransitMatrix(travel.tolist())
        self.routing.AddDimension(callback, HORIZON, HORIZON, False, "time")
        times = self.routing.GetDimensionOrDie("time")
        for number, (_, _, task) in enumerate(self.tasks):
            times.CumulVar(self.manager.NodeToIndex(number)).SetRange(*task.windows[0])
        for vehicle, index in enumerate(self.types):
            kind = problem.vehicle_types[index]
            times.CumulVar(self.routing.Start(vehicle)).SetRange(*kind.shift)
            times.CumulVar(self.routing.End(vehicle)).SetRange(*kind.shift)
            if kind.max_duration is not None:
                times.SetSpanUpperBoundForVehicle(kind.max_duration, vehicle)

    def _requests(self, problem: Problem) -> None:
        nodes: dict[int, list[int]] = {}
        for number, (index, _, _) in enumerate(self.tasks):
            nodes.setdefault(index, []).append(self.manager.NodeToIndex(number))
        for index, request in enumerate(problem.requests):
            if len(nodes[index]) == 2:
                self._pair(*nodes[index])
            if request.prize is not None:
                self.routing.AddDisjunction(nodes[index], request.prize)
            if request.vehicle_types is not None:
                allowed = [
                    vehicle
                    for vehicle, kind in enumerate(self.types)
                    if kind in request.vehicle_types
                ]
                for one in nodes[index]:
                    # SetAllowedVehiclesForIndex takes no list in the Python wrapper of 9.15.
                    self.routing.VehicleVar(one).SetValues([-1, *allowed])

    def _pair(self, pickup: int, delivery: int) -> None:
        self.routing.AddPickupAndDelivery(pickup, delivery)
        solver, times = self.routing.solver(), self.routing.GetDimensionOrDie("time")
        solver.Add(self.routing.VehicleVar(pickup) == self.routing.VehicleVar(delivery))
        solver.Add(times.CumulVar(pickup) <= times.CumulVar(delivery))

    def routes(self, found: pywrapcp.Assignment) -> list[list[int]]:
        """Give routes of ids; one list per vehicle of the file where these are not all alike."""
        alike = len(self.instance.fleet) == 1
        numbers = count() if alike else (n for group in self.instance.fleet.values() for n in group)
        routes = {}
        for vehicle, number in zip(range(len(self.types)), numbers, strict=False):
            index, route = self.routing.Start(vehicle), []
            while not self.routing.IsEnd(index):
                node = self.manager.IndexToNode(index)
                if node < len(self.tasks):
                    route.append(self.instance.nodes[self.tasks[node][2].location].id)
                index = found.Value(self.routing.NextVar(index))
            routes[number] = route
        ordered = [routes[number] for number in sorted(routes)]
        return [route for route in ordered if route] if alike else ordered
