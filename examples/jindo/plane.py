"""Measures in metres around a point, and bends straight lines into plausible roads and shores."""

from __future__ import annotations

import math
import random
from collections.abc import Sequence

from examples.jindo.data_files import LatLon

_METRES_PER_DEGREE = 111_195.0

XY = tuple[float, float]


class Plane:
    """Metres east and north of a centre; good to a few per mille within 50 km."""

    def __init__(self, centre: LatLon) -> None:
        self._centre = centre
        self._east = _METRES_PER_DEGREE * math.cos(math.radians(centre.lat))

    def xy(self, point: LatLon) -> XY:
        """Return metres east and north of the centre."""
        return (
            (point.lon - self._centre.lon) * self._east,
            (point.lat - self._centre.lat) * _METRES_PER_DEGREE,
        )

    def latlon(self, xy: XY) -> LatLon:
        """Return the point so many metres east and north of the centre, to a centimetre."""
        return LatLon(
            round(self._centre.lat + xy[1] / _METRES_PER_DEGREE, 7),
            round(self._centre.lon + xy[0] / self._east, 7),
        )


def metres(a: LatLon, b: LatLon) -> float:
    """Return the distance between two points that are not far apart."""
    return math.hypot(*Plane(a).xy(b))


def bend(points: Sequence[XY], spacing: float, wander: float, rng: random.Random) -> list[XY]:
    """Return a smooth line through all points, with a point about every `spacing` metres.

    Parameters
    ----------
    wander
        How far the line strays sideways between two points, as a share of their distance.
    """
    line = [points[0]]
    padded = [points[0], *points, points[-1]]
    for at in range(1, len(points)):
        before, start, end, after = padded[at - 1 : at + 3]
        length = math.dist(start, end)
        count = max(1, round(length / spacing))
        phases = [rng.uniform(0, 2 * math.pi) for _ in range(2)]
        for step in range(1, count):
            share = step / count
            x, y = _spline(before, start, end, after, share)
            # Two slow waves under an arch that is zero at both ends, so that named points stay
            # where they are.
            sway = sum(
                math.sin(phase + share * turns * 6)
                for phase, turns in zip(phases, (1, 2.3), strict=False)
            )
            sway *= wander * length * math.sin(math.pi * share) / 2
            line.append(
                (x - sway * (end[1] - start[1]) / length, y + sway * (end[0] - start[0]) / length)
            )
        line.append(end)
    return line


def _spline(a: XY, b: XY, c: XY, d: XY, t: float) -> XY:
    """Return the point at share `t` between b and c (Catmull-Rom)."""
    x, y = (
        0.5
        * (
            2 * b[i]
            + (c[i] - a[i]) * t
            + (2 * a[i] - 5 * b[i] + 4 * c[i] - d[i]) * t**2
            + (3 * b[i] - a[i] - 3 * c[i] + d[i]) * t**3
        )
        for i in (0, 1)
    )
    return x, y


def ellipse(length: float, width: float, turn_deg: float) -> list[XY]:
    """Return a closed outline around (0, 0), without repeating its first point."""
    turn = math.radians(turn_deg)
    outline = []
    for step in range(48):
        angle = 2 * math.pi * step / 48
        x, y = length / 2 * math.cos(angle), width / 2 * math.sin(angle)
        outline.append(
            (x * math.cos(turn) - y * math.sin(turn), x * math.sin(turn) + y * math.cos(turn))
        )
    return outline


def roughen(outline: Sequence[XY], share: float, rng: random.Random) -> list[XY]:
    """Return an outline around (0, 0) pushed in and out by up to `share` of its radius."""
    waves = [(rng.randint(2, 9), rng.uniform(0, 2 * math.pi)) for _ in range(4)]
    rough = []
    for x, y in outline:
        angle = math.atan2(y, x)
        factor = 1 + share * sum(math.sin(n * angle + phase) for n, phase in waves) / 4
        rough.append((x * factor, y * factor))
    return rough
