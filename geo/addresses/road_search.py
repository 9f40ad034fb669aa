"""Looks for a road and a building number: known, beside a known one, or guessed along the road."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace

from geo.addresses.address import Address, Number
from geo.addresses.candidate import Candidate, rough
from geo.addresses.interpolate import METRES_PER_NUMBER, Known, guess_number
from geo.addresses.join import Joiner
from geo.addresses.lookup import Book
from geo.addresses.records import Record, Road
from geo.addresses.road_lines import RoadLines
from geo.addresses.weigh import area_agreement
from geo.names import plain_name

_Alike = Sequence[tuple[Road, float]]
"""Roads that may be meant, each with the likeness of its name."""

_OTHER_THAN_MAPPED = 0.8


class RoadSearch:
    """Looks into some books, and along the roads of a map where there is one."""

    def __init__(self, books: Sequence[Book], joiner: Joiner, lines: RoadLines | None) -> None:
        self._books, self._joiner, self._lines = books, joiner, lines

    def find(self, said: Address) -> list[Candidate]:
        """Return what is known of a road and a number, else guesses, else the road itself."""
        key = plain_name(said.road)
        roads = [(road, 1.0) for book in self._books for road in book.roads(key)]
        found = list(self._known(said, roads)) or list(self._guessed(said, roads))
        if not roads:
            alike = [one for book in self._books for one in book.roads_like(key)]
            misspelt = list(self._known(said, alike))
            misspelt = misspelt or (list(self._guessed(said, alike)) if alike else [])
            # A road that the map has is hardly another one misspelt; but maps misspell too.
            trust = _OTHER_THAN_MAPPED if found else 1.0
            found += [replace(one, confidence=one.confidence * trust) for one in misspelt]
            roads = roads if found else alike
        return found or list(self._alone(said, roads))

    def _known(self, said: Address, roads: _Alike) -> Iterator[Candidate]:
        if said.number:
            yield from self._at_number(said, said.number, roads)

    def _at_number(self, said: Address, number: Number, roads: _Alike) -> Iterator[Candidate]:
        for road, likeness in roads:
            book = self._books[road.book]
            exact = book.at_number(road.id, number.main, number.sub)
            exact = [one for one in exact if one.basement == said.basement]
            if exact:
                yield from self._joiner.together(said, exact, likeness**3, "address")
            else:
                near = book.at_number(road.id, number.main)
                yield from self._nearest(said, number, near, likeness)

    def _nearest(
        self, said: Address, number: Number, near: Sequence[Record], likeness: float
    ) -> Iterator[Candidate]:
        """Yield what is known of a number but for its sub number, which counts along a lane."""
        subs = {one.number.sub for one in near if one.number}
        if not subs:
            return
        closest = min(subs, key=lambda sub: (abs(sub - number.sub), sub))
        steps = abs(closest - number.sub)
        quality = max(0.6, 0.9 - 0.01 * steps) * likeness**3
        beside = [one for one in near if one.number and one.number.sub == closest]
        for found in self._joiner.together(said, beside, quality, "near"):
            yield replace(found, accuracy=found.accuracy + METRES_PER_NUMBER * steps)

    def _guessed(self, said: Address, roads: _Alike) -> Iterator[Candidate]:
        """Yield guesses along the roads of the map, from the numbers that are known there."""
        number = said.number
        if self._lines is None or number is None:
            return
        known: dict[str, list[Known]] = defaultdict(list)
        agreement: dict[str, float] = {} if roads else {said.road: 1.0}
        for road, likeness in roads:
            known[road.name] += self._books[road.book].along(road.id)
            agrees = likeness**3 * area_agreement(said, road.area)
            agreement[road.name] = max(agrees, agreement.get(road.name, 0.0))
        for name, agrees in agreement.items():
            for guess in guess_number(self._lines, name, number.main, known[name]):
                yield rough(
                    "interpolated",
                    f"{name} {number}",
                    (guess.lat, guess.lon),
                    guess.confidence * agrees,
                    guess.accuracy,
                )

    def _alone(self, said: Address, roads: _Alike) -> Iterator[Candidate]:
        """Yield roads of which no number is known, or none was asked for."""
        names = {road.name: likeness for road, likeness in roads} or {said.road: 1.0}
        for name, likeness in names.items():
            for spine in self._lines.spines(plain_name(name)) if self._lines else ():
                middle = spine.point(spine.length / 2)
                yield rough("road", name, middle, 0.35 * likeness**3, spine.length / 2)
