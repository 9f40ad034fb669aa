"""Groups the orders that a plan leaves out by their reasons, for people to read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from dispatch.plan import Unserved
from geo.faults import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class UnservedGroup:
    """Orders that are left out for one reason, or for reasons of one kind.

    Parameters
    ----------
    reason, remedy
        Of the first of these orders.
    reasons
        How many different reasons these orders have.
    """

    code: str
    reason: Text
    remedy: Text
    order_ids: tuple[str, ...]
    reasons: int = 1


def group_unserved(unserved: Iterable[Unserved], most: int) -> tuple[UnservedGroup, ...]:
    """Return the reasons with their orders, the most frequent first.

    Parameters
    ----------
    most
        Reasons that stand alone; the others are joined by code, so that a day that goes wrong as a
        whole does not fill a hundred pages.
    """
    alone: dict[tuple[str, Text, Text], list[str]] = {}
    for item in unserved:
        alone.setdefault((item.code, item.reason, item.remedy), []).append(item.order_id)
    ranked = sorted(alone.items(), key=lambda group: -len(group[1]))
    groups = [
        UnservedGroup(code=code, reason=reason, remedy=remedy, order_ids=tuple(order_ids))
        for (code, reason, remedy), order_ids in ranked[:most]
    ]
    return (*groups, *_by_code(ranked[most:]))


def _by_code(
    rest: list[tuple[tuple[str, Text, Text], list[str]]],
) -> Iterable[UnservedGroup]:
    by_code: dict[str, list[tuple[Text, Text, list[str]]]] = {}
    for (code, reason, remedy), order_ids in rest:
        by_code.setdefault(code, []).append((reason, remedy, order_ids))
    for code, items in by_code.items():
        yield UnservedGroup(
            code=code,
            reason=items[0][0],
            remedy=items[0][1],
            order_ids=tuple(order_id for _, _, order_ids in items for order_id in order_ids),
            reasons=len(items),
        )
