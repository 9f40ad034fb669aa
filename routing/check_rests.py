"""Checks routes whose drivers rest: the part of the second opinion about rests.

There are many ways to rest within the rules, so a route is not planned again: it is driven as it is
written down, rests included, and every leg, visit and rule is looked at.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from itertools import pairwise

from routing.drive import (
    Leg,
    Missed,
    Schedule,
    Stop,
    releases_of,
    road_between,
    task_at,
    too_long_aboard,
)
from routing.problem import Problem, Task, Window
from routing.rest_times import broken_rests
from routing.solution import Route, Visit
from routing.speeds import EVEN, speeds_of


@dataclass(slots=True)
class _MissedError(Exception):
    """What is missed first."""

    missed: Missed


@dataclass(slots=True)
class _Clock:
    """Where and when the vehicle is, and the rests on the leg that are still to come."""

    problem: Problem
    route: Route
    here: int | None
    now: int
    place: int = 0
    rests: list[Window] = field(default_factory=list)

    def missed(self, name: str, message: str) -> _MissedError:
        return _MissedError(Missed(name, self.place, message))

    def drive(self, there: int | None) -> tuple[int, int]:
        """Drive on, resting as written; give metres and toll."""
        if self.here is None or there is None:
            return 0, 0
        road = road_between(self.problem, self.route.vehicle_type, self.here, there)
        if road is None:
            raise self.missed("unreachable", f"from {self.here} to {there} at {self.now}")
        speeds = speeds_of(self.problem, self.route.vehicle_type) or EVEN
        work = 1000 * road.seconds
        while self.rests and self.rests[0][0] < speeds.arrival(self.now, work):
            begin, end = self.rests.pop(0)
            if begin < self.now:
                raise self.missed("stated-rests", f"a rest at {begin} while {self.now}")
            work, self.now = work - speeds.done(self.now, begin), end
        self.here, self.now = there, speeds.arrival(self.now, work)
        return road.metres, road.toll

    def travel(self, there: int | None, link: int | None) -> Leg:
        """Go on to the next place as written."""
        if link is None:
            if self.here is not None and there is not None and self._zones_differ(there):
                raise self.missed("unreachable", f"from {self.here} to {there} without a link")
            metres, toll = self.drive(there)
            return Leg(self.now, distance=metres, fare=toll)
        if there is None or not 0 <= link < len(self.problem.links):
            raise self.missed("stated-link", f"there is no link {link} to take")
        taken = self.problem.links[link]
        fare = taken.costs[self.route.vehicle_type]
        metres, toll = self.drive(taken.board)
        if fare is None or self.now > taken.ready:
            raise self.missed("unreachable", f"link {link}, at its port at {self.now}")
        wait = taken.ready - self.now
        while self.rests and self.rests[0][0] < taken.arrival:
            begin, end = self.rests.pop(0)
            if begin < self.now or end > taken.arrival:
                raise self.missed("stated-rests", f"a rest from {begin} to {end} aboard {link}")
        self.here, self.now = taken.alight, taken.arrival
        more, further = self.drive(there)
        return Leg(
            self.now, link=link, wait=wait, distance=metres + more, fare=fare + toll + further
        )

    def _zones_differ(self, there: int) -> bool:
        places = self.problem.locations
        return self.here is not None and places[self.here].zone != places[there].zone


def drive_as_written(problem: Problem, route: Route) -> Schedule | Missed:
    """Drive a route as it is written down, or say what is missed first."""
    try:
        schedule = _driven(problem, route)
    except _MissedError as faulty:
        return faulty.missed
    for loading, unloading, excess in too_long_aboard(problem, route.tasks, schedule):
        return Missed("max-aboard", unloading, f"{excess} s too long, loaded at {loading}")
    for broken in broken_rests(problem, route):
        place = len(route.visits) if broken.visit is None else broken.visit
        return Missed(broken.name, place, f"rule {broken.number}, by {broken.amount} s")
    vehicle = problem.vehicle_types[route.vehicle_type]
    nights = [
        night
        for night in problem.relations.nights
        if schedule.departure < night < schedule.home.arrival
    ]
    if nights and vehicle.overnight_cost is None:
        return Missed("overnight", len(route.visits), f"it is under way at {nights[0]}")
    return schedule


def _driven(problem: Problem, route: Route) -> Schedule:
    vehicle = problem.vehicle_types[route.vehicle_type]
    releases = releases_of(problem, route.tasks)
    clock = _Clock(problem, route, vehicle.start, route.departure)
    if route.departure < max(vehicle.shift[0], releases[-1]):
        raise clock.missed("stated-departure", f"{route.departure} is too early")
    stops = []
    for place, visit in enumerate(route.visits):
        clock.place, clock.rests = place, list(visit.rests)
        before = clock.here
        leg = clock.travel(visit.location, visit.link)
        task = task_at(problem, route.vehicle_type, visit.request, visit.kind)
        busy = task.service
        if visit.location != before:
            busy += problem.locations[visit.location].access
        _look_at_visit(clock, visit, task, busy, releases.get(place, 0))
        price = 0 if task.soft is None else task.soft.cost(visit.start)
        stops.append(Stop(leg, visit.start, visit.start + busy, price))
        clock.here, clock.now = visit.location, visit.start + busy
    clock.place, clock.rests = len(route.visits), list(route.end_rests)
    home = clock.travel(vehicle.end, route.end_link)
    home = replace(home, arrival=clock.now)
    if clock.rests or clock.now > vehicle.shift[1]:
        raise clock.missed("shift", f"return at {clock.now}, rests left {clock.rests}")
    return Schedule(route.departure, tuple(stops), home)


def _look_at_visit(clock: _Clock, visit: Visit, task: Task, busy: int, release: int) -> None:
    """Ask that the visit may start when it does, behind the rests at its place."""
    problem, start = clock.problem, visit.start
    ready = max(clock.now, release)
    if visit.kind != "reload":
        request = problem.requests[visit.request]
        ready = max(ready, request.release if visit.kind == "pickup" else 0)
        late = visit.kind == "delivery" and request.max_age is not None
        if late and start > request.release + (request.max_age or 0):
            raise clock.missed("max-age", f"start at {start}")
    for begin, _ in clock.rests:
        if begin < clock.now:
            raise clock.missed("stated-rests", f"a rest at {begin}, arrival at {clock.now}")
    moments = [*(moment for rest in clock.rests for moment in rest), start]
    if any(moment > later for moment, later in pairwise(moments)) or start < ready:
        raise clock.missed("stated-start", f"{start} is before {ready} or a rest")
    if not any(first <= start <= last for first, last in task.windows):
        raise clock.missed("late", f"start at {start}, {task.windows}")
    if any(start + busy > begin and start < end for begin, end in task.closed):
        raise clock.missed("closed", f"start at {start}, {task.closed}")
