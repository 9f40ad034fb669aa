"""Checks what a tour carries: temperatures, capacity at every moment, and that nothing is lost."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from dispatch.check_part import TourPart
from dispatch.plan import Stop
from dispatch.violation import PlanViolation
from dispatch.words import kilograms

#: Sums of kilograms and litres are compared with this much tolerance for rounding.
_DUST = 0.01


class LoadCheck(TourPart):
    """Loads and unloads the tour again, parcel by parcel."""

    def violations(self) -> Iterator[PlanViolation]:
        """Yield the broken rules."""
        aboard: dict[str, tuple[float, float]] = {}
        for stop in self._tour.stops:
            for handling in stop.handlings:
                order = self._orders.get(handling.order_id)
                if order is None:
                    yield self._broken(
                        "unknown-order",
                        f"없는 주문 {handling.order_id}",
                        f"order {handling.order_id} does not exist",
                        stop.site_id,
                    )
                    continue
                if order.temperature not in self._vehicle.temperatures:
                    yield self._broken(
                        "temperature",
                        f"{order.order_id}: {order.temperature} 화물을 실을 수 없습니다",
                        f"may not carry the {order.temperature} goods of {order.order_id}",
                        stop.site_id,
                    )
                if handling.action == "load":
                    aboard[order.order_id] = (order.kg, order.litres)
                elif aboard.pop(order.order_id, None) is None:
                    yield self._broken(
                        "not-aboard",
                        f"{order.order_id}이(가) 실려 있지 않습니다",
                        f"unloads {order.order_id}, which is not aboard",
                        stop.site_id,
                    )
                yield from self._capacity(aboard.values(), stop)
            yield from self._load_stated(aboard.values(), stop)
        if aboard:
            names = ", ".join(sorted(aboard))
            yield self._broken(
                "left-aboard", f"내리지 않은 주문: {names}", f"never unloads {names}"
            )

    def _capacity(
        self, aboard: Iterable[tuple[float, float]], stop: Stop
    ) -> Iterator[PlanViolation]:
        kg, litres = (sum(amounts) for amounts in zip((0.0, 0.0), *aboard, strict=True))
        vehicle = self._vehicle
        if kg > vehicle.capacity_kg + _DUST or litres > vehicle.capacity_litres + _DUST:
            yield self._broken(
                "overload",
                f"{kilograms(kg)} kg, {litres:,.0f} l > {vehicle.capacity_kg:,} kg,"
                f" {vehicle.capacity_litres:,} l",
                f"carries {kilograms(kg)} kg and {litres:,.0f} l, it holds"
                f" {vehicle.capacity_kg:,} kg and {vehicle.capacity_litres:,} l",
                stop.site_id,
            )

    def _load_stated(
        self, aboard: Iterable[tuple[float, float]], stop: Stop
    ) -> Iterator[PlanViolation]:
        kg, litres = (sum(amounts) for amounts in zip((0.0, 0.0), *aboard, strict=True))
        # The planner rounds each load up to whole grams and millilitres.
        slack = _DUST * (1 + len(self._orders))
        if abs(kg - stop.load_kg) > slack or abs(litres - stop.load_litres) > slack:
            yield self._broken(
                "load-stated",
                f"출발할 때 {kg:.1f} kg, {litres:.1f} l인데 {stop.load_kg:.1f} kg,"
                f" {stop.load_litres:.1f} l로 적혀 있습니다",
                f"leaves with {kg:.1f} kg and {litres:.1f} l, not {stop.load_kg:.1f} kg and"
                f" {stop.load_litres:.1f} l",
                stop.site_id,
            )
