"""Builds the arrays of a road graph from an extract."""

from __future__ import annotations

import numpy as np

from geo.cut import Directions, Findings, Segments, cut, distinct_nodes, find_runs
from geo.geometry import Int32s, step_lengths
from geo.graph import RoadGraph, pack_texts
from geo.grid import build_grid
from geo.osm import Extract
from geo.split import Split, base_arcs, forbidden_turns, insert_barriers, split_for
from geo.traits import TraitTable, read_traits


def assemble(extract: Extract) -> tuple[RoadGraph, Findings]:
    """Build the graph of an extract: cut ways at junctions, split nodes that bar some ways on.

    Landmasses are found later, so `node_landmass` is all 0.
    """
    table = TraitTable()
    findings = Findings(misread=table.misread)
    ways_per_set = np.bincount(extract.way_tags, minlength=len(extract.tag_sets))
    directions = Directions(*read_traits(extract.tag_sets, ways_per_set, table))
    every_node, inverse = distinct_nodes(extract)
    points = find_runs(extract, inverse, every_node, directions, findings)
    segments, nodes = cut(extract, points, every_node, directions)
    del every_node, inverse, points
    segments, nodes = insert_barriers(segments, nodes, extract.nodes, table, findings)
    arcs = base_arcs(segments)
    bans = forbidden_turns(extract, segments, nodes, arcs, findings)
    findings.split_nodes = len(bans.turns)
    return _graph(extract, segments, split_for(bans, arcs, nodes), table), findings


def _graph(extract: Extract, segments: Segments, split: Split, table: TraitTable) -> RoadGraph:
    arcs, nodes = split.arcs, split.nodes
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
        node_origin=split.origin.astype(np.int32),
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


def _lengths(segments: Segments) -> Int32s:
    """Centimetres along each shape; a road is never of length 0, so that only barriers are."""
    along = np.concatenate(
        ([0.0], np.cumsum(step_lengths(segments.point_lat_e7, segments.point_lon_e7)))
    )
    metres = along[segments.first_point[1:] - 1] - along[segments.first_point[:-1]]
    centimetres = np.rint(metres * 100).astype(np.int32)
    return np.where(segments.way != 0, np.maximum(centimetres, 1), 0).astype(np.int32)
