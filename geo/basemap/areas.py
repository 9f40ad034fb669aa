"""Reads what only a base map needs from OSM files: buildings, complexes, water, paths."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import osmium
import shapely

from geo.basemap.features import Gathering
from geo.basemap.lines import names
from geo.osm_files import as_osmium_file

_WATER = {
    "natural": ("water",),
    "waterway": ("riverbank", "dock"),
    "landuse": ("reservoir", "basin"),
}
_WATERWAYS = {"river": 9, "canal": 11, "stream": 13}
_PATHS = ("footway", "path", "steps", "cycleway", "bridleway")
_KEYS = ("building", "landuse", "natural", "waterway", "residential")
_COMPLEX_WORDS = ("아파트", "빌라", "타운", "맨션")
"""Ends of names of apartment complexes that are tagged as residential land and no more."""


@dataclass(slots=True)
class _Found:
    """Shapes of one layer as hexadecimal well-known binary, first zooms and properties."""

    shapes: list[str] = field(default_factory=list)
    first_zoom: list[int] = field(default_factory=list)
    properties: list[dict[str, str | int | bool]] = field(default_factory=list)

    def add(self, shape: str, first_zoom: int, **properties: str | int | bool) -> None:
        self.shapes.append(shape)
        self.first_zoom.append(first_zoom)
        self.properties.append(properties)


def gather_areas(paths: Iterable[Path], gathering: Gathering) -> None:
    """Add buildings, residential land, water and paths of files that are known to be readable."""
    layers = {layer: _Found() for layer in ("residential", "water", "waterway", "building", "road")}
    seen: set[int] = set()
    for path in paths:
        with as_osmium_file(path) as file:
            _read(file, layers, seen)
    for layer, found in layers.items():
        shapes = shapely.from_wkb(found.shapes, on_invalid="ignore")
        gathering.add(layer, shapes, found.first_zoom, found.properties)
        if layer == "residential":
            _name_complexes(shapes, found, gathering)


def _read(file: osmium.io.File, layers: Mapping[str, _Found], seen: set[int]) -> None:
    areas = osmium.filter.KeyFilter(*_KEYS)
    areas.enable_for(osmium.osm.AREA)
    lines = osmium.filter.TagFilter(
        *(("waterway", kind) for kind in _WATERWAYS), *(("highway", kind) for kind in _PATHS)
    )
    lines.enable_for(osmium.osm.WAY)
    objects: Iterable[Any] = (
        osmium.FileProcessor(file)
        .with_areas(osmium.filter.KeyFilter(*_KEYS))
        .with_filter(osmium.filter.EntityFilter(osmium.osm.AREA | osmium.osm.WAY))
        .with_filter(areas)
        .with_filter(lines)
    )
    factory = osmium.geom.WKBFactory()
    for found in objects:
        # Areas count ways doubled and relations doubled plus one: no two objects share a number.
        number = found.id if found.is_area() else -found.id - 1
        if number not in seen:
            seen.add(number)
            _add(found, dict(found.tags), factory, layers)


def _add(found: Any, tags: dict[str, str], factory: Any, layers: Mapping[str, _Found]) -> None:
    try:
        if found.is_way():
            _add_line(factory.create_linestring(found), tags, layers)
        else:
            _add_area(factory.create_multipolygon(found), tags, layers)
    except (RuntimeError, osmium.InvalidLocationError):
        return  # nodes are missing, or the rim does not close: nothing to draw


def _add_line(shape: str, tags: dict[str, str], layers: Mapping[str, _Found]) -> None:
    kind = tags.get("waterway")
    if kind in _WATERWAYS:
        layers["waterway"].add(shape, _WATERWAYS[kind], **{"class": kind}, **names(tags))
    else:
        layers["road"].add(shape, 15, **{"class": "path"}, name=names(tags)["name"])


def _add_area(shape: str, tags: dict[str, str], layers: Mapping[str, _Found]) -> None:
    if tags.get("building", "no") != "no":
        apartments = tags["building"] in ("apartments", "residential") or "residential" in tags
        kind = {"class": "apartments", **names(tags)} if apartments else {}
        layers["building"].add(shape, 13, **kind)
    elif any(tags.get(key) in values for key, values in _WATER.items()):
        layers["water"].add(shape, 8, **{"class": "inland"}, **names(tags))
    elif tags.get("landuse") == "residential":
        layers["residential"].add(shape, 10, **{"class": _complex(tags)}, **names(tags))


def _complex(tags: Mapping[str, str]) -> str:
    named = names(tags)["name"].endswith(_COMPLEX_WORDS)
    return "complex" if tags.get("residential") == "apartments" or named else ""


def _name_complexes(shapes: Any, found: _Found, gathering: Gathering) -> None:
    """Put one point with its name into every complex: an area would be named once per tile."""
    named = [
        (shape, properties)
        for shape, properties in zip(shapes, found.properties, strict=True)
        if shape is not None and properties["class"] and properties["name"]
    ]
    gathering.add(
        "place",
        [shapely.point_on_surface(shape) for shape, _ in named],
        [14] * len(named),
        [properties for _, properties in named],
    )
