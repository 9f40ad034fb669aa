"""Groups vehicles that are alike in every respect, and gives routes to them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from dispatch.model import DayRequest, Vehicle
from routing.solution import Route


def vehicle_groups(request: DayRequest) -> tuple[tuple[Vehicle, ...], ...]:
    """Return the vehicles that have a driver, those alike together."""
    groups: dict[tuple[object, ...], list[Vehicle]] = defaultdict(list)
    for vehicle in request.vehicles:
        if vehicle.driver:
            groups[_alike(vehicle)].append(vehicle)
    return tuple(tuple(group) for group in groups.values())


def driven(
    vehicles: Sequence[Sequence[Vehicle]], routes: Iterable[Route]
) -> Iterator[tuple[Vehicle, Route]]:
    """Give the routes of each type to its vehicles, the earliest to the first."""
    by_type: dict[int, list[Route]] = defaultdict(list)
    for route in routes:
        by_type[route.vehicle_type].append(route)
    for vehicle_type, group in sorted(by_type.items()):
        group.sort(key=lambda route: (route.departure, route.tasks))
        yield from zip(vehicles[vehicle_type], group, strict=False)


def _alike(vehicle: Vehicle) -> tuple[object, ...]:
    return (
        vehicle.class_id,
        vehicle.profile,
        vehicle.capacity_kg,
        vehicle.capacity_litres,
        vehicle.height_m,
        vehicle.length_m,
        vehicle.weight_kg,
        vehicle.temperatures,
        vehicle.start_site,
        vehicle.end_site,
        vehicle.shift,
        vehicle.max_shift,
        vehicle.fixed_cost,
        vehicle.cost_per_km,
        vehicle.cost_per_hour,
    )
