"""Splits the cost of a route by leg and visit, so that a person sees what is paid for what."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from routing.native import task_at
from routing.problem import Problem
from routing.solution import Route


@dataclass(frozen=True, slots=True, kw_only=True)
class LegCost:
    """What a leg and the visit at its end cost.

    Parameters
    ----------
    visit
        Position of the visit in the route; None for the way home.
    distance
        For the metres by road.
    travel, waiting, service
        For the seconds on the way (at quays and aboard too), before the start of the visit, and
        from its start to its finish.
    fare
        For the link taken.
    toll
        For the roads driven.
    soft
        For a start outside the visit's soft window.
    """

    visit: int | None
    distance: int
    travel: int
    waiting: int
    service: int
    fare: int
    toll: int
    soft: int

    @property
    def total(self) -> int:
        """All together."""
        return (
            self.distance
            + self.travel
            + self.waiting
            + self.service
            + self.fare
            + self.toll
            + self.soft
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class RouteCost:
    """What a route costs, by what it is paid for; `total` is `Route.cost`.

    Parameters
    ----------
    fixed
        For using the vehicle.
    overtime
        For the seconds of the route beyond `VehicleType.overtime_after`.
    legs
        To every visit in turn, and home.
    """

    fixed: int
    overtime: int
    legs: tuple[LegCost, ...]

    @property
    def total(self) -> int:
        """All together."""
        return self.fixed + self.overtime + sum(leg.total for leg in self.legs)


def split_cost(problem: Problem, route: Route) -> RouteCost:
    """Split the cost of a timed route; of one without visits, nothing is paid."""
    vehicle = problem.vehicle_types[route.vehicle_type]
    overtime = 0
    if vehicle.overtime_after is not None:
        over = max(0, route.duration - vehicle.overtime_after)
        overtime = over * vehicle.unit_overtime_cost
    return RouteCost(fixed=vehicle.fixed_cost, overtime=overtime, legs=tuple(_legs(problem, route)))


def _legs(problem: Problem, route: Route) -> Iterator[LegCost]:
    vehicle = problem.vehicle_types[route.vehicle_type]
    by_metre, by_second = vehicle.unit_distance_cost, vehicle.unit_duration_cost
    here, left = vehicle.start, route.departure
    for place, visit in enumerate(route.visits):
        soft = task_at(problem, route.vehicle_type, visit.request, visit.kind).soft
        yield LegCost(
            visit=place,
            distance=visit.distance * by_metre,
            travel=(visit.arrival - left) * by_second,
            waiting=(visit.start - visit.arrival) * by_second,
            service=(visit.finish - visit.start) * by_second,
            fare=_fare(problem, route, visit.link),
            toll=_toll(problem, route, here, visit.location, visit.link),
            soft=0 if soft is None else soft.cost(visit.start),
        )
        here, left = visit.location, visit.finish
    yield LegCost(
        visit=None,
        distance=route.end_distance * by_metre,
        travel=(route.arrival - left) * by_second,
        waiting=0,
        service=0,
        fare=_fare(problem, route, route.end_link),
        toll=_toll(problem, route, here, vehicle.end, route.end_link),
        soft=0,
    )


def _fare(problem: Problem, route: Route, link: int | None) -> int:
    return 0 if link is None else problem.links[link].costs[route.vehicle_type] or 0


def _toll(
    problem: Problem, route: Route, here: int | None, there: int | None, link: int | None
) -> int:
    """Give the toll of a leg by road, or of the roads before and behind a link."""
    if not problem.tolls or here is None or there is None:
        return 0
    profile = problem.vehicle_types[route.vehicle_type].profile
    tolls = problem.tolls[profile]
    if link is None:
        return int(tolls[here, there]) if problem.durations[profile][here, there] >= 0 else 0
    taken = problem.links[link]
    return int(tolls[here, taken.board]) + int(tolls[taken.alight, there])
