"""The matrix benchmark prints what scripts depend on."""

import json
from pathlib import Path

import pytest

from benchmarks import growth, matrix
from geo.build import build_map

OSM = Path(__file__).parents[2] / ".." / "shared" / "osm"


def test_last_line_of_the_matrix_benchmark(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    build_map([OSM / "seoul-songpa.osm.pbf"], tmp_path / "map")
    asked = ["--map", str(tmp_path / "map"), "--profile", "truck-1t", "--points", "25"]
    assert matrix.main(asked) == 0
    answer = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert list(answer) == ["points", "seconds", "customise_seconds"]
    assert answer["points"] == 25
    assert answer["seconds"] > 0
    assert answer["customise_seconds"] > 0


def test_same_seed_draws_the_same_places(tmp_path: Path) -> None:
    build_map([OSM / "seoul-songpa.osm.pbf"], tmp_path / "map")
    network = matrix.RoadNetwork(tmp_path / "map")
    one, other, another = (matrix.random_places(network, "car", 9, seed) for seed in (1, 1, 2))
    assert one == other != another


def test_growth_benchmark_measures_a_generated_graph(capsys: pytest.CaptureFixture[str]) -> None:
    assert growth.main(["--nodes", "20000", "--points", "20"]) == 0
    answer = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert 10_000 < answer["nodes"] < 40_000
    assert answer["matrix"][0]["points"] == 20
