"""Splits the nodes at which not every way on is allowed: barriers and turn restrictions."""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from geo.cut import Findings, Nodes, Segments
from geo.geometry import Bools, Int32s, Int64s
from geo.osm import Extract, TaggedNode
from geo.restrictions import ArcEnd, Bans, find_bans, read_restrictions
from geo.traits import TraitTable


def insert_barriers(
    segments: Segments,
    nodes: Nodes,
    tagged: Sequence[TaggedNode],
    table: TraitTable,
    findings: Findings,
) -> tuple[Segments, Nodes]:
    """Take the roads at a barrier apart and join them by segments of length 0 that stand for it."""
    ends: dict[int, list[tuple[int, bool]]] = defaultdict(list)
    row_of = {node.osm_id: node for node in tagged if "barrier" in node.tags}
    at_barrier = np.isin(nodes.osm_id, np.array(list(row_of), dtype=np.int64))
    for is_tail, end in ((True, segments.tail), (False, segments.head)):
        for at in np.flatnonzero(at_barrier[end]):
            ends[int(end[at])].append((int(at), is_tail))
    tail, head = segments.tail.copy(), segments.head.copy()
    origin: list[int] = []  # the barrier node of each copy
    joints: list[tuple[int, int, int]] = []  # two sides, trait
    for node, meeting in ends.items():
        if len(meeting) < 2:
            continue
        trait = table.add_barrier(row_of[int(nodes.osm_id[node])].tags)
        sides = [node]  # the first road keeps the node
        for segment, is_tail in meeting[1:]:
            sides.append(len(nodes) + len(origin))
            origin.append(node)
            (tail if is_tail else head)[segment] = sides[-1]
        # Every pair is joined, so that whoever passes meets the barrier once.
        joints.extend((a, b, trait) for a, b in itertools.combinations(sides, 2))
    findings.barriers = len(set(origin))
    return _with_joints(replace(segments, tail=tail, head=head), nodes, origin, joints)


def _with_joints(
    segments: Segments, nodes: Nodes, origin: list[int], joints: list[tuple[int, int, int]]
) -> tuple[Segments, Nodes]:
    nodes = nodes.with_copies(np.array(origin, dtype=np.int64))
    rows = np.array(joints, dtype=np.int64).reshape(-1, 3)
    traits = rows[:, 2].astype(np.int32)
    last = segments.first_point[-1]
    ends = rows[:, :2].ravel()
    nothing = np.zeros(len(rows), dtype=np.int32)
    joined = Segments(
        tail=np.concatenate((segments.tail, rows[:, 0])),
        head=np.concatenate((segments.head, rows[:, 1])),
        way=np.concatenate((segments.way, nothing)),
        name=np.concatenate((segments.name, nothing)),
        forward=np.concatenate((segments.forward, traits)),
        backward=np.concatenate((segments.backward, traits)),
        first_point=np.concatenate((segments.first_point, last + 2 * np.arange(1, len(rows) + 1))),
        point_lat_e7=np.concatenate((segments.point_lat_e7, nodes.lat_e7[ends])),
        point_lon_e7=np.concatenate((segments.point_lon_e7, nodes.lon_e7[ends])),
    )
    return joined, nodes


@dataclass(frozen=True, slots=True)
class Arcs:
    """Arcs before they are sorted; see `geo.graph.RoadGraph`."""

    tail: Int64s
    head: Int64s
    segment: Int64s
    forward: Bools
    trait: Int32s
    banned: npt.NDArray[np.uint8]


def base_arcs(segments: Segments) -> Arcs:
    """Return one arc per segment and open direction."""
    along, against = np.flatnonzero(segments.forward >= 0), np.flatnonzero(segments.backward >= 0)
    return Arcs(
        tail=np.concatenate((segments.tail[along], segments.head[against])),
        head=np.concatenate((segments.head[along], segments.tail[against])),
        segment=np.concatenate((along, against)),
        forward=np.arange(len(along) + len(against)) < len(along),
        trait=np.concatenate((segments.forward[along], segments.backward[against])),
        banned=np.zeros(len(along) + len(against), dtype=np.uint8),
    )


def forbidden_turns(
    extract: Extract, segments: Segments, nodes: Nodes, arcs: Arcs, findings: Findings
) -> Bans:
    """Return the turns that restrictions forbid."""
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


@dataclass(frozen=True, slots=True)
class Split:
    """Arcs and nodes with the copies that turn restrictions need.

    Parameters
    ----------
    origin
        [n] the node that a copy stands for; of other nodes itself.
    """

    arcs: Arcs
    nodes: Nodes
    origin: Int64s


def split_for(bans: Bans, arcs: Arcs, nodes: Nodes) -> Split:
    """Give every arc with forbidden turns its own copy of the node that it enters."""
    by_tail = np.argsort(arcs.tail, kind="stable")
    first = np.searchsorted(arcs.tail[by_tail], np.arange(len(nodes) + 1))
    head = arcs.head.copy()
    origin: list[int] = []
    tails: list[int] = []
    copied: list[int] = []
    banned: list[int] = []
    for arc_in, turns in bans.turns.items():
        via = int(arcs.head[arc_in])
        copy = len(nodes) + len(origin)
        origin.append(via)
        head[arc_in] = copy
        for arc_out in by_tail[first[via] : first[via + 1]]:
            tails.append(copy)
            copied.append(int(arc_out))
            banned.append(turns.get(int(arc_out), 0))
    again = np.array(copied, dtype=np.int64)
    every_origin = np.concatenate((np.arange(len(nodes)), np.array(origin, dtype=np.int64)))
    split = Arcs(
        tail=np.concatenate((arcs.tail, np.array(tails, dtype=np.int64))),
        head=np.concatenate((head, head[again])),
        segment=np.concatenate((arcs.segment, arcs.segment[again])),
        forward=np.concatenate((arcs.forward, arcs.forward[again])),
        trait=np.concatenate((arcs.trait, arcs.trait[again])),
        banned=np.concatenate((arcs.banned, np.array(banned, dtype=np.uint8))),
    )
    return Split(split, nodes.rows(every_origin), every_origin)
