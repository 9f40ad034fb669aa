"""Sets the sheets with Typst: content comes as JSON, the layout is in the `.typ` files here."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import typst

from dispatch.model import DayRequest
from dispatch.output import write_whole
from dispatch.plan import Plan
from dispatch.sheets.content import sheet_content

_TEMPLATES = Path(__file__).parent
_FONTS = _TEMPLATES.parent / "fonts"


def write_sheets(plan: Plan, request: DayRequest, path: Path) -> None:
    """Write the sheets of `plan` to `path`; the file is there as a whole or not at all.

    Only the fonts in `dispatch/fonts` are used, and no clock: the same plan gives the same bytes.
    """
    write_whole(path, sheets_pdf(plan, request))


def sheets_pdf(plan: Plan, request: DayRequest) -> bytes:
    """Return the sheets of `plan` as PDF."""
    content = json.dumps(sheet_content(plan, request), ensure_ascii=False)
    pdf = _compiler().compile(format="pdf", sys_inputs={"content": content}, timestamp=0)
    if not isinstance(pdf, bytes):
        raise TypeError(f"typst returned {type(pdf).__name__} instead of one PDF.")
    return pdf


@cache
def _compiler() -> typst.Compiler:
    fonts = typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[_FONTS]
    )
    return typst.Compiler(_TEMPLATES / "sheets.typ", root=_TEMPLATES, font_paths=fonts)
