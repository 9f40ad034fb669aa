"""Times routes beside one another: who takes which sailing, and who waits for whom.

A `Route` that is given keeps what it has agreed: the sailings that it yields and the moments that
hold its visits. Bare visits agree with what stands already: in the order of the list, but behind
those that they have to wait for, each route takes what the ones before it have left.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from routing.native import Native
from routing.problem import HORIZON, Kind, Window
from routing.solution import Route

Visits = tuple[int, Sequence[tuple[int, Kind]]]


def timed(native: Native, given: Sequence[Route | Visits]) -> list[Route]:
    """Schedule routes, each given as a `Route` or as its vehicle type and visits."""
    agreement = _Agreement(native)
    done: dict[int, Route] = {}
    for number, route in enumerate(given):
        if isinstance(route, Route):
            done[number] = agreement.keep(route)
    bare = {number: route for number, route in enumerate(given) if not isinstance(route, Route)}
    while bare:
        number = agreement.next_of(bare)
        done[number] = agreement.make(*bare.pop(number))
    return [done[number] for number in range(len(given))]


class _Agreement:
    """What the routes timed so far have taken."""

    def __init__(self, native: Native) -> None:
        self._native = native
        self._relations = native.problem.relations
        self._used: Counter[int] = Counter()
        self._finish: dict[int, int] = {}

    def keep(self, route: Route) -> Route:
        """Time a route with what it has agreed before."""
        numbers = self._native.numbers_of(route.vehicle_type, route.tasks)
        holds = [visit.hold for visit in route.visits]
        return self._note(self._native.route(route.vehicle_type, numbers, route.yields, holds))

    def make(self, vehicle_type: int, tasks: Sequence[tuple[int, Kind]]) -> Route:
        """Time visits with what is left."""
        numbers = self._native.numbers_of(vehicle_type, tasks)
        yields = frozenset(self._full(vehicle_type))
        return self._note(
            self._native.route(vehicle_type, numbers, yields, list(self._holds(tasks)))
        )

    def next_of(self, bare: Mapping[int, Visits]) -> int:
        """Choose the first route that waits for no other one; the first if all do."""
        if not self._relations.precedences:
            return next(iter(bare))
        left = {request for _, tasks in bare.values() for request in _requests(tasks)}
        waited_for = [one for one in self._relations.precedences if one.before in left]
        for number, (_, tasks) in bare.items():
            own = set(_requests(tasks))
            if not any(one.after in own and one.before not in own for one in waited_for):
                return number
        return next(iter(bare))

    def _full(self, vehicle_type: int) -> Iterator[int]:
        units = self._native.problem.vehicle_types[vehicle_type].deck_units
        for index, sailing in enumerate(self._relations.sailings):
            if sailing.capacity is not None and self._used[index] + units > sailing.capacity:
                yield index

    def _holds(self, tasks: Sequence[tuple[int, Kind]]) -> Iterator[Window | None]:
        own = set(_requests(tasks))
        for request, kind in tasks:
            if kind == "reload":
                yield None
                continue
            first = self._native.problem.requests[request].tasks[0][0]
            moments = [
                self._finish[one.before]
                for one in self._relations.precedences
                if one.after == request and one.before in self._finish and one.before not in own
            ]
            yield (max(moments), HORIZON) if moments and kind == first else None

    def _note(self, route: Route) -> Route:
        problem = self._native.problem
        units = problem.vehicle_types[route.vehicle_type].deck_units
        for link in (*(visit.link for visit in route.visits), route.end_link):
            for sailing in () if link is None else problem.links[link].sailings:
                self._used[sailing] += units
        for visit in route.visits:
            if visit.kind == "reload":
                continue
            finish = self._finish.get(visit.request, 0)
            self._finish[visit.request] = max(finish, visit.finish)
        return route


def _requests(tasks: Sequence[tuple[int, Kind]]) -> Iterator[int]:
    return (index for index, kind in tasks if kind != "reload")
