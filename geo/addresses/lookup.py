"""Looks into one gazetteer file: roads, numbers, lots and names, exact and alike."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from geo.addresses.address import Number
from geo.addresses.database import FORMAT
from geo.addresses.full_text import FullText, marks
from geo.addresses.likeness import similar
from geo.addresses.records import SELECT_RECORDS, Record, Road, record_of
from geo.faults import Fault, InputError, Text

_MOST = 200
"""Rows looked at for one question; what is asked so vaguely is ambiguous anyway."""


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
        self._text = FullText(self._rows, _MOST)
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
        found = self._text.find("road_text", key)
        roads = self._roads(f"WHERE r.id IN ({marks(found)})", *found)
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
            f"JOIN lot l ON l.entry = e.id WHERE l.area IN ({marks(areas)})"
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
            f" WHERE area IN ({marks(areas)}) AND lat_e7 IS NOT NULL",
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
        found = self._text.find("alias_text", key)
        names = dict(self._rows(f"SELECT id, key FROM alias WHERE id IN ({marks(found)})", *found))
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
        rows = self._rows(f"{SELECT_RECORDS} {where} LIMIT {_MOST}", *values)
        return [record_of(self.number, row) for row in rows]


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
