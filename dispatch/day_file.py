"""Reads day.toml: the date, the time zone and the name of the county, and how long to plan."""

from __future__ import annotations

import tomllib
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from geo.closures import Closure, read_closures
from geo.faults import Fault, InputError, Text

DAY_FILE = "day.toml"


@dataclass(frozen=True, slots=True, kw_only=True)
class DayFile:
    """What day.toml says.

    Parameters
    ----------
    seconds, seed
        How long to plan, and the seed of the random choices; None where the file does not say.
    closures
        Roads that are closed for some time.
    timetable
        Timetable to use instead of the map's own; None where the file does not name one.
    addresses
        Gazetteers in which addresses of sites are looked up, besides that of the map.
    """

    date: date
    timezone: str
    county: Text
    seconds: float | None = None
    seed: int | None = None
    timetable: Path | None = None
    addresses: tuple[Path, ...] = ()
    closures: tuple[Closure, ...] = ()


def read_day_file(folder: Path) -> DayFile:
    """Read `folder`/day.toml.

    Raises
    ------
    InputError
        With all faults of the file.
    """
    day, faults = parse_day_file(folder)
    if faults:
        raise InputError(faults)
    return day


def parse_day_file(folder: Path) -> tuple[DayFile, list[Fault]]:
    """Read `folder`/day.toml; what cannot be read gets a stand-in value and a fault."""
    table, faults = _load(folder / DAY_FILE)
    reader = _Reader(table, faults)
    county = reader.table("county")
    solve = reader.table("solve")
    day = DayFile(
        date=reader.date(),
        timezone=reader.timezone(),
        county=Text(str(county.get("ko", "")), str(county.get("en", ""))),
        seconds=reader.number(solve, "seconds"),
        seed=reader.seed(solve),
        timetable=reader.timetable(folder),
        addresses=reader.addresses(folder),
        closures=reader.closures(),
    )
    return day, faults


def _load(path: Path) -> tuple[dict[str, Any], list[Fault]]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig")), []
    except OSError as error:
        what = Text(f"읽을 수 없습니다 ({error.strerror})", f"cannot be read ({error.strerror})")
        code = "file-unreadable"
    except UnicodeDecodeError:
        what = Text("UTF-8 글이 아닙니다", "is not text in UTF-8")
        code = "unknown-encoding"
    except tomllib.TOMLDecodeError as error:
        what = Text(f"TOML 형식이 아닙니다 ({error})", f"is not TOML ({error})")
        code = "bad-toml"
    remedy = Text(
        'date = 2026-03-10 과 timezone = "Asia/Seoul" 줄이 있는 day.toml을 두세요',
        'put a day.toml there with date = 2026-03-10 and timezone = "Asia/Seoul"',
    )
    return {}, [Fault(code=code, what=what, remedy=remedy, file=DAY_FILE)]


class _Reader:
    """Takes single values out of the parsed file and notes what is wrong with them."""

    def __init__(self, table: dict[str, Any], faults: list[Fault]) -> None:
        self._table = table
        self._faults = faults
        self._loaded = not faults

    def _note(self, field: str, what: Text, remedy: Text) -> None:
        if self._loaded:  # a file that could not be read has its one fault already
            self._faults.append(
                Fault(code="bad-value", what=what, remedy=remedy, file=DAY_FILE, field=field)
            )

    def table(self, name: str) -> dict[str, Any]:
        value = self._table.get(name, {})
        if isinstance(value, dict):
            return value
        self._note(name, *_wrong(value, Text(f"[{name}] 표", f"a table [{name}]")))
        return {}

    def date(self) -> date:
        value = self._table.get("date")
        if isinstance(value, str):
            with suppress(ValueError):
                value = date.fromisoformat(value)
        if isinstance(value, date) and not isinstance(value, datetime):
            return value
        self._note("date", *_wrong(value, Text("2026-03-10 같은 날짜", "a date, 2026-03-10")))
        return date(2000, 1, 1)

    def timezone(self) -> str:
        value = self._table.get("timezone", "Asia/Seoul")
        try:
            ZoneInfo(value)
        except (ValueError, TypeError, OSError, KeyError):
            self._note("timezone", *_wrong(value, Text('"Asia/Seoul" 같은 이름', '"Asia/Seoul"')))
            return "UTC"
        return str(value)

    def number(self, table: dict[str, Any], name: str) -> float | None:
        value = table.get(name)
        if value is None or (isinstance(value, int | float) and value > 0):
            return value
        self._note(f"solve.{name}", *_wrong(value, Text("0보다 큰 수", "a number above 0")))
        return None

    def seed(self, table: dict[str, Any]) -> int | None:
        value = table.get("seed")
        if value is None or (isinstance(value, int) and value >= 0):
            return value
        self._note("solve.seed", *_wrong(value, Text("0 이상의 정수", "a whole number from 0")))
        return None

    def closures(self) -> tuple[Closure, ...]:
        value = self._table.get("close", [])
        texts = [value] if isinstance(value, str) else value
        if not isinstance(texts, list) or not all(isinstance(one, str) for one in texts):
            example = '["진도대교 10:00-12:00"]'
            self._note("close", *_wrong(value, Text(f"{example} 같은 목록", f"a list, {example}")))
            return ()
        try:
            return read_closures(texts, file=DAY_FILE)
        except InputError as error:
            self._faults.extend(error.faults)
            return ()

    def timetable(self, folder: Path) -> Path | None:
        value = self._table.get("timetable")
        if value is None or isinstance(value, str):
            return None if value is None else folder / value
        self._note("timetable", *_wrong(value, Text("따옴표 안의 경로", "a path in quotes")))
        return None

    def addresses(self, folder: Path) -> tuple[Path, ...]:
        value = self._table.get("addresses", [])
        names = [value] if isinstance(value, str) else value
        if isinstance(names, list) and all(isinstance(name, str) for name in names):
            return tuple(folder / name for name in names)
        self._note("addresses", *_wrong(value, Text("따옴표 안의 경로", "a path in quotes")))
        return ()


def _wrong(value: object, expected: Text) -> tuple[Text, Text]:
    what = Text(
        "값이 없습니다" if value is None else f"'{value}' 값을 쓸 수 없습니다",
        "is missing" if value is None else f"'{value}' cannot be used",
    )
    return what, Text(f"{expected.ko}(으)로 적으세요", f"write {expected.en}")
