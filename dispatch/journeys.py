"""Writes the way of each served order, and what the services carry."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from dispatch.chain import Chain, TruckLeg, available, bring_moment
from dispatch.consignments import Consignment
from dispatch.model import DayRequest, Service, Site
from dispatch.plan import OrderPlan, ServiceUse, Step
from dispatch.tours import Rides


def order_plans(
    request: DayRequest, served: Mapping[Consignment, Chain], rides: Rides
) -> tuple[OrderPlan, ...]:
    """Return the steps of every served order, in the order of the request."""
    sites = {site.site_id: site for site in request.sites}
    plans = {}
    for consignment, chain in served.items():
        steps = _steps(consignment, chain, rides, sites)
        for order in consignment.orders:
            plans[order.order_id] = OrderPlan(order_id=order.order_id, steps=steps)
    return tuple(plans[order.order_id] for order in request.orders if order.order_id in plans)


def service_uses(
    request: DayRequest, served: Mapping[Consignment, Chain]
) -> tuple[ServiceUse, ...]:
    """Return what each used service leg carries, in the order of the request."""
    aboard: dict[str, list[Consignment]] = defaultdict(list)
    for consignment, chain in served.items():
        for service in chain.services:
            aboard[service.service_id].append(consignment)
    return tuple(
        _use(service, aboard[service.service_id])
        for service in request.services
        if service.service_id in aboard
    )


def _use(service: Service, aboard: list[Consignment]) -> ServiceUse:
    parcels = sum(one.parcels for one in aboard)
    return ServiceUse(
        service_id=service.service_id,
        order_ids=tuple(order.order_id for one in aboard for order in one.orders),
        parcels=parcels,
        kg=sum(one.kg for one in aboard),
        litres=sum(one.litres for one in aboard),
        cost=service.cost + service.cost_per_parcel * parcels,
    )


def _steps(
    consignment: Consignment, chain: Chain, rides: Rides, sites: Mapping[str, Site]
) -> tuple[Step, ...]:
    steps: list[Step] = []
    services = 0
    for part in chain.parts:
        if isinstance(part, TruckLeg):
            steps.append(_ride(part, consignment, rides))
        else:
            steps.append(_carriage(part, available(chain.services, services)))
            services += 1
    order = consignment.first
    begin = _brought(order.origin, chain, steps, sites)
    end = _fetched(order.destination, steps, sites)
    return (*begin, *steps, *end)


def _ride(leg: TruckLeg, consignment: Consignment, rides: Rides) -> Step:
    ride = rides[leg, consignment]
    return Step(
        by="vehicle",
        carrier=ride.vehicle_id,
        from_site=leg.from_site,
        to_site=leg.to_site,
        departure=ride.departure,
        arrival=ride.arrival,
    )


def _carriage(service: Service, ready: int) -> Step:
    return Step(
        by="service",
        carrier=service.service_id,
        from_site=service.from_site,
        to_site=service.to_site,
        departure=service.departure,
        arrival=ready,
    )


def _brought(
    origin: str, chain: Chain, steps: list[Step], sites: Mapping[str, Site]
) -> tuple[Step, ...]:
    drop_site = sites[origin].drop_site
    if drop_site is None or not chain.bring:
        return ()
    by_truck = bool(steps) and steps[0].by == "vehicle"
    if steps:
        moment = bring_moment(chain, steps[0].departure if by_truck else None)
    else:
        moment = chain.bring[0][0]
    return (_own(origin, drop_site, moment),)


def _fetched(destination: str, steps: list[Step], sites: Mapping[str, Site]) -> tuple[Step, ...]:
    drop_site = sites[destination].drop_site
    if drop_site is None or not steps:
        return ()
    return (_own(drop_site, destination, steps[-1].arrival),)


def _own(from_site: str, to_site: str, moment: int) -> Step:
    return Step(
        by="own",
        carrier="",
        from_site=from_site,
        to_site=to_site,
        departure=moment,
        arrival=moment,
    )
