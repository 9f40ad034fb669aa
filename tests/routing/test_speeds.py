"""Speeds by the time of day: a way changes its speed under way, and nobody overtakes."""

import random
import re
from dataclasses import replace

import pytest

from routing import (
    MaxIterations,
    Relaxation,
    RestRule,
    Speeds,
    VehicleType,
    check,
    evaluate,
    explain,
    solve,
)
from routing.drive import Missed
from routing.replay import replay
from tests.routing.enumeration import best_plan, rank
from tests.routing.outfits_drawn import hourly, rested
from tests.routing.plans import (
    delivery,
    every_departure,
    line_of,
    plan_of,
    route_of,
    sailing,
    tasks_of,
)
from tests.routing.problems import random_problem
from tests.routing.rests_slow import first_return
from tests.routing.whole_model import faults_of

pytestmark = pytest.mark.kernel

#: Half speed from 100 to 200.
RUSH = Speeds(changes=((0, 1000), (100, 500), (200, 1000)))

UNTIMELY = {"late", "unreachable", "shift", "closed", "release", "max-age", "max-aboard"}


def line_in_rush(*places, vehicle=None, **parts):
    types = (vehicle or VehicleType(capacity=(10,), end=None),)
    return line_of(*places, speeds=(RUSH,), vehicle_types=types, **parts)


def times_of(problem, text):
    (route,) = evaluate(problem, [(0, tasks_of(text))]).routes
    assert check(problem, plan_of(problem, (0, text))) == ()
    return route.departure, *(visit.start for visit in route.visits), route.arrival


@pytest.mark.parametrize(
    ("leaves", "way", "arrival"),
    [(0, 60, 60), (40, 60, 100), (50, 60, 120), (150, 30, 205), (145, 30, 203), (300, 60, 360)],
)
def test_the_speed_changes_under_way(leaves, way, arrival):
    vehicle = VehicleType(capacity=(10,), end=None, shift=(leaves, 1000))
    problem = line_in_rush(0, way, requests=(delivery(1),), vehicle=vehicle)
    assert times_of(problem, "d0")[1] == arrival


def test_a_way_ends_with_the_second_in_which_all_of_it_is_done():
    speeds = Speeds(changes=((0, 300),))
    problem = line_of(
        0,
        10,
        requests=(delivery(1),),
        speeds=(speeds,),
        vehicle_types=(VehicleType(capacity=(1,), end=None),),
    )
    assert times_of(problem, "d0") == (0, 34, 34)


def test_a_vehicle_leaves_as_late_as_its_return_allows():
    requests = (delivery(1, windows=((220, 300),)),)
    assert times_of(line_in_rush(0, 60, requests=requests), "d0") == (120, 220, 220)


def test_a_paid_driver_leaves_before_or_behind_the_rush():
    requests = (delivery(1, windows=((50, 400),)),)
    vehicle = VehicleType(capacity=(1,), end=None, unit_duration_cost=1, shift=(60, 400))
    assert times_of(line_in_rush(0, 60, requests=requests, vehicle=vehicle), "d0") == (
        200,
        260,
        260,
    )
    vehicle = replace(vehicle, shift=(0, 400))
    assert times_of(line_in_rush(0, 60, requests=requests, vehicle=vehicle), "d0") == (0, 60, 60)


def test_a_boat_is_missed_in_the_rush():
    parts = {
        "requests": (delivery(3),),
        "links": (sailing(1, 2, 150, 160), sailing(1, 2, 190, 200)),
    }
    vehicle = VehicleType(capacity=(1,), end=None, shift=(80, 500))
    places = ((0, 0), (50, 0), (0, 1), (10, 1))
    assert times_of(line_in_rush(*places, vehicle=vehicle, **parts), "d0") == (95, 210, 210)
    even = line_of(*places, vehicle_types=(vehicle,), **parts)
    assert times_of(even, "d0") == (100, 170, 170)


def test_check_asks_for_the_speeds_of_the_hour():
    problem = line_in_rush(0, 120, requests=(delivery(1),))
    even = replace(problem, speeds=())
    assert {one.name for one in check(problem, plan_of(even, (0, "d0")))} >= {"stated-arrival"}


def test_what_the_rush_makes_too_late_is_impossible_and_says_by_how_much():
    problem = line_in_rush(0, 120, requests=(delivery(1, windows=((0, 130),)),))
    (why,) = explain(problem, plan_of(problem))
    assert why.code == "impossible"
    assert why.relaxations == (Relaxation(rule="window", amount=10, kind="delivery"),)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ((), "changes must not be empty"),
        (((0, 9),), "changes must lie between 10 and 100000, got 9"),
        (((5, 1000), (5, 900)), "changes must have rising moments, got 5 after 5"),
    ],
)
def test_speeds_that_cannot_be_are_refused(changes, message):
    with pytest.raises(ValueError, match=re.escape(message)):
        Speeds(changes=changes)


def test_there_are_speeds_for_every_profile_or_none():
    with pytest.raises(ValueError, match="speeds must have one entry per profile"):
        line_of(0, 1, requests=(), speeds=(RUSH, RUSH))


# Random problems -----------------------------------------------------------------------------


