"""Reads Korean addresses as people write them: 도로명 and 지번, with and without spaces.

The order of a Korean address is fixed, from the province down to the flat; what is optional, glued
together or put in brackets varies. Each step below takes its part from the front or the back of
what is left. Nothing is refused: what is not understood becomes a name. The rules follow the guide
to road name addresses of the Ministry of the Interior and Safety (도로명주소법 시행령, 제7조 on the
order, 제3조 on 대로, 로 and 길).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from geo.addresses import shapes as shape
from geo.addresses.address import Address, Number
from geo.addresses.regions import leading_county, leading_province, provinces_with
from geo.addresses.text import tidy


@dataclass(slots=True)
class _Draft:
    """The parts found so far, and the text that is left."""

    rest: str
    parts: dict[str, object] = field(default_factory=dict)
    names: list[str] = field(default_factory=list)

    def take(self, found: re.Match[str]) -> None:
        """Cut what was found out of the text."""
        self.rest = f"{self.rest[: found.start()]} {self.rest[found.end() :]}"

    def take_front(self, length: int) -> None:
        """Cut what was found at the front, and the commas behind it."""
        self.rest = self.rest[length:].lstrip(" ,")


def parse_address(text: str) -> Address:
    """Read an address; whatever is not understood is among its names.

    Parameters
    ----------
    text
        In any width, with or without spaces, province names long or short, old or new.
    """
    draft = _Draft(tidy(text)[:400])
    _take_postcode(draft)
    brackets = _take_brackets(draft)
    _take_province(draft)
    _take_county(draft)
    _take_town(draft)
    if not _take_road(draft):
        _take_lot(draft)
    _take_unit(draft)
    _keep_names(draft)
    for inside in brackets:
        _read_bracket(draft, inside)
    return Address(**draft.parts, names=tuple(draft.names))  # type: ignore[arg-type]


def _take_postcode(draft: _Draft) -> None:
    found = shape.POSTCODE.match(draft.rest)
    if found and found.end() < len(draft.rest):
        code = found.group(1)
        if "-" not in code:  # the old six digits say nothing any more
            draft.parts["postcode"] = code
        draft.take_front(found.end())


def _take_brackets(draft: _Draft) -> list[str]:
    inside = []
    while found := shape.BRACKETS.search(draft.rest):
        inside.append(found.group(1))
        draft.take(found)
    draft.rest = draft.rest.replace(")", " ").strip()
    return inside


def _take_province(draft: _Draft) -> None:
    for country in ("대한민국", "한국 "):
        if draft.rest.startswith(country):
            draft.take_front(len(country))
    province, length = leading_province(draft.rest)
    if province:
        draft.parts["province"] = province
        draft.take_front(length)


def _take_county(draft: _Draft) -> None:
    """Take 시군구, up to two of them: 수원시 영통구."""
    counties: list[str] = []
    province = str(draft.parts.get("province", ""))
    while len(counties) < 2:
        spaced = shape.COUNTY.match(draft.rest)
        county = _without_district(spaced.group(1)) if spaced else ""
        if not county:
            county = leading_county(draft.rest, province) or leading_county(draft.rest)
            if counties or not _more_follows(draft.rest[len(county) :]):
                county = _district(draft.rest) if counties else ""
        if not county or (counties and counties[0][-1] != "시"):
            break
        counties.append(county)
        draft.take_front(len(county))
    if counties:
        draft.parts["county"] = " ".join(counties)
        homes = provinces_with(counties[0])
        if not province and len(homes) == 1:
            draft.parts["province"] = homes[0]


def _without_district(word: str) -> str:
    """Return 성남시 of 성남시분당구, and any other word as it is."""
    city = leading_county(word)
    glued = city.endswith("시") and word != city and word.endswith("구")
    return city if glued else word


def _more_follows(rest: str) -> bool:
    """Whether glued text goes on like an address, so that its front may be a county."""
    return bool(re.match(r"\s|[가-힣]+?(?:[시군구읍면동리]|대로|로|길)", rest))


def _district(rest: str) -> str:
    """Return the 구 of a city at the front of glued text: 영통구매탄동."""
    found = re.match(r"([가-힣]{1,3}?구)(?=[가-힣]+(?:동|로|길|가))", rest)
    return found.group(1) if found else ""


def _take_town(draft: _Draft) -> None:
    """Take 읍면동 and 리."""
    found = shape.TOWN.match(draft.rest)
    if not found and ("county" in draft.parts or "province" in draft.parts):
        found = shape.TOWN_GLUED.match(draft.rest)
    if found:
        draft.parts["town"] = found.group(1)
        draft.take_front(found.end())
    village = shape.VILLAGE.match(draft.rest)
    if village:
        draft.parts["village"] = village.group(1)
        draft.take_front(village.end())


def _take_road(draft: _Draft) -> bool:
    """Take 도로명 and 건물번호; a road without a number only where nothing else could be meant."""
    found = shape.ROAD_NUMBER.search(draft.rest)
    if found:
        draft.parts["number"] = _number(found)
        draft.parts["basement"] = bool(found.group("basement"))
    else:
        found = shape.ROAD_ALONE.search(draft.rest)
        if not found or ("village" in draft.parts and shape.LOT.match(draft.rest)):
            return False
    draft.parts["road"] = re.sub(r"\s", "", found.group("road"))
    _keep(draft, draft.rest[: found.start()])
    draft.rest = draft.rest[found.end() :]
    return True


def _take_lot(draft: _Draft) -> None:
    if "town" not in draft.parts and "village" not in draft.parts:
        return
    found = shape.LOT.match(draft.rest)
    if found:
        draft.parts["lot"] = _number(found)
        draft.parts["hill"] = bool(found.group("hill"))
        draft.take_front(found.end())


def _number(found: re.Match[str]) -> Number:
    groups = found.groupdict()
    sub = groups.get("sub") or groups.get("after") or groups.get("ho") or 0
    return Number(main=int(found.group("main")), sub=int(sub))


def _take_unit(draft: _Draft) -> None:
    """Take 동, 층 and 호, also in the short form 101-1203 behind a comma."""
    both = shape.DONG_HO.search(draft.rest)
    if both:
        draft.parts["dong"], draft.parts["ho"] = both.group(1).upper(), both.group(2)
        draft.take(both)
    floor = shape.FLOOR.search(draft.rest)
    if floor:
        below = floor.group(1) in ("지하", "B")
        draft.parts["floor"] = f"{'B' if below else ''}{int(floor.group(2))}"
        draft.take(floor)
    for part, pattern in (("dong", shape.DONG), ("ho", shape.HO)):
        found = pattern.search(draft.rest)
        if found and part not in draft.parts:
            draft.parts[part] = found.group(1).upper()
            draft.take(found)
    short = shape.SHORT_UNIT.match(draft.rest)
    if short and "dong" not in draft.parts and ("road" in draft.parts or "lot" in draft.parts):
        draft.parts["dong"], draft.parts["ho"] = short.groups()
        draft.rest = ""


def _keep_names(draft: _Draft) -> None:
    for piece in draft.rest.split(","):
        _keep(draft, piece)


def _keep(draft: _Draft, piece: str) -> None:
    name = " ".join(piece.split()).strip(" ,.-")
    if name:
        draft.names.append(name)


def _read_bracket(draft: _Draft, inside: str) -> None:
    """Read (법정동, 건물명), or a unit, or a lot: (상도동 123-4)."""
    for piece in inside.split(","):
        part = _Draft(piece.strip())
        found = shape.TOWN.match(part.rest)
        if found and "town" not in draft.parts:
            draft.parts["town"] = found.group(1)
            part.take_front(found.end())
            village = shape.VILLAGE.match(part.rest)
            lot = shape.LOT.match(part.rest[village.end() :].lstrip() if village else part.rest)
            if lot and "lot" not in draft.parts:
                draft.parts["lot"], draft.parts["hill"] = _number(lot), bool(lot.group("hill"))
                continue
        _take_unit(part)
        for name, value in part.parts.items():
            draft.parts.setdefault(name, value)
        _keep(draft, part.rest)
