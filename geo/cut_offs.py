"""Finds the roads whose loss cuts part of a landmass off, such as the one bridge of an island.

Roads count whatever their direction and whoever may use them. A bridge with two carriageways, or
several bridges of one name side by side, count as one: losing them together is what happens.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import networkx as nx
import numpy as np
from scipy.sparse.csgraph import breadth_first_order, connected_components

from geo.geometry import Bools, Int32s, Int64s
from geo.graph import RoadGraph
from geo.landmarks import Landmark, Landmarks
from geo.landmass_roads import LandmassRoads, segment_ends
from geo.names import plain_name


@dataclass(frozen=True, slots=True, kw_only=True)
class CutOff:
    """A road whose loss cuts something off.

    Parameters
    ----------
    segments
        The segments of the graph that are lost together.
    name
        Of the bridge, else of the road.
    nodes, road_km
        How much of the landmass lies behind it (the smaller side).
    islands, settlements
        What lies there, by name; the largest settlements first.
    """

    segments: tuple[int, ...]
    name: str
    nodes: int
    road_km: float
    islands: tuple[str, ...]
    settlements: tuple[str, ...]
    lat: float
    lon: float


def cut_offs(
    graph: RoadGraph, landmass: int, *, least_km: float = 1.0, landmarks: Landmarks | None = None
) -> list[CutOff]:
    """Find the roads whose loss cuts off part of a landmass, the worst first.

    Parameters
    ----------
    least_km
        Cut-off parts with less road than this are left out: every dead end has such a segment.
    landmarks
        Of the map, to name what is cut off, and bridges of their own name.

    Notes
    -----
    Every segment gets a random word, so that the words of the segments of a cut, and with all but
    certainty of no other set, cancel out: cycle space sampling (Pritchard & Thurimella,
    doi:10.1145/2000807.2000814). A single road that cuts something off has the word 0.
    """
    roads = LandmassRoads.of(graph, landmass)
    known = landmarks or Landmarks()
    worst: dict[tuple[str, tuple[str, ...], tuple[str, ...]], CutOff] = {}
    word = _words(roads)
    for segments in (*_single(roads, word, least_km), *_side_by_side(graph, roads, word, known)):
        for cut in _lost(graph, roads, segments, known, least_km):
            # A road is many segments: of those that cut off the same villages, the worst stands.
            key = cut.name, cut.islands, cut.settlements
            if key not in worst or worst[key].road_km < cut.road_km:
                worst[key] = cut
    return sorted(worst.values(), key=lambda cut: (-cut.road_km, cut.name))


def cut_off_by(
    graph: RoadGraph, segments: Iterable[int], landmarks: Landmarks | None = None
) -> list[CutOff]:
    """Return the parts that the loss of some segments cuts off, the largest first.

    Parameters
    ----------
    segments
        Lost together, as by `geo.closures.closed_segments`.
    """
    chosen = np.array(sorted(set(segments)), dtype=np.int64)
    tail, _ = segment_ends(graph)
    found: list[CutOff] = []
    for landmass in np.unique(np.asarray(graph.node_landmass)[tail[chosen]]):
        roads = LandmassRoads.of(graph, int(landmass))
        inside = chosen[np.isin(chosen, roads.segments)]
        found += _lost(graph, roads, inside.tolist(), landmarks or Landmarks(), 0.0)
    return sorted(found, key=lambda cut: (-cut.road_km, cut.name))


def _lost(
    graph: RoadGraph,
    roads: LandmassRoads,
    segments: Sequence[int],
    landmarks: Landmarks,
    least_km: float,
) -> Iterator[CutOff]:
    """Yield the parts, all but the largest, into which the roads fall when segments are lost."""
    part, km = roads.parts(~np.isin(roads.segments, segments))
    nodes = np.bincount(part)
    behind = np.flatnonzero((km >= least_km) & (np.arange(len(nodes)) != np.argmax(km)))
    places = _places_by_part(roads, part, landmarks) if len(behind) else {}
    middle = int(segments[len(segments) // 2])
    point = int(graph.segment_first_point[middle])
    for at in behind:
        there = places.get(int(at), [])
        yield CutOff(
            segments=tuple(int(segment) for segment in segments),
            name=_name(graph, middle, landmarks),
            nodes=int(nodes[at]),
            road_km=round(float(km[at]), 2),
            islands=tuple(place.name for place in there if place.is_island),
            settlements=tuple(place.name for place in there if not place.is_island),
            lat=float(graph.shape_lat_e7[point]) / 1e7,
            lon=float(graph.shape_lon_e7[point]) / 1e7,
        )


def _places_by_part(
    roads: LandmassRoads, part: Int32s, landmarks: Landmarks
) -> dict[int, list[Landmark]]:
    found: dict[int, list[Landmark]] = defaultdict(list)
    for place in sorted(landmarks.places, key=lambda place: place.rank):
        node = roads.number[place.node]
        if node >= 0:
            found[int(part[node])].append(place)
    return found


def _name(graph: RoadGraph, segment: int, landmarks: Landmarks) -> str:
    way = int(graph.segment_way[segment])
    own = (name for name, ways in landmarks.structures.items() if way in ways)
    return next(own, graph.name(segment))


def _single(roads: LandmassRoads, word: Int64s, least_km: float) -> Iterator[list[int]]:
    """Yield the segments that nothing goes around, with enough road behind them."""
    rows = np.flatnonzero(word == 0).tolist()
    for row, km in zip(rows, _km_behind(roads, rows), strict=True):
        if km >= least_km:
            yield [int(roads.segments[row])]


def _km_behind(roads: LandmassRoads, bridges: Sequence[int]) -> list[float]:
    """Return the km of the smaller side of each bridge, by one walk over the tree that they form.

    Parameters
    ----------
    bridges
        Rows of `roads`.
    """
    kept = np.ones(len(roads.segments), dtype=bool)
    kept[list(bridges)] = False
    count, block = connected_components(roads.matrix(kept), directed=False)
    weight = np.bincount(block[roads.tail[kept]], weights=roads.length[kept], minlength=count)
    tree = nx.Graph()
    tree.add_nodes_from(range(count))
    tree.add_edges_from(
        (int(block[roads.tail[row]]), int(block[roads.head[row]]), {"row": row}) for row in bridges
    )
    below, behind = weight.tolist(), {}
    total = float(roads.length.sum())
    for parent, child in reversed(list(nx.bfs_edges(tree, int(np.argmax(weight))))):
        row = tree[parent][child]["row"]
        own = float(roads.length[row])
        behind[row] = min(below[child], total - below[child] - own) / 1e5
        below[parent] += below[child] + own
    return [behind[row] for row in bridges]


def _side_by_side(
    graph: RoadGraph, roads: LandmassRoads, word: Int64s, landmarks: Landmarks
) -> Iterator[list[int]]:
    """Yield the segments of bridges of one name that may cut something off when lost together."""
    groups: dict[str, list[int]] = defaultdict(list)
    for row in np.flatnonzero(_is_bridge(graph)[roads.segments]):
        name = _name(graph, int(roads.segments[row]), landmarks)
        # 제1진도대교 and 제2진도대교 stand side by side.
        key = plain_name(re.sub(r"제?\s*\d+\s*", "", name))
        if key:
            groups[key].append(int(row))
    for rows in groups.values():
        if len(rows) > 1 and _cancel_out([int(word[row]) for row in rows]):
            yield [int(segment) for segment in roads.segments[rows]]


def _is_bridge(graph: RoadGraph) -> Bools:
    on_bridge = np.zeros(graph.segment_count, dtype=bool)
    on_bridge[graph.arc_segment] = np.asarray(graph.traits["bridge"])[graph.arc_trait] > 0
    return on_bridge


def _words(roads: LandmassRoads) -> Int64s:
    """Return [s] a word per segment; the words of the segments of a cut cancel out (xor)."""
    everything = np.ones(len(roads.segments), dtype=bool)
    order, parent = breadth_first_order(roads.matrix(everything), 0, directed=False)
    row_of = {
        frozenset(ends): row
        for row, ends in enumerate(zip(roads.tail.tolist(), roads.head.tolist(), strict=True))
    }
    tree = {int(node): row_of[frozenset((int(node), int(parent[node])))] for node in order[1:]}
    rng = np.random.default_rng(0)
    word = rng.integers(1, np.iinfo(np.int64).max, size=len(roads.segments))
    word[list(tree.values())] = 0
    at_node = np.zeros(roads.count, dtype=np.int64)
    np.bitwise_xor.at(at_node, roads.tail, word)
    np.bitwise_xor.at(at_node, roads.head, word)
    below = at_node.tolist()
    for node in order[:0:-1].tolist():
        word[tree[node]] = below[node]
        below[int(parent[node])] ^= below[node]
    return word


def _cancel_out(words: Iterable[int]) -> bool:
    """Whether some of the words xor to 0."""
    basis: list[int] = []
    for word in words:
        rest = word
        for known in basis:
            rest = min(rest, rest ^ known)
        if rest == 0:
            return True
        basis.append(rest)
        basis.sort(reverse=True)
    return False
