"""Loads become requests, trucks vehicle types, boats links; nothing is lost at the border."""

from dataclasses import replace

from dispatch.alone import cheapest, trials
from dispatch.chain import Chain, TruckLeg
from dispatch.consignments import Consignment
from dispatch.fleet import vehicle_groups
from dispatch.loads import Load, gather
from dispatch.network import Network
from dispatch.translate import translate
from tests.dispatch.paper_day import (
    HOUR,
    PaperRoads,
    at,
    day,
    network,
    order,
    site,
    timetable,
    truck,
    window,
)

ROADS = """
    HUB --20-- FARM --15-- QUAY
    PIER --12-- ISLE
"""
BOATS = """
    07:30 QUAY 08:10 PIER
    09:30 PIER 10:00 QUAY
"""


def leg(start="FARM", end="HUB", **more):
    hours = (window("06:00-20:00"),)
    return TruckLeg(from_site=start, to_site=end, loading=hours, unloading=hours, **more)


def load(way=None, **goods):
    return Load(
        leg=way or leg(), consignments=(Consignment(orders=(order("a", "FARM", "HUB", **goods),)),)
    )


def request(*vehicles, **farm):
    sites = [site("HUB", "hub"), site("FARM", **farm), site("ISLE", access=360)]
    return day(sites, [order("a", "FARM", "HUB")], vehicles or [truck()])


def translated(asked, *loads, boats=None, eagerness=1):
    return translate(asked, network(ROADS, boats).day(asked), loads or (load(),), eagerness)


def test_amounts_are_grams_and_millilitres_rounded_up():
    problem = translated(request(), load(kg=12.3456, litres=0.1)).problem
    assert problem.requests[0].load == (12_346, 100)
    assert problem.vehicle_types[0].capacity == (900_000, 4_500_000)


def test_money_is_thousandths_of_a_won():
    problem = translated(request(), load(priority_cost=15_000), eagerness=3).problem
    assert problem.requests[0].prize == 45_000_000
    vehicle = problem.vehicle_types[0]
    assert vehicle.fixed_cost == 20_000_000
    assert vehicle.unit_distance_cost == 250
    assert vehicle.unit_duration_cost == 4444


def test_what_must_be_carried_has_no_prize():
    assert translated(request(), eagerness=None).problem.requests[0].prize is None


def test_equal_trucks_are_one_type_and_spares_none():
    fleet = [truck("T1"), truck("T2"), truck("T3", height_m=2.7), truck("T4", driver="")]
    groups = vehicle_groups(request(*fleet))
    assert [[one.vehicle_id for one in group] for group in groups] == [["T1", "T2"], ["T3"]]
    problem = translated(request(*fleet)).problem
    assert [one.count for one in problem.vehicle_types] == [2, 1]


def test_closed_hours_and_cut_offs_become_windows():
    asked = request(closed="08:00-09:00", access=600, seconds_per_parcel=60)
    task = translated(asked).problem.requests[0].pickup
    busy = 600 + 10 * 60
    assert task.windows == (
        (at("06:00"), at("08:00") - busy),
        (at("09:00"), at("20:00")),
    )
    assert task.service == 600
    late = translated(request(), load(leg(unload_by=at("12:40")))).problem.requests[0].delivery
    assert late.windows == ((at("06:00"), at("12:40")),)


def test_only_vehicles_that_fit_are_allowed():
    fleet = [
        truck("LOW", height_m=2.0),
        truck("HIGH", height_m=2.4),
        truck("DRY", temperatures=frozenset({"ambient"}), height_m=2.0),
        truck("SMALL", capacity_kg=40, height_m=2.0),
    ]
    asked = request(*fleet, max_height_m=2.3)
    problem = translated(asked, load(temperature="chilled")).problem
    assert problem.requests[0].vehicle_types == {0}


def test_load_that_no_vehicle_may_carry_is_hopeless():
    result = translated(request(truck(capacity_kg=10)))
    assert result.problem is None
    assert len(result.hopeless) == 1


def test_ferry_is_a_link_that_refused_vehicles_cannot_take(tmp_path):
    boats = timetable(tmp_path, BOATS.replace("PIER\n", "PIER max_vehicle_height_m=2.5\n"))
    asked = request(truck("T1"), truck("T2", height_m=2.9))
    result = translated(asked, load(leg("ISLE", "HUB")), boats=boats)
    out, home, *_ = result.problem.links
    assert (out.ready, out.departure, out.arrival) == (at("07:10"), at("07:30"), at("08:10"))
    assert out.costs == (20_000_000, None)
    assert home.costs == (20_000_000, 20_000_000)
    zones = [result.problem.locations[place].zone for place in (out.board, out.alight)]
    assert zones[0] != zones[1]


def test_boats_to_islands_without_loads_are_left_out(tmp_path):
    result = translated(request(), boats=timetable(tmp_path, BOATS))
    assert result.problem.links == ()


def test_trial_alone_tells_who_can_and_who_comes_too_late():
    asked = request(truck("EARLY", shift="05:00-15:00"), truck("LATE", shift="19:30-23:00"))
    hopeful, hopeless = load(), load(kg=5_000.0)
    found = trials(asked, network(ROADS).day(asked), [hopeful, hopeless])
    early, late = found[hopeful]
    assert (early.broken, late.broken) == (frozenset(), {"late"})
    assert cheapest(found[hopeful]) is early
    assert found[hopeless] == ()


def test_goods_for_the_same_vehicles_share_a_load():
    asked = request(truck("T1"), truck("T2", temperatures=frozenset({"ambient"})))
    goods = {
        temperature: Consignment(
            orders=(order(temperature, "FARM", "HUB", temperature=temperature),)
        )
        for temperature in ("ambient", "chilled", "frozen")
    }
    chosen = dict.fromkeys(goods.values(), Chain(parts=(leg(),)))
    able = {"ambient": frozenset({0, 1}), "chilled": frozenset({0}), "frozen": frozenset({0})}
    loads = gather(asked, chosen, lambda _, temperature: able[temperature])
    assert sorted(sorted(one.temperatures) for one in loads) == [
        ["ambient"],
        ["chilled", "frozen"],
    ]
    assert translated(asked, *loads).problem.requests[1].vehicle_types == {0}


def test_same_places_are_asked_of_the_map_once():
    asked = request()
    net = network(ROADS)
    calls = []
    ask = net.roads.day_roads
    net.roads.day_roads = lambda *a, **k: calls.append(a) or ask(*a, **k)
    first = net.day(asked)
    again = net.day(replace(asked, orders=()))
    assert len(calls) == 1
    assert first.durations.keys() == again.durations.keys() == {"truck-1t-reefer"}


def test_place_that_one_profile_cannot_reach_is_cut_off_for_it_alone():
    asked = request(truck("T1"), truck("T5", profile="truck-5t"))
    found = Network(PaperRoads(ROADS, closed={"truck-5t": ["FARM"]})).day(asked)
    hub, farm = found.site_row["HUB"], found.site_row["FARM"]
    assert found.durations["truck-1t-reefer"][hub, farm] == HOUR / 3
    assert found.durations["truck-5t"][hub, farm] == -1
    assert found.landmass[hub] == found.landmass[farm]
