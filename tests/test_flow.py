"""One island from extract to route sheet: a drawn map, a timetable, a day, plan and outputs."""

import json
import shutil

import pymupdf
import pytest

from dispatch import check_plan, plan_day, read_request
from dispatch.geojson import write_geojson
from dispatch.network import Network
from dispatch.plan_json import read_plan, write_plan
from dispatch.sheets import write_sheets
from geo.faults import InputError
from tests.towns import draw_town

#: The hub H, farms A and B and the quay Q on the main island; pier P and farm I on the isle; the
#: house Z of a customer far off any road.
TOWN = """
    A-----H-----B
          |
          |
          Q           Z

    P-----I
"""
WAYS = {
    "AHB": {"highway": "primary", "name": "큰길"},
    "HQ": {"highway": "secondary", "name": "부두길"},
    "PI": {"highway": "residential", "name": "섬길"},
}
SAILINGS = """\
sailing_id,vessel,from_port,to_port,dep,arr,cars,days,checkin_min,fare,fare_C1R,max_vehicle_height_m,source
S1,나루호,QUAY,PIER,07:30,08:00,yes,daily,20,40000,28000,3.5,drawn
S2,나루호,PIER,QUAY,09:30,10:00,yes,daily,20,40000,28000,3.5,drawn
S3,나루호,PIER,QUAY,17:50,18:20,yes,daily,20,40000,28000,3.5,drawn
"""
FILES = {
    "day.toml": """\
date = 2026-03-10
timezone = "Asia/Seoul"
[county]
ko = "그림군"
en = "Drawn"
""",
    "orders.csv": """\
주문번호,출발지,도착지,개수,무게,부피,온도대,상품,미배송비용
가,ISLE,HUB,4,20,80,냉장,활전복,300000
나,FARM_A,HUB,2,24,90,상온,대파,30000
다,FARM_B,HUB,2,300,900,상온,쌀,30000
라,FARM_A,TOWER,1,5,20,상온,김,15000
""",
    "fleet.csv": """\
vehicle_id,class_id,start_site,shift_start,shift_end,driver
T1,C1R,HUB,06:00,18:30,김기사
T2,C5R,HUB,06:00,16:00,이기사
""",
}


@pytest.fixture(scope="module")
def island(tmp_path_factory):
    """Everything a dispatcher has: a map folder, a request folder."""
    folder = tmp_path_factory.mktemp("island")
    town = draw_town(TOWN, ways=WAYS, spacing=400)
    boats = folder / "timetable"
    boats.mkdir()
    (boats / "sailings.csv").write_text(SAILINGS, encoding="utf-8")
    ports = [
        f"{port},{name},{island},{town.places[sign][0]},{town.places[sign][1]},yes,"
        for port, name, island, sign in (
            ("QUAY", "큰항", "큰섬", "Q"),
            ("PIER", "섬항", "작은섬", "P"),
        )
    ]
    header = "port_id,name_ko,island,lat,lon,car,note"
    (boats / "ports.csv").write_text("\n".join([header, *ports]) + "\n", encoding="utf-8")
    town.build(folder, timetable=boats)
    day = folder / "day"
    day.mkdir()
    for name, text in FILES.items():
        encoding = "cp949" if name == "orders.csv" else "utf-8"
        (day / name).write_bytes(text.encode(encoding))
    sites = [
        f"{site_id},{name},{kind},{town.places[sign][0]},{town.places[sign][1]},{windows},{height}"
        for site_id, name, kind, sign, windows, height in (
            ("HUB", "물류센터", "hub", "H", "", ""),
            ("FARM_A", "가농장", "producer", "A", "07:00-15:00", ""),
            ("FARM_B", "나농장", "producer", "B", "07:00-15:00", ""),
            ("ISLE", "섬어장", "producer", "I", "08:00-12:00", ""),
            ("TOWER", "높은집", "complex", "B", "10:00-15:00", "2.3"),
        )
    ]
    header = "site_id,name_ko,kind,lat,lon,windows,max_height_m"
    (day / "sites.csv").write_text("\n".join([header, *sites]) + "\n", encoding="utf-8")
    return folder, town


