"""Builds the arrays of a road graph from an extract: cut ways at junctions, split nodes at barriers and restrictions."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt

from geo.geometry import MISSING_E7, Bools, Int32s, Int64s, expand, step_lengths
from geo.graph import RoadGraph, pack_texts
from geo.grid import build_grid
from geo.osm import Extract, TaggedNode
from geo.restrictions import ArcEnd, Bans, find_bans, read_restrictions
from geo.traits import Misread, TraitTable, read_traits


@dataclass(slots=True)
class Findings:
    """What happened to the odd parts of an extract, for the summary."""

    misread: Misread = field(default_factory=Misread)
    restrictions: Counter[str] = field(default_factory=Counter)
    ways_with_missing_nodes: int = 0
    ways_without_length: int = 0
    barriers: int = 0
    split_nodes: int = 0


@dataclass(frozen=True, slots=True)
class _Points:
    """Nodes along open ways, one run ("piece") after another, without gaps inside a run."""

    node: Int64s  # [k] index of the OSM node
    begins: Bools  # [k] whether a run begins here
    way: Int64s  # [k] row of the way


@dataclass(frozen=True, slots=True)
class _Segments:
    """Stretches between junctions, before they become arrays of a graph."""

    tail: Int64s  # [s] node at the begin of the shape
    head: Int64s
    way: Int64s  # [s] OSM way id
    name: Int32s
    forward: Int32s  # [s] trait in the direction of the shape; -1 closed
    backward: Int32s
    first_point: Int64s  # [s+1]
    point_lat_e7: Int32s
    point_lon_e7: Int32s


@dataclass(frozen=True, slots=True)
class _Nodes:
    osm_id: Int64s
    lat_e7: Int32s
    lon_e7: Int32s


def assemble(extract: Extract) -> tuple[RoadGraph, Findings]:
    """Build the graph of an extract; landmasses are still to be named, so `node_landmass` is all 0."""
    findings = Findings()
    table = TraitTable()
    findings.misread = table.misread
    per_set = np.bincount(extract.way_tags, minlength=len(extract.tag_sets))
    forward, backward = read_traits(extract.tag_sets, per_set, table)
    is_open = (forward[extract.way_tags] >= 0) | (backward[extract.way_tags] >= 0)
    osm_id, node_lat, node_lon, inverse = _distinct_nodes(extract)
    points = _runs(extract, inverse, node_lat != MISSING_E7, is_open, findings)
    barriers = _barrier_nodes(extract.nodes, osm_id)
    segments, junctions = _cut(
        extract, points, osm_id, node_lat, node_lon, barriers, forward, backward
    )
    nodes = _Nodes(osm_id[junctions], node_lat[junctions], node_lon[junctions])
    segments, nodes = _insert_barriers(segments, nodes, extract.nodes, table, findings)
    return _graph(extract, segments, nodes, table, findings), findings


def _distinct_nodes(extract: Extract) -> tuple[Int64s, Int32s, Int32s, Int64s]:
    """Return OSM ids in order, their coordinates, and the index of each reference."""
    osm_id, inverse = np.unique(extract.refs, return_inverse=True)
    lat = np.full(len(osm_id), MISSING_E7, dtype=np.int32)
    lon = np.full(len(osm_id), MISSING_E7, dtype=np.int32)
    known = extract.lat_e7 != MISSING_E7
    lat[inverse[known]] = extract.lat_e7[known]
    lon[inverse[known]] = extract.lon_e7[known]
    return osm_id, lat, lon, inverse


def _runs(
    extract: Extract, inverse: Int64s, known: Bools, is_open: Bools, findings: Findings
) -> _Points:
    """Drop closed ways, unknown nodes and repeated ones; a gap or a new way begins a new run."""
    way = np.repeat(np.arange(len(extract.way_id)), np.diff(extract.way_first))
    lost = is_open[way] & ~known[inverse]
    findings.ways_with_missing_nodes = len(np.unique(way[lost]))
    keep = np.flatnonzero(is_open[way] & known[inverse])
    node, way = inverse[keep], way[keep]
    breaks = np.ones(len(keep), dtype=bool)
    breaks[1:] = (np.diff(keep) != 1) | (np.diff(way) != 0)
    repeated = np.zeros(len(keep), dtype=bool)
    repeated[1:] = ~breaks[1:] & (np.diff(node) == 0)
    node, way, breaks = node[~repeated], way[~repeated], breaks[~repeated]
    alone = breaks & np.append(breaks[1:], True)
    findings.ways_without_length = len(np.setdiff1d(way[alone], way[~alone]))
    return _Points(node[~alone], breaks[~alone], way[~alone])


def _barrier_nodes(nodes: Sequence[TaggedNode], osm_id: Int64s) -> Int64s:
    ids = np.array([node.osm_id for node in nodes if "barrier" in node.tags], dtype=np.int64)
    return np.flatnonzero(np.isin(osm_id, ids))


def _cut(
    extract: Extract,
    points: _Points,
    osm_id: Int64s,
    lat: Int32s,
    lon: Int32s,
    forced: Int64s,
    forward: Int32s,
    backward: Int32s,
) -> tuple[_Segments, Int64s]:
    """Cut runs where ways meet or end, and at `forced` nodes; return segments and which OSM nodes are junctions."""
    ends = np.append(points.begins[1:], True)
    uses = np.bincount(points.node, minlength=len(osm_id))
    is_junction = uses > 1
    is_junction[points.node[points.begins | ends]] = True
    is_junction[forced] &= uses[forced] > 0
    is_junction[forced] = uses[forced] > 0
    at = np.flatnonzero(is_junction[points.node])
    same_run = ~points.begins[at[1:]]
    first, last = at[:-1][same_run], at[1:][same_run]
    shape = points.node[expand(first, last - first + 1)]
    junctions = np.flatnonzero(is_junction)
    number = np.full(len(osm_id), -1, dtype=np.int64)
    number[junctions] = np.arange(len(junctions))
    way = points.way[first]
    tags = extract.way_tags[way]
    segments = _Segments(
        tail=number[points.node[first]],
        head=number[points.node[last]],
        way=extract.way_id[way],
        name=extract.way_name[way],
        forward=forward[tags],
        backward=backward[tags],
        first_point=np.concatenate(([0], np.cumsum(last - first + 1))),
        point_lat_e7=lat[shape],
        point_lon_e7=lon[shape],
    )
    return segments, junctions


def _insert_barriers(
    segments: _Segments,
    nodes: _Nodes,
    tagged: Sequence[TaggedNode],
    table: TraitTable,
    findings: Findings,
) -> tuple[_Segments, _Nodes]:
    """Take the roads at a barrier node apart and join them by segments of length 0 that stand for the barrier."""
    ends: dict[int, list[tuple[int, bool]]] = defaultdict(list)
    row_of = {node.osm_id: node for node in tagged if "barrier" in node.tags}
    at_barrier = np.isin(nodes.osm_id, np.array(list(row_of), dtype=np.int64))
    for segment in np.flatnonzero(at_barrier[segments.tail]):
        ends[int(segments.tail[segment])].append((int(segment), True))
    for segment in np.flatnonzero(at_barrier[segments.head]):
        ends[int(segments.head[segment])].append((int(segment), False))
    tail, head = segments.tail.copy(), segments.head.copy()
    origin: list[int] = []  # the barrier node of each copy
    joints: list[tuple[int, int, int]] = []  # node, copy, trait
    for node, meeting in ends.items():
        # The first road keeps the node when only two meet, else the node is the hub between all.
        moving = meeting[1:] if len(meeting) == 2 else meeting
        if len(meeting) < 2:
            continue
        trait = table.add_barrier(row_of[int(nodes.osm_id[node])].tags)
        for segment, is_tail in moving:
            copy = len(nodes.osm_id) + len(origin)
            origin.append(node)
            (tail if is_tail else head)[segment] = copy
            joints.append((node, copy, trait))
    findings.barriers = len(set(origin))
    return _with_joints(replace(segments, tail=tail, head=head), nodes, origin, joints)


def _with_joints(
    segments: _Segments, nodes: _Nodes, origin: list[int], joints: list[tuple[int, int, int]]
) -> tuple[_Segments, _Nodes]:
    at = np.array(origin, dtype=np.int64)
    rows = np.array(joints, dtype=np.int64).reshape(-1, 3)
    traits = rows[:, 2].astype(np.int32)
    last = segments.first_point[-1]
    twice = np.repeat(at, 2)
    return _Segments(
        tail=np.concatenate((segments.tail, rows[:, 0])),
        head=np.concatenate((segments.head, rows[:, 1])),
        way=np.concatenate((segments.way, -nodes.osm_id[at])),
        name=np.concatenate((segments.name, np.zeros(len(at), dtype=np.int32))),
        forward=np.concatenate((segments.forward, traits)),
        backward=np.concatenate((segments.backward, traits)),
        first_point=np.concatenate((segments.first_point, last + 2 * np.arange(1, len(at) + 1))),
        point_lat_e7=np.concatenate((segments.point_lat_e7, nodes.lat_e7[twice])),
        point_lon_e7=np.concatenate((segments.point_lon_e7, nodes.lon_e7[twice])),
    ), _Nodes(
        *(
            np.concatenate((values, values[at]))
            for values in (nodes.osm_id, nodes.lat_e7, nodes.lon_e7)
        )
    )


@dataclass(frozen=True, slots=True)
class _Arcs:
    tail: Int64s
    head: Int64s
    segment: Int64s
    forward: Bools
    trait: Int32s
    banned: npt.NDArray[np.uint8]


def _base_arcs(segments: _Segments) -> _Arcs:
    along, against = np.flatnonzero(segments.forward >= 0), np.flatnonzero(segments.backward >= 0)
    return _Arcs(
        tail=np.concatenate((segments.tail[along], segments.head[against])),
        head=np.concatenate((segments.head[along], segments.tail[against])),
        segment=np.concatenate((along, against)),
        forward=np.arange(len(along) + len(against)) < len(along),
        trait=np.concatenate((segments.forward[along], segments.backward[against])),
        banned=np.zeros(len(along) + len(against), dtype=np.uint8),
    )


def _bans(
    extract: Extract, segments: _Segments, nodes: _Nodes, arcs: _Arcs, findings: Findings
) -> Bans:
    rules = read_restrictions(extract.relations, findings.restrictions)
    wanted = np.isin(nodes.osm_id, np.array([rule.via for rule in rules], dtype=np.int64))

    def ends(node_of_arc: Int64s) -> Mapping[int, list[ArcEnd]]:
        by_node: dict[int, list[ArcEnd]] = defaultdict(list)
        for arc in np.flatnonzero(wanted[node_of_arc]):
            segment = int(arcs.segment[arc])
            node = int(nodes.osm_id[node_of_arc[arc]])
            by_node[node].append(ArcEnd(int(arc), int(segments.way[segment]), segment))
        return by_node

    return find_bans(rules, ends(arcs.head), ends(arcs.tail), findings.restrictions)


def _split_for(bans: Bans, arcs: _Arcs, nodes: _Nodes) -> tuple[_Arcs, _Nodes]:
    """Give every arc with forbidden turns its own copy of the node that it enters."""
    by_tail = np.argsort(arcs.tail, kind="stable")
    first = np.searchsorted(arcs.tail[by_tail], np.arange(len(nodes.osm_id) + 1))
    head, origin = arcs.head.copy(), []
    tails, copied, banned = [], [], []
    for arc_in, turns in bans.turns.items():
        via = int(arcs.head[arc_in])
        copy = len(nodes.osm_id) + len(origin)
        origin.append(via)
        head[arc_in] = copy
        for arc_out in by_tail[first[via] : first[via + 1]]:
            tails.append(copy)
            copied.append(int(arc_out))
            banned.append(turns.get(int(arc_out), 0))
    again, at = np.array(copied, dtype=np.int64), np.array(origin, dtype=np.int64)
    return _Arcs(
        tail=np.concatenate((arcs.tail, np.array(tails, dtype=np.int64))),
        head=np.concatenate((head, head[again])),
        segment=np.concatenate((arcs.segment, arcs.segment[again])),
        forward=np.concatenate((arcs.forward, arcs.forward[again])),
        trait=np.concatenate((arcs.trait, arcs.trait[again])),
        banned=np.concatenate((arcs.banned, np.array(banned, dtype=np.uint8))),
    ), _Nodes(
        *(
            np.concatenate((values, values[at]))
            for values in (nodes.osm_id, nodes.lat_e7, nodes.lon_e7)
        )
    )


def _graph(
    extract: Extract, segments: _Segments, nodes: _Nodes, table: TraitTable, findings: Findings
) -> RoadGraph:
    arcs = _base_arcs(segments)
    bans = _bans(extract, segments, nodes, arcs, findings)
    findings.split_nodes = len(bans.turns)
    arcs, nodes = _split_for(bans, arcs, nodes)
    order = np.lexsort((arcs.head, arcs.tail))
    traits, conditions = table.finish()
    name_first, name_bytes = pack_texts(tuple(extract.names))
    condition_first, condition_bytes = pack_texts(conditions)
    lat, lon = segments.point_lat_e7, segments.point_lon_e7
    cell_key, cell_first, cell_point = build_grid(segments.first_point, lat, lon)
    return RoadGraph(
        node_lat_e7=nodes.lat_e7,
        node_lon_e7=nodes.lon_e7,
        node_osm_id=nodes.osm_id,
        node_landmass=np.zeros(len(nodes.osm_id), dtype=np.int32),
        node_signal=np.isin(nodes.osm_id, extract.signals),
        first_arc=np.searchsorted(arcs.tail[order], np.arange(len(nodes.osm_id) + 1)).astype(
            np.int32
        ),
        arc_head=arcs.head[order].astype(np.int32),
        arc_segment=arcs.segment[order].astype(np.int32),
        arc_trait=arcs.trait[order],
        arc_forward=arcs.forward[order],
        arc_banned=arcs.banned[order],
        segment_first_point=segments.first_point.astype(np.int32),
        segment_length=_lengths(segments),
        segment_way=segments.way,
        segment_name=segments.name,
        shape_lat_e7=lat,
        shape_lon_e7=lon,
        traits=traits,
        name_first=name_first,
        name_bytes=name_bytes,
        condition_first=condition_first,
        condition_bytes=condition_bytes,
        cell_key=cell_key,
        cell_first=cell_first,
        cell_point=cell_point,
    )


def _lengths(segments: _Segments) -> Int32s:
    """Centimetres along each shape; a road is never of length 0, so that only barriers are."""
    along = np.concatenate(
        ([0.0], np.cumsum(step_lengths(segments.point_lat_e7, segments.point_lon_e7)))
    )
    metres = along[segments.first_point[1:] - 1] - along[segments.first_point[:-1]]
    centimetres = np.rint(metres * 100).astype(np.int32)
    return np.where(segments.way > 0, np.maximum(centimetres, 1), 0).astype(np.int32)
