"""Keeps gazetteer entries in one SQLite file with indices and full-text search.

An *entry* is something that can be gone to: an address, a building, a complex, a village. Roads and
areas are told apart from it because a county has thousands of addresses and dozens of roads. Names
are found by full-text search over groups of three letters (FTS5, trigram), which needs no word
boundaries: Korean names are written with and without spaces.
"""

from __future__ import annotations

import contextlib
import sqlite3
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from geo.addresses.address import Number
from geo.addresses.text import initials_of, jamo_of
from geo.names import plain_name

FORMAT = 1
"""Version of the tables; raise it when their meaning changes."""

_TABLES = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE area (id INTEGER PRIMARY KEY, province TEXT, county TEXT, town TEXT, village TEXT);
CREATE TABLE road (id INTEGER PRIMARY KEY, name TEXT, key TEXT, area INTEGER);
CREATE TABLE entry (
    id INTEGER PRIMARY KEY, kind TEXT, name TEXT, road INTEGER, main INTEGER, sub INTEGER,
    basement INTEGER, area INTEGER, dong TEXT, complex INTEGER, postcode TEXT,
    lat_e7 INTEGER, lon_e7 INTEGER, ref TEXT
);
CREATE TABLE lot (area INTEGER, hill INTEGER, main INTEGER, sub INTEGER, entry INTEGER);
CREATE TABLE door (entry INTEGER, kind TEXT, lat_e7 INTEGER, lon_e7 INTEGER);
CREATE TABLE alias (id INTEGER PRIMARY KEY, entry INTEGER, name TEXT, key TEXT);
"""
_INDICES = """
CREATE INDEX road_by_key ON road (key);
CREATE INDEX area_by_town ON area (town);
CREATE INDEX area_by_village ON area (village);
CREATE INDEX IF NOT EXISTS entry_by_number ON entry (road, main, sub);
CREATE INDEX entry_by_complex ON entry (complex, dong) WHERE complex IS NOT NULL;
CREATE INDEX lot_by_number ON lot (area, main, sub);
CREATE INDEX door_by_entry ON door (entry);
CREATE INDEX alias_by_key ON alias (key);
CREATE VIRTUAL TABLE road_text USING fts5 (grams, content='', tokenize='trigram', detail='none');
CREATE VIRTUAL TABLE alias_text USING fts5 (grams, content='', tokenize='trigram', detail='none');
INSERT INTO road_text (rowid, grams) SELECT id, grams_of(key) FROM road;
INSERT INTO alias_text (rowid, grams) SELECT id, grams_of(key) FROM alias;
INSERT INTO road_text (road_text) VALUES ('optimize');
INSERT INTO alias_text (alias_text) VALUES ('optimize');
ANALYZE;
"""

AreaNames = tuple[str, str, str, str]
"""Province, county, town, village."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """Something that can be gone to.

    Parameters
    ----------
    kind
        "address", "building", "complex", "village" or "port".
    lat, lon
        Degrees; None for an address of which no source knows where it lies.
    road, number, basement
        Its road address; None without one.
    lots
        Its lots, each as hill and number.
    dong
        Number or letter of the building in its complex; "" elsewhere.
    complex
        Id of the entry of the complex that it belongs to.
    names
        All names, the one to show first.
    doors
        Kind, latitude and longitude of entrances and gates, the best to drive to first.
    ref
        Where it comes from: "way/123", or the management number of an official file.
    """

    kind: str
    lat: float | None
    lon: float | None
    area: AreaNames
    road: str = ""
    number: Number | None = None
    basement: bool = False
    lots: Sequence[tuple[bool, Number]] = ()
    dong: str = ""
    complex: int | None = None
    names: Sequence[str] = ()
    doors: Sequence[tuple[str, float, float]] = ()
    postcode: str = ""
    ref: str = ""


@dataclass(slots=True)
class Writer:
    """Writes a gazetteer; indices come last, when all entries are there."""

    base: sqlite3.Connection
    areas: dict[AreaNames, int] = field(default_factory=dict)
    roads: dict[tuple[str, int], int] = field(default_factory=dict)
    entries: int = 0

    def add(self, entry: Entry) -> int:
        """Add an entry and return its id."""
        self.entries += 1
        area = self.area(entry.area)
        road = self.road(entry.road, entry.area) if entry.road else None
        number = entry.number or Number(main=0)
        self.base.execute(
            "INSERT INTO entry VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
            (
                *(self.entries, entry.kind, entry.names[0] if entry.names else "", road),
                *(number.main if entry.number else None, number.sub, entry.basement, area),
                *(entry.dong, entry.complex, entry.postcode),
                *(e7(entry.lat), e7(entry.lon), entry.ref),
            ),
        )
        for hill, lot in entry.lots:
            self.base.execute(
                "INSERT INTO lot VALUES (?,?,?,?,?)", (area, hill, lot.main, lot.sub, self.entries)
            )
        for kind, lat, lon in entry.doors:
            self.base.execute(
                "INSERT INTO door VALUES (?,?,?,?)", (self.entries, kind, e7(lat), e7(lon))
            )
        self._name(self.entries, entry.names)
        return self.entries

    def _name(self, entry: int, names: Sequence[str]) -> None:
        for name in dict.fromkeys(names):
            if key := plain_name(name):
                self.base.execute(
                    "INSERT INTO alias (entry, name, key) VALUES (?,?,?)", (entry, name, key)
                )

    def area(self, names: AreaNames) -> int:
        """Return the id of an area, which is added when it is new."""
        if names not in self.areas:
            self.areas[names] = len(self.areas) + 1
            self.base.execute("INSERT INTO area VALUES (?,?,?,?,?)", (self.areas[names], *names))
        return self.areas[names]

    def road(self, name: str, area: AreaNames) -> int:
        """Return the id of a road; roads of one name in different counties are different roads."""
        county = self.area((area[0], area[1], "", ""))
        key = plain_name(name)
        if (key, county) not in self.roads:
            self.roads[key, county] = len(self.roads) + 1
            row = (self.roads[key, county], name, key, county)
            self.base.execute("INSERT INTO road VALUES (?,?,?,?)", row)
        return self.roads[key, county]

    def finish(self, **meta: str) -> None:
        """Write indices and full texts, and what the file says about itself."""
        self.base.executemany("INSERT INTO meta VALUES (?,?)", [*meta.items(), ("format", FORMAT)])
        self.base.commit()
        self.base.create_function("grams_of", 1, _grams_of, deterministic=True)
        self.base.executescript(f"BEGIN; {_INDICES} COMMIT;")


def _grams_of(key: str) -> str:
    """Return what is found by groups of three letters: a name, and its initial consonants.

    Letter by letter, because most groups of three syllables of a short name hold the one that is
    misspelt. One column holds both: in no name do three initial consonants follow each other.
    """
    return f"{jamo_of(key)} {initials_of(key)}"


def e7(degrees: float | None) -> int | None:
    """Return degrees × 10⁷ as the tables hold them."""
    return None if degrees is None else round(degrees * 1e7)


@contextlib.contextmanager
def new_gazetteer(out: Path) -> Iterator[Writer]:
    """Give a writer of a new file, which takes its place when the block ends well."""
    out.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=f".{out.name}.", dir=out.parent) as folder:
        path = Path(folder) / out.name
        # Nobody reads the file before it is whole, so no journal and no waiting for the disk.
        base = sqlite3.connect(path, isolation_level=None)
        with contextlib.closing(base):
            base.executescript(
                "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA cache_size=-65536;"
                f"PRAGMA locking_mode=EXCLUSIVE; {_TABLES}"
            )
            base.execute("BEGIN")
            yield Writer(base)
        path.replace(out)
