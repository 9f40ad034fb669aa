"""Finds out what it would cost to serve what a draft leaves out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from dispatch.chain import Chain
from dispatch.consignments import Consignment
from dispatch.drafts import Draft, Drafter
from dispatch.effort import Effort
from dispatch.least_changes import LeastChanges
from dispatch.reason import Reason


@dataclass(frozen=True, slots=True)
class Left:
    """What is known about consignments that are not served.

    Parameters
    ----------
    wanted
        Those for which trucks were sought; services had no place for the others.
    prices
        Won that the plan would cost more if the consignment were in it; absent where no place was
        found for it at any cost.
    reasons
        Why the routing finds no place for them beside the others, where it was asked.
    changes
        Finds what would have to change least for those that are impossible.
    """

    wanted: Mapping[Consignment, Chain]
    prices: Mapping[Consignment, float]
    reasons: Mapping[Consignment, Reason]
    changes: LeastChanges


def with_prices(
    draft: Draft,
    wanted: Mapping[Consignment, Chain],
    bundles: tuple[Consignment, ...],
    drafter: Drafter,
    effort: Effort,
) -> tuple[Draft, dict[Consignment, float]]:
    """Try to serve what a draft leaves out at any cost.

    Returns
    -------
    Draft, dict
        The draft, or the trial should it turn out cheaper; and the price of each consignment that
        only the trial serves. Several that it adds share the difference by their priority.
    """
    served = draft.served
    missing = [one for one in wanted if one not in served]
    if not missing:
        return draft, {}
    urged = {**{one: wanted[one] for one in missing}, **served}
    trial = drafter.draft(urged, effort, draft, eagerness=None)
    if not trial.failed and trial.cost(bundles) <= draft.cost(bundles):
        return trial, {}
    kept = trial.served
    added = [one for one in missing if one in kept]
    if not added or not served.keys() <= kept.keys():
        return draft, {}
    extra = trial.spent - draft.spent
    worth = sum(one.priority_cost for one in added)
    return draft, {one: extra * one.priority_cost / max(1, worth) for one in added}
