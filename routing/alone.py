"""Tries one request alone in one vehicle, and finds what would have to give way for it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from routing.compartments import widened
from routing.evaluate import Evaluation, evaluate
from routing.problem import Kind, Link, Matrix, Problem, Request, Task, Travel, VehicleType
from routing.rests import eased
from routing.speeds import arrival_by_road
from routing.straight import Straight
from routing.violation import Violation

#: How often a relaxed trial may show something else in the way before the search is given up.
ROUNDS = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Relaxation:
    """A rule that would have to give way, and by how much.

    Parameters
    ----------
    rule
        "window", "overload", "shift", "max-duration", "max-distance" (by `amount`); "compartments"
        (`amount` more room between the walls); "vehicle-type" (the request refuses the type: a
        height, a skill), "fleet" (there is no such vehicle), "link" (the link refuses the type),
        "sailing" (the link would have to leave `amount` seconds later); "rest" (so many more
        seconds would have to be driven or worked without a rest), "meal" (it would have to be had
        `amount` seconds later), "rests" (several of these at once); "unreachable" where neither a
        road nor a link leads at all; or another rule of `evaluate`.
    amount
        Seconds, metres, load units or vehicles; 1 where it cannot be measured.
    kind
        The visit concerned, if one is.
    link
        Index of the link concerned, if one is.
    number
        Index of the rest rule or meal of the vehicle type, if one is concerned.
    """

    rule: str
    amount: int = 1
    kind: Kind | None = None
    link: int | None = None
    number: int | None = None


def relaxations(problem: Problem, request: int, vehicle_type: int) -> tuple[Relaxation, ...]:
    """Give what has to give way for a vehicle that does nothing else to serve a request.

    Returns
    -------
    tuple
        Nothing when it can be served as it is. Each amount is the least that lets the earliest
        schedule pass that rule, given the others. Ends with a rule that no amount mends, if any.
    """
    asked, vehicle = problem.requests[request], problem.vehicle_types[vehicle_type]
    found: list[Relaxation] = []
    if asked.vehicle_types is not None and vehicle_type not in asked.vehicle_types:
        found.append(Relaxation(rule="vehicle-type"))
    if vehicle.count < 1:
        found.append(Relaxation(rule="fleet"))
    return (*found, *_Trial.of(problem, asked, vehicle_type).relaxed())


@dataclass(frozen=True, slots=True)
class _Trial:
    """A problem of one request and one vehicle; `links` has the indices in the whole problem."""

    problem: Problem
    links: tuple[int, ...]

    @staticmethod
    def of(problem: Problem, asked: Request, vehicle_type: int) -> _Trial:
        """Cut out what the request and the vehicle need; costs are set so that duration counts."""
        vehicle = problem.vehicle_types[vehicle_type]
        stops = [task.location for _, task in asked.tasks]
        stops += [place for place in (vehicle.start, vehicle.end) if place is not None]
        zones = {problem.locations[place].zone for place in stops}
        links = tuple(
            index
            for index, link in enumerate(problem.links)
            if {problem.locations[place].zone for place in (link.board, link.alight)} <= zones
        )
        taken = [problem.links[index] for index in links]
        ports = [place for link in taken for place in (link.board, link.alight)]
        places = list(dict.fromkeys([*stops, *ports]))
        number = {place: index for index, place in enumerate(places)}
        small = Problem(
            locations=tuple(problem.locations[place] for place in places),
            requests=(_moved_request(asked, number),),
            vehicle_types=(_moved_vehicle(vehicle, number),),
            durations=(_among(problem.durations[vehicle.profile], places),),
            distances=(_among(problem.distances[vehicle.profile], places),),
            links=tuple(_moved_link(link, vehicle_type, number) for link in taken),
            speeds=(problem.speeds[vehicle.profile],) if problem.speeds else (),
        )
        return _Trial(small, links)

    def judged(self) -> Evaluation:
        kinds = [kind for kind, _ in self.problem.requests[0].tasks]
        return evaluate(self.problem, [(0, [(0, kind) for kind in kinds])])

    def relaxed(self) -> tuple[Relaxation, ...]:
        """Let what is in the way give way, again and again, until nothing is."""
        trial, found = self, list[Relaxation]()
        for _ in range(ROUNDS):
            judged = trial.judged()
            if judged.feasible:
                return _summed(found)
            first = next(_in_order(judged))
            relaxation = trial._relaxation(judged, first)
            changed = trial._with(relaxation)
            if changed is None:
                return _summed([*found, relaxation])
            found.append(relaxation)
            trial = changed
        return tuple(Relaxation(rule=name) for name in self.judged().violations)

    def _relaxation(self, judged: Evaluation, violation: Violation) -> Relaxation:
        visits = judged.routes[0].visits
        if violation.name in ("rest", "meal"):
            return self._easing(violation)
        if violation.name == "unreachable":
            return self._crossing(
                judged, len(visits) if violation.visit is None else violation.visit
            )
        whole_trip = violation.visit is None or violation.name == "compartments"
        kind = None if whole_trip else visits[violation.visit or 0].kind
        rule = "window" if violation.name == "late" else violation.name
        return Relaxation(rule=rule, amount=violation.amount, kind=kind)

    def _easing(self, violation: Violation) -> Relaxation:
        """Find the rest rule or meal that needs to give way least for all to be kept."""
        vehicle = self.problem.vehicle_types[0]
        found: list[tuple[int, int, str]] = []
        for rule, rules in (("rest", vehicle.rests), ("meal", vehicle.meals)):
            for number in range(len(rules)):
                ways = (Relaxation(rule=rule, amount=1 << bit, number=number) for bit in range(18))
                if (most := next((way for way in ways if self._is_enough(way)), None)) is not None:
                    found.append((self._least(most), number, rule))
        if not found:
            return Relaxation(rule="rests", amount=violation.amount)
        amount, number, rule = min(found)
        return Relaxation(rule=rule, amount=amount, number=number)

    def _is_enough(self, relaxation: Relaxation) -> bool:
        changed = self._with(relaxation)
        return changed is not None and changed.judged().feasible

    def _least(self, most: Relaxation) -> int:
        """Give the least amount that is enough; it is more than half of one that is."""
        low, high = most.amount // 2, most.amount
        while high - low > 1:
            middle = (low + high) // 2
            if self._is_enough(replace(most, amount=middle)):
                high = middle
            else:
                low = middle
        return high

    def _crossing(self, judged: Evaluation, place: int) -> Relaxation:
        """Find the link for the leg to a visit, or home, that needs to change least."""
        route, vehicle = judged.routes[0], self.problem.vehicle_types[0]
        before = route.visits[place - 1] if place else None
        here = vehicle.start if before is None else before.location
        now = route.departure if before is None else before.finish
        there = vehicle.end if place == len(route.visits) else route.visits[place].location
        ways = list(self._ways(here, there, now))
        kind = None if place == len(route.visits) else route.visits[place].kind
        if not ways:
            return Relaxation(rule="unreachable", kind=kind)
        wait, refused, _, index = min(ways)
        if refused:
            return Relaxation(rule="link", link=self.links[index], kind=kind)
        return Relaxation(rule="sailing", amount=wait, link=self.links[index], kind=kind)

    def _ways(
        self, here: int | None, there: int | None, now: int
    ) -> Iterator[tuple[int, bool, int, int]]:
        """Yield links between two places: seconds they leave too early, refused, arrival, index."""
        if here is None or there is None:
            return
        road = self.problem.durations[0]
        for index, link in enumerate(self.problem.links):
            before, after = int(road[here, link.board]), int(road[link.alight, there])
            if before >= 0 and after >= 0:
                missed = max(0, arrival_by_road(self.problem, 0, now, before) - link.ready)
                yield missed, link.costs[0] is None, link.arrival + after, index

    def _with(self, relaxation: Relaxation) -> _Trial | None:
        """Return the trial with a rule relaxed; None where no amount mends it."""
        vehicle, asked = self.problem.vehicle_types[0], self.problem.requests[0]
        match relaxation.rule:
            case "window" if relaxation.kind is not None:
                later = _later(asked, relaxation.kind, relaxation.amount)
                return self._changed(requests=(later,))
            case "link" | "sailing" if relaxation.link is not None:
                return self._with_link(self.links.index(relaxation.link), relaxation)
        changes = _mended(vehicle, asked, relaxation)
        return self._changed(vehicle_types=(replace(vehicle, **changes),)) if changes else None

    def _with_link(self, index: int, relaxation: Relaxation) -> _Trial:
        link = self.problem.links[index]
        wait = relaxation.amount if relaxation.rule == "sailing" else 0
        taken = replace(
            link,
            ready=link.ready + wait,
            departure=link.departure + wait,
            arrival=link.arrival + wait,
            costs=(0,),
        )
        links = (*self.problem.links[:index], taken, *self.problem.links[index + 1 :])
        return self._changed(links=links)

    def _changed(self, **parts: Any) -> _Trial:
        return _Trial(replace(self.problem, **parts), self.links)


def _in_order(judged: Evaluation) -> Iterator[Violation]:
    """Yield violations in the order of the route; rests, and those of the whole, last."""
    found = [one for same in judged.violations.values() for one in same]
    end = len(judged.routes[0].visits)

    def place(violation: Violation) -> tuple[bool, int, bool]:
        at = end if violation.visit is None else violation.visit
        return violation.name in ("rest", "meal"), at, violation.name != "unreachable"

    yield from sorted(found, key=place)


def _summed(found: list[Relaxation]) -> tuple[Relaxation, ...]:
    """Add up amounts of the same rule at the same visit and link."""
    total: dict[tuple[str, Kind | None, int | None, int | None], Relaxation] = {}
    for one in found:
        key = (one.rule, one.kind, one.link, one.number)
        before = total.get(key)
        total[key] = one if before is None else replace(one, amount=before.amount + one.amount)
    return tuple(total.values())


def _mended(vehicle: VehicleType, asked: Request, relaxation: Relaxation) -> dict[str, Any]:
    """Give the fields of a vehicle with which a rule is kept; none where no amount mends it."""
    amount = relaxation.amount
    changes: dict[str, Any] = {}
    match relaxation.rule:
        case "overload":
            changes["capacity"] = tuple(have + amount for have in vehicle.capacity)
        case "rest" | "meal" if relaxation.number is not None:
            changes = eased(vehicle, relaxation.rule, relaxation.number, amount)
        case "rests":
            changes = {"rests": (), "meals": ()}
        case "compartments":
            changes = widened(vehicle, asked.load)
        case "shift":
            changes["shift"] = (vehicle.shift[0], vehicle.shift[1] + amount)
        case "max-duration" | "max-distance" as limit:
            field = limit.replace("-", "_")
            changes[field] = getattr(vehicle, field) + amount
    return changes


def _later(asked: Request, kind: Kind, amount: int) -> Request:
    task: Task = dict(asked.tasks)[kind]
    opens, closes = task.windows[-1]
    wider = replace(task, windows=(*task.windows[:-1], (opens, closes + amount)))
    changed: dict[str, Any] = {kind: wider}
    return replace(asked, **changed)


def _among(travel: Travel, places: list[int]) -> Matrix:
    if isinstance(travel, Straight):
        return travel.among(places)
    return travel[np.ix_(places, places)]


def _moved_request(asked: Request, number: Mapping[int, int]) -> Request:
    tasks: dict[str, Any] = {
        kind: replace(task, location=number[task.location]) for kind, task in asked.tasks
    }
    return replace(asked, vehicle_types=None, prize=None, pin="none", **tasks)


def _moved_vehicle(vehicle: VehicleType, number: Mapping[int, int]) -> VehicleType:
    return replace(
        vehicle,
        count=1,
        start=None if vehicle.start is None else number[vehicle.start],
        end=None if vehicle.end is None else number[vehicle.end],
        reloads=(),
        fixed_cost=0,
        unit_distance_cost=0,
        unit_duration_cost=1,
        profile=0,
    )


def _moved_link(link: Link, vehicle_type: int, number: Mapping[int, int]) -> Link:
    cost = link.costs[vehicle_type]
    return replace(
        link,
        board=number[link.board],
        alight=number[link.alight],
        costs=(None if cost is None else 0,),
        sailings=(),
    )
