"""The second opinion: sound plans pass, and each rule has one plan that breaks just that rule."""

import dataclasses

import pytest

from routing.check import check
from routing.problem import Location, Request, Task, VehicleType
from routing.solution import Solution
from tests.routing.plans import delivery, line_of, pair, pickup, plan_of, sailing


def names(problem, solution):
    return sorted({violation.name for violation in check(problem, solution)})


def change(solution, place=None, **fields):
    """Misstate fields of the first route, or of one of its visits."""
    route = solution.routes[0]
    if place is None:
        route = dataclasses.replace(route, **fields)
    else:
        visits = list(route.visits)
        visits[place] = dataclasses.replace(visits[place], **fields)
        route = dataclasses.replace(route, visits=tuple(visits))
    return dataclasses.replace(solution, routes=(route, *solution.routes[1:]))


# depot at 0, clients at 10, 20 and 30
def three_clients(**parts):
    return line_of(0, 10, 20, 30, **({"requests": (delivery(1), delivery(2), pickup(3))} | parts))


def test_sound_plan_has_no_violations():
    problem = three_clients()
    plan = plan_of(problem, (0, "d0 d1 p2"))
    assert check(problem, plan) == ()
    assert (plan.cost, plan.routes[0].start_load) == (60, (2,))
    assert [visit.load for visit in plan.routes[0].visits] == [(1,), (0,), (1,)]


def test_leaving_a_request_unserved_is_no_violation():
    problem = three_clients()
    assert check(problem, plan_of(problem, (0, "d0 d1"))) == ()


def test_empty_plan_of_optional_requests_costs_their_prizes():
    problem = three_clients(requests=(delivery(1, prize=7), delivery(2, prize=8)))
    assert check(problem, Solution(routes=(), unserved=(0, 1), cost=15)) == ()
    assert names(problem, Solution(routes=(), unserved=(0, 1), cost=0)) == ["stated-total-cost"]


# What is served


def test_request_that_is_nowhere():
    problem = three_clients()
    plan = dataclasses.replace(plan_of(problem, (0, "d0 d1")), unserved=())
    assert names(problem, plan) == ["forgotten"]


def test_request_served_and_listed_as_unserved():
    problem = three_clients()
    plan = dataclasses.replace(plan_of(problem, (0, "d0 d1 p2")), unserved=(1,))
    assert names(problem, plan) == ["served-and-unserved"]


def test_request_listed_as_unserved_twice():
    problem = three_clients()
    plan = dataclasses.replace(plan_of(problem, (0, "d0 d1")), unserved=(2, 2))
    assert names(problem, plan) == ["repeated"]


def test_request_in_two_routes():
    problem = three_clients(vehicle_types=(VehicleType(capacity=(10,), count=2),))
    assert names(problem, plan_of(problem, (0, "d0 d1 p2"), (0, "d1"))) == ["repeated"]


def test_request_twice_in_one_route():
    problem = three_clients()
    assert names(problem, plan_of(problem, (0, "d0 d1 p2 d0"))) == ["repeated"]


def test_more_routes_than_vehicles():
    problem = three_clients()
    assert names(problem, plan_of(problem, (0, "d0 d1"), (0, "p2"))) == ["fleet"]


def test_route_without_visits():
    problem = three_clients()
    plan = plan_of(problem, (0, "d0 d1 p2"))
    empty = dataclasses.replace(plan.routes[0], visits=(), cost=0, start_load=(0,))
    assert names(problem, dataclasses.replace(plan, routes=(*plan.routes, empty))) == [
        "empty-route",
        "fleet",
    ]


def test_vehicle_type_that_may_not_serve_a_request():
    problem = three_clients(
        requests=(delivery(1, vehicle_types=frozenset({1})), delivery(2)),
        vehicle_types=(VehicleType(capacity=(10,)), VehicleType(capacity=(10,))),
    )
    assert names(problem, plan_of(problem, (0, "d0 d1"))) == ["vehicle-type"]
    assert names(problem, plan_of(problem, (1, "d0 d1"))) == []


def test_pair_whose_delivery_comes_first():
    problem = line_of(0, 10, 20, requests=(pair(1, 2),))
    assert "pair" in names(problem, plan_of(problem, (0, "d0 p0")))
    assert names(problem, plan_of(problem, (0, "p0 d0"))) == []


def test_pair_that_is_only_picked_up():
    problem = line_of(0, 10, 20, requests=(pair(1, 2),))
    assert names(problem, plan_of(problem, (0, "p0"))) == ["pair"]


def test_pair_split_over_two_vehicles():
    problem = line_of(
        0, 10, 20, requests=(pair(1, 2),), vehicle_types=(VehicleType(capacity=(9,), count=2),)
    )
    assert {"pair", "repeated"} <= set(names(problem, plan_of(problem, (0, "p0"), (0, "d0"))))


