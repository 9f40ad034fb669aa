"""What a route costs, split by leg and visit: the parts are worth what the route costs."""

import gc
import random
import weakref

import pytest

from routing import (
    Location,
    MaxIterations,
    Problem,
    Request,
    SoftWindow,
    Task,
    VehicleType,
    evaluate,
    solve,
    split_cost,
)
from tests.routing.plans import delivery, line_of, sailing
from tests.routing.problems import random_problem

pytestmark = pytest.mark.kernel


@pytest.mark.parametrize("seed", range(80))
def test_the_parts_add_up_to_the_cost_of_every_route(seed):
    problem = random_problem(random.Random(seed), requests=8, locations=6)
    for route in solve(problem, MaxIterations(20)).routes:
        split = split_cost(problem, route)
        assert split.total == route.cost
        assert len(split.legs) == len(route.visits) + 1


def test_each_part_is_where_it_arises():
    """To the quay, over to a house that opens at 100, and home by the boat at 200."""
    problem = line_of(
        0,
        10,
        (20, 1),
        (25, 1),
        requests=(delivery(3, windows=((100, 400),), service=7),),
        vehicle_types=(
            VehicleType(
                capacity=(1,), shift=(40, 500), fixed_cost=1000, unit_distance_cost=3,
                unit_duration_cost=2,
            ),
        ),
        links=(sailing(1, 2, 50, 60, costs=(11,)), sailing(2, 1, 200, 220, costs=(13,))),
    )  # fmt: skip
    judged = evaluate(problem, [(0, [(0, "delivery")])])
    (split,) = judged.costs
    out, home = split.legs
    assert split.fixed == 1000
    assert (out.visit, out.distance, out.fare) == (0, 15 * 3, 11)
    # Leaves at 40 for the boat at 50, is there at 65 and waits until 100.
    assert (out.travel, out.waiting, out.service) == (25 * 2, 35 * 2, 7 * 2)
    assert (home.visit, home.distance, home.fare) == (None, 15 * 3, 13)
    assert home.travel == (230 - 107) * 2
    assert split.total == judged.cost


def test_overtime_tolls_and_soft_windows_have_their_own_parts():
    road = line_of(0, 10, requests=()).durations[0]
    task = Task(location=1, service=20, soft=SoftWindow(span=(0, 4), late_cost=5))
    problem = Problem(
        locations=(Location(), Location()),
        requests=(Request(delivery=task, load=(1,)),),
        vehicle_types=(
            VehicleType(capacity=(1,), overtime_after=30, unit_overtime_cost=7),
        ),
        durations=(road,),
        distances=(road,),
        tolls=(road * 4,),
    )  # fmt: skip
    judged = evaluate(problem, [(0, [(0, "delivery")])])
    (split,) = judged.costs
    assert (split.overtime, split.legs[0].soft) == (10 * 7, 6 * 5)
    assert [leg.toll for leg in split.legs] == [40, 40]
    assert split.total == judged.cost


def test_judging_keeps_nothing_of_a_problem_that_is_gone():
    problem = line_of(0, 10, requests=(delivery(1),))
    assert evaluate(problem, [(0, [(0, "delivery")])]).feasible
    gone = weakref.ref(problem)
    del problem
    gc.collect()
    assert gone() is None
