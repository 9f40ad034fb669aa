"""Movable walls: load dimensions trade room with one another, once per trip."""

import random
import re
from dataclasses import replace

import pytest

from routing import (
    MaxIterations,
    Relaxation,
    Request,
    SharedRoom,
    Task,
    VehicleType,
    check,
    evaluate,
    explain,
    solve,
)
from tests.routing.enumeration import best_plan, rank
from tests.routing.outfits_drawn import walled
from tests.routing.plans import line_of, plan_of
from tests.routing.problems import random_problem
from tests.routing.whole_model import faults_of

pytestmark = pytest.mark.kernel

#: Ten crates, chilled or frozen: the wall can be hung in three places.
HOOKS = VehicleType(capacity=(10, 10), configurations=((10, 0), (5, 5), (0, 10)))

#: The same box with a wall on rails; no more than eight crates stay frozen.
RAILS = VehicleType(capacity=(10, 8), shared_rooms=(SharedRoom(dimensions=(0, 1), total=10),))


def to(chilled, frozen, **fields):
    return Request(delivery=Task(location=1), load=(chilled, frozen), **fields)


def from_there(chilled, frozen, **fields):
    return Request(pickup=Task(location=1), load=(chilled, frozen), **fields)


def problem_of(vehicle, *requests):
    return line_of(0, 10, requests=requests, vehicle_types=(vehicle,))


def broken(problem, *routes):
    """What `evaluate` says of routes, and that `check` names the same rule."""
    plan = plan_of(problem, *routes)
    found = evaluate(problem, plan.routes).violations
    named = {fault.name for fault in check(problem, plan)}
    assert ("compartments" in found) == ("compartments" in named)
    return [(one.visit, one.amount) for one in found.get("compartments", ())]


def test_loads_fit_where_one_place_of_the_wall_holds_them():
    assert broken(problem_of(HOOKS, to(5, 2), to(0, 3)), (0, "d0 d1")) == []
    assert broken(problem_of(HOOKS, to(9, 0)), (0, "d0")) == []


def test_no_place_of_the_wall_holds_what_each_dimension_alone_would_allow():
    assert broken(problem_of(HOOKS, to(6, 1)), (0, "d0")) == [(0, 1)]
    assert broken(problem_of(HOOKS, to(6, 6)), (0, "d0")) == [(0, 2)]


def test_a_wall_on_rails_stands_anywhere():
    assert broken(problem_of(RAILS, to(7, 3)), (0, "d0")) == []
    assert broken(problem_of(RAILS, to(7, 4)), (0, "d0")) == [(0, 1)]


def test_the_wall_stays_where_it_is_until_the_trip_ends():
    problem = problem_of(RAILS, to(6, 0), from_there(0, 6))
    assert broken(problem, (0, "d0 p1")) == [(0, 2)], "it would be in the way on the way back"


def test_the_wall_may_be_moved_at_a_reload():
    vehicle = replace(RAILS, reloads=(Task(location=0),))
    problem = problem_of(vehicle, to(6, 0), to(0, 6), to(0, 7))
    assert broken(problem, (0, "d0 r0 d1")) == []
    assert broken(problem, (0, "d0 r0 d1 d2")) == [(2, 3)]


def test_the_solver_sends_a_second_vehicle_where_the_wall_cannot_stand_for_both():
    problem = problem_of(replace(HOOKS, count=2), to(6, 0), to(0, 6))
    assert len(solve(problem, MaxIterations(50)).routes) == 2
    problem = problem_of(replace(HOOKS, count=2), to(5, 0), to(0, 5))
    assert len(solve(problem, MaxIterations(50)).routes) == 1


def test_the_solver_makes_a_trip_more_where_the_wall_cannot_stand_for_both():
    vehicle = replace(RAILS, reloads=(Task(location=0),))
    solution = solve(problem_of(vehicle, to(6, 0), to(0, 6)), MaxIterations(50))
    assert [len(route.trips) for route in solution.routes] == [2]


def test_a_load_that_no_place_of_the_wall_holds_is_impossible_and_says_what_is_missing():
    for vehicle, missing in ((HOOKS, 3), (RAILS, 4)):
        problem = problem_of(vehicle, to(6, 8) if vehicle is RAILS else to(6, 7))
        (why,) = explain(problem, plan_of(problem))
        assert why.code == "impossible"
        assert why.relaxations == (Relaxation(rule="compartments", amount=missing),)


@pytest.mark.parametrize(
    ("vehicle", "message"),
    [
        ({"configurations": ((1,),)}, "vehicle_types[0].configurations[0] must have 2 amounts"),
        ({"configurations": ((1, -1),)}, "configurations[0] must lie between 0"),
        (
            {"shared_rooms": (SharedRoom(dimensions=(0, 2), total=1),)},
            "vehicle_types[0].shared_rooms[0].dimensions must be load dimensions (0 to 1), got 2",
        ),
    ],
)
def test_walls_that_do_not_fit_the_vehicle_are_refused(vehicle, message):
    with pytest.raises(ValueError, match=re.escape(message)):
        problem_of(replace(HOOKS, **vehicle))


@pytest.mark.parametrize(("dimensions", "total"), [((0,), 5), ((1, 1), 5), ((0, 1), -1)])
def test_room_is_shared_by_two_or_more_dimensions(dimensions, total):
    with pytest.raises(ValueError, match=r"dimensions must be two|total must lie"):
        SharedRoom(dimensions=dimensions, total=total)


def random_walled(seed, **limits):
    rng = random.Random(seed)
    problem = random_problem(rng, locations=6, at_least=1, **limits)
    types = tuple(walled(rng, one) for one in problem.vehicle_types)
    return replace(problem, vehicle_types=types)


@pytest.mark.parametrize("batch", range(4))
def test_tiny_walled_problems_are_solved_to_the_optimum_of_enumeration(batch):
    for seed in range(15 * batch, 15 * (batch + 1)):
        problem = random_walled(seed, requests=4, reloads=False, gaps=False)
        best, found = best_plan(problem), solve(problem, MaxIterations(2000), seed=seed)
        ranks = [rank(problem, plan.routes, plan.unserved) for plan in (best, found)]
        assert ranks[0] == ranks[1], f"seed {seed}"


def test_plans_with_walls_pass_the_second_opinion():
    for seed in range(200):
        problem = random_walled(seed, requests=10)
        assert faults_of(problem, solve(problem, MaxIterations(60), seed=seed)) == [], f"{seed}"
