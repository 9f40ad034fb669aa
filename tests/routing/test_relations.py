"""What ties requests and routes together: each rule with its exact amounts, on lines of places."""

from dataclasses import replace

import pytest

from routing.check import check
from routing.evaluate import evaluate
from routing.problem import VehicleType
from routing.relations import (
    Group,
    Incompatible,
    Precedence,
    PreviousRoute,
    Relations,
    Sailing,
)
from routing.solve import solve
from routing.stop import MaxIterations
from tests.routing.plans import delivery, line_of, pair, pickup, sailing, tasks_of

VAN = VehicleType(capacity=(10,), count=2)
DRIVERS = (VehicleType(capacity=(10,)), VehicleType(capacity=(10,)))


def related(*requests, places=(0, 10, 20, 30), types=(VAN,), links=(), **relations):
    return line_of(
        *places,
        requests=requests,
        vehicle_types=types,
        links=links,
        relations=Relations(**relations),
    )


def judged(problem, *routes):
    """Evaluate routes given as (vehicle type, "p0 d1 ...")."""
    return evaluate(problem, [(index, tasks_of(text)) for index, text in routes])


def amounts(evaluation, *ignored):
    return {
        name: [one.amount for one in found]
        for name, found in evaluation.violations.items()
        if name not in ignored
    }


def solved(problem, iterations=500, **options):
    solution = solve(problem, MaxIterations(iterations), **options)
    assert check(problem, solution) == ()
    return solution


# Sailings ------------------------------------------------------------------------------------
#
#    0 depot --- 10 quay ~~~ 0 pier --- 5 client

COAST = ((0, 0), (10, 0), (0, 1), (5, 1))


def island(*requests, boats, types=(VAN,), **relations):
    links = tuple(replace(boat, costs=boat.costs * len(types)) for boat in boats)
    return related(*requests, places=COAST, types=types, links=links, **relations)


def out_and_back(**first):
    return (
        sailing(1, 2, 100, 120, **first),
        sailing(1, 2, 200, 220),
        sailing(2, 1, 150, 170),
        sailing(2, 1, 300, 320),
    )


def test_second_truck_takes_the_next_boat_when_the_first_is_full():
    boats = out_and_back(sailings=(0,))
    problem = island(delivery(3), delivery(3), boats=boats, sailings=(Sailing(capacity=1),))
    evaluation = judged(problem, (0, "d0"), (0, "d1"))
    assert [route.visits[0].link for route in evaluation.routes] == [0, 1]
    assert [route.visits[0].arrival for route in evaluation.routes] == [125, 225]
    assert [route.yields for route in evaluation.routes] == [frozenset(), {0}]
    assert amounts(evaluation) == {}


def test_a_truck_of_two_units_leaves_no_room_for_one():
    boats = out_and_back(sailings=(0,))
    large = (VehicleType(capacity=(10,), deck_units=2), VehicleType(capacity=(10,)))
    problem = island(
        delivery(3), delivery(3), boats=boats, types=large, sailings=(Sailing(capacity=2),)
    )
    evaluation = judged(problem, (0, "d0"), (1, "d1"))
    assert [route.visits[0].link for route in evaluation.routes] == [0, 1]


def test_two_trucks_on_one_place_of_a_deck_are_one_unit_too_many():
    boats = out_and_back(sailings=(0,))
    problem = island(delivery(3), delivery(3), boats=boats, sailings=(Sailing(capacity=1),))
    alone = [judged(problem, (0, text)).routes[0] for text in ("d0", "d1")]
    evaluation = evaluate(problem, alone)  # each agreed with nobody
    assert amounts(evaluation) == {"deck": [1]}