def second_by_second(speeds, departure, seconds):
    """The arrival of a way, and so the plain meaning of speeds."""
    now, left = departure, 1000 * seconds
    while left > 0:
        before = [speed for moment, speed in speeds.changes if moment <= now]
        left -= before[-1] if before else speeds.changes[0][1]
        now += 1
    return now


def test_arrivals_are_those_of_going_second_by_second_and_nobody_overtakes():
    rng = random.Random(1)
    for _ in range(60):
        (speeds,) = hourly(rng, 1)
        if speeds is None:
            continue
        seconds, last = rng.randint(0, 90), 0
        for departure in range(0, 330, rng.randint(3, 9)):
            vehicle = VehicleType(capacity=(1,), end=None, shift=(departure, 10_000))
            problem = line_of(
                0, seconds, requests=(delivery(1),), speeds=(speeds,), vehicle_types=(vehicle,)
            )
            (route,) = evaluate(problem, [(0, tasks_of("d0"))]).routes
            arrival = second_by_second(speeds, departure, seconds)
            assert route.arrival == arrival == speeds.arrival(departure, 1000 * seconds)
            assert arrival >= last
            assert second_by_second(speeds, route.departure, seconds) == arrival
            assert second_by_second(speeds, route.departure + 1, seconds) > arrival
            last = arrival


def random_hourly(seed, **limits):
    rng = random.Random(seed)
    problem = random_problem(rng, at_least=1, **limits)
    return replace(problem, speeds=hourly(rng, len(problem.durations)))


def test_evaluate_times_routes_as_the_replay_does_and_nearly_as_well_as_any_second():
    for seed in range(150):
        problem = random_hourly(seed, requests=2, locations=6)
        tasks = [(i, kind) for i, one in enumerate(problem.requests) for kind, _ in one.tasks]
        vehicle_type = seed % len(problem.vehicle_types)
        evaluation = evaluate(problem, [(vehicle_type, tasks)])
        replayed = replay(problem, vehicle_type, tasks)
        late = bool(UNTIMELY & set(evaluation.violations))
        assert late == isinstance(replayed, Missed), f"seed {seed}"
        if late:
            continue
        (route,) = evaluation.routes
        assert route == route_of(problem, vehicle_type, tasks), f"seed {seed}"
        vehicle = problem.vehicle_types[vehicle_type]
        most = vehicle.max_duration
        departures = every_departure(problem, vehicle_type, tasks, 600)
        latest = {one.home.arrival: one for one in departures}
        soft = any(dict(problem.requests[i].tasks)[kind].soft for i, kind in tasks)
        costs = [
            one.cost(problem, vehicle_type)
            for one in (departures if soft else latest.values())
            if most is None or one.duration <= most
        ]
        # While speeds differ at both ends of a way its length is rounded to a second.
        legs = len(tasks) + 1
        by_second = vehicle.unit_duration_cost + vehicle.unit_overtime_cost
        by_second += max([0, *(soft_rate(problem, *task) for task in tasks)]) * legs
        if costs and (most is None or route.duration <= most):
            assert min(costs) <= route.cost <= min(costs) + legs * by_second, f"seed {seed}"


def soft_rate(problem, index, kind):
    soft = dict(problem.requests[index].tasks)[kind].soft
    return 0 if soft is None else max(soft.early_cost, soft.late_cost)


def test_tiny_problems_with_speeds_are_solved_to_the_optimum_of_enumeration():
    for seed in range(40):
        problem = random_hourly(seed, requests=4, locations=6, reloads=False, gaps=False)
        best, found = best_plan(problem), solve(problem, MaxIterations(2000), seed=seed)
        ranks = [rank(problem, plan.routes, plan.unserved) for plan in (best, found)]
        assert ranks[0] == ranks[1], f"seed {seed}"


def test_plans_with_speeds_pass_the_second_opinion():
    for seed in range(200):
        problem = random_hourly(seed, requests=8, locations=8)
        assert faults_of(problem, solve(problem, MaxIterations(30), seed=seed)) == [], f"{seed}"


def test_rests_are_due_by_the_seconds_that_driving_really_takes():
    rule = RestRule(rest=20, within=100)
    vehicle = VehicleType(capacity=(1,), end=None, rests=(rule,), shift=(50, 999))
    problem = line_in_rush(0, 100, requests=(delivery(1),), vehicle=vehicle)
    (route,) = evaluate(problem, [(0, tasks_of("d0"))]).routes
    assert (route.visits[0].rests, route.arrival) == (((150, 170),), 210)
    assert check(problem, plan_of(problem, (0, "d0"))) == ()
    for seed in range(60):
        rng = random.Random(seed)
        drawn = random_hourly(seed, requests=2, locations=5, reloads=False)
        types = tuple(
            replace(rested(rng, one), unit_duration_cost=0, unit_overtime_cost=0, max_duration=None)
            for one in drawn.vehicle_types
        )
        plain = tuple(
            replace(one, release=0, max_aboard=None, max_age=None) for one in drawn.requests
        )
        drawn = replace(drawn, vehicle_types=types, requests=plain, links=())
        tasks = [(i, kind) for i, one in enumerate(plain) for kind, _ in one.tasks]
        if any(dict(plain[i].tasks)[kind].soft for i, kind in tasks):
            continue
        first = first_return(drawn, 0, tasks, types[0].shift[0])
        if first is not None:
            assert evaluate(drawn, [(0, tasks)]).routes[0].arrival == first, f"seed {seed}"
