"""Defines when drivers rest: so much within so much driving or work, and meals.

A driver has rested before the departure. On the way a rest is taken

- on the road when it is due: the driver has driven or worked for as long as a rule allows, or a
  meal can begin no later;
- at a visit before it starts, on arrival, or from the opening of a meal's window, or, where waiting
  does not count, from the first moment at which the visit could have started;
- at a port and aboard: while waiting there for the departure, while crossing, or both in one.

It is as long as one of the rests or meals of the vehicle asks for (while crossing, as long as that
takes). Each rest serves all rules and meals for which it is long enough. Where waiting or crossing
does not count for a rule, only the rest of the rest does. Driving is time on the road, work is
driving and the time from the start of each visit to its finish; waiting is neither.

Of all the ways to take rests from a departure, a route has the one that returns first, then the one
of least fares; it leaves as late as that return allows. Where no way leads from the opening of the
shift, it leaves when a meal has been had. On each leg between zones the first link that can be
reached at each port counts. Later departures are tried for less cost as ever, a minute apart.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal

from routing.validation import HORIZON, span, whole

if TYPE_CHECKING:
    from routing.problem import VehicleType, Window

__all__ = ["MealWindow", "RestRule"]

#: Most rules, and most meals, of one vehicle type.
MOST_RULES = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class RestRule:
    """No more than so much driving or work from one rest to the next.

    Korean freight rules ask for 15 minutes within two hours of driving, labour law for 30 minutes
    within four hours of work.

    Parameters
    ----------
    rest
        Seconds without a break that count as a rest, at least 1.
    within
        Most seconds of driving or work between two rests, before the first and behind the last one.
    of
        What is counted: "driving", or "work": driving and visits.
    counts_waiting
        Whether waiting, before a visit or at a port, may be rest.
    counts_crossing
        Whether the time aboard a link, from its departure to its arrival, may be rest.
    """

    rest: int
    within: int
    of: Literal["driving", "work"] = "driving"
    counts_waiting: bool = True
    counts_crossing: bool = True

    def __post_init__(self) -> None:
        whole("rest", self.rest, 1, HORIZON)
        whole("within", self.within, 1, HORIZON)
        if self.of not in ("driving", "work"):
            raise ValueError(f"of must be 'driving' or 'work', got {self.of!r}.")


@dataclass(frozen=True, slots=True, kw_only=True)
class MealWindow:
    """A rest at a time of the day.

    It is asked of routes that leave the driver no time for it before the departure or behind the
    return: those that depart before `span[0] + duration` and return after `span[1] - duration`.

    Parameters
    ----------
    span
        `(open, close)`; the meal begins and ends within.
    duration
        Seconds, at least 1.
    counts_waiting, counts_crossing
        As in `RestRule`.
    """

    span: Window
    duration: int
    counts_waiting: bool = True
    counts_crossing: bool = True

    def __post_init__(self) -> None:
        span("span", self.span)
        whole("duration", self.duration, 1, HORIZON)
        if self.span[1] - self.span[0] < self.duration:
            raise ValueError(
                f"span must be no shorter than the duration {self.duration}, got {self.span}."
            )


def check_rests(vehicle_type: VehicleType) -> None:
    """Raise ValueError when a vehicle type has more rules than the kernel keeps apart."""
    for name, rules in (("rests", vehicle_type.rests), ("meals", vehicle_type.meals)):
        if len(rules) > MOST_RULES:
            raise ValueError(f"{name} must be at most {MOST_RULES}, got {len(rules)}.")


def eased(vehicle_type: VehicleType, name: str, number: int, amount: int) -> dict[str, Any]:
    """Give the field in which a rule allows so much more, or a meal may be so much later."""
    if name == "rest":
        rules = list(vehicle_type.rests)
        rules[number] = replace(rules[number], within=rules[number].within + amount)
        return {"rests": tuple(rules)}
    meals = list(vehicle_type.meals)
    opens, closes = meals[number].span
    meals[number] = replace(meals[number], span=(opens, closes + amount))
    return {"meals": tuple(meals)}
