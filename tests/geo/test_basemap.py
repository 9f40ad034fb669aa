"""The base map: land and sea, tiles that any reader of the format understands, Korean names."""

import gzip
import math

import mapbox_vector_tile
import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from pmtiles.reader import MmapSource, Reader

from geo.basemap import draw_basemap
from geo.basemap.encode import encode_tile
from geo.basemap.features import LAYERS, Features, to_degrees, to_mercator
from geo.basemap.sea import sea_of
from geo.build import BASEMAP, build_map
from geo.faults import InputError
from geo.store import verify_map
from tests.towns import draw_town

DOWN = {"y_coord_down": True}
BOX = shapely.box(0.5, 0.5, 0.6, 0.6)


def features(*rows):
    """Features as (layer, shape, properties)."""
    kinds = tuple(dict.fromkeys(tuple(properties.items()) for _, _, properties in rows))
    shapes = np.empty(len(rows), dtype=object)
    shapes[:] = [shape for _, shape, _ in rows]
    return Features(
        shapes,
        np.array([LAYERS.index(layer) for layer, _, _ in rows]),
        np.zeros(len(rows), dtype=int),
        np.array([kinds.index(tuple(properties.items())) for _, _, properties in rows]),
        kinds,
    )


def decoded(*rows):
    return mapbox_vector_tile.decode(encode_tile(features(*rows)), default_options=DOWN)


def test_a_tile_says_what_was_drawn():
    tile = decoded(
        ("road", shapely.LineString([(0, 0), (10, 0.2), (10.2, 0), (20, 5)]), {"class": "primary"}),
        ("road", shapely.LineString([(5, 5), (6, 6)]), {"class": "primary"}),
        ("road", shapely.LineString([(1, 1), (2, 2)]), {"class": "path", "bridge": True}),
        ("place", shapely.Point(7, 8), {"name": "진도읍"}),
    )
    primary, path = tile["road"]["features"]
    assert primary["geometry"]["coordinates"] == [[[0, 0], [10, 0], [20, 5]], [[5, 5], [6, 6]]]
    assert path["properties"] == {"class": "path", "bridge": True}
    (place,) = tile["place"]["features"]
    assert place["geometry"]["coordinates"] == [7, 8]
    assert place["properties"] == {"name": "진도읍"}


def test_what_is_smaller_than_the_grid_is_left_out():
    dust = shapely.box(1, 1, 1.2, 1.2)
    assert encode_tile(features(("building", dust, {}))) == b""
    assert encode_tile(features(("road", shapely.LineString([(1, 1), (1.2, 1)]), {}))) == b""


def square(west, north, size):
    return shapely.box(west, north, west + size, north + size)


squares = st.builds(square, st.integers(0, 3000), st.integers(0, 3000), st.integers(20, 1000))


@given(st.lists(st.tuples(squares, st.booleans(), st.booleans()), min_size=1, max_size=6))
def test_areas_with_holes_come_back_as_they_were(drawn):
    rows = []
    for rim, has_hole, clockwise in drawn:
        hole = shapely.box(*np.add(rim.bounds, (5, 5, -5, -5)))
        shape = shapely.difference(rim, hole) if has_hole else rim
        rows.append(
            ("water", shapely.orient_polygons(shape, exterior_cw=clockwise), {"class": "a"})
        )
    (found,) = decoded(*rows)["water"]["features"]
    back = shapely.from_geojson(str(found["geometry"]).replace("'", '"'))
    parts = shapely.get_parts(back)
    assert len(parts) == len(rows)
    for part, (_, shape, _) in zip(parts, rows, strict=True):
        assert shapely.equals(part, shape)


def test_mercator_and_back():
    degrees = np.array([[126.26, 34.48], [-179.9, -60.0], [0.0, 0.0]])
    assert to_degrees(to_mercator(degrees)) == pytest.approx(degrees)
    assert to_mercator(degrees)[2] == pytest.approx([0.5, 0.5])


def sea(*coasts):
    lines = np.array([shapely.LineString(coast) for coast in coasts], dtype=object)
    return shapely.union_all(sea_of(lines, BOX))


def test_an_island_lies_in_the_sea_and_a_lagoon_in_the_island():
    # North is up and has the smaller number: counter-clockwise there is land inside.
    island = shapely.orient_polygons(shapely.box(0.52, 0.52, 0.56, 0.56), exterior_cw=True)
    lagoon = shapely.orient_polygons(shapely.box(0.53, 0.53, 0.54, 0.54))
    found = sea(island.exterior.coords, lagoon.exterior.coords)
    expected = BOX.difference(island).union(lagoon)
    assert found.symmetric_difference(expected).area < 1e-9


def test_land_lies_to_the_left_of_a_coast_that_crosses_the_map():
    northbound = sea([(0.55, 0.7), (0.55, 0.4)])
    assert northbound.equals(shapely.box(0.55, 0.5, 0.6, 0.6))
    southbound = sea([(0.55, 0.4), (0.55, 0.7)])
    assert southbound.equals(shapely.box(0.5, 0.5, 0.55, 0.6))


