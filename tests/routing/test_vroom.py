"""VROOM's JSON: what a problem becomes, what a solution looks like, what is refused by name."""

import copy
import json

import pytest

from routing import MaxIterations, check, solve
from routing.vroom import VroomError, read_vroom, solution_json
from routing.vroom.__main__ import main

pytestmark = pytest.mark.kernel

#: Places on a line at 0, 100, 200, 300 seconds from the depot.
LINE = [[abs(a - b) * 100 for a in range(4)] for b in range(4)]

#: Both jobs come before the pick-up, which opens at 500.
EARLY = {"time_windows": [[0, 450]]}

SMALL = {
    "vehicles": [
        {"id": 7, "description": "van", "start_index": 0, "end_index": 0, "capacity": [4]},
    ],
    "jobs": [
        {"id": 1, "location_index": 1, "delivery": [2], "service": 30, "setup": 10, **EARLY},
        {"id": 2, "location_index": 1, "delivery": [1], "service": 20, "setup": 10, **EARLY},
    ],
    "shipments": [
        {
            "amount": [1],
            "pickup": {"id": 5, "location_index": 2, "time_windows": [[500, 600]]},
            "delivery": {"id": 5, "location_index": 3, "description": "the last house"},
        }
    ],
    "matrices": {"car": {"durations": LINE}},
}


def changed(*path_and_value):
    """Give the small problem with something else at a path."""
    *path, name, value = path_and_value
    data = copy.deepcopy(SMALL)
    place = data
    for part in path:
        place = place[part]
    place[name] = value
    return data


def solved(data, iterations=200):
    given = read_vroom(data)
    solution = solve(given.problem, MaxIterations(iterations), initial=given.initial)
    assert check(given.problem, solution) == ()
    return solution_json(given, solution)


def test_a_solution_reads_as_one_of_vroom():
    answer = solved(SMALL)
    assert answer["code"] == 0
    assert answer["unassigned"] == []
    summary = answer["summary"]
    assert {name: summary[name] for name in ("cost", "duration", "setup", "service")} == {
        "cost": 600,
        "duration": 600,
        "setup": 10,
        "service": 50,
    }
    assert (summary["routes"], summary["delivery"], summary["pickup"]) == (1, [4], [1])
    (route,) = answer["routes"]
    assert (route["vehicle"], route["description"]) == (7, "van")
    kinds = [(step["type"], step.get("id"), step["load"]) for step in route["steps"]]
    first = {1: 1, 2: 2}[kinds[1][1]]
    second = 3 - first
    loads = {1: 2, 2: 1}
    assert kinds == [
        ("start", None, [3]),
        ("job", first, [3 - loads[first]]),
        ("job", second, [0]),
        ("pickup", 5, [1]),
        ("delivery", 5, [0]),
        ("end", None, [0]),
    ]


def test_steps_tell_arrival_travel_setup_service_and_waiting():
    steps = solved(SMALL)["routes"][0]["steps"]
    # The pick-up opens at 500; leaving so that nobody waits, the van starts at 240.
    assert [step["arrival"] for step in steps] == [240, 340, *[steps[2]["arrival"]], 500, 600, 900]
    assert [step["duration"] for step in steps] == [0, 100, 100, 200, 300, 600]
    assert [step["setup"] for step in steps] == [0, 10, 0, 0, 0, 0]
    assert sum(step["waiting_time"] for step in steps) == 0
    assert steps[4]["description"] == "the last house"
    assert steps[4]["location_index"] == 3


def test_priorities_decide_who_is_left_out():
    jobs = [
        {"id": 1, "location_index": 1, "delivery": [2], "priority": 10},
        {"id": 2, "location_index": 3, "delivery": [2], "priority": 11},
        {"id": 3, "location_index": 1, "delivery": [2], "priority": 10},
    ]
    data = changed("jobs", jobs) | {"shipments": []}
    assert sorted(one["id"] for one in solved(data)["unassigned"]) in ([1], [3])
    data["vehicles"][0]["capacity"] = [2]
    assert sorted(one["id"] for one in solved(data)["unassigned"]) == [1, 3]


