"""Reading OSM files: formats, several files, odd ids and gaps."""

import bz2
import gzip

import numpy as np
import pytest

from geo.geometry import MISSING_E7
from geo.osm import read_extracts
from tests.towns import draw_town

ROAD = {"highway": "residential", "name": "큰길"}
TOWN = draw_town(
    """
    A---B---C
        |
        D
    """,
    ways={"ABC": ROAD, "BD": {"highway": "service", "building": "yes"}},
)


@pytest.mark.parametrize("suffix", ["osm", "osm.gz", "osm.bz2", "osm.pbf"])
def test_every_format_gives_the_same_extract(tmp_path, suffix):
    extract = read_extracts([TOWN.write(tmp_path / f"town.{suffix}")])
    assert list(extract.way_id) == [TOWN.way_id("ABC"), TOWN.way_id("BD")]
    assert list(extract.refs) == [TOWN.node_id(sign) for sign in "ABCBD"]
    assert extract.lat_e7[4] == round(TOWN.places["D"][0] * 1e7)
    assert extract.lon_e7[2] == round(TOWN.places["C"][1] * 1e7)
    assert extract.names[extract.way_name[0]] == "큰길"


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress])
def test_a_packed_pbf_is_unpacked(tmp_path, pack):
    packed = tmp_path / "town.osm.pbf.packed"
    packed.write_bytes(pack(TOWN.write(tmp_path / "town.osm.pbf").read_bytes()))
    assert len(read_extracts([packed]).way_id) == 2


def test_the_content_decides_and_not_the_name(tmp_path):
    path = TOWN.write(tmp_path / "town.osm.pbf").rename(tmp_path / "town.dat")
    assert len(read_extracts([path]).way_id) == 2


def test_only_tags_that_matter_are_kept(tmp_path):
    extract = read_extracts([TOWN.write(tmp_path / "town.osm")])
    assert set(extract.tag_sets) == {(("highway", "residential"),), (("highway", "service"),)}


def test_overlapping_files_count_each_object_once(tmp_path):
    one = TOWN.write(tmp_path / "one.osm")
    two = TOWN.write(tmp_path / "two.osm.pbf")
    assert len(read_extracts([one, two]).way_id) == 2


def test_a_file_may_hold_the_nodes_of_another_ones_ways(tmp_path):
    cut = draw_town("A-B-C", ways={"ABC": ROAD}, lost="C")
    whole = draw_town("A-B-C", ways={"ABC": ROAD})
    first = read_extracts([cut.write(tmp_path / "cut.osm"), whole.write(tmp_path / "whole.osm")])
    assert MISSING_E7 not in first.lat_e7
    alone = read_extracts([tmp_path / "cut.osm"])
    assert list(alone.lat_e7 == MISSING_E7) == [False, False, True]


def test_ways_may_stand_before_their_nodes(tmp_path):
    lines = TOWN.to_xml().splitlines()
    nodes = [at for at, line in enumerate(lines) if line.startswith(("<node", "</node"))]
    ways = lines[nodes[-1] + 1 : -1]
    path = tmp_path / "unsorted.osm"
    path.write_text("\n".join([*lines[:2], *ways, *lines[2 : nodes[-1] + 1], "</osm>"]), "utf-8")
    assert MISSING_E7 not in read_extracts([path]).lat_e7


def test_drafts_with_negative_ids_are_read(tmp_path):
    draft = draw_town("A-B-C", ways={"ABC": ROAD}, first_id=-1)
    extract = read_extracts([draft.write(tmp_path / "draft.osm")])
    assert list(extract.way_id) == [draft.way_id("ABC")]
    assert np.all(extract.refs < 0)
    times = draft.travel_times(draft.build(tmp_path), "AC", "car")
    assert int(times.distances[0, 1]) == 100
    assert MISSING_E7 not in extract.lat_e7


def test_members_without_tags_are_read_for_ferries_and_islands(tmp_path):
    town = draw_town(
        """
        A---B   P---Q
        """,
        ways={"AB": ROAD, "BP": {}, "PQ": ROAD},
        relations=[([("way", "BP", "")], {"type": "route", "route": "ferry", "name": "나룻배"})],
    )
    extract = read_extracts([town.write(tmp_path / "town.osm.pbf")])
    assert extract.lines[town.way_id("BP")].refs == (town.node_id("B"), town.node_id("P"))
