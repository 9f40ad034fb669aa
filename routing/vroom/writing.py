"""Writes a solution in the JSON of VROOM."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from routing.solution import Route, Solution, Visit
from routing.vroom.building import VroomProblem

#: Sums that a route and the summary state alike.
SUMS = ("cost", "setup", "service", "duration", "waiting_time", "priority")

#: What steps and unassigned tasks repeat of the file.
REPEATED = ("description", "location", "location_index")


def solution_json(given: VroomProblem, solution: Solution, loading: float = 0.0) -> dict[str, Any]:
    """Give the solution as VROOM's output.

    Parameters
    ----------
    loading
        Seconds spent on reading, for `computing_times`.
    """
    waiting = {kind: iter(vehicles) for kind, vehicles in enumerate(given.vehicles)}
    routes = [_route(given, route, next(waiting[route.vehicle_type])) for route in solution.routes]
    unassigned = [
        {"id": step.data["id"], "type": step.type, **_repeated(step.data)}
        for index in solution.unserved
        for kind, _ in given.problem.requests[index].tasks
        for step in (given.steps[index, kind],)
    ]
    distances = ("distance",) if given.metres else ()
    totals = {name: sum(route[name] for route in routes) for name in (*SUMS, *distances)}
    times = {"loading": round(loading * 1000), "solving": round(solution.seconds * 1000)}
    summary = {
        "routes": len(routes),
        "unassigned": len(unassigned),
        **totals,
        **{name: _added(route[name] for route in routes) for name in ("delivery", "pickup")},
        "violations": [],
        "computing_times": times | {"routing": 0},
    }
    return {"code": 0, "summary": summary, "unassigned": unassigned, "routes": routes}


def _added(loads: Iterator[list[int]]) -> list[int]:
    return [sum(amounts) for amounts in zip(*loads, strict=True)]


def _repeated(data: Mapping[str, Any]) -> dict[str, Any]:
    return {name: data[name] for name in REPEATED if name in data}


def _route(given: VroomProblem, route: Route, vehicle: Mapping[str, Any]) -> dict[str, Any]:
    steps = list(_steps(given, route, vehicle))
    requests = {visit.request for visit in route.visits}
    result = {
        "vehicle": vehicle["id"],
        "cost": round(route.cost / given.scale),
        "setup": sum(step["setup"] for step in steps),
        "service": sum(step["service"] for step in steps),
        "duration": steps[-1]["duration"],
        "waiting_time": sum(step["waiting_time"] for step in steps),
        "priority": sum(given.priorities[index] for index in requests),
        "delivery": _moved(given, route, "delivery"),
        "pickup": _moved(given, route, "pickup"),
        "steps": steps,
        "violations": [],
    }
    if given.metres:
        result["distance"] = steps[-1]["distance"]
    if "description" in vehicle:
        result["description"] = vehicle["description"]
    return result


def _moved(given: VroomProblem, route: Route, kind: str) -> list[int]:
    amounts = [0] * given.dimensions
    for visit in route.visits:
        if visit.kind == kind:
            load = given.problem.requests[visit.request].load
            amounts = [have + load[k] for k, have in enumerate(amounts)]
    return amounts


def _steps(
    given: VroomProblem, route: Route, vehicle: Mapping[str, Any]
) -> Iterator[dict[str, Any]]:
    kind = given.problem.vehicle_types[route.vehicle_type]
    way = _Way(given, route)
    if kind.start is not None:
        yield way.end_step("start", vehicle, kind.start, route.departure, route.start_load)
    for visit in route.visits:
        yield way.visit_step(visit)
    if kind.end is not None:
        last = route.visits[-1].load
        yield way.end_step("end", vehicle, kind.end, route.arrival, last)


class _Way:
    """The way of a route so far: travel time and metres from place to place."""

    def __init__(self, given: VroomProblem, route: Route) -> None:
        self._given = given
        self._profile = given.problem.vehicle_types[route.vehicle_type].profile
        self._metres = given.metres[self._profile] if given.metres else None
        self._here: int | None = None
        self._seconds = 0
        self._distance = 0

    def _go(self, there: int) -> None:
        if self._here is not None:
            self._seconds += int(self._given.problem.durations[self._profile][self._here, there])
            if self._metres is not None:
                self._distance += int(self._metres[self._here, there])
        self._here = there

    def _step(self, kind: str, arrival: int, load: tuple[int, ...]) -> dict[str, Any]:
        step: dict[str, Any] = {
            "type": kind,
            "arrival": arrival + self._given.epoch,
            "duration": self._seconds,
            "setup": 0,
            "service": 0,
            "waiting_time": 0,
            "load": list(load[: self._given.dimensions]),
            "violations": [],
        }
        if self._metres is not None:
            step["distance"] = self._distance
        return step

    def end_step(
        self, kind: str, vehicle: Mapping[str, Any], place: int, moment: int, load: tuple[int, ...]
    ) -> dict[str, Any]:
        """Give the step at the start or the end of a route."""
        self._go(place)
        where = {"location": vehicle[kind]} if kind in vehicle else {}
        return self._step(kind, moment, load) | {"location_index": place, **where}

    def visit_step(self, visit: Visit) -> dict[str, Any]:
        """Give the step of a task."""
        step = self._given.steps[visit.request, visit.kind]
        setup = 0 if self._here == visit.location else int(step.data.get("setup", 0))
        self._go(visit.location)
        return (
            self._step(step.type, visit.arrival, visit.load)
            | {
                "id": step.data["id"],
                "setup": setup,
                "service": visit.finish - visit.start - setup,
                "waiting_time": visit.start - visit.arrival,
            }
            | _repeated(step.data)
        )
