"""Writes the runs of a comparison as tables."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import mean
from typing import Any

Run = dict[str, Any]


def tables(runs: Sequence[Run], about: dict[str, Any]) -> str:
    """Give one table per set: instances by row, solvers by column, mean gaps in percent.

    Where vehicles come first, a cell is "vehicles above best known / mean gap of the runs at the
    best known number or below". A cell says how many runs have no sound solution, if any.
    """
    solvers = list(dict.fromkeys(one["solver"] for one in runs))
    parts = ["\n".join(f"- {name}: {value}" for name, value in about.items())]
    for group in dict.fromkeys((one["set"], one["convention"]) for one in runs):
        mine = [one for one in runs if (one["set"], one["convention"]) == group]
        parts.append(_table(f"{group[0]} ({group[1]})", mine, solvers))
    return "\n\n".join(parts)


def _table(title: str, runs: Sequence[Run], solvers: Sequence[str]) -> str:
    lines = [
        f"## {title}: mean gap to best known, %",
        "",
        f"| instance | best known | {' | '.join(solvers)} |",
        "|---|---|" + "---|" * len(solvers),
    ]
    for name in dict.fromkeys(one["instance"] for one in runs):
        mine = [one for one in runs if one["instance"] == name]
        best = mine[0]["best_cost"]
        fleet = mine[0]["best_vehicles"]
        stated = (
            "-" if best is None else f"{best:.12g}" if fleet is None else f"{fleet} / {best:.2f}"
        )
        lines.append(f"| {name} | {stated} | {_cells(mine, solvers)} |")
    lines.append(f"| **all** | | {_cells(runs, solvers)} |")
    return "\n".join(lines)


def _cells(runs: Sequence[Run], solvers: Sequence[str]) -> str:
    return " | ".join(_cell([one for one in runs if one["solver"] == name]) for name in solvers)


def _cell(runs: Sequence[Run]) -> str:
    sound = [one for one in runs if one["gap"] is not None]
    if not sound:
        return "none"
    failed = "" if len(sound) == len(runs) else f" ({len(runs) - len(sound)} unsolved)"
    if sound[0]["best_vehicles"] is None:
        return f"{mean(one['gap'] for one in sound):.2f}{failed}"
    extra = sum(one["vehicles"] - one["best_vehicles"] for one in sound)
    level = [one["gap"] for one in sound if one["vehicles"] <= one["best_vehicles"]]
    gap = f"{mean(level):.2f}" if level else "-"
    return f"{extra:+d} / {gap} at {len(level)} of {len(runs)}{failed}"
