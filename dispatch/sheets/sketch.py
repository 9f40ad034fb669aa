"""Draws a tour as a small schematic map: roads, sea legs and numbered stops, in millimetres."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from math import cos, radians

from shapely.geometry import LineString

from dispatch.geojson import sailing_ends
from dispatch.plan import Coordinate, Tour
from dispatch.sheets.day import Day, Json

_WIDTH, _HEIGHT = 66.0, 47.0
_MARGIN = 4.5
#: Corners that move a line by less than this cannot be seen in print.
_TOLERANCE = 0.15
_LABEL_HEIGHT = 3.5

Point = tuple[float, float]


def sketch(day: Day, tour: Tour) -> Json | None:
    """Return the lines and marks of a tour's map, y downwards; None when nothing has a place."""
    legs = [*(stop.leg for stop in tour.stops), tour.home]
    roads = [part for leg in legs for part in leg.line if len(set(part)) > 1]
    # A dashed line drawn there and back would have no gaps left.
    seas = {
        frozenset((quay, landing)): (quay, landing)
        for leg in legs
        for _, quay, landing in sailing_ends(leg)
    }.values()
    places = [(number, day.site(stop.site_id)) for number, stop in enumerate(tour.stops, 1)]
    start = day.site(tour.start_site)
    points = [p for line in (*roads, *seas) for p in line]
    points += [Coordinate(lat=s.lat, lon=s.lon) for _, s in (*places, (0, start)) if s]
    if not points:
        return None
    put = _fit(points)
    marks = [(number, put(Coordinate(lat=s.lat, lon=s.lon))) for number, s in places if s]
    return {
        "width": _WIDTH,
        "height": _HEIGHT,
        "roads": [_simplified([put(p) for p in part]) for part in roads],
        "seas": [_rounded(put(p) for p in line) for line in seas],
        "start": _rounded([put(Coordinate(lat=start.lat, lon=start.lon))])[0] if start else None,
        "marks": _merged(marks),
    }


def _fit(points: list[Coordinate]) -> Callable[[Coordinate], Point]:
    """Return the projection that fills the frame; equirectangular serves for a county."""
    stretch = cos(radians(sum(p.lat for p in points) / len(points)))
    xs = [p.lon * stretch for p in points]
    ys = [-p.lat for p in points]
    spans = (max(xs) - min(xs), max(ys) - min(ys))
    scale = min(
        (_WIDTH - 2 * _MARGIN) / max(spans[0], 1e-4),
        (_HEIGHT - 2 * _MARGIN) / max(spans[1], 1e-4),
    )
    left = _WIDTH / 2 - scale * (max(xs) + min(xs)) / 2
    top = _HEIGHT / 2 - scale * (max(ys) + min(ys)) / 2
    return lambda p: (left + scale * p.lon * stretch, top - scale * p.lat)


def _simplified(line: list[Point]) -> list[list[float]]:
    return _rounded(LineString(line).simplify(_TOLERANCE).coords)


def _rounded(line: Iterable[tuple[float, ...]]) -> list[list[float]]:
    return [[round(x, 2), round(y, 2)] for x, y in line]


def _merged(marks: list[tuple[int, Point]]) -> list[Json]:
    """Join marks whose labels would cover each other: stops 1, 2, 3 and 6 become "1–3, 6"."""
    groups: list[tuple[Point, list[int]]] = []
    for number, point in marks:
        _add(groups, point, [number])
    return [
        {"x": round(x, 2), "y": round(y, 2), "label": _ranges(numbers)}
        for (x, y), numbers in groups
    ]


def _add(groups: list[tuple[Point, list[int]]], point: Point, numbers: list[int]) -> None:
    """Add a mark; where it covers another one, both become one, which may cover a third."""
    for index, (middle, others) in enumerate(groups):
        if _cover(point, numbers, middle, others):
            del groups[index]
            # The place of the larger group stays: its stops are where the mark says.
            point = middle if len(others) >= len(numbers) else point
            _add(groups, point, sorted((*others, *numbers)))
            return
    groups.append((point, numbers))


def _cover(a: Point, of_a: list[int], b: Point, of_b: list[int]) -> bool:
    wide = (_width(_ranges(of_a)) + _width(_ranges(of_b))) / 2
    return abs(a[0] - b[0]) < wide and abs(a[1] - b[1]) < _LABEL_HEIGHT


def _width(label: str) -> float:
    """Return how wide a label is drawn, in millimetres; digits of 6.2 pt are 1.35 mm wide."""
    return max(_LABEL_HEIGHT, 1.35 * len(label) + 1.8)


def _ranges(numbers: list[int]) -> str:
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    labels = [f"{run[0]}–{run[-1]}" if len(run) > 2 else ", ".join(map(str, run)) for run in runs]
    return ", ".join(labels if len(labels) <= 2 else [labels[0], "…"])
