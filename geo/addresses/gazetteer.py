"""Finds where an address or a name is, in gazetteer files, without a network.

    with open_gazetteer(Path("maps/jindo"), [Path("jeonnam.sqlite")]) as gazetteer:
        answer = gazetteer.find("전남 진도군 진도읍 진도대로 1234-5")
        answer.clear or answer.candidates

An address is looked for by its road and number, by its lot, then by its names; whatever may be
meant is a candidate. Nothing is chosen silently: `Answer.clear` is a place only when no other is
likely, and confidence falls with every part of the question that does not agree.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from types import TracebackType

from geo.addresses.address import Address
from geo.addresses.candidate import Answer, Candidate, ranked, rough
from geo.addresses.foreign import foreign_address
from geo.addresses.join import Joiner
from geo.addresses.lookup import Book
from geo.addresses.parse import parse_address
from geo.addresses.road_lines import RoadLines
from geo.addresses.road_search import RoadSearch
from geo.build import GAZETTEER
from geo.faults import Fault, InputError, Text
from geo.geometry import DEGREE
from geo.graph import RoadGraph
from geo.names import plain_name
from geo.store import find_file, open_graph, read_manifest

_SURE = 0.6
"""Confidence of an address from which its names are not looked for by themselves."""


class Gazetteer:
    """Gazetteer files that are open, and the roads along which numbers may be guessed.

    Safe to use from several threads at once.

    Parameters
    ----------
    files
        The first counts before the others where they say the same.
    graph
        Roads of the map.

    Raises
    ------
    InputError
        A file is missing or damaged.
    """

    def __init__(self, files: Sequence[Path], graph: RoadGraph | None = None) -> None:
        self._books = [Book(path, number) for number, path in enumerate(files)]
        self._joiner = Joiner(self._books)
        lines = RoadLines(graph) if graph is not None else None
        self._roads = RoadSearch(self._books, self._joiner, lines)

    def __enter__(self) -> Gazetteer:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the files."""
        for book in self._books:
            book.close()

    def find(self, text: str, *, limit: int = 10) -> Answer:
        """Return the places that a text may mean.

        Parameters
        ----------
        text
            An address, or a name of a building, a complex or a village, or its initial consonants.
        limit
            Candidates at most.
        """
        said = foreign_address(parse_address(text))
        found = self._roads.find(said) if said.road else []
        if said.lot:
            found += self._by_lot(said)
        if not found or max(one.confidence for one in found) < _SURE:
            found += self._by_name(said)
        return Answer(said=said, candidates=ranked(found, limit))

    def _by_lot(self, said: Address) -> Iterator[Candidate]:
        for book in self._books:
            if said.lot is None:
                continue
            areas = book.areas(said.town, said.village)
            exact = book.at_lot(areas, said.hill, said.lot, exact=True)
            found = exact or book.at_lot(areas, said.hill, said.lot, exact=False)
            yield from self._joiner.together(said, found, 1.0 if exact else 0.8, "lot")

    def _by_name(self, said: Address) -> Iterator[Candidate]:
        """Look for the names of buildings and complexes; without one, for the area itself."""
        names = [*said.names, "".join(said.names)]
        if said.names and not said.road and not said.lot:
            names.append("".join((said.town, said.village, *said.names)))  # 서면 아이파크
        for key in dict.fromkeys(filter(None, map(plain_name, names))):
            for book in self._books:
                for record, likeness in book.named(key):
                    yield from self._joiner.together(said, [record], likeness**3, "name")
        if not said.road and not said.lot and not said.names and (said.town or said.village):
            yield from self._areas(said)

    def _areas(self, said: Address) -> Iterator[Candidate]:
        """Yield the village or town itself, or else the middle of what is known in it."""
        name = said.village or said.town
        for book in self._books:
            places = [
                record
                for record, likeness in book.named(plain_name(name))
                if likeness == 1.0 and record.kind in ("village", "island")
            ]
            yield from self._joiner.together(said, places, 1.0, "name")
            middle = book.middle(book.areas(said.town, said.village)) if not places else None
            if middle:
                lat, lon, half = middle
                yield rough("area", name, (lat, lon), 0.5, half * DEGREE, book.path.name)


def open_gazetteer(mapdir: Path | None, files: Sequence[Path] = ()) -> Gazetteer:
    """Open the gazetteer of a map, and others beside it; official ones count before the extract.

    Raises
    ------
    InputError
        A file is missing or damaged, or there is none at all.
    """
    if mapdir is None and not files:
        raise InputError([_nothing_to_open()])
    if mapdir is None:
        return Gazetteer(files)
    own = find_file(mapdir, read_manifest(mapdir), GAZETTEER)
    return Gazetteer([*files, own], open_graph(mapdir))


def _nothing_to_open() -> Fault:
    return Fault(
        code="no-gazetteer",
        file="naru address find",
        what=Text("주소를 찾을 자료가 없습니다", "there is nothing to look an address up in"),
        remedy=Text(
            "지도 폴더나 주소 파일을 지정하세요 (--map, --db)",
            "name a map folder or a gazetteer (--map, --db)",
        ),
    )
