"""Solves a VROOM problem and writes the solution as VROOM does.

    python -m routing.vroom IN.json [OUT.json] [--seconds S] [--threads T] [--seed N]

Without OUT, or with "-", the solution goes to standard output. The exit code is 0, or 2 when the
problem cannot be read; then every fault is a line on standard error, and the output has VROOM's
code 2 with the same text.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from pathlib import Path
from typing import Any

from routing.solve import solve
from routing.stop import MaxRuntime
from routing.vroom.building import read_vroom
from routing.vroom.fields import VroomError
from routing.vroom.writing import solution_json


def main(arguments: list[str] | None = None) -> int:
    """Solve the problem of the command line."""
    options = _options(arguments)
    begin = time.perf_counter()
    try:
        given = read_vroom(json.loads(options.input.read_text(encoding="utf-8")))
    except (OSError, ValueError) as error:
        faults = error.faults if isinstance(error, VroomError) else (str(error),)
        sys.stderr.writelines(f"{options.input}: {fault}\n" for fault in faults)
        _write(options.output, {"code": 2, "error": "; ".join(faults)})
        return 2
    loading = time.perf_counter() - begin
    solution = solve(
        given.problem,
        MaxRuntime(options.seconds),
        seed=options.seed,
        threads=options.threads,
        initial=given.initial,
    )
    _write(options.output, solution_json(given, solution, loading))
    return 0


def _write(path: Path, answer: dict[str, Any]) -> None:
    text = json.dumps(answer, ensure_ascii=False) + "\n"
    if str(path) == "-":
        sys.stdout.write(text)
    else:
        path.write_text(text, encoding="utf-8")


def _options(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m routing.vroom",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("input", type=Path, help="problem in VROOM's format")
    parser.add_argument("output", type=Path, nargs="?", default=Path("-"), help="solution")
    parser.add_argument("--seconds", type=float, default=5.0, help="of the search")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--seed", type=int, default=1)
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
