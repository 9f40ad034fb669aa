"""Finds the ways of every consignment that work for real vehicles, and what they would cost."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dispatch.alone import Trial, cheapest, trials
from dispatch.chain import Chain, TruckLeg
from dispatch.consignments import Consignment
from dispatch.day_network import DayNetwork
from dispatch.fitness import may_carry
from dispatch.fleet import vehicle_groups
from dispatch.itinerary import Way
from dispatch.loads import Load
from dispatch.model import DayRequest, Temperature, Vehicle
from dispatch.reach import Reach
from dispatch.ways import Ways

#: A stop is expected to bear this part of a trip made for it alone: a tour has about ten stops. It
#: only steers the choice of services; costs in a plan are those of its tours.
_STOP_SHARE = 0.1


@dataclass(frozen=True, kw_only=True)
class Options:
    """What every consignment may choose from, and the proof of what it may not.

    Parameters
    ----------
    ways
        With services where any such way works, else by one truck.
    direct
        By one truck alone, where that works.
    chains
        All ways that were looked into, also those that turned out not to work.
    """

    ways: Mapping[Consignment, tuple[Way, ...]]
    direct: Mapping[Consignment, Way]
    chains: Mapping[Consignment, tuple[Chain, ...]]
    _tried: Mapping[tuple[TruckLeg, Temperature], tuple[Trial, ...]]
    _vehicles: Sequence[Sequence[Vehicle]]

    def trials(self, leg: TruckLeg, temperature: Temperature) -> tuple[Trial, ...]:
        """Return what came of sending each type of vehicle for a leg alone."""
        return self._tried[leg, temperature]

    def able(self, leg: TruckLeg, temperature: Temperature) -> frozenset[int]:
        """Return the types of vehicles that can do a leg alone."""
        trials = self._tried[leg, temperature]
        return frozenset(trial.vehicle_type for trial in trials if not trial.broken)

    def possible(self, leg: TruckLeg, consignment: Consignment) -> bool:
        """Whether some vehicle can do nothing but this leg, with the whole consignment."""
        return self._best(leg, consignment) is not None

    def cost_alone(self, chain: Chain, consignment: Consignment) -> float:
        """Return the won that the truck legs of a way would cost if each had a trip of its own."""
        costs = [self._best(leg, consignment) for leg in chain.legs]
        return sum(trial.cost for trial in costs if trial is not None)

    def _best(self, leg: TruckLeg, consignment: Consignment) -> Trial | None:
        return cheapest(
            [
                trial
                for trial in self._tried[leg, consignment.temperature]
                if _holds(self._vehicles[trial.vehicle_type][0], consignment)
            ]
        )

    def way(self, chain: Chain, consignment: Consignment) -> Way | None:
        """Return the way if vehicles can do each of its legs alone."""
        stops: dict[tuple[str, str], float] = {}
        carriage = 0.0
        for leg in chain.legs:
            trial = self._best(leg, consignment)
            if trial is None:
                return None
            stops[leg.from_site, leg.to_site] = trial.cost * _STOP_SHARE
            vehicle = self._vehicles[trial.vehicle_type][0]
            carriage += trial.cost * _share(vehicle, consignment)
        return Way(chain=chain, stops=stops, carriage=carriage)


def find_options(request: DayRequest, day: DayNetwork, bundles: Sequence[Consignment]) -> Options:
    """Try all ways of the consignments: first those by one truck, then those with services."""
    ways = Ways(request, Reach(request, day))
    chains = {consignment: ways.chains(consignment) for consignment in bundles}
    tried: dict[tuple[TruckLeg, Temperature], tuple[Trial, ...]] = {}
    vehicles = vehicle_groups(request)
    bare = Options(ways={}, direct={}, chains=chains, _tried=tried, _vehicles=vehicles)
    _try(request, day, tried, {one: _direct(found) for one, found in chains.items()})
    for one, found in chains.items():
        if any(bare.way(chain, one) is not None for chain in _direct(found)):
            chains[one] = ways.without_detours(found)
    _try(request, day, tried, chains)
    return _chosen_from(bare)


def _direct(chains: Sequence[Chain]) -> tuple[Chain, ...]:
    return tuple(chain for chain in chains if not chain.services)


def _try(
    request: DayRequest,
    day: DayNetwork,
    tried: dict[tuple[TruckLeg, Temperature], tuple[Trial, ...]],
    chains: Mapping[Consignment, Sequence[Chain]],
) -> None:
    """Try the legs that were not tried before, each with the smallest consignment that uses it."""
    wanted: dict[tuple[TruckLeg, Temperature], Load] = {}
    for one, found in chains.items():
        for leg in dict.fromkeys(leg for chain in found for leg in chain.legs):
            key = leg, one.temperature
            if key in tried:
                continue
            if key not in wanted or one.parcels < wanted[key].parcels:
                wanted[key] = Load(leg=leg, consignments=(one,))
    results = trials(request, day, wanted.values())
    tried.update({key: results[load] for key, load in wanted.items()})


def _chosen_from(bare: Options) -> Options:
    working: dict[Consignment, tuple[Way, ...]] = {}
    direct: dict[Consignment, Way] = {}
    for consignment, chains in bare.chains.items():
        found = [way for chain in chains if (way := bare.way(chain, consignment)) is not None]
        alone = next((way for way in found if not way.chain.services), None)
        if alone is not None:
            direct[consignment] = alone
        working[consignment] = tuple(_sensible(bare, consignment, found, alone))
    return Options(
        ways=working,
        direct=direct,
        chains=bare.chains,
        _tried=bare._tried,
        _vehicles=bare._vehicles,
    )


def _sensible(
    bare: Options, consignment: Consignment, found: Sequence[Way], alone: Way | None
) -> list[Way]:
    """Return the ways with services; the direct one where each of them needs more trucks than it.

    What a direct trip really costs depends on who shares it, which only routing can tell; the
    planner tries direct trips later, against the whole plan.
    """
    if alone is None:
        return list(found)
    limit = bare.cost_alone(alone.chain, consignment)
    served = [
        way
        for way in found
        if way.chain.services and bare.cost_alone(way.chain, consignment) < limit
    ]
    return served or [alone]


def _share(vehicle: Vehicle, consignment: Consignment) -> float:
    return max(consignment.kg / vehicle.capacity_kg, consignment.litres / vehicle.capacity_litres)


def _holds(vehicle: Vehicle, consignment: Consignment) -> bool:
    return may_carry(vehicle, {consignment.temperature}, consignment.kg, consignment.litres)
