"""Adds up what a plan costs: its routes, what it leaves out, and how unevenly it works."""

from __future__ import annotations

from collections.abc import Sequence

from routing.effective import requests_missing
from routing.problem import Problem
from routing.solution import Route


def total_cost(problem: Problem, routes: Sequence[Route], unserved: tuple[int, ...]) -> int:
    """Return the cost of a plan for a problem as `effective` gives it."""
    prizes = (problem.requests[i].prize or 0 for i in requests_missing(problem, unserved))
    return sum(route.cost for route in routes) + sum(prizes) + balance_cost(problem, routes)


def balance_cost(problem: Problem, routes: Sequence[Route]) -> int:
    """Return the price of the seconds by which the longest route exceeds the shortest."""
    durations = [route.duration for route in routes if route.visits]
    spread = max(durations) - min(durations) if durations else 0
    return problem.relations.balance_cost * spread
