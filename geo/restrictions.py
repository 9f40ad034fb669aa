"""Reads turn restrictions and decides which ways on they forbid to which vehicles.

https://wiki.openstreetmap.org/wiki/Relation:restriction
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from geo.conditional import parse_clauses
from geo.faults import Text
from geo.graph import BANNED_BITS
from geo.osm import Relation

FATES = {
    "applied": Text("적용", "applied"),
    "via-way": Text("경유 도로까지 적용", "applied over the ways between"),
    "conditional": Text("조건이 맞을 때 적용", "applied when its condition holds"),
    "bad-condition": Text("조건을 읽을 수 없음", "condition that cannot be read"),
    "other-vehicles": Text("다른 차량용", "for other vehicles, or no rule"),
    "member-missing": Text("구성원 없음", "member missing"),
    "no-open-road": Text("지도에 없는 도로", "from, via or to is no open road of the map"),
    "ambiguous": Text("모호함", "ambiguous: a way runs through its via node"),
}
"""What becomes of turn restrictions, for people."""
APPLIED = ("applied", "via-way", "conditional")

_ALL = sum(BANNED_BITS.values())
_EXCEPT_ALL = frozenset({"motor_vehicle", "vehicle", "motorvehicle"})
# Our own vehicles are none of these, so a restriction that names only them binds nobody here.
_PREFIXES = tuple(f"restriction:{mode}" for mode in BANNED_BITS)

Path = tuple[int, ...]
"""Arcs that a vehicle has driven one after the other."""


@dataclass(frozen=True, slots=True)
class Ban:
    """Whom a way on is forbidden to, and when.

    Parameters
    ----------
    bits
        Vehicles, as `geo.graph.BANNED_BITS`.
    condition
        As after the "@" of a conditional tag; empty where the rule always holds.
    """

    bits: int
    condition: str = ""


@dataclass(frozen=True, slots=True)
class Restriction:
    """One turn rule.

    Parameters
    ----------
    only
        Whether the named way on is the only one allowed, rather than the one forbidden.
    via_node
        Where the turn is; None where it leads over ways.
    """

    osm_id: int
    only: bool
    ban: Ban
    from_ways: tuple[int, ...]
    to_ways: tuple[int, ...]
    via_node: int | None = None
    via_ways: tuple[int, ...] = ()

    @property
    def fate(self) -> str:
        """What becomes of the rule when it is applied."""
        if self.ban.condition:
            return "conditional"
        return "via-way" if self.via_ways else "applied"


@dataclass(frozen=True, slots=True)
class ArcEnd:
    """An arc as the rules see it: by way and segment, and by the nodes it joins."""

    arc: int
    way: int
    segment: int
    tail: int
    head: int


@dataclass(slots=True)
class Bans:
    """Forbidden ways on: arcs driven -> arc -> for whom; and how the rules fared."""

    ways_on: dict[Path, dict[int, list[Ban]]] = field(default_factory=dict)
    fates: Counter[str] = field(default_factory=Counter)

    def forbid(self, path: Path, arc: int, ban: Ban) -> None:
        """Forbid to go on by an arc after a path."""
        bans = self.ways_on.setdefault(path, {}).setdefault(arc, [])
        if ban not in bans:
            bans.append(ban)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The arcs near rules.

    Parameters
    ----------
    entering, leaving
        By OSM id of a via node: arcs that end or begin there.
    of_way
        By OSM id of the ways of rules that lead over ways.
    leaving_node
        By node of the graph: arcs that begin there.
    """

    entering: Mapping[int, Sequence[ArcEnd]]
    leaving: Mapping[int, Sequence[ArcEnd]]
    of_way: Mapping[int, Sequence[ArcEnd]]
    leaving_node: Mapping[int, Sequence[ArcEnd]]


def read_restrictions(relations: Iterable[Relation], fates: Counter[str]) -> list[Restriction]:
    """Return the rules that can be read; count in `fates` why others are not applied."""
    found = []
    for relation in relations:
        if relation.tags.get("type") != "restriction":
            continue
        try:
            rules = list(_rules(relation.tags))
        except ValueError:
            fates["bad-condition"] += 1
            continue
        roles: dict[str, list[tuple[str, int]]] = defaultdict(list)
        for kind, ref, role in relation.members:
            roles[role].append((kind, ref))
        fate = "" if rules else "other-vehicles"
        fate = fate or _incomplete(roles)
        if fate:
            fates[fate] += 1
            continue
        found += [_restriction(relation.osm_id, rule, ban, roles) for rule, ban in rules]
    return found


def _rules(tags: Mapping[str, str]) -> Iterable[tuple[str, Ban]]:
    """Yield each rule with the vehicles that it binds."""
    excepted = {part.strip() for part in tags.get("except", "").split(";")}
    spared = _ALL if excepted & _EXCEPT_ALL else sum(BANNED_BITS.get(part, 0) for part in excepted)
    for key in ("restriction", *_PREFIXES):
        bits = BANNED_BITS.get(key.partition(":")[2], _ALL) & ~spared
        rule = tags.get(key, "")
        if _is_rule(rule) and bits:
            yield rule, Ban(bits)
        for clause in parse_clauses(tags.get(f"{key}:conditional", "")):
            if _is_rule(clause.value) and bits:
                yield clause.value, Ban(bits, f"({' AND '.join(clause.parts)})")


def _is_rule(text: str) -> bool:
    return text.startswith(("no_", "only_"))


