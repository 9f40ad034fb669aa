"""Measures on the globe: arrays of degrees × 10⁷, as OSM stores them, to metres."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

Int32s = npt.NDArray[np.int32]
Int64s = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]

EARTH_RADIUS = 6_371_008.8  # mean radius, metres
DEGREE = EARTH_RADIUS * np.pi / 180  # metres of one degree of latitude
MISSING_E7 = np.iinfo(np.int32).max  # no latitude or longitude is that large


_BLOCK = 200_000  # points measured at once: the formula needs ten arrays


def metres_between(lat_a: Any, lon_a: Any, lat_b: Any, lon_b: Any) -> Floats:
    """Return great-circle metres between points given in degrees; arguments broadcast."""
    a, b = np.radians(lat_a), np.radians(lat_b)
    half_dlat = (b - a) / 2
    half_dlon = np.radians(np.subtract(lon_b, lon_a)) / 2
    h = np.sin(half_dlat) ** 2 + np.cos(a) * np.cos(b) * np.sin(half_dlon) ** 2
    return np.asarray(2 * EARTH_RADIUS * np.arcsin(np.sqrt(np.minimum(h, 1.0))))


def step_lengths(lat_e7: Int32s, lon_e7: Int32s) -> Floats:
    """Return the metres from each point to the next one; one entry fewer than points."""
    count = max(len(lat_e7) - 1, 0)
    steps = np.empty(count)
    for begin in range(0, count, _BLOCK):
        part = slice(begin, begin + _BLOCK + 1)
        lat, lon = lat_e7[part] / 1e7, lon_e7[part] / 1e7
        steps[begin : begin + _BLOCK] = metres_between(lat[:-1], lon[:-1], lat[1:], lon[1:])
    return steps


def expand(first: npt.NDArray[Any], count: npt.NDArray[Any]) -> Int64s:
    """Return first[0], first[0]+1, … count[0] numbers, then first[1], … as one array."""
    total = int(count.sum())
    starts = np.repeat(first.astype(np.int64) - np.concatenate(([0], np.cumsum(count)[:-1])), count)
    return starts + np.arange(total, dtype=np.int64)
