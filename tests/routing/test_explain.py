"""Reasons for unserved requests: one situation each, and proofs compared with enumeration."""

import random
from dataclasses import replace

import pytest

from routing import (
    HORIZON,
    Explanation,
    MaxIterations,
    Relaxation,
    Request,
    Task,
    VehicleType,
    explain,
    solve,
)
from tests.routing.enumeration import feasible_requests
from tests.routing.plans import delivery, line_of, pair, plan_of, sailing
from tests.routing.problems import random_problem

pytestmark = pytest.mark.kernel


def why(problem, *routes):
    (explanation,) = explain(problem, plan_of(problem, *routes))
    return explanation


def impossible(request, *relaxations, vehicle_type=0):
    return Explanation(
        request=request, code="impossible", relaxations=relaxations, vehicle_type=vehicle_type
    )


def vehicles(*types):
    return {"vehicle_types": tuple(types)}


def test_a_window_that_closes_before_anybody_can_be_there():
    problem = line_of(0, 10, requests=(delivery(1, windows=((0, 4), (5, 7))),))
    assert why(problem) == impossible(0, Relaxation(rule="window", amount=3, kind="delivery"))


def test_goods_larger_than_the_largest_vehicle():
    types = vehicles(VehicleType(capacity=(4,)), VehicleType(capacity=(7,)))
    problem = line_of(0, 10, requests=(delivery(1, load=9),), **types)
    assert why(problem) == impossible(0, Relaxation(rule="overload", amount=2), vehicle_type=1)


def test_a_shift_that_ends_too_early_and_a_limit_of_duration():
    problem = line_of(
        0, 10, requests=(delivery(1),), **vehicles(VehicleType(capacity=(1,), shift=(0, 15)))
    )
    assert why(problem) == impossible(0, Relaxation(rule="shift", amount=5))
    limited = vehicles(VehicleType(capacity=(1,), max_duration=12))
    problem = line_of(0, 10, requests=(delivery(1, service=3),), **limited)
    assert why(problem) == impossible(0, Relaxation(rule="max-duration", amount=11))
    limited = vehicles(VehicleType(capacity=(1,), max_distance=19))
    problem = line_of(0, 10, requests=(delivery(1),), **limited)
    assert why(problem) == impossible(0, Relaxation(rule="max-distance", amount=1))


def test_a_refused_type_is_the_least_to_change_where_another_would_need_more():
    high = VehicleType(name="high", capacity=(9,))
    low = VehicleType(name="low", capacity=(1,), shift=(0, 15))
    tall = delivery(1, load=2, vehicle_types=frozenset({1}))
    problem = line_of(0, 10, requests=(tall,), vehicle_types=(high, low))
    assert why(problem) == impossible(0, Relaxation(rule="vehicle-type"))


def test_a_vehicle_that_is_not_there():
    problem = line_of(
        0, 10, requests=(delivery(1),), **vehicles(VehicleType(capacity=(1,), count=0))
    )
    assert why(problem) == impossible(0, Relaxation(rule="fleet"))


def island(*links, **parts):
    """The depot at 0, the quay at 10; the island's quay and a house 5 beyond it."""
    places = (0, 10, (20, 1), (25, 1))
    return line_of(*places, requests=(delivery(3),), links=links, **parts)


BACK = sailing(2, 1, 200, 220)


def test_the_last_boat_leaves_too_early():
    late = vehicles(VehicleType(capacity=(1,), shift=(60, HORIZON)))
    problem = island(sailing(1, 2, 50, 60), sailing(1, 2, 65, 75), BACK, **late)
    assert why(problem) == impossible(
        0, Relaxation(rule="sailing", amount=5, link=1, kind="delivery")
    )


def test_boats_that_take_no_such_vehicle():
    problem = island(sailing(1, 2, 50, 60, costs=(None,)), BACK)
    assert why(problem) == impossible(0, Relaxation(rule="link", link=0, kind="delivery"))


