"""Defines how load dimensions share the room of a vehicle, and says what a trip lacks of it.

The walls between compartments stand where the largest loads of a trip want them, from its beginning
to its end: they can be moved only when the vehicle is emptied and loaded again. So what counts is,
per dimension, the most that the trip ever has aboard.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from routing.validation import MOST_LOAD, whole

if TYPE_CHECKING:
    from routing.problem import Problem, VehicleType
    from routing.solution import Route

__all__ = ["SharedRoom"]


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedRoom:
    """Room that several load dimensions share, with a wall that can stand anywhere.

    Parameters
    ----------
    dimensions
        Two or more load dimensions, in the same unit.
    total
        Room for all of them. On every trip the largest loads of these dimensions, each at its own
        moment of the trip, add up to no more.
    """

    dimensions: tuple[int, ...]
    total: int

    def __post_init__(self) -> None:
        for dimension in self.dimensions:
            whole("dimensions", dimension, 0, MOST_LOAD)
        if len(set(self.dimensions)) != len(self.dimensions) or len(self.dimensions) < 2:
            raise ValueError(
                f"dimensions must be two or more different ones, got {self.dimensions}."
            )
        whole("total", self.total, 0, MOST_LOAD)


def check_compartments(problem: Problem) -> None:
    """Raise ValueError when walls and capacities do not fit together."""
    for index, vehicle_type in enumerate(problem.vehicle_types):
        _fit(f"vehicle_types[{index}]", vehicle_type, len(vehicle_type.capacity))


def _fit(name: str, vehicle_type: VehicleType, dimensions: int) -> None:
    for number, walls in enumerate(vehicle_type.configurations):
        argument = f"{name}.configurations[{number}]"
        if len(walls) != dimensions:
            raise ValueError(f"{argument} must have {dimensions} amounts as capacity has.")
        for amount in walls:
            whole(argument, amount, 0, MOST_LOAD)
    for number, shared in enumerate(vehicle_type.shared_rooms):
        for dimension in shared.dimensions:
            if dimension >= dimensions:
                raise ValueError(
                    f"{name}.shared_rooms[{number}].dimensions must be load dimensions "
                    f"(0 to {dimensions - 1}), got {dimension}."
                )


def lacking(vehicle_type: VehicleType, most: Sequence[int]) -> int:
    """Give the units for which there is no room, however the walls stand; zero where all fits.

    Parameters
    ----------
    most
        Largest load of a trip per dimension.
    """
    missing = [
        sum(most[dimension] for dimension in shared.dimensions) - shared.total
        for shared in vehicle_type.shared_rooms
    ]
    if vehicle_type.configurations:
        missing.append(min(_excess(most, walls) for walls in vehicle_type.configurations))
    return max([0, *missing])


def _excess(most: Iterable[int], walls: Iterable[int]) -> int:
    return sum(max(0, have - room) for have, room in zip(most, walls, strict=True))


def widened(vehicle_type: VehicleType, most: Sequence[int]) -> dict[str, Any]:
    """Give the fields with which what is `lacking` would fit: the walls that want least, wider."""
    rooms = [
        SharedRoom(
            dimensions=shared.dimensions,
            total=max(shared.total, sum(most[dimension] for dimension in shared.dimensions)),
        )
        for shared in vehicle_type.shared_rooms
    ]
    configurations = sorted(vehicle_type.configurations, key=lambda walls: _excess(most, walls))
    if configurations:
        nearest = tuple(max(pair) for pair in zip(most, configurations[0], strict=True))
        configurations[0] = nearest
    return {"configurations": tuple(configurations), "shared_rooms": tuple(rooms)}


def largest_loads(route: Route) -> Iterator[tuple[int, tuple[int, ...]]]:
    """Give where each trip begins (the position of its first visit) and its largest loads."""
    begin, loads = 0, [route.start_load]
    for place, visit in enumerate(route.visits):
        if visit.kind == "reload":
            yield begin, tuple(max(amounts) for amounts in zip(*loads, strict=True))
            begin, loads = place + 1, []
        loads.append(visit.load)
    yield begin, tuple(max(amounts) for amounts in zip(*loads, strict=True))
