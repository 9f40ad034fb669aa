"""Answers how soon goods can be somewhere, taking the fastest vehicle of the day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

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
        crossings: dict[tuple[int, int], set[tuple[int, int, int, int]]] = defaultdict(set)
        for vehicle in planned:
            for connection in day.connections_of(vehicle):
                board, alight = day.port_row[connection.from_port], day.port_row[connection.to_port]
                pair = day.landmass[board], day.landmass[alight]
                crossings[pair].add((connection.ready, board, alight, connection.arrival))
        self._crossings = {pair: sorted(ways) for pair, ways in crossings.items()}

    def arrival(self, from_site: str, to_site: str, leaving: int) -> int | None:
        """Return the earliest arrival of a truck that leaves at a time; None without a way."""
        here, there = self._rows(from_site, to_site)
        if self._joined(here, there):
            seconds = self._road(here, there)
            return None if seconds is None else leaving + seconds
        arrivals = (
            arrival
            for before, ready, arrival in self._boats(here, there)
            if leaving + before <= ready
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
            for before, ready, arrival in self._boats(here, there)
            if arrival <= arriving
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
            int(self._metres[here, board] + self._metres[alight, there])
            for _, board, alight, _ in self._crossings.get(self._masses(here, there), ())
            if self._road(here, board) is not None and self._road(alight, there) is not None
        )
        return min(ways, default=0)

    def _boats(self, here: int, there: int) -> Iterator[tuple[int, int, int]]:
        """Yield seconds to the quay, latest moment there, and arrival at the far place."""
        for ready, board, alight, arrival in self._crossings.get(self._masses(here, there), ()):
            before, after = self._road(here, board), self._road(alight, there)
            if before is not None and after is not None:
                yield before, ready, arrival + after

    def _rows(self, from_site: str, to_site: str) -> tuple[int, int]:
        return self._day.site_row[from_site], self._day.site_row[to_site]

    def _masses(self, here: int, there: int) -> tuple[int, int]:
        return self._day.landmass[here], self._day.landmass[there]

    def _joined(self, here: int, there: int) -> bool:
        return self._day.landmass[here] == self._day.landmass[there]

    def _road(self, here: int, there: int) -> int | None:
        seconds = int(self._seconds[here, there])
        return None if seconds < 0 else seconds


def _least(matrices: list[Matrix], size: int) -> Matrix:
    """Return the smallest entries of several matrices, -1 where all have -1."""
    never = np.iinfo(np.int32).max
    least = np.full((size, size), never, dtype=np.int32)
    for matrix in matrices:
        least = np.minimum(least, np.where(matrix < 0, never, matrix))
    return np.where(least == never, -1, least).astype(np.int32)
