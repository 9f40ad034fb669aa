"""Turns clock times of a timetable into seconds since the local midnight of a planning day.

The way leads through UTC, so that days of 23 and 25 hours come out right: on the morning on which
the clocks go forward, "08:00" is seven hours after midnight.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from geo.faults import Text

CLOCK_EXPECTED = Text(
    "HH:MM 형식의 시각 (예: 07:30, 다음 날은 00:20+1)",
    "a clock time HH:MM (for example 07:30, or 00:20+1 on the next day)",
)
_CLOCK = re.compile(r"(\d{1,2}):(\d{2})(?:\+(\d))?")


@dataclass(frozen=True, slots=True, order=True)
class Clock:
    """A time on the wall, `day` days after the day that is meant."""

    day: int
    hour: int
    minute: int
    second: int = 0

    @classmethod
    def of(cls, nominal_seconds: int) -> Clock:
        """Return what a clock shows so long after midnight, as if every day had 24 hours."""
        day, rest = divmod(nominal_seconds, 86_400)
        return cls(day, rest // 3600, rest // 60 % 60, rest % 60)

    @property
    def nominal_seconds(self) -> int:
        """Seconds since midnight as if every day had 24 hours."""
        return (self.day * 24 + self.hour) * 3600 + self.minute * 60 + self.second

    def __str__(self) -> str:
        seconds = f":{self.second:02d}" if self.second else ""
        following = f"{self.day:+d}" if self.day else ""
        return f"{self.hour:02d}:{self.minute:02d}{seconds}{following}"


def parse_clock(text: str) -> Clock:
    """Read "07:30", "7:30" or "00:20+1" (the next day), with ASCII or full-width digits.

    Raises
    ------
    ValueError
        For anything else; 24:00 and later are refused because two notations for one moment invite
        mistakes.
    """
    match = _CLOCK.fullmatch(unicodedata.normalize("NFKC", text).replace(" ", ""))
    if match is None:
        raise ValueError("it is not a clock time HH:MM")
    hour, minute, day = int(match[1]), int(match[2]), int(match[3] or 0)
    if hour > 23:
        raise ValueError(f"hours end at 23; the next day is written {hour % 24:02d}:{match[2]}+1")
    if minute > 59:
        raise ValueError("minutes end at 59")
    return Clock(day, hour, minute)


def seconds_since_midnight(
    clock: Clock, day: date, timezone: str, run_day: date, *, clock_zone: str | None = None
) -> int:
    """Return when a clock shows a time, as seconds since the local midnight on which `day` begins.

    Parameters
    ----------
    clock
        What the clock shows; its `day` counts from `run_day`.
    day
        The planning day.
    timezone
        IANA name ("Asia/Seoul").
    run_day
        The day whose timetable is meant; the planning day or one near it.
    clock_zone
        Where the clock hangs, when that is not `timezone`.

    Notes
    -----
    A time that the clock skips in spring is taken on the winter clock (02:30 is shown as 03:30
    then); one that it shows twice in autumn is the first of the two.
    """
    moment = datetime.combine(
        run_day + timedelta(days=clock.day),
        time(clock.hour, clock.minute, clock.second),
        ZoneInfo(clock_zone or timezone),
    )
    midnight = datetime.combine(day, time(), ZoneInfo(timezone))
    return round((moment.astimezone(UTC) - midnight.astimezone(UTC)).total_seconds())


def local_moment(seconds: int, day: date, timezone: str) -> datetime:
    """Return what the clock shows so long after the local midnight of `day`, without its zone."""
    zone = ZoneInfo(timezone)
    midnight = datetime.combine(day, time(), zone).astimezone(UTC)
    return (midnight + timedelta(seconds=seconds)).astimezone(zone).replace(tzinfo=None)


def clock_text(seconds: int, day: date, timezone: str) -> str:
    """Return what the clock shows so long after the local midnight of `day`: "07:30", "00:20+1"."""
    moment = local_moment(seconds, day, timezone)
    days = (moment.date() - day).days
    return f"{moment:%H:%M}" + (f"{days:+d}" if days else "")
