"""Turn restrictions: which turns they forbid, and to whom."""

import pytest

from geo.restrictions import FATES
from tests.towns import draw_town

ROAD = {"highway": "residential", "maxspeed": "30"}
CROSSING = """
        N
        |
        |
    W---X---E
    |   |   |
    1---S---2
"""
# Straight on from W to E: 200 m; around the block by 1, S and 2: 50 + 200 + 50.
AROUND = 300
WAYS = {"WX": ROAD, "XE": ROAD, "NX": ROAD, "XS": ROAD, "W1S2E": ROAD}


def metres(tmp_path, turns, signs, profile="car", ways=WAYS):
    town = draw_town(CROSSING, ways=ways, turns=turns)
    times = town.travel_times(town.build(tmp_path), signs, profile)
    return int(times.distances[0, 1])


def test_without_a_rule_the_way_is_free(tmp_path):
    assert metres(tmp_path, [], "WE") == 200
    assert metres(tmp_path, [], "NS") == 125


def test_no_right_turn_sends_the_vehicle_around_the_block(tmp_path):
    # From N the right turn leads to W: 75 + 100, else by S and 1.
    rule = [("no_right_turn", "NX", "WX")]
    assert metres(tmp_path / "free", [], "NW") == 175
    assert metres(tmp_path / "bound", rule, "NW") == 75 + 50 + 100 + 50


def test_a_rule_binds_only_the_way_in_that_it_names(tmp_path):
    rule = [("no_straight_on", "WX", "XE")]
    assert metres(tmp_path / "WE", rule, "WE") == AROUND
    assert metres(tmp_path / "EW", rule, "EW") == 200
    assert metres(tmp_path / "NE", rule, "NE") == 175


def test_only_straight_on_forbids_all_other_turns(tmp_path):
    rule = [("only_straight_on", "WX", "XE")]
    assert metres(tmp_path / "WE", rule, "WE") == 200
    # To N: not left at X, but around by 1 and S, from where X may be crossed.
    assert metres(tmp_path / "WN", rule, "WN") == 50 + 100 + 50 + 75


def test_two_only_rules_from_one_way_allow_both(tmp_path):
    rules = [("only_straight_on", "WX", "XE"), ("only_left_turn", "WX", "NX")]
    assert metres(tmp_path / "WE", rules, "WE") == 200
    assert metres(tmp_path / "WN", rules, "WN") == 175


@pytest.mark.parametrize(
    ("excepted", "profile", "bound"),
    [
        ("psv", "truck-1t", True),
        ("hgv", "truck-5t", False),
        ("hgv", "truck-1t", True),
        ("hgv", "car", True),
        ("goods;bicycle", "truck-1t", False),
        ("motorcar", "car", False),
        ("motorcar", "truck-5t", True),
        ("motor_vehicle", "truck-5t", False),
    ],
)
def test_a_rule_does_not_bind_the_vehicles_that_it_excepts(tmp_path, excepted, profile, bound):
    rule = [("no_straight_on", "WX", "XE", {"except": excepted})]
    assert metres(tmp_path, rule, "WE", profile) == (AROUND if bound else 200)


def test_a_rule_for_trucks_binds_trucks_only(tmp_path):
    rule = [("", "WX", "XE", {"restriction": "", "restriction:hgv": "no_straight_on"})]
    assert metres(tmp_path / "truck", rule, "WE", "truck-5t") == AROUND
    assert metres(tmp_path / "car", rule, "WE", "car") == 200
    assert metres(tmp_path / "small", rule, "WE", "truck-1t") == 200


def test_no_u_turn_forbids_only_to_turn_back(tmp_path):
    town = draw_town(
        """
        A---B---C
            |
            D
        """,
        ways={
            "AB": {**ROAD, "oneway": "yes"},
            "BA'": {**ROAD, "oneway": "yes"},
            "BC": ROAD,
            "BD": ROAD,
        },
        turns=[("no_u_turn", "AB", "BA'")],
    )
    network = town.build(tmp_path)
    leg = network.leg_line(town.place("A"), town.place("D"), "car")
    assert leg.distance == 150
    assert banned_ways(network.graph) == [(town.way_id("AB"), town.way_id("BA'"), 7)]


