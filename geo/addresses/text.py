"""Brings writing to one form: width, hyphens, brackets, spaces; and takes Hangul apart."""

from __future__ import annotations

import unicodedata

_HYPHENS = (
    "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u2043\u02d7\u30fc\ufe63\uff0d\uff70~\u301c\uff5e"
)
_DOTS = "\u00b7\u30fb\u318d\u2022\u2027\u22c5\uff65"
_FORM = str.maketrans(
    {
        **dict.fromkeys(_HYPHENS, "-"),
        **dict.fromkeys(_DOTS, "."),
        **dict.fromkeys("\u3001\uff0c;\uff1b", ","),
        **dict.fromkeys("[{\u3014\u3010\u300c\u300e<", "("),
        **dict.fromkeys("]}\u3015\u3011\u300d\u300f>", ")"),
    }
)
_SYLLABLES = range(0xAC00, 0xD7A4)
_SAME_INITIAL = 21 * 28  # syllables in a row, by vowel and final consonant
_INITIALS = range(0x1100, 0x1113)  # the conjoining kind, to which `plain_name` brings ㄱ ㄴ ㄷ


def tidy(text: str) -> str:
    """Return a text with half-width signs, plain hyphens, round brackets and single spaces.

    Half-width before the table of signs and after it: full normalisation makes new ones.
    """
    plain = unicodedata.normalize("NFKC", text.translate(_FORM)).translate(_FORM)
    return " ".join("".join(map(_visible, plain)).split())


def _visible(sign: str) -> str:
    kind = unicodedata.category(sign)
    if kind == "Cc":
        return " "
    return "" if kind in ("Cf", "Cs", "Co", "Cn") else sign


def jamo_of(key: str) -> str:
    """Return a name letter by letter: 백재 and 백제 differ in one of five, not in one of two."""
    return unicodedata.normalize("NFD", key)


def initials_of(key: str) -> str:
    """Return the initial consonants of Korean syllables, other signs as they are: 진도 -> ㅈㄷ."""
    return "".join(
        chr(_INITIALS.start + (ord(sign) - _SYLLABLES.start) // _SAME_INITIAL)
        if ord(sign) in _SYLLABLES
        else sign
        for sign in key
    )


def is_initials(key: str) -> bool:
    """Whether somebody has typed initial consonants only."""
    return len(key) >= 2 and all(ord(sign) in _INITIALS for sign in key)
