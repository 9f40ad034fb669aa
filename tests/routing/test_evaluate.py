"""evaluate(): every rule named with its exact amount, on routes made by hand."""

from dataclasses import replace

import numpy as np
import pytest

from routing.evaluate import evaluate
from routing.problem import Link, Location, Problem, Request, Task, VehicleType
from routing.violation import Violation

# Ten seconds and metres from each place to the next:
#
#     depot(0) --10-- A(1) --10-- B(2)      ~~ sea ~~      isle(3)
#
ROAD = np.array(
    [[0, 10, 20, -1], [10, 0, 10, -1], [20, 10, 0, -1], [-1, -1, -1, 0]], dtype=np.int32
)


def drawn(**vehicle):
    kept = {"capacity": (5,), "count": 1, "shift": (0, 200), **vehicle}
    return Problem(
        locations=(Location(), Location(access=3), Location(), Location(zone=1)),
        requests=(
            Request(delivery=Task(location=1, windows=((30, 40), (60, 70)), service=2), load=(2,)),
            Request(delivery=Task(location=1, service=2), load=(2,)),
            Request(pickup=Task(location=1), delivery=Task(location=2), load=(3,)),
            Request(delivery=Task(location=3), load=(1,), prize=50),
        ),
        vehicle_types=(VehicleType(**kept),),
        durations=(ROAD,),
        distances=(ROAD,),
        links=(
            Link(board=2, alight=3, ready=50, departure=55, arrival=70, costs=(7,)),
            Link(board=3, alight=0, ready=90, departure=95, arrival=120, costs=(9,)),
        ),
    )


def names(problem, *routes):
    return evaluate(problem, routes).violations


SERVED = [(0, "delivery"), (1, "delivery"), (2, "pickup"), (2, "delivery")]


def test_access_is_spent_once_for_neighbours_at_one_gate():
    evaluation = evaluate(drawn(), [(0, SERVED[:2])])
    (route,) = evaluation.routes
    # Leaves at 20, so that it need not wait for 30: access 3 and service 2, then service 2 alone.
    assert [(v.arrival, v.start, v.finish) for v in route.visits] == [
        (20 + 10, 30, 35),
        (35, 35, 37),
    ]
    assert (route.departure, route.arrival, route.distance) == (20, 47, 20)


def test_cost_splits_into_distance_and_prizes():
    evaluation = evaluate(drawn(fixed_cost=100, unit_duration_cost=2), [(0, SERVED)])
    (route,) = evaluation.routes
    assert route.cost == 100 + route.distance + 2 * route.duration
    assert evaluation.unserved == (3,)
    assert evaluation.cost == route.cost + 50
    assert evaluation.feasible


def test_the_boat_out_and_home_is_taken_and_paid():
    evaluation = evaluate(drawn(), [(0, [*SERVED, (3, "delivery")])])
    (route,) = evaluation.routes
    assert (route.visits[-1].link, route.end_link) == (0, 1)
    assert (route.visits[-1].arrival, route.arrival) == (70, 120)
    assert route.cost == route.distance + 7 + 9
    assert evaluation.cost == route.cost
    assert evaluation.feasible


def test_loads_are_counted_from_start_to_end():
    (route,) = evaluate(drawn(), [(0, SERVED)]).routes
    assert route.start_load == (4,)
    assert [visit.load for visit in route.visits] == [(2,), (0,), (3,), (0,)]


def test_too_much_on_board_is_named_where_it_happens():
    found = names(drawn(capacity=(3,)), (0, SERVED))
    assert found["overload"] == (Violation(name="overload", route=0, visit=None, amount=1),)


def test_a_missed_boat_is_unreachable_and_the_route_leaves_at_the_opening():
    problem = drawn(shift=(45, 200))
    evaluation = evaluate(problem, [(0, [(3, "delivery")])])
    assert evaluation.violations["unreachable"][0] == Violation(
        name="unreachable", route=0, visit=0, request=3
    )
    assert evaluation.routes[0].departure == 45


def test_a_late_visit_says_by_how_much():
    found = names(drawn(shift=(65, 200)), (0, SERVED[:1]))
    assert found["late"] == (Violation(name="late", route=0, visit=0, request=0, amount=5),)


def test_the_second_window_serves_who_misses_the_first():
    (route,) = evaluate(drawn(shift=(35, 200)), [(0, SERVED[:1])]).routes
    assert route.visits[0].start == 60
    assert route.departure == 50  # no need to leave at 35


def test_limits_of_shift_duration_and_distance_are_named():
    found = names(drawn(shift=(0, 40), max_duration=20, max_distance=15), (0, SERVED[:2]))
    assert {name: of[0].amount for name, of in found.items() if name != "unserved"} == {
        "shift": 7,  # leaves at 0 since it cannot be home in time, and returns at 47
        "max-duration": 27,
        "max-distance": 5,
    }


@pytest.mark.parametrize(
    ("tasks", "visit"),
    [
        ([(2, "delivery"), (2, "pickup")], 0),
        ([(2, "pickup")], 0),
        ([(2, "delivery")], 0),
    ],
)
def test_a_pair_out_of_order_or_torn_apart_is_named(tasks, visit):
    found = names(drawn(), (0, tasks))
    assert found["pair"] == (Violation(name="pair", route=0, visit=visit, request=2),)


def test_repeated_refused_and_surplus_vehicles_are_named():
    problem = drawn()
    choosy = replace(problem.requests[1], vehicle_types=frozenset())
    problem = replace(problem, requests=(problem.requests[0], choosy, *problem.requests[2:]))
    found = names(problem, (0, SERVED[:1]), (0, SERVED[:2]))
    assert found["repeated"] == (Violation(name="repeated", route=1, visit=0, request=0),)
    assert found["vehicle-type"] == (Violation(name="vehicle-type", route=1, visit=1, request=1),)
    assert found["fleet"] == (Violation(name="fleet", amount=1),)
    assert [one.request for one in found["unserved"]] == [2]


@pytest.mark.parametrize(
    ("routes", "message"),
    [
        ([(1, SERVED)], "vehicle type 1 does not exist"),
        ([(0, [(4, "delivery")])], "request 4 does not exist"),
        ([(0, [(0, "pickup")])], "has no pickup"),
        ([(0, [(0, "visit")])], "kind must be 'pickup' or 'delivery'"),
    ],
)
def test_what_does_not_exist_is_an_error(routes, message):
    with pytest.raises(ValueError, match=message):
        evaluate(drawn(), routes)
