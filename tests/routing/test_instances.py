"""Readers prove themselves: what they compute for published routes is what was published."""

import dataclasses
import math
import re
from pathlib import Path

import numpy as np
import pytest

from routing.check import check
from routing.instances import (
    cost,
    cost_in_doubles,
    read,
    read_lilim,
    read_sol,
    read_solomon,
    read_vrplib,
    routes_of,
    verify,
    write_sol,
)
from routing.problem import HORIZON
from tests.routing.plans import plan_of

FOLDER = Path(__file__).parents[2].parent / "shared" / "instances"
SOLVED = sorted(FOLDER.glob("*/*.vrp"))
TEXTS = sorted([*FOLDER.glob("SOLOMON/*.txt"), *FOLDER.glob("GH/*.txt")])
PAIRS = sorted(FOLDER.glob("LILIM/*.txt"))


def name_of(path):
    return f"{path.parent.name}/{path.stem}"


def test_the_instances_are_where_the_tests_look():
    assert (len(SOLVED), len(TEXTS), len(PAIRS)) == (42, 20, 28)


@pytest.mark.parametrize("path", SOLVED, ids=name_of)
def test_published_routes_keep_the_rules_and_cost_what_is_stated(path):
    instance = read_vrplib(path)
    routes, stated = read_sol(instance, path.with_suffix(".sol"))
    assert verify(instance, routes) == []
    if stated == round(stated):
        assert cost(instance, routes) == stated
    else:  # two files of HFVRP state hundredths of the cost in doubles
        assert round(cost_in_doubles(instance, routes) / 100, 2) == stated


def published_plan(instance, routes):
    """Turn routes of ids into a solution of the instance's problem."""
    requests = {ids: index for index, ids in enumerate(instance.request_ids)}
    types = {
        number: index for index, group in enumerate(instance.fleet.values()) for number in group
    }
    texts = []
    for number, route in enumerate(routes):
        words = []
        for place in route:
            index = requests.get((place,), 0)
            kind = "p" if instance.problem.requests[index].pickup else "d"
            words.append(f"{'r' if place in instance.depots else kind}{index}")
        if words:
            texts.append((types[number if len(instance.fleet) > 1 else 0], " ".join(words)))
    return plan_of(instance.problem, *texts)


@pytest.mark.parametrize("name", ["X/X-n101-k25", "SDVRPTW/PR01"])
def test_written_solution_is_read_back(tmp_path, name):
    instance = read_vrplib(FOLDER / f"{name}.vrp")
    published = read_sol(instance, FOLDER / f"{name}.sol")
    write_sol(instance, published[0], tmp_path / "own.sol")
    assert read_sol(instance, tmp_path / "own.sol") == published


SMALL = [path for path in SOLVED if read_vrplib(path).problem.durations[0].shape[0] < 500]


@pytest.mark.parametrize("path", SMALL, ids=name_of)
def test_published_routes_are_sound_plans_of_the_problem_at_the_same_cost(path):
    instance = read_vrplib(path)
    routes, _ = read_sol(instance, path.with_suffix(".sol"))
    plan = published_plan(instance, routes)
    assert check(instance.problem, plan) == ()
    assert plan.cost == cost(instance, routes)
    assert cost(instance, routes_of(instance, plan)) == plan.cost
    assert verify(instance, routes_of(instance, plan)) == []


def test_linehaul_before_backhaul_is_a_matter_of_missing_roads():
    instance = read_vrplib(FOLDER / "VRPB" / "X-n599-50-k47.vrp")
    routes, _ = read_sol(instance, FOLDER / "VRPB" / "X-n599-50-k47.sol")
    plan = published_plan(instance, routes[:1])
    assert {violation.name for violation in check(instance.problem, plan)} == set()
    turned = published_plan(instance, [routes[0][::-1]])
    assert "unreachable" in {violation.name for violation in check(instance.problem, turned)}
    assert any(
        "out of order" in fault for fault in verify(instance, [routes[0][::-1], *routes[1:]])
    )


@pytest.mark.parametrize("path", TEXTS, ids=name_of)
def test_solomon_texts_are_read_whole(path):
    rows = [line.split() for line in path.read_text().splitlines() if len(line.split()) == 7]
    rows = [row for row in rows if row[0].isdigit()]
    for convention, scale in (("dimacs", 10), ("sintef", None)):
        instance = read_solomon(path, convention)
        assert [
            [node.id, node.x, node.y, node.demand, node.ready, node.due, node.service]
            for node in instance.nodes
        ] == [[float(word) for word in row] for row in rows]
        assert scale in {None, instance.scale}
        problem = instance.problem
        assert len(problem.requests) == len(rows) - 1
        assert problem.vehicle_types[0].shift == (0, instance.nodes[0].due * instance.scale)
        assert problem.vehicle_types[0].shift[1] + problem.durations[0].max() <= HORIZON


