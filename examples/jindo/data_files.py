"""Reads the small tables of the example, and looks its named places up."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path
from typing import NamedTuple

FOLDER = Path(__file__).parent
DATA = FOLDER / "data"
TIMETABLE = FOLDER / "timetable"


class LatLon(NamedTuple):
    """A point in WGS84 degrees."""

    lat: float
    lon: float


@cache
def table(name: str) -> tuple[dict[str, str], ...]:
    """Return the rows of data/`name`.csv."""
    return read_rows(DATA / f"{name}.csv")


def read_rows(path: Path) -> tuple[dict[str, str], ...]:
    """Return the rows of a CSV file as they stand there."""
    with path.open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


@cache
def ports() -> dict[str, dict[str, str]]:
    """Return the rows of the timetable's ports by id."""
    return {row["port_id"]: row for row in read_rows(TIMETABLE / "ports.csv")}


@cache
def named_points() -> dict[str, LatLon]:
    """Return every point that the tables name: places, junctions, complexes and ports."""
    rows = {row["place_id"]: row for row in table("places")}
    rows |= {row["junction_id"]: row for row in table("junctions")}
    rows |= {row["complex_id"]: row for row in table("complexes")}
    rows |= ports()
    return {name: LatLon(float(row["lat"]), float(row["lon"])) for name, row in rows.items()}


def point_of(text: str) -> LatLon:
    """Read a point as the tables write it: a name, or "34.5260/126.3010"."""
    if text in named_points():
        return named_points()[text]
    lat, lon = text.split("/")
    return LatLon(float(lat), float(lon))
