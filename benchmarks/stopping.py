"""Measures how soon a solve returns after a signal: in its first plan and later.

    python -m benchmarks.stopping [--requests 1000 3000] [--threads 1]

Each line is one JSON object: when the signal was given, in seconds after the kernel's first
question (it asks about every 20 ms, once it has read the problem and listed neighbours), and how
many milliseconds later the solution was there.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import time
from dataclasses import dataclass, field

from benchmarks.quotes import town
from routing import Problem, Signal, solve


@dataclass(slots=True)
class Watch:
    """A signal that is given some seconds after the first question, and remembers when."""

    after: float
    first: float | None = None
    given: float | None = field(default=None)

    def is_set(self) -> bool:
        """Tell whether to stop."""
        now = time.perf_counter()
        self.first = self.first or now
        if self.given is None and now >= self.first + self.after:
            # The wish could have come at any moment since the last question.
            self.given = now - random.random() * 0.02
        return self.given is not None


def main(arguments: list[str] | None = None) -> int:
    """Measure what the command line asks for."""
    options = _options(arguments)
    for requests in options.requests:
        for pairs in (False, True):
            given = argparse.Namespace(
                requests=requests, quotes=1, seed=1, pairs=pairs, wages=False
            )
            problem = town(given)
            for after in (0.0, 0.1, 0.3, 1.0, 3.0):
                line = {"requests": requests, "pairs": pairs, "threads": options.threads}
                line |= {"after": after, **measured(problem, after, options.threads)}
                print(json.dumps(line), flush=True)
    return 0


def measured(problem: Problem, after: float, threads: int) -> dict[str, float]:
    """Give the time from the signal to the solution, and what it leaves out."""
    watch = Watch(after)
    begin = time.perf_counter()
    solution = solve(problem, Signal(watch.is_set), threads=threads)
    end = time.perf_counter()
    assert watch.given is not None
    assert watch.first is not None
    return {
        "first_question_ms": round((watch.first - begin) * 1000, 1),
        "late_ms": round((end - watch.given) * 1000, 1),
        "unserved": len(solution.unserved),
    }


def _options(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.stopping",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--requests", type=int, nargs="+", default=[1000, 3000])
    parser.add_argument("--threads", type=int, default=1)
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
