"""Holds the checked rows of a ferry timetable and turns them into the sailings of a date."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from geo.clock import seconds_since_midnight
from geo.faults import Fault, InputError, Text
from geo.operating_days import country_of, has_holidays
from geo.sailing import Port, Sailing
from geo.timetable_faults import cancelled
from geo.timetable_row import TimetableRow
from geo.vessel_use import Run, double_uses


class TimetableExpired(InputError):  # noqa: N818 -- named after the state that it reports
    """Says that no row of a timetable covers the planning day, and which vessels are valid when."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Timetable:
    """The checked rows of a timetable: what sails when, with validity.

    Parameters
    ----------
    ports
        By port id.
    source
        The file as the user knows it, without machine-specific folders ("timetable/sailings.csv").
    timezone
        Where its clocks hang; None where they hang at the place of planning.
    notes, day_notes
        What the reader left out or took in one of several ways, for the dispatcher to know; of any
        day, and of one.
    """

    ports: Mapping[str, Port]
    source: str
    rows: tuple[TimetableRow, ...] = field(default=())
    timezone: str | None = None
    notes: tuple[Fault, ...] = ()
    day_notes: Mapping[date, tuple[Fault, ...]] = field(default_factory=dict)

    def sailings_on(self, day: date, timezone: str, days: int = 2) -> tuple[Sailing, ...]:
        """Return the sailings of `day` and the following days, in order of departure.

        Parameters
        ----------
        day
            The planning day; times count from its local midnight. Night boats of the day before
            that leave after that midnight are among them.
        timezone
            IANA name; also says whose public holidays count.
        days
            How many days are returned, `day` included. Only `day` itself must be covered by the
            timetable.

        Raises
        ------
        TimetableExpired
            If no row is valid on `day`.
        InputError
            If the words of a row need public holidays that nobody has listed for the country, or
            if a vessel would be at two places at once on `day`.
        """
        self._require_cover(day)
        runs = self._runs(day, timezone, days)
        faults = list(double_uses(runs, self.ports, self.source))
        if faults:
            raise InputError(faults)
        sailings = [run.sailing for run in runs if run.sailing.departure >= 0]
        return tuple(sorted(sailings, key=lambda s: (s.departure, s.arrival, s.sailing_id)))

    def report_on(self, day: date, timezone: str) -> tuple[Fault, ...]:
        """Return what a dispatcher should know about a timetable that can be used.

        Vessels of which no row is valid on the day while others are (`vessel-not-covered`),
        sailings that are cancelled (`sailing-cancelled`), and the notes of the reader.
        """
        lapsed = tuple(
            _not_covered(self.source, vessel, rows, day, "vessel-not-covered")
            for vessel, rows in self._rows_by_vessel().items()
            if not any(row.covers(day) for row in rows)
        )
        running = self._running(day, self._country(timezone))
        off = tuple(cancelled(self.source, row) for row in running if row.cancelled)
        return lapsed + off + self.notes + self.day_notes.get(day, ())

    def _runs(self, day: date, timezone: str, days: int) -> list[Run]:
        """Return what sails on the days before and after too, as far as the planning day sees it.

        The day before counts for its night boats, and for where the vessels are in the morning.
        """
        country = self._country(timezone)
        before = max((row.arrival.day for row in self.rows), default=0)
        return [
            Run(row, _sailing_of(row, day, timezone, offset, self.timezone))
            for offset in range(-before, days)
            for row in self._running(day + timedelta(days=offset), country)
            if not row.cancelled and (offset >= 0 or row.arrival.day >= -offset)
        ]

    def _require_cover(self, day: date) -> None:
        if any(row.covers(day) for row in self.rows):
            return
        raise TimetableExpired(
            _not_covered(self.source, vessel, rows, day, "timetable-expired")
            for vessel, rows in self._rows_by_vessel().items()
        )

    def _country(self, timezone: str) -> str | None:
        needing = [row for row in self.rows if row.days.needs_country]
        country = country_of(timezone) if needing else None
        if needing and (country is None or not has_holidays(country)):
            raise InputError(_no_holidays(self.source, row, timezone) for row in needing)
        return country

    def _running(self, run_day: date, country: str | None) -> list[TimetableRow]:
        return [
            row for row in self.rows if row.covers(run_day) and row.days.runs_on(run_day, country)
        ]

    def _rows_by_vessel(self) -> dict[str, list[TimetableRow]]:
        vessels: dict[str, list[TimetableRow]] = defaultdict(list)
        for row in self.rows:
            vessels[row.vessel].append(row)
        return vessels


def _sailing_of(
    row: TimetableRow, day: date, timezone: str, offset: int, clock_zone: str | None
) -> Sailing:
    run_day = day + timedelta(days=offset)
    departure, arrival = (
        seconds_since_midnight(clock, day, timezone, run_day, clock_zone=clock_zone)
        for clock in (row.departure, row.arrival)
    )
    if arrival <= departure:
        # Only on the night on which the clock skips or repeats an hour; the crossing then takes as
        # long as on any day.
        arrival = departure + row.arrival.nominal_seconds - row.departure.nominal_seconds
    return Sailing(
        sailing_id=row.sailing_id + (f"{offset:+d}" if offset else ""),
        vessel=row.vessel,
        from_port=row.from_port,
        to_port=row.to_port,
        departure=departure,
        arrival=arrival,
        cars=row.cars,
        check_in=row.check_in,
        max_vehicle_height_m=row.max_vehicle_height_m,
        max_vehicle_length_m=row.max_vehicle_length_m,
        max_vehicle_weight_kg=row.max_vehicle_weight_kg,
        fares=row.fares,
        default_fare=row.default_fare,
        request=row.request,
        source=row.source,
        note=row.note,
    )


def _not_covered(
    source: str, vessel: str, rows: Sequence[TimetableRow], day: date, code: str
) -> Fault:
    spans = ", ".join(dict.fromkeys(row.validity for row in rows))
    lines = f"{rows[0].number}" if len(rows) == 1 else f"{rows[0].number}–{rows[-1].number}"
    return Fault(
        code=code,
        file=source,
        row=rows[0].number,
        field="valid_until" if all(_is_over(row, day) for row in rows) else "valid_from",
        what=Text(
            f"'{vessel}' 시간표({lines}행)는 {day}에 유효하지 않습니다 (유효 기간 {spans})",
            f"the timetable of '{vessel}' (rows {lines}) does not cover {day} (valid {spans})",
        ),
        remedy=Text(
            "해당 날짜의 시간표로 바꾸거나 유효 기간을 확인하세요",
            "give the timetable of that date, or correct its validity",
        ),
    )


def _is_over(row: TimetableRow, day: date) -> bool:
    return row.valid_until is not None and row.valid_until < day


def _no_holidays(source: str, row: TimetableRow, timezone: str) -> Fault:
    return Fault(
        code="no-public-holidays",
        file=source,
        row=row.number,
        field="days",
        what=Text(
            f"시간대 {timezone}의 공휴일을 알 수 없습니다",
            f"the public holidays of timezone {timezone} are not known",
        ),
        remedy=Text(
            "'holidays' 대신 날짜를 적거나 시간대를 확인하세요",
            "write the dates instead of 'holidays', or check the timezone",
        ),
    )
