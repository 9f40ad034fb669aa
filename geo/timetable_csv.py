"""Reads a ferry timetable from CSV: sailings, ports and, where given, vessels.

A timetable is a folder with `sailings.csv`, `ports.csv` and perhaps `vessels.csv`, or a sailings
file with the others beside it. What a sailing does not say about check-in and height is taken from
its vessel. Days are described in `geo.operating_days`, clock times in `geo.clock`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence, Set
from pathlib import Path
from typing import Any

from geo.faults import Fault, InputError
from geo.sailing import Port
from geo.tables import Row, read_table
from geo.timetable import Timetable
from geo.timetable_columns import (
    FARE_PREFIX,
    LIMITS,
    PORT_COLUMNS,
    SAILING_COLUMNS,
)
from geo.timetable_faults import (
    arrives_early,
    empty_timetable,
    goes_nowhere,
    repeated,
    reversed_validity,
    unknown_port,
)
from geo.timetable_row import TimetableRow
from geo.vessels import Fares, fares_by_vessel, fares_of, read_vessels

#: Minutes at the quay before departure where neither the sailing nor its vessel says: what Korean
#: operators ask of vehicles (koreaisland.com/?p=1639).
DEFAULT_CHECK_IN_MINUTES = 30


def read_csv_timetable(path: Path | str) -> Timetable:
    """Read and check a timetable.

    Parameters
    ----------
    path
        A folder with `sailings.csv` and `ports.csv`, or a sailings file with `ports.csv` beside it.

    Raises
    ------
    InputError
        With everything that is wrong in all its files.
    """
    sailings_path = Path(path) / "sailings.csv" if Path(path).is_dir() else Path(path)
    folder = sailings_path.parent
    sailings = read_table(sailings_path, SAILING_COLUMNS, keep_extra=FARE_PREFIX)
    ports = read_table(folder / "ports.csv", PORT_COLUMNS)
    vessels = read_vessels(folder / "vessels.csv")
    of_vessel, vessel_faults = fares_by_vessel(vessels)
    known_vessels = {row["vessel"]: row for row in vessels.rows}
    known_ports = {row["port_id"]: _port_of(row) for row in ports.rows}
    # Also ids of ports in whose row something else is wrong: calling them unknown hides the cause.
    port_ids = {row["port_id"] for row in read_table(folder / "ports.csv", PORT_COLUMNS[:1]).rows}
    faults = [*ports.faults, *repeated(ports, "port_id"), *repeated(vessels, "vessel")]
    faults += [*vessels.faults, *vessel_faults, *sailings.faults, *repeated(sailings, "sailing_id")]
    faults += empty_timetable(sailings)
    rows = []
    for row in sailings.rows:
        faults += _row_faults(sailings.file, row, port_ids)
        fares, fare_faults = fares_of(sailings.file, row)
        faults += fare_faults
        if not fares.said:
            fares = of_vessel.get(row["vessel"], fares)
        calls = [
            known_ports[row[end]] for end in ("from_port", "to_port") if row[end] in known_ports
        ]
        rows.append(_row_of(row, fares, known_vessels.get(row["vessel"]), calls))
    if faults:
        raise InputError(sorted(faults, key=lambda f: (f.file, f.row or 0)))
    return Timetable(
        ports=known_ports, source=f"{folder.name}/{sailings_path.name}", rows=tuple(rows)
    )


def _port_of(row: Row) -> Port:
    return Port(
        port_id=row["port_id"],
        name=row["name_ko"],
        name_en=row["name_en"],
        lat=row["lat"],
        lon=row["lon"],
        island=row["island"],
        cars=row["car"],
        note=row["note"],
        request=row["request"],
    )


def _row_of(row: Row, fares: Fares, vessel: Row | None, calls: Sequence[Port]) -> TimetableRow:
    check_in = _first(row["checkin_min"], vessel and vessel["checkin_min"])
    limits = {name: _first(row[name], vessel and vessel[name]) for name in LIMITS}
    return TimetableRow(
        number=row.number,
        sailing_id=row["sailing_id"],
        vessel=row["vessel"],
        from_port=row["from_port"],
        to_port=row["to_port"],
        departure=row["dep"],
        arrival=row["arr"],
        days=row["days"],
        valid_from=row["valid_from"],
        valid_until=row["valid_until"],
        cars=row["cars"],
        check_in=60 * (DEFAULT_CHECK_IN_MINUTES if check_in is None else check_in),
        fares=fares.by_class,
        default_fare=fares.default,
        request=row["request"] or any(port.request for port in calls),
        source=row["source"] or row["src"],
        note=row["note"],
        **limits,
    )


def _first(value: Any, otherwise: Any) -> Any:
    return otherwise if value is None else value


def _row_faults(file: str, row: Row, ports: Set[str]) -> Iterable[Fault]:
    if row["arr"].nominal_seconds <= row["dep"].nominal_seconds:
        yield arrives_early(file, row)
    if row["from_port"] == row["to_port"]:
        yield goes_nowhere(file, row)
    first, last = row["valid_from"], row["valid_until"]
    if first is not None and last is not None and last < first:
        yield reversed_validity(file, row)
    for field in ("from_port", "to_port"):
        if ports and row[field] not in ports:
            yield unknown_port(file, row, field)
