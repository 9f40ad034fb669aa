"""Gives the roads of a map to other programs: networkx in OSMnx's manner, GraphML, layers for GIS.

Turns do not survive, neither their restrictions nor their costs: these forms have no word for them.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
import shapely

from geo.geometry import Int64s
from geo.graph import RoadGraph
from geo.leg_line import arc_points
from geo.profiles import Profile
from geo.tag_values import ACCESS, BARRIER_KINDS, ROAD_CLASSES, SURFACES
from geo.tags import NO_LIMIT_KPH
from geo.weights import open_arc_durations

if TYPE_CHECKING:
    import geopandas
    import networkx

FORMATS = ("graphml", "gpkg", "geojson")
"""Forms that `export_roads` writes."""


def to_networkx(graph: RoadGraph, profile: Profile | None = None) -> networkx.MultiDiGraph:
    """Return the roads as a graph that OSMnx's functions take.

    Nodes are numbers of our graph and carry `x`, `y`, `osmid`, `street_count` and `landmass`; two
    sides of a barrier are two nodes. Edges carry `osmid`, `length` (metres), `name`, `highway`,
    `oneway`, `reversed`, `geometry` and, where tagged, limits, lanes, surface, bridge and tunnel.

    Parameters
    ----------
    profile
        Adds `travel_time` (seconds) and leaves out what the vehicle may not use.
    """
    import networkx  # noqa: PLC0415 -- as OSMnx and geopandas, takes a second to import

    roads = networkx.MultiDiGraph(crs="epsg:4326", created_with="Naru", simplified=True)
    streets = _street_count(graph)
    for node in range(graph.node_count):
        roads.add_node(
            node,
            x=float(graph.node_lon[node]),
            y=float(graph.node_lat[node]),
            osmid=int(graph.node_osm_id[node]),
            street_count=int(streets[node]),
            landmass=int(graph.node_landmass[node]),
        )
    arcs = np.arange(graph.arc_count)
    seconds = None
    if profile is not None:
        seconds = open_arc_durations(graph, profile) / 1000
        arcs = arcs[seconds[arcs] >= 0]
    shapes = _shapes(graph, arcs)
    rows = _attributes(graph, arcs)
    tails, heads = graph.arc_tail[arcs].tolist(), graph.arc_head[arcs].tolist()
    for at, (tail, head) in enumerate(zip(tails, heads, strict=True)):
        row = {name: values[at] for name, values in rows.items() if values[at] is not None}
        row["geometry"] = shapes[at]
        if seconds is not None:
            row["travel_time"] = float(seconds[arcs[at]])
        roads.add_edge(tail, head, **row)
    return roads


def roads_table(graph: RoadGraph) -> geopandas.GeoDataFrame:
    """Return one row per stretch of road, with its line and what OSM says about it."""
    import geopandas  # noqa: PLC0415 -- as above

    # A stretch that may be driven both ways is told from its forward side.
    order = np.lexsort((~graph.arc_forward, graph.arc_segment))
    _, first = np.unique(graph.arc_segment[order], return_index=True)
    arcs = order[first]
    arcs = arcs[graph.segment_length[graph.arc_segment[arcs]] > 0]
    rows = _attributes(graph, arcs)
    rows["landmass"] = graph.node_landmass[graph.arc_head[arcs]].tolist()
    return geopandas.GeoDataFrame(rows, geometry=_shapes(graph, arcs), crs="EPSG:4326")


def export_roads(graph: RoadGraph, form: str, out: Path) -> int:
    """Write the roads in one of `FORMATS`; return how many edges or stretches there are."""
    if form == "graphml":
        import osmnx  # noqa: PLC0415 -- as above

        roads = to_networkx(graph)
        osmnx.save_graphml(roads, out)
        return int(roads.number_of_edges())
    if form not in FORMATS:
        raise ValueError(f"form must be one of {', '.join(FORMATS)}, not {form!r}.")
    table = roads_table(graph)
    out.unlink(missing_ok=True)  # GeoPackage would add to what is there
    drivers = {"gpkg": {"driver": "GPKG", "layer": "roads"}, "geojson": {"driver": "GeoJSON"}}
    table.to_file(out, **drivers[form])
    return len(table)


def _street_count(graph: RoadGraph) -> Int64s:
    """[n] streets that end at a node, a two-way street counted once."""
    nodes = np.concatenate((graph.arc_tail, graph.arc_head)).astype(np.int64)
    ends = np.stack((np.tile(graph.arc_segment, 2), nodes))
    _, node = np.unique(ends, axis=1)
    count: Int64s = np.bincount(node, minlength=graph.node_count)
    return count


def _shapes(graph: RoadGraph, arcs: Int64s) -> npt.NDArray[np.object_]:
    """Return the line of every arc in driving direction."""
    lat, lon, arc = arc_points(graph, arcs)
    lines: npt.NDArray[np.object_] = shapely.linestrings(np.stack((lon, lat), axis=1), indices=arc)
    return lines


def _attributes(graph: RoadGraph, arcs: Int64s) -> dict[str, list[Any]]:
    """Return columns under the names of OSM's tags; None where a tag says nothing."""
    traits = graph.traits[graph.arc_trait[arcs]]
    segments = graph.arc_segment[arcs]
    both_ways = np.bincount(graph.arc_segment) > 1
    speed = traits["maxspeed"]
    columns: Mapping[str, npt.ArrayLike] = {
        "osmid": graph.segment_way[segments],
        "length": graph.segment_length[segments] / 100,
        "oneway": ~both_ways[segments],
        "reversed": ~graph.arc_forward[arcs],
    }
    found = {name: np.asarray(values).tolist() for name, values in columns.items()}
    found["highway"] = _words(ROAD_CLASSES, traits["road_class"])
    found["barrier"] = _words(BARRIER_KINDS, traits["barrier"])
    found["name"] = [graph.name(segment) or None for segment in segments.tolist()]
    found["maxspeed"] = _numbers(np.where(speed == NO_LIMIT_KPH, 0, speed), 1)
    found["lanes"] = _numbers(traits["lanes"], 1)
    for metres in ("maxheight", "maxwidth", "maxlength"):
        found[metres] = _numbers(traits[metres], 100)
    for tonnes in ("maxweight", "maxaxleload"):
        found[tonnes] = _numbers(traits[tonnes], 1000)
    found["access"] = _words(ACCESS, traits["access"])
    found["surface"] = _words(SURFACES, traits["surface"])
    for flag in ("bridge", "tunnel", "toll"):
        found[flag] = ["yes" if value else None for value in traits[flag].tolist()]
    found["junction"] = ["roundabout" if value else None for value in traits["roundabout"].tolist()]
    return found


def _words(names: tuple[str, ...], numbers: npt.NDArray[Any]) -> list[str | None]:
    return [names[number] or None for number in numbers.tolist()]


def _numbers(values: npt.NDArray[Any], unit: int) -> list[float | int | None]:
    return [
        None if value == 0 else value if unit == 1 else value / unit for value in values.tolist()
    ]
