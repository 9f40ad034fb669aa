"""Measures how soon there is a first feasible plan: clients alone, with time windows, in pairs.

    python -m benchmarks.first_plan [--requests 1000] [--threads 1] [--repeats 5]

One JSON object per kind: seconds from the call of `solve` to its solution with no iteration at all,
flattening of the problem and timing of the routes included (the median of the repeats, wall time
and time of the processor), vehicles, and requests left out.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from dataclasses import replace
from statistics import median

from benchmarks.quotes import town
from routing import HORIZON, MaxIterations, Problem, Request, solve


def main(arguments: list[str] | None = None) -> int:
    """Measure what the command line asks for."""
    options = _options(arguments)
    for kind in ("plain", "windows", "pairs"):
        given = argparse.Namespace(
            requests=options.requests, quotes=1, seed=1, pairs=kind == "pairs", wages=False
        )
        problem = town(given)
        if kind == "plain":
            problem = replace(problem, requests=tuple(map(_at_any_time, problem.requests)))
        line = {"kind": kind, "requests": options.requests, "threads": options.threads}
        print(json.dumps(line | measured(problem, options.threads, options.repeats)), flush=True)
    return 0


def measured(problem: Problem, threads: int, repeats: int) -> dict[str, float]:
    """Make the first plan so many times."""
    walls, cores = [], []
    for _ in range(repeats):
        wall, core = time.perf_counter(), time.process_time()
        solution = solve(problem, MaxIterations(0), threads=threads)
        walls.append(time.perf_counter() - wall)
        cores.append(time.process_time() - core)
    return {
        "seconds": round(median(walls), 3),
        "processor_seconds": round(median(cores), 3),
        "vehicles": len(solution.routes),
        "unserved": len(solution.unserved),
    }


def _at_any_time(request: Request) -> Request:
    assert request.delivery is not None
    return replace(request, delivery=replace(request.delivery, windows=((0, HORIZON),)))


def _options(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.first_plan",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--requests", type=int, default=1000)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--repeats", type=int, default=5)
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
