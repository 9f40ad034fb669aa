"""Maps on disk: opened as they were saved, refused when damaged or foreign, never half-written."""

import json

import numpy as np
import pytest

from geo.build import build_map
from geo.faults import InputError
from geo.store import MANIFEST, new_map_folder, open_graph, verify_map
from geo.summary import map_info
from geo.travel import RoadNetwork
from tests.towns import draw_town

ROAD = {"highway": "residential", "name": "진도대로", "maxspeed:conditional": "30 @ (07:00-09:00)"}
TOWN = draw_town("A---B---C", ways={"AB": ROAD, "BC": ROAD})


@pytest.fixture
def mapdir(tmp_path):
    TOWN.build(tmp_path)
    return tmp_path / "map"


def codes(error):
    return [fault.code for fault in error.value.faults]


def test_a_map_is_opened_as_it_was_saved(mapdir):
    graph = open_graph(mapdir)
    again = open_graph(mapdir)
    for name, values in graph.arrays().items():
        assert isinstance(values.base, np.memmap) or values.size == 0, name
        assert np.array_equal(values, again.arrays()[name]), name
    assert graph.node_count == 3
    assert graph.arc_count == 4
    assert graph.name(0) == "진도대로"
    assert graph.condition(int(graph.traits["conditional"][0])) == ("maxspeed=30 @ (07:00-09:00)")
    assert list(graph.arc_tail) == [0, 1, 1, 2]


def test_the_arrays_of_an_open_map_cannot_be_changed(mapdir):
    graph = open_graph(mapdir)
    with pytest.raises(ValueError, match="read-only"):
        graph.arc_head[0] = 7


def test_the_summary_is_kept_word_for_word(mapdir, tmp_path):
    summary = map_info(mapdir)
    assert summary == RoadNetwork(mapdir).summary
    assert json.loads(json.dumps(summary.to_json()))["landmasses"][0]["road_km"] == 0.2
    assert summary.sources[0].file == "town.osm"
    assert len(summary.sources[0].sha256) == 64
    assert summary.rules.conditional == {"maxspeed:conditional": 2}
    assert "OpenStreetMap" in summary.notice


def test_a_map_that_is_cut_short_is_refused_with_the_files_that_are(mapdir):
    for name in ("arc_head", "shape_lat_e7"):
        path = mapdir / f"{name}.npy"
        path.write_bytes(path.read_bytes()[:-4])
    (mapdir / "traits.npy").unlink()
    with pytest.raises(InputError) as error:
        RoadNetwork(mapdir)
    assert codes(error) == ["map-damaged"] * 3
    assert {fault.file for fault in error.value.faults} == {
        "map/arc_head.npy",
        "map/shape_lat_e7.npy",
        "map/traits.npy",
    }
    assert "naru map build" in error.value.faults[0].remedy.en


def test_a_changed_byte_is_found_by_the_checksum(mapdir):
    verify_map(mapdir)
    path = mapdir / "arc_head.npy"
    data = bytearray(path.read_bytes())
    data[-1] ^= 1
    path.write_bytes(data)
    with pytest.raises(InputError, match=r"arc_head\.npy"):
        verify_map(mapdir)


@pytest.mark.parametrize("text", ["", "{", "[]", '{"kind": "other"}'])
def test_a_folder_that_is_no_map_is_refused(tmp_path, text):
    (tmp_path / MANIFEST).write_text(text)
    with pytest.raises(InputError) as error:
        RoadNetwork(tmp_path)
    assert codes(error) == ["not-a-map"]


def test_a_missing_folder_is_refused(tmp_path):
    with pytest.raises(InputError, match="nowhere") as error:
        map_info(tmp_path / "nowhere")
    assert codes(error) == ["not-a-map"]


def test_a_map_of_another_version_is_refused(mapdir):
    manifest = json.loads((mapdir / MANIFEST).read_text("utf-8"))
    manifest["format"] = 0
    (mapdir / MANIFEST).write_text(json.dumps(manifest))
    with pytest.raises(InputError) as error:
        RoadNetwork(mapdir)
    assert codes(error) == ["map-format"]


def test_a_new_map_takes_the_place_of_an_old_one_and_nothing_else_is_left(mapdir, tmp_path):
    town = draw_town("A---B", ways={"AB": ROAD})
    build_map([town.write(tmp_path / "town.osm")], mapdir)
    assert open_graph(mapdir).node_count == 2
    assert sorted(path.name for path in tmp_path.iterdir()) == ["map", "town.osm"]


def test_a_folder_that_is_not_ours_is_never_replaced(tmp_path):
    out = tmp_path / "photos"
    out.mkdir()
    (out / "holiday.jpg").write_text("x")
    with pytest.raises(InputError) as error:
        build_map([TOWN.write(tmp_path / "town.osm")], out)
    assert codes(error) == ["output-exists"]
    assert [path.name for path in out.iterdir()] == ["holiday.jpg"]


def test_a_build_that_fails_leaves_the_old_map_and_no_rubbish(mapdir, tmp_path):
    before = open_graph(mapdir).node_count
    (tmp_path / "bad.osm").write_text("no map")
    with pytest.raises(InputError):
        build_map([tmp_path / "bad.osm"], mapdir)
    with pytest.raises(RuntimeError), new_map_folder(mapdir) as folder:
        (folder / "half.npy").write_text("x")
        raise RuntimeError
    assert open_graph(mapdir).node_count == before
    assert sorted(p.name for p in tmp_path.iterdir()) == ["bad.osm", "map", "town.osm"]
