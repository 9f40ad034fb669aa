"""Keeps trucks from sites while the road on which these lie is closed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from dispatch.model import DayRequest, Site, Window
from geo.day_roads import DayRoads

#: Seconds before a road closes by which a truck has left, and after it opens at which the first one
#: comes: for the last metres, which lie on that road too.
_LAST_METRES = 5 * 60


def shut_hours(
    sites: Sequence[Site], roads: Iterable[DayRoads]
) -> Mapping[str, tuple[Window, ...]]:
    """Return when sites are not reached by one of the profiles; those always reached are absent."""
    found: dict[str, tuple[Window, ...]] = {}
    for one in roads:
        for site, spans in zip(sites, one.shut, strict=False):
            if spans:
                around = ((begin - _LAST_METRES, until + _LAST_METRES) for begin, until in spans)
                found[site.site_id] = merged((*found.get(site.site_id, ()), *around))
    return found


def keep_shut(request: DayRequest, shut: Mapping[str, tuple[Window, ...]]) -> DayRequest:
    """Return the request with these hours among the closed hours of its sites."""
    if not shut:
        return request
    return replace(
        request,
        sites=tuple(
            replace(site, closed=merged((*site.closed, *shut.get(site.site_id, ()))))
            for site in request.sites
        ),
    )


def merged(spans: Iterable[Window]) -> tuple[Window, ...]:
    """Return spans in order, those that touch as one."""
    found: list[Window] = []
    for begin, until in sorted(spans):
        if found and begin <= found[-1][1]:
            found[-1] = (found[-1][0], max(until, found[-1][1]))
        else:
            found.append((begin, until))
    return tuple(found)
