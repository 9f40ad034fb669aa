"""Puts a day that came over HTTP into a folder, so that it is read and checked like any other."""

from __future__ import annotations

import csv
import io
import json
import zipfile
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import Any

from pydantic import BaseModel

from api.schemas import DayFileIn, DayIn, OrderIn, ServiceIn, SiteIn, VehicleIn
from geo.faults import Fault, InputError, Text

_SUFFIXES = (".csv", ".toml")
_MOST_FILES = 50
#: Joined by ";" in the CSV files; other lists by "|".
_WINDOW_FIELDS = ("windows", "closed", "pickup_windows", "delivery_windows")


def write_day(day: DayIn, folder: Path) -> None:
    """Write a day as the files of a request folder, one row per item in the given order."""
    (folder / "day.toml").write_text(_toml(day.day), encoding="utf-8")
    tables: tuple[tuple[str, type[BaseModel], Sequence[BaseModel]], ...] = (
        ("orders.csv", OrderIn, day.orders),
        ("sites.csv", SiteIn, day.sites),
        ("fleet.csv", VehicleIn, day.fleet),
        ("services.csv", ServiceIn, day.services),
    )
    for name, part, items in tables:
        (folder / name).write_text(_csv(part, items), encoding="utf-8")


def as_items(faults: Iterable[Fault]) -> tuple[Fault, ...]:
    """Turn rows of the written files into positions in the lists of the JSON body, from 1."""
    return tuple(
        replace(
            fault,
            file=PurePosixPath(fault.file).stem,
            row=None if fault.row is None or fault.row < 2 else fault.row - 1,
        )
        if fault.file.endswith(_SUFFIXES)
        else fault
        for fault in faults
    )


def unpack_day(data: bytes, folder: Path, most_bytes: int) -> Path:
    """Unpack a zipped request folder into `folder`.

    Returns
    -------
    Path
        Where day.toml lies: `folder`, or the one folder that was zipped.

    Raises
    ------
    InputError
        When it is no zip file, has paths that lead out of the folder, or holds too much.
    """
    left = most_bytes
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = [i for i in archive.infolist() if i.filename.lower().endswith(_SUFFIXES)]
            if len(members) > _MOST_FILES:
                raise _too_much()
            for member in members:
                target = folder / _safe(member.filename)
                target.parent.mkdir(parents=True, exist_ok=True)
                with archive.open(member) as source:
                    content = source.read(left + 1)
                left -= len(content)
                if left < 0:
                    raise _too_much()
                target.write_bytes(content)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        # RuntimeError and NotImplementedError: encrypted, or packed in a way Python cannot read.
        raise _bad_zip(str(error)) from error
    days = sorted(folder.rglob("day.toml"), key=lambda path: len(path.parts))
    return days[0].parent if days else folder


def require_inside(paths: Mapping[str, Iterable[Path]], folder: Path) -> None:
    """Refuse files outside of an uploaded folder: their faults would show this machine's files.

    Parameters
    ----------
    paths
        By the field of day.toml that names them.

    Raises
    ------
    InputError
        When one leads out of `folder`.
    """
    inside = folder.resolve()
    outside = [
        field
        for field, named in paths.items()
        if not all(path.resolve().is_relative_to(inside) for path in named)
    ]
    if outside:
        raise InputError(
            [
                Fault(
                    code="outside-folder",
                    file="day.toml",
                    field=field,
                    what=Text("보낸 폴더 밖의 경로입니다", "leads out of the uploaded folder"),
                    remedy=Text(
                        "파일을 폴더 안에 넣거나 이 줄을 지우세요",
                        "put the file into the folder, or remove the line",
                    ),
                )
                for field in outside
            ]
        )


def _csv(part: type[BaseModel], items: Sequence[BaseModel]) -> str:
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    names = list(part.model_fields)
    writer.writerow(names)
    writer.writerows([_cell(name, getattr(item, name)) for name in names] for item in items)
    return text.getvalue()


def _cell(name: str, value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, list):
        value = ("; " if name in _WINDOW_FIELDS else "|").join(value)
    # One item is one line, so that the line of a fault is the position of the item.
    return " ".join(str(value).splitlines())


def _toml(day: DayFileIn) -> str:
    lines = [
        f"date = {_quoted(day.date)}",
        f"timezone = {_quoted(day.timezone)}",
        f"close = [{', '.join(map(_quoted, day.close))}]",
        "[county]",
        f"ko = {_quoted(day.county.ko)}",
        f"en = {_quoted(day.county.en)}",
        "[solve]",
    ]
    lines += [f"{name} = {value}" for name, value in day.solve if value is not None]
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    # A JSON string is a TOML string, but for the one control sign that JSON leaves as it is.
    return json.dumps(text).replace("\x7f", "\\u007f")


def _safe(name: str) -> PurePosixPath:
    path = PurePosixPath(name.replace("\\", "/"))
    if path.is_absolute() or ".." in path.parts or ":" in name or "\0" in name:
        raise _bad_zip(f"the path {name!r} leads out of the folder")
    return path


def _bad_zip(reason: str) -> InputError:
    return InputError(
        [
            Fault(
                code="bad-zip",
                file="request.zip",
                what=Text(
                    f"ZIP 파일을 풀 수 없습니다 ({reason})", f"cannot be unpacked ({reason})"
                ),
                remedy=Text(
                    "요청 폴더를 암호 없이 다시 압축하세요",
                    "zip the request folder again, without a password",
                ),
            )
        ]
    )


def _too_much() -> InputError:
    return InputError(
        [
            Fault(
                code="zip-too-large",
                file="request.zip",
                what=Text("풀면 너무 큽니다", "holds too much"),
                remedy=Text(
                    "CSV와 day.toml만 넣고 하루를 나누세요",
                    "put in the CSV files and day.toml only, and divide the day",
                ),
            )
        ]
    )