@pytest.mark.parametrize("path", PAIRS, ids=name_of)
def test_lilim_texts_are_read_whole(path):
    instance = read_lilim(path)
    problem = instance.problem
    assert len(problem.requests) * 2 == len(instance.nodes) - 1
    assert sorted(number for ids in instance.request_ids for number in ids) == [
        node.id for node in instance.nodes[1:]
    ]
    for (pickup, delivery), request in zip(instance.request_ids, problem.requests, strict=True):
        assert instance.by_id[pickup].demand == instance.by_id[delivery].demand == request.load[0]
        assert instance.nodes[request.pickup.location].id == pickup
        assert instance.nodes[request.delivery.location].id == delivery


@pytest.mark.parametrize("path", [*TEXTS[:2], *PAIRS[:2]], ids=name_of)
def test_whole_numbers_never_promise_more_than_doubles_keep(path):
    instance = read(path, "lilim" if path in PAIRS else "solomon", "sintef")
    whole = instance.problem.durations[0] / instance.scale
    straight = instance.distances
    assert (whole - straight).min() > -1e-9
    assert (whole - straight).max() < 1 / instance.scale
    even = straight == np.floor(straight)
    assert even.any()
    assert (whole[even] == straight[even]).all()


def test_dimacs_truncates_to_tenths():
    instance = read_solomon(FOLDER / "SOLOMON" / "RC101.txt")
    for here, there in ((0, 1), (1, 2), (5, 60)):
        a, b = instance.nodes[here], instance.nodes[there]
        squared = int((a.x - b.x) ** 2 + (a.y - b.y) ** 2)
        assert instance.problem.distances[0][here, there] == math.isqrt(100 * squared)


def test_costs_of_solomon_texts_are_stated_in_units_of_the_file():
    instance = read_solomon(FOLDER / "SOLOMON" / "RC101.txt")
    there = instance.problem.distances[0][0, 1]
    assert cost(instance, [[1]]) == 2 * there / 10
    doubles = read_solomon(FOLDER / "SOLOMON" / "RC101.txt", "sintef")
    assert cost(doubles, [[1]]) == 2 * math.dist((40, 50), (25, 85))


# The judge of routes finds what is wrong with them


@pytest.fixture(name="rc101")
def rc101_fixture():
    return read_solomon(FOLDER / "SOLOMON" / "RC101.txt")


def singles(instance):
    return [[node.id] for node in instance.nodes if node.id]


def test_verify_counts_vehicles(rc101):
    assert verify(rc101, singles(rc101)) == ["100 routes for 25 vehicles."]


def enough(instance):
    return dataclasses.replace(instance, vehicles=instance.vehicles * 4)


def test_verify_accepts_one_vehicle_per_customer(rc101):
    assert verify(enough(rc101), singles(rc101)) == []


@pytest.mark.parametrize(
    ("last", "fault"),
    [
        ([], "100 is not visited."),
        ([100, 99], "99 is visited 2 times."),
        ([100, 101], "101 is not in the file."),
        ([100, 0], "0 is a depot."),
    ],
)
def test_verify_counts_visits(rc101, last, fault):
    assert verify(enough(rc101), [*singles(rc101)[:-1], last]) == [fault]


def test_verify_adds_up_loads_and_times(rc101):
    faults = verify(rc101, [[node.id for node in rc101.nodes if node.id]])
    assert "Route 1: load 1724 exceeds 200." in faults
    assert any("is reached at" in fault for fault in faults)


def test_verify_wants_pairs_whole_and_in_order():
    instance = read_lilim(FOLDER / "LILIM" / "lc101.txt")
    pickup, delivery = instance.request_ids[0]
    others = [list(ids) for ids in instance.request_ids[1:]]
    roomy = dataclasses.replace(instance, vehicles=instance.vehicles * 4)
    assert verify(roomy, [[pickup, delivery], *others]) == []
    turned = verify(roomy, [[delivery, pickup], *others])
    assert f"Route 1: {delivery} must follow {pickup} in the same route." in turned
    split = verify(roomy, [[pickup], [delivery], *others])
    assert f"Route 1: {delivery} must follow {pickup} in the same route." in split


def test_verify_knows_which_vehicle_may_visit_whom_and_for_how_long():
    path = FOLDER / "SDVRPTW" / "PR01.vrp"
    instance = read_vrplib(path)
    routes, _ = read_sol(instance, path.with_suffix(".sol"))
    swapped = [routes[2], *routes[1:2], routes[0], *routes[3:]]
    assert any("not allowed" in fault for fault in verify(instance, swapped))
    hurried = dataclasses.replace(
        instance,
        vehicles=tuple(
            dataclasses.replace(vehicle, max_duration=300) for vehicle in instance.vehicles
        ),
    )
    assert any("allowed are 300" in fault for fault in verify(hurried, routes))


