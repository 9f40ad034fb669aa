"""What is not served is explained by the rule that is in the way, in both languages."""

from dataclasses import replace

import pytest

from dispatch import room_reasons as room
from dispatch.checks import check_plan
from dispatch.planner import plan_day
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

ROADS = """
    HUB --20-- FARM --15-- QUAY
    PIER --12-- ISLE
"""
BOATS = """
    07:30 QUAY 08:10 PIER
    17:50 PIER 18:30 QUAY
"""


def unserved(request, net, iterations=200):
    plan = plan_day(request, net, seconds=5, iterations=iterations)
    assert check_plan(plan, request, net) == ()
    for one in plan.unserved:
        for text in (one.reason.ko, one.reason.en, one.remedy.ko, one.remedy.en):
            assert text
            assert "None" not in text
    return {one.order_id: (one.code, one.reason.en) for one in plan.unserved}


def the_reason(request, net):
    (reason,) = unserved(request, net).values()
    return reason


def sites(**farm):
    return [site("HUB", "hub"), site("FARM", **farm)]


def test_island_without_a_timetable():
    request = day([site("HUB", "hub"), site("ISLE")], [order("a", "ISLE", "HUB")], [truck()])
    code, words = the_reason(request, network(ROADS))
    assert code == "no-sailing"
    assert words.startswith("the timetable has no sailing for vehicles between")


def test_boats_that_take_no_vehicle_of_this_height(tmp_path):
    boats = timetable(tmp_path, BOATS.replace("PIER\n", "PIER max_vehicle_height_m=2.0\n", 1))
    request = day([site("HUB", "hub"), site("ISLE")], [order("a", "ISLE", "HUB")], [truck()])
    code, words = the_reason(request, network(ROADS, boats))
    assert code == "no-sailing"
    assert "is 2.40 m high, 나루호 takes 2.0 m" in words


def test_last_boat_home_leaves_too_early(tmp_path):
    boats = timetable(tmp_path, "07:30 QUAY 08:10 PIER\n08:30 PIER 09:10 QUAY\n")
    request = day(
        [site("HUB", "hub"), site("ISLE", windows="08:25-12:00")],
        [order("a", "HUB", "ISLE")],
        [truck()],
    )
    code, words = the_reason(request, network(ROADS, boats))
    assert code == "no-sailing"
    assert "misses the last boat home" in words


def test_shift_ends_before_the_boat_is_back(tmp_path):
    request = day(
        [site("HUB", "hub"), site("ISLE", windows="08:25-12:00")],
        [order("a", "ISLE", "HUB")],
        [truck(shift="05:00-18:00")],
    )
    code, _ = the_reason(request, network(ROADS, timetable(tmp_path, BOATS)))
    assert code == "no-time"


def test_no_boat_after_loading(tmp_path):
    request = day(
        [site("HUB", "hub"), site("ISLE")],
        [order("a", "ISLE", "HUB", pickup_windows="18:00-20:00")],
        [truck(max_shift=20 * HOUR)],
    )
    boats = timetable(tmp_path, "07:30 QUAY 08:10 PIER days=tue\n17:50 PIER 18:30 QUAY days=tue")
    assert the_reason(request, network(ROADS, boats)) == (
        "no-sailing",
        "leaving place ISLE at 18:00, there is no sailing to place HUB any more",
    )


def test_land_without_a_road_between():
    request = day(
        [site("HUB", "hub"), site("PORT", "port")], [order("a", "PORT", "HUB")], [truck()]
    )
    code, words = the_reason(request, network("HUB --20-- FARM"))
    assert (code, words) == ("no-road", "no road leads from place PORT to place HUB")


@pytest.mark.parametrize(
    ("vehicles", "farm", "goods", "words"),
    [
        (
            [truck(temperatures=frozenset({"ambient"}))],
            {},
            {"temperature": "frozen"},
            "no vehicle may carry frozen goods",
        ),
        (
            [truck(), truck("T2", capacity_kg=1000)],
            {},
            {"kg": 1200},
            "the order (1,200 kg, 200 l) is larger than the largest vehicle for such goods"
            " (1,000 kg, 4,500 l)",
        ),
        (
            [truck(height_m=2.4), truck("T2", height_m=2.7)],
            {"max_height_m": 2.3},
            {},
            "place FARM allows 2.30 m, and the lowest vehicle for these goods is 2.40 m high",
        ),
        (
            [
                truck(height_m=2.0, temperatures=frozenset({"ambient"})),
                truck("T2", height_m=2.7),
            ],
            {"max_height_m": 2.3},
            {"temperature": "chilled"},
            "place FARM allows 2.30 m, and the lowest vehicle for these goods is 2.70 m high",
        ),
        (
            [truck(capacity_kg=2300)],
            {"max_payload_kg": 1000},
            {},
            "place FARM takes vehicles of up to 1,000 kg payload, and the smallest for these goods"
            " has 2,300 kg",
        ),
        ([truck(driver="")], {}, {}, "no vehicle has a driver"),
    ],
)
def test_rule_that_excludes_every_vehicle_is_named(vehicles, farm, goods, words):
    request = day(sites(**farm), [order("a", "FARM", "HUB", **goods)], vehicles)
    assert the_reason(request, network(ROADS)) == ("no-vehicle-fits", words)


