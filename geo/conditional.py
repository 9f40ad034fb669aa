"""Reads conditional tags and says whether their conditions hold at a moment, for a vehicle.

A tag such as "no @ (Mo-Fr 07:00-09:00 AND weight > 3.5); destination @ (22:00-06:00)" is a list of
*clauses*, each a value and the condition under which it counts; of several that hold the last one
counts. https://wiki.openstreetmap.org/wiki/Conditional_restrictions

A condition is a list of parts joined by AND, each of them one of

- times of opening_hours, read by the library `opening_hours`;
- a comparison of a measure: weight, axleload (tonnes), height, width, length (metres) or axles;
- a purpose: destination or delivery, which all our drives have at their two ends and nowhere else;
- a word that our vehicles never fulfil (permit_holder, disabled, ...) or weather, which nobody
  knows on the day before ("wet", "snow"): such clauses do not count.

What is none of these cannot be read and is counted at the build.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from opening_hours import OpeningHours, validate

PURPOSES = frozenset({"destination", "delivery", "customers", "loading", "access"})
"""What a delivery truck does at the ends of its drives."""
# fmt: off
_OTHERS = frozenset((
    "permit", "permits", "permit_holder", "disabled", "residents", "resident", "emergency",
    "private", "school_bus", "bus", "psv", "doctor", "staff", "employees", "forestry",
    "agricultural", "hov", "wet", "snow", "ice", "fog", "rain", "winter", "taxi", "tourist_bus",
    "coach", "trailer", "hazmat",
))
# fmt: on
_MEASURES = ("weight", "axleload", "height", "width", "length", "axles")
_COMPARISON = re.compile(
    rf"(?:max)?({'|'.join(_MEASURES)}|weightrating)\s*(<=|>=|<|>|=)\s*(\d+(?:[.,]\d+)?)\s*(?:t|m)?$"
)
_COMPARE: Mapping[str, Callable[[float, float], bool]] = {
    "<": operator.lt,
    ">": operator.gt,
    "<=": operator.le,
    ">=": operator.ge,
    "=": operator.eq,
}
_SECONDS = re.compile(r"(\d{1,2}:\d{2}):\d{2}")
_AND = re.compile(r"\s+(?:AND|and|And)\s+")


@dataclass(frozen=True, slots=True)
class Situation:
    """When and for which vehicle conditions are asked.

    Parameters
    ----------
    moment
        Local clock time; None where it is not known: times then never hold.
    measures
        "weight", "axleload" in tonnes, "height", "width", "length" in metres, "axles".
    lat, lon
        Where, for public holidays and the hours of the sun; degrees.
    """

    moment: datetime | None
    measures: Mapping[str, float]
    lat: float
    lon: float


@dataclass(frozen=True, slots=True)
class Clause:
    """A value and the condition under which it counts.

    Parameters
    ----------
    parts
        All of them must hold.
    """

    value: str
    parts: tuple[str, ...]

    @property
    def purpose(self) -> bool:
        """Whether it counts only for vehicles whose drive begins or ends there."""
        return any(part in PURPOSES for part in self.parts)

    def holds(self, situation: Situation) -> bool:
        """Say whether the condition holds, its purpose taken as given."""
        return all(_holds(part, situation) for part in self.parts if part not in PURPOSES)


@lru_cache(maxsize=4096)
def parse_clauses(text: str) -> tuple[Clause, ...]:
    """Split a conditional tag into its clauses.

    Raises
    ------
    ValueError
        A clause has no condition, or one that cannot be read.
    """
    clauses = []
    for clause in _split_outside_brackets(text):
        value, at, condition = clause.partition("@")
        if not at or not condition.strip():
            raise ValueError(f"'{clause.strip()}' has no condition")
        clauses.append(Clause(value.strip(), tuple(_parts(condition))))
    return tuple(clauses)


def _split_outside_brackets(text: str) -> list[str]:
    """Split at semicolons; those within brackets belong to opening hours, as do those without "@".

    Mappers forget the brackets: "yes @ Mo-Fr 08:00-18:00; PH off".
    """
    pieces, depth, piece = [], 0, ""
    for sign in text:
        depth += {"(": 1, ")": -1}.get(sign, 0)
        if sign == ";" and depth <= 0:
            pieces.append(piece)
            piece = ""
        else:
            piece += sign
    joined: list[str] = []
    for found in (*pieces, piece):
        if not found.strip():
            continue
        if joined and "@" not in found:
            joined[-1] += ";" + found
        else:
            joined.append(found)
    return joined


def _parts(condition: str) -> list[str]:
    text = condition.strip()
    if text.startswith("(") and text.endswith(")"):
        text = text[1:-1]
    parts = [_SECONDS.sub(r"\1", part.strip()) for part in _AND.split(text)]
    for part in parts:
        _check(part)
    return parts


def _check(part: str) -> None:
    if part in PURPOSES or part.lower() in _OTHERS or _COMPARISON.match(part):
        return
    if not validate(part):
        raise ValueError(f"'{part}' is no condition")


def _holds(part: str, situation: Situation) -> bool:
    if part.lower() in _OTHERS:
        return False
    found = _COMPARISON.match(part)
    if found:
        measure = found[1].replace("weightrating", "weight")
        limit = float(found[3].replace(",", "."))
        return _COMPARE[found[2]](situation.measures.get(measure, 0.0), limit)
    if situation.moment is None:
        return False
    return _hours(part, situation.lat, situation.lon).is_open(situation.moment)


@lru_cache(maxsize=4096)
def _hours(text: str, lat: float, lon: float) -> OpeningHours:
    # Half a degree is a minute of sun; finer places would only fill the cache.
    return OpeningHours(text, coords=(round(lat * 2) / 2, round(lon * 2) / 2))
