"""Routes and matrices on towns drawn as text."""

from pathlib import Path

import numpy as np
import pytest

from geo.ordering import nested_dissection
from geo.paths import Hierarchy, Metric, Places, Route

pytestmark = pytest.mark.kernel

# Letters are junctions; every sign of a road takes 10 s and is 100 m long. "-" and "|" are two-way,
# ">" is one-way eastward.
TOWN = """
    a---b-c   g-h
    |     |
    d>>>>>e->-f
"""


class Town:
    """A drawn town, its junctions by letter and its arcs by their two letters."""

    def __init__(self, drawing: str) -> None:
        self.rows = drawing.splitlines()
        self.at = {
            sign: (row, column)
            for row, line in enumerate(self.rows)
            for column, sign in enumerate(line)
            if sign.isalpha()
        }
        self.names = sorted(self.at)
        self.arcs: dict[str, int] = {}
        self.first_out, self.head, self.signs = [0], [], []
        for name in self.names:
            for step, closed in (((0, 1), ""), ((0, -1), ">"), ((1, 0), ">"), ((-1, 0), ">")):
                self._road(name, step, closed)
            self.first_out.append(len(self.head))
        self.duration = np.array(self.signs) * 10_000
        self.length = np.array(self.signs) * 10_000
        lat, lon = -np.array([self.at[name] for name in self.names], dtype=float).T
        self.hierarchy = Hierarchy.build(
            self.first_out, self.head, nested_dissection(self.first_out, self.head, lat, lon)
        )

    def _road(self, name: str, step: tuple[int, int], closed: str) -> None:
        road = ""
        row, column = self.at[name]
        while True:
            row, column = row + step[0], column + step[1]
            sign = self._sign(row, column)
            if sign.isalpha():
                break
            if sign not in ("->" if step[0] == 0 else "|"):
                return
            road += sign
        if road and not (closed and closed in road):
            self.arcs[name + sign] = len(self.head)
            self.head.append(self.names.index(sign))
            self.signs.append(len(road))

    def _sign(self, row: int, column: int) -> str:
        inside = 0 <= row < len(self.rows) and 0 <= column < len(self.rows[row])
        return self.rows[row][column] if inside else " "

    def metric(self, closed: str = "") -> Metric:
        duration = self.duration.copy()
        for arc in closed.split():
            duration[self.arcs[arc]] = -1
        return self.hierarchy.customise(duration, self.length)

    def junctions(self, names: str) -> Places:
        """Places at junctions: the ends of all arcs in, the starts of all arcs out."""
        rows = []
        for name in names:
            out = [(arc, 0.0) for ends, arc in self.arcs.items() if ends[0] == name]
            into = [(arc, 1.0) for ends, arc in self.arcs.items() if ends[1] == name]
            rows.append(out + into)
        return Places.of(rows)

    def way(self, route: Route) -> str:
        """The junctions that a route passes, after dropping arcs that are driven for no length."""
        ends = {arc: name for name, arc in self.arcs.items()}
        arcs = [ends[arc] for arc in route.arcs.tolist()]
        if len(arcs) > 1 and route.start_fraction == 1.0:
            arcs = arcs[1:]
        if len(arcs) > 1 and route.end_fraction == 0.0:
            arcs = arcs[:-1]
        return arcs[0][0] + "".join(arc[1] for arc in arcs)


def table(cells: str) -> list[list[int]]:
    return [[-1 if cell == "." else int(cell) for cell in row.split()] for row in cells.split("\n")]


def test_matrix_of_a_town_follows_one_way_streets_and_says_where_no_road_leads() -> None:
    town = Town(TOWN)
    places = town.junctions("adefg")
    durations, distances = town.metric().matrix(places, places)
    expected = table(
        "0 10 50 80 .\n10 0 50 80 .\n50 60 0 30 .\n. . . 0 .\n. . . . 0"  # a, d, e, f, g
    )
    assert durations.tolist() == expected
    assert distances.tolist() == [[d if d <= 0 else 10 * d for d in row] for row in expected]


def test_route_lists_the_arcs_that_are_driven() -> None:
    town = Town(TOWN)
    route = town.metric().route(town.junctions("e"), town.junctions("d"))
    assert route is not None
    assert town.way(route) == "ecbad"
    assert (route.duration, route.distance) == (60, 600)


def test_there_is_no_route_to_another_island() -> None:
    town = Town(TOWN)
    assert town.metric().route(town.junctions("a"), town.junctions("h")) is None


def test_closing_a_street_needs_another_metric_only() -> None:
    town = Town(TOWN)
    places = town.junctions("de")
    before, _ = town.metric().matrix(places, places)
    after, _ = town.metric(closed="de").matrix(places, places)
    assert before.tolist() == [[0, 50], [60, 0]]
    assert after.tolist() == [[0, 60], [60, 0]]


def test_closing_both_ways_round_cuts_a_place_off() -> None:
    town = Town(TOWN)
    durations, distances = town.metric(closed="de da").matrix(
        town.junctions("d"), town.junctions("ae")
    )
    assert durations.tolist() == [[-1, -1]]
    assert distances.tolist() == [[-1, -1]]


def test_place_in_the_middle_of_a_street_is_left_in_both_directions() -> None:
    town = Town(TOWN)
    half_way = Places.of([[(town.arcs["ab"], 0.5), (town.arcs["ba"], 0.5)]])
    durations, distances = town.metric().matrix(half_way, town.junctions("abd"))
    assert durations.tolist() == [[15, 15, 25]]
    assert distances.tolist() == [[150, 150, 250]]


