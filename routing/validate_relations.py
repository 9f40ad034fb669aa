"""Checks what ties requests and routes together; a message names the argument and the rule."""

from __future__ import annotations

from collections import Counter
from graphlib import CycleError, TopologicalSorter
from itertools import pairwise
from typing import TYPE_CHECKING

from routing.validation import HORIZON, MOST_COST, MOST_UNIT_COST, whole
from routing.validation import _index as index_into

if TYPE_CHECKING:
    from routing.problem import Link, Problem, Request, VehicleType
    from routing.relations import (
        Group,
        Incompatible,
        Precedence,
        PreviousRoute,
        Relations,
        Sailing,
    )

#: Most deck units of a sailing. A million vehicles on it still add up in int32.
MOST_DECK_UNITS = 2**20

#: Kinds of goods, which the kernel keeps in one word.
MOST_GOODS = 64

#: Highest priority. With more classes the weights that keep them apart would not fit int64.
MOST_PRIORITY = 4

PINS = ("none", "vehicle", "order", "time", "frozen")


def check_sailing(sailing: Sailing) -> None:
    """Raise ValueError when a field of the sailing breaks a rule."""
    if sailing.capacity is not None:
        whole("capacity", sailing.capacity, 0, MOST_DECK_UNITS)
    for argument in ("max_height_cm", "max_length_cm"):
        value = getattr(sailing, argument)
        if value is not None:
            whole(argument, value, 0, HORIZON)


def check_incompatible(incompatible: Incompatible) -> None:
    """Raise ValueError when a field of the pair of goods breaks a rule."""
    if len(incompatible.goods) != 2:
        raise ValueError(f"goods must name two kinds, got {incompatible.goods!r}.")
    for kind in incompatible.goods:
        whole("goods", kind, 0, MOST_GOODS - 1)


def check_group(group: Group) -> None:
    """Raise ValueError when a field of the group breaks a rule."""
    if not group.requests:
        raise ValueError("requests of a group must not be empty.")
    for index in group.requests:
        whole("requests", index, 0, HORIZON)
    if group.prize is not None:
        whole("prize", group.prize, 0, MOST_COST)


def check_precedence(precedence: Precedence) -> None:
    """Raise ValueError when a field of the precedence breaks a rule."""
    for argument in ("before", "after"):
        whole(argument, getattr(precedence, argument), 0, HORIZON)


def check_previous_route(route: PreviousRoute) -> None:
    """Raise ValueError when a field of the previous route breaks a rule."""
    whole("vehicle_type", route.vehicle_type, 0, HORIZON)
    if len(route.tasks) != len(route.starts):
        raise ValueError("starts must have one moment per task.")
    for start in route.starts:
        whole("starts", start, 0, HORIZON)
    for task, count in Counter(route.tasks).items():
        if count > 1:
            raise ValueError(f"tasks must be visited once, got {task} {count} times.")


def check_relations(relations: Relations) -> None:
    """Raise ValueError when a field of the relations breaks a rule by itself."""
    whole("moved_cost", relations.moved_cost, 0, MOST_COST)
    for argument in ("shifted_cost", "balance_cost"):
        whole(argument, getattr(relations, argument), 0, MOST_UNIT_COST)
    for night in relations.nights:
        whole("nights", night, 0, HORIZON)
    if any(later <= night for night, later in pairwise(relations.nights)):
        raise ValueError(f"nights must be ascending, got {relations.nights}.")


def check_request(request: Request) -> None:
    """Raise ValueError when what ties the request to others breaks a rule."""
    for index in request.preferred_types or ():
        whole("preferred_types", index, 0, HORIZON)
    whole("unpreferred_cost", request.unpreferred_cost, 0, MOST_COST)
    if request.goods is not None:
        whole("goods", request.goods, 0, MOST_GOODS - 1)
    whole("priority", request.priority, 0, MOST_PRIORITY)
    if request.pin not in PINS:
        raise ValueError(f"pin must be one of {', '.join(PINS)}, got {request.pin!r}.")


def check_vehicle_type(vehicle_type: VehicleType) -> None:
    """Raise ValueError when what ties the vehicle type to sailings and nights breaks a rule."""
    whole("deck_units", vehicle_type.deck_units, 0, MOST_DECK_UNITS)
    for argument in ("height_cm", "length_cm"):
        value = getattr(vehicle_type, argument)
        if value is not None:
            whole(argument, value, 0, HORIZON)
    if vehicle_type.overnight_cost is not None:
        whole("overnight_cost", vehicle_type.overnight_cost, 0, MOST_COST)


