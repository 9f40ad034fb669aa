"""Drives planned routes on the real timetable, come what may."""

from __future__ import annotations

from dataclasses import dataclass, replace

from routing import Kind, Problem, VehicleType

#: A route as planned: vehicle type, tasks in order, departure.
Planned = tuple[int, tuple[tuple[int, Kind], ...], int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of routes.

    Parameters
    ----------
    late, seconds_late
        Stops that begin after their window closes, and by how much together.
    missed_boats
        Routes that stand at a quay when no boat goes any more.
    unserved
        Stops behind such a quay.
    late_home
        Routes that return after the end of the shift.
    cost
        What was driven: fixed, metres, seconds up to the return (to the end of the shift where a
        vehicle is stranded), fares.
    """

    stops: int = 0
    late: int = 0
    seconds_late: int = 0
    missed_boats: int = 0
    unserved: int = 0
    late_home: int = 0
    cost: int = 0

    def __add__(self, other: Outcome) -> Outcome:
        return Outcome(
            **{name: getattr(self, name) + getattr(other, name) for name in self.__slots__}
        )


def execute(problem: Problem, routes: list[Planned]) -> Outcome:
    """Drive all routes."""
    return sum((_drive(problem, *route) for route in routes), Outcome())


def _drive(
    problem: Problem, vehicle_type: int, tasks: tuple[tuple[int, Kind], ...], departure: int
) -> Outcome:
    """Drive one route: wait at quays for the next boat, start visits on arrival though late."""
    vehicle = problem.vehicle_types[vehicle_type]
    assert vehicle.start is not None
    assert vehicle.end is not None
    outcome = Outcome(stops=len(tasks), cost=vehicle.fixed_cost)
    here, now = vehicle.start, departure
    for place, (index, kind) in enumerate(tasks):
        task = dict(problem.requests[index].tasks)[kind]
        leg = _leg(problem, vehicle_type, here, task.location, now)
        if leg is None:
            return _stranded(outcome, vehicle, departure, place)
        arrival, metres, fare = leg
        late = max(0, arrival - task.windows[-1][1])
        outcome = replace(
            outcome,
            late=outcome.late + (late > 0),
            seconds_late=outcome.seconds_late + late,
            cost=outcome.cost + fare + metres * vehicle.unit_distance_cost,
        )
        here, now = task.location, max(arrival, task.windows[0][0]) + task.service
    leg = _leg(problem, vehicle_type, here, vehicle.end, now)
    if leg is None:
        return _stranded(outcome, vehicle, departure, len(tasks))
    arrival, metres, fare = leg
    driven = metres * vehicle.unit_distance_cost + fare
    worked = (arrival - departure) * vehicle.unit_duration_cost
    return replace(
        outcome,
        late_home=int(arrival > vehicle.shift[1]),
        cost=outcome.cost + driven + worked,
    )


def _stranded(outcome: Outcome, vehicle: VehicleType, departure: int, served: int) -> Outcome:
    worked = max(0, vehicle.shift[1] - departure) * vehicle.unit_duration_cost
    return replace(
        outcome,
        missed_boats=1,
        unserved=outcome.stops - served,
        cost=outcome.cost + worked,
    )


def _leg(
    problem: Problem, vehicle_type: int, here: int, there: int, now: int
) -> tuple[int, int, int] | None:
    """Give arrival, metres and fare of a leg: by road, or by the boats that are there soonest."""
    profile = problem.vehicle_types[vehicle_type].profile
    road, way = problem.durations[profile], problem.distances[profile]
    if problem.locations[here].zone == problem.locations[there].zone:
        return now + int(road[here, there]), int(way[here, there]), 0
    ways = [
        (
            link.arrival + int(road[link.alight, there]),
            int(way[here, link.board]) + int(way[link.alight, there]),
            link.costs[vehicle_type] or 0,
        )
        for link in problem.links
        if link.costs[vehicle_type] is not None
        and 0 <= road[here, link.board] <= link.ready - now
        and road[link.alight, there] >= 0
    ]
    return min(ways, default=None)
