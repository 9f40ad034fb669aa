"""Says what would have to change least for an order that no vehicle can serve even alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from dispatch.chain import TruckLeg
from dispatch.consignments import Consignment
from dispatch.day_network import DayNetwork
from dispatch.effort import Effort
from dispatch.loads import Load
from dispatch.model import DayRequest, Temperature
from dispatch.reason import Reason
from dispatch.translate import Translation, translate
from dispatch.words import clock, duration
from geo.faults import Text
from routing.alone import Relaxation
from routing.explain import explain
from routing.solution import Solution

#: Legs that are looked into; each takes some hundredths of a second.
_MOST = 40


class LeastChanges:
    """The least changes of a day, each leg looked into once while there is time."""

    def __init__(self, request: DayRequest, day: DayNetwork, effort: Effort) -> None:
        self._request = request
        self._day = day
        self._effort = effort
        self._known: dict[tuple[TruckLeg, Temperature], Text | None] = {}

    def added(self, reason: Reason, leg: TruckLeg, consignment: Consignment) -> Reason:
        """Return a reason with the least change in its remedy, where one is known."""
        key = leg, consignment.temperature
        if key not in self._known:
            if len(self._known) >= _MOST or self._effort.over:
                return reason
            self._known[key] = self._change(leg, consignment)
        change = self._known[key]
        if change is None:
            return reason
        remedy = reason.remedy
        return replace(
            reason,
            remedy=Text(
                f"{remedy.ko}. 가장 작은 변경: {change.ko}",
                f"{remedy.en}; the least change: {change.en}",
            ),
        )

    def _change(self, leg: TruckLeg, consignment: Consignment) -> Text | None:
        load = Load(leg=leg, consignments=(consignment,))
        translation = translate(self._request, self._day, (load,))
        if translation.problem is None:
            return None
        nothing = Solution(routes=(), unserved=(0,), cost=0)
        [found] = explain(translation.problem, nothing)
        if found.code != "impossible" or found.vehicle_type is None:
            return None
        vehicle_id = translation.vehicles[found.vehicle_type][0].vehicle_id
        return _words(found.relaxations, translation, vehicle_id)


def _words(changes: Sequence[Relaxation], translation: Translation, vehicle_id: str) -> Text | None:
    """Put all changes into words; None where one of them cannot be measured."""
    words = [_one(change, translation) for change in changes]
    known = [one for one in words if one is not None]
    if not known or len(known) < len(words):
        return None
    return Text(
        f"{vehicle_id}에서 " + ", ".join(one.ko for one in known),
        ", ".join(one.en for one in known) + f" (with {vehicle_id})",
    )


def _one(change: Relaxation, translation: Translation) -> Text | None:
    amount = duration(-(-change.amount // 60) * 60)
    match change.rule, change.kind:
        case "window", "pickup":
            return Text(f"상차 마감을 {amount} 늦추기", f"let loading begin {amount} later")
        case "window", _:
            return Text(f"하차 마감을 {amount} 늦추기", f"let unloading begin {amount} later")
        case "shift", _:
            return Text(f"근무 종료를 {amount} 늦추기", f"end the shift {amount} later")
        case "max-duration", _:
            return Text(f"최대 근무를 {amount} 늘리기", f"allow {amount} more per day of work")
        case "sailing", _ if change.link is not None:
            first = translation.connections[change.link].sailings[0]
            name = f"{first.vessel} {clock(first.departure)}"
            return Text(f"{name} 편이 {amount} 늦게 출발", f"{name} leaving {amount} later")
    return None
