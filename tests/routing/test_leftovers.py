"""What a search leaves out is tried once more: no vehicle stands idle beside a feasible order."""

import random

import pytest

from routing import MaxIterations, MaxRuntime, Standing, check, solve
from routing.leftovers import free_plan, seconds_left, with_leftovers
from routing.native import to_native
from routing.stop import FirstOf, NoImprovement, Signal
from tests.routing.plans import delivery, line_of, pair
from tests.routing.problems import random_problem

pytestmark = pytest.mark.kernel

NONE = MaxIterations(0)


def test_all_that_fits_is_put_in_where_it_is_cheapest():
    problem = line_of(0, 10, 20, 30, requests=(delivery(3), delivery(1, load=5), pair(1, 2, 5)))
    native = to_native(problem)
    plan = with_leftovers(native, free_plan([0], [[native.numbers[0, "delivery"]]]), NONE)
    tasks = [native.tasks[number] for number in plan.routes[0]]
    assert plan.vehicle_types == [0]
    assert tasks == [(1, "delivery"), (2, "pickup"), (2, "delivery"), (0, "delivery")]


def test_an_idle_vehicle_is_used_for_what_must_be_served_but_not_for_a_small_prize():
    problem = line_of(0, 10, requests=(delivery(1, prize=19), delivery(1, load=9, prize=21)))
    native = to_native(problem)
    plan = with_leftovers(native, free_plan([], []), NONE)
    # The way costs 20: the second is worth it, and with the vehicle there the first costs nothing.
    assert sorted(native.tasks[number][0] for number in plan.routes[0]) == [0, 1]


def test_required_requests_come_before_prizes():
    problem = line_of(0, 10, requests=(delivery(1, load=9, prize=900), delivery(1, load=9)))
    native = to_native(problem)
    plan = with_leftovers(native, free_plan([], []), NONE)
    assert [native.tasks[number][0] for number in plan.routes[0]] == [1]


@pytest.mark.parametrize("seed", range(60))
def test_after_a_solve_nothing_left_out_fits_at_its_worth(seed):
    problem = random_problem(random.Random(seed), requests=12, locations=9, at_least=4)
    solution = solve(problem, MaxIterations(seed % 3 * 10), seed=seed)
    assert check(problem, solution) == ()
    standing = Standing(problem, solution)
    for request in solution.unserved:
        kind, task = problem.requests[request].tasks[-1]
        prize = problem.requests[request].prize
        for quote in standing.quotes(request, task.windows, kind):
            assert quote is None or (prize is not None and quote.cost >= prize)


def test_only_where_a_moment_ends_the_search_its_time_is_limited():
    assert seconds_left(FirstOf(MaxIterations(5), NoImprovement(3))) < 0
    assert seconds_left(MaxRuntime(0.5)) == 0.01
    assert seconds_left(MaxRuntime(60)) == 0.6
    assert seconds_left(FirstOf(MaxRuntime(60), Signal(bool))) == 0.01
