"""Draws the runs of a comparison: every gap as a dot, the mean as a line, one panel per set."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from statistics import mean

import matplotlib as mpl

from benchmarks.report import Run

mpl.use("svg")
mpl.rcParams["svg.hashsalt"] = "naru"  # the same runs give the same file

import matplotlib.pyplot as plt  # noqa: E402


def draw(runs: Sequence[Run], path: Path) -> None:
    """Write the plot as SVG."""
    groups = list(dict.fromkeys((one["set"], one["convention"]) for one in runs))
    figure, panels = plt.subplots(
        1, len(groups), squeeze=False, figsize=(1.5 + 3.2 * len(groups), 3.6), layout="constrained"
    )
    for panel, group in zip(panels[0], groups, strict=True):
        mine = [one for one in runs if (one["set"], one["convention"]) == group]
        _panel(panel, f"{group[0]} ({group[1]})", mine)
    panels[0][0].set_ylabel("above best known, %")
    figure.savefig(path, metadata={"Date": None})
    plt.close(figure)


def _panel(panel: plt.Axes, title: str, runs: Sequence[Run]) -> None:
    """Draw a set; where vehicles come first only runs with the best known number have a dot."""
    solvers = list(dict.fromkeys(one["solver"] for one in runs))
    for place, solver in enumerate(solvers):
        mine = [one for one in runs if one["solver"] == solver]
        gaps = [one["gap"] for one in mine if one["gap"] is not None and _with_best_fleet(one)]
        width = 0.6 / max(1, len(gaps) - 1)
        spread = [place - 0.3 + width * index for index in range(len(gaps))]
        panel.plot(spread, gaps, ".", alpha=0.5)
        if gaps:
            panel.hlines(mean(gaps), place - 0.35, place + 0.35, color="black")
        if len(gaps) < len(mine):
            panel.annotate(f"{len(gaps)}/{len(mine)}", (place, 0), ha="center", va="top")
    panel.set_xticks(range(len(solvers)), solvers, rotation=45, ha="right")
    panel.set_title(title)
    panel.grid(axis="y", alpha=0.3)


def _with_best_fleet(one: Run) -> bool:
    return one["best_vehicles"] is None or one["vehicles"] <= one["best_vehicles"]
