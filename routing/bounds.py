"""Bounds what any vehicle of a type could do, whatever else it does on its way.

A route that goes somewhere by way of other visits is never earlier there than these bounds say,
even where the matrices are not triangular or a zone is reached through another one. What they rule
out is proven impossible.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from routing.problem import Matrix, Problem, Request, Task, Travel, VehicleType
from routing.speeds import Speeds, speeds_of
from routing.straight import Straight

Row = NDArray[np.int64]

#: No way; a sum of two still fits.
NEVER = 1 << 40


@dataclass(slots=True)
class DayWithRests:
    """The least that a day takes with all the rests that so much driving and work ask for.

    Whatever else counts as a rest takes its time too, and is neither driving nor work.
    """

    vehicle: VehicleType
    driven: int = 0
    worked: int = 0

    def drive(self, seconds: int) -> None:
        """Add driving."""
        self.driven += seconds

    def work(self, seconds: int) -> bool:
        """Add a visit; False if a rule does not allow one so long."""
        self.worked += seconds
        return all(rule.of != "work" or seconds <= rule.within for rule in self.vehicle.rests)

    @property
    def now(self) -> int:
        """Earliest moment at which all that is done, but for the last visit."""
        done = self.driven + self.worked
        rests = [
            (max(0, (self.driven if rule.of == "driving" else done) - 1) // rule.within) * rule.rest
            for rule in self.vehicle.rests
        ]
        return self.vehicle.shift[0] + done + max(rests, default=0)


@dataclass(slots=True)
class Bounds:
    """Earliest arrivals, least seconds and least metres of the vehicles of one type."""

    problem: Problem
    vehicle_type: int
    _rows: dict[tuple[str, int | None, int], Row] = field(default_factory=dict)

    def rules_out(self, request: Request) -> bool:
        """Whether no vehicle of this type could serve the request in time and within its limits."""
        vehicle = self.problem.vehicle_types[self.vehicle_type]
        tasks = [task for _, task in request.tasks]
        if self._return(vehicle.start, tasks) > vehicle.shift[1]:
            return True
        limits = (("seconds", vehicle.max_duration), ("metres", vehicle.max_distance))
        return any(
            limit is not None and self._least(kind, vehicle.start, tasks) > limit
            for kind, limit in limits
        )

    def _return(self, here: int | None, tasks: list[Task]) -> int:
        """Give the earliest return of a vehicle that makes these visits in this order."""
        vehicle = self.problem.vehicle_types[self.vehicle_type]
        now = vehicle.shift[0]
        day = DayWithRests(vehicle)
        for task in tasks:
            day.drive(int(self._row("driving", here, 0)[task.location]))
            arrival = max(int(self._row("arrival", here, now)[task.location]), day.now)
            if not day.work(task.service):
                return NEVER
            starts = [max(arrival, opens) for opens, closes in task.windows if arrival <= closes]
            if not starts:
                return NEVER
            here, now = task.location, min(starts) + task.service
        if vehicle.end is None:
            return max(now, day.now)
        day.drive(int(self._row("driving", here, 0)[vehicle.end]))
        return max(int(self._row("arrival", here, now)[vehicle.end]), day.now)

    def _least(self, kind: str, here: int | None, tasks: list[Task]) -> int:
        vehicle = self.problem.vehicle_types[self.vehicle_type]
        total = 0
        for task in tasks:
            total += int(self._row(kind, here, 0)[task.location])
            total += task.service if kind == "seconds" else 0
            here = task.location
        return total if vehicle.end is None else total + int(self._row(kind, here, 0)[vehicle.end])

    def _row(self, kind: str, here: int | None, now: int) -> Row:
        """Give the bounds from one place to all others; from anywhere where a route may begin."""
        key = (kind, here, now)
        if key not in self._rows:
            begin = now if kind == "arrival" else 0
            if here is None:
                row = np.full(len(self.problem.locations), begin, dtype=np.int64)
            else:
                row = self._spread(kind, here, begin)
            self._rows[key] = row
        return self._rows[key]

    def _spread(self, kind: str, here: int, begin: int) -> Row:
        """Follow roads and links until nothing gets less."""
        profile = self.problem.vehicle_types[self.vehicle_type].profile
        matrices = self.problem.distances if kind == "metres" else self.problem.durations
        way = _matrix(matrices[profile]).astype(np.int64)
        speeds = speeds_of(self.problem, self.vehicle_type)
        if kind == "arrival" and speeds is not None:
            return self._spread_at_speeds(speeds, here, begin, way)
        if kind != "metres" and speeds is not None:
            way = -(-1000 * way // speeds.fastest)
        way[_matrix(self.problem.durations[profile]) < 0] = NEVER
        row: Row = begin + way[here]
        changed = True
        while changed:
            better = np.minimum(row, (row[:, None] + way).min(axis=0))
            self._cross(kind, better)
            changed = bool((better < row).any())
            row = better
        return row

    def _spread_at_speeds(self, speeds: Speeds, here: int, begin: int, way: Row) -> Row:
        """Follow roads at the speeds of the hour, and links, until nothing is earlier."""
        row = np.full(len(way), NEVER, dtype=np.int64)
        row[here] = begin
        changed = True
        while changed:
            known = np.flatnonzero(row < NEVER)
            there = speeds.arrivals(row[known][:, None], np.maximum(way[known], 0))
            there[way[known] < 0] = NEVER
            better = np.minimum(row, there.min(axis=0))
            self._cross("arrival", better)
            changed = bool((better < row).any())
            row = better
        return row

    def _cross(self, kind: str, row: Row) -> None:
        """Lower the bounds of places where links land."""
        for link in self.problem.links:
            if link.costs[self.vehicle_type] is None:
                continue
            there = int(row[link.board])
            if kind == "arrival":
                there = link.arrival if there <= link.ready else NEVER
            elif kind == "seconds":
                there += link.arrival - link.ready
            row[link.alight] = min(int(row[link.alight]), there)


def _matrix(travel: Travel) -> Matrix:
    return travel.whole() if isinstance(travel, Straight) else travel
