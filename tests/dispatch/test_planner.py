"""Days drawn on paper are planned as a dispatcher would expect; every plan passes the checker."""

from dataclasses import replace

import pytest

from dispatch.checks import check_plan
from dispatch.planner import plan_day
from geo.faults import InputError
from tests.dispatch.paper_day import (
    HOUR,
    MINUTE,
    at,
    day,
    network,
    order,
    service,
    site,
    timetable,
    truck,
)

ISLAND = """
    HUB --20-- FARM --15-- QUAY
    PIER --12-- ISLE
"""
BOATS = """
    07:30 QUAY 08:10 PIER
    09:30 PIER 10:00 QUAY
    12:10 QUAY 12:45 PIER
    14:30 PIER 15:00 QUAY
    17:50 PIER 18:30 QUAY
"""
MAINLAND = """
    HUB --20-- FARM
    HUB --15-- FARM2 --10-- FARM
    HUB --60-- XDOCK --10-- APT --8-- APT2
"""


def planned(request, net, iterations=400, **more):
    plan = plan_day(request, net, seconds=5, iterations=iterations, **more)
    assert check_plan(plan, request, net) == ()
    return plan


def stops(tour):
    return [stop.site_id for stop in tour.stops]


def way(plan, order_id):
    steps = next(one.steps for one in plan.orders if one.order_id == order_id)
    return [(step.by, step.carrier, step.from_site, step.to_site) for step in steps]


def codes(plan):
    return {one.order_id: one.code for one in plan.unserved}


def mainland_sites(**apt):
    return [
        site("HUB", "hub"),
        site("FARM", windows="07:30-11:00"),
        site("FARM2", windows="07:30-11:00"),
        site("XDOCK", "crossdock"),
        site("APT", "complex", **({"windows": "17:00-21:00", "access": 480} | apt)),
        site("APT2", "complex", windows="17:00-21:00", access=480),
    ]


def test_boxes_travel_by_truck_linehaul_and_truck():
    request = day(
        mainland_sites(),
        [order("a", "FARM", "APT"), order("b", "FARM2", "APT2")],
        [truck("T1", shift="05:00-15:00"), truck("M1", base="XDOCK", shift="12:00-22:00")],
        [service("L1", "HUB", "XDOCK", "13:00", "14:05")],
    )
    plan = planned(request, network(MAINLAND))
    assert way(plan, "a") == [
        ("vehicle", "T1", "FARM", "HUB"),
        ("service", "L1", "HUB", "XDOCK"),
        ("vehicle", "M1", "XDOCK", "APT"),
    ]
    assert [(use.service_id, use.order_ids) for use in plan.services] == [("L1", ("a", "b"))]
    assert plan.totals.served == 2


def test_truck_goes_to_the_island_and_comes_home_by_boat(tmp_path):
    request = day(
        [site("HUB", "hub"), site("ISLE", windows="08:00-12:00", access=360)],
        [order("a", "ISLE", "HUB")],
        [truck("T1")],
    )
    plan = planned(request, network(ISLAND, timetable(tmp_path, BOATS)))
    (tour,) = plan.tours
    out = tour.stops[0].leg.sailings[0]
    assert (out.departure, out.check_in) == (at("07:30"), at("07:10"))
    assert out.last_home == at("17:50")
    home = tour.stops[1].leg.sailings[0]
    assert (home.departure, home.last_home) == (at("09:30"), None)
    assert home.fallbacks == ("14:30 나루호", "17:50 나루호")
    assert plan.totals.cost.fares == 40_000
    assert plan.totals.sailings == 2


def test_late_truck_waits_for_next_sailing(tmp_path):
    request = day(
        [site("HUB", "hub"), site("ISLE", windows="08:00-14:00")],
        [order("a", "ISLE", "HUB")],
        [truck("T1", shift="07:00-22:00")],
    )
    plan = planned(request, network(ISLAND, timetable(tmp_path, BOATS)))
    departures = [use.departure for stop in plan.tours[0].stops for use in stop.leg.sailings]
    assert departures == [at("12:10"), at("14:30")]


