"""Finds the rules between requests and routes that timed routes break, for `evaluate`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise, permutations

from routing.problem import Problem
from routing.solution import Route, Visit
from routing.violation import Violation


def relation_violations(problem: Problem, routes: Sequence[Route]) -> Iterator[Violation]:
    """Find full decks, nights, goods, groups, precedences and pins that are not kept."""
    for number, route in enumerate(routes):
        yield from _nights(problem, number, route)
        yield from _goods(problem, number, route)
        yield from _pins(problem, number, route)
        yield from _holds(number, route)
    yield from _decks(problem, routes)
    yield from _groups(problem, routes)
    yield from _precedences(problem, routes)


def _nights(problem: Problem, number: int, route: Route) -> Iterator[Violation]:
    if problem.vehicle_types[route.vehicle_type].overnight_cost is not None:
        return
    nights = sum(route.departure < night < route.arrival for night in problem.relations.nights)
    if nights:
        yield Violation(name="overnight", route=number, amount=nights)


def _goods(problem: Problem, number: int, route: Route) -> Iterator[Violation]:
    """Find the later one of two requests that come together though their goods must not."""
    spans = _spans_aboard(problem, route)
    for rule in problem.relations.incompatible:
        for (first, (begin, end)), (second, (other_begin, other_end)) in permutations(
            spans.items(), 2
        ):
            kinds = problem.requests[first].goods, problem.requests[second].goods
            together = rule.same_vehicle or (other_begin < end and begin < other_end)
            later = (begin, first) < (other_begin, second)
            if later and together and kinds in (rule.goods, rule.goods[::-1]):
                visit = max(other_begin, 0)
                yield Violation(name="goods", route=number, visit=visit, request=second)


def _spans_aboard(problem: Problem, route: Route) -> dict[int, tuple[int, int]]:
    """Give the visits after which each request is aboard: from one (-1: the start) to another."""
    spans: dict[int, tuple[int, int]] = {}
    reloads = [place for place, (_, kind) in enumerate(route.tasks) if kind == "reload"]
    for place, (index, kind) in enumerate(route.tasks):
        if kind == "reload":
            continue
        request = problem.requests[index]
        if kind == "pickup":
            behind = (other for other in reloads if other > place and request.delivery is None)
            spans[index] = (place, next(behind, len(route.visits)))
        elif request.pickup is None:
            spans[index] = (max((other for other in reloads if other < place), default=-1), place)
        else:
            spans[index] = (spans.get(index, (place, place))[0], place)
    return spans


def _pins(problem: Problem, number: int, route: Route) -> Iterator[Violation]:
    """Find visits out of the previous order, and routes that do not begin with what is frozen."""
    for previous in problem.relations.previous:
        if previous.vehicle_type != route.vehicle_type:
            continue
        pinned = [
            task
            for task in previous.tasks
            if problem.requests[task[0]].pin not in ("none", "vehicle")
        ]
        places = [route.tasks.index(task) for task in pinned if task in route.tasks]
        for before, place in pairwise(places):
            if place < before:
                request = route.visits[place].request
                yield Violation(name="pinned-order", route=number, visit=place, request=request)
        frozen = tuple(task for task in previous.tasks if problem.requests[task[0]].pin == "frozen")
        if route.tasks[: len(frozen)] != frozen:
            yield Violation(name="frozen", route=number)


def _holds(number: int, route: Route) -> Iterator[Violation]:
    """Find visits that start outside of the moments that were agreed for them."""
    for place, visit in enumerate(route.visits):
        if visit.hold is not None and not visit.hold[0] <= visit.start <= visit.hold[1]:
            off = max(visit.hold[0] - visit.start, visit.start - visit.hold[1])
            yield Violation(
                name="hold", route=number, visit=place, request=visit.request, amount=off
            )


def _decks(problem: Problem, routes: Sequence[Route]) -> Iterator[Violation]:
    used: Counter[int] = Counter()
    last: dict[int, int] = {}
    for number, route in enumerate(routes):
        units = problem.vehicle_types[route.vehicle_type].deck_units
        for link in (*(visit.link for visit in route.visits), route.end_link):
            for sailing in () if link is None else problem.links[link].sailings:
                used[sailing] += units
                last[sailing] = number
    for index, units in sorted(used.items()):
        room = problem.relations.sailings[index].capacity
        if room is not None and units > room:
            message = f"sailing {index}: {units} units, there is room for {room}"
            yield Violation(name="deck", route=last[index], amount=units - room, message=message)


def _groups(problem: Problem, routes: Sequence[Route]) -> Iterator[Violation]:
    where = {index: number for number, route in enumerate(routes) for index in route.requests}
    for group in problem.relations.groups:
        served = [index for index in group.requests if index in where]
        for index in served[1:]:
            yield Violation(name="group", route=where[index], request=index)


def _precedences(problem: Problem, routes: Sequence[Route]) -> Iterator[Violation]:
    """Find requests that start before what must come first has finished, or without it."""
    visits: dict[int, list[tuple[int, int, Visit]]] = {}
    for number, route in enumerate(routes):
        for place, visit in enumerate(route.visits):
            if visit.kind == "reload":
                continue
            visits.setdefault(visit.request, []).append((number, place, visit))
    for one in problem.relations.precedences:
        if one.after not in visits:
            continue
        number, place, first = min(visits[one.after], key=lambda at: at[2].start)
        early = 1
        if one.before in visits:
            in_route, _, last = max(visits[one.before], key=lambda at: (at[2].finish, at[1]))
            early = last.finish - first.start
            if early <= 0 and _in_order(routes, in_route, one.before, number, place):
                continue
        yield Violation(
            name="precedence", route=number, visit=place, request=one.after, amount=max(1, early)
        )


def _in_order(routes: Sequence[Route], in_route: int, before: int, number: int, place: int) -> bool:
    """Whether, within one route, no visit of the earlier request comes behind a place."""
    if in_route != number:
        return True
    left = routes[number].visits[place:]
    return all(visit.request != before or visit.kind == "reload" for visit in left)
