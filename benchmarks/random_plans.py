"""Checks the plans of many random problems over the whole model: the long run of a test.

    python -m benchmarks.random_plans --count 100000 [--first 0] [--iterations 60]

`tests/routing/test_random_problems.py` does the same for 5,000. Every problem is drawn from its
own number, solved with so many iterations and checked by `routing.check` and `routing.evaluate`;
what is wrong is printed with the number. Exit 1 if anything is. The last line is one JSON object:

    {"plans": n, "faulty": f, "seconds": s}
"""

from __future__ import annotations

import argparse
import json
import sys
import time

from tests.routing.whole_model import faults_of_seed


def main(arguments: list[str] | None = None) -> int:
    """Check the plans of the command line; 1 when one has a fault."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.random_plans",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--count", type=int, default=100_000)
    parser.add_argument("--first", type=int, default=0, help="number of the first problem")
    parser.add_argument("--iterations", type=int, default=60)
    options = parser.parse_args(arguments)
    begin, faulty = time.perf_counter(), 0
    for seed in range(options.first, options.first + options.count):
        faults = faults_of_seed(seed, options.iterations)
        faulty += bool(faults)
        for fault in faults:
            print(f"{seed}: {fault}", flush=True)
        if seed % 5000 == 4999:
            print(f"{seed + 1} plans, {time.perf_counter() - begin:.0f} s", flush=True)
    seconds = round(time.perf_counter() - begin, 1)
    print(json.dumps({"plans": options.count, "faulty": faulty, "seconds": seconds}))
    return 1 if faulty else 0


if __name__ == "__main__":
    sys.exit(main())