def test_no_boat_home_and_no_boat_at_all():
    problem = island(sailing(1, 2, 50, 60), sailing(2, 1, 62, 70))
    # At the quay at 65, having been at the house from 65 - that is, 60 + 5 + 5 = 70.
    assert why(problem) == impossible(0, Relaxation(rule="sailing", amount=8, link=1))
    assert why(island()) == impossible(0, Relaxation(rule="unreachable", kind="delivery"))


def test_two_rules_are_named_when_one_is_not_enough():
    short = vehicles(VehicleType(capacity=(1,), shift=(0, 15)))
    problem = line_of(0, 10, requests=(delivery(1, load=3, windows=((0, 6),)),), **short)
    explanation = why(problem)
    assert explanation.relaxations == (
        Relaxation(rule="window", amount=4, kind="delivery"),
        Relaxation(rule="overload", amount=2),
        Relaxation(rule="shift", amount=5),
    )


def test_a_pair_is_late_at_its_delivery_since_it_opens_late_at_its_pickup():
    problem = line_of(
        0,
        10,
        20,
        requests=(
            Request(
                load=(1,),
                pickup=Task(location=1, windows=((50, 60),)),
                delivery=Task(location=2, windows=((0, 55),)),
            ),
        ),
    )
    assert why(problem) == impossible(0, Relaxation(rule="window", amount=5, kind="delivery"))


def test_who_holds_the_room_and_what_the_exchange_would_cost():
    """A vehicle for six: 4 at place 10 and 2 at place 20 are aboard, 3 at place 30 is not."""
    problem = line_of(
        0,
        10,
        20,
        30,
        requests=(delivery(1, load=4), delivery(2, load=2), delivery(3, load=3)),
        **vehicles(VehicleType(capacity=(6,))),
    )
    explanation = why(problem, (0, "d0 d1"))
    assert (explanation.code, explanation.holders, explanation.route) == ("crowded_out", (0,), 0)
    assert explanation.price == 60 - 40


def test_prizes_of_those_that_leave_are_part_of_the_price():
    problem = line_of(
        0,
        10,
        requests=(delivery(1, load=4, prize=70), delivery(1, load=4)),
        **vehicles(VehicleType(capacity=(6,))),
    )
    assert why(problem, (0, "d0")).price == 70


def test_several_leave_where_no_single_one_makes_room():
    problem = line_of(
        0,
        10,
        requests=(*(delivery(1, load=2) for _ in range(3)), delivery(1, load=5)),
        **vehicles(VehicleType(capacity=(6,))),
    )
    explanation = why(problem, (0, "d0 d1 d2"))
    assert (explanation.code, explanation.holders) == ("crowded_out", (0, 1, 2))


def test_room_that_costs_more_than_the_prize_and_room_that_was_overlooked():
    problem = line_of(0, 10, requests=(delivery(1, prize=19),))
    assert (why(problem).code, why(problem).price) == ("unprofitable", 20)
    problem = line_of(0, 10, requests=(delivery(1),))
    assert (why(problem).code, why(problem).price, why(problem).route) == ("not_found", 20, None)


def test_what_only_company_makes_possible_is_not_called_impossible():
    """No road leads from the depot to the far place, but one does from where a pair is taken."""
    problem = line_of(0, 10, 20, requests=(delivery(2), pair(1, 1)))
    road = problem.durations[0].copy()
    road[0, 2] = -1
    problem = replace(problem, durations=(road,), distances=(road,))
    (first, _) = explain(problem, plan_of(problem))
    assert first.code == "not_found"
    assert first.price is None


@pytest.mark.parametrize("seed", range(150))
def test_nothing_that_some_route_could_serve_is_called_impossible(seed):
    problem = random_problem(random.Random(seed), requests=3, locations=5, at_least=1)
    solution = solve(problem, MaxIterations(5))
    possible = feasible_requests(problem)
    for explanation in explain(problem, solution):
        if explanation.code == "impossible":
            assert explanation.request not in possible
            assert explanation.relaxations
        if explanation.code == "crowded_out":
            assert explanation.request in possible
