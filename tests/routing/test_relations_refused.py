"""Relations that contradict themselves or the problem are refused, and the message says why."""

import numpy as np
import pytest

from routing.problem import Location, Problem, Request, Task, VehicleType
from routing.relations import Group, Precedence, PreviousRoute, Relations


def a_day(*requests, **relations):
    """Two vans of a type each, three places, and deliveries to the first or second."""
    roads = np.ones((3, 3), dtype=np.int32) - np.eye(3, dtype=np.int32)
    return Problem(
        locations=(Location(),) * 3,
        requests=requests,
        vehicle_types=(VehicleType(), VehicleType(count=2)),
        durations=(roads,),
        distances=(roads,),
        relations=Relations(**relations),
    )


def delivery(**more):
    return Request(delivery=Task(location=1), **more)


def before(*tasks, vehicle_type=0):
    return PreviousRoute(
        vehicle_type=vehicle_type, tasks=tasks, starts=tuple(range(1, len(tasks) + 1))
    )


FIRST, SECOND = (0, "delivery"), (1, "delivery")


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (
            lambda: a_day(delivery(), groups=(Group(requests=(0,)), Group(requests=(0,)))),
            "groups must not share requests, got request 0 2 times",
        ),
        (
            lambda: a_day(delivery(prize=5), groups=(Group(requests=(0,)),)),
            r"requests\[0\].prize must be None: groups\[0\] has the prize",
        ),
        (
            lambda: a_day(delivery(), groups=(Group(requests=(1,)),)),
            r"groups\[0\].requests must be an index into requests",
        ),
        (
            lambda: a_day(
                delivery(pin="frozen"),
                delivery(pin="frozen"),
                groups=(Group(requests=(0, 1)),),
                previous=(before(FIRST, SECOND),),
            ),
            r"groups\[0\].requests must not have two that are frozen, got \[0, 1\]",
        ),
        (
            lambda: a_day(
                delivery(),
                delivery(),
                precedences=(Precedence(before=0, after=1), Precedence(before=1, after=0)),
            ),
            "precedences must not go in a circle",
        ),
        (
            lambda: a_day(delivery(), previous=(before(FIRST, vehicle_type=1),)),
            r"previous\[0\].vehicle_type must have a count of 1",
        ),
        (
            lambda: a_day(delivery(), delivery(), previous=(before(FIRST), before(SECOND))),
            "previous must have one route per vehicle, 0 has more",
        ),
        (
            lambda: a_day(delivery(), previous=(before((0, "pickup")),)),
            r"previous\[0\].tasks: request 0 has no pickup",
        ),
        (
            lambda: a_day(delivery(pin="vehicle")),
            r"requests\[0\].pin must be 'none': no previous route has it",
        ),
        (
            lambda: a_day(delivery(), delivery(pin="frozen"), previous=(before(FIRST, SECOND),)),
            r"previous\[0\]: what is frozen must come first",
        ),
    ],
)
def test_relations_that_contradict_are_refused(make, message):
    with pytest.raises(ValueError, match=message):
        make()
