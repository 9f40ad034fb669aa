"""Reads off a timed route whether its driver rests as the rules ask for.

Nothing is planned here: what is driven, worked and rested is taken from the times of the route as
they stand, and counted through.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from routing.drive import first_start
from routing.problem import Problem, Window
from routing.rests import MealWindow, RestRule
from routing.solution import Route
from routing.speeds import EVEN, speeds_of

Doing = Literal["drive", "work", "rest", "wait", "cross"]


@dataclass(frozen=True, slots=True)
class Broken:
    """A rule that is not kept.

    Parameters
    ----------
    name
        "rest" or "meal".
    number
        Index of the rule or meal of the vehicle type.
    visit
        Position of the visit on the way to which, or at which, it is broken; None on the way home.
    amount
        Seconds of driving or work beyond what is allowed; of a meal its duration.
    """

    name: Literal["rest", "meal"]
    number: int
    visit: int | None
    amount: int


@dataclass(frozen=True, slots=True)
class _Piece:
    """What a driver does from one moment to another, and what of a rest is waiting or crossing."""

    doing: Doing
    begin: int
    end: int
    place: int
    waiting: Window = (0, 0)
    crossing: Window = (0, 0)


def broken_rests(problem: Problem, route: Route) -> Iterator[Broken]:
    """Give each rule that is not kept, once, where it is first broken."""
    vehicle = problem.vehicle_types[route.vehicle_type]
    if not vehicle.rests and not vehicle.meals:
        return
    pieces = list(_pieces(problem, route))
    for number, rule in enumerate(vehicle.rests):
        yield from _without_rest(route, number, rule, pieces)
    for number, meal in enumerate(vehicle.meals):
        before = route.departure >= meal.span[0] + meal.duration
        behind = route.arrival <= meal.span[1] - meal.duration
        if not before and not behind and not any(_feeds(meal, piece) for piece in pieces):
            yield Broken("meal", number, None, meal.duration)


def _without_rest(
    route: Route, number: int, rule: RestRule, pieces: list[_Piece]
) -> Iterator[Broken]:
    """Find where, with the least rest so far, driving or work has first become too much."""
    since = 0
    for piece in pieces:
        if piece.doing == "rest":
            begin, end = _counted(piece, rule)
            if end - begin >= rule.rest:
                since = 0
        elif piece.doing == "drive" or (piece.doing == "work" and rule.of == "work"):
            since += piece.end - piece.begin
            if since > rule.within:
                visit = piece.place if piece.place < len(route.visits) else None
                yield Broken("rest", number, visit, since - rule.within)
                return


def _feeds(meal: MealWindow, piece: _Piece) -> bool:
    if piece.doing != "rest":
        return False
    begin, end = _counted(piece, meal)
    return min(end, meal.span[1]) - max(begin, meal.span[0]) >= meal.duration


def _counted(piece: _Piece, rule: RestRule | MealWindow) -> Window:
    """Cut off a rest what does not count: the waiting at its beginning, the crossing at its end."""
    begin, end = piece.begin, piece.end
    if not rule.counts_waiting:
        begin = max(begin, min(end, piece.waiting[1]))
    if not rule.counts_crossing and piece.crossing[1] > piece.crossing[0]:
        end = min(end, max(begin, piece.crossing[0]))
    return begin, end


def _pieces(problem: Problem, route: Route) -> Iterator[_Piece]:
    """Give the day of a driver in pieces: the ways, the rests on them, and the visits."""
    vehicle = problem.vehicle_types[route.vehicle_type]
    here, left = vehicle.start, route.departure
    for place, visit in enumerate(route.visits):
        leg = _Leg(place, here, left, visit.link, visit.arrival, visit.rests)
        yield from _way(problem, route, leg)
        free = _could_start(problem, route, place)
        for begin, end in visit.rests:
            if begin >= visit.arrival and end > visit.arrival:
                yield _Piece("rest", begin, end, place, waiting=(visit.arrival, free))
        yield _Piece("work", visit.start, visit.finish, place)
        here, left = visit.location, visit.finish
    end = len(route.visits)
    home = _Leg(end, here, left, route.end_link, route.arrival, route.end_rests)
    yield from _way(problem, route, home)


@dataclass(frozen=True, slots=True)
class _Leg:
    place: int
    here: int | None
    left: int
    link: int | None
    arrival: int
    rests: tuple[Window, ...]


def _way(problem: Problem, route: Route, leg: _Leg) -> Iterator[_Piece]:
    """Give the driving of a leg, in between its rests, and the crossing."""
    here, now, place = leg.here, leg.left, leg.place
    inner = [one for one in leg.rests if one[1] <= leg.arrival and one[0] < leg.arrival]
    aboard = None if leg.link is None else problem.links[leg.link]
    if aboard is not None and here is not None:
        profile = problem.vehicle_types[route.vehicle_type].profile
        speeds = speeds_of(problem, route.vehicle_type) or EVEN
        work = 1000 * int(problem.durations[profile][here, aboard.board])
        for begin, end in list(inner):
            if begin >= speeds.arrival(now, work):
                break
            yield _Piece("drive", now, begin, place)
            yield _Piece("rest", begin, end, place)
            work, now = work - speeds.done(now, begin), end
            inner.pop(0)
        quay = speeds.arrival(now, work)
        yield _Piece("drive", now, quay, place)
        while inner and inner[0][0] < aboard.arrival:
            begin, end = inner.pop(0)
            yield _Piece(
                "rest",
                begin,
                end,
                place,
                waiting=(quay, aboard.departure),
                crossing=(aboard.departure, aboard.arrival),
            )
        now = aboard.arrival
    for begin, end in inner:
        yield _Piece("drive", now, begin, place)
        yield _Piece("rest", begin, end, place)
        now = end
    yield _Piece("drive", now, leg.arrival, place)


def _could_start(problem: Problem, route: Route, place: int) -> int:
    """Give the first moment from the arrival on at which the visit could have started."""
    visit = route.visits[place]
    reloads = problem.vehicle_types[route.vehicle_type].reloads
    task = (
        reloads[visit.request]
        if visit.kind == "reload"
        else dict(problem.requests[visit.request].tasks)[visit.kind]
    )
    busy, ready = visit.finish - visit.start, visit.arrival
    if visit.kind == "pickup":
        ready = max(ready, problem.requests[visit.request].release)
    start = first_start(task, ready, busy)
    return visit.start if start is None else start
