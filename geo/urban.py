"""Tells towns from open country by how much street there is around a road.

Extracts seldom say where a built-up area begins. Its streets do: towns have 10 to 25 km of street
per square kilometre, villages and open country 1 to 6. Valhalla decides in the same way.
"""

from __future__ import annotations

import itertools

import numpy as np

from geo.cut import Segments
from geo.geometry import DEGREE, Bools, Floats, Int64s
from geo.tag_values import ROAD_CLASSES, Traits

TOWN_KM = 9.0
"""Street km per square km from which a road counts as in town."""
_CELL = 250.0  # metres
_REACH = 2  # cells to each side: 1.25 km across
_COLUMNS = 1 << 20
_COUNTED = tuple(name for name in ROAD_CLASSES if name not in ("barrier", "service", "track"))
"""Aisles of car parks and farm lanes make no town."""


def urban_segments(segments: Segments, lengths: Floats, traits: Traits) -> Bools:
    """Return which segments lie in a town.

    Parameters
    ----------
    lengths
        [s] metres.
    """
    if not len(segments.way):
        return np.zeros(0, dtype=bool)
    row, column = _cells(segments)
    key, of_segment = np.unique(row * _COLUMNS + column, return_inverse=True)
    trait = np.maximum(segments.forward, segments.backward)
    counted = np.isin(traits["road_class"][trait], [ROAD_CLASSES.index(name) for name in _COUNTED])
    metres = np.bincount(of_segment, weights=lengths * counted, minlength=len(key))
    around = np.zeros(len(key))
    steps = range(-_REACH, _REACH + 1)
    for up, across in itertools.product(steps, steps):
        wanted = key + up * _COLUMNS + across
        at = np.minimum(np.searchsorted(key, wanted), len(key) - 1)
        around += np.where(key[at] == wanted, metres[at], 0.0)
    side_km = (2 * _REACH + 1) * _CELL / 1000
    dense: Bools = around / 1000 / side_km**2 >= TOWN_KM
    return dense[of_segment]


def _cells(segments: Segments) -> tuple[Int64s, Int64s]:
    """Return the cell of the middle point of each segment; cells narrow with the latitude.

    Columns count from the middle of the extract. From Greenwich, rows of cells would be shifted
    against each other by more than a cell in Korea, and what lies around a road would be missed.
    """
    middle = (segments.first_point[:-1] + segments.first_point[1:]) // 2
    lat, lon = segments.point_lat_e7[middle] / 1e7, segments.point_lon_e7[middle] / 1e7
    row = np.floor((lat + 90) * DEGREE / _CELL).astype(np.int64)
    shrink = np.cos(np.radians((row * _CELL / DEGREE) - 90))
    column = np.floor((lon - np.median(lon)) * DEGREE * shrink / _CELL).astype(np.int64)
    return row, column + _COLUMNS // 2
