"""Keeps the tolls of Korean motorways: classes of vehicles, and won per km.

Sources: DOMAIN.md 3.4 [T10, T11]; the rate of class 1 is an example of that document.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

TOLL_KRW_PER_KM = {1: 44.3, 2: 45.2, 3: 47.0, 4: 62.9, 5: 74.4}
_PAYLOAD_T = {1: 2.5, 2: 5.5}
"""A truck of two axles is in a class if its payload is below this, tonnes; else in class 3."""


def class_of(payload_t: float, axles: int) -> int:
    """Return the toll class: by payload with two axles, else by axles."""
    if axles >= 4:
        return 5
    if axles == 3:
        return 4
    return next((number for number, limit in _PAYLOAD_T.items() if payload_t < limit), 3)


def toll_class(table: Mapping[str, Any]) -> int:
    """Return the toll class of a profile's table: as it says, or by payload and axles.

    Raises
    ------
    ValueError
        There is no such class.
    """
    number = table.get("toll", {}).get("class")
    if number is None:
        return class_of(float(table["payload_t"]), int(table["axles"]))
    if number not in TOLL_KRW_PER_KM:
        raise ValueError(f"toll.class must be one of {list(TOLL_KRW_PER_KM)}")
    return int(number)
