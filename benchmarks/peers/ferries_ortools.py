"""Lets OR-Tools plan an island problem with ferries as slow roads."""

from __future__ import annotations

import numpy as np
from ortools.constraint_solver import pywrapcp, routing_enums_pb2

from benchmarks.islands.execute import Planned
from routing import Problem

#: Fewer vehicles than one per request keep its search quick; more are never of use here.
MOST_VEHICLES = 40


#: Price of leaving out a visit; far above every way to make it.
LEFT_OUT = 10_000_000


def plan(problem: Problem, fares: tuple[np.ndarray, ...], seconds: float) -> list[Planned]:
    """Plan; costs are metres, fares and hours, as ours."""
    model = _Model(problem, fares)
    search = pywrapcp.DefaultRoutingSearchParameters()
    search.first_solution_strategy = (
        routing_enums_pb2.FirstSolutionStrategy.PARALLEL_CHEAPEST_INSERTION
    )
    search.local_search_metaheuristic = (
        routing_enums_pb2.LocalSearchMetaheuristic.GUIDED_LOCAL_SEARCH
    )
    search.time_limit.FromMilliseconds(int(seconds * 1000))
    found = model.routing.SolveWithParameters(search)
    return [] if found is None else model.routes(found)


class _Model:
    """Nodes are tasks, then the depots."""

    def __init__(self, problem: Problem, fares: tuple[np.ndarray, ...]) -> None:
        self.problem = problem
        self.tasks = [
            (index, kind, task)
            for index, request in enumerate(problem.requests)
            for kind, task in request.tasks
        ]
        self.types = [
            index
            for index, vehicle in enumerate(problem.vehicle_types)
            for _ in range(min(vehicle.count, MOST_VEHICLES))
        ]
        depots = sorted({vehicle.start for vehicle in problem.vehicle_types})  # type: ignore[type-var]
        node = {place: len(self.tasks) + number for number, place in enumerate(depots)}
        starts = [node[problem.vehicle_types[index].start] for index in self.types]
        self.places = [*(task.location for _, _, task in self.tasks), *depots]
        self.manager = pywrapcp.RoutingIndexManager(len(self.places), len(starts), starts, starts)
        self.routing = pywrapcp.RoutingModel(self.manager)
        self._costs(fares)
        self._loads()
        self._times()
        self._pairs()

    def _chosen(self, matrix: np.ndarray) -> np.ndarray:
        return matrix[np.ix_(self.places, self.places)].astype(np.int64)

    def _costs(self, fares: tuple[np.ndarray, ...]) -> None:
        callbacks = {}
        for vehicle, index in enumerate(self.types):
            kind = self.problem.vehicle_types[index]
            if index not in callbacks:
                metres = self._chosen(self.problem.distances[index]) * kind.unit_distance_cost
                costs = metres + self._chosen(fares[index])
                costs[self._chosen(self.problem.durations[index]) < 0] = 10**9
                callbacks[index] = self.routing.RegisterTransitMatrix(costs.tolist())
            self.routing.SetArcCostEvaluatorOfVehicle(callbacks[index], vehicle)
            self.routing.SetFixedCostOfVehicle(kind.fixed_cost, vehicle)

    def _loads(self) -> None:
        """Let loads begin anywhere: what is delivered is aboard from the start."""
        amounts = [
            self.problem.requests[index].load[0] * (1 if kind == "pickup" else -1)
            for index, kind, _ in self.tasks
        ]
        amounts += [0] * (len(self.places) - len(amounts))
        callback = self.routing.RegisterUnaryTransitVector(amounts)
        capacities = [self.problem.vehicle_types[index].capacity[0] for index in self.types]
        self.routing.AddDimensionWithVehicleCapacity(callback, 0, capacities, False, "load")

    def _times(self) -> None:
        service = np.array([task.service for _, _, task in self.tasks])
        service = np.append(service, [0] * (len(self.places) - len(service)))
        callbacks = []
        for index in range(len(self.problem.vehicle_types)):
            seconds = self._chosen(self.problem.durations[index])
            seconds = np.where(seconds < 0, 10**6, seconds) + service[:, None]
            callbacks.append(self.routing.RegisterTransitMatrix(seconds.tolist()))
        latest = max(vehicle.shift[1] for vehicle in self.problem.vehicle_types)
        own = [callbacks[index] for index in self.types]
        self.routing.AddDimensionWithVehicleTransits(own, latest, latest, False, "time")
        self.times = self.routing.GetDimensionOrDie("time")
        for number, (_, _, task) in enumerate(self.tasks):
            self.times.CumulVar(self.manager.NodeToIndex(number)).SetRange(*task.windows[0])
        for vehicle, index in enumerate(self.types):
            kind = self.problem.vehicle_types[index]
            self.times.CumulVar(self.routing.Start(vehicle)).SetRange(*kind.shift)
            self.times.CumulVar(self.routing.End(vehicle)).SetRange(*kind.shift)
            self.times.SetSpanCostCoefficientForVehicle(kind.unit_duration_cost, vehicle)
            self.routing.AddVariableMinimizedByFinalizer(
                self.times.CumulVar(self.routing.End(vehicle))
            )
            self.routing.AddVariableMaximizedByFinalizer(
                self.times.CumulVar(self.routing.Start(vehicle))
            )

    def _pairs(self) -> None:
        nodes: dict[int, list[int]] = {}
        for number, (index, _, _) in enumerate(self.tasks):
            nodes.setdefault(index, []).append(self.manager.NodeToIndex(number))
        solver = self.routing.solver()
        for ends in nodes.values():
            for one in ends:
                self.routing.AddDisjunction([one], LEFT_OUT)
            if len(ends) == 2:
                pickup, delivery = ends
                self.routing.AddPickupAndDelivery(pickup, delivery)
                solver.Add(self.routing.VehicleVar(pickup) == self.routing.VehicleVar(delivery))
                solver.Add(self.times.CumulVar(pickup) <= self.times.CumulVar(delivery))

    def routes(self, found: pywrapcp.Assignment) -> list[Planned]:
        """Give vehicle type, tasks and departure of each used vehicle."""
        routes = []
        for vehicle, kind in enumerate(self.types):
            index, tasks = self.routing.Start(vehicle), []
            departure = found.Min(self.times.CumulVar(index))
            while not self.routing.IsEnd(index):
                node = self.manager.IndexToNode(index)
                if node < len(self.tasks):
                    tasks.append(self.tasks[node][:2])
                index = found.Value(self.routing.NextVar(index))
            if tasks:
                routes.append((kind, tuple(tasks), departure))
        return routes
