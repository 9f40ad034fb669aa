"""Says how pages of the schedule service and our own timetable do not fit together."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from geo.faults import Fault, Text
from geo.schedule_rows import ScheduleRow


def no_table(file: str) -> Fault:
    """Name pages without the tables that say when a boat arrives and what it carries."""
    return Fault(
        code="schedule-alone",
        file=file,
        what=Text(
            "운항 일정만으로는 도착 시각과 차량 선적 여부를 알 수 없습니다",
            "says neither when a boat arrives nor whether it takes vehicles",
        ),
        remedy=Text(
            "같은 폴더에 sailings.csv와 ports.csv를 함께 두세요",
            "put sailings.csv and ports.csv into the same folder",
        ),
    )


def unknown_vessel(row: ScheduleRow) -> Fault:
    """Name a boat between our ports that our table does not know; it is not used."""
    return Fault(
        code="vessel-unknown",
        file=row.file,
        row=row.number,
        field="psnshp_nm",
        what=Text(
            f"{row.day} {row.departure} {row.from_name}→{row.to_name} '{row.vessel}'은(는)"
            " sailings.csv에 없어 쓰지 않습니다",
            f"'{row.vessel}' of {row.day} {row.departure} {row.from_name} to {row.to_name} is not"
            " in sailings.csv and is not used",
        ),
        remedy=Text("sailings.csv에 그 배를 추가하세요", "add the vessel to sailings.csv"),
    )


def unclear_port(row: ScheduleRow, name: str, candidates: Sequence[str]) -> Fault:
    """Name a port that our table does not have among those of the vessel, or has twice."""
    found = ", ".join(candidates)
    return Fault(
        code="ambiguous-port" if candidates else "unknown-port",
        file=row.file,
        row=row.number,
        field="oport_nm" if name == row.from_name else "dest_nm",
        what=Text(
            f"'{name}'이(가) 여러 항구입니다: {found}"
            if candidates
            else f"'{row.vessel}'의 항구 '{name}'이(가) ports.csv에 없습니다",
            f"'{name}' may be {found}"
            if candidates
            else f"port '{name}' of '{row.vessel}' is not in ports.csv",
        ),
        remedy=Text(
            "ports.csv의 이름을 이 이름과 같게 하세요", "write the name so in ports.csv too"
        ),
    )


def no_legs(row: ScheduleRow) -> Fault:
    """Name a sailing of which our table has no leg, so that its arrival is not known."""
    return Fault(
        code="no-crossing-time",
        file=row.file,
        row=row.number,
        what=Text(
            f"'{row.vessel}' {row.from_name}→{row.to_name}의 소요 시간이 sailings.csv에 없습니다",
            f"sailings.csv does not say how long '{row.vessel}' takes from {row.from_name} to"
            f" {row.to_name}",
        ),
        remedy=Text(
            "sailings.csv에 그 구간의 운항을 한 줄 넣으세요",
            "add a row of this vessel between these ports to sailings.csv",
        ),
    )


def not_on_pages(source: str, day: date, sailings: Sequence[str]) -> Fault:
    """Name sailings of our table that the pages of the day do not have; they do not sail."""
    names = ", ".join(sailings)
    return Fault(
        code="not-on-pages",
        file=source,
        what=Text(
            f"{day} 운항 일정에 없어 운항하지 않는 것으로 봅니다: {names}",
            f"not on the schedule of {day}, taken as not sailing: {names}",
        ),
        remedy=Text(
            "운항 일정을 다시 받거나 운항사에 확인하세요",
            "get the schedule again, or ask the operator",
        ),
    )
