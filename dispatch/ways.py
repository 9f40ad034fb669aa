"""Lists the ways in which a consignment can travel: by truck alone, or by trucks and services.

Times here are optimistic: the fastest vehicle, no other stops. What is listed may turn out not to
work for a real vehicle (`dispatch.alone` tells); what is not listed cannot work.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from dispatch.chain import Chain, TruckLeg, Trunk, available, stays_aboard
from dispatch.consignments import Consignment
from dispatch.model import DayRequest, Order, Service, Site, Temperature
from dispatch.reach import Reach
from dispatch.time_limit import within
from dispatch.windows import FOREVER, Windows, intersect, site_windows

#: Service legs that one consignment may use. A boat, a linehaul with two legs and a second boat
#: make four; more has not been seen.
_MOST_SERVICES = 5


class Ways:
    """The ways of a day: built once, asked for each consignment."""

    def __init__(self, request: DayRequest, reach: Reach) -> None:
        self._request = request
        self._reach = reach
        self._sites = {site.site_id: site for site in request.sites}
        self._trunks: dict[Temperature, tuple[Trunk, ...]] = {}
        self._known: dict[Hashable, tuple[Chain, ...]] = {}

    def chains(self, consignment: Consignment) -> tuple[Chain, ...]:
        """Return all ways of a consignment that nothing rules out yet, fewest parts first."""
        likeness = consignment.first.likeness
        if likeness not in self._known:
            found = (
                self._chain(consignment.first, trunk)
                for trunk in self._trunks_for(consignment.temperature)
            )
            chains = [chain for chain in found if chain is not None]
            self._known[likeness] = tuple(sorted(chains, key=lambda chain: len(chain.parts)))
        return self._known[likeness]

    def without_detours(self, chains: Sequence[Chain]) -> tuple[Chain, ...]:
        """Leave out ways with services on which trucks drive farther than on the direct way.

        Only where the direct way is by road: a boat has no metres to compare.
        """
        limit = min(
            (self._metres(chain) for chain in chains if not chain.services and chain.legs),
            default=None,
        )
        by_boat = any(
            self._reach.needs_boat(leg.from_site, leg.to_site)
            for chain in chains
            if not chain.services
            for leg in chain.legs
        )
        if limit is None or by_boat:
            return tuple(chains)
        return tuple(chain for chain in chains if not chain.services or self._metres(chain) < limit)

    def _metres(self, chain: Chain) -> int:
        return sum(self._reach.metres(leg.from_site, leg.to_site) for leg in chain.legs)

    # -- service legs that follow on each other ---------------------------------------------------

    def _trunks_for(self, temperature: Temperature) -> tuple[Trunk, ...]:
        if temperature not in self._trunks:
            usable = sorted(
                (s for s in self._request.services if temperature in s.temperatures),
                key=lambda service: (service.departure, service.arrival, service.service_id),
            )
            self._trunks[temperature] = ((), *self._grown((), usable))
        return self._trunks[temperature]

    def _grown(self, trunk: Trunk, usable: list[Service]) -> Iterator[Trunk]:
        for service in usable:
            if self._may_follow(trunk, service):
                longer = (*trunk, service)
                yield longer
                if len(longer) < _MOST_SERVICES:
                    yield from self._grown(longer, usable)

    def _may_follow(self, trunk: Trunk, service: Service) -> bool:
        if not trunk:
            return True
        last = trunk[-1]
        if stays_aboard(last, service):
            return True
        if service.to_site in {before.from_site for before in trunk}:
            return False
        ready = last.arrival + last.handling
        cut_off = service.departure - service.cut_off
        if last.to_site == service.from_site:
            return ready <= cut_off
        if _has_truck_between(trunk):
            return False
        arrival = self._reach.arrival(last.to_site, service.from_site, ready)
        return arrival is not None and arrival <= cut_off

    # -- from origin to destination ---------------------------------------------------------------

    def _chain(self, order: Order, trunk: Trunk) -> Chain | None:
        ends = _Ends.of(order, self._sites)
        if not ends.loading or not ends.unloading or _leads_back(ends, trunk):
            return None
        parts = self._parts(ends, trunk)
        if parts is None:
            return None
        chain = Chain(parts=parts, bring=ends.bring)
        return within(chain, order.max_time, self._reach)

    def _parts(self, ends: _Ends, trunk: Trunk) -> tuple[TruckLeg | Service, ...] | None:
        parts: list[TruckLeg | Service] = []
        place, loading = ends.start, ends.loading
        for index, service in enumerate(trunk):
            if not (index and stays_aboard(trunk[index - 1], service)):
                cut_off = service.departure - service.cut_off
                if place != service.from_site:
                    unloading = self._sites[service.from_site].windows
                    leg = self._leg((place, loading), (service.from_site, unloading), cut_off)
                    if leg is None:
                        return None
                    parts.append(leg)
                elif loading[0][0] > cut_off:
                    return None
            parts.append(service)
            place, ready = service.to_site, available(trunk, index)
            loading = intersect(self._sites[place].windows, ((ready, FOREVER),))
        if place == ends.end:
            done = available(trunk, len(trunk) - 1) if trunk else ends.loading[0][0]
            return tuple(parts) if done <= ends.unloading[-1][1] else None
        leg = self._leg((place, loading), (ends.end, ends.unloading), None)
        return None if leg is None else (*parts, leg)

    def _leg(
        self, start: tuple[str, Windows], end: tuple[str, Windows], unload_by: int | None
    ) -> TruckLeg | None:
        """Return a truck leg, unless even the fastest truck comes too late."""
        (from_site, loading), (to_site, unloading) = start, end
        if not loading:
            return None
        arrival = self._reach.arrival(from_site, to_site, loading[0][0])
        latest = unloading[-1][1] if unload_by is None else min(unloading[-1][1], unload_by)
        if arrival is None or arrival > latest:
            return None
        return TruckLeg(
            from_site=from_site,
            to_site=to_site,
            loading=loading,
            unloading=unloading,
            unload_by=unload_by,
        )


@dataclass(frozen=True, slots=True)
class _Ends:
    """Where and when a consignment begins and ends, for vehicles and services."""

    start: str
    loading: Windows
    end: str
    unloading: Windows
    bring: Windows

    @classmethod
    def of(cls, order: Order, sites: Mapping[str, Site]) -> _Ends:
        origin, destination = sites[order.origin], sites[order.destination]
        loading = site_windows(origin, order.pickup_windows)
        unloading = site_windows(destination, order.delivery_windows)
        bring: Windows = ()
        start, end = order.origin, order.destination
        if origin.drop_site is not None:
            start, bring = origin.drop_site, loading
            brought = ((loading[0][0], FOREVER),) if loading else ()
            loading = intersect(sites[start].windows, brought)
        if destination.drop_site is not None:
            end = destination.drop_site
            unloading = intersect(sites[end].windows, unloading)
        return cls(start, loading, end, unloading, bring)


def _has_truck_between(trunk: Trunk) -> bool:
    return any(before.to_site != after.from_site for before, after in pairwise(trunk))


def _leads_back(ends: _Ends, trunk: Trunk) -> bool:
    """Whether goods would come back to where they began, or pass their end."""
    return any(service.to_site == ends.start or service.from_site == ends.end for service in trunk)
