"""Orders the nodes of a road graph for its hierarchy, once per graph, whatever the vehicles."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from geo import _kernels
from geo.arrays import contiguous


def nested_dissection(
    first_out: ArrayLike, head: ArrayLike, lat: ArrayLike, lon: ArrayLike
) -> NDArray[np.int32]:
    """Rank the nodes so that the few that separate large parts of the map come last.

    Parameters
    ----------
    first_out
        First arc of every node and, at the end, the number of arcs. Shape ``(n + 1,)``.
    head
        Node that each arc enters. Shape ``(m,)``. One-way or not makes no difference here.
    lat, lon
        Degrees. Shape ``(n,)``.

    Returns
    -------
    NDArray[np.int32]
        Position of every node in the order, 0 to n - 1. Shape ``(n,)``.

    Raises
    ------
    ValueError
        If an array does not fit the others or names a node that is not there.
    """
    return _kernels.nested_dissection(
        contiguous("first_out", first_out, np.int64),
        contiguous("head", head, np.int32),
        contiguous("lat", lat, np.float64),
        contiguous("lon", lon, np.float64),
    )
