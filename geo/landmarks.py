"""Keeps the places and bridges of a map by name, to say in words what a closed road cuts off."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

import numpy as np
import shapely

from geo.graph import RoadGraph
from geo.islands import Island, names_of, population_of
from geo.nearest import find_nearest, points_of
from geo.osm import Extract
from geo.osm_tags import ISLANDS, SETTLEMENTS
from geo.parts import PLACE_REACH, by_segment


@dataclass(frozen=True, slots=True, kw_only=True)
class Landmark:
    """A settlement or an island.

    Parameters
    ----------
    kind
        Value of its place tag; "island" for an outline.
    node
        A road node in it or near it.
    """

    name: str
    name_en: str
    kind: str
    population: int | None
    node: int

    @property
    def is_island(self) -> bool:
        """Whether it is an island, not a settlement."""
        return self.kind in ISLANDS

    @property
    def rank(self) -> tuple[int, int, str]:
        """The more important, the smaller: kind of settlement first, then people."""
        kind = SETTLEMENTS.index(self.kind) if self.kind in SETTLEMENTS else -1
        return kind, -(self.population or 0), self.name


@dataclass(frozen=True, slots=True)
class Landmarks:
    """The places of a map, and the OSM ways of bridges and tunnels with names of their own."""

    places: tuple[Landmark, ...] = ()
    structures: Mapping[str, Sequence[int]] = field(default_factory=dict)

    def save(self, path: Path) -> None:
        """Write them as JSON."""
        content = {
            "places": [asdict(place) for place in self.places],
            "structures": self.structures,
        }
        path.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")

    @classmethod
    def load(cls, path: Path) -> Landmarks:
        """Read what `save` wrote; nothing where there is no such file."""
        if not path.exists():
            return cls()
        content = json.loads(path.read_text(encoding="utf-8"))
        places = tuple(Landmark(**place) for place in content["places"])
        return cls(places, content["structures"])


def find_landmarks(graph: RoadGraph, extract: Extract, islands: Sequence[Island]) -> Landmarks:
    """Return named settlements and islands with roads, and named bridges and tunnels."""
    return Landmarks(
        tuple(dict.fromkeys((*_outlined(graph, islands), *_points(graph, extract)))),
        {name: tuple(ways) for name, ways in extract.structures.items()},
    )


def _outlined(graph: RoadGraph, islands: Sequence[Island]) -> Iterator[Landmark]:
    named = [island for island in islands if island.name]
    inner = [island.outline.representative_point() for island in named]
    nearest = _nearest(graph, [point.y for point in inner], [point.x for point in inner])
    for island, (node, lat, lon) in zip(named, nearest, strict=True):
        # The nearest road may lie on the other shore.
        if node >= 0 and island.outline.contains(shapely.Point(lon, lat)):
            yield Landmark(
                name=island.name,
                name_en=island.name_en,
                kind="island",
                population=island.population,
                node=node,
            )


def _points(graph: RoadGraph, extract: Extract) -> Iterator[Landmark]:
    places = [
        node
        for node in extract.nodes
        if node.tags.get("place") in (*SETTLEMENTS, *ISLANDS) and node.tags.get("name")
    ]
    lat, lon = ([getattr(node, axis) / 1e7 for node in places] for axis in ("lat_e7", "lon_e7"))
    for place, (node, _, _) in zip(places, _nearest(graph, lat, lon), strict=True):
        if node >= 0:
            name, name_en = names_of(place.tags)
            yield Landmark(
                name=name,
                name_en=name_en,
                kind=place.tags["place"],
                population=population_of(place.tags),
                node=node,
            )


def _nearest(
    graph: RoadGraph, lat: Sequence[float], lon: Sequence[float]
) -> Iterator[tuple[int, float, float]]:
    """Yield a node of the nearest road of each point, or -1, and where the road passes."""
    roads = np.asarray(graph.segment_length) > 0
    found = find_nearest(
        graph,
        np.array(lat, dtype=float),
        np.array(lon, dtype=float),
        usable_point=points_of(graph, roads),
        limit=PLACE_REACH,
    )
    node_of = by_segment(graph, np.arange(graph.node_count, dtype=np.int32))
    for segment, at_lat, at_lon in zip(found.segment, found.lat, found.lon, strict=True):
        yield int(node_of[segment]) if segment >= 0 else -1, float(at_lat), float(at_lon)
