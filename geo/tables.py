"""Reads CSV tables as people send them: UTF-8 or CP949, English or Korean headers.

A reader names its columns once as `Column` objects; everything that does not fit becomes a `Fault`
with file, row and field, and the good rows still come through, so that all faults of a folder can
be shown together.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from geo.faults import Fault, Text, unreadable

_ENCODINGS = ("utf-8-sig", "cp949")
_ANY_VALUE = Text("올바른 값", "a valid value")


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table.

    Parameters
    ----------
    name
        Canonical header.
    parse
        Turns the stripped text of a cell into a value; raises ValueError with a short English
        reason.
    aliases
        Other headers under which the column is accepted, Korean ones first.
    required
        Whether the header must be there and the cell filled.
    default
        Value of an absent header or an empty cell when the column is not required.
    expected
        What a good cell looks like, for the remedy ("HH:MM, for example 07:30").
    """

    name: str
    parse: Callable[[str], Any] = str
    aliases: tuple[str, ...] = ()
    required: bool = True
    default: Any = None
    expected: Text = _ANY_VALUE


@dataclass(frozen=True, slots=True)
class Row:
    """The parsed cells of one line; `number` is the line in the file as an editor counts it."""

    number: int
    cells: Mapping[str, Any]

    def __getitem__(self, name: str) -> Any:
        return self.cells[name]


@dataclass(frozen=True, slots=True)
class Table:
    """The good rows of a file, and what was wrong with the others."""

    file: str
    rows: tuple[Row, ...]
    faults: tuple[Fault, ...]
    extra_columns: tuple[str, ...] = field(default=())


def read_table(path: Path, columns: Sequence[Column], *, keep_extra: str | None = None) -> Table:
    """Read a CSV file into checked rows.

    Parameters
    ----------
    path
        The file; UTF-8 (with or without a byte-order mark) or CP949.
    columns
        What the table may hold. Headers are matched without regard to case, spaces and underscores.
    keep_extra
        Columns that `columns` does not name are kept as text under their own header when it starts
        with this prefix ("fare_"); others are ignored and listed in `Table.extra_columns`.

    Returns
    -------
    Table
        Never raises for the content of the file: an unreadable one is a table with one fault.
    """
    name = path.name
    try:
        text = _decode(path.read_bytes())
    except OSError as error:
        return Table(name, (), (unreadable(name, error),))
    except UnicodeDecodeError:
        return Table(name, (), (_unknown_encoding(name),))
    return parse_table(text, columns, file=name, keep_extra=keep_extra)


def parse_table(
    text: str, columns: Sequence[Column], *, file: str, keep_extra: str | None = None
) -> Table:
    """Read a CSV text into checked rows; see `read_table`."""
    try:
        lines = list(_numbered(csv.reader(io.StringIO(text, newline=""))))
    except csv.Error as error:
        return Table(file, (), (_not_csv(file, error),))
    if not lines:
        return Table(file, (), (_empty(file),))
    header = lines[0][1]
    placed, extra = _place_columns(header, columns)
    faults = [
        _missing_column(file, column)
        for column in columns
        if column.required and column.name not in placed
    ]
    if faults:
        return Table(file, (), tuple(faults), tuple(extra))
    kept = {name: at for name, at in extra.items() if keep_extra and name.startswith(keep_extra)}
    rows = []
    for number, cells in lines[1:]:
        row, row_faults = _parse_row(file, number, cells, columns, placed)
        faults.extend(row_faults)
        if not row_faults:
            for extra_name, at in kept.items():
                row[extra_name] = cells[at].strip() if at < len(cells) else ""
            rows.append(Row(number, row))
    return Table(
        file, tuple(rows), tuple(faults), tuple(name for name in extra if name not in kept)
    )


def _decode(data: bytes) -> str:
    for encoding in _ENCODINGS[:-1]:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return data.decode(_ENCODINGS[-1])


