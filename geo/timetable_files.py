"""Reads a ferry timetable in whatever form it comes, told apart by content and not by name.

Our own tables (`geo.timetable_csv`), with saved pages of the Korean schedule service beside them or
without (`geo.schedule_pages`), or a GTFS feed, zipped or not (`geo.timetable_gtfs`).
"""

from __future__ import annotations

import shutil
import zipfile
from enum import Enum
from pathlib import Path

from geo.faults import Fault, InputError, Text, unreadable
from geo.timetable import Timetable
from geo.timetable_csv import read_csv_timetable

_OUR_TABLES = ("sailings.csv", "ports.csv", "vessels.csv")
_GTFS_MARK = "stop_times.txt"


class Form(Enum):
    """The forms of a timetable."""

    TABLES = "sailings.csv"
    GTFS = "GTFS"
    PAGES = "schedule pages"


def read_timetable(path: Path | str) -> Timetable:
    """Read and check a timetable.

    Parameters
    ----------
    path
        A folder with `sailings.csv` and `ports.csv`, or a sailings file with `ports.csv` beside it;
        in that folder, or given themselves, saved JSON pages of the schedule service; or a GTFS
        feed, as a folder or a ZIP file.

    Raises
    ------
    InputError
        With everything that is wrong in all its files, or that it has none of these forms.
    """
    path = Path(path)
    form = form_of(path)
    if form is Form.GTFS:
        from geo.timetable_gtfs import read_gtfs  # noqa: PLC0415 - gtfs_kit takes a second to load

        return read_gtfs(_zip_within(path) or path)
    if form is Form.PAGES:
        from geo.schedule_pages import read_schedule  # noqa: PLC0415 - few need it

        return read_schedule(path)
    return read_csv_timetable(path)


def form_of(path: Path) -> Form:
    """Return the form of a timetable by looking into its files.

    Raises
    ------
    InputError
        It cannot be opened, has no form that we know, or has two.
    """
    try:
        found = _forms_of_folder(path) if path.is_dir() else {_form_of_file(path)}
    except OSError as error:
        raise InputError([unreadable(path.name, error)]) from None
    if len(found) != 1 or None in found:
        raise InputError([_no_form(path, found - {None})])
    [form] = found
    assert form is not None
    return form


def copy_timetable(given: Path, kept: Path) -> None:
    """Copy the files of a timetable into a new folder, under names that its reader looks for."""
    kept.mkdir()
    form = form_of(given)
    folder = given if given.is_dir() else given.parent
    if form is Form.GTFS:
        copied = [*given.glob("*.txt")] if given.is_dir() else [given]
        copied += [*given.glob("*.zip")] if given.is_dir() else []
        copied += [folder / "vessels.csv"]
    else:
        copied = [folder / name for name in _OUR_TABLES]
        if form is Form.PAGES:
            copied += [*folder.glob("*.json")] if given.is_dir() else [given]
    for file in copied:
        if file.exists():
            shutil.copyfile(file, kept / file.name)
    if form is Form.TABLES and given.is_file():
        shutil.copyfile(given, kept / "sailings.csv")


def _forms_of_folder(folder: Path) -> set[Form | None]:
    names = {file.name for file in folder.iterdir()}
    found: set[Form | None] = set()
    if {_GTFS_MARK, "trips.txt"} & names or _zip_within(folder):
        found.add(Form.GTFS)
    pages = any(_form_of_file(file) is Form.PAGES for file in folder.glob("*.json"))
    if pages:
        found.add(Form.PAGES)
    elif {"sailings.csv", "ports.csv"} & names:
        found.add(Form.TABLES)
    return found or {None}


def _zip_within(path: Path) -> Path | None:
    """Return the one ZIP file of a folder without tables."""
    if not path.is_dir() or (path / _GTFS_MARK).exists():
        return None
    zips = [file for file in path.glob("*.zip") if _form_of_file(file) is Form.GTFS]
    return zips[0] if len(zips) == 1 else None


def _form_of_file(path: Path) -> Form | None:
    with path.open("rb") as stream:
        head = stream.read(4096)
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as packed:
            inside = {Path(name).name for name in packed.namelist()}
        return Form.GTFS if _GTFS_MARK in inside else None
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if text[:1] in (b"{", b"["):
        return Form.PAGES
    first_line = text.split(b"\n", 1)[0]
    return Form.TABLES if first_line.count(b",") >= 2 or not text else None


def _no_form(path: Path, found: set[Form | None]) -> Fault:
    two = ", ".join(sorted(form.value for form in found if form is not None))
    forms = "sailings.csv + ports.csv, GTFS (zip), JSON (oprt-schd-info)"
    return Fault(
        code="timetable-form",
        file=path.name,
        what=Text(
            f"두 가지 형식이 섞여 있습니다 ({two})" if two else "시간표 형식을 알 수 없습니다",
            f"holds two timetables ({two})" if two else "is no timetable of a form that we know",
        ),
        remedy=Text(f"다음 중 하나를 주세요: {forms}", f"give one of: {forms}"),
    )
