"""Drives a route once, slowly and plainly, from a given departure.

Part of the second opinion behind `check`; it shares no code with the kernel. How the rules are
read:

- Between two places of one zone a vehicle drives; between two zones it takes exactly one link.
- A visit starts as early as its windows and closed hours allow.
- A load that is released later holds back what loads it: the departure, the beginning of a reload,
  or its pick-up. A loading is put off further, as little as possible, where a request would else be
  aboard too long.
- The access seconds of a location are spent by a visit whose previous place is another location;
  where a route begins at its first visit, that visit spends them too.
- Distances are metres by road; the distance aboard a link counts neither for cost nor for limits.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from routing.problem import Kind, Problem, Task
from routing.speeds import arrival_by_road, least_seconds, speeds_of

Visits = Sequence[tuple[int, Kind]]

#: How often loadings are put off; only crossings could ask for more, and one more never helps then.
MOST_TRIALS = 1000


@dataclass(frozen=True, slots=True)
class Leg:
    """How a vehicle gets from one place to the next.

    Parameters
    ----------
    wait
        Seconds at the port before the link has to be reached.
    fare
        Of the link, and tolls.
    """

    arrival: int
    link: int | None = None
    wait: int = 0
    distance: int = 0
    fare: int = 0


@dataclass(frozen=True, slots=True)
class Stop:
    """A visit in time: the leg that leads there, its start, its finish, and the start's price."""

    leg: Leg
    start: int
    finish: int
    price: int = 0


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
        """Add up fixed, distance and duration costs, overtime, fares, tolls and soft windows."""
        rates = problem.vehicle_types[vehicle_type]
        overtime = 0
        if rates.overtime_after is not None:
            overtime = max(0, self.duration - rates.overtime_after)
        return (
            rates.fixed_cost
            + rates.unit_distance_cost * self.distance
            + rates.unit_duration_cost * self.duration
            + rates.unit_overtime_cost * overtime
            + sum(leg.fare for leg in self.legs)
            + sum(stop.price for stop in self.stops)
        )


@dataclass(frozen=True, slots=True)
class Missed:
    """The first place of a route that cannot be reached in time, and the rule in the way."""

    name: str
    visit: int
    message: str


def task_at(problem: Problem, vehicle_type: int, index: int, kind: Kind) -> Task:
    """Look up what is done for a request, or at a reload of the vehicle."""
    if kind == "reload":
        return problem.vehicle_types[vehicle_type].reloads[index]
    return dict(problem.requests[index].tasks)[kind]


def drive(problem: Problem, vehicle_type: int, tasks: Visits, departure: int) -> Schedule | Missed:
    """Drive a route that leaves no earlier than a given moment, or say what is missed first."""
    leave, holds = departure, [0] * len(tasks)
    for _ in range(MOST_TRIALS):
        schedule = _drive_once(problem, vehicle_type, tasks, leave, holds)
        if isinstance(schedule, Missed):
            return schedule
        long = list(too_long_aboard(problem, tasks, schedule))
        if not long:
            return schedule
        for loading, unloading, excess in long:
            slow = _is_slow(
                problem, vehicle_type, tasks, schedule, range(loading + 1, unloading + 1)
            )
            if not slow and not _can_shrink(schedule, loading, unloading):
                return Missed("max-aboard", unloading, f"{excess} s too long, loaded at {loading}")
            if loading < 0:
                leave = max(leave, schedule.departure + excess)
            else:
                holds[loading] = max(holds[loading], schedule.stops[loading].start + excess)
    return Missed("max-aboard", 0, f"no schedule after {MOST_TRIALS} trials")


def too_long_aboard(
    problem: Problem, tasks: Visits, schedule: Schedule
) -> Iterator[tuple[int, int, int]]:
    """Find places of loading (-1: the start) and unloading, and the seconds above the limit."""
    for place, (index, kind) in enumerate(tasks):
        if kind == "reload" or problem.requests[index].max_aboard is None:
            continue
        request = problem.requests[index]
        if kind == "pickup" and request.delivery is not None:
            continue
        loading, unloading = aboard_between(problem, tasks, place)
        begin = schedule.departure if loading < 0 else schedule.stops[loading].finish
        if unloading == len(tasks):
            end = schedule.home.arrival
        elif kind == "delivery":
            end = schedule.stops[unloading].start
        else:
            end = schedule.stops[unloading].leg.arrival
        excess = end - begin - (request.max_aboard or 0)
        if excess > 0:
            yield loading, unloading, excess


def aboard_between(problem: Problem, tasks: Visits, place: int) -> tuple[int, int]:
    """Give the places between which the load of the task at a place is aboard.

    -1 stands for the vehicle's start, the number of tasks for its end.
    """
    index, kind = tasks[place]
    reloads = [i for i, (_, other) in enumerate(tasks) if other == "reload"]
    if kind == "pickup":
        return place, min((i for i in reloads if i > place), default=len(tasks))
    if problem.requests[index].pickup is not None:
        before = [i for i in range(place) if tasks[i] == (index, "pickup")]
        return (before[-1] if before else place), place
    return max((i for i in reloads if i < place), default=-1), place


def _can_shrink(schedule: Schedule, loading: int, unloading: int) -> bool:
    """Whether something waits, or crosses, between two places."""
    legs = schedule.legs[loading + 1 : unloading + 1]
    waits = (stop.start > stop.leg.arrival for stop in schedule.stops[loading + 1 : unloading + 1])
    return any(waits) or any(leg.link is not None for leg in legs)


