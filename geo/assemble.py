"""Builds the arrays of a road graph from an extract."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from geo.cut import Directions, Findings, Nodes, Segments, cut, distinct_nodes, find_runs
from geo.driving_side import drives_left
from geo.geometry import Int32s, step_lengths
from geo.graph import RoadGraph, pack_texts
from geo.grid import build_grid
from geo.osm import Extract
from geo.split import Arcs, insert_barriers, make_arcs
from geo.traits import TraitTable, read_traits
from geo.turn_kinds import TurnPairs, gives_way, turn_kinds
from geo.turns import Turns, forbidden_ways_on, make_turns
from geo.urban import urban_segments


def assemble(extract: Extract) -> tuple[RoadGraph, Findings]:
    """Build the graph of an extract: cut ways at junctions, lay out arcs and turns.

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
    arcs = make_arcs(segments, nodes)
    turns = make_turns(arcs, forbidden_ways_on(extract, segments, nodes, arcs, findings))
    findings.forbidden_turns = int(np.count_nonzero(turns.banned)) + len(turns.conditions)
    return _graph(extract, Streets(segments, nodes, arcs, turns), table), findings


@dataclass(frozen=True, slots=True)
class Streets:
    """All that the arrays of a graph are made of."""

    segments: Segments
    nodes: Nodes
    arcs: Arcs
    turns: Turns


def _graph(extract: Extract, streets: Streets, table: TraitTable) -> RoadGraph:
    segments, nodes, arcs, turns = streets.segments, streets.nodes, streets.arcs, streets.turns
    turn_condition = np.zeros(len(turns.state), dtype=np.int32)
    for turn, text in turns.conditions.items():
        turn_condition[turn] = table.add_condition(text)
    traits, conditions = table.finish()
    name_first, name_bytes = pack_texts(tuple(extract.names))
    condition_first, condition_bytes = pack_texts(conditions)
    lat, lon = segments.point_lat_e7, segments.point_lon_e7
    cell_key, cell_first, cell_point = build_grid(segments.first_point, lat, lon)
    left = drives_left(extract)
    signal = np.isin(nodes.osm_id, extract.signals)
    turn_from = np.repeat(turns.state_arc, np.diff(turns.first))
    pairs = TurnPairs(turn_from, turns.state_arc[turns.state], arcs, segments)
    kinds = turn_kinds(pairs, drives_left=left)
    lengths = _lengths(segments)
    return RoadGraph(
        node_lat_e7=nodes.lat_e7,
        node_lon_e7=nodes.lon_e7,
        node_osm_id=nodes.osm_id,
        node_landmass=np.zeros(len(nodes.osm_id), dtype=np.int32),
        node_signal=signal,
        first_arc=arcs.first.astype(np.int32),
        arc_head=arcs.head.astype(np.int32),
        arc_segment=arcs.segment.astype(np.int32),
        arc_trait=arcs.trait,
        arc_forward=arcs.forward,
        state_arc=turns.state_arc.astype(np.int32),
        first_turn=turns.first.astype(np.int32),
        turn_state=turns.state.astype(np.int32),
        turn_kind=kinds,
        turn_yields=gives_way(pairs, kinds, traits, signal),
        turn_banned=turns.banned,
        turn_condition=turn_condition,
        segment_first_point=segments.first_point.astype(np.int32),
        segment_length=lengths,
        segment_way=segments.way,
        segment_name=segments.name,
        segment_signals=np.minimum(segments.signals, 255).astype(np.uint8),
        segment_urban=urban_segments(segments, lengths / 100, traits),
        drives_left=np.array([left]),
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