def test_links_of_one_vessel_share_its_deck_stretch_by_stretch():
    #    0 depot and quay ~~~ near island ~~~ far island, one vessel calling at both
    boats = (
        sailing(0, 1, 10, 20, sailings=(0,)),
        sailing(1, 2, 20, 30, sailings=(1,)),
        sailing(0, 2, 10, 30, sailings=(0, 1)),
        sailing(0, 2, 50, 70),
    )
    one_way = (VehicleType(capacity=(10,), count=3, end=None),)
    problem = related(
        delivery(1),
        delivery(2),
        delivery(2),
        places=((0, 0), (0, 1), (0, 2)),
        types=one_way,
        links=boats,
        sailings=(Sailing(capacity=2), Sailing(capacity=1)),
    )
    evaluation = judged(problem, (0, "d0"), (0, "d1"), (0, "d2"))
    # The first stretch is full with two; on the second, one is.
    assert [route.visits[0].link for route in evaluation.routes] == [0, 2, 3]


@pytest.mark.parametrize(
    ("vehicle", "limits"),
    [
        ({"height_cm": 301}, {"max_height_cm": 300}),
        ({"length_cm": 601}, {"max_length_cm": 600}),
    ],
)
def test_too_high_or_too_long_for_a_vessel(vehicle, limits):
    boats = out_and_back(sailings=(0,))
    truck = VehicleType(capacity=(10,), **vehicle)
    problem = island(delivery(3), boats=boats, types=(truck,), sailings=(Sailing(**limits),))
    assert judged(problem, (0, "d0")).routes[0].visits[0].link == 1
    fits = replace(truck, height_cm=300, length_cm=600)
    problem = replace(problem, vehicle_types=(fits,))
    assert judged(problem, (0, "d0")).routes[0].visits[0].link == 0


def test_who_must_hurry_gets_the_place_and_the_other_waits():
    boats = out_and_back(sailings=(0,))
    relaxed, urgent = delivery(3, load=6), delivery(3, load=6, windows=((0, 130),))
    problem = island(relaxed, urgent, boats=boats, sailings=(Sailing(capacity=1),))
    solution = solved(problem)
    assert solution.unserved == ()
    links = {route.visits[0].request: route.visits[0].link for route in solution.routes}
    assert links == {0: 1, 1: 0}


def test_each_of_two_trucks_leaves_one_boat_to_the_other():
    # The first boat out and the second one home have one place each. One truck must be early
    # there, the other early home.
    boats = (
        sailing(1, 2, 100, 120, sailings=(0,)),
        sailing(1, 2, 200, 220),
        sailing(2, 1, 300, 320, sailings=(1,)),
        sailing(2, 1, 400, 420),
    )
    types = (
        VehicleType(capacity=(10,), shift=(0, 999), unit_duration_cost=1),
        VehicleType(capacity=(10,), shift=(0, 335), unit_duration_cost=1),
    )
    early = delivery(3, windows=((0, 130),), vehicle_types=frozenset({0}))
    late = delivery(3, vehicle_types=frozenset({1}))
    places = (Sailing(capacity=1), Sailing(capacity=1))
    problem = island(early, late, boats=boats, types=types, sailings=places)
    solution = solved(problem)
    found = {route.vehicle_type: route for route in solution.routes}
    assert (found[0].visits[0].link, found[0].end_link) == (0, 3)
    assert (found[1].visits[0].link, found[1].end_link) == (1, 2)


# Nights --------------------------------------------------------------------------------------


def overnight(cost, **client):
    truck = VehicleType(capacity=(10,), overnight_cost=cost)
    return related(delivery(1, **client), types=(truck,), nights=(100,))


def test_a_route_over_a_night_is_named_and_priced():
    at_the_edge = {"windows": ((95, 95),)}
    assert amounts(judged(overnight(None, **at_the_edge), (0, "d0"))) == {"overnight": [1]}
    assert judged(overnight(50, **at_the_edge), (0, "d0")).cost == 20 + 50
    assert judged(overnight(0, **at_the_edge), (0, "d0")).cost == 20


