"""Reads the best known values of the benchmark sets and compares results with them."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

from routing.instances import Convention, Format

#: Where the instances are, seen from the repository.
FOLDER = Path(__file__).parents[2] / "shared" / "instances"

#: Format of each set.
SETS: dict[str, Format] = {
    "X": "vrplib",
    "SOLOMON": "solomon",
    "GH": "solomon",
    "LILIM": "lilim",
    "HFVRP": "vrplib",
    "MDVRPTW": "vrplib",
    "SDVRPTW": "vrplib",
    "PCVRPTW": "vrplib",
    "VRPB": "vrplib",
    "MTVRPTWR": "vrplib",
}


@dataclass(frozen=True, slots=True)
class Best:
    """A best known value; vehicles only where they come first."""

    cost: float
    vehicles: int | None = None

    def gap(self, cost: float) -> float:
        """Give how far a cost is above the best known one, in percent."""
        return (cost / self.cost - 1) * 100


def best_known(folder: Path, group: str, convention: Convention) -> dict[str, Best]:
    """Give the best known values of a set by name of the instance in lower case."""
    found = {}
    with (folder / "bks.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            sintef = row["convention"].startswith("SINTEF")
            if row["set"] != group or sintef != (convention == "sintef"):
                continue
            cost = float(row["cost"])
            if group == "HFVRP" and cost != round(cost):
                cost *= 100_000  # stated in hundreds of units of the file; ours are thousandths
            found[row["instance"].lower()] = Best(cost, int(row["vehicles"]) if sintef else None)
    return found


def files(folder: Path, group: str) -> list[Path]:
    """List the instances of a set."""
    return sorted(path for path in (folder / group).iterdir() if path.suffix in {".vrp", ".txt"})
