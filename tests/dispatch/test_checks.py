"""The checker finds every rule that a plan is bent to break, and nothing in a sound plan."""

from dataclasses import replace
from datetime import date

import pytest

from dispatch.checks import check_plan
from dispatch.network import Network
from dispatch.plan import OrderPlan, Text, Unserved
from dispatch.planner import plan_day
from tests.dispatch.paper_day import (
    HOUR,
    PaperRoads,
    at,
    day,
    network,
    order,
    service,
    site,
    timetable,
    truck,
    window,
)

ROADS = """
    HUB --20-- FARM --15-- QUAY
    PIER --12-- ISLE
    HUB --60-- XDOCK --10-- APT
"""
BOATS = """
    07:30 QUAY 08:10 PIER
    09:30 PIER 10:00 QUAY
    11:30 PIER 12:00 QUAY max_vehicle_height_m=2.0
"""


@pytest.fixture(scope="module")
def case(tmp_path_factory):
    """A request with every kind of leg, its network and a sound plan."""
    request = day(
        [
            site("HUB", "hub"),
            site("FARM", windows="07:30-11:00"),
            site("ISLE", windows="08:00-12:00", access=360, seconds_per_parcel=18),
            site("XDOCK", "crossdock"),
            site("APT", "complex", windows="17:00-21:00", closed="18:00-18:30", access=480),
        ],
        [
            order("farm", "FARM", "APT", kg=300, max_time=14 * HOUR),
            order("isle", "ISLE", "APT", temperature="chilled"),
            order("local", "ISLE", "FARM"),
        ],
        [truck("T1"), truck("M1", base="XDOCK", shift="12:00-22:00"), truck("S1", driver="")],
        [service("L1", "HUB", "XDOCK", "13:00", "14:05", cost=5_000)],
    )
    net = network(ROADS, timetable(tmp_path_factory.mktemp("boats"), BOATS))
    plan = plan_day(request, net, seconds=5, iterations=300)
    assert plan.totals.served == 3
    assert {step.by for one in plan.orders for step in one.steps} == {"vehicle", "service"}
    return request, net, plan


def broken(case, plan=None, request=None):
    given, net, sound = case
    return {one.code for one in check_plan(plan or sound, request or given, net)}


def tour_of(plan, vehicle_id):
    return next(tour for tour in plan.tours if tour.vehicle_id == vehicle_id)


def bend_tour(plan, vehicle_id, **changes):
    tours = tuple(
        replace(tour, **changes) if tour.vehicle_id == vehicle_id else tour for tour in plan.tours
    )
    return replace(plan, tours=tours)


def bend_stop(plan, site_id, change):
    """Change the first stop at a site, wherever it is."""
    for tour in plan.tours:
        for at_stop, stop in enumerate(tour.stops):
            if stop.site_id == site_id:
                stops = (*tour.stops[:at_stop], change(stop), *tour.stops[at_stop + 1 :])
                return bend_tour(plan, tour.vehicle_id, stops=stops)
    raise AssertionError(site_id)


def bend_sailing(plan, **changes):
    def change(stop):
        use = replace(stop.leg.sailings[0], **changes)
        return replace(stop, leg=replace(stop.leg, sailings=(use, *stop.leg.sailings[1:])))

    return bend_stop(plan, "ISLE", change)


def bend_order(request, order_id, **changes):
    orders = tuple(
        replace(one, **changes) if one.order_id == order_id else one for one in request.orders
    )
    return replace(request, orders=orders)


def bend_site(request, site_id, **changes):
    sites = tuple(
        replace(one, **changes) if one.site_id == site_id else one for one in request.sites
    )
    return replace(request, sites=sites)


def bend_vehicle(request, vehicle_id, **changes):
    vehicles = tuple(
        replace(one, **changes) if one.vehicle_id == vehicle_id else one for one in request.vehicles
    )
    return replace(request, vehicles=vehicles)


def bend_service(request, **changes):
    return replace(request, services=tuple(replace(one, **changes) for one in request.services))


def bend_steps(plan, order_id, change):
    orders = tuple(
        OrderPlan(order_id=one.order_id, steps=change(one.steps))
        if one.order_id == order_id
        else one
        for one in plan.orders
    )
    return replace(plan, orders=orders)