def test_boxes_of_an_islet_travel_alone_and_a_truck_meets_them(tmp_path):
    request = day(
        [
            site("HUB", "hub"),
            site("ISLET", windows="06:30-15:00", drop_site="PIER"),
            site("PIER", "port"),
            site("QUAY", "port", access=600),
        ],
        [order("a", "ISLET", "HUB")],
        [truck("T1")],
        [service("F1", "PIER", "QUAY", "09:30", "10:00", mode="freight", cost=0)],
    )
    plan = planned(request, network("HUB --20-- QUAY"))
    assert way(plan, "a") == [
        ("own", "", "ISLET", "PIER"),
        ("service", "F1", "PIER", "QUAY"),
        ("vehicle", "T1", "QUAY", "HUB"),
    ]
    steps = plan.orders[0].steps
    assert steps[0].departure == at("09:15"), "brought as late as the cut-off allows"
    assert steps[2].departure >= at("10:15"), "fetched once the boxes are handed out"


def test_goods_stay_aboard_between_legs_of_one_run():
    request = day(
        [
            site("HUB", "hub"),
            site("M", "crossdock"),
            site("G", "crossdock"),
            site("APT", "complex"),
        ],
        [order("a", "HUB", "APT")],
        [truck("G1", base="G", cost_per_km=3_000)],
        [
            service("L1", "HUB", "M", "13:00", "14:05", run_id="L", handling=HOUR),
            service("L2", "M", "G", "14:20", "15:30", run_id="L", cut_off=HOUR),
        ],
    )
    plan = planned(request, network("HUB --60-- M --60-- G --10-- APT"))
    assert [step.carrier for step in plan.orders[0].steps] == ["L1", "L2", "G1"]


def test_change_between_runs_needs_handling_and_cut_off():
    request = day(
        [
            site("HUB", "hub"),
            site("M", "crossdock"),
            site("G", "crossdock"),
            site("APT", "complex"),
        ],
        [order("a", "HUB", "APT")],
        [truck("G1", base="G", cost_per_km=3_000)],
        [
            service("L1", "HUB", "M", "13:00", "14:05", handling=20 * MINUTE),
            service("S1", "M", "G", "14:30", "15:30", cut_off=10 * MINUTE),
            service("S2", "M", "G", "14:35", "15:40", cut_off=10 * MINUTE),
        ],
    )
    plan = planned(request, network("HUB --60-- M --60-- G --10-- APT"))
    assert [step.carrier for step in plan.orders[0].steps] == ["L1", "S2", "G1"]


def test_full_service_sends_the_rest_with_the_next():
    request = day(
        mainland_sites(),
        [order(f"o{n}", "HUB", "APT", parcels=10) for n in range(4)],
        [truck("M1", base="XDOCK", shift="12:00-22:00", cost_per_km=3_000)],
        [
            service("L1", "HUB", "XDOCK", "13:00", "14:05", capacity_kg=120, cost=10_000),
            service("L2", "HUB", "XDOCK", "16:00", "17:05", capacity_kg=120, cost=50_000),
        ],
    )
    plan = planned(request, network(MAINLAND))
    assert {use.service_id: use.parcels for use in plan.services} == {"L1": 20, "L2": 20}
    assert plan.totals.service_cost == 60_000


def test_service_carries_only_its_temperatures():
    request = day(
        mainland_sites(),
        [order("a", "HUB", "APT", temperature="frozen"), order("b", "HUB", "APT")],
        [truck("M1", base="XDOCK", shift="12:00-22:00", cost_per_km=3_000)],
        [
            service("DRY", "HUB", "XDOCK", "13:00", "14:05", temperatures=frozenset({"ambient"})),
            service("COLD", "HUB", "XDOCK", "14:00", "15:05", temperatures=frozenset({"frozen"})),
        ],
    )
    plan = planned(request, network(MAINLAND))
    assert {use.service_id: use.order_ids for use in plan.services} == {
        "DRY": ("b",),
        "COLD": ("a",),
    }


