"""Landmasses on drawn islands: what counts as one, and how it is named."""

from geo.private_roads import strong_states
from geo.profiles import load_profile
from geo.weights import profile_weights
from tests.towns import draw_town

ROAD = {"highway": "residential"}
MAINLAND = """
    A-------B-------C     I---J
    |       |       |       K
    D-------E-------F
"""
WAYS = {"ABCFEDA": ROAD, "BE": ROAD, "IJ": ROAD}


def landmasses(network):
    return [(land.label, land.kind, land.road_km) for land in network.summary.landmasses]


def island(name, place="island", **tags):
    return {"place": place, "name": name, **tags}


def test_an_island_with_one_short_road_is_a_landmass_when_a_point_names_it(tmp_path):
    town = draw_town(MAINLAND, ways=WAYS, nodes={"K": island("관매도", "islet")}, spacing=100)
    network = town.build(tmp_path)
    assert landmasses(network) == [("#0", "land", 3.8), ("관매도", "island", 0.4)]
    assert network.summary.scraps.count == 0


def test_a_scrap_of_road_without_a_sign_of_an_island_is_none(tmp_path):
    network = draw_town(MAINLAND, ways=WAYS, spacing=60).build(tmp_path)
    assert landmasses(network) == [("#0", "land", 2.28)]
    assert (network.summary.scraps.count, network.summary.scraps.road_km) == (1, 0.24)
    assert set(network.graph.node_landmass) == {0, -1}


def test_a_scrap_catches_no_place_that_the_landmass_can_serve(tmp_path):
    """A car park that the edge of the extract cuts off: the site beside it is on the main road."""
    town = draw_town(
        """
        A-------B-------C
        |             1 |
        |           P-Q |
        D-------E-------F
        """,
        ways={"ABCFEDA": ROAD, "PQ": {"highway": "service"}},
    )
    network = town.build(tmp_path)
    times = town.travel_times(network, "A1", "truck-1t")
    assert list(times.landmass) == [0, 0]
    assert times.durations[0, 1] > 0


def test_a_remote_network_of_a_kilometre_is_a_landmass_of_its_own(tmp_path):
    network = draw_town(MAINLAND, ways=WAYS, spacing=300).build(tmp_path)
    assert [land.road_km for land in network.summary.landmasses] == [11.4, 1.2]


def test_a_ferry_landing_makes_an_island_of_a_scrap(tmp_path):
    ways = {**WAYS, "CI": {"route": "ferry", "motor_vehicle": "yes", "name": "나룻배"}}
    town = draw_town(MAINLAND, ways=ways, spacing=100)
    network = town.build(tmp_path)
    assert [land.road_km for land in network.summary.landmasses] == [3.8, 0.4]
    (ferry,) = network.summary.ferry_lines
    assert {end.landmass for end in ferry.ends} == {0, 1}
    assert ferry.cars


def test_the_coast_makes_an_island_and_gives_its_area(tmp_path):
    town = draw_town(
        """
        A-------B-------C   W-------X
        |       |       |   | I---J |
        D-------E-------F   Z---K---Y
        """,
        ways={**WAYS, "WXYKZW": {"natural": "coastline"}},
        nodes={},
        spacing=100,
    )
    lands = town.build(tmp_path).summary.landmasses
    assert [(land.kind, land.area_km2) for land in lands] == [("land", None), ("island", 0.16)]


def test_an_outline_names_its_island_and_a_point_inside_names_a_bare_coast(tmp_path):
    drawing = """
        W-------X  P-------Q  S-----T
        | A-B-1 |  | C-D-2 |  |  3  |
        Z-------Y  R-------U  V-----5
    """
    ways = {
        "AB1": ROAD,
        "CD2": ROAD,
        "WXYZW": {"natural": "coastline", "place": "island", "name": "하조도", "name:en": "Hajodo"},
        "PQURP": {"natural": "coastline"},
        "ST5VS": {"natural": "coastline", "place": "islet", "name": "무인도"},
    }
    town = draw_town(drawing, ways=ways, nodes={"2": island("관매도")}, spacing=100)
    assert sorted(land.label for land in town.build(tmp_path).summary.landmasses) == [
        "관매도",
        "하조도 (Hajodo)",
    ]


def test_an_outline_may_be_made_of_several_ways(tmp_path):
    town = draw_town(
        """
        W-------X
        | A-B-C |
        Z-------Y
        """,
        ways={"ABC": ROAD, "WXY": {}, "YZW": {}},
        relations=[
            (
                [("way", "WXY", "outer"), ("way", "YZW", "outer")],
                {"type": "multipolygon", **island("진도")},
            )
        ],
    )
    (land,) = town.build(tmp_path).summary.landmasses
    assert (land.label, land.kind, land.area_km2) == ("진도", "island", 0.01)


def test_an_island_with_a_bridge_belongs_to_the_mainland(tmp_path):
    town = draw_town(
        """
        A-------B-------C     W-------X
        |       |       |     |       |
        D-------E-------F---G-+-H---I |
                              Z-------Y
        """,
        ways={
            "ABCFEDA": ROAD,
            "BE": ROAD,
            "FGH": ROAD,
            "HI": ROAD,
            "WXYZW": {"natural": "coastline", **island("마노엘")},
        },
        nodes={"A": {"place": "town", "name": "목포"}, "E": {"place": "village", "name": "임회"}},
    )
    (land,) = town.build(tmp_path).summary.landmasses
    assert (land.label, land.kind) == ("목포", "land")


def test_the_largest_settlement_names_a_landmass(tmp_path):
    nodes = {
        "A": {"place": "village", "name": "작은마을", "population": "90"},
        "C": {"place": "village", "name": "큰마을", "population": "1,200"},
        "E": {"place": "hamlet", "name": "샛터", "population": "5000"},
    }
    (land,) = draw_town(MAINLAND, ways=WAYS, nodes=nodes).build(tmp_path).summary.landmasses
    assert land.label == "큰마을"


def test_the_population_of_an_island_is_what_its_outline_or_point_says(tmp_path):
    drawing = """
        W-------X  P-------Q  A-B-D
        | A-B-1 |  | C-D-2 |
        Z-------Y  R-------U
    """.replace("A-B-D", "E-F-G")
    coast = {"natural": "coastline"}
    ways = {
        "AB1": ROAD,
        "CD2": ROAD,
        "EFG": ROAD,
        "WXYZW": {**coast, **island("하조도"), "population": "1,340"},
        "PQURP": coast,
    }
    nodes = {
        "2": {**island("관매도"), "population": "243"},
        "F": {"place": "town", "name": "목포", "population": "200000"},
    }
    lands = (
        draw_town(drawing, ways=ways, nodes=nodes, spacing=300).build(tmp_path).summary.landmasses
    )
    assert {land.label: land.population for land in lands} == {
        "하조도": 1340,
        "관매도": 243,
        "목포": None,
    }


def test_dead_ends_of_one_way_streets_are_outside_the_strong_part(tmp_path):
    town = draw_town(
        """
        A---B---C---D
        |   |
        E---F
        """,
        ways={"ABFEA": ROAD, "BC": {**ROAD, "oneway": "yes"}, "CD": ROAD},
    )
    graph = town.build(tmp_path).graph
    weights = profile_weights(graph, load_profile("car"))
    strong = strong_states(graph, weights.duration >= 0)
    ways = graph.segment_way[graph.arc_segment[graph.state_arc[strong]]]
    assert set(ways.tolist()) == {town.way_id("ABFEA")}
