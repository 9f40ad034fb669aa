"""Imports official address files into one gazetteer: addresses, lots, names and positions.

Files say different things of one address; all of it is first put down as it comes, then joined by
road, number and ground level, and indexed. A later file wins over an earlier one of its kind, so
files of changes are named after the whole.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from geo.addresses.database import new_gazetteer
from geo.addresses.official_files import look_at
from geo.addresses.staging import ImportedFile, Progress, Stager
from geo.faults import Fault, InputError, Text


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of an import; `placed` are entries whose position is known."""

    files: Sequence[ImportedFile]
    entries: int
    placed: int


def import_addresses(
    paths: Sequence[Path], out: Path, progress: Progress | None = None
) -> Imported:
    """Make one gazetteer of official address files.

    Parameters
    ----------
    paths
        Text files, or the zip files as they are downloaded; see `geo.addresses.layouts`.
    out
        File to write; an older one is replaced when the new one is whole.

    Raises
    ------
    InputError
        All files that are missing or of no known layout at once, or hold hardly a good row.
    """
    files = look_at(paths)
    with new_gazetteer(out) as writer:
        stager = Stager(writer)
        imported = [stager.read(number, file, progress) for number, file in enumerate(files)]
        _refuse_damaged(imported)
        entries, placed = stager.join()
        names = ", ".join(file.name for file in files)
        writer.finish(source=names, kind="official")
    return Imported(imported, entries, placed)


def _refuse_damaged(files: Sequence[ImportedFile]) -> None:
    """Refuse files of which many rows cannot be read: they are not what they seem."""
    faults = [_unreadable_rows(file) for file in files if file.skipped > 0.01 * file.rows + 10]
    if faults:
        raise InputError(faults)


def _unreadable_rows(file: ImportedFile) -> Fault:
    row, shown = file.unread[0]
    return Fault(
        code="unreadable-rows",
        file=file.name,
        row=row,
        what=Text(
            f"{file.rows:,}줄 가운데 {file.skipped:,}줄을 읽을 수 없습니다 (예: '{shown}')",
            f"has {file.skipped:,} of {file.rows:,} rows that cannot be read, as '{shown}'",
        ),
        remedy=Text(
            "파일을 다시 내려받으세요 (손으로 고치거나 다른 프로그램에서 저장하지 않은 것)",
            "download the file again; one that was edited or saved by another program will not do",
        ),
    )
