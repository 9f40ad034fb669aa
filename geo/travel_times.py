"""Holds what driving takes between places, by road alone."""

from __future__ import annotations

from dataclasses import dataclass

from geo.geometry import Int32s
from geo.snap import SnappedPlace


@dataclass(frozen=True, slots=True, kw_only=True)
class TravelTimes:
    """What driving takes between n places for one profile, by road alone.

    Parameters
    ----------
    durations, distances
        [n, n] seconds and metres from row to column; -1 where no road leads.
    landmass
        [n] landmass of each place; -1 for a place without a road.
    snapped
        [n] where each place meets the road.
    """

    profile: str
    durations: Int32s
    distances: Int32s
    landmass: Int32s
    snapped: tuple[SnappedPlace, ...]
