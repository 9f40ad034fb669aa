"""Puts the rows of official address files down as they come, and joins them into entries."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice

import numpy as np
from pyproj import Transformer

from geo.addresses.database import AreaNames, Writer
from geo.addresses.layouts import GONE, Layout, fits
from geo.addresses.official_files import OfficialFile
from geo.addresses.regions import province_of
from geo.names import plain_name

Progress = Callable[[str, int], None]
"""Called with the name of a file and the number of rows read of it."""

_BATCH = 20_000
_WITH_VILLAGE = 1 << 40  # added to areas that name a village: the largest one is the best known
_SHOWN = 5  # rows that could not be read, per file, kept as examples
_STAGING = """
CREATE TEMP TABLE given (
    road INTEGER, main INTEGER, sub INTEGER, basement INTEGER, area INTEGER, postcode TEXT,
    name TEXT, ref TEXT, lat_e7 INTEGER, lon_e7 INTEGER, file INTEGER, gone INTEGER
);
CREATE TEMP TABLE given_lot (
    road INTEGER, main INTEGER, sub INTEGER, basement INTEGER,
    area INTEGER, hill INTEGER, lot_main INTEGER, lot_sub INTEGER, gone INTEGER
);
CREATE TEMP TABLE given_name (
    road INTEGER, main INTEGER, sub INTEGER, basement INTEGER, name TEXT
);
"""
_KEY = "road, main, sub, basement"
_LAST_IS_GONE = (
    "max(CASE WHEN gone THEN rowid ELSE 0 END) > max(CASE WHEN gone THEN 0 ELSE rowid END)"
)
_DROP_GONE = f"""
CREATE TEMP TABLE dead AS
    SELECT DISTINCT {_KEY} FROM (SELECT {_KEY} FROM given GROUP BY {_KEY}, lat_e7 IS NULL
    HAVING {_LAST_IS_GONE});
DELETE FROM given WHERE ({_KEY}) IN (SELECT {_KEY} FROM dead);
"""
# CROSS JOIN keeps SQLite from turning a join round: the left is read once, the right by its index.
# min() takes latitude and longitude from its own row: of the last file the first entrance.
_JOIN = f"""
CREATE TEMP TABLE best (
    road INTEGER, main INTEGER, sub INTEGER, basement INTEGER, lat_e7 INTEGER, lon_e7 INTEGER,
    file INTEGER, many INTEGER, rank INTEGER, PRIMARY KEY ({_KEY})
) WITHOUT ROWID;
INSERT INTO best SELECT {_KEY}, lat_e7, lon_e7, file, count(*), min(rowid - (file << 42))
    FROM given WHERE lat_e7 IS NOT NULL GROUP BY {_KEY};
INSERT INTO entry SELECT
    NULL, 'address', name, {_KEY}, area % {_WITH_VILLAGE}, '', NULL, postcode, lat_e7, lon_e7, ref
FROM (
    SELECT {_KEY}, max(name) AS name, max(area) AS area, max(postcode) AS postcode, max(ref) AS ref
    FROM given GROUP BY {_KEY}
) LEFT JOIN best USING ({_KEY});
CREATE INDEX entry_by_number ON entry (road, main, sub);
INSERT INTO lot SELECT l.area % {_WITH_VILLAGE}, hill, lot_main, lot_sub, id FROM (
    SELECT {_KEY}, area, hill, lot_main, lot_sub FROM given_lot
    GROUP BY {_KEY}, area, hill, lot_main, lot_sub HAVING NOT ({_LAST_IS_GONE})
) l CROSS JOIN entry USING ({_KEY});
INSERT INTO alias (entry, name, key) SELECT id, n.name, plain_name(n.name)
    FROM (SELECT DISTINCT {_KEY}, name FROM given_name) n CROSS JOIN entry USING ({_KEY});
"""
_DOORS = f"""
CREATE INDEX temp.given_by_key ON given ({_KEY});
INSERT INTO door SELECT e.id, 'entrance', g.lat_e7, g.lon_e7
    FROM best b CROSS JOIN given g USING ({_KEY}) CROSS JOIN entry e USING ({_KEY})
    WHERE b.many > 1 AND g.lat_e7 IS NOT NULL AND g.file = b.file
    ORDER BY g.rowid;
