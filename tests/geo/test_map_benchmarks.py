"""The benchmarks of the map print what scripts depend on, and classes that the tags prove."""

import json
from pathlib import Path

import numpy as np
import pytest

from benchmarks import agreement, differences
from benchmarks import map as map_benchmark
from benchmarks.road_tags import Roads
from geo.geometry import DEGREE
from tests.towns import Town, draw_town

OSM = Path(__file__).parents[2] / ".." / "shared" / "osm"
ROAD = {"highway": "tertiary"}


def test_the_map_benchmark_ends_in_its_figures(capsys: pytest.CaptureFixture[str]) -> None:
    assert map_benchmark.main([str(OSM / "seoul-dongjak.osm.pbf")]) == 0
    answer = json.loads(capsys.readouterr().out.splitlines()[-1])
    for stage in ("build", "first_use"):
        assert set(answer[stage]) == {"seconds", "processor", "peak_mb"}
    assert answer["customise"]["seconds"] > 0
    assert answer["route_with_line"]["points_median"] > 0
    # Pages of a file are charged by halves to two processes that have both read them.
    assert answer["pages_mb"]["of_two"] < 0.8 * answer["pages_mb"]["alone"]


def test_a_town_agrees_with_dijkstra(tmp_path: Path) -> None:
    network = _ring().build(tmp_path)
    found = agreement.against_dijkstra(network, "car", 12, seed=3)
    assert (found["pairs"], found["different"]) == (144, 0)


@pytest.mark.parametrize(
    ("ways", "nodes", "relations", "name"),
    [
        ({}, {"B": {"barrier": "gate"}}, [], "barrier, which the peer minds"),
        ({"BC": {**ROAD, "access": "private"}}, {}, [], "access, which the peer minds"),
        (
            {},
            {},
            [
                (
                    [("way", "AB", "from"), ("node", "B", "via"), ("way", "BC", "to")],
                    {"type": "restriction", "restriction": "no_straight_on"},
                )
            ],
            "turn restriction, which the peer minds",
        ),
        ({}, {}, [], "nothing that the tags tell, which the peer minds"),
    ],
)
def test_the_class_of_a_detour_is_what_stands_in_the_way(tmp_path, ways, nodes, relations, name):
    town = _ring(ways, nodes, relations)
    path = town.write(tmp_path / "town.osm")
    ours = agreement.Ours(_ring().build(tmp_path / "free"), "car", [town.place(at) for at in "AC"])
    peer = _Detours(ours.durations * 3)
    reason = differences.explain([(0, 1)], ours, peer, Roads(path))[0]
    assert reason.name == name


def test_who_only_drives_slower_everywhere_has_other_speeds(tmp_path: Path) -> None:
    town = _ring()
    path = town.write(tmp_path / "town.osm")
    ours = agreement.Ours(town.build(tmp_path / "free"), "car", [town.place(at) for at in "AC"])
    reason = differences.explain([(0, 1)], ours, _Slower(ours), Roads(path))[0]
    assert reason.name == "speeds, which are lower with the peer"


def _ring(ways=None, nodes=None, relations=()) -> Town:
    """A straight road A-B-C, and a long way round below it."""
    return draw_town(
        """
        A---B---C
        |       |
        D-------E
        """,
        ways={"AB": ROAD, "BC": ROAD, "AD": ROAD, "DE": ROAD, "EC": ROAD, **(ways or {})},
        nodes=nodes or {},
        relations=list(relations),
        spacing=100,
    )


class _Detours:
    """A peer that goes a long way round wherever B is passed."""

    def __init__(self, durations):
        self.durations = durations

    def along(self, lines):
        return [self._along(line) for line in lines]

    def _along(self, line):
        steps = np.diff(line, axis=0)
        metres = np.hypot(steps[:, 0] * np.cos(np.radians(line[0, 1])), steps[:, 1]) * DEGREE
        middle = (line[0, 0] + line[-1, 0]) / 2
        passes = (line[:-1, 0] < middle) & (line[1:, 0] >= middle)
        return np.array([metres / 10 + 500 * passes, metres + 5000 * passes])


class _Slower:
    """A peer that needs twice as long for everything."""

    def __init__(self, ours):
        self.durations, self._ours = ours.durations * 2, ours

    def along(self, lines):
        return [taken * [[2], [1]] for taken in self._ours.along(lines)]
