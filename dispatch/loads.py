"""Gathers the consignments that share a truck leg into loads: what routing decides about."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property

from dispatch.chain import Chain, TruckLeg
from dispatch.consignments import Consignment, bundle_limits, chunks
from dispatch.fleet import vehicle_groups
from dispatch.model import DayRequest, Temperature

#: Which vehicle types can do nothing but a leg with goods of a temperature.
Able = Callable[[TruckLeg, Temperature], frozenset[int]]


@dataclass(frozen=True, kw_only=True, eq=False)
class Load:
    """Consignments that travel one truck leg together; equal to no other load.

    Parameters
    ----------
    vehicle_types
        Types of vehicles that come into question, as far as that is known; None for all.
    """

    leg: TruckLeg
    consignments: tuple[Consignment, ...]
    vehicle_types: frozenset[int] | None = None

    @cached_property
    def temperatures(self) -> frozenset[Temperature]:
        """Of the goods."""
        return frozenset(one.temperature for one in self.consignments)

    @cached_property
    def parcels(self) -> int:
        """Of all consignments together."""
        return sum(one.parcels for one in self.consignments)

    @cached_property
    def kg(self) -> float:
        """Of all consignments together."""
        return sum(one.kg for one in self.consignments)

    @cached_property
    def litres(self) -> float:
        """Of all consignments together."""
        return sum(one.litres for one in self.consignments)

    @cached_property
    def priority_cost(self) -> int:
        """Won lost when the load is not carried."""
        return sum(one.priority_cost for one in self.consignments)


def gather(
    request: DayRequest, chosen: Mapping[Consignment, Chain], able: Able
) -> tuple[Load, ...]:
    """Return the loads of all truck legs of the chosen chains.

    Goods of different temperatures go into one load where the same vehicles come into question for
    them: fewer loads leave the routing more time for each.
    """
    sharing: dict[tuple[TruckLeg, frozenset[int]], list[Consignment]] = defaultdict(list)
    for consignment, chain in chosen.items():
        for leg in chain.legs:
            sharing[leg, able(leg, consignment.temperature)].append(consignment)
    groups = vehicle_groups(request)
    loads: list[Load] = []
    for (leg, types), members in sharing.items():
        limits = bundle_limits(groups[index][0] for index in types)
        loads += [
            Load(leg=leg, consignments=tuple(chunk), vehicle_types=types)
            for chunk in chunks(members, limits, lambda one: (one.kg, one.litres))
        ]
    return tuple(loads)
