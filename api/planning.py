"""Plans the day in a folder and writes the results: one story for command line and HTTP."""

from __future__ import annotations

import os
import sys
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import NoReturn, Protocol

from dispatch.checks import check_plan
from dispatch.day_file import parse_day_file
from dispatch.geojson import write_geojson
from dispatch.imports import read_request
from dispatch.model import DayRequest
from dispatch.network import Network
from dispatch.output import whole_folder
from dispatch.plan import Plan
from dispatch.plan_json import write_plan
from dispatch.planner import PlanProgress, plan_day
from dispatch.sheets import write_sheets
from dispatch.translate import COST_UNIT
from geo.closures import read_closures
from geo.faults import InputError, Text

#: Seconds of solving when neither the caller nor day.toml says.
DEFAULT_SECONDS = 30.0

_NOTHING = Text("", "")

PLAN_FILES = ("plan.json", "map.geojson", "sheets.pdf")


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far a planning run is.

    Parameters
    ----------
    phase
        "queued", "reading", "planning", "writing" or "done".
    doing
        What the planner is busy with.
    share
        Of the solving time that is spent, 0 to 1.
    elapsed
        Seconds since the run began.
    cost
        Won of the best routes so far in the part of the day that is being planned, with what is
        lost by the orders that they leave out; None while there are none.
    unserved
        Requests that these routes leave out; None while there are none.
    """

    phase: str = "queued"
    doing: Text = _NOTHING
    share: float = 0.0
    elapsed: float = 0.0
    cost: int | None = None
    unserved: int | None = None


@dataclass(slots=True)
class Watch:
    """Connects a run with whoever waits for it: asks it to stop early, and shows how far it is."""

    stop: threading.Event = field(default_factory=threading.Event)
    _progress: Progress = field(default_factory=Progress)
    _began: float = field(default_factory=time.monotonic)

    @property
    def progress(self) -> Progress:
        """How far the run is now."""
        if self._progress.phase in ("queued", "done"):
            return self._progress
        return replace(self._progress, elapsed=time.monotonic() - self._began)

    def enter(self, phase: str) -> None:
        """Note that a phase begins."""
        if self._progress.phase == "queued":
            self._began = time.monotonic()
        self._progress = replace(
            self._progress, phase=phase, elapsed=time.monotonic() - self._began
        )

    def note(self, progress: PlanProgress) -> None:
        """Note what the planner tells."""
        routing = progress.routing
        self._progress = replace(
            self._progress,
            doing=progress.phase,
            share=progress.done,
            cost=round(routing.cost / COST_UNIT) if routing else None,
            unserved=routing.unserved if routing else None,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """A day that has been read and found right, and how long to try.

    Parameters
    ----------
    network
        The map and the timetable that the request was read with.
    """

    request: DayRequest
    network: Network
    seconds: float
    seed: int


class Planner(Protocol):
    """Reads days and plans them; tests put a fake here."""

    def read(self, folder: Path, timetable: Path | None = None, close: Sequence[str] = ()) -> Task:
        """Read the request in a folder.

        Parameters
        ----------
        timetable
            Used instead of the one that day.toml or the map names.
        close
            Closed roads besides those of day.toml, as "진도대교 10:00-12:00".

        Raises
        ------
        InputError
            With everything that is wrong with the folder and the timetable.
        """
        ...

    def plan(self, task: Task, watch: Watch, *, threads: int = 1) -> Plan:
        """Plan, stopping early with the best plan so far when `watch.stop` is set."""
        ...

    def check(self, task: Task, plan: Plan) -> tuple[str, ...]:
        """Return the rules that a plan breaks."""
        ...


class MapPlanner:
    """Plans on one map, which is opened once.

    Parameters
    ----------
    mapdir
        A folder that `naru map build` wrote.
    """

    def __init__(self, mapdir: Path) -> None:
        self._mapdir = mapdir
        self._network: Network | None = None
        self._opening = threading.Lock()

    def open(self) -> Network:
        """Return the map with its own timetable.

        Raises
        ------
        InputError
            When the folder holds no map or its timetable has faults.
        """
        with self._opening:
            if self._network is None:
                self._network = Network.open(self._mapdir)
            return self._network

    def read(self, folder: Path, timetable: Path | None = None, close: Sequence[str] = ()) -> Task:
        """Read the request in a folder; see `Planner.read`."""
        closures = read_closures(close, file="--close")
        day, faults = parse_day_file(folder)
        if faults:
            read_request(folder)  # raises, with the faults of the other files too
        network = self._network_for(timetable or day.timetable, folder)
        return Task(
            request=read_request(folder, network, closures),
            network=network,
            seconds=DEFAULT_SECONDS if day.seconds is None else day.seconds,
            seed=0 if day.seed is None else day.seed,
        )

    def _network_for(self, timetable: Path | None, folder: Path) -> Network:
        """Open the network; what is wrong with it is reported with the faults of the folder."""
        try:
            return Network.open(self._mapdir, timetable=timetable) if timetable else self.open()
        except InputError as error:
            faults = list(error.faults)
            try:
                read_request(folder)
            except InputError as more:
                faults.extend(more.faults)
            raise InputError(faults) from error

    def plan(self, task: Task, watch: Watch, *, threads: int = 1) -> Plan:
        """Plan a day; see `Planner.plan`."""
        return plan_day(
            task.request,
            task.network,
            seconds=task.seconds,
            seed=task.seed,
            threads=threads,
            progress=watch.note,
            stop=watch.stop.is_set,
        )

    def check(self, task: Task, plan: Plan) -> tuple[str, ...]:
        """Return the rules that a plan breaks, recomputed from the map and the timetable."""
        return tuple(str(broken) for broken in check_plan(plan, task.request, task.network))


def leave_at_once(code: int) -> NoReturn:
    """End the process while a plan is still being made.

    An orderly end would take the interpreter away under the kernel's feet, which aborts then.
    """
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


def write_results(plan: Plan, request: DayRequest, out: Path) -> None:
    """Write plan.json, map.geojson and sheets.pdf into `out`: all of them, or nothing."""
    with whole_folder(out, PLAN_FILES) as folder:
        write_plan(plan, folder / "plan.json")
        write_geojson(plan, request, folder / "map.geojson")
        write_sheets(plan, request, folder / "sheets.pdf")
