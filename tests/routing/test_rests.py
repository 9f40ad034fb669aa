"""Rests and meals of drivers: one situation each, and every way to rest tried on random days."""

import random
import re
from dataclasses import replace

import pytest

from routing import (
    HORIZON,
    MaxIterations,
    MealWindow,
    Relaxation,
    RestRule,
    Solution,
    VehicleType,
    check,
    evaluate,
    explain,
    solve,
)
from tests.routing.enumeration import best_plan, rank
from tests.routing.outfits_drawn import rested
from tests.routing.plans import delivery, line_of, plan_of, sailing, tasks_of
from tests.routing.problems import random_problem
from tests.routing.rests_slow import first_return
from tests.routing.whole_model import faults_of

pytestmark = pytest.mark.kernel

#: A quarter of an hour within two hours at the wheel; times in minutes.
WHEEL = RestRule(rest=15, within=120)

#: Half an hour within four hours of work.
WORK = RestRule(rest=30, within=240, of="work")

#: Half an hour for lunch between eleven and one.
LUNCH = MealWindow(span=(660, 780), duration=30)


def vehicle(*rules, **fields):
    return VehicleType(
        capacity=(10,),
        rests=tuple(rule for rule in rules if isinstance(rule, RestRule)),
        meals=tuple(rule for rule in rules if isinstance(rule, MealWindow)),
        **fields,
    )


def day_of(problem, text):
    """Times of a route as text: "visit at 100-110" and "rest 120-135", in order."""
    evaluation = evaluate(problem, [(0, tasks_of(text))])
    assert evaluation.feasible, evaluation.violations
    (route,) = evaluation.routes
    plan = Solution(routes=(route,), unserved=(), cost=route.cost)
    assert [one for one in check(problem, plan) if one.name != "forgotten"] == []
    words = [f"leave {route.departure}"]
    for visit in route.visits:
        words += [f"rest {begin}-{end}" for begin, end in visit.rests]
        words.append(f"visit {visit.start}-{visit.finish}")
    words += [f"rest {begin}-{end}" for begin, end in route.end_rests]
    return [*words, f"home {route.arrival}"]


def test_a_rest_on_the_road_comes_as_late_as_the_rule_allows():
    problem = line_of(0, 130, requests=(delivery(1),), vehicle_types=(vehicle(WHEEL, end=None),))
    assert day_of(problem, "d0") == ["leave 0", "rest 120-135", "visit 145-145", "home 145"]


def test_two_hours_exactly_need_no_rest():
    problem = line_of(0, 120, requests=(delivery(1),), vehicle_types=(vehicle(WHEEL, end=None),))
    assert day_of(problem, "d0") == ["leave 0", "visit 120-120", "home 120"]


def test_waiting_before_a_visit_is_rest():
    requests = (delivery(1, windows=((0, 0),)), delivery(2, windows=((115, 200),)), delivery(3))
    types = {"vehicle_types": (vehicle(WHEEL, end=None, start=None),)}
    problem = line_of(0, 0, 100, 200, requests=requests, **types)
    assert day_of(problem, "d0 d1 d2") == [
        "leave 0",
        "visit 0-0",
        "rest 100-115",
        "visit 115-115",
        "visit 215-215",
        "home 215",
    ]


def test_waiting_is_no_rest_where_the_rule_does_not_count_it():
    strict = replace(WHEEL, counts_waiting=False)
    requests = (
        delivery(1, windows=((0, 0),)),
        delivery(2, windows=((115, 200),)),
        delivery(3),
    )
    types = {"vehicle_types": (vehicle(strict, end=None, start=None),)}
    problem = line_of(0, 0, 100, 200, requests=requests, **types)
    assert day_of(problem, "d0 d1 d2")[-1] == "home 230"


@pytest.mark.parametrize(("counts", "home"), [(True, 300), (False, 315)])
def test_a_crossing_is_rest_where_the_rule_counts_it(counts, home):
    rule = replace(WHEEL, counts_crossing=counts)
    problem = line_of(
        (0, 0),
        (100, 0),
        (0, 1),
        (100, 1),
        requests=(delivery(3),),
        links=(sailing(1, 2, 100, 200),),
        vehicle_types=(vehicle(rule, end=None),),
    )
    assert day_of(problem, "d0")[-1] == f"home {home}"


