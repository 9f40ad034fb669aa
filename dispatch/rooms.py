"""Asks the routing who keeps orders out of a plan that could be served alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from dispatch import room_reasons as because
from dispatch.chain import Chain
from dispatch.consignments import Consignment
from dispatch.day_network import DayNetwork
from dispatch.drafts import Draft, carried_over
from dispatch.effort import Effort
from dispatch.fleet import driven
from dispatch.loads import Able, Load
from dispatch.model import DayRequest
from dispatch.reason import Reason
from dispatch.translate import COST_UNIT, Translation, translate
from routing.explain import Explanation, explain
from routing.solution import Solution

#: Loads that are asked about between two looks at the clock, and in all.
_AT_ONCE, _MOST = 8, 80


def room_reasons(
    request: DayRequest,
    day: DayNetwork,
    draft: Draft,
    missing: Mapping[Consignment, Chain],
    able: Able,
    *,
    effort: Effort,
) -> dict[Consignment, Reason]:
    """Return why there is no room for consignments, as far as the time allows to find out.

    Parameters
    ----------
    missing
        What the draft leaves out, each by its way.
    able
        Which vehicle types come into question for a leg.
    """
    loads = {
        one: [
            Load(leg=leg, consignments=(one,), vehicle_types=able(leg, one.temperature))
            for leg in chain.legs
        ]
        for one, chain in missing.items()
    }
    extra = [load for legs in loads.values() for load in legs]
    translation = translate(request, day, (*draft.translation.loads, *extra))
    standing = carried_over(draft, translation)
    if standing is None:
        return {}
    known = _Explained(translation, standing, extra, effort)
    found = {one: known.reason(legs, one.priority_cost) for one, legs in loads.items()}
    return {one: reason for one, reason in found.items() if reason is not None}


class _Explained:
    """What the routing says about loads that a standing plan does not carry."""

    def __init__(
        self,
        translation: Translation,
        standing: Solution,
        asked: Sequence[Load],
        effort: Effort,
    ) -> None:
        self._translation = translation
        self._explanations: dict[Load, Explanation] = {}
        numbers = {load: index for index, load in enumerate(translation.loads)}
        wanted = [numbers[load] for load in asked if load in numbers][:_MOST]
        for begin in range(0, len(wanted), _AT_ONCE):
            some = replace(standing, unserved=tuple(wanted[begin : begin + _AT_ONCE]))
            assert translation.problem is not None
            for one in explain(translation.problem, some):
                self._explanations[translation.loads[one.request]] = one
            if effort.over:
                break
        vehicles = {
            id(route): vehicle for vehicle, route in driven(translation.vehicles, standing.routes)
        }
        self._vehicle_id = [
            vehicles[id(route)].vehicle_id if id(route) in vehicles else ""
            for route in standing.routes
        ]

    def reason(self, legs: Sequence[Load], priority_cost: int) -> Reason | None:
        """Return what keeps a consignment out: the first leg without room; None: not known."""
        found = [self._explanations[load] for load in legs if load in self._explanations]
        if not found or len(found) < len(legs):
            return None
        crowded = next((one for one in found if one.code == "crowded_out"), None)
        if crowded is not None:
            return self._crowded_out(crowded, priority_cost)
        prices = [one.price for one in found if one.price is not None]
        if len(prices) < len(found):
            return None
        price = round(sum(prices) / COST_UNIT)
        if price >= priority_cost:
            return because.too_costly(price, priority_cost)
        return because.not_found(price)

    def _crowded_out(self, crowded: Explanation, priority_cost: int) -> Reason | None:
        if crowded.route is None or crowded.price is None:
            return None
        holders = list(dict.fromkeys(self._orders(crowded)))
        price = round(crowded.price / COST_UNIT)
        vehicle_id = self._vehicle_id[crowded.route]
        return because.crowded_out(vehicle_id, holders, price, priority_cost)

    def _orders(self, crowded: Explanation) -> Iterator[str]:
        for request in crowded.holders:
            for consignment in self._translation.loads[request].consignments:
                yield from (order.order_id for order in consignment.orders)
