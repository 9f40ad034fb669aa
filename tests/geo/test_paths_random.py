"""Fast paths against slow obvious ones on random graphs."""

from dataclasses import dataclass
from itertools import pairwise

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.ordering import nested_dissection
from geo.paths import Hierarchy, Metric, Places, Weights, dijkstra_matrix

pytestmark = pytest.mark.kernel

# One integer holds all weights: networkx minimises breaches first, then duration, then length.
SHIFT = 40


@dataclass(frozen=True)
class Drawn:
    """A graph as hypothesis drew it: arcs sorted by tail, any of them parallel, loops or closed."""

    nodes: int
    tail: list[int]
    head: list[int]
    duration: list[int]
    length: list[int]
    turn: list[int]
    breaches: list[int]
    lat: list[float]
    lon: list[float]
    positions: list[list[tuple[int, float]]]

    @property
    def first_out(self) -> list[int]:
        return np.searchsorted(self.tail, np.arange(self.nodes + 1)).tolist()

    @property
    def places(self) -> Places:
        return Places.of(self.positions)

    def metric(self) -> Metric:
        rank = nested_dissection(self.first_out, self.head, self.lat, self.lon)
        return Hierarchy.build(self.first_out, self.head, rank).customise(*self.weights)

    @property
    def weights(self) -> Weights:
        return Weights.of(self.duration, self.length, self.turn, self.breaches)


@st.composite
def graphs(draw: st.DrawFn) -> Drawn:
    nodes = draw(st.integers(1, 24))
    node = st.integers(0, nodes - 1)
    # Weights of a few values only, zero among them, so that equal paths are common.
    turn = st.sampled_from([0, 0, 0, 3])
    breach = st.sampled_from([0, 0, 0, 0, 1])
    arc = st.tuples(node, node, st.integers(-1, 5), st.integers(0, 3), turn, breach)
    arcs = sorted(draw(st.lists(arc, min_size=1, max_size=4 * nodes)))
    position = st.tuples(st.integers(0, len(arcs) - 1), st.sampled_from([0.0, 0.25, 0.5, 1.0]))
    degrees = st.lists(st.integers(0, 4).map(float), min_size=nodes, max_size=nodes)
    return Drawn(
        nodes=nodes,
        tail=[arc[0] for arc in arcs],
        head=[arc[1] for arc in arcs],
        duration=[arc[2] if arc[2] < 0 else arc[2] * 4 for arc in arcs],
        length=[arc[3] * 4 for arc in arcs],
        turn=[arc[4] for arc in arcs],
        breaches=[arc[5] for arc in arcs],
        lat=draw(degrees),
        lon=draw(degrees),
        positions=draw(st.lists(st.lists(position, max_size=3), min_size=1, max_size=6)),
    )


def networkx_matrix(drawn: Drawn) -> list[list[tuple[int, int]]]:
    """Durations and lengths by networkx, every position a node that divides its arc."""
    roads = nx.MultiDiGraph()
    roads.add_nodes_from(range(drawn.nodes))
    stops: dict[int, set[float]] = {arc: {0.0, 1.0} for arc in range(len(drawn.head))}
    for place in drawn.positions:
        for arc, fraction in place:
            stops[arc].add(fraction)
    for arc, fractions in stops.items():
        if drawn.duration[arc] < 0:
            continue
        whole = (drawn.duration[arc] << SHIFT) + drawn.length[arc]
        along = sorted(fractions)
        roads.add_edge(drawn.tail[arc], (arc, 0.0), weight=0)
        for one, other in pairwise(along):
            # Weights are multiples of four, so these parts are exact.
            roads.add_edge((arc, one), (arc, other), weight=int(whole * (other - one)))
        turn = (drawn.breaches[arc] << 2 * SHIFT) + (drawn.turn[arc] << SHIFT)
        roads.add_edge((arc, 1.0), drawn.head[arc], weight=turn)
    for index, place in enumerate(drawn.positions):
        roads.add_nodes_from([("from", index), ("to", index)])
        for position in place:
            if drawn.duration[position[0]] >= 0:
                roads.add_edge(("from", index), position, weight=0)
                roads.add_edge(position, ("to", index), weight=0)
    rows = []
    for source in range(len(drawn.positions)):
        reached = nx.single_source_dijkstra_path_length(roads, ("from", source))
        cells = [reached.get(("to", target)) for target in range(len(drawn.positions))]
        rows.append([_parts(cell) for cell in cells])
    return rows


