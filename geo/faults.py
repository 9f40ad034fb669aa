"""Names what is wrong with an input file, where it is and what to do, in Korean and English.

A file with faults is answered with all of them at once: readers collect `Fault` objects and raise
one `InputError`, so a dispatcher mends a folder in one go instead of one message at a time.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Text:
    """A sentence that a person reads, in both languages of the product."""

    ko: str
    en: str

    def __str__(self) -> str:
        return f"{self.ko} / {self.en}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One thing wrong with an input.

    Parameters
    ----------
    code
        Stable name of the rule that was broken, in kebab-case ("unknown-site"); scripts match on
        it.
    what
        What is wrong, with the offending value.
    remedy
        What to do about it.
    file
        File name as the user gave it, without machine-specific folders.
    row
        Line in the file as an editor counts it (the header is row 1); None when the whole file is
        meant.
    field
        Column or key; None when the whole row is meant.
    """

    code: str
    what: Text
    remedy: Text
    file: str
    row: int | None = None
    field: str | None = None

    @property
    def where(self) -> str:
        """File, row and field as one short phrase."""
        parts = [self.file]
        if self.row is not None:
            parts.append(f"row {self.row}")
        if self.field is not None:
            parts.append(self.field)
        return ", ".join(parts)

    def __str__(self) -> str:
        return f"[{self.code}] {self.where}: {self.what} → {self.remedy}"


class InputError(ValueError):
    """Says everything that is wrong with the given inputs.

    Parameters
    ----------
    faults
        At least one fault, in the order of files and rows.
    """

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(str(fault) for fault in self.faults))


def unreadable(file: str, error: OSError) -> Fault:
    """Return the fault of a file that cannot be opened."""
    return Fault(
        code="file-unreadable",
        file=file,
        what=Text(
            f"파일을 읽을 수 없습니다 ({error.strerror})", f"cannot be read ({error.strerror})"
        ),
        remedy=Text(
            "파일이 있는지, 읽기 권한이 있는지 확인하세요", "check that it exists and may be read"
        ),
    )