def test_direct_trip_replaces_a_dear_linehaul():
    """One farm, one complex: a truck that drives the hour itself is cheaper than 500,000 won."""
    request = day(
        mainland_sites(),
        [order("a", "FARM", "APT")],
        [truck("T1"), truck("M1", base="XDOCK", shift="12:00-22:00")],
        [service("L1", "HUB", "XDOCK", "13:00", "14:05", cost=500_000)],
    )
    plan = planned(request, network(MAINLAND))
    assert way(plan, "a") == [("vehicle", "T1", "FARM", "APT")]
    assert plan.services == ()


def test_cheap_linehaul_is_kept():
    request = day(
        mainland_sites(),
        [order("a", "FARM", "APT")],
        [
            truck("T1", fixed_cost=0, shift="05:00-15:00"),
            truck("M1", base="XDOCK", shift="12:00-22:00", fixed_cost=0),
        ],
        [service("L1", "HUB", "XDOCK", "13:00", "14:05", cost=1_000)],
    )
    plan = planned(request, network(MAINLAND))
    assert [step.by for step in plan.orders[0].steps] == ["vehicle", "service", "vehicle"]


def test_local_order_is_carried_by_one_truck_without_services():
    request = day(
        mainland_sites(),
        [order("a", "FARM", "FARM2")],
        [truck("T1")],
        [service("L1", "HUB", "XDOCK", "13:00", "14:05", cost=0)],
    )
    assert way(planned(request, network(MAINLAND)), "a") == [("vehicle", "T1", "FARM", "FARM2")]


def test_stop_keeps_clear_of_closed_hours():
    """Before the ban, 20 minutes are too short for gate and handling, so the truck comes after."""
    sites = mainland_sites(closed="17:20-18:30", access=20 * MINUTE, seconds_per_parcel=60)
    request = day(sites, [order("a", "HUB", "APT")], [truck("T1", base="HUB")])
    plan = planned(request, network(MAINLAND))
    (stop,) = [stop for stop in plan.tours[0].stops if stop.site_id == "APT"]
    assert stop.start == at("18:30")


def test_orders_to_one_complex_share_its_access_once():
    request = day(
        mainland_sites(seconds_per_parcel=60),
        [order(f"o{n}", "HUB", "APT", parcels=1, kg=400, litres=10) for n in range(2)],
        [truck("T1", base="HUB")],
    )
    plan = planned(request, network(MAINLAND))
    (stop,) = [stop for stop in plan.tours[0].stops if stop.site_id == "APT"]
    assert len(stop.handlings) == 2
    assert stop.finish - stop.start == 480 + 2 * 60


def test_order_windows_narrow_those_of_the_sites():
    request = day(
        mainland_sites(),
        [order("a", "FARM", "APT", pickup_windows="10:00-10:30", delivery_windows="20:00-20:30")],
        [truck("T1", max_shift=16 * HOUR)],
    )
    (step,) = planned(request, network(MAINLAND)).orders[0].steps
    assert at("10:00") <= step.departure <= at("10:30")
    assert at("20:00") <= step.arrival <= at("20:30") + 480


def test_time_limit_from_pickup_to_delivery_is_kept():
    request = day(
        mainland_sites(),
        [order("a", "FARM", "APT", max_time=9 * HOUR)],
        [truck("T1", shift="05:00-15:00"), truck("M1", base="XDOCK", shift="12:00-22:00")],
        [service("L1", "HUB", "XDOCK", "13:00", "14:05")],
    )
    steps = planned(request, network(MAINLAND)).orders[0].steps
    assert steps[-1].arrival - steps[0].departure <= 9 * HOUR


