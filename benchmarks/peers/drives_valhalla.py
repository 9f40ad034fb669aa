"""Asks Valhalla about drives. Runs in a Python of its own, without ours.

    python drives_valhalla.py CONFIG.json QUESTIONS.json ANSWERS.json

Questions and answers are those of `drives_osrm.py`. The tiles must be built:
`valhalla_build_config`, then `valhalla_build_tiles -c CONFIG.json FILE.osm.pbf`.
"""

import json
import sys
from importlib.metadata import version
from pathlib import Path

import valhalla
from valhalla.utils import decode_polyline

PAIRS = 2500  # at once: what the service allows unless it is told otherwise
AT_ONCE = 30  # points of a line in one matrix, of which only what is beside the diagonal is used


def main() -> None:
    """Answer all questions."""
    config, asked, out = sys.argv[1:4]
    questions = json.loads(Path(asked).read_text(encoding="utf-8"))
    actor = valhalla.Actor(config)
    places = [point(place) for place in questions["places"]]
    answers = {"version": version("pyvalhalla")}
    if questions.get("matrix"):
        rows = max(1, PAIRS // len(places))
        answers["durations"] = []
        for begin in range(0, len(places), rows):
            answers["durations"] += matrix(actor, places[begin : begin + rows], places)["durations"]
        found = actor.locate({"locations": places, "costing": "auto", "verbose": False})
        answers["snapped"] = [nearest(place) for place in found]
    pairs = questions.get("routes", [])
    answers["routes"] = [line(actor, places[a], places[b]) for a, b in pairs]
    answers["lines"] = [steps(actor, points) for points in questions.get("lines", [])]
    Path(out).write_text(json.dumps(answers), encoding="utf-8")


def point(place):
    """Return a place as Valhalla takes it."""
    return {"lon": place[0], "lat": place[1]}


def matrix(actor, sources, targets):
    """Return durations and kilometres."""
    asked = {"sources": sources, "targets": targets, "costing": "auto", "verbose": False}
    return actor.matrix(asked)["sources_to_targets"]


def nearest(place):
    """Return where a place meets the road, or None."""
    for edge in place.get("edges") or []:
        return [edge["correlated_lon"], edge["correlated_lat"]]
    return None


def line(actor, origin, destination):
    """Return the points of the route from one place to another."""
    found = actor.route({"locations": [origin, destination], "costing": "auto"})
    shape = found["trip"]["legs"][0]["shape"]
    return [[lon, lat] for lon, lat in decode_polyline(shape, 6)]


def steps(actor, points):
    """Return durations and metres from each point to the next."""
    durations, distances = [], []
    for begin in range(0, len(points) - 1, AT_ONCE - 1):
        part = [point(place) for place in points[begin : begin + AT_ONCE]]
        found = matrix(actor, part, part)
        for at in range(len(part) - 1):
            durations.append(found["durations"][at][at + 1])
            kilometres = found["distances"][at][at + 1]
            distances.append(None if kilometres is None else kilometres * 1000)
    return [durations, distances]


if __name__ == "__main__":
    main()
