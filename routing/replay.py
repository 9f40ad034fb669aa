"""Drives a route again, slowly and plainly, to know when each place is reached and at what cost.

The second opinion behind `check`; it shares no code with the kernel. For every return a route
leaves as late as that return allows. Of these schedules the route has the cheapest that keeps its
longest duration; among equals the one of the earliest return. The return is a non-decreasing
function of the departure (waiting, windows and links never let a later vehicle overtake), so the
last departure of a return is found by bisection, and the next one to look at is a second later (or,
while nothing waits, when the first window or the shift closes).

Where speeds change through the day, the return changes steadily only while each way begins and
ends at the same speeds; the ends of each such stretch are looked at, too.

Where soft windows have a price, every departure at which the cost can stop falling or rising is
looked at: both ends of each stretch in which the route, up to its first waiting, just shifts.
"""

from __future__ import annotations

from collections.abc import Iterator

from routing.drive import Missed, Schedule, Stop, Visits, drive, task_at
from routing.problem import Kind, Problem
from routing.speeds import speeds_of


def replay(problem: Problem, vehicle_type: int, tasks: Visits) -> Schedule | Missed:
    """Drive a route so that it leaves as late as its return allows, at the return of least cost.

    Parameters
    ----------
    tasks
        Requests and kinds in visiting order, at least one; for a reload its index and "reload".
    """
    most = problem.vehicle_types[vehicle_type].max_duration

    def rank(schedule: Schedule) -> tuple[bool, int, int, int]:
        too_long = most is not None and schedule.duration > most
        cost = schedule.cost(problem, vehicle_type)
        return too_long, cost, schedule.home.arrival, -schedule.departure

    driven = _departures(problem, vehicle_type, tasks)
    first = next(driven)
    if isinstance(first, Missed):
        return first
    later = (schedule for schedule in driven if isinstance(schedule, Schedule))
    return min([first, *later], key=rank)


def _departures(problem: Problem, vehicle_type: int, tasks: Visits) -> Iterator[Schedule | Missed]:
    """Drive the route from every departure that may be the best, until one is too late."""
    opens = problem.vehicle_types[vehicle_type].shift[0]
    soft = any(task_at(problem, vehicle_type, *task).soft is not None for task in tasks)
    schedule = (drive if soft else _leave)(problem, vehicle_type, tasks, opens)
    while isinstance(schedule, Schedule):
        yield schedule
        paced = speeds_of(problem, vehicle_type) is not None
        if paced:
            pause = _pause_at_same_speeds(problem, vehicle_type, tasks, schedule)
        else:
            pause = _free_delay(problem, vehicle_type, tasks, schedule)
        if paced and not soft:
            end = _leave(problem, vehicle_type, tasks, schedule.departure + pause)
            yield end
            if isinstance(end, Schedule) and end.departure > schedule.departure + pause:
                schedule = end
                continue
            schedule = _leave(problem, vehicle_type, tasks, schedule.departure + pause + 1)
        elif soft:
            yield drive(problem, vehicle_type, tasks, schedule.departure + pause)
            schedule = drive(problem, vehicle_type, tasks, schedule.departure + pause + 1)
        else:
            schedule = _leave(problem, vehicle_type, tasks, schedule.departure + pause + 1)
    yield schedule


def _leave(problem: Problem, vehicle_type: int, tasks: Visits, departure: int) -> Schedule | Missed:
    """Drive a route from a departure, or from the last later one that returns as early."""
    earliest = drive(problem, vehicle_type, tasks, departure)
    if isinstance(earliest, Missed):
        return earliest
    best, first, last = earliest, earliest.departure, earliest.home.arrival
    while first < last:
        middle = (first + last + 1) // 2
        later = drive(problem, vehicle_type, tasks, middle)
        if isinstance(later, Schedule) and later.home.arrival == earliest.home.arrival:
            first, best = middle, later
        else:
            last = middle - 1
    return best


