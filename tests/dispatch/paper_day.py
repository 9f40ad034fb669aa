"""Draws days on paper: roads as text, timetables as text, and short ways to make sites and orders.

A line of a road map is `A --10-- B --5-- C`: ten minutes from A to B at 60 km/h, and back. What is
joined by such lines is a landmass; a name on a line of its own is a place on an island by itself.
"""

import re
from datetime import date

import networkx as nx
import numpy as np

from dispatch.model import DayRequest, Order, Service, Site, Vehicle
from dispatch.network import Network
from geo.day_roads import DayRoads, RoadPeriod
from geo.faults import Fault, InputError, Text
from geo.leg_line import LegLine, Point
from geo.road_state import FREE
from geo.snap import SnappedPlace
from geo.timetable_files import read_timetable
from geo.travel import TravelTimes

DAY = date(2026, 3, 10)
MINUTE = 60
HOUR = 3600


def at(text):
    """Seconds since midnight of "07:30" or "01:30+1"."""
    clock, _, days = text.partition("+")
    hours, minutes = clock.split(":")
    return int(days or 0) * 86_400 + int(hours) * 3600 + int(minutes) * 60


def window(text):
    """The window "07:30-11:00"."""
    begin, end = text.split("-")
    return at(begin), at(end)


class PaperRoads:
    """Stands in for a map: places are known by name, wherever their coordinates are."""

    def __init__(self, text, *, slower=None, closed=None):
        self.graph = nx.Graph()
        for line in text.strip().splitlines():
            names = [name.strip() for name in re.split(r"--\d+--", line)]
            minutes = [int(number) for number in re.findall(r"--(\d+)--", line)]
            self.graph.add_nodes_from(names)
            self.graph.add_weighted_edges_from(zip(names, names[1:], minutes, strict=False))
        self.masses = {
            name: mass
            for mass, names in enumerate(nx.connected_components(self.graph))
            for name in names
        }
        self.slower = slower or {}
        self.closed = closed or {}

    def snap(self, places, profile, *, limit=500.0, file="places"):
        far = [place for place in places if place.name not in self._known(profile)]
        if far:
            raise InputError(
                Fault(
                    code="too-far-from-road",
                    file=file,
                    field=place.name,
                    what=Text("2,000 m", "is 2,000 m from the nearest road"),
                    remedy=Text("좌표", "correct the coordinates"),
                )
                for place in far
            )
        return tuple(self._snapped(place, profile) for place in places)

    def travel_times(self, places, profile, *, limit=500.0, strict=True):
        known = self._known(profile)
        minutes = dict(nx.all_pairs_dijkstra_path_length(self.graph.subgraph(known)))
        names = [place.name for place in places]
        matrix = np.array(
            [[minutes.get(here, {}).get(there, -1) for there in names] for here in names],
            dtype=np.int32,
        )
        factor = self.slower.get(profile, 1)
        return TravelTimes(
            profile=profile,
            durations=np.where(matrix < 0, -1, matrix * MINUTE * factor).astype(np.int32),
            distances=np.where(matrix < 0, -1, matrix * 1000).astype(np.int32),
            landmass=np.array(
                [self.masses[n] if n in known else -1 for n in names], dtype=np.int32
            ),
            snapped=tuple(self._snapped(place, profile) for place in places),
        )

    def day_roads(self, places, profile, hours, *, closed=(), limit=500.0):
        times = self.travel_times(places, profile, limit=limit, strict=False)
        period = RoadPeriod(begin=hours.begin, until=hours.until, state=FREE)
        return DayRoads(
            always=times,
            periods=((period, times),),
            shut=((),) * len(places),
            states={(0, 0): FREE},
            group=(0,) * len(places),
        )

    def leg_line(self, origin, destination, profile, *, state=None, limit=500.0):
        minutes = nx.dijkstra_path_length(self.graph, origin.name, destination.name)
        return LegLine(
            points=tuple(Point(lat=one.lat, lon=one.lon) for one in (origin, destination)),
            duration=minutes * MINUTE,
            distance=minutes * 1000,
            toll_krw=0,
            roads=(),
        )

    def _known(self, profile):
        return set(self.graph) - set(self.closed.get(profile, ()))

    def _snapped(self, place, profile):
        known = place.name in self._known(profile)
        return SnappedPlace(
            lat=place.lat,
            lon=place.lon,
            distance=10.0 if known else float("inf"),
            segment=0 if known else -1,
            fraction=0.0,
            landmass=self.masses[place.name] if known else -1,
            road="",
        )


