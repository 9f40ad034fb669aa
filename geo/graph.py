"""Holds the road graph: frozen arrays that know roads and no vehicle.

Nodes are junctions, ends of roads, barriers, and the copies made for turn restrictions. A *segment*
is a stretch of road between two nodes, with its shape. An *arc* is a segment in one direction of
travel; arcs are in CSR form, sorted by tail. A node where a turn is restricted has one copy per
restricted way in: that arc ends in the copy, from which all arcs of the node leave again, and those
that stand for a forbidden turn carry the vehicles it is forbidden for in `arc_banned`. A profile
closes what binds it, so one graph serves vehicles that a restriction excepts.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cached_property

import numpy as np
import numpy.typing as npt

from geo.geometry import Bools, Floats, Int32s, Int64s
from geo.tag_values import Traits

FORMAT = 1
"""Version of the arrays on disk; raise it when their meaning changes."""

BANNED_BITS = {"motorcar": 1, "goods": 2, "hgv": 4}
"""Bits of `arc_banned`, by the mode of a profile."""

Bytes = npt.NDArray[np.uint8]


@dataclass(frozen=True, kw_only=True)
class RoadGraph:
    """Roads of an area as arrays; n nodes, m arcs, s segments, p shape points.

    Parameters
    ----------
    node_lat_e7, node_lon_e7
        [n] degrees × 10⁷.
    node_osm_id
        [n]; copies of a node share its id.
    node_origin
        [n] the node that a copy made for turn restrictions stands for; of other nodes itself.
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
    arc_banned
        [m] bits of `BANNED_BITS` whose vehicles must not take this arc from this copy of the node.
    segment_first_point
        [s+1] where the shape of a segment begins; shapes include both ends.
    segment_length
        [s] centimetres; 0 for a barrier.
    segment_way
        [s] OSM way id; 0 for a barrier.
    segment_name
        [s] index of the name.
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
    node_origin: Int32s
    node_landmass: Int32s
    node_signal: Bools
    first_arc: Int32s
    arc_head: Int32s
    arc_segment: Int32s
    arc_trait: Int32s
    arc_forward: Bools
    arc_banned: Bytes
    segment_first_point: Int32s
    segment_length: Int32s
    segment_way: Int64s
    segment_name: Int32s
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
        """Number of nodes, copies included."""
        return len(self.node_osm_id)

    @property
    def arc_count(self) -> int:
        """Number of arcs, copies included."""
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
    def node_lat(self) -> Floats:
        """[n] degrees."""
        return self.node_lat_e7 / 1e7

    @cached_property
    def node_lon(self) -> Floats:
        """[n] degrees."""
        return self.node_lon_e7 / 1e7

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
