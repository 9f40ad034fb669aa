"""Chooses for every consignment whether it travels directly or by which services.

One assignment for all of them at once: each takes one way or stays behind, no service leg is
overfilled, the fixed cost of a leg is due once however much is aboard, and the sum of costs is the
least (Mixed-integer, solved by CP-SAT).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass

from ortools.sat.python import cp_model

from dispatch.chain import Chain
from dispatch.consignments import Consignment
from dispatch.model import Service

#: Deterministic time of CP-SAT (close to seconds): one day, one choice, on any machine.
_MOST_WORK = 4.0
#: The choice rests on estimates of what trucks cost; half a per cent is finer than they are.
_GAP = 0.005


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """A chain that works for real vehicles, with what its truck legs are expected to cost.

    Parameters
    ----------
    stops
        Won for going there at all, by the two ends of each leg; shared by all that travel between
        them.
    carriage
        Won for the room that the consignment takes.
    """

    chain: Chain
    stops: Mapping[tuple[str, str], float]
    carriage: float

    @property
    def truck_cost(self) -> float:
        """Won for a consignment that shares its stops with nobody."""
        return self.carriage + sum(self.stops.values())

    def service_cost(self, parcels: int, used: Set[str] = frozenset()) -> int:
        """Return the won of its services; the fixed costs only of those not in `used`."""
        return sum(
            service.cost_per_parcel * parcels + (0 if service.service_id in used else service.cost)
            for service in self.chain.services
        )


def undominated(ways: Sequence[Way]) -> tuple[Way, ...]:
    """Leave out ways that need all that another way needs, and more."""
    needs = [(frozenset(way.chain.services), way.stops.keys()) for way in ways]
    order = sorted(range(len(ways)), key=lambda at: (len(needs[at][0]), ways[at].truck_cost, at))
    chosen: list[int] = []
    for at in order:
        services, stops = needs[at]
        if not any(
            needs[other][0] <= services
            and needs[other][1] <= stops
            and ways[other].carriage <= ways[at].carriage
            for other in chosen
        ):
            chosen.append(at)
    return tuple(ways[at] for at in sorted(chosen))


def choose(
    ways: Mapping[Consignment, Sequence[Way]],
    settled: Mapping[Consignment, Chain] | None = None,
    seed: int = 0,
    seconds: float | None = None,
) -> dict[Consignment, Chain]:
    """Return the chosen chain of each consignment; those without one stay behind.

    Parameters
    ----------
    ways
        What each consignment may choose from.
    settled
        Consignments that are decided already; they take their part of the capacities, and the fixed
        costs of their services are spent.
    seconds
        After which the best choice so far counts; None: only the limit of work holds, and the same
        seed gives the same choice.
    """
    settled = settled or {}
    model = _Model(settled, greedy(ways, settled))
    for consignment, options in ways.items():
        model.add(consignment, undominated(options))
    return dict(settled) | model.solve(seed, seconds)


def greedy(
    ways: Mapping[Consignment, Sequence[Way]], settled: Mapping[Consignment, Chain]
) -> dict[Consignment, Chain]:
    """Let one consignment after the other take its cheapest way with room.

    CP-SAT begins here, and has something to give back should its time run out.
    """
    aboard: dict[str, tuple[float, float]] = defaultdict(lambda: (0.0, 0.0))
    visited: set[tuple[str, str]] = set()

    def board(consignment: Consignment, chain: Chain) -> None:
        visited.update((leg.from_site, leg.to_site) for leg in chain.legs)
        for service in chain.services:
            kg, litres = aboard[service.service_id]
            aboard[service.service_id] = (kg + consignment.kg, litres + consignment.litres)

    def has_room(consignment: Consignment, service: Service) -> bool:
        kg, litres = aboard[service.service_id]
        return (
            kg + consignment.kg <= service.capacity_kg
            and litres + consignment.litres <= service.capacity_litres
        )

    def cost(consignment: Consignment, way: Way) -> float:
        stops = sum(stop for pair, stop in way.stops.items() if pair not in visited)
        return way.carriage + stops + way.service_cost(consignment.parcels, aboard.keys())

    for consignment, chain in settled.items():
        board(consignment, chain)
    taken: dict[Consignment, Chain] = {}
    for consignment in sorted(ways, key=lambda one: -one.priority_cost):
        fitting = [
            way
            for way in ways[consignment]
            if all(has_room(consignment, service) for service in way.chain.services)
        ]
        best = min(fitting, key=lambda way: cost(consignment, way), default=None)
        if best is not None:
            taken[consignment] = best.chain
            board(consignment, best.chain)
    return taken


class _Model:
    """The assignment as a CP-SAT model."""

    def __init__(
        self, settled: Mapping[Consignment, Chain], start: Mapping[Consignment, Chain]
    ) -> None:
        self._start = start
        self._model = cp_model.CpModel()
        self._objective: list[tuple[cp_model.IntVar, int]] = []
        self._picks: list[tuple[Consignment, Chain, cp_model.IntVar]] = []
        self._aboard: dict[str, list[tuple[cp_model.IntVar, Consignment]]] = defaultdict(list)
        self._stopping: dict[tuple[str, str], list[tuple[cp_model.IntVar, float]]] = defaultdict(
            list
        )
        self._services: dict[str, Service] = {}
        self._taken: dict[str, list[Consignment]] = defaultdict(list)
        self._visited: set[tuple[str, str]] = set()
        for consignment, chain in settled.items():
            self._visited |= {(leg.from_site, leg.to_site) for leg in chain.legs}
            for service in chain.services:
                self._taken[service.service_id].append(consignment)

    def add(self, consignment: Consignment, options: Sequence[Way]) -> None:
        """Let a consignment take one of its ways, or stay behind.

        Staying behind costs its priority and the trucks of its cheapest way: what trucks cost is an
        estimate, and whether a trip is worth it is for the routing to find out.
        """
        if not options:
            return
        behind = self._model.new_bool_var("")
        trucks = min(way.truck_cost for way in options)
        self._objective.append((behind, consignment.priority_cost + round(trucks)))
        self._model.add_hint(behind, consignment not in self._start)
        picks = [behind]
        for way in options:
            pick = self._model.new_bool_var("")
            self._model.add_hint(pick, self._start.get(consignment) is way.chain)
            per_parcel = sum(service.cost_per_parcel for service in way.chain.services)
            cost = round(way.carriage) + per_parcel * consignment.parcels
            self._objective.append((pick, cost))
            self._picks.append((consignment, way.chain, pick))
            picks.append(pick)
            for pair, stop in way.stops.items():
                self._stopping[pair].append((pick, stop))
            for service in way.chain.services:
                self._services[service.service_id] = service
                self._aboard[service.service_id].append((pick, consignment))
        self._model.add_exactly_one(picks)

    def solve(self, seed: int, seconds: float | None) -> dict[Consignment, Chain]:
        """Find the cheapest assignment."""
        if not self._picks:
            return {}
        for service_id, aboard in self._aboard.items():
            self._limit(self._services[service_id], aboard)
        for pair, stopping in self._stopping.items():
            if pair not in self._visited:
                least = min(stop for _, stop in stopping)
                self._charge([pick for pick, _ in stopping], round(least))
        self._model.minimize(sum(variable * cost for variable, cost in self._objective))
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 1
        # Else CP-SAT takes Ctrl-C for itself and leaves the default handler behind, which kills.
        solver.parameters.catch_sigint_signal = False
        solver.parameters.random_seed = seed
        solver.parameters.max_deterministic_time = _MOST_WORK
        if seconds is not None:
            solver.parameters.max_time_in_seconds = seconds
        solver.parameters.relative_gap_limit = _GAP
        # The relaxation with all linear cuts is nearly integral here, and probing finds nothing:
        # seconds become tenths.
        solver.parameters.linearization_level = 2
        solver.parameters.cp_model_probing_level = 0
        status = solver.solve(self._model)
        if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            return dict(self._start)  # only the limit of work can have struck
        return {
            consignment: chain for consignment, chain, pick in self._picks if solver.value(pick)
        }

    def _limit(
        self, service: Service, aboard: Sequence[tuple[cp_model.IntVar, Consignment]]
    ) -> None:
        """Keep a leg within its capacity, and charge its fixed cost once it is used."""
        taken = self._taken[service.service_id]
        room_kg = service.capacity_kg - sum(one.kg for one in taken)
        room_litres = service.capacity_litres - sum(one.litres for one in taken)
        self._model.add(sum(pick * _tenths(one.kg) for pick, one in aboard) <= int(room_kg * 10))
        self._model.add(
            sum(pick * _tenths(one.litres) for pick, one in aboard) <= int(room_litres * 10)
        )
        if not taken:
            self._charge([pick for pick, _ in aboard], service.cost)

    def _charge(self, picks: Sequence[cp_model.IntVar], cost: int) -> None:
        """Charge a cost once if any of the picks is made."""
        if cost <= 0:
            return
        used = self._model.new_bool_var("")
        for pick in picks:
            self._model.add_implication(pick, used)
        self._objective.append((used, cost))


def _tenths(amount: float) -> int:
    """Round up to tenths, so that what fits here also fits in truth."""
    return -int(-amount * 10 // 1)