# Bad input


@pytest.mark.parametrize("file_format", ["vrplib", "solomon", "lilim"])
@pytest.mark.parametrize("text", ["", "hello\nworld\n", "1 2 3\n4 5\n", "NAME: x\nTYPE: CVRP\n"])
def test_text_of_no_known_kind_is_refused_by_name(tmp_path, file_format, text):
    path = tmp_path / "strange.txt"
    path.write_text(text)
    with pytest.raises(ValueError, match=r"strange\.txt"):
        read(path, file_format)


def test_cut_off_solomon_text_is_refused(tmp_path):
    path = tmp_path / "cut.txt"
    path.write_text((FOLDER / "SOLOMON" / "RC101.txt").read_text()[:700])
    with pytest.raises(ValueError, match=r"cut\.txt is not a Solomon text"):
        read(path, "solomon")


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("1 2 3", "line 3 must hold number, x, y"),
        ("1 5 5 10 0 90 x 0 2", "line 3 must hold whole numbers"),
        ("1 5 5 10 0 90 9 0 7", "line 3 names node 7"),
    ],
)
def test_lilim_line_that_makes_no_sense_is_named(tmp_path, line, message):
    path = tmp_path / "pairs.txt"
    path.write_text(f"2 9 1\n0 0 0 0 0 90 0 0 0\n{line}\n2 5 5 -10 0 90 9 1 0\n")
    with pytest.raises(ValueError, match=message):
        read(path, "lilim")


def test_types_with_rules_that_the_model_lacks_are_refused(tmp_path):
    text = (FOLDER / "X" / "X-n101-k25.vrp").read_text()
    path = tmp_path / "split.vrp"
    path.write_text(text.replace("CVRP", "SDVRP"))
    with pytest.raises(ValueError, match="TYPE 'SDVRP', not supported yet"):
        read_vrplib(path)


def test_sections_that_the_reader_does_not_know_are_refused(tmp_path):
    text = (FOLDER / "X" / "X-n101-k25.vrp").read_text()
    path = tmp_path / "limited.vrp"
    path.write_text(text.replace("CAPACITY", "DISTANCE : 900\nCAPACITY", 1))
    with pytest.raises(ValueError, match=r"limited\.vrp has DISTANCE, not supported yet"):
        read_vrplib(path)


def test_depots_without_vehicles_are_no_customers(tmp_path):
    path = FOLDER / "MDVRPTW" / "PR17A.vrp"
    head, rest = path.read_text().split("VEHICLES_DEPOT_SECTION")
    vehicles, tail = rest.split("DEPOT_SECTION")
    moved = re.sub(r"(?m)^(\d+)\s+6$", r"\1 5", vehicles)
    assert moved != vehicles
    changed = tmp_path / "moved.vrp"
    changed.write_text(f"{head}VEHICLES_DEPOT_SECTION{moved}DEPOT_SECTION{tail}")
    assert read_vrplib(changed).request_ids == read_vrplib(path).request_ids
    changed.write_text(f"{head}DEPOT_SECTION{tail}")
    with pytest.raises(ValueError, match=r"moved\.vrp has 6 depots and no VEHICLES_DEPOT"):
        read_vrplib(changed)


def test_convention_must_suit_the_format():
    with pytest.raises(ValueError, match="convention must be dimacs or sintef"):
        read(FOLDER / "SOLOMON" / "RC101.txt", "solomon", "rounded")
    with pytest.raises(ValueError, match="convention must be rounded for X-n101-k25"):
        read(FOLDER / "X" / "X-n101-k25.vrp", "vrplib", "sintef")


def test_explicit_weights_are_taken_from_the_file(tmp_path):
    path = tmp_path / "explicit.vrp"
    path.write_text(
        "NAME : explicit\nTYPE : CVRP\nDIMENSION : 3\nEDGE_WEIGHT_TYPE : EXPLICIT\n"
        "EDGE_WEIGHT_FORMAT : LOWER_ROW\nCAPACITY : 9\n"
        "EDGE_WEIGHT_SECTION\n3\n4 5\nDEMAND_SECTION\n1 0\n2 4\n3 5\nDEPOT_SECTION\n1\n-1\nEOF\n"
    )
    instance = read_vrplib(path)
    assert instance.problem.distances[0].tolist() == [[0, 3, 4], [3, 0, 5], [4, 5, 0]]
    assert cost(instance, [[2, 3]]) == 12
