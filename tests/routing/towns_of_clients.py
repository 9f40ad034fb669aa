"""Draws towns of clients around a depot: problems of one kind, each for one level of the kernel."""

import random

import numpy as np

from routing.problem import HORIZON, Location, Problem, Request, Task, VehicleType


def matrix(spots):
    """Straight distances between places, in whole metres."""
    points = np.array(spots, dtype=float)
    return np.rint(np.hypot(*(points[:, None] - points[None]).T)).astype(np.int32)


def town(clients=30, *, windows=False, pairs=False, seed=1, vehicles=None, capacity=(20,)):
    """A depot at location 0 and clients around it; with pairs, goods come from other clients."""
    rng = random.Random(seed)
    spots = [(50, 50), *((rng.randint(0, 99), rng.randint(0, 99)) for _ in range(clients))]
    distances = matrix(spots)

    def task(location, earliest=0):
        opens = earliest + rng.randint(0, 400)
        return Task(
            location=location,
            windows=((opens, opens + 200),) if windows else ((0, HORIZON),),
            service=5,
        )

    def pair(location):
        # The delivery opens late enough to be reached from any place after the pick-up.
        pickup, delivery = task(rng.choice(places)), task(location, earliest=600)
        return Request(pickup=pickup, delivery=delivery, load=(rng.randint(1, 8),))

    places = range(1, clients + 1)
    requests = tuple(
        pair(i) if pairs else Request(delivery=task(i), load=(rng.randint(1, 8),)) for i in places
    )
    return Problem(
        locations=tuple(Location(x=x, y=y) for x, y in spots),
        requests=requests,
        vehicle_types=(VehicleType(count=vehicles or clients, capacity=capacity),),
        durations=(distances,),
        distances=(distances,),
    )
