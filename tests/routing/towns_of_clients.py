"""Draws towns of clients around a depot: problems of one kind, each for one level of the kernel."""

import random

import numpy as np

from routing.problem import HORIZON, Location, Problem, Request, Task, VehicleType


def matrix(spots):
    """Straight distances between places, in whole metres."""
    points = np.array(spots, dtype=float)
    return np.rint(np.hypot(*(points[:, None] - points[None]).T)).astype(np.int32)


def town(clients=30, *, windows=False, pairs=False, seed=1, vehicles=None, capacity=(20,)):
    """A depot at location 0 and clients around it; with pairs, every client's goods come from another."""
    rng = random.Random(seed)
    spots = [(50, 50), *((rng.randint(0, 99), rng.randint(0, 99)) for _ in range(clients))]
    distances = matrix(spots)

    def task(location):
        opens = rng.randint(0, 400)
        return Task(
            location=location,
            windows=((opens, opens + 200),) if windows else ((0, HORIZON),),
            service=5,
        )

    places = range(1, clients + 1)
    requests = tuple(
        Request(pickup=task(rng.choice(places)), delivery=task(i), load=(rng.randint(1, 8),))
        if pairs
        else Request(delivery=task(i), load=(rng.randint(1, 8),))
        for i in places
    )
    return Problem(
        locations=tuple(Location(x=x, y=y) for x, y in spots),
        requests=requests,
        vehicle_types=(VehicleType(count=vehicles or clients, capacity=capacity),),
        durations=(distances,),
        distances=(distances,),
    )
