"""Texts of Sartori & Buriol: what is read, what a route costs, what is refused."""

import json

import pytest

from benchmarks import solver
from routing.instances import cost, read, read_sartori_solution, routes_of, verify
from routing.solve import solve
from routing.stop import MaxIterations

#: Two pairs on a line of minutes 0, 3, 5, 8, 13, with a depot at 0: both fit into one vehicle.
TEXT = """\
NAME: tiny-n4-1
LOCATION: nowhere
COMMENT: drawn by hand
TYPE: PDPTW
SIZE: 5
DISTRIBUTION: random
DEPOT: central
ROUTE-TIME: 60
TIME-WINDOW: 60
CAPACITY: 10
NODES
0 41.39 2.16 0 0 60 0 0 0
1 41.40 2.17 6 0 40 2 0 3
2 41.41 2.18 6 0 40 2 0 4
3 41.42 2.19 -6 0 50 2 1 0
4 41.43 2.20 -6 0 50 2 2 0
EDGES
0 3 5 8 13
3 0 2 5 10
5 2 0 3 8
8 5 3 0 5
13 10 8 5 0
EOF
"""


@pytest.fixture
def tiny(tmp_path):
    path = tmp_path / "tiny-n4-1.txt"
    path.write_text(TEXT)
    return path


def test_header_nodes_and_minutes_are_read(tiny):
    instance = read(tiny, "sartori")
    assert instance.name == "tiny-n4-1"
    assert instance.vehicles_first
    assert instance.request_ids == ((1, 3), (2, 4))
    assert [(node.y, node.x) for node in instance.nodes[:2]] == [(41.39, 2.16), (41.40, 2.17)]
    assert instance.problem.durations[0][0].tolist() == [0, 3, 5, 8, 13]
    assert instance.problem.vehicle_types[0].count == 2


def test_cost_is_travel_in_minutes_and_one_vehicle_comes_before_less_of_it(tiny):
    instance = read(tiny, "sartori")
    assert cost(instance, [[1, 3], [2, 4]]) == 3 + 5 + 8 + 5 + 8 + 13
    # Six and six do not fit into ten: the pairs are driven one after the other.
    assert "load 12 exceeds 10" in " ".join(verify(instance, [[1, 2, 3, 4]]))
    solution = solve(instance.problem, MaxIterations(200), minimise_vehicles=True)
    assert routes_of(instance, solution) == [[1, 3, 2, 4]]
    assert solution.cost == cost(instance, [[1, 3, 2, 4]]) == 3 + 5 + 3 + 8 + 13


def test_published_routes_are_read_without_the_depot(tmp_path):
    path = tmp_path / "tiny.1_32.txt"
    path.write_text(
        "Instance name : tiny-n4-1\nAuthors       : nobody\nDate          : 2019-02-11\n"
        "Reference     : none\nSolution\nRoute 1 : 1 3 2 4\n"
    )
    assert read_sartori_solution(path) == [[1, 3, 2, 4]]


def test_the_benchmark_command_solves_it(tiny, capsys):
    words = ["--format", "sartori", "--instance", str(tiny), "--seconds", "0.2"]
    assert solver.main(words) == 0
    answer = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert (answer["routes"], answer["vehicles"], answer["cost"]) == ([[1, 3, 2, 4]], 1, 32)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("CAPACITY: 10\n", "", "before NODES there must be CAPACITY"),
        ("SIZE: 5", "SIZE: five", "SIZE must be a whole number, got 'five'"),
        ("SIZE: 5", "SIZE: 4", "every node but the depot must belong to one pair"),
        ("EDGES\n", "", "line 17 must be EDGES, after 5 nodes"),
        ("0 3 5 8 13\n", "0 3 5 8\n", "line 18 must hold 5 minutes"),
        ("0 3 5 8 13\n", "0 3 5 8 1.5\n", "line 18 must hold whole minutes"),
        ("13 10 8 5 0\nEOF\n", "", "ends within EDGES"),
        ("1 41.40 2.17 6 0 40 2 0 3", "1 41.40 2.17 6 0 40", "line 13 must hold id, latitude"),
        ("40 2 0 4", "40 2 0 3", "must belong to one pair"),
        ("LOCATION:", "LOCATION", "line 2 must be 'KEY: value' or NODES"),
    ],
)
def test_text_that_makes_no_sense_is_refused_by_line(tiny, old, new, message):
    assert old in TEXT
    tiny.write_text(TEXT.replace(old, new))
    with pytest.raises(ValueError, match=message):
        read(tiny, "sartori")
