"""Explains why an order is not served; each case is proved before it is named."""

from __future__ import annotations

from collections.abc import Sequence

from dispatch import reason as because
from dispatch import room_reasons as room
from dispatch.alone import Trial
from dispatch.chain import TruckLeg
from dispatch.consignments import Consignment
from dispatch.day_network import DayNetwork, ferry_vehicle
from dispatch.drafts import Draft
from dispatch.fitness import may_carry, refusal_words, too_heavy, too_high
from dispatch.fleet import vehicle_groups
from dispatch.left_behind import LeftBehind
from dispatch.model import DayRequest, Order, Service, Site, Vehicle
from dispatch.options import Options
from dispatch.plan import Unserved
from dispatch.prices import Left
from dispatch.reach import Reach
from dispatch.reason import Reason
from dispatch.translate import task_windows
from dispatch.windows import Windows, site_windows
from geo.faults import Text


def explain(
    request: DayRequest,
    day: DayNetwork,
    draft: Draft,
    left: Left,
    options: Options,
) -> tuple[Unserved, ...]:
    """Return the orders that a draft does not serve with their reasons, in the request's order.

    Parameters
    ----------
    left
        What is known about those that are left out.
    """
    explainer = _Explainer(request, day, draft, left, options)
    served = draft.served
    found = {}
    for consignment in options.chains:
        if consignment in served:
            continue
        reason = explainer.reason(consignment)
        for order in consignment.orders:
            found[order.order_id] = Unserved(
                order_id=order.order_id,
                code=reason.code,
                reason=reason.what,
                remedy=reason.remedy,
                holders=reason.holders,
                price=reason.price,
            )
    return tuple(found[order.order_id] for order in request.orders if order.order_id in found)


