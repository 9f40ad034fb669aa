"""A problem refuses what breaks a rule, and says which argument and which rule."""

import dataclasses

import numpy as np
import pytest

from routing.problem import HORIZON, Link, Location, Problem, Request, Task, VehicleType


def square(*rows):
    return np.array(rows, dtype=np.int32)


def two_places(**changes):
    """A depot, one client ten seconds away, one request, one vehicle."""
    parts = {
        "locations": (Location(name="depot"), Location(name="client")),
        "requests": (Request(delivery=Task(location=1), load=(3,)),),
        "vehicle_types": (VehicleType(capacity=(5,)),),
        "durations": (square([0, 10], [10, 0]),),
        "distances": (square([0, 70], [70, 0]),),
    }
    return Problem(**(parts | changes))


def island(**changes):
    """A depot on the mainland, a client on an island, one sailing each way."""
    sailing = {"ready": 5, "departure": 10, "arrival": 20, "costs": (7,)}
    apart = square([0, -1], [-1, 0])
    parts = {
        "locations": (Location(zone=0), Location(zone=1)),
        "durations": (apart,),
        "distances": (apart.copy(),),
        "links": (Link(board=0, alight=1, **sailing), Link(board=1, alight=0, **sailing)),
    }
    return two_places(**(parts | changes))


def test_sound_problems_are_accepted():
    assert two_places().requests[0].tasks == (("delivery", Task(location=1)),)
    assert len(island().links) == 2


def test_matrices_become_read_only():
    problem = two_places()
    for matrix in (*problem.durations, *problem.distances):
        with pytest.raises(ValueError, match="read-only"):
            matrix[0, 1] = 1


def test_one_array_may_serve_as_durations_and_distances():
    matrix = square([0, 10], [10, 0])
    problem = two_places(durations=(matrix,), distances=(matrix,))
    assert problem.durations[0] is problem.distances[0]


def test_matrix_in_column_order_is_turned_into_row_order():
    problem = two_places(durations=(np.asfortranarray(square([0, 10], [20, 0])),))
    assert problem.durations[0].flags.c_contiguous
    assert problem.durations[0].tolist() == [[0, 10], [20, 0]]