def _incomplete(roles: Mapping[str, Sequence[tuple[str, int]]]) -> str:
    via = roles.get("via", ())
    over_ways = bool(via) and all(kind == "w" for kind, _ in via)
    if not (over_ways or len(via) == 1) or not roles.get("from") or not roles.get("to"):
        return "member-missing"
    return ""


def _restriction(
    osm_id: int, rule: str, ban: Ban, roles: Mapping[str, Sequence[tuple[str, int]]]
) -> Restriction:
    plain = Restriction(
        osm_id=osm_id,
        only=rule.startswith("only_"),
        ban=ban,
        from_ways=tuple(ref for kind, ref in roles["from"] if kind == "w"),
        to_ways=tuple(ref for kind, ref in roles["to"] if kind == "w"),
    )
    kind, ref = roles["via"][0]
    if kind == "w":
        return replace(plain, via_ways=tuple(ref for _, ref in roles["via"]))
    return replace(plain, via_node=ref)


def find_bans(
    restrictions: Iterable[Restriction], around: Surroundings, fates: Counter[str]
) -> Bans:
    """Turn rules into forbidden ways on."""
    bans = Bans(fates=fates)
    allowed: dict[tuple[Path, Ban], set[int]] = defaultdict(set)
    node_after: dict[Path, Sequence[ArcEnd]] = {}
    for rule in restrictions:
        turns = _over_ways(rule, around) if rule.via_ways else _at_node(rule, around)
        if isinstance(turns, str):
            bans.fates[turns] += 1
            continue
        bans.fates[rule.fate] += 1
        for path, arcs, ways_on in turns:
            node_after[path] = ways_on
            if rule.only:
                allowed[path, rule.ban].update(arcs)
            else:
                for arc in arcs:
                    bans.forbid(path, arc, rule.ban)
    for (path, ban), arcs_allowed in allowed.items():
        for out in node_after[path]:
            if out.arc not in arcs_allowed:
                bans.forbid(path, out.arc, ban)
    return bans


Turn = tuple[Path, list[int], Sequence[ArcEnd]]
"""The arcs driven, the arcs that the rule names next, and all that one could take there."""


def _at_node(rule: Restriction, around: Surroundings) -> list[Turn] | str:
    """Return the turns that a rule with a via node names, or why it names none."""
    assert rule.via_node is not None
    every = around.leaving.get(rule.via_node, ())
    arriving = [e for e in around.entering.get(rule.via_node, ()) if e.way in rule.from_ways]
    leaving = [end for end in every if end.way in rule.to_ways]
    fate = _fate(rule, arriving, leaving)
    if fate:
        return fate
    return [
        ((end.arc,), [out.arc for out in _named(rule, end, leaving)], every) for end in arriving
    ]


def _named(rule: Restriction, arriving: ArcEnd, leaving: Sequence[ArcEnd]) -> list[ArcEnd]:
    """Return the arcs that a rule names; from a way to itself, the U-turn along one segment."""
    if rule.from_ways == rule.to_ways:
        return [end for end in leaving if end.segment == arriving.segment]
    return list(leaving)


def _fate(rule: Restriction, arriving: Sequence[ArcEnd], leaving: Sequence[ArcEnd]) -> str:
    if not arriving or not leaving:
        return "no-open-road"
    if rule.from_ways != rule.to_ways and (
        len({end.way for end in arriving}) < len(arriving)
        or len({end.way for end in leaving}) < len(leaving)
    ):
        # The way runs through the node, so the rule does not say from which side.
        return "ambiguous"
    return ""


def _over_ways(rule: Restriction, around: Surroundings) -> list[Turn] | str:
    """Return the turns that a rule over via ways names: the shortest chains that use all of them.

    The members stand in any order, so the chain is searched for rather than read.
    """
    ends = {end.arc: end for way in rule.via_ways for end in around.of_way.get(way, ())}
    turns: dict[Path, list[int]] = {}
    for start in (end for way in rule.from_ways for end in around.of_way.get(way, ())):
        found = _shortest_chain(start, ends, rule, around)
        if found:
            turns[found[0]] = found[1]
    if not turns:
        return "no-open-road"
    if any(len(arcs) > len(rule.to_ways) for arcs in turns.values()):
        return "ambiguous"
    least = min(len(path) for path in turns)
    best = [path for path in turns if len(path) == least]
    if len({path[0] for path in best}) > len(rule.from_ways):
        return "ambiguous"
    last = {end.arc: end for ends_of in around.of_way.values() for end in ends_of}
    return [(path, turns[path], around.leaving_node[last[path[-1]].head]) for path in best]


def _shortest_chain(
    start: ArcEnd, via: Mapping[int, ArcEnd], rule: Restriction, around: Surroundings
) -> tuple[Path, list[int]] | None:
    """Walk in breadth from an arc over via arcs until all via ways are used and a to-way begins."""
    queue: list[tuple[ArcEnd, ...]] = [(start,)]
    for path in queue:
        steps = around.leaving_node.get(path[-1].head, ())
        if {end.way for end in path[1:]} == set(rule.via_ways):
            onto = [end.arc for end in steps if end.way in rule.to_ways and end not in path]
            if onto:
                return tuple(end.arc for end in path), onto
        passed = {end.segment for end in path}
        queue += [(*path, end) for end in steps if end.arc in via and end.segment not in passed]
    return None
