"""Finds what roads alone connect: landmasses and their names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from geo.geometry import Int32s
from geo.graph import RoadGraph
from geo.islands import Island
from geo.landmass_names import landmass_name, landmass_population, speak_for_one_island
from geo.nearest import find_nearest, points_of
from geo.osm import Extract, TaggedNode
from geo.osm_tags import ISLANDS
from geo.parts import (
    PLACE_REACH,
    Parts,
    by_segment,
    choose_landmasses,
    find_parts,
    lay_on_islands,
)

LANDING_REACH = 1500.0
"""Metres from a quay, or the end of a ferry line, to the roads of its landmass."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Landmass:
    """A piece of land whose roads hang together.

    Parameters
    ----------
    landmass
        Its number, as in `RoadGraph.node_landmass`; the one with the most road is 0.
    name, name_en
        From the island's outline or point, else its largest settlement, else empty.
    kind
        "island" when it lies within one outline, else "land".
    area_km2
        Of the outline; None where it does not close within the extract.
    lat, lon
        A road node in its middle, degrees.
    population
        As tagged on the island; None where it is not.
    """

    landmass: int
    name: str
    name_en: str
    kind: str
    nodes: int
    road_km: float
    area_km2: float | None
    lat: float
    lon: float
    population: int | None = None

    @property
    def label(self) -> str:
        """Name for people, with a number when there is no name."""
        if not self.name:
            return f"#{self.landmass}"
        return f"{self.name} ({self.name_en})" if self.name_en not in ("", self.name) else self.name


@dataclass(frozen=True, slots=True)
class Scraps:
    """Bits of road that are no landmass: cut off by the edge of the extract, or badly joined."""

    count: int
    road_km: float


def find_landmasses(
    graph: RoadGraph,
    extract: Extract,
    landings: Sequence[tuple[float, float]],
    islands: Sequence[Island],
) -> tuple[Int32s, list[Landmass], Scraps]:
    """Say for every node which landmass it belongs to, and name them.

    Parameters
    ----------
    landings
        Where ferries touch land: latitude, longitude in degrees.
    islands
        Of the extract, see `find_islands`.

    Returns
    -------
    node_landmass, landmasses, scraps
        [n] with -1 for scraps; landmasses by km of road, the largest first.
    """
    parts = find_parts(graph)
    on_islands = lay_on_islands(parts, islands)
    points = [*landings, *_island_points(extract)]
    chosen = choose_landmasses(parts, on_islands, points)
    order = sorted(chosen, key=lambda part: (-parts.road_km[part], part))
    number = np.full(parts.count, -1, dtype=np.int32)
    number[order] = np.arange(len(order))
    node_landmass = number[parts.of_node]
    places = _places_by_landmass(graph, extract, node_landmass)
    landmasses = []
    for at, part in enumerate(order):
        outline = on_islands.main.get(part)
        island = None if outline is None else islands[outline]
        landmasses.append(_landmass(parts, part, at, island, places.get(at, [])))
    scraps = (number < 0) & (parts.road_km > 0)
    return (
        node_landmass,
        landmasses,
        Scraps(int(scraps.sum()), round(float(parts.road_km[scraps].sum()), 2)),
    )


def touched_landmasses(
    graph: RoadGraph, where: Sequence[tuple[float, float]], *, reach: float = LANDING_REACH
) -> list[int | None]:
    """Return the landmass whose road is nearest to each quay; None where none is near.

    Parameters
    ----------
    where
        Latitude, longitude in degrees.
    """
    places = np.array(where, dtype=float).reshape(-1, 2)
    of_segment = by_segment(graph, np.asarray(graph.node_landmass))
    usable = (of_segment >= 0) & (np.asarray(graph.segment_length) > 0)
    nearest = find_nearest(
        graph, places[:, 0], places[:, 1], usable_point=points_of(graph, usable), limit=reach
    )
    return [int(of_segment[segment]) if segment >= 0 else None for segment in nearest.segment]


def _island_points(extract: Extract) -> list[tuple[float, float]]:
    return [
        (node.lat_e7 / 1e7, node.lon_e7 / 1e7)
        for node in extract.nodes
        if node.tags.get("place") in ISLANDS
    ]


def _places_by_landmass(
    graph: RoadGraph, extract: Extract, node_landmass: Int32s
) -> dict[int, list[TaggedNode]]:
    """Sort settlements and island points to the landmass of the nearest road."""
    places = [node for node in extract.nodes if "place" in node.tags and node.tags.get("name")]
    where = np.array([(node.lat_e7, node.lon_e7) for node in places]).reshape(-1, 2) / 1e7
    of_segment = by_segment(graph, node_landmass)
    usable = (of_segment >= 0) & (np.asarray(graph.segment_length) > 0)
    nearest = find_nearest(
        graph, where[:, 0], where[:, 1], usable_point=points_of(graph, usable), limit=PLACE_REACH
    )
    found: dict[int, list[TaggedNode]] = {}
    for place, segment in zip(places, nearest.segment, strict=True):
        if segment >= 0:
            found.setdefault(int(of_segment[segment]), []).append(place)
    return found


def _landmass(
    parts: Parts, part: int, number: int, island: Island | None, places: Sequence[TaggedNode]
) -> Landmass:
    nodes = np.flatnonzero(parts.of_node == part)
    lat, lon = parts.graph.node_lat[nodes], parts.graph.node_lon[nodes]
    middle = np.argmin((lat - np.median(lat)) ** 2 + (lon - np.median(lon)) ** 2)
    name, name_en = landmass_name(island, places)
    return Landmass(
        landmass=number,
        name=name,
        name_en=name_en,
        kind="island" if island or speak_for_one_island(places) else "land",
        nodes=int(parts.nodes[part]),
        road_km=round(float(parts.road_km[part]), 2),
        area_km2=round(island.area_km2, 3) if island else None,
        lat=float(lat[middle]),
        lon=float(lon[middle]),
        population=landmass_population(island, places),
    )
