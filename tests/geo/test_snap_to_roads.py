"""Snapping: the nearest usable road, the same as by looking at every road of the map."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.faults import InputError
from geo.geometry import DEGREE
from geo.nearest import find_nearest, points_of
from tests.towns import draw_town

ROAD = {"highway": "residential"}


def nearest_by_looking_at_all(graph, lat, lon, usable):
    """Return metres to the nearest usable road, by plain geometry on every piece of it."""
    best = np.inf
    for segment in np.flatnonzero(usable):
        shape = slice(graph.segment_first_point[segment], graph.segment_first_point[segment + 1])
        x = (graph.shape_lon_e7[shape] / 1e7 - lon) * DEGREE * np.cos(np.radians(lat))
        y = (graph.shape_lat_e7[shape] / 1e7 - lat) * DEGREE
        for ax, ay, bx, by in zip(x[:-1], y[:-1], x[1:], y[1:], strict=True):
            dx, dy = bx - ax, by - ay
            t = min(max(-(ax * dx + ay * dy) / (dx * dx + dy * dy or 1), 0), 1)
            best = min(best, float(np.hypot(ax + t * dx, ay + t * dy)))
    return best


@pytest.fixture(scope="module")
def town_graph(tmp_path_factory):
    town = draw_town(
        """
        A-------B

                    C


              D---E-----------------F
        """,
        spacing=90,
        ways={"AB": ROAD, "BC": ROAD, "CDE": ROAD, "EF": ROAD, "AF": ROAD},
    )
    return town.build(tmp_path_factory.mktemp("snap")).graph


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.tuples(st.floats(34.47, 34.51), st.floats(125.98, 126.06)), min_size=1, max_size=5),
    st.lists(st.booleans(), min_size=5, max_size=5),
)
def test_the_grid_finds_what_looking_at_every_road_finds(town_graph, points, usable):
    lat, lon = (np.array(axis) for axis in zip(*points, strict=True))
    mask = np.array(usable)[np.argsort(np.argsort(town_graph.segment_way, kind="stable"))]
    found = find_nearest(
        town_graph, lat, lon, usable_point=points_of(town_graph, mask), limit=1500.0
    )
    for at in range(len(lat)):
        expected = nearest_by_looking_at_all(town_graph, lat[at], lon[at], mask)
        if expected > 1500.0:
            assert found.segment[at] == -1
            assert found.distance[at] == np.inf
        else:
            assert found.distance[at] == pytest.approx(expected, abs=1e-6)
            assert mask[found.segment[at]]
            away = np.hypot(
                (found.lat[at] - lat[at]) * DEGREE,
                (found.lon[at] - lon[at]) * DEGREE * np.cos(np.radians(lat[at])),
            )
            assert away == pytest.approx(found.distance[at], abs=1e-3)


def test_a_place_is_put_beside_its_road_with_the_distance(tmp_path):
    town = draw_town(
        """
        A-------B
          1
        """,
        ways={"AB": {**ROAD, "name": "남동길"}},
    )
    (snapped,) = town.build(tmp_path).snap([town.place("1")], "truck-1t")
    assert snapped.distance == pytest.approx(25, abs=0.01)
    assert snapped.fraction == pytest.approx(0.25, abs=0.001)
    assert snapped.lat == pytest.approx(town.places["A"][0], abs=1e-7)
    assert snapped.lon == pytest.approx(town.places["1"][1], abs=1e-7)
    assert (snapped.road, snapped.landmass) == ("남동길", 0)


def test_a_road_that_the_vehicle_may_not_use_catches_nothing(tmp_path):
    town = draw_town(
        """
        A---------------B
                 1
            C-------D
        |               |
        E---------------F
        """,
        ways={
            "AB": {**ROAD, "name": "큰길"},
            "BFEA": ROAD,
            "CD": {**ROAD, "name": "좁은길", "maxwidth": "1.8"},
            "AC": ROAD,
        },
    )
    network = town.build(tmp_path)
    assert network.snap([town.place("1")], "truck-2.5t")[0].road == "큰길"
    assert network.snap([town.place("1")], "car")[0].road == "큰길"
    assert network.graph.segment_count == 4


def test_a_one_way_trap_catches_nothing(tmp_path):
    """A street that can be entered but not left, beside one that can."""
    town = draw_town(
        """
        A-------B
        |       |
        C-------D
        |  1
        E---F
        """,
        ways={"ABDCA": ROAD, "CE": {**ROAD, "oneway": "yes"}, "EF": {**ROAD, "oneway": "yes"}},
    )
    (snapped,) = town.build(tmp_path).snap([town.place("1")], "car")
    assert snapped.distance == pytest.approx(25, abs=0.01)
    assert snapped.lat == pytest.approx(town.places["C"][0], abs=1e-7)


def test_the_limit_can_be_widened_for_a_port(tmp_path):
    town = draw_town("A-B           P", spacing=50, ways={"AB": ROAD})
    network = town.build(tmp_path)
    with pytest.raises(InputError, match="600 m"):
        network.snap([town.place("P")], "truck-1t")
    (port,) = network.snap([town.place("P")], "truck-1t", limit=1000)
    assert port.distance == pytest.approx(600, abs=0.5)


def test_ten_thousand_places_come_out_as_one_by_one(malta):
    graph = malta.graph
    rng = np.random.default_rng(5)
    nodes = rng.integers(0, graph.node_count, 10_000)
    lat = graph.node_lat[nodes] + rng.normal(0, 1e-3, len(nodes))
    lon = graph.node_lon[nodes] + rng.normal(0, 1e-3, len(nodes))
    usable = points_of(graph, np.asarray(graph.segment_length) > 0)
    together = find_nearest(graph, lat, lon, usable_point=usable, limit=500.0)
    for at in rng.integers(0, len(nodes), 50):
        alone = find_nearest(
            graph, lat[at : at + 1], lon[at : at + 1], usable_point=usable, limit=500.0
        )
        assert alone.segment[0] == together.segment[at]
        assert alone.fraction[0] == pytest.approx(together.fraction[at])
