"""Compares our durations with plain Dijkstra's and with those of OSRM and Valhalla.

    python -m benchmarks.agreement --map MAPDIR --extract FILE.osm.pbf [--places 150]
        [--profile car] [--dijkstra 100] [--peer osrm=FILE.osrm] [--peer valhalla=CONFIG.json]
        [--python PY312] [--out benchmarks/results/NAME]

Dijkstra runs on the same weights, and every pair must be equal to the millisecond and centimetre.
The peers read the same extract and use their own profiles for cars, so a difference may have many
reasons; each pair that is off by more than 30 % is put into a class by `differences.py`. NAME.json
holds all of it with examples, NAME.md what is also printed.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.differences import OFF, Drives, explain
from benchmarks.machine import surroundings
from benchmarks.matrix import random_places
from benchmarks.road_tags import Roads
from geo.geometry import metres_between
from geo.paths import dijkstra_matrix
from geo.profiles import load_profile
from geo.snap import Place
from geo.travel import RoadNetwork
from geo.weights import profile_weights

ELSEWHERE = 5.0  # metres between the points where two engines put a place: another street or ramp
EXAMPLES = 5
_SHARES = (0.01, 0.05, 0.25, 0.75, 0.95, 0.99)


def main(arguments: list[str] | None = None) -> int:
    """Compare everybody with us."""
    options = _options(arguments)
    network = RoadNetwork(options.map)
    result: dict[str, Any] = {"extract": options.extract.name, **surroundings({})}
    if options.dijkstra:
        result["dijkstra"] = [
            against_dijkstra(network, profile, options.dijkstra, options.seed)
            for profile in (options.profile, "truck-5t")
        ]
    places = random_places(network, options.profile, options.places, options.seed)
    ours = Ours(network, options.profile, places)
    roads = Roads(options.extract)
    for peer in options.peer:
        name, _, data = peer.partition("=")
        theirs = Theirs(options.python, name, data, places)
        result[name] = against_peer(ours, theirs, roads)
    text = report(result)
    print(text)
    if options.out:
        options.out.with_suffix(".json").write_text(json.dumps(result, indent=1), encoding="utf-8")
        options.out.with_suffix(".md").write_text(text, encoding="utf-8")
    equal = all(row["different"] == 0 for row in result.get("dijkstra", []))
    return 0 if equal else 1


def against_dijkstra(network: RoadNetwork, profile: str, count: int, seed: int) -> dict[str, Any]:
    """Compare count x count pairs of places with Dijkstra on the same weights."""
    places = random_places(network, profile, count, seed)
    on_road, metric = network.places_on_road(places, profile)
    graph = network.graph
    weights = profile_weights(graph, load_profile(profile))
    quick = metric.matrix(on_road, on_road, fine=True)
    slow = dijkstra_matrix(
        graph.first_turn, graph.turn_state, weights, sources=on_road, targets=on_road, fine=True
    )
    different = (quick[0] != slow[0]) | (quick[1] != slow[1])
    return {
        "profile": profile,
        "pairs": int(different.size),
        "reached": int(np.count_nonzero(slow[0] >= 0)),
        "different": int(np.count_nonzero(different)),
    }


class Ours:
    """Our answers to the questions that a peer is asked."""

    def __init__(self, network: RoadNetwork, profile: str, places: list[Place]) -> None:
        self.network, self.profile, self.places = network, profile, places
        times = network.travel_times(places, profile)
        self.durations = np.where(times.durations < 0, np.nan, times.durations)
        self.snapped = np.array([(at.lon, at.lat) for at in times.snapped])
        self.landmass = times.landmass

    def routes(self, pairs: list[tuple[int, int]]) -> Drives:
        """Return the lines of the quickest drives, as longitude and latitude."""
        found = []
        for a, b in pairs:
            line = self.network.leg_line(self.places[a], self.places[b], self.profile)
            assert line is not None, "a pair with a duration has a route"
            found.append(np.array([(point.lon, point.lat) for point in line.points]))
        return found

    def along(self, lines: Drives) -> Drives:
        """Return durations and metres from point to point of each line; NaN without a road."""
        return [self._along(line) for line in lines]

    def _along(self, line: NDArray[np.float64]) -> NDArray[np.float64]:
        points = [Place(name="", lat=float(lat), lon=float(lon)) for lon, lat in line]
        times = self.network.travel_times(points, self.profile, strict=False)
        taken = np.array(
            [np.diagonal(table, offset=1) for table in (times.durations, times.distances)], float
        )
        return np.where(taken < 0, np.nan, taken)


class Theirs:
    """The answers of a peer, which runs in its own Python."""

    def __init__(self, python: str, name: str, data: str, places: list[Place]) -> None:
        script = Path(__file__).parent / "peers" / f"drives_{name}.py"
        self._command = [python, str(script), data]
        self._places = [[place.lon, place.lat] for place in places]
        answer = self._ask({"matrix": True})
        self.version = answer["version"]
        self.durations = _numbers(answer["durations"])
        self.snapped = _numbers([at or [None, None] for at in answer["snapped"]])

    def routes(self, pairs: list[tuple[int, int]]) -> Drives:
        """Return the lines of the drives that the peer prefers, as longitude and latitude."""
        return [np.array(line) for line in self._ask({"routes": pairs})["routes"]]

    def along(self, lines: Drives) -> Drives:
        """Return durations and metres from point to point of each line; NaN without a road."""
        asked = [line.tolist() for line in lines]
        return [_numbers(taken) for taken in self._ask({"lines": asked})["lines"]]

    def _ask(self, question: dict[str, Any]) -> dict[str, Any]:
        with tempfile.TemporaryDirectory() as folder:
            asked, out = Path(folder) / "asked.json", Path(folder) / "out.json"
            asked.write_text(json.dumps({"places": self._places, **question}), encoding="utf-8")
            command = [*self._command, str(asked), str(out)]
            subprocess.run(command, capture_output=True, check=True)
            answer: dict[str, Any] = json.loads(out.read_text(encoding="utf-8"))
            return answer


def _numbers(rows: Any) -> NDArray[np.float64]:
    return np.array(rows, dtype=np.float64)  # None becomes NaN


def against_peer(ours: Ours, theirs: Theirs, roads: Roads) -> dict[str, Any]:
    """Compare all pairs with a peer, and say why some are off."""
    apart = metres_between(
        ours.snapped[:, 1], ours.snapped[:, 0], theirs.snapped[:, 1], theirs.snapped[:, 0]
    )
    alike = ~(apart > ELSEWHERE)
    off_diagonal = ~np.eye(len(apart), dtype=bool)
    one_landmass = ours.landmass[:, None] == ours.landmass
    both = (ours.durations > 0) & (theirs.durations > 0) & off_diagonal
    ratio = np.where(both, ours.durations / np.where(both, theirs.durations, 1), 1.0)
    off = both & ((ratio > OFF) | (ratio < 1 / OFF))
    at_one_point = alike[:, None] & alike
    pairs = [(int(a), int(b)) for a, b in np.argwhere(off & at_one_point)]
    found = explain(pairs, ours, theirs, roads)
    classes = Counter(reason.name for reason in found)
    elsewhere = int(np.count_nonzero(off & ~at_one_point))
    return {
        "version": theirs.version,
        "pairs": int(np.count_nonzero(both)),
        "median": _median(ratio[both]),
        "shares": dict(zip(map(str, _SHARES), np.quantile(ratio[both], _SHARES), strict=True)),
        "snapped_alike": int(np.count_nonzero(both & at_one_point)),
        "median_snapped_alike": _median(ratio[both & at_one_point]),
        "only_ours": int(np.count_nonzero((ours.durations > 0) & np.isnan(theirs.durations))),
        "only_theirs_by_ferry": int(
            np.count_nonzero(np.isnan(ours.durations) & (theirs.durations > 0) & ~one_landmass)
        ),
        "only_theirs": int(
            np.count_nonzero(np.isnan(ours.durations) & (theirs.durations > 0) & one_landmass)
        ),
        "places_elsewhere": dict(
            Counter(roads.kind_at(at) for at in theirs.snapped[~alike]).most_common()
        ),
        "off": int(np.count_nonzero(off)),
        "classes": {"snapped elsewhere": elsewhere, **dict(classes.most_common())},
        "examples": [
            reason.described(pair, ours.durations[pair], theirs.durations[pair])
            for name in classes
            for pair, reason in [p for p in zip(pairs, found, strict=True) if p[1].name == name][
                :EXAMPLES
            ]
        ],
    }


def _median(values: NDArray[np.float64]) -> float:
    return round(float(np.median(values)), 4)


def report(result: dict[str, Any]) -> str:
    """Write what was found as text."""
    lines = [f"# Agreement on {result['extract']}", ""]
    lines += [f"{key}: {result[key]}  " for key in ("processor", "load", "time", "commit")]
    for row in result.get("dijkstra", []):
        lines.append(
            f"\nDijkstra, {row['profile']}: {row['pairs']} pairs, {row['reached']} reached,"
            f" **{row['different']} different**"
        )
    for name in ("osrm", "valhalla"):
        if name in result:
            lines += ["", *_of_peer(name, result[name])]
    return "\n".join(lines) + "\n"


def _of_peer(name: str, found: dict[str, Any]) -> list[str]:
    shares = ", ".join(f"{share}: {value:.3f}" for share, value in found["shares"].items())
    return [
        f"## {name} {found['version']}",
        "",
        f"{found['pairs']} pairs, our duration by theirs: median {found['median']} ({shares});"
        f" where both put the places on the same spot ({found['snapped_alike']} pairs)"
        f" {found['median_snapped_alike']}. Only theirs: {found['only_theirs_by_ferry']} by ferry,"
        f" {found['only_theirs']} else; only ours: {found['only_ours']}."
        f" Put elsewhere by it: {_listed(found['places_elsewhere'])}.",
        "",
        f"| off by more than {OFF - 1:.0%} | {found['off']} |",
        "|---|---:|",
        *(f"| {reason} | {count} |" for reason, count in found["classes"].items()),
    ]


def _listed(counts: dict[str, int]) -> str:
    texts = [f"{count} places on {name}" for name, count in counts.items()]
    return ", ".join(texts) if texts else "none"


def _options(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--map", type=Path, required=True)
    parser.add_argument("--extract", type=Path, required=True)
    parser.add_argument("--profile", default="car")
    parser.add_argument("--places", type=int, default=150)
    parser.add_argument("--dijkstra", type=int, default=100, help="places compared with Dijkstra")
    parser.add_argument("--peer", action="append", default=[], help="osrm=FILE, valhalla=CONFIG")
    parser.add_argument("--python", default="python3.12", help="which the peers are installed in")
    parser.add_argument("--seed", type=int, default=5)
    parser.add_argument("--out", type=Path)
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