def banned_ways(graph):
    """The ways from and onto which turns are forbidden, and the bits of the vehicles."""
    turns = [int(turn) for turn in graph.turn_banned.nonzero()[0]]
    way = graph.segment_way[graph.arc_segment]
    return [
        (int(way[graph.turn_arc[t]]), int(way[graph.turn_onto[t]]), int(graph.turn_banned[t]))
        for t in turns
    ]


def test_a_u_turn_rule_on_one_two_way_street_is_applied(tmp_path):
    town = draw_town(CROSSING, ways=WAYS, turns=[("no_u_turn", "WX", "WX")])
    network = town.build(tmp_path)
    assert network.summary.rules.restrictions == {"applied": 1}
    assert banned_ways(network.graph) == [(town.way_id("WX"), town.way_id("WX"), 7)]


def test_leaving_from_the_restricted_street_itself_obeys_the_rule(tmp_path):
    """A place on the way in, and one on the way out, on the copies that the split makes."""
    town = draw_town(
        """
        W-3-X-4-E
        |       |
        1-------2
        """,
        ways={"WX": ROAD, "XE": ROAD, "W12E": ROAD},
        turns=[("no_straight_on", "WX", "XE")],
    )
    times = town.travel_times(town.build(tmp_path), "34", "car")
    assert int(times.distances[0, 1]) == 50 + 50 + 200 + 50 + 50
    assert int(times.distances[1, 0]) == 100


def test_rules_that_cannot_be_applied_are_counted_by_reason(tmp_path):
    town = draw_town(
        CROSSING,
        ways={**WAYS, "NE": {"highway": "footway"}},
        turns=[("no_left_turn", "WX", "NX")],
        relations=[
            (
                [("way", "XS", "from"), ("way", "W1S2E", "via"), ("way", "XE", "to")],
                {"type": "restriction", "restriction": "no_u_turn"},
            ),
            ([("way", "WX", "from")], {"type": "restriction", "restriction": "no_u_turn"}),
            (
                [("way", "NE", "from"), ("node", "N", "via"), ("way", "NX", "to")],
                {"type": "restriction", "restriction": "no_u_turn"},
            ),
            (
                [("way", "XS", "from"), ("node", "S", "via"), ("way", "W1S2E", "to")],
                {"type": "restriction", "restriction": "no_left_turn"},
            ),
            (
                [("way", "WX", "from"), ("node", "X", "via"), ("way", "XE", "to")],
                {
                    "type": "restriction",
                    "restriction:conditional": "no_straight_on @ (07:00-09:00)",
                },
            ),
            (
                [("way", "WX", "from"), ("node", "X", "via"), ("way", "XE", "to")],
                {"type": "restriction", "restriction:conditional": "no_straight_on @ (full moon)"},
            ),
            (
                [("way", "WX", "from"), ("node", "X", "via"), ("way", "XE", "to")],
                {"type": "restriction", "restriction:bicycle": "no_straight_on"},
            ),
        ],
    )
    rules = town.build(tmp_path).summary.rules
    assert rules.restrictions == {
        "applied": 1,
        "via-way": 1,
        "member-missing": 1,
        "no-open-road": 1,
        "ambiguous": 1,
        "conditional": 1,
        "bad-condition": 1,
        "other-vehicles": 1,
    }
    assert rules.forbidden_turns == 3
    assert set(rules.restrictions) == set(FATES)


def test_contradictory_rules_close_every_way_on_but_break_nothing(tmp_path):
    rules = [
        ("only_straight_on", "WX", "XE"),
        ("no_straight_on", "WX", "XE"),
    ]
    assert metres(tmp_path / "WE", rules, "WE") == AROUND
    assert metres(tmp_path / "WN", rules, "WN") == 50 + 100 + 50 + 75


