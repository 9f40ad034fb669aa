"""Compares with planners that take a ferry for a slow road, on the real timetable.

    python -m benchmarks.ferries [--seconds 10] [--seed 1] [--only NAME...] [--solvers naru ...]
                                 --out benchmarks/results/NAME

OR-Tools and VROOM plan the island instances with a crossing that takes its check-in, its time at
sea and half the headway. Their routes, and ours, are then driven by the timetable: a vehicle leaves
when its plan says so, waits at the quay for the next boat, and starts a visit on arrival though it
is late. What they see no way to serve they may leave out. Writes OUT.json and OUT.md.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict
from importlib import import_module
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from benchmarks import peers
from benchmarks.islands.execute import Planned, execute
from benchmarks.islands.format import read
from benchmarks.islands.generate import FOLDER
from benchmarks.islands.slow_road import slow_road
from benchmarks.machine import surroundings
from routing import MaxRuntime, Problem, evaluate, solve

#: Modules that plan (problem, fares, seconds) with slow roads.
SLOW = {"ortools": "benchmarks.peers.ferries_ortools", "pyvroom": "benchmarks.peers.ferries_vroom"}

Plan = Callable[[Problem, Any, float], list[Planned]]


def run(name: str, solver: str, seconds: float, seed: int) -> dict[str, Any]:
    """Plan one instance and drive the routes."""
    problem = read(FOLDER / f"{name}.json").problem()
    if solver == "naru":
        routes = _ours(problem, seconds, seed)
    else:
        plan: Plan = import_module(SLOW[solver]).plan
        routes = plan(*slow_road(problem), seconds)
    planned = {index for _, tasks, _ in routes for index, _ in tasks}
    judged = evaluate(problem, [(kind, tasks) for kind, tasks, _ in routes])
    broken = {one.route for same in judged.violations.values() for one in same}
    return {
        "instance": name,
        "solver": solver,
        "requests": len(problem.requests),
        "left_out": len(problem.requests) - len(planned),
        "routes": len(routes),
        "hopeless_routes": len(broken - {None}),
        **asdict(execute(problem, routes)),
    }


def _ours(problem: Problem, seconds: float, seed: int) -> list[Planned]:
    solution = solve(problem, MaxRuntime(seconds), seed=seed)
    return [(route.vehicle_type, route.tasks, route.departure) for route in solution.routes]


def main(arguments: list[str] | None = None) -> int:
    """Run what the command line asks for."""
    options = _options(arguments)
    names = [path.stem for path in sorted(FOLDER.glob("*.json"))]
    about = {
        "command": f"python -m benchmarks.ferries --seconds {options.seconds:g} "
        f"--seed {options.seed} --solvers {' '.join(options.solvers)}",
        **surroundings({name: peers.installed()[name] for name in options.solvers[1:]}),
    }
    runs = []
    for name in names:
        if options.only and name not in options.only:
            continue
        for solver in options.solvers:
            with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as process:
                task = process.submit(run, name, solver, options.seconds, options.seed)
                runs.append(task.result())
            print(json.dumps(runs[-1]), file=sys.stderr, flush=True)
            options.out.with_suffix(".json").write_text(
                json.dumps({"about": about, "runs": runs}, indent=1) + "\n", encoding="utf-8"
            )
    text = table(runs, about)
    options.out.with_suffix(".md").write_text(text + "\n", encoding="utf-8")
    print(text)
    return 0


#: Columns of the table: title, and what of a run it shows.
COLUMNS = {
    "requests": "requests",
    "left out": "left_out",
    "routes": "routes",
    "late stops": "late",
    "hours late": "seconds_late",
    "missed last boats": "missed_boats",
    "stops not reached": "unserved",
    "home after the shift": "late_home",
    "routes that no departure saves": "hopeless_routes",
    "cost": "cost",
}


def table(runs: list[dict[str, Any]], about: dict[str, Any]) -> str:
    """Give one row per instance and planner, and the sums of each planner."""
    lines = [f"- {name}: {value}" for name, value in about.items()]
    lines += ["", f"| instance | planner | {' | '.join(COLUMNS)} |"]
    lines.append("|---|---|" + "---|" * len(COLUMNS))
    lines += [_row(one["instance"], one["solver"], one) for one in runs]
    for solver in dict.fromkeys(one["solver"] for one in runs):
        mine = [one for one in runs if one["solver"] == solver]
        total = {key: sum(one[key] for one in mine) for key in COLUMNS.values()}
        lines.append(_row(f"**all {len(mine)}**", solver, total))
    return "\n".join(lines)


def _row(title: str, solver: str, one: dict[str, Any]) -> str:
    cells = [
        f"{one[key] / 3600:.1f}" if key == "seconds_late" else str(one[key])
        for key in COLUMNS.values()
    ]
    return f"| {title} | {solver} | {' | '.join(cells)} |"


def _options(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.ferries",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    there = [name for name in SLOW if name in peers.installed()]
    parser.add_argument("--seconds", type=float, default=10)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", nargs="+", default=[], help="names of instances")
    parser.add_argument("--solvers", nargs="+", default=["naru", *there], choices=["naru", *there])
    parser.add_argument("--out", type=Path, required=True, help="results without suffix")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