def test_two_of_low_priority_outweigh_one_of_a_little_more():
    jobs = [
        {"id": 1, "location_index": 1, "delivery": [2], "priority": 6},
        {"id": 2, "location_index": 3, "delivery": [4], "priority": 11},
        {"id": 3, "location_index": 1, "delivery": [2], "priority": 6},
    ]
    data = changed("jobs", jobs) | {"shipments": []}
    assert [one["id"] for one in solved(data)["unassigned"]] == [2]


def test_skills_time_window_and_start_or_end_alone():
    data = changed("jobs", 0, "skills", [3, 4])
    data["vehicles"].append(
        {"id": 8, "start_index": 1, "skills": [4, 3, 9], "capacity": [9], "time_window": [50, 99]}
    )
    answer = solved(data)
    (route,) = [one for one in answer["routes"] if one["vehicle"] == 8]
    assert [step["type"] for step in route["steps"]] == ["start", "job"]
    assert route["steps"][1]["id"] == 1
    data["vehicles"][1]["time_window"] = [50, 60]  # service takes 30
    assert [one["id"] for one in solved(data)["unassigned"]] == [1]


def test_vehicles_that_are_alike_are_one_type_and_keep_their_ids():
    data = changed("vehicles", [SMALL["vehicles"][0] | {"id": number} for number in (3, 9)])
    data["jobs"][0]["delivery"] = [4]
    given = read_vroom(data)
    assert [one.count for one in given.problem.vehicle_types] == [2]
    assert sorted(route["vehicle"] for route in solved(data)["routes"]) == [3, 9]


def test_costs_by_hour_kilometre_and_vehicle():
    metres = [[value * 10 for value in row] for row in LINE]
    data = changed("matrices", "car", {"durations": LINE, "distances": metres})
    data["vehicles"][0]["costs"] = {"fixed": 1000, "per_hour": 1800, "per_km": 100}
    summary = solved(data)["summary"]
    assert summary["cost"] == 1000 + 600 * 1800 / 3600 + 6000 * 100 / 1000
    assert summary["distance"] == 6000


def test_costs_of_their_own_and_a_slower_vehicle():
    data = changed("matrices", "car", {"durations": LINE, "costs": [[1] * 4] * 4})
    data["vehicles"][0]["speed_factor"] = 0.5
    summary = solved(data)["summary"]
    assert (summary["cost"], summary["duration"]) == (4, 1200)


@pytest.mark.parametrize(
    ("limit", "fits"),
    [
        ({"max_travel_time": 600}, True),
        ({"max_travel_time": 599}, False),
        ({"max_distance": 6000}, True),
        ({"max_distance": 5999}, False),
    ],
)
def test_limits_of_travel(limit, fits):
    metres = [[value * 10 for value in row] for row in LINE]
    data = changed("matrices", "car", {"durations": LINE, "distances": metres})
    data["vehicles"][0] |= limit
    assert (solved(data)["unassigned"] == []) is fits


def test_tasks_are_counted_where_all_are_of_one_kind():
    data = SMALL | {"shipments": []}
    data["vehicles"] = [SMALL["vehicles"][0] | {"max_tasks": 1}]
    assert len(solved(data)["unassigned"]) == 1


def test_timestamps_of_any_epoch_come_back():
    noon = 1_767_222_000
    data = changed("shipments", 0, "pickup", "time_windows", [[noon, noon + 600]])
    for job in data["jobs"]:
        job["time_windows"] = [[noon - 600, noon - 50]]
    steps = solved(data)["routes"][0]["steps"]
    assert [step["arrival"] for step in steps if step["type"] == "pickup"] == [noon]


def test_steps_are_where_the_search_begins():
    steps = [{"type": "start"}, {"type": "job", "id": 2}, {"type": "job", "id": 1}, {"type": "end"}]
    given = read_vroom(changed("vehicles", 0, "steps", steps))
    (route,) = given.initial.routes
    assert [visit.request for visit in route.visits] == [1, 0]


