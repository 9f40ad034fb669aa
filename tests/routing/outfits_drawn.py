"""Gives vehicles of random problems what is more than plain numbers: rests and movable walls."""

from dataclasses import replace

from routing.compartments import SharedRoom
from routing.rests import MealWindow, RestRule


def outfitted(rng, problem):
    """Draw an outfit for the vehicles of a problem, each part now and then."""
    types = list(problem.vehicle_types)
    if rng.random() < 0.3:
        types = [walled(rng, one) for one in types]
    if rng.random() < 0.3:
        types = [rested(rng, one) for one in types]
    return replace(problem, vehicle_types=tuple(types))


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
