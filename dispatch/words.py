"""Puts the codes, clock times and amounts of a plan into the words that a person reads."""

from __future__ import annotations

from datetime import date

from geo.faults import Text

TEMPERATURE_WORDS = {
    "ambient": Text("상온", "ambient"),
    "chilled": Text("냉장", "chilled"),
    "frozen": Text("냉동", "frozen"),
}

CHANNEL_WORDS = {
    "door": Text("문 앞", "door"),
    "locker": Text("무인택배함", "locker"),
    "market": Text("장터", "market stall"),
    "carrier": Text("택배 인계", "parcel carrier"),
    "jeju": Text("제주편", "Jeju ship"),
    "local": Text("현장 수령", "local pick-up"),
}

SITE_WORDS = {
    "producer": Text("생산자", "producer"),
    "hub": Text("물류센터", "hub"),
    "crossdock": Text("환적장", "cross-dock"),
    "complex": Text("아파트 단지", "apartment complex"),
    "port": Text("항구", "port"),
    "market": Text("시장", "market"),
    "carrier": Text("택배사", "parcel carrier"),
    "customer": Text("고객", "customer"),
}

MODE_WORDS = {
    "linehaul": Text("간선 운송", "linehaul"),
    "freight": Text("배편 화물", "freight by boat"),
}

_WEEKDAYS = (
    Text("월", "Mon"),
    Text("화", "Tue"),
    Text("수", "Wed"),
    Text("목", "Thu"),
    Text("금", "Fri"),
    Text("토", "Sat"),
    Text("일", "Sun"),
)

#: Won per parcel that a parcel carrier asks under contract (5 kg and 10 kg boxes; DOMAIN.md
#: section 5, source D4).
CARRIER_PRICES = (2_500, 3_050)

#: One colour per vehicle everywhere: dark enough for white text, told apart also without
#: red-green vision.
_VEHICLE_COLOURS = (
    "#0b5fa5",
    "#b3420e",
    "#1d7a4c",
    "#7a3b9c",
    "#8a6400",
    "#0f7684",
    "#a8275b",
    "#4d5a21",
    "#3b4cc0",
    "#7d4a2a",
    "#5c5c5c",
    "#00664f",
)


def clock(seconds: int) -> str:
    """Write seconds since midnight as in the request's files: "07:30", "01:30+1".

    Every day has 24 hours here; moments of a plan are written by `geo.clock.clock_text`, which
    knows the nights on which clocks change.
    """
    days, within = divmod(seconds, 86_400)
    text = f"{within // 3600:02d}:{within // 60 % 60:02d}"
    return f"{text}{days:+d}" if days else text


def duration(seconds: int) -> str:
    """Write a length of time as hours and minutes: "9:05"."""
    minutes = round(seconds / 60)
    return f"{minutes // 60}:{minutes % 60:02d}"


def kilometres(metres: int) -> str:
    """Write a distance in kilometres with one digit: "128.4"."""
    return f"{metres / 1000:,.1f}"


def kilograms(kg: float) -> str:
    """Write a weight with as many digits as a hand scale shows: "0.6", "12.5", "1,240"."""
    if abs(kg) < 0.05:
        return "0"  # what sums of fractions leave over would be "-0"
    text = f"{kg:,.0f}" if kg >= 100 else f"{kg:,.1f}"
    return text.removesuffix(".0")


def won(amount: float) -> str:
    """Write an amount of money in whole won: "1,284,300"."""
    return f"{amount:,.0f}"


def long_date(day: date) -> Text:
    """Write a date with its weekday: "2026년 3월 10일 (화)" and "Tue 10 March 2026"."""
    weekday = _WEEKDAYS[day.weekday()]
    return Text(
        f"{day.year}년 {day.month}월 {day.day}일 ({weekday.ko})",
        f"{weekday.en} {day.day} {_MONTHS[day.month - 1]} {day.year}",
    )


_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def vehicle_colour(index: int) -> str:
    """Return the colour of the tour at `index` of a plan, as "#rrggbb"."""
    return _VEHICLE_COLOURS[index % len(_VEHICLE_COLOURS)]
