"""Turns the JSON of VROOM into a routing problem."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from routing.evaluate import evaluate
from routing.problem import (
    HORIZON,
    Kind,
    Location,
    Matrix,
    Problem,
    Request,
    Task,
    VehicleType,
    Window,
)
from routing.solution import Solution
from routing.vroom.fields import TOP, Fields, VroomError
from routing.vroom.matrices import Profiles, scale_of
from routing.vroom.reading import Asked, Content, Driver, StepType


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A task of the file: its type and the object that describes it."""

    type: StepType
    data: Mapping[str, Any]


@dataclass(frozen=True, kw_only=True, eq=False)
class VroomProblem:
    """A problem, and what of the file its solution needs.

    Parameters
    ----------
    steps
        By request and kind of visit.
    vehicles
        Objects of the file by vehicle type of the problem.
    scale
        Costs of the problem per unit of cost in the file.
    epoch
        Seconds of the file at which the problem's time begins.
    priorities
        By request; once per task of it.
    dimensions
        Of loads in the file; the problem may have one more, which counts tasks.
    initial
        Routes from the `steps` of vehicles.
    metres
        By profile of the problem; empty where some profile of the file has no distances.
    """

    problem: Problem
    steps: Mapping[tuple[int, Kind], Step]
    vehicles: tuple[tuple[Mapping[str, Any], ...], ...]
    scale: int
    epoch: int
    priorities: tuple[int, ...]
    dimensions: int
    initial: Solution | None
    metres: tuple[Matrix, ...]


def read_vroom(data: Any) -> VroomProblem:
    """Turn a parsed VROOM problem into a routing problem.

    Higher priorities are served first, as VROOM does: the sum of the priorities of what is served
    comes before the number of tasks, and that before cost.

    Raises
    ------
    VroomError
        With everything that is wrong, or cannot be kept, by its path in the file.
    """
    faults: list[str] = []
    content = Content(faults, Fields(data, "", faults, TOP))
    content.read()
    if faults:
        raise VroomError(faults)
    return _Builder(content).result()


