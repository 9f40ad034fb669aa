"""Says why two engines disagree about a drive: drives the quicker way with the slower engine.

The line of the quicker drive is cut into short stretches. Where the slower engine takes much longer
for one of them, something that only it minds must be there, and the tags at the spot tell what.
Where it takes about as long for every stretch, it could have driven so and prefers not to.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, Protocol, TypeAlias

import numpy as np
from numpy.typing import NDArray

from benchmarks.road_tags import Roads
from geo.geometry import DEGREE, metres_between

OFF = 1.3
"""A pair of durations of which one is more than so many times the other is off."""
Line: TypeAlias = NDArray[np.float64]
Drives: TypeAlias = list[Line]

_STRETCH = 60.0  # metres, at least
_BLOCKED = 0.4  # of the difference that a single stretch must make
_DETOUR, _DETOUR_METRES = 1.3, 40.0  # how much longer a way round is than the way
_BACK = math.radians(160)


class Engine(Protocol):
    """Who can be asked about drives."""

    durations: NDArray[np.float64]

    def routes(self, pairs: list[tuple[int, int]]) -> Drives:
        """Return lines of longitude and latitude."""

    def along(self, lines: Drives) -> Drives:
        """Return durations and metres from point to point, one row each."""


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a pair is off.

    Parameters
    ----------
    name
        The class.
    what
        Ways, nodes and relations that say so.
    spot
        Longitude and latitude; None where it is no single spot.
    """

    name: str
    what: str = ""
    spot: tuple[float, float] | None = None

    def described(self, pair: tuple[int, int], ours: float, theirs: float) -> dict[str, Any]:
        """Return it as it stands in a results file."""
        return {
            "class": self.name,
            "places": pair,
            "ours": round(float(ours), 1),
            "theirs": round(float(theirs), 1),
            "what": self.what,
            "spot": self.spot,
        }


def explain(
    pairs: list[tuple[int, int]], ours: Engine, theirs: Engine, roads: Roads
) -> list[Reason]:
    """Return why each pair is off."""
    if not pairs:
        return []
    ours_quicker = [bool(ours.durations[pair] < theirs.durations[pair]) for pair in pairs]
    reasons: dict[tuple[int, int], Reason] = {}
    for quick, slow, who in ((ours, theirs, "their"), (theirs, ours, "our")):
        chosen = [
            pair for pair, flag in zip(pairs, ours_quicker, strict=True) if flag == (quick is ours)
        ]
        if not chosen:
            continue
        lines = [_stretches(line) for line in quick.routes(chosen)]
        points = [line[at] for line, at in lines]
        quick_takes, slow_takes = quick.along(points), slow.along(points)
        for row, pair in enumerate(chosen):
            totals = float(quick.durations[pair]), float(slow.durations[pair])
            case = _Case(*lines[row], quick_takes[row], slow_takes[row], totals)
            reasons[pair] = _why(case, roads, who)
    return [reasons[pair] for pair in pairs]


def _stretches(line: Line) -> tuple[Line, NDArray[np.int64]]:
    """Put a point in the middle of steps of a line, and choose some that are not too close.

    In the middle of a step no other street is as near, which is not so where streets meet.
    """
    middle = (line[:-1] + line[1:]) / 2
    full = np.empty((len(line) + len(middle), 2))
    full[0::2], full[1::2] = line, middle
    steps = metres_between(full[:-1, 1], full[:-1, 0], full[1:, 1], full[1:, 0])
    along = np.concatenate(([0.0], np.cumsum(steps)))
    chosen = [0]
    for at in range(1, len(full) - 1, 2):
        if along[at] - along[chosen[-1]] >= _STRETCH and along[-1] - along[at] >= _STRETCH:
            chosen.append(at)
    return full, np.array([*chosen, len(full) - 1])


@dataclass(frozen=True, slots=True)
class _Case:
    """One drive: its points, which of them divide stretches, and what both need for these."""

    line: Line
    at: NDArray[np.int64]
    quick: Line
    slow: Line
    totals: tuple[float, float]

    def part(self, stretch: int) -> Line:
        return self.line[self.at[stretch] : self.at[stretch + 1] + 1]


def _why(case: _Case, roads: Roads, who: str) -> Reason:
    quick_total, slow_total = case.totals
    excess = np.where(np.isnan(case.slow[0]), np.inf, case.slow[0] - case.quick[0])
    worst = int(np.argmax(excess))
    if excess[worst] >= _BLOCKED * (slow_total - quick_total):
        part = case.part(worst)
        # Whoever drives on and only needs longer meets no closed road.
        detour = not case.slow[1, worst] <= _DETOUR * case.quick[1, worst] + _DETOUR_METRES
        found = roads.obstacle(part) if detour else roads.delay(part)
        if found:
            spot = (round(float(part[0, 0]), 6), round(float(part[0, 1]), 6))
            return Reason(f"{found[0]}, which {_MINDS[who]}", found[1], spot)
    turned = _turns_back(case.line)
    if turned is not None:
        return Reason(f"U-turn, which {_MINDS[who]}", "", turned)
    if float(np.sum(case.slow[0])) <= (quick_total + slow_total) / 2:
        return Reason(f"another way {_LIKES[who]}, though this one is open and quicker to it")
    return Reason(f"speeds, which are lower {_ON[who]}", roads.speeds(case.line[::2]))


_MINDS = {"their": "the peer minds", "our": "we mind"}
_LIKES = {"their": "the peer prefers", "our": "we prefer"}
_ON = {"their": "with the peer", "our": "with us"}


def _turns_back(line: Line) -> tuple[float, float] | None:
    """Return where a line turns round, if it does."""
    narrow = math.cos(math.radians(float(line[0, 1])))
    steps = np.diff(line, axis=0) * (narrow, 1.0)
    far = np.hypot(steps[:, 0], steps[:, 1]) * DEGREE > 1.0
    corners = line[1:][far]
    angle = np.unwrap(np.arctan2(steps[far, 1], steps[far, 0]))
    back = np.flatnonzero(np.abs(np.diff(angle)) > _BACK)
    return tuple(np.round(corners[back[0]], 6).tolist()) if len(back) else None
