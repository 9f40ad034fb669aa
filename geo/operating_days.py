"""Reads the words that say on which days a sailing runs, and answers whether it runs on a date.

The words are separated by "|" (or by a comma, a semicolon or blanks) and are English or Korean:

==============================  ====================================================================
daily, 매일                      every day
mon tue wed thu fri sat sun      these weekdays (월 화 수 목 금 토 일, also 월요일 ...)
mon..fri                         a span of weekdays (월..금)
weekdays, weekends               mon..fri, sat..sun (평일, 주말)
holidays, 공휴일                  public holidays of the country, whatever the weekday
even, odd                        only even, odd days of the month (짝수일, 홀수일)
2026-03-11                       this date too
2026-03-11..2026-03-15           these dates too
-2026-03-11, -holidays, -sun     not on these, whatever the other words say
==============================  ====================================================================

Words that only restrict or take away ("even", "-2026-03-11") take from every day. Dates stand above
even and odd.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources

import holidays

from geo.faults import Text

DAYS_EXPECTED = Text(
    "daily, mon|tue, weekdays, even, -2026-03-11, 매일, 평일, 월|화 같은 말",
    "words such as daily, mon|tue, weekdays, even, -2026-03-11",
)
_WEEKDAYS = {
    name: number
    for number, names in enumerate(
        (
            "mon monday 월 월요일",
            "tue tuesday 화 화요일",
            "wed wednesday 수 수요일",
            "thu thursday 목 목요일",
            "fri friday 금 금요일",
            "sat saturday 토 토요일",
            "sun sunday 일 일요일",
        )
    )
    for name in names.split()
}
_GROUPS = {
    **dict.fromkeys(("daily", "매일"), frozenset(range(7))),
    **dict.fromkeys(("weekdays", "평일"), frozenset(range(5))),
    **dict.fromkeys(("weekends", "주말"), frozenset((5, 6))),
}
_HOLIDAYS = frozenset(("holidays", "공휴일", "휴일"))
_PARITIES = {"even": 0, "짝수일": 0, "짝수": 0, "odd": 1, "홀수일": 1, "홀수": 1}


@dataclass(frozen=True, slots=True, kw_only=True)
class DaySet:
    """Some days: weekdays (0 is Monday), spans of dates (both ends included), public holidays."""

    weekdays: frozenset[int] = frozenset()
    spans: tuple[tuple[date, date], ...] = ()
    holidays: bool = False

    def has_date(self, day: date) -> bool:
        """Whether a date span holds the day."""
        return any(first <= day <= last for first, last in self.spans)

    def has_weekday(self, day: date, country: str | None) -> bool:
        """Whether a weekday or the word "holidays" holds the day."""
        return day.weekday() in self.weekdays or (self.holidays and is_holiday(day, country))


@dataclass(frozen=True, slots=True, kw_only=True)
class OperatingDays:
    """The days on which something runs; see the words at the top of this module."""

    on: DaySet
    off: DaySet = DaySet()
    parity: int | None = None

    @property
    def needs_country(self) -> bool:
        """Whether public holidays have a say."""
        return self.on.holidays or self.off.holidays

    def runs_on(self, day: date, country: str | None) -> bool:
        """Return whether the words allow a date.

        Parameters
        ----------
        country
            Two-letter code whose public holidays count; only needed when `needs_country`.
        """
        if self.off.has_date(day) or self.off.has_weekday(day, country):
            return False
        if self.on.has_date(day):
            return True
        right_parity = self.parity is None or day.day % 2 == self.parity
        return right_parity and self.on.has_weekday(day, country)


DAILY = OperatingDays(on=DaySet(weekdays=frozenset(range(7))))


def parse_days(text: str) -> OperatingDays:
    """Read a cell of the column `days`.

    Raises
    ------
    ValueError
        Naming the first word that is not known, or a date that does not exist.
    """
    on: list[str] = []
    off: list[str] = []
    parity: int | None = None
    for word in re.split(r"[|,;\s]+", text.strip().lower()):
        if word in _PARITIES:
            if parity not in (None, _PARITIES[word]):
                raise ValueError("even and odd together leave no day")
            parity = _PARITIES[word]
        elif word.startswith("-"):
            off.append(word[1:])
        elif word:
            on.append(word)
    only_dates = bool(on) and all(word[:1].isdigit() for word in on)
    if not on or (only_dates and parity is not None):
        on.append("daily")
    return OperatingDays(
        on=_day_set(on),
        off=_day_set(off),
        parity=parity,
    )


def _day_set(words: list[str]) -> DaySet:
    weekdays: set[int] = set()
    spans: list[tuple[date, date]] = []
    for word in words:
        if word in _HOLIDAYS:
            continue
        if word in _GROUPS:
            weekdays |= _GROUPS[word]
        elif word[:1].isdigit():
            spans.append(_date_span(word))
        else:
            weekdays |= _weekday_span(word)
    return DaySet(
        weekdays=frozenset(weekdays),
        spans=tuple(spans),
        holidays=any(word in _HOLIDAYS for word in words),
    )


def _date_span(word: str) -> tuple[date, date]:
    first, _, last = word.partition("..")
    try:
        span = date.fromisoformat(first), date.fromisoformat(last or first)
    except ValueError:
        raise ValueError(f"'{word}' is not a date such as 2026-03-11") from None
    if span[1] < span[0]:
        raise ValueError(f"'{word}' ends before it begins")
    return span


def _weekday_span(word: str) -> set[int]:
    first, _, last = word.partition("..")
    if first not in _WEEKDAYS or (last and last not in _WEEKDAYS):
        raise ValueError(f"'{word}' is not a known word for days")
    begin, end = _WEEKDAYS[first], _WEEKDAYS[last or first]
    return {(begin + step) % 7 for step in range((end - begin) % 7 + 1)}


def country_of(timezone: str) -> str | None:
    """Return the two-letter code of the country of a timezone; None for those at sea ("UTC")."""
    return _countries().get(timezone)


def has_holidays(country: str) -> bool:
    """Return whether somebody has listed the public holidays of a country (two-letter code)."""
    return country in holidays.list_supported_countries()


def is_holiday(day: date, country: str | None) -> bool:
    """Return whether a date is a public holiday.

    Raises
    ------
    ValueError
        If the country is unknown or nobody has listed its holidays.
    """
    if country is None or not has_holidays(country):
        raise ValueError(f"no public holidays are known for country {country!r}")
    return day in _holidays_of(country, day.year)


@cache
def _holidays_of(country: str, year: int) -> frozenset[date]:
    return frozenset(holidays.country_holidays(country, years=year))


@cache
def _countries() -> dict[str, str]:
    table = (resources.files("tzdata") / "zoneinfo" / "zone.tab").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in table.splitlines() if not line.startswith("#"))
    return {row[2]: row[0] for row in rows}
