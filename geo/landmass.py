"""Finds what roads alone connect: landmasses, their names, and the arcs whose loss cuts something off."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import networkx as nx
import numpy as np
import shapely
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import connected_components

from geo.geometry import Bools, Floats, Int32s, Int64s
from geo.graph import RoadGraph
from geo.grid import find_nearest
from geo.islands import Island, find_islands, names_of
from geo.osm import ISLANDS, SETTLEMENTS, Extract, TaggedNode

LARGE_KM = 10.0
"""A road network of this size is a landmass whatever lies around it."""
REMOTE_KM, REMOTE = 1.0, 500.0
"""A smaller one is if it has so many km of road and no landmass within so many metres: nobody who can be served
from another one is caught by it."""
NEAR_PORT = 300.0
"""A scrap belongs to an island point or a ferry landing when no landmass is within so many metres of it."""
PLACE_REACH = 3000.0
"""Settlements and island points count for the nearest road within so many metres."""


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

    @property
    def label(self) -> str:
        """Name for people, with a number when there is no name."""
        if not self.name:
            return f"#{self.landmass}"
        return f"{self.name} ({self.name_en})" if self.name_en not in ("", self.name) else self.name


@dataclass(frozen=True, slots=True)
class Scraps:
    """Bits of road that are no landmass: cut off by the edge of the extract, or by how they are mapped."""

    count: int
    road_km: float


@dataclass(slots=True)
class _Parts:
    """Weakly connected parts of a graph."""

    of_node: Int32s
    nodes: Int64s
    road_km: Floats


def find_landmasses(
    graph: RoadGraph, extract: Extract, landings: Sequence[tuple[float, float]]
) -> tuple[Int32s, list[Landmass], Scraps]:
    """Say for every node which landmass it belongs to, and name them.

    Parameters
    ----------
    landings
        Where ferries touch land: latitude, longitude in degrees.

    Returns
    -------
    node_landmass, landmasses, scraps
        [n] with -1 for scraps; landmasses by km of road, the largest first.
    """
    parts = _parts(graph)
    islands = find_islands(extract)
    island_of, present = _island_of_parts(graph, parts, islands)
    chosen = _choose(graph, extract, parts, island_of, present, landings)
    order = sorted(chosen, key=lambda part: (-parts.road_km[part], part))
    number = np.full(len(parts.nodes), -1, dtype=np.int32)
    number[order] = np.arange(len(order))
    node_landmass = number[parts.of_node]
    places = _places_by_landmass(graph, extract, node_landmass)
    landmasses = [
        _landmass(graph, parts, part, at, islands, island_of.get(part), places.get(at, []))
        for at, part in enumerate(order)
    ]
    rest = [
        part for part in range(len(parts.nodes)) if number[part] < 0 and parts.road_km[part] > 0
    ]
    return node_landmass, landmasses, Scraps(len(rest), float(parts.road_km[rest].sum()))


def _parts(graph: RoadGraph) -> _Parts:
    _, of_node = connected_components(_matrix(graph, np.arange(graph.arc_count)), connection="weak")
    of_segment = _node_of_segment(graph, of_node)
    road_km = np.bincount(
        of_segment, weights=graph.segment_length / 1e5, minlength=of_node.max() + 1
    )
    return _Parts(of_node.astype(np.int32), np.bincount(of_node), road_km)


def _matrix(graph: RoadGraph, arcs: Int64s) -> csr_matrix:
    shape = (graph.node_count, graph.node_count)
    ones = np.ones(len(arcs), dtype=np.int8)
    return csr_matrix((ones, (graph.arc_tail[arcs], np.asarray(graph.arc_head)[arcs])), shape=shape)


def _node_of_segment(graph: RoadGraph, values: Int32s) -> Int32s:
    """Return for each segment the value of a node at its end."""
    of_segment = np.zeros(graph.segment_count, dtype=values.dtype)
    of_segment[graph.arc_segment] = values[graph.arc_head]
    return of_segment


def _island_of_parts(
    graph: RoadGraph, parts: _Parts, islands: Sequence[Island]
) -> tuple[dict[int, int], list[set[int]]]:
    """Return for each part the smallest island that holds most of its nodes, and which parts set foot on each island.

    An island whose bridge makes it one with a larger part is not that part's island: it holds few of its nodes.
    """
    spots = shapely.points(graph.node_lon, graph.node_lat)
    tree = shapely.STRtree(spots)
    found: dict[int, int] = {}
    present: list[set[int]] = []
    for at, island in enumerate(islands):
        inside = parts.of_node[tree.query(island.outline, predicate="intersects")]
        present.append({int(part) for part in np.unique(inside)})
        for part, count in zip(*np.unique(inside, return_counts=True), strict=True):
            # The mapped coast may cut off a few piers, so "most" is enough.
            if 2 * count > parts.nodes[part]:
                best = found.get(int(part))
                if (
                    best is None
                    or not islands[best].name
                    and island.name
                    and _alike(islands[best], island)
                ):
                    found[int(part)] = at
    return found, present


def _alike(a: Island, b: Island) -> bool:
    """Whether two outlines show one island: the coast, and an area drawn along it."""
    return bool(a.outline.area > 0.8 * b.outline.area)


def _choose(
    graph: RoadGraph,
    extract: Extract,
    parts: _Parts,
    island_of: dict[int, int],
    present: Sequence[set[int]],
    landings: Sequence[tuple[float, float]],
) -> set[int]:
    """Return the parts that are landmasses."""
    large = {int(part) for part in np.flatnonzero(parts.road_km >= LARGE_KM)}
    large.add(int(np.argmax(parts.road_km)))
    chosen = set(large)
    distance = _distance_to(graph, parts, large)
    chosen = set(large)
    held: set[int] = set()
    for part in sorted(island_of, key=lambda part: -parts.road_km[part]):
        # An island is one landmass: its largest part, unless a large one has come there by a bridge.
        if island_of[part] not in held and not present[island_of[part]] & large:
            held.add(island_of[part])
            chosen.add(part)
    apart = set(range(len(parts.nodes))) - {
        part for part, island in island_of.items() if present[island] & large
    }
    remote = (parts.road_km >= REMOTE_KM) & (distance > REMOTE)
    chosen.update(int(part) for part in np.flatnonzero(remote) if part in apart)
    points = [(node.lat_e7 / 1e7, node.lon_e7 / 1e7) for node in _island_points(extract)]
    for part in _nearest_parts(graph, parts, [*points, *landings]):
        if part in apart and distance[part] > NEAR_PORT:
            chosen.add(part)
    return chosen


def _island_points(extract: Extract) -> list[TaggedNode]:
    return [node for node in extract.nodes if node.tags.get("place") in ISLANDS]


def _distance_to(graph: RoadGraph, parts: _Parts, large: set[int]) -> Floats:
    """Metres from each part to the roads of large ones, up to 1 km; infinite beyond. Parts are sampled at nodes."""
    is_large = np.zeros(len(parts.nodes), dtype=bool)
    is_large[list(large)] = True
    nodes = np.flatnonzero(~is_large[parts.of_node])
    usable = is_large[_node_of_segment(graph, parts.of_node)]
    nearest = find_nearest(
        graph, graph.node_lat[nodes], graph.node_lon[nodes], usable=usable, limit=1000.0
    )
    distance = np.full(len(parts.nodes), np.inf)
    np.minimum.at(distance, parts.of_node[nodes], nearest.distance)
    distance[is_large] = 0
    return distance


def _nearest_parts(
    graph: RoadGraph, parts: _Parts, points: Sequence[tuple[float, float]]
) -> list[int]:
    if not points:
        return []
    where = np.array(points)
    roads = np.asarray(graph.segment_length) > 0
    nearest = find_nearest(graph, where[:, 0], where[:, 1], usable=roads, limit=PLACE_REACH)
    of_segment = _node_of_segment(graph, parts.of_node)
    return [int(of_segment[segment]) if segment >= 0 else -1 for segment in nearest.segment]


def _places_by_landmass(
    graph: RoadGraph, extract: Extract, node_landmass: Int32s
) -> dict[int, list[TaggedNode]]:
    """Sort settlements and island points to the landmass of the nearest road."""
    places = [node for node in extract.nodes if "place" in node.tags and node.tags.get("name")]
    if not places:
        return {}
    where = np.array([(node.lat_e7, node.lon_e7) for node in places]) / 1e7
    of_segment = _node_of_segment(graph, node_landmass)
    usable = (of_segment >= 0) & (np.asarray(graph.segment_length) > 0)
    nearest = find_nearest(graph, where[:, 0], where[:, 1], usable=usable, limit=PLACE_REACH)
    found: dict[int, list[TaggedNode]] = {}
    for place, segment in zip(places, nearest.segment, strict=True):
        if segment >= 0:
            found.setdefault(int(of_segment[segment]), []).append(place)
    return found


def _landmass(
    graph: RoadGraph,
    parts: _Parts,
    part: int,
    number: int,
    islands: Sequence[Island],
    at: int | None,
    places: Sequence[TaggedNode],
) -> Landmass:
    island = islands[at] if at is not None else None
    nodes = np.flatnonzero(parts.of_node == part)
    lat, lon = graph.node_lat[nodes], graph.node_lon[nodes]
    middle = np.argmin((lat - np.median(lat)) ** 2 + (lon - np.median(lon)) ** 2)
    name, name_en = _name(island, places)
    is_island = island is not None or bool(places) and places_are_one_island(places)
    return Landmass(
        landmass=number,
        name=name,
        name_en=name_en,
        kind="island" if is_island else "land",
        nodes=int(parts.nodes[part]),
        road_km=round(float(parts.road_km[part]), 2),
        area_km2=round(island.area_km2, 3) if island else None,
        lat=float(lat[middle]),
        lon=float(lon[middle]),
    )


def places_are_one_island(places: Sequence[TaggedNode]) -> bool:
    """Whether the points of a landmass speak for one island: a single island point, and no city or town.

    The mainland behind a bridge has island points too, but also towns or several of them.
    """
    kinds = [node.tags.get("place", "") for node in places]
    return sum(kind in ISLANDS for kind in kinds) == 1 and not {"city", "borough"} & set(kinds)


def _name(island: Island | None, places: Sequence[TaggedNode]) -> tuple[str, str]:
    points = [node for node in places if node.tags.get("place") in ISLANDS]
    if island and island.name:
        return island.name, island.name_en
    if points and (island or places_are_one_island(places)):
        return names_of(points[0].tags)
    towns = [node for node in places if node.tags.get("place") in SETTLEMENTS]
    return names_of(min(towns, key=_rank).tags) if towns else ("", "")


def _rank(node: TaggedNode) -> tuple[int, int, int]:
    population = node.tags.get("population", "").replace(",", "").replace(" ", "")
    people = int(population) if population.isdecimal() else 0
    return SETTLEMENTS.index(node.tags["place"]), -people, node.osm_id


def strong_part(graph: RoadGraph, open_arcs: Bools) -> Bools:
    """Return [n] which nodes lie in the largest strongly connected part of their landmass.

    Parameters
    ----------
    open_arcs
        [m] arcs that a profile may use.
    """
    arcs = np.flatnonzero(open_arcs)
    _, part = connected_components(_matrix(graph, arcs), connection="strong")
    landmass = np.asarray(graph.node_landmass)
    sizes = np.bincount(part)
    # By landmass, the part with the most nodes; of equals the one with the lowest number.
    order = np.lexsort((part, -sizes[part], landmass))
    first = order[np.flatnonzero(np.diff(landmass[order], prepend=-2))]
    best = {int(landmass[node]): int(part[node]) for node in first if landmass[node] >= 0}
    wanted = np.array([best.get(number, -1) for number in range(landmass.max() + 1)] + [-1])
    return (landmass >= 0) & (part == wanted[landmass])


@dataclass(frozen=True, slots=True)
class CutOff:
    """A road whose loss cuts something off.

    Parameters
    ----------
    segment
        The segment of the graph.
    name
        Its name.
    nodes, road_km
        How much of the landmass lies behind it (the smaller side).
    """

    segment: int
    name: str
    nodes: int
    road_km: float
    lat: float
    lon: float


def cut_offs(graph: RoadGraph, landmass: int, *, least_km: float = 1.0) -> list[CutOff]:
    """Find the segments whose loss cuts off part of a landmass, the worst first.

    Parameters
    ----------
    least_km
        Cut-off parts with less road than this are left out: every dead end has such a segment.
    """
    tail, head = _segment_ends(graph)
    inside = np.flatnonzero(np.asarray(graph.node_landmass)[tail] == landmass)
    roads = nx.MultiGraph()
    roads.add_edges_from((int(tail[s]), int(head[s]), int(s)) for s in inside)
    simple = nx.Graph(roads)
    found = []
    for a, b, behind, km in _bridges(graph, roads, simple):
        if km >= least_km:
            segment = next(iter(roads[a][b]))
            found.append(
                CutOff(
                    segment,
                    graph.name(segment),
                    behind,
                    round(km, 2),
                    float(graph.node_lat[a]),
                    float(graph.node_lon[a]),
                )
            )
    return sorted(found, key=lambda cut: -cut.road_km)


def _segment_ends(graph: RoadGraph) -> tuple[Int32s, Int32s]:
    """Return both ends of each segment, copies of a node taken as the node itself."""
    _, one = np.unique(graph.node_osm_id, return_inverse=True)
    tail = np.zeros(graph.segment_count, dtype=np.int32)
    head = np.zeros(graph.segment_count, dtype=np.int32)
    number = one.astype(np.int32)
    from_node, to_node = number[graph.arc_tail], number[graph.arc_head]
    tail[graph.arc_segment] = np.where(graph.arc_forward, from_node, to_node)
    head[graph.arc_segment] = np.where(graph.arc_forward, to_node, from_node)
    return _representative(graph, one, tail), _representative(graph, one, head)


def _representative(graph: RoadGraph, one: Int64s, number: Int32s) -> Int32s:
    """Return the first node of the graph that stands for each numbered OSM node."""
    first = np.full(int(one.max()) + 1, graph.node_count, dtype=np.int64)
    np.minimum.at(first, one, np.arange(graph.node_count))
    return first[number].astype(np.int32)


def _bridges(
    graph: RoadGraph, roads: nx.MultiGraph, simple: nx.Graph
) -> Iterator[tuple[int, int, int, float]]:
    """Yield bridges with the nodes and km of road behind them, by one walk over the tree of what they join."""
    bridges = [(a, b) for a, b in nx.bridges(simple) if roads.number_of_edges(a, b) == 1]
    rest = simple.copy()
    rest.remove_edges_from(bridges)
    block_of: dict[int, int] = {}
    nodes: list[int] = []
    km: list[float] = []
    for number, block in enumerate(nx.connected_components(rest)):
        block_of.update(dict.fromkeys(block, number))
        nodes.append(len(block))
        km.append(0.0)
    length = np.asarray(graph.segment_length)
    for a, b, segment in roads.edges(keys=True):
        if block_of[a] == block_of[b]:
            km[block_of[a]] += length[segment] / 1e5
    tree = nx.Graph()
    tree.add_nodes_from(range(len(nodes)))
    tree.add_edges_from((block_of[a], block_of[b]) for a, b in bridges)
    own_km = {
        frozenset((block_of[a], block_of[b])): length[next(iter(roads[a][b]))] / 1e5
        for a, b in bridges
    }
    behind: dict[frozenset[int], tuple[int, float]] = {}
    for root_set in nx.connected_components(tree):
        root = max(root_set, key=lambda block: nodes[block])
        edges = list(nx.bfs_edges(tree, root))
        below_nodes, below_km = dict(enumerate(nodes)), dict(enumerate(km))
        for parent, child in reversed(edges):
            edge = frozenset((parent, child))
            behind[edge] = below_nodes[child], below_km[child]
            below_nodes[parent] += below_nodes[child]
            below_km[parent] += below_km[child] + own_km[edge]
        total_nodes, total_km = below_nodes[root], below_km[root]
        for parent, child in edges:
            edge = frozenset((parent, child))
            many, long = behind[edge]
            if 2 * many > total_nodes:
                behind[edge] = total_nodes - many, total_km - long - own_km[edge]
    for a, b in bridges:
        many, long = behind[frozenset((block_of[a], block_of[b]))]
        yield a, b, many, float(long)
