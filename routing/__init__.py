"""Plans routes: a `Problem` goes in, a `Solution` comes out; knows no maps, dates or addresses."""

from routing.alone import Relaxation
from routing.check import check
from routing.compartments import SharedRoom
from routing.costs import LegCost, RouteCost, split_cost
from routing.evaluate import Evaluation, evaluate
from routing.explain import Explanation, explain
from routing.problem import (
    HORIZON,
    Kind,
    Link,
    Location,
    Matrix,
    Problem,
    Request,
    SoftWindow,
    Task,
    Travel,
    VehicleType,
    Window,
)
from routing.quotes import Quote, Standing, insertion_quotes
from routing.relations import (
    Group,
    Incompatible,
    Pin,
    Precedence,
    PreviousRoute,
    Relations,
    Sailing,
)
from routing.rests import MealWindow, RestRule
from routing.solution import Route, Solution, Visit
from routing.solve import Progress, solve
from routing.speeds import Speeds
from routing.stop import FirstOf, MaxIterations, MaxRuntime, NoImprovement, Signal, Stop
from routing.straight import Rounding, Straight
from routing.violation import Violation

__all__ = [
    "HORIZON",
    "Evaluation",
    "Explanation",
    "FirstOf",
    "Group",
    "Incompatible",
    "Kind",
    "LegCost",
    "Link",
    "Location",
    "Matrix",
    "MaxIterations",
    "MaxRuntime",
    "MealWindow",
    "NoImprovement",
    "Pin",
    "Precedence",
    "PreviousRoute",
    "Problem",
    "Progress",
    "Quote",
    "Relations",
    "Relaxation",
    "Request",
    "RestRule",
    "Rounding",
    "Route",
    "RouteCost",
    "Sailing",
    "SharedRoom",
    "Signal",
    "SoftWindow",
    "Solution",
    "Speeds",
    "Standing",
    "Stop",
    "Straight",
    "Task",
    "Travel",
    "VehicleType",
    "Violation",
    "Visit",
    "Window",
    "check",
    "evaluate",
    "explain",
    "insertion_quotes",
    "solve",
    "split_cost",
]