def test_sound_plan_breaks_nothing(case):
    assert broken(case) == set()


def test_plan_of_another_day(case):
    _, _, plan = case
    assert broken(case, replace(plan, date=date(2026, 3, 11))) == {"other-day"}


def test_forgotten_and_repeated_orders(case):
    _, _, plan = case
    assert "order-once" in broken(case, replace(plan, orders=plan.orders[1:]))
    assert "order-once" in broken(case, replace(plan, orders=(*plan.orders, plan.orders[0])))


def test_unserved_without_a_reason_or_unasked(case):
    _, _, plan = case
    nothing = Unserved(order_id="ghost", code="", reason=Text("", ""), remedy=Text("", ""))
    found = broken(case, replace(plan, unserved=(nothing,)))
    assert found == {"unknown-order", "no-reason"}


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"shift": window("07:00-21:00")}, "shift"),
        ({"max_shift": HOUR}, "max-shift"),
        ({"driver": ""}, "driver"),
        ({"start_site": "FARM"}, "depot"),
        ({"capacity_kg": 250}, "overload"),
        ({"capacity_litres": 250}, "overload"),
        ({"temperatures": frozenset({"ambient"})}, "temperature"),
        ({"height_m": 3.9}, "site-height"),
        ({"class_id": "C1R", "fixed_cost": 90_000}, "cost-stated"),
    ],
)
def test_vehicle_rules(case, changes, code):
    request, _, _ = case
    bent = bend_site(bend_vehicle(request, "T1", **changes), "FARM", max_height_m=3.0)
    assert code in broken(case, request=bent)


@pytest.mark.parametrize(
    ("site_id", "changes", "code"),
    [
        ("FARM", {"windows": (window("06:00-06:30"),)}, "window"),
        ("APT", {"closed": (window("16:00-20:00"),)}, "closed-hours"),
        ("APT", {"access": 3 * HOUR}, "too-short"),
        ("ISLE", {"seconds_per_parcel": 600.0}, "too-short"),
        ("FARM", {"max_height_m": 2.3}, "site-height"),
        ("FARM", {"max_payload_kg": 800}, "site-payload"),
    ],
)
def test_site_rules(case, site_id, changes, code):
    request, _, _ = case
    assert code in broken(case, request=bend_site(request, site_id, **changes))


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"departure": at("13:30"), "arrival": at("14:35")}, "service-stated"),
        ({"cut_off": 6 * HOUR}, "hand-over"),
        ({"handling": 7 * HOUR}, "hand-over"),
        ({"temperatures": frozenset({"ambient"})}, "temperature"),
        ({"capacity_kg": 100}, "service-overload"),
        ({"capacity_litres": 100}, "service-overload"),
        ({"cost": 6_000}, "cost-stated"),
        ({"service_id": "L9"}, "unknown-service"),
    ],
)
def test_service_rules(case, changes, code):
    request, _, _ = case
    assert code in broken(case, request=bend_service(request, **changes))


@pytest.mark.parametrize(
    ("order_id", "changes", "code"),
    [
        ("farm", {"max_time": HOUR}, "max-time"),
        ("farm", {"pickup_windows": (window("05:00-06:00"),)}, "pickup-window"),
        ("farm", {"delivery_windows": (window("20:55-21:00"),)}, "delivery-window"),
        ("isle", {"origin": "FARM"}, "way-broken"),
        ("isle", {"destination": "FARM"}, "way-broken"),
        ("farm", {"kg": 5_000.0}, "overload"),
        ("farm", {"kg": 200.0}, "load-stated"),
        ("farm", {"parcels": 11}, "totals"),
    ],
)
def test_order_rules(case, order_id, changes, code):
    request, _, _ = case
    assert code in broken(case, request=bend_order(request, order_id, **changes))


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"sailing_id": "S9"}, "no-such-sailing"),
        ({"sailing_id": "S2"}, "sailing-stated"),
        ({"departure": at("07:45")}, "sailing-stated"),
        ({"check_in": at("07:29")}, "sailing-stated"),
        ({"fare": 1}, "fare"),
    ],
)
def test_sailing_rules(case, changes, code):
    _, _, plan = case
    assert code in broken(case, bend_sailing(plan, **changes))


