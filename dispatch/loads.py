"""Gathers the consignments that share a truck leg into loads: what routing decides about."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from dispatch.chain import Chain, TruckLeg
from dispatch.consignments import Consignment, bundle_limits, chunks
from dispatch.fitness import may_serve
from dispatch.model import DayRequest, Temperature


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Load:
    """Consignments of one temperature that travel one truck leg together; equal to no other."""

    leg: TruckLeg
    consignments: tuple[Consignment, ...]

    @property
    def temperature(self) -> Temperature:
        """Of the goods."""
        return self.consignments[0].temperature

    @property
    def parcels(self) -> int:
        """Of all consignments together."""
        return sum(one.parcels for one in self.consignments)

    @property
    def kg(self) -> float:
        """Of all consignments together."""
        return sum(one.kg for one in self.consignments)

    @property
    def litres(self) -> float:
        """Of all consignments together."""
        return sum(one.litres for one in self.consignments)

    @property
    def priority_cost(self) -> int:
        """Won lost when the load is not carried."""
        return sum(one.priority_cost for one in self.consignments)


def gather(request: DayRequest, chosen: Mapping[Consignment, Chain]) -> tuple[Load, ...]:
    """Return the loads of all truck legs of the chosen chains."""
    sharing: dict[tuple[TruckLeg, Temperature], list[Consignment]] = defaultdict(list)
    for consignment, chain in chosen.items():
        for leg in chain.legs:
            sharing[leg, consignment.temperature].append(consignment)
    loads: list[Load] = []
    for (leg, temperature), members in sharing.items():
        limits = _limits(request, leg, temperature)
        loads += [
            Load(leg=leg, consignments=tuple(chunk))
            for chunk in chunks(members, limits, lambda one: (one.kg, one.litres))
        ]
    return tuple(loads)


def alone(legs: Iterable[tuple[TruckLeg, Consignment]]) -> tuple[Load, ...]:
    """Return each leg with nothing but one consignment on it."""
    return tuple(Load(leg=leg, consignments=(consignment,)) for leg, consignment in legs)


def _limits(request: DayRequest, leg: TruckLeg, temperature: Temperature) -> tuple[float, float]:
    sites = [site for site in request.sites if site.site_id in (leg.from_site, leg.to_site)]
    return bundle_limits(
        vehicle
        for vehicle in request.vehicles
        if vehicle.driver and may_serve(vehicle, sites, temperature, 0, 0)
    )
