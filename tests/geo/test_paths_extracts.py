"""Matrices and routes on the real extracts, 10,000 pairs each, restrictions included."""

from pathlib import Path

import networkx as nx
import numpy as np
import pytest

from geo.build import build_map
from geo.paths import Metric, Places, dijkstra_matrix
from geo.profiles import load_profile
from geo.travel import RoadNetwork
from geo.weights import profile_weights

OSM = Path(__file__).parents[2] / ".." / "shared" / "osm"
EXTRACTS = ["malta", "porto", "busan-seomyeon-1km", "seoul-songpa"]
PROFILE = "truck-2.5t"


class Roads:
    """An extract with the weights of one profile, and 200 random places on its arcs."""

    def __init__(self, network: RoadNetwork) -> None:
        self.graph = network.graph
        self.weights = profile_weights(self.graph, load_profile(PROFILE))
        self.metric: Metric = network.hierarchy.customise(*self.weights)
        random = np.random.default_rng(11)
        open_arcs = np.flatnonzero(self.weights.duration >= 0)
        self.sources, self.targets = (
            Places.of(
                [[(int(arc), float(random.random()))] for arc in random.choice(open_arcs, 100)]
            )
            for _ in range(2)
        )


@pytest.fixture(scope="module", params=EXTRACTS)
def roads(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Roads:
    mapdir = tmp_path_factory.mktemp(request.param) / "map"
    build_map([OSM / f"{request.param}.osm.pbf"], mapdir)
    return Roads(RoadNetwork(mapdir))


def test_matrix_equals_plain_dijkstra_for_every_pair(roads: Roads) -> None:
    expected = dijkstra_matrix(
        roads.graph.first_turn,
        roads.graph.turn_state,
        roads.weights,
        sources=roads.sources,
        targets=roads.targets,
        fine=True,
    )
    found = roads.metric.matrix(roads.sources, roads.targets, fine=True)
    assert (found[0] >= 0).sum() > 2000  # most pairs are on one landmass
    for one, other in zip(found, expected, strict=True):
        assert np.array_equal(one, other)


def test_durations_between_junctions_equal_networkx(roads: Roads) -> None:
    arcs = nx.MultiDiGraph()
    usable = np.flatnonzero(roads.weights.duration >= 0)
    # Breaches weigh more than any duration and are taken away again.
    cost = roads.weights.breaches.astype(np.int64) << 40
    cost += roads.weights.duration + roads.weights.turn
    arcs.add_weighted_edges_from(
        zip(
            roads.graph.turn_from[usable].tolist(),
            roads.graph.turn_state[usable].tolist(),
            cost[usable].tolist(),
            strict=True,
        )
    )
    starts, ends = roads.sources.arc[:5].tolist(), roads.targets.arc.tolist()
    durations, _ = roads.metric.matrix(
        Places.of([[(arc, 1.0)] for arc in starts]),
        Places.of([[(arc, 0.0)] for arc in ends]),
        fine=True,
    )
    tails = roads.graph.turn_from[ends].tolist()
    turn, breach = roads.weights.turn, roads.weights.breaches
    for start, row in zip(starts, durations.tolist(), strict=True):
        reached = nx.single_source_dijkstra_path_length(arcs, int(roads.graph.turn_state[start]))
        first = (int(breach[start]) << 40) + int(turn[start])
        expected = [reached[tail] + first if tail in reached else -1 for tail in tails]
        assert row == [cost % (1 << 40) if cost >= 0 else -1 for cost in expected]


def test_routes_are_connected_and_cost_what_the_matrix_says(roads: Roads) -> None:
    durations, distances = roads.metric.matrix(roads.sources, roads.targets, fine=True)
    for pair in range(100):
        route = roads.metric.route(roads.sources[pair], roads.targets[pair])
        assert (route is None) == (durations[pair, pair] < 0)
        if route is None:
            continue
        arcs = route.arcs
        assert np.array_equal(roads.graph.turn_state[arcs[:-1]], roads.graph.turn_from[arcs[1:]])
        driven = roads.graph.turn_arc[arcs]
        assert np.array_equal(roads.graph.arc_head[driven[:-1]], roads.graph.arc_tail[driven[1:]])
        assert (roads.weights.duration[arcs] >= 0).all()
        assert (route.milliseconds, route.centimetres) == (
            durations[pair, pair],
            distances[pair, pair],
        )
