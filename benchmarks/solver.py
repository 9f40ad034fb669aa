"""Solves one benchmark instance and prints its routes as the last line.

    python -m benchmarks.solver --format vrplib|solomon|lilim|sartori --instance FILE --seconds S
                                [--convention dimacs|sintef] [--threads T] [--seed N]

The last line is one JSON object:

    {"routes": [[ids as in the file, no depot]], "vehicles": v, "cost": c, "seconds": s}

Ids: node numbers of VRPLIB files (customers are 2 to n; a .sol file counts them from 1, one
less), customer numbers of Solomon, Li & Lim and Sartori & Buriol texts. Where the vehicles of a
file are not all alike (HFVRP, MDVRPTW, SDVRPTW) the k-th list belongs to the k-th vehicle of the
file and may be empty. `vehicles` counts the routes that visit something; `cost` is in the
convention of the format (see benchmarks/README.md); `seconds` is the wall time of reading and
solving.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from pathlib import Path
from typing import Any, get_args

from routing.instances import Format, Instance, cost, read, routes_of, used, verify
from routing.solve import solve
from routing.stop import MaxRuntime

#: Seconds kept back for what follows the search: timing the routes and printing them.
CLOSING = 0.02


def main(arguments: list[str] | None = None) -> int:
    """Solve the instance of the command line; 1 when a rule of the file is broken."""
    options = _options(arguments)
    begin = time.perf_counter()
    try:
        instance = read(options.instance, options.format, options.convention)
        routes = plan(instance, options.seconds, options.seed, options.threads, begin)
    except (OSError, ValueError) as error:
        print(f"{options.instance}: {error}", file=sys.stderr)
        return 2
    seconds = time.perf_counter() - begin
    faults = verify(instance, routes)
    for fault in faults:
        print(fault, file=sys.stderr)
    print(json.dumps(answer(instance, routes, seconds)))
    return 1 if faults else 0


def plan(
    instance: Instance, seconds: float, seed: int, threads: int, begin: float
) -> list[list[int]]:
    """Solve an instance within so many seconds since `begin`; routes of ids."""
    problem = instance.problem
    left = seconds - CLOSING - (time.perf_counter() - begin)
    solution = solve(
        problem,
        MaxRuntime(max(left, 0.0)),
        seed=seed,
        threads=threads,
        minimise_vehicles=instance.vehicles_first,
    )
    return routes_of(instance, solution)


def answer(instance: Instance, routes: list[list[int]], seconds: float) -> dict[str, Any]:
    """Give what the last line says."""
    total = cost(instance, routes)
    return {
        "routes": routes,
        "vehicles": used(routes),
        "cost": total if isinstance(total, int) else round(total, 6),
        "seconds": round(seconds, 3),
    }


def _options(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.solver",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--format", required=True, choices=get_args(Format))
    parser.add_argument("--instance", required=True, type=Path, help="file to solve")
    parser.add_argument("--seconds", required=True, type=float, help="wall time, reading included")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--convention",
        choices=["dimacs", "sintef"],
        help="Solomon texts: dimacs (default) counts truncated tenths, distance only; sintef "
        "counts doubles, fewest vehicles first. Li & Lim texts always follow sintef",
    )
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
