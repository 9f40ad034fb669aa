"""Compares names as people write them: capital letters, accents, blanks and signs do not count."""

from __future__ import annotations

import re
import unicodedata

_SIGNS = re.compile(r"[\W_]+")


def plain_name(name: str) -> str:
    """Return a name without what people leave out: "Mġarr Ferry" and "mgarr-ferry" are one.

    Korean syllables stay whole; full-width letters become half-width ones.
    """
    folded = unicodedata.normalize("NFKD", name).casefold()
    bare = "".join(sign for sign in folded if not unicodedata.combining(sign))
    return unicodedata.normalize("NFKC", _SIGNS.sub("", bare))
