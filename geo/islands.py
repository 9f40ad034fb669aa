"""Finds the islands of an extract: outlines from coast and areas, names from points."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import shapely

from geo.geometry import DEGREE
from geo.osm import Extract, Line, Relation
from geo.osm_tags import ISLANDS


@dataclass(frozen=True, slots=True)
class Island:
    """The outline of an island, named where the outline or a point inside has a name."""

    outline: shapely.Polygon
    name: str
    name_en: str
    population: int | None = None

    @property
    def area_km2(self) -> float:
        """Square kilometres, on the plane that touches the globe in its middle."""
        shrink = np.cos(np.radians(self.outline.centroid.y))
        return float(self.outline.area * shrink * (DEGREE / 1000) ** 2)


def find_islands(extract: Extract) -> list[Island]:
    """Return the outlines of islands in order of size, the smallest first."""
    points = [node for node in extract.nodes if node.tags.get("place") in ISLANDS]
    tree = shapely.STRtree([shapely.Point(node.lon_e7 / 1e7, node.lat_e7 / 1e7) for node in points])
    islands = []
    for outline, own in _outlines(extract):
        inside = [points[at].tags for at in tree.query(outline, predicate="contains")]
        named = own if "name" in own else inside[0] if len(inside) == 1 else {}
        people = [population_of(tags) for tags in (own, *([named] if named else []))]
        known = next((count for count in people if count is not None), None)
        islands.append(Island(outline, *names_of(named), known))
    return sorted(islands, key=lambda island: (island.outline.area, not island.name))


def names_of(tags: Mapping[str, str]) -> tuple[str, str]:
    """Return the local and the English name of a place; empty where it has none."""
    english = (tags[key] for key in ("name:en", "int_name", "name:int") if key in tags)
    return tags.get("name", ""), next(english, "")


def population_of(tags: Mapping[str, str]) -> int | None:
    """Return how many people a tag says live there; None where it does not say, or not clearly."""
    digits = tags.get("population", "").replace(",", "").replace(" ", "")
    return int(digits) if digits.isdecimal() and len(digits) <= 10 else None


def _outlines(extract: Extract) -> Iterator[tuple[shapely.Polygon, Mapping[str, str]]]:
    """Yield closed outlines with their tags; named ways and relations before the bare coast."""
    coast = []
    for line in extract.lines.values():
        if line.tags.get("natural") == "coastline":
            coast.append(line)
        if line.tags.get("place") in ISLANDS and line.refs[0] == line.refs[-1]:
            for polygon in _polygons([line]):
                yield polygon, line.tags
    for relation in extract.relations:
        if relation.tags.get("place") in ISLANDS:
            for polygon in _polygons(_outer_lines(extract, relation)):
                yield polygon, relation.tags
    for polygon in _polygons(coast):
        yield polygon, {}


def _outer_lines(extract: Extract, relation: Relation) -> list[Line]:
    refs = [ref for kind, ref, role in relation.members if kind == "w" and role != "inner"]
    return [extract.lines[ref] for ref in refs if ref in extract.lines]


def _polygons(lines: Sequence[Line]) -> Iterable[shapely.Polygon]:
    """Join lines end to end; what does not close, because the extract cuts it, is left out."""
    shapes = [
        shapely.LineString(np.column_stack((line.lon_e7, line.lat_e7)) / 1e7) for line in lines
    ]
    merged = shapely.line_merge(shapely.multilinestrings(shapes)) if shapes else None
    parts = [] if merged is None else list(getattr(merged, "geoms", [merged]))
    for part in parts:
        if part.is_ring and len(part.coords) >= 4:
            polygon = shapely.Polygon(part)
            if polygon.is_valid:
                yield polygon
