"""Drives a route again, slowly and plainly, to know when and how each place is reached.

The second opinion behind `check`; it shares no code with the kernel. How the rules are read:

- For every return a route leaves as late as that return allows. Of these schedules the route has
  the cheapest that keeps its longest duration; among equals the one of the earliest return. The
  return is a non-decreasing function of the departure (waiting, windows and links never let a later
  vehicle overtake), so the last departure of a return is found by bisection, and the next one to
  look at is a second later (or, while nothing waits, when the first window or the shift closes).
- Between two places of one zone a vehicle drives; between two zones it takes exactly one link.
- The access seconds of a location are spent by a visit whose previous place is another location;
  where a route begins at its first visit, that visit spends them too.
- Distances are metres by road; the distance aboard a link counts neither for cost nor for limits.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from routing.problem import Kind, Problem, Task


@dataclass(frozen=True, slots=True)
class Leg:
    """How a vehicle gets from one place to the next: when, by which link, metres by road, fare."""

    arrival: int
    link: int | None = None
    distance: int = 0
    fare: int = 0


@dataclass(frozen=True, slots=True)
class Stop:
    """A visit in time: the leg that leads there, its start and its finish."""

    leg: Leg
    start: int
    finish: int


@dataclass(frozen=True, slots=True)
class Schedule:
    """A route driven from one departure."""

    departure: int
    stops: tuple[Stop, ...]
    home: Leg

    @property
    def legs(self) -> tuple[Leg, ...]:
        """The legs to each visit and the way home."""
        return (*(stop.leg for stop in self.stops), self.home)

    @property
    def duration(self) -> int:
        """Seconds from departure to return."""
        return self.home.arrival - self.departure

    @property
    def distance(self) -> int:
        """Metres by road."""
        return sum(leg.distance for leg in self.legs)

    def cost(self, problem: Problem, vehicle_type: int) -> int:
        """Add up fixed, distance and duration costs and fares."""
        rates = problem.vehicle_types[vehicle_type]
        return (
            rates.fixed_cost
            + rates.unit_distance_cost * self.distance
            + rates.unit_duration_cost * self.duration
            + sum(leg.fare for leg in self.legs)
        )


@dataclass(frozen=True, slots=True)
class Missed:
    """The first place of a route that cannot be reached in time, and the rule in the way."""

    name: str
    visit: int
    message: str


def replay(
    problem: Problem, vehicle_type: int, tasks: Sequence[tuple[int, Kind]]
) -> Schedule | Missed:
    """Drive a route so that it leaves as late as its return allows, at the return of least cost.

    Parameters
    ----------
    tasks
        Requests and kinds in visiting order, at least one.
    """
    most = problem.vehicle_types[vehicle_type].max_duration

    def rank(schedule: Schedule) -> tuple[bool, int]:
        too_long = most is not None and schedule.duration > most
        return too_long, schedule.cost(problem, vehicle_type)

    best = _leave(problem, vehicle_type, tasks, problem.vehicle_types[vehicle_type].shift[0])
    schedule = best
    while isinstance(schedule, Schedule) and isinstance(best, Schedule):
        if rank(schedule) < rank(best):
            best = schedule
        pause = _free_delay(problem, vehicle_type, tasks, schedule)
        schedule = _leave(problem, vehicle_type, tasks, schedule.departure + pause + 1)
    return best


def _leave(
    problem: Problem, vehicle_type: int, tasks: Sequence[tuple[int, Kind]], departure: int
) -> Schedule | Missed:
    """Drive a route from a departure, or from the last later one that returns as early."""
    earliest = drive(problem, vehicle_type, tasks, departure)
    if isinstance(earliest, Missed):
        return earliest
    best, first, last = earliest, departure, earliest.home.arrival
    while first < last:
        middle = (first + last + 1) // 2
        later = drive(problem, vehicle_type, tasks, middle)
        if isinstance(later, Schedule) and later.home.arrival == earliest.home.arrival:
            first, best = middle, later
        else:
            last = middle - 1
    return best


def _free_delay(
    problem: Problem, vehicle_type: int, tasks: Sequence[tuple[int, Kind]], schedule: Schedule
) -> int:
    """Give the seconds by which a route without waiting and links can be driven later as it is."""
    waits = any(stop.start > stop.leg.arrival for stop in schedule.stops)
    if waits or any(leg.link is not None for leg in schedule.legs):
        return 0
    left = [problem.vehicle_types[vehicle_type].shift[1] - schedule.home.arrival]
    for (request, kind), stop in zip(tasks, schedule.stops, strict=True):
        windows = dict(problem.requests[request].tasks)[kind].windows
        left.append(min(close for _, close in windows if close >= stop.start) - stop.start)
    return min(left)


def drive(
    problem: Problem, vehicle_type: int, tasks: Sequence[tuple[int, Kind]], departure: int
) -> Schedule | Missed:
    """Drive a route that leaves at a given moment, or say what is missed first."""
    here, now = problem.vehicle_types[vehicle_type].start, departure
    stops: list[Stop] = []
    for place, (request, kind) in enumerate(tasks):
        task = dict(problem.requests[request].tasks)[kind]
        leg = _leg(problem, vehicle_type, here, task.location, now)
        if leg is None:
            return Missed("unreachable", place, f"from {here} to {task.location} at {now}")
        start = _first_start(task, leg.arrival)
        if start is None:
            return Missed("late", place, f"arrival at {leg.arrival}, {task.windows}")
        access = problem.locations[task.location].access if task.location != here else 0
        here, now = task.location, start + access + task.service
        stops.append(Stop(leg, start, now))
    return _drive_home(problem, vehicle_type, departure, tuple(stops), here)


def _drive_home(
    problem: Problem, vehicle_type: int, departure: int, stops: tuple[Stop, ...], here: int | None
) -> Schedule | Missed:
    now, last = stops[-1].finish, problem.vehicle_types[vehicle_type].shift[1]
    end = problem.vehicle_types[vehicle_type].end
    home = Leg(now) if end is None else _leg(problem, vehicle_type, here, end, now)
    if home is None:
        return Missed("unreachable", len(stops), f"home from {here} to {end} at {now}")
    if home.arrival > last:
        return Missed("shift", len(stops), f"return at {home.arrival}, the shift ends at {last}")
    return Schedule(departure, stops, home)


def _first_start(task: Task, arrival: int) -> int | None:
    """Give the first moment from the arrival on that lies in a window."""
    return min(
        (max(arrival, first) for first, last in task.windows if arrival <= last), default=None
    )


def _leg(problem: Problem, vehicle_type: int, here: int | None, there: int, now: int) -> Leg | None:
    """Go from here, left now, to there; None when there is no way any more."""
    if here is None:
        return Leg(now)
    if problem.locations[here].zone != problem.locations[there].zone:
        return _crossing(problem, vehicle_type, here, there, now)
    road = _road(problem, vehicle_type, here, there)
    return None if road is None else Leg(now + road[0], distance=road[1])


def _crossing(problem: Problem, vehicle_type: int, here: int, there: int, now: int) -> Leg | None:
    """Take the link with earliest arrival, then lowest fare, latest ready and lowest index."""
    ways: list[tuple[int, int, int, int, int]] = []
    for index, link in enumerate(problem.links):
        fare = link.costs[vehicle_type]
        if fare is None or link.ready < now:
            continue
        before = _road(problem, vehicle_type, here, link.board)
        after = _road(problem, vehicle_type, link.alight, there)
        if before is None or after is None or now + before[0] > link.ready:
            continue
        ways.append((link.arrival + after[0], fare, -link.ready, index, before[1] + after[1]))
    if not ways:
        return None
    arrival, fare, _, index, distance = min(ways)
    return Leg(arrival, link=index, distance=distance, fare=fare)


def _road(problem: Problem, vehicle_type: int, here: int, there: int) -> tuple[int, int] | None:
    """Look up seconds and metres by road; None where no road leads."""
    profile = problem.vehicle_types[vehicle_type].profile
    seconds = int(problem.durations[profile][here, there])
    return None if seconds < 0 else (seconds, int(problem.distances[profile][here, there]))
