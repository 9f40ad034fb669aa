"""Reads the shipped vehicle classes: what a truck is like unless the fleet file says otherwise."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from dispatch import cells
from dispatch.model import Temperature
from geo.faults import InputError, Text
from geo.tables import Column, read_table

_FILE = Path(__file__).with_name("vehicle_classes.csv")

_COLUMNS = (
    Column("class_id"),
    Column("name_ko"),
    Column("name_en"),
    Column("profile"),
    Column("capacity_kg", cells.whole),
    Column("capacity_litres", cells.whole),
    Column("height_m", cells.number),
    Column("length_m", cells.number),
    Column("weight_kg", cells.whole),
    Column("temperatures", cells.choices(cells.TEMPERATURE_NAMES)),
    Column("fixed_cost", cells.whole),
    Column("cost_per_km", cells.whole),
    Column("cost_per_hour", cells.whole),
    Column("source"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class VehicleClass:
    """Trucks of one make and body; the fields are those of `dispatch.model.Vehicle`.

    Parameters
    ----------
    weight_kg
        Laden as far as allowed.
    source
        Where the figures come from (the tags are those of DOMAIN.md), and which are examples only.
    """

    class_id: str
    name: Text
    profile: str
    capacity_kg: int
    capacity_litres: int
    height_m: float
    length_m: float
    weight_kg: int
    temperatures: frozenset[Temperature]
    fixed_cost: int
    cost_per_km: int
    cost_per_hour: int
    source: str


@cache
def vehicle_classes() -> Mapping[str, VehicleClass]:
    """Return the shipped classes by their id.

    Raises
    ------
    InputError
        If the shipped table was edited into something unreadable.
    """
    table = read_table(_FILE, _COLUMNS)
    if table.faults:
        raise InputError(table.faults)
    made = (dict(row.cells) for row in table.rows)
    classes = (
        VehicleClass(name=Text(row.pop("name_ko"), row.pop("name_en")), **row) for row in made
    )
    return {one.class_id: one for one in classes}
