"""What a single route must hold: each rule with its exact times, costs and amounts."""

import numpy as np
import pytest

from routing.check import check
from routing.evaluate import evaluate
from routing.problem import HORIZON, Link, Location, Request, SoftWindow, Task, VehicleType
from routing.solve import solve
from routing.stop import MaxIterations
from routing.violation import Violation
from tests.routing.plans import delivery, line_of, pair, pickup, plan_of, tasks_of

#     depot(0) --10-- A(1) --10-- B(2) --10-- C(3)         a metre a second


def line(*requests, vehicle=None, **parts):
    types = (VehicleType(**{"capacity": (10,), "shift": (0, 1000), **(vehicle or {})}),)
    return line_of(0, 10, 20, 30, requests=requests, vehicle_types=types, **parts)


def times(problem, text):
    """Starts and finishes of a route of the first vehicle type; the check agrees with them."""
    evaluation = evaluate(problem, [(0, tasks_of(text))])
    assert evaluation.routes == plan_of(problem, (0, text)).routes
    return [(visit.start, visit.finish) for visit in evaluation.routes[0].visits]


def broken(problem, text):
    """Names and amounts of what the route breaks; the check names the same rules."""
    found = evaluate(problem, [(0, tasks_of(text))]).violations
    names = {fault.name for fault in check(problem, plan_of(problem, (0, text)))}
    assert not (set(found) - {"unserved"}) ^ {name for name in names if "stated" not in name}
    return {name: one[0].amount for name, one in found.items() if name != "unserved"}


def cost(problem, text):
    evaluation = evaluate(problem, [(0, tasks_of(text))])
    assert evaluation.cost == plan_of(problem, (0, text)).cost
    return evaluation.cost


# Closed hours


def test_a_visit_ends_before_closed_hours_or_starts_after_them():
    def closed_from(begin, shift=(0, 1000)):
        return line(delivery(1, service=5, closed=((begin, 50),)), vehicle={"shift": shift})

    assert times(closed_from(15), "d0") == [(10, 15)]
    assert times(closed_from(14, shift=(0, 1000)), "d0") == [(50, 55)]


def test_access_counts_as_part_of_the_visit():
    gate = (Location(), Location(access=4), Location(), Location())
    problem = line(
        delivery(1, service=5, closed=((23, 50),)),
        delivery(1, service=5, closed=((24, 50),)),
        locations=gate,
    )
    assert times(problem, "d0 d1") == [(10, 19), (19, 24)]
    assert times(problem, "d1 d0") == [(15, 24), (50, 55)]


def test_a_visit_that_overlaps_closed_hours_is_named_with_the_overlap():
    problem = line(delivery(1, service=5, windows=((0, 20),), closed=((12, 500),)))
    assert evaluate(problem, [(0, tasks_of("d0"))]).violations["closed"] == (
        Violation(name="closed", route=0, visit=0, request=0, amount=3),
    )


# Releases and ages


def test_a_route_leaves_when_its_loads_are_there():
    problem = line(delivery(1, release=30), delivery(2))
    assert times(problem, "d1 d0") == [(50, 50), (60, 60)]


def test_a_pickup_starts_when_its_load_is_there():
    assert times(line(pickup(1, release=30)), "p0") == [(30, 30)]
    assert times(line(pair(1, 2, release=30)), "p0 d0") == [(30, 30), (40, 40)]


def test_a_load_too_old_is_named_with_its_age_above_the_limit():
    problem = line(delivery(2, release=30, max_age=17))
    assert broken(problem, "d0") == {"max-age": 3}
    assert times(line(delivery(2, release=30, max_age=20)), "d0") == [(50, 50)]


# Time aboard


def late_at_b(**limit):
    """From A to B, where the door opens at 100."""
    both = Request(
        pickup=Task(location=1),
        delivery=Task(location=2, windows=((100, 200),)),
        load=(1,),
        **limit,
    )
    return line(both, delivery(3, windows=((0, 40),)))


def test_a_pickup_waits_so_that_its_load_is_not_aboard_too_long():
    assert times(late_at_b(), "d1 p0 d0") == [(40, 40), (60, 60), (100, 100)]
    assert times(late_at_b(max_aboard=15), "d1 p0 d0") == [(40, 40), (85, 85), (100, 100)]


def test_a_load_that_is_aboard_too_long_is_named_by_how_much():
    assert broken(late_at_b(max_aboard=9), "p0 d0") == {"max-aboard": 81}


