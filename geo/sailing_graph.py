"""Says what happens when to a vehicle among sailings: on the quay, at the ramp, at sea.

Two sailings are joined by staying aboard or by a change of vessels. Changes would be pairs of
sailings in great number; told as a sequence of moments, a scan passes each sailing a few times.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import NamedTuple

from geo.sailing import FerryVehicle, Sailing

#: A vehicle may stay aboard while its vessel lies in a port for so long before it goes on. Longer
#: stays are meal breaks and nights, for which decks are cleared.
LONGEST_STAY_ABOARD = 60 * 60

#: Seconds by road from one port to another of the same landmass for the vehicle meant; None where
#: it cannot drive.
Transfer = Callable[[str, str], int | None]


def same_port_only(from_port: str, to_port: str) -> int | None:
    """Allow changes of vessel only at one port: the transfer to take where no roads are known."""
    return 0 if from_port == to_port else None


class Step(IntEnum):
    """What a moment brings; of moments at the same time the smaller one comes first."""

    QUAY = 0
    """Vehicles that a sailing has landed have driven to a port of the landmass."""
    CHECK_IN = 1
    """Who is not at the quay now does not come along."""
    DEPARTURE = 2
    """Vehicles that have checked in, and those that stayed aboard, are at sea."""


class Moment(NamedTuple):
    """One thing that happens to a sailing (its row in `SailingGraph.sailings`) at a port."""

    time: int
    step: Step
    sailing: int
    port: str


@dataclass(frozen=True, slots=True)
class SailingGraph:
    """Sailings that carry the vehicle, in order of departure, and all moments in order of time.

    `came_aboard` are the sailings after which a vehicle may have stayed aboard for this one.
    """

    sailings: tuple[Sailing, ...]
    fares: tuple[int, ...]
    landmass: Mapping[str, Hashable]
    came_aboard: tuple[tuple[int, ...], ...]
    moments: tuple[Moment, ...]

    @classmethod
    def of(
        cls,
        sailings: Iterable[Sailing],
        landmass: Mapping[str, Hashable],
        vehicle: FerryVehicle,
        transfer: Transfer,
    ) -> SailingGraph:
        """Connect the sailings that carry the vehicle."""
        fit = sorted((s for s in sailings if s.carries(vehicle)), key=_sailing_order)
        return cls(
            sailings=tuple(fit),
            fares=tuple(sailing.fare_for(vehicle.class_id) or 0 for sailing in fit),
            landmass=landmass,
            came_aboard=_came_aboard(fit),
            moments=tuple(sorted(_moments(fit, landmass, transfer))),
        )


def _came_aboard(sailings: Sequence[Sailing]) -> tuple[tuple[int, ...], ...]:
    """Return for each sailing those after which a vehicle may have stayed aboard."""
    vessels: dict[str, list[int]] = defaultdict(list)
    for at, sailing in enumerate(sailings):
        vessels[sailing.vessel].append(at)
    came: list[list[int]] = [[] for _ in sailings]
    for at, sailing in enumerate(sailings):
        trips = vessels[sailing.vessel]
        place = bisect_left(trips, sailing.arrival, key=lambda trip: sailings[trip].departure)
        if place < len(trips):
            following = sailings[trips[place]]
            lies = following.departure - sailing.arrival
            if following.from_port == sailing.to_port and lies <= LONGEST_STAY_ABOARD:
                came[trips[place]].append(at)
    return tuple(map(tuple, came))


def _moments(
    sailings: Sequence[Sailing], landmass: Mapping[str, Hashable], transfer: Transfer
) -> Iterator[Moment]:
    boarding = {sailing.from_port for sailing in sailings} & landmass.keys()
    ways: dict[str, list[tuple[str, int]]] = {}
    for port in {sailing.to_port for sailing in sailings} & landmass.keys():
        roads = ((to, transfer(port, to)) for to in boarding if landmass[to] == landmass[port])
        ways[port] = [(to, seconds) for to, seconds in roads if seconds is not None]
    for at, sailing in enumerate(sailings):
        yield Moment(sailing.ready, Step.CHECK_IN, at, sailing.from_port)
        yield Moment(sailing.departure, Step.DEPARTURE, at, sailing.from_port)
        for port, seconds in ways.get(sailing.to_port, ()):
            yield Moment(sailing.arrival + seconds, Step.QUAY, at, port)


def _sailing_order(sailing: Sailing) -> tuple[int, int, str]:
    return sailing.departure, sailing.arrival, sailing.sailing_id