"""


@dataclass(slots=True)
class ImportedFile:
    """What became of a file; `unread` shows some of the rows that could not be read."""

    name: str
    layout: Layout
    rows: int = 0
    skipped: int = 0
    unread: list[tuple[int, str]] = field(default_factory=list)


class Stager:
    """Puts rows down as they come; joins them when all are there."""

    def __init__(self, writer: Writer) -> None:
        self._writer, self._base = writer, writer.base
        self._base.executescript(_STAGING)
        self._base.execute("BEGIN")
        self._areas: dict[tuple[str, ...], tuple[AreaNames, int]] = {}
        self._roads: dict[str, int] = {}
        self._any_gone = False
        self._to_degrees = Transformer.from_crs(5179, 4326, always_xy=True)

    def read(self, number: int, file: OfficialFile, progress: Progress | None) -> ImportedFile:
        """Put down the rows of a file."""
        done = ImportedFile(file.name, file.layout)
        with file.lines() as lines:
            while batch := list(islice(lines, _BATCH)):
                rows = self._good(batch, done)
                done.rows += len(batch)
                self._put(number, file.layout, rows)
                if progress:
                    progress(file.name, done.rows)
        return done

    def _good(self, batch: Sequence[str], done: ImportedFile) -> list[list[str]]:
        good = []
        for at, line in enumerate(batch):
            columns = line.rstrip("\r\n").split("|")
            if fits(done.layout, columns) and "\ufffd" not in line:
                good.append(columns)
            elif line.strip():
                done.skipped += 1
                if len(done.unread) < _SHOWN:
                    done.unread.append((done.rows + at + 1, line.strip()[:60]))
        return good

    def _put(self, number: int, layout: Layout, rows: Sequence[list[str]]) -> None:
        keys = [self._key(layout, row) for row in rows]
        gone = [0 <= layout.reason < len(row) and row[layout.reason] == GONE for row in rows]
        self._any_gone |= any(gone)
        if layout.road >= 0:
            facts = (
                (*key, self._area(layout, row)[1], *_texts(layout, row), *place, number, dead)
                for key, row, place, dead in zip(
                    keys, rows, self._places(layout, rows), gone, strict=True
                )
            )
            self._base.executemany(f"INSERT INTO given VALUES ({_marks(12)})", facts)
        if layout.lot_main >= 0:
            lots = (
                (*key, self._area(layout, row)[1], *lot, dead)
                for key, row, dead in zip(keys, rows, gone, strict=True)
                if (lot := _lot(layout, row))
            )
            self._base.executemany(f"INSERT INTO given_lot VALUES ({_marks(9)})", lots)
        names = (
            (*key, row[at])
            for key, row, dead in zip(keys, rows, gone, strict=True)
            for at in layout.names
            if row[at] and not dead
        )
        self._base.executemany(f"INSERT INTO given_name VALUES ({_marks(5)})", names)

    def _key(self, layout: Layout, row: Sequence[str]) -> tuple[int, int, int, int]:
        code = row[layout.road_code]
        road = self._roads.get(code)
        if road is None:
            name = row[layout.road] if layout.road >= 0 else ""
            road = self._writer.road(name, self._area(layout, row)[0]) if name else 0
            if road:
                self._roads[code] = road
        return road or 0, int(row[layout.main]), int(row[layout.sub]), int(row[layout.basement])

    def _area(self, layout: Layout, row: Sequence[str]) -> tuple[AreaNames, int]:
        village = row[layout.village] if layout.village >= 0 else ""
        given = (row[layout.province], row[layout.county], row[layout.town], village)
        known = self._areas.get(given)
        if known is None:
            names = (province_of(given[0]) or given[0], *given[1:])
            weight = _WITH_VILLAGE if village else 0
            known = self._areas[given] = (names, self._writer.area(names) + weight)
        return known

    def _places(
        self, layout: Layout, rows: Sequence[Sequence[str]]
    ) -> Iterator[tuple[int | None, int | None]]:
        """Yield latitude and longitude × 10⁷ of each row."""
        if layout.x < 0:
            yield from ((None, None) for _ in rows)
            return
        x, y = (
            np.array([_metres(row[column]) for row in rows], dtype=np.float64)
            for column in (layout.x, layout.y)
        )
        lon, lat = self._to_degrees.transform(x, y)
        known = np.isfinite(lon) & np.isfinite(lat)
        lat_e7 = np.rint(np.where(known, lat, 0) * 1e7).astype(np.int64).tolist()
        lon_e7 = np.rint(np.where(known, lon, 0) * 1e7).astype(np.int64).tolist()
        for ok, down, across in zip(known.tolist(), lat_e7, lon_e7, strict=True):
            yield (down, across) if ok else (None, None)

    def join(self) -> tuple[int, int]:
        """Make entries of all rows, and return how many there are and how many have a place."""
        base = self._base
        base.commit()
        base.create_function("plain_name", 1, plain_name, deterministic=True)
        base.executescript(f"BEGIN; {_DROP_GONE if self._any_gone else ''} {_JOIN} COMMIT;")
        if base.execute("SELECT 1 FROM best WHERE many > 1 LIMIT 1").fetchone():
            base.executescript(f"BEGIN; {_DOORS} COMMIT;")
        for table in ("given", "given_lot", "given_name", "best"):
            base.execute(f"DROP TABLE {table}")
        base.execute("BEGIN")
        found: tuple[int, int] = base.execute(
            "SELECT count(*), count(lat_e7) FROM entry"
        ).fetchone()
        return found


def _texts(layout: Layout, row: Sequence[str]) -> tuple[str, str, str]:
    """Return postcode, best name and management number."""
    name = next((row[at] for at in layout.names if row[at]), "")
    ref = row[layout.ref] if layout.ref >= 0 else ""
    return (row[layout.postcode] if layout.postcode >= 0 else ""), name, ref


def _lot(layout: Layout, row: Sequence[str]) -> tuple[bool, int, int] | None:
    main, sub = row[layout.lot_main], row[layout.lot_sub]
    if not main.isdecimal() or int(main) == 0:
        return None
    return row[layout.hill] == "1", int(main), int(sub) if sub.isdecimal() else 0


def _metres(text: str) -> float:
    """Return a coordinate in EPSG:5179; NaN when it is none within Korea."""
    try:
        value = float(text)
    except ValueError:
        return np.nan
    return value if 500_000 < value < 2_500_000 else np.nan


def _marks(count: int) -> str:
    return ",".join("?" * count)
