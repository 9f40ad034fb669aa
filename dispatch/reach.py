"""Answers how soon goods can be somewhere, taking the fastest vehicle of the day."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import accumulate
from operator import itemgetter

import numpy as np

from dispatch.day_network import DayNetwork, Matrix
from dispatch.model import DayRequest


class Reach:
    """Earliest arrivals by truck: a bound that no real vehicle beats.

    Parameters
    ----------
    day
        Travel times of the profiles and connections of all vehicles that have a driver.
    """

    def __init__(self, request: DayRequest, day: DayNetwork) -> None:
        self._day = day
        planned = [vehicle for vehicle in request.vehicles if vehicle.driver]
        profiles = sorted({vehicle.profile for vehicle in planned})
        self._seconds = _least([day.durations[profile] for profile in profiles], len(day.places))
        self._metres = _least([day.distances[profile] for profile in profiles], len(day.places))
        sailings: dict[tuple[int, int], set[tuple[int, int]]] = defaultdict(set)
        for vehicle in planned:
            for connection in day.connections_of(vehicle):
                ports = day.port_row[connection.from_port], day.port_row[connection.to_port]
                sailings[ports].add((connection.ready, connection.arrival))
        self._crossings: dict[tuple[int, int], list[_Crossing]] = defaultdict(list)
        for (board, alight), moments in sorted(sailings.items()):
            pair = day.landmass[board], day.landmass[alight]
            self._crossings[pair].append(_Crossing.of(board, alight, moments))

    def arrival(self, from_site: str, to_site: str, leaving: int) -> int | None:
        """Return the earliest arrival of a truck that leaves at a time; None without a way."""
        here, there = self._rows(from_site, to_site)
        if self._joined(here, there):
            seconds = self._road(here, there)
            return None if seconds is None else leaving + seconds
        arrivals = (
            arrival + after
            for before, crossing, after in self._ways(here, there)
            if (arrival := crossing.arrival(leaving + before)) is not None
        )
        return min(arrivals, default=None)

    def departure(self, from_site: str, to_site: str, arriving: int) -> int | None:
        """Return the latest departure of a truck that is there by a time; None where none is."""
        here, there = self._rows(from_site, to_site)
        if self._joined(here, there):
            seconds = self._road(here, there)
            return None if seconds is None else arriving - seconds
        departures = (
            ready - before
            for before, crossing, after in self._ways(here, there)
            if (ready := crossing.ready(arriving - after)) is not None
        )
        return max(departures, default=None)

    def needs_boat(self, from_site: str, to_site: str) -> bool:
        """Whether the two sites lie on different landmasses."""
        return not self._joined(*self._rows(from_site, to_site))

    def metres(self, from_site: str, to_site: str) -> int:
        """Return the metres by road, over the nearest ports to a boat; 0 without a way."""
        here, there = self._rows(from_site, to_site)
        if self._joined(here, there):
            return max(0, int(self._metres[here, there]))
        ways = (
            int(self._metres[here, crossing.board] + self._metres[crossing.alight, there])
            for _, crossing, _ in self._ways(here, there)
        )
        return min(ways, default=0)

    def _ways(self, here: int, there: int) -> Iterator[tuple[int, _Crossing, int]]:
        """Yield seconds to the quay, what sails from there, and seconds from the far quay."""
        for crossing in self._crossings.get(self._masses(here, there), ()):
            before, after = self._road(here, crossing.board), self._road(crossing.alight, there)
            if before is not None and after is not None:
                yield before, crossing, after

    def _rows(self, from_site: str, to_site: str) -> tuple[int, int]:
        return self._day.site_row[from_site], self._day.site_row[to_site]

    def _masses(self, here: int, there: int) -> tuple[int, int]:
        return self._day.landmass[here], self._day.landmass[there]

    def _joined(self, here: int, there: int) -> bool:
        return self._day.landmass[here] == self._day.landmass[there]

    def _road(self, here: int, there: int) -> int | None:
        seconds = int(self._seconds[here, there])
        return None if seconds < 0 else seconds


@dataclass(frozen=True, slots=True)
class _Crossing:
    """All that sails from one port to another in a day.

    Parameters
    ----------
    readies, arrivals
        Latest moments at the quay in order, and the earliest arrival of those from each on.
    landings, departures
        Arrivals in order, and the latest moment at the quay of those up to each.
    """

    board: int
    alight: int
    readies: tuple[int, ...]
    arrivals: tuple[int, ...]
    landings: tuple[int, ...]
    departures: tuple[int, ...]

    @classmethod
    def of(cls, board: int, alight: int, moments: Iterable[tuple[int, int]]) -> _Crossing:
        """Put (ready, arrival) in order."""
        by_ready = sorted(moments)
        by_arrival = sorted(by_ready, key=itemgetter(1))
        earliest = accumulate((arrival for _, arrival in reversed(by_ready)), min)
        return cls(
            board,
            alight,
            tuple(ready for ready, _ in by_ready),
            tuple(earliest)[::-1],
            tuple(arrival for _, arrival in by_arrival),
            tuple(accumulate((ready for ready, _ in by_arrival), max)),
        )

    def arrival(self, at_quay: int) -> int | None:
        """Return the earliest arrival from a moment at the quay on."""
        place = bisect_left(self.readies, at_quay)
        return self.arrivals[place] if place < len(self.arrivals) else None

    def ready(self, landed: int) -> int | None:
        """Return the latest moment at the quay for being landed by a time."""
        place = bisect_right(self.landings, landed)
        return self.departures[place - 1] if place else None


def _least(matrices: list[Matrix], size: int) -> Matrix:
    """Return the smallest entries of several matrices, -1 where all have -1."""
    never = np.iinfo(np.int32).max
    least = np.full((size, size), never, dtype=np.int32)
    for matrix in matrices:
        least = np.minimum(least, np.where(matrix < 0, never, matrix))
    return np.where(least == never, -1, least).astype(np.int32)