def test_a_departure_waits_for_the_time_aboard_of_what_it_brings():
    problem = line(delivery(2, windows=((100, 200),), max_aboard=30), delivery(1))
    (route,) = evaluate(problem, [(0, tasks_of("d1 d0"))]).routes
    assert (route.departure, route.visits[1].start) == (80, 100)
    assert broken(line(delivery(2, max_aboard=19)), "d0") == {"max-aboard": 1}


def test_what_is_picked_up_is_aboard_until_the_trip_ends():
    assert broken(line(pickup(2, max_aboard=19)), "p0") == {"max-aboard": 1}
    assert broken(line(pickup(2, max_aboard=20)), "p0") == {}


# Trips


RELOAD = {"reloads": (Task(location=0, service=7),), "capacity": (5,)}


def test_a_reload_empties_and_fills_the_vehicle_and_takes_its_time():
    problem = line(delivery(1, 4), delivery(2, 5), pickup(1, 5), vehicle=RELOAD)
    (route,) = evaluate(problem, [(0, tasks_of("d0 p2 r0 d1"))]).routes
    assert [visit.load for visit in route.visits] == [(0,), (5,), (5,), (0,)]
    assert (route.start_load, route.departure, route.arrival) == ((4,), 0, 20 + 7 + 40)
    assert route.requests == (0, 2, 1)
    assert [len(trip) for trip in route.trips] == [2, 1]
    assert broken(problem, "d0 p2 r0 d1") == {}
    assert broken(problem, "d0 d1 r0 p2") == {"overload": 4}


def test_a_pair_stays_aboard_at_a_reload():
    problem = line(pair(1, 3, 2), delivery(2, 3), vehicle=RELOAD)
    (route,) = evaluate(problem, [(0, tasks_of("p0 r0 d1 d0"))]).routes
    assert [visit.load for visit in route.visits] == [(2,), (5,), (2,), (0,)]


def test_a_reload_waits_for_the_loads_of_its_trip():
    problem = line(delivery(1), delivery(2, release=100), vehicle=RELOAD)
    assert times(problem, "d0 r0 d1") == [(90, 90), (100, 107), (127, 127)]


def test_more_trips_or_stops_than_allowed_are_counted():
    problem = line(delivery(1), delivery(1), delivery(2), vehicle=RELOAD | {"max_trips": 1})
    assert broken(problem, "d0 r0 d1 r0 d2") == {"max-trips": 2}
    problem = line(delivery(1), delivery(1), delivery(2), vehicle=RELOAD | {"max_stops": 1})
    assert broken(problem, "d0 d1 r0 d2") == {"max-stops": 1}
    assert broken(problem, "d0 d1 r0") == {}


def test_the_search_reloads_where_one_vehicle_has_to_do_it_all():
    problem = line(delivery(1, 4), delivery(2, 4), pickup(1, 5), vehicle=RELOAD)
    solution = solve(problem, MaxIterations(100))
    assert (solution.unserved, check(problem, solution)) == ((), ())
    assert (len(solution.routes[0].trips), solution.cost) == (2, 20 + 40)


def test_the_search_makes_no_more_trips_than_allowed():
    vehicle = RELOAD | {"max_trips": 1}
    problem = line(delivery(1, 4), delivery(2, 4, prize=9), vehicle=vehicle)
    assert solve(problem, MaxIterations(100)).unserved == (1,)


def test_loads_that_come_later_go_with_a_later_trip():
    problem = line(
        delivery(1, windows=((0, 30),)), delivery(1, release=50), delivery(2, release=60),
        vehicle=RELOAD,
    )  # fmt: skip
    solution = solve(problem, MaxIterations(100))
    assert (solution.unserved, check(problem, solution)) == ((), ())
    assert [{visit.request for visit in trip} for trip in solution.routes[0].trips] == [{0}, {1, 2}]


def test_a_reload_that_does_not_exist_is_an_error():
    with pytest.raises(ValueError, match="vehicle type 0 has no reload 1"):
        evaluate(line(delivery(1), vehicle=RELOAD), [(0, ((0, "delivery"), (1, "reload")))])


# Costs


def test_overtime_is_paid_on_top_of_the_wage():
    rates = {"unit_duration_cost": 2, "overtime_after": 30, "unit_overtime_cost": 5}
    assert cost(line(delivery(2), vehicle=rates), "d0") == 40 + 2 * 40 + 5 * 10
    assert cost(line(delivery(1), vehicle=rates), "d0") == 20 + 2 * 20


