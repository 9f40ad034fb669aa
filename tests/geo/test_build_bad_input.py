"""Bad extracts: each is refused with a message that says what, where and what to do."""

from dataclasses import replace

import pytest

from geo.build import build_map
from geo.faults import InputError
from geo.travel import RoadNetwork
from tests.towns import draw_town

ROAD = {"highway": "residential"}
TOWN = draw_town("A---B---C", ways={"AB": ROAD, "BC": ROAD})


def faults_of(tmp_path, *paths):
    with pytest.raises(InputError) as error:
        build_map(list(paths), tmp_path / "map")
    assert not (tmp_path / "map").exists()
    assert not [path for path in tmp_path.iterdir() if path.is_dir()]
    for fault in error.value.faults:
        assert fault.what.ko
        assert fault.what.en
        assert fault.remedy.ko
        assert fault.remedy.en
    return error.value.faults


def test_a_truncated_pbf_is_named(tmp_path, malta_pbf):
    path = tmp_path / "cut.osm.pbf"
    path.write_bytes(malta_pbf.read_bytes()[:100_000])
    (fault,) = faults_of(tmp_path, path)
    assert (fault.code, fault.file) == ("map-file-damaged", "cut.osm.pbf")
    assert "download" in fault.remedy.en


@pytest.mark.parametrize("suffix", ["osm", "osm.gz", "osm.bz2"])
def test_a_truncated_xml_is_named(tmp_path, suffix):
    path = TOWN.write(tmp_path / f"town.{suffix}")
    path.write_bytes(path.read_bytes()[:-30])
    (fault,) = faults_of(tmp_path, path)
    assert fault.code == "map-file-damaged"


@pytest.mark.parametrize(
    "content",
    [b"", b"hello", b"\x00\x01\x02\x03", b"<html></html>", b"\x1f\x8bnot gzip", b"BZh9no"],
)
def test_a_file_that_is_not_osm_is_named(tmp_path, content):
    path = tmp_path / "photo.osm.pbf"
    path.write_bytes(content)
    (fault,) = faults_of(tmp_path, path)
    assert (fault.code, fault.file) == ("map-file-damaged", "photo.osm.pbf")


def test_all_bad_files_are_named_at_once(tmp_path):
    (tmp_path / "bad.osm").write_text("no")
    good = TOWN.write(tmp_path / "good.osm")
    faults = faults_of(tmp_path, tmp_path / "missing.osm", good, tmp_path / "bad.osm")
    assert [(fault.code, fault.file) for fault in faults] == [
        ("file-unreadable", "missing.osm"),
        ("map-file-damaged", "bad.osm"),
    ]


@pytest.mark.parametrize(
    "ways",
    [
        {},
        {"AB": {"highway": "footway"}},
        {"AB": {"building": "yes"}},
        {"AB": {"highway": "residential", "access": "no"}},
        {"A": {"highway": "residential"}},
    ],
)
def test_an_extract_without_roads_is_refused(tmp_path, ways):
    town = draw_town("A---B", ways=ways)
    (fault,) = faults_of(tmp_path, town.write(tmp_path / "empty.osm"))
    assert (fault.code, fault.file) == ("no-roads", "empty.osm")


def test_ways_without_any_node_in_the_file_are_no_roads(tmp_path):
    town = draw_town("A---B", ways={"AB": ROAD}, lost="AB")
    (fault,) = faults_of(tmp_path, town.write(tmp_path / "empty.osm"))
    assert fault.code == "no-roads"


def test_ways_with_missing_nodes_are_cut_there_and_counted(tmp_path):
    town = draw_town(
        """
        A-B-C-D-E
        |       |
        F-------G
        """,
        ways={"ABCDE": ROAD, "AFGE": ROAD},
        lost="C",
    )
    network = town.build(tmp_path)
    assert network.summary.rules.ways_with_missing_nodes == 1
    times = town.travel_times(network, "BD", "car")
    assert int(times.distances[0, 1]) == 50 + 50 + 200 + 50 + 50


