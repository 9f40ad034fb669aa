"""Shows inputs and answers in the reference: a small day, and what problems look like."""

from __future__ import annotations

from typing import Any

from api.errors import PROBLEM_TYPE, faults_problem, problem
from geo.faults import Fault, Text

#: Two producers, one of them on an island with a car ferry, and one apartment complex.
DAY: dict[str, Any] = {
    "day": {
        "date": "2026-03-10",
        "timezone": "Asia/Seoul",
        "county": {"ko": "진도군", "en": "Jindo-gun"},
        "solve": {"seconds": 5, "seed": 1},
    },
    "sites": [
        {
            "site_id": "HUB",
            "name_ko": "진도읍 MFC",
            "name_en": "Jindo hub",
            "kind": "hub",
            "lat": 34.479,
            "lon": 126.266,
        },
        {
            "site_id": "F01",
            "name_ko": "군내 대파농장",
            "name_en": "Gunnae spring onions",
            "kind": "producer",
            "lat": 34.5094,
            "lon": 126.294,
            "windows": "08:00-11:00",
        },
        {
            "site_id": "J01",
            "name_ko": "하조도 전복어가",
            "name_en": "Hajodo abalone",
            "kind": "producer",
            "lat": 34.2939,
            "lon": 126.0491,
            "windows": "08:00-11:00",
        },
        {
            "site_id": "A01",
            "name_ko": "남악 푸른숲 1단지",
            "name_en": "Namak Pureunsup 1",
            "kind": "complex",
            "lat": 34.8205,
            "lon": 126.443,
            "windows": "11:00-15:00; 17:00-21:00",
            "access_min": 8,
            "max_height_m": 2.5,
        },
    ],
    "orders": [
        {
            "order_id": "O-001",
            "origin": "F01",
            "destination": "A01",
            "parcels": 40,
            "kg": 400,
            "litres": 2400,
            "channel": "market",
            "product": "대파 10kg 상자",
        },
        {
            "order_id": "O-002",
            "origin": "J01",
            "destination": "A01",
            "parcels": 20,
            "kg": 50,
            "litres": 240,
            "temperature": "chilled",
            "product": "활전복 1kg",
            "max_hours": 20,
            "dong": "103",
            "ho": "201",
        },
    ],
    "fleet": [
        {
            "vehicle_id": "T-01",
            "class_id": "C1R",
            "start_site": "HUB",
            "shift_start": "05:30",
            "shift_end": "16:30",
            "max_shift_hours": 11,
            "driver": "D1",
        },
        {
            "vehicle_id": "T-02",
            "class_id": "C1R",
            "start_site": "HUB",
            "shift_start": "12:00",
            "shift_end": "21:30",
            "driver": "D2",
        },
    ],
}

#: The body of POST /plans; the schema of the JSON form is added by api/app.py.
DAY_BODY: dict[str, Any] = {
    "required": True,
    "content": {
        "application/json": {
            "schema": {"$ref": "#/components/schemas/DayIn"},
            "examples": {"island-day": {"summary": "An island day", "value": DAY}},
        },
        "multipart/form-data": {
            "schema": {
                "type": "object",
                "required": ["request"],
                "properties": {
                    "request": {
                        "type": "string",
                        "format": "binary",
                        "description": "Zip of a request folder: day.toml, orders.csv, sites.csv,"
                        " fleet.csv, services.csv, perhaps a timetable folder",
                    }
                },
            }
        },
    },
}

_FAULTS = faults_problem(
    [
        Fault(
            code="unknown-site",
            file="orders",
            row=2,
            field="origin",
            what=Text("'J99' 장소가 없습니다", "there is no site 'J99'"),
            remedy=Text("sites에 추가하거나 철자를 고치세요", "add it to sites, or correct it"),
        )
    ],
    "/plans",
)

_PROBLEMS: dict[int, tuple[str, str, Text]] = {
    404: ("No such plan", "unknown-plan", Text("그런 계획이 없습니다", "There is no such plan")),
    409: ("Not ready", "plan-not-ready", Text("계획이 아직 없습니다", "The plan is not there")),
    413: ("Too large", "body-too-large", Text("요청이 너무 큽니다", "The request is too large")),
    415: (
        "Wrong type",
        "unsupported-media-type",
        Text("이 형식은 받지 않습니다", "This media type is not taken"),
    ),
    503: (
        "Busy, or without a map",
        "queue-full",
        Text("기다리는 계획이 너무 많습니다", "Too many plans are waiting"),
    ),
}

Responses = dict[int | str, dict[str, Any]]


def finished_problems(*statuses: int) -> Responses:
    """Return the reference's entries of some problems."""
    return {
        status: _entry(_PROBLEMS[status][0], problem(status, *_PROBLEMS[status][1:]))
        for status in statuses
    }


def accepted_problems() -> Responses:
    """Return the reference's entries of what may happen to a submitted day."""
    return {
        **finished_problems(413, 415),
        422: _entry("The day has faults; all of them are listed", _FAULTS),
        **finished_problems(503),
    }


def _entry(description: str, example: dict[str, Any]) -> dict[str, Any]:
    return {
        "description": description,
        "content": {
            PROBLEM_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}, "example": example}
        },
    }
