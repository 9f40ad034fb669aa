"""Collects nodes and ways and writes them as an OSM file that comes out the same each time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import osmium
from osmium.osm import mutable

from examples.jindo.data_files import LatLon

#: On every object, so that nobody takes the drawing for a survey.
SCHEMATIC = {"note": "schematic"}
_GENERATOR = "naru examples.jindo.draw_map: schematic, not surveyed, not from OpenStreetMap"


@dataclass
class Drawing:
    """Nodes and ways; the id of a node or way is its place in the list, counted from 1."""

    nodes: list[tuple[LatLon, dict[str, str]]] = field(default_factory=list)
    ways: list[tuple[tuple[int, ...], dict[str, str]]] = field(default_factory=list)
    _by_point: dict[LatLon, int] = field(default_factory=dict)

    def node(self, point: LatLon, tags: Mapping[str, str] | None = None) -> int:
        """Return the node at a point, a new one or that which is there; it gets the tags too."""
        number = self._by_point.get(point)
        if number is None:
            self.nodes.append((point, {}))
            number = self._by_point[point] = len(self.nodes)
        if tags:
            self.nodes[number - 1][1].update({**tags, **SCHEMATIC})
        return number

    def way(self, points: Sequence[LatLon], tags: Mapping[str, str]) -> None:
        """Add a way through points; equal points of several ways become one node."""
        numbers = [self.node(point) for point in points]
        kept = [n for at, n in enumerate(numbers) if at == 0 or n != numbers[at - 1]]
        if len(kept) > 1:
            self.ways.append((tuple(kept), {**tags, **SCHEMATIC}))

    def write(self, path: Path) -> None:
        """Write an OSM file (.osm.pbf, .osm.bz2 ... by its name), replacing an older one."""
        header = osmium.io.Header()
        header.set("generator", _GENERATOR)
        writer = osmium.SimpleWriter(str(path), header=header, overwrite=True)
        try:
            for number, (point, tags) in enumerate(self.nodes, start=1):
                writer.add_node(
                    mutable.Node(id=number, version=1, location=(point.lon, point.lat), tags=tags)
                )
            for number, (members, tags) in enumerate(self.ways, start=1):
                writer.add_way(mutable.Way(id=number, version=1, nodes=members, tags=tags))
        finally:
            writer.close()
