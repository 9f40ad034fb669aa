"""Finds out on which side traffic keeps, from the way in which roundabouts are drawn."""

from __future__ import annotations

import numpy as np

from geo.geometry import Int64s
from geo.osm import Extract


def drives_left(extract: Extract) -> bool:
    """Say whether most roundabouts run clockwise; without any, traffic keeps to the right."""
    circles = [
        at
        for at, tags in enumerate(extract.tag_sets)
        if ("junction", "roundabout") in tags and ("oneway", "-1") not in tags
    ]
    ways = np.flatnonzero(np.isin(extract.way_tags, circles))
    turned = [_turn(extract, way) for way in ways]
    return sum(turned) < 0


def _turn(extract: Extract, way: np.int64 | Int64s) -> int:
    """Return 1 for a closed way that runs counter-clockwise, -1 for clockwise, 0 for no circle."""
    nodes = slice(int(extract.way_first[way]), int(extract.way_first[way + 1]))
    if extract.refs[nodes][0] != extract.refs[nodes][-1]:
        return 0
    lat, lon = extract.lat_e7[nodes].astype(float), extract.lon_e7[nodes].astype(float)
    lat, lon = lat - lat[0], lon - lon[0]
    return int(np.sign(lon[:-1] @ lat[1:] - lon[1:] @ lat[:-1]))
