"""Says what a day asks of a map: the part of `geo.travel.RoadNetwork` that tests stand in for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from geo.closures import Closure
from geo.day_roads import DayHours, DayRoads
from geo.gates import Gate
from geo.leg_line import LegLine
from geo.road_state import RoadState
from geo.snap import Place, SnappedPlace


class Roads(Protocol):
    """A map that is open; see `geo.travel.RoadNetwork`."""

    def snap(
        self, places: Sequence[Place], profile: str, *, limit: float = ..., file: str = ...
    ) -> tuple[SnappedPlace, ...]:
        """Put places on roads; raises InputError with one fault per place that has none."""
        ...

    def day_roads(
        self,
        places: Sequence[Place],
        profile: str,
        hours: DayHours,
        *,
        closed: Sequence[Closure] = ...,
        limit: float = ...,
    ) -> DayRoads:
        """Return what driving takes between all places in some hours."""
        ...

    def gates(
        self,
        places: Sequence[Place],
        profiles: Sequence[str],
        hours: DayHours,
        *,
        closed: Sequence[Closure] = ...,
        limit: float = ...,
    ) -> tuple[Gate, ...]:
        """Return where vehicles wait for closed roads that are the only way."""
        ...

    def leg_line(
        self,
        origin: Place,
        destination: Place,
        profile: str,
        *,
        state: RoadState | None = ...,
        limit: float = ...,
    ) -> LegLine | None:
        """Return the quickest drive on roads in some state."""
        ...

    def check_closures(self, closed: Sequence[Closure], *, file: str = ...) -> None:
        """Raise InputError with the closed roads that are not on the map."""
        ...
