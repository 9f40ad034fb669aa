"""Reads turn restrictions and decides which turns they forbid to which vehicles.

https://wiki.openstreetmap.org/wiki/Relation:restriction
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from geo.faults import Text
from geo.graph import BANNED_BITS
from geo.osm import Relation

FATES = {
    "applied": Text("적용", "applied"),
    "via-way": Text("경유 도로 제한(미적용)", "via way, not yet applied"),
    "conditional": Text("조건부(미적용)", "conditional, not yet applied"),
    "other-vehicles": Text("다른 차량용", "for other vehicles, or no rule"),
    "member-missing": Text("구성원 없음", "member missing"),
    "no-open-road": Text("지도에 없는 도로", "from, via or to is no open road of the map"),
    "ambiguous": Text("모호함", "ambiguous: a way runs through its via node"),
}
"""What becomes of turn restrictions, for people."""

_ALL = sum(BANNED_BITS.values())
_EXCEPT_ALL = frozenset({"motor_vehicle", "vehicle", "motorvehicle"})
# Our own vehicles are none of these, so a restriction that names only them binds nobody here.
_PREFIXES = tuple(f"restriction:{mode}" for mode in BANNED_BITS)


@dataclass(frozen=True, slots=True)
class Restriction:
    """One turn rule at a node, for the vehicles in `bits`.

    Parameters
    ----------
    only
        Whether the named turn is the only one allowed, rather than the one forbidden.
    """

    osm_id: int
    only: bool
    via: int
    from_ways: tuple[int, ...]
    to_ways: tuple[int, ...]
    bits: int


@dataclass(frozen=True, slots=True)
class ArcEnd:
    """An arc that enters or leaves a node, as the rules see it: by way and segment."""

    arc: int
    way: int
    segment: int


@dataclass(slots=True)
class Bans:
    """Forbidden turns: arc in -> arc out -> bits; and how the rules fared."""

    turns: dict[int, dict[int, int]] = field(default_factory=lambda: defaultdict(dict))
    fates: Counter[str] = field(default_factory=Counter)

    def forbid(self, arc_in: int, arc_out: int, bits: int) -> None:
        """Add a forbidden turn."""
        self.turns[arc_in][arc_out] = self.turns[arc_in].get(arc_out, 0) | bits


def read_restrictions(relations: Iterable[Relation], fates: Counter[str]) -> list[Restriction]:
    """Return the rules with one via node; count in `fates` why others are not applied."""
    found = []
    for relation in relations:
        if relation.tags.get("type") != "restriction":
            continue
        rules = list(_rules(relation.tags))
        if not rules:
            conditional = any(key.endswith(":conditional") for key in relation.tags)
            fates["conditional" if conditional else "other-vehicles"] += 1
            continue
        roles: dict[str, list[tuple[str, int]]] = defaultdict(list)
        for kind, ref, role in relation.members:
            roles[role].append((kind, ref))
        fate = _incomplete(roles)
        if fate:
            fates[fate] += 1
            continue
        for rule, bits in rules:
            found.append(_restriction(relation.osm_id, rule, bits, roles))
    return found


def _rules(tags: Mapping[str, str]) -> Iterable[tuple[str, int]]:
    """Yield each rule with the vehicles that it binds."""
    excepted = {part.strip() for part in tags.get("except", "").split(";")}
    spared = _ALL if excepted & _EXCEPT_ALL else sum(BANNED_BITS.get(part, 0) for part in excepted)
    for key in ("restriction", *_PREFIXES):
        rule = tags.get(key, "")
        bits = BANNED_BITS.get(key.partition(":")[2], _ALL) & ~spared
        if rule.startswith(("no_", "only_")) and bits:
            yield rule, bits


def _incomplete(roles: Mapping[str, Sequence[tuple[str, int]]]) -> str:
    via = roles.get("via", ())
    if any(kind == "w" for kind, _ in via):
        return "via-way"
    if len(via) != 1 or not roles.get("from") or not roles.get("to"):
        return "member-missing"
    return ""


def _restriction(
    osm_id: int, rule: str, bits: int, roles: Mapping[str, Sequence[tuple[str, int]]]
) -> Restriction:
    from_ways = tuple(ref for kind, ref in roles["from"] if kind == "w")
    to_ways = tuple(ref for kind, ref in roles["to"] if kind == "w")
    return Restriction(
        osm_id, rule.startswith("only_"), roles["via"][0][1], from_ways, to_ways, bits
    )


def find_bans(
    restrictions: Iterable[Restriction],
    ends_in: Mapping[int, Sequence[ArcEnd]],
    ends_out: Mapping[int, Sequence[ArcEnd]],
    fates: Counter[str],
) -> Bans:
    """Turn rules into forbidden pairs of arcs.

    Parameters
    ----------
    ends_in, ends_out
        By OSM node id: the arcs that enter and leave it.
    """
    bans = Bans(fates=fates)
    allowed: dict[tuple[int, int], set[int]] = defaultdict(set)
    for rule in restrictions:
        arriving = [end for end in ends_in.get(rule.via, ()) if end.way in rule.from_ways]
        leaving = [end for end in ends_out.get(rule.via, ()) if end.way in rule.to_ways]
        fate = _fate(rule, arriving, leaving)
        bans.fates[fate] += 1
        if fate != "applied":
            continue
        for end in arriving:
            if rule.only:
                allowed[end.arc, rule.bits].update(out.arc for out in _turns(rule, end, leaving))
            else:
                for out in _turns(rule, end, leaving):
                    bans.forbid(end.arc, out.arc, rule.bits)
    via_of = {end.arc: node for node, ends in ends_in.items() for end in ends}
    for (arc, bits), targets in allowed.items():
        for out in ends_out[via_of[arc]]:
            if out.arc not in targets:
                bans.forbid(arc, out.arc, bits)
    return bans


def _turns(rule: Restriction, arriving: ArcEnd, leaving: Sequence[ArcEnd]) -> list[ArcEnd]:
    """Return the turns that a rule names; from a way to itself, the U-turn along one segment."""
    if rule.from_ways == rule.to_ways:
        return [end for end in leaving if end.segment == arriving.segment]
    return list(leaving)


def _fate(rule: Restriction, arriving: Sequence[ArcEnd], leaving: Sequence[ArcEnd]) -> str:
    if not arriving or not leaving:
        return "no-open-road"
    if rule.from_ways == rule.to_ways:
        return "applied"
    if len({end.way for end in arriving}) < len(arriving) or len(
        {end.way for end in leaving}
    ) < len(leaving):
        # The way runs through the node, so the rule does not say from which side.
        return "ambiguous"
    return "applied"
