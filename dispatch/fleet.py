"""Groups vehicles that are alike in every respect."""

from __future__ import annotations

from collections import defaultdict

from dispatch.model import DayRequest, Vehicle


def vehicle_groups(request: DayRequest) -> tuple[tuple[Vehicle, ...], ...]:
    """Return the vehicles that have a driver, those alike together."""
    groups: dict[tuple[object, ...], list[Vehicle]] = defaultdict(list)
    for vehicle in request.vehicles:
        if vehicle.driver:
            groups[_alike(vehicle)].append(vehicle)
    return tuple(tuple(group) for group in groups.values())


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
