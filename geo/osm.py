"""Reads OpenStreetMap files and keeps only what a road map with ferries needs.

Two passes over each file with osmium, whose filters run in C++: relations first, then nodes and
ways together, with the coordinates of way nodes filled in by osmium's location table. Only drivable
roads, ferry ways, coast and a few tagged nodes ever reach Python.
"""

from __future__ import annotations

import array
import zlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import osmium

from geo.faults import InputError, unreadable
from geo.geometry import MISSING_E7, Int32s, Int64s
from geo.osm_files import as_osmium_file, damaged, no_roads
from geo.osm_tags import DRIVABLE, ISLANDS, STRUCTURE_NAMES, is_kept, is_line, wanted_tags

Progress = Callable[[str, int, int], None]
"""Called with the name of a stage, how much of it is done, and how much there is."""

Tags = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class TaggedNode:
    """A node that matters for itself: a barrier, a place, a ferry terminal."""

    osm_id: int
    lat_e7: int
    lon_e7: int
    tags: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Line:
    """A way that is not a road: a ferry, a coast, the rim of an island; degrees × 10⁷.

    `cut` says that the file lacks some of its nodes.
    """

    osm_id: int
    refs: tuple[int, ...]
    lat_e7: tuple[int, ...]
    lon_e7: tuple[int, ...]
    tags: Mapping[str, str]
    cut: bool = False


@dataclass(frozen=True, slots=True)
class Relation:
    """A turn restriction, a ferry route or an island; members as (type, id, role)."""

    osm_id: int
    tags: Mapping[str, str]
    members: tuple[tuple[str, int, str], ...]


@dataclass(frozen=True, slots=True)
class Extract:
    """Everything kept of one or several files; each OSM object once.

    Parameters
    ----------
    files
        Names of the files.
    way_id, way_first, way_tags, way_name
        Road ways: OSM id; where the nodes of way w begin in `refs` (one more entry than ways);
        index into `tag_sets`; index into `names` (0 is the empty name).
    refs, lat_e7, lon_e7
        Node ids along the ways and their coordinates in degrees × 10⁷ (`MISSING_E7` where the file
        has none).
    structures
        Road ways of bridges and tunnels that have a name of their own (bridge:name).
    """

    files: tuple[str, ...]
    way_id: Int64s
    way_first: Int64s
    way_tags: Int32s
    way_name: Int32s
    refs: Int64s
    lat_e7: Int32s
    lon_e7: Int32s
    tag_sets: Sequence[Tags]
    names: Sequence[str]
    nodes: Sequence[TaggedNode]
    signals: Int64s
    lines: Mapping[int, Line]
    relations: Sequence[Relation]
    structures: Mapping[str, Sequence[int]] = field(default_factory=dict)


def read_extracts(paths: Sequence[Path], progress: Progress | None = None) -> Extract:
    """Read OSM files into one extract.

    Parameters
    ----------
    paths
        PBF or OSM XML, also compressed by gzip or bzip2; the content decides, not the name.
    progress
        Told about each pass.

    Raises
    ------
    InputError
        All files that are missing, damaged or not OSM at once.
    """
    reader = _Reader()
    faults = []
    for at, path in enumerate(paths):
        if progress:
            progress(f"read {path.name}", at, len(paths))
        try:
            with as_osmium_file(path) as file:
                reader.read(file)
        except OSError as error:
            # The unpackers of gzip and bzip2 report damage as an OSError without a number.
            describe = damaged if error.errno is None else unreadable
            faults.append(describe(path.name, error))
        except DAMAGE as error:
            faults.append(damaged(path.name, error))
    if faults:
        raise InputError(faults)
    return reader.finish(paths)


# What osmium and the unpackers raise for bytes that they cannot make sense of.
DAMAGE = (RuntimeError, EOFError, ValueError, osmium.InvalidLocationError, zlib.error)


