"""Gives the vehicles of random problems what needs more than plain numbers: movable walls."""

from dataclasses import replace

from routing.compartments import SharedRoom


def outfitted(rng, problem):
    """Draw an outfit for the vehicles of a problem, each part now and then."""
    types = list(problem.vehicle_types)
    if rng.random() < 0.3:
        types = [walled(rng, one) for one in types]
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
