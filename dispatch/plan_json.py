"""Writes a plan to `plan.json` and reads it back (docs/plan.md describes every field)."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

from cattrs import transform_error
from cattrs.errors import BaseValidationError
from cattrs.preconf.json import JsonConverter, make_converter

from dispatch.output import write_whole
from dispatch.plan import PLAN_VERSION, Plan
from geo.faults import Fault, InputError, Text

# A pretty-printed way on the map would have four lines per point; inside JSON strings line ends
# and quotes are escaped, so that this matches points only.
_POINT = re.compile(r'\{\n\s*"lat": ([^\n]+),\n\s*"lon": ([^\n]+)\n\s*\}')


def plan_text(plan: Plan) -> str:
    """Return `plan` as JSON text, its fields in the order of `dispatch.plan`."""
    text = json.dumps(_converter().unstructure(plan), ensure_ascii=False, indent=1)
    return _POINT.sub(r'{"lat": \1, "lon": \2}', text) + "\n"


def write_plan(plan: Plan, path: Path) -> None:
    """Write `plan` to `path`; the file is there as a whole or not at all."""
    write_whole(path, plan_text(plan).encode())


def read_plan(path: Path) -> Plan:
    """Read a plan that `write_plan` wrote.

    Raises
    ------
    InputError
        When the file cannot be read, is not JSON, has another version, or lacks, misspells or
        adds fields; every wrong field is named with its place in the file.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise InputError([_unreadable(path.name, error.strerror or str(error))]) from error
    except UnicodeDecodeError as error:
        raise InputError([_unreadable(path.name, "not UTF-8")]) from error
    return parse_plan(text, file=path.name)


def parse_plan(text: str, *, file: str = "plan.json") -> Plan:
    """Read a plan from JSON text; see `read_plan`."""
    try:
        data = json.loads(text)
    except json.JSONDecodeError as error:
        raise InputError([_not_json(file, error)]) from error
    if not isinstance(data, dict) or data.get("version") != PLAN_VERSION:
        raise InputError([_other_version(file, data)])
    try:
        return _converter().structure(data, Plan)
    except BaseValidationError as error:
        messages = transform_error(error, path="plan")
        raise InputError([_bad_field(file, message) for message in messages]) from error


@cache
def _converter() -> JsonConverter:
    converter = make_converter(forbid_extra_keys=True)
    converter.register_structure_hook(int, _whole_number)
    converter.register_structure_hook(bool, _yes_or_no)
    converter.register_structure_hook(float, _number)
    converter.register_structure_hook(str, _string)
    return converter


def _whole_number(value: Any, _: type) -> int:
    if type(value) is not int:
        raise ValueError(f"{value!r} is not a whole number")
    return value


def _yes_or_no(value: Any, _: type) -> bool:
    if type(value) is not bool:
        raise ValueError(f"{value!r} is neither true nor false")
    return value


def _number(value: Any, _: type) -> float:
    if type(value) not in (int, float):
        raise ValueError(f"{value!r} is not a number")
    return float(value)


def _string(value: Any, _: type) -> str:
    if not isinstance(value, str):
        raise ValueError(f"{value!r} is not a text")
    return value


def _unreadable(file: str, reason: str) -> Fault:
    return Fault(
        code="file-unreadable",
        file=file,
        what=Text(f"계획 파일을 읽을 수 없습니다 ({reason})", f"cannot be read ({reason})"),
        remedy=Text(
            "파일 이름을 확인하세요. 'naru plan'이 만든 plan.json이어야 합니다",
            "check the name; it must be a plan.json made by 'naru plan'",
        ),
    )


def _not_json(file: str, error: json.JSONDecodeError) -> Fault:
    return Fault(
        code="not-json",
        file=file,
        row=error.lineno,
        what=Text("JSON이 아닙니다", f"is not JSON: {error.msg} at column {error.colno}"),
        remedy=Text("'naru plan'으로 계획을 다시 만드세요", "make the plan again with 'naru plan'"),
    )


def _other_version(file: str, data: Any) -> Fault:
    found = data.get("version") if isinstance(data, dict) else None
    return Fault(
        code="unknown-plan-version",
        file=file,
        field="version",
        what=Text(
            f"계획 형식 버전이 {found!r}입니다. 이 프로그램은 버전 {PLAN_VERSION}만 읽습니다",
            f"has plan format version {found!r}; this program reads version {PLAN_VERSION} only",
        ),
        remedy=Text(
            "같은 판의 naru를 쓰거나 계획을 다시 만드세요",
            "use the release of naru that wrote it, or make the plan again",
        ),
    )


def _bad_field(file: str, message: str) -> Fault:
    what, _, where = message.rpartition(" @ ")
    return Fault(
        code="bad-plan-field",
        file=file,
        field=where or None,
        what=Text(f"값을 쓸 수 없습니다 ({what})", what),
        remedy=Text(
            "docs/plan.md의 필드 설명에 맞게 고치세요",
            "mend it as docs/plan.md describes the field",
        ),
    )
