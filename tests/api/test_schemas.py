"""The fields of a day over HTTP are the columns of the CSV files."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest
from pydantic import BaseModel

from api.day_folder import as_items, write_day
from api.schemas import DayIn, OrderIn, ServiceIn, SiteIn, VehicleIn
from dispatch import columns
from dispatch.imports import read_request
from geo.faults import Fault, Text
from geo.tables import Column


@pytest.mark.parametrize(
    ("part", "table"),
    [
        (OrderIn, columns.ORDERS),
        (SiteIn, columns.SITES),
        (VehicleIn, columns.FLEET),
        (ServiceIn, columns.SERVICES),
    ],
)
def test_fields_are_the_columns(part: type[BaseModel], table: tuple[Column, ...]) -> None:
    assert set(part.model_fields) == {column.name for column in table}
    for column in table:
        if column.required:
            assert part.model_fields[column.name].is_required(), column.name


def test_every_value_arrives_in_the_request(tmp_path: Path) -> None:
    day = DayIn.model_validate(
        {
            "day": {"date": "2026-03-10", "county": {"ko": '진도 "군"\\', "en": "a\x7fb"}},
            "sites": [
                {
                    "site_id": "H",
                    "name_ko": "허브, 큰",
                    "kind": "hub",
                    "lat": 34.4790123,
                    "lon": 126.266,
                    "windows": ["06:00-12:00", "13:00-01:00+1"],
                    "max_height_m": 3.5,
                    "access_note_ko": "왼쪽\n문",
                },
                {"site_id": "A", "name_ko": "가", "kind": "complex", "lat": 34.5, "lon": 126.2},
            ],
            "orders": [
                {
                    "order_id": "O",
                    "origin": "H",
                    "destination": "A",
                    "parcels": 3,
                    "kg": 0.1,
                    "litres": 1e-3,
                    "pickup_windows": "07:00-08:00; 09:00-10:00",
                }
            ],
            "fleet": [
                {
                    "vehicle_id": "T",
                    "class_id": "C1R",
                    "start_site": "H",
                    "shift_start": "06:00",
                    "shift_end": "15:00",
                    "temperatures": ["chilled", "frozen"],
                    "driver": "D",
                }
            ],
        }
    )
    write_day(day, tmp_path)
    request = read_request(tmp_path)
    assert request.county == Text('진도 "군"\\', "a\x7fb")
    hub = request.sites[0]
    assert (hub.name.ko, hub.lat, hub.max_height_m) == ("허브, 큰", 34.4790123, 3.5)
    assert hub.windows == ((6 * 3600, 12 * 3600), (13 * 3600, 25 * 3600))
    assert hub.access_note.ko == "왼쪽 문"
    (order,) = request.orders
    assert (order.kg, order.litres) == (0.1, 1e-3)
    assert order.pickup_windows == ((7 * 3600, 8 * 3600), (9 * 3600, 10 * 3600))
    assert request.vehicles[0].temperatures == {"chilled", "frozen"}


def test_lines_of_written_files_become_positions() -> None:
    words = Text("", "")
    fault = Fault(code="x", what=words, remedy=words, file="orders.csv", row=5, field="kg")
    whole = dataclasses.replace(fault, row=1)
    other = dataclasses.replace(fault, file="ports", row=7)
    assert [(f.file, f.row) for f in as_items([fault, whole, other])] == [
        ("orders", 4),
        ("orders", None),
        ("ports", 7),
    ]
