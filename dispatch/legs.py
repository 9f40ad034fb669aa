"""Writes the ways of a tour between its stops: roads, sailings, and passages of closed roads."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from dispatch.day_network import DayNetwork, ferry_vehicle
from dispatch.model import Vehicle
from dispatch.network import Network
from dispatch.plan import Coordinate, Leg, SailingUse
from dispatch.words import clock
from geo.day_roads import DayDrive
from geo.faults import Text
from geo.ferries import Connection, Sailing, last_home, later_sailings
from geo.leg_line import LegLine
from geo.road_state import RoadState

#: Said of boats that call only when they are asked to.
_BOOKING = "선장에게 예약 / book with the captain. "


class LegWriter:
    """Writes legs for one day."""

    def __init__(self, network: Network, day: DayNetwork) -> None:
        self._network = network
        self._day = day

    def leg(
        self,
        vehicle: Vehicle,
        ends: tuple[int, int],
        connection: Connection | None,
        departure: int,
        start: int | None = None,
    ) -> tuple[Leg, int]:
        """Describe the way between two rows, and return when it ends.

        Parameters
        ----------
        start
            When the stop begins; None where nothing is done at the end.
        """
        sailings = connection.sailings if connection is not None else ()
        roads = self._roads(ends, connection) if connection is not None else [ends]
        drives, arrival = self._driven(vehicle.profile, roads, sailings, departure)
        passing = [one for one in sailings if one.sailing_id in self._day.passages]
        driving = sum(drive.duration for drive in drives) + _aboard(passing)
        lines = [
            self._line(road, vehicle.profile, drive.state)
            for road, drive in zip(roads, drives, strict=True)
        ]
        leg = Leg(
            distance=sum(drive.distance for drive in drives)
            + sum(self._day.passages[one.sailing_id] for one in passing),
            driving=driving,
            waiting=(arrival if start is None else start)
            - departure
            - driving
            - _aboard([one for one in sailings if one not in passing]),
            toll=sum(line.toll_krw for line in lines if line is not None),
            sailings=tuple(self._sailing(vehicle, one) for one in sailings),
            line=tuple(_coordinates(line) for line in lines if line is not None),
        )
        return leg, arrival

    def _driven(
        self,
        profile: str,
        roads: Sequence[tuple[int, int]],
        sailings: Sequence[Sailing],
        departure: int,
    ) -> tuple[list[DayDrive], int]:
        """Drive the roads before, between and after the sailings; return when that ends."""
        drives, now = [], departure
        landings = self._landings(sailings)
        for road, landed in zip(roads, [departure, *landings], strict=True):
            drive = self._day.drive(profile, *road, landed)
            assert drive is not None, "a route drives where no road leads"
            drives.append(drive)
            now = landed + drive.duration
        return drives, now

    @staticmethod
    def _landings(sailings: Sequence[Sailing]) -> list[int]:
        """Return when vehicles drive on after sailings."""
        return [
            one.arrival
            for at, one in enumerate(sailings)
            if at + 1 == len(sailings) or one.to_port != sailings[at + 1].from_port
        ]

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

    def _line(self, road: tuple[int, int], profile: str, state: RoadState) -> LegLine | None:
        if road[0] == road[1]:
            return None
        start, end = self._day.places[road[0]], self._day.places[road[1]]
        return self._network.leg_line(start, end, profile, state)

    def _sailing(self, vehicle: Vehicle, sailing: Sailing) -> SailingUse:
        passage = sailing.sailing_id in self._day.passages
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
            last_home=None if passage else self._last_home(vehicle, sailing.to_port),
            fallbacks=()
            if passage
            else tuple(f"{clock(one.departure)} {one.vessel}" for one in later),
            note=_BOOKING + sailing.note if sailing.request else sailing.note,
            passage=passage,
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


def _aboard(sailings: Sequence[Sailing]) -> int:
    return sum(sailing.arrival - sailing.departure for sailing in sailings)


def _coordinates(line: LegLine) -> tuple[Coordinate, ...]:
    return tuple(Coordinate(lat=point.lat, lon=point.lon) for point in line.points)
