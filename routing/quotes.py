"""Quotes what one request more would cost in a standing plan, slot by slot."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from routing import _kernels
from routing.flat_tasks import clipped
from routing.native import Native, agreements_of, to_native
from routing.problem import HORIZON, Kind, Problem, Window
from routing.solution import Solution


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """The cheapest place for a request in one slot.

    Parameters
    ----------
    cost
        By which the plan would get dearer; a prize that is won is not subtracted.
    route
        Position of the route in the solution; None for a vehicle that is idle in it.
    start
        When the visit would begin, within the slot.
    """

    slot: Window
    cost: int
    vehicle_type: int
    route: int | None
    start: int


class Standing:
    """A plan that stays as it is while quotes are asked for, prepared once.

    Parameters
    ----------
    solution
        Routes of it that break a rule are left out. It is not changed.
    """

    def __init__(self, problem: Problem, solution: Solution) -> None:
        native = to_native(problem)
        self._native = native
        self._kernel = standing_kernel(native, solution)
        self._served = {request for route in solution.routes for request in route.requests}

    def quotes(
        self, request: int, slots: Sequence[Window], kind: Kind | None = None
    ) -> tuple[Quote | None, ...]:
        """Give the cheapest feasible insertion of an unserved request for each slot.

        Every position in every route and in every type of idle vehicle is tried, and priced by the
        whole timetable of its route.

        Parameters
        ----------
        request
            Index into `Problem.requests`; one that the solution leaves unserved.
        slots
            Windows that take the place of those of the visit.
        kind
            Which visit of a pair the slots are for; None for its delivery.

        Returns
        -------
        tuple
            One quote per slot, None where the request does not fit into the plan.

        Raises
        ------
        ValueError
            If the request is served or does not exist, or a slot is no window.
        """
        task = self._native.numbers[request, self._kind(request, kind)]
        for slot in slots:
            if not 0 <= slot[0] <= slot[1] <= HORIZON:
                raise ValueError(f"slots must be windows within 0 and {HORIZON}, got {slot}.")
        asked, kind = self._native.problem.requests[request], self._native.tasks[task][1]
        left = [clipped(asked, kind, (slot,))[0] for slot in slots]
        table = np.array(left, dtype=np.int32).reshape(len(slots), 2)
        found = self._kernel.quotes(task, table)
        at_pickup = kind == "pickup"
        return tuple(
            _quote(slot, one, one.pickup_start if at_pickup else one.delivery_start)
            for slot, one in zip(slots, found, strict=True)
        )

    def _kind(self, request: int, kind: Kind | None) -> Kind:
        requests = self._native.problem.requests
        if not 0 <= request < len(requests):
            raise ValueError(f"request {request} does not exist.")
        if request in self._served:
            raise ValueError(f"request {request} is served; quotes are for unserved ones.")
        kinds = [one for one, _ in requests[request].tasks]
        if kind is not None and kind not in kinds:
            raise ValueError(f"request {request} has no {kind}.")
        return kinds[-1] if kind is None else kind


def insertion_quotes(
    problem: Problem,
    solution: Solution,
    request: int,
    slots: Sequence[Window],
    kind: Kind | None = None,
) -> tuple[Quote | None, ...]:
    """Give the cheapest feasible insertion of an unserved request for each slot.

    For many quotes on one plan keep a `Standing`; see its `quotes` for the parameters.
    """
    return Standing(problem, solution).quotes(request, slots, kind)


def standing_kernel(native: Native, solution: Solution) -> _kernels.Standing:
    """Hand the routes of a solution over to the kernel."""
    return _kernels.Standing(
        native.kernel,
        [route.vehicle_type for route in solution.routes],
        native.numbers_of_all([(route.vehicle_type, route.tasks) for route in solution.routes]),
        *agreements_of(native, solution.routes),
    )


def _quote(slot: Window, found: _kernels.Quote, start: int) -> Quote | None:
    if found.vehicle_type < 0:
        return None
    return Quote(
        slot=slot,
        cost=found.cost,
        vehicle_type=found.vehicle_type,
        route=None if found.route < 0 else found.route,
        start=start,
    )