def check_link(link: Link) -> None:
    """Raise ValueError when the sailings of the link break a rule."""
    for sailing in link.sailings:
        whole("sailings", sailing, 0, HORIZON)
    if len(set(link.sailings)) < len(link.sailings):
        raise ValueError(f"sailings must not repeat, got {link.sailings}.")


def check_problem(problem: Problem) -> None:
    """Raise ValueError when relations do not fit the other parts of the problem."""
    _check_sailings(problem)
    _check_groups(problem)
    _check_precedences(problem)
    _check_previous(problem)
    _check_pins(problem)
    for number, request in enumerate(problem.requests):
        for index in sorted(request.preferred_types or ()):
            name = f"requests[{number}].preferred_types"
            index_into(name, index, "vehicle_types", problem.vehicle_types)


def _check_sailings(problem: Problem) -> None:
    for number, link in enumerate(problem.links):
        for sailing in link.sailings:
            index_into(f"links[{number}].sailings", sailing, "sailings", problem.relations.sailings)


def _check_groups(problem: Problem) -> None:
    member: Counter[int] = Counter()
    for number, group in enumerate(problem.relations.groups):
        for index in group.requests:
            index_into(f"groups[{number}].requests", index, "requests", problem.requests)
            if problem.requests[index].prize is not None:
                raise ValueError(
                    f"requests[{index}].prize must be None: groups[{number}] has the prize."
                )
        frozen = [index for index in group.requests if problem.requests[index].pin == "frozen"]
        if len(frozen) > 1:
            raise ValueError(
                f"groups[{number}].requests must not have two that are frozen, got {frozen}."
            )
        member.update(group.requests)
    for index, count in member.items():
        if count > 1:
            raise ValueError(f"groups must not share requests, got request {index} {count} times.")


def _check_precedences(problem: Problem) -> None:
    before: dict[int, set[int]] = {}
    for number, one in enumerate(problem.relations.precedences):
        for argument in ("before", "after"):
            index = getattr(one, argument)
            index_into(f"precedences[{number}].{argument}", index, "requests", problem.requests)
        before.setdefault(one.after, set()).add(one.before)
    try:
        TopologicalSorter(before).prepare()
    except CycleError as error:
        raise ValueError(f"precedences must not go in a circle, got {error.args[1]}.") from None


def _check_previous(problem: Problem) -> None:
    vehicles: Counter[int] = Counter()
    tasks: Counter[object] = Counter()
    for number, route in enumerate(problem.relations.previous):
        name = f"previous[{number}]"
        index_into(f"{name}.vehicle_type", route.vehicle_type, "types", problem.vehicle_types)
        if problem.vehicle_types[route.vehicle_type].count != 1:
            raise ValueError(
                f"{name}.vehicle_type must have a count of 1, so that it names a vehicle."
            )
        for place, (index, kind) in enumerate(route.tasks):
            index_into(f"{name}.tasks", index, "requests", problem.requests)
            if kind not in dict(problem.requests[index].tasks):
                raise ValueError(f"{name}.tasks: request {index} has no {kind}.")
            if kind == "delivery" and (index, "pickup") in route.tasks[place:]:
                raise ValueError(f"{name}.tasks: request {index} is delivered before its pick-up.")
        vehicles[route.vehicle_type] += 1
        tasks.update(route.tasks)
    for vehicle_type, count in vehicles.items():
        if count > 1:
            raise ValueError(f"previous must have one route per vehicle, {vehicle_type} has more.")
    for task, count in tasks.items():
        if count > 1:
            raise ValueError(f"previous must visit a task once, got {task} {count} times.")


def _check_pins(problem: Problem) -> None:
    route_of = {
        task: number
        for number, route in enumerate(problem.relations.previous)
        for task in route.tasks
    }
    for index, request in enumerate(problem.requests):
        if request.pin == "none":
            continue
        routes = {route_of.get((index, kind)) for kind, _ in request.tasks}
        if None in routes or len(routes) > 1:
            raise ValueError(f"requests[{index}].pin must be 'none': no previous route has it.")
    for number, route in enumerate(problem.relations.previous):
        pins = [problem.requests[index].pin for index, _ in route.tasks]
        frozen = pins.count("frozen")
        if "frozen" in pins[frozen:]:
            raise ValueError(f"previous[{number}]: what is frozen must come first.")
