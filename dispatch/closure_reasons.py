"""Says which orders closed roads keep out: those that could be served if the roads were open."""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import replace

from dispatch.model import DayRequest
from dispatch.network import Network
from dispatch.options import Options, find_options
from dispatch.plan import Unserved
from dispatch.shut_sites import keep_shut
from geo.closures import Closure
from geo.faults import Text


def freed_by_opening(request: DayRequest, network: Network, options: Options) -> frozenset[str]:
    """Return the orders that nothing but closed roads keeps from being served.

    Parameters
    ----------
    request
        As it was given, with its closures.
    options
        What works with the roads closed.
    """
    stuck = [consignment for consignment in options.chains if not options.ways[consignment]]
    if not request.closures or not stuck:
        return frozenset()
    as_open = replace(request, closures=())
    day = network.day(as_open)
    opened = find_options(keep_shut(as_open, day.shut), day, stuck)
    return frozenset(order.order_id for one in stuck if opened.ways[one] for order in one.orders)


def name_closures(
    found: Sequence[Unserved], closures: Sequence[Closure], freed: Set[str]
) -> tuple[Unserved, ...]:
    """Return the reasons, with the closures before those of orders that these keep out."""
    names = ", ".join(map(str, closures))
    return tuple(_named(one, names) if one.order_id in freed else one for one in found)


def _named(one: Unserved, closures: str) -> Unserved:
    return replace(
        one,
        code="road-closed",
        reason=Text(
            f"도로 통제({closures}) 때문입니다: {one.reason.ko}",
            f"because of a closed road ({closures}): {one.reason.en}",
        ),
        remedy=Text(
            "통제 시간을 피해 시간대를 옮기거나, 통제 구간 너머에 차량을 두세요",
            "move the windows out of the closed hours, or base a vehicle beyond that road",
        ),
    )
