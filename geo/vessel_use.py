"""Finds vessels that would have to be at two places at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from geo.faults import Fault, Text
from geo.geometry import metres_between
from geo.sailing import Port, Sailing
from geo.timetable_row import TimetableRow

_DAY = 86_400
#: No ferry makes 50 knots; the fastest on the Jeju line make 42.
_TOP_SPEED = 50 * 1852 / 3600


class Run(NamedTuple):
    """A row of the timetable on one date."""

    row: TimetableRow
    sailing: Sailing


def double_uses(runs: Sequence[Run], ports: Mapping[str, Port], source: str) -> Iterator[Fault]:
    """Yield pairs of sailings that one vessel cannot both make, as far as the planning day goes.

    It cannot leave before it has arrived, nor at a port that it could not reach since then. It may
    well leave from another port than it arrived at: timetables do not list empty trips.
    """
    last: dict[str, Run] = {}
    for run in sorted(runs, key=lambda r: (r.sailing.departure, r.sailing.arrival)):
        vessel = run.sailing.vessel
        before = last.get(vessel)
        if before is not None and (_today(before) or _today(run)) and _too_late(before, run, ports):
            yield _twice(source, before, run)
        if before is None or run.sailing.arrival > before.sailing.arrival:
            last[vessel] = run


def _today(run: Run) -> bool:
    return 0 <= run.sailing.departure < _DAY


def _too_late(before: Run, run: Run, ports: Mapping[str, Port]) -> bool:
    stay = run.sailing.departure - before.sailing.arrival
    here, there = ports.get(before.sailing.to_port), ports.get(run.sailing.from_port)
    if here is None or there is None or here == there:
        return stay < 0
    # Harbours are listed to 0.1 minutes of arc: a kilometre more or less means nothing.
    far = float(metres_between(here.lat, here.lon, there.lat, there.lon)) - 1000
    return stay < max(far, 0) / _TOP_SPEED


def _twice(source: str, before: Run, run: Run) -> Fault:
    one, other = before.row, run.row
    return Fault(
        code="vessel-twice",
        file=source,
        row=other.number,
        field="dep",
        what=Text(
            f"'{other.vessel}'이(가) 동시에 두 곳에 있습니다: {_told(one)}({one.number}행)과"
            f" {_told(other)}({other.number}행)",
            f"'{other.vessel}' would be at two places at once: {_told(one)} (row {one.number})"
            f" and {_told(other)} (row {other.number})",
        ),
        remedy=Text(
            "시각을 고치거나, 이름이 같은 두 배라면 이름을 구분하세요",
            "correct the times, or, if two vessels have one name, tell them apart by name",
        ),
    )


def _told(row: TimetableRow) -> str:
    return f"{row.sailing_id} {row.from_port} {row.departure} → {row.to_port} {row.arrival}"