def _parts(cell: int | None) -> tuple[int, int]:
    """Duration and length; the kernels take more than seven breaches for no road."""
    if cell is None or cell >> 2 * SHIFT > 7:
        return -1, -1
    return (cell >> SHIFT) % (1 << SHIFT), cell % (1 << SHIFT)


@given(graphs())
@settings(max_examples=300, deadline=None)
def test_matrix_equals_networkx(drawn: Drawn) -> None:
    durations, distances = drawn.metric().matrix(drawn.places, drawn.places, fine=True)
    found = np.stack([durations, distances], axis=-1).tolist()
    assert found == [[list(cell) for cell in row] for row in networkx_matrix(drawn)]


@given(graphs())
@settings(max_examples=300, deadline=None)
def test_plain_dijkstra_equals_networkx(drawn: Drawn) -> None:
    durations, distances = dijkstra_matrix(
        drawn.first_out,
        drawn.head,
        drawn.weights,
        sources=drawn.places,
        targets=drawn.places,
        fine=True,
    )
    found = np.stack([durations, distances], axis=-1).tolist()
    assert found == [[list(cell) for cell in row] for row in networkx_matrix(drawn)]


@given(graphs())
@settings(max_examples=300, deadline=None)
def test_route_is_connected_open_and_costs_what_the_matrix_says(drawn: Drawn) -> None:
    metric, places = drawn.metric(), drawn.places
    durations, distances = metric.matrix(places, places, fine=True)
    for source, target in np.ndindex(durations.shape):
        route = metric.route(places[source], places[target])
        if route is None:
            assert durations[source, target] == distances[source, target] == -1
            continue
        arcs = route.arcs.tolist()
        assert (arcs[0], route.start_fraction) in drawn.positions[source]
        assert (arcs[-1], route.end_fraction) in drawn.positions[target]
        assert all(drawn.head[one] == drawn.tail[other] for one, other in pairwise(arcs))
        for weights, whole in ((drawn.duration, durations), (drawn.length, distances)):
            assert all(drawn.duration[arc] >= 0 for arc in arcs)
            driven = sum(weights[arc] for arc in arcs)
            driven -= int(weights[arcs[0]] * route.start_fraction)
            driven -= int(weights[arcs[-1]] * (1 - route.end_fraction))
            if weights is drawn.duration:
                driven += sum(drawn.turn[arc] for arc in arcs[:-1])
            assert driven == whole[source, target]
        assert (route.milliseconds, route.centimetres) == (
            durations[source, target],
            distances[source, target],
        )


@given(graphs(), st.randoms(use_true_random=False))
@settings(max_examples=100, deadline=None)
def test_every_order_of_the_nodes_gives_the_same_matrix(drawn: Drawn, random: object) -> None:
    rank = list(range(drawn.nodes))
    random.shuffle(rank)  # type: ignore[attr-defined]
    other = Hierarchy.build(drawn.first_out, drawn.head, rank)
    found = other.customise(drawn.duration, drawn.length).matrix(drawn.places, drawn.places)
    for one, expected in zip(found, drawn.metric().matrix(drawn.places, drawn.places), strict=True):
        assert np.array_equal(one, expected)


@given(graphs())
@settings(max_examples=100, deadline=None)
def test_order_names_every_position_once(drawn: Drawn) -> None:
    rank = nested_dissection(drawn.first_out, drawn.head, drawn.lat, drawn.lon)
    assert sorted(rank.tolist()) == list(range(drawn.nodes))


def test_node_beside_all_others_does_not_spoil_the_order() -> None:
    side = 40
    hub = side * side
    square = np.arange(hub).reshape(side, side)
    streets = [*zip(square[:, 1:].flat, square[:, :-1].flat, strict=True)]
    streets += [*zip(square[1:].flat, square[:-1].flat, strict=True)]
    streets += [(hub, int(node)) for node in square.flat]
    tail, head = np.array(sorted(streets)).T
    first_out = np.searchsorted(tail, np.arange(hub + 2))
    lat, lon = (
        [*np.divmod(np.arange(hub), side)[0], 0.0],
        [*np.divmod(np.arange(hub), side)[1], 0.0],
    )
    rank = nested_dissection(first_out, head, lat, lon)
    edges = len(Hierarchy.build(first_out, head, rank).arrays["up_head"])
    assert edges < 40 * hub  # of a grid of this size, a few dozen per node
