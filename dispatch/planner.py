"""Plans a day: start reading here."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence, Set
from dataclasses import dataclass, replace
from importlib.metadata import PackageNotFoundError, version

from dispatch.chain import TruckLeg
from dispatch.closure_reasons import freed_by_opening, name_closures
from dispatch.consignments import Consignment, consignments
from dispatch.day_network import DayNetwork
from dispatch.direct import with_direct_trips
from dispatch.drafts import Draft, Drafter
from dispatch.effort import Effort
from dispatch.fitness import exclusions
from dispatch.itinerary import Way, choose, greedy
from dispatch.journeys import order_plans, service_uses
from dispatch.least_changes import LeastChanges
from dispatch.model import DayRequest
from dispatch.network import Network
from dispatch.options import Options, find_options
from dispatch.plan import PLAN_VERSION, Cost, Plan, ServiceUse, SolverRun, Totals, Tour
from dispatch.prices import Left, with_prices
from dispatch.reasons import explain
from dispatch.rooms import room_reasons
from dispatch.shut_sites import keep_shut
from dispatch.tours import TourWriter
from dispatch.validate import validate
from geo.faults import Text
from routing.solve import Progress

#: How the time is split once the ways are known: first routes, repair of hand-overs (per round),
#: trips without services, taking out what is not served whole, and finding out why orders are
#: left. The rest is for polishing the routes.
_FIRST, _REPAIR, _DIRECT, _SETTLE, _WORDS = 0.45, 0.08, 0.12, 0.03, 0.03
_MOST_REPAIRS = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanProgress:
    """How far a running plan is.

    Parameters
    ----------
    phase
        What is being done.
    done
        Share of the given time that is spent, 0 to 1.
    routing
        How far the routing of this phase is; None outside of it.
    """

    phase: Text
    done: float
    routing: Progress | None = None


def plan_day(
    request: DayRequest,
    network: Network,
    *,
    seconds: float,
    seed: int = 0,
    threads: int = 1,
    iterations: int | None = None,
    progress: Callable[[PlanProgress], None] | None = None,
    stop: Callable[[], bool] | None = None,
) -> Plan:
    """Plan a day.

    Parameters
    ----------
    seconds
        For everything but writing the plan; at least a fifth of it is for routing, should trying
        the ways take longer than the rest.
    seed
        Of the random choices.
    iterations
        Instead of `seconds`: the work of all routing together, so that the same request, seed and
        threads give the same plan.
    progress
        Called with what is being done, about ten times a second while routes are sought.
    stop
        Asked about every 20 ms while routes are sought; when it answers True, the best plan so far
        is returned.

    Returns
    -------
    Plan
        Every order is in it: with its way, or unserved with the reason.

    Raises
    ------
    InputError
        With everything that is wrong with the request, the map and the timetable together.
    """
    begun = time.monotonic()
    effort = Effort.of(seconds, iterations)
    report = _Reporter(progress, seconds)
    report(Text("요청을 확인합니다", "checking the request"))
    validate(request, network)
    day = network.day(request)
    asked, request = request, keep_shut(request, day.shut)

    report(Text("가능한 경로를 살펴봅니다", "looking into the possible ways"))
    bundles = consignments(request)
    options = find_options(request, day, bundles)
    freed = freed_by_opening(asked, network, options)
    chosen = choose(options.ways, seed=seed, seconds=effort.limit)

    effort = effort.left()
    report(Text("차량 경로를 찾습니다", "routing the trucks"))
    drafter = Drafter(
        request, day, options.able, seed=seed, threads=threads, stop=stop, progress=report.routing
    )
    draft = drafter.draft(chosen, effort.part(_FIRST))

    report(Text("연결을 맞춥니다", "repairing hand-overs"))
    draft, rounds = _repaired(draft, options, drafter, effort.part(_REPAIR), seed)

    report(Text("직송을 비교합니다", "comparing direct trips"))
    draft, tried = with_direct_trips(draft, options, bundles, drafter, effort.part(_DIRECT))

    report(Text("경로를 다듬습니다", "polishing the routes"))
    spent = _FIRST + rounds * _REPAIR + tried * _DIRECT + 3 * _SETTLE + _WORDS
    polishing = effort.rest(1 - spent, kept=3 * _SETTLE + _WORDS)
    polished = drafter.draft(draft.chosen, polishing, draft, eagerness=1)
    settled = [_settled(one, drafter, effort.part(_SETTLE)) for one in (draft, polished)]
    draft = min(settled, key=lambda one: one.cost(bundles))
    draft, prices = with_prices(draft, polished.chosen, bundles, drafter, effort.part(_SETTLE))

    report(Text("남은 주문의 이유를 찾습니다", "finding out why orders are left"))
    missing = {one: way for one, way in polished.chosen.items() if one not in draft.served}
    reasons = room_reasons(request, day, draft, missing, options.able, effort=effort)
    left = Left(polished.chosen, prices, reasons, LeastChanges(request, day, effort))

    report(Text("결과를 정리합니다", "writing the plan"))
    run = SolverRun(
        seed=seed,
        seconds=round(time.monotonic() - begun, 3),
        iterations=drafter.iterations,
        version=_version(),
    )
    plan = _Writer(request, network, day).plan(draft, left, options, run)
    return replace(plan, unserved=name_closures(plan.unserved, asked.closures, freed))


def _repaired(
    draft: Draft, options: Options, drafter: Drafter, effort: Effort, seed: int
) -> tuple[Draft, int]:
    """Let consignments whose truck legs found no room take other services, round by round.

    Those without another way keep theirs, as far as services still have room: trucks may yet be
    found for them.
    """
    banned: set[tuple[TruckLeg, Consignment]] = set()
    for rounds in range(_MOST_REPAIRS):
        banned |= draft.failed
        served = draft.served
        others = {
            consignment: _unbanned(options, consignment, banned)
            for consignment in draft.chosen
            if consignment not in served
        }
        moved = choose(others, served, seed, effort.limit)
        if moved.keys() == served.keys():
            return draft, rounds
        kept = {
            consignment: (Way(chain=chain, stops={}, carriage=0.0),)
            for consignment, chain in draft.chosen.items()
            if consignment not in moved
        }
        draft = drafter.draft({**moved, **greedy(kept, moved)}, effort, draft)
    return draft, _MOST_REPAIRS


def _unbanned(
    options: Options, consignment: Consignment, banned: Set[tuple[TruckLeg, Consignment]]
) -> tuple[Way, ...]:
    direct = options.direct.get(consignment)
    ways = options.ways[consignment] if direct is None else (*options.ways[consignment], direct)
    return tuple(
        way for way in ways if not any((leg, consignment) in banned for leg in way.chain.legs)
    )


def _settled(draft: Draft, drafter: Drafter, effort: Effort) -> Draft:
    """Take out what is not served whole, so that no truck carries what cannot go on."""
    while draft.failed:
        draft = drafter.draft(draft.served, effort, draft, eagerness=1)
    return draft


class _Writer:
    """Writes a draft as the plan of the day."""

    def __init__(self, request: DayRequest, network: Network, day: DayNetwork) -> None:
        self._request = request
        self._network = network
        self._day = day

    def plan(self, draft: Draft, left: Left, options: Options, run: SolverRun) -> Plan:
        """Return the plan; `left` says what is known about what it leaves out."""
        request, day = self._request, self._day
        writer = TourWriter(self._network, day, draft.translation)
        tours, rides = writer.tours(draft.solution)
        served = draft.served
        orders = order_plans(request, served, rides)
        services = service_uses(request, served)
        busy = {site for order in request.orders for site in (order.origin, order.destination)}
        return Plan(
            version=PLAN_VERSION,
            date=request.date,
            timezone=request.timezone,
            county=request.county,
            tours=tours,
            services=services,
            orders=orders,
            unserved=explain(request, day, draft, left, options),
            exclusions=tuple(
                exclusions(
                    request.vehicles,
                    [site for site in request.sites if site.site_id in busy],
                    sorted({order.temperature for order in request.orders}),
                    day,
                )
            ),
            totals=_totals(request, tours, {one.order_id for one in orders}, services),
            run=run,
            notes=self._network.notes(request),
            closures=tuple(str(closure) for closure in request.closures),
        )


def _totals(
    request: DayRequest,
    tours: Sequence[Tour],
    served: Set[str],
    services: Sequence[ServiceUse],
) -> Totals:
    costs = [tour.cost for tour in tours]
    legs = [leg for tour in tours for leg in (*(stop.leg for stop in tour.stops), tour.home)]
    return Totals(
        orders=len(request.orders),
        served=len(served),
        parcels=sum(order.parcels for order in request.orders),
        parcels_served=sum(o.parcels for o in request.orders if o.order_id in served),
        tours=len(tours),
        distance=sum(tour.distance for tour in tours),
        driving=sum(tour.driving for tour in tours),
        working=sum(tour.arrival - tour.departure for tour in tours),
        sailings=sum(len(leg.boats) for leg in legs),
        cost=Cost(
            fixed=sum(cost.fixed for cost in costs),
            distance=sum(cost.distance for cost in costs),
            time=sum(cost.time for cost in costs),
            fares=sum(cost.fares for cost in costs),
            tolls=sum(cost.tolls for cost in costs),
        ),
        service_cost=sum(service.cost for service in services),
    )


def _version() -> str:
    try:
        return version("naru")
    except PackageNotFoundError:
        return "0"


class _Reporter:
    """Passes on what is being done."""

    def __init__(self, progress: Callable[[PlanProgress], None] | None, seconds: float) -> None:
        self._progress = progress
        self._seconds = seconds
        self._begun = time.monotonic()
        self._phase = Text("", "")

    def __call__(self, phase: Text) -> None:
        self._phase = phase
        self._tell(None)

    def routing(self, routing: Progress) -> None:
        self._tell(routing)

    def _tell(self, routing: Progress | None) -> None:
        if self._progress is not None:
            done = min(1.0, (time.monotonic() - self._begun) / max(self._seconds, 1e-9))
            self._progress(PlanProgress(phase=self._phase, done=done, routing=routing))