def test_work_counts_the_visits_too_and_a_visit_is_not_broken_off():
    problem = line_of(
        0, 100, requests=(delivery(1, service=150),), vehicle_types=(vehicle(WORK, end=None),)
    )
    assert day_of(problem, "d0") == ["leave 0", "rest 100-130", "visit 130-280", "home 280"]


def test_a_longer_rest_serves_the_shorter_rule_as_well():
    problem = line_of(
        0,
        150,
        requests=(delivery(1, service=150),),
        vehicle_types=(vehicle(WHEEL, WORK, end=None),),
    )
    assert day_of(problem, "d0") == ["leave 0", "rest 120-150", "visit 180-330", "home 330"]


def test_lunch_is_had_within_its_window():
    types = {"vehicle_types": (vehicle(LUNCH, shift=(600, HORIZON)),)}
    problem = line_of(0, 130, requests=(delivery(1, windows=((700, 800),)),), **types)
    assert day_of(problem, "d0") == ["leave 600", "visit 730-730", "rest 750-780", "home 890"]


def test_lunch_is_had_at_a_visit_where_that_saves_waiting():
    types = {"vehicle_types": (vehicle(LUNCH, shift=(500, HORIZON)),)}
    problem = line_of(0, 80, requests=(delivery(1, windows=((690, 690),)),), **types)
    assert day_of(problem, "d0") == ["leave 580", "rest 660-690", "visit 690-690", "home 770"]


def test_lunch_before_the_departure_or_behind_the_return_is_the_own_affair_of_drivers():
    for shift in ((690, HORIZON), (0, 750)):
        types = {"vehicle_types": (vehicle(LUNCH, shift=shift),)}
        problem = line_of(0, 10, requests=(delivery(1),), **types)
        assert not any(word.startswith("rest") for word in day_of(problem, "d0"))


def test_routes_that_leave_no_time_for_rests_name_the_rule():
    rule = RestRule(rest=15, within=100, of="work")
    problem = line_of(0, 10, requests=(delivery(1, service=120),), vehicle_types=(vehicle(rule),))
    found = evaluate(problem, [(0, tasks_of("d0"))]).violations
    assert [(one.visit, one.amount) for one in found["rest"]] == [(0, 30)]


def test_check_finds_rests_that_are_missing_too_short_or_never_taken():
    problem = line_of(0, 130, requests=(delivery(1),), vehicle_types=(vehicle(WHEEL, end=None),))
    (route,) = evaluate(problem, [(0, tasks_of("d0"))]).routes
    (visit,) = route.visits

    def faults(**changes):
        times = {"arrival": changes["arrival"]} if "arrival" in changes else {}
        wrong = replace(route, visits=(replace(visit, **changes),), **times)
        plan = Solution(routes=(wrong,), unserved=(), cost=wrong.cost)
        return {one.name for one in check(problem, plan)}

    assert faults() == set()
    assert faults(rests=(), arrival=130, start=130, finish=130) == {"rest"}
    assert faults(rests=((120, 134),), arrival=144, start=144, finish=144) == {"rest"}
    assert faults(rests=((121, 136),)) == {"rest"}
    assert "stated-arrival" in faults(rests=((120, 135),), arrival=144)
    assert "stated-start" in faults(rests=((120, 135), (145, 160)))


def test_the_solver_plans_rests_and_uses_a_second_vehicle_where_they_leave_no_time():
    requests = (delivery(1, windows=((0, 260),)), delivery(2, windows=((0, 280),)))
    types = (vehicle(WHEEL, count=2, end=None),)
    solution = solve(
        line_of(0, 245, -245, requests=requests, vehicle_types=types), MaxIterations(100)
    )
    assert len(solution.routes) == 1 or solution.unserved == ()
    assert all(visit.rests for route in solution.routes for visit in route.visits[:1])


def test_what_only_a_rule_forbids_is_impossible_and_says_by_how_much():
    problem = line_of(
        0, 150, requests=(delivery(1, windows=((0, 155),)),), vehicle_types=(vehicle(WHEEL),)
    )
    (why,) = explain(problem, plan_of(problem))
    assert why.code == "impossible"
    assert why.relaxations == (Relaxation(rule="rest", amount=30, number=0),)


def test_a_visit_longer_than_work_may_last_is_impossible_and_says_by_how_much():
    rule = RestRule(rest=15, within=100, of="work")
    problem = line_of(0, 10, requests=(delivery(1, service=120),), vehicle_types=(vehicle(rule),))
    (why,) = explain(problem, plan_of(problem))
    assert why.code == "impossible"
    assert why.relaxations == (Relaxation(rule="rest", amount=20, number=0),)


