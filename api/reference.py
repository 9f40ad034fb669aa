"""Completes the OpenAPI document with what FastAPI cannot see: the day's schema, and problems."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from api.errors import PROBLEM_TYPE
from api.schemas import DayIn

_DESCRIPTION = """
Plans deliveries between islands and the mainland. · 섬과 육지 사이의 배송을 계획합니다.

1. `POST /plans` takes a day and answers 202 with `Location`.
2. `GET /plans/{plan_id}` tells how far it is; `DELETE` ends it early with its best plan so far.
3. `GET /plans/{plan_id}/plan`, `/sheets.pdf` and `/map.geojson` give the results.

Times in requests are clock times as in the CSV files (`05:30`, `01:30+1` on the next day). In
results, moments are seconds since local midnight of the planning day, distances metres, money won,
coordinates WGS84 degrees; docs/plan.md describes plan.json.

Whatever goes wrong is a problem document (RFC 9457, `application/problem+json`). In the `faults` of
a JSON day, `file` is the list and `row` the position in it, counted from 1; in a zipped day, `row`
is the line of the file.
"""

_BOTH = {"type": "string"}

PROBLEM: dict[str, Any] = {
    "type": "object",
    "description": "RFC 9457; title and detail are English, with the Korean beside them",
    "required": ["type", "title", "title_ko", "status"],
    "properties": {
        "type": {"type": "string", "format": "uri"},
        "title": _BOTH,
        "title_ko": _BOTH,
        "status": {"type": "integer"},
        "detail": _BOTH,
        "detail_ko": _BOTH,
        "instance": {"type": "string"},
        "faults": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["code", "file", "row", "field", "ko", "en"],
                "properties": {
                    "code": {"type": "string", "description": "Stable name of the broken rule"},
                    "file": {"type": "string"},
                    "row": {"type": ["integer", "null"]},
                    "field": {"type": ["string", "null"]},
                    "ko": {"type": "string", "description": "What is wrong"},
                    "en": {"type": "string", "description": "What is wrong"},
                    "remedy_ko": _BOTH,
                    "remedy_en": _BOTH,
                },
            },
        },
    },
}


def describe(app: FastAPI) -> dict[str, Any]:
    """Return the OpenAPI document of the service, made once."""
    if app.openapi_schema is None:
        document = get_openapi(
            title=app.title, version=app.version, description=_DESCRIPTION, routes=app.routes
        )
        schemas = document.setdefault("components", {}).setdefault("schemas", {})
        day = DayIn.model_json_schema(ref_template="#/components/schemas/{model}")
        schemas.update(day.pop("$defs", {}))
        schemas["DayIn"] = day
        schemas["Problem"] = PROBLEM
        _answer_with_problems(document, schemas)
        app.openapi_schema = document
    return app.openapi_schema


def _answer_with_problems(document: dict[str, Any], schemas: dict[str, Any]) -> None:
    """Replace FastAPI's own shape of 422 by ours."""
    for name in ("HTTPValidationError", "ValidationError"):
        schemas.pop(name, None)
    for path in document["paths"].values():
        for operation in path.values():
            answer = operation["responses"].get("422", {})
            if "application/json" in answer.get("content", {}):
                problem = {"schema": {"$ref": "#/components/schemas/Problem"}}
                answer["content"] = {PROBLEM_TYPE: problem}
