"""Parses the values of OSM tags into metres, kilograms, kilometres per hour and seconds.

A value that says "no limit" gives None; one that cannot be understood raises ValueError, so that
the caller can count and report it instead of guessing. Forms:
https://wiki.openstreetmap.org/wiki/Map_features/Units and
https://wiki.openstreetmap.org/wiki/Key:duration.
"""

from __future__ import annotations

import re
from collections.abc import Callable

NO_LIMIT_KPH = (
    65535  # "none" must differ from "not tagged"; a profile caps it with its own top speed
)

_UNLIMITED = frozenset(
    [
        "default",
        "none",
        "unsigned",
        "no",
        "no_sign",
        "no_signs",
        "no_indications",
        "below_default",
        "unknown",
        "unlimited",
    ]
)
_NUMBER = re.compile(r"(\d+(?:[.,]\d+)?)\s*([^\d\s].*)?$")
_FEET = re.compile(
    r"(\d+(?:[.,]\d+)?)\s*(?:'|’|ft\.?|feet|foot)\s*(?:(\d+(?:[.,]\d+)?)\s*(?:\"|''|”|in\.?|inches)?)?$"
)
_CLOCK = re.compile(r"(\d{1,3}):([0-5]?\d)(?::([0-5]?\d))?$")
_ISO = re.compile(r"P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$")

_LENGTH_UNITS = {
    "": 1.0,
    "m": 1.0,
    "meter": 1.0,
    "metre": 1.0,
    "cm": 0.01,
    "mm": 0.001,
    "km": 1000.0,
}
_WEIGHT_UNITS = {
    **dict.fromkeys(("", "t", "to", "ton", "tons", "tonne", "tonnes", "톤"), 1000.0),
    **dict.fromkeys(("kg", "kgs"), 1.0),
    **dict.fromkeys(("lb", "lbs"), 0.45359237),
    **dict.fromkeys(("st", "short tons"), 907.18474),
    **dict.fromkeys(("lt", "long tons", "cwt"), 1016.0469),
}
_WEIGHT_UNITS["cwt"] = 50.802345
_SPEED_UNITS = {"": 1.0, "km/h": 1.0, "kmh": 1.0, "kph": 1.0, "mph": 1.609344, "knots": 1.852}

# Implicit limits of signs and zones. KR: Road Traffic Act decree of 2021-04-17 (DOMAIN.md 3.4), the
# others from https://wiki.openstreetmap.org/wiki/Default_speed_limits.
_IMPLICIT_KPH = {
    "kr:urban": 50,
    "kr:rural": 60,
    "kr:trunk": 80,
    "kr:motorway": 100,
    "kr:living_street": 20,
    "urban": 50,
    "rural": 80,
    "motorway": 120,
    "living_street": 20,
    "walk": 7,
    "gb:nsl_single": 97,
    "gb:nsl_dual": 113,
    "gb:nsl_restricted": 48,
    "gb:motorway": 113,
    "im:urban": 48,
    "de:rural": 100,
    "de:motorway": NO_LIMIT_KPH,
    "pt:rural": 90,
    "it:rural": 90,
    "it:motorway": 130,
    "fr:motorway": 130,
    "us:urban": 40,
}
_LONGEST_CROSSING = 60 * 86400  # seconds; no ferry sails for two months
_SIGNALLED = frozenset({"signals", "variable", "sign", "implicit", "advisory", "fixme"})


def parse_speed_kph(text: str) -> int | None:
    """Return a speed limit; None where a sign decides, `NO_LIMIT_KPH` for "none"."""
    values = [_one_speed(part) for part in text.split(";")]
    known = [value for value in values if value is not None]
    return min(known) if known else None


