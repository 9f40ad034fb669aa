"""Makes candidates of entries: one for all entries that have one address."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

import numpy as np

from geo.addresses.address import Address
from geo.addresses.candidate import Candidate, Method
from geo.addresses.lookup import Book
from geo.addresses.records import Record
from geo.addresses.weigh import area_agreement, name_agreement
from geo.geometry import metres_between
from geo.names import plain_name

_WITHOUT_DONG = 0.75  # the building is not known, only its complex is
_KINDS = ("address", "complex", "building", "port", "village", "island", "landmark")
"""Which entry speaks for an address that several have, the first before the others."""
_EXTENT = {"complex": 100.0, "village": 300.0, "island": 1000.0}
"""Metres by which the middle of such an entry is off for somebody in it."""


class Joiner:
    """Makes candidates of the entries of some books."""

    def __init__(self, books: Sequence[Book]) -> None:
        self._books = books

    def together(
        self, said: Address, records: Sequence[Record], quality: float, method: Method
    ) -> Iterator[Candidate]:
        """Make one candidate of all entries that have one address."""
        groups: dict[object, list[Record]] = defaultdict(list)
        for record in records:
            if record.lat is not None:
                same = (record.area[:2], plain_name(record.road), record.number)
                groups[same if record.number else record.id].append(record)
        for group in groups.values():
            yield self._candidate(said, group, quality, method)

    def _candidate(
        self, said: Address, group: Sequence[Record], quality: float, method: Method
    ) -> Candidate:
        group, quality = self._with_dong(said, group, quality)
        names = {one.id: self._books[one.book].names(one.id) for one in group}

        def rank(one: Record) -> tuple[float, bool, int]:
            fits = not one.dong or one.dong == said.dong
            return name_agreement(said, names[one.id]), fits, -_KINDS.index(one.kind)

        # Buildings that share an address and nothing tells apart: any of them may be meant.
        top = rank(max(group, key=rank))
        best, spread = _middle([one for one in group if rank(one) == top])
        lat, lon = float(best.lat or 0), float(best.lon or 0)
        doors = self._books[best.book].doors(best.id)
        stop = doors[0][1:] if doors else (lat, lon)
        agreement = max(area_agreement(said, one.area) for one in group)
        if method != "name":
            agreement *= max(name_agreement(said, names[one.id]) for one in group)
        return Candidate(
            lat=lat,
            lon=lon,
            stop_lat=stop[0],
            stop_lon=stop[1],
            confidence=quality * agreement,
            method=method,
            accuracy=round(max(spread, _EXTENT.get(best.kind, 10.0))),
            address=_shown(best),
            name=self._name(best),
            kind=best.kind,
            source=self._books[best.book].path.name,
            ref=best.ref,
        )

    def _name(self, record: Record) -> str:
        home = self._books[record.book].name(record.complex) if record.complex else ""
        return " ".join(filter(None, (record.name or home, f"{record.dong}동" * bool(record.dong))))

    def _with_dong(
        self, said: Address, group: Sequence[Record], quality: float
    ) -> tuple[Sequence[Record], float]:
        """Narrow a group to the building that the address names, in it or in its complex."""
        if not said.dong:
            return group, quality
        inside = [one for one in group if one.dong == said.dong]
        for one in group if not inside else ():
            home = one.id if one.kind == "complex" else one.complex
            if home is not None:
                inside += self._books[one.book].of_complex(home, said.dong)
        if inside:
            return inside, quality
        return group, quality * _WITHOUT_DONG


def _middle(group: Sequence[Record]) -> tuple[Record, float]:
    """Return the most central of some entries, and how far away the others are."""
    lats, lons = np.array([(one.lat, one.lon) for one in group], dtype=float).T
    away = metres_between(lats.mean(), lons.mean(), lats, lons)
    best = group[int(np.argmin(away))]
    return best, float(metres_between(best.lat, best.lon, lats, lons).max())


def _shown(record: Record) -> str:
    province, county, town, village = record.area
    where = Address(
        province=province,
        county=county,
        town=town,
        village=village,
        road=record.road,
        number=record.number,
        basement=record.basement,
        dong=record.dong,
    )
    return str(where)