def _pause_at_same_speeds(
    problem: Problem, vehicle_type: int, tasks: Visits, schedule: Schedule
) -> int:
    """Give the seconds by which the route can be driven later with the same pattern."""
    pattern = _pattern(problem, vehicle_type, tasks, schedule, schedule)
    first, last = schedule.departure, problem.vehicle_types[vehicle_type].shift[1]
    while first < last:
        middle = (first + last + 1) // 2
        later = drive(problem, vehicle_type, tasks, middle)
        alike = isinstance(later, Schedule) and pattern == _pattern(
            problem, vehicle_type, tasks, later, schedule
        )
        if alike:
            first = middle
        else:
            last = middle - 1
    return first - schedule.departure


def _pattern(
    problem: Problem,
    vehicle_type: int,
    tasks: Visits,
    schedule: Schedule,
    before: Schedule,
) -> list[tuple[int, ...]]:
    """Give the speeds, and the edges passed, up to the first waiting of the schedule before.

    The waiting itself must still end at the same moment.
    """
    speeds = speeds_of(problem, vehicle_type)
    assert speeds is not None
    found: list[tuple[int, ...]] = []
    left = schedule.departure
    for place, leg in enumerate(schedule.legs):
        if leg.link is not None:
            port = problem.links[leg.link].ready - leg.wait
            found.append((speeds.piece(left), speeds.piece(port), leg.link))
            break
        if place == len(tasks):
            found.append((speeds.piece(left), speeds.piece(leg.arrival)))
            break
        stop, earlier = schedule.stops[place], before.stops[place]
        found.append((speeds.piece(left), speeds.piece(leg.arrival)))
        if earlier.start > earlier.leg.arrival:
            found[-1] += (stop.start,)
            break
        found[-1] += _edges_passed(problem, vehicle_type, tasks[place], stop, earlier.start)
        left = stop.finish
    return found


def _edges_passed(
    problem: Problem, vehicle_type: int, visit: tuple[int, Kind], stop: Stop, before: int
) -> tuple[int, ...]:
    """Count the windows, closed hours and edges of a soft window passed since an earlier start.

    A visit that waits where it did not has another pattern, too.
    """
    index, kind = visit
    task = task_at(problem, vehicle_type, index, kind)
    closes = [close for _, close in task.windows]
    if kind == "delivery" and problem.requests[index].max_age is not None:
        request = problem.requests[index]
        closes.append(request.release + (request.max_age or 0))
    soft = () if task.soft is None else task.soft.span
    return (
        sum(close < stop.start for close in closes),
        sum(begin < stop.finish for begin, _ in task.closed),
        sum(before < edge < stop.start for edge in soft),
        stop.start - stop.leg.arrival,
    )


def _free_delay(problem: Problem, vehicle_type: int, tasks: Visits, schedule: Schedule) -> int:
    """Give the seconds by which the route up to its first waiting can be driven later as it is.

    No window, closed hour or edge of a soft window is passed meanwhile.
    """
    left = problem.vehicle_types[vehicle_type].shift[1] - schedule.home.arrival
    edges: list[int] = []
    for (index, kind), stop in zip(tasks, schedule.stops, strict=True):
        wait = stop.leg.wait + stop.start - stop.leg.arrival
        if wait or stop.leg.link is not None:
            return min([stop.leg.wait if stop.leg.link is not None else wait, *edges])
        task = task_at(problem, vehicle_type, index, kind)
        edges += [close - stop.start for _, close in task.windows if close >= stop.start]
        edges += [begin - stop.finish for begin, _ in task.closed if begin >= stop.finish]
        if kind == "delivery" and problem.requests[index].max_age is not None:
            request = problem.requests[index]
            edges.append(request.release + (request.max_age or 0) - stop.start)
        if task.soft is not None:
            edges += [edge - stop.start for edge in task.soft.span if edge > stop.start]
    if schedule.home.link is not None:
        return min([schedule.home.wait, *edges])
    return min([left, *edges])
