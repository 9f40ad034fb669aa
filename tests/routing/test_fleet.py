"""Few vehicles: no fewer than the loads need, none of them with too much."""

from math import ceil

import pytest

from routing.check import check
from routing.solve import solve
from routing.stop import MaxIterations
from tests.routing.towns_of_clients import town

pytestmark = pytest.mark.kernel


def loads(problem, solution):
    """The load of each route."""
    requests = problem.requests
    return [
        sum(requests[request].load[0] for request in route.requests) for route in solution.routes
    ]


@pytest.mark.parametrize("windows", [False, True])
@pytest.mark.parametrize("seed", range(3))
def test_full_vehicles_carry_no_more_than_they_may(windows, seed):
    problem = town(40, windows=windows, seed=seed, capacity=(60,))
    solution = solve(problem, MaxIterations(8000), seed=seed, minimise_vehicles=True)
    assert check(problem, solution) == ()
    assert solution.unserved == ()
    assert max(loads(problem, solution)) <= 60


def test_no_fewer_vehicles_than_the_loads_need_are_looked_for():
    problem = town(40, seed=2, capacity=(60,))
    solution = solve(problem, MaxIterations(8000), minimise_vehicles=True)
    total = sum(request.load[0] for request in problem.requests)
    assert len(solution.routes) == ceil(total / 60)


@pytest.mark.parametrize("threads", [1, 2])
def test_the_phases_end_at_the_same_iteration_every_time(threads):
    problem = town(40, seed=1, capacity=(60,))
    stop = MaxIterations(20_000)
    first = solve(problem, stop, seed=4, threads=threads, minimise_vehicles=True)
    second = solve(problem, stop, seed=4, threads=threads, minimise_vehicles=True)
    assert first.routes == second.routes