def test_tolls_are_paid_for_each_road_driven():
    tolls = np.zeros((4, 4), dtype=np.int32)
    tolls[0, 2], tolls[2, 0] = 70, 9
    assert cost(line(delivery(2), tolls=(tolls,)), "d0") == 40 + 79
    assert cost(line(delivery(2), delivery(1), tolls=(tolls,)), "d1 d0") == 40 + 9


def test_tolls_are_paid_on_the_way_to_and_from_a_link():
    tolls = np.array([[0, 3, 0], [0, 0, 0], [0, 0, 0]], dtype=np.int32)
    boat = Link(board=1, alight=2, ready=50, departure=50, arrival=60, costs=(7,))
    problem = line_of(
        0, 10, (0, 1), requests=(delivery(2),), links=(boat,), tolls=(tolls,),
        vehicle_types=(VehicleType(capacity=(10,), end=None),),
    )  # fmt: skip
    assert cost(problem, "d0") == 10 + 3 + 7


def soft(span, **prices):
    return SoftWindow(span=span, **prices)


def test_a_start_outside_a_soft_window_is_paid_by_the_second():
    late = delivery(1, soft=soft((0, 4), late_cost=3))
    assert cost(line(late), "d0") == 20 + 3 * 6
    early = delivery(1, windows=((0, 50),), soft=soft((60, 70), early_cost=3))
    assert cost(line(early), "d0") == 20 + 3 * 10
    assert times(line(early), "d0") == [(50, 50)]


def test_a_route_leaves_when_soft_windows_and_wages_cost_least():
    early = delivery(1, soft=soft((100, 110), early_cost=3))
    late = delivery(2, windows=((0, 90), (300, 300)), soft=soft((0, 50), late_cost=1))
    assert times(line(early, late), "d0 d1") == [(80, 80), (90, 90)]
    assert times(line(early), "d0") == [(100, 100)]


def test_a_soft_window_is_missed_where_a_hard_one_asks_for_it():
    problem = line(delivery(1, windows=((90, 95),), soft=soft((0, 80), late_cost=1)))
    assert times(problem, "d0") == [(90, 90)]
    assert cost(problem, "d0") == 20 + 10


# Everything normal


def test_equal_places_zero_loads_and_windows_of_one_second_are_normal():
    problem = line_of(
        0, 5, 5, 5,
        requests=(
            delivery(1, 0, windows=((7, 7),)), delivery(2, 0, windows=((7, 7),)), pair(3, 3, 0),
        ),
        vehicle_types=(VehicleType(capacity=(0,)),),
    )  # fmt: skip
    assert times(problem, "d0 d1 p2 d2") == [(7, 7)] * 4
    assert broken(problem, "d0 d1 p2 d2") == {}


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: Task(location=0, closed=((5, 6), (6, 7))), "closed must be sorted and disjoint"),
        (lambda: SoftWindow(span=(5, 4)), "span must not end before it begins"),
        (lambda: SoftWindow(span=(5, 6), late_cost=-1), "late_cost must lie between 0"),
        (lambda: pickup(0, max_age=5), "max_age must be None without a delivery"),
        (lambda: delivery(0, release=-1), "release must lie between 0"),
        (lambda: delivery(0, max_aboard=HORIZON + 1), "max_aboard must lie between 0"),
        (lambda: VehicleType(max_stops=-1), "max_stops must lie between 0"),
        (lambda: VehicleType(max_trips=-1), "max_trips must lie between 0"),
        (lambda: VehicleType(overtime_after=-1), "overtime_after must lie between 0"),
        (lambda: VehicleType(unit_overtime_cost=-1), "unit_overtime_cost must lie between 0"),
        (
            lambda: VehicleType(reloads=(Task(location=0, soft=SoftWindow(span=(0, 1))),)),
            "reloads must not have soft windows",
        ),
        (
            lambda: line(vehicle={"reloads": (Task(location=4),)}),
            r"vehicle_types\[0\].reloads\[0\].location must be an index into locations",
        ),
        (
            lambda: line(tolls=(np.ones((4, 4), dtype=np.int32),)),
            r"tolls\[0\] must lie between 0 and .* zero on the diagonal",
        ),
        (
            lambda: line(tolls=(np.zeros((4, 4), dtype=np.int32),) * 2),
            "tolls must have one matrix per profile, or none",
        ),
        (lambda: line(tolls=(np.zeros((3, 3), dtype=np.int32),)), r"tolls\[0\] must be square"),
    ],
)
def test_a_part_that_breaks_a_rule_is_refused(make, message):
    with pytest.raises(ValueError, match=message):
        make()
