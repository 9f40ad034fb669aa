"""Keeps the best known values of the island instances.

    python -m benchmarks.islands.best [--seconds S] [--threads T] [--seed N] [--prove]

Solves every instance (for S seconds, or by its size) and writes what is better than before into
best.csv; with --prove it enumerates the small ones first.
"""

from __future__ import annotations

import argparse
import csv
import sys
from dataclasses import dataclass
from pathlib import Path

from benchmarks.islands.format import read
from benchmarks.islands.generate import FOLDER, PLANS
from benchmarks.islands.prove import TooLargeError, optimum
from routing import MaxRuntime, Problem, check, solve

FILE = FOLDER / "best.csv"


@dataclass(frozen=True, slots=True)
class Best:
    """The least cost known; whether it is proven to be the least there is."""

    cost: int
    vehicles: int
    proven: bool


def read_best(path: Path = FILE) -> dict[str, Best]:
    """Give the best known values by instance."""
    if not path.exists():
        return {}
    with path.open(encoding="utf-8", newline="") as file:
        return {
            row["instance"]: Best(int(row["cost"]), int(row["vehicles"]), row["proven"] == "yes")
            for row in csv.DictReader(file)
        }


def write_best(best: dict[str, Best], path: Path = FILE) -> None:
    """Write the values, in the order of names."""
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file, lineterminator="\n")
        rows.writerow(("instance", "cost", "vehicles", "proven"))
        for name, one in sorted(best.items()):
            rows.writerow((name, one.cost, one.vehicles, "yes" if one.proven else "no"))


def found(problem: Problem, seconds: float, threads: int, seed: int) -> Best | None:
    """Solve and check; None unless everything is served."""
    solution = solve(problem, MaxRuntime(seconds), seed=seed, threads=threads)
    faults = check(problem, solution)
    if faults:
        raise RuntimeError(f"unsound: {faults[:3]}")
    return None if solution.unserved else Best(solution.cost, len(solution.routes), proven=False)


def main(arguments: list[str] | None = None) -> int:
    """Improve best.csv."""
    options = _options(arguments)
    best = read_best()
    for plan in PLANS:
        problem = read(FOLDER / f"{plan.name}.json").problem()
        seconds = options.seconds or min(60.0, 1 + 0.2 * plan.requests)
        new, old = found(problem, seconds, options.threads, options.seed), best.get(plan.name)
        if new is not None and (old is None or new.cost < old.cost):
            best[plan.name] = new
        if options.prove and plan.small and plan.name in best:
            best[plan.name] = _proven(problem, best[plan.name])
        write_best(best)
        print(plan.name, new, "before:", old, flush=True)
    return 0


def _proven(problem: Problem, best: Best) -> Best:
    try:
        least = optimum(problem)
    except TooLargeError:
        return best
    if least < best.cost:
        print(f"the optimum is {least}, found was {best.cost}", flush=True)
    return Best(best.cost, best.vehicles, proven=least == best.cost)


def _options(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.islands.best",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--seconds", type=float, help="per instance")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--prove", action="store_true", help="enumerate the small ones")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
