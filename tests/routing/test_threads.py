"""Threads that divide the routes among them: sound, and the same every time."""

from dataclasses import replace

import pytest

from routing import FirstOf, MaxIterations, NoImprovement, _kernels, check, evaluate, solve
from routing.leftovers import plan_of
from routing.native import to_native
from tests.routing.towns_of_clients import town

pytestmark = pytest.mark.kernel

#: Enough routes for each of three threads, and enough iterations to meet a few times.
MANY = {"clients": 200, "capacity": (20,)}
ITERATIONS = 45_000

KINDS = {
    "plain": MANY,
    "windows": MANY | {"windows": True},
    "pairs": MANY | {"windows": True, "pairs": True, "clients": 120},
    "crowded": MANY | {"vehicles": 38},
}


def stops(solution):
    return [(route.vehicle_type, route.tasks) for route in solution.routes]


@pytest.mark.parametrize("kind", KINDS)
def test_two_threads_keep_every_rule_and_repeat_themselves(kind):
    problem = town(**KINDS[kind])
    first, second = (solve(problem, MaxIterations(ITERATIONS), seed=5, threads=2) for _ in range(2))
    assert stops(first) == stops(second)
    assert first.iterations == ITERATIONS
    assert check(problem, first) == ()


def test_three_threads_divide_too():
    problem = town(**MANY)
    solution = solve(problem, MaxIterations(ITERATIONS), threads=3)
    assert check(problem, solution) == ()
    assert solution.unserved == ()


def test_optional_requests_are_served_or_left_by_any_thread():
    problem = town(**MANY)
    requests = tuple(
        replace(request, prize=index % 3 * 40) for index, request in enumerate(problem.requests)
    )
    solution = solve(replace(problem, requests=requests), MaxIterations(ITERATIONS), threads=2)
    assert check(replace(problem, requests=requests), solution) == ()
    assert solution.unserved


def test_fewest_vehicles_come_first_on_two_threads():
    problem = town(**MANY)
    least = -(-sum(request.load[0] for request in problem.requests) // 20)
    solution = solve(problem, MaxIterations(ITERATIONS), threads=2, minimise_vehicles=True)
    assert check(problem, solution) == ()
    assert least <= len(solution.routes) <= least + 2


def test_a_lull_of_all_threads_ends_the_search():
    stop = FirstOf(NoImprovement(20_000), MaxIterations(2_000_000))
    solution = solve(town(**MANY), stop, threads=2)
    assert 20_000 <= solution.iterations < 2_000_000
    assert check(town(**MANY), solution) == ()


@pytest.mark.parametrize("threads", [1, 2])
def test_large_plans_are_worked_on_part_by_part(threads):
    problem = town(**MANY)
    native = to_native(problem)
    settings = _kernels.Settings()
    settings.threads, settings.max_iterations, settings.part_size = threads, ITERATIONS, 50
    plans = [
        plan_of(native, _kernels.search(native.kernel, settings, [], [], lambda *_: False))
        for _ in range(2)
    ]
    assert plans[0] == plans[1]
    tasks = sorted(task for route in plans[0].routes for task in route)
    assert tasks == list(range(len(problem.requests)))
    routes = [
        (kind, [native.tasks[task] for task in route])
        for kind, route in zip(plans[0].vehicle_types, plans[0].routes, strict=True)
    ]
    assert evaluate(problem, routes).feasible
