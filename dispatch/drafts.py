"""Routes a choice of ways: its truck legs become loads, a problem, and a solution."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property

from dispatch.chain import Chain, TruckLeg
from dispatch.consignments import Consignment
from dispatch.day_network import DayNetwork
from dispatch.effort import Effort
from dispatch.island_start import island_start
from dispatch.loads import Able, Load, gather
from dispatch.model import DayRequest
from dispatch.translate import COST_UNIT, Translation, translate
from routing.evaluate import evaluate
from routing.problem import Kind
from routing.solution import Solution
from routing.solve import Progress, solve

#: A load at a far stop is often not worth the trip until others share it, so a search that weighs
#: every load at its worth leaves whole islands out. With three times the worth, 8,000 iterations on
#: the baseline day of the sample county end at 1.32-1.37 million won and serve all; at its worth,
#: at 1.46-1.96 million with 2-12 loads left out (four runs). The last polish uses the true worth.
EAGER = 3


@dataclass(frozen=True, kw_only=True)
class Draft:
    """A choice of ways with the routes that carry it out as far as they can.

    Parameters
    ----------
    chosen
        Way of each consignment that was to be served.
    """

    chosen: Mapping[Consignment, Chain]
    translation: Translation
    solution: Solution

    @cached_property
    def failed(self) -> frozenset[tuple[TruckLeg, Consignment]]:
        """The truck legs that no route carries, by consignment."""
        loads = [self.translation.loads[index] for index in self.solution.unserved]
        return frozenset(
            (load.leg, consignment)
            for load in (*loads, *self.translation.hopeless)
            for consignment in load.consignments
        )

    @cached_property
    def served(self) -> dict[Consignment, Chain]:
        """The ways that are carried out whole."""
        broken = {consignment for _, consignment in self.failed}
        return {one: chain for one, chain in self.chosen.items() if one not in broken}

    @cached_property
    def truck_cost(self) -> float:
        """Won that the routes cost."""
        return sum(route.cost for route in self.solution.routes) / COST_UNIT

    @cached_property
    def spent(self) -> float:
        """Won that routes and services cost."""
        served = self.served
        used = {s.service_id: s.cost for chain in served.values() for s in chain.services}
        carried = sum(
            service.cost_per_parcel * one.parcels
            for one, chain in served.items()
            for service in chain.services
        )
        return self.truck_cost + sum(used.values()) + carried

    def cost(self, bundles: tuple[Consignment, ...]) -> float:
        """Return the won of the whole plan: what is spent, and what stays behind."""
        served = self.served
        return self.spent + sum(one.priority_cost for one in bundles if one not in served)


class Drafter:
    """Routes choices of ways for one request.

    Parameters
    ----------
    able
        Which vehicle types come into question for a leg.
    stop
        Asked whether to end early.
    progress
        Told how far a running solve is.
    """

    def __init__(
        self,
        request: DayRequest,
        day: DayNetwork,
        able: Able,
        *,
        seed: int,
        threads: int,
        stop: Callable[[], bool] | None,
        progress: Callable[[Progress], None] | None,
    ) -> None:
        self._request = request
        self._day = day
        self._able = able
        self._seed = seed
        self._threads = threads
        self._stop = stop
        self._progress = progress
        self.iterations = 0

    def draft(
        self,
        chosen: Mapping[Consignment, Chain],
        effort: Effort,
        before: Draft | None = None,
        *,
        eagerness: int | None = EAGER,
    ) -> Draft:
        """Route a choice, beginning where an earlier draft ended.

        Parameters
        ----------
        eagerness
            How many times its worth a load counts in the search; None: as often as needed.
        """
        loads = gather(self._request, chosen, self._able)
        translation = translate(self._request, self._day, loads, eagerness)
        if translation.problem is None:
            idle = Solution(routes=(), unserved=tuple(range(len(translation.loads))), cost=0)
            return Draft(chosen=dict(chosen), translation=translation, solution=idle)
        start = carried_over(before, translation) if before else island_start(translation.problem)
        solution = solve(
            translation.problem,
            effort.stop(self._stop),
            seed=self._seed,
            threads=self._threads,
            initial=start,
            progress=self._progress,
        )
        self.iterations += solution.iterations
        return Draft(chosen=dict(chosen), translation=translation, solution=solution)


def carried_over(before: Draft, translation: Translation) -> Solution | None:
    """Return the routes of an earlier draft with the requests of a new translation.

    Loads that are no longer asked for are left out; where loads were bundled differently, a load
    takes the place of the first of its consignments.
    """
    if translation.problem is None:
        return None
    new: dict[tuple[TruckLeg, Consignment], int] = {
        (load.leg, consignment): index
        for index, load in enumerate(translation.loads)
        for consignment in load.consignments
    }
    placed: set[int] = set()
    routes: list[tuple[int, list[tuple[int, Kind]]]] = []
    for route in before.solution.routes:
        requests = dict.fromkeys(visit.request for visit in route.visits)
        known = {index: _counterpart(before.translation.loads[index], new) for index in requests}
        tasks: list[tuple[int, Kind]] = []
        for index, kind in route.tasks:
            target = known[index]
            if target is not None and target not in placed and (target, kind) not in tasks:
                tasks.append((target, kind))
        placed |= {index for index, _ in tasks}
        if tasks:
            routes.append((route.vehicle_type, tasks))
    evaluation = evaluate(translation.problem, routes)
    return Solution(routes=evaluation.routes, unserved=evaluation.unserved, cost=evaluation.cost)


def _counterpart(load: Load, new: Mapping[tuple[TruckLeg, Consignment], int]) -> int | None:
    found = (new.get((load.leg, consignment)) for consignment in load.consignments)
    return next((index for index in found if index is not None), None)
