"""Times a map from file to ready, opening it, customising it and drawing routes.

    python -m benchmarks.map EXTRACT [--out MAPDIR] [--profile car] [--seed K]

The last line is one JSON object. Times are in seconds, of wall clock and of the processor: where
the two are far apart, the machine was busy with something else. The quickest of some runs counts,
but building, and opening with the first customising, are done once, each in a process of its own
whose peak of memory is stated in MB (pages of the map's files included). Without
`--out` the map is thrown away. With `--out` and `--keep` a map that is there already is measured
without being built.
"""

from __future__ import annotations

import argparse
import itertools
import json
import multiprocessing
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.machine import surroundings
from benchmarks.matrix import random_places
from geo.build import build_map
from geo.profiles import load_profile
from geo.travel import RoadNetwork
from geo.weights import profile_weights

RUNS = 7
ROUTES = 300
_SPAWN = multiprocessing.get_context("spawn")  # a forked process would count our memory as its own


def main(arguments: list[str] | None = None) -> int:
    """Measure one map."""
    options = _options(arguments)
    with tempfile.TemporaryDirectory() as scratch:
        out = options.out or Path(scratch) / "map"
        print(json.dumps(measure(options, out)))
    return 0


def measure(options: argparse.Namespace, out: Path) -> dict[str, Any]:
    """Give all figures of one map."""
    answer: dict[str, Any] = {"extract": options.extract.name, "profile": options.profile}
    if not options.keep:
        answer["build"] = _apart(_build, options.extract, out)
        answer["first_use"] = _apart(_use, out, options.profile)
    pages = {"alone": _shared(out, 1), "of_two": _shared(out, 2)}  # before we map any ourselves
    network = RoadNetwork(out)
    graph = network.graph
    answer |= {
        "nodes": graph.node_count,
        "states": len(graph.state_arc),
        "turns": len(graph.turn_state),
        "map_mb": _megabytes(sum(path.stat().st_size for path in out.iterdir())),
        "open": quickest(lambda: RoadNetwork(out).hierarchy),
        **_customising(network, options.profile),
        "route_with_line": _routes(network, options.profile, options.seed),
        "pages_mb": pages,
        **surroundings({}),
    }
    return answer


def quickest(run: Callable[[], object]) -> dict[str, float]:
    """Give wall clock and processor time of the quickest of some runs."""
    taken = []
    for _ in range(RUNS):
        wall, processor = time.perf_counter(), time.process_time()
        run()
        taken.append((time.perf_counter() - wall, time.process_time() - processor))
    walls, processors = zip(*taken, strict=True)
    return {"seconds": round(min(walls), 5), "processor": round(min(processors), 5)}


def _customising(network: RoadNetwork, profile: str) -> dict[str, Any]:
    """Put a profile on the hierarchy: from its tables, and with one street closed besides."""
    graph, wanted = network.graph, load_profile(profile)
    closed = np.zeros(graph.segment_count, dtype=bool)
    closed[int(np.argmax(graph.segment_length))] = True
    return {
        "customise": quickest(lambda: network.hierarchy.customise(*profile_weights(graph, wanted))),
        "customise_closed": quickest(
            lambda: network.hierarchy.customise(*profile_weights(graph, wanted, closed=closed))
        ),
    }


def _routes(network: RoadNetwork, profile: str, seed: int) -> dict[str, float]:
    """Draw routes between random places, each with its line, snapping included."""
    places = random_places(network, profile, ROUTES + 1, seed)
    taken, points = [], []
    for origin, destination in itertools.pairwise(places):
        begin = time.process_time()
        line = network.leg_line(origin, destination, profile)
        if line is not None:  # not on another island
            taken.append(time.process_time() - begin)
            points.append(len(line.points))
    median, late = (float(np.quantile(taken, share)) for share in (0.5, 0.95))
    return {
        "processor_median": round(median, 6),
        "processor_p95": round(late, 6),
        "points_median": float(np.median(points)),
    }


def _apart(run: Callable[..., None], *given: Any) -> dict[str, float]:
    """Run something in a process of its own; give its times and its peak of memory."""
    receiver, sender = _SPAWN.Pipe(duplex=False)
    process = _SPAWN.Process(target=_report, args=(sender, run, given))
    process.start()
    sender.close()  # else nobody would notice that the process died
    answer: dict[str, float] = receiver.recv()
    process.join()
    return answer


def _report(sender: Any, run: Callable[..., None], given: tuple[Any, ...]) -> None:
    begin = time.perf_counter()
    run(*given)
    sender.send(
        {
            "seconds": round(time.perf_counter() - begin, 2),
            "processor": round(time.process_time(), 2),
            "peak_mb": _peak_mb(),
        }
    )


def _build(extract: Path, out: Path) -> None:
    build_map([extract], out)


def _use(out: Path, profile: str) -> None:
    """Open a map and put a profile on it, as the first who plans with it does."""
    network = RoadNetwork(out)
    network.hierarchy.customise(*profile_weights(network.graph, load_profile(profile)))


def _peak_mb() -> float:
    """Peak of this process; getrusage would count that of the one which started it."""
    status = Path("/proc/self/status").read_text(encoding="utf-8")
    line = next(line for line in status.splitlines() if line.startswith("VmHWM"))
    return _megabytes(int(line.split()[1]) * 1024)


def _shared(out: Path, processes: int) -> float:
    """Give what one of some processes that have all read the whole map is charged for its pages."""
    read = _SPAWN.Barrier(processes)
    receiver, sender = _SPAWN.Pipe(duplex=False)
    readers = [_SPAWN.Process(target=_read_all, args=(out, read, sender)) for _ in range(processes)]
    for reader in readers:
        reader.start()
    charged = [receiver.recv() for _ in readers]
    for reader in readers:
        reader.join()
    return max(charged)


def _read_all(out: Path, read: Any, sender: Any) -> None:
    network = RoadNetwork(out)
    arrays = [*network.graph.arrays().values(), *network.hierarchy.arrays.values()]
    for values in arrays:
        np.ascontiguousarray(values).view(np.uint8).sum() if values.size else None
    read.wait()
    charged = _charged_mb(out)
    read.wait()  # nobody ends before all have looked
    sender.send(charged)


def _charged_mb(out: Path) -> float:
    """Sum up the proportional share of all pages that are mapped from the folder."""
    total, ours = 0, False
    for line in Path("/proc/self/smaps").read_text(encoding="utf-8").splitlines():
        key, *values = line.split()
        if not key.endswith(":"):
            ours = str(out.resolve()) in line
        elif ours and key == "Pss:":
            total += int(values[0])
    return _megabytes(total * 1024)


def _megabytes(count: int) -> float:
    return round(count / 1e6, 2)


def _options(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("extract", type=Path)
    parser.add_argument("--out", type=Path)
    parser.add_argument("--keep", action="store_true", help="measure the map that is in --out")
    parser.add_argument("--profile", default="car")
    parser.add_argument("--seed", type=int, default=1)
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
