"""Checks a plan against its request, the map and the timetable: the judge behind `naru check`.

Everything is worked out again from the plan and the rules of the working day. Nothing here knows
how plans are made, so that a mistake there cannot hide itself.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from dispatch.check_orders import check_orders
from dispatch.check_tours import check_tours
from dispatch.model import DayRequest
from dispatch.network import Network
from dispatch.plan import Plan
from dispatch.shut_sites import keep_shut
from dispatch.violation import PlanViolation, broken

_DUST = 0.01


def check_plan(plan: Plan, request: DayRequest, network: Network) -> tuple[PlanViolation, ...]:
    """Return every rule of the working day that a plan breaks; nothing when it is sound.

    Raises
    ------
    InputError
        If the timetable does not cover the date of the request.
    """
    other = _other_request(plan, request)
    if other is not None:
        return (other,)
    day = network.day(request)
    return (
        *check_orders(plan, request),
        *check_tours(plan, keep_shut(request, day.shut), day),
        *_services(plan, request),
        *_totals(plan, request),
    )


def _other_request(plan: Plan, request: DayRequest) -> PlanViolation | None:
    """Say that a plan was made for another day, or for other closed roads."""
    if (plan.date, plan.timezone) != (request.date, request.timezone):
        day = f"{request.date} ({request.timezone})"
        return broken(
            "other-day", str(plan.date), f"요청은 {day}입니다", f"the request is for {day}"
        )
    closures = ", ".join(map(str, request.closures))
    if ", ".join(plan.closures) != closures:
        return broken(
            "other-closures",
            ", ".join(plan.closures) or "-",
            f"요청의 도로 통제는 {closures or '없음'}입니다",
            f"the request closes {closures or 'nothing'}",
        )
    return None


def _services(plan: Plan, request: DayRequest) -> Iterator[PlanViolation]:
    """Check what services carry against their capacity and against the ways of the orders."""
    orders = {order.order_id: order for order in request.orders}
    aboard: dict[str, set[str]] = defaultdict(set)
    for order_plan in plan.orders:
        for step in order_plan.steps:
            if step.by == "service" and order_plan.order_id in orders:
                aboard[step.carrier].add(order_plan.order_id)
    uses = {use.service_id: use for use in plan.services}
    for service in request.services:
        carried = [orders[order_id] for order_id in aboard.get(service.service_id, ())]
        kg, litres = sum(one.kg for one in carried), sum(one.litres for one in carried)
        if kg > service.capacity_kg + _DUST or litres > service.capacity_litres + _DUST:
            yield broken(
                "service-overload",
                service.service_id,
                f"{kg:,.1f} kg, {litres:,.0f} l를 싣지만 {service.capacity_kg:,} kg,"
                f" {service.capacity_litres:,} l까지입니다",
                f"carries {kg:,.1f} kg and {litres:,.0f} l, it holds {service.capacity_kg:,} kg and"
                f" {service.capacity_litres:,} l",
            )
        use = uses.get(service.service_id)
        stated = set(use.order_ids) if use is not None else set()
        if stated != aboard.get(service.service_id, set()):
            yield broken(
                "service-orders",
                service.service_id,
                "실은 주문이 주문 경로와 다릅니다",
                "its orders are not those whose ways use it",
            )
        parcels = sum(one.parcels for one in carried)
        cost = service.cost + service.cost_per_parcel * parcels
        if use is not None and use.cost != cost:
            yield broken(
                "cost-stated",
                service.service_id,
                f"비용이 {use.cost:,}원이 아니라 {cost:,}원입니다",
                f"costs {cost:,} won, not {use.cost:,}",
            )


def _totals(plan: Plan, request: DayRequest) -> Iterator[PlanViolation]:
    """Check the figures at the top of the plan against what is below them."""
    served = {one.order_id for one in plan.orders}
    legs = [leg for tour in plan.tours for leg in (*(s.leg for s in tour.stops), tour.home)]
    totals = plan.totals
    figures = (
        ("orders", totals.orders, len(request.orders)),
        ("served", totals.served, len(served)),
        ("parcels", totals.parcels, sum(order.parcels for order in request.orders)),
        (
            "parcels_served",
            totals.parcels_served,
            sum(order.parcels for order in request.orders if order.order_id in served),
        ),
        ("tours", totals.tours, len(plan.tours)),
        ("distance", totals.distance, sum(tour.distance for tour in plan.tours)),
        ("driving", totals.driving, sum(tour.driving for tour in plan.tours)),
        ("working", totals.working, sum(tour.arrival - tour.departure for tour in plan.tours)),
        ("sailings", totals.sailings, sum(len(leg.boats) for leg in legs)),
        ("cost", totals.cost.total, sum(tour.cost.total for tour in plan.tours)),
        ("service_cost", totals.service_cost, sum(use.cost for use in plan.services)),
    )
    for name, stated, found in figures:
        if stated != found:
            yield broken(
                "totals",
                name,
                f"{stated:,}이(가) 아니라 {found:,}입니다",
                f"is {found:,}, not {stated:,}",
            )
