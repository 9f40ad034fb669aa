"""Arguments that break a rule are refused with the argument's name and the rule."""

from typing import Any

import numpy as np
import pytest

from geo.ordering import nested_dissection
from geo.paths import Hierarchy, Metric, Places, Weights, dijkstra_matrix

pytestmark = pytest.mark.kernel

FIRST_OUT, HEAD = [0, 1, 2], [1, 0]


def hierarchy() -> Hierarchy:
    return Hierarchy.build(FIRST_OUT, HEAD, [0, 1])


@pytest.mark.parametrize(
    ("first_out", "head", "rank", "message"),
    [
        ([], [], [], "first_out must have one entry more"),
        ([0, 2, 1], HEAD, [0, 1], "first_out must start at 0, never fall"),
        ([1, 1, 2], HEAD, [0, 1], "first_out must start at 0"),
        ([0, 1, 3], HEAD, [0, 1], "first_out must start at 0.* end at the number of entries"),
        (FIRST_OUT, [1, 2], [0, 1], r"head must be between 0 and 2 \(exclusive\)"),
        (FIRST_OUT, [1, -1], [0, 1], "head must be between 0"),
        (FIRST_OUT, HEAD, [0, 0], "rank must name every position once"),
        (FIRST_OUT, HEAD, [0], "rank must have one entry per node"),
        (FIRST_OUT, HEAD, [0, 5], "rank must be between 0 and 2"),
        (FIRST_OUT, [1.5, 0.0], [0, 1], "head must hold int32, not float64"),
        (FIRST_OUT, [[1, 0]], [0, 1], "head must have one dimension"),
        (FIRST_OUT, [1, 2**40], [0, 1], "head must fit into int32"),
    ],
)
def test_broken_graph_is_refused(first_out: Any, head: Any, rank: Any, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        Hierarchy.build(first_out, head, rank)


@pytest.mark.parametrize(
    ("weights", "message"),
    [
        (([1], [1, 1]), "durations must have one entry per arc"),
        (([1, 1], [1]), "lengths must have one entry per arc"),
        (([1, 1], [1, 1], [1]), "turns must have one entry per arc"),
        (([1, 1], [1, 1], [1, 1], [0]), "breaches must have one entry per arc"),
        (([1, 2**29], [1, 1]), "durations must be below"),
        (([1, 2**29 - 5], [1, 1], [0, 5]), "durations must be below .* turns included"),
        (([1, 1], [1, 2**30]), "lengths must be below"),
        (([1, 1], [1, -1]), "lengths and turns must not be negative on open arcs"),
        (([1, 1], [1, 1], [0, -1]), "lengths and turns must not be negative on open arcs"),
        (([1, 1], [1, 1], [0, 0], [2, 0]), "breaches must be 0 or 1 on open arcs"),
    ],
)
def test_broken_weights_are_refused(weights: Any, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        hierarchy().customise(*weights)
    none = Places.of([])
    with pytest.raises(ValueError, match=message):
        dijkstra_matrix(FIRST_OUT, HEAD, Weights.of(*weights), sources=none, targets=none)


def test_closed_arc_may_have_any_length() -> None:
    assert hierarchy().customise([1, -1], [1, -1])


@pytest.mark.parametrize(
    ("positions", "message"),
    [
        ([[(2, 0.5)]], r"arc must be between 0 and 2"),
        ([[(0, 1.5)]], "fraction must be between 0 and 1"),
        ([[(0, float("nan"))]], "fraction must be between 0 and 1"),
    ],
)
def test_place_off_the_map_is_refused(positions: Any, message: str) -> None:
    metric = hierarchy().customise([1, 1], [1, 1])
    good, bad = Places.of([[(0, 0.5)]]), Places.of(positions)
    with pytest.raises(ValueError, match=f"sources.{message}"):
        metric.matrix(bad, good)
    with pytest.raises(ValueError, match=f"targets.{message}"):
        metric.matrix(good, bad)
    with pytest.raises(ValueError, match=f"source.{message}"):
        metric.route(bad, good)


def test_places_whose_arrays_disagree_are_refused() -> None:
    metric = hierarchy().customise([1, 1], [1, 1])
    places = Places(np.array([0, 1]), np.array([0, 1]), np.array([0.5, 0.5]))
    with pytest.raises(ValueError, match=r"sources.first must start at 0"):
        metric.matrix(places, places)
    with pytest.raises(ValueError, match="fraction must have one entry per arc"):
        metric.matrix(Places(np.array([0, 1]), np.array([0]), np.array([])), places)


def test_route_between_several_places_is_refused() -> None:
    places = Places.of([[(0, 0.5)], [(1, 0.5)]])
    with pytest.raises(ValueError, match="source and target must be one place each"):
        hierarchy().customise([1, 1], [1, 1]).route(places, places)


def test_asking_for_a_place_beyond_the_last_is_an_index_error() -> None:
    with pytest.raises(IndexError, match="place 1 is not one of 1"):
        Places.of([[(0, 0.5)]])[1]


def test_no_thread_is_refused() -> None:
    metric = hierarchy().customise([1, 1], [1, 1])
    with pytest.raises(ValueError, match="threads must be at least 1"):
        metric.matrix(Places.of([]), Places.of([]), threads=0)


def test_place_without_coordinates_is_refused() -> None:
    with pytest.raises(ValueError, match="lat and lon must be finite"):
        nested_dissection(FIRST_OUT, HEAD, [34.0, float("nan")], [126.0, 126.0])
    with pytest.raises(ValueError, match="lat must have one entry per node"):
        nested_dissection(FIRST_OUT, HEAD, [34.0], [126.0, 126.0])


def spoilt(arrays: dict[str, Any], name: str, change: Any) -> dict[str, Any]:
    return {**arrays, name: change(arrays[name].copy())}


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("rank", lambda values: values + 9),
        ("parent", lambda values: values * 0),
        ("depth", lambda values: values + 1),
        ("up_first", lambda values: values[::-1].copy()),
        ("up_head", lambda values: values - 9),
        ("up_tail", lambda values: values + 9),
        ("down_first", lambda values: values[:-1].copy()),
        ("down_edge", lambda values: values + 9),
        ("input_first", lambda values: values + 1),
        ("input_arc", lambda values: values + 9),
        ("arc_head", lambda values: values.astype(np.int64)),
        ("arc_tail", lambda values: values[:1].copy()),
    ],
)
def test_damaged_hierarchy_is_refused(name: str, change: Any) -> None:
    with pytest.raises(ValueError, match="must"):
        Hierarchy(spoilt(hierarchy().arrays, name, change))


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("arc_drive", lambda values: values[:1].copy()),
        ("arc_cost", lambda values: values[:1].copy()),
        ("both", lambda values: values[:1].copy()),
        ("out_first", lambda values: values + 1),
        ("out_head", lambda values: values + 9),
        ("out_cost", lambda values: values[:0].copy()),
        ("in_first", lambda values: values[:1].copy()),
        ("in_tail", lambda values: values - 9),
        ("in_cost", lambda values: values.astype(np.float64)),
    ],
)
def test_damaged_metric_is_refused(name: str, change: Any) -> None:
    metric = hierarchy().customise([1, 1], [1, 1])
    with pytest.raises(ValueError, match="must"):
        Metric(metric.hierarchy, spoilt(metric.arrays, name, change))


def test_missing_array_is_named() -> None:
    arrays = hierarchy().arrays
    del arrays["depth"]
    with pytest.raises(ValueError, match=r"depth is missing\."):
        Hierarchy(arrays)
