"""Draws random problems over the whole model: small, odd, often hardly feasible."""

import random

import numpy as np
from hypothesis import strategies as st

from routing.problem import (
    HORIZON,
    Link,
    Location,
    Problem,
    Request,
    SoftWindow,
    Task,
    VehicleType,
)

#: The day of most random problems; seconds.
DAY = 300


def random_problem(
    rng: random.Random, *, requests=6, locations=7, at_least=0, reloads=True, gaps=True
):
    """Draw a problem with at most so many requests and locations, and at least so many requests.

    With `gaps` some roads may be missing although a way over other places leads there.
    """
    count = rng.randint(1, locations)
    zones = rng.choice([1, 1, 2, 2, 3])
    places = tuple(
        Location(
            name=str(index),
            zone=rng.randrange(zones),
            access=rng.choice([0, 0, rng.randint(1, 15)]),
        )
        for index in range(count)
    )
    dimensions = rng.choice([0, 1, 1, 2, 3])
    profiles = rng.choice([1, 1, 2])
    reloads = reloads and rng.random() < 0.4
    types = tuple(
        _vehicle_type(rng, count, dimensions, profiles, reloads) for _ in range(rng.randint(1, 3))
    )
    matrices = [_matrices(rng, places, gaps) for _ in range(profiles)]
    return Problem(
        locations=places,
        requests=tuple(
            _request(rng, count, dimensions, len(types))
            for _ in range(rng.randint(at_least, requests))
        ),
        vehicle_types=types,
        durations=tuple(durations for durations, _ in matrices),
        distances=tuple(distances for _, distances in matrices),
        links=_links(rng, places, len(types)),
        tolls=_tolls(rng, count, profiles),
    )


def problems(**limits):
    """Random problems as a hypothesis strategy that shrinks."""
    return st.randoms(use_true_random=False).map(lambda rng: random_problem(rng, **limits))


def _matrices(rng, places, gaps):
    """Seconds and metres between places: mostly planar, sometimes crooked, one-way or missing."""
    size, spread = len(places), rng.choice([0, 10, 60])
    spots = [(rng.randint(0, spread), rng.randint(0, spread)) for _ in places]
    crooked, missing = rng.choice([0, 0, 10]), rng.choice([0.0, 0.0, 0.1])
    missing = missing if gaps else 0.0
    durations = np.zeros((size, size), dtype=np.int32)
    for here in range(size):
        for there in range(size):
            if here != there:
                (x, y), (u, v) = spots[here], spots[there]
                durations[here, there] = abs(x - u) + abs(y - v) + rng.randint(0, crooked)
                if places[here].zone != places[there].zone or rng.random() < missing:
                    durations[here, there] = -1
    kind = rng.choice(["same", "same", "multiple", "free"])
    if kind == "same":
        return durations, durations
    distances = durations * rng.randint(0, 12)
    if kind == "free":
        distances = np.array(
            [[rng.randint(0, 900) if a != b else 0 for a in range(size)] for b in range(size)]
        )
    return durations, np.where(durations < 0, -1, distances).astype(np.int32)


def _tolls(rng, size, profiles):
    if rng.random() < 0.8:
        return ()
    tolls = [
        [
            [rng.choice([0, rng.randint(0, 90)]) if a != b else 0 for a in range(size)]
            for b in range(size)
        ]
        for _ in range(profiles)
    ]
    return tuple(np.array(matrix, dtype=np.int32) for matrix in tolls)


