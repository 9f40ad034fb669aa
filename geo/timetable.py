"""Holds the checked rows of a ferry timetable and turns them into the sailings of a date."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from geo.clock import Clock, seconds_since_midnight
from geo.faults import Fault, InputError, Text
from geo.operating_days import OperatingDays, country_of, has_holidays
from geo.sailing import Port, Sailing


@dataclass(frozen=True, slots=True, kw_only=True)
class TimetableRow:
    """One line of a timetable.

    Parameters
    ----------
    number
        Line in the file as an editor counts it.
    valid_from, valid_until
        First and last day of validity; None for no end on that side.
    """

    number: int
    sailing_id: str
    vessel: str
    from_port: str
    to_port: str
    departure: Clock
    arrival: Clock
    days: OperatingDays
    valid_from: date | None
    valid_until: date | None
    cars: bool
    check_in: int
    max_vehicle_height_m: float | None
    max_vehicle_length_m: float | None
    max_vehicle_weight_kg: int | None
    fares: Mapping[str, int]
    default_fare: int | None
    request: bool
    source: str
    note: str

    def covers(self, day: date) -> bool:
        """Whether the row is valid on a day (it need not run on it)."""
        begun = self.valid_from is None or self.valid_from <= day
        return begun and (self.valid_until is None or day <= self.valid_until)

    @property
    def validity(self) -> str:
        """The span of validity as text, "2026-03-01..2026-10-31"."""
        return f"{self.valid_from or ''}..{self.valid_until or ''}"


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
    """

    ports: Mapping[str, Port]
    source: str
    rows: tuple[TimetableRow, ...] = field(default=())

    def sailings_on(self, day: date, timezone: str, days: int = 2) -> tuple[Sailing, ...]:
        """Return the sailings of `day` and the following days, in order of departure.

        Parameters
        ----------
        day
            The planning day; times count from its local midnight.
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
            If the words of a row need public holidays that nobody has listed for the country.
        """
        self._require_cover(day)
        country = self._country(timezone)
        sailings = [
            _sailing_of(row, day, timezone, offset)
            for offset in range(days)
            for row in self._running(day + timedelta(days=offset), country)
        ]
        return tuple(sorted(sailings, key=lambda s: (s.departure, s.arrival, s.sailing_id)))

    def report_on(self, day: date, timezone: str) -> tuple[Fault, ...]:
        """Return what a dispatcher should know about a timetable that can be used.

        Vessels of which no row is valid on the day while others are (`vessel-not-covered`), and
        vessels that would be at two places at once (`vessel-twice`).
        """
        lapsed = tuple(
            _not_covered(self.source, vessel, rows, day, "vessel-not-covered")
            for vessel, rows in self._rows_by_vessel().items()
            if not any(row.covers(day) for row in rows)
        )
        return lapsed + tuple(
            _double_uses(self.source, self._running(day, self._country(timezone)))
        )

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


def _sailing_of(row: TimetableRow, day: date, timezone: str, offset: int) -> Sailing:
    run_day = day + timedelta(days=offset)
    departure = seconds_since_midnight(row.departure, day, timezone, run_day)
    arrival = seconds_since_midnight(row.arrival, day, timezone, run_day)
    if arrival <= departure:
        # Only on the night on which the clock skips or repeats an hour; the crossing then takes as
        # long as on any day.
        arrival = departure + row.arrival.nominal_seconds - row.departure.nominal_seconds
    return Sailing(
        sailing_id=row.sailing_id + (f"+{offset}" if offset else ""),
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


def _double_uses(source: str, rows: Sequence[TimetableRow]) -> Iterator[Fault]:
    """Yield sailings that leave before the same vessel has arrived from the one before."""
    latest: dict[str, TimetableRow] = {}
    for row in sorted(rows, key=lambda r: (r.departure, r.arrival)):
        before = latest.get(row.vessel)
        if before is not None and row.departure < before.arrival:
            yield _twice(source, before, row)
        if before is None or row.arrival > before.arrival:
            latest[row.vessel] = row


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


def _twice(source: str, before: TimetableRow, row: TimetableRow) -> Fault:
    return Fault(
        code="vessel-twice",
        file=source,
        row=row.number,
        field="dep",
        what=Text(
            f"'{row.vessel}' {row.sailing_id} 출항 {row.departure}이"
            f" {before.sailing_id} 도착 {before.arrival}보다 이릅니다",
            f"'{row.vessel}' leaves as {row.sailing_id} at {row.departure}"
            f" before it arrives as {before.sailing_id} at {before.arrival}",
        ),
        remedy=Text(
            "시각을 고치거나 선박 이름을 구분하세요",
            "correct the times, or tell the vessels apart by name",
        ),
    )


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
