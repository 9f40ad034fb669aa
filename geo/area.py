"""Reads the area that a map is cut to: a bounding box, or a polygon in a file."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import shapely

from geo.faults import Fault, InputError, Text, unreadable
from geo.geometry import Bools, Floats


@dataclass(frozen=True, slots=True)
class Area:
    """An area of the world.

    Parameters
    ----------
    name
        The box or the file as the user gave it.
    shape
        Degrees, longitude first.
    """

    name: str
    shape: shapely.Polygon | shapely.MultiPolygon

    @property
    def box(self) -> tuple[float, float, float, float]:
        """West, south, east and north of the area."""
        west, south, east, north = self.shape.bounds
        return west, south, east, north

    def contains(self, lat: npt.ArrayLike, lon: npt.ArrayLike) -> Bools:
        """Say for every point whether it lies within, the rim included."""
        shapely.prepare(self.shape)
        inside: Bools = shapely.intersects_xy(self.shape, lon, lat)
        return inside


def parse_bbox(text: str) -> Area:
    """Read "west,south,east,north" in degrees.

    Raises
    ------
    InputError
        It is not four numbers, or not in that order.
    """
    try:
        west, south, east, north = (float(part) for part in text.split(","))
        if not (-180 <= west < east <= 180 and -90 <= south < north <= 90):
            raise ValueError("not west < east and south < north")
    except ValueError as error:
        raise InputError([_bad_box(text, error)]) from None
    return Area(text, shapely.box(west, south, east, north))


def read_polygon(path: Path) -> Area:
    """Read an outline from GeoJSON, or from a .poly file as Geofabrik has them.

    Raises
    ------
    InputError
        The file cannot be read, or holds no area.
    """
    try:
        text = path.read_text(encoding="utf-8")
        shape = _geojson(text) if text.lstrip().startswith("{") else _poly(text.splitlines())
        if shape.area == 0 or not np.isfinite(shape.bounds).all():
            raise ValueError("there is no area in it")
    except OSError as error:
        raise InputError([unreadable(path.name, error)]) from None
    except (ValueError, KeyError, TypeError, shapely.errors.ShapelyError) as error:
        raise InputError([_bad_polygon(path.name, error)]) from None
    return Area(path.name, shape)


def _geojson(text: str) -> shapely.Geometry:
    """Join all polygons of a GeoJSON text."""
    found = json.loads(text)
    rows = found.get("features", [found])
    shapes = [shapely.from_geojson(json.dumps(row.get("geometry", row))) for row in rows]
    return shapely.union_all([shape for shape in shapes if shape.area > 0])


def _poly(lines: Sequence[str]) -> shapely.Geometry:
    """https://wiki.openstreetmap.org/wiki/Osmosis/Polygon_Filter_File_Format: rings, "!" holes."""
    rims: list[shapely.Geometry] = []
    holes: list[shapely.Geometry] = []
    for name, points in _rings(lines):
        (holes if name.startswith("!") else rims).append(shapely.Polygon(points))
    return shapely.difference(shapely.union_all(rims), shapely.union_all(holes))


def _rings(lines: Sequence[str]) -> Iterator[tuple[str, Floats]]:
    name = ""
    points: list[list[float]] = []
    for line in lines[1:]:  # the first line names the file
        words = line.split()
        if words == ["END"]:
            if name:
                yield name, np.array(points)
            name, points = "", []
        elif words and not name:
            name = words[0]
        elif words:
            points.append([float(word) for word in words[:2]])


_FORM = Text(
    "서쪽,남쪽,동쪽,북쪽 순서로 도 단위로 쓰세요 (예: 125.7,33.9,127.2,35.3)",
    "write west,south,east,north in degrees, for example 125.7,33.9,127.2,35.3",
)


def _bad_box(text: str, error: Exception) -> Fault:
    return Fault(
        code="bad-bbox",
        file="",
        field="bbox",
        what=Text(f"'{text}'은(는) 범위가 아닙니다", f"'{text}' is not a bounding box ({error})"),
        remedy=_FORM,
    )


def _bad_polygon(file: str, error: Exception) -> Fault:
    return Fault(
        code="bad-polygon",
        file=file,
        what=Text(
            f"영역을 읽을 수 없습니다 ({error})", f"holds no area that can be read ({error})"
        ),
        remedy=Text(
            "GeoJSON 다각형이나 Geofabrik의 .poly 파일을 주세요",
            "give a GeoJSON polygon, or a .poly file as Geofabrik has them",
        ),
    )
