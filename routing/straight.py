"""Gives travel as the crow flies: from coordinates, in place of a matrix of all pairs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Rounding = Literal["nearest", "down", "up"]

#: What is added before all after the point is cut off. Up: what lies a millionth above a whole
#: number is the noise of doubles and is not lifted to the next one.
SHIFTS: Final[dict[Rounding, float]] = {"nearest": 0.5, "down": 0.0, "up": 1 - 1e-6}


@dataclass(frozen=True, kw_only=True, eq=False)
class Straight:
    """Straight distances between locations, as whole numbers, of which none is stored.

    May stand wherever `Problem` takes a matrix, where all locations lie in one zone; the solver
    then needs memory for near pairs only. Read like a matrix: ``straight[here, there]``.

    Parameters
    ----------
    x, y
        Coordinates of the locations.
    scale
        Units of the whole numbers per unit of the coordinates.
    rounding
        How a distance becomes a whole number.

    Raises
    ------
    ValueError
        Naming the argument and the rule it breaks.
    """

    x: Floats
    y: Floats
    scale: float = 1.0
    rounding: Rounding = "nearest"

    def __post_init__(self) -> None:
        for name in ("x", "y"):
            values = np.array(getattr(self, name), dtype=np.float64)
            if values.ndim != 1 or not np.isfinite(values).all():
                raise ValueError(f"{name} must be one finite number per location.")
            values.flags.writeable = False
            object.__setattr__(self, name, values)
        if self.x.shape != self.y.shape:
            raise ValueError(f"x and y must be equally long, got {len(self.x)} and {len(self.y)}.")
        if not 0 < self.scale < np.inf:
            raise ValueError(f"scale must be above zero and finite, got {self.scale}.")
        if self.rounding not in SHIFTS:
            raise ValueError(f"rounding must be one of {', '.join(SHIFTS)}, got {self.rounding!r}.")

    @property
    def shape(self) -> tuple[int, int]:
        """That of the matrix it stands for."""
        return len(self.x), len(self.x)

    @property
    def shift(self) -> float:
        """What is added before all after the point is cut off."""
        return SHIFTS[self.rounding]

    @property
    def longest(self) -> float:
        """No distance is longer."""
        if not len(self.x):
            return 0.0
        return float(np.hypot(np.ptp(self.x), np.ptp(self.y))) * self.scale + 1

    def __getitem__(self, pair: tuple[int, int]) -> int:
        """Give the distance between two locations."""
        here, there = pair
        return int(self._between(np.array(here), np.array(there)))

    def among(self, places: Sequence[int]) -> NDArray[np.int32]:
        """Give the matrix of some locations."""
        rows = np.asarray(places, dtype=np.intp)
        return np.ascontiguousarray(self._between(rows[:, None], rows[None, :]))

    def whole(self) -> NDArray[np.int32]:
        """Give the matrix of all locations."""
        return self.among(range(len(self.x)))

    def _between(self, here: NDArray[np.intp], there: NDArray[np.intp]) -> NDArray[np.int32]:
        # The kernel does the same in the same order, so that both round alike.
        across, along = self.x[here] - self.x[there], self.y[here] - self.y[there]
        distances = np.sqrt(across * across + along * along)
        rounded: NDArray[np.int32] = np.floor(distances * self.scale + self.shift).astype(np.int32)
        return rounded
