"""Reads vessels.csv and the fares of a timetable: what a row does not say, its vessel does."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from geo.faults import Fault
from geo.tables import Row, Table, read_table
from geo.timetable_columns import FARE_PREFIX, VESSEL_COLUMNS, parse_whole
from geo.timetable_faults import bad_fare


@dataclass(frozen=True, slots=True)
class Fares:
    """What vehicles pay, won.

    Parameters
    ----------
    by_class
        Of the vehicle classes that are named.
    others
        Of all other classes; None where nothing is said of them.
    """

    by_class: Mapping[str, int] = field(default_factory=dict)
    others: int | None = None

    @property
    def said(self) -> bool:
        """Whether anything is said about fares."""
        return bool(self.by_class) or self.others is not None

    @property
    def default(self) -> int | None:
        """The fare of classes that are not named; None where those are not carried."""
        return self.others if self.said else 0


def read_vessels(path: Path) -> Table:
    """Read the vessels beside a timetable; none where there is no such file."""
    if not path.exists():
        return Table(path.name, (), ())
    return read_table(path, VESSEL_COLUMNS, keep_extra=FARE_PREFIX)


def fares_of(file: str, row: Row | None) -> tuple[Fares, list[Fault]]:
    """Return what the column fare and the columns fare_<class> of a row say."""
    by_class: dict[str, int] = {}
    faults: list[Fault] = []
    if row is None:
        return Fares(), faults
    for column, text in row.cells.items():
        if not (column.startswith(FARE_PREFIX) and isinstance(text, str) and text):
            continue
        try:
            by_class[column.removeprefix(FARE_PREFIX)] = parse_whole(text)
        except ValueError as error:
            faults.append(bad_fare(file, row, column, text, error))
    return Fares(by_class, row["fare"]), faults


def fares_by_vessel(vessels: Table) -> tuple[dict[str, Fares], list[Fault]]:
    """Return what the vessels of a table ask."""
    fares: dict[str, Fares] = {}
    faults: list[Fault] = []
    for row in vessels.rows:
        fares[row["vessel"]], bad = fares_of(vessels.file, row)
        faults += bad
    return fares, faults
