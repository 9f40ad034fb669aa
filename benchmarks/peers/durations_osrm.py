"""Asks OSRM for durations and distances. Runs in a Python of its own, without ours.

    python durations_osrm.py FILE.osrm PLACES.json OUT.json

The places are a list of [lon, lat]. The data must be prepared as for `roads_osrm.py`.
"""

import json
import sys
from importlib.metadata import version
from pathlib import Path

import osrm


def main() -> None:
    """Write the table, and where each place meets the road: [lon, lat]."""
    data, listed, out = sys.argv[1:4]
    places = [tuple(place) for place in json.loads(Path(listed).read_text(encoding="utf-8"))]
    engine = osrm.OSRM(
        storage_config=data,
        use_shared_memory=False,
        algorithm="CH",
        max_locations_distance_table=-1,
    )
    parameters = osrm.TableParameters(coordinates=places, annotations=["duration", "distance"])
    table = engine.Table(parameters)
    answer = {
        "version": version("osrm-bindings"),
        "durations": [list(row) for row in table["durations"]],
        "distances": [list(row) for row in table["distances"]],
        "snapped": [list(place["location"]) for place in table["sources"]],
    }
    Path(out).write_text(json.dumps(answer), encoding="utf-8")


if __name__ == "__main__":
    main()