def test_a_route_leaves_after_the_night_rather_than_be_out():
    both_days = {"windows": ((95, 95), (150, 160))}
    (route,) = judged(overnight(None, **both_days), (0, "d0")).routes
    assert (route.departure, route.arrival, route.cost) == (140, 160, 20)


def test_leaving_or_returning_at_the_very_night_is_allowed():
    assert amounts(judged(overnight(None, windows=((90, 90),)), (0, "d0"))) == {}
    assert amounts(judged(overnight(None, windows=((110, 110),)), (0, "d0"))) == {}
    assert amounts(judged(overnight(None, windows=((91, 91),)), (0, "d0"))) == {"overnight": [1]}


def test_a_missed_last_boat_is_no_reason_to_stay_overnight():
    boats = (sailing(1, 2, 20, 40), sailing(2, 1, 44, 60), sailing(2, 1, 144, 160))
    stays = VehicleType(capacity=(10,), overnight_cost=7)
    problem = island(delivery(3), boats=boats, types=(stays,), nights=(100,))
    assert solved(problem).cost == 30 + 7
    home = replace(problem, vehicle_types=(replace(stays, overnight_cost=None),))
    assert solved(home).unserved == (0,)


# Goods ---------------------------------------------------------------------------------------


def test_goods_that_must_not_meet_aboard():
    problem = related(
        pair(1, 2, goods=0), pair(1, 2, goods=1), incompatible=(Incompatible(goods=(1, 0)),)
    )
    assert amounts(judged(problem, (0, "p0 d0 p1 d1"))) == {}
    broken = judged(problem, (0, "p0 p1 d0 d1")).violations["goods"]
    assert [(one.visit, one.request) for one in broken] == [(1, 1)]


def test_deliveries_are_aboard_from_the_start_and_pick_ups_to_the_end():
    apart = (Incompatible(goods=(0, 1)),)
    both = related(delivery(1, goods=0), delivery(2, goods=1), incompatible=apart)
    assert amounts(judged(both, (0, "d0 d1"))) == {"goods": [1]}
    swap = related(delivery(1, goods=0), pickup(2, goods=1), incompatible=apart)
    assert amounts(judged(swap, (0, "d0 p1"))) == {}
    assert amounts(judged(swap, (0, "p1 d0"))) == {"goods": [1]}


def test_goods_that_must_not_even_share_the_vehicle():
    apart = (Incompatible(goods=(0, 1), same_vehicle=True),)
    problem = related(pair(1, 2, goods=0), pair(1, 2, goods=1), incompatible=apart)
    assert amounts(judged(problem, (0, "p0 d0 p1 d1"))) == {"goods": [1]}
    assert len(solved(problem).routes) == 2


def test_no_two_of_a_kind_that_must_not_meet_itself():
    problem = related(
        delivery(1, goods=3), delivery(2, goods=3), incompatible=(Incompatible(goods=(3, 3)),)
    )
    assert amounts(judged(problem, (0, "d0 d1"))) == {"goods": [1]}
    assert amounts(judged(problem, (0, "d0"), (0, "d1"))) == {}


# Preferences, priorities, groups -------------------------------------------------------------


def test_a_driver_who_is_not_preferred_costs_so_much_more():
    wanted = delivery(1, preferred_types=frozenset({1}), unpreferred_cost=7)
    problem = related(wanted, delivery(1), types=DRIVERS)
    assert judged(problem, (0, "d0 d1")).cost == 20 + 7
    assert judged(problem, (1, "d0 d1")).cost == 20
    assert [route.vehicle_type for route in solved(problem).routes] == [1]


def test_one_of_a_higher_priority_outweighs_all_others():
    one_van = (VehicleType(capacity=(5,)),)
    many = [delivery(1) for _ in range(5)]
    problem = related(*many, delivery(3, load=5, priority=1), types=one_van)
    assert solved(problem).unserved == (0, 1, 2, 3, 4)
    plain = related(*many, delivery(3, load=5), types=one_van)
    assert solved(plain).unserved == (5,)


