"""Barriers on roads: closed, open, or open to some."""

import pytest

from tests.towns import draw_town

ROAD = {"highway": "residential", "maxspeed": "30"}


def town_with(barrier):
    return draw_town(
        """
        A---B---C
        |       |
        |       |
        |       |
        |       |
        D-------E
        """,
        ways={"ABC": ROAD, "ADEC": ROAD},
        nodes={"B": barrier},
    )


def metres(tmp_path, barrier, profile="truck-2.5t"):
    town = town_with(barrier)
    return int(town.travel_times(town.build(tmp_path), "AC", profile).distances[0, 1])


@pytest.mark.parametrize(
    ("barrier", "through"),
    [
        ({"barrier": "bollard"}, False),
        ({"barrier": "bollard", "bollard": "rising"}, False),
        ({"barrier": "block"}, False),
        ({"barrier": "bollard", "motor_vehicle": "yes"}, True),
        ({"barrier": "gate"}, False),
        ({"barrier": "gate", "access": "yes"}, True),
        ({"barrier": "gate", "access": "destination"}, False),
        ({"barrier": "gate", "access": "private"}, False),
        ({"barrier": "gate", "locked": "yes"}, False),
        ({"barrier": "gate", "access": "no", "motor_vehicle": "yes"}, True),
        ({"barrier": "lift_gate", "access": "yes", "goods": "no"}, True),
        ({"barrier": "lift_gate", "hgv": "no"}, False),
        ({"barrier": "height_restrictor", "maxheight": "2.3"}, False),
        ({"barrier": "height_restrictor", "maxheight": "3.5"}, True),
        ({"barrier": "toll_booth"}, True),
    ],
)
def test_a_barrier_lets_through_whom_it_should(tmp_path, barrier, through):
    assert metres(tmp_path, barrier) == (200 if through else 450)


def test_the_same_height_restrictor_lets_a_car_through(tmp_path):
    barrier = {"barrier": "height_restrictor", "maxheight": "2.3"}
    assert metres(tmp_path, barrier, "car") == 200


def test_a_place_behind_a_barrier_is_reached_from_its_own_side(tmp_path):
    town = draw_town(
        """
        A-1-B-2-C
        |       |
        D-------E
        """,
        ways={"ABC": ROAD, "ADEC": ROAD},
        nodes={"B": {"barrier": "bollard"}},
    )
    times = town.travel_times(town.build(tmp_path), "12", "car")
    assert int(times.distances[0, 1]) == 50 + 300 + 50


@pytest.mark.parametrize(
    ("barrier", "opened"),
    [
        ({"barrier": "gate"}, True),
        ({"barrier": "lift_gate", "access": "private"}, True),
        ({"barrier": "gate", "access": "destination"}, True),
        ({"barrier": "gate", "access": "no"}, False),
        ({"barrier": "gate", "access": "agricultural"}, False),
        ({"barrier": "bollard"}, False),
    ],
)
def test_a_gate_opens_for_those_who_have_business_behind_it(tmp_path, barrier, opened):
    town = draw_town(
        """
        A---B---C-1-D---E
        """,
        ways={"ABCDE": ROAD},
        nodes={"B": barrier, "D": barrier},
    )
    times = town.travel_times(town.build(tmp_path), "AE", "truck-2.5t")
    assert (int(times.distances[0, 1]) == 400) == opened


def test_a_street_behind_two_gates_is_not_passed_through(tmp_path):
    """The street itself says nothing of who may use it."""
    town = draw_town(
        """
        A---B-1-C---D
        |           |
        |           |
        E-----------F
        """,
        ways={"ABCD": ROAD, "AEFD": ROAD},
        nodes={"B": {"barrier": "gate"}, "C": {"barrier": "gate"}},
    )
    times = town.travel_times(town.build(tmp_path), "A1D", "truck-2.5t")
    assert times.distances.tolist() == [[0, 150, 450], [150, 0, 150], [450, 150, 0]]


def test_opening_a_gate_takes_time_and_no_way(tmp_path):
    town = town_with({"barrier": "gate", "access": "yes"})
    gated = town.travel_times(town.build(tmp_path / "gate"), "AC", "truck-2.5t")
    free = town_with({}).travel_times(town_with({}).build(tmp_path / "free"), "AC", "truck-2.5t")
    assert int(gated.durations[0, 1] - free.durations[0, 1]) == 20
    assert int(gated.distances[0, 1]) == int(free.distances[0, 1])


def test_a_barrier_where_three_roads_meet_bars_all_of_them(tmp_path):
    town = draw_town(
        """
        A---B---C
            |
            D
        """,
        ways={"ABC": ROAD, "BD": ROAD},
        nodes={"B": {"barrier": "block"}},
    )
    network = town.build(tmp_path)
    assert network.summary.rules.barriers == 1
    graph = network.graph
    joints = graph.segment_length == 0
    assert joints.sum() == 3
    assert set(graph.segment_way[joints]) == {0}


def test_a_gate_where_three_roads_meet_is_opened_once(tmp_path):
    ways = {"AB": ROAD, "BC": ROAD, "BD": ROAD}
    drawing = "A---B---C\n    |\n    D"
    gated = draw_town(drawing, ways=ways, nodes={"B": {"barrier": "gate"}})
    free = draw_town(drawing, ways=ways)
    with_gate = gated.travel_times(gated.build(tmp_path / "gate"), "ACD", "truck-2.5t").durations
    without = free.travel_times(free.build(tmp_path / "free"), "ACD", "truck-2.5t").durations
    # The turn at a gate is part of opening it; without the gate it takes 2 or 4 s.
    assert (with_gate - without).tolist() == [[0, 20, 18], [20, 0, 16], [16, 18, 0]]


def test_a_barrier_at_the_end_of_a_road_bars_nothing(tmp_path):
    town = draw_town("A---B", ways={"AB": ROAD}, nodes={"B": {"barrier": "gate"}})
    assert town.build(tmp_path).summary.rules.barriers == 0
