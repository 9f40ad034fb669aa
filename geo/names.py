"""Compares names as people write them: capital letters, accents, blanks and signs do not count."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

_SIGNS = re.compile(r"[\W_]+")


def plain_name(name: str) -> str:
    """Return a name without what people leave out: "Mġarr Ferry" and "mgarr-ferry" are one.

    Korean syllables stay whole; full-width letters become half-width ones.
    """
    folded = unicodedata.normalize("NFKD", name).casefold()
    bare = "".join(sign for sign in folded if not unicodedata.combining(sign))
    return unicodedata.normalize("NFKC", _SIGNS.sub("", bare))


_IN_BRACKETS = re.compile(r"\(([^)]*)\)|\[([^]]*)\]|（([^）]*)）")
#: What names of landing places end in; the longest first. An island ("관매도") lends its name to
#: its port ("관매항").
_PORT_WORDS = (
    "여객선터미널", "여객터미널", "연안여객터미널", "터미널", "선착장", "여객선", "나루터", "부두",
    "포구", "ferryterminal", "ferryport", "terminal", "harbour", "harbor", "ferry", "port", "quay",
    "pier", "항", "도",
)  # fmt: skip


def port_names(*names: str) -> frozenset[str]:
    """Return the plain forms under which people may know a port.

    Of "창유항 (어류포)" these are 창유항, 창유, 어류포, and both names together.
    """
    forms = set()
    for name in names:
        outside = _IN_BRACKETS.sub(" ", name)
        inside = [part for found in _IN_BRACKETS.findall(name) for part in found]
        for text in (name, outside, *inside):
            forms |= set(_barer_forms(plain_name(text)))
    return frozenset(forms - {""})


def _barer_forms(plain: str) -> Iterator[str]:
    """Yield a name, and what is left of it as words for ports are taken off one by one."""
    yield plain
    for word in _PORT_WORDS:
        # One syllable alone names nothing: 진도 is no port "진".
        if plain.endswith(word) and len(plain) >= len(word) + 2:
            yield from _barer_forms(plain.removesuffix(word))
            return
