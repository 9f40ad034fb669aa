"""Runs solvers on sets of instances at equal time and writes how far they are from best known.

    python -m benchmarks.compare SET... --seconds 10 --seeds 1 2 3 --out benchmarks/results/NAME
        [--solvers naru pyvrp ortools pyvroom hygese ailsii vrp-cli] [--convention sintef]
        [--only NAME...] [--threads 1]

Every run has a process of its own. The routes of everybody are judged by the rules and numbers of
the file (`routing.instances.verify`); their costs are computed by us from the routes. Writes
NAME.json (every run) after each run, and NAME.md (tables) and NAME.svg (a plot, where matplotlib
is installed) at the end.
"""

from __future__ import annotations

import argparse
import json
import resource
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass
from importlib import import_module
from importlib.util import find_spec
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from benchmarks import peers
from benchmarks.best_known import FOLDER, SETS, best_known, files
from benchmarks.machine import surroundings
from benchmarks.report import tables
from benchmarks.solver import plan
from routing.instances import cost, read, used, verify


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One run to be made."""

    group: str
    path: str
    solver: str
    seconds: float
    seed: int
    threads: int
    convention: str | None


def run(task: Task) -> dict[str, Any]:
    """Make one run; routes that break a rule count as no solution."""
    begin = time.perf_counter()
    path = Path(task.path)
    instance = read(path, SETS[task.group], task.convention)  # type: ignore[arg-type]
    try:
        if task.solver == "naru":
            routes = plan(instance, task.seconds, task.seed, task.threads, begin)
        else:
            routes = peers.peer(task.solver)(instance, task.seconds, task.seed)
        faults = verify(instance, routes) if any(routes) else ["no solution"]
    except Exception as error:
        routes, faults = [], [repr(error)]
    seconds = time.perf_counter() - begin
    return {
        "set": task.group,
        "instance": path.stem,
        "convention": instance.convention,
        "solver": task.solver,
        "seed": task.seed,
        "cost": None if faults else cost(instance, routes),
        "vehicles": used(routes),
        "seconds": round(seconds, 2),
        "processor_seconds": round(time.process_time() + _of_children(), 2),
        "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        "faults": faults[:3],
    }


def _of_children() -> float:
    """Give the processor time of processes that a peer started."""
    used_up = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used_up.ru_utime + used_up.ru_stime


def main(arguments: list[str] | None = None) -> int:
    """Run what the command line asks for."""
    options = _options(arguments)
    found = [_with_gap(options.folder, one) for one in _runs(options)]
    options.out.with_suffix(".md").write_text(
        tables(found, _about(options)) + "\n", encoding="utf-8"
    )
    if find_spec("matplotlib") is not None:
        import_module("benchmarks.plot").draw(found, options.out.with_suffix(".svg"))
    print(tables(found, _about(options)))
    return 0


def _runs(options: argparse.Namespace) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    options.out.parent.mkdir(parents=True, exist_ok=True)
    for task in _tasks(options):
        with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as process:
            found.append(process.submit(run, task).result())
        print(json.dumps(found[-1]), file=sys.stderr)
        options.out.with_suffix(".json").write_text(
            json.dumps({"about": _about(options), "runs": found}, indent=1) + "\n",
            encoding="utf-8",
        )
    return found


def _tasks(options: argparse.Namespace) -> list[Task]:
    return [
        Task(
            group=group,
            path=str(path),
            solver=solver,
            seconds=options.seconds,
            seed=seed,
            threads=options.threads,
            convention=options.convention if SETS[group] == "solomon" else None,
        )
        for group in options.sets
        for path in files(options.folder, group)
        if not options.only or path.stem.lower() in {name.lower() for name in options.only}
        for solver in options.solvers
        for seed in options.seeds
    ]


def _with_gap(folder: Path, one: dict[str, Any]) -> dict[str, Any]:
    best = best_known(folder, one["set"], one["convention"]).get(one["instance"].lower())
    known = asdict(best) if best else {"cost": None, "vehicles": None}
    gap = best.gap(one["cost"]) if best and one["cost"] is not None else None
    return one | {"best_cost": known["cost"], "best_vehicles": known["vehicles"], "gap": gap}


def _about(options: argparse.Namespace) -> dict[str, Any]:
    words = ["python -m benchmarks.compare", *options.sets, f"--seconds {options.seconds:g}"]
    words += ["--seeds", *map(str, options.seeds), "--solvers", *options.solvers]
    words += [f"--threads {options.threads}"]
    words += [f"--convention {options.convention}"] if options.convention else []
    words += ["--only", *options.only] if options.only else []
    return {"command": " ".join(words), **surroundings(peers.installed())}


def _options(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.compare",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("sets", nargs="+", choices=list(SETS), metavar="SET", help=", ".join(SETS))
    parser.add_argument("--seconds", type=float, default=10)
    parser.add_argument("--seeds", type=int, nargs="+", default=[1, 2, 3])
    parser.add_argument(
        "--solvers", nargs="+", default=["naru"], choices=["naru", *peers.installed()]
    )
    parser.add_argument("--convention", choices=["dimacs", "sintef"], help="for Solomon texts")
    parser.add_argument("--only", nargs="+", default=[], help="names of instances")
    parser.add_argument("--threads", type=int, default=1, help="of our solver")
    parser.add_argument("--folder", type=Path, default=FOLDER, help="where the sets are")
    parser.add_argument("--out", type=Path, required=True, help="results without suffix")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
