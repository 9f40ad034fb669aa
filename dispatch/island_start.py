"""Begins a search with one vehicle for each island, since nobody goes there for a single load.

The first load that a truck fetches from an island costs two fares and half a day, more than it is
worth; only all of them together pay for the trip. A search that inserts load by load therefore
leaves islands out, or finds them late. These first routes put whole islands on a truck; the search
is free to change them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from routing.evaluate import evaluate
from routing.problem import Kind, Problem
from routing.solution import Route, Solution

Visits = list[tuple[int, Kind]]

#: Worth of a request that must be served: above any cost of a day, far below int64.
_MUST = 2**40
#: Which part of a trip a visit belongs to, by its kind and whether it is on the island.
_PART: dict[tuple[Kind, bool], int] = {
    ("pickup", False): 0,
    ("delivery", True): 1,
    ("pickup", True): 2,
    ("delivery", False): 3,
}


def island_start(problem: Problem) -> Solution | None:
    """Return routes that serve zones in which no vehicle starts; None if there is no such zone."""
    return _IslandStart(problem).solution()


@dataclass(frozen=True, slots=True)
class _Trip:
    """A route with what it is worth: the prizes of its requests less its cost."""

    route: Route
    requests: tuple[int, ...]
    worth: int


class _IslandStart:
    """Builds trips greedily: the island with the most to gain first, then what is left of all."""

    def __init__(self, problem: Problem) -> None:
        self._problem = problem
        self._free = [one.count for one in problem.vehicle_types]
        self._served: set[int] = set()
        self._routes: list[Route] = []

    def solution(self) -> Solution | None:
        problem = self._problem
        bases = {
            problem.locations[one.start].zone
            for one in problem.vehicle_types
            if one.start is not None
        }
        islands = sorted({zone for index in self._open() for zone in self._zones(index)} - bases)
        while True:
            trips = [trip for zone in islands for trip in self._trips(zone)]
            best = max(trips, key=lambda trip: trip.worth, default=None)
            if best is None or best.worth <= 0:
                break
            self._routes.append(best.route)
            self._served.update(best.requests)
            self._free[best.route.vehicle_type] -= 1
        if not self._routes:
            return None
        chosen = evaluate(problem, [(one.vehicle_type, one.tasks) for one in self._routes])
        return Solution(routes=chosen.routes, unserved=chosen.unserved, cost=chosen.cost)

    def _open(self) -> list[int]:
        return [at for at in range(len(self._problem.requests)) if at not in self._served]

    def _zones(self, index: int) -> set[int]:
        locations = self._problem.locations
        return {locations[task.location].zone for _, task in self._problem.requests[index].tasks}

    def _trips(self, zone: int) -> Iterator[_Trip]:
        """Yield the best trip of each vehicle type to a zone."""
        wanted = sorted(
            (index for index in self._open() if zone in self._zones(index)),
            key=lambda index: (-self._prize(index), index),
        )
        for vehicle_type, free in enumerate(self._free):
            able = [index for index in wanted if self._may(vehicle_type, index)]
            trip = self._trip(zone, vehicle_type, able) if free and able else None
            if trip is not None:
                yield trip

    def _may(self, vehicle_type: int, index: int) -> bool:
        allowed = self._problem.requests[index].vehicle_types
        return allowed is None or vehicle_type in allowed

    def _prize(self, index: int) -> int:
        """Return the prize; a request that must be served is worth more than any other."""
        prize = self._problem.requests[index].prize
        return _MUST if prize is None else prize

    def _trip(self, zone: int, vehicle_type: int, able: Sequence[int]) -> _Trip | None:
        """Take the requests one by one, the most valuable first, as long as all are in time."""
        taken: list[int] = []
        route: Route | None = None
        for index in able:
            evaluation = evaluate(
                self._problem, [(vehicle_type, self._visits(zone, [*taken, index]))]
            )
            if set(evaluation.violations) <= {"unserved"}:
                taken.append(index)
                route = evaluation.routes[0]
        if route is None:
            return None
        worth = sum(self._prize(index) for index in taken) - route.cost
        return _Trip(route, tuple(taken), worth)

    def _visits(self, zone: int, requests: Sequence[int]) -> Visits:
        """Order visits: load for the island, unload and load there, unload elsewhere.

        Within each part by the end of the windows, visits of one place together.
        """
        parts: list[list[tuple[int, int, int, Kind]]] = [[], [], [], []]
        for index in requests:
            for kind, task in self._problem.requests[index].tasks:
                there = self._problem.locations[task.location].zone == zone
                parts[_PART[kind, there]].append((task.windows[-1][1], task.location, index, kind))
        visits: Visits = []
        for part in parts:
            closing: dict[int, int] = {}
            for end, location, _, _ in part:
                closing[location] = min(end, closing.get(location, end))
            part.sort(key=lambda one: (closing[one[1]], one[1], one[2]))
            visits += [(index, kind) for _, _, index, kind in part]
        return visits