def test_earliest_arrival_is_told_when_the_window_is_missed():
    request = day(
        [site("HUB", "hub"), site("FARM", windows="05:00-06:00")],
        [order("a", "FARM", "HUB")],
        [truck(shift="06:00-15:00")],
    )
    assert the_reason(request, network(ROADS)) == (
        "no-time",
        "the earliest possible arrival at place FARM is 06:20, and handling must begin by 06:00",
    )


def test_delivery_window_before_the_pickup():
    request = day(
        sites(),
        [order("a", "FARM", "HUB", pickup_windows="10:00-11:00", delivery_windows="08:00-09:00")],
        [truck()],
    )
    code, words = the_reason(request, network(ROADS))
    assert code == "no-time"
    assert words.startswith("the earliest possible arrival at place HUB is 10:20")


def test_windows_of_site_and_order_without_a_common_moment():
    request = day(
        sites(windows="07:00-09:00"),
        [order("a", "FARM", "HUB", pickup_windows="10:00-11:00")],
        [truck()],
    )
    code, words = the_reason(request, network(ROADS))
    assert code == "no-time"
    assert words.startswith("there is no moment to work at place FARM")


def test_closed_hours_that_leave_no_moment():
    request = day(
        sites(windows="07:00-09:00", closed="06:30-09:30"), [order("a", "FARM", "HUB")], [truck()]
    )
    code, words = the_reason(request, network(ROADS))
    assert code == "no-time"
    assert words.startswith("there is no moment to work at place FARM")


def test_time_limit_shorter_than_the_way():
    request = day(sites(), [order("a", "FARM", "HUB", max_time=10 * MINUTE)], [truck()])
    assert the_reason(request, network(ROADS)) == (
        "no-time",
        "the fastest way takes 0:20, the limit is 0:10",
    )


def test_day_longer_than_the_shift_allows():
    request = day(
        [site("HUB", "hub"), site("FAR")],
        [order("a", "FAR", "HUB")],
        [truck(max_shift=5 * HOUR)],
    )
    code, words = the_reason(request, network("HUB --180-- FAR"))
    assert code == "no-time"
    assert "nearest is T1: 6:00 needed" in words


def test_cut_off_that_cannot_be_met():
    request = day(
        [
            site("HUB", "hub"),
            site("ISLET", windows="10:00-12:00", drop_site="PIER"),
            site("PIER", "port"),
            site("QUAY", "port"),
        ],
        [order("a", "ISLET", "HUB")],
        [truck()],
        [service("F1", "PIER", "QUAY", "09:30", "10:00", mode="freight")],
    )
    assert the_reason(request, network("HUB --20-- QUAY")) == (
        "no-service",
        "the cut-off of run F1 (09:15) cannot be met (earliest is 10:00)",
    )


def test_service_without_room_for_all():
    request = day(
        [site("ISLET", drop_site="PIER"), site("PIER", "port"), site("HUB", "hub")],
        [order(f"o{n}", "ISLET", "HUB", kg=80) for n in range(3)],
        [truck()],
        [service("F1", "PIER", "HUB", "09:30", "10:00", mode="freight", capacity_kg=200)],
    )
    reasons = unserved(request, network("HUB --20-- FARM"))
    assert list(reasons.values()) == [("no-service", "there is no room left on run F1")]


def test_service_dearer_than_leaving_out():
    request = day(
        [site("ISLET", drop_site="PIER"), site("PIER", "port"), site("HUB", "hub")],
        [order("a", "ISLET", "HUB", priority_cost=15_000)],
        [truck()],
        [service("F1", "PIER", "HUB", "09:30", "10:00", mode="freight", cost=60_000)],
    )
    code, words = the_reason(request, network("HUB --20-- FARM"))
    assert code == "too-costly"
    assert "60,000 won" in words


def test_trip_dearer_than_leaving_out():
    request = day(sites(), [order("a", "FARM", "HUB", priority_cost=100)], [truck()])
    code, words = the_reason(request, network(ROADS))
    assert code == "too-costly"
    assert "add about" in words


