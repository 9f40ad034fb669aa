"""solve(): plans of small towns, checked by the second opinion."""

from dataclasses import replace

import numpy as np
import pytest

from routing.check import check
from routing.evaluate import evaluate
from routing.problem import Location, Problem, Request, Task, VehicleType
from routing.solve import Progress, solve
from routing.stop import MaxIterations, MaxRuntime
from tests.routing.towns_of_clients import matrix, town

pytestmark = pytest.mark.kernel

KINDS = [{}, {"windows": True}, {"pairs": True}, {"windows": True, "pairs": True}]


@pytest.mark.parametrize("threads", [1, 2])
@pytest.mark.parametrize("kind", KINDS)
def test_same_seed_same_plan_whatever_the_machine_does(kind, threads):
    problem = town(60, **kind)
    stop = MaxIterations(12_000)
    first = solve(problem, stop, seed=5, threads=threads)
    second = solve(problem, stop, seed=5, threads=threads)
    assert first.routes == second.routes


@pytest.mark.parametrize("kind", KINDS)
def test_search_improves_on_the_first_plan_and_breaks_no_rule(kind):
    problem = town(40, **kind)
    first = solve(problem, MaxIterations(0), seed=1)
    later = solve(problem, MaxIterations(3000), seed=1)
    assert check(problem, later) == ()
    assert later.unserved == ()
    assert later.cost < first.cost


def test_two_threads_are_never_worse_than_the_better_of_them_alone():
    # Thread 0 of a team draws the same numbers as a single thread until the first exchange.
    problem = town(40)
    stop = MaxIterations(2000)
    assert solve(problem, stop, seed=3, threads=2).cost <= solve(problem, stop, seed=3).cost


def test_an_initial_solution_is_kept_when_nothing_better_is_looked_for():
    problem = town(20)
    good = solve(problem, MaxIterations(2000), seed=1)
    kept = solve(problem, MaxIterations(0), initial=good)
    assert sorted(route.tasks for route in kept.routes) == sorted(
        route.tasks for route in good.routes
    )


def test_a_broken_initial_route_is_dissolved():
    roomy, tight = town(20, capacity=(200,)), town(20, capacity=(20,))
    overloaded = solve(roomy, MaxIterations(1000))
    mended = solve(tight, MaxIterations(0), initial=overloaded)
    assert check(tight, mended) == ()
    assert mended.unserved == ()


def test_fewest_vehicles_come_before_distance():
    # Two clients on opposite sides of the depot: one vehicle drives as far as two, and pays for
    # neither; with a dear third place in between, cost alone would take two vehicles.
    #
    #     A(-50) ------ D(0) ------ B(50)      A to B by road: 150
    #
    distances = matrix([(0, 0), (-50, 0), (50, 0)])
    distances[1, 2] = distances[2, 1] = 150
    problem = Problem(
        locations=(Location(), Location(), Location()),
        requests=(Request(delivery=Task(location=1)), Request(delivery=Task(location=2))),
        vehicle_types=(VehicleType(count=2),),
        durations=(distances,),
        distances=(distances,),
    )
    by_cost = solve(problem, MaxIterations(500))
    by_vehicles = solve(problem, MaxIterations(500), minimise_vehicles=True)
    assert (len(by_cost.routes), by_cost.cost) == (2, 200)
    assert (len(by_vehicles.routes), by_vehicles.cost) == (1, 250)


@pytest.mark.parametrize("kind", KINDS)
def test_minimising_vehicles_never_uses_more_of_them(kind):
    problem = town(30, **kind)
    stop = MaxIterations(4000)
    fewest = solve(problem, stop, minimise_vehicles=True)
    assert check(problem, fewest) == ()
    assert fewest.unserved == ()
    assert len(fewest.routes) <= len(solve(problem, stop).routes)


def test_progress_is_reported_and_never_gets_worse():
    reports: list[Progress] = []
    solution = solve(town(60), MaxRuntime(0.5), progress=reports.append)
    costs = [report.cost for report in reports]
    assert costs == sorted(costs, reverse=True)
    assert reports[-1].cost >= solution.cost
    assert all(report.unserved == 0 for report in reports)


