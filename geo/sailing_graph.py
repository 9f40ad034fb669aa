"""Says which sailing can follow on which for a vehicle, by staying aboard or changing vessels."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass

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


@dataclass(frozen=True, slots=True)
class SailingGraph:
    """Sailings that carry the vehicle, in order of departure, and which can follow on which.

    `aboard` is the sailing on which the vehicle may stay aboard (-1 for none), `changes` those to
    which it can change.
    """

    sailings: tuple[Sailing, ...]
    fares: tuple[int, ...]
    landmass: Mapping[str, Hashable]
    aboard: tuple[int, ...]
    changes: tuple[tuple[int, ...], ...]

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
        fares = tuple(sailing.fare_for(vehicle.class_id) or 0 for sailing in fit)
        return cls(tuple(fit), fares, landmass, _stays(fit), _changes(fit, landmass, transfer))

    def followers(self, at: int, no_change: Set[Hashable]) -> Iterator[int]:
        """Yield what can follow a sailing; on landmasses in `no_change` only by staying aboard."""
        if self.aboard[at] >= 0:
            yield self.aboard[at]
        if self.landmass.get(self.sailings[at].to_port) not in no_change:
            yield from self.changes[at]


def _stays(sailings: Sequence[Sailing]) -> tuple[int, ...]:
    """Return for each sailing the one for which the vehicle may stay aboard, or -1."""
    vessels: dict[str, list[int]] = defaultdict(list)
    for at, sailing in enumerate(sailings):
        vessels[sailing.vessel].append(at)
    stays = []
    for sailing in sailings:
        trips = vessels[sailing.vessel]
        place = bisect_left(trips, sailing.arrival, key=lambda at: sailings[at].departure)
        stays.append(-1)
        if place < len(trips):
            following = sailings[trips[place]]
            lies = following.departure - sailing.arrival
            if following.from_port == sailing.to_port and lies <= LONGEST_STAY_ABOARD:
                stays[-1] = trips[place]
    return tuple(stays)


def _changes(
    sailings: Sequence[Sailing], landmass: Mapping[str, Hashable], transfer: Transfer
) -> tuple[tuple[int, ...], ...]:
    """Return for each sailing those to which a vehicle can change after it."""
    departing: dict[str, list[int]] = defaultdict(list)
    for at, sailing in enumerate(sailings):
        departing[sailing.from_port].append(at)
    ways: dict[str, list[tuple[str, int]]] = {}
    for port in {s.to_port for s in sailings} & landmass.keys():
        roads = ((to, transfer(port, to)) for to in departing if landmass.get(to) == landmass[port])
        ways[port] = [(to, seconds) for to, seconds in roads if seconds is not None]
    return tuple(
        tuple(
            at
            for port, seconds in ways.get(sailing.to_port, ())
            for at in departing[port]
            if sailings[at].ready >= sailing.arrival + seconds
        )
        for sailing in sailings
    )


def _sailing_order(sailing: Sailing) -> tuple[int, int, str]:
    return sailing.departure, sailing.arrival, sailing.sailing_id
