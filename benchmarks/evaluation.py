"""Measures how long the timetable, cost and violations of a hand-made route take.

    python -m benchmarks.evaluation [--stops 100] [--repeat 300]

The last line is one JSON object with the median and the 99th percentile in milliseconds, and those
of the cost split by leg, which is only made when it is asked for.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import time
from collections.abc import Callable

import numpy as np

from routing import Kind, Location, Problem, Request, Task, VehicleType, evaluate


def main(arguments: list[str] | None = None) -> int:
    """Measure what the command line asks for."""
    options = _options(arguments)
    problem = town(options.stops, random.Random(1))
    tasks: list[tuple[int, Kind]] = [(index, "delivery") for index in range(options.stops)]
    judged = evaluate(problem, [(0, tasks)])
    assert judged.feasible, judged.violations
    result = {
        "stops": options.stops,
        "evaluate": measured(lambda: evaluate(problem, [(0, tasks)]), options.repeat),
        "costs": measured(lambda: judged.costs, options.repeat),
    }
    print(json.dumps(result))
    return 0


def measured(work: Callable[[], object], repeat: int) -> dict[str, float]:
    """Give median and 99th percentile of so many runs, in milliseconds."""
    spent = []
    for _ in range(repeat):
        begin = time.perf_counter()
        work()
        spent.append((time.perf_counter() - begin) * 1000)
    return {
        "p50_ms": round(float(np.percentile(spent, 50)), 3),
        "p99_ms": round(float(np.percentile(spent, 99)), 3),
    }


def town(stops: int, rng: random.Random) -> Problem:
    """Draw a town for one vehicle that is paid by the hour."""
    spots = np.array([(rng.randint(0, 9999), rng.randint(0, 9999)) for _ in range(stops + 1)])
    metres = np.hypot(*(spots[:, None] - spots[None]).transpose(2, 0, 1))
    distances = np.rint(metres).astype(np.int32)
    return Problem(
        locations=tuple(Location() for _ in range(stops + 1)),
        requests=tuple(
            Request(delivery=Task(location=place, service=60), load=(1,))
            for place in range(1, stops + 1)
        ),
        vehicle_types=(VehicleType(capacity=(stops,), unit_duration_cost=5),),
        durations=(np.rint(metres / 10).astype(np.int32),),
        distances=(distances,),
    )


def _options(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.evaluation",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--stops", type=int, default=100)
    parser.add_argument("--repeat", type=int, default=300)
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
