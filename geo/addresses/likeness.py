"""Says how much a name is like another, letter by letter of the Hangul."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TypeVar

from rapidfuzz.distance import Indel

from geo.addresses.text import is_initials, jamo_of

_Item = TypeVar("_Item")

_LEAST = 0.8
"""Least likeness of a misspelt name."""
_LEAST_INITIALS = 0.6
_FIGURES = re.compile(r"(\D*)(.*)", re.DOTALL)


def likeness_of(asked: str, known: str) -> float:
    """Return how much a name is like the one asked for, 0 to 1.

    A part of a name counts by its length, but never less than a misspelling that is accepted: who
    asks for 나루 means 나루마을아파트 if anything. From the first figure on nothing may be
    misspelt: 백제고분로41길 and 백제고분로43길 are two roads.
    """
    if asked == known:
        return 1.0
    if is_initials(asked):
        return 0.6 + 0.25 * len(asked) / max(len(known), 1)
    if asked in known or (known in asked and len(known) > 2):
        return 0.8 + 0.18 * min(len(asked), len(known)) / max(len(asked), len(known))
    head, tail = _FIGURES.fullmatch(asked).groups()  # type: ignore[union-attr]
    other_head, other_tail = _FIGURES.fullmatch(known).groups()  # type: ignore[union-attr]
    if tail != other_tail:
        return 0.0
    return float(Indel.normalized_similarity(jamo_of(head), jamo_of(other_head)))


def similar(items: Iterable[_Item], keys: Iterable[str], key: str) -> Iterator[tuple[_Item, float]]:
    """Yield items with the likeness of their keys; those too unlike are left out."""
    for item, other in zip(items, keys, strict=True):
        likeness = likeness_of(key, other)
        if likeness >= (_LEAST_INITIALS if is_initials(key) else _LEAST):
            yield item, likeness