@pytest.mark.parametrize(
    ("place", "fields", "name"),
    [
        (None, {"vehicle_type": 1}, "unknown-vehicle-type"),
        (0, {"request": 9}, "unknown-request"),
        (0, {"kind": "pickup"}, "unknown-task"),
        (0, {"location": 2}, "wrong-location"),
    ],
)
def test_things_that_do_not_exist(place, fields, name):
    problem = three_clients()
    assert name in names(problem, change(plan_of(problem, (0, "d0 d1 p2")), place, **fields))


def test_unserved_request_that_does_not_exist():
    problem = three_clients()
    plan = dataclasses.replace(plan_of(problem, (0, "d0 d1 p2")), unserved=(3,))
    assert names(problem, plan) == ["unknown-request"]


# Loads


def test_more_deliveries_than_the_vehicle_holds_at_the_start():
    problem = three_clients(requests=(delivery(1, load=6), delivery(2, load=5)))
    violations = check(problem, plan_of(problem, (0, "d0 d1")))
    assert [(violation.name, violation.visit) for violation in violations] == [("overload", None)]


def test_pick_up_before_there_is_room():
    problem = three_clients(requests=(delivery(1, load=6), pickup(2, load=5)))
    violations = check(problem, plan_of(problem, (0, "p1 d0")))
    assert [(violation.name, violation.visit) for violation in violations] == [("overload", 0)]
    assert check(problem, plan_of(problem, (0, "d0 p1"))) == ()


def test_second_load_dimension_counts_too():
    request = Request(delivery=Task(location=1), load=(1, 7))
    problem = line_of(0, 10, requests=(request,), vehicle_types=(VehicleType(capacity=(9, 6)),))
    assert names(problem, plan_of(problem, (0, "d0"))) == ["overload"]


def test_pairs_are_on_board_only_between_their_visits():
    problem = line_of(0, 10, 20, requests=(pair(1, 2, load=8), pair(1, 2, load=8)))
    assert check(problem, plan_of(problem, (0, "p0 d0 p1 d1"))) == ()
    assert names(problem, plan_of(problem, (0, "p0 p1 d0 d1"))) == ["overload"]


# Times


def test_late_arrival():
    problem = three_clients(requests=(delivery(1), delivery(2, windows=((0, 19),))))
    violations = check(problem, plan_of(problem, (0, "d0 d1")))
    assert [(violation.name, violation.route, violation.visit) for violation in violations] == [
        ("late", 0, 1)
    ]


def test_vehicle_waits_for_the_second_window():
    problem = three_clients(requests=(delivery(3, windows=((0, 29), (50, 60))),))
    plan = plan_of(problem, (0, "d0"))
    assert check(problem, plan) == ()
    visit = plan.routes[0].visits[0]
    assert (plan.routes[0].departure, visit.arrival, visit.start) == (20, 50, 50)


def test_departure_earlier_than_it_could_be():
    problem = three_clients(requests=(delivery(1, windows=((50, 60),)),))
    plan = plan_of(problem, (0, "d0"))
    early = change(change(plan, departure=0), 0, arrival=10)
    assert names(problem, early) == ["stated-arrival", "stated-departure"]


def test_return_after_the_shift():
    shifts = (VehicleType(capacity=(9,), shift=(0, 59)),)
    problem = three_clients(requests=(delivery(3),), vehicle_types=shifts)
    assert names(problem, plan_of(problem, (0, "d0"))) == ["shift"]


def test_longer_than_the_longest_duration():
    limits = (VehicleType(capacity=(9,), max_duration=59),)
    problem = three_clients(requests=(delivery(3),), vehicle_types=limits)
    assert names(problem, plan_of(problem, (0, "d0"))) == ["max-duration"]


def test_longer_than_the_longest_distance():
    limits = (VehicleType(capacity=(9,), max_distance=59),)
    problem = three_clients(requests=(delivery(3),), vehicle_types=limits)
    assert names(problem, plan_of(problem, (0, "d0"))) == ["max-distance"]


def test_access_is_spent_once_for_visits_at_one_place():
    places = (Location(), Location(access=5))
    both = (delivery(1, service=2), delivery(1, service=3))
    plan = plan_of(problem := line_of(0, 10, locations=places, requests=both), (0, "d0 d1"))
    assert check(problem, plan) == ()
    assert [(visit.start, visit.finish) for visit in plan.routes[0].visits] == [
        (plan.routes[0].departure + 10, plan.routes[0].departure + 17),
        (plan.routes[0].departure + 17, plan.routes[0].departure + 20),
    ]


def test_access_is_spent_where_a_route_begins_but_not_at_its_depot():
    places, client = (Location(access=5), Location(access=5)), (delivery(0), delivery(1))
    nowhere = (VehicleType(capacity=(9,), start=None, end=None, unit_duration_cost=1),)
    problem = line_of(0, 10, locations=places, requests=client, vehicle_types=nowhere)
    assert plan_of(problem, (0, "d1")).cost == 5
    depot = (VehicleType(capacity=(9,), start=0, end=None, unit_duration_cost=1),)
    problem = line_of(0, 10, locations=places, requests=client, vehicle_types=depot)
    assert plan_of(problem, (0, "d0")).cost == 0


# Roads and links


