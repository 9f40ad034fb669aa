"""Reads from OpenStreetMap files what can be gone to: addresses, buildings, complexes, villages.

A reader of its own beside `geo.osm`: it wants other objects, and of most of them a point is enough.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import osmium
import shapely

from geo.geometry import Floats
from geo.osm_files import as_osmium_file
from geo.osm_tags import ISLANDS, SETTLEMENTS

LANDMARKS = ("amenity", "shop", "office", "tourism", "craft")
"""Keys of things that are known by their name."""
GATES = ("gate", "lift_gate", "swing_gate", "sliding_gate")
_KEYS = ("addr:housenumber", "addr:full", "building", "landuse", "place", "entrance", "barrier")


@dataclass(frozen=True, slots=True)
class Door:
    """An entrance of a building or a gate of a complex; degrees."""

    kind: str
    lat: float
    lon: float


@dataclass(frozen=True, slots=True)
class OsmObject:
    """Something that can be gone to.

    Parameters
    ----------
    ref
        "node/1", "way/2" or "relation/3".
    lat, lon
        Degrees of its middle.
    outline
        Its area, longitude before latitude as shapely has it; None where a point is enough.
    doors
        Entrances on its outline.
    """

    ref: str
    lat: float
    lon: float
    tags: Mapping[str, str]
    outline: shapely.Geometry | None = None
    doors: Sequence[Door] = ()


def read_objects(paths: Sequence[Path]) -> tuple[list[OsmObject], list[Door]]:
    """Return the objects of OSM files, each once, and all gates.

    The files have been read before by `geo.osm.read_extracts`, which says what is wrong with them.
    """
    reader = _Reader()
    for path in paths:
        with as_osmium_file(path) as file:
            reader.read(file)
    return list(reader.objects.values()), list(reader.gates.values())


@dataclass(slots=True)
class _Reader:
    objects: dict[str, OsmObject] = field(default_factory=dict)
    gates: dict[int, Door] = field(default_factory=dict)
    entrances: dict[int, Door] = field(default_factory=dict)
    locations: Any = field(default_factory=lambda: osmium.index.create_map("flex_mem"))

    def read(self, file: osmium.io.File) -> None:
        """Read relations, then nodes and ways, then the rims of the relations."""
        relations = self._relations(file)
        wanted = osmium.filter.KeyFilter(*_KEYS, *LANDMARKS)
        entities = osmium.osm.NODE | osmium.osm.WAY
        found_objects: Iterable[Any] = (
            osmium.FileProcessor(file, entities).with_locations(self.locations).with_filter(wanted)
        )
        for found in found_objects:
            tags = found.tags
            if found.is_node():
                self._add_node(found)
            elif is_wanted(tags):
                self._add_way(found)
        if relations:
            self._add_relations(file, relations)

    def _add_node(self, found: Any) -> None:
        if not found.location.valid():
            return
        tags, lat, lon = dict(found.tags), found.location.lat, found.location.lon
        if "entrance" in tags:
            self.entrances[found.id] = Door(f"entrance {tags['entrance']}", lat, lon)
        if tags.get("barrier") in GATES:
            self.gates[found.id] = Door(f"gate {tags['barrier']}", lat, lon)
        if is_wanted(tags):
            ref = f"node/{found.id}"
            self.objects.setdefault(ref, OsmObject(ref, lat, lon, tags))

    def _add_way(self, found: Any) -> None:
        ref = f"way/{found.id}"
        rim = _rim(found)
        if ref in self.objects or not len(rim):
            return
        tags = dict(found.tags)
        area = shapely.polygons(rim) if len(rim) > 3 and (rim[0] == rim[-1]).all() else None
        middle = shapely.centroid(area if area is not None else shapely.multipoints(rim))
        doors: tuple[Door, ...] = ()
        if self.entrances:
            on_rim = [self.entrances.get(node.ref) for node in found.nodes]
            doors = tuple(dict.fromkeys(door for door in on_rim if door))
        outline = area if is_complex(tags) else None
        self.objects[ref] = OsmObject(ref, middle.y, middle.x, tags, outline, doors)

    def _relations(self, file: osmium.io.File) -> dict[int, tuple[dict[str, str], list[int]]]:
        """Return tags and outer ways of areas made of several ways."""
        wanted = osmium.filter.KeyFilter(*_KEYS, *LANDMARKS)
        found_relations: Iterable[Any] = osmium.FileProcessor(
            file, osmium.osm.RELATION
        ).with_filter(wanted)
        return {
            found.id: (
                dict(found.tags),
                [m.ref for m in found.members if m.type == "w" and m.role != "inner"],
            )
            for found in found_relations
            if is_wanted(found.tags)
        }

    def _add_relations(
        self, file: osmium.io.File, relations: Mapping[int, tuple[dict[str, str], list[int]]]
    ) -> None:
        members = {way for _, ways in relations.values() for way in ways}
        if not members:
            return
        found_ways: Iterable[Any] = osmium.FileProcessor(file, osmium.osm.WAY).with_filter(
            osmium.filter.IdFilter(members)
        )
        rims = {found.id: self._placed(found) for found in found_ways}
        for number, (tags, ways) in relations.items():
            lines = [rims[way] for way in ways if len(rims.get(way, ())) > 1]
            if not lines:
                continue
            areas = shapely.polygonize([shapely.linestrings(line) for line in lines])
            middle = shapely.centroid(
                areas if len(areas.geoms) else shapely.multipoints(np.concatenate(lines))
            )
            outline = shapely.union_all(list(areas.geoms)) if is_complex(tags) else None
            ref = f"relation/{number}"
            self.objects.setdefault(ref, OsmObject(ref, middle.y, middle.x, tags, outline))

    def _placed(self, found: Any) -> Floats:
        """Return what `_rim` does, of a way whose nodes were read before."""
        points = []
        for node in found.nodes:
            with contextlib.suppress(KeyError):  # the file lacks it
                place = self.locations.get(node.ref)
                points.append((place.lon, place.lat))
        return np.array(points, dtype=np.float64).reshape(-1, 2)


def is_wanted(tags: Any) -> bool:
    """Whether an object can be asked for."""
    if "addr:housenumber" in tags or "addr:full" in tags or tags.get("building") == "apartments":
        return True
    if "name" not in tags and "name:ko" not in tags:
        return False
    return (
        "building" in tags
        or is_complex(tags)
        or tags.get("place") in _PLACES
        or any(key in tags for key in LANDMARKS)
    )


_PLACES = frozenset((*SETTLEMENTS, *ISLANDS, "locality"))


def is_complex(tags: Any) -> bool:
    """Whether an area is a housing complex with a name of its own."""
    return tags.get("landuse") == "residential" and ("name" in tags or "name:ko" in tags)


def _rim(found: Any) -> Floats:
    """Return the points of a way that the file holds, longitude before latitude."""
    points = [(n.lon, n.lat) for n in found.nodes if n.location.valid()]
    return np.array(points, dtype=np.float64).reshape(-1, 2)
