"""Gives the timetable, cost and named violations of routes made by hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from routing.problem import Kind, Problem
from routing.solution import Route


@dataclass(frozen=True, slots=True, kw_only=True)
class Violation:
    """One broken rule.

    Parameters
    ----------
    name
        Stable name of the rule: "late", "shift", "unreachable", "overload", "max_duration",
        "max_distance", "vehicle_type", "pair", "repeated", "fleet" or "unserved".
    route, visit
        Positions in `Evaluation.routes` and in the route's visits; None where the rule is about more.
    request
        The request concerned, if one is.
    amount
        By how much: seconds, metres, load units or vehicles; 1 where it cannot be measured.
    """

    name: str
    route: int | None = None
    visit: int | None = None
    request: int | None = None
    amount: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluation:
    """What `evaluate` returns.

    Parameters
    ----------
    routes
        The timed schedule of each route. A route that cannot be in time leaves when its shift opens, starts
        late visits on arrival, and passes unreachable legs in no time.
    cost
        As `Solution.cost`, for the given routes.
    violations
        By name of the rule; empty when the routes are feasible.
    """

    routes: tuple[Route, ...]
    unserved: tuple[int, ...]
    cost: int
    violations: Mapping[str, tuple[Violation, ...]]

    @property
    def feasible(self) -> bool:
        """Whether no rule is broken ("unserved" counts only required requests)."""
        return not self.violations


def evaluate(
    problem: Problem, routes: Sequence[tuple[int, Sequence[tuple[int, Kind]]]]
) -> Evaluation:
    """Schedule and judge routes made by hand.

    Parameters
    ----------
    routes
        Vehicle type and the visits in order, as (request index, kind).

    Raises
    ------
    ValueError
        If a vehicle type, request or kind does not exist. Broken rules are not errors.
    """
    raise NotImplementedError
