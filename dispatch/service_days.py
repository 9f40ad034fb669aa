"""Picks the rows of services.csv that run on the planning day, and says which have expired."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from geo.faults import Fault, Text
from geo.operating_days import country_of, has_holidays
from geo.tables import Row

FILE = "services.csv"


def running_services(
    rows: Iterable[Row], day: date, timezone: str
) -> tuple[tuple[Row, ...], list[Fault]]:
    """Return the rows that run on `day`.

    A row that expired before the day is a fault unless another row between the same places is
    valid: a timetable that nobody has renewed is an error, never a guess; an old season is not.
    """
    rows = tuple(rows)
    faults = [fault for row in rows if (fault := _row_fault(row, timezone))]
    valid = [row for row in rows if _valid(row, day)]
    renewed = {_line(row) for row in valid}
    faults += [_expired(row, day) for row in rows if _ended(row, day) and _line(row) not in renewed]
    if any(fault.code == "unknown-holidays" for fault in faults):
        return (), faults
    country = country_of(timezone)
    return tuple(row for row in valid if row["days"].runs_on(day, country)), faults


def _line(row: Row) -> tuple[str, str, str]:
    return row["mode"], row["from_site"], row["to_site"]


def _ended(row: Row, day: date) -> bool:
    return row["valid_until"] is not None and row["valid_until"] < day


def _valid(row: Row, day: date) -> bool:
    begun = row["valid_from"] is None or row["valid_from"] <= day
    return begun and not _ended(row, day)


def _row_fault(row: Row, timezone: str) -> Fault | None:
    begin, end = row["valid_from"], row["valid_until"]
    if begin is not None and end is not None and end < begin:
        return Fault(
            code="validity-reversed",
            file=FILE,
            row=row.number,
            field="valid_until",
            what=Text(
                f"적용 종료({end})가 적용 시작({begin})보다 빠릅니다",
                f"the validity ends ({end}) before it begins ({begin})",
            ),
            remedy=Text("두 날짜를 바로잡으세요", "correct the two dates"),
        )
    if row["days"].needs_country and not _knows_holidays(timezone):
        return Fault(
            code="unknown-holidays",
            file=FILE,
            row=row.number,
            field="days",
            what=Text(
                f"시간대 {timezone}의 공휴일을 알 수 없습니다",
                f"no public holidays are known for the time zone {timezone}",
            ),
            remedy=Text(
                "공휴일 대신 날짜를 적거나 day.toml의 timezone을 고치세요",
                "write dates instead of holidays, or correct timezone in day.toml",
            ),
        )
    return None


def _knows_holidays(timezone: str) -> bool:
    country = country_of(timezone)
    return country is not None and has_holidays(country)


def _expired(row: Row, day: date) -> Fault:
    return Fault(
        code="service-expired",
        file=FILE,
        row=row.number,
        field="valid_until",
        what=Text(
            f"'{row['service_id']}' 편은 {row['valid_until']}에 끝나 {day}에는 쓸 수 없습니다",
            f"service '{row['service_id']}' ended on {row['valid_until']}, before {day}",
        ),
        remedy=Text(
            "새 시간표로 고치거나 줄을 지우세요", "enter the new timetable, or delete the row"
        ),
    )
