"""Turns everything that goes wrong in a request into a problem document (RFC 9457).

ProblemError                  what the endpoints raise themselves
InputError (geo.faults)       422 with all faults
StarletteHTTPException        404, 405 and the like, raised by the framework
Exception                     500, without details
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic_core import ErrorDetails
from starlette.exceptions import HTTPException as StarletteHTTPException

from geo.faults import Fault, InputError, Text

PROBLEM_TYPE = "application/problem+json"

_log = logging.getLogger("naru.api")


class ProblemError(Exception):
    """Ends a request with a problem document.

    Parameters
    ----------
    code
        Stable name of the kind of problem in kebab-case, the end of its `type`.
    title
        The same for every problem of the kind.
    detail
        What is special about this one.
    """

    def __init__(
        self,
        status: int,
        code: str,
        title: Text,
        detail: Text | None = None,
        *,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(title.en)
        self.status, self.code, self.title, self.detail = status, code, title, detail
        self.headers = dict(headers or {})


def install_handlers(app: FastAPI) -> None:
    """Make `app` answer every failure with a problem document."""
    app.add_exception_handler(ProblemError, _on_problem)
    app.add_exception_handler(InputError, _on_faults)
    app.add_exception_handler(RequestValidationError, _on_validation)
    app.add_exception_handler(StarletteHTTPException, _on_http)
    app.add_exception_handler(Exception, _on_crash)


def problem(
    status: int,
    code: str,
    title: Text,
    detail: Text | None = None,
    *,
    instance: str | None = None,
    faults: Iterable[Mapping[str, Any]] = (),
) -> dict[str, Any]:
    """Return a problem document.

    RFC 9457's `title` and `detail` are English; `title_ko` and `detail_ko` stand beside them.
    """
    document: dict[str, Any] = {
        "type": f"urn:naru:problem:{code}",
        "title": title.en,
        "title_ko": title.ko,
        "status": status,
    }
    if detail is not None:
        document |= {"detail": detail.en, "detail_ko": detail.ko}
    if instance is not None:
        document["instance"] = instance
    if listed := list(faults):
        document["faults"] = listed
    return document


def fault_document(fault: Fault) -> dict[str, Any]:
    """Return one fault as an entry of a problem's `faults`."""
    return {
        "code": fault.code,
        "file": fault.file,
        "row": fault.row,
        "field": fault.field,
        "ko": fault.what.ko,
        "en": fault.what.en,
        "remedy_ko": fault.remedy.ko,
        "remedy_en": fault.remedy.en,
    }


def faults_problem(faults: Iterable[Fault], instance: str | None = None) -> dict[str, Any]:
    """Return the problem document of wrong input."""
    listed = [fault_document(fault) for fault in faults]
    return problem(
        HTTPStatus.UNPROCESSABLE_ENTITY,
        "input-faults",
        Text("입력에 고칠 곳이 있습니다", "The input has faults"),
        Text(f"고칠 곳 {len(listed)}개", f"{len(listed)} to mend; all are in `faults`"),
        instance=instance,
        faults=listed,
    )


def schema_fault(error: ErrorDetails) -> Fault:
    """Return what pydantic found wrong as a fault: list, position from 1, and field."""
    place = [part for part in error["loc"] if part != "body"]
    file = str(place[0]) if place else "body"
    row = place[1] + 1 if len(place) > 1 and isinstance(place[1], int) else None
    fields = [str(part) for part in place[2 if row else 1 :]]
    known = _SCHEMA_TEXTS.get(error["type"])
    return Fault(
        code=error["type"].replace("_", "-"),
        file=file,
        row=row,
        field=".".join(fields) or None,
        what=known[0] if known else Text(f"쓸 수 없습니다 ({error['msg']})", error["msg"]),
        remedy=known[1]
        if known
        else Text("참조 문서(/docs)에 맞게 고치세요", "mend it as the reference at /docs says"),
    )


_SCHEMA_TEXTS: Mapping[str, tuple[Text, Text]] = {
    "missing": (Text("값이 없습니다", "is missing"), Text("값을 넣으세요", "add it")),
    "extra_forbidden": (
        Text("알 수 없는 필드입니다", "is not a known field"),
        Text("철자를 확인하거나 지우세요", "check its spelling, or remove it"),
    ),
    "json_invalid": (
        Text("JSON이 아닙니다", "is not JSON"),
        Text("본문을 확인하세요", "check the body"),
    ),
}


def _answer(document: dict[str, Any], headers: Mapping[str, str] | None = None) -> JSONResponse:
    return JSONResponse(
        document, document["status"], headers=dict(headers or {}), media_type=PROBLEM_TYPE
    )


async def _on_problem(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, ProblemError)
    document = problem(
        error.status, error.code, error.title, error.detail, instance=request.url.path
    )
    return _answer(document, error.headers)


async def _on_faults(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, InputError)
    return _answer(faults_problem(error.faults, request.url.path))


async def _on_validation(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)
    faults = [schema_fault(item) for item in error.errors()]
    return _answer(faults_problem(faults, request.url.path))


_TITLES = {
    400: Text("요청을 읽을 수 없습니다", "The request cannot be read"),
    404: Text("찾을 수 없습니다", "Not found"),
    405: Text("이 주소에서 쓸 수 없는 방법입니다", "The method is not allowed here"),
}


async def _on_http(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, StarletteHTTPException)
    phrase = HTTPStatus(error.status_code).phrase
    title = _TITLES.get(error.status_code, Text(phrase, phrase))
    detail = None if error.detail == phrase else Text(str(error.detail), str(error.detail))
    code = phrase.lower().replace(" ", "-")
    document = problem(error.status_code, code, title, detail, instance=request.url.path)
    return _answer(document, error.headers)


async def _on_crash(request: Request, error: Exception) -> JSONResponse:
    _log.error("%s %s failed", request.method, request.url.path, exc_info=error)
    return _answer(problem(500, "internal", INTERNAL, instance=request.url.path))


#: What a caller learns of a failure of ours; the log has the rest.
INTERNAL = Text(
    "서비스 안에서 오류가 났습니다. 기록을 확인하세요",
    "Something failed inside the service; its log says what",
)
