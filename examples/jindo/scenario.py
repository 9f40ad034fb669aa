"""Reads how large a day of the example is (data/sizes.toml)."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from examples.jindo.data_files import DATA, table

SIZES = ("small", "baseline", "peak")
_WEEKDAYS = ("MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN")


@dataclass(frozen=True)
class Post:
    """Vehicles of one kind of work: so many of a class, of which so many have a driver."""

    vehicle_class: str
    count: int
    drivers: int


@dataclass(frozen=True)
class Scenario:
    """A day's size.

    Parameters
    ----------
    producers
        By zone.
    channels, temperatures
        Shares in per cent.
    complexes
        Ids under contract.
    market_evening
        Whether stall goods are brought on the evening before instead of in the morning.
    """

    name: str
    parcels: int
    kg: float
    litres: float
    producers: Mapping[str, int]
    channels: Mapping[str, int]
    temperatures: Mapping[str, int]
    complexes: tuple[str, ...]
    door_complexes: int
    market_complexes: int
    market_evening: bool
    linehauls: tuple[str, ...]
    linehaul_class: str
    fleet: Mapping[str, Post]


@cache
def scenario(name: str) -> Scenario:
    """Return a size by name: small, baseline or peak."""
    with (DATA / "sizes.toml").open("rb") as file:
        values = tomllib.load(file)[name]
    fleet = {
        post: Post(row["class"], row["count"], row["drivers"])
        for post, row in values.pop("fleet").items()
    }
    complexes = values.pop("complexes") or [row["complex_id"] for row in table("complexes")]
    return Scenario(
        name=name,
        fleet=fleet,
        complexes=tuple(complexes),
        linehauls=tuple(values.pop("linehauls")),
        **values,
    )


def door_complexes(size: Scenario, day: date) -> list[dict[str, str]]:
    """Return the complexes with door deliveries on a day; each has two such days a week."""
    weekday = min(day.weekday(), 5)
    rows = [
        row
        for at, row in enumerate(table("complexes"))
        if row["complex_id"] in size.complexes and weekday in (at % 6, (at + 3) % 6)
    ]
    return _filled(rows, size, size.door_complexes)


def market_complexes(size: Scenario, day: date) -> list[dict[str, str]]:
    """Return the complexes whose stall stands on the following morning."""
    weekday = _WEEKDAYS[(day + timedelta(days=1)).weekday()]
    rows = [
        row
        for row in table("complexes")
        if row["complex_id"] in size.complexes and row["market_weekday"] == weekday
    ]
    return _filled(rows, size, size.market_complexes)


def _filled(rows: list[dict[str, str]], size: Scenario, count: int) -> list[dict[str, str]]:
    """Cut or fill a list of complexes to a count, with the largest of the others."""
    others = [row for row in table("complexes") if row not in rows]
    others = [row for row in others if row["complex_id"] in size.complexes]
    others.sort(key=lambda row: -int(row["households"]))
    return (rows + others[: max(0, count - len(rows))])[:count]


def in_season(months: str, day: date) -> bool:
    """Return whether a day lies in months written like "4-6|9-11" or "11-3"."""
    for span in months.split("|"):
        first, last = (int(month) for month in span.split("-"))
        if (day.month - first) % 12 <= (last - first) % 12:
            return True
    return False


def is_next_day(windows: str) -> bool:
    """Return whether a complex that is open so early is reached on the next morning only."""
    return int(windows.split("-")[1].split(":", maxsplit=1)[0]) <= 15


def shifted(windows: str) -> str:
    """Move "08:00-12:00" to the next day: "08:00+1-12:00+1"."""
    return "; ".join(
        "-".join(f"{clock.strip()}+1" for clock in window.split("-"))
        for window in windows.split(";")
    )
