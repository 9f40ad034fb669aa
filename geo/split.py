"""Makes barriers roads of their own, and arcs of roads."""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from geo.cut import Findings, Nodes, Segments
from geo.geometry import Bools, Int32s, Int64s
from geo.osm import TaggedNode
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
        signals=np.concatenate((segments.signals, nothing)),
    )
    return joined, nodes


@dataclass(frozen=True, slots=True)
class Arcs:
    """Arcs sorted by tail; see `geo.graph.RoadGraph`."""

    first: Int64s
    tail: Int64s
    head: Int64s
    segment: Int64s
    forward: Bools
    trait: Int32s


def make_arcs(segments: Segments, nodes: Nodes) -> Arcs:
    """Return one arc per segment and open direction."""
    along, against = np.flatnonzero(segments.forward >= 0), np.flatnonzero(segments.backward >= 0)
    tail = np.concatenate((segments.tail[along], segments.head[against]))
    head = np.concatenate((segments.head[along], segments.tail[against]))
    trait = np.concatenate((segments.forward[along], segments.backward[against]))
    order = np.lexsort((head, tail))
    return Arcs(
        first=np.searchsorted(tail[order], np.arange(len(nodes) + 1)),
        tail=tail[order],
        head=head[order],
        segment=np.concatenate((along, against))[order],
        forward=order < len(along),
        trait=trait[order],
    )
