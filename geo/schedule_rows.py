"""Reads saved pages of the Korean ferry schedule service (data.go.kr 15142302), row by row.

A page is what `oprt-schd-info` answers as JSON: rows beneath `response.body.items.item`, or a bare
list of them. A sailing has several rows, one per change of its status: the newest
`nvg_stts_chg_dt` counts.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from geo.clock import Clock
from geo.faults import Fault, Text, unreadable

#: Words of `nvg_stts_nm` for a sailing that takes place, late or as planned, and for one that does
#: not. The service documents 통제; the others are what operators write (EX).
# fmt: off
_SAILS = frozenset((
    "정상", "정상운항", "운항", "운항예정", "예정", "운항중", "운항완료", "완료", "출항", "입항",
    "증회", "증선", "증편", "지연", "지연운항",
))
_STAYS = frozenset((
    "통제", "전면통제", "비운항", "미운항", "결항", "취소", "운항취소", "휴항", "운휴",
))
# fmt: on
_FIELDS = ("rlvt_ymd", "sail_tm", "psnshp_nm", "oport_nm", "dest_nm", "nvg_stts_nm")


@dataclass(frozen=True, slots=True, kw_only=True)
class ScheduleRow:
    """One sailing of one date, as the service last knew it.

    Parameters
    ----------
    number
        Its place among the rows of its page, the first is 1.
    reason
        Why it stays in port; empty when it sails.
    """

    file: str
    number: int
    day: date
    departure: Clock
    vessel: str
    from_name: str
    to_name: str
    changed: str
    status: str
    reason: str

    @property
    def key(self) -> tuple[date, Clock, str, str, str]:
        """What tells sailings apart."""
        return self.day, self.departure, self.vessel, self.from_name, self.to_name


def read_pages(pages: Sequence[Path]) -> tuple[list[ScheduleRow], list[Fault]]:
    """Return the newest row of each sailing on all pages, and what is wrong with the pages."""
    newest: dict[tuple[Any, ...], ScheduleRow] = {}
    faults: list[Fault] = []
    counts: list[_Count] = []
    for page in sorted(pages):
        for row in _page(page, faults, counts):
            known = newest.get(row.key)
            if known is None or row.changed > known.changed:
                newest[row.key] = row
            elif row.changed == known.changed and row.status != known.status:
                faults.append(_two_statuses(known, row))
    return list(newest.values()), faults + list(_incomplete(counts))


class _Count(NamedTuple):
    """How many rows a page has, and how many all pages of its day have together."""

    file: str
    day: str
    rows: int
    total: int


def _incomplete(counts: Sequence[_Count]) -> Iterator[Fault]:
    for day in sorted({count.day for count in counts}):
        pages = [count for count in counts if count.day == day]
        found, total = sum(page.rows for page in pages), max(page.total for page in pages)
        if found < total:
            yield _pages_missing([page.file for page in pages], found, total)


def _page(page: Path, faults: list[Fault], counts: list[_Count]) -> Iterator[ScheduleRow]:
    """Yield the rows of a page that can be used; note how many there should be on all pages."""
    try:
        content = json.loads(page.read_bytes().decode("utf-8-sig"))
    except OSError as error:
        faults.append(unreadable(page.name, error))
        return
    except (ValueError, RecursionError) as error:
        faults.append(_not_json(page.name, error))
        return
    items = _items(content)
    if items is None:
        faults.append(_no_rows(page.name, _message(content)))
        return
    if isinstance(content, dict):
        total = str(_body(content).get("totalCount", 0))
        day = str(items[0].get("rlvt_ymd", "")) if items and isinstance(items[0], dict) else ""
        counts.append(_Count(page.name, day, len(items), int(total) if total.isdecimal() else 0))
    for number, item in enumerate(items, start=1):
        row = _row(page.name, number, item, faults)
        if row is not None:
            yield row


def _body(content: Mapping[str, Any]) -> Mapping[str, Any]:
    response = content.get("response", content)
    body = response.get("body", response) if isinstance(response, dict) else {}
    return body if isinstance(body, dict) else {}


def _items(content: Any) -> list[Any] | None:
    """Return the rows of a page; a single row is not a list in these answers."""
    if isinstance(content, list):
        return content
    if not isinstance(content, dict):
        return None
    body = _body(content)
    items = body.get("items", body.get("item"))
    if isinstance(items, dict):
        items = items.get("item", [])
    if items == "" or items is None:
        return [] if "totalCount" in body else None
    return [items] if isinstance(items, dict) else items if isinstance(items, list) else None


def _message(content: Any) -> str:
    """Return what the service says instead of rows: a wrong key, a used-up quota."""
    found = re.search(r"\"(?:resultMsg|returnAuthMsg|errMsg)\": \"([^\"]*)\"", json.dumps(content))
    return found[1] if found else ""


def _row(file: str, number: int, item: Any, faults: list[Fault]) -> ScheduleRow | None:
    if not isinstance(item, dict):
        faults.append(_bad(file, number, "item", str(item)[:40], _A_ROW))
        return None
    cells = {name: str(value).strip() for name, value in item.items() if value is not None}
    missing = [name for name in _FIELDS if not cells.get(name)]
    if missing:
        faults += [_bad(file, number, name, "", _A_VALUE) for name in missing]
        return None
    day, departure = _day(cells["rlvt_ymd"]), _clock(cells["sail_tm"])
    status = cells["nvg_stts_nm"].replace(" ", "")
    if day is None:
        faults.append(_bad(file, number, "rlvt_ymd", cells["rlvt_ymd"], _A_DATE))
    if departure is None:
        faults.append(_bad(file, number, "sail_tm", cells["sail_tm"], _A_TIME))
    if status not in _SAILS | _STAYS:
        faults.append(_bad(file, number, "nvg_stts_nm", status, _A_STATUS))
    if day is None or departure is None or status not in _SAILS | _STAYS:
        return None
    return ScheduleRow(
        file=file,
        number=number,
        day=day,
        departure=departure,
        vessel=cells["psnshp_nm"],
        from_name=cells["oport_nm"],
        to_name=cells["dest_nm"],
        changed=re.sub(r"\D", "", cells.get("nvg_stts_chg_dt", "")),
        status=status,
        reason=_reason(cells, status) if status in _STAYS else "",
    )


def _reason(cells: Mapping[str, str], status: str) -> str:
    """Return why a sailing does not take place: weather first, then what the operator says."""
    names = ("cntrl_rsn_nm", "nnavi_rsn_nm", "cnls_etc_rsn")
    return next((cells[name] for name in names if cells.get(name)), status)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _clock(text: str) -> Clock | None:
    """Read "930", "0930" or "09:30"; the service leaves leading zeros out, so "5" is 00:05."""
    digits = text.replace(":", "")
    if not re.fullmatch(r"\d{1,4}", digits):
        return None
    hour, minute = divmod(int(digits), 100)
    return Clock(0, hour, minute) if hour < 24 and minute < 60 else None


_A_ROW = Text("운항 한 건의 JSON 객체", "one sailing as a JSON object")
_A_VALUE = Text("빈 칸이 아닌 값", "a value")
_A_DATE = Text("20260310 같은 날짜", "a date such as 20260310")
_A_TIME = Text("930 같은 시각", "a time such as 930")
_A_STATUS = Text("정상, 통제 같은 운항 상태", "a known status such as 정상 or 통제")


def _bad(file: str, number: int, field: str, value: str, expected: Text) -> Fault:
    return Fault(
        code="bad-value",
        file=file,
        row=number,
        field=field,
        what=Text(
            f"{number}번째 운항의 값 '{value}'을(를) 쓸 수 없습니다",
            f"'{value}' of sailing {number} cannot be used",
        ),
        remedy=Text(f"{expected.ko}이어야 합니다", f"it should be {expected.en}"),
    )


def _not_json(file: str, error: Exception) -> Fault:
    return Fault(
        code="not-json",
        file=file,
        what=Text(f"JSON으로 읽을 수 없습니다 ({error})", f"cannot be read as JSON ({error})"),
        remedy=Text(
            "dataType=JSON으로 받은 응답을 그대로 저장하세요",
            "save the answer to dataType=JSON as it is",
        ),
    )


def _no_rows(file: str, message: str) -> Fault:
    said = f": {message}" if message else ""
    return Fault(
        code="schedule-without-rows",
        file=file,
        what=Text(f"운항 목록이 없습니다{said}", f"has no list of sailings{said}"),
        remedy=Text(
            "oprt-schd-info의 응답인지, 인증키가 맞는지 확인하세요",
            "check that it is an answer of oprt-schd-info, and the service key",
        ),
    )


def _two_statuses(known: ScheduleRow, row: ScheduleRow) -> Fault:
    return Fault(
        code="status-twice",
        file=row.file,
        row=row.number,
        field="nvg_stts_nm",
        what=Text(
            f"'{row.vessel}' {row.departure} {row.from_name}→{row.to_name}이(가) 같은 시각에"
            f" {known.status}이면서 {row.status}입니다",
            f"'{row.vessel}' {row.departure} {row.from_name} to {row.to_name} is {known.status} and"
            f" {row.status} as of the same moment ({row.changed or 'no nvg_stts_chg_dt'})",
        ),
        remedy=Text("틀린 행을 지우거나 다시 받으세요", "delete the wrong row, or ask again"),
    )


def _pages_missing(files: Sequence[str], found: int, total: int) -> Fault:
    return Fault(
        code="pages-missing",
        file=", ".join(sorted(files)),
        what=Text(
            f"{total}건 가운데 {found}건만 있습니다", f"hold {found} of {total} rows (totalCount)"
        ),
        remedy=Text(
            "나머지 쪽(pageNo)도 받아 함께 두세요", "save the other pages (pageNo) beside them"
        ),
    )
