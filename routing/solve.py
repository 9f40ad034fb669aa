"""Solves a routing problem: the whole method on one screen."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from routing import _kernels
from routing.evaluate import evaluate
from routing.leftovers import Plan, plan_of, with_leftovers
from routing.native import Native, agreements_of, to_native
from routing.problem import Problem
from routing.score import total_cost
from routing.solution import Route, Solution
from routing.stop import MaxIterations, MaxRuntime, NoImprovement, Signal, Stop, flatten


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
        Of the random choices. With `MaxIterations` or `NoImprovement` alone, the same seed and
        number of threads give the same solution.
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
    started = time.monotonic()
    native = to_native(problem)
    settings = _settings(stop, seed=seed, threads=threads, minimise_vehicles=minimise_vehicles)
    kept = _feasible_part(native, initial)
    found = _kernels.search(
        native.kernel,
        settings,
        [route.vehicle_type for route in kept],
        native.numbers_of_all([(route.vehicle_type, route.tasks) for route in kept]),
        _ask(stop, progress),
        *agreements_of(native, kept),
    )
    plan = with_leftovers(native, plan_of(native, found), stop)
    return _solution(native, plan, found.iterations, time.monotonic() - started)


def _settings(stop: Stop, *, seed: int, threads: int, minimise_vehicles: bool) -> _kernels.Settings:
    """Give the kernel the limits it can watch by itself."""
    if threads < 1:
        raise ValueError(f"threads must be at least 1, got {threads}.")
    settings = _kernels.Settings()
    settings.seed = seed % 2**64
    settings.threads = threads
    settings.minimise_vehicles = minimise_vehicles
    for criterion in flatten(stop):
        match criterion:
            case MaxRuntime(seconds):
                settings.max_seconds = _smaller(settings.max_seconds, seconds)
            case MaxIterations(iterations):
                settings.max_iterations = int(_smaller(settings.max_iterations, iterations))
            case NoImprovement(iterations):
                settings.max_lull = int(_smaller(settings.max_lull, iterations))
            case Signal():
                pass
    return settings


def _smaller(limit: float, other: float) -> float:
    """Return the smaller limit; a negative one means no limit yet."""
    return other if limit < 0 else min(limit, other)


def _ask(
    stop: Stop, progress: Callable[[Progress], None] | None
) -> Callable[[int, float, int, int, int], bool]:
    """Return what the kernel calls every 20 ms: it reports progress and says whether to stop."""
    signals = [one.is_set for one in flatten(stop) if isinstance(one, Signal)]
    last_report = -1.0

    def ask(iterations: int, seconds: float, cost: int, vehicles: int, unserved: int) -> bool:
        nonlocal last_report
        if progress is not None and seconds - last_report >= 0.1:
            last_report = seconds
            progress(
                Progress(
                    iterations=iterations,
                    seconds=seconds,
                    cost=cost,
                    vehicles=vehicles,
                    unserved=unserved,
                )
            )
        return any(is_set() for is_set in signals)

    return ask


def _feasible_part(native: Native, initial: Solution | None) -> list[Route]:
    """Return those routes of a start solution that break no rule."""
    if initial is None:
        return []
    judged = evaluate(native.problem, initial.routes)
    broken = {one.route for found in judged.violations.values() for one in found}
    return [route for i, route in enumerate(judged.routes) if i not in broken]


def _solution(native: Native, plan: Plan, iterations: int, seconds: float) -> Solution:
    """Schedule the found routes and list what they leave out."""
    routes = tuple(
        native.route(*one)
        for one in zip(plan.vehicle_types, plan.routes, plan.yields, plan.holds, strict=True)
    )
    requests = native.problem.requests
    served = {request for route in routes for request in route.requests}
    unserved = tuple(index for index in range(len(requests)) if index not in served)
    return Solution(
        routes=routes,
        unserved=unserved,
        cost=total_cost(native.problem, routes, unserved),
        iterations=iterations,
        seconds=seconds,
    )