def _is_slow(
    problem: Problem, vehicle_type: int, tasks: Visits, schedule: Schedule, places: Iterable[int]
) -> bool:
    """Whether the way to one of the places takes longer than it could at another time of day."""
    if speeds_of(problem, vehicle_type) is None:
        return False
    vehicle = problem.vehicle_types[vehicle_type]
    stops = [task_at(problem, vehicle_type, *task).location for task in tasks]
    spots = [vehicle.start, *stops, vehicle.end]
    left = [schedule.departure, *(stop.finish for stop in schedule.stops)]
    for place in places:
        here, there = spots[place], spots[place + 1]
        if here is None or there is None:
            continue
        road = road_between(problem, vehicle_type, here, there)
        taken = schedule.legs[place].arrival - left[place]
        if road is not None and taken > least_seconds(problem, vehicle_type, road.seconds):
            return True
    return False


def releases_of(problem: Problem, tasks: Visits) -> dict[int, int]:
    """Give the moment when all loads of each trip are there, by the place where it begins."""
    begin, found = -1, {-1: 0}
    for place, (index, kind) in enumerate(tasks):
        if kind == "reload":
            begin = place
            found[begin] = 0
        elif problem.requests[index].pickup is None:
            found[begin] = max(found[begin], problem.requests[index].release)
    return found


def _drive_once(
    problem: Problem, vehicle_type: int, tasks: Visits, departure: int, holds: Sequence[int]
) -> Schedule | Missed:
    releases = releases_of(problem, tasks)
    departure = max(departure, releases[-1])
    here, now = problem.vehicle_types[vehicle_type].start, departure
    stops: list[Stop] = []
    for place, (index, kind) in enumerate(tasks):
        task = task_at(problem, vehicle_type, index, kind)
        leg = _leg(problem, vehicle_type, here, task.location, now)
        if leg is None:
            return Missed("unreachable", place, f"from {here} to {task.location} at {now}")
        busy = task.service
        if task.location != here:
            busy += problem.locations[task.location].access
        begin = max(leg.arrival, holds[place])
        if kind == "reload":
            begin = max(begin, releases[place])
        if kind == "pickup":
            begin = max(begin, problem.requests[index].release)
        start = first_start(task, begin, busy)
        if start is None:
            return Missed("late", place, f"arrival at {leg.arrival}, {task.windows}")
        if kind == "delivery":
            request = problem.requests[index]
            if request.max_age is not None and start > request.release + request.max_age:
                return Missed(
                    "max-age", place, f"{start - request.release} exceeds {request.max_age}"
                )
        here, now = task.location, start + busy
        price = 0 if task.soft is None else task.soft.cost(start)
        stops.append(Stop(leg, start, now, price))
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


def first_start(task: Task, arrival: int, busy: int) -> int | None:
    """Give the first moment from the arrival on at which a visit so long may begin."""
    moments = [arrival, *(opens for opens, _ in task.windows), *(end for _, end in task.closed)]
    return min(
        (
            moment
            for moment in moments
            if moment >= arrival
            and any(first <= moment <= last for first, last in task.windows)
            and all(moment + busy <= begin or moment >= end for begin, end in task.closed)
        ),
        default=None,
    )


def _leg(problem: Problem, vehicle_type: int, here: int | None, there: int, now: int) -> Leg | None:
    """Go from here, left now, to there; None when there is no way any more."""
    if here is None:
        return Leg(now)
    if problem.locations[here].zone != problem.locations[there].zone:
        return _crossing(problem, vehicle_type, here, there, now)
    road = road_between(problem, vehicle_type, here, there)
    if road is None:
        return None
    arrival = arrival_by_road(problem, vehicle_type, now, road.seconds)
    return Leg(arrival, distance=road.metres, fare=road.toll)


def _crossing(problem: Problem, vehicle_type: int, here: int, there: int, now: int) -> Leg | None:
    """Take the link with earliest arrival, then lowest fare, latest ready and lowest index."""
    ways: list[tuple[tuple[int, int, int, int], Leg]] = []
    for index, link in enumerate(problem.links):
        fare = link.costs[vehicle_type]
        if fare is None or link.ready < now:
            continue
        before = road_between(problem, vehicle_type, here, link.board)
        after = road_between(problem, vehicle_type, link.alight, there)
        if before is None or after is None:
            continue
        at_board = arrival_by_road(problem, vehicle_type, now, before.seconds)
        if at_board > link.ready:
            continue
        leg = Leg(
            arrival_by_road(problem, vehicle_type, link.arrival, after.seconds),
            link=index,
            wait=link.ready - at_board,
            distance=before.metres + after.metres,
            fare=fare + before.toll + after.toll,
        )
        ways.append(((leg.arrival, fare, -link.ready, index), leg))
    return min(ways, key=lambda way: way[0])[1] if ways else None


@dataclass(frozen=True, slots=True)
class Road:
    """A way between two places of one zone."""

    seconds: int
    metres: int
    toll: int


def road_between(problem: Problem, vehicle_type: int, here: int, there: int) -> Road | None:
    """Look up seconds, metres and toll by road; None where no road leads."""
    profile = problem.vehicle_types[vehicle_type].profile
    seconds = int(problem.durations[profile][here, there])
    if seconds < 0:
        return None
    toll = int(problem.tolls[profile][here, there]) if problem.tolls else 0
    return Road(seconds, int(problem.distances[profile][here, there]), toll)
