"""Roads whose loss cuts something off, on drawn islands and against networkx."""

import networkx as nx
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.closures import closed_segments, parse_closure
from geo.cut_offs import cut_off_by, cut_offs, segment_ends
from geo.island_report import island_geojson, island_reports, report_json
from tests.towns import draw_town

ROAD = {"highway": "residential"}
BRIDGE = {**ROAD, "name": "진도대교", "bridge": "yes"}
#: The mainland on the left, an island on the right; two carriageways lead over.
ISLAND = """
    A-------B---X---E---F---I
    |       |       |   |
    C-------D---Y---G---H
"""
LANDS = {"ABDCA": ROAD, "GEFHG": ROAD, "FI": {**ROAD, "name": "막다른길"}}
PLACES = {
    "H": {"place": "town", "name": "진도읍", "population": "10435"},
    "E": {"place": "village", "name": "군내"},
    "A": {"place": "town", "name": "해남읍"},
    "F": {"place": "island", "name": "진도"},
}


def told(found):
    return [(cut.name, cut.road_km) for cut in found]


def test_the_bridge_whose_loss_cuts_something_off_is_found(tmp_path):
    town = draw_town(ISLAND, ways={**LANDS, "BX": ROAD, "DYG": BRIDGE})
    graph = town.build(tmp_path).graph
    assert told(cut_offs(graph, 0, least_km=0.0)) == [
        ("진도대교", 0.4),
        ("", 0.0),
        ("막다른길", 0.0),
    ]
    assert [cut.name for cut in cut_offs(graph, 0, least_km=0.1)] == ["진도대교"]
    assert cut_offs(graph, 0) == []


def test_one_way_pairs_and_split_nodes_do_not_hide_a_bridge(tmp_path):
    town = draw_town(
        """
        A---B---E---F
        |   |   |   |
        C---D   G---H
        """,
        ways={"ABDCA": ROAD, "BE": {**ROAD, "name": "다리"}, "EFHGE": ROAD},
        turns=[("no_u_turn", "BE", "BE")],
        nodes={"B": {"barrier": "gate"}},
    )
    graph = town.build(tmp_path).graph
    assert [cut.name for cut in cut_offs(graph, 0, least_km=0.1)] == ["다리"]


def test_two_carriageways_of_one_bridge_are_lost_together(tmp_path):
    one_way = {**BRIDGE, "oneway": "yes", "name": "제1진도대교"}
    other = {**BRIDGE, "oneway": "yes", "name": "제2진도대교"}
    town = draw_town(ISLAND, ways={**LANDS, "BXE": one_way, "GYD": other}, nodes=PLACES)
    network = town.build(tmp_path)
    [cut] = cut_offs(network.graph, 0, least_km=0.1, landmarks=network.landmarks)
    assert len(cut.segments) == 2
    assert cut.name in ("제1진도대교", "제2진도대교")
    assert (cut.islands, cut.settlements) == (("진도",), ("진도읍", "군내"))


def test_two_bridges_of_different_names_stand_for_each_other(tmp_path):
    other = {**BRIDGE, "name": "새다리"}
    town = draw_town(ISLAND, ways={**LANDS, "BXE": BRIDGE, "DYG": other})
    assert cut_offs(town.build(tmp_path).graph, 0, least_km=0.1) == []


def test_what_a_closure_cuts_off_is_told_by_name(tmp_path):
    """The road runs on over the bridge under its own name, as 진도대로 does over 진도대교."""
    over = {**ROAD, "name": "진도대로", "bridge": "yes", "bridge:name": "진도대교"}
    ways = {**LANDS, "BXE": over, "DYG": over}
    network = draw_town(ISLAND, ways=ways, nodes=PLACES).build(tmp_path)
    assert set(network.landmarks.structures) == {"진도대교"}
    closures = [parse_closure("진도대교 10-12"), parse_closure("막다른길")]
    bridge, lane = closed_segments(network.graph, closures, network.landmarks.structures)
    [cut] = cut_off_by(network.graph, bridge.tolist(), network.landmarks)
    assert (cut.name, cut.islands, cut.settlements) == ("진도대교", ("진도",), ("진도읍", "군내"))
    assert told(cut_off_by(network.graph, lane.tolist())) == [("막다른길", 0.0)]
    assert cut_off_by(network.graph, bridge[:1].tolist()) == []
    [same] = cut_offs(network.graph, 0, least_km=0.1, landmarks=network.landmarks)
    assert same.name == "진도대교"


edges = st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), min_size=1, max_size=22)
SIGNS = "ABCDEFGHIJ"


@settings(max_examples=40, deadline=None)
@given(edges)
def test_single_roads_are_the_bridges_that_networkx_finds(tmp_path_factory, pairs):
    drawing = "\n\n".join("   ".join(SIGNS[row : row + 2]) for row in range(0, 10, 2))
    ways = {}
    for a, b in pairs:
        if a != b:
            ways.setdefault(SIGNS[a] + SIGNS[b] + "'" * (SIGNS[a] + SIGNS[b] in ways), ROAD)
    if not ways:
        return
    town = draw_town(drawing, ways=ways)
    graph = town.build(tmp_path_factory.mktemp("random")).graph
    tail, head = segment_ends(graph)
    inside = [s for s in range(graph.segment_count) if graph.node_landmass[tail[s]] == 0]
    many = nx.MultiGraph([(int(tail[s]), int(head[s])) for s in inside])
    simple = nx.Graph(many)
    bridges = {frozenset((a, b)) for a, b in nx.bridges(simple) if many.number_of_edges(a, b) == 1}
    lost = {segment for segment in inside if cut_off_by(graph, [segment])}
    assert {frozenset((int(tail[s]), int(head[s]))) for s in lost} == bridges
    worst = max((cut.road_km for s in lost for cut in cut_off_by(graph, [s])), default=None)
    assert max((cut.road_km for cut in cut_offs(graph, 0, least_km=0.0)), default=None) == worst


def test_the_report_tells_ports_ferries_and_bridges_of_every_island(tmp_path):
    drawing = """
        A-------B---X---E---F       P-----Q
        |       |       |   |       |     |
        C-------D       G---H       R-----S
    """
    ferry = {"route": "ferry", "motor_vehicle": "yes", "name": "연락선", "duration": "25"}
    ways = {**LANDS, "BXE": BRIDGE, "PQSRP": ROAD, "HR": ferry}
    del ways["FI"]
    nodes = {
        **PLACES,
        "S": {"place": "island", "name": "하조도"},
        "R": {"amenity": "ferry_terminal", "name": "창유항"},
    }
    network = draw_town(drawing, ways=ways, nodes=nodes, spacing=100).build(tmp_path)
    main, jodo = island_reports(network.summary, network.graph, network.landmarks, least_km=0.1)
    assert [port.name for port in jodo.ports] == ["창유항"]
    assert (jodo.landmass.name, jodo.reachable, jodo.cut_offs) == ("하조도", False, ())
    [link] = jodo.ferries
    assert (link.name, link.to, link.use, link.duration) == (
        "연락선",
        main.landmass.label,
        "no-timetable",
        1500,
    )
    assert [cut.name for cut in main.cut_offs] == ["진도대교"]
    drawn = island_geojson(network.summary, network.graph, [main, jodo])
    assert [feature["properties"]["feature"] for feature in drawn["features"]] == [
        "landmass",
        "landmass",
        "port",
        "ferry",
        "cut-off",
    ]
    [bridge] = [f for f in drawn["features"] if f["properties"]["feature"] == "cut-off"]
    assert bridge["geometry"]["type"] == "MultiLineString"
    assert report_json([jodo])[0]["reachable"] is False
