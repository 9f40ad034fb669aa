"""Tours tell drivers what they need: one stop per stay, boats with their notes, honest waiting."""

from dispatch.checks import check_plan
from dispatch.planner import plan_day
from tests.dispatch.paper_day import (
    HOUR,
    MINUTE,
    at,
    day,
    network,
    order,
    site,
    timetable,
    truck,
)

ROADS = """
    HUB --20-- FARM --15-- QUAY
    PIER --12-- ISLE --9-- BACK
    FAR --5-- SHORE
"""


def the_tour(request, net):
    plan = plan_day(request, net, seconds=5, iterations=300)
    assert check_plan(plan, request, net) == ()
    (tour,) = plan.tours
    return tour


def test_orders_of_one_stay_are_one_stop():
    request = day(
        [site("HUB", "hub"), site("FARM", access=300, seconds_per_parcel=6)],
        [order("a", "FARM", "HUB", 10), order("b", "FARM", "HUB", 5, temperature="frozen")],
        [truck()],
    )
    tour = the_tour(request, network(ROADS))
    assert [stop.site_id for stop in tour.stops] == ["FARM", "HUB"]
    farm = tour.stops[0]
    assert {one.order_id for one in farm.handlings} == {"a", "b"}
    assert {one.counterpart for one in farm.handlings} == {"HUB"}
    assert farm.finish - farm.start == 300 + 15 * 6


def test_waiting_at_the_quay_is_neither_driving_nor_sailing(tmp_path):
    boats = timetable(tmp_path, "07:30 QUAY 08:10 PIER\n10:30 PIER 11:00 QUAY")
    request = day(
        [site("HUB", "hub"), site("ISLE", access=MINUTE)],
        [order("a", "ISLE", "HUB")],
        [truck()],
    )
    tour = the_tour(request, network(ROADS, boats))
    out, back = tour.stops[0].leg, tour.stops[1].leg
    assert (out.driving, out.waiting) == ((20 + 15 + 12) * MINUTE, 20 * MINUTE)
    assert back.driving == (12 + 15 + 20) * MINUTE
    assert tour.stops[1].arrival == at("11:35")
    whole = tour.arrival - tour.departure
    legs = [*(stop.leg for stop in tour.stops), tour.home]
    aboard = sum(use.arrival - use.departure for leg in legs for use in leg.sailings)
    stays = sum(stop.finish - stop.start for stop in tour.stops)
    assert whole == tour.driving + sum(leg.waiting for leg in legs) + aboard + stays


def test_change_of_boats_shows_both_sailings(tmp_path):
    boats = timetable(
        tmp_path,
        """
        07:30 QUAY 08:10 PIER vessel=가호
        09:00 PIER 09:40 SHORE vessel=나호
        11:00 SHORE 11:40 PIER vessel=나호
        12:30 PIER 13:10 QUAY vessel=가호
        """,
    )
    request = day([site("HUB", "hub"), site("FAR")], [order("a", "FAR", "HUB")], [truck()])
    tour = the_tour(request, network(ROADS, boats))
    assert [use.vessel for use in tour.stops[0].leg.sailings] == ["가호", "나호"]
    assert [use.vessel for use in tour.stops[1].leg.sailings] == ["나호", "가호"]
    assert tour.cost.fares == 80_000
    assert [use.last_home for use in tour.stops[0].leg.sailings] == [at("12:30"), at("11:00")]


def test_boat_that_must_be_booked_says_so(tmp_path):
    boats = timetable(
        tmp_path, "07:30 QUAY 08:10 PIER request=yes\n10:30 PIER 11:00 QUAY request=no"
    )
    request = day([site("HUB", "hub"), site("ISLE")], [order("a", "ISLE", "HUB")], [truck()])
    tour = the_tour(request, network(ROADS, boats))
    notes = [use.note for stop in tour.stops for use in stop.leg.sailings]
    assert "예약" in notes[0]
    assert notes[1] == ""


def test_vessel_without_a_valid_timetable_is_noted(tmp_path):
    boats = timetable(
        tmp_path,
        """
        07:30 QUAY 08:10 PIER
        09:30 PIER 10:00 QUAY
        12:00 QUAY 12:40 PIER vessel=옛배 valid_until=2025-12-31
        """,
    )
    request = day([site("HUB", "hub"), site("ISLE")], [order("a", "ISLE", "HUB")], [truck()])
    plan = plan_day(request, network(ROADS, boats), seconds=5, iterations=100)
    (note,) = plan.notes
    assert "옛배" in note.ko


def test_truck_leaves_as_late_as_its_return_allows():
    request = day(
        [site("HUB", "hub"), site("FARM", windows="10:00-11:00")],
        [order("a", "FARM", "HUB")],
        [truck(shift="05:00-15:00")],
    )
    tour = the_tour(request, network(ROADS))
    assert tour.departure == at("09:40")
    assert tour.arrival - tour.departure < HOUR
