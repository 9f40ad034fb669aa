"""The largest part of a landmass in which every street can be driven to and back from."""

from __future__ import annotations

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo import _kernels

pytestmark = pytest.mark.kernel

STATES = 9
Turns = list[tuple[int, int, bool]]

turns_drawn = st.lists(
    st.tuples(st.integers(0, STATES - 1), st.integers(0, STATES - 1), st.booleans()), max_size=24
)
streets_drawn = st.lists(st.integers(0, STATES - 1), max_size=6, unique=True)


@settings(max_examples=300)
@given(
    turns_drawn,
    streets_drawn,
    st.lists(st.integers(1, 3), min_size=STATES, max_size=STATES),
    st.lists(st.integers(-1, 1), min_size=STATES, max_size=STATES),
)
def test_states_are_those_that_networkx_finds(
    turns: Turns, streets: list[int], lengths: list[int], landmass: list[int]
) -> None:
    pairs = list(zip(streets[::2], streets[1::2], strict=False))
    of_part = _one_landmass_per_part(turns, pairs, landmass)
    found = _strong(turns, pairs, lengths, of_part)
    assert found == _slow(turns, pairs, lengths, of_part)


def test_a_street_that_can_only_be_left_is_outside() -> None:
    into = [(0, 1, True), (1, 2, True), (2, 1, True)]
    assert _strong(into, [], [9, 1, 1], [0, 0, 0]) == [1, 2]


def test_into_a_street_that_goes_on_to_nowhere_one_drives_and_comes_back() -> None:
    there, back, nowhere = 0, 1, 2
    turns = [(there, nowhere, True), (back, 3, True), (3, there, True)]
    assert _strong(turns, [(there, back)], [1, 1, 1, 1], [0] * 4) == [there, back, 3]


def test_a_closed_turn_leads_nowhere() -> None:
    ring = [(0, 1, True), (1, 2, True), (2, 0, False)]
    assert _strong(ring, [], [1, 1, 1], [0, 0, 0]) == []


def test_of_two_parts_of_one_length_the_first_counts() -> None:
    rings = [(0, 1, True), (1, 0, True), (2, 3, True), (3, 2, True)]
    assert _strong(rings, [], [2, 2, 1, 3], [0] * 4) == [0, 1]


def test_a_long_street_needs_no_deep_stack() -> None:
    count = 200_000
    ring = [(at, (at + 1) % count, True) for at in range(count)]
    assert len(_strong(ring, [], [1] * count, [0] * count)) == count


def test_a_state_that_is_not_there_is_refused() -> None:
    with pytest.raises(ValueError, match="back must name states"):
        _strong([], [(0, 7)], [1], [0])


def _strong(
    turns: Turns, pairs: list[tuple[int, int]], lengths: list[int], landmass: list[int]
) -> list[int]:
    count = len(lengths)
    turns = sorted(turns)
    tail = np.array([tail for tail, _, _ in turns], dtype=np.int64)
    back = np.full(count, -1, dtype=np.int32)
    for one, other in pairs:
        back[one] = other
        if other < count:
            back[other] = one
    inside = _kernels.strong_states(
        np.searchsorted(tail, np.arange(count + 1)).astype(np.int64),
        np.array([head for _, head, _ in turns], dtype=np.int32),
        np.array([is_open for _, _, is_open in turns], dtype=np.uint8),
        back,
        np.array(lengths, dtype=np.int32),
        np.array(landmass, dtype=np.int32),
    )
    return [int(state) for state in np.flatnonzero(inside)]


def _graph(turns: Turns, pairs: list[tuple[int, int]]) -> nx.DiGraph:
    graph = nx.DiGraph((tail, head) for tail, head, is_open in turns if is_open)
    leaving = {tail for tail, _, is_open in turns if is_open}
    for one, other in pairs:
        if one in leaving and other in leaving:
            graph.add_edges_from([(one, other), (other, one)])
    return graph


def _one_landmass_per_part(
    turns: Turns, pairs: list[tuple[int, int]], landmass: list[int]
) -> list[int]:
    """Number landmasses by what hangs together, as those of a map are."""
    numbers = list(landmass)
    joined = nx.Graph([*((tail, head) for tail, head, _ in turns), *pairs])
    for part in nx.connected_components(joined):
        for state in part:
            numbers[state] = landmass[min(part)]
    return numbers


def _slow(
    turns: Turns, pairs: list[tuple[int, int]], lengths: list[int], landmass: list[int]
) -> list[int]:
    moves = [(tail, head) for tail, head, is_open in turns if is_open]
    best: dict[int, tuple[int, int, list[int]]] = {}
    for part in nx.strongly_connected_components(_graph(turns, pairs)):
        driven = {tail for tail, head in moves if {tail, head} <= part}
        size = sum(lengths[state] for state in driven)
        backs = {state for pair in pairs for state in pair if driven & {*pair} and {*pair} <= part}
        number = landmass[min(part)]
        best[number] = max(best.get(number, (0, 0, [])), (size, -min(part), sorted(driven | backs)))
    return sorted(state for number, found in best.items() if number >= 0 for state in found[2])
