"""Writes the routes of a solution as tours: stops, legs, sailings and costs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from dispatch.chain import TruckLeg
from dispatch.consignments import Consignment
from dispatch.day_network import DayNetwork
from dispatch.fleet import driven
from dispatch.legs import LegWriter
from dispatch.loads import Load
from dispatch.model import Order, Vehicle
from dispatch.network import Network
from dispatch.plan import Cost, Handling, Leg, Stop, Tour
from dispatch.translate import Translation
from geo.ferries import Connection
from routing.solution import Route, Solution, Visit


@dataclass(frozen=True, slots=True, kw_only=True)
class Ride:
    """A truck leg as it was driven: beginning of loading and end of unloading."""

    vehicle_id: str
    departure: int
    arrival: int


Rides = dict[tuple[TruckLeg, Consignment], Ride]


class TourWriter:
    """Writes tours for the routes of one translation."""

    def __init__(self, network: Network, day: DayNetwork, translation: Translation) -> None:
        self._legs = LegWriter(network, day)
        self._day = day
        self._translation = translation
        self._site_at = {row: site_id for site_id, row in day.site_row.items()}

    def tours(self, solution: Solution) -> tuple[tuple[Tour, ...], Rides]:
        """Return the tours in order of departure, and how each consignment rides in them."""
        rides: Rides = {}
        tours = []
        for vehicle, route in driven(self._translation.vehicles, solution.routes):
            tours.append(self._tour(vehicle, route))
            rides |= self._rides(vehicle, route)
        return tuple(sorted(tours, key=lambda one: (one.departure, one.vehicle_id))), rides

    def _rides(self, vehicle: Vehicle, route: Route) -> Rides:
        begun: dict[int, int] = {}
        rides: Rides = {}
        for visit in route.visits:
            if visit.kind == "pickup":
                begun[visit.request] = visit.start
                continue
            load = self._translation.loads[visit.request]
            ride = Ride(
                vehicle_id=vehicle.vehicle_id,
                departure=begun[visit.request],
                arrival=visit.finish,
            )
            rides |= {(load.leg, consignment): ride for consignment in load.consignments}
        return rides

    def _tour(self, vehicle: Vehicle, route: Route) -> Tour:
        stops = []
        here, now = self._day.site_row[vehicle.start_site], route.departure
        for _, group in groupby(route.visits, key=lambda visit: visit.location):
            visits = tuple(group)
            there = self._translation.rows[visits[0].location]
            way = self._connection(visits[0].link)
            leg, arrival = self._legs.leg(vehicle, (here, there), way, now, visits[0].start)
            stops.append(self._stop(visits, there, leg, arrival))
            here, now = there, visits[-1].finish
        end = self._day.site_row[vehicle.end_site]
        way = self._connection(route.end_link)
        home, arrival = self._legs.leg(vehicle, (here, end), way, now)
        legs = [*(stop.leg for stop in stops), home]
        return Tour(
            vehicle_id=vehicle.vehicle_id,
            driver=vehicle.driver,
            start_site=vehicle.start_site,
            end_site=vehicle.end_site,
            departure=route.departure,
            arrival=arrival,
            stops=tuple(stops),
            home=home,
            distance=sum(leg.distance for leg in legs),
            driving=sum(leg.driving for leg in legs),
            cost=tour_cost(vehicle, legs, arrival - route.departure),
        )

    # -- stops ------------------------------------------------------------------------------------

    def _connection(self, link: int | None) -> Connection | None:
        return None if link is None else self._translation.connections[link]

    def _stop(self, visits: Sequence[Visit], row: int, leg: Leg, arrival: int) -> Stop:
        grams, millilitres = visits[-1].load
        return Stop(
            site_id=self._site_at[row],
            leg=leg,
            arrival=arrival,
            start=visits[0].start,
            finish=visits[-1].finish,
            handlings=tuple(
                _handling(self._translation.loads[visit.request], order, visit.kind == "pickup")
                for visit in visits
                for order in _orders(self._translation.loads[visit.request])
            ),
            load_kg=grams / 1000,
            load_litres=millilitres / 1000,
        )


def tour_cost(vehicle: Vehicle, legs: Sequence[Leg], duration: int) -> Cost:
    """Return what a tour costs: its legs, and the time between departure and return."""
    return Cost(
        fixed=vehicle.fixed_cost,
        distance=round(sum(leg.distance for leg in legs) * vehicle.cost_per_km / 1000),
        time=round(duration * vehicle.cost_per_hour / 3600),
        fares=sum(sailing.fare for leg in legs for sailing in leg.sailings),
        tolls=sum(leg.toll for leg in legs),
    )


def _orders(load: Load) -> Iterator[Order]:
    return (order for consignment in load.consignments for order in consignment.orders)


def _handling(load: Load, order: Order, loading: bool) -> Handling:
    return Handling(
        order_id=order.order_id,
        action="load" if loading else "unload",
        parcels=order.parcels,
        kg=order.kg,
        litres=order.litres,
        temperature=order.temperature,
        channel=order.channel,
        product=order.product,
        counterpart=load.leg.to_site if loading else load.leg.from_site,
        dong=order.dong,
        ho=order.ho,
        note=order.note,
    )
