"""Measures whether addresses are found, and how far off guesses along a road are.

    python -m benchmarks.addresses EXTRACT...

Every address of the extracts is asked for by its own text. Then every known number of a road is
hidden and guessed from the others, and from the rule alone. The last line is one JSON object.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from geo.addresses.gazetteer import Gazetteer, open_gazetteer
from geo.addresses.interpolate import Guess, Known, guess_number
from geo.addresses.lookup import Book
from geo.addresses.osm_objects import OsmObject, read_objects
from geo.addresses.road_lines import RoadLines
from geo.build import GAZETTEER, build_map
from geo.geometry import metres_between
from geo.store import open_graph

NEAR = 30.0
_AREA = ("addr:province", "addr:city", "addr:district", "addr:subdistrict")


def main(arguments: list[str] | None = None) -> int:
    """Build the maps and measure."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("extracts", type=Path, nargs="+")
    results = {}
    for extract in parser.parse_args(arguments).extracts:
        with tempfile.TemporaryDirectory() as folder:
            build_map([extract], Path(folder) / "map")
            results[extract.name.split(".")[0]] = measure(extract, Path(folder) / "map")
    print(json.dumps(results, ensure_ascii=False))
    return 0


def measure(extract: Path, mapdir: Path) -> dict[str, Any]:
    """Give the figures of one extract."""
    objects, _ = read_objects([extract])
    addresses = [one for one in objects if "addr:housenumber" in one.tags]
    with open_gazetteer(mapdir) as gazetteer:
        found = {
            "with_road": recall(gazetteer, [a for a in addresses if "addr:street" in a.tags]),
            "without_road": recall(
                gazetteer, [a for a in addresses if "addr:street" not in a.tags]
            ),
        }
    lines, book = RoadLines(open_graph(mapdir)), Book(mapdir / GAZETTEER)
    found["guessed_between_others"] = errors(book, lines, others)
    found["guessed_by_rule"] = errors(book, lines, lambda known, main: [])
    return found


def recall(gazetteer: Gazetteer, objects: Sequence[OsmObject]) -> dict[str, Any]:
    """Ask for every object by its own words."""
    counts: Counter[str] = Counter()
    took = []
    for one in objects:
        begin = time.perf_counter()
        answer = gazetteer.find(words(one))
        took.append(time.perf_counter() - begin)
        off = [float(metres_between(one.lat, one.lon, c.lat, c.lon)) for c in answer.candidates]
        counts["first"] += bool(off and off[0] <= NEAR)
        counts["listed"] += any(metres <= NEAR for metres in off)
        counts["clear"] += answer.clear is not None
        counts["clear_but_wrong"] += answer.clear is not None and off[0] > NEAR
        if not any(metres <= NEAR for metres in off):
            print(f"not found: {words(one)} ({one.ref})", file=sys.stderr)
    p50, p99 = np.percentile(took, (50, 99)) * 1e3 if took else (0.0, 0.0)
    return {
        "asked": len(objects),
        **counts,
        "p50_ms": round(float(p50), 2),
        "p99_ms": round(float(p99), 2),
    }


def words(one: OsmObject) -> str:
    """Return an address as its tags say it."""
    tags = one.tags
    number = f"{tags.get('addr:street', '')} {tags['addr:housenumber']}"
    if "addr:street" not in tags and tags.get("building") == "apartments":
        number += "동"
    name = tags.get("name", "")
    if name.isdigit():
        name += "동"
    return " ".join(filter(None, (*(tags.get(key) for key in _AREA), f"{number}, {name}")))


def others(known: Sequence[Known], main: int) -> list[Known]:
    """Return what is known of a road but for one number."""
    return [one for one in known if one[0] != main]


def errors(
    book: Book, lines: RoadLines, kept: Callable[[Sequence[Known], int], list[Known]]
) -> dict[str, Any]:
    """Guess every known number from what is kept of the others."""
    off, asked = [], 0
    for road, known in _roads(book):
        for main, lat, lon in known:
            asked += 1
            guesses = guess_number(lines, road, main, kept(known, main))
            if guesses:
                off.append(_nearest(guesses, lat, lon))
    p50, p90 = np.percentile(off, (50, 90)) if off else (0.0, 0.0)
    return {
        "asked": asked,
        "guessed": len(off),
        "median_m": round(float(p50), 1),
        "p90_m": round(float(p90), 1),
    }


def _roads(book: Book) -> Iterator[tuple[str, list[Known]]]:
    known: dict[str, list[Known]] = defaultdict(list)
    for road in book.all_roads():
        known[road.name] += book.along(road.id)
    yield from known.items()


def _nearest(guesses: Sequence[Guess], lat: float, lon: float) -> float:
    best = max(guesses, key=lambda guess: guess.confidence)
    return float(metres_between(lat, lon, best.lat, best.lon))


if __name__ == "__main__":
    sys.exit(main())