def timetable(folder, text, *, ports=(), header=None):
    """Write a timetable as a ferry company would send it, and read it.

    A line is `07:30 PIER 08:10 QUAY`, with further columns as "name=value".
    """
    folder.mkdir(exist_ok=True)
    rows, called = [], list(ports)
    for number, line in enumerate(text.strip().splitlines()):
        dep, start, arr, end, *more = line.split()
        row = {
            "sailing_id": f"S{number + 1}",
            "vessel": "나루호",
            "from_port": start,
            "to_port": end,
            "dep": dep,
            "arr": arr,
            "cars": "yes",
            "days": "daily",
            "checkin_min": "20",
            "fare": "20000",
            "source": "test",
        }
        row |= dict(part.split("=") for part in more)
        rows.append(row)
        called += [start, end]
    names = list(dict.fromkeys(name for row in rows for name in row))
    lines = [",".join(names), *(",".join(row.get(name, "") for name in names) for row in rows)]
    (folder / "sailings.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    ports_csv = ["port_id,name_ko,island,lat,lon,car,note"]
    ports_csv += [f"{name},{name}항,섬,34.5,126.5,yes," for name in dict.fromkeys(called)]
    (folder / "ports.csv").write_text("\n".join(ports_csv) + "\n", encoding="utf-8")
    return read_timetable(folder)


def network(roads, boats=None):
    return Network(roads if isinstance(roads, PaperRoads) else PaperRoads(roads), boats)


def site(site_id, kind="producer", windows="00:00-23:00+1", closed=None, **more):
    return Site(
        site_id=site_id,
        name=Text(f"{site_id} 곳", f"place {site_id}"),
        kind=kind,
        lat=34.5,
        lon=126.5,
        windows=tuple(window(one) for one in windows.split(";")) if windows else (),
        closed=tuple(window(one) for one in closed.split(";")) if closed else (),
        **more,
    )


def order(order_id, origin, destination, parcels=10, **more):
    more.setdefault("kg", 5.0 * parcels)
    more.setdefault("litres", 20.0 * parcels)
    more.setdefault("priority_cost", 1_000_000)
    for name in ("pickup_windows", "delivery_windows"):
        if isinstance(more.get(name), str):
            more[name] = (window(more[name]),)
    return Order(order_id=order_id, origin=origin, destination=destination, parcels=parcels, **more)


def truck(vehicle_id="T1", base="HUB", shift="05:00-22:00", **more):
    given = {
        "name": Text(vehicle_id, vehicle_id),
        "class_id": "C1R",
        "profile": "truck-1t-reefer",
        "capacity_kg": 900,
        "capacity_litres": 4500,
        "height_m": 2.4,
        "length_m": 5.2,
        "temperatures": frozenset({"ambient", "chilled", "frozen"}),
        "start_site": base,
        "end_site": base,
        "shift": window(shift),
        "max_shift": 12 * HOUR,
        "driver": "김기사",
        "fixed_cost": 20_000,
        "cost_per_km": 250,
        "cost_per_hour": 16_000,
    }
    return Vehicle(vehicle_id=vehicle_id, **(given | more))


def service(service_id, start, end, departure, arrival, **more):
    given = {
        "run_id": service_id,
        "name": Text(f"{service_id} 편", f"run {service_id}"),
        "mode": "linehaul",
        "cut_off": 15 * MINUTE,
        "handling": 15 * MINUTE,
        "capacity_kg": 4500,
        "capacity_litres": 25_000,
        "temperatures": frozenset({"ambient", "chilled", "frozen"}),
        "cost": 50_000,
        "cost_per_parcel": 0,
    }
    return Service(
        service_id=service_id,
        from_site=start,
        to_site=end,
        departure=at(departure),
        arrival=at(arrival),
        **(given | more),
    )


def day(sites, orders, vehicles, services=()):
    return DayRequest(
        date=DAY,
        timezone="Asia/Seoul",
        county=Text("종이군", "Paper county"),
        sites=tuple(sites),
        orders=tuple(orders),
        vehicles=tuple(vehicles),
        services=tuple(services),
    )
