"""First routes put a whole island on one truck when that is worth the trip."""

import numpy as np
import pytest

from dispatch.island_start import island_start
from routing.check import check
from routing.problem import Link, Location, Problem, Request, Task, VehicleType

HUB, FARM, QUAY, PIER, ISLE, ISLE2 = range(6)
ZONES = (0, 0, 0, 1, 1, 1)


def problem(prize, *, count=1, links=((450, 490, 0), (600, 630, 1)), capacity=10):
    """Minutes as seconds: five from anywhere to anywhere on the same land."""
    joined = np.equal.outer(ZONES, ZONES)
    matrix = np.where(joined, 5, -1).astype(np.int32)
    np.fill_diagonal(matrix, 0)
    requests = [
        Request(
            name=f"{start}",
            pickup=Task(location=start, windows=((480, 700),)),
            delivery=Task(location=HUB),
            load=(2,),
            prize=prize,
        )
        for start in (ISLE, ISLE2, ISLE, FARM)
    ]
    return Problem(
        locations=tuple(Location(zone=zone) for zone in ZONES),
        requests=tuple(requests),
        vehicle_types=(
            VehicleType(count=count, capacity=(capacity,), shift=(400, 800), unit_distance_cost=1),
        ),
        durations=(matrix,),
        distances=(matrix,),
        links=tuple(
            Link(
                board=PIER if home else QUAY,
                alight=QUAY if home else PIER,
                ready=ready,
                departure=ready,
                arrival=arrival,
                costs=(100,),
            )
            for ready, arrival, home in links
        ),
    )


def test_whole_island_goes_on_one_truck():
    given = problem(prize=90)
    start = island_start(given)
    assert [{visit.request for visit in route.visits} for route in start.routes] == [{0, 1, 2}]
    assert check(given, start) == ()


def test_no_single_load_would_have_paid_for_the_trip():
    assert island_start(problem(prize=90)).routes[0].cost > 90


def test_island_that_is_not_worth_the_trip_is_left_alone():
    assert island_start(problem(prize=60)) is None


def test_loads_that_must_be_carried_are_worth_any_trip():
    assert len(island_start(problem(prize=None)).routes) == 1


@pytest.mark.parametrize("links", [(), ((450, 490, 0),)])
def test_island_without_a_boat_home_is_left_alone(links):
    assert island_start(problem(prize=1000, links=links)) is None


def test_second_truck_takes_what_the_first_cannot_hold():
    boats = ((450, 490, 0), (600, 630, 1))
    start = island_start(problem(prize=1000, count=3, links=boats, capacity=2))
    assert len(start.routes) == 3
    carried = [visit.request for route in start.routes for visit in route.visits]
    assert sorted(set(carried)) == [0, 1, 2]


def test_no_islands_need_no_start():
    matrix = np.array([[0, 5], [5, 0]], dtype=np.int32)
    flat = Problem(
        locations=(Location(), Location()),
        requests=(Request(delivery=Task(location=1), load=(1,)),),
        vehicle_types=(VehicleType(capacity=(1,)),),
        durations=(matrix,),
        distances=(matrix,),
    )
    assert island_start(flat) is None
