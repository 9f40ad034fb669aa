"""Straight distances from coordinates: as a matrix of them would be, without the matrix."""

from dataclasses import replace
from math import floor, sqrt

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from routing import (
    Location,
    MaxIterations,
    Problem,
    Request,
    Straight,
    Task,
    VehicleType,
    check,
    explain,
    solve,
)
from tests.routing.towns_of_clients import town

pytestmark = pytest.mark.kernel

ROUNDINGS = ("nearest", "down", "up")
COORDINATES = st.floats(-1000, 1000, allow_nan=False, width=32)


def of(problem, **rule):
    """The straight distances between the locations of a problem."""
    places = problem.locations
    return Straight(x=[one.x for one in places], y=[one.y for one in places], **rule)


def both(problem, **rule):
    """A problem with coordinates, and the same with the matrix of their distances."""
    straight = of(problem, **rule)
    matrix = straight.whole()
    return (
        replace(problem, durations=(straight,), distances=(straight,)),
        replace(problem, durations=(matrix,), distances=(matrix,)),
    )


def stops(solution):
    return [(route.vehicle_type, route.tasks, route.arrival) for route in solution.routes]


@pytest.mark.parametrize("threads", [1, 2])
@pytest.mark.parametrize(
    "kind",
    [
        {"clients": 250},
        {"clients": 250, "windows": True},
        {"clients": 60, "windows": True, "pairs": True},
        {"clients": 40, "windows": True, "vehicles": 3},
    ],
    ids=["plain", "windows", "pairs", "crowded"],
)
def test_coordinates_give_the_same_routes_as_their_matrix(kind, threads):
    straight, matrix = both(town(**kind))
    ours = solve(straight, MaxIterations(1500), seed=3, threads=threads)
    theirs = solve(matrix, MaxIterations(1500), seed=3, threads=threads)
    assert stops(ours) == stops(theirs)
    assert ours.cost == theirs.cost
    assert check(straight, ours) == ()


@pytest.mark.parametrize("rounding", ROUNDINGS)
def test_coordinates_that_are_no_whole_numbers_round_alike(rounding):
    problem = town(120, windows=True)
    rng = np.random.default_rng(1)
    moved = tuple(
        replace(one, x=rng.uniform(0, 99), y=rng.uniform(0, 99)) for one in problem.locations
    )
    straight, matrix = both(replace(problem, locations=moved), scale=3.7, rounding=rounding)
    assert stops(solve(straight, MaxIterations(500))) == stops(solve(matrix, MaxIterations(500)))


def test_seconds_and_metres_may_differ():
    problem = town(150, windows=True)
    metres, seconds = of(problem, scale=10), of(problem, scale=1, rounding="up")
    straight = replace(problem, durations=(seconds,), distances=(metres,))
    matrix = replace(problem, durations=(seconds.whole(),), distances=(metres.whole(),))
    mixed = replace(problem, durations=(seconds.whole(),), distances=(metres,))
    plans = [stops(solve(one, MaxIterations(500))) for one in (straight, matrix, mixed)]
    assert plans[0] == plans[1] == plans[2]


@given(st.lists(st.tuples(COORDINATES, COORDINATES), min_size=1, max_size=60), st.booleans())
@settings(max_examples=60, deadline=None)
def test_odd_places_give_the_same_routes_too(spots, equal):
    spots = [spots[0]] * len(spots) if equal else spots
    problem = Problem(
        locations=tuple(Location(x=x, y=y) for x, y in spots),
        requests=tuple(Request(delivery=Task(location=i), load=(1,)) for i in range(1, len(spots))),
        vehicle_types=(
            VehicleType(count=9, capacity=(8,)),
            VehicleType(count=2, capacity=(8,), start=None, end=None, fixed_cost=50),
        ),
        durations=(np.zeros((len(spots), len(spots)), dtype=np.int32),),
        distances=(np.zeros((len(spots), len(spots)), dtype=np.int32),),
    )
    straight, matrix = both(problem)
    assert stops(solve(straight, MaxIterations(50))) == stops(solve(matrix, MaxIterations(50)))


@pytest.mark.parametrize("rounding", ROUNDINGS)
@given(x=COORDINATES, y=COORDINATES, scale=st.sampled_from([0.1, 1, 10]))
@settings(max_examples=30, deadline=None)
def test_a_distance_is_rounded_as_said(rounding, x, y, scale):
    straight = Straight(x=[0, x], y=[0, y], scale=scale, rounding=rounding)
    length = sqrt(x * x + y * y) * scale
    found = straight[0, 1]
    assert found == straight[1, 0] == straight.whole()[0, 1]
    if rounding == "nearest":
        assert abs(found - length) <= 0.5
    elif rounding == "down":
        assert found == floor(length)
    else:
        assert length - 2e-6 <= found < length + 1


def test_explain_reads_coordinates():
    problem = town(6, windows=True, vehicles=1, capacity=(5,))
    straight, matrix = both(problem)
    ours, theirs = (solve(one, MaxIterations(50)) for one in (straight, matrix))
    assert explain(straight, ours) == explain(matrix, theirs)


@pytest.mark.parametrize(
    ("fields", "rule"),
    [
        ({"x": [1.0], "y": [1.0, 2.0]}, "x and y must be equally long, got 1 and 2"),
        ({"x": [float("nan")], "y": [1.0]}, "x must be one finite number per location"),
        ({"x": [1.0], "y": [1.0], "scale": 0}, "scale must be above zero"),
        ({"x": [1.0], "y": [1.0], "rounding": "off"}, "rounding must be one of nearest, down, up"),
    ],
)
def test_impossible_coordinates_are_refused(fields, rule):
    with pytest.raises(ValueError, match=rule):
        Straight(**fields)


def test_coordinates_must_fit_the_problem():
    problem = town(3)
    far = Straight(x=[0, 1e9, 0, 0], y=[0] * 4)
    with pytest.raises(ValueError, match=r"distances\[0\] must stay below"):
        replace(problem, distances=(far,))
    with pytest.raises(
        ValueError, match=r"durations\[0\] must be square with one row per location"
    ):
        replace(problem, durations=(Straight(x=[0], y=[0]),))
    zoned = tuple(replace(one, zone=i % 2) for i, one in enumerate(problem.locations))
    with pytest.raises(
        ValueError, match=r"durations\[0\] must be a matrix where there are several"
    ):
        replace(both(problem)[0], locations=zoned)
    with pytest.raises(ValueError, match="tolls must be arrays of int32"):
        replace(problem, tolls=(of(problem),))
