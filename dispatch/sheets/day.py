"""Looks up names and writes moments for the sheets of one day."""

from __future__ import annotations

import re
from typing import Any

from dispatch.model import DayRequest, Site, Vehicle
from dispatch.plan import Plan
from geo.clock import clock_text
from geo.faults import Text

Json = dict[str, Any]

# Longer words find no place to break in a narrow column and would run into the next one.
_LONG_WORD = re.compile(r"\S{20,}")
_BREAK_HERE = "\u200b"


def soft(text: str) -> str:
    """Return `text` with invisible places to break in its long words."""
    return _LONG_WORD.sub(lambda word: _BREAK_HERE.join(re.findall(r".{1,10}", word[0])), text)


def both(text: Text) -> Json:
    """Return a text in two languages as the layout takes it; equal ones are printed once."""
    ko, en = soft(text.ko.strip()), soft(text.en.strip())
    return {"ko": ko or en, "en": "" if en == ko or not ko else en}


class Day:
    """A plan and its request, with sites, vehicles and orders by name."""

    def __init__(self, plan: Plan, request: DayRequest) -> None:
        self.plan = plan
        self.request = request
        self.sites = {site.site_id: site for site in request.sites}
        self.vehicles = {vehicle.vehicle_id: vehicle for vehicle in request.vehicles}
        self.services = {service.service_id: service for service in request.services}

    def clock(self, seconds: int) -> str:
        """Return what a clock on the wall shows: "07:30", "01:30+1"."""
        return clock_text(seconds, self.plan.date, self.plan.timezone)

    def site(self, site_id: str) -> Site | None:
        """Return a site of the request."""
        return self.sites.get(site_id)

    def site_name(self, site_id: str) -> Json:
        """Return the name of a site, or its id when the request does not know it."""
        site = self.sites.get(site_id)
        return both(site.name if site else Text(site_id, ""))

    def vehicle(self, vehicle_id: str) -> Vehicle | None:
        """Return a vehicle of the request."""
        return self.vehicles.get(vehicle_id)
