"""Tries truck legs alone: which vehicles could do nothing but this leg all day, and at what cost.

What fails alone fails always, so these trials sort out ways that cannot work before anything is
decided, and they are the proof behind the reasons for unserved orders.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from dispatch.day_network import DayNetwork
from dispatch.loads import Load
from dispatch.model import DayRequest
from dispatch.translate import COST_UNIT, translate
from routing.evaluate import Evaluation, evaluate
from routing.problem import Kind
from routing.solution import Route

#: Violations that come from evaluating every leg with every vehicle at once, and mean nothing here.
_NOT_MEANT = frozenset({"repeated", "fleet", "unserved"})
_PAIR: tuple[Kind, Kind] = ("pickup", "delivery")


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """What came of sending one vehicle type for one load.

    Parameters
    ----------
    broken
        Names of the rules that were broken, as `routing.evaluate` has them; empty when it worked.
    route
        The timetable, late where it is late.
    """

    vehicle_type: int
    route: Route
    broken: frozenset[str]

    @property
    def cost(self) -> float:
        """Won."""
        return self.route.cost / COST_UNIT


def trials(
    request: DayRequest, day: DayNetwork, loads: Iterable[Load]
) -> dict[Load, tuple[Trial, ...]]:
    """Try every load alone with every vehicle type that may carry it.

    Returns
    -------
    dict
        The trials of each load; none for a load that no vehicle may carry or that has no moment for
        its handling.
    """
    translation = translate(request, day, loads)
    found: dict[Load, tuple[Trial, ...]] = dict.fromkeys(translation.hopeless, ())
    if translation.problem is None:
        return found | dict.fromkeys(translation.loads, ())
    pairs = [
        (index, vehicle_type)
        for index, one in enumerate(translation.problem.requests)
        for vehicle_type in sorted(
            range(len(translation.vehicles)) if one.vehicle_types is None else one.vehicle_types
        )
    ]
    routes = [(vehicle_type, [(index, kind) for kind in _PAIR]) for index, vehicle_type in pairs]
    evaluation = evaluate(translation.problem, routes)
    broken = _broken_by_route(evaluation, len(routes))
    grouped: dict[int, list[Trial]] = {index: [] for index in range(len(translation.loads))}
    for at, (index, vehicle_type) in enumerate(pairs):
        grouped[index].append(
            Trial(vehicle_type=vehicle_type, route=evaluation.routes[at], broken=broken[at])
        )
    for index, load in enumerate(translation.loads):
        found[load] = tuple(grouped[index])
    return found


def cheapest(tried: Sequence[Trial]) -> Trial | None:
    """Return the cheapest trial that worked; None if none did."""
    return min((one for one in tried if not one.broken), key=lambda one: one.cost, default=None)


def _broken_by_route(evaluation: Evaluation, count: int) -> list[frozenset[str]]:
    names: list[set[str]] = [set() for _ in range(count)]
    for name, violations in evaluation.violations.items():
        if name in _NOT_MEANT:
            continue
        for violation in violations:
            if violation.route is not None:
                names[violation.route].add(name)
    return [frozenset(one) for one in names]
