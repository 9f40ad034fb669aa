"""Looks into one gazetteer file: roads, numbers, lots and names, exact and alike."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from geo.addresses.address import Number
from geo.addresses.database import FORMAT, AreaNames
from geo.addresses.likeness import similar
from geo.addresses.text import is_initials, jamo_of
from geo.faults import Fault, InputError, Text

_MOST = 200
"""Rows looked at for one question; what is asked so vaguely is ambiguous anyway."""
_TELLING = 8
"""Groups of three letters by which a misspelt name is looked for."""
_RECORD = """
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


class Book:
    """A gazetteer file that is open for reading; safe to use from several threads.

    Parameters
    ----------
    path
        The file.
    number
        Its place among several.

    Raises
    ------
    InputError
        The file is missing, damaged, or no gazetteer of this version.
    """

    def __init__(self, path: Path, number: int = 0) -> None:
        self.path, self.number = path, number
        self._lock = threading.Lock()
        try:
            path.open("rb").close()
            self._base = sqlite3.connect(
                f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False
            )
            self.meta = dict(self._rows("SELECT key, value FROM meta"))
            for table in ("road_text", "alias_text"):
                self._base.execute(
                    f"CREATE VIRTUAL TABLE temp.{table}_words USING fts5vocab(main, {table}, 'row')"
                )
        except (OSError, sqlite3.Error) as error:
            raise InputError([_no_gazetteer(path.name, error)]) from None
        if self.meta.get("format") != str(FORMAT):
            raise InputError([_other_version(path.name, self.meta.get("format"))])

    def close(self) -> None:
        """Close the file."""
        self._base.close()

    def _rows(self, question: str, *values: Any) -> list[tuple[Any, ...]]:
        with self._lock:
            return self._base.execute(question, values).fetchall()

    # -- roads ------------------------------------------------------------------------------------

    def roads(self, key: str) -> list[Road]:
        """Return the roads of exactly this name."""
        return self._roads("WHERE r.key = ?", key)

    def all_roads(self) -> list[Road]:
        """Return every road, up to a limit that only a whole country reaches."""
        return self._roads("ORDER BY r.id", most=1_000_000)

    def roads_like(self, key: str) -> list[tuple[Road, float]]:
        """Return roads of similar names with their likeness, 0 to 1."""
        found = self._alike("road_text", key)
        roads = self._roads(f"WHERE r.id IN ({_marks(found)})", *found)
        return list(similar(roads, [road.key for road in roads], key))

    def _roads(self, where: str, *values: Any, most: int = _MOST) -> list[Road]:
        rows = self._rows(
            "SELECT r.id, r.name, r.key, a.province, a.county, a.town, a.village"
            f" FROM road r JOIN area a ON a.id = r.area {where} LIMIT {most}",
            *values,
        )
        return [Road(self.number, row[0], row[1], row[2], (*row[3:7],)) for row in rows]

    def at_number(self, road: int, main: int, sub: int | None = None) -> list[Record]:
        """Return the entries of a building number, or of all numbers with this main part."""
        if sub is None:
            return self._records("WHERE e.road = ? AND e.main = ?", road, main)
        return self._records("WHERE e.road = ? AND e.main = ? AND e.sub = ?", road, main, sub)

    def along(self, road: int) -> list[tuple[int, float, float]]:
        """Return main number, latitude and longitude of what is known along a road."""
        return [
            (main, lat / 1e7, lon / 1e7)
            for main, lat, lon in self._rows(
                "SELECT main, lat_e7, lon_e7 FROM entry WHERE road = ? AND main IS NOT NULL"
                " AND lat_e7 IS NOT NULL AND basement != 1 ORDER BY main",
                road,
            )
        ]

    # -- lots and areas ---------------------------------------------------------------------------

    def at_lot(self, areas: Sequence[int], hill: bool, lot: Number, exact: bool) -> list[Record]:
        """Return the entries on a lot of some areas; unless exact, whatever its sub number."""
        if not areas:
            return []
        sub = " AND l.sub = ?" if exact else ""
        return self._records(
            f"JOIN lot l ON l.entry = e.id WHERE l.area IN ({_marks(areas)})"
            f" AND l.hill = ? AND l.main = ?{sub}",
            *(*areas, hill, lot.main),
            *((lot.sub,) if exact else ()),
        )

    def areas(self, town: str, village: str) -> list[int]:
        """Return the ids of the areas of a town, or of a village, in any county."""
        column, name = ("village", village) if village else ("town", town)
        rows = self._rows(f"SELECT id FROM area WHERE {column} = ? LIMIT {_MOST}", name)
        return [row[0] for row in rows]

    def middle(self, areas: Sequence[int]) -> tuple[float, float, float] | None:
        """Return the middle of the entries of some areas and half their height, degrees."""
        rows = self._rows(
            "SELECT count(*), avg(lat_e7), avg(lon_e7), max(lat_e7) - min(lat_e7) FROM entry"
            f" WHERE area IN ({_marks(areas)}) AND lat_e7 IS NOT NULL",
            *areas,
        )
        count, lat, lon, height = rows[0]
        return (lat / 1e7, lon / 1e7, height / 2e7) if count else None

    # -- names ------------------------------------------------------------------------------------

    def named(self, key: str) -> list[tuple[Record, float]]:
        """Return the entries of exactly this name, or else of similar names, with likeness."""
        exact = self._records("JOIN alias n ON n.entry = e.id WHERE n.key = ?", key)
        if exact:
            return [(record, 1.0) for record in exact]
        found = self._alike("alias_text", key)
        names = dict(self._rows(f"SELECT id, key FROM alias WHERE id IN ({_marks(found)})", *found))
        alike = dict(similar(names, names.values(), key))
        best: dict[int, tuple[Record, float]] = {}
        for number, likeness in alike.items():
            for record in self._records("JOIN alias n ON n.entry = e.id WHERE n.id = ?", number):
                if likeness > best.get(record.id, (record, 0.0))[1]:
                    best[record.id] = (record, likeness)
        return list(best.values())

    def of_complex(self, complex_: int, dong: str) -> list[Record]:
        """Return the building of a number in a complex."""
        return self._records("WHERE e.complex = ? AND e.dong = ?", complex_, dong)

    def names(self, entry: int) -> list[str]:
        """Return the names of an entry in the form of `geo.names.plain_name`."""
        return [row[0] for row in self._rows("SELECT key FROM alias WHERE entry = ?", entry)]

    def name(self, entry: int) -> str:
        """Return the name of an entry as it is shown."""
        rows = self._rows("SELECT name FROM entry WHERE id = ?", entry)
        return str(rows[0][0]) if rows else ""

    def doors(self, entry: int) -> list[tuple[str, float, float]]:
        """Return kind, latitude and longitude of entrances and gates, the best first."""
        rows = self._rows("SELECT kind, lat_e7, lon_e7 FROM door WHERE entry = ?", entry)
        return [(kind, lat / 1e7, lon / 1e7) for kind, lat, lon in rows]

    # -- how --------------------------------------------------------------------------------------

    def _records(self, where: str, *values: Any) -> list[Record]:
        rows = self._rows(f"{_RECORD} {where} LIMIT {_MOST}", *values)
        return [_record(self.number, row) for row in rows]

    def _alike(self, table: str, key: str) -> list[int]:
        """Return rows of a full text that hold all, or else some, groups of three letters."""
        letters = jamo_of(key)
        groups = list(dict.fromkeys(letters[at : at + 3] for at in range(len(letters) - 2)))
        if not groups:
            return self._short(table, key)
        wanted = " AND ".join(f'"{group}"' for group in groups)
        rows = self._rows(f"SELECT rowid FROM {table} WHERE {table} MATCH ? LIMIT {_MOST}", wanted)
        if not rows and not is_initials(key):
            rows = self._sharing(table, self._rarest(table, groups))
        return [row[0] for row in rows]

    def _sharing(self, table: str, groups: Sequence[str]) -> list[tuple[int]]:
        """Return the rows that hold most of some groups.

        FTS5 could rank them too, but only with the positions of the groups, which double the file.
        """
        if not groups:
            return []
        one = f"SELECT rowid FROM {table} WHERE {table} MATCH ?"
        return self._rows(
            f"SELECT rowid FROM ({' UNION ALL '.join([one] * len(groups))})"
            f" GROUP BY rowid ORDER BY count(*) DESC, rowid LIMIT {_MOST}",
            *(f'"{group}"' for group in groups),
        )

    def _rarest(self, table: str, groups: Sequence[str]) -> list[str]:
        """Return the groups that say most: the common ones are in half of all names."""
        rows = self._rows(
            f"SELECT term FROM {table}_words WHERE term IN ({_marks(groups)})"
            f" ORDER BY doc LIMIT {_TELLING}",
            *groups,
        )
        return [row[0] for row in rows]

    def _short(self, table: str, key: str) -> list[int]:
        """Return rows whose name begins with one or two letters: no group of three has them."""
        if is_initials(key) or not key:
            return []
        home = "road" if table == "road_text" else "alias"
        rows = self._rows(
            f"SELECT id FROM {home} WHERE key >= ? AND key < ? LIMIT {_MOST}",
            key,
            key + "\U0010ffff",
        )
        return [row[0] for row in rows]


def _record(book: int, row: Sequence[Any]) -> Record:
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


def _marks(values: Sequence[Any]) -> str:
    return ",".join("?" * len(values))


_AGAIN = Text(
    "'naru map build'로 지도를, 'naru address import'로 주소 파일을 다시 만드세요",
    "make it again: 'naru map build' for a map, 'naru address import' for official files",
)


def _no_gazetteer(file: str, error: Exception) -> Fault:
    reason = error.strerror if isinstance(error, OSError) else error
    return Fault(
        code="not-a-gazetteer",
        file=file,
        what=Text(
            f"나루 주소 파일이 아니거나 손상되었습니다 ({reason})",
            f"is not a gazetteer of Naru, or is damaged ({reason})",
        ),
        remedy=_AGAIN,
    )


def _other_version(file: str, found: str | None) -> Fault:
    return Fault(
        code="gazetteer-format",
        file=file,
        what=Text(
            f"주소 파일 형식이 {found}인데 이 버전은 {FORMAT}을(를) 씁니다",
            f"has gazetteer format {found}; this version reads {FORMAT}",
        ),
        remedy=_AGAIN,
    )
