"""Defines one line of a timetable, whatever form it came in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from geo.clock import Clock
from geo.operating_days import OperatingDays


@dataclass(frozen=True, slots=True, kw_only=True)
class TimetableRow:
    """One line of a timetable.

    Parameters
    ----------
    number
        Line in the file as an editor counts it.
    valid_from, valid_until
        First and last day of validity; None for no end on that side.
    cancelled
        Why the boat stays in port ("풍랑주의보"); empty for one that sails.
    """

    number: int
    sailing_id: str
    vessel: str
    from_port: str
    to_port: str
    departure: Clock
    arrival: Clock
    days: OperatingDays
    valid_from: date | None
    valid_until: date | None
    cars: bool
    check_in: int
    max_vehicle_height_m: float | None
    max_vehicle_length_m: float | None
    max_vehicle_weight_kg: int | None
    fares: Mapping[str, int]
    default_fare: int | None
    request: bool
    source: str
    note: str
    cancelled: str = ""

    def covers(self, day: date) -> bool:
        """Whether the row is valid on a day (it need not run on it)."""
        begun = self.valid_from is None or self.valid_from <= day
        return begun and (self.valid_until is None or day <= self.valid_until)

    @property
    def validity(self) -> str:
        """The span of validity as text, "2026-03-01..2026-10-31"."""
        return f"{self.valid_from or ''}..{self.valid_until or ''}"
