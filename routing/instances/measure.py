"""Measures distances as each family of benchmarks does.

"rounded"
    Euclidean distances rounded to the nearest integer (X and other CVRPLIB sets, VRPB).
"dimacs"
    Truncated to one decimal, counted in tenths (DIMACS 2021: VRPTW, PCVRPTW).
"exact"
    Thousandths, rounded (MDVRPTW, SDVRPTW, HFVRP in PyVRP's collection).
"sintef"
    Doubles; fewest vehicles first (the lists at SINTEF for Gehring & Homberger and Li & Lim).
"minutes"
    Whole minutes given by the file; fewest vehicles first (Sartori & Buriol).
"""

from __future__ import annotations

from typing import Literal

import numpy as np
from numpy.typing import NDArray

from routing.problem import HORIZON, Matrix

Convention = Literal["rounded", "dimacs", "exact", "sintef", "minutes"]
Floats = NDArray[np.float64]

#: Units of the convention per unit of the file.
UNITS: dict[Convention, int] = {
    "rounded": 1,
    "dimacs": 10,
    "exact": 1000,
    "sintef": 1,
    "minutes": 1,
}

#: Far above the noise of doubles at any scale used here, far below what a window could notice.
NOISE = 1e-6


def euclidean(xs: Floats, ys: Floats) -> Floats:
    """Give the n x n matrix of straight distances as doubles."""
    across, along = xs[:, None] - xs[None, :], ys[:, None] - ys[None, :]
    distances: Floats = np.sqrt(across * across + along * along)
    return distances


def measured(distances: Floats, convention: Convention) -> Floats:
    """Turn straight distances into the units of the convention, where integers unless "sintef"."""
    if convention == "rounded":
        return np.floor(distances + 0.5)
    if convention == "dimacs":
        # Safe on integer coordinates: 10 sqrt(k) is an integer or at least 1e-5 away from one.
        return np.floor(distances * 10)
    if convention == "exact":
        return np.rint(distances * 1000)
    return distances


def problem_scale(convention: Convention, latest: float) -> int:
    """Give the problem's units per unit of the file.

    For "sintef" the largest power of ten up to 100,000 at which the latest moment that matters
    stays below the horizon.
    """
    scale = UNITS[convention]
    if convention == "sintef":
        while scale < 100_000 and latest * scale * 10 <= HORIZON:
            scale *= 10
    return scale


def whole_matrix(distances: Floats, convention: Convention, scale: int) -> Matrix:
    """Give the problem's matrix of integers.

    Doubles are rounded up, so that what is in time in whole units is in time in doubles too; an
    error of `NOISE` units does not lift a distance that is a whole number to the next one.
    """
    if convention == "sintef":
        values = np.ceil(distances * scale - NOISE)
    else:
        values = measured(distances, convention)
    if values.size and values.max() > HORIZON:
        raise ValueError(f"distances must stay below {HORIZON} units of 1/{scale}.")
    return np.ascontiguousarray(values.astype(np.int32))
