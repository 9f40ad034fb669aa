"""Guesses where a building number lies along its road.

Korean building numbers are distances: a number for every 20 metres from the start of the road on
each side, odd on the left and even on the right, so that number n lies about 10 n metres from the
start (도로명주소법 시행규칙, 기초번호). Roads start in the west or the south; branches (번길, or 길
with a number) start at the road whose name they bear.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from geo.addresses.road_lines import RoadLines, Spine
from geo.names import plain_name

METRES_PER_NUMBER = 10.0
_PER_BRANCH_NUMBER = 5.0
"""On 번길, counted in steps of ten metres: median 4.8 of eleven in Busan, 3.0 to 6.5."""
_SETBACK = 12.0  # metres from the middle of the road to a building; 6 m less than mapped
_ON_ROAD = 120.0  # metres; a known number farther off belongs to another road of that name
_BRANCH = re.compile(r"^(.+?(?:대로|로|길))(\d+)(?:번)?[가-하안]?길$")
_LEAST, _MOST = 3.5, 18.0  # metres per number on real roads
_LOOK = 30  # known numbers looked at on each side
_UNSURE = 10.0  # metres between two directions that fit equally well
_OVER = 1.15  # a number may lie so much beyond the end of the road: lines are cut by extracts

Known = tuple[int, float, float]
"""A number whose place is known: main number, latitude, longitude."""


@dataclass(frozen=True, slots=True)
class _Mark:
    """A number, how many metres along the course it lies, and how far beside it."""

    number: int
    metres: float
    off: float


@dataclass(frozen=True, slots=True)
class Guess:
    """Where a number may lie; `accuracy` is about how many metres it may be off."""

    lat: float
    lon: float
    confidence: float
    accuracy: float


def guess_number(lines: RoadLines, road: str, main: int, known: Sequence[Known]) -> list[Guess]:
    """Return where a number may lie, one guess for each road of that name.

    Parameters
    ----------
    road
        Name of the road.
    known
        Numbers of that road whose places are known.
    """
    guesses = []
    for spine in lines.spines(plain_name(road)):
        near = _along(spine, known)
        if near:
            guess = _between(spine, main, near, _step(road))
        elif not known:
            guess = _from_start(_started(lines, road, spine), main, _step(road))
        else:
            guess = None  # known numbers lie on another road of that name
        if guess:
            guesses.append(guess)
    return guesses


def _along(spine: Spine, known: Sequence[Known]) -> list[_Mark]:
    """Return the known numbers on this course in order, one mark for each number."""
    where: dict[int, list[tuple[float, float]]] = {}
    for main, lat, lon in known:
        along, right = spine.project(lat, lon)
        if abs(right) <= _ON_ROAD:
            where.setdefault(main, []).append((along, abs(right)))
    return [
        _Mark(main, *(float(value) for value in np.median(places, axis=0)))
        for main, places in sorted(where.items())
    ]


def _between(spine: Spine, main: int, marks: Sequence[_Mark], step: float) -> Guess | None:
    """Place a number between its known neighbours, or beside the nearest of them."""
    at = bisect_left([mark.number for mark in marks], main)
    marks = marks[max(at - _LOOK, 0) : at + _LOOK]
    backward = [replace(mark, metres=spine.length - mark.metres) for mark in marks]
    ways = [(_chain(marks), spine), (_chain(backward), spine.reversed())]
    ways.sort(key=lambda way: (-len(way[0]), _misfit(way[0], step)))
    chain, spine = ways[0]
    other = ways[1][0]
    if len(chain) == len(other) and _misfit(other, step) - _misfit(chain, step) < _UNSURE:
        return None
    below = [mark for mark in chain if mark.number <= main]
    above = [mark for mark in chain if mark.number >= main]
    if below and above:
        low, high = below[-1], above[0]
        share = (main - low.number) / max(high.number - low.number, 1)
        gap = abs(high.metres - low.metres)
        confidence = 0.85 if gap < 250 else 0.75 if gap < 600 else 0.65
        metres = low.metres + share * (high.metres - low.metres)
        return _guess(spine, metres, main, confidence, 15 + gap / 5)
    nearest = min(chain, key=lambda mark: abs(mark.number - main))
    step = _own_step(chain, step)
    metres = nearest.metres + (main - nearest.number) * step
    off = abs(main - nearest.number) * step
    if not -50 <= metres <= spine.length * _OVER + 50:
        return None
    confidence = 0.75 if off < 150 and len(chain) > 2 else 0.6
    return _guess(spine, metres, main, confidence, 25 + off / 4)


def _chain(marks: Sequence[_Mark]) -> list[_Mark]:
    """Return the longest row of marks whose distances fit their numbers; others are misplaced."""
    length, before = [1] * len(marks), [-1] * len(marks)
    for at, mark in enumerate(marks):
        for earlier in range(at):
            if length[earlier] + 1 > length[at] and _fit(marks[earlier], mark):
                length[at], before[at] = length[earlier] + 1, earlier
    at = max(range(len(marks)), key=length.__getitem__)
    chain = []
    while at >= 0:
        chain.append(marks[at])
        at = before[at]
    return chain[::-1]


def _fit(low: _Mark, high: _Mark) -> bool:
    """Whether two marks are as far apart as their numbers say, roughly.

    A building far from the road, in the depth of its lot, may lie that much beside its number.
    """
    metres, numbers = high.metres - low.metres, high.number - low.number
    slack = 30 + (low.off + high.off) / 2
    return _LEAST * numbers - slack <= metres <= _MOST * numbers + slack


def _step(road: str) -> float:
    return _PER_BRANCH_NUMBER if road.endswith("번길") else METRES_PER_NUMBER


def _own_step(chain: Sequence[_Mark], step: float) -> float:
    """Return the metres per number that a road shows itself, where it shows enough of them."""
    numbers = chain[-1].number - chain[0].number
    metres = chain[-1].metres - chain[0].metres
    if metres < 80 or numbers < 8:
        return step
    return min(max(metres / numbers, _LEAST), _MOST)


def _misfit(chain: Sequence[_Mark], step: float) -> float:
    """Return by how many metres a row misses the rule that a number tells its metres.

    Only the spacing counts when there are several: extracts cut roads off.
    """
    shifts = np.array([mark.metres - step * mark.number for mark in chain])
    centre = float(np.median(shifts)) if len(chain) > 1 else 0.0
    return float(np.mean(np.abs(shifts - centre)))


def _started(lines: RoadLines, road: str, spine: Spine) -> Spine:
    """Turn a course so that it begins where the rule says."""
    branch = _BRANCH.match(road)
    ends = (spine.point(0.0), spine.point(spine.length))
    if branch:
        parents = lines.spines(plain_name(branch[1]))
        away = [min((abs(one.project(*end)[1]) for one in parents), default=np.inf) for end in ends]
        if min(away) < 60 < max(away):
            return spine if away[0] < away[1] else spine.reversed()
    (lat_a, lon_a), (lat_b, lon_b) = ends
    east, north = (lon_b - lon_a) * np.cos(np.radians(lat_a)), lat_b - lat_a
    grows = east if abs(east) >= abs(north) else north
    return spine if grows >= 0 else spine.reversed()


def _from_start(spine: Spine, main: int, step: float) -> Guess | None:
    metres = main * step
    if metres > spine.length * _OVER + 50:
        return None
    return _guess(spine, metres, main, 0.5, 40 + metres / 10)


def _guess(spine: Spine, metres: float, main: int, confidence: float, accuracy: float) -> Guess:
    right = _SETBACK if main % 2 == 0 else -_SETBACK
    lat, lon = spine.point(metres, right)
    return Guess(lat, lon, confidence, round(accuracy))