def test_too_few_vehicles_leave_the_least_possible_unserved():
    problem = town(10, vehicles=1, capacity=(20,))
    solution = solve(problem, MaxIterations(2000))
    loads = sorted(request.load[0] for request in problem.requests)
    most = max(count for count in range(11) if sum(loads[:count]) <= 20)
    assert len(solution.unserved) == 10 - most


def test_nothing_to_do_is_done_at_once():
    solution = solve(town(0), MaxRuntime(3600), threads=2)
    assert (solution.routes, solution.unserved, solution.cost) == ((), (), 0)


def test_no_vehicles_serve_nobody():
    problem = town(3, capacity=(0,))
    assert solve(problem, MaxIterations(100)).unserved == (0, 1, 2)


def test_solution_and_evaluation_agree():
    problem = town(25, windows=True)
    solution = solve(problem, MaxIterations(1000))
    judged = evaluate(problem, [(route.vehicle_type, route.tasks) for route in solution.routes])
    assert judged.feasible
    assert (judged.routes, judged.cost) == (solution.routes, solution.cost)


def test_no_thread_cannot_search():
    with pytest.raises(ValueError, match="threads must be at least 1"):
        solve(town(3), MaxIterations(1), threads=0)


def test_optional_requests_are_served_when_only_together_they_are_worth_a_vehicle():
    # D(0) ------------------- six clients in a row at 100, 101, ... 105, each worth 40.
    #
    # There and back to the last is 210; any five are worth no more than 200.
    distances = matrix([(0, 0), *((100 + i, 0) for i in range(6))])
    problem = Problem(
        locations=tuple(Location() for _ in range(7)),
        requests=tuple(
            Request(delivery=Task(location=i), load=(1,), prize=40) for i in range(1, 7)
        ),
        vehicle_types=(VehicleType(count=2, capacity=(6,)),),
        durations=(distances,),
        distances=(distances,),
    )
    solution = solve(problem, MaxIterations(3000), seed=1)
    assert solution.unserved == ()
    assert solution.cost == 210


def test_prizes_that_are_not_worth_a_vehicle_are_left_out_in_the_end():
    problem = town(30, capacity=(20,))
    cheap = replace(
        problem, requests=tuple(replace(request, prize=1) for request in problem.requests)
    )
    solution = solve(cheap, MaxIterations(3000), seed=1)
    assert (solution.routes, solution.cost) == ((), 30)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_large_vehicle_is_found_where_small_ones_look_cheaper_at_first(seed):
    # Ten clients on a ring around the depot: each alone asks for a small van (3), all together for
    # one large truck (12) that goes round once.
    ring = [(round(20 * np.cos(a)), round(20 * np.sin(a))) for a in np.arange(10) * 2 * np.pi / 10]
    distances = matrix([(0, 0), *ring])
    problem = Problem(
        locations=tuple(Location() for _ in range(11)),
        requests=tuple(Request(delivery=Task(location=i), load=(1,)) for i in range(1, 11)),
        vehicle_types=(
            VehicleType(count=10, capacity=(1,), fixed_cost=3),
            VehicleType(count=10, capacity=(2,), fixed_cost=5),
            VehicleType(count=10, capacity=(10,), fixed_cost=12),
        ),
        durations=(distances,),
        distances=(distances,),
    )
    solution = solve(problem, MaxIterations(3000), seed=seed)
    assert [route.vehicle_type for route in solution.routes] == [2]


@pytest.mark.parametrize("pairs", [False, True])
def test_wages_and_longest_shifts_are_kept_to_the_second(pairs):
    problem = town(30, windows=True, pairs=pairs)
    paid = replace(
        problem,
        vehicle_types=tuple(
            replace(
                kind,
                unit_duration_cost=3,
                overtime_after=250,
                unit_overtime_cost=5,
                max_duration=700,
            )
            for kind in problem.vehicle_types
        ),
    )
    solution = solve(paid, MaxIterations(3000), seed=1)
    assert check(paid, solution) == ()
    again = evaluate(paid, solution.routes)
    assert again.cost == solution.cost