@dataclass(slots=True)
class _Builder:
    content: Content

    def result(self) -> VroomProblem:
        """Build the problem; only without faults."""
        prices = [driver.prices for driver in self.content.drivers]
        profiles = Profiles(self.content.matrices, scale_of(prices))
        groups: dict[tuple[object, ...], list[Driver]] = {}
        for driver in self.content.drivers:
            groups.setdefault(driver.key, []).append(driver)
        teams = list(groups.values())
        dimensions = self._dimensions()
        epoch = self._epoch()
        types = tuple(self._vehicle_type(team, profiles, dimensions, epoch) for team in teams)
        requests = self._requests(teams, dimensions, epoch, profiles)
        size = len(profiles.durations()[0])
        problem = Problem(
            locations=tuple(Location(access=self.content.setups.get(i, 0)) for i in range(size)),
            requests=requests,
            vehicle_types=types,
            durations=profiles.durations(),
            distances=profiles.distances(),
            tolls=profiles.tolls(),
        )
        steps = {
            (index, kind): Step(type=step, data=one.data)
            for index, asked in enumerate(self.content.asked)
            for kind, (step, one) in asked.tasks.items()
        }
        return VroomProblem(
            problem=problem,
            steps=steps,
            vehicles=tuple(tuple(one.fields.data for one in team) for team in teams),
            scale=profiles.scale,
            epoch=epoch,
            priorities=tuple(one.priority * len(one.tasks) for one in self.content.asked),
            dimensions=dimensions,
            initial=_initial(problem, steps, teams),
            metres=profiles.metres(),
        )

    def _dimensions(self) -> int:
        sizes = [len(one.load) for one in self.content.asked] + [
            len(one.capacity) for one in self.content.drivers
        ]
        return max(sizes)

    def _epoch(self) -> int:
        """Give the first moment that the file names, where times are timestamps."""
        opens = [one.window[0] for one in self.content.drivers if one.window]
        for asked in self.content.asked:
            for _, one in asked.tasks.values():
                opens += [window[0] for window in one.windows("time_windows")]
        return min(opens, default=0) if max(opens, default=0) > HORIZON // 2 else 0

    def _vehicle_type(
        self, team: Sequence[Driver], profiles: Profiles, dimensions: int, epoch: int
    ) -> VehicleType:
        one = team[0]
        counts = one.prices.counts
        limit = one.prices.max_distance if counts == "metres" else one.prices.max_travel_time
        most = HORIZON if one.max_tasks is None else min(one.max_tasks, HORIZON)
        room = one.capacity or (HORIZON,) * dimensions
        return VehicleType(
            name=", ".join(str(driver.fields.raw("id")) for driver in team),
            count=len(team),
            start=one.places[0],
            end=one.places[1],
            capacity=(*room, most) if self._counted else room,
            shift=_moved(one.window, epoch),
            max_distance=limit,
            fixed_cost=one.prices.fixed * profiles.scale,
            unit_distance_cost=1 if counts == "cost" else 0,
            profile=profiles.index(one.prices),
        )

    @property
    def _counted(self) -> bool:
        return any(driver.max_tasks is not None for driver in self.content.drivers)

    def _requests(
        self, teams: Sequence[Sequence[Driver]], dimensions: int, epoch: int, profiles: Profiles
    ) -> tuple[Request, ...]:
        prizes = self._prizes(profiles)
        return tuple(
            Request(
                name=str(asked.fields.raw("id") or index),
                load=(*(asked.load or (0,) * dimensions), *((1,) if self._counted else ())),
                prize=prize,
                vehicle_types=_allowed(asked.skills, teams),
                **_tasks(asked, epoch),
            )
            for index, (asked, prize) in enumerate(zip(self.content.asked, prizes, strict=True))
        )

    def _prizes(self, profiles: Profiles) -> list[int | None]:
        """Give prizes by which the sum of priorities comes first, then the number of tasks.

        None where all have the same priority: then as many as possible are served anyway.
        """
        if len({one.priority for one in self.content.asked}) < 2:
            return [None] * len(self.content.asked)
        longest = max(int(table.max()) for table in (*profiles.distances(), *profiles.tolls()))
        dearest = max(driver.prices.fixed for driver in self.content.drivers) * profiles.scale
        asked = self.content.asked
        tasks = sum(len(one.tasks) for one in asked)
        unit = (longest + dearest + 1) * 2 * (tasks + 1)
        return [
            unit * len(one.tasks) * (1 + one.priority * (tasks + 1)) for one in self.content.asked
        ]


def _allowed(skills: frozenset[int], teams: Sequence[Sequence[Driver]]) -> frozenset[int] | None:
    able = frozenset(index for index, team in enumerate(teams) if skills <= team[0].skills)
    return None if len(able) == len(teams) else able


def _moved(window: Window | None, epoch: int) -> Window:
    if window is None:
        return 0, HORIZON
    return tuple(max(0, min(moment - epoch, HORIZON)) for moment in window)  # type: ignore[return-value]


def _tasks(asked: Asked, epoch: int) -> dict[str, Any]:
    return {kind: _task(one, epoch) for kind, (_, one) in asked.tasks.items()}


def _task(one: Fields, epoch: int) -> Task:
    windows = one.windows("time_windows")
    return Task(
        location=one.whole("location_index"),
        windows=tuple(_moved(window, epoch) for window in windows) or ((0, HORIZON),),
        service=one.whole("service"),
    )


def _initial(
    problem: Problem,
    steps: Mapping[tuple[int, Kind], Step],
    teams: Sequence[Sequence[Driver]],
) -> Solution | None:
    """Make a solution of the routes that vehicles bring along in their `steps`."""
    known = {(step.type, step.data.get("id")): task for task, step in steps.items()}
    routes = []
    for vehicle_type, team in enumerate(teams):
        for driver in team:
            given = driver.fields.raw("steps") or []
            tasks = [
                known[key] for one in given if (key := (one.get("type"), one.get("id"))) in known
            ]
            if tasks:
                routes.append((vehicle_type, tasks))
    if not routes:
        return None
    judged = evaluate(problem, routes)
    return Solution(routes=judged.routes, unserved=judged.unserved, cost=judged.cost)
