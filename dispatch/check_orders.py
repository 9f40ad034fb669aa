"""Checks the way of every order: served once, hand-overs, hours, cut-offs and time limits."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import pairwise

from dispatch.model import DayRequest, Order, Service, Window
from dispatch.plan import OrderPlan, Plan, Step, Stop
from dispatch.violation import PlanViolation, broken
from dispatch.words import clock, duration

#: Later than any window of a day's request.
_LATEST = 8 * 86_400


def check_orders(plan: Plan, request: DayRequest) -> Iterator[PlanViolation]:
    """Yield the rules that ways of orders break."""
    yield from _each_once(plan, request)
    check = _OrderCheck(plan, request)
    orders = {order.order_id: order for order in request.orders}
    for order_plan in plan.orders:
        if order_plan.order_id in orders:
            yield from check.violations(orders[order_plan.order_id], order_plan)
    yield from check.unasked()


def _each_once(plan: Plan, request: DayRequest) -> Iterator[PlanViolation]:
    answers = Counter([one.order_id for one in plan.orders])
    answers.update(one.order_id for one in plan.unserved)
    known = {order.order_id for order in request.orders}
    for order_id in known:
        if answers[order_id] != 1:
            yield broken(
                "order-once",
                order_id,
                f"계획에 {answers[order_id]}번 나옵니다 (한 번이어야 합니다)",
                f"is answered {answers[order_id]} times, it must be once",
            )
    for order_id in sorted(answers.keys() - known):
        yield broken("unknown-order", order_id, "요청에 없는 주문입니다", "was not asked for")
    for unserved in plan.unserved:
        if not unserved.code or not unserved.reason.ko or not unserved.reason.en:
            yield broken(
                "no-reason", unserved.order_id, "미배송 이유가 없습니다", "is left out unexplained"
            )


class _OrderCheck:
    """Follows orders through tours and services."""

    def __init__(self, plan: Plan, request: DayRequest) -> None:
        self._sites = {site.site_id: site for site in request.sites}
        self._services = {service.service_id: service for service in request.services}
        #: Where and when each vehicle handles each order: (vehicle, order, action) -> stops.
        self._handled: dict[tuple[str, str, str], list[Stop]] = {}
        for tour in plan.tours:
            for stop in tour.stops:
                for one in stop.handlings:
                    key = (tour.vehicle_id, one.order_id, one.action)
                    self._handled.setdefault(key, []).append(stop)
        self._explained: Counter[tuple[str, str, str]] = Counter()

    def violations(self, order: Order, order_plan: OrderPlan) -> Iterator[PlanViolation]:
        steps = order_plan.steps
        places = [order.origin, *(step.to_site for step in steps)]
        begins = [step.from_site for step in steps]
        if not steps or begins != places[:-1] or places[-1] != order.destination:
            yield broken(
                "way-broken",
                order.order_id,
                "출발지에서 도착지까지 이어지지 않습니다",
                "its way does not lead from origin to destination",
            )
            return
        for step in steps:
            yield from self._step(order, step)
        for before, after in pairwise(steps):
            yield from self._hand_over(order, before, after)
        yield from self._hours(order, steps)
        taken = steps[-1].arrival - steps[0].departure
        if order.max_time is not None and taken > order.max_time:
            yield broken(
                "max-time",
                order.order_id,
                f"{duration(taken)} 걸려 제한 {duration(order.max_time)}을 넘습니다",
                f"takes {duration(taken)}, the limit is {duration(order.max_time)}",
            )

    def unasked(self) -> Iterator[PlanViolation]:
        """Yield handlings that belong to no order's way."""
        for key, stops in self._handled.items():
            if self._explained[key] != len(stops):
                vehicle_id, order_id, action = key
                yield broken(
                    "handling-unasked",
                    f"{vehicle_id}, {order_id}",
                    f"경로에 없는 작업입니다 ({action})",
                    f"is handled without being on its way ({action})",
                )

    # -- single steps -----------------------------------------------------------------------------

    def _step(self, order: Order, step: Step) -> Iterator[PlanViolation]:
        if step.arrival < step.departure:
            yield broken(
                "times-in-order",
                order.order_id,
                f"{clock(step.departure)} 출발, {clock(step.arrival)} 도착",
                f"leaves at {clock(step.departure)} and arrives at {clock(step.arrival)}",
            )
        if step.by == "vehicle":
            yield from self._ride(order, step)
        elif step.by == "service":
            yield from self._carriage(order, step)
        elif step.by != "own" or not self._is_own(step):
            yield broken(
                "not-own",
                order.order_id,
                f"{step.from_site}에서 {step.to_site}까지 스스로 옮기지 않습니다",
                f"nobody brings goods from {step.from_site} to {step.to_site}",
            )

    def _is_own(self, step: Step) -> bool:
        """Whether the people of one end use the other as their drop site."""
        start, end = self._sites.get(step.from_site), self._sites.get(step.to_site)
        return (start is not None and start.drop_site == step.to_site) or (
            end is not None and end.drop_site == step.from_site
        )

    def _ride(self, order: Order, step: Step) -> Iterator[PlanViolation]:
        ends = (
            ("load", step.from_site, step.departure),
            ("unload", step.to_site, step.arrival),
        )
        for action, site_id, moment in ends:
            key = (step.carrier, order.order_id, action)
            stops = [s for s in self._handled.get(key, []) if s.site_id == site_id]
            if not any(stop.start <= moment <= stop.finish for stop in stops):
                yield broken(
                    "not-handled",
                    f"{order.order_id}, {step.carrier}",
                    f"{clock(moment)}에 {site_id}에서 다루지 않습니다 ({action})",
                    f"is not handled at {site_id} at {clock(moment)} ({action})",
                )
            else:
                self._explained[key] += 1

    def _carriage(self, order: Order, step: Step) -> Iterator[PlanViolation]:
        service = self._services.get(step.carrier)
        if service is None:
            yield broken(
                "unknown-service",
                order.order_id,
                f"{step.carrier} 편은 그날 없습니다",
                f"service {step.carrier} does not run on that day",
            )
            return
        stated = (step.from_site, step.to_site, step.departure)
        if stated != (service.from_site, service.to_site, service.departure) or (
            step.arrival < service.arrival
        ):
            yield broken(
                "service-stated",
                f"{order.order_id}, {service.service_id}",
                "편의 장소나 시각이 다릅니다",
                "places or times are not those of the service",
            )
        if order.temperature not in service.temperatures:
            yield broken(
                "temperature",
                f"{order.order_id}, {service.service_id}",
                f"{order.temperature} 화물을 싣지 않는 편입니다",
                f"the service does not carry {order.temperature} goods",
            )

    # -- between steps ----------------------------------------------------------------------------

    def _hand_over(self, order: Order, before: Step, after: Step) -> Iterator[PlanViolation]:
        ready, due = before.arrival, after.departure
        came, goes = self._service_of(before), self._service_of(after)
        if came is not None and goes is not None and _stays_aboard(came, goes):
            ready = came.arrival
        else:
            if came is not None:
                ready = max(ready, came.arrival + came.handling)
            if goes is not None:
                due -= goes.cut_off
        if ready > due:
            yield broken(
                "hand-over",
                order.order_id,
                f"{before.to_site}에 {clock(ready)}에 준비되는데 {clock(due)}까지 있어야 합니다",
                f"is ready at {before.to_site} at {clock(ready)}, it is due at {clock(due)}",
            )

    def _service_of(self, step: Step) -> Service | None:
        return self._services.get(step.carrier) if step.by == "service" else None

    def _hours(self, order: Order, steps: tuple[Step, ...]) -> Iterator[PlanViolation]:
        """Check the windows of the order, and those of its sites, at both ends."""
        first, last = steps[0], steps[-1]
        origin, destination = self._sites[order.origin], self._sites[order.destination]
        if not _within(*self._handed_over(first), origin.windows, order.pickup_windows):
            yield broken(
                "pickup-window",
                order.order_id,
                f"{clock(first.departure)} 상차는 시간대를 벗어납니다",
                f"is picked up at {clock(first.departure)}, outside its hours",
            )
        if not _within(*self._received(order, last), destination.windows, order.delivery_windows):
            yield broken(
                "delivery-window",
                order.order_id,
                f"{clock(last.arrival)} 배송은 시간대를 벗어납니다",
                f"is delivered at {clock(last.arrival)}, outside its hours",
            )

    def _handed_over(self, first: Step) -> Window:
        """Return when the origin may have given the goods away: to a service, until its cut-off."""
        service = self._service_of(first)
        if service is None:
            return first.departure, first.departure
        return 0, service.departure - service.cut_off

    def _received(self, order: Order, last: Step) -> Window:
        """Return when the destination may have taken the goods.

        From a vehicle within its stop; what a service or a drop site holds ready, any time after.
        """
        if last.by != "vehicle":
            return last.arrival, max(last.arrival, _LATEST)
        stops = self._handled.get((last.carrier, order.order_id, "unload"), [])
        begin = min((stop.start for stop in stops), default=last.arrival)
        handling = round(self._sites[order.destination].seconds_per_parcel * order.parcels)
        return begin, max(begin, last.arrival - handling)


def _within(begin: int, end: int, site: Iterable[Window], order: tuple[Window, ...]) -> bool:
    """Whether a moment between begin and end lies in a window of the site and one of the order."""
    for site_begin, site_end in site:
        for order_begin, order_end in order or ((site_begin, site_end),):
            if max(begin, site_begin, order_begin) <= min(end, site_end, order_end):
                return True
    return False


def _stays_aboard(before: Service, after: Service) -> bool:
    return (
        before.run_id == after.run_id
        and before.to_site == after.from_site
        and before.arrival <= after.departure
    )