def _vehicle_type(rng, locations, dimensions, profiles, reloads):
    opens = rng.choice([0, 0, rng.randint(0, 60)])
    shift = (opens, rng.choice([HORIZON, HORIZON, opens + rng.randint(0, DAY)]))
    return VehicleType(
        count=rng.choice([0, 1, 1, 2, 2, 3]),
        start=rng.choice([0, None, rng.randrange(locations)]),
        end=rng.choice([0, None, rng.randrange(locations)]),
        capacity=tuple(rng.randint(2, 14) for _ in range(dimensions)),
        shift=shift,
        max_duration=rng.choice([None, None, None, rng.randint(0, DAY)]),
        max_distance=rng.choice([None, None, None, rng.randint(0, 600)]),
        fixed_cost=rng.choice([0, rng.randint(0, 500)]),
        unit_distance_cost=rng.choice([0, 1, 3]),
        unit_duration_cost=rng.choice([0, 0, 1, 2]),
        profile=rng.randrange(profiles),
        max_stops=rng.choice([None, None, None, rng.randint(0, 6)]),
        overtime_after=rng.choice([None, None, None, rng.randint(0, DAY)]),
        unit_overtime_cost=rng.randint(0, 3),
        reloads=_reloads(rng, locations) if reloads else (),
        max_trips=rng.choice([None, None, None, rng.randint(0, 3)]),
    )


def _reloads(rng, locations):
    return tuple(
        Task(
            location=rng.randrange(locations),
            windows=_windows(rng),
            service=rng.choice([0, 0, rng.randint(1, 20)]),
            closed=_closed(rng),
        )
        for _ in range(rng.choice([0, 1, 1, 1, 2]))
    )


def _closed(rng):
    if rng.random() < 0.85:
        return ()
    edges = sorted(rng.sample(range(DAY), 2 * rng.choice([1, 1, 2])))
    return tuple((edges[i], edges[i + 1]) for i in range(0, len(edges), 2))


def _soft(rng):
    if rng.random() < 0.92:
        return None
    opens = rng.randint(0, DAY)
    return SoftWindow(
        span=(opens, opens + rng.choice([0, rng.randint(0, 60)])),
        early_cost=rng.choice([0, rng.randint(0, 4)]),
        late_cost=rng.choice([0, rng.randint(0, 4)]),
    )


def _windows(rng):
    if rng.random() < 0.5:
        return ((0, HORIZON),)
    edges = sorted(rng.sample(range(DAY), 2 * rng.choice([1, 1, 2, 3])))
    windows = [(edges[i], edges[i + 1]) for i in range(0, len(edges), 2)]
    if rng.random() < 0.2:
        windows[-1] = (windows[-1][0], windows[-1][0])  # a window of one second
    return tuple(windows)


def _request(rng, locations, dimensions, types):
    def task():
        return Task(
            location=rng.randrange(locations),
            windows=_windows(rng),
            service=rng.choice([0, 0, rng.randint(1, 30)]),
            closed=_closed(rng),
            soft=_soft(rng),
        )

    kind = rng.choice(["pickup", "delivery", "pair", "pair"])
    allowed = frozenset(index for index in range(types) if rng.random() < 0.7)
    return Request(
        pickup=task() if kind != "delivery" else None,
        delivery=task() if kind != "pickup" else None,
        load=tuple(rng.choice([0, rng.randint(0, 8)]) for _ in range(dimensions)),
        prize=rng.choice([None, None, rng.randint(0, 400)]),
        vehicle_types=rng.choice([None, None, None, allowed]),
        release=rng.choice([0] * 9 + [rng.randint(0, DAY)]),
        max_age=rng.randint(0, DAY) if kind != "pickup" and rng.random() < 0.1 else None,
        max_aboard=rng.choice([None] * 9 + [rng.randint(0, 100)]),
    )


def _links(rng, places, types):
    apart = [
        (a, b)
        for a in range(len(places))
        for b in range(len(places))
        if places[a].zone != places[b].zone
    ]
    if not apart:
        return ()
    links = []
    for _ in range(rng.choice([3, 40, 80])):
        board, alight = rng.choice(apart)
        ready = rng.randint(0, 2 * DAY)
        departure = ready + rng.choice([0, 10])
        links.append(
            Link(
                board=board,
                alight=alight,
                ready=ready,
                departure=departure,
                arrival=departure + rng.randint(0, 40),
                costs=tuple(
                    rng.choice([None, 0, rng.randint(0, 90), rng.randint(0, 90)])
                    for _ in range(types)
                ),
                distance=rng.randint(0, 99),
            )
        )
    return tuple(links)
