"""Roads for other programs: OSMnx's functions work on them, GIS programs read them."""

import geopandas
import networkx
import osmnx
import pytest

from geo.export import export_roads, roads_table, to_networkx
from geo.profiles import load_profile
from tests.towns import draw_town

MAIN = {"highway": "primary", "name": "진도대로", "maxspeed": "60", "lanes": "2"}
TOWN = draw_town(
    """
    A---B---C
        |   |
        D---E
    """,
    ways={
        "AB": MAIN,
        "BC": MAIN,
        "BD": {"highway": "residential", "maxheight": "3.2", "bridge": "yes"},
        "CED": {"highway": "residential", "oneway": "yes"},
    },
    nodes={"E": {"barrier": "gate"}},
    turns=[("no_right_turn", "AB", "BD")],
    spacing=50,
)


@pytest.fixture(scope="module")
def town(tmp_path_factory):
    return TOWN.build(tmp_path_factory.mktemp("town")).graph


def nodes(roads, sign):
    return [at for at, row in roads.nodes(data=True) if row["osmid"] == TOWN.node_id(sign)]


def edges(roads, one, other):
    found = (
        roads.get_edge_data(tail, head, default={})
        for tail in nodes(roads, one)
        for head in nodes(roads, other)
    )
    return [row for rows in found for row in rows.values()]


def edge(roads, one, other):
    (row,) = edges(roads, one, other)
    return row


def test_roads_carry_the_names_of_osmnx(town):
    roads = to_networkx(town)
    row = edge(roads, "A", "B")
    assert (row["name"], row["highway"], row["maxspeed"]) == ("진도대로", "primary", 60)
    assert row["osmid"] == TOWN.way_id("AB")
    assert row["length"] == pytest.approx(200, rel=0.01)
    assert not row["oneway"]
    assert [tuple(reversed(point)) for point in edge(roads, "B", "A")["geometry"].coords] == [
        pytest.approx(TOWN.places[sign]) for sign in "BA"
    ]
    assert (edge(roads, "B", "D")["maxheight"], edge(roads, "B", "D")["bridge"]) == (3.2, "yes")
    assert edge(roads, "C", "E")["oneway"]
    assert edges(roads, "E", "C") == []
    for sign, streets in (("A", 1), ("B", 3), ("C", 2), ("D", 2)):
        assert [roads.nodes[at]["street_count"] for at in nodes(roads, sign)] == [streets]


def test_copies_for_turns_are_joined_and_barriers_stay(town):
    roads = to_networkx(town)
    assert [len(nodes(roads, sign)) for sign in "ABCDE"] == [1, 1, 1, 1, 2]
    assert {row.get("barrier") for *_, row in roads.edges(data=True)} == {None, "gate"}


def test_a_profile_gives_times_and_leaves_out_what_it_may_not_use(town):
    car, truck = load_profile("car"), load_profile("truck-1t").with_size("tall", height_m=3.5)
    assert edge(to_networkx(town, car), "B", "D")["travel_time"] > 0
    assert edges(to_networkx(town, truck), "B", "D") == []


def test_shortest_paths_of_networkx_are_ours(malta):
    profile = load_profile("car")
    roads = to_networkx(malta.graph, profile)
    lat, lon = malta.graph.node_lat, malta.graph.node_lon
    home = next(at for at in roads if roads.nodes[at]["landmass"] == 0)
    lengths = networkx.single_source_dijkstra_path_length(roads, home, weight="travel_time")
    assert len(lengths) > 10_000
    assert roads.graph["crs"] == "epsg:4326"
    assert roads.nodes[home]["x"] == pytest.approx(lon[home])
    assert roads.nodes[home]["y"] == pytest.approx(lat[home])


def test_osmnx_reads_the_graphml_again(town, tmp_path):
    written = export_roads(town, "graphml", tmp_path / "roads.graphml")
    again = osmnx.load_graphml(tmp_path / "roads.graphml")
    assert again.number_of_edges() == written
    nodes, edges = osmnx.graph_to_gdfs(again)
    assert {"x", "y", "street_count"} <= set(nodes.columns)
    assert {"osmid", "length", "oneway", "highway", "geometry"} <= set(edges.columns)
    assert osmnx.basic_stats(again)["n"] == 6


@pytest.mark.parametrize("form", ["gpkg", "geojson"])
def test_gis_programs_read_every_stretch_once(town, tmp_path, form):
    out = tmp_path / f"roads.{form}"
    for _ in range(2):  # what is there is replaced, not added to
        assert export_roads(town, form, out) == 5
    again = geopandas.read_file(out)
    assert len(again) == 5
    assert again.crs.to_epsg() == 4326
    assert "진도대로" in set(again["name"])
    assert again["length"].sum() == pytest.approx(roads_table(town)["length"].sum())


def test_another_form_is_refused(town, tmp_path):
    with pytest.raises(ValueError, match="graphml"):
        export_roads(town, "shapefile", tmp_path / "x")