def _one_speed(text: str) -> int | None:
    value = text.strip().lower()
    if value in ("none", "unlimited"):
        return NO_LIMIT_KPH
    if value in _SIGNALLED or value in _UNLIMITED:
        return None
    implicit = _implicit_kph(value)
    if implicit is not None:
        return implicit
    number, unit = _split(value, text)
    if unit not in _SPEED_UNITS:
        raise ValueError(f"'{text}' is not a speed")
    return _plausible_kph(number * _SPEED_UNITS[unit], text)


def _plausible_kph(kph: float, text: str) -> int:
    if not 1 <= kph <= 300:
        raise ValueError(f"'{text}' is not a plausible speed")
    return round(kph)


def _implicit_kph(value: str) -> int | None:
    if value in _IMPLICIT_KPH:
        return _IMPLICIT_KPH[value]
    country, _, kind = value.partition(":")
    if not kind or len(country) != 2:
        return None
    zone = re.fullmatch(r"(?:zone:?)?(\d+)", kind)
    if zone:
        return _plausible_kph(int(zone[1]), value)
    return _IMPLICIT_KPH.get(kind)


def parse_length_m(text: str) -> float | None:
    """Return a height, width or length limit in metres; the strictest of a list."""
    return _strictest(text, _one_length)


def _one_length(text: str) -> float:
    value = text.strip().lower()
    feet = _FEET.match(value)
    if feet:
        metres = _number(feet[1]) * 0.3048 + _number(feet[2] or "0") * 0.0254
    else:
        number, unit = _split(value, text)
        if unit not in _LENGTH_UNITS:
            raise ValueError(f"'{text}' is not a length")
        metres = number * _LENGTH_UNITS[unit]
    if not 0.3 <= metres <= 100:  # "320" meant centimetres, but that would be a guess
        raise ValueError(f"'{text}' is not a plausible length")
    return metres


def parse_weight_kg(text: str) -> float | None:
    """Return a weight limit in kilograms; a bare number is tonnes, as OSM defines it."""
    return _strictest(text, _one_weight)


def _one_weight(text: str) -> float:
    number, unit = _split(text.strip().lower(), text)
    if unit not in _WEIGHT_UNITS:
        raise ValueError(f"'{text}' is not a weight")
    kilograms = number * _WEIGHT_UNITS[unit]
    if not 50 <= kilograms <= 200_000:
        raise ValueError(f"'{text}' is not a plausible weight")
    return kilograms


def parse_duration(text: str) -> int:
    """Return seconds from "H:MM", "HH:MM:SS", minutes as a bare number, or ISO 8601 ("PT1H45M")."""
    seconds = _seconds(text.strip(), text)
    if not seconds <= _LONGEST_CROSSING:
        raise ValueError(f"'{text}' is not a plausible duration")
    return round(seconds)


def _seconds(value: str, text: str) -> float:
    clock = _CLOCK.match(value)
    if clock:
        return int(clock[1]) * 3600 + int(clock[2]) * 60 + int(clock[3] or 0)
    iso = _ISO.match(value.upper())
    if iso and any(iso.groups()):
        days, hours, minutes, seconds = (int(part or 0) for part in iso.groups())
        return days * 86400 + hours * 3600 + minutes * 60 + seconds
    number, unit = _split(value.lower(), text)
    if unit in ("", "min", "mins", "minutes", "m", "분"):
        return number * 60
    if unit in ("h", "hr", "hrs", "hour", "hours", "시간"):
        return number * 3600
    raise ValueError(f"'{text}' is not a duration")


def _strictest(text: str, parse: Callable[[str], float]) -> float | None:
    if text.strip().lower() in _UNLIMITED:
        return None
    parts = [part for part in text.split(";") if part.strip().lower() not in _UNLIMITED]
    return min((parse(part) for part in parts), default=None)


def _split(value: str, text: str) -> tuple[float, str]:
    match = _NUMBER.match(value)
    if not match:
        raise ValueError(f"'{text}' has no number that can be read")
    return _number(match[1]), (match[2] or "").strip().rstrip(".")


def _number(digits: str) -> float:
    return float(digits.replace(",", "."))
