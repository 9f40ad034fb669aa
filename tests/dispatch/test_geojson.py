"""map.geojson is valid GeoJSON (checked by shapely too) and says where and when everything is."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path
from typing import Any

from shapely.geometry import shape

from dispatch.geojson import plan_geojson, sailing_ends, write_geojson
from dispatch.plan import Coordinate, Leg
from tests.dispatch.handmade import HOMEWARD, OUTWARD, handmade_day


def _of_kind(collection: dict[str, Any], kind: str) -> list[dict[str, Any]]:
    return [f["properties"] for f in collection["features"] if f["properties"]["kind"] == kind]


def test_every_geometry_is_valid_and_inside_the_bounding_box(tmp_path: Path) -> None:
    request, plan = handmade_day()
    write_geojson(plan, request, tmp_path / "map.geojson")
    collection = json.loads((tmp_path / "map.geojson").read_text(encoding="utf-8"))
    west, south, east, north = collection["bbox"]
    for feature in collection["features"]:
        geometry = shape(feature["geometry"])
        assert geometry.is_valid
        left, bottom, right, top = geometry.bounds
        assert west <= left <= right <= east
        assert south <= bottom <= top <= north
    assert 125 < west < east < 128, "longitude comes first"


def test_sailing_is_a_line_over_the_sea_marked_dashed() -> None:
    request, plan = handmade_day()
    out, back = _of_kind(plan_geojson(plan, request), "sailing")
    assert out["dashed"] is True
    assert (out["sailings"], out["vessel"]) == (["HL01"], "한림페리11")
    assert (out["from_ko"], out["to_en"]) == ("진도항 (팽목)", "Changyu port")
    assert (out["check_in"], out["departure"], out["arrival"]) == ("07:00", "07:30", "08:10")
    assert back["sailings"] == ["SD03"]


def test_tours_have_their_vehicle_and_one_colour_each() -> None:
    request, plan = handmade_day()
    collection = plan_geojson(plan, request)
    tours = _of_kind(collection, "tour")
    assert [tour["vehicle"] for tour in tours] == ["T-01", "T-02", "T-03"]
    assert len({tour["colour"] for tour in tours}) == 3
    for tour in tours:
        mine = [f["properties"] for f in collection["features"]]
        assert {p["colour"] for p in mine if p.get("vehicle") == tour["vehicle"]} == {
            tour["colour"]
        }


def test_stops_are_numbered_points_with_times_in_both_languages() -> None:
    request, plan = handmade_day()
    stops = [s for s in _of_kind(plan_geojson(plan, request), "stop") if s["vehicle"] == "T-03"]
    assert [stop["number"] for stop in stops] == [1, 2, 3]
    assert (stops[1]["name_ko"], stops[1]["name_en"]) == ("남악 푸른숲 1단지", "Namak Pureunsup 1")
    assert (stops[1]["arrival"], stops[1]["start"], stops[1]["finish"]) == (
        "15:52",
        "17:00",
        "17:32",
    )
    assert stops[1]["action_en"] == "load 0, unload 49"


def test_site_of_an_unserved_order_says_why() -> None:
    request, plan = handmade_day()
    (left,) = _of_kind(plan_geojson(plan, request), "unserved")
    assert (left["site"], left["orders"], left["codes"]) == (
        "F01",
        ["O-014"],
        ["no-vehicle-fits"],
    )
    assert "2.7 m" in left["reason_ko"][0]


def test_sailings_in_a_row_without_road_between_them_become_one_line() -> None:
    a, b, c, d = (Coordinate(lat=34 + i / 10, lon=126.0) for i in range(4))
    leg = Leg(distance=1, driving=1, sailings=(OUTWARD, HOMEWARD), line=((a, b), (), (c, d)))
    assert list(sailing_ends(leg)) == [((OUTWARD, HOMEWARD), b, c)]


def test_leg_that_begins_at_the_quay_keeps_its_sailing() -> None:
    a, b, c = (Coordinate(lat=34 + i / 10, lon=126.0) for i in range(3))
    leg = Leg(distance=1, driving=1, sailings=(OUTWARD,), line=((a,), (b, c)))
    assert list(sailing_ends(leg)) == [((OUTWARD,), a, b)]


def test_empty_plan_is_an_empty_collection() -> None:
    request, plan = handmade_day()
    collection = plan_geojson(dataclasses.replace(plan, tours=(), unserved=()), request)
    assert collection == {"type": "FeatureCollection", "features": []}
