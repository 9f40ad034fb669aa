"""Reads single cells of the day's tables: windows, amounts, lists and named choices."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from typing import TypeVar

from dispatch.model import Temperature
from geo.clock import Clock, parse_clock
from geo.faults import Text

ClockWindow = tuple[Clock, Clock]
_Value = TypeVar("_Value")

WINDOWS = Text(
    "HH:MM-HH:MM 시간대 (여러 개는 ;로 구분, 예: 07:30-11:00; 14:00-16:00)",
    "HH:MM-HH:MM, several separated by ; (for example 07:30-11:00; 14:00-16:00)",
)
NUMBER = Text("숫자 (예: 12.5)", "a number (for example 12.5)")
WHOLE = Text("정수 (예: 12)", "a whole number (for example 12)")

TEMPERATURE_NAMES: Mapping[str, Temperature] = {
    "ambient": "ambient",
    "chilled": "chilled",
    "frozen": "frozen",
    "상온": "ambient",
    "냉장": "chilled",
    "냉동": "frozen",
}


def windows(text: str) -> tuple[ClockWindow, ...]:
    """Read "07:30-11:00; 14:00-16:00"; kept as written, also when it makes no sense."""
    spans = []
    for part in re.split(r"[;|]", text):
        if not part.strip():
            continue
        ends = re.split(r"[-~–〜～]", part)
        if len(ends) != 2:
            raise ValueError("not a span of two clock times")
        spans.append((parse_clock(ends[0]), parse_clock(ends[1])))
    return tuple(spans)


def number(text: str) -> float:
    """Read a finite number; thousands may be separated by commas."""
    value = float(text.replace(",", ""))
    if not math.isfinite(value):
        raise ValueError("not a finite number")
    return value


def whole(text: str) -> int:
    """Read a whole number; "12.0" is one."""
    value = number(text)
    if value != int(value):
        raise ValueError("not a whole number")
    return int(value)


def minutes(text: str) -> int:
    """Read minutes as seconds."""
    return round(number(text) * 60)


def hours(text: str) -> int:
    """Read hours as seconds."""
    return round(number(text) * 3600)


def choice(names: Mapping[str, _Value]) -> Callable[[str], _Value]:
    """Return a reader of one of the given names, without regard to case."""

    def read(text: str) -> _Value:
        try:
            return names[text.strip().lower()]
        except KeyError:
            raise ValueError("not a known name") from None

    return read


def choices(names: Mapping[str, _Value]) -> Callable[[str], frozenset[_Value]]:
    """Return a reader of several of the given names, separated by "|"."""
    single = choice(names)

    def read(text: str) -> frozenset[_Value]:
        return frozenset(single(part) for part in text.split("|") if part.strip())

    return read


def one_of(names: Mapping[str, object]) -> Text:
    """Say which names a cell may hold, for the remedy of a fault."""
    listed = ", ".join(names)
    return Text(f"{listed} 중 하나", f"one of {listed}")
