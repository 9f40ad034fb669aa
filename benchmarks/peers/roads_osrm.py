"""Times OSRM's table of durations and distances. Runs in a Python of its own, without ours.

    python roads_osrm.py FILE.osrm PLACES.json RUNS LONG

The places are a list of [lon, lat]. The data must be prepared for contraction hierarchies:
`python -m osrm extract -p car.lua FILE.osm.pbf`, then `python -m osrm contract FILE.osrm`.
"""

import json
import sys
import time
from importlib.metadata import version
from pathlib import Path

import osrm


def main() -> None:
    """Print the quickest of RUNS runs, or the first that takes longer than LONG seconds."""
    data, listed, runs, long = sys.argv[1], sys.argv[2], int(sys.argv[3]), float(sys.argv[4])
    places = [tuple(place) for place in json.loads(Path(listed).read_text(encoding="utf-8"))]
    engine = osrm.OSRM(
        storage_config=data,
        use_shared_memory=False,
        algorithm="CH",
        max_locations_distance_table=-1,
    )
    parameters = osrm.TableParameters(coordinates=places, annotations=["duration", "distance"])
    best = float("inf")
    for _ in range(runs):
        begin = time.perf_counter()
        engine.Table(parameters)
        best = min(best, time.perf_counter() - begin)
        if best > long:
            break
    print(json.dumps({"points": len(places), "seconds": best, "version": version("osrm-bindings")}))


if __name__ == "__main__":
    main()
