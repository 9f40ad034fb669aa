"""Times ordering, customising, opening, matrices and routes on a generated graph of any size.

    python -m benchmarks.growth --nodes N [--points P ...] [--seed K]

The last line is one JSON object; times are seconds of wall clock on one core, of some runs the
quickest. `matrix` has one entry per number of points, with the microseconds per pair.
"""

from __future__ import annotations

import argparse
import json
import sys
from typing import Any

import numpy as np

from benchmarks.generated import GeneratedGraph, generate
from benchmarks.matrix import timed
from geo.ordering import nested_dissection
from geo.paths import Hierarchy, Metric, Places

ROUTES = 200


def main(arguments: list[str] | None = None) -> int:
    """Draw a graph and time everything on it."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--nodes", type=int, required=True)
    parser.add_argument("--points", type=int, nargs="+", default=[1000, 3000])
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args(arguments)
    graph = generate(options.nodes, options.seed)
    print(json.dumps(measure(graph, options.points, options.seed)))
    return 0


def measure(graph: GeneratedGraph, points: list[int], seed: int) -> dict[str, Any]:
    """Give all times of one graph."""
    order, rank = timed(
        lambda: nested_dissection(graph.first_out, graph.head, graph.lat, graph.lon)
    )
    build, hierarchy = timed(lambda: Hierarchy.build(graph.first_out, graph.head, rank))
    customise, metric = timed(lambda: hierarchy.customise(graph.duration, graph.length))
    opened, _ = timed(lambda: Metric(Hierarchy(hierarchy.arrays), metric.arrays))
    random = np.random.default_rng(seed)
    places = {count: _places(graph, count, random) for count in points}
    return {
        "nodes": len(graph.lat),
        "arcs": len(graph.head),
        "order": order,
        "build": build,
        "customise": customise,
        "open": opened,
        "matrix": [_matrix(metric, places[count]) for count in points],
        "route": _route(metric, _places(graph, ROUTES + 1, random)),
    }


def _places(graph: GeneratedGraph, count: int, random: np.random.Generator) -> Places:
    arcs = random.integers(0, len(graph.head), count).tolist()
    return Places.of([[(arc, float(random.random()))] for arc in arcs])


def _matrix(metric: Metric, places: Places) -> dict[str, Any]:
    seconds, _ = timed(lambda: metric.matrix(places, places))
    microseconds = round(seconds * 1e6 / len(places) ** 2, 5)
    return {"points": len(places), "seconds": seconds, "microseconds_per_pair": microseconds}


def _route(metric: Metric, places: Places) -> float:
    ends = [(places[i], places[i + 1]) for i in range(ROUTES)]
    seconds, _ = timed(lambda: [metric.route(*pair) for pair in ends])
    return round(seconds / ROUTES, 6)


if __name__ == "__main__":
    sys.exit(main())
