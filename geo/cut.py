"""Cuts the ways of an extract into segments where they meet or end."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

import numpy as np

from geo.faults import InputError
from geo.geometry import MISSING_E7, Bools, Floats, Int32s, Int64s, expand, step_lengths
from geo.osm import Extract
from geo.osm_files import no_roads
from geo.traits import Misread

LONGEST_SEGMENT = 200_000.0
"""Metres. At 1 km/h, the slowest of any profile, that is still below the 2³⁰ ms of the kernels.

A step between two nodes of a way that is longer is no road: one of them is misplaced."""


@dataclass(slots=True)
class Findings:
    """What happened to the odd parts of an extract, for the summary."""

    misread: Misread = field(default_factory=Misread)
    restrictions: Counter[str] = field(default_factory=Counter)
    ways_with_missing_nodes: int = 0
    ways_with_misplaced_nodes: int = 0
    ways_without_length: int = 0
    barriers: int = 0
    forbidden_turns: int = 0


@dataclass(frozen=True, slots=True)
class Points:
    """Nodes along open ways, one run ("piece") after another, without gaps inside a run."""

    node: Int64s  # [k] index of the OSM node
    begins: Bools  # [k] whether a run begins here
    way: Int64s  # [k] row of the way


@dataclass(frozen=True, slots=True)
class Segments:
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
    signals: Int32s  # [s] traffic lights between its ends


@dataclass(frozen=True, slots=True)
class Nodes:
    """OSM ids and coordinates of nodes, degrees × 10⁷; copies of a node share them."""

    osm_id: Int64s
    lat_e7: Int32s
    lon_e7: Int32s

    def __len__(self) -> int:
        return len(self.osm_id)

    def rows(self, at: Int64s) -> Nodes:
        """Return some of the nodes."""
        return Nodes(self.osm_id[at], self.lat_e7[at], self.lon_e7[at])

    def with_copies(self, at: Int64s) -> Nodes:
        """Return all nodes, and behind them copies of some."""
        return self.rows(np.concatenate((np.arange(len(self)), at)))


@dataclass(frozen=True, slots=True)
class Directions:
    """Trait of each tag set along and against its ways; -1 where closed to all motor vehicles."""

    forward: Int32s
    backward: Int32s


def distinct_nodes(extract: Extract) -> tuple[Nodes, Int64s]:
    """Return the OSM nodes of all ways by id, and for each reference which of them it is."""
    osm_id, inverse = np.unique(extract.refs, return_inverse=True)
    lat = np.full(len(osm_id), MISSING_E7, dtype=np.int32)
    lon = np.full(len(osm_id), MISSING_E7, dtype=np.int32)
    known = extract.lat_e7 != MISSING_E7
    lat[inverse[known]] = extract.lat_e7[known]
    lon[inverse[known]] = extract.lon_e7[known]
    return Nodes(osm_id, lat, lon), inverse


def find_runs(
    extract: Extract, inverse: Int64s, nodes: Nodes, directions: Directions, findings: Findings
) -> Points:
    """Drop closed ways, unknown nodes and repeated ones; a gap, leap or new way begins a run."""
    known = nodes.lat_e7 != MISSING_E7
    tags = extract.way_tags
    is_open = (directions.forward[tags] >= 0) | (directions.backward[tags] >= 0)
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
    leaps = ~breaks & (_steps(nodes, node) > LONGEST_SEGMENT)
    findings.ways_with_misplaced_nodes = len(np.unique(way[leaps]))
    breaks |= leaps
    alone = breaks & np.append(breaks[1:], True)
    findings.ways_without_length = len(np.setdiff1d(way[alone], way[~alone]))
    if alone.all():
        raise InputError([no_roads(extract.files)])
    return Points(node[~alone], breaks[~alone], way[~alone])


def _steps(nodes: Nodes, node: Int64s) -> Floats:
    """Return the metres from the node before to each node."""
    return np.concatenate(([0.0], step_lengths(nodes.lat_e7[node], nodes.lon_e7[node])))


def cut(
    extract: Extract, points: Points, nodes: Nodes, directions: Directions
) -> tuple[Segments, Nodes]:
    """Cut runs where ways meet or end and at barriers; return segments and the nodes they join."""
    ends = np.append(points.begins[1:], True)
    uses = np.bincount(points.node, minlength=len(nodes))
    barriers = [node.osm_id for node in extract.nodes if "barrier" in node.tags]
    is_junction = (uses > 1) | ((uses > 0) & np.isin(nodes.osm_id, barriers))
    is_junction[points.node[points.begins | ends | _too_far_along(points, nodes)]] = True
    at = np.flatnonzero(is_junction[points.node])
    same_run = ~points.begins[at[1:]]
    first, last = at[:-1][same_run], at[1:][same_run]
    shape = points.node[expand(first, last - first + 1)]
    junctions = np.flatnonzero(is_junction)
    number = np.full(len(nodes), -1, dtype=np.int64)
    number[junctions] = np.arange(len(junctions))
    way = points.way[first]
    tags = extract.way_tags[way]
    first_point = np.concatenate(([0], np.cumsum(last - first + 1)))
    segments = Segments(
        tail=number[points.node[first]],
        head=number[points.node[last]],
        way=extract.way_id[way],
        name=extract.way_name[way],
        forward=directions.forward[tags],
        backward=directions.backward[tags],
        first_point=first_point,
        point_lat_e7=nodes.lat_e7[shape],
        point_lon_e7=nodes.lon_e7[shape],
        signals=_signals_inside(np.isin(nodes.osm_id, extract.signals)[shape], first_point),
    )
    return segments, nodes.rows(junctions)


def _too_far_along(points: Points, nodes: Nodes) -> Bools:
    """Mark the points where a run of any length must be cut to keep to `LONGEST_SEGMENT`."""
    steps = np.where(points.begins, 0.0, _steps(nodes, points.node))
    half = np.floor(np.cumsum(steps) / (LONGEST_SEGMENT / 2))
    # The step after a mark may be a whole LONGEST_SEGMENT by itself.
    passed = np.diff(half) > 0
    around: Bools = np.append(passed, False) | np.append(False, passed)
    return around


def _signals_inside(is_signal: Bools, first_point: Int64s) -> Int32s:
    """Count traffic lights within each segment; those at its ends belong to the junctions."""
    before = np.concatenate(([0], np.cumsum(is_signal)))
    return (before[first_point[1:] - 1] - before[first_point[:-1] + 1]).astype(np.int32)