def test_a_way_is_cut_where_a_node_lies_on_the_other_side_of_the_world(tmp_path):
    town = draw_town("A---B---C---D", ways={"ABCD": ROAD, "AD": {**ROAD, "maxspeed": "1"}})
    places = {**town.places, "C": (-34.5, -54.0)}
    network = replace(town, places=places).build(tmp_path)
    assert network.summary.rules.ways_with_misplaced_nodes == 1
    assert network.graph.segment_count == 2
    assert network.summary.road_km == 0.4


def test_a_road_around_the_world_is_cut_into_pieces_that_the_kernels_can_add_up(tmp_path):
    town = draw_town("ABCDEFGH", spacing=190_000, ways={"ABCDEFGH": ROAD})
    network = town.build(tmp_path)
    times = town.travel_times(network, "AH", "car")
    assert int(network.graph.segment_length.max()) <= 200_000 * 100
    assert int(times.distances[0, 1]) == pytest.approx(7 * 190_000, rel=0.01)


def test_ways_with_one_node_or_no_length_are_counted_and_left_out(tmp_path):
    town = draw_town("A---B---C", ways={"AB": ROAD, "C": ROAD, "CC": ROAD, "BBC": ROAD})
    network = town.build(tmp_path)
    assert network.summary.rules.ways_without_length == 1
    assert network.graph.segment_count == 2


def test_values_that_cannot_be_read_are_reported_and_not_guessed(tmp_path):
    town = draw_town(
        "A---B---C---D",
        ways={
            "AB": {**ROAD, "maxheight": "low", "maxspeed": "50"},
            "BC": {**ROAD, "maxheight": "low", "maxspeed": "slow"},
            "CD": {**ROAD, "maxheight": "default", "maxweight": "3,5"},
        },
    )
    rules = town.build(tmp_path).summary.rules
    assert rules.unparsable == {"maxheight=low": 2, "maxspeed=slow": 1}


def test_conditional_access_is_reported(tmp_path):
    ways = {"AB": {**ROAD, "hgv:conditional": "no @ (07:00-10:00)"}, "BC": ROAD}
    rules = draw_town("A---B---C", ways=ways).build(tmp_path).summary.rules
    assert rules.conditional == {"hgv:conditional": 1}


def test_a_site_two_kilometres_from_any_road_is_refused_with_the_distance(tmp_path):
    town = draw_town(
        """
        A-B                 Y




        X
        """,
        spacing=500,
        ways={"AB": ROAD},
    )
    network = RoadNetwork(town.build(tmp_path).mapdir)
    places = [town.place(sign) for sign in "AXBY"]
    with pytest.raises(InputError) as error:
        network.travel_times(places, "truck-1t", file="sites.csv")
    codes = [(fault.code, fault.file, fault.field) for fault in error.value.faults]
    assert codes == [
        ("too-far-from-road", "sites.csv", "X"),
        ("too-far-from-road", "sites.csv", "Y"),
    ]
    assert "2,500 m" in error.value.faults[0].what.en
    assert "9,000 m" in error.value.faults[1].what.ko
    assert "swapped" in error.value.faults[0].remedy.en
    loose = network.travel_times(places, "truck-1t", strict=False)
    assert list(loose.landmass) == [0, -1, 0, -1]
    assert loose.durations[0, 1] == loose.durations[1, 0] == loose.durations[1, 1] == -1


def test_a_place_on_the_other_side_of_the_world_is_refused_too(tmp_path):
    town = draw_town("A-B", ways={"AB": ROAD})
    network = town.build(tmp_path)
    places = [town.place("A"), town.place("B").__class__(name="swapped", lat=-34.5, lon=-126.0)]
    with pytest.raises(InputError, match="nor anywhere near"):
        network.travel_times(places, "car")


def test_a_place_without_coordinates_is_refused_too(tmp_path):
    town = draw_town("A-B", ways={"AB": ROAD})
    place = town.place("A").__class__(name="nowhere", lat=float("nan"), lon=400.0)
    with pytest.raises(InputError, match="nowhere"):
        town.build(tmp_path).travel_times([place], "car")
