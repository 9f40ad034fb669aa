"""Chooses what stands on the sheets, as plain data for the layout."""

from __future__ import annotations

from dispatch.model import DayRequest
from dispatch.plan import Plan
from dispatch.sheets.day import Day, Json, both
from dispatch.sheets.handout import handouts
from dispatch.sheets.overview import overview
from dispatch.sheets.tour import tour_sheet
from dispatch.words import TEMPERATURE_WORDS, long_date, vehicle_colour


def sheet_content(plan: Plan, request: DayRequest) -> Json:
    """Return everything that the layout prints: texts, and lines in millimetres.

    Personal data stay out: hand-out lists have building, unit and goods, and orders' notes are not
    printed at all.
    """
    day = Day(plan, request)
    return {
        "county": both(plan.county),
        "date": both(long_date(plan.date)),
        "year": plan.date.year,
        "month": plan.date.month,
        "day": plan.date.day,
        "temperatures": {name: both(words) for name, words in TEMPERATURE_WORDS.items()},
        "overview": overview(day),
        "tours": [
            {
                "colour": vehicle_colour(index),
                **tour_sheet(day, tour),
                "handouts": handouts(day, tour),
            }
            for index, tour in enumerate(plan.tours)
        ],
    }
