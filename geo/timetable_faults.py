"""Says what can be wrong with a timetable as a whole row or file."""

from __future__ import annotations

from collections.abc import Iterable

from geo.faults import Fault, Text
from geo.tables import Row, Table
from geo.timetable_row import TimetableRow


def repeated(table: Table, field: str) -> Iterable[Fault]:
    """Yield a fault for each row whose id stands on an earlier row."""
    seen: dict[str, int] = {}
    for row in table.rows:
        value = row[field]
        if value in seen:
            yield Fault(
                code=f"duplicate-{field.removesuffix('_id')}",
                file=table.file,
                row=row.number,
                field=field,
                what=Text(
                    f"'{value}'이(가) {seen[value]}행에 이미 있습니다",
                    f"'{value}' is already on row {seen[value]}",
                ),
                remedy=Text("서로 다른 이름을 쓰세요", "give each its own id"),
            )
        seen.setdefault(value, row.number)


def empty_timetable(table: Table) -> Iterable[Fault]:
    """Yield a fault for a file with a header and nothing below it."""
    if not table.rows and not table.faults:
        yield Fault(
            code="timetable-empty",
            file=table.file,
            what=Text("운항 행이 하나도 없습니다", "has no sailing"),
            remedy=Text("운항을 한 줄에 하나씩 적으세요", "write one sailing on each line"),
        )


def arrives_early(file: str, row: Row) -> Fault:
    """Name an arrival that is not after the departure."""
    return Fault(
        code="arrival-before-departure",
        file=file,
        row=row.number,
        field="arr",
        what=Text(
            f"도착 {row['arr']}이 출항 {row['dep']}보다 늦지 않습니다",
            f"arrival {row['arr']} is not after departure {row['dep']}",
        ),
        remedy=Text(
            "시각을 고치세요. 다음 날 도착은 00:20+1처럼 적습니다",
            "correct the times; an arrival on the next day is written like 00:20+1",
        ),
    )


def goes_nowhere(file: str, row: Row) -> Fault:
    """Name a sailing with both ends at one port."""
    return Fault(
        code="same-port",
        file=file,
        row=row.number,
        field="to_port",
        what=Text(
            f"출발항과 도착항이 모두 '{row['to_port']}'입니다",
            f"it leaves from and arrives at '{row['to_port']}'",
        ),
        remedy=Text("다음 기항지를 적으세요", "name the next port of call"),
    )


def reversed_validity(file: str, row: Row) -> Fault:
    """Name a validity that ends before it begins."""
    return Fault(
        code="reversed-validity",
        file=file,
        row=row.number,
        field="valid_until",
        what=Text(
            f"유효 기간이 {row['valid_from']}에 시작해 {row['valid_until']}에 끝납니다",
            f"the validity begins on {row['valid_from']} and ends on {row['valid_until']}",
        ),
        remedy=Text("두 날짜를 바꾸세요", "exchange the two dates"),
    )


def unknown_port(file: str, row: Row, field: str) -> Fault:
    """Name a port that the list of ports does not have."""
    return Fault(
        code="unknown-port",
        file=file,
        row=row.number,
        field=field,
        what=Text(
            f"항구 '{row[field]}'이(가) ports.csv에 없습니다",
            f"port '{row[field]}' is not in ports.csv",
        ),
        remedy=Text("ports.csv에 넣거나 이름을 고치세요", "add it to ports.csv or correct the id"),
    )


def bad_fare(file: str, row: Row, column: str, text: str, error: ValueError) -> Fault:
    """Name a fare that is not a whole number of won."""
    return Fault(
        code="bad-value",
        file=file,
        row=row.number,
        field=column,
        what=Text(f"'{text}' 값을 쓸 수 없습니다", f"'{text}' cannot be used: {error}"),
        remedy=Text("원 단위의 0 이상 정수로 고치세요", "change it to whole won of 0 or more"),
    )


def cancelled(file: str, row: TimetableRow) -> Fault:
    """Name a sailing that stays in port, and why."""
    return Fault(
        code="sailing-cancelled",
        file=file,
        row=row.number,
        what=Text(
            f"'{row.vessel}' {row.departure} {row.from_port}→{row.to_port} 통제: {row.cancelled}",
            f"'{row.vessel}' {row.departure} {row.from_port} to {row.to_port} does not sail:"
            f" {row.cancelled}",
        ),
        remedy=Text("다른 배편을 쓰세요", "use another sailing"),
    )
