"""plan.json comes back as it was written, or says what is wrong with it."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dispatch import plan as plan_module
from dispatch.plan import Coordinate, Leg, Plan
from dispatch.plan_json import parse_plan, plan_text, read_plan, write_plan
from geo.faults import InputError
from tests.dispatch.handmade import handmade_day

ROOT = Path(__file__).parents[2]


def _faults_of(data: Any) -> dict[str, str]:
    with pytest.raises(InputError) as raised:
        parse_plan(json.dumps(data))
    return {fault.code: str(fault) for fault in raised.value.faults}


def _plan_data() -> Any:
    return json.loads(plan_text(handmade_day()[1]))


def test_plan_comes_back_equal(tmp_path: Path) -> None:
    plan = handmade_day()[1]
    write_plan(plan, tmp_path / "plan.json")
    assert read_plan(tmp_path / "plan.json") == plan


def test_same_plan_gives_same_bytes_with_fields_in_the_order_of_the_class() -> None:
    plan = handmade_day()[1]
    assert plan_text(plan) == plan_text(handmade_day()[1])
    assert list(json.loads(plan_text(plan))) == [f.name for f in dataclasses.fields(Plan)]


@given(st.text(), st.floats(-90, 90), st.floats(-180, 180))
def test_any_text_and_any_point_survive(note: str, lat: float, lon: float) -> None:
    plan = handmade_day()[1]
    tour = plan.tours[0]
    way = ((Coordinate(lat=lat, lon=lon), Coordinate(lat=lon / 2, lon=lat)),)
    home = Leg(distance=1, driving=1, line=way)
    tour = dataclasses.replace(tour, home=home, driver=note)
    plan = dataclasses.replace(plan, tours=(tour,))
    assert parse_plan(plan_text(plan)) == plan


def test_note_that_looks_like_a_point_is_not_touched() -> None:
    plan = handmade_day()[1]
    tricky = '{\n "lat": 1,\n "lon": 2\n}'
    plan = dataclasses.replace(plan, tours=(dataclasses.replace(plan.tours[0], driver=tricky),))
    assert parse_plan(plan_text(plan)).tours[0].driver == tricky


def test_unknown_version_is_refused_by_number() -> None:
    data = _plan_data() | {"version": 99}
    message = _faults_of(data)["unknown-plan-version"]
    assert "99" in message
    assert "version 1 only" in message
    assert "버전 1만" in message


@pytest.mark.parametrize("text", ["[]", "7", "null", '"plan"', "{}"])
def test_json_that_is_no_plan_is_refused_for_its_version(text: str) -> None:
    assert set(_faults_of(json.loads(text))) == {"unknown-plan-version"}


def test_text_that_is_not_json_is_named_with_its_line() -> None:
    with pytest.raises(InputError, match="row 2"):
        parse_plan('{\n "version": 1,,\n}')


def test_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"away\.json"):
        read_plan(tmp_path / "away.json")


def test_binary_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "plan.json").write_bytes(b"\xff\xfe\x00PK")
    with pytest.raises(InputError, match="not UTF-8"):
        read_plan(tmp_path / "plan.json")


def test_all_wrong_fields_are_named_at_once_with_their_place() -> None:
    data = _plan_data()
    data["tours"][1]["stops"][0]["arrival"] = "08:16"
    data["tours"][2]["colour"] = "red"
    del data["totals"]["parcels"]
    with pytest.raises(InputError) as raised:
        parse_plan(json.dumps(data))
    message = str(raised.value)
    assert "plan.tours[1].stops[0].arrival" in message
    assert "colour" in message
    assert "parcels" in message
    assert len(raised.value.faults) == 3


@pytest.mark.parametrize("value", [True, 1.5, "1", None])
def test_whole_numbers_are_not_guessed(value: object) -> None:
    data = _plan_data()
    data["tours"][0]["departure"] = value
    assert set(_faults_of(data)) == {"bad-plan-field"}


def test_write_leaves_the_old_file_when_it_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "plan.json"
    path.write_text("old")

    def no_room(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("dispatch.output.os.fsync", no_room)
    with pytest.raises(OSError, match="No space"):
        write_plan(handmade_day()[1], path)
    assert [p.name for p in tmp_path.iterdir()] == ["plan.json"]
    assert path.read_text() == "old"


def test_reference_describes_every_field_of_every_part() -> None:
    reference = (ROOT / "docs" / "plan.md").read_text(encoding="utf-8")
    for name, part in vars(plan_module).items():
        if not (isinstance(part, type) and dataclasses.is_dataclass(part)):
            continue
        if part.__module__ != plan_module.__name__:
            continue
        section = reference.partition(f"## {name}\n")[2].partition("\n## ")[0]
        described = {line.split("`")[1] for line in section.splitlines() if line.startswith("| `")}
        assert described == {f.name for f in dataclasses.fields(part)}, name