def test_place_on_a_one_way_street_is_reached_from_its_beginning() -> None:
    town = Town(TOWN)
    place = Places.of([[(town.arcs["de"], 0.2)]])
    durations, _ = town.metric().matrix(town.junctions("de"), place)
    assert durations.tolist() == [[10], [70]]


def test_drive_along_one_street_does_not_leave_it() -> None:
    town = Town(TOWN)
    places = Places.of([[(town.arcs["de"], 0.2)], [(town.arcs["de"], 0.8)]])
    metric = town.metric()
    durations, _ = metric.matrix(places, places)
    assert durations.tolist() == [[0, 30], [80, 0]]
    along, round_the_block = metric.route(places[0], places[1]), metric.route(places[1], places[0])
    assert along is not None and round_the_block is not None
    assert along.arcs.tolist() == [town.arcs["de"]]
    assert town.way(round_the_block) == "decbade"


def test_among_equally_quick_ways_the_shorter_one_counts() -> None:
    first_out, head = [0, 2, 3, 3], [1, 2, 2]
    hierarchy = Hierarchy.build(first_out, head, [0, 1, 2])
    metric = hierarchy.customise([1000, 2000, 1000], [9000, 20000, 9000])
    start, end = Places.of([[(0, 0.0), (1, 0.0)]]), Places.of([[(1, 1.0), (2, 1.0)]])
    durations, distances = metric.matrix(start, end)
    assert durations.tolist() == [[2]]
    assert distances.tolist() == [[180]]


def test_place_without_a_road_is_reached_by_none() -> None:
    town = Town(TOWN)
    places = Places.of([[], [(town.arcs["ab"], 0.0)]])
    durations, _ = town.metric().matrix(places, places)
    assert durations.tolist() == [[-1, -1], [-1, 0]]


def test_block_of_places_gives_the_rows_of_the_whole_matrix() -> None:
    town = Town(TOWN)
    places = town.junctions("abcdefgh")
    whole, _ = town.metric().matrix(places, places)
    block, _ = town.metric().matrix(places[2:5], places)
    assert np.array_equal(block, whole[2:5])
    assert len(places[3:3]) == 0


def test_matrix_without_places_is_empty() -> None:
    town = Town(TOWN)
    durations, distances = town.metric().matrix(Places.of([]), town.junctions("ab"))
    assert durations.shape == distances.shape == (0, 2)


def test_seconds_and_metres_are_rounded_to_the_nearest() -> None:
    metric = Hierarchy.build([0, 1, 1], [1], [0, 1]).customise([1499], [150])
    places = Places.of([[(0, 0.0)]]), Places.of([[(0, 1.0)]])
    assert [cells.tolist() for cells in metric.matrix(*places)] == [[[1]], [[2]]]
    assert [cells.tolist() for cells in metric.matrix(*places, fine=True)] == [[[1499]], [[150]]]


def test_town_of_one_junction_and_no_street() -> None:
    hierarchy = Hierarchy.build([0, 0], [], nested_dissection([0, 0], [], [34.4], [126.2]))
    durations, _ = hierarchy.customise([], []).matrix(Places.of([[]]), Places.of([[]]))
    assert durations.tolist() == [[-1]]


def test_saved_arrays_open_to_the_same_answers(tmp_path: Path) -> None:
    town = Town(TOWN)
    metric = town.metric()
    np.savez(tmp_path / "hierarchy", **town.hierarchy.arrays)
    np.savez(tmp_path / "metric", **metric.arrays)
    with np.load(tmp_path / "hierarchy.npz") as one, np.load(tmp_path / "metric.npz") as two:
        opened = Metric(Hierarchy(dict(one)), dict(two))
    places = town.junctions("abcdefgh")
    for expected, found in zip(
        metric.matrix(places, places), opened.matrix(places, places), strict=True
    ):
        assert np.array_equal(expected, found)


def test_threads_give_the_same_matrix() -> None:
    town = Town(TOWN)
    places = town.junctions("abcdefgh" * 10)
    for one, four in zip(
        town.metric().matrix(places, places),
        town.metric().matrix(places, places, threads=4),
        strict=True,
    ):
        assert np.array_equal(one, four)


def test_turn_at_the_end_of_a_street_counts_for_those_who_go_on() -> None:
    # 0 -> 1 -> 2; the turn from the first street into the second takes 5 s.
    metric = Hierarchy.build([0, 1, 2, 2], [1, 2], [0, 1, 2]).customise(
        [1000, 1000], [100, 100], [5000, 9000]
    )
    places = Places.of([[(0, 0.5)], [(0, 1.0)], [(1, 0.0)], [(1, 1.0)]])
    durations, _ = metric.matrix(places, places, fine=True)
    assert durations.tolist() == [
        [0, 500, 5500, 6500],
        [-1, 0, 5000, 6000],
        [-1, -1, 0, 1000],
        [-1, -1, -1, 0],
    ]


def test_rule_is_broken_only_where_there_is_no_other_way() -> None:
    # From 0 to 2 in 2 s with a breach at 1, or in 20 s without; from 1 there is only one way.
    metric = Hierarchy.build([0, 2, 3, 3], [1, 2, 2], [0, 1, 2]).customise(
        [1000, 20_000, 1000], [100, 100, 100], [0, 0, 0], [1, 0, 0]
    )
    start, half_way = Places.of([[(0, 0.0), (1, 0.0)]]), Places.of([[(0, 0.5)]])
    end = Places.of([[(1, 1.0), (2, 1.0)]])
    assert metric.matrix(start, end)[0].tolist() == [[20]]
    assert metric.matrix(half_way, end, fine=True)[0].tolist() == [[1500]]
