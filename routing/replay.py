"""Drives a route again, slowly and plainly, to know when and how each place is reached.

The second opinion behind `check`; it shares no code with the kernel. How the rules are read:

- The schedule of a route is the one that leaves as late as the earliest return allows. The return
  is a non-decreasing function of the departure (waiting, windows and links never let a later
  vehicle overtake), so that departure is found by bisection.
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
    """Drive a route so that it leaves as late as its earliest return allows.

    Parameters
    ----------
    tasks
        Requests and kinds in visiting order, at least one.
    """
    first = problem.vehicle_types[vehicle_type].shift[0]
    earliest = _drive(problem, vehicle_type, tasks, first)
    if isinstance(earliest, Missed):
        return earliest
    best, last = earliest, earliest.home.arrival
    while first < last:
        middle = (first + last + 1) // 2
        later = _drive(problem, vehicle_type, tasks, middle)
        if isinstance(later, Schedule) and later.home.arrival == earliest.home.arrival:
            first, best = middle, later
        else:
            last = middle - 1
    return best


def _drive(
    problem: Problem, vehicle_type: int, tasks: Sequence[tuple[int, Kind]], departure: int
) -> Schedule | Missed:
    """Drive the route from a departure, or say what is missed first."""
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