def test_vehicle_too_high_for_the_boat(case):
    _, _, plan = case

    def take_the_low_boat(stop):
        use = replace(
            stop.leg.sailings[0],
            sailing_id="S3",
            check_in=at("11:10"),
            departure=at("11:30"),
            arrival=at("12:00"),
        )
        return replace(stop, leg=replace(stop.leg, sailings=(use,)))

    assert "ferry-refuses" in broken(case, bend_stop(plan, "FARM", take_the_low_boat))


def test_check_in_missed(case):
    _, _, plan = case
    tour = tour_of(plan, "T1")
    late = bend_tour(plan, "T1", departure=tour.departure + HOUR)
    assert "check-in-missed" in broken(case, late)


def test_arrival_faster_than_the_road(case):
    _, _, plan = case
    bent = bend_stop(plan, "HUB", lambda s: replace(s, arrival=s.arrival - 600, start=s.start))
    assert broken(case, bent) == {"too-fast"}


def test_stop_that_begins_before_it_is_reached(case):
    _, _, plan = case
    bent = bend_stop(plan, "FARM", lambda s: replace(s, start=s.arrival - 60))
    assert "times-in-order" in broken(case, bent)


def test_driving_stated_wrong(case):
    _, _, plan = case
    bent = bend_stop(plan, "HUB", lambda s: replace(s, leg=replace(s.leg, driving=1)))
    assert "driving-stated" in broken(case, bent)


def test_goods_that_are_not_aboard_or_never_unloaded(case):
    _, _, plan = case
    bent = bend_stop(plan, "ISLE", lambda s: replace(s, handlings=s.handlings[1:]))
    assert {"not-aboard", "not-handled"} <= broken(case, bent)
    bent = bend_stop(plan, "APT", lambda s: replace(s, handlings=()))
    assert {"left-aboard", "not-handled"} <= broken(case, bent)


def test_load_when_leaving_stated_wrong(case):
    _, _, plan = case
    assert "load-stated" in broken(
        case, bend_stop(plan, "FARM", lambda s: replace(s, load_kg=s.load_kg + 1))
    )


def test_hand_over_backwards_in_time(case):
    _, _, plan = case

    def early(steps):
        return (steps[0], steps[1], replace(steps[2], departure=steps[1].arrival - 1))

    assert "hand-over" in broken(case, bend_steps(plan, "farm", early))


def test_step_missing_in_the_middle(case):
    _, _, plan = case
    found = broken(case, bend_steps(plan, "farm", lambda steps: (steps[0], steps[2])))
    assert {"way-broken", "service-orders", "handling-unasked"} <= found


def test_producer_cannot_bring_goods_anywhere(case):
    _, _, plan = case

    def own(steps):
        return (replace(steps[0], by="own", carrier=""), *steps[1:])

    assert "not-own" in broken(case, bend_steps(plan, "farm", own))


def test_one_vehicle_in_two_tours_and_an_unknown_one(case):
    _, _, plan = case
    tour = tour_of(plan, "T1")
    assert "vehicle-twice" in broken(case, replace(plan, tours=(*plan.tours, tour)))
    renamed = replace(plan, tours=tuple(replace(one, vehicle_id="T9") for one in plan.tours))
    assert "unknown-vehicle" in broken(case, renamed)


def test_bridge_that_is_gone(case):
    request, net, plan = case
    cut = Network(PaperRoads(ROADS.replace("HUB --20-- FARM", "HUB\nFARM")), net.timetable)
    assert "no-road" in {one.code for one in check_plan(plan, request, cut)}


@pytest.mark.parametrize("name", ["orders", "served", "distance", "sailings", "service_cost"])
def test_totals_that_do_not_add_up(case, name):
    _, _, plan = case
    totals = replace(plan.totals, **{name: getattr(plan.totals, name) + 1})
    assert broken(case, replace(plan, totals=totals)) == {"totals"}


def test_violations_are_sentences_in_both_languages(case):
    request, net, _ = case
    bent = bend_vehicle(request, "T1", max_shift=HOUR, capacity_kg=10, driver="이기사")
    for one in check_plan(case[2], bent, net):
        assert one.what.ko
        assert one.what.en
        assert str(one).startswith(f"[{one.code}] T1")
