"""Plans the working day: orders, fleet and calendar become itineraries, tours and route sheets."""

from dispatch.checks import check_plan
from dispatch.imports import read_request
from dispatch.network import Network
from dispatch.plan import Plan
from dispatch.planner import PlanProgress, plan_day
from dispatch.validate import validate

__all__ = [
    "Network",
    "Plan",
    "PlanProgress",
    "check_plan",
    "plan_day",
    "read_request",
    "validate",
]
