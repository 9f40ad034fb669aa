"""Defines what all checks of a tour know: the vehicle, the tour, and the day around them."""

from __future__ import annotations

from dispatch.day_network import DayNetwork
from dispatch.model import DayRequest, Vehicle
from dispatch.plan import Tour
from dispatch.violation import PlanViolation, broken


class TourPart:
    """One aspect of one tour; subclasses look into it."""

    def __init__(self, request: DayRequest, day: DayNetwork, vehicle: Vehicle, tour: Tour) -> None:
        self._day = day
        self._vehicle = vehicle
        self._tour = tour
        self._sites = {site.site_id: site for site in request.sites}
        self._orders = {order.order_id: order for order in request.orders}

    def _broken(self, code: str, ko: str, en: str, site_id: str | None = None) -> PlanViolation:
        where = self._vehicle.vehicle_id + (f", {site_id}" if site_id else "")
        return broken(code, where, ko, en)
