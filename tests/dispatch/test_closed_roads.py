"""Days on which roads are closed: around them, before or after, or not at all; on drawn maps."""

from dataclasses import replace

import pytest

from dispatch import check_plan, plan_day
from dispatch.network import Network
from dispatch.plan_json import parse_plan, plan_text
from dispatch.sheets.content import sheet_content
from geo.closures import parse_closure
from tests.dispatch.paper_day import HOUR, at, day, order, site, truck
from tests.towns import draw_town

LATE = truck(base="H", shift="09:00-20:00")
STREET = {"highway": "residential", "maxspeed": "30"}
ISLAND = """
    H---B=====C---F
"""
RING = """
    H---M---C
    |       |
    |       |
    |       |
    D-------F
"""


@pytest.fixture(scope="module")
def island(tmp_path_factory):
    town = draw_town(
        ISLAND,
        spacing=250,
        ways={"HB": STREET, "BC": {**STREET, "name": "진도대교", "bridge": "yes"}, "CF": STREET},
    )
    return town, Network(town.build(tmp_path_factory.mktemp("island")))


@pytest.fixture(scope="module")
def ring(tmp_path_factory):
    town = draw_town(
        RING,
        spacing=250,
        ways={
            "HMC": {**STREET, "name": "장터길", "hgv:conditional": "no @ (Mo-Fr 07:00-09:00)"},
            "HDF": STREET,
            "CF": STREET,
        },
    )
    return town, Network(town.build(tmp_path_factory.mktemp("ring")))


def asked(town, orders, *closed, vehicle=None, sites="HF"):
    at_sign = {sign: town.place(sign) for sign in sites}
    places = [replace(site(sign), lat=one.lat, lon=one.lon) for sign, one in at_sign.items()]
    given = day(places, orders, [vehicle or truck(base="H")])
    return replace(given, closures=tuple(parse_closure(text) for text in closed))


def planned(network, request):
    plan = plan_day(request, network, seconds=60, iterations=300, seed=1)
    assert check_plan(plan, request, network) == ()
    assert parse_plan(plan_text(plan)) == plan
    return plan


def passing(plan):
    [tour] = plan.tours
    legs = [*(stop.leg for stop in tour.stops), tour.home]
    return [one.departure for leg in legs for one in leg.sailings if one.passage]


def test_a_truck_waits_until_the_only_bridge_is_open_again(island):
    town, network = island
    fetch = order("O1", "F", "H", pickup_windows="10:00-13:00")
    request = asked(town, [fetch], "진도대교 9:00-11:32", vehicle=LATE)
    plan = planned(network, request)
    assert at("11:32") <= passing(plan)[0] <= at("11:40")
    assert plan.totals.sailings == 0
    assert plan.closures == ("진도대교 09:00-11:32",)


def test_a_truck_passes_the_only_bridge_before_it_is_closed(island):
    town, network = island
    fetch = order("O1", "F", "H", pickup_windows="05:00-09:30")
    there, back = passing(planned(network, asked(town, [fetch], "진도대교 9:00-22:00")))
    assert there < back < at("09:00")


def test_the_sheet_tells_when_to_pass(island):
    town, network = island
    fetch = order("O1", "F", "H", pickup_windows="10:00-13:00")
    request = asked(town, [fetch], "진도대교 9:00-11:32", vehicle=LATE)
    content = sheet_content(planned(network, request), request)
    [tour] = content["tours"]
    passages = [event for event in tour["events"] if event["kind"] == "passage"]
    assert "11:32" <= passages[0]["departure"] <= "11:40"
    assert passages[0]["road"].replace("\u200b", "") == "진도대교"
    ends = [passages[0][end]["ko"] for end in ("from", "to")]
    assert ends == ["진도대교 서쪽", "진도대교 동쪽"]
    notes = [note["ko"] for note in content["overview"]["notes"]]
    assert "도로 통제: 진도대교 09:00-11:32" in notes


def test_an_order_behind_a_bridge_that_is_closed_all_day_says_so(island):
    town, network = island
    [left] = planned(network, asked(town, [order("O1", "F", "H")], "진도대교")).unserved
    assert left.code == "road-closed"
    assert "진도대교" in left.reason.ko
    assert "진도대교" in left.reason.en