def test_the_old_matrix_is_that_of_cars():
    data = {name: value for name, value in SMALL.items() if name != "matrices"} | {"matrix": LINE}
    assert solved(data)["summary"]["cost"] == 600


def test_everything_wrong_is_said_at_once_with_its_place():
    data = changed("jobs", 0, "delivery", [2.5])
    data["jobs"][1] |= {"pickup": [1], "service_per_type": {"big": 3}, "colour": "red"}
    data["shipments"][0]["delivery"].pop("location_index")
    data["vehicles"].append({"id": 7, "breaks": [{"id": 1}], "profile": "bike"})
    with pytest.raises(VroomError) as caught:
        read_vroom(data)
    assert set(caught.value.faults) == {
        "jobs[0].delivery must be an array of whole numbers, none negative",
        "jobs[1] both delivers and picks up; make two jobs of it",
        "jobs[1].service_per_type cannot be kept: times that depend on the vehicle are not held; "
        "give one service",
        "jobs[1].colour is not known",
        "shipments[0].delivery.location_index is missing",
        "vehicles[1].breaks cannot be kept: breaks with windows of their own are not held; shorten "
        "time_window instead",
        "vehicles[1].profile is 'bike', for which there are no matrices",
        "vehicles[1] must have a start_index or an end_index",
        "vehicles[1].id is that of another vehicle too",
    }


@pytest.mark.parametrize(
    ("data", "fault"),
    [
        ([], "the file must be an object"),
        (changed("vehicles", []), "vehicles must have at least one vehicle"),
        (changed("matrices", {}), "matrices must give durations by profile"),
        (
            changed("matrices", "car", {"durations": [[0, 1]]}),
            "matrices.car.durations must be",
        ),
        (changed("matrices", "car", {"costs": LINE}), "matrices.car.durations is missing"),
        (changed("jobs", 0, "location_index", 4), "jobs[0].location_index must be below 4"),
        (changed("jobs", 0, "setup", 3), "jobs[1].setup must be the same for all tasks at"),
        (
            changed("jobs", 0, "time_windows", [[5, 1]]),
            "jobs[0].time_windows[0] must be [",
        ),
        (
            changed("jobs", 0, "time_windows", [[0, 5], [5, 9]]),
            "jobs[0].time_windows must not",
        ),
        (
            changed("jobs", 0, "priority", 101),
            "jobs[0].priority must be a whole",
        ),
        (
            changed("jobs", 0, "delivery", [1, 1]),
            "the file must have amounts",
        ),
        (
            changed("vehicles", 0, "speed_factor", 0),
            "vehicles[0].speed_factor must be a",
        ),
        (changed("vehicles", 0, "costs", {"per_km": 1}), "vehicles[0] needs distances"),
        (changed("vehicles", 0, "max_tasks", 2), "vehicles[0].max_tasks cannot be kept"),
        (changed("vehicles", 0, "time_window", [0, 2.5]), "vehicles[0].time_window must be [start"),
    ],
)
def test_a_fault_names_its_field(data, fault):
    with pytest.raises(VroomError) as caught:
        read_vroom(data)
    assert any(one.startswith(fault) for one in caught.value.faults), caught.value.faults


def test_the_command_writes_the_solution_or_vrooms_error(tmp_path, capsys):
    given, answer = tmp_path / "in.json", tmp_path / "out.json"
    given.write_text(json.dumps(SMALL))
    assert main([str(given), str(answer), "--seconds", "0.1"]) == 0
    assert json.loads(answer.read_text())["summary"]["unassigned"] == 0
    given.write_text(json.dumps(changed("vehicles", 0, "breaks", [{"id": 1}])))
    assert main([str(given), "-"]) == 2
    out, err = capsys.readouterr()
    assert json.loads(out)["code"] == 2
    assert "vehicles[0].breaks cannot be kept" in err
    given.write_text("{")
    assert main([str(given), str(answer)]) == 2
