"""Measures quotes: the cheapest insertion per slot into a standing plan.

    python -m benchmarks.quotes [--requests 2000] [--quotes 1000] [--slots 8] [--seed N] [--pairs]
                                [--wages]

Draws a town, plans it shortly, and asks for further requests, each for several slots of the day.
The last line is one JSON object: median and 99th percentile of one question in milliseconds, and
the seconds that preparing the plan takes once.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import time

import numpy as np

from routing import (
    HORIZON,
    Location,
    MaxRuntime,
    Problem,
    Request,
    Standing,
    Task,
    VehicleType,
    solve,
)

DAY = 36_000
SLOT = 7_200


def main(arguments: list[str] | None = None) -> int:
    """Measure what the command line asks for."""
    options = _options(arguments)
    problem = town(options)
    solution = solve(problem, MaxRuntime(options.plan_seconds), seed=options.seed)
    asked = [request for request in solution.unserved if request >= options.requests]
    begin = time.perf_counter()
    standing = Standing(problem, solution)
    prepared = time.perf_counter() - begin
    slots = [(opens, opens + SLOT) for opens in _openings(options.slots)]
    spent, answers = [], 0
    for request in asked:
        begin = time.perf_counter()
        answers += sum(1 for quote in standing.quotes(request, slots) if quote is not None)
        spent.append((time.perf_counter() - begin) * 1000)
    served = sum(len(route.visits) for route in solution.routes)
    result = {
        "visits_planned": served,
        "routes": len(solution.routes),
        "questions": len(spent),
        "slots": len(slots),
        "answered_slots": answers,
        "prepare_seconds": round(prepared, 3),
        "p50_ms": round(float(np.percentile(spent, 50)), 3),
        "p99_ms": round(float(np.percentile(spent, 99)), 3),
        "worst_ms": round(max(spent), 3),
    }
    print(json.dumps(result))
    return 0


def _openings(count: int) -> list[int]:
    return [round(at) for at in np.linspace(0, DAY - SLOT, count)]


def town(options: argparse.Namespace) -> Problem:
    """Draw a depot and clients with two-hour windows; those to be asked for are worth nothing."""
    rng = random.Random(options.seed)
    total = options.requests + options.quotes
    spots = np.array([(rng.randint(0, 9999), rng.randint(0, 9999)) for _ in range(total + 1)])
    metres = np.hypot(*(spots[:, None] - spots[None]).transpose(2, 0, 1))
    distances = np.rint(metres).astype(np.int32)
    durations = np.rint(metres / 10).astype(np.int32)
    vehicle = VehicleType(
        count=total // 8,
        capacity=(60,),
        shift=(0, DAY + SLOT),
        unit_duration_cost=5 if options.wages else 0,
    )
    return Problem(
        locations=tuple(Location() for _ in range(total + 1)),
        requests=tuple(
            _request(rng, place, options, wanted=place <= options.requests)
            for place in range(1, total + 1)
        ),
        vehicle_types=(vehicle,),
        durations=(durations,),
        distances=(distances,),
    )


def _request(
    rng: random.Random, place: int, options: argparse.Namespace, *, wanted: bool
) -> Request:
    opens = rng.randrange(0, DAY - SLOT)
    window = (opens, opens + SLOT) if wanted else (0, HORIZON)
    task = Task(location=place, windows=(window,), service=120)
    pickup = Task(location=rng.randrange(1, options.requests), service=60)
    return Request(
        pickup=pickup if options.pairs else None,
        delivery=task,
        load=(rng.randint(1, 4),),
        prize=None if wanted else 0,
    )


def _options(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.quotes",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--requests", type=int, default=2000, help="planned")
    parser.add_argument("--quotes", type=int, default=1000, help="questions")
    parser.add_argument("--slots", type=int, default=8, help="per question")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--pairs", action="store_true", help="pick-ups and deliveries")
    parser.add_argument("--wages", action="store_true", help="seconds cost too")
    parser.add_argument("--plan-seconds", type=float, default=5.0)
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
