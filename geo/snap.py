"""Puts coordinates on the nearest road that a vehicle may use and come back from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from geo.faults import Fault, Text
from geo.geometry import Bools, Floats, Int32s, Int64s, expand
from geo.graph import RoadGraph
from geo.nearest import Nearest, find_nearest, points_of
from geo.paths import Places
from geo.private_roads import strong_states

SNAP_LIMIT = 500.0
"""Metres between a place and its road beyond which the coordinates are taken to be wrong."""
_ON_ROAD = 3.0  # metres beside the middle of a road that say nothing about the side
_AT_JUNCTION = 0.5  # metres
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
    open_turns
        [t] turns that the profile may take.
    own_side
        [m] arcs beside which stops are made on the side of the place only.
    private
        [m] arcs that are open as first or last metres only.
    at_other_times
        States from which one comes back when all roads are open: what a closed bridge cuts off for
        some hours is no place of no return.
    """

    def __init__(
        self,
        graph: RoadGraph,
        open_turns: Bools,
        *,
        own_side: Bools,
        private: Bools,
        at_other_times: Bools | None = None,
    ) -> None:
        self._graph, self._own_side, self._private = graph, own_side, private
        self.strong = strong_states(graph, open_turns)
        if at_other_times is not None:
            self.strong = self.strong | at_other_times
        usable = open_turns & self.strong[graph.turn_from] & self.strong[graph.turn_state]
        onward = np.zeros(len(self.strong), dtype=bool)
        onward[graph.turn_from[usable]] = True
        # A street that goes on to nowhere is driven to a place and left the way one came.
        usable |= open_turns & (self.strong & ~onward)[graph.turn_from]
        usable &= (np.asarray(graph.segment_length)[graph.arc_segment] > 0)[graph.turn_arc]
        turns = np.flatnonzero(usable)
        arcs = graph.turn_arc[turns]
        segments = np.asarray(graph.arc_segment)[arcs]
        self.usable_segment = np.zeros(graph.segment_count, dtype=bool)
        self.usable_segment[segments] = True
        self._usable_point = points_of(graph, self.usable_segment)
        self._on_segment = _Groups(turns, segments, graph.segment_count)
        self._leaving = _Groups(turns, graph.arc_tail[arcs], graph.node_count)
        self._entering = _Groups(turns, np.asarray(graph.arc_head)[arcs], graph.node_count)

    def snap(self, lat: Floats, lon: Floats, *, limit: float = SNAP_LIMIT) -> Nearest:
        """Find the nearest usable road of every point; see `geo.grid.Nearest`.

        Parameters
        ----------
        lat, lon
            [k] degrees.
        limit
            Metres.
        """
        return find_nearest(self._graph, lat, lon, usable_point=self._usable_point, limit=limit)

    def places(self, nearest: Nearest) -> Places:
        """Return positions on arcs, one for every turn at their end: both ways where allowed.

        A point at a junction is on all streets that meet there: the one that happens to be named
        nearest may be one-way and lead elsewhere.
        """
        found = nearest.segment >= 0
        nearest = replace(nearest, fraction=self._settled(nearest))
        at_node = found & ((nearest.fraction <= 0) | (nearest.fraction >= 1))
        along, turn = self._on_segment.of(nearest.segment, found & ~at_node)
        along, turn = self._on_own_side(nearest, along, turn)
        forward = np.asarray(self._graph.arc_forward)[self._graph.turn_arc[turn]]
        part = np.where(forward, nearest.fraction[along], 1.0 - nearest.fraction[along])
        node = self._nodes(nearest, at_node)
        out, turn_out = self._leaving.of(node, at_node)
        into, turn_in = self._entering.of(node, at_node)
        out, turn_out = self._in_public(out, turn_out)
        into, turn_in = self._in_public(into, turn_in)
        owner = np.concatenate((along, out, into))
        turns = np.concatenate((turn, turn_out, turn_in))
        fraction = np.concatenate((part, np.zeros(len(out)), np.ones(len(into))))
        order = np.lexsort((turns, owner))
        counts = np.bincount(owner, minlength=len(nearest.segment))
        return Places(
            first=np.concatenate(([0], np.cumsum(counts))),
            arc=turns[order].astype(np.int32),
            fraction=fraction[order],
        )

    def _settled(self, nearest: Nearest) -> Floats:
        """Return fractions, those of points almost at a junction moved there.

        Half a step before it a place would only be left through the turns of one street.
        """
        length = np.asarray(self._graph.segment_length)[nearest.segment] / 100
        before, behind = nearest.fraction * length, (1 - nearest.fraction) * length
        to_begin = (before < _AT_JUNCTION) & (before <= behind)
        to_end = (behind < _AT_JUNCTION) & ~to_begin
        return np.where(to_begin, 0.0, np.where(to_end, 1.0, nearest.fraction))

    def _on_own_side(self, nearest: Nearest, along: Int64s, turn: Int64s) -> tuple[Int64s, Int64s]:
        """Drop positions across a wide road, unless the vehicle can drive in no other direction."""
        graph = self._graph
        arc = graph.turn_arc[turn]
        right = np.asarray(graph.arc_forward)[arc] == (nearest.beside[along] > 0)
        near_side = right != bool(graph.drives_left[0])
        across = self._own_side[arc] & ~near_side & (np.abs(nearest.beside[along]) > _ON_ROAD)
        return _prefer(~across, along, turn)

    def _in_public(self, owner: Int64s, turn: Int64s) -> tuple[Int64s, Int64s]:
        """Drop private streets at junctions with public ones: else they could be passed through."""
        return _prefer(~self._private[self._graph.turn_arc[turn]], owner, turn)

    def _nodes(self, nearest: Nearest, at_node: Bools) -> Int32s:
        """Return the node at which points are that lie on the end of a segment; else 0."""
        graph = self._graph
        node = np.zeros(len(nearest.segment), dtype=np.int32)
        point, turn = self._on_segment.of(nearest.segment, at_node)
        arc = graph.turn_arc[turn]
        at_tail = np.asarray(graph.arc_forward)[arc] == (nearest.fraction[point] <= 0)
        node[point] = np.where(at_tail, graph.arc_tail[arc], np.asarray(graph.arc_head)[arc])
        return node

    def landmass(self, nearest: Nearest) -> Int32s:
        """Return [k] the landmass of snapped points; -1 for those without a road."""
        graph = self._graph
        landmass = np.full(len(nearest.segment), -1, dtype=np.int32)
        point, turn = self._on_segment.of(nearest.segment, nearest.segment >= 0)
        head = np.asarray(graph.arc_head)[graph.turn_arc[turn]]
        landmass[point] = np.asarray(graph.node_landmass)[head]
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
        if (nearest.segment >= 0).all():
            return []
        far = [int(at) for at in np.flatnonzero(nearest.segment < 0)]
        lat, lon = (np.array([getattr(places[at], axis) for at in far]) for axis in ("lat", "lon"))
        beyond = find_nearest(
            self._graph,
            lat,
            lon,
            usable_point=self._usable_point,
            limit=_SEARCH_LIMIT,
            widest=_MOST_FAR_PLACES,
        )
        return [
            _too_far(places[at], float(distance), file, limit)
            for at, distance in zip(far, beyond.distance, strict=True)
        ]


def _prefer(better: Bools, owner: Int64s, turn: Int64s) -> tuple[Int64s, Int64s]:
    """Keep of each owner's turns the better ones, or all where none is better."""
    served = np.zeros(int(owner.max(initial=-1)) + 1, dtype=bool)
    served[owner[better]] = True
    keep = better | ~served[owner]
    return owner[keep], turn[keep]


class _Groups:
    """Turns sorted by what the arc before them belongs to: a segment or a node."""

    def __init__(self, turns: Int64s, group: Int32s, count: int) -> None:
        self._turns = turns[np.argsort(group, kind="stable")]
        counts = np.bincount(group, minlength=count)
        self._first = np.concatenate(([0], np.cumsum(counts)))

    def of(self, groups: Int32s, wanted: Bools) -> tuple[Int64s, Int64s]:
        """Return the rows that are wanted, once for each turn of their group, and these turns."""
        rows = np.flatnonzero(wanted)
        begin = self._first[groups[rows]]
        count = self._first[groups[rows] + 1] - begin
        return np.repeat(rows, count), self._turns[expand(begin, count)]


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
