"""Cutting an area out of an extract: whole ways, their relations, nothing else."""

import json

import osmium
import pytest
import shapely

from geo.area import Area, parse_bbox, read_polygon
from geo.clip import clip
from geo.faults import InputError
from tests.towns import draw_town

ROAD = {"highway": "residential"}
TOWN = draw_town(
    """
    A---B---C---D   P---Q
        |       |
        E       F
    """,
    ways={"ABCD": ROAD, "BE": ROAD, "DF": ROAD, "DP": {"route": "ferry"}, "PQ": ROAD},
    turns=[("no_left_turn", "DF", "DP")],
    spacing=100,
)


def around(signs, margin=0.0005):
    lats, lons = zip(*(TOWN.places[sign] for sign in signs), strict=True)
    west, south = min(lons) - margin, min(lats) - margin
    return f"{west},{south},{max(lons) + margin},{max(lats) + margin}"


def content(path):
    found = {"n": set(), "w": set(), "r": set()}
    for thing in osmium.FileProcessor(str(path)):
        found[thing.type_str()].add(thing.id)
    return found


@pytest.mark.parametrize("suffix", ["osm", "osm.pbf", "osm.gz"])
def test_ways_that_touch_the_area_come_whole_with_their_relations(tmp_path, suffix):
    source = TOWN.write(tmp_path / f"town.{suffix}")
    inside = clip(source, parse_bbox(around("CDF")), tmp_path / "cut.osm.pbf")
    assert inside == 3
    found = content(tmp_path / "cut.osm.pbf")
    assert found["w"] == {TOWN.way_id(way) for way in ("ABCD", "DF", "DP")}
    assert found["n"] == {TOWN.node_id(sign) for sign in "ABCDFP"}
    assert len(found["r"]) == 1


def test_the_box_is_noted_in_the_file(tmp_path):
    area = parse_bbox(around("AE"))
    clip(TOWN.write(tmp_path / "town.osm"), area, tmp_path / "cut.osm.pbf")
    with osmium.io.Reader(str(tmp_path / "cut.osm.pbf")) as reader:
        box = reader.header().box()
    assert (box.bottom_left.lon, box.top_right.lat) == pytest.approx(area.box[::3], abs=1e-6)


@pytest.mark.parametrize("feature", [False, True])
def test_an_outline_of_geojson_cuts_along_its_edges(tmp_path, feature):
    triangle = shapely.Polygon([TOWN.places[sign][::-1] for sign in "BDF"]).buffer(1e-5)
    shape = json.loads(shapely.to_geojson(triangle))
    text = {"type": "FeatureCollection", "features": [{"type": "Feature", "geometry": shape}]}
    path = tmp_path / "area.geojson"
    path.write_text(json.dumps(text if feature else shape))
    clip(TOWN.write(tmp_path / "town.osm"), read_polygon(path), tmp_path / "cut.osm.pbf")
    found = content(tmp_path / "cut.osm.pbf")
    # E lies in the box of B, D and F, but not in their triangle; it comes as the end of its way.
    assert found["w"] == {TOWN.way_id(way) for way in ("ABCD", "BE", "DF", "DP")}


def test_an_outline_as_geofabrik_has_them_may_have_a_hole(tmp_path):
    path = tmp_path / "area.poly"
    path.write_text(
        "town\n1\n  126.0 34.0\n  127.0E0 34.0\n  127.0 35.0\n  126.0 35.0\nEND\n"
        "!2\n  126.2 34.2\n  126.8 34.2\n  126.8 34.8\n  126.2 34.8\nEND\nEND\n"
    )
    area = read_polygon(path)
    assert list(area.contains([34.1, 34.5, 36.0], [126.1, 126.5, 126.1])) == [True, False, False]
    assert area.box == (126.0, 34.0, 127.0, 35.0)


@pytest.mark.parametrize(
    "text", ["", "1,2,3", "126,34,125,35", "a,b,c,d", "126,34,127,95", "nan,1,2,3"]
)
def test_a_box_that_is_none_is_refused(text):
    with pytest.raises(InputError) as error:
        parse_bbox(text)
    (fault,) = error.value.faults
    assert fault.code == "bad-bbox"
    assert "125.7,33.9" in fault.remedy.en


@pytest.mark.parametrize(
    "text",
    ["", "{}", '{"type": "Point", "coordinates": [1, 2]}', "name\n1\n1 2\n3 4\n", "\x00", "{[",
     "name\n1\n1 2\n3\n5 6\nEND\nEND"],
)  # fmt: skip
def test_a_file_without_an_area_is_refused(tmp_path, text):
    path = tmp_path / "area.poly"
    path.write_text(text)
    with pytest.raises(InputError) as error:
        read_polygon(path)
    assert [fault.code for fault in error.value.faults] == ["bad-polygon"]


def test_an_area_beside_the_extract_is_refused(tmp_path):
    source = TOWN.write(tmp_path / "town.osm")
    with pytest.raises(InputError) as error:
        clip(source, parse_bbox("14.1,35.8,14.6,36.1"), tmp_path / "cut.osm.pbf")
    assert [fault.code for fault in error.value.faults] == ["area-empty"]


def test_a_damaged_or_missing_file_is_refused(tmp_path):
    area = parse_bbox(around("AE"))
    bad = tmp_path / "bad.osm.pbf"
    bad.write_bytes(TOWN.write(tmp_path / "good.osm.pbf").read_bytes()[:-9])
    for path, code in ((bad, "map-file-damaged"), (tmp_path / "none.osm", "file-unreadable")):
        with pytest.raises(InputError) as error:
            clip(path, area, tmp_path / "cut.osm.pbf")
        assert [fault.code for fault in error.value.faults] == [code]


def test_nodes_are_compared_in_portions_too(tmp_path, monkeypatch):
    monkeypatch.setattr("geo.clip._AT_ONCE", 2)
    area = Area("all", parse_bbox("125,33,127,35").shape)
    assert clip(TOWN.write(tmp_path / "town.osm"), area, tmp_path / "cut.osm.pbf") == 8
