"""Says how one may go on from every arc: the layer of turns between the arcs of a road graph.

A *state* is an arc as a vehicle drives it. Most arcs have one; an arc inside a turn restriction
that leads over several ways has one more for every such rule that the vehicle has begun to break,
so that the last forbidden turn can be told from the allowed ones. A *turn* leads from a state to
the state of an arc that leaves where the first one ends. Forbidden turns are kept with the vehicles
that they are forbidden for, and a profile closes what binds it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from geo.cut import Findings, Nodes, Segments
from geo.geometry import Int64s, expand
from geo.osm import Extract
from geo.restrictions import (
    ArcEnd,
    Ban,
    Bans,
    Path,
    Restriction,
    Surroundings,
    find_bans,
    read_restrictions,
)
from geo.split import Arcs


@dataclass(frozen=True, slots=True)
class Turns:
    """States and turns; see `geo.graph.RoadGraph`.

    Parameters
    ----------
    conditions
        [t] texts: of each turn the bans that hold at times only, one per line.
    """

    state_arc: Int64s
    first: Int64s
    state: Int64s
    banned: npt.NDArray[np.uint8]
    conditions: dict[int, str]


def forbidden_ways_on(
    extract: Extract, segments: Segments, nodes: Nodes, arcs: Arcs, findings: Findings
) -> Bans:
    """Return what turn restrictions forbid."""
    rules = read_restrictions(extract.relations, findings.restrictions)
    finder = _ArcFinder(segments, nodes, arcs)
    return find_bans(rules, finder.around(rules), findings.restrictions)


class _ArcFinder:
    """Looks up arcs by node and way."""

    def __init__(self, segments: Segments, nodes: Nodes, arcs: Arcs) -> None:
        self.arcs = arcs
        self.way = segments.way[arcs.segment]
        self.osm_id = nodes.osm_id

    def around(self, rules: Sequence[Restriction]) -> Surroundings:
        at_nodes = {rule.via_node for rule in rules if rule.via_node is not None}
        over_ways = [rule for rule in rules if rule.via_ways]
        ways = {way for rule in over_ways for way in (*rule.from_ways, *rule.via_ways)}
        of_way = self._group(np.flatnonzero(np.isin(self.way, _ids(ways))), self.way)
        heads = {end.head for ends in of_way.values() for end in ends}
        near = np.flatnonzero(np.isin(self.arcs.tail, _ids(heads)))
        tail_id, head_id = self.osm_id[self.arcs.tail], self.osm_id[self.arcs.head]
        via = _ids(at_nodes)
        return Surroundings(
            entering=self._group(np.flatnonzero(np.isin(head_id, via)), head_id),
            leaving=self._group(np.flatnonzero(np.isin(tail_id, via)), tail_id),
            of_way=of_way,
            leaving_node=self._group(near, self.arcs.tail),
        )

    def _group(self, rows: Int64s, key: Int64s) -> dict[int, list[ArcEnd]]:
        groups: dict[int, list[ArcEnd]] = defaultdict(list)
        for arc in rows:
            end = ArcEnd(
                arc=int(arc),
                way=int(self.way[arc]),
                segment=int(self.arcs.segment[arc]),
                tail=int(self.arcs.tail[arc]),
                head=int(self.arcs.head[arc]),
            )
            groups[int(key[arc])].append(end)
        return groups


def _ids(numbers: Iterable[int]) -> Int64s:
    return np.array(sorted(numbers), dtype=np.int64)


def make_turns(arcs: Arcs, bans: Bans) -> Turns:
    """Lay out all turns, with one more state for every arc of a path that rules remember."""
    count = len(arcs.head)
    remembered = {path[:length]: 0 for path in bans.ways_on for length in range(2, len(path) + 1)}
    state_of = {path: count + at for at, path in enumerate(remembered)}
    state_arc = np.concatenate(
        (np.arange(count), np.array([path[-1] for path in state_of], dtype=np.int64))
    )
    begin = arcs.first[arcs.head[state_arc]]
    ways_on = arcs.first[arcs.head[state_arc] + 1] - begin
    first = np.concatenate(([0], np.cumsum(ways_on)))
    state = expand(begin, ways_on)
    banned = np.zeros(len(state), dtype=np.uint8)
    conditions: dict[int, str] = {}
    for path, row in _rows(bans, state_of, first):
        for at in range(int(first[row]), int(first[row + 1])):
            arc = int(state[at])
            state[at] = _next_state(path, arc, state_of)
            banned[at], texts = _bans_on(path, arc, bans)
            if texts:
                conditions[at] = "\n".join(texts)
    return Turns(state_arc, first, state, banned, conditions)


def _rows(bans: Bans, state_of: dict[Path, int], first: Int64s) -> Iterable[tuple[Path, int]]:
    """Yield the states whose turns rules change, with the path that they remember."""
    plain = {path[:1] for path in bans.ways_on}
    yield from ((path, path[0]) for path in plain)
    yield from state_of.items()


def _next_state(path: Path, arc: int, state_of: dict[Path, int]) -> int:
    """Return the state that remembers as much of the way here as some rule asks for."""
    for begin in range(len(path)):
        known = state_of.get((*path[begin:], arc))
        if known is not None:
            return known
    return arc


def _bans_on(path: Path, arc: int, bans: Bans) -> tuple[int, list[str]]:
    """Return the bits of rules that always forbid an arc after a path, and texts of others."""
    found: list[Ban] = []
    for begin in range(len(path)):
        found += bans.ways_on.get(path[begin:], {}).get(arc, [])
    bits = 0
    for ban in found:
        bits |= 0 if ban.condition else ban.bits
    return bits, [f"{ban.bits}@{ban.condition}" for ban in found if ban.condition]