def test_of_a_group_the_cheapest_one_is_served():
    problem = related(delivery(3), delivery(1), groups=(Group(requests=(0, 1)),))
    solution = solved(problem)
    assert (solution.unserved, solution.cost) == ((0,), 20)
    assert amounts(judged(problem, (0, "d1"))) == {}
    assert amounts(judged(problem, (0, "d0 d1"))) == {"group": [1]}
    missing = judged(problem).violations["unserved"]
    assert [one.request for one in missing] == [0]


@pytest.mark.parametrize(("prize", "cost"), [(0, 0), (19, 19), (25, 20)])
def test_a_group_with_a_prize_may_be_left_out(prize, cost):
    problem = related(delivery(1), delivery(2), groups=(Group(requests=(0, 1), prize=prize),))
    assert solved(problem).cost == cost
    assert judged(problem).cost == prize
    assert amounts(judged(problem)) == {}


# Precedence ----------------------------------------------------------------------------------


def test_a_vehicle_waits_until_the_other_one_has_finished():
    problem = related(
        delivery(3, service=5), delivery(1), precedences=(Precedence(before=0, after=1),)
    )
    evaluation = judged(problem, (0, "d1"), (0, "d0"))
    waiting = evaluation.routes[0].visits[0]
    assert evaluation.routes[1].visits[0].finish == 35
    assert (waiting.arrival, waiting.start, waiting.hold[0]) == (35, 35, 35)
    assert amounts(evaluation) == {}


def test_too_early_by_so_many_seconds():
    at_once, late = delivery(1, windows=((0, 12),)), delivery(3, service=5)
    problem = related(late, at_once, precedences=(Precedence(before=0, after=1),))
    alone = evaluate(replace(problem, relations=Relations()), [(0, tasks_of("d1"))]).routes
    evaluation = evaluate(problem, [*alone, (0, tasks_of("d0"))])
    assert amounts(evaluation) == {"precedence": [25]}
    assert solved(problem).unserved == (1,)


def test_in_one_route_the_order_of_visits_decides():
    problem = related(pair(1, 3), delivery(2), precedences=(Precedence(before=0, after=1),))
    assert amounts(judged(problem, (0, "p0 d0 d1"))) == {}
    assert set(amounts(judged(problem, (0, "p0 d1 d0")))) == {"precedence"}


def test_what_waits_is_not_served_without_what_it_waits_for():
    first, second = delivery(1, load=99), delivery(2)
    problem = related(first, second, precedences=(Precedence(before=0, after=1),))
    assert solved(problem).unserved == (0, 1)
    assert amounts(judged(problem, (0, "d1")), "unserved") == {"precedence": [1]}


def test_two_routes_may_wait_for_each_other():
    # A before B and C before D; the vans serve A and D, and C and B.
    only = [frozenset({0}), frozenset({1})]
    problem = related(
        delivery(1, vehicle_types=only[0]),
        delivery(1, vehicle_types=only[1]),
        delivery(2, vehicle_types=only[1]),
        delivery(2, vehicle_types=only[0]),
        types=DRIVERS,
        precedences=(Precedence(before=0, after=1), Precedence(before=2, after=3)),
    )
    solution = solved(problem)
    assert solution.unserved == ()
    assert solution.cost == 80


# Pins and the previous plan ------------------------------------------------------------------


def replanned(pin, *others, tasks="d0 d1", starts=(30, 40), **prices):
    before = PreviousRoute(vehicle_type=0, tasks=tasks_of(tasks), starts=starts)
    pinned = [delivery(2, pin=pin), delivery(1, pin=pin)]
    return related(*pinned, *others, types=DRIVERS, previous=(before,), **prices)


@pytest.mark.parametrize(
    ("pin", "broken"),
    [
        ("none", set()),
        ("vehicle", {"vehicle-type"}),
        ("order", {"vehicle-type"}),
        ("time", {"vehicle-type"}),
    ],
)
def test_a_pinned_request_keeps_its_vehicle(pin, broken):
    assert set(amounts(judged(replanned(pin), (1, "d0 d1")))) == broken


