"""Keeps the time from pick-up to delivery within a limit by narrowing the windows at both ends."""

from __future__ import annotations

from dataclasses import replace

from dispatch.chain import Chain, TruckLeg, available, bring_moment
from dispatch.reach import Reach
from dispatch.windows import FOREVER, intersect

Span = tuple[int, int]


def within(chain: Chain, limit: int | None, reach: Reach) -> Chain | None:
    """Return the chain with windows in which every choice keeps the limit; None if there is none.

    Parameters
    ----------
    limit
        Seconds from the beginning of loading to the end of unloading; None for no limit.

    Notes
    -----
    The vehicles of different legs decide on their own when they load and unload, so the slack that
    is too much is taken away beforehand, from both ends in proportion to what each has.
    """
    if limit is None or not chain.parts:
        return chain
    load, unload = _loading_span(chain, reach), _unloading_span(chain, reach)
    if load is None or unload is None:
        return None
    excess = unload[1] - load[0] - limit
    if excess <= 0:
        return chain
    slack = (load[1] - load[0]) + (unload[1] - unload[0])
    if excess > slack:
        return None
    load_from = load[0] + round(excess * (load[1] - load[0]) / slack)
    moments = [moment for moment in (load_from, load[1]) if _in_time(chain, moment, limit, reach)]
    return _narrowed(chain, moments[0], moments[0] + limit) if moments else None


def _in_time(chain: Chain, load_from: int, limit: int, reach: Reach) -> bool:
    """Whether a single truck can do the whole way; services between two trucks leave them free."""
    first = chain.parts[0]
    if len(chain.parts) > 1 or not isinstance(first, TruckLeg):
        return True
    arrival = reach.arrival(first.from_site, first.to_site, load_from)
    return arrival is not None and arrival <= load_from + limit


def _loading_span(chain: Chain, reach: Reach) -> Span | None:
    """Return the first and the last moment at which loading may begin."""
    first = chain.parts[0]
    if not isinstance(first, TruckLeg):
        moment = bring_moment(chain) if chain.bring else first.departure
        return moment, moment
    begin = chain.bring[0][0] if chain.bring else first.loading[0][0]
    by = first.unloading[-1][1]
    by = by if first.unload_by is None else min(by, first.unload_by)
    end = reach.departure(first.from_site, first.to_site, by)
    return None if end is None else (begin, max(begin, min(end, first.loading[-1][1])))


def _unloading_span(chain: Chain, reach: Reach) -> Span | None:
    """Return the first and the last moment at which unloading may end."""
    last = chain.parts[-1]
    if not isinstance(last, TruckLeg):
        moment = available(chain.services, len(chain.services) - 1)
        return moment, moment
    arrival = reach.arrival(last.from_site, last.to_site, last.loading[0][0])
    if arrival is None:
        return None
    return max(arrival, last.unloading[0][0]), max(arrival, last.unloading[-1][1])


def _narrowed(chain: Chain, load_from: int, unload_by: int) -> Chain | None:
    parts = list(chain.parts)
    first = parts[0]
    if isinstance(first, TruckLeg):
        loading = intersect(first.loading, ((load_from, FOREVER),))
        if not loading:
            return None
        parts[0] = replace(first, loading=loading)
    last = parts[-1]
    if isinstance(last, TruckLeg):
        parts[-1] = replace(last, unload_by=unload_by)
    bring = intersect(chain.bring, ((load_from, FOREVER),))
    return replace(chain, parts=tuple(parts), bring=bring)
