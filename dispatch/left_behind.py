"""Explains why orders that could be served are not in this plan."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from dispatch import reason as because
from dispatch import room_reasons as room
from dispatch.consignments import Consignment
from dispatch.drafts import Draft
from dispatch.model import Service
from dispatch.options import Options
from dispatch.prices import Left
from dispatch.reason import Reason


class LeftBehind:
    """What a draft leaves out although some way of it works."""

    def __init__(self, draft: Draft, left: Left, options: Options) -> None:
        self._left = left
        self._options = options
        self._aboard: dict[str, list[Consignment]] = defaultdict(list)
        for consignment, chain in draft.served.items():
            for service in chain.services:
                self._aboard[service.service_id].append(consignment)

    def reason(self, consignment: Consignment) -> Reason:
        """Name services without room, a price above its worth, or who holds its room."""
        if consignment not in self._left.wanted:
            return self._not_wanted(consignment)
        known = room.left_for(self._left.prices.get(consignment), consignment.priority_cost)
        if known.price is not None:
            return known
        return self._left.reasons.get(consignment, known)

    def _not_wanted(self, consignment: Consignment) -> Reason:
        ways = self._options.ways[consignment]
        fitting = [way for way in ways if self._has_room(way.chain.services, consignment)]
        if not fitting:
            return because.services_full([s for way in ways for s in way.chain.services])
        cost = min(
            way.carriage + way.service_cost(consignment.parcels, self._aboard.keys())
            for way in fitting
        )
        return room.left_for(cost, consignment.priority_cost)

    def _has_room(self, services: Sequence[Service], consignment: Consignment) -> bool:
        for service in services:
            aboard = self._aboard.get(service.service_id, [])
            kg = sum(one.kg for one in aboard) + consignment.kg
            litres = sum(one.litres for one in aboard) + consignment.litres
            if kg > service.capacity_kg or litres > service.capacity_litres:
                return False
        return True