def test_a_coast_that_ends_inside_is_led_to_the_edge():
    found = sea([(0.55, 0.59), (0.55, 0.55)], [(0.55, 0.55), (0.55, 0.52)])
    assert found.equals(shapely.box(0.55, 0.5, 0.6, 0.6))


def test_no_coast_is_no_sea():
    assert sea().is_empty


TOWN = draw_town(
    """
      K-----------L
      | A---B---C |
      | |       | |      P---Q
      | D-------E |      |   |
      N-----------M      S---R

        F-G   X
        I-H
    """,
    ways={
        "KNMLK": {"natural": "coastline"},
        "ABCEDA": {"highway": "primary", "name": "진도대로"},
        "FGHIF": {"building": "apartments", "name": "101동"},
        "PQRSP": {"landuse": "residential", "name": "바다마을아파트"},
        "CP": {"route": "ferry", "motor_vehicle": "yes", "name:ko": "조도 뱃길"},
    },
    nodes={"X": {"place": "town", "name": "Jindo", "name:ko": "진도읍", "name:en": "Jindo-eup"}},
    spacing=100,
)


def tile_at(path, zoom, lat, lon):
    """The tile of a place, decoded; None where there is none."""
    x, y = to_mercator(np.array([[lon, lat]]))[0] * (1 << zoom)
    with path.open("rb") as file:
        data = Reader(MmapSource(file)).get(zoom, math.floor(x), math.floor(y))
    return data and mapbox_vector_tile.decode(gzip.decompress(data), default_options=DOWN)


def properties(tile, layer):
    return [found["properties"] for found in tile.get(layer, {"features": ()})["features"]]


def test_a_drawn_town_is_there_at_every_zoom_from_6_to_16(tmp_path):
    out = tmp_path / "town.pmtiles"
    made = draw_basemap([TOWN.write(tmp_path / "town.osm")], out)
    assert made.bytes == out.stat().st_size
    assert sorted(path.name for path in tmp_path.iterdir()) == ["town.osm", "town.pmtiles"]
    for zoom in range(6, 17):
        assert "land" in tile_at(out, zoom, *TOWN.places["B"])
        assert properties(tile_at(out, zoom, *TOWN.places["P"]), "water") == [{"class": "sea"}]
    assert tile_at(out, 5, *TOWN.places["B"]) is None
    assert tile_at(out, 17, *TOWN.places["B"]) is None
    near = tile_at(out, 13, *TOWN.places["X"])
    assert properties(near, "place") == [
        {"class": "town", "name": "진도읍", "name_en": "Jindo-eup"}
    ]
    assert {"name": "조도 뱃길", "cars": True} in properties(near, "ferry")
    assert properties(near, "road") == [{"class": "primary", "name": "진도대로"}]
    assert properties(near, "building") == [{"class": "apartments", "name": "101동"}]
    assert properties(near, "residential") == [{"class": "complex", "name": "바다마을아파트"}]
    close = tile_at(out, 14, *TOWN.places["R"])
    assert "바다마을아파트" in {row["name"] for row in properties(close, "place")}


def test_the_file_says_where_it_is_and_whose_data_it_shows(tmp_path):
    out = tmp_path / "town.pmtiles"
    draw_basemap([TOWN.write(tmp_path / "town.osm")], out)
    with out.open("rb") as file:
        reader = Reader(MmapSource(file))
        header, metadata = reader.header(), reader.metadata()
    assert (header["min_zoom"], header["max_zoom"]) == (6, 16)
    lat, lon = TOWN.places["B"]
    assert header["min_lon_e7"] < lon * 1e7 < header["max_lon_e7"]
    assert header["min_lat_e7"] < lat * 1e7 < header["max_lat_e7"]
    assert "OpenStreetMap" in metadata["attribution"]
    assert [layer["id"] for layer in metadata["vector_layers"]] == list(LAYERS)


def test_a_base_map_inside_a_map_is_verified_with_it(tmp_path):
    build_map([TOWN.write(tmp_path / "town.osm")], tmp_path / "map", basemap=True)
    verify_map(tmp_path / "map")
    path = tmp_path / "map" / BASEMAP
    path.write_bytes(path.read_bytes()[:-1] + b"x")
    with pytest.raises(InputError, match="basemap"):
        verify_map(tmp_path / "map")


def test_a_korean_district_shows_its_complexes_by_name(malta_pbf, tmp_path):
    out = tmp_path / "busan.pmtiles"
    made = draw_basemap([malta_pbf.parent / "busan-seomyeon-1km.osm.pbf"], out)
    assert made.bytes < 1_000_000
    tile = tile_at(out, 14, 35.1575, 129.0595)
    complexes = {row["name"] for row in properties(tile, "place") if row["class"] == "complex"}
    assert "롯데캐슬스카이" in complexes
    assert {"apartments"} <= {row.get("class") for row in properties(tile, "building")}
