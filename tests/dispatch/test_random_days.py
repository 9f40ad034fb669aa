"""Random days: every plan passes the checker, and every order is served once or explained."""

import tempfile
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dispatch.checks import check_plan
from dispatch.planner import plan_day
from tests.dispatch.paper_day import (
    HOUR,
    MINUTE,
    day,
    network,
    order,
    service,
    site,
    timetable,
    truck,
)

ROADS = """
    HUB --15-- F1 --10-- F2 --12-- F3 --9-- QUAY
    HUB --11-- F3
    PIER --7-- I1 --6-- I2
    HUB --55-- XD --10-- A1 --5-- A2
    LOST
"""
BOATS = """
    07:30 QUAY 08:10 PIER
    09:50 QUAY 10:30 PIER vessel=둘째호 max_vehicle_height_m=2.5
    09:30 PIER 10:00 QUAY
    11:20 PIER 11:50 QUAY
    17:50 PIER 18:30 QUAY
"""
FARMS, HOMES = ("F1", "F2", "F3", "I1", "I2", "ISLET"), ("A1", "A2", "F1", "HUB", "LOST")
WINDOWS = ("06:00-09:00", "07:30-11:00", "08:00-10:00;13:00-15:00", "00:00-23:00")

temperatures = st.sampled_from(["ambient", "chilled", "frozen"])
minutes = st.integers(0, 20).map(lambda n: n * MINUTE)


@st.composite
def farms(draw, name):
    return site(
        name,
        windows=draw(st.sampled_from(WINDOWS)),
        access=draw(minutes),
        seconds_per_parcel=draw(st.integers(0, 40)),
        max_payload_kg=draw(st.sampled_from([None, None, 1000])),
        drop_site="PIER" if name == "ISLET" else None,
    )


@st.composite
def homes(draw, name):
    return site(
        name,
        "complex",
        windows=draw(st.sampled_from(["17:00-21:00", "10:00-20:00", "16:00-18:00"])),
        closed=draw(st.sampled_from([None, "16:30-17:15", "18:00-18:45"])),
        access=draw(minutes),
        seconds_per_parcel=draw(st.integers(0, 90)),
        max_height_m=draw(st.sampled_from([None, None, 2.45])),
    )


@st.composite
def orders(draw, number):
    return order(
        f"o{number}",
        draw(st.sampled_from(FARMS)),
        draw(st.sampled_from(HOMES)),
        parcels=draw(st.integers(1, 30)),
        temperature=draw(temperatures),
        max_time=draw(st.sampled_from([None, None, 12 * HOUR, 20 * HOUR])),
        priority_cost=draw(st.sampled_from([100, 15_000, 400_000])),
    )


@st.composite
def trucks(draw, number):
    base = draw(st.sampled_from(["HUB", "HUB", "XD"]))
    return truck(
        f"T{number}",
        base=base,
        shift="05:30-17:00" if base == "HUB" else "12:00-22:00",
        capacity_kg=draw(st.sampled_from([300, 900, 2300])),
        height_m=draw(st.sampled_from([2.4, 2.7])),
        temperatures=frozenset(draw(st.sets(temperatures, min_size=1))) | {"ambient"},
        driver=draw(st.sampled_from(["kim", "kim", "kim", ""])),
    )


def services(kg):
    freight = {"mode": "freight", "cost": 0, "cost_per_parcel": 1_500, "capacity_kg": kg}
    return [
        service("A", "HUB", "XD", "13:00", "14:05", capacity_kg=3 * kg),
        service("B", "HUB", "XD", "15:30", "16:35", capacity_kg=kg, cost=20_000),
        service("C", "PIER", "QUAY", "09:30", "10:00", **freight),
        service("D", "PIER", "QUAY", "11:20", "11:50", **freight),
    ]


@st.composite
def days(draw):
    sites = [
        site("HUB", "hub", seconds_per_parcel=9),
        site("XD", "crossdock", seconds_per_parcel=9),
        site("QUAY", "port", access=600),
        site("PIER", "port", access=600),
        *(draw(farms(name)) for name in FARMS),
        *(draw(homes(name)) for name in ("A1", "A2", "LOST")),
    ]
    asked = [draw(orders(n)) for n in range(draw(st.integers(1, 14)))]
    asked = [one for one in asked if one.origin != one.destination]
    fleet = [draw(trucks(n)) for n in range(draw(st.integers(1, 5)))]
    return day(sites, asked, fleet, services(draw(st.sampled_from([60, 300, 2000]))))


@settings(
    max_examples=60, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
@given(days())
def test_every_plan_is_sound_and_answers_every_order(request):
    with tempfile.TemporaryDirectory() as folder:
        net = network(ROADS, timetable(Path(folder), BOATS))
        plan = plan_day(request, net, seconds=5, iterations=60)
        assert [str(one) for one in check_plan(plan, request, net)] == []
    answered = [one.order_id for one in plan.orders] + [one.order_id for one in plan.unserved]
    assert sorted(answered) == sorted(one.order_id for one in request.orders)
    driverless = {v.vehicle_id for v in request.vehicles if not v.driver}
    assert not driverless & {tour.vehicle_id for tour in plan.tours}
