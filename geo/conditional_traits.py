"""Puts conditional tags into effect: the traits of roads as they are at a moment, for a vehicle.

A trait keeps the conditional tags of its direction as text, one "key=value" per line without
":conditional" and ":forward"; with a conditional one-way rule also which way the trait is for and
what the road is otherwise.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from geo.conditional import Clause, Situation, parse_clauses
from geo.geometry import Bools
from geo.graph import RoadGraph
from geo.osm_tags import MODES
from geo.tag_values import ACCESS, ACCESS_OF, LENGTHS, ONEWAY, WEIGHTS, Traits
from geo.tags import parse_length_m, parse_speed_kph, parse_weight_kg


@dataclass(frozen=True, slots=True)
class Effective:
    """Traits as they are for one vehicle at one moment.

    Parameters
    ----------
    passing
        [r] for drives that only pass.
    visiting
        [r] for drives that begin or end there: with what counts for "destination" only.
    against
        [r] whether the road is at that moment one-way against the direction of the trait.
    """

    passing: Traits
    visiting: Traits
    against: Bools


def effective_traits(graph: RoadGraph, situation: Situation) -> Effective:
    """Evaluate the conditional tags of all traits."""
    traits = np.asarray(graph.traits)
    passing, visiting = traits.copy(), traits.copy()
    against = np.zeros(len(traits), dtype=bool)
    for row in np.flatnonzero(traits["conditional"]):
        lines = dict(
            line.split("=", 1)
            for line in graph.condition(int(traits["conditional"][row])).split("\n")
        )
        against[row] = _is_against(lines, situation)
        for key, text in lines.items():
            for found, visits in ((passing, False), (visiting, True)):
                value = _value(key, text, situation, visits=visits)
                if value is not None:
                    found[key.replace(":", "_")][row] = value
    return Effective(passing, visiting, against)


def _value(key: str, text: str, situation: Situation, *, visits: bool) -> int | None:
    """Return the number that a conditional tag puts into a trait; None where nothing holds."""
    read = _READERS.get(key)
    if read is None:
        return None
    value = _last_that_holds(text, situation, visits=visits)
    try:
        return None if value is None else read(value)
    except ValueError:
        return None


def _last_that_holds(text: str, situation: Situation, *, visits: bool) -> str | None:
    clauses: tuple[Clause, ...] = parse_clauses(text)
    values = [
        clause.value
        for clause in clauses
        if (visits or not clause.purpose) and clause.holds(situation)
    ]
    return values[-1] if values else None


def _is_against(lines: Mapping[str, str], situation: Situation) -> bool:
    """Whether a road that is one-way at times is so against the direction of the trait now."""
    if "oneway" not in lines:
        return False
    now = _last_that_holds(lines["oneway"], situation, visits=False) or lines["oneway_tag"]
    if now in ("reversible", "alternating"):
        return True  # nobody says which way: a closed road beats a head-on one
    return ONEWAY.get(now, 0) == (1 if lines["way"] == "backward" else -1)


def _access(value: str) -> int:
    return ACCESS_OF.get(value, ACCESS.index("unknown"))


def _speed(value: str) -> int:
    return parse_speed_kph(value) or 0


def _centimetres(value: str) -> int:
    return round((parse_length_m(value) or 0) * 100)


def _kilograms(value: str) -> int:
    return round(parse_weight_kg(value) or 0)


_READERS: Mapping[str, Callable[[str], int]] = {
    **dict.fromkeys(MODES, _access),
    **dict.fromkeys(("maxspeed", "maxspeed:goods", "maxspeed:hgv"), _speed),
    **{f"{key}{mode}": _centimetres for key in LENGTHS for mode in ("", ":hgv")},
    **{f"{key}{mode}": _kilograms for key in WEIGHTS for mode in ("", ":hgv")},
}