def _normal(header: str) -> str:
    return header.strip().lower().replace(" ", "").replace("_", "").replace("﻿", "")


def _place_columns(
    header: Sequence[str], columns: Sequence[Column]
) -> tuple[dict[str, int], dict[str, int]]:
    """Return where each known column stands, and the headers nobody asked for."""
    names = {_normal(alias): c.name for c in columns for alias in (c.name, *c.aliases)}
    placed: dict[str, int] = {}
    extra: dict[str, int] = {}
    for at, cell in enumerate(header):
        name = names.get(_normal(cell))
        if name is not None and name not in placed:
            placed[name] = at
        elif cell.strip():
            extra[cell.strip()] = at
    return placed, extra


def _numbered(reader: Any) -> Iterator[tuple[int, list[str]]]:
    """Yield non-blank rows with the line on which each begins (quoted cells may span lines)."""
    begin = 1
    for cells in reader:
        if any(cell.strip() for cell in cells):
            yield begin, cells
        begin = reader.line_num + 1


def _parse_row(
    file: str,
    number: int,
    cells: Sequence[str],
    columns: Sequence[Column],
    placed: Mapping[str, int],
) -> tuple[dict[str, Any], list[Fault]]:
    row: dict[str, Any] = {}
    faults = []
    for column in columns:
        at = placed.get(column.name)
        text = cells[at].strip() if at is not None and at < len(cells) else ""
        if not text:
            if column.required:
                faults.append(_empty_cell(file, number, column))
            row[column.name] = column.default
            continue
        try:
            row[column.name] = column.parse(text)
        except ValueError as error:
            faults.append(_bad_cell(file, number, column, text, error))
    return row, faults


def _unknown_encoding(file: str) -> Fault:
    return Fault(
        code="unknown-encoding",
        file=file,
        what=Text("UTF-8도 CP949도 아닙니다", "is neither UTF-8 nor CP949 text"),
        remedy=Text("UTF-8 CSV로 다시 저장하세요", "save it again as CSV in UTF-8"),
    )


def _not_csv(file: str, error: csv.Error) -> Fault:
    return Fault(
        code="not-csv",
        file=file,
        what=Text(f"CSV로 읽을 수 없습니다 ({error})", f"cannot be read as CSV ({error})"),
        remedy=Text(
            "따옴표가 닫혔는지 확인하고 다시 저장하세요",
            "check that quotes are closed and save it again",
        ),
    )


def _empty(file: str) -> Fault:
    return Fault(
        code="file-empty",
        file=file,
        what=Text("머리글 줄이 없습니다", "has no header line"),
        remedy=Text("첫 줄에 열 이름을 넣으세요", "put the column names on the first line"),
    )


def _missing_column(file: str, column: Column) -> Fault:
    also = " / ".join(column.aliases)
    return Fault(
        code="missing-column",
        file=file,
        row=1,
        field=column.name,
        what=Text(f"'{column.name}' 열이 없습니다", f"column '{column.name}' is missing"),
        remedy=Text(
            f"'{column.name}' 열을 추가하세요" + (f" (다른 이름: {also})" if also else ""),
            "add it" + (f" (also accepted: {also})" if also else ""),
        ),
    )


def _empty_cell(file: str, number: int, column: Column) -> Fault:
    return Fault(
        code="empty-cell",
        file=file,
        row=number,
        field=column.name,
        what=Text("값이 비어 있습니다", "is empty"),
        remedy=Text(f"{column.expected.ko}을(를) 넣으세요", f"fill in {column.expected.en}"),
    )


def _bad_cell(file: str, number: int, column: Column, text: str, error: ValueError) -> Fault:
    return Fault(
        code="bad-value",
        file=file,
        row=number,
        field=column.name,
        what=Text(f"'{text}' 값을 쓸 수 없습니다", f"'{text}' cannot be used: {error}"),
        remedy=Text(f"{column.expected.ko}(으)로 고치세요", f"change it to {column.expected.en}"),
    )
