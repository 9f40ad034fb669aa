"""A planner without map and solver: reads real folders, answers with the handmade plan."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import cast

from api.planning import Task, Watch
from dispatch.imports import read_request
from dispatch.network import Network
from dispatch.plan import Plan
from dispatch.planner import PlanProgress
from geo.faults import Fault, InputError, Text
from routing.solve import Progress
from tests.dispatch.handmade import handmade_day


class FakePlanner:
    """Plans as slowly as the test wants.

    Parameters
    ----------
    gate
        A plan ends when it is set, or when it is asked to stop.
    failure
        Raised instead of a plan.
    """

    def __init__(self, *, slow: bool = False, failure: Exception | None = None) -> None:
        self.gate = threading.Event()
        self.begun = threading.Event()
        self.failure = failure
        self.broken: tuple[str, ...] = ()
        self.seen: list[Task] = []
        if not slow:
            self.gate.set()

    def read(self, folder: Path, timetable: Path | None = None, close=()) -> Task:
        request = read_request(folder)
        return Task(request=request, network=cast(Network, None), seconds=5.0, seed=1)

    def plan(self, task: Task, watch: Watch, *, threads: int = 1) -> Plan:
        self.seen.append(task)
        routing = Progress(iterations=9, seconds=0.1, cost=512_000_000, vehicles=3, unserved=1)
        doing = Text("경로를 찾습니다", "seeking routes")
        watch.note(PlanProgress(phase=doing, done=0.25, routing=routing))
        self.begun.set()
        while not (self.gate.wait(0.005) or watch.stop.is_set()):
            pass
        if self.failure is not None:
            raise self.failure
        return handmade_day()[1]

    def check(self, task: Task, plan: Plan) -> tuple[str, ...]:
        return self.broken


def far_away() -> InputError:
    """What a real planner says of a site in the sea."""
    return InputError(
        [
            Fault(
                code="far-from-road",
                file="sites.csv",
                row=3,
                field="lat",
                what=Text("도로가 없습니다", "has no road"),
                remedy=Text("좌표를 고치세요", "correct the coordinates"),
            )
        ]
    )
