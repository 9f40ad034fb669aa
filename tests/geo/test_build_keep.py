"""Rebuilding a map does only what changed; the manifest's checksums decide."""

import json
from datetime import datetime

import pytest

from geo import keep
from geo.area import parse_bbox
from geo.build import BASEMAP, build_map
from geo.store import MANIFEST, verify_map
from geo.summary import map_info
from geo.travel import RoadNetwork
from tests.towns import draw_town

ROAD = {"highway": "residential"}
DRAWING = """
A---B---C   P---Q
|       |
D-------E
"""


def town(**tags):
    ways = {
        "ABC": {**ROAD, **tags},
        "ADEC": ROAD,
        "PQ": ROAD,
        "CP": {"route": "ferry", "motor_vehicle": "yes"},
    }
    return draw_town(DRAWING, ways=ways, spacing=100)


class Maker:
    """Builds into one folder and tells which stages a build went through."""

    def __init__(self, folder):
        self.folder, self.out = folder, folder / "map"

    def build(self, drawn, **options):
        self.stages = []
        path = drawn.write(self.folder / "town.osm")
        progress = lambda stage, done, total: self.stages.append(stage)  # noqa: E731
        return build_map([path], self.out, progress=progress, **options)

    def inode(self, name):
        return (self.out / name).stat().st_ino


@pytest.fixture
def maker(tmp_path):
    made = Maker(tmp_path)
    made.build(town())
    return made


@pytest.fixture
def timetable(tmp_path):
    (lat_c, lon_c), (lat_p, lon_p) = town().places["C"], town().places["P"]
    folder = tmp_path / "timetable"
    folder.mkdir()
    (folder / "ports.csv").write_text(
        f"port_id,name_ko,lat,lon,car\nC,큰섬,{lat_c},{lon_c},yes\nP,작은섬,{lat_p},{lon_p},yes\n"
    )
    (folder / "sailings.csv").write_text(
        "sailing_id,vessel,from_port,to_port,dep,arr,cars,source\n"
        "S1,나루,C,P,07:30,07:55,yes,made up for the test\n"
    )
    return folder


def test_a_new_timetable_leaves_roads_and_order_alone(maker, timetable):
    before = maker.inode("arc_head.npy"), maker.inode("hierarchy_rank.npy")
    summary = maker.build(town(), timetable=timetable)
    assert "keep roads" in maker.stages
    assert "assemble" not in maker.stages
    assert (maker.inode("arc_head.npy"), maker.inode("hierarchy_rank.npy")) == before
    assert summary.timetable == "timetable/sailings.csv"
    assert [line.timetabled for line in summary.ferry_lines] == [True]
    assert summary == map_info(maker.out)
    verify_map(maker.out)
    without = maker.build(town())
    assert without.timetable is None
    assert [line.timetabled for line in without.ferry_lines] == [False]
    assert RoadNetwork(maker.out).timetable_path is None


def test_new_tags_leave_the_order_alone_but_not_the_roads(maker):
    before = maker.inode("hierarchy_rank.npy")
    maker.build(town(maxspeed="20"))
    assert "assemble" in maker.stages
    assert "order" not in maker.stages
    assert maker.inode("hierarchy_rank.npy") == before
    network = RoadNetwork(maker.out)
    assert 20 in network.graph.traits["maxspeed"]
    verify_map(maker.out)


def test_new_roads_are_ordered_anew(maker):
    drawn = draw_town(DRAWING, ways={"ABC": ROAD, "ADEC": ROAD, "PQ": ROAD}, spacing=120)
    maker.build(drawn)
    assert {"assemble", "order"} <= set(maker.stages)


def test_nothing_is_kept_of_a_damaged_map(maker):
    path = maker.out / "arc_head.npy"
    path.write_bytes(path.read_bytes()[:-1] + b"\x7f")
    maker.build(town())
    assert {"assemble", "order"} <= set(maker.stages)
    verify_map(maker.out)


def test_nothing_is_kept_of_a_map_that_other_code_built(maker, monkeypatch):
    monkeypatch.setattr(keep, "builder", lambda: "older")
    maker.build(town())
    assert "assemble" in maker.stages


def test_another_area_is_another_map(maker):
    west, south = town().places["D"][1] - 0.001, town().places["D"][0] - 0.001
    area = parse_bbox(f"{west},{south},{west + 0.004},{south + 0.01}")
    summary = maker.build(town(), area=area)
    assert "assemble" in maker.stages
    assert summary.area == area.name
    assert len(summary.landmasses) == 1
    maker.build(town(), area=area)
    assert "keep roads" in maker.stages


def test_a_base_map_is_drawn_later_and_then_kept(maker):
    maker.build(town(), basemap=True)
    assert {"keep roads", "tiles"} <= set(maker.stages)
    before = maker.inode(BASEMAP)
    maker.build(town(), basemap=True)
    assert "tiles" not in maker.stages
    assert maker.inode(BASEMAP) == before


def test_the_manifest_says_what_a_map_was_made_of_and_when(maker):
    manifest = json.loads((maker.out / MANIFEST).read_text("utf-8"))
    (source,) = manifest["summary"]["sources"]
    assert manifest["recipe"]["sources"] == [source["sha256"]]
    assert datetime.fromisoformat(manifest["summary"]["built"]).tzinfo
    assert "Open Database License" in manifest["summary"]["notice"]
    listed = {f"{name}.npy" for name in manifest["arrays"]} | set(manifest["files"]) | {MANIFEST}
    assert listed == {path.name for path in maker.out.iterdir()}


def test_the_date_of_the_data_is_that_of_the_file(malta):
    (source,) = malta.summary.sources
    assert source.date == "2018-08-27T20:14:02Z"
