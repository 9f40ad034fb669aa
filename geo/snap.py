"""Puts coordinates on the nearest road that a vehicle may use and come back from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from geo.faults import Fault, Text
from geo.geometry import Bools, Floats, Int32s, Int64s, expand
from geo.graph import RoadGraph
from geo.nearest import Nearest, find_nearest
from geo.parts import strong_part
from geo.paths import Places

SNAP_LIMIT = 500.0
"""Metres between a place and its road beyond which the coordinates are taken to be wrong."""
_SEARCH_LIMIT = 64_000.0  # how far the road is looked for to say how far off a place is
_MOST_FAR_PLACES = 100  # for so many places: each such search takes milliseconds


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Coordinates with a name to speak of in messages; degrees."""

    name: str
    lat: float
    lon: float


@dataclass(frozen=True, slots=True, kw_only=True)
class SnappedPlace:
    """Where a place meets the road.

    Parameters
    ----------
    lat, lon
        Degrees of the point on the road; NaN when there is none within the limit.
    distance
        Metres from the place to it; infinite when there is none at all.
    segment
        Segment of the graph; -1 when there is none within the limit.
    fraction
        How far along the shape of the segment, 0 to 1.
    landmass
        Number of the landmass; -1 when there is none.
    road
        Name of the road.
    """

    lat: float
    lon: float
    distance: float
    segment: int
    fraction: float
    landmass: int
    road: str


class Snapper:
    """Snaps places for one profile on one graph.

    Only the largest strongly connected part of each landmass counts, so that a vehicle that is sent
    somewhere can also come back, and a car park that the edge of the extract cuts off catches
    nobody.

    Parameters
    ----------
    open_arcs
        [m] arcs that the profile may use.
    """

    def __init__(self, graph: RoadGraph, open_arcs: Bools) -> None:
        self._graph = graph
        strong = strong_part(graph, open_arcs)
        self._usable_arc = open_arcs & strong[graph.arc_tail] & strong[graph.arc_head]
        self._usable_arc &= np.asarray(graph.segment_length)[graph.arc_segment] > 0
        self.usable_segment = np.zeros(graph.segment_count, dtype=bool)
        self.usable_segment[graph.arc_segment[self._usable_arc]] = True
        self._first_arc, self._arcs = self._arcs_by_segment()

    def _arcs_by_segment(self) -> tuple[Int64s, Int64s]:
        arcs = np.flatnonzero(self._usable_arc)
        segment = np.asarray(self._graph.arc_segment)[arcs]
        order = np.argsort(segment, kind="stable")
        counts = np.bincount(segment, minlength=self._graph.segment_count)
        return np.concatenate(([0], np.cumsum(counts))), arcs[order]

    def snap(self, lat: Floats, lon: Floats, *, limit: float = SNAP_LIMIT) -> Nearest:
        """Find the nearest usable road of every point; see `geo.grid.Nearest`.

        Parameters
        ----------
        lat, lon
            [k] degrees.
        limit
            Metres.
        """
        return find_nearest(self._graph, lat, lon, usable=self.usable_segment, limit=limit)

    def places(self, nearest: Nearest) -> Places:
        """Return positions on arcs: both ways where allowed, and on every copy of an arc."""
        found = np.maximum(nearest.segment, 0)
        count = self._first_arc[found + 1] - self._first_arc[found]
        count[nearest.segment < 0] = 0
        arc = self._arcs[expand(self._first_arc[found], count)]
        along = np.repeat(nearest.fraction, count)
        forward = np.asarray(self._graph.arc_forward)[arc]
        return Places(
            first=np.concatenate(([0], np.cumsum(count))),
            arc=arc.astype(np.int32),
            fraction=np.where(forward, along, 1.0 - along),
        )

    def landmass(self, nearest: Nearest) -> Int32s:
        """Return [k] the landmass of snapped points; -1 for those without a road."""
        found = np.flatnonzero(nearest.segment >= 0)
        landmass = np.full(len(nearest.segment), -1, dtype=np.int32)
        arc = self._arcs[self._first_arc[nearest.segment[found]]]
        landmass[found] = np.asarray(self._graph.node_landmass)[self._graph.arc_head[arc]]
        return landmass

    def faults(
        self, places: Sequence[Place], nearest: Nearest, *, file: str, limit: float = SNAP_LIMIT
    ) -> list[Fault]:
        """Return a fault for every place that has no road within the limit.

        Parameters
        ----------
        file
            The file that the places came from.
        """
        far = [int(at) for at in np.flatnonzero(nearest.segment < 0)]
        lat, lon = (np.array([getattr(places[at], axis) for at in far]) for axis in ("lat", "lon"))
        beyond = find_nearest(
            self._graph,
            lat,
            lon,
            usable=self.usable_segment,
            limit=_SEARCH_LIMIT,
            widest=_MOST_FAR_PLACES,
        )
        return [
            _too_far(places[at], float(distance), file, limit)
            for at, distance in zip(far, beyond.distance, strict=True)
        ]


def _too_far(place: Place, distance: float, file: str, limit: float) -> Fault:
    if np.isfinite(distance):
        ko = f"가장 가까운 도로까지 {distance:,.0f} m입니다 (한도 {limit:,.0f} m)"
        en = (
            f"is {distance:,.0f} m from the nearest road that the vehicle may use"
            f" (limit {limit:,.0f} m)"
        )
    else:
        ko = f"{limit:,.0f} m 안에 도로가 없습니다"
        en = f"has no road that the vehicle may use within {limit:,.0f} m, nor anywhere near"
    where = f"{place.lat:.5f}, {place.lon:.5f}"
    return Fault(
        code="too-far-from-road",
        file=file,
        field=place.name,
        what=Text(f"'{place.name}' ({where}): {ko}", f"'{place.name}' ({where}) {en}"),
        remedy=Text(
            "위도와 경도가 바뀌지 않았는지 확인하거나, 도로 옆의 좌표를 주거나,"
            " 그곳이 들어 있는 지도를 만드세요",
            "check that latitude and longitude are not swapped, give coordinates beside a road,"
            " or build a map that covers the place",
        ),
    )
