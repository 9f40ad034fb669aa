"""Opens official address files: text or zip, CP949 or UTF-8, and says which layout each has."""

from __future__ import annotations

import contextlib
import io
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from geo.addresses.layouts import LAYOUTS, Layout, layout_of
from geo.faults import Fault, InputError, Text, unreadable

_HEAD = 1 << 16  # bytes that show encoding and layout


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficialFile:
    """A file, or a member of a zip file, with its layout."""

    path: Path
    member: str
    encoding: str
    layout: Layout

    @property
    def name(self) -> str:
        """Name for messages."""
        return f"{self.path.name}/{self.member}" if self.member else self.path.name

    @contextlib.contextmanager
    def lines(self) -> Iterator[IO[str]]:
        """Open it as text; bytes that are none become the replacement character."""
        with contextlib.ExitStack() as stack:
            stream = stack.enter_context(_open(self.path, self.member))
            yield stack.enter_context(
                io.TextIOWrapper(stream, self.encoding, errors="replace", newline="\n")
            )


def look_at(paths: Sequence[Path]) -> list[OfficialFile]:
    """Return what the files are, in the order in which they must be read.

    Raises
    ------
    InputError
        All files that are missing, empty, or of no known layout at once.
    """
    faults: list[Fault] = []
    found: list[OfficialFile] = []
    for path in paths:
        try:
            for member in _members(path):
                file = _look(path, member)
                found += [file] if isinstance(file, OfficialFile) else []
                faults += [file] if isinstance(file, Fault) else []
        except OSError as error:
            faults.append(unreadable(path.name, error))
        except (zipfile.BadZipFile, RuntimeError, NotImplementedError) as error:
            faults.append(_bad_zip(path.name, error))
    if faults:
        raise InputError(faults)
    return sorted(found, key=lambda file: LAYOUTS.index(file.layout))


def _members(path: Path) -> list[str]:
    """Return the text files in a zip file; "" for a file that is none."""
    with path.open("rb") as stream:
        if stream.read(4) != b"PK\x03\x04":
            return [""]
    # Korean Windows writes names in CP949.
    with zipfile.ZipFile(path, metadata_encoding="cp949") as packed:
        return [name for name in packed.namelist() if name.lower().endswith(".txt")]


@contextlib.contextmanager
def _open(path: Path, member: str) -> Iterator[IO[bytes]]:
    if not member:
        with path.open("rb") as stream:
            yield stream
        return
    with zipfile.ZipFile(path, metadata_encoding="cp949") as packed, packed.open(member) as inside:
        yield inside


def _look(path: Path, member: str) -> OfficialFile | Fault:
    with _open(path, member) as stream:
        head = stream.read(_HEAD)
    encoding = _encoding(head)
    name = f"{path.name}/{member}" if member else path.name
    rows = head.decode(encoding, errors="replace").splitlines()
    for row in rows[:20]:  # a row may be damaged; a file is not unknown for that
        layout = layout_of(row.split("|"))
        if layout:
            return OfficialFile(path=path, member=member, encoding=encoding, layout=layout)
    return _unknown(name, rows[0] if rows else "")


def _encoding(head: bytes) -> str:
    """Return UTF-8 when the bytes are, but for a letter that is cut at the end; else CP949."""
    for cut in range(4):
        try:
            head[: len(head) - cut].decode("utf-8-sig")
        except UnicodeDecodeError:
            continue
        return "utf-8-sig"
    return "cp949"


def _unknown(name: str, row: str) -> Fault:
    ko = ", ".join(layout.title.ko for layout in LAYOUTS)
    en = ", ".join(layout.title.en for layout in LAYOUTS)
    seen = row[:40].strip()
    return Fault(
        code="unknown-layout",
        file=name,
        row=1,
        what=Text(
            f"공식 주소 파일의 형식이 아닙니다 ('{seen}')",
            f"has the columns of no official address file ('{seen}')",
        ),
        remedy=Text(
            f"business.juso.go.kr의 전체분 파일을 그대로 쓰세요: {ko}",
            f"use files of business.juso.go.kr as they are, one of: {en}",
        ),
    )


def _bad_zip(name: str, error: Exception) -> Fault:
    return Fault(
        code="zip-damaged",
        file=name,
        what=Text(f"압축 파일을 열 수 없습니다 ({error})", f"cannot be unpacked ({error})"),
        remedy=Text(
            "다시 내려받거나 압축을 푼 파일을 지정하세요",
            "download it again, or unpack it and name the files",
        ),
    )
