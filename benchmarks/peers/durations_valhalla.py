"""Asks Valhalla for durations and distances. Runs in a Python of its own, without ours.

    python durations_valhalla.py CONFIG.json PLACES.json OUT.json

The places are a list of [lon, lat]. The tiles must be built: `valhalla_build_config`, then
`valhalla_build_tiles -c CONFIG.json FILE.osm.pbf`.
"""

import json
import sys
from importlib.metadata import version
from pathlib import Path

import valhalla

PAIRS = 2500  # at once: what the service allows unless it is told otherwise


def main() -> None:
    """Write the table, and where each place meets the road: [lon, lat]."""
    config, listed, out = sys.argv[1:4]
    places = json.loads(Path(listed).read_text(encoding="utf-8"))
    actor = valhalla.Actor(config)
    points = [{"lon": lon, "lat": lat} for lon, lat in places]
    durations, distances = [], []
    rows = max(1, PAIRS // len(points))
    for begin in range(0, len(points), rows):
        asked = {
            "sources": points[begin : begin + rows],
            "targets": points,
            "costing": "auto",
            "verbose": False,
        }
        table = actor.matrix(asked)["sources_to_targets"]
        durations += table["durations"]
        distances += [
            [None if km is None else km * 1000 for km in row] for row in table["distances"]
        ]
    located = actor.locate({"locations": points, "costing": "auto", "verbose": False})
    snapped = [_nearest(place) for place in located]
    answer = {
        "version": version("pyvalhalla"),
        "durations": durations,
        "distances": distances,
        "snapped": snapped,
    }
    Path(out).write_text(json.dumps(answer), encoding="utf-8")


def _nearest(place: dict) -> list[float] | None:
    for edge in place.get("edges") or []:
        return [edge["correlated_lon"], edge["correlated_lat"]]
    return None


if __name__ == "__main__":
    main()
