"""Lists what a complex receives at a stop, by building and unit, without anybody's name."""

from __future__ import annotations

import re
from collections.abc import Iterable

from dispatch.plan import Handling, Stop, Tour
from dispatch.sheets.day import Day, Json, both, soft
from dispatch.sheets.tour import unloaded
from dispatch.words import CHANNEL_WORDS, kilograms

_NUMBER = re.compile(r"(\d+)")


def handouts(day: Day, tour: Tour) -> list[Json]:
    """Return one hand-out list per stop of the tour at which a complex receives something."""
    lists = []
    for number, stop in enumerate(tour.stops, start=1):
        site = day.site(stop.site_id)
        if site is not None and site.kind == "complex" and unloaded(stop):
            lists.append(
                {
                    "number": number,
                    "site": both(site.name),
                    "contact": soft(site.contact),
                    "note": both(site.access_note),
                    "start": day.clock(stop.start),
                    "finish": day.clock(stop.finish),
                    **_list(stop),
                }
            )
    return lists


def _list(stop: Stop) -> Json:
    goods = unloaded(stop)
    by_dong: dict[str, list[Handling]] = {}
    for handling in sorted(goods, key=_place):
        by_dong.setdefault(handling.dong, []).append(handling)
    return {
        "parcels": sum(handling.parcels for handling in goods),
        "orders": len(goods),
        "temperatures": _counts(goods),
        # Goods without a building (market stall, management office) come first: "" sorts first.
        "dongs": [
            {
                "dong": soft(dong),
                "parcels": sum(handling.parcels for handling in handlings),
                "temperatures": _counts(handlings),
                "rows": [_row(handling) for handling in handlings],
            }
            for dong, handlings in by_dong.items()
        ],
    }


def _counts(goods: Iterable[Handling]) -> Json:
    counts: Json = {}
    for handling in goods:
        counts[handling.temperature] = counts.get(handling.temperature, 0) + handling.parcels
    return counts


def _row(handling: Handling) -> Json:
    return {
        "ho": soft(handling.ho),
        "order": soft(handling.order_id),
        "product": soft(handling.product),
        "temperature": handling.temperature,
        "parcels": handling.parcels,
        "kg": kilograms(handling.kg),
        "channel": both(CHANNEL_WORDS[handling.channel]),
    }


def _place(handling: Handling) -> tuple[object, ...]:
    """Return a key that sorts buildings and units as people count them: 99, 101, 1003."""
    return (_natural(handling.dong), _natural(handling.ho), handling.order_id)


def _natural(text: str) -> tuple[tuple[int, str], ...]:
    parts = _NUMBER.split(text)
    return tuple((int(part), "") if part.isdecimal() else (-1, part) for part in parts if part)
