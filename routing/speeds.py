"""Defines speeds by the time of day, under which nobody who leaves later arrives earlier.

A way takes the seconds of `Problem.durations` at speed 1000. While the speed is s, so many
thousandths of a second of it are done each second; it ends with the second in which all of it is
done. The speed changes under way as it does for everybody else, so a later vehicle never overtakes.

References
----------
Ichoua, Gendreau and Potvin 2003, "Vehicle dispatching with time-dependent travel times",
doi:10.1016/S0377-2217(02)00147-9.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from routing.validation import HORIZON, whole

if TYPE_CHECKING:
    from routing.problem import Problem

__all__ = ["Speeds"]

Moments = NDArray[np.int64]

#: Slowest and fastest speed: a hundredth and a hundredfold of the matrix.
SLOWEST, FASTEST = 10, 100_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Speeds:
    """Speeds of a profile through the plan's time.

    Parameters
    ----------
    changes
        `(moment, speed)` with rising moments: from then on the speed is so many thousandths of that
        of the matrix. The first one also holds before, the last one for ever.
    """

    changes: tuple[tuple[int, int], ...]

    def __post_init__(self) -> None:
        if not self.changes:
            raise ValueError("changes must not be empty.")
        for moment, speed in self.changes:
            whole("changes", moment, 0, HORIZON)
            whole("changes", speed, SLOWEST, FASTEST)
        for (before, _), (after, _) in pairwise(self.changes):
            if after <= before:
                raise ValueError(f"changes must have rising moments, got {after} after {before}.")

    @property
    def fastest(self) -> int:
        """The highest speed."""
        return max(speed for _, speed in self.changes)

    def piece(self, moment: int) -> int:
        """Give the number of the change that holds at a moment."""
        return max(0, sum(begin <= moment for begin, _ in self.changes) - 1)

    def arrival(self, departure: int, work: int) -> int:
        """Give the moment at which so many thousandths of a second are done."""
        now = departure
        while work > 0:
            piece = self.piece(now)
            speed = self.changes[piece][1]
            seconds = -(-work // speed)
            if piece + 1 < len(self.changes):
                seconds = min(seconds, self.changes[piece + 1][0] - now)
            now, work = now + seconds, work - seconds * speed
        return now

    def arrivals(self, departures: Moments, seconds: Moments) -> Moments:
        """Give the arrivals of many ways at once, in whole arrays."""
        begins = np.array([moment for moment, _ in self.changes], dtype=np.int64)
        speeds = np.array([speed for _, speed in self.changes], dtype=np.int64)
        done = np.concatenate([[0], np.cumsum(np.diff(begins) * speeds[:-1])])
        now = np.maximum(np.searchsorted(begins, departures, side="right") - 1, 0)
        wanted = done[now] + (departures - begins[now]) * speeds[now] + 1000 * seconds
        then = np.maximum(np.searchsorted(done, wanted, side="left") - 1, 0)
        found: Moments = begins[then] - (done[then] - wanted) // speeds[then]
        return np.where(seconds == 0, departures, found)

    def done(self, begin: int, end: int) -> int:
        """Give the thousandths of a second that are done from one moment to another."""
        done, now = 0, begin
        while now < end:
            piece = self.piece(now)
            until = end
            if piece + 1 < len(self.changes):
                until = min(until, self.changes[piece + 1][0])
            done, now = done + (until - now) * self.changes[piece][1], until
        return done


#: The speed of the matrix at all times.
EVEN = Speeds(changes=((0, 1000),))


def check_speeds(problem: Problem) -> None:
    """Raise ValueError unless there are speeds for every profile, or none."""
    if problem.speeds and len(problem.speeds) != len(problem.durations):
        raise ValueError("speeds must have one entry per profile, or none.")


def speeds_of(problem: Problem, vehicle_type: int) -> Speeds | None:
    """Return the speeds of a vehicle type; None where they never change."""
    if not problem.speeds:
        return None
    return problem.speeds[problem.vehicle_types[vehicle_type].profile]


def arrival_by_road(problem: Problem, vehicle_type: int, departure: int, seconds: int) -> int:
    """Give the arrival of a way that takes so many seconds by the matrix."""
    speeds = speeds_of(problem, vehicle_type)
    return departure + seconds if speeds is None else speeds.arrival(departure, 1000 * seconds)


def least_seconds(problem: Problem, vehicle_type: int, seconds: int) -> int:
    """Give the seconds for such a way at the highest speed."""
    speeds = speeds_of(problem, vehicle_type)
    return seconds if speeds is None else -(-1000 * seconds // speeds.fastest)
