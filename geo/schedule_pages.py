"""Lays what the Korean schedule service says of a date over our own timetable.

The service says which boats sail on a date, at what time, and which stay in port and why. It says
neither when they arrive nor what they carry: that stays in `sailings.csv`. So a row of the service
is a run of legs of our table, at the time of the service. For the dates and vessels that the pages
know, they alone decide what sails.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from geo.clock import Clock
from geo.faults import Fault, InputError
from geo.names import plain_name, port_names
from geo.operating_days import DAILY
from geo.sailing import Port
from geo.sailing_graph import LONGEST_STAY_ABOARD
from geo.schedule_faults import (
    no_legs,
    no_table,
    not_on_pages,
    unclear_port,
    unknown_vessel,
)
from geo.schedule_rows import ScheduleRow, read_pages
from geo.timetable import Timetable
from geo.timetable_csv import read_csv_timetable
from geo.timetable_row import TimetableRow


def read_schedule(path: Path) -> Timetable:
    """Read saved pages of the schedule service with the timetable beside them.

    Parameters
    ----------
    path
        A folder with `*.json` pages, `sailings.csv` and `ports.csv`; or one page with these tables
        beside it.

    Raises
    ------
    InputError
        With everything that is wrong in all files.
    """
    folder = path if path.is_dir() else path.parent
    pages = sorted(path.glob("*.json")) if path.is_dir() else [path]
    rows, faults = read_pages(pages)
    if not (folder / "sailings.csv").exists():
        raise InputError([*faults, no_table(path.name)])
    try:
        table = read_csv_timetable(folder)
    except InputError as error:
        raise InputError([*faults, *error.faults]) from None
    overlay = _Overlay(table, faults)
    for row in sorted(rows, key=lambda row: row.key):
        overlay.add(row)
    if faults:
        raise InputError(faults)
    return overlay.timetable()


@dataclass(slots=True)
class _Overlay:
    """A timetable, and what the pages make of it so far."""

    table: Timetable
    faults: list[Fault]
    dated: dict[tuple[date, str], TimetableRow] = field(default_factory=dict)
    vessels: dict[date, set[str]] = field(default_factory=lambda: defaultdict(set))
    notes: dict[date, list[Fault]] = field(default_factory=lambda: defaultdict(list))

    def add(self, row: ScheduleRow) -> None:
        """Lay one row of the service over the table."""
        vessel = self._vessel(row.vessel)
        if vessel is None:
            if all(_ports_named(name, self.table.ports) for name in (row.from_name, row.to_name)):
                self.notes[row.day].append(unknown_vessel(row))
            return
        legs = [leg for leg in self.table.rows if leg.vessel == vessel]
        called = {port for leg in legs for port in (leg.from_port, leg.to_port)}
        ports = {port: self.table.ports[port] for port in sorted(called)}
        ends = [_ports_named(name, ports) for name in (row.from_name, row.to_name)]
        for name, found in zip((row.from_name, row.to_name), ends, strict=True):
            if len(found) != 1:
                self.faults.append(unclear_port(row, name, [ports[port].name for port in found]))
        if any(len(found) != 1 for found in ends):
            return
        run = _nearest_run(legs, ends[0][0], ends[1][0], row)
        if not run:
            self.faults.append(no_legs(row))
            return
        self.vessels[row.day].add(vessel)
        later = row.departure.nominal_seconds - run[0].departure.nominal_seconds
        for leg in run:
            moved = _on_date(leg, row, later)
            self.dated[row.day, moved.sailing_id] = moved

    def _vessel(self, name: str) -> str | None:
        plain = plain_name(name).removesuffix("호")
        known = (row.vessel for row in self.table.rows)
        return next((v for v in known if plain_name(v).removesuffix("호") == plain), None)

    def timetable(self) -> Timetable:
        """Return the table, on the dates and for the vessels of the pages as these say."""
        for day, vessels in self.vessels.items():
            listed = {name.partition("@")[0] for on, name in self.dated if on == day}
            left_out = [
                row.sailing_id
                for row in self.table.rows
                if row.vessel in vessels
                and row.covers(day)
                and row.sailing_id not in listed
                # Words about holidays need a country, which is not known here.
                and (row.days.needs_country or row.days.runs_on(day, None))
            ]
            if left_out:
                self.notes[day].append(not_on_pages(self.table.source, day, left_out))
        return replace(
            self.table,
            rows=tuple(self._base_rows()) + tuple(self.dated.values()),
            day_notes={day: tuple(notes) for day, notes in self.notes.items()},
        )

    def _base_rows(self) -> Iterator[TimetableRow]:
        """Yield the rows of the table, without the dates on which the pages know their vessel."""
        for row in self.table.rows:
            replaced = sorted(day for day, names in self.vessels.items() if row.vessel in names)
            spans = row.days.off.spans + tuple((day, day) for day in replaced)
            yield replace(row, days=replace(row.days, off=replace(row.days.off, spans=spans)))


def _ports_named(name: str, ports: Mapping[str, Port]) -> list[str]:
    """Return the ports that people call so, best the one that is written just so."""
    exact = [port_id for port_id, port in ports.items() if port.name == name]
    forms = port_names(name)
    return exact or [
        port_id
        for port_id, port in ports.items()
        if forms & port_names(port.name, port.name_en, port.port_id)
    ]


def _nearest_run(
    legs: Sequence[TimetableRow], start: str, end: str, row: ScheduleRow
) -> list[TimetableRow]:
    """Return the legs from one port to another that begin closest to the time of the row."""
    on_day = [leg for leg in legs if leg.covers(row.day)]
    runs = list(_runs(on_day or legs, start, end)) or list(_runs(legs, start, end))
    wanted = row.departure.nominal_seconds
    return min(runs, key=lambda run: abs(run[0].departure.nominal_seconds - wanted), default=[])


def _runs(legs: Sequence[TimetableRow], start: str, end: str) -> Iterator[list[TimetableRow]]:
    """Yield legs that follow each other without a long stay, from one port to another."""
    ordered = sorted(legs, key=lambda leg: leg.departure)
    for at, first in enumerate(ordered):
        if first.from_port != start:
            continue
        run = [first]
        for leg in ordered[at + 1 :]:
            if run[-1].to_port == end:
                break
            stay = leg.departure.nominal_seconds - run[-1].arrival.nominal_seconds
            if leg.from_port == run[-1].to_port and 0 <= stay <= LONGEST_STAY_ABOARD:
                run.append(leg)
        if run[-1].to_port == end:
            yield run


def _on_date(leg: TimetableRow, row: ScheduleRow, later: int) -> TimetableRow:
    moved = "" if not later else f"@{row.departure.hour:02d}{row.departure.minute:02d}"
    return replace(
        leg,
        sailing_id=leg.sailing_id + moved,
        departure=Clock.of(leg.departure.nominal_seconds + later),
        arrival=Clock.of(leg.arrival.nominal_seconds + later),
        days=DAILY,
        valid_from=row.day,
        valid_until=row.day,
        cancelled=row.reason,
        source=f"{row.file} #{row.number}",
    )