@dataclass(slots=True)
class _Reader:
    """Gathers objects of all files; the first version of an object that has all its nodes wins."""

    locations: Any = field(default_factory=lambda: osmium.index.create_map("flex_mem"))
    way_at: dict[int, int] = field(default_factory=dict)
    way_id: array.array[int] = field(default_factory=lambda: array.array("q"))
    way_first: array.array[int] = field(default_factory=lambda: array.array("q", [0]))
    way_tags: array.array[int] = field(default_factory=lambda: array.array("i"))
    way_name: array.array[int] = field(default_factory=lambda: array.array("i"))
    refs: array.array[int] = field(default_factory=lambda: array.array("q"))
    points: bytearray = field(default_factory=bytearray)
    placed: list[npt.NDArray[np.int32]] = field(default_factory=list)
    unplaced: list[int] = field(default_factory=list)
    tag_sets: dict[Tags, int] = field(default_factory=dict)
    names: dict[str, int] = field(default_factory=lambda: {"": 0})
    nodes: dict[int, TaggedNode] = field(default_factory=dict)
    signals: set[int] = field(default_factory=set)
    lines: dict[int, Line] = field(default_factory=dict)
    relations: dict[int, Relation] = field(default_factory=dict)
    structures: dict[str, list[int]] = field(default_factory=dict)
    negative: dict[int, tuple[int, int]] = field(default_factory=dict)
    wkb: Any = field(default_factory=osmium.geom.WKBFactory)

    def read(self, file: osmium.io.File) -> None:
        """Read relations, then nodes and ways, then what relations still lack."""
        wanted = self._read_relations(file)
        entities = osmium.osm.NODE | osmium.osm.WAY
        processor = osmium.FileProcessor(file, entities).with_locations(self.locations)
        objects: Iterable[Any] = processor.with_filter(osmium.filter.TagFilter(*wanted_tags()))
        for found in objects:
            if found.is_way():
                self._add_way(found)
            else:
                self._add_node(found)
        self._read_members(file, wanted - self.lines.keys() - self.way_at.keys())
        if any(ref < 0 for ref in self.refs):
            self._read_negative(file)

    def _read_relations(self, file: osmium.io.File) -> set[int]:
        """Return the ways that ferry routes and islands are made of."""
        kinds = [
            ("type", "restriction"),
            ("route", "ferry"),
            *(("place", kind) for kind in ISLANDS),
        ]
        wanted: set[int] = set()
        processor = osmium.FileProcessor(file, osmium.osm.RELATION)
        relations: Iterable[Any] = processor.with_filter(osmium.filter.TagFilter(*kinds))
        for found in relations:
            tags = dict(found.tags)
            members = tuple((m.type, m.ref, m.role) for m in found.members)
            self.relations.setdefault(found.id, Relation(found.id, tags, members))
            if tags.get("type") != "restriction":
                wanted.update(ref for kind, ref, role in members if kind == "w" and role != "inner")
        return wanted

    def _read_members(self, file: osmium.io.File, missing: set[int]) -> None:
        """Read way members that carry no tag of interest themselves."""
        if not missing:
            return
        ways = osmium.FileProcessor(file, osmium.osm.WAY).with_filter(
            osmium.filter.IdFilter(missing)
        )
        for found in ways:
            self._add_line(found, dict(found.tags))

    def _read_negative(self, file: osmium.io.File) -> None:
        """Place nodes of drafts: osmium's table does not hold their negative ids."""
        nodes: Iterable[Any] = osmium.FileProcessor(file, osmium.osm.NODE)
        for found in nodes:
            if found.id < 0 and found.location.valid():
                self.negative[found.id] = (found.location.y, found.location.x)

    def _add_node(self, found: Any) -> None:
        tags = dict(found.tags)
        if tags.get("highway") == "traffic_signals":
            self.signals.add(found.id)
        if len(tags) > 1 or "highway" not in tags:
            place = found.location
            if place.valid():
                self.nodes.setdefault(found.id, TaggedNode(found.id, place.y, place.x, tags))

    def _add_way(self, found: Any) -> None:
        tags = [(tag.k, tag.v) for tag in found.tags]
        by_key = dict(tags)
        if by_key.get("highway") in DRIVABLE and by_key.get("route") != "ferry":
            self._add_road(found, tags, by_key)
        elif is_line(by_key):
            self._add_line(found, by_key)

    def _add_road(self, found: Any, tags: list[tuple[str, str]], by_key: dict[str, str]) -> None:
        refs = [node.ref for node in found.nodes]
        if len(refs) < 2 or found.id in self.way_at:
            return
        kept = tuple([tag for tag in tags if is_kept(tag[0])])
        for key in STRUCTURE_NAMES & by_key.keys():
            self.structures.setdefault(by_key[key], []).append(found.id)
        name = by_key.get("name") or by_key.get("name:ko") or by_key.get("ref") or ""
        self.way_at[found.id] = len(self.way_id)
        self.way_id.append(found.id)
        self.way_tags.append(self.tag_sets.setdefault(kept, len(self.tag_sets)))
        self.way_name.append(self.names.setdefault(name, len(self.names)))
        self._add_points(found, refs)
        self.refs.extend(refs)
        self.way_first.append(len(self.refs))

    def _add_points(self, found: Any, refs: list[int]) -> None:
        # Well-known binary is the one way to take all coordinates of a way in a single call.
        try:
            wkb = self.wkb.create_linestring(found, use_nodes=osmium.geom.use_nodes.ALL)
            self.points += bytes.fromhex(wkb[18:])
        except (RuntimeError, osmium.InvalidLocationError):
            self.unplaced.append(len(self.way_id) - 1)
            self.points += np.full(2 * len(refs), np.nan).tobytes()
        if len(self.points) > _POINTS_AT_ONCE:
            self._settle_points()

    def _settle_points(self) -> None:
        """Turn pairs of longitude and latitude into integers, a quarter of the memory."""
        points = np.frombuffer(bytes(self.points), dtype="<f8")
        self.placed.append(
            np.where(np.isnan(points), MISSING_E7, np.rint(points * 1e7)).astype(np.int32)
        )
        self.points.clear()

    def _add_line(self, found: Any, tags: dict[str, str]) -> None:
        nodes = [(node.ref, *self._place(node.ref)) for node in found.nodes]
        placed = [node for node in nodes if node[1] != MISSING_E7]
        if len(placed) >= 2:
            refs, lats, lons = zip(*placed, strict=True)
            cut = len(placed) < len(nodes)
            self.lines.setdefault(found.id, Line(found.id, refs, lats, lons, tags, cut))

    def _place(self, ref: int) -> tuple[int, int]:
        if ref < 0:
            return self.negative.get(ref, (MISSING_E7, MISSING_E7))
        try:
            place = self.locations.get(ref)
        except KeyError:
            return MISSING_E7, MISSING_E7
        return place.y, place.x

    def finish(self, paths: Sequence[Path]) -> Extract:
        """Place what came before its nodes, and turn lists into arrays."""
        if not len(self.way_id):
            raise InputError([no_roads([path.name for path in paths])])
        self._settle_points()
        e7 = np.concatenate(self.placed).reshape(-1, 2)
        self.placed.clear()
        refs = np.frombuffer(self.refs, dtype=np.int64)
        for way in self.unplaced:
            for at in range(self.way_first[way], self.way_first[way + 1]):
                e7[at, 1], e7[at, 0] = self._place(self.refs[at])
        return Extract(
            files=tuple(path.name for path in paths),
            way_id=np.frombuffer(self.way_id, dtype=np.int64),
            way_first=np.frombuffer(self.way_first, dtype=np.int64),
            way_tags=np.frombuffer(self.way_tags, dtype=np.int32),
            way_name=np.frombuffer(self.way_name, dtype=np.int32),
            refs=refs,
            lat_e7=np.ascontiguousarray(e7[:, 1]),
            lon_e7=np.ascontiguousarray(e7[:, 0]),
            tag_sets=tuple(self.tag_sets),
            names=tuple(self.names),
            nodes=tuple(self.nodes.values()),
            signals=np.array(sorted(self.signals), dtype=np.int64),
            lines=self.lines,
            relations=tuple(self.relations.values()),
            structures=self.structures,
        )


_POINTS_AT_ONCE = 4_000_000  # bytes of coordinates that wait to be turned into integers