def test_missing_road():
    problem = line_of(0, 10, 20, requests=(delivery(1), delivery(2)))
    matrix = problem.durations[0].copy()
    matrix[1, 2] = -1
    problem = dataclasses.replace(problem, durations=(matrix,), distances=(matrix,))
    violations = check(problem, plan_of(problem, (0, "d0 d1")))
    assert [(violation.name, violation.visit) for violation in violations] == [("unreachable", 1)]
    assert check(problem, plan_of(problem, (0, "d1 d0"))) == ()


#    0 depot --- 10 quay ~~~ 0 pier --- 5 client
def island(*links, **parts):
    parts = {"requests": (delivery(3),)} | parts
    return line_of((0, 0), (10, 0), (0, 1), (5, 1), links=links, **parts)


OUT, BACK = sailing(1, 2, 100, 130, costs=(40,), check_in=20), sailing(2, 1, 200, 230, costs=(50,))


def test_island_is_reached_and_left_by_sailings():
    problem = island(OUT, BACK)
    plan = plan_of(problem, (0, "d0"))
    route = plan.routes[0]
    assert check(problem, plan) == ()
    assert (route.departure, route.visits[0].arrival, route.arrival) == (70, 135, 240)
    assert (route.visits[0].link, route.end_link) == (0, 1)
    assert (route.distance, route.cost) == (30, 30 + 90)


def test_missed_last_boat_home():
    problem = island(OUT, sailing(2, 1, 139, 160))
    violations = check(problem, plan_of(problem, (0, "d0")))
    assert [(violation.name, violation.visit) for violation in violations] == [("unreachable", 1)]


def test_check_in_must_be_kept():
    late = island(OUT, BACK, vehicle_types=(VehicleType(capacity=(9,), shift=(71, 999)),))
    assert names(late, plan_of(late, (0, "d0"))) == ["unreachable"]


def test_vehicle_type_that_the_ferry_refuses():
    problem = island(dataclasses.replace(OUT, costs=(None,)), BACK)
    assert names(problem, plan_of(problem, (0, "d0"))) == ["unreachable"]


@pytest.mark.parametrize(
    ("other", "taken"),
    [
        (sailing(1, 2, 100, 129, costs=(90,)), 1),  # arrives earlier
        (sailing(1, 2, 100, 131, costs=(0,)), 0),  # arrives later
        (sailing(1, 2, 100, 130, costs=(39,), check_in=90), 1),  # as early, cheaper
        (sailing(1, 2, 100, 130, costs=(40,), check_in=10), 1),  # as early and dear, ready later
        (sailing(1, 2, 100, 130, costs=(40,), check_in=20), 0),  # all alike: the first
    ],
)
def test_link_is_chosen_by_arrival_then_fare_then_ready_then_index(other, taken):
    """A first visit whose only moment is 0 keeps all links open to the vehicle."""
    one_way = (VehicleType(capacity=(9,), end=None),)
    at_once = (delivery(0, windows=((0, 0),)), delivery(3))
    problem = island(OUT, other, requests=at_once, vehicle_types=one_way)
    plan = plan_of(problem, (0, "d0 d1"))
    assert check(problem, plan) == ()
    assert plan.routes[0].visits[1].link == taken


def test_taking_another_link_than_the_rule_says():
    problem = island(OUT, sailing(1, 2, 100, 131, check_in=20), BACK)
    plan = plan_of(problem, (0, "d0"))
    assert names(problem, change(plan, 0, link=1)) == ["stated-link"]


# What a route states about itself


@pytest.mark.parametrize(
    ("place", "fields", "name"),
    [
        (None, {"departure": 1}, "stated-departure"),
        (None, {"arrival": 1}, "stated-arrival"),
        (None, {"end_link": 0}, "stated-link"),
        (None, {"end_distance": 1}, "stated-distance"),
        (None, {"distance": 1}, "stated-distance"),
        (None, {"start_load": (9,)}, "stated-load"),
        (0, {"link": 0}, "stated-link"),
        (0, {"distance": 1}, "stated-distance"),
        (0, {"arrival": 1}, "stated-arrival"),
        (0, {"start": 1}, "stated-start"),
        (0, {"finish": 1}, "stated-finish"),
        (0, {"load": (9,)}, "stated-load"),
    ],
)
def test_misstatement_is_found(place, fields, name):
    problem = three_clients(requests=(delivery(1), delivery(2, windows=((50, 60),))))
    plan = plan_of(problem, (0, "d0 d1"))
    assert check(problem, plan) == ()
    assert names(problem, change(plan, place, **fields)) == [name]


def test_misstated_cost_of_a_route():
    problem = three_clients()
    plan = change(plan_of(problem, (0, "d0 d1 p2")), cost=59)
    assert names(problem, plan) == ["stated-cost", "stated-total-cost"]


def test_cost_is_fixed_and_distance_and_duration():
    rates = VehicleType(capacity=(9,), fixed_cost=1000, unit_distance_cost=2, unit_duration_cost=3)
    problem = three_clients(requests=(delivery(1, service=4),), vehicle_types=(rates,))
    assert plan_of(problem, (0, "d0")).cost == 1000 + 2 * 20 + 3 * 24
