"""Names the columns of a timetable's files, with Korean headers, and reads their cells."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Any

from geo.clock import CLOCK_EXPECTED, parse_clock
from geo.faults import Text
from geo.operating_days import DAILY, DAYS_EXPECTED, parse_days
from geo.tables import Column

FARE_PREFIX = "fare_"
_YES = frozenset(["yes", "y", "true", "1", "o", "예", "가능", "있음", "○"])
_NO = frozenset(["no", "n", "false", "0", "x", "아니오", "아니요", "불가", "불가능", "없음", "×"])
_NUMBER_EXPECTED = Text("0 이상의 수", "a number of 0 or more")
_YES_NO_EXPECTED = Text("yes 또는 no (가능/불가)", "yes or no")
_DATE_EXPECTED = Text("2026-03-10 형식의 날짜", "a date such as 2026-03-10")


def parse_whole(text: str) -> int:
    """Read a whole number of 0 or more, with or without thousands separators and 원."""
    digits = re.sub(r"[,\s]|원$", "", text)
    if not re.fullmatch(r"[+-]?\d+", digits):
        raise ValueError("it is not a whole number")
    if int(digits) < 0:
        raise ValueError("it is below 0")
    return int(digits)


def _measure(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        raise ValueError("it is not a number") from None
    if not 0 < value < 1_000_000:
        raise ValueError("it is not above 0")
    return value


def _degrees(limit: float) -> Callable[[str], float]:
    def parse(text: str) -> float:
        try:
            value = float(text)
        except ValueError:
            raise ValueError("it is not a number") from None
        if not -limit <= value <= limit:
            raise ValueError(f"it is not within {limit:g} degrees of zero")
        return value

    return parse


def _yes_no(text: str) -> bool:
    word = text.lower()
    if word in _YES or word in _NO:
        return word in _YES
    raise ValueError("it is neither yes nor no")


def _yes_no_or_unknown(text: str) -> bool | None:
    """Read the column `car` of ports; "EX" and "?" mean that the source does not say."""
    return None if text.upper() in ("EX", "?", "-") else _yes_no(text)


def _date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ValueError("it is not a date YYYY-MM-DD") from None


LIMITS = ("max_vehicle_height_m", "max_vehicle_length_m", "max_vehicle_weight_kg")


def _optional(
    name: str,
    parse: Callable[[str], Any],
    *aliases: str,
    default: Any = None,
    expected: Text = _NUMBER_EXPECTED,
) -> Column:
    return Column(name, parse, aliases, required=False, default=default, expected=expected)


_LIMIT_COLUMNS = (
    _optional("max_vehicle_height_m", _measure, "차량높이제한(m)", "차량높이제한", "높이제한"),
    _optional("max_vehicle_length_m", _measure, "차량길이제한(m)", "차량길이제한", "길이제한"),
    _optional("max_vehicle_weight_kg", parse_whole, "차량중량제한(kg)", "차량중량제한", "중량제한"),
    _optional("checkin_min", parse_whole, "수속(분)", "수속시간(분)", "수속", "check_in_min"),
)
SAILING_COLUMNS = (
    Column("sailing_id", str, ("운항번호", "편번호", "항차")),
    Column("vessel", str, ("선박명", "선박", "선명")),
    Column("from_port", str, ("출발항", "출항지")),
    Column("to_port", str, ("도착항", "도착지")),
    Column(
        "dep", parse_clock, ("출항시각", "출발시각", "출항", "departure"), expected=CLOCK_EXPECTED
    ),
    Column(
        "arr", parse_clock, ("도착시각", "입항시각", "도착", "arrival"), expected=CLOCK_EXPECTED
    ),
    # Required: whether a vehicle can go aboard is nothing to guess.
    Column("cars", _yes_no, ("차량", "차량선적"), expected=_YES_NO_EXPECTED),
    _optional("days", parse_days, "운항일", "운항요일", default=DAILY, expected=DAYS_EXPECTED),
    _optional("valid_from", _date, "유효시작", "시작일", expected=_DATE_EXPECTED),
    _optional("valid_until", _date, "유효종료", "종료일", expected=_DATE_EXPECTED),
    *_LIMIT_COLUMNS,
    _optional("fare", parse_whole, "운임", "기본운임"),
    _optional("request", _yes_no, "예약기항", "예약", default=False, expected=_YES_NO_EXPECTED),
    _optional("source", str, "출처", default=""),
    _optional("src", str, default=""),
    _optional("note", str, "비고", "메모", default=""),
)
PORT_COLUMNS = (
    Column("port_id", str, ("항구", "항구번호", "항번호")),
    Column("name_ko", str, ("항구명", "항명", "이름", "name")),
    _optional("name_en", str, "영문명", "영문이름", default=""),
    _optional("island", str, "섬", default=""),
    Column("lat", _degrees(90), ("위도",), expected=Text("위도(도)", "a latitude in degrees")),
    Column("lon", _degrees(180), ("경도",), expected=Text("경도(도)", "a longitude in degrees")),
    _optional("car", _yes_no_or_unknown, "차량", expected=_YES_NO_EXPECTED),
    _optional("request", _yes_no, "예약기항", "예약", default=False, expected=_YES_NO_EXPECTED),
    _optional("note", str, "비고", "메모", default=""),
)
VESSEL_COLUMNS = (
    Column("vessel", str, ("선박명", "선박", "선명")),
    *_LIMIT_COLUMNS,
    _optional("fare", parse_whole, "운임", "기본운임"),
)