@pytest.mark.parametrize(
    ("pin", "broken"),
    [("vehicle", set()), ("order", {"pinned-order"}), ("time", {"pinned-order", "late"})],
)
def test_a_pin_of_order_keeps_it(pin, broken):
    assert set(amounts(judged(replanned(pin), (0, "d1 d0")))) == broken
    assert set(amounts(judged(replanned(pin), (0, "d0 d1")))) == set()


def test_a_pin_of_time_keeps_the_second():
    (route,) = judged(replanned("time"), (0, "d0 d1")).routes
    assert [visit.start for visit in route.visits] == [30, 40]
    assert route.departure == 10


def test_frozen_visits_come_before_all_others():
    problem = replanned("frozen", delivery(3, vehicle_types=frozenset({0})))
    assert amounts(judged(problem, (0, "d0 d1 d2"))) == {}
    assert set(amounts(judged(problem, (0, "d2 d0 d1")))) >= {"frozen"}
    (route,) = solved(problem).routes
    assert route.tasks == tasks_of("d0 d1 d2")
    assert [visit.start for visit in route.visits] == [30, 40, 60]


def test_changes_against_the_previous_plan_have_a_price():
    problem = replanned("none", moved_cost=1000, shifted_cost=2)
    # Another vehicle, two requests moved; the first visit 10 s earlier, the second 10 s earlier.
    assert judged(problem, (1, "d0 d1")).cost == 40 + 2000 + 2 * (10 + 10)
    assert judged(problem, (0, "d0 d1")).cost == 40 + 2 * (10 + 10)
    assert solved(problem).routes[0].vehicle_type == 0


# Balance -------------------------------------------------------------------------------------


def test_each_second_between_longest_and_shortest_route_costs_so_much():
    problem = related(delivery(1), delivery(3), balance_cost=5)
    assert judged(problem, (0, "d0"), (0, "d1")).cost == 80 + 5 * (60 - 20)
    assert judged(problem, (0, "d0 d1")).cost == 60


def test_balance_makes_routes_alike_where_it_is_worth_it():
    clients = [delivery(place, load=5) for place in (1, 1, 4, 4)]
    places = (0, 10, 20, 30, 40)
    uneven = solved(related(*clients, places=places), 2000)
    assert sorted(route.duration for route in uneven.routes) == [20, 80]
    even = solved(related(*clients, places=places, balance_cost=3), 2000)
    assert [route.duration for route in even.routes] == [80, 80]


# Whole solves --------------------------------------------------------------------------------


def test_a_good_plan_with_its_agreements_is_kept_as_a_start():
    boats = (*out_and_back(sailings=(0,)), sailing(2, 1, 400, 420, sailings=(0,)))
    problem = island(
        *(delivery(3, load=6) for _ in range(2)),
        delivery(1, load=6),
        boats=boats,
        types=(replace(VAN, count=3),),
        sailings=(Sailing(capacity=1),),
        precedences=(Precedence(before=0, after=2),),
    )
    good = solved(problem)
    kept = solved(problem, 0, initial=good)
    assert (kept.routes, kept.cost) == (good.routes, good.cost)


@pytest.mark.parametrize("threads", [1, 2])
def test_same_seed_same_tied_plan(threads):
    boats = out_and_back(sailings=(0,))
    clients = [delivery(place, load=3, goods=place % 2) for place in (3, 3, 1, 3, 1)]
    problem = island(
        *clients,
        boats=boats,
        types=(replace(VAN, count=5),),
        sailings=(Sailing(capacity=2),),
        incompatible=(Incompatible(goods=(0, 1)),),
        precedences=(Precedence(before=0, after=2),),
        balance_cost=1,
    )
    plans = [solved(problem, 11_000, seed=3, threads=threads) for _ in range(2)]
    assert plans[0].routes == plans[1].routes