def test_a_meal_that_nothing_leaves_time_for_is_named():
    lunch = MealWindow(span=(100, 130), duration=30)
    problem = line_of(
        0,
        50,
        requests=(delivery(1, windows=((60, 60),), service=60),),
        vehicle_types=(vehicle(lunch),),
    )
    (why,) = explain(problem, plan_of(problem))
    assert why.code == "not_found" or why.code == "impossible"
    assert {one.rule for one in why.relaxations} <= {"meal"}


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"rest": 0, "within": 9}, "rest must lie between 1"),
        ({"rest": 9, "within": 0}, "within must lie between 1"),
        ({"rest": 9, "within": 9, "of": "sleep"}, "of must be 'driving' or 'work', got 'sleep'"),
    ],
)
def test_rules_that_cannot_be_are_refused(fields, message):
    with pytest.raises(ValueError, match=re.escape(message)):
        RestRule(**fields)


def test_a_meal_must_fit_its_window_and_rules_must_be_few():
    with pytest.raises(ValueError, match="span must be no shorter than the duration 31"):
        MealWindow(span=(0, 30), duration=31)
    with pytest.raises(ValueError, match="rests must be at most 4, got 5"):
        VehicleType(rests=(WHEEL,) * 5)


# Random routes -------------------------------------------------------------------------------

UNTIMELY = {"late", "unreachable", "shift", "closed", "rest", "meal"}


def random_day(seed):
    """A problem with rests in which nothing but the first return counts, and a route of it."""
    rng = random.Random(seed)
    problem = random_problem(rng, requests=3, locations=6, at_least=1, reloads=False)
    requests = tuple(
        replace(
            one,
            release=0,
            max_aboard=None,
            max_age=None,
            **{kind: replace(task, soft=None) for kind, task in one.tasks},
        )
        for one in problem.requests
    )
    types = tuple(
        replace(rested(rng, one), unit_duration_cost=0, unit_overtime_cost=0, max_duration=None)
        for one in problem.vehicle_types
    )
    links = tuple(replace(one, costs=(0,) * len(types)) for one in problem.links[:8])
    problem = replace(problem, requests=requests, vehicle_types=types, links=links)
    tasks = [(index, kind) for index, one in enumerate(requests) for kind, _ in one.tasks]
    return problem, rng.randrange(len(types)), tasks


@pytest.mark.parametrize("batch", range(2))
def test_no_way_to_rest_returns_earlier_than_that_of_evaluate(batch):
    for seed in range(75 * batch, 75 * (batch + 1)):
        problem, vehicle_type, tasks = random_day(seed)
        evaluation = evaluate(problem, [(vehicle_type, tasks)])
        opens = problem.vehicle_types[vehicle_type].shift[0]
        first = first_return(problem, vehicle_type, tasks, opens)
        late = UNTIMELY & set(evaluation.violations)
        if first is not None:
            assert not late, f"seed {seed}"
            assert evaluation.routes[0].arrival == first, f"seed {seed}"
        elif not late:
            meals = problem.vehicle_types[vehicle_type].meals
            assert evaluation.routes[0].departure >= min(
                one.span[0] + one.duration for one in meals
            )


def test_tiny_problems_with_rests_are_solved_to_the_optimum_of_enumeration():
    for seed in range(25):
        rng = random.Random(seed)
        problem = random_problem(
            rng, requests=4, locations=6, at_least=1, reloads=False, gaps=False
        )
        types = tuple(rested(rng, one) for one in problem.vehicle_types)
        problem = replace(problem, vehicle_types=types)
        best, found = best_plan(problem), solve(problem, MaxIterations(2000), seed=seed)
        ranks = [rank(problem, plan.routes, plan.unserved) for plan in (best, found)]
        assert ranks[0] == ranks[1], f"seed {seed}"


def test_plans_with_rests_pass_the_second_opinion():
    for seed in range(200):
        rng = random.Random(seed)
        problem = random_problem(rng, requests=8, locations=8, at_least=1)
        types = tuple(rested(rng, one) for one in problem.vehicle_types)
        problem = replace(problem, vehicle_types=types)
        assert faults_of(problem, solve(problem, MaxIterations(30), seed=seed)) == [], f"{seed}"
