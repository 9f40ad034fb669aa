"""Asks OSRM about drives. Runs in a Python of its own, without ours.

    python drives_osrm.py FILE.osrm QUESTIONS.json ANSWERS.json

Questions: `places`, a list of [lon, lat]; `matrix`, whether all durations between them are wanted;
`routes`, pairs of them whose line is wanted; `lines`, lists of [lon, lat], for each of which the
durations and metres from point to point are wanted. The data is prepared as for `roads_osrm.py`.
"""

import json
import sys
from importlib.metadata import version
from pathlib import Path

import osrm

AT_ONCE = 60  # points of a line in one table, of which only what is beside the diagonal is used


def main() -> None:
    """Answer all questions."""
    data, asked, out = sys.argv[1:4]
    questions = json.loads(Path(asked).read_text(encoding="utf-8"))
    engine = osrm.OSRM(
        storage_config=data,
        use_shared_memory=False,
        algorithm="CH",
        max_locations_distance_table=-1,
    )
    places = [tuple(place) for place in questions["places"]]
    answers = {"version": version("osrm-bindings")}
    if questions.get("matrix"):
        found = table(engine, places)
        answers["durations"] = [list(row) for row in found["durations"]]
        answers["snapped"] = [list(place["location"]) for place in found["sources"]]
    pairs = questions.get("routes", [])
    answers["routes"] = [line(engine, places[a], places[b]) for a, b in pairs]
    answers["lines"] = [steps(engine, points) for points in questions.get("lines", [])]
    Path(out).write_text(json.dumps(answers), encoding="utf-8")


def table(engine, places):
    """Return the table of durations and distances."""
    return engine.Table(
        osrm.TableParameters(coordinates=places, annotations=["duration", "distance"])
    )


def line(engine, origin, destination):
    """Return the points of the route from one place to another."""
    asked = osrm.RouteParameters(
        coordinates=[origin, destination], overview="full", geometries="geojson"
    )
    return [list(point) for point in engine.Route(asked)["routes"][0]["geometry"]["coordinates"]]


def steps(engine, points):
    """Return durations and distances from each point to the next."""
    durations, distances = [], []
    for begin in range(0, len(points) - 1, AT_ONCE - 1):
        part = [tuple(point) for point in points[begin : begin + AT_ONCE]]
        found = table(engine, part)
        for taken, name in ((durations, "durations"), (distances, "distances")):
            rows = [list(row) for row in found[name]]
            taken += [rows[at][at + 1] for at in range(len(part) - 1)]
    return [durations, distances]


if __name__ == "__main__":
    main()
