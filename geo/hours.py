"""Keeps how traffic slows vehicles down: by hour, class of road, town or country, and season.

A factor of 0.7 means that a road is driven at 70 % of its free-flow speed. Tables come with a
profile and may be replaced by what `learn_hours` finds in routes that were really driven.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

HOURS = 24
AREAS = ("urban", "rural")
DAYS = ("weekday", "weekend")
ANY_CLASS = "any"
_SLOWEST, _FASTEST = 0.1, 2.0
_DOUBT = 8.0  # drives that weigh as much as what was believed before

Key = tuple[str, str, str]
"""Day, area, class of road or `ANY_CLASS`."""


@dataclass(frozen=True, slots=True)
class Season:
    """A part of the year in which some roads are slower, or faster; from and to inclusive.

    Parameters
    ----------
    begin, end
        Month and day; a season may run over the new year.
    classes
        Of road; empty for all.
    """

    begin: tuple[int, int]
    end: tuple[int, int]
    factor: float
    classes: frozenset[str] = frozenset()

    def covers(self, moment: datetime, road_class: str) -> bool:
        """Say whether it is that season, and the class is meant."""
        day = (moment.month, moment.day)
        if self.begin <= self.end:
            inside = self.begin <= day <= self.end
        else:
            inside = day >= self.begin or day <= self.end
        return inside and (not self.classes or road_class in self.classes)


@dataclass(frozen=True, slots=True)
class Traffic:
    """Factors by day, area, class and hour, and by season.

    Parameters
    ----------
    hours
        24 factors each; a class without an own row follows `ANY_CLASS`, and what is not there is 1.
    """

    hours: Mapping[Key, tuple[float, ...]] = field(default_factory=dict)
    seasons: tuple[Season, ...] = ()

    def factor(self, road_class: str, moment: datetime, *, urban: bool) -> float:
        """Return the factor of a class of road at a moment."""
        row = self._row(road_class, moment, urban=urban)
        factor = row[moment.hour] if row else 1.0
        for season in self.seasons:
            if season.covers(moment, road_class):
                factor *= season.factor
        return factor

    def _row(self, road_class: str, moment: datetime, *, urban: bool) -> tuple[float, ...] | None:
        day, area = DAYS[moment.weekday() >= 5], AREAS[not urban]
        own = self.hours.get((day, area, road_class))
        return own or self.hours.get((day, area, ANY_CLASS))


def read_traffic(table: Mapping[str, Any]) -> Traffic:
    """Read the sections `hours` and `seasons` of a profile.

    Raises
    ------
    ValueError
        Naming what is wrong.
    """
    hours: dict[Key, tuple[float, ...]] = {}
    for day, areas in table.get("hours", {}).items():
        for area, rows in areas.items():
            if day not in DAYS or area not in AREAS:
                raise ValueError(f"hours has unknown {day}.{area}")
            for road_class, factors in rows.items():
                hours[day, area, road_class] = _factors(f"hours.{day}.{area}", factors)
    return Traffic(hours, tuple(_season(row) for row in table.get("seasons", [])))


def _factors(where: str, factors: Iterable[float]) -> tuple[float, ...]:
    row = tuple(float(factor) for factor in factors)
    if len(row) != HOURS or not all(_SLOWEST <= factor <= _FASTEST for factor in row):
        raise ValueError(f"{where} must have 24 factors from {_SLOWEST} to {_FASTEST}")
    return row


def _season(row: Mapping[str, Any]) -> Season:
    begin, end = (_month_and_day(row[name]) for name in ("from", "to"))
    factor = float(row["factor"])
    if not _SLOWEST <= factor <= _FASTEST:
        raise ValueError(f"seasons: factor must be from {_SLOWEST} to {_FASTEST}")
    return Season(begin, end, factor, frozenset(row.get("classes", ())))


def _month_and_day(text: str) -> tuple[int, int]:
    day = datetime.strptime(f"2000-{text}", "%Y-%m-%d")
    return day.month, day.day


@dataclass(frozen=True, slots=True, kw_only=True)
class Drive:
    """A stretch that was really driven.

    Parameters
    ----------
    road_class, urban
        What kind of road most of it was.
    departure
        Local clock time.
    free, driven
        Seconds that it takes on a free road, and that it took.
    """

    road_class: str
    urban: bool
    departure: datetime
    free: float
    driven: float


def learn_hours(traffic: Traffic, drives: Iterable[Drive]) -> Traffic:
    """Return tables that follow what was driven, where much was driven more than where little was.

    Each factor becomes a mean of the old one and of those that were seen at that hour on such
    roads, the old one counting like eight drives. Means are of durations, not of speeds, because
    plans add durations.
    """
    seen: dict[tuple[Key, int], list[tuple[float, float]]] = defaultdict(list)
    for drive in drives:
        if drive.free <= 0 or drive.driven <= 0:
            raise ValueError("drives must have taken some time.")
        day, area = DAYS[drive.departure.weekday() >= 5], AREAS[not drive.urban]
        seen[(day, area, drive.road_class), drive.departure.hour].append((drive.free, drive.driven))
    hours = dict(traffic.hours)
    for (key, hour), times in seen.items():
        before = hours.get(key) or hours.get((key[0], key[1], ANY_CLASS)) or (1.0,) * HOURS
        free = sum(free for free, _ in times)
        slowness = sum(driven for _, driven in times) / free
        weight = len(times) / (len(times) + _DOUBT)
        factor = 1 / (weight * slowness + (1 - weight) / before[hour])
        bounded = min(max(factor, _SLOWEST), _FASTEST)
        hours[key] = (*before[:hour], bounded, *before[hour + 1 :])
    return replace(traffic, hours=hours)
