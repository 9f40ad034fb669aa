"""Reads addresses of other countries, as far as a street with a number goes."""

from __future__ import annotations

import re
from dataclasses import replace

from geo.addresses.address import Address, Number

_BEHIND = re.compile(r"^(?P<road>\D+?)[\s,]+(?P<main>\d{1,5})(?:-(?P<sub>\d{1,4}))?[A-Za-z]?$")
_BEFORE = re.compile(r"^(?P<main>\d{1,5})(?:-(?P<sub>\d{1,4}))?[A-Za-z]?[\s,]+(?P<road>\D+)$")
_HANGUL = re.compile("[가-힣]")


def foreign_address(said: Address) -> Address:
    """Return an address in which "Triq il-Kbira 12, Mosta" is understood; others as they are."""
    if said.road or said.lot or not said.names or _HANGUL.search("".join(said.names)):
        return said
    first, *others = said.names
    found = _BEHIND.match(first) or _BEFORE.match(first)
    if not found:
        return said
    number = Number(main=int(found["main"]), sub=int(found["sub"] or 0))
    county = said.county or " ".join(others[:1])
    return replace(said, road=found["road"].strip(), number=number, county=county, names=())
