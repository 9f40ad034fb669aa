"""Tries trips without services: kept only when the whole plan gets cheaper."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from dispatch.consignments import Consignment
from dispatch.drafts import Draft, Drafter
from dispatch.effort import Effort
from dispatch.options import Options

#: Groups that are tried, the most promising first, and how much dearer than the legs that it
#: replaces a direct trip alone may be to be promising.
_MOST_GROUPS = 4
_PROMISING = 1.5


def with_direct_trips(
    draft: Draft,
    options: Options,
    bundles: tuple[Consignment, ...],
    drafter: Drafter,
    effort: Effort,
) -> tuple[Draft, bool]:
    """Return the cheaper of a draft and its variants in which groups of consignments go directly.

    Parameters
    ----------
    effort
        For all variants together.

    Returns
    -------
    Draft, bool
        The best draft, and whether any variant was tried.
    """
    groups = _promising(draft, options)
    best = draft
    for group in groups:
        moving = {one: options.direct[one].chain for one in group if one in best.served}
        if not moving:
            continue
        variant = drafter.draft({**best.chosen, **moving}, effort.part(1 / len(groups)), best)
        if variant.cost(bundles) < best.cost(bundles):
            best = variant
    return best, bool(groups)


def _promising(draft: Draft, options: Options) -> list[list[Consignment]]:
    """Return groups whose direct trip alone costs little more than what it would replace.

    Consignments between the same two sites go together, and so do all that share the same services:
    only then is the fixed cost of a service saved.
    """
    by_ends: dict[tuple[str, str], list[Consignment]] = defaultdict(list)
    by_services: dict[tuple[str, ...], list[Consignment]] = defaultdict(list)
    for consignment, chain in draft.served.items():
        if chain.services and consignment in options.direct:
            order = consignment.first
            by_ends[order.origin, order.destination].append(consignment)
            by_services[tuple(s.service_id for s in chain.services)].append(consignment)
    ranked = sorted(
        (
            (_ratio(draft, options, group), at, group)
            for at, group in enumerate([*by_services.values(), *by_ends.values()])
        ),
        key=lambda one: one[:2],
    )
    return [group for ratio, _, group in ranked if ratio < _PROMISING][:_MOST_GROUPS]


def _ratio(draft: Draft, options: Options, group: Sequence[Consignment]) -> float:
    """Compare direct trips alone with the legs and services that they would replace."""
    direct = legs = 0.0
    services: dict[str, float] = {}
    for one in group:
        chain = draft.chosen[one]
        direct = max(direct, options.cost_alone(options.direct[one].chain, one))
        legs = max(legs, options.cost_alone(chain, one))
        for service in chain.services:
            services[service.service_id] = service.cost
            legs += service.cost_per_parcel * one.parcels
    shared = _shares(draft, services, group)
    return direct / max(1.0, legs + shared)


def _shares(draft: Draft, services: dict[str, float], group: Sequence[Consignment]) -> float:
    """Return the fixed costs of services that nobody else uses."""
    members = set(group)
    others = {
        service.service_id
        for one, chain in draft.served.items()
        if one not in members
        for service in chain.services
    }
    return sum(cost for service_id, cost in services.items() if service_id not in others)
