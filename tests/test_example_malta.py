import os
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest

from dispatch.checks import check_plan
from dispatch.imports import read_request
from dispatch.network import Network
from dispatch.planner import plan_day
from geo.build import build_map
from geo.clock import clock_text
from geo.ferries import read_timetable

ROOT = Path(__file__).parents[1]
EXTRACT = Path(os.environ.get("NARU_SHARED", ROOT.parent / "shared")) / "osm" / "malta.osm.pbf"
TIMETABLE = ROOT / "examples" / "malta" / "timetable"
REQUEST = ROOT / "examples" / "malta" / "request"
ON_GOZO = {"VICTORIA", "XAGHRA", "NADUR"}


@pytest.fixture(scope="module")
def mapdir(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    if not EXTRACT.exists():
        pytest.skip(f"the extract {EXTRACT.name} is not beside the repository")
    folder = tmp_path_factory.mktemp("malta") / "map"
    build_map([EXTRACT], folder)
    yield folder


def test_the_gozo_ferry_leaves_every_45_minutes_both_ways() -> None:
    request = read_request(REQUEST)
    sailings = read_timetable(TIMETABLE).sailings_on(request.date, request.timezone, 1)
    for port in ("CIR", "MGA"):
        leaving = [s.departure for s in sailings if s.from_port == port]
        assert clock_text(leaving[0], request.date, request.timezone) == "05:30"
        assert clock_text(leaving[-1], request.date, request.timezone) == "22:45"
        assert {b - a for a, b in pairwise(leaving)} == {45 * 60}
    assert read_timetable(TIMETABLE).report_on(request.date, request.timezone) == ()


def test_with_a_timetable_gozo_is_served_by_the_real_road_map(mapdir: Path) -> None:
    network = Network.open(mapdir, timetable=TIMETABLE)
    request = read_request(REQUEST, network)
    plan = plan_day(request, network, seconds=10, iterations=5_000, seed=1)
    assert plan.unserved == ()
    assert check_plan(plan, request, network) == ()
    crossing = [use for tour in plan.tours for stop in tour.stops for use in stop.leg.sailings] + [
        use for tour in plan.tours for use in tour.home.sailings
    ]
    assert {(use.from_port, use.to_port) for use in crossing} == {("CIR", "MGA"), ("MGA", "CIR")}


def test_without_a_timetable_the_plan_says_why_gozo_is_not_served(mapdir: Path) -> None:
    network = Network.open(mapdir)
    request = read_request(REQUEST, network)
    plan = plan_day(request, network, seconds=10, iterations=5_000, seed=1)
    over_water = {o.order_id for o in request.orders if {o.origin, o.destination} & ON_GOZO}
    assert {order.order_id for order in plan.unserved} == over_water
    assert {order.code for order in plan.unserved} == {"no-sailing"}
    assert all("시간표" in order.reason.ko for order in plan.unserved)
    assert all("timetable" in order.reason.en for order in plan.unserved)
    assert not any(stop.leg.sailings for tour in plan.tours for stop in tour.stops)
