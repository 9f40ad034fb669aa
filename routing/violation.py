"""Names a rule that routes break; `evaluate` and `check` say it with the same words."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Violation:
    """One broken rule.

    Parameters
    ----------
    name
        Stable name of the rule, in kebab-case: "late", "shift", "unreachable", "overload",
        "compartments", "rest", "meal", "max-duration", "max-distance", "max-stops", "max-trips",
        "closed", "release", "max-age", "max-aboard", "vehicle-type", "pair", "repeated", "fleet",
        "unserved".
        `check` also names what a solution states wrongly: "stated-..." and "unknown-...".
    route, visit
        Positions of the route in the plan and of the visit in the route; None where the rule is
        about more than one. The way home has the position after the last visit in `check`.
    request
        The request concerned, if one is.
    amount
        By how much: seconds, metres, load units or vehicles; 1 where it cannot be measured.
    message
        What was found and what the rule asks; violations that differ only here are equal.
    """

    name: str
    route: int | None = None
    visit: int | None = None
    request: int | None = None
    amount: int = 1
    message: str = field(default="", compare=False)
