"""Plans the working day: orders, fleet and calendar become itineraries, tours and route sheets."""

from dispatch.checks import check_plan
from dispatch.geojson import write_geojson
from dispatch.imports import read_request
from dispatch.model import DayRequest, Order, Service, Site, Vehicle
from dispatch.network import Network
from dispatch.plan import Plan
from dispatch.plan_json import read_plan, write_plan
from dispatch.planner import PlanProgress, plan_day
from dispatch.sheets import write_sheets
from dispatch.validate import validate

__all__ = [
    "DayRequest",
    "Network",
    "Order",
    "Plan",
    "PlanProgress",
    "Service",
    "Site",
    "Vehicle",
    "check_plan",
    "plan_day",
    "read_plan",
    "read_request",
    "validate",
    "write_geojson",
    "write_plan",
    "write_sheets",
]
