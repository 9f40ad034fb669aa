"""Holds what is drawn on a base map: shapes with a layer, a first zoom and properties."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely

from geo.geometry import Bools, Floats, Int32s

Shapes = npt.NDArray[np.object_]
Properties = tuple[tuple[str, str | int | bool], ...]

LAYERS = (
    "land", "residential", "water", "waterway", "building", "ferry", "road", "place",
)  # fmt: skip
"""Layers of a tile in the order in which they are drawn, the lowest first."""

FIRST_ZOOM, LAST_ZOOM = 6, 16


@dataclass(frozen=True, slots=True)
class Features:
    """Shapes in the square of Web Mercator, 0 to 1 from west to east and from north to south.

    Parameters
    ----------
    shapes
        [n] shapely geometries.
    layer, first_zoom
        [n] index into `LAYERS`; zoom from which the shape is drawn.
    kind
        [n] index into `kinds`.
    kinds
        Distinct properties of features.
    """

    shapes: Shapes
    layer: Int32s
    first_zoom: Int32s
    kind: Int32s
    kinds: Sequence[Properties]

    def __len__(self) -> int:
        return len(self.shapes)

    def rows(self, at: npt.NDArray[Any]) -> Features:
        """Return some of the features."""
        picked = (self.shapes[at], self.layer[at], self.first_zoom[at], self.kind[at])
        return Features(*picked, self.kinds)

    def reshaped(self, shapes: Shapes) -> Features:
        """Return the features with other shapes; those that are None or empty are left out."""
        some = ~(shapely.is_missing(shapes) | shapely.is_empty(shapes))
        changed = Features(shapes, self.layer, self.first_zoom, self.kind, self.kinds)
        return changed.rows(np.flatnonzero(some))

    def of_layer(self, *names: str) -> Bools:
        """[n] whether a feature is of one of these layers."""
        return np.isin(self.layer, [LAYERS.index(name) for name in names])


@dataclass(slots=True)
class Gathering:
    """Collects features while files are read."""

    shapes: list[Shapes] = field(default_factory=list)
    layer: list[Int32s] = field(default_factory=list)
    first_zoom: list[Int32s] = field(default_factory=list)
    kind: list[Int32s] = field(default_factory=list)
    kinds: dict[Properties, int] = field(default_factory=dict)

    def add(
        self,
        layer: str,
        shapes: Iterable[Any],
        first_zoom: Iterable[int],
        properties: Iterable[Mapping[str, str | int | bool]],
    ) -> None:
        """Add shapes (degrees, longitude first) to a layer."""
        placed = shapely.transform(np.array(list(shapes), dtype=object), to_mercator)
        self.shapes.append(placed)
        self.layer.append(np.full(len(placed), LAYERS.index(layer), dtype=np.int32))
        self.first_zoom.append(np.fromiter(first_zoom, dtype=np.int32))
        self.kind.append(np.fromiter(map(self._kind, properties), dtype=np.int32))

    def _kind(self, properties: Mapping[str, str | int | bool]) -> int:
        known = tuple((key, value) for key, value in properties.items() if value != "")
        return self.kinds.setdefault(known, len(self.kinds))

    def finish(self) -> Features:
        """Return everything, without shapes that are empty or not finite."""
        shapes = np.concatenate(self.shapes)
        bounds = shapely.bounds(shapes)
        sound = np.flatnonzero(np.isfinite(bounds).all(axis=1))
        return Features(
            shapes[sound],
            np.concatenate(self.layer)[sound],
            np.concatenate(self.first_zoom)[sound],
            np.concatenate(self.kind)[sound],
            tuple(self.kinds),
        )


def to_mercator(degrees: Floats) -> Floats:
    """Project [n, 2] longitude and latitude onto the square of Web Mercator."""
    lat = np.radians(np.clip(degrees[:, 1], -_EDGE, _EDGE))
    north = np.log(np.tan(np.pi / 4 + lat / 2)) / (2 * np.pi)
    return np.stack([degrees[:, 0] / 360 + 0.5, 0.5 - north], axis=1)


def to_degrees(mercator: Floats) -> Floats:
    """Project [n, 2] back to longitude and latitude."""
    lat = 2 * np.arctan(np.exp((0.5 - mercator[:, 1]) * 2 * np.pi)) - np.pi / 2
    return np.stack([(mercator[:, 0] - 0.5) * 360, np.degrees(lat)], axis=1)


_EDGE = 85.0511287798  # degrees: where the square of Web Mercator ends
