"""Defines a chain: the truck legs and services by which goods travel from origin to destination."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from dispatch.model import Service
from dispatch.windows import Windows


@dataclass(frozen=True, slots=True, kw_only=True)
class TruckLeg:
    """A way by one of our vehicles.

    Parameters
    ----------
    loading, unloading
        Moments at which handling may begin at either end, before closed hours are taken out.
    unload_by
        Latest end of unloading; None for no limit.
    """

    from_site: str
    to_site: str
    loading: Windows
    unloading: Windows
    unload_by: int | None = None


Trunk = tuple[Service, ...]


@dataclass(frozen=True, kw_only=True)
class Chain:
    """One way from origin to destination.

    Parameters
    ----------
    parts
        Truck legs and services in order.
    bring
        Moments at which the people of the origin may bring the goods to its drop site; empty
        where a vehicle comes.
    """

    parts: tuple[TruckLeg | Service, ...]
    bring: Windows = ()

    @cached_property
    def legs(self) -> tuple[TruckLeg, ...]:
        """The parts by truck."""
        return tuple(part for part in self.parts if isinstance(part, TruckLeg))

    @cached_property
    def services(self) -> Trunk:
        """The parts by service."""
        return tuple(part for part in self.parts if isinstance(part, Service))


def stays_aboard(before: Service, after: Service) -> bool:
    """Whether goods stay aboard from one service leg to the next."""
    return (
        before.run_id == after.run_id
        and before.to_site == after.from_site
        and before.arrival <= after.departure
    )


def available(services: Trunk, index: int) -> int:
    """Return when goods can be moved on after the service at `index` of a chain's services."""
    service = services[index]
    following = services[index + 1 : index + 2]
    if following and stays_aboard(service, following[0]):
        return service.arrival
    return service.arrival + service.handling


def bring_moment(chain: Chain, first_loading: int | None = None) -> int:
    """Return when the people of the origin bring the goods: as late as the chain allows.

    Parameters
    ----------
    first_loading
        When a vehicle begins to load them at the drop site; None where a service takes them.
    """
    latest = first_loading
    if latest is None:
        service = chain.services[0]
        latest = service.departure - service.cut_off
    return max(min(end, latest) for begin, end in chain.bring if begin <= latest)
