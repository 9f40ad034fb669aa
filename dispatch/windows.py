"""Computes with spans of time: opening hours, closed hours, and what is left of them."""

from __future__ import annotations

from collections.abc import Iterable

from dispatch.model import Site, Window

Windows = tuple[Window, ...]

#: Ends of windows that nothing limits: later than any plan.
FOREVER = 8 * 86_400


def intersect(first: Iterable[Window], second: Iterable[Window]) -> Windows:
    """Return the moments that lie in both; a span may be a single moment."""
    second = tuple(second)
    spans = (
        (max(begin, other_begin), min(end, other_end))
        for begin, end in first
        for other_begin, other_end in second
    )
    return tuple(sorted((begin, end) for begin, end in spans if begin <= end))


def site_windows(site: Site, narrowed: Windows = ()) -> Windows:
    """Return when a stop at a site may begin, narrowed by an order's own windows."""
    return intersect(site.windows, narrowed) if narrowed else site.windows


def starts(
    windows: Windows, closed: Iterable[Window], busy: int, finish_by: int | None = None
) -> Windows:
    """Return when work of a given length may begin.

    Parameters
    ----------
    windows
        The start lies in one of them.
    closed
        The work neither begins in nor runs into one of these.
    busy
        Seconds of access and handling.
    finish_by
        Latest end of the work; None for no limit.
    """
    latest = FOREVER if finish_by is None else finish_by - busy
    spans = intersect(windows, ((0, latest),)) if latest >= 0 else ()
    for begin, end in closed:
        open_before = (0, begin - busy)
        open_after = (end, FOREVER)
        spans = intersect(spans, [span for span in (open_before, open_after) if span[0] <= span[1]])
    return spans