DUAL = """
    A-1-B-2-C
        |
    D-3-E-4-F
"""
DUAL_WAYS = {
    "AB": {**ROAD, "oneway": "yes"},
    "BC": {**ROAD, "oneway": "yes"},
    "FE": {**ROAD, "oneway": "yes"},
    "ED": {**ROAD, "oneway": "yes"},
    "BE": ROAD,
    # Far around, so that everything can be reached.
    "CF": {**ROAD, "oneway": "yes"},
    "DA": {**ROAD, "oneway": "yes"},
}


def over_ways(rule, *ways):
    """A rule from the first way over those between onto the last one."""
    roles = ["from", *["via"] * (len(ways) - 2), "to"]
    members = [("way", way, role) for way, role in zip(ways, roles, strict=True)]
    return (members, {"type": "restriction", "restriction": rule})


def dual_metres(tmp_path, relations, signs):
    town = draw_town(DUAL, ways=DUAL_WAYS, relations=relations)
    return int(town.travel_times(town.build(tmp_path), signs, "car").distances[0, 1])


def test_a_rule_over_a_via_way_forbids_the_whole_turn_and_no_part_of_it(tmp_path):
    rule = [over_ways("no_u_turn", "AB", "BE", "ED")]
    assert dual_metres(tmp_path / "free", [], "13") == 50 + 50 + 50
    # By C and F, where the two carriageways meet again.
    around = 50 + 100 + 50 + 100 + 50
    assert dual_metres(tmp_path / "bound", rule, "13") == around
    # Neither from the middle of the via way, nor into it, is anything forbidden.
    town = draw_town(DUAL.replace("|", "5"), ways=DUAL_WAYS, relations=rule)
    times = town.travel_times(town.build(tmp_path / "parts"), "135", "car")
    assert int(times.distances[2, 1]) == 25 + 50
    assert int(times.distances[0, 2]) == 50 + 25


def test_an_only_rule_over_a_via_way_forbids_all_other_ways_on(tmp_path):
    ways = {**DUAL_WAYS, "ED": ROAD, "FE": ROAD}
    town = draw_town(DUAL, ways=ways, relations=[over_ways("only_left_turn", "AB", "BE", "FE")])
    network = town.build(tmp_path)
    times = town.travel_times(network, "134", "car")
    assert int(times.distances[0, 2]) == 50 + 50 + 50
    assert int(times.distances[0, 1]) > 150
    assert network.summary.rules.restrictions == {"via-way": 1}


def test_a_rule_over_several_via_ways_named_in_any_order(tmp_path):
    town = draw_town(
        """
        A---B---C---D---E
            |       |
            F-------G
        """,
        ways={"AB": ROAD, "BC": ROAD, "CD": ROAD, "DE": ROAD, "BFGD": ROAD},
        relations=[over_ways("no_straight_on", "AB", "CD", "BC", "DE")],
    )
    times = town.travel_times(town.build(tmp_path), "ABCE", "car")
    assert int(times.distances[0, 3]) == 100 + 50 + 200 + 50 + 100
    assert int(times.distances[1, 3]) == 300
    assert int(times.distances[2, 3]) == 200
    assert int(times.distances[0, 2]) == 200


def test_rules_whose_ways_overlap_are_all_kept(tmp_path):
    """From A over BC onto CD, and from BC over CD onto DE: neither hides the other."""
    town = draw_town(
        """
        A---B---C---D---E
            |   |   |   |
            F---G---H---I
        """,
        ways={
            "AB": ROAD,
            "BC": ROAD,
            "CD": ROAD,
            "DE": ROAD,
            "BF": ROAD,
            "CG": ROAD,
            "DH": ROAD,
            "EI": ROAD,
            "FG": ROAD,
            "GH": ROAD,
            "HI": ROAD,
        },
        relations=[
            over_ways("no_straight_on", "AB", "BC", "CD"),
            over_ways("no_straight_on", "BC", "CD", "DE"),
        ],
    )
    network = town.build(tmp_path)
    times = town.travel_times(network, "ABCE", "truck-1t").distances.tolist()
    assert times[2][3] == 200
    assert times[1][3] == 300 + 2 * 50
    assert times[0][3] == 400 + 2 * 50
    assert len(network.graph.state_arc) == network.graph.arc_count + 2