def test_crowded_out_although_possible_alone():
    """Two farms an hour apart are open for the same ten minutes, and there is one truck."""
    request = day(
        [site("HUB", "hub"), *(site(f, windows="08:00-08:10") for f in ("EAST", "WEST"))],
        [order("a", "EAST", "HUB"), order("b", "WEST", "HUB")],
        [truck()],
    )
    reasons = unserved(request, network("EAST --30-- HUB --30-- WEST"))
    assert [code for code, _ in reasons.values()] == ["no-room"]


def left_over(request, net):
    plan = plan_day(request, net, seconds=5, iterations=200)
    assert check_plan(plan, request, net) == ()
    [left] = plan.unserved
    return left


def test_what_is_crowded_out_names_who_holds_its_room_and_the_price():
    request = day(
        [site("HUB", "hub"), *(site(f, windows="08:00-08:10") for f in ("EAST", "WEST"))],
        [
            order("a", "EAST", "HUB", priority_cost=500_000),
            order("b", "WEST", "HUB", priority_cost=450_000),
        ],
        [truck()],
    )
    left = left_over(request, network("EAST --30-- HUB --30-- WEST"))
    assert (left.order_id, left.code, left.holders, left.price) == ("b", "no-room", ("a",), 500_000)
    assert "T1 could take it if it left out a, which with what that loses" in left.reason.en
    assert "T1에 실으려면 주문 a을(를) 빼야 하고" in left.reason.ko
    assert "500,000원 비싸집니다 (이 주문의 미배송 비용 450,000원)" in left.reason.ko


def test_many_holders_are_counted():
    reason = room.crowded_out("T1", [f"o{n}" for n in range(8)], 1200, 900)
    assert "o0, o1, o2, o3, o4 and 3 more, which" in reason.what.en
    assert "add 1,200 won to the plan" in reason.what.en
    assert "외 3건" in reason.what.ko
    assert len(reason.holders) == 8


@pytest.mark.parametrize(
    ("farm", "vehicle", "change"),
    [
        ({}, {"max_shift": 5 * HOUR}, "allow 1:00 more per day of work (with T1)"),
        ({}, {"shift": (at("05:00"), at("10:30"))}, "end the shift 0:30 later (with T1)"),
        ({"windows": "05:00-07:45"}, {}, "let loading begin 0:15 later (with T1)"),
    ],
)
def test_what_is_impossible_names_the_least_change(farm, vehicle, change):
    request = day(
        [site("HUB", "hub"), site("FAR", **farm)],
        [order("a", "FAR", "HUB")],
        [replace(truck(), **vehicle)],
    )
    left = left_over(request, network("HUB --180-- FAR"))
    assert left.remedy.en.endswith(f"the least change: {change}")
    assert "가장 작은 변경: T1에서" in left.remedy.ko


def test_a_boat_that_would_have_to_wait_is_named(tmp_path):
    request = day(
        [site("HUB", "hub"), site("ISLE")],
        [order("a", "ISLE", "HUB", pickup_windows="18:00-20:00")],
        [truck(max_shift=20 * HOUR)],
    )
    boats = timetable(tmp_path, "07:30 QUAY 08:10 PIER days=tue\n17:50 PIER 18:30 QUAY days=tue")
    left = left_over(request, network(ROADS, boats))
    assert "나루호 17:50 leaving 0:42 later" in left.remedy.en


def test_what_the_search_has_overlooked_is_not_called_impossible():
    reason = room.not_found(4000)
    assert (reason.code, reason.price) == ("not-found", 4000)


def test_every_order_of_a_consignment_gets_the_reason():
    request = day(
        sites(max_height_m=2.0), [order(f"o{n}", "FARM", "HUB") for n in range(5)], [truck()]
    )
    assert set(unserved(request, network(ROADS))) == {f"o{n}" for n in range(5)}


def test_sound_orders_are_served_beside_hopeless_ones():
    request = day(
        [*sites(), site("ISLE")],
        [order("good", "FARM", "HUB"), order("bad", "ISLE", "HUB")],
        [replace(truck(), shift=(at("05:00"), at("22:00")))],
    )
    assert set(unserved(request, network(ROADS))) == {"bad"}


@pytest.mark.parametrize(
    ("cost", "code"), [(20_000, "too-costly"), (823, "no-room"), (None, "no-room")]
)
def test_only_what_costs_more_than_it_is_worth_is_called_too_costly(
    cost: float | None, code: str
) -> None:
    assert room.left_for(cost, priority_cost=15_000).code == code
