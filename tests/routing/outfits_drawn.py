"""Gives vehicles of random problems more than plain numbers: speeds, rests and movable walls."""

from dataclasses import replace

from routing.compartments import SharedRoom
from routing.rests import MealWindow, RestRule
from routing.speeds import Speeds


def outfitted(rng, problem):
    """Draw an outfit for the vehicles of a problem, each part now and then."""
    types = list(problem.vehicle_types)
    if rng.random() < 0.3:
        types = [walled(rng, one) for one in types]
    if rng.random() < 0.3:
        types = [rested(rng, one) for one in types]
    speeds = hourly(rng, len(problem.durations)) if rng.random() < 0.2 else ()
    return replace(problem, vehicle_types=tuple(types), speeds=speeds)


def hourly(rng, profiles):
    """Draw speeds for each profile, or none for some."""
    return tuple(
        Speeds(
            changes=tuple(
                (moment, rng.choice([1000, 1000, rng.randint(300, 2000)]))
                for moment in sorted(rng.sample(range(300), rng.choice([1, 2, 4])))
            )
        )
        if rng.random() < 0.8
        else None
        for _ in range(profiles)
    )


def walled(rng, vehicle):
    """Give a vehicle type walls that stand in some places, or anywhere."""
    dimensions = range(len(vehicle.capacity))
    configurations = [
        tuple(rng.randint(0, room) for room in vehicle.capacity) for _ in range(rng.choice([1, 3]))
    ]
    shared = []
    if len(dimensions) > 1:
        chosen = tuple(sorted(rng.sample(dimensions, rng.choice([2, len(dimensions)]))))
        room = sum(vehicle.capacity[dimension] for dimension in chosen)
        shared = [SharedRoom(dimensions=chosen, total=rng.randint(0, room))]
    return replace(
        vehicle,
        configurations=tuple(configurations) if rng.random() < 0.5 else (),
        shared_rooms=tuple(shared) if rng.random() < 0.6 else (),
    )


def rested(rng, vehicle):
    """Give the driver of a vehicle type up to two rest rules and a meal."""
    rules = tuple(
        RestRule(
            rest=rng.randint(1, 20),
            within=rng.randint(20, 120),
            of=rng.choice(["driving", "driving", "work"]),
            counts_waiting=rng.random() < 0.7,
            counts_crossing=rng.random() < 0.7,
        )
        for _ in range(rng.choice([0, 1, 1, 2]))
    )
    opens, duration = rng.randint(0, 200), rng.randint(1, 25)
    meal = MealWindow(
        span=(opens, opens + duration + rng.choice([0, rng.randint(0, 60)])),
        duration=duration,
        counts_waiting=rng.random() < 0.7,
        counts_crossing=rng.random() < 0.7,
    )
    return replace(vehicle, rests=rules, meals=(meal,) if rng.random() < 0.4 else ())