def test_vehicle_that_does_not_fit_is_not_used_and_the_plan_says_so(tmp_path):
    low = {"vehicle_id": "LOW", "height_m": 1.9, "fixed_cost": 200_000}
    boats = timetable(tmp_path, BOATS.replace("PIER\n", "PIER max_vehicle_height_m=2.3\n"))
    request = day(
        [site("HUB", "hub"), site("FARM", max_height_m=2.0), site("ISLE")],
        [order("a", "FARM", "HUB"), order("b", "ISLE", "HUB", temperature="frozen")],
        [
            truck("HIGH"),
            truck(**low, temperatures=frozenset({"ambient", "frozen"})),
            truck("DRY", temperatures=frozenset({"ambient"}), height_m=2.9),
            truck("SPARE", driver=""),
        ],
    )
    plan = planned(request, network(ISLAND, boats))
    assert {tour.vehicle_id for tour in plan.tours} == {"LOW"}
    found = {(one.vehicle_id, one.code, one.subject) for one in plan.exclusions}
    assert found == {
        ("HIGH", "site-height", "FARM"),
        ("HIGH", "ferry-height", "나루호"),
        ("DRY", "site-height", "FARM"),
        ("DRY", "ferry-height", "나루호"),
        ("DRY", "temperature", "frozen"),
        ("SPARE", "no-driver", ""),
    }


def test_large_vehicle_does_not_enter_a_narrow_lane():
    request = day(
        [site("HUB", "hub"), site("FARM", max_payload_kg=1000)],
        [order("a", "FARM", "HUB")],
        [truck("BIG", capacity_kg=2300, fixed_cost=0), truck("SMALL")],
    )
    plan = planned(request, network("HUB --20-- FARM"))
    assert [tour.vehicle_id for tour in plan.tours] == ["SMALL"]


def test_stops_show_what_is_on_board():
    request = day(
        mainland_sites(),
        [order("a", "FARM", "HUB", kg=100, litres=300), order("b", "FARM2", "HUB", kg=50.5)],
        [truck("T1")],
    )
    (tour,) = planned(request, network(MAINLAND)).tours
    aboard = {stop.site_id: stop.load_kg for stop in tour.stops}
    assert aboard["HUB"] == 0
    assert max(aboard.values()) == pytest.approx(150.5)


def test_two_trucks_share_what_one_cannot_hold():
    request = day(
        [site("HUB", "hub"), site("FARM", windows="07:30-08:00")],
        [order(f"o{n}", "FARM", "HUB", kg=300, litres=100) for n in range(6)],
        [truck("T1"), truck("T2")],
    )
    plan = planned(request, network("HUB --60-- FARM"))
    assert plan.totals.served == 6
    assert len(plan.tours) == 2


def test_same_seed_and_iterations_give_the_same_plan():
    request = day(
        mainland_sites(),
        [order(f"o{n}", ("FARM", "FARM2")[n % 2], ("APT", "APT2")[n % 3 % 2]) for n in range(12)],
        [truck("T1"), truck("T2"), truck("M1", base="XDOCK", shift="12:00-22:00")],
        [service("L1", "HUB", "XDOCK", "13:00", "14:05")],
    )
    net = network(MAINLAND)
    first, second = (planned(request, net, seed=3) for _ in range(2))
    assert first.tours == second.tours
    assert first.orders == second.orders


def test_stop_flag_ends_the_search_with_a_sound_plan():
    request = day(mainland_sites(), [order("a", "FARM", "HUB")], [truck("T1")])
    plan = plan_day(request, network(MAINLAND), seconds=60, stop=lambda: True)
    assert check_plan(plan, request, network(MAINLAND)) == ()


def test_progress_names_the_phases():
    phases = []
    request = day(mainland_sites(), [order("a", "FARM", "HUB")], [truck("T1")])
    planned(request, network(MAINLAND), progress=lambda one: phases.append(one.phase.en))
    assert phases[0] == "checking the request"
    assert phases[-1] == "writing the plan"


