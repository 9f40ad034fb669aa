"""Quotes for a standing plan: compared with every insertion, tried one by one."""

import random
from dataclasses import replace

import pytest

from routing import MaxIterations, Solution, Standing, evaluate, insertion_quotes, solve
from tests.routing.plans import delivery, line_of, pair, plan_of, sailing
from tests.routing.problems import random_problem

pytestmark = pytest.mark.kernel


def every_insertion(problem, solution, request):
    """Yield the cost of every feasible way to put a request into a plan, slowly."""
    plan = [(route.vehicle_type, list(route.tasks)) for route in solution.routes]
    before = sum(route.cost for route in solution.routes)
    kinds = [kind for kind, _ in problem.requests[request].tasks]
    fresh = [(vehicle_type, []) for vehicle_type in range(len(problem.vehicle_types))]
    for number, (vehicle_type, tasks) in enumerate([*plan, *fresh]):
        for order in insertions(tasks, [(request, kind) for kind in kinds]):
            others = [one for other, one in enumerate(plan) if other != number]
            judged = evaluate(problem, [*others, (vehicle_type, order)])
            if not judged.violations.keys() - {"unserved"}:
                yield sum(route.cost for route in judged.routes) - before


def insertions(tasks, new):
    if not new:
        yield tasks
        return
    for place in range(len(tasks) + 1):
        for rest in insertions(tasks[place:], new[1:]):
            yield [*tasks[:place], new[0], *rest]


def without(problem, solution, request):
    """Take a request out of a plan; None where a route cannot do without it."""
    left = [
        (route.vehicle_type, [task for task in route.tasks if task[0] != request])
        for route in solution.routes
    ]
    judged = evaluate(problem, [(kind, tasks) for kind, tasks in left if tasks])
    if judged.violations.keys() - {"unserved"} or request not in judged.unserved:
        return None
    return Solution(routes=judged.routes, unserved=judged.unserved, cost=judged.cost)


def with_windows(problem, request, kind, windows):
    old = problem.requests[request]
    new = replace(old, **{kind: replace(getattr(old, kind), windows=windows)})
    requests = (*problem.requests[:request], new, *problem.requests[request + 1 :])
    return replace(problem, requests=requests)


@pytest.mark.parametrize("seed", range(120))
def test_quotes_are_the_cheapest_of_all_insertions(seed):
    rng = random.Random(seed)
    problem = random_problem(rng, requests=6, at_least=2)
    solution = solve(problem, MaxIterations(rng.choice([0, 20])))
    served = [visit.request for route in solution.routes for visit in route.visits]
    gone = rng.choice([*served, 0])
    left = [
        (route.vehicle_type, [t for t in route.tasks if t[0] != gone]) for route in solution.routes
    ]
    judged = evaluate(problem, [(kind, tasks) for kind, tasks in left if tasks])
    if judged.violations.keys() - {"unserved"} or gone not in judged.unserved:
        return  # without it a route breaks a rule: nothing stands
    standing = plan_of(problem)
    standing = type(standing)(routes=judged.routes, unserved=judged.unserved, cost=judged.cost)
    kind = problem.requests[gone].tasks[-1][0]
    slots = [(0, 1 << 29), (10, 60), (100, 200)]
    for slot, quote in zip(slots, insertion_quotes(problem, standing, gone, slots), strict=True):
        asked = with_windows(problem, gone, kind, (slot,))
        costs = list(every_insertion(asked, standing, gone))
        assert (None if quote is None else quote.cost) == min(costs, default=None)
        if quote is not None:
            assert slot[0] <= quote.start <= slot[1]


def on_a_line():
    """Places at 0, 10, 20, 30; a vehicle already goes to 30 and back, another one is idle."""
    problem = line_of(0, 10, 20, 30, requests=(delivery(3), delivery(1, windows=((0, 5),))))
    return problem, plan_of(problem, (0, "d0"))


def test_a_visit_on_the_way_costs_nothing_and_one_at_the_wrong_time_is_refused():
    problem, solution = on_a_line()
    first, never = insertion_quotes(problem, solution, 1, [(0, 100), (0, 9)])
    assert (first.cost, first.route, first.vehicle_type) == (0, 0, 0)
    assert never is None


def test_the_slot_counts_and_not_the_windows_of_the_request():
    problem, solution = on_a_line()
    assert insertion_quotes(problem, solution, 1, [(50, 50)])[0].start == 50


def test_a_plan_answers_again_and_again():
    problem, solution = on_a_line()
    standing = Standing(problem, solution)
    slots = [(0, 100), (0, 9), (300, 400)]
    assert standing.quotes(1, slots) == standing.quotes(1, slots)


def test_slots_of_a_pair_are_for_its_delivery_unless_told():
    problem = line_of(0, 10, 20, requests=(pair(1, 2),))
    standing = Standing(problem, plan_of(problem))
    assert standing.quotes(0, [(100, 200)])[0].start == 100
    assert standing.quotes(0, [(100, 200)], "pickup")[0].start == 100
    assert standing.quotes(0, [(0, 10)], "pickup")[0].start == 10
    assert standing.quotes(0, [(0, 10)]) == (None,)


def test_the_last_boat_decides_which_slots_can_be_promised():
    problem = line_of(
        0,
        10,
        (11, 1),
        requests=(delivery(2),),
        links=(
            sailing(1, 2, 20, 40, costs=(7,)),
            sailing(1, 2, 100, 120, costs=(7,)),
            sailing(2, 1, 130, 150, costs=(7,)),
        ),
    )
    quotes = insertion_quotes(problem, plan_of(problem), 0, [(0, 60), (61, 125), (131, 200)])
    assert [None if one is None else (one.cost, one.start) for one in quotes] == [
        (34, 40),
        (34, 120),
        None,
    ]


@pytest.mark.parametrize(
    ("request_", "slots", "kind", "message"),
    [
        (0, [(0, 1)], None, "request 0 is served"),
        (7, [(0, 1)], None, "request 7 does not exist"),
        (1, [(5, 1)], None, "slots must be windows"),
        (1, [(0, 1)], "pickup", "request 1 has no pickup"),
    ],
)
def test_questions_that_make_no_sense_are_refused(request_, slots, kind, message):
    problem, solution = on_a_line()
    with pytest.raises(ValueError, match=message):
        insertion_quotes(problem, solution, request_, slots, kind)
