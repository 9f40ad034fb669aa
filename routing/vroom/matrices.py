"""Turns the matrices and prices of VROOM vehicles into profiles of a problem."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from routing.problem import HORIZON, Matrix
from routing.vroom.fields import COSTS, MATRIX, Fields

Table = NDArray[np.int64]

#: Costs of a problem per unit of VROOM's costs, where prices per hour or kilometre ask for parts.
FINE = 100

DEFAULT_PER_HOUR = 3600


def read_matrices(top: Fields) -> dict[str, dict[str, Table]]:
    """Read the matrices of every profile; there is no routing engine to ask for others."""
    given = top.raw("matrices")
    if given is None and "matrix" in top:
        given = {"car": {"durations": top.raw("matrix")}}
    if not isinstance(given, dict) or not given:
        top.fault("matrices", "must give durations by profile; there is no routing engine to ask")
        return {}
    top = top.part("matrices", dict.fromkeys(given, "")) if "matrices" in top else top
    found = {}
    for name, tables in given.items():
        part = top.part(name, MATRIX) if name in top else None
        kinds = tables if isinstance(tables, dict) else {}
        found[name] = {
            kind: table
            for kind in MATRIX
            if kind in kinds and (table := _table(part or top, kind, kinds[kind])) is not None
        }
        if part is not None and "durations" not in kinds:
            part.fault("durations", "is missing")
    _same_size(top, found)
    return found


def _table(part: Fields, kind: str, rows: Any) -> Table | None:
    try:
        table = np.array(rows)
    except ValueError:
        table = np.array(None)
    square = table.ndim == 2 and table.shape[0] == table.shape[1] > 0
    if not square or table.dtype.kind not in "iu" or table.min() < 0 or table.max() > HORIZON:
        part.fault(kind, f"must be a square array of whole numbers from 0 to {HORIZON}")
        return None
    return table.astype(np.int64)


def _same_size(top: Fields, found: Mapping[str, Mapping[str, Table]]) -> None:
    sizes = {len(table) for tables in found.values() for table in tables.values()}
    if len(sizes) > 1:
        top.fault("", f"must all have the same size, got {sorted(sizes)}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Prices:
    """How a vehicle turns a matrix into time, cost and what is limited."""

    profile: str
    speed_factor: float
    per_hour: int
    per_km: int
    fixed: int
    max_travel_time: int | None
    max_distance: int | None

    @property
    def counts(self) -> str:
        """What the distances of the problem are: "cost", unless something else is limited."""
        if self.max_distance is not None:
            return "metres"
        return "cost" if self.max_travel_time is None else "travel"


@dataclass(slots=True)
class Profiles:
    """The profiles of a problem, one for each way of counting that some vehicle has."""

    matrices: Mapping[str, Mapping[str, Table]]
    scale: int
    keys: list[tuple[str, float, int, int, str]] = field(default_factory=list)

    def index(self, prices: Prices) -> int:
        """Give the number of the profile for a vehicle."""
        key = (
            prices.profile,
            prices.speed_factor,
            prices.per_hour,
            prices.per_km,
            prices.counts,
        )
        if key not in self.keys:
            self.keys.append(key)
        return self.keys.index(key)

    def durations(self) -> tuple[Matrix, ...]:
        """Give seconds by profile."""
        return tuple(_whole(_seconds(self.matrices[key[0]], key[1])) for key in self.keys)

    def distances(self) -> tuple[Matrix, ...]:
        """Give what is limited by profile, or the cost where nothing is."""
        return tuple(_whole(self._counted(key)) for key in self.keys)

    def tolls(self) -> tuple[Matrix, ...]:
        """Give the costs by profile where distances are something else."""
        if all(key[-1] == "cost" for key in self.keys):
            return ()
        costs = [self._cost(key) * (key[-1] != "cost") for key in self.keys]
        return tuple(_whole(one) for one in costs)

    def metres(self) -> tuple[Matrix, ...]:
        """Give metres by profile; nothing where some profile has none."""
        given = [self.matrices[key[0]].get("distances") for key in self.keys]
        return (
            tuple(_whole(one) for one in given if one is not None)
            if all(one is not None for one in given)
            else ()
        )

    def _counted(self, key: tuple[str, float, int, int, str]) -> Table:
        name, speed_factor, *_, counts = key
        if counts == "cost":
            return self._cost(key)
        given = self.matrices[name]
        return given["distances"] if counts == "metres" else _seconds(given, speed_factor)

    def _cost(self, key: tuple[str, float, int, int, str]) -> Table:
        name, speed_factor, per_hour, per_km, _ = key
        given = self.matrices[name]
        if "costs" in given:
            return given["costs"] * self.scale
        cost = _seconds(given, speed_factor) * per_hour / 3600
        if per_km:
            cost = cost + given["distances"] * per_km / 1000
        return np.rint(cost * self.scale).astype(np.int64)


def _seconds(given: Mapping[str, Table], speed_factor: float) -> Table:
    return np.rint(given["durations"] / speed_factor).astype(np.int64)


def _whole(table: Table) -> Matrix:
    whole = np.minimum(table, HORIZON).astype(np.int32)
    np.fill_diagonal(whole, 0)
    return whole


def read_prices(vehicle: Fields, matrices: Mapping[str, Mapping[str, Table]]) -> Prices:
    """Read what of a vehicle concerns matrices and costs."""
    costs = vehicle.part("costs", COSTS)
    profile = vehicle.text("profile", "car")
    per_hour = costs.whole("per_hour", DEFAULT_PER_HOUR)
    prices = Prices(
        profile=profile,
        speed_factor=_speed_factor(vehicle),
        per_hour=per_hour,
        per_km=costs.whole("per_km"),
        fixed=costs.whole("fixed"),
        max_travel_time=vehicle.whole("max_travel_time") if "max_travel_time" in vehicle else None,
        max_distance=vehicle.whole("max_distance") if "max_distance" in vehicle else None,
    )
    tables = matrices.get(profile)
    if matrices and tables is None:
        vehicle.fault("profile", f"is {profile!r}, for which there are no matrices")
    elif tables is not None:
        _priced_by(vehicle, prices, tables)
    return prices


def _priced_by(vehicle: Fields, prices: Prices, tables: Mapping[str, Table]) -> None:
    """Ask for matrices that suit the prices and limits of a vehicle."""
    if "costs" in tables and (prices.per_hour != DEFAULT_PER_HOUR or prices.per_km):
        vehicle.fault("costs", "must not price hours or kilometres where costs are given")
    if (prices.per_km or prices.max_distance is not None) and "distances" not in tables:
        vehicle.fault("", "needs distances in the matrices of its profile")
    if prices.max_travel_time is not None and prices.max_distance is not None:
        vehicle.fault("max_travel_time", "cannot be kept beside max_distance; give one of them")


def _speed_factor(vehicle: Fields) -> float:
    value = vehicle.raw("speed_factor") if "speed_factor" in vehicle else 1.0
    if isinstance(value, int | float) and not isinstance(value, bool) and 0 < value <= 5:
        return round(float(value), 2) or 0.01
    vehicle.fault("speed_factor", "must be a number above 0, at most 5")
    return 1.0


def scale_of(all_prices: list[Prices]) -> int:
    """Give the problem's costs per unit of VROOM's costs."""
    plain = all(one.per_hour == DEFAULT_PER_HOUR and not one.per_km for one in all_prices)
    return 1 if plain else FINE
