"""What turns cost, where vehicles may turn back, and on which side of the road they stop."""

from dataclasses import replace

import numpy as np
import pytest

from geo.profiles import TurnCosts, load_profile
from geo.turn_kinds import U_TURN
from geo.weights import profile_weights
from tests.towns import draw_town

ROAD = {"highway": "residential", "maxspeed": "30"}
MAIN = {"highway": "primary", "maxspeed": "30"}
CROSSING = """
        N
        |
        |
    W---X---E
        |
        |
        S
"""
STREETS = {"WX": ROAD, "XE": ROAD, "NX": ROAD, "XS": ROAD}
COSTS = TurnCosts(near=100, far=300, u_turn=100_000, signal=10_000, give_way=50_000)
ROUNDABOUT_LEFT = """
        N
        |
        |
    W---X---E   1-2
        |       | |
        |       4-3
        S
"""


def profile(**turns):
    return replace(load_profile("truck-1t"), name="turning", turns=replace(COSTS, **turns))


def seconds_of_turn(tmp_path, signs, ways=STREETS, drawing=CROSSING, nodes=None):
    """How much longer a drive takes than the same streets without turn costs."""
    network = draw_town(drawing, ways=ways, nodes=nodes).build(tmp_path)
    places = [draw_town(drawing, ways=ways).place(sign) for sign in signs]
    free = replace(load_profile("truck-1t"), name="free", turns=TurnCosts())
    with_turns, without = (
        network.travel_times(places, one).durations[0, 1] for one in (profile(), free)
    )
    return int(with_turns - without)


@pytest.mark.parametrize(("signs", "cost"), [("WE", 0), ("WS", 100), ("WN", 300), ("SE", 100)])
def test_turns_cost_by_the_side_to_which_they_lead(tmp_path, signs, cost):
    assert seconds_of_turn(tmp_path, signs) == cost


@pytest.mark.parametrize(("signs", "cost"), [("WE", 0), ("WS", 300), ("WN", 100)])
def test_where_roundabouts_run_clockwise_traffic_keeps_to_the_left(tmp_path, signs, cost):
    ways = {**STREETS, "12341": {**ROAD, "junction": "roundabout"}}
    assert seconds_of_turn(tmp_path, signs, ways, ROUNDABOUT_LEFT) == cost


def test_a_bend_of_one_road_is_no_turn(tmp_path):
    ways = {"WX": ROAD, "XS": {**ROAD, "surface": "asphalt"}}
    assert seconds_of_turn(tmp_path, "WS", ways) == 0


@pytest.mark.parametrize(
    ("signs", "cost"),
    [
        ("WE", 0),  # along the main road
        ("WN", 300),
        ("NS", 50_000),  # across it
        ("NE", 50_300),  # onto it, across what comes
        ("NW", 100),  # onto it, with what comes
    ],
)
def test_who_crosses_a_major_road_gives_way(tmp_path, signs, cost):
    assert seconds_of_turn(tmp_path, signs, {**STREETS, "WX": MAIN, "XE": MAIN}) == cost


@pytest.mark.parametrize(("signs", "cost"), [("WE", 10_000), ("WN", 10_300), ("NS", 10_000)])
def test_traffic_lights_cost_everybody_and_spare_giving_way(tmp_path, signs, cost):
    ways = {**STREETS, "WX": MAIN, "XE": MAIN}
    lights = {"X": {"highway": "traffic_signals"}}
    assert seconds_of_turn(tmp_path, signs, ways, nodes=lights) == cost


def test_traffic_lights_between_junctions_count_too(tmp_path):
    drawing = "A---B---C"
    lights = {"B": {"highway": "traffic_signals"}}
    assert seconds_of_turn(tmp_path, "AC", {"ABC": ROAD}, drawing, lights) == 10_000


SPUR = """
    A-1-B---C
        |
        |
        D
"""


def metres(tmp_path, signs, turns=(), ways=None, **changes):
    town = draw_town(SPUR, ways=ways or {"AB": ROAD, "BC": ROAD, "BD": ROAD}, turns=turns)
    places = [town.place(sign) for sign in signs]
    chosen = replace(load_profile("truck-1t"), **changes) if changes else "truck-1t"
    return int(town.build(tmp_path).travel_times(places, chosen).distances[0, 1])


def test_vehicles_turn_back_in_dead_ends_only(tmp_path):
    """From A to C with no straight on at B: down to D and back, not on the spot at B."""
    rule = [("no_straight_on", "AB", "BC")]
    assert metres(tmp_path / "back", "AC", rule) == 100 + 2 * 75 + 100


def turning_back(network, profile):
    """The nodes at which a vehicle may turn back, by the streets on which it comes."""
    graph = network.graph
    weights = profile_weights(graph, profile)
    back = np.flatnonzero((graph.turn_kind == U_TURN) & (weights.duration >= 0))
    arcs = graph.turn_arc[back]
    return sorted(
        (
            int(graph.segment_way[graph.arc_segment[arc]]),
            int(graph.node_osm_id[graph.arc_head[arc]]),
        )
        for arc in arcs
    )


def test_a_profile_may_turn_back_anywhere(tmp_path):
    town = draw_town(SPUR, ways={"AB": ROAD, "BC": ROAD, "BD": ROAD})
    network = town.build(tmp_path)
    dead_ends = [(town.way_id(way), town.node_id(way.strip("B"))) for way in ("AB", "BC", "BD")]
    junction = [(town.way_id(way), town.node_id("B")) for way in ("AB", "BC", "BD")]
    truck = load_profile("truck-1t")
    assert turning_back(network, truck) == sorted(dead_ends)
    anywhere = replace(truck, u_turns=True)
    assert turning_back(network, anywhere) == sorted(dead_ends + junction)


def test_where_only_a_private_road_goes_on_a_vehicle_turns_back(tmp_path):
    town = draw_town(
        """
        A---B---C
            |
            D---E
        """,
        ways={"AB": ROAD, "BC": ROAD, "BD": ROAD, "DE": {**ROAD, "access": "private"}},
        turns=[("no_straight_on", "AB", "BC")],
    )
    times = town.travel_times(town.build(tmp_path), "AC", "truck-1t")
    assert int(times.distances[0, 1]) == 100 + 2 * 50 + 100


def test_a_road_too_low_is_a_dead_end_for_the_trucks_that_do_not_fit(tmp_path):
    town = draw_town("A---B---C", ways={"AB": ROAD, "BC": {**ROAD, "maxheight": "2.6"}})
    network = town.build(tmp_path)
    at_b = (town.way_id("AB"), town.node_id("B"))
    assert at_b not in turning_back(network, load_profile("truck-1t"))
    assert at_b in turning_back(network, load_profile("truck-5t"))


WIDE = """
    A-------------B
          1
    |             |
    C-------------D
"""


@pytest.mark.parametrize(("lanes", "to_the_place"), [("2", 200), ("4", 350 + 2 * 75 + 150)])
def test_a_stop_beside_a_wide_road_is_made_on_its_side(tmp_path, lanes, to_the_place):
    """1 lies south of the road from A to B, so on the right of those who drive east."""
    town = draw_town(WIDE, ways={"AB": {**MAIN, "lanes": lanes}, "ACDB": ROAD}, spacing=25)
    network = town.build(tmp_path)
    times = town.travel_times(network, "B1", "truck-1t").distances
    assert times.tolist() == [[0, to_the_place], [200, 0]]
