"""Random problems over the whole model: plans are sound, repeatable and, when tiny, optimal."""

import dataclasses
import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from routing.drive import Missed
from routing.evaluate import evaluate
from routing.replay import replay
from routing.solve import solve
from routing.stop import MaxIterations
from tests.routing.enumeration import best_plan, rank
from tests.routing.plans import every_departure, route_of
from tests.routing.problems import problems, random_problem
from tests.routing.relations_drawn import tied
from tests.routing.whole_model import faults_of, faults_of_seed, whole_problems

quick = settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.too_slow])


#: What makes a route impossible to drive.
UNTIMELY = {"late", "unreachable", "shift", "closed", "release", "max-age", "max-aboard"}


@pytest.mark.kernel
@quick
@given(problem=whole_problems(), seed=st.integers(0, 2**32 - 1), fleet=st.booleans())
def test_every_solution_passes_the_second_opinion(problem, seed, fleet):
    solution = solve(problem, MaxIterations(100), seed=seed, minimise_vehicles=fleet)
    assert faults_of(problem, solution) == []


@pytest.mark.parametrize("batch", [pytest.param(0, marks=pytest.mark.kernel), *range(1, 10)])
def test_thousands_of_solutions_pass_the_second_opinion(batch):
    seeds = range(500 * batch, 500 * (batch + 1))
    assert {seed: faults for seed in seeds if (faults := faults_of_seed(seed))} == {}


@pytest.mark.parametrize("batch", range(3))
def test_tiny_tied_problems_are_solved_to_the_optimum_of_enumeration(batch):
    for seed in range(40 * batch, 40 * (batch + 1)):
        rng = random.Random(seed)
        drawn = random_problem(rng, requests=3, locations=6, at_least=1, reloads=False, gaps=False)
        problem = tied(rng, drawn)
        if takes_minutes_to_enumerate(problem):
            continue
        best, found = best_plan(problem), solve(problem, MaxIterations(1500), seed=seed)
        ranks = [rank(problem, plan.routes, plan.unserved) for plan in (best, found)]
        assert ranks[0] == ranks[1], f"seed {seed}"


def takes_minutes_to_enumerate(problem):
    """Whether routes of several vehicles can wait for one another in more than one way."""
    vehicles = sum(vehicle_type.count for vehicle_type in problem.vehicle_types)
    return len(problem.relations.precedences) > 1 and vehicles > 2


@pytest.mark.kernel
@quick
@given(problem=whole_problems(requests=10), seed=st.integers(0, 2**32 - 1))
def test_same_seed_gives_the_same_plan(problem, seed):
    first = solve(problem, MaxIterations(100), seed=seed)
    second = solve(problem, MaxIterations(100), seed=seed)
    assert (first.routes, first.unserved, first.cost) == (
        second.routes,
        second.unserved,
        second.cost,
    )


def tiny_problem(rng, at_least):
    """A problem for enumeration, which knows no reloads."""
    return random_problem(
        rng, requests=4, locations=6, at_least=at_least, reloads=False, gaps=False
    )


@pytest.mark.parametrize("batch", range(10))
def test_tiny_problems_are_solved_to_the_optimum_of_enumeration(batch):
    for seed in range(40 * batch, 40 * (batch + 1)):
        problem = tiny_problem(random.Random(seed), at_least=1)
        best, found = best_plan(problem), solve(problem, MaxIterations(2000), seed=seed)
        assert rank(problem, found.routes, found.unserved) == rank(
            problem, best.routes, best.unserved
        ), f"seed {seed}"


@pytest.mark.parametrize("batch", range(5))
def test_tiny_problems_get_the_fewest_vehicles_of_enumeration(batch):
    for seed in range(30 * batch, 30 * (batch + 1)):
        drawn = tiny_problem(random.Random(seed), at_least=2)
        required = (dataclasses.replace(request, prize=None) for request in drawn.requests)
        problem = dataclasses.replace(drawn, requests=tuple(required))
        best = best_plan(problem, minimise_vehicles=True)
        found = solve(problem, MaxIterations(3000), seed=seed, minimise_vehicles=True)
        ranks = [
            rank(problem, plan.routes, plan.unserved, minimise_vehicles=True)
            for plan in (found, best)
        ]
        assert ranks[0] == ranks[1], f"seed {seed}"


@st.composite
def hand_made_routes(draw):
    problem = draw(problems(requests=5))
    requests = (
        draw(st.lists(st.sampled_from(range(len(problem.requests))), unique=True))
        if (problem.requests)
        else []
    )
    tasks = [(index, kind) for index in requests for kind, _ in problem.requests[index].tasks]
    vehicle_type = draw(st.sampled_from(range(len(problem.vehicle_types))))
    reloads = range(len(problem.vehicle_types[vehicle_type].reloads))
    trips = draw(st.lists(st.sampled_from(reloads), max_size=2)) if reloads else []
    order = draw(st.permutations([*tasks, *((index, "reload") for index in trips)]))
    return problem, vehicle_type, tuple(order)


@pytest.mark.kernel
@quick
@given(hand_made_routes())
def test_evaluate_times_hand_made_routes_as_the_replay_does(made):
    problem, vehicle_type, order = made
    if not order:
        return
    evaluation = evaluate(problem, [(vehicle_type, order)])
    schedule = replay(problem, vehicle_type, order)
    late = UNTIMELY & set(evaluation.violations)
    assert bool(late) == isinstance(schedule, Missed)
    if not late:
        assert evaluation.routes[0] == route_of(problem, vehicle_type, order)


@pytest.mark.kernel
@pytest.mark.parametrize("batch", range(4))
def test_no_return_of_any_second_is_cheaper_than_that_of_evaluate(batch):
    for seed in range(100 * batch, 100 * (batch + 1)):
        rng = random.Random(seed)
        problem = random_problem(rng, requests=2, locations=6, at_least=1)
        tasks = [(i, kind) for i, one in enumerate(problem.requests) for kind, _ in one.tasks]
        vehicle_type = rng.randrange(len(problem.vehicle_types))
        evaluation = evaluate(problem, [(vehicle_type, tasks)])
        departures = every_departure(problem, vehicle_type, tasks)
        latest = {one.home.arrival: one for one in departures}
        soft = any(dict(problem.requests[i].tasks)[kind].soft for i, kind in tasks)
        if UNTIMELY & set(evaluation.violations):
            assert departures == [], f"seed {seed}"
            continue
        most = problem.vehicle_types[vehicle_type].max_duration
        route = evaluation.routes[0]
        stated = (most is not None and route.duration > most, route.cost, route.arrival)
        assert (*stated, -route.departure) == min(
            (
                most is not None and one.duration > most,
                one.cost(problem, vehicle_type),
                one.home.arrival,
                -one.departure,
            )
            for one in (departures if soft else latest.values())
        ), f"seed {seed}"