class _Explainer:
    """Looks for the first thing in the way: vehicles, roads, boats, times, services, room."""

    def __init__(
        self,
        request: DayRequest,
        day: DayNetwork,
        draft: Draft,
        left: Left,
        options: Options,
    ) -> None:
        self._left_behind = LeftBehind(draft, left, options)
        self._request = request
        self._day = day
        self._options = options
        self._site = {site.site_id: site for site in request.sites}
        self._groups = vehicle_groups(request)
        self._vehicles = [group[0] for group in self._groups]
        self._reach = Reach(request, day)
        self._changes = left.changes

    def reason(self, consignment: Consignment) -> Reason:
        """Return why a consignment is not served."""
        if not self._vehicles:
            return because.no_driver()
        if self._options.ways[consignment]:
            return self._left_behind.reason(consignment)
        failing = self._failing_leg(consignment)
        if failing is not None:
            return self._leg_reason(failing, consignment)
        reason, direct = self._no_chain(consignment), self._direct_leg(consignment)
        return reason if direct is None else self._changes.added(reason, direct, consignment)

    # -- nothing works even for a truck faster than any -------------------------------------------

    def _no_chain(self, consignment: Consignment) -> Reason:
        order = consignment.first
        origin, destination = self._site[order.origin], self._site[order.destination]
        start = self._site[origin.drop_site or origin.site_id]
        end = self._site[destination.drop_site or destination.site_id]
        unfit = self._unfit(consignment, (start, end))
        if unfit is not None:
            return unfit
        loading = site_windows(origin, order.pickup_windows)
        unloading = site_windows(destination, order.delivery_windows)
        for site, windows in ((origin, loading), (destination, unloading)):
            if not windows:
                return because.never_open(site)
        arrival = self._reach.arrival(start.site_id, end.site_id, loading[0][0])
        if arrival is None:
            missed = self._missed_service(start, loading[0][0], order)
            return missed or self._no_crossing(start, end, loading[0][0])
        if order.max_time is not None and arrival <= unloading[-1][1]:
            return because.too_long(arrival - loading[0][0], order.max_time)
        return because.late(end, arrival, unloading[-1][1])

    def _direct_leg(self, consignment: Consignment) -> TruckLeg | None:
        """Return the way by one truck; None where the people of a site go to another one."""
        order = consignment.first
        origin, destination = self._site[order.origin], self._site[order.destination]
        loading = site_windows(origin, order.pickup_windows)
        unloading = site_windows(destination, order.delivery_windows)
        if origin.drop_site or destination.drop_site or not (loading and unloading):
            return None
        return TruckLeg(
            from_site=order.origin,
            to_site=order.destination,
            loading=loading,
            unloading=unloading,
        )

    def _unfit(self, consignment: Consignment, sites: Sequence[Site]) -> Reason | None:
        """Name the rule that excludes the last vehicle, if none is left."""
        temperature = consignment.temperature
        left = [v for v in self._vehicles if temperature in v.temperatures]
        if not left:
            return because.wrong_temperature(temperature)
        kg = min(order.kg for order in consignment.orders)
        litres = min(order.litres for order in consignment.orders)
        fitting = [v for v in left if may_carry(v, {temperature}, kg, litres)]
        if not fitting:
            return because.too_big(kg, litres, left)
        for site in sites:
            low = [v for v in fitting if not too_high(v, site)]
            if not low:
                return because.all_too_high(site, fitting)
            light = [v for v in low if not too_heavy(v, site)]
            if not light:
                return because.all_too_heavy(site, low)
            fitting = light
        return None

    def _missed_service(self, start: Site, ready: int, order: Order) -> Reason | None:
        """Name the last service from here that would have led off, if it is missed."""
        leaving = [
            (service.departure - service.cut_off, service)
            for service in self._request.services
            if service.from_site == start.site_id and order.temperature in service.temperatures
        ]
        if not leaving:
            return None
        cut_off, last = max(leaving, key=lambda one: one[0])
        return because.cut_off_missed(last, ready) if ready > cut_off else None

    def _no_crossing(self, start: Site, end: Site, ready: int) -> Reason:
        here, there = self._day.landmass_of(start.site_id), self._day.landmass_of(end.site_id)
        if here == there or min(here, there) < 0:
            return because.no_road(start, end)
        if self._joined_on_map(start, end):
            return because.roads_closed(start, end, ready)
        ports = {port: self._day.landmass[row] for port, row in self._day.port_row.items()}
        leaving = [s for s in self._day.sailings if s.cars and ports.get(s.from_port) == here]
        landing = [s for s in self._day.sailings if s.cars and ports.get(s.to_port) == there]
        if not leaving or not landing:
            return because.no_timetable(start, end)
        for sailings in (leaving, landing):
            if not any(s.carries(ferry_vehicle(v)) for s in sailings for v in self._vehicles):
                sailing, vehicle = sailings[0], self._vehicles[0]
                refusal = sailing.refusal(ferry_vehicle(vehicle)) or ""
                words = refusal_words(vehicle, sailing, refusal)
                name = vehicle.vehicle_id
                return because.boats_refuse(
                    start, end, Text(f"{name}: {words.ko}", f"{name} {words.en}")
                )
        if self._reach.arrival(start.site_id, end.site_id, 0) is None:
            return because.no_timetable(start, end)
        return because.boats_gone(start, end, ready)

    def _joined_on_map(self, start: Site, end: Site) -> bool:
        rows = (self._day.site_row[site.site_id] for site in (start, end))
        return len({self._day.on_map[row] for row in rows}) == 1

    # -- a leg works for no real vehicle ----------------------------------------------------------

    def _failing_leg(self, consignment: Consignment) -> TruckLeg | None:
        """Return a leg that no vehicle can do, of the way with the fewest such legs."""
        failing = [
            [leg for leg in chain.legs if self._fails(leg, consignment)]
            for chain in self._options.chains[consignment]
        ]
        legs = min((one for one in failing if one), key=len, default=None)
        return None if legs is None else legs[0]

    def _fails(self, leg: TruckLeg, consignment: Consignment) -> bool:
        return not self._options.possible(leg, consignment)

    def _leg_reason(self, leg: TruckLeg, consignment: Consignment) -> Reason:
        ends = self._site[leg.from_site], self._site[leg.to_site]
        unfit = self._unfit(consignment, ends)
        if unfit is not None:
            return unfit
        begin, finish = self._moments(leg, consignment)
        for site, windows in zip(ends, (begin, finish), strict=True):
            if not windows:
                return because.never_open(site)
        trials = self._options.trials(leg, consignment.temperature)
        if not trials:
            return room.no_room()
        reason = self._trial_reason(leg, min(trials, key=_severity), begin, finish)
        return self._changes.added(reason, leg, consignment)

    def _moments(self, leg: TruckLeg, consignment: Consignment) -> tuple[Windows, Windows]:
        start, end = self._site[leg.from_site], self._site[leg.to_site]
        parcels = consignment.parcels
        return (
            task_windows(start, leg.loading, parcels, None),
            task_windows(end, leg.unloading, parcels, leg.unload_by),
        )

    def _trial_reason(self, leg: TruckLeg, trial: Trial, begin: Windows, finish: Windows) -> Reason:
        start, end = self._site[leg.from_site], self._site[leg.to_site]
        vehicle = self._vehicles[trial.vehicle_type]
        pickup, delivery = trial.route.visits
        if "unreachable" in trial.broken:
            return self._unreachable(leg, vehicle, trial)
        if "late" in trial.broken:
            if pickup.arrival > begin[-1][1]:
                return because.late(start, pickup.arrival, begin[-1][1])
            service = self._service_at(leg)
            if service is not None:
                return because.cut_off_missed(service, delivery.finish)
            return because.late(end, delivery.arrival, finish[-1][1])
        if trial.route.end_link is not None:
            return because.no_boat_home(end, vehicle)
        return because.shift_too_short(vehicle, trial.route.duration)

    def _unreachable(self, leg: TruckLeg, vehicle: Vehicle, trial: Trial) -> Reason:
        start, end = self._site[leg.from_site], self._site[leg.to_site]
        depot, home = self._site[vehicle.start_site], self._site[vehicle.end_site]
        pickup, delivery = trial.route.visits
        hops = (
            (depot, start, trial.route.departure, pickup.link),
            (start, end, pickup.finish, delivery.link),
        )
        for here, there, moment, link in hops:
            if link is None and self._reach_fails(vehicle, here, there):
                return self._no_crossing(here, there, moment)
        return because.no_boat_home(end, vehicle) if home is not end else room.no_room()

    def _reach_fails(self, vehicle: Vehicle, here: Site, there: Site) -> bool:
        rows = self._day.site_row[here.site_id], self._day.site_row[there.site_id]
        return int(self._day.durations[vehicle.profile][rows]) < 0

    def _service_at(self, leg: TruckLeg) -> Service | None:
        for service in self._request.services:
            cut_off = service.departure - service.cut_off
            if service.from_site == leg.to_site and cut_off == leg.unload_by:
                return service
        return None


def _severity(trial: Trial) -> tuple[int, int]:
    """Order trials by how near they come to working: late, then beyond the shift, then no way."""
    order = ("late", "shift", "max-duration", "unreachable")
    worst = max((order.index(name) for name in trial.broken if name in order), default=0)
    return worst, trial.route.visits[-1].arrival
