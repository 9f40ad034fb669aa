"""Draws problems over the whole model, solves them briefly and has everything checked."""

import random

from hypothesis import strategies as st

from routing.check import check
from routing.evaluate import evaluate
from routing.solve import solve
from routing.stop import MaxIterations
from tests.routing.outfits_drawn import outfitted
from tests.routing.problems import random_problem
from tests.routing.relations_drawn import tied


def whole_problem(rng, **limits):
    """Draw a problem; in three of five something ties its requests and routes together."""
    problem = random_problem(rng, **limits)
    problem = tied(rng, problem) if rng.random() < 0.6 else problem
    return outfitted(rng, problem)


def whole_problems(**limits):
    """Such problems as a hypothesis strategy that shrinks."""
    return st.randoms(use_true_random=False).map(lambda rng: whole_problem(rng, **limits))


def faults_of(problem, solution):
    """What `check` finds, what `evaluate` says otherwise, and requests that got lost."""
    faults = [str(one) for one in check(problem, solution)]
    judged = evaluate(problem, solution.routes)
    faults += [f"evaluate names {name}" for name in set(judged.violations) - {"unserved"}]
    if (judged.routes, judged.cost) != (solution.routes, solution.cost):
        faults.append("evaluate has other times or costs")
    served = [index for route in solution.routes for index in route.requests]
    if sorted([*served, *solution.unserved]) != list(range(len(problem.requests))):
        faults.append("not every request is served or unserved once")
    return faults


def faults_of_seed(seed, iterations=60):
    """Draw, solve and check the problem of a seed."""
    problem = whole_problem(random.Random(seed), requests=10, locations=9)
    return faults_of(problem, solve(problem, MaxIterations(iterations), seed=seed))
