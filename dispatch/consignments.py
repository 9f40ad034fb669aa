"""Bundles orders that travel alike into consignments, so that they are decided together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

from dispatch.fitness import may_serve
from dispatch.model import DayRequest, Order, Service, Temperature, Vehicle

#: A bundle fills no more than this part of the smallest vehicle or service that may carry it:
#: large enough to keep the searches small, small enough that these can still be filled well.
_LARGEST_PART = 1 / 3

_Item = TypeVar("_Item")


@dataclass(frozen=True, kw_only=True, eq=False)
class Consignment:
    """Orders with one origin, destination, temperature, windows and time limit.

    Each is itself and equal to no other, so that it can be a key without looking at its orders.
    """

    orders: tuple[Order, ...]

    @property
    def first(self) -> Order:
        """The order that speaks for all."""
        return self.orders[0]

    @cached_property
    def temperature(self) -> Temperature:
        """Of the goods."""
        return self.first.temperature

    @cached_property
    def parcels(self) -> int:
        """Of all orders together."""
        return sum(order.parcels for order in self.orders)

    @cached_property
    def kg(self) -> float:
        """Of all orders together."""
        return sum(order.kg for order in self.orders)

    @cached_property
    def litres(self) -> float:
        """Of all orders together."""
        return sum(order.litres for order in self.orders)

    @cached_property
    def priority_cost(self) -> int:
        """Won lost when the consignment is not served."""
        return sum(order.priority_cost for order in self.orders)


def consignments(request: DayRequest) -> tuple[Consignment, ...]:
    """Bundle the orders of a request; the result is in the order in which they were given."""
    groups: dict[Hashable, list[Order]] = defaultdict(list)
    for order in request.orders:
        groups[order.likeness].append(order)
    sites = {site.site_id: site for site in request.sites}
    made = []
    for group in groups.values():
        first = group[0]
        ends = (sites[first.origin], sites[first.destination])
        carriers: list[Vehicle | Service] = [
            *(
                vehicle
                for vehicle in request.vehicles
                if vehicle.driver and may_serve(vehicle, ends, {first.temperature}, 0, 0)
            ),
            *(one for one in request.services if first.temperature in one.temperatures),
        ]
        limits = bundle_limits(carriers)
        made += [
            Consignment(orders=tuple(chunk))
            for chunk in chunks(group, limits, lambda order: (order.kg, order.litres))
        ]
    return tuple(made)


def bundle_limits(carriers: Iterable[Vehicle | Service]) -> tuple[float, float]:
    """Return the kilograms and litres that a bundle for any of the carriers should not exceed."""
    sizes = [(carrier.capacity_kg, carrier.capacity_litres) for carrier in carriers]
    if not sizes:
        return float("inf"), float("inf")
    return (
        min(kg for kg, _ in sizes) * _LARGEST_PART,
        min(litres for _, litres in sizes) * _LARGEST_PART,
    )


def chunks(
    items: Sequence[_Item],
    limits: tuple[float, float],
    size: Callable[[_Item], tuple[float, float]],
) -> Iterator[list[_Item]]:
    """Split items, in their order, so that no chunk of several exceeds the limits."""
    chunk: list[_Item] = []
    kg = litres = 0.0
    for item in items:
        more_kg, more_litres = size(item)
        if chunk and (kg + more_kg > limits[0] or litres + more_litres > limits[1]):
            yield chunk
            chunk, kg, litres = [], 0.0, 0.0
        chunk.append(item)
        kg, litres = kg + more_kg, litres + more_litres
    if chunk:
        yield chunk
