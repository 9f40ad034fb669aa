"""Holds what a gazetteer file answers with: entries and roads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from geo.addresses.address import Number
from geo.addresses.database import AreaNames

SELECT_RECORDS = """
SELECT e.id, e.kind, e.name, r.name, e.main, e.sub, e.basement, e.dong, e.complex, e.postcode,
    e.lat_e7, e.lon_e7, e.ref, a.province, a.county, a.town, a.village
FROM entry e JOIN area a ON a.id = e.area LEFT JOIN road r ON r.id = e.road
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """An entry as it was found; see `geo.addresses.database.Entry`."""

    book: int
    id: int
    kind: str
    name: str
    road: str
    number: Number | None
    basement: bool
    dong: str
    complex: int | None
    postcode: str
    lat: float | None
    lon: float | None
    ref: str
    area: AreaNames


@dataclass(frozen=True, slots=True)
class Road:
    """A road of a gazetteer: of one name in one county."""

    book: int
    id: int
    name: str
    key: str
    area: AreaNames


def record_of(book: int, row: Sequence[Any]) -> Record:
    """Return a row of `SELECT_RECORDS` as a record of a book."""
    number = Number(main=row[4], sub=row[5]) if row[4] is not None else None
    placed = row[10] is not None
    return Record(
        book=book,
        id=row[0],
        kind=row[1],
        name=row[2],
        road=row[3] or "",
        number=number,
        basement=row[6] == 1,  # 2 and 3 are numbers in the air and on water
        dong=row[7],
        complex=row[8],
        postcode=row[9],
        lat=row[10] / 1e7 if placed else None,
        lon=row[11] / 1e7 if placed else None,
        ref=row[12],
        area=(row[13], row[14], row[15], row[16]),
    )
