"""Tries once more, exactly, to serve what a search left out."""

from __future__ import annotations

from dataclasses import dataclass

from routing import _kernels
from routing.native import Native, agreements_found
from routing.native_relations import is_tied
from routing.problem import Window
from routing.stop import MaxRuntime, Signal, Stop, flatten

#: Seconds for it where a solve must end at a moment; an end asked for is obeyed within 50 ms.
SECONDS = 0.01

#: Where the moment was known from the beginning, at most this share of the time more.
SHARE = 0.01


@dataclass(frozen=True, slots=True)
class Plan:
    """Routes as the kernel has them: vehicle types and tasks, and what they agreed on.

    Parameters
    ----------
    yields, holds
        Of each route, as `Route.yields`; of each visit of each route, as `Visit.hold`.
    """

    vehicle_types: list[int]
    routes: list[list[int]]
    yields: list[frozenset[int]]
    holds: list[list[Window | None]]


def plan_of(native: Native, found: _kernels.Found) -> Plan:
    """Split what a search found into its routes."""
    tasks, ends = found.tasks.tolist(), found.ends.tolist()
    spans = list(zip([0, *ends[:-1]], ends, strict=False))
    yields, holds = agreements_found(native, found)
    return Plan(
        found.vehicle_types.tolist(),
        [tasks[start:end] for start, end in spans],
        yields,
        [holds[start:end] for start, end in spans],
    )


def free_plan(vehicle_types: list[int], routes: list[list[int]]) -> Plan:
    """Make a plan of routes that need not agree on anything."""
    holds: list[list[Window | None]] = [[None] * len(tasks) for tasks in routes]
    return Plan(vehicle_types, routes, [frozenset()] * len(routes), holds)


def with_leftovers(native: Native, plan: Plan, stop: Stop) -> Plan:
    """Put in whatever fits and is worth its cost, at any place of any route or in an idle vehicle.

    A search looks beside near neighbours and overlooks a spot now and then, so it can end with a
    vehicle that stands idle beside a feasible order. Required requests come first, then those
    with the highest prize. Where routes depend on one another, the search has done so by itself.
    """
    if is_tied(native.problem):
        return plan
    requests = native.problem.requests
    visited = (native.tasks[task] for tasks in plan.routes for task in tasks)
    served = {request for request, kind in visited if kind != "reload"}
    left = [index for index in range(len(requests)) if index not in served]
    if not left:
        return plan
    standing = _kernels.Standing(native.kernel, plan.vehicle_types, plan.routes)
    prizes = {index: requests[index].prize for index in left}
    left.sort(key=lambda index: (prizes[index] is not None, -(prizes[index] or 0)))
    if not standing.serve(left, seconds_left(stop)):
        return plan
    return free_plan(standing.types, standing.routes)


def seconds_left(stop: Stop) -> float:
    """Give the seconds for leftovers; negative where nothing asks for an end at a moment."""
    criteria = flatten(stop)
    if any(isinstance(one, Signal) for one in criteria):
        return SECONDS
    limits = [one.seconds for one in criteria if isinstance(one, MaxRuntime)]
    return max(SECONDS, SHARE * min(limits)) if limits else -1.0
