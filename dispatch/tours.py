"""Writes the routes of a solution as tours: stops, legs, sailings and costs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from dispatch.chain import TruckLeg
from dispatch.consignments import Consignment
from dispatch.loads import Load
from dispatch.model import Order, Vehicle
from dispatch.network import DayNetwork, Network, ferry_vehicle
from dispatch.plan import Coordinate, Cost, Handling, Leg, SailingUse, Stop, Tour
from dispatch.translate import Translation
from dispatch.words import clock
from geo.faults import Text
from geo.ferries import Connection, Sailing, last_home, later_sailings
from geo.leg_line import LegLine
from routing.solution import Route, Solution, Visit


@dataclass(frozen=True, slots=True, kw_only=True)
class Ride:
    """A truck leg as it was driven: beginning of loading and end of unloading."""

    vehicle_id: str
    departure: int
    arrival: int


#: Said of boats that call only when they are asked to.
_BOOKING = "선장에게 예약 / book with the captain. "

Rides = dict[tuple[TruckLeg, Consignment], Ride]


class TourWriter:
    """Writes tours for the routes of one translation."""

    def __init__(self, network: Network, day: DayNetwork, translation: Translation) -> None:
        self._network = network
        self._day = day
        self._translation = translation
        self._site_at = {row: site_id for site_id, row in day.site_row.items()}

    def tours(self, solution: Solution) -> tuple[tuple[Tour, ...], Rides]:
        """Return the tours in order of departure, and how each consignment rides in them."""
        rides: Rides = {}
        tours = []
        for vehicle, route in self._driven(solution):
            tours.append(self._tour(vehicle, route))
            rides |= self._rides(vehicle, route)
        return tuple(sorted(tours, key=lambda one: (one.departure, one.vehicle_id))), rides

    def _driven(self, solution: Solution) -> Iterator[tuple[Vehicle, Route]]:
        """Give the routes of each type to its vehicles, the earliest to the first."""
        by_type: dict[int, list[Route]] = defaultdict(list)
        for route in solution.routes:
            by_type[route.vehicle_type].append(route)
        for vehicle_type, routes in sorted(by_type.items()):
            routes.sort(key=lambda route: (route.departure, route.tasks))
            yield from zip(self._translation.vehicles[vehicle_type], routes, strict=False)

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
            leg = self._leg(vehicle, (here, there), visits[0].link, visits[0].start - now)
            stops.append(self._stop(visits, there, leg))
            here, now = there, visits[-1].finish
        end = self._day.site_row[vehicle.end_site]
        home = self._leg(vehicle, (here, end), route.end_link, route.arrival - now)
        legs = [*(stop.leg for stop in stops), home]
        return Tour(
            vehicle_id=vehicle.vehicle_id,
            driver=vehicle.driver,
            start_site=vehicle.start_site,
            end_site=vehicle.end_site,
            departure=route.departure,
            arrival=route.arrival,
            stops=tuple(stops),
            home=home,
            distance=sum(leg.distance for leg in legs),
            driving=sum(leg.driving for leg in legs),
            cost=tour_cost(vehicle, legs, route.arrival - route.departure),
        )

    # -- stops ------------------------------------------------------------------------------------

    def _stop(self, visits: Sequence[Visit], row: int, leg: Leg) -> Stop:
        grams, millilitres = visits[-1].load
        return Stop(
            site_id=self._site_at[row],
            leg=leg,
            arrival=visits[0].arrival,
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

    # -- legs -------------------------------------------------------------------------------------

    def _leg(self, vehicle: Vehicle, ends: tuple[int, int], link: int | None, elapsed: int) -> Leg:
        """Describe the way between two rows that took so many seconds, waiting included."""
        roads: list[tuple[int, int]] = [ends]
        sailings: tuple[SailingUse, ...] = ()
        if link is not None:
            connection = self._translation.connections[link]
            roads = self._roads(ends, connection)
            sailings = tuple(self._sailing(vehicle, one) for one in connection.sailings)
        seconds = self._day.durations[vehicle.profile]
        metres = self._day.distances[vehicle.profile]
        driving = sum(int(seconds[road]) for road in roads)
        aboard = sum(sailing.arrival - sailing.departure for sailing in sailings)
        lines = [self._line(road, vehicle.profile) for road in roads]
        return Leg(
            distance=sum(int(metres[road]) for road in roads),
            driving=driving,
            waiting=elapsed - driving - aboard,
            toll=sum(line.toll_krw for line in lines if line is not None),
            sailings=sailings,
            line=tuple(_coordinates(line) for line in lines if line is not None),
        )

    def _roads(self, ends: tuple[int, int], connection: Connection) -> list[tuple[int, int]]:
        """Return the parts by road before, between and after the sailings."""
        port = self._day.port_row
        between = [
            (port[before.to_port], port[after.from_port])
            for before, after in pairwise(connection.sailings)
            if before.to_port != after.from_port
        ]
        return [
            (ends[0], port[connection.from_port]),
            *between,
            (port[connection.to_port], ends[1]),
        ]

    def _line(self, road: tuple[int, int], profile: str) -> LegLine | None:
        if road[0] == road[1]:
            return None
        start, end = self._day.places[road[0]], self._day.places[road[1]]
        return self._network.leg_line(start, end, profile)

    def _sailing(self, vehicle: Vehicle, sailing: Sailing) -> SailingUse:
        later = later_sailings(self._day.sailings, sailing, ferry_vehicle(vehicle))
        return SailingUse(
            sailing_id=sailing.sailing_id,
            vessel=sailing.vessel,
            from_port=sailing.from_port,
            from_port_name=self._port_name(sailing.from_port),
            to_port=sailing.to_port,
            to_port_name=self._port_name(sailing.to_port),
            check_in=sailing.ready,
            departure=sailing.departure,
            arrival=sailing.arrival,
            fare=sailing.fare_for(vehicle.class_id) or 0,
            last_home=self._last_home(vehicle, sailing.to_port),
            fallbacks=tuple(f"{clock(one.departure)} {one.vessel}" for one in later),
            note=_BOOKING + sailing.note if sailing.request else sailing.note,
        )

    def _port_name(self, port_id: str) -> Text:
        port = self._day.ports[port_id]
        return Text(port.name, port.name_en or port.name)

    def _last_home(self, vehicle: Vehicle, port_id: str) -> int | None:
        """Return when the last boat home leaves a port; None on the landmass of the tour's end."""
        home = self._day.landmass_of(vehicle.end_site)
        row = self._day.port_row.get(port_id)
        if row is None or self._day.landmass[row] == home:
            return None
        boat = last_home(self._day.connections_of(vehicle), {port_id}, self._day.ports_of(home))
        return None if boat is None else boat.departure


def tour_cost(vehicle: Vehicle, legs: Sequence[Leg], duration: int) -> Cost:
    """Return what a tour costs: its legs, and the time between departure and return."""
    return Cost(
        fixed=vehicle.fixed_cost,
        distance=round(sum(leg.distance for leg in legs) * vehicle.cost_per_km / 1000),
        time=round(duration * vehicle.cost_per_hour / 3600),
        fares=sum(sailing.fare for leg in legs for sailing in leg.sailings),
        tolls=sum(leg.toll for leg in legs),
    )


def _coordinates(line: LegLine) -> tuple[Coordinate, ...]:
    return tuple(Coordinate(lat=point.lat, lon=point.lon) for point in line.points)


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
