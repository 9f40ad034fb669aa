"""Holds the road graph: frozen arrays that know roads and no vehicle.

Nodes are junctions, ends of roads and the sides of barriers. A *segment* is a stretch of road
between two nodes, with its shape. An *arc* is a segment in one direction of travel; arcs are in CSR
form, sorted by tail. A *turn* leads from one arc to the next (see `geo.turns`); turns are in CSR
form, sorted by the state that they leave, and it is turns that shortest paths run along. A
forbidden turn carries the vehicles it is forbidden for. A profile closes what binds it, so one
graph serves vehicles that a restriction excepts.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cached_property

import numpy as np
import numpy.typing as npt

from geo.geometry import Bools, Floats, Int32s, Int64s
from geo.tag_values import Traits

FORMAT = 2
"""Version of the arrays on disk; raise it when their meaning changes."""

BANNED_BITS = {"motorcar": 1, "goods": 2, "hgv": 4}
"""Bits of `turn_banned`, by the mode of a profile."""

Bytes = npt.NDArray[np.uint8]


@dataclass(frozen=True, kw_only=True)
class RoadGraph:
    """Roads of an area as arrays; n nodes, m arcs, s segments, p shape points.

    Parameters
    ----------
    node_lat_e7, node_lon_e7
        [n] degrees × 10⁷.
    node_osm_id
        [n]; the sides of a barrier share its id.
    node_landmass
        [n] row of the landmass in the map's summary; -1 for scraps of road that are none.
    node_signal
        [n] whether traffic lights stand at the node.
    first_arc
        [n+1] where the arcs that leave a node begin.
    arc_head, arc_segment, arc_trait
        [m] node entered; segment driven; row of `traits`.
    arc_forward
        [m] whether the arc runs along the shape of its segment, or against it.
    state_arc
        [k] arc that is driven in each state; the first m states are the arcs themselves.
    first_turn
        [k+1] where the turns from a state begin.
    turn_state
        [t] state that a turn leads to.
    turn_kind
        [t] row of `geo.turn_kinds.TURN_KINDS`.
    turn_yields
        [t] whether it leads over or onto a major road without traffic lights.
    turn_banned
        [t] bits of `BANNED_BITS` whose vehicles must not take it.
    turn_condition
        [t] index of a text with one line per ban that holds at times: bits, "@", condition; 0 none.
    segment_first_point
        [s+1] where the shape of a segment begins; shapes include both ends.
    segment_length
        [s] centimetres; 0 for a barrier.
    segment_way
        [s] OSM way id; 0 for a barrier.
    segment_name
        [s] index of the name.
    segment_signals
        [s] traffic lights between its ends.
    segment_urban
        [s] whether it lies in a town.
    drives_left
        [1] whether traffic keeps to the left.
    shape_lat_e7, shape_lon_e7
        [p] degrees × 10⁷.
    traits
        Distinct road traits, see `geo.tag_values.TRAIT`.
    name_first, name_bytes
        Names as UTF-8, one after the other; use `name`.
    condition_first, condition_bytes
        Texts of conditional tags, likewise; use `condition`.
    cell_key, cell_first, cell_point
        Grid for snapping, see `geo.grid`.
    """

    node_lat_e7: Int32s
    node_lon_e7: Int32s
    node_osm_id: Int64s
    node_landmass: Int32s
    node_signal: Bools
    first_arc: Int32s
    arc_head: Int32s
    arc_segment: Int32s
    arc_trait: Int32s
    arc_forward: Bools
    state_arc: Int32s
    first_turn: Int32s
    turn_state: Int32s
    turn_kind: Bytes
    turn_yields: Bools
    turn_banned: Bytes
    turn_condition: Int32s
    segment_first_point: Int32s
    segment_length: Int32s
    segment_way: Int64s
    segment_name: Int32s
    segment_signals: Bytes
    segment_urban: Bools
    drives_left: Bools
    shape_lat_e7: Int32s
    shape_lon_e7: Int32s
    traits: Traits
    name_first: Int32s
    name_bytes: Bytes
    condition_first: Int32s
    condition_bytes: Bytes
    cell_key: Int64s
    cell_first: Int32s
    cell_point: Int32s

    @property
    def node_count(self) -> int:
        """Number of nodes."""
        return len(self.node_osm_id)

    @property
    def arc_count(self) -> int:
        """Number of arcs."""
        return len(self.arc_head)

    @property
    def segment_count(self) -> int:
        """Number of segments, barriers included."""
        return len(self.segment_length)

    @cached_property
    def arc_tail(self) -> Int32s:
        """[m] node that each arc leaves."""
        nodes = np.arange(self.node_count, dtype=np.int32)
        return np.repeat(nodes, np.diff(self.first_arc))

    @cached_property
    def arc_back(self) -> Int32s:
        """[m] arc along the same segment in the other direction; -1 of one-way streets."""
        of_segment = np.full((2, self.segment_count), -1, dtype=np.int32)
        forward = np.asarray(self.arc_forward).astype(np.int8)
        of_segment[forward, self.arc_segment] = np.arange(self.arc_count)
        return of_segment[1 - forward, self.arc_segment]

    @cached_property
    def turn_from(self) -> Int32s:
        """[t] state that each turn leaves."""
        states = np.arange(len(self.state_arc), dtype=np.int32)
        return np.repeat(states, np.diff(self.first_turn))

    @cached_property
    def turn_arc(self) -> Int32s:
        """[t] arc that is driven before each turn."""
        return np.asarray(self.state_arc)[self.turn_from]

    @cached_property
    def turn_onto(self) -> Int32s:
        """[t] arc that each turn leads to."""
        return np.asarray(self.state_arc)[self.turn_state]

    @cached_property
    def node_lat(self) -> Floats:
        """[n] degrees."""
        return self.node_lat_e7 / 1e7

    @cached_property
    def node_lon(self) -> Floats:
        """[n] degrees."""
        return self.node_lon_e7 / 1e7

    @cached_property
    def middle(self) -> tuple[float, float]:
        """Latitude and longitude in the middle of the nodes, degrees."""
        return float(np.median(self.node_lat_e7)) / 1e7, float(np.median(self.node_lon_e7)) / 1e7

    @cached_property
    def has_conditions(self) -> bool:
        """Whether any rule of a road or a turn holds at times only."""
        return bool(np.any(self.traits["conditional"]) or np.any(self.turn_condition))

    def name(self, segment: int) -> str:
        """Return the name of a segment, or its road number, or nothing."""
        return _text(self.name_first, self.name_bytes, int(self.segment_name[segment]))

    def condition(self, index: int) -> str:
        """Return the text of conditional tags, one per line."""
        return _text(self.condition_first, self.condition_bytes, index)

    def arrays(self) -> dict[str, npt.NDArray[np.generic]]:
        """Return all arrays by name."""
        return {field.name: getattr(self, field.name) for field in fields(self)}


def pack_texts(texts: tuple[str, ...]) -> tuple[Int32s, Bytes]:
    """Return where each text begins, and all texts as UTF-8 bytes."""
    encoded = [text.encode() for text in texts]
    first = np.zeros(len(encoded) + 1, dtype=np.int32)
    np.cumsum([len(text) for text in encoded], out=first[1:])
    return first, np.frombuffer(b"".join(encoded), dtype=np.uint8)


def _text(first: Int32s, data: Bytes, index: int) -> str:
    return bytes(data[first[index] : first[index + 1]]).decode()
