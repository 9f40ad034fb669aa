"""The benchmark command prints what scripts read: one JSON object as the last line."""

import json
from pathlib import Path

import pytest

from benchmarks import solver
from benchmarks.best_known import FOLDER, SETS, best_known, files
from benchmarks.report import tables
from routing.instances import cost, read, verify


def last_line(capsys, *arguments):
    code = solver.main(list(map(str, arguments)))
    return code, json.loads(capsys.readouterr().out.splitlines()[-1])


@pytest.mark.parametrize(
    ("file_format", "name"),
    [
        ("vrplib", "X/X-n101-k25.vrp"),
        ("solomon", "SOLOMON/C101.txt"),
        ("lilim", "LILIM/lc101.txt"),
        ("vrplib", "SDVRPTW/PR01.vrp"),
    ],
)
def test_last_line_holds_sound_routes_and_their_cost(capsys, file_format, name):
    path = FOLDER / name
    code, answer = last_line(
        capsys, "--format", file_format, "--instance", path, "--seconds", 0.5, "--seed", 3
    )
    instance = read(path, file_format)
    assert code == 0
    assert list(answer) == ["routes", "vehicles", "cost", "seconds"]
    assert verify(instance, answer["routes"]) == []
    assert answer["cost"] == pytest.approx(cost(instance, answer["routes"]), abs=1e-6)
    assert answer["vehicles"] == sum(1 for route in answer["routes"] if route)


def test_ids_are_those_of_the_file_without_the_depot(capsys):
    customers = {"X/X-n101-k25.vrp": range(2, 102), "SOLOMON/C101.txt": range(1, 101)}
    for name, ids in customers.items():
        file_format = "vrplib" if name.startswith("X") else "solomon"
        _, answer = last_line(
            capsys, "--format", file_format, "--instance", FOLDER / name, "--seconds", 0.3
        )
        assert sorted(place for route in answer["routes"] for place in route) == list(ids)


def test_file_that_is_no_instance_is_a_message_not_a_traceback(capsys, tmp_path):
    path = tmp_path / "nothing.txt"
    path.write_text("nothing")
    assert solver.main(["--format", "lilim", "--instance", str(path), "--seconds", "1"]) == 2
    assert "line 1 must hold vehicles, capacity and speed" in capsys.readouterr().err
    missing = tmp_path / "missing.txt"
    assert solver.main(["--format", "lilim", "--instance", str(missing), "--seconds", "1"]) == 2


def test_best_known_values_are_found_for_every_instance():
    for group, file_format in SETS.items():
        conventions = ["sintef"] if file_format == "lilim" else []
        conventions = ["dimacs", "sintef"] if file_format == "solomon" else conventions
        for convention in conventions or ["rounded"]:
            best = best_known(FOLDER, group, convention)
            for path in files(FOLDER, group):
                known = best[path.stem.lower()]
                assert known.cost > 0
                assert (known.vehicles is not None) == (convention == "sintef")


def test_hundredths_of_doubles_become_thousandths():
    best = best_known(FOLDER, "HFVRP", "exact")
    assert best["x162-fsmd"].cost == pytest.approx(1185340000)
    assert best["x322-hd"].cost == 3349585203


def made_run(**changes):
    run = {"set": "X", "convention": "rounded", "instance": "a", "solver": "naru", "vehicles": 3}
    return run | {"best_cost": 100.0, "best_vehicles": None, "gap": 1.0} | changes


def test_table_gives_mean_gaps_and_counts_the_unsolved():
    runs = [made_run(), made_run(gap=2.0), made_run(gap=None), made_run(solver="other", gap=None)]
    text = tables(runs, {"command": "none"})
    assert "| a | 100 | 1.50 (1 unsolved) | none |" in text


def test_table_of_vehicles_first_gives_gaps_only_at_the_best_fleet():
    runs = [made_run(best_vehicles=3), made_run(best_vehicles=3, vehicles=4, gap=-5.0)]
    text = tables(runs, {"command": "none"})
    assert "| a | 3 / 100.00 | +1 / 1.00 at 1 of 2 |" in text


def test_the_folder_of_instances_is_beside_the_repository():
    assert Path(FOLDER).parts[-2:] == ("shared", "instances")
