"""Solves a routing problem: the whole method on one screen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from routing.problem import Problem
from routing.solution import Solution
from routing.stop import Stop


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far a running solve is.

    Parameters
    ----------
    cost
        Of the best solution so far, as `Solution.cost`.
    vehicles, unserved
        Routes of the best solution, and requests it leaves out.
    """

    iterations: int
    seconds: float
    cost: int
    vehicles: int
    unserved: int


def solve(
    problem: Problem,
    stop: Stop,
    *,
    seed: int = 0,
    threads: int = 1,
    initial: Solution | None = None,
    progress: Callable[[Progress], None] | None = None,
    minimise_vehicles: bool = False,
) -> Solution:
    """Find good routes for a problem.

    Parameters
    ----------
    stop
        When to end; see `routing.stop`.
    seed
        Of the random choices. With `MaxIterations` or `NoImprovement` alone, the same seed and number of
        threads give the same solution.
    threads
        Searches that run side by side and exchange their best.
    initial
        Where to begin; its infeasible routes are dissolved. None: from nothing.
    progress
        Called about ten times a second, from the thread that called `solve`.
    minimise_vehicles
        Fewest vehicles first, then least cost.

    Returns
    -------
    Solution
        The best one found; feasible always, with every request that found no place in `unserved`.

    Raises
    ------
    ValueError
        Naming the argument and the rule it breaks.
    """
    raise NotImplementedError
