"""Takes roads, ferries and places for a base map from an extract that has been read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np
import shapely

from geo.basemap.features import Gathering, Properties
from geo.geometry import MISSING_E7, Floats
from geo.osm import Extract, TaggedNode
from geo.osm_ferries import takes_cars

# From which zoom a class of road is drawn, and a settlement named. Like OpenMapTiles, a little
# earlier for islands: they are what this map is about.
_ROADS = {
    "motorway": 6, "trunk": 7, "primary": 8, "secondary": 9, "tertiary": 11, "unclassified": 12,
    "residential": 13, "living_street": 13, "road": 13, "pedestrian": 14, "service": 14,
    "track": 14,
}  # fmt: skip
_PLACES = {
    "city": 6, "town": 8, "island": 8, "village": 10, "islet": 11, "borough": 10, "suburb": 11,
    "quarter": 12, "hamlet": 12, "neighbourhood": 13, "isolated_dwelling": 14,
}  # fmt: skip


def names(tags: Mapping[str, str]) -> dict[str, str]:
    """Return the name to show, Korean where there is one, and the English one where it differs."""
    name = tags.get("name:ko") or tags.get("name") or ""
    english = tags.get("name:en", "")
    return {"name": name or english, "name_en": english if english != name else ""}


def gather_lines(extract: Extract, gathering: Gathering) -> None:
    """Add all roads, ferry lines, places and ports of an extract."""
    _gather_roads(extract, gathering)
    ferries = list(_ferries(extract))
    gathering.add(
        "ferry",
        [shapely.LineString(points) for points, _ in ferries],
        [6] * len(ferries),
        [{**names(tags), "cars": takes_cars(tags)} for _, tags in ferries],
    )
    places = [node for node in extract.nodes if node.tags.get("place") in _PLACES]
    places = [node for node in places if names(node.tags)["name"]]
    gathering.add(
        "place",
        [_point(node) for node in places],
        [_PLACES[node.tags["place"]] for node in places],
        [{"class": node.tags["place"], **names(node.tags)} for node in places],
    )
    ports = [node for node in extract.nodes if node.tags.get("amenity") == "ferry_terminal"]
    gathering.add(
        "place",
        [_point(node) for node in ports],
        [9] * len(ports),
        [{"class": "port", **names(node.tags)} for node in ports],
    )


def _gather_roads(extract: Extract, gathering: Gathering) -> None:
    way = np.repeat(np.arange(len(extract.way_id)), np.diff(extract.way_first))
    known = np.flatnonzero(extract.lat_e7 != MISSING_E7)
    count = np.bincount(way[known], minlength=len(extract.way_id))
    known = known[count[way[known]] >= 2]
    drawn = np.unique(way[known])
    degrees = np.stack([extract.lon_e7[known], extract.lat_e7[known]], axis=1) / 1e7
    shapes = shapely.linestrings(degrees, indices=np.searchsorted(drawn, way[known]))
    kinds = [_road(dict(tags)) for tags in extract.tag_sets]
    of_way = [kinds[at] for at in extract.way_tags[drawn]]
    named = [extract.names[at] for at in extract.way_name[drawn]]
    gathering.add(
        "road",
        shapes,
        [first_zoom for first_zoom, _ in of_way],
        [{**dict(kind), "name": name} for (_, kind), name in zip(of_way, named, strict=True)],
    )


def _road(tags: Mapping[str, str]) -> tuple[int, Properties]:
    """Return the first zoom and the properties of a set of road tags."""
    highway = tags["highway"]
    road_class = highway.removesuffix("_link")
    link = highway != road_class
    found: dict[str, str | int | bool] = {"class": road_class}
    for flag in ("bridge", "tunnel"):
        if tags.get(flag, "no") != "no":
            found[flag] = True
    if link:
        found["link"] = True
    minor = 2 if link or (road_class == "service" and "service" in tags) else 0
    return _ROADS[road_class] + minor, tuple(found.items())


def _ferries(extract: Extract) -> Iterator[tuple[Floats, Mapping[str, str]]]:
    """Yield the line and the tags of every way that a ferry sails; relations add their tags."""
    of_route = {
        ref: relation.tags
        for relation in extract.relations
        if relation.tags.get("route") == "ferry"
        for kind, ref, _ in relation.members
        if kind == "w"
    }
    for line in extract.lines.values():
        if line.tags.get("route") == "ferry" or line.osm_id in of_route:
            points = np.stack([line.lon_e7, line.lat_e7], axis=1) / 1e7
            yield points, {**of_route.get(line.osm_id, {}), **line.tags}


def _point(node: TaggedNode) -> shapely.Point:
    return shapely.Point(node.lon_e7 / 1e7, node.lat_e7 / 1e7)
