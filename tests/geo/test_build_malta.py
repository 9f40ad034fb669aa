"""The map of Malta: two islands and a small one, a car ferry, foot ferries, real turn rules."""

import shutil

import numpy as np
import pytest

from geo.build import build_map
from geo.cut_offs import cut_offs
from geo.profiles import load_profile
from geo.snap import Place
from geo.summary import map_info
from geo.timetable_files import read_timetable
from geo.travel import RoadNetwork

VALLETTA = Place(name="Valletta", lat=35.8960, lon=14.5080)
MDINA = Place(name="Mdina", lat=35.8850, lon=14.4030)
VICTORIA = Place(name="Victoria, Gozo", lat=36.0440, lon=14.2400)

PORTS = """port_id,name_ko,lat,lon,car
CIR,치르케와 (Ċirkewwa),35.9895,14.3290,yes
MGR,임자르 (Mġarr),36.0250,14.2990,yes
"""
SAILINGS = """sailing_id,vessel,from_port,to_port,dep,arr,cars,source
G1,Gaudos,CIR,MGR,07:30,07:55,yes,made up for the test
G2,Gaudos,MGR,CIR,08:15,08:40,yes,made up for the test
"""


@pytest.fixture
def timetable(tmp_path):
    folder = tmp_path / "gozo"
    folder.mkdir()
    (folder / "ports.csv").write_text(PORTS, encoding="utf-8")
    (folder / "sailings.csv").write_text(SAILINGS, encoding="utf-8")
    return folder


def ferries(summary):
    return {line.name: line for line in summary.ferry_lines}


def test_the_islands_come_out_by_name_and_size(malta):
    lands = malta.summary.landmasses
    assert [land.label for land in lands] == ["Malta", "Għawdex (Gozo)", "Kemmuna (Comino)"]
    assert [land.kind for land in lands] == ["island"] * 3
    # Malta 246 km², Gozo 67 km², Comino 2.8 km² in any atlas.
    assert [round(land.area_km2) for land in lands] == [247, 66, 3]
    assert lands[0].road_km > 2500
    assert lands[1].road_km > 400
    assert 10 < lands[2].road_km < 30


def test_roads_join_no_two_islands(malta):
    times = malta.travel_times([VALLETTA, MDINA, VICTORIA], "truck-1t")
    assert list(times.landmass) == [0, 0, 1]
    assert (times.durations[:2, 2] == -1).all()
    assert (times.durations[2, :2] == -1).all()
    # 12 km as the road goes; 20 to 30 minutes for a small truck.
    assert 10_000 < times.distances[0, 1] < 15_000
    assert 15 * 60 < times.durations[0, 1] < 35 * 60


def test_the_gozo_channel_ferry_is_found_as_a_car_ferry(malta):
    line = ferries(malta.summary)["Malta-Gozo"]
    assert line.cars
    assert line.operator == "Gozo Channel"
    assert {end.landmass for end in line.ends} == {0, 1}
    assert "Cirkewwa Ferry Terminal" in {end.port for end in line.ends}
    assert not line.timetabled


def test_foot_ferries_are_not_for_cars_and_durations_are_read(malta):
    lines = ferries(malta.summary)
    assert not lines["Sliema-Valletta Ferry"].cars
    assert lines["Sliema-Valletta Ferry"].duration == 300
    assert not lines["Harbour Cruise"].cars
    assert not lines["Comino - Malta"].cars
    assert not lines["Gozo-Camino Blue Lagoon"].cars  # says nothing of vehicles


def test_a_ferry_that_leaves_the_extract_ends_nowhere(malta):
    line = ferries(malta.summary)["Malta - Pozzallo"]
    assert line.cars
    assert line.duration == 105 * 60
    assert {end.landmass for end in line.ends} == {0, None}


def test_a_timetable_is_matched_to_its_ferry_and_kept_in_the_map(malta_pbf, timetable, tmp_path):
    summary = build_map([malta_pbf], tmp_path / "map", timetable=timetable)
    assert [line.name for line in summary.ferry_lines if line.timetabled] == ["Malta-Gozo"]
    assert summary == map_info(tmp_path / "map")
    shutil.rmtree(timetable)
    kept = RoadNetwork(tmp_path / "map").timetable_path
    assert set(read_timetable(kept).ports) == {"CIR", "MGR"}


def test_a_map_without_a_timetable_has_none(malta):
    assert malta.timetable_path is None
    assert malta.summary.timetable is None


def test_almost_all_turn_restrictions_are_applied_and_the_others_counted(malta):
    fates = dict(malta.summary.rules.restrictions)
    assert sum(fates.values()) == 239
    assert fates["applied"] >= 220
    assert fates["via-way"] == 4


def test_almost_every_road_can_be_used_and_left_again(malta):
    drive = malta.drives.of(load_profile("truck-2.5t"))
    usable = drive.snapper.usable_segment
    length = np.asarray(malta.graph.segment_length)
    assert length[usable].sum() > 0.95 * length.sum()


def test_a_building_site_by_the_sea_is_not_taken_to_the_other_island(malta):
    comino_tower = Place(name="Santa Marija", lat=36.0165, lon=14.3370)
    (snapped,) = malta.snap([comino_tower], "car")
    assert snapped.landmass in (0, 1, 2)
    assert snapped.landmass == 2


def test_the_roads_that_gozo_hangs_on_are_found(malta):
    found = cut_offs(malta.graph, 1, least_km=3.0)
    assert found == sorted(found, key=lambda cut: -cut.road_km)
    assert all(3.0 <= cut.road_km < 454 / 2 for cut in found)
