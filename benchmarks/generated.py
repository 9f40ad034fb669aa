"""Draws road graphs of any size: towns of crooked streets, country roads between neighbours.

The extracts here end at a few hundred thousand nodes; how time grows beyond is measured on these.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

BLOCK = 90.0  # metres between crossings in a town
COUNTRY_STEP = 1200.0  # metres between nodes of a country road
TOWN_DISTANCE = 25_000.0
STREETS_LEFT_OUT = 0.33  # leaves three streets at a crossing, as in the extracts


@dataclass(frozen=True)
class GeneratedGraph:
    """A road graph as `geo.paths` takes it; milliseconds, centimetres, degrees."""

    first_out: NDArray[np.int64]
    head: NDArray[np.int32]
    duration: NDArray[np.int32]
    length: NDArray[np.int32]
    lat: NDArray[np.float64]
    lon: NDArray[np.float64]


def generate(nodes: int, seed: int = 1) -> GeneratedGraph:
    """Draw a graph of about ``nodes`` nodes, the same for the same seed."""
    rng = np.random.default_rng(seed)
    drawing = _Drawing(rng)
    sides = np.clip(rng.lognormal(3.6, 0.5, size=nodes), 8, 150).astype(int)
    towns = max(4, int(np.searchsorted(np.cumsum(sides**2), nodes * 0.9)))
    centres = _centres(towns, rng)
    members = [drawing.town(x, y, side) for (x, y), side in zip(centres, sides, strict=False)]
    for one, other in _neighbours(towns, rng):
        drawing.country_road(members[one], members[other], centres[one], centres[other])
    return drawing.graph()


def _columns(towns: int) -> int:
    return int(np.ceil(np.sqrt(towns)))


def _centres(towns: int, rng: np.random.Generator) -> NDArray[np.float64]:
    lattice = np.stack(np.divmod(np.arange(towns), _columns(towns)), axis=1)
    return (lattice + rng.uniform(-0.25, 0.25, lattice.shape)) * TOWN_DISTANCE


def _neighbours(towns: int, rng: np.random.Generator) -> list[tuple[int, int]]:
    """Pairs of towns with a road between them: beside each other, and some diagonally."""
    columns = _columns(towns)
    pairs = []
    for town in range(towns):
        inside = (town + 1) % columns != 0
        if inside and town + 1 < towns:
            pairs.append((town, town + 1))
        if town + columns < towns:
            pairs.append((town, town + columns))
        if inside and town + columns + 1 < towns and rng.random() < 0.5:
            pairs.append((town, town + columns + 1))
    return pairs


class _Drawing:
    """Gathers positions (metres) and two-way roads."""

    def __init__(self, rng: np.random.Generator) -> None:
        self.rng = rng
        self.at: list[NDArray[np.float64]] = []
        self.roads: list[NDArray[np.int64]] = []
        self.speeds: list[NDArray[np.float64]] = []
        self.count = 0

    def add_nodes(self, at: NDArray[np.float64]) -> NDArray[np.int64]:
        self.at.append(at)
        self.count += len(at)
        return np.arange(self.count - len(at), self.count)

    def add_roads(self, roads: NDArray[np.int64], kph: NDArray[np.float64]) -> None:
        self.roads.append(roads)
        self.speeds.append(kph / 3.6)

    def town(self, x: float, y: float, side: int) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
        grid = np.stack(np.meshgrid(np.arange(side), np.arange(side)), axis=-1).reshape(-1, 2)
        crooked = grid - side / 2 + self.rng.normal(0, 0.2, grid.shape)
        at = crooked * BLOCK + (x, y)
        nodes = self.add_nodes(at)
        square = nodes.reshape(side, side)
        streets = np.concatenate(
            [
                np.stack([square[:, :-1].ravel(), square[:, 1:].ravel()], axis=1),
                np.stack([square[:-1].ravel(), square[1:].ravel()], axis=1),
            ]
        )
        streets = streets[self.rng.random(len(streets)) > STREETS_LEFT_OUT]
        main = (streets[:, 0] - nodes[0]) % 10 == 0
        self.add_roads(streets, np.where(main, 45.0, 25.0))
        return nodes, at

    def country_road(
        self,
        one: tuple[NDArray[np.int64], NDArray[np.float64]],
        other: tuple[NDArray[np.int64], NDArray[np.float64]],
        one_centre: NDArray[np.float64],
        other_centre: NDArray[np.float64],
    ) -> None:
        start = _nearest(one, other_centre)
        end = _nearest(other, one_centre)
        steps = int(np.hypot(*(end[1] - start[1])) / COUNTRY_STEP) + 1
        share = np.arange(1, steps)[:, None] / steps
        bends = self.rng.normal(0, COUNTRY_STEP / 8, (steps - 1, 2))
        between = self.add_nodes(start[1] + share * (end[1] - start[1]) + bends)
        chain = np.concatenate([[start[0]], between, [end[0]]])
        kph = np.full(steps, self.rng.choice([60.0, 80.0, 100.0]))
        self.add_roads(np.stack([chain[:-1], chain[1:]], axis=1), kph)

    def graph(self) -> GeneratedGraph:
        at = np.concatenate(self.at)
        roads = np.concatenate(self.roads)
        metres = np.hypot(*(at[roads[:, 0]] - at[roads[:, 1]]).T)
        seconds = metres / np.concatenate(self.speeds)
        tail = np.concatenate([roads[:, 0], roads[:, 1]])
        order = np.argsort(tail, kind="stable")
        return GeneratedGraph(
            first_out=np.searchsorted(tail[order], np.arange(len(at) + 1)),
            head=np.concatenate([roads[:, 1], roads[:, 0]])[order].astype(np.int32),
            duration=np.tile(np.rint(seconds * 1000), 2)[order].astype(np.int32),
            length=np.tile(np.rint(metres * 100), 2)[order].astype(np.int32),
            lat=34.0 + at[:, 1] / 111_000,
            lon=126.0 + at[:, 0] / 91_000,
        )


def _nearest(
    town: tuple[NDArray[np.int64], NDArray[np.float64]], point: NDArray[np.float64]
) -> tuple[int, NDArray[np.float64]]:
    nearest = int(np.argmin(np.hypot(*(town[1] - point).T)))
    return int(town[0][nearest]), town[1][nearest]