def test_an_order_that_a_closure_makes_late_says_so_and_one_that_is_late_anyway_does_not(island):
    town, network = island
    orders = [
        order("O1", "F", "H", pickup_windows="10:00-10:30"),
        order("O2", "F", "H", pickup_windows="04:00-04:30"),
    ]
    plan = planned(network, asked(town, orders, "진도대교 5:00-12:00"))
    assert [one.code for one in plan.unserved] == ["road-closed", "no-time"]


def test_a_plan_made_for_other_closures_is_found_out(island):
    town, network = island
    fetch = order("O1", "F", "H", pickup_windows="05:00-09:30")
    request = asked(town, [fetch], "진도대교 9:00-22:00")
    plan = planned(network, request)
    [broken] = check_plan(plan, replace(request, closures=()), network)
    assert broken.code == "other-closures"


def test_a_drive_over_a_closed_road_is_found_out(ring):
    town, network = ring
    fetch = order("O1", "C", "H", pickup_windows="10:00-11:00")
    open_plan = planned(network, asked(town, [fetch], sites="HC"))
    request = asked(town, [fetch], "장터길 9:00-12:00", sites="HC")
    told = replace(open_plan, closures=("장터길 09:00-12:00",))
    codes = {broken.code for broken in check_plan(told, request, network)}
    assert {"too-fast", "driving-stated"} <= codes


@pytest.mark.parametrize(
    ("window", "metres"), [("10:00-11:00", 4000), ("13:00-14:00", 2000), ("06:00-08:00", 2000)]
)
def test_a_closed_road_is_driven_around_while_it_is_closed_and_no_longer(ring, window, metres):
    town, network = ring
    fetch = order("O1", "C", "H", pickup_windows=window)
    request = asked(town, [fetch], "장터길 9:30-12:00", sites="HC", vehicle=truck(base="H"))
    [tour] = planned(network, request).tours
    assert tour.stops[0].leg.distance == pytest.approx(metres, abs=10)


@pytest.mark.parametrize(("window", "metres"), [("07:30-08:30", 4000), ("10:00-11:00", 2000)])
def test_a_truck_ban_by_the_hour_is_kept_on_the_date_of_the_plan(ring, window, metres):
    town, network = ring
    heavy = truck(base="H", profile="truck-5t", shift="07:00-18:00")
    fetch = order("O1", "C", "H", pickup_windows=window)
    [tour] = planned(network, asked(town, [fetch], sites="HC", vehicle=heavy)).tours
    assert tour.stops[0].leg.distance == pytest.approx(metres, abs=10)


def test_a_site_on_a_closed_road_is_served_before_or_after(ring):
    town, network = ring
    fetch = order("O1", "M", "H", pickup_windows="10:00-12:30")
    [tour] = planned(network, asked(town, [fetch], "장터길 9:00-12:00", sites="HM")).tours
    assert tour.stops[0].start >= at("12:05")
    assert tour.stops[0].start <= at("12:30")


def test_a_road_that_the_map_does_not_know_is_an_input_error_of_day_toml(ring):
    town, network = ring
    request = asked(town, [order("O1", "C", "H")], "장터기 9:00-12:00", sites="HC")
    [fault] = network.closure_faults(request)
    assert (fault.file, fault.field, fault.code) == ("day.toml", "close", "unknown-road")
    assert "장터길" in fault.remedy.ko


def test_hours_of_the_day_are_those_of_the_shifts(ring):
    town, network = ring
    late = truck(base="H", shift="13:00-18:00")
    request = asked(town, [order("O1", "C", "H")], "장터길 9:00-12:00", sites="HC", vehicle=late)
    roads = network.day(request).roads[late.profile]
    assert len(roads.periods) == 1
    assert roads.periods[0][0].until - roads.periods[0][0].begin == 5 * HOUR


def test_a_bridge_that_is_closed_to_trucks_at_some_hours_is_passed_at_others(tmp_path):
    rule = {"hgv:conditional": "no @ (06:30-09:30)"}
    town = draw_town(
        ISLAND, spacing=250, ways={"HB": STREET, "BC": {**STREET, **rule}, "CF": STREET}
    )
    network = Network(town.build(tmp_path))
    fetch = order("O1", "F", "H", pickup_windows="07:00-11:00")
    for profile, class_id, waits in (("truck-5t", "C5R", True), ("truck-1t", "C1B", False)):
        vehicle = truck(base="H", shift="07:00-18:00", profile=profile, class_id=class_id)
        [tour] = planned(network, asked(town, [fetch], vehicle=vehicle)).tours
        assert (tour.stops[0].start >= at("09:30")) == waits
