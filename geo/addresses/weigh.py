"""Says how well an entry agrees with what an address says."""

from __future__ import annotations

import re
from collections.abc import Sequence

from geo.addresses.address import Address
from geo.addresses.database import AreaNames
from geo.addresses.likeness import likeness_of
from geo.addresses.regions import provinces_agree
from geo.names import plain_name

_UNKNOWN = 0.98
"""For each part that the address says and the entry does not know."""
_ALIKE = 0.97
_OTHER_REGION = 0.2
"""For another province or county: somebody else's road of that name."""
_OTHER_QUARTER = 0.5
"""For another town or village: people mix up 법정동 and 행정동, and neighbours."""
_OTHER_NAME = 0.96
"""For a name that the entry does not have: a shop or a person is written there as often."""
_COUNTED = re.compile(r"제?\d[\d.]*(?=[동가])|본(?=동)")


def area_agreement(said: Address, area: AreaNames) -> float:
    """Return how well an area agrees with what an address says of it, 0 to 1."""
    province, county, town, village = area
    return (
        _part(said.province, province, provinces_agree(said.province, province), _OTHER_REGION)
        * _part(said.county, county, _counties_agree(said.county, county), _OTHER_REGION)
        * _part(said.town, town, said.town == town, _town_misfit(said.town, town))
        * _part(said.village, village, said.village == village, _OTHER_QUARTER)
    )


def _part(said: str, known: str, agree: bool, misfit: float) -> float:
    if not said or agree:
        return 1.0
    return misfit if known else _UNKNOWN


def _counties_agree(said: str, known: str) -> bool:
    """Whether two counties may be one: 영통구 and 수원시 영통구, "valletta" and "Valletta"."""
    a, b = set(said.split()), set(known.split())
    return a <= b or b <= a if a and b else plain_name(said) == plain_name(known)


def _town_misfit(said: str, known: str) -> float:
    """상도1동 is a part of 상도동: quarters that differ in their number only are alike."""
    if _COUNTED.sub("", said) == _COUNTED.sub("", known):
        return _ALIKE
    # A road address has no 동 of its own; the one in brackets may be the administrative one.
    return _OTHER_QUARTER if said[-1:] in "읍면" else 0.8


def name_agreement(said: Address, names: Sequence[str]) -> float:
    """Return 1 when the address says no name, or one that the entry has."""
    asked = [plain_name(name) for name in said.names]
    if not any(asked):
        return 1.0
    if any(likeness_of(one, name) >= 0.8 for one in asked for name in names if one):
        return 1.0
    return _OTHER_NAME