@pytest.fixture(scope="module")
def planned(island):
    folder, _ = island
    network = Network.open(folder / "map")
    request = read_request(folder / "day", network)
    return request, network, plan_day(request, network, seconds=5, iterations=500)


def test_island_day_is_planned_by_the_rules(planned):
    request, network, plan = planned
    assert check_plan(plan, request, network) == ()
    assert {one.order_id for one in plan.orders} == {"가", "나", "다"}


def test_truck_takes_the_boat_that_carries_it(planned):
    _, _, plan = planned
    uses = [
        use
        for tour in plan.tours
        for leg in (*(stop.leg for stop in tour.stops), tour.home)
        for use in leg.sailings
    ]
    assert [(use.sailing_id, use.fare) for use in uses] == [("S1", 28_000), ("S2", 28_000)]
    assert plan.totals.cost.fares == 56_000


def test_lines_on_the_map_follow_the_drawn_roads(planned, island):
    _, _, plan = planned
    _, town = island
    roads = {town.places[sign] for sign in "AHBQPI"}
    lines = [
        line
        for tour in plan.tours
        for leg in (*(stop.leg for stop in tour.stops), tour.home)
        for line in leg.line
    ]
    assert lines
    for line in lines:
        for point in (line[0], line[-1]):
            assert any(
                abs(point.lat - lat) < 1e-5 and abs(point.lon - lon) < 1e-5 for lat, lon in roads
            )


def test_what_no_vehicle_fits_is_left_out_with_the_reason(planned):
    _, _, plan = planned
    (unserved,) = plan.unserved
    assert (unserved.order_id, unserved.code) == ("라", "no-vehicle-fits")
    assert "2.30 m" in unserved.reason.ko
    excluded = {(one.vehicle_id, one.code, one.subject) for one in plan.exclusions}
    assert ("T2", "ferry-height", "나루호") in excluded


def test_plan_sheets_and_map_are_written(planned, tmp_path):
    request, _, plan = planned
    write_plan(plan, tmp_path / "plan.json")
    assert read_plan(tmp_path / "plan.json") == plan
    write_geojson(plan, request, tmp_path / "map.geojson")
    features = json.loads((tmp_path / "map.geojson").read_text(encoding="utf-8"))["features"]
    assert {feature["geometry"]["type"] for feature in features} >= {"Point", "MultiLineString"}
    write_sheets(plan, request, tmp_path / "sheets.pdf")
    text = "".join(page.get_text() for page in pymupdf.open(tmp_path / "sheets.pdf"))
    for word in ("섬어장", "나루호", "07:10", "17:50", "김기사"):
        assert word in text


def test_request_on_a_map_that_lacks_the_isle_names_what_is_wrong(island, tmp_path):
    """A site off any road and a timetable of another year are named together with a bad cell."""
    folder, town = island
    day = tmp_path / "day"
    shutil.copytree(folder / "day", day)
    lat, lon = town.places["Z"]
    with (day / "sites.csv").open("a", encoding="utf-8") as file:
        file.write(f"FAR,먼 집,customer,{lat},{lon},,\nODD,이상한 곳,castle,34.5,126.0,,\n")
    old = tmp_path / "old"
    shutil.copytree(folder / "timetable", old)
    rows = [f"{row},2025-12-31" for row in SAILINGS.strip().splitlines()[1:]]
    header = SAILINGS.splitlines()[0] + ",valid_until"
    (old / "sailings.csv").write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read_request(day, Network.open(folder / "map", timetable=old))
    found = {(fault.code, fault.row) for fault in caught.value.faults}
    assert {("bad-value", 8), ("too-far-from-road", 7)} <= found
    assert "timetable-expired" in {code for code, _ in found}


def test_island_without_its_timetable_says_so(island):
    folder, _ = island
    bare = Network.open(folder / "map")
    without = Network(bare.roads, None)
    request = read_request(folder / "day", without)
    plan = plan_day(request, without, seconds=5, iterations=200)
    assert check_plan(plan, request, without) == ()
    assert {one.order_id: one.code for one in plan.unserved}["가"] == "no-sailing"
