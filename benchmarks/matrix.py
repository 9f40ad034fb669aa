"""Times the matrix of durations and distances between random places of a map.

    python -m benchmarks.matrix --map MAPDIR --profile NAME --points N [--seed K]
                                [--peer scipy] [--peer igraph] [--peer networkx]
                                [--peer osrm=FILE.osrm --osrm-python PY312]

The last line is one JSON object:

    {"points": n, "seconds": s, "customise_seconds": c}

`seconds` is the wall time of one N x N matrix on one core, profile already customised; of five
runs, or of one where it takes longer than two seconds, the quickest. `customise_seconds` is that of
putting the profile's weights on the hierarchy. Lines before it, one JSON object each, are peers
with the same places, each timed in the same way; networkx, which takes minutes, from a few sources
only, its time for all computed from these. OSRM runs in the Python that holds
`osrm-bindings`, named by `--osrm-python`, on a file that its own tools prepared.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import numpy as np

from benchmarks.peers.roads_graph_libraries import (
    igraph_durations,
    networkx_durations,
    scipy_durations,
)
from geo.paths import Metric, Places, Weights
from geo.profiles import load_profile
from geo.snap import Place
from geo.travel import RoadNetwork
from geo.weights import profile_weights

Result = TypeVar("Result")

LONG = 2.0  # seconds: a run that takes longer is not repeated
RUNS = 5
BLOCK_CELLS = 200_000_000  # of a matrix that is computed at once: 1.6 GB
FEW = 20  # sources of networkx
NEAR = 300.0  # metres from a road within which places are drawn


def main(arguments: list[str] | None = None) -> int:
    """Time one map and its peers."""
    options = _options(arguments)
    network = RoadNetwork(options.map)
    weights = profile_weights(network.graph, load_profile(options.profile))
    customise_seconds, metric = timed(lambda: network.hierarchy.customise(*weights))
    places = random_places(network, options.profile, options.points, options.seed)
    on_road, _ = network.places_on_road(places, options.profile, limit=NEAR)
    seconds, _ = timed(lambda: compute(metric, on_road))
    for peer in options.peer:
        print(json.dumps({"peer": peer, **_peer(peer, options, network, weights, places)}))
    answer = {"points": len(places), "seconds": seconds, "customise_seconds": customise_seconds}
    print(json.dumps(answer))
    return 0


def timed(run: Callable[[], Result]) -> tuple[float, Result]:
    """Give the quickest of some runs, and what it returned."""
    best = float("inf")
    for _ in range(RUNS):
        begin = time.perf_counter()
        result = run()
        best = min(best, time.perf_counter() - begin)
        if best > LONG:
            break
    return round(best, 6), result


def compute(metric: Metric, places: Places) -> int:
    """Compute the whole matrix, in blocks of rows where it is large; give its number of cells."""
    rows = max(1, BLOCK_CELLS // max(1, len(places)))
    cells = 0
    for begin in range(0, len(places), rows):
        block = places[begin : begin + rows] if rows < len(places) else places
        durations, _ = metric.matrix(block, places)
        cells += durations.size
    return cells


def random_places(network: RoadNetwork, profile: str, count: int, seed: int) -> list[Place]:
    """Draw places near random junctions from which a road leads on."""
    random = np.random.default_rng(seed)
    graph = network.graph
    places: list[Place] = []
    while len(places) < count:
        nodes = random.integers(0, graph.node_count, count)
        shift = random.normal(0, 0.0005, (2, count))  # some fifty metres
        lat, lon = graph.node_lat[nodes] + shift[0], graph.node_lon[nodes] + shift[1]
        drawn = [
            Place(name=str(i), lat=float(a), lon=float(b))
            for i, (a, b) in enumerate(zip(lat, lon, strict=True))
        ]
        on_road, _ = network.places_on_road(drawn, profile, limit=NEAR)
        found = np.diff(on_road.first) > 0
        places += [place for place, near in zip(drawn, found, strict=True) if near]
    return places[:count]


def _peer(
    peer: str,
    options: argparse.Namespace,
    network: RoadNetwork,
    weights: Weights,
    places: list[Place],
) -> dict[str, Any]:
    name, _, data = peer.partition("=")
    if name == "osrm":
        return _osrm(options.osrm_python, data, places)
    on_road, _ = network.places_on_road(places, options.profile, limit=NEAR)
    if name == "networkx":
        few = min(FEW, len(places))
        seconds, _ = timed(networkx_durations(network.graph, weights, on_road[:few]))
        return {"points": len(places), "seconds": seconds * len(places) / few, "sources": few}
    durations = {"scipy": scipy_durations, "igraph": igraph_durations}[name]
    prepared = durations(network.graph, weights, on_road)
    seconds, _ = timed(prepared)
    return {"points": len(places), "seconds": seconds}


def _osrm(python: str, data: str, places: list[Place]) -> dict[str, Any]:
    script = Path(__file__).parent / "peers" / "roads_osrm.py"
    with tempfile.NamedTemporaryFile("w", suffix=".json") as listed:
        json.dump([[place.lon, place.lat] for place in places], listed)
        listed.flush()
        asked = [python, str(script), data, listed.name, str(RUNS), str(LONG)]
        answer = subprocess.run(asked, capture_output=True, text=True, check=True)
    result: dict[str, Any] = json.loads(answer.stdout.splitlines()[-1])
    return result


def _options(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--map", type=Path, required=True)
    parser.add_argument("--profile", required=True)
    parser.add_argument("--points", type=int, required=True)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--peer", action="append", default=[], help="scipy, igraph, networkx, osrm=FILE"
    )
    parser.add_argument("--osrm-python", default="python3.12")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
