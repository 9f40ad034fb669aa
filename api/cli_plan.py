"""Runs `naru plan` and `naru check`."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, wait
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any, TypeVar

import typer
from rich.console import Console
from rich.progress import Progress as Bar
from rich.progress import SpinnerColumn, TextColumn, TimeElapsedColumn

from api.planning import MapPlanner, Watch, leave_at_once, write_results
from api.terminal import show_plan, show_table
from dispatch.model import DayRequest
from dispatch.plan import Plan
from dispatch.plan_json import read_plan
from dispatch.words import won

_Result = TypeVar("_Result")

_MAP = typer.Option("--map", help="지도 폴더 / folder made by 'naru map build'", show_default=False)
_CLOSE = typer.Option(
    help="통제할 도로 / road that is closed: '진도대교 10:00-12:00', 'way/123+456'",
    show_default=False,
)
_REQUEST = typer.Argument(help="요청 폴더 / folder with orders.csv, sites.csv, fleet.csv, day.toml")


def plan(
    request_dir: Annotated[Path, _REQUEST],
    *,
    mapdir: Annotated[Path, _MAP],
    out: Annotated[
        Path, typer.Option(help="결과 폴더 / folder for plan.json, sheets.pdf, map.geojson")
    ],
    seconds: Annotated[
        float | None, typer.Option(min=0.0, help="풀이 시간 / time to solve")
    ] = None,
    seed: Annotated[int | None, typer.Option(min=0, help="난수 씨앗 / seed of the search")] = None,
    threads: Annotated[int, typer.Option(min=1, max=64, help="스레드 / threads")] = 1,
    timetable: Annotated[
        Path | None,
        typer.Option(
            help="지도 대신 쓸 시간표 / instead of the map's: folder, CSV, GTFS or schedule JSON"
        ),
    ] = None,
    close: Annotated[list[str] | None, _CLOSE] = None,
) -> None:
    """하루를 계획합니다 / Plan a day."""
    console = Console()
    planner = MapPlanner(mapdir)
    watch = Watch()

    def work() -> tuple[DayRequest, Plan]:
        watch.enter("reading")
        task = planner.read(request_dir, timetable, close or ())
        task = replace(
            task,
            seconds=task.seconds if seconds is None else seconds,
            seed=task.seed if seed is None else seed,
        )
        watch.enter("planning")
        return task.request, planner.plan(task, watch, threads=threads)

    try:
        request, made = run_watched(work, watch, console)
    except KeyboardInterrupt:
        console.print(
            "중단했습니다. 아무것도 쓰지 않았습니다 / stopped, nothing was written", soft_wrap=True
        )
        leave_at_once(130)
    write_results(made, request, out)
    show_plan(console, made, request)
    if watch.stop.is_set():
        console.print(
            "일찍 멈췄습니다. 그때까지 가장 좋은 계획을 썼습니다"
            " / stopped early; the best plan until then was written",
            style="yellow",
            soft_wrap=True,
        )
    console.print(f"→ {out}", markup=False, highlight=False, soft_wrap=True)


def run_watched(work: Callable[[], _Result], watch: Watch, console: Console) -> _Result:
    """Do some work beside a progress line; the first Ctrl-C stops it early, the second at once.

    The work runs in a thread of its own, since Python handles signals only in the main one, which
    must not be inside a kernel then. Nobody waits for that thread after a second Ctrl-C.
    """
    future: Future[_Result] = Future()
    with (
        _stop_on_interrupt(watch),
        Bar(
            SpinnerColumn(),
            TextColumn("{task.description}"),
            TimeElapsedColumn(),
            console=console,
            transient=True,
            disable=not console.is_terminal,
        ) as bar,
    ):
        threading.Thread(target=_fulfil, args=(future, work), daemon=True).start()
        line = bar.add_task("")
        while not wait([future], timeout=0.1).done:
            bar.update(line, description=_describe(watch))
    return future.result()


def _fulfil(future: Future[_Result], work: Callable[[], _Result]) -> None:
    try:
        future.set_result(work())
    except BaseException as error:  # it is raised again where the result is asked for
        future.set_exception(error)


_PHASES = {
    "queued": "기다리는 중 / waiting",
    "reading": "읽는 중 / reading",
    "planning": "계획하는 중 / planning",
}


def _describe(watch: Watch) -> str:
    progress = watch.progress
    text = _PHASES.get(progress.phase, progress.phase)
    if progress.doing.ko:
        text = f"{progress.doing} · {progress.share:.0%}"
    if progress.cost is not None:
        text += f" · {won(progress.cost)} won"
    if progress.unserved:
        text += f" · 미배정 / left {progress.unserved}"
    return text


@contextmanager
def _stop_on_interrupt(watch: Watch) -> Iterator[None]:
    """Let the first Ctrl-C ask for an early stop while planning; at any other time it ends all."""

    def stop(number: int, frame: Any) -> None:
        if watch.stop.is_set() or watch.progress.phase != "planning":
            signal.default_int_handler(number, frame)
        watch.stop.set()

    before = signal.signal(signal.SIGINT, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def check(
    plan_file: Annotated[Path, typer.Argument(metavar="PLAN", help="plan.json")],
    request_dir: Annotated[Path, _REQUEST],
    mapdir: Annotated[Path, _MAP],
    timetable: Annotated[
        Path | None,
        typer.Option(
            help="지도 대신 쓸 시간표 / instead of the map's: folder, CSV, GTFS or schedule JSON"
        ),
    ] = None,
    close: Annotated[list[str] | None, _CLOSE] = None,
) -> None:
    """계획이 규칙을 지키는지 다시 계산합니다 / Recompute whether a plan keeps every rule."""
    console = Console()
    made = read_plan(plan_file)
    planner = MapPlanner(mapdir)
    broken = planner.check(planner.read(request_dir, timetable, close or ()), made)
    if not broken:
        console.print("모든 규칙을 지킵니다 / every rule is kept", style="green")
        return
    show_table(
        console,
        f"어긴 규칙 / Broken rules: {len(broken)}",
        ("#", "무엇 / what"),
        ((str(number), item) for number, item in enumerate(broken, start=1)),
        right=(0,),
    )
    raise typer.Exit(1)