def test_problem_is_frozen():
    with pytest.raises(dataclasses.FrozenInstanceError):
        two_places().links = ()


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: Location(zone=-1), "zone must lie between 0"),
        (lambda: Location(access=-1), "access must lie between 0"),
        (lambda: Task(location=-1), "location must lie between 0"),
        (lambda: Task(location=0, service=-5), "service must lie between 0"),
        (lambda: Task(location=0, service=1.5), "service must be an integer"),
        (lambda: Task(location=0, windows=()), "windows must not be empty"),
        (lambda: Task(location=0, windows=((9, 8),)), "windows must not end before it begins"),
        (lambda: Task(location=0, windows=((0, HORIZON + 1),)), "windows must lie between 0"),
        (lambda: Task(location=0, windows=((0, 5, 6),)), "windows must be a pair"),
        (lambda: Task(location=0, windows=((5, 6), (0, 1))), "windows must be sorted and disjoint"),
        (lambda: Task(location=0, windows=((0, 5), (5, 9))), "windows must be sorted and disjoint"),
        (Request, "pickup or delivery must be given"),
        (lambda: Request(pickup=Task(location=0), load=(-1,)), "load must lie between 0"),
        (lambda: Request(pickup=Task(location=0), prize=-1), "prize must lie between 0"),
        (
            lambda: Request(pickup=Task(location=0), vehicle_types=frozenset({-1})),
            "vehicle_types must lie between 0",
        ),
        (lambda: VehicleType(count=-1), "count must lie between 0"),
        (lambda: VehicleType(count=True), "count must be an integer"),
        (lambda: VehicleType(start=-1), "start must lie between 0"),
        (lambda: VehicleType(end=-1), "end must lie between 0"),
        (lambda: VehicleType(capacity=(-1,)), "capacity must lie between 0"),
        (lambda: VehicleType(shift=(5, 4)), "shift must not end before it begins"),
        (lambda: VehicleType(max_duration=-1), "max_duration must lie between 0"),
        (lambda: VehicleType(max_distance=-1), "max_distance must lie between 0"),
        (lambda: VehicleType(fixed_cost=-1), "fixed_cost must lie between 0"),
        (lambda: VehicleType(unit_distance_cost=-1), "unit_distance_cost must lie between 0"),
        (lambda: VehicleType(unit_duration_cost=2**40), "unit_duration_cost must lie between 0"),
        (lambda: VehicleType(profile=-1), "profile must lie between 0"),
        (
            lambda: Link(board=0, alight=1, ready=11, departure=10, arrival=20, costs=(0,)),
            "ready, departure and arrival must follow in this order",
        ),
        (
            lambda: Link(board=0, alight=1, ready=5, departure=10, arrival=9, costs=(0,)),
            "ready, departure and arrival must follow in this order",
        ),
        (
            lambda: Link(board=0, alight=1, ready=5, departure=10, arrival=20, costs=(-1,)),
            "costs must lie between 0",
        ),
        (
            lambda: Link(
                board=0, alight=1, ready=5, departure=10, arrival=20, costs=(0,), distance=-1
            ),
            "distance must lie between 0",
        ),
    ],
)
def test_a_part_that_breaks_a_rule_is_refused(make, message):
    with pytest.raises(ValueError, match=message):
        make()


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"locations": ()}, "locations must not be empty"),
        ({"vehicle_types": ()}, "vehicle_types must not be empty"),
        ({"durations": ()}, "one matrix per profile each"),
        ({"durations": (np.zeros((2, 2)),)}, "durations must be arrays of int32"),
        ({"distances": ([[0, 1], [1, 0]],)}, "distances must be arrays of int32"),
        ({"durations": (square([0]),)}, r"durations\[0\] must be square"),
        ({"durations": (square([0, 1, 2], [1, 0, 2]),)}, r"durations\[0\] must be square"),
        ({"distances": (square([0, -2], [1, 0]),)}, r"distances\[0\] must lie between -1"),
        ({"durations": (square([1, 1], [1, 0]),)}, r"durations\[0\] must be zero on the diagonal"),
        ({"durations": (square([0, -1], [1, 0]),)}, "must be -1 exactly where durations are"),
        (
            {"vehicle_types": (VehicleType(capacity=(5, 5)),)},
            r"requests\[0\].load must have 2 amounts",
        ),
        (
            {"vehicle_types": (VehicleType(capacity=(5,)), VehicleType(capacity=()))},
            r"vehicle_types\[1\].capacity must have 1 amounts",
        ),
        (
            {"vehicle_types": (VehicleType(capacity=(5,), start=2),)},
            r"vehicle_types\[0\].start must be an index into locations",
        ),
        (
            {"vehicle_types": (VehicleType(capacity=(5,), end=2),)},
            r"vehicle_types\[0\].end must be an index into locations",
        ),
        (
            {"vehicle_types": (VehicleType(capacity=(5,), profile=1),)},
            r"vehicle_types\[0\].profile must be an index into durations",
        ),
        (
            {"requests": (Request(delivery=Task(location=2), load=(1,)),)},
            r"requests\[0\].delivery.location must be an index into locations",
        ),
        (
            {"requests": (Request(pickup=Task(location=2), load=(1,)),)},
            r"requests\[0\].pickup.location must be an index into locations",
        ),
        (
            {
                "requests": (
                    Request(delivery=Task(location=1), load=(1,), vehicle_types=frozenset({1})),
                )
            },
            r"requests\[0\].vehicle_types must be an index into vehicle_types",
        ),
        (
            {"locations": (Location(zone=0), Location(zone=1))},
            "must be -1 between different zones, got a road from 0 to 1",
        ),
    ],
)
def test_parts_that_do_not_fit_together_are_refused(changes, message):
    with pytest.raises(ValueError, match=message):
        two_places(**changes)


SAILING = {"ready": 5, "departure": 10, "arrival": 20, "costs": (7,)}


@pytest.mark.parametrize(
    ("link", "message"),
    [
        (Link(board=2, alight=1, **SAILING), r"links\[0\].board must be an index into locations"),
        (Link(board=0, alight=2, **SAILING), r"links\[0\].alight must be an index into locations"),
        (Link(board=0, alight=0, **SAILING), r"links\[0\].board and alight must lie in different"),
        (
            Link(board=0, alight=1, **(SAILING | {"costs": (7, 7)})),
            r"links\[0\].costs must have one entry per vehicle type",
        ),
    ],
)
def test_links_that_do_not_fit_are_refused(link, message):
    with pytest.raises(ValueError, match=message):
        island(links=(link,))