def test_faults_of_request_and_map_come_together():
    request = day(
        [site("HUB", "hub"), site("FARM"), site("FAR")],
        [order("a", "FARM", "HUB", kg=-1), order("b", "FAR", "HUB")],
        [truck("T1"), truck("T2", profile="spaceship")],
    )
    with pytest.raises(InputError) as caught:
        plan_day(request, network("HUB --20-- FARM"), seconds=1)
    assert {(one.code, one.file) for one in caught.value.faults} == {
        ("negative-value", "orders.csv"),
        ("too-far-from-road", "sites.csv"),
        ("unknown-profile", "fleet.csv"),
    }


def test_night_linehaul_meets_the_morning_windows_of_the_next_day():
    sites = [*mainland_sites()[:4], site("STALL", "market", windows="")]
    sites[4] = replace(sites[4], windows=((at("07:00+1"), at("09:00+1")),))
    request = day(
        sites,
        [order("a", "FARM", "STALL")],
        [
            truck("T1", shift="05:00-15:00"),
            replace(truck("M1", base="XDOCK"), shift=(at("05:00+1"), at("14:00+1"))),
        ],
        [service("NIGHT", "HUB", "XDOCK", "01:30+1", "02:35+1")],
    )
    plan = planned(request, network(MAINLAND + "XDOCK --12-- STALL"))
    assert [step.carrier for step in plan.orders[0].steps] == ["T1", "NIGHT", "M1"]
    assert plan.tours[-1].stops[-1].start >= at("07:00+1")


def test_stock_of_the_hub_waits_for_the_service_and_the_customer_for_its_hours():
    """Handed over in the morning, carried at noon, held ready until the customer opens."""
    request = day(
        [site("HUB", "hub"), site("SHIP", "port", windows="18:00-20:00")],
        [order("a", "HUB", "SHIP", pickup_windows="08:00-09:00")],
        [truck()],
        [service("F1", "HUB", "SHIP", "12:00", "13:00", mode="freight")],
    )
    plan = planned(request, network("HUB --20-- FARM"))
    assert way(plan, "a") == [("service", "F1", "HUB", "SHIP")]


def test_stock_that_comes_after_the_cut_off_stays():
    request = day(
        [site("HUB", "hub"), site("SHIP", "port", windows="08:00-20:00")],
        [order("a", "HUB", "SHIP", pickup_windows="11:50-13:00")],
        [truck()],
        [service("F1", "HUB", "SHIP", "12:00", "13:00", mode="freight")],
    )
    assert codes(planned(request, network("HUB --20-- FARM"))) == {"a": "no-service"}


def test_crowded_collection_moves_to_a_later_service_without_overfilling_it():
    """Not all farms can be reached before the first cut-off; the later run holds one order."""
    farms = [f"F{n}" for n in range(5)]
    request = day(
        [
            site("HUB", "hub"),
            *(site(farm, windows="08:00-20:00", access=30 * MINUTE) for farm in farms),
            site("XDOCK", "crossdock"),
            site("APT", "complex", windows="08:00+1-20:00+1"),
        ],
        [order(farm, farm, "APT", kg=100) for farm in farms],
        [
            truck("T1", shift="07:00-22:00", max_shift=15 * HOUR),
            replace(truck("M1", base="XDOCK"), shift=(at("05:00+1"), at("22:00+1"))),
        ],
        [
            service("L1", "HUB", "XDOCK", "10:45", "12:00", capacity_kg=500, cost=1_000),
            service("L2", "HUB", "XDOCK", "18:00", "19:00", capacity_kg=130, cost=90_000),
        ],
    )
    roads = "\n".join(f"HUB --20-- {farm}" for farm in farms)
    plan = planned(request, network(f"{roads}\nHUB --600-- XDOCK --10-- APT"))
    carried = {use.service_id: len(use.order_ids) for use in plan.services}
    assert carried["L2"] == 1
    assert set(codes(plan).values()) <= {"no-room", "no-service"}
    assert plan.totals.served == sum(carried.values())
