"""Counts out every plan of a tiny day: the slow, obvious way to its best cost.

Written for days like examples/jindo/tiny: equal vehicles that start and end at one site, orders
that one vehicle carries from their origin to their destination, and destinations that open only
after all origins have closed, so that a tour is some order of origins followed by some order of
destinations. Nothing here is shared with the planner but the map's travel times and the sailings.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations, permutations, product
from math import inf

from dispatch.model import DayRequest, Order, Vehicle
from geo.ferries import FerryVehicle, Sailing, Timetable
from geo.snap import Place
from geo.travel import RoadNetwork

Tour = Sequence[str]


class TinyDay:
    """A day, with the roads and direct sailings of its one class of vehicles."""

    def __init__(self, request: DayRequest, roads: RoadNetwork, timetable: Timetable) -> None:
        self.request = request
        self.vehicle: Vehicle = request.vehicles[0]
        self.sites = {site.site_id: site for site in request.sites}
        used = {row.from_port for row in timetable.rows} | {row.to_port for row in timetable.rows}
        places = [Place(name=s.site_id, lat=s.lat, lon=s.lon) for s in request.sites]
        places += [
            Place(name=p, lat=timetable.ports[p].lat, lon=timetable.ports[p].lon)
            for p in sorted(used)
        ]
        times = roads.travel_times(places, self.vehicle.profile)
        row = {place.name: at for at, place in enumerate(places)}
        self._road = {
            (a, b): (int(times.durations[i, j]), int(times.distances[i, j]))
            for a, i in row.items()
            for b, j in row.items()
            if times.durations[i, j] >= 0
        }
        kind = FerryVehicle(
            class_id=self.vehicle.class_id,
            height_m=self.vehicle.height_m,
            length_m=self.vehicle.length_m,
        )
        sailings = timetable.sailings_on(request.date, request.timezone)
        self._sailings = [s for s in sailings if s.carries(kind)]

    def best_cost(self) -> float:
        """Return the least sum of tours and of orders left behind, over every assignment."""
        orders = self.request.orders
        by_subset = {
            frozenset(o.order_id for o in chosen): self.best_tour(chosen)
            for size in range(1, len(orders) + 1)
            for chosen in combinations(orders, size)
        }
        by_subset[frozenset()] = 0.0
        behind = len(self.request.vehicles)
        best = inf
        for choice in product(range(behind + 1), repeat=len(orders)):
            left = sum(
                o.priority_cost for o, at in zip(orders, choice, strict=True) if at == behind
            )
            tours = sum(
                by_subset[
                    frozenset(o.order_id for o, at in zip(orders, choice, strict=True) if at == v)
                ]
                for v in range(behind)
            )
            best = min(best, left + tours)
        return best

    def best_tour(self, orders: Sequence[Order]) -> float:
        """Return the least cost of one vehicle serving all these orders; infinite if it cannot."""
        if sum(o.kg for o in orders) > self.vehicle.capacity_kg:
            return inf
        if sum(o.litres for o in orders) > self.vehicle.capacity_litres:
            return inf
        origins = sorted({o.origin for o in orders})
        destinations = sorted({o.destination for o in orders})
        assert max(self.sites[o].windows[-1][1] for o in origins) <= min(
            self.sites[d].windows[0][0] for d in destinations
        )
        return min(
            self._tour_cost([*first, *then], orders)
            for first in permutations(origins)
            for then in permutations(destinations)
        )

    def _tour_cost(self, tour: Tour, orders: Sequence[Order]) -> float:
        """Return the least cost of visiting sites in this order, over every moment of leaving."""
        begin, end = self.vehicle.shift
        best = inf
        leaving = begin
        while True:
            run = self._run(tour, orders, leaving)
            if run is None or run[0] > end:
                return best
            arrival, metres, fares = run
            latest = self._latest(tour, orders, leaving, arrival)
            duration = arrival - latest
            if duration <= self.vehicle.max_shift:
                hours = duration / 3600 * self.vehicle.cost_per_hour
                road = metres / 1000 * self.vehicle.cost_per_km
                best = min(best, self.vehicle.fixed_cost + road + hours + fares)
            if latest == leaving:
                # Leaving later means arriving later: nothing waits anywhere, so no time can be
                # saved.
                return best
            leaving = latest + 1

    def _latest(self, tour: Tour, orders: Sequence[Order], leaving: int, arrival: int) -> int:
        """Return the latest moment of leaving that still arrives then."""
        early, late = leaving, arrival
        while early < late:
            middle = (early + late + 1) // 2
            run = self._run(tour, orders, middle)
            early, late = (middle, late) if run and run[0] == arrival else (early, middle - 1)
        return early

    def _run(
        self, tour: Tour, orders: Sequence[Order], leaving: int
    ) -> tuple[int, int, int] | None:
        """Drive a tour as early as possible; return arrival, metres and fares, or None."""
        at, place, metres, fares = leaving, self.vehicle.start_site, 0, 0
        for stop in tour:
            leg = self._leg(place, stop, at)
            begin = None if leg is None else self._begin(stop, leg[0])
            if leg is None or begin is None:
                return None
            handled = sum(o.parcels for o in orders if stop in (o.origin, o.destination))
            site = self.sites[stop]
            at = begin + site.access + round(handled * site.seconds_per_parcel)
            place, metres, fares = stop, metres + leg[1], fares + leg[2]
        leg = self._leg(place, self.vehicle.end_site, at)
        return None if leg is None else (leg[0], metres + leg[1], fares + leg[2])

    def _begin(self, stop: str, arrival: int) -> int | None:
        later = [max(arrival, a) for a, b in self.sites[stop].windows if max(arrival, a) <= b]
        return min(later, default=None)

    def _leg(self, start: str, end: str, leaving: int) -> tuple[int, int, int] | None:
        """Return arrival, metres and fare of the earliest way: by road, or over one sailing."""
        return min(self._ways(start, end, leaving), default=None)

    def _ways(self, start: str, end: str, leaving: int) -> Iterator[tuple[int, int, int]]:
        if (start, end) in self._road:
            seconds, metres = self._road[start, end]
            yield leaving + seconds, metres, 0
            return
        for sailing in self._reachable(start, end):
            there, first = self._road[start, sailing.from_port]
            on, second = self._road[sailing.to_port, end]
            if leaving + there <= sailing.ready:
                fare = sailing.fare_for(self.vehicle.class_id) or 0
                yield sailing.arrival + on, first + second, fare

    def _reachable(self, start: str, end: str) -> Iterable[Sailing]:
        return (
            s
            for s in self._sailings
            if (start, s.from_port) in self._road and (s.to_port, end) in self._road
        )
