"""Islands in a chain, several ports each, decks that fill up: tiny plans are optimal."""

import random
from itertools import pairwise

import numpy as np
import pytest

from routing.problem import Link, Location, Problem, Request, Task, VehicleType
from routing.relations import Relations, Sailing
from routing.solve import solve
from routing.stop import MaxIterations
from tests.routing.enumeration import best_plan, rank
from tests.routing.whole_model import faults_of

#: Mainland and two islands in a chain, all with two ports and two places of clients:
#:
#:     depot, port A, port B ~~~ port C, port D, clients ~~~ port E, port F, clients
#:
#: as location numbers 0 to 2, 3 to 6 and 7 to 10.
ZONES = (0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2)
PORTS = ((1, 2), (3, 4), (7, 8))
CLIENTS = (5, 6, 9, 10)


def voyage(rng, stops, departure):
    """Call at one port of each island in turn: the stretches, as port, departure, port, arrival."""
    stretches = []
    for island, following in pairwise(stops):
        arrival = departure + rng.randint(20, 40)
        port = stretches[-1][2] if stretches else rng.choice(PORTS[island])
        stretches.append((port, departure, rng.choice(PORTS[following]), arrival))
        departure = arrival + rng.randint(0, 10)
    return stretches


def archipelago(seed):
    """Draw a timetable of vessels with few places, two or three clients and two vans."""
    rng = random.Random(seed)
    sailings, links = [], []
    for begin in range(20, 320, 60):
        stops = rng.choice([(0, 1, 2), (0, 1), (2, 1, 0), (1, 0), (2, 1), (1, 2)])
        stretches = voyage(rng, stops, begin + rng.randint(0, 30))
        first = len(sailings)
        sailings += [Sailing(capacity=rng.choice([1, 1, 2])) for _ in stretches]
        for i in range(len(stretches)):
            for j in range(i, len(stretches)):
                port, departure, _, _ = stretches[i]
                links.append(
                    Link(
                        board=port,
                        alight=stretches[j][2],
                        ready=max(0, departure - rng.choice([0, 5])),
                        departure=departure,
                        arrival=stretches[j][3],
                        costs=(rng.randint(0, 20),) * 2,
                        sailings=tuple(range(first + i, first + j + 1)),
                    )
                )
    zone = np.array(ZONES)
    roads = np.array([[rng.randint(1, 15) for _ in ZONES] for _ in ZONES], dtype=np.int32)
    roads[zone[:, None] != zone[None, :]] = -1
    np.fill_diagonal(roads, 0)
    return Problem(
        locations=tuple(Location(zone=zone) for zone in ZONES),
        requests=tuple(
            Request(
                delivery=Task(location=rng.choice(CLIENTS), service=rng.choice([0, 5])),
                load=(rng.choice([1, 2]),),
                prize=rng.choice([None, 300]),
            )
            for _ in range(rng.choice([2, 3]))
        ),
        vehicle_types=(
            VehicleType(capacity=(2,), shift=(0, 400), unit_duration_cost=rng.choice([0, 1])),
            VehicleType(capacity=(3,), shift=(0, 450), deck_units=rng.choice([1, 2])),
        ),
        durations=(roads,),
        distances=(roads,),
        links=tuple(links),
        relations=Relations(sailings=tuple(sailings)),
    )


@pytest.mark.kernel
@pytest.mark.parametrize("batch", range(4))
def test_vans_share_the_boats_as_well_as_enumeration(batch):
    for seed in range(15 * batch, 15 * (batch + 1)):
        problem = archipelago(seed)
        best, found = best_plan(problem), solve(problem, MaxIterations(2000), seed=seed)
        assert faults_of(problem, found) == []
        assert rank(problem, found.routes, found.unserved) == rank(
            problem, best.routes, best.unserved
        ), f"seed {seed}"


def test_the_decks_of_these_islands_do_fill_up():
    plans = [solve(archipelago(seed), MaxIterations(500)) for seed in range(60)]
    assert sum(any(route.yields for route in plan.routes) for plan in plans) >= 5
