"""Turns calendars and exceptions of a GTFS feed into the dates on which its services run."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from geo.faults import Fault, Text
from geo.gtfs_feed import LINE, Rows, rows_of
from geo.operating_days import DaySet, OperatingDays

_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_ADDED, _REMOVED = 1, 2
#: A calendar of more than ten years is a mistake, and would be slow to write out.
_LONGEST = timedelta(days=3660)


@dataclass(frozen=True, slots=True)
class ServiceDays:
    """On which days a service runs, and from when to when its calendar speaks."""

    days: OperatingDays
    valid_from: date
    valid_until: date


def service_days(feed: Any) -> tuple[dict[str, ServiceDays], list[Fault]]:
    """Return the days of every service, and what is wrong with the calendars."""
    faults: list[Fault] = []
    dates: dict[str, set[date]] = {}
    bounds: dict[str, list[date]] = {}
    for row in _dated(rows_of(feed.calendar), ("start_date", "end_date"), "calendar.txt", faults):
        first, last = row["start_date"], row["end_date"]
        if not timedelta(0) <= last - first <= _LONGEST:
            faults.append(_bad_span(row, first, last))
            continue
        bounds.setdefault(row["service_id"], []).extend((first, last))
        dates.setdefault(row["service_id"], set()).update(_weekly(row, first, last))
    exceptions = rows_of(feed.calendar_dates)
    for row in _dated(exceptions, ("date",), "calendar_dates.txt", faults):
        running = dates.setdefault(row["service_id"], set())
        if row.get("exception_type") == _ADDED:
            running.add(row["date"])
            bounds.setdefault(row["service_id"], []).append(row["date"])
        elif row.get("exception_type") == _REMOVED:
            running.discard(row["date"])
            bounds.setdefault(row["service_id"], []).append(row["date"])
    services = {
        name: ServiceDays(
            days=OperatingDays(on=DaySet(spans=tuple(_spans(sorted(running))))),
            valid_from=min(bounds[name]),
            valid_until=max(bounds[name]),
        )
        for name, running in dates.items()
        if name in bounds
    }
    return services, faults


def _weekly(row: Any, first: date, last: date) -> Iterator[date]:
    for step in range((last - first).days + 1):
        day = first + timedelta(days=step)
        if row.get(_WEEKDAYS[day.weekday()]) == 1:
            yield day


def _spans(days: Sequence[date]) -> Iterable[tuple[date, date]]:
    """Yield runs of days that follow each other."""
    begin: date | None = None
    for at, day in enumerate(days):
        begin = begin or day
        if at + 1 == len(days) or days[at + 1] - day > timedelta(days=1):
            yield begin, day
            begin = None


def _dated(rows: Rows, fields: tuple[str, ...], file: str, faults: list[Fault]) -> Iterator[Any]:
    """Yield rows with their dates read; rows with a bad date become faults."""
    for row in rows:
        dates: dict[str, date] = {}
        for field in fields:
            text = str(row.get(field, ""))
            try:
                # fromisoformat also takes "20260310".
                dates[field] = date.fromisoformat(text)
            except ValueError:
                faults.append(_bad_date(file, row[LINE], field, text))
        if len(dates) == len(fields) and "service_id" in row:
            yield {**row, **dates}


def _bad_date(file: str, line: int, field: str, text: str) -> Fault:
    return Fault(
        code="bad-value",
        file=file,
        row=line,
        field=field,
        what=Text(f"'{text}'은(는) 날짜가 아닙니다", f"'{text}' is not a date YYYYMMDD"),
        remedy=Text("20260310처럼 고치세요", "write it like 20260310"),
    )


def _bad_span(row: Any, first: date, last: date) -> Fault:
    return Fault(
        code="reversed-validity",
        file="calendar.txt",
        row=row[LINE],
        field="end_date",
        what=Text(
            f"{first}부터 {last}까지는 쓸 수 없는 기간입니다",
            f"its span from {first} to {last} is reversed or longer than ten years",
        ),
        remedy=Text("두 날짜를 고치세요", "correct the two dates"),
    )
