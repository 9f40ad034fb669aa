"""Days come in over HTTP, plans go out; everything that goes wrong is a problem document."""

from __future__ import annotations

import copy
import io
import json
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx2 as httpx
import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.day_folder import write_day
from api.examples import DAY
from api.schemas import DayIn
from api.settings import Settings
from dispatch.plan_json import parse_plan
from tests.api.fakes import FakePlanner, far_away
from tests.dispatch.handmade import handmade_day


def _client(planner: FakePlanner | None, **settings: Any) -> TestClient:
    app = create_app(Settings(**settings), planner)
    return TestClient(app, base_url="http://localhost", raise_server_exceptions=False)


@pytest.fixture
def client() -> Iterator[TestClient]:
    with _client(FakePlanner()) as client:
        yield client


def _submit(client: TestClient) -> str:
    answer = client.post("/plans", json=DAY)
    assert answer.status_code == 202, answer.text
    return str(answer.headers["Location"])


def _over(client: TestClient, path: str) -> Any:
    for _ in range(2000):
        job = client.get(path).json()
        if job["status"] not in ("queued", "running"):
            return job
        time.sleep(0.005)
    raise AssertionError(job)


def _problem(answer: httpx.Response, status: int, code: str) -> Any:
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    document = answer.json()
    assert document["type"] == f"urn:naru:problem:{code}"
    assert document["status"] == status
    assert document["title"]
    assert document["title_ko"]
    return document


def _zipped(folder: Path, top: str = "") -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for path in folder.iterdir():
            archive.write(path, f"{top}{path.name}")
    return data.getvalue()


@pytest.fixture
def day_folder(tmp_path: Path) -> Path:
    write_day(DayIn.model_validate(DAY), tmp_path)
    return tmp_path


def _upload(client: TestClient, data: bytes) -> httpx.Response:
    return client.post("/plans", files={"request": ("day.zip", data, "application/zip")})


# -- the good way ------------------------------------------------------------------------------


def test_day_becomes_a_plan_with_its_files(client: TestClient) -> None:
    path = _submit(client)
    job = _over(client, path)
    assert job["status"] == "done"
    assert job["summary"]["served"] == 13
    assert job["links"]["plan"] == f"{path}/plan"
    plan = client.get(job["links"]["plan"])
    assert plan.headers["content-type"] == "application/json"
    assert parse_plan(plan.text) == handmade_day()[1]
    sheets = client.get(job["links"]["sheets"])
    assert sheets.headers["content-type"] == "application/pdf"
    assert sheets.content.startswith(b"%PDF-")
    geojson = client.get(job["links"]["map"])
    assert geojson.headers["content-type"] == "application/geo+json"
    assert geojson.json()["type"] == "FeatureCollection"


def test_zipped_folder_is_read_like_json(client: TestClient, day_folder: Path) -> None:
    for top in ("", "2026-03-10/"):
        answer = _upload(client, _zipped(day_folder, top))
        assert answer.status_code == 202, answer.text
        assert _over(client, answer.headers["Location"])["status"] == "done"


def test_json_and_zip_ask_for_the_same(day_folder: Path) -> None:
    planner = FakePlanner()
    with _client(planner) as client:
        first = _over(client, _submit(client))
        second = _over(client, _upload(client, _zipped(day_folder)).headers["Location"])
    assert first["status"] == second["status"] == "done"
    assert planner.seen[0].request == planner.seen[1].request
    assert [order.order_id for order in planner.seen[0].request.orders] == ["O-001", "O-002"]


def test_progress_is_shown_while_planning() -> None:
    planner = FakePlanner(slow=True)
    with _client(planner) as client:
        path = _submit(client)
        assert planner.begun.wait(5)
        job = client.get(path).json()
        assert job["status"] == "running"
        assert job["progress"]["cost"] == 512_000
        assert job["progress"]["share"] == 0.25
        assert job["progress"]["doing"] == {"ko": "경로를 찾습니다", "en": "seeking routes"}
        planner.gate.set()
        assert _over(client, path)["stopped_early"] is False


def test_stopping_a_running_plan_keeps_its_best_so_far() -> None:
    planner = FakePlanner(slow=True)
    with _client(planner) as client:
        path = _submit(client)
        assert planner.begun.wait(5)
        assert client.delete(path).json()["stopped_early"] is True
        job = _over(client, path)
        assert job["status"] == "done"
        assert client.get(f"{path}/plan").status_code == 200
        assert client.delete(path).json()["status"] == "done", "a second DELETE changes nothing"


def test_stopping_a_waiting_plan_cancels_it() -> None:
    planner = FakePlanner(slow=True)
    with _client(planner) as client:
        first, second = _submit(client), _submit(client)
        assert planner.begun.wait(5)
        assert client.delete(second).json()["status"] == "cancelled"
        planner.gate.set()
        assert _over(client, first)["status"] == "done"
        _problem(client.get(f"{second}/plan"), 409, "plan-not-ready")
    assert len(planner.seen) == 1


def test_check_names_the_broken_rules() -> None:
    planner = FakePlanner()
    with _client(planner) as client:
        path = _submit(client)
        _over(client, path)
        assert client.post(f"{path}/check").json() == {"kept": True, "broken": []}
        planner.broken = ("T-02 is late for HL01",)
        assert client.post(f"{path}/check").json() == {
            "kept": False,
            "broken": ["T-02 is late for HL01"],
        }


def test_newest_plan_is_listed_first(client: TestClient) -> None:
    paths = [_submit(client) for _ in range(3)]
    listed = client.get("/plans").json()["plans"]
    assert [job["links"]["self"] for job in listed] == paths[::-1]


def test_oldest_finished_plans_are_forgotten() -> None:
    with _client(FakePlanner(), kept=2) as client:
        paths = []
        for _ in range(4):
            paths.append(_submit(client))
            _over(client, paths[-1])
        _problem(client.get(paths[0]), 404, "unknown-plan")
        assert client.get(paths[3]).json()["status"] == "done"
        assert len(client.get("/plans").json()["plans"]) == 2


def test_health_counts_what_there_is_to_do() -> None:
    planner = FakePlanner(slow=True)
    with _client(planner) as client:
        _submit(client)
        assert planner.begun.wait(5)
        _submit(client)
        health = client.get("/health").json()
        assert (health["status"], health["running"], health["queued"]) == ("ok", 1, 1)


def test_closing_the_service_ends_what_runs() -> None:
    planner = FakePlanner(slow=True)
    with _client(planner) as client:
        _submit(client)
        _submit(client)
        assert planner.begun.wait(5)
    assert len(planner.seen) == 1, "the waiting plan was given up"


# -- what may go wrong -------------------------------------------------------------------------


def test_queue_that_is_full_answers_503_with_retry_after() -> None:
    planner = FakePlanner(slow=True)
    with _client(planner, waiting=2) as client:
        _submit(client)
        assert planner.begun.wait(5)
        _submit(client)
        _submit(client)
        answer = client.post("/plans", json=DAY)
        _problem(answer, 503, "queue-full")
        assert int(answer.headers["Retry-After"]) > 0


def test_all_faults_of_a_day_come_back_at_once_with_list_position_and_field(
    client: TestClient,
) -> None:
    day = copy.deepcopy(DAY)
    day["orders"][0]["origin"] = "F99"
    day["orders"][1]["kg"] = -5
    day["sites"][1]["windows"] = "11:00-08:00"
    day["fleet"].append(dict(day["fleet"][0]))
    document = _problem(client.post("/plans", json=day), 422, "input-faults")
    places = {(f["file"], f["row"], f["field"]) for f in document["faults"]}
    assert ("orders", 1, "origin") in places
    assert ("orders", 2, "kg") in places
    assert ("sites", 2, "windows") in places
    assert ("fleet", 3, "vehicle_id") in places
    for fault in document["faults"]:
        assert fault["ko"]
        assert fault["en"]
        assert fault["remedy_ko"]
        assert fault["remedy_en"]


def test_unknown_missing_and_mistyped_fields_come_back_at_once(client: TestClient) -> None:
    day = copy.deepcopy(DAY)
    day["orders"][1]["colour"] = "red"
    del day["sites"][0]["kind"]
    day["fleet"][0]["capacity_kg"] = "heavy"
    day["extra"] = 1
    document = _problem(client.post("/plans", json=day), 422, "input-faults")
    places = {(f["code"], f["file"], f["row"], f["field"]) for f in document["faults"]}
    assert places == {
        ("extra-forbidden", "orders", 2, "colour"),
        ("missing", "sites", 1, "kind"),
        ("int-parsing", "fleet", 1, "capacity_kg"),
        ("extra-forbidden", "extra", None, None),
    }


@pytest.mark.parametrize("body", [b"", b"{", b"[1,", b"\xff\xfe", b"[" * 5000])
def test_body_that_is_not_json_is_a_fault(client: TestClient, body: bytes) -> None:
    answer = client.post("/plans", content=body, headers={"Content-Type": "application/json"})
    document = _problem(answer, 422, "input-faults")
    assert document["faults"][0]["file"] == "body"


def test_rows_stay_positions_when_texts_have_several_lines(client: TestClient) -> None:
    day = copy.deepcopy(DAY)
    day["orders"][0]["note"] = 'two\nlines, "quoted"\r\nand a third'
    day["orders"][1]["origin"] = "F99"
    document = _problem(client.post("/plans", json=day), 422, "input-faults")
    assert {(f["file"], f["row"]) for f in document["faults"]} == {("orders", 2)}


def test_faults_of_a_zip_name_file_and_line(client: TestClient, day_folder: Path) -> None:
    orders = day_folder / "orders.csv"
    orders.write_text(orders.read_text(encoding="utf-8").replace("J01", "J99"), encoding="utf-8")
    document = _problem(_upload(client, _zipped(day_folder)), 422, "input-faults")
    assert ("orders.csv", 3, "origin") in {
        (f["file"], f["row"], f["field"]) for f in document["faults"]
    }


def test_zip_with_paths_out_of_the_folder_is_refused(client: TestClient) -> None:
    for name in ("../day.toml", "/etc/day.toml", "a/../../day.toml", "C:\\day.toml"):
        data = io.BytesIO()
        with zipfile.ZipFile(data, "w") as archive:
            archive.writestr(name, "date = 2026-03-10")
        document = _problem(_upload(client, data.getvalue()), 422, "input-faults")
        assert document["faults"][0]["code"] == "bad-zip", name


def test_timetable_outside_of_the_uploaded_folder_is_refused(
    client: TestClient, day_folder: Path
) -> None:
    day = day_folder / "day.toml"
    day.write_text('timetable = "../../etc"\n' + day.read_text(encoding="utf-8"), encoding="utf-8")
    document = _problem(_upload(client, _zipped(day_folder)), 422, "input-faults")
    assert document["faults"][0]["code"] == "outside-folder"


def test_zip_bomb_is_refused(day_folder: Path) -> None:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("orders.csv", b"0" * 3_000_000)
    with _client(FakePlanner(), max_unpacked_bytes=1_000_000) as client:
        document = _problem(_upload(client, data.getvalue()), 422, "input-faults")
        assert document["faults"][0]["code"] == "zip-too-large"


@pytest.mark.parametrize("data", [b"", b"no zip", b"PK\x03\x04 but no more"])
def test_file_that_is_no_zip_is_a_fault(client: TestClient, data: bytes) -> None:
    document = _problem(_upload(client, data), 422, "input-faults")
    assert document["faults"][0]["code"] == "bad-zip"


def test_form_without_the_file_says_what_it_is_called(client: TestClient) -> None:
    answer = client.post("/plans", files={"other": ("day.zip", b"x", "application/zip")})
    document = _problem(answer, 422, "input-faults")
    assert document["faults"][0]["field"] == "request"


def test_body_above_the_limit_is_413_announced_or_not(day_folder: Path) -> None:
    with _client(FakePlanner(), max_body_bytes=1000) as client:
        headers = {"Content-Type": "application/json"}
        _problem(client.post("/plans", content=b" " * 2000, headers=headers), 413, "body-too-large")
        chunks = (b" " * 400 for _ in range(5))
        _problem(client.post("/plans", content=chunks, headers=headers), 413, "body-too-large")
        _problem(_upload(client, b"x" * 2000), 413, "body-too-large")


def test_other_media_types_are_415(client: TestClient) -> None:
    answer = client.post("/plans", content=b"a,b", headers={"Content-Type": "text/csv"})
    _problem(answer, 415, "unsupported-media-type")


def test_longer_solving_than_allowed_is_a_fault() -> None:
    with _client(FakePlanner(), max_seconds=1.0) as client:
        document = _problem(client.post("/plans", json=DAY), 422, "input-faults")
        assert document["faults"][0]["field"] == "solve.seconds"


def test_planner_that_finds_faults_later_leaves_them_in_the_job() -> None:
    with _client(FakePlanner(failure=far_away())) as client:
        path = _submit(client)
        job = _over(client, path)
        assert job["status"] == "failed"
        assert job["problem"]["faults"][0]["code"] == "far-from-road"
        _problem(client.get(f"{path}/sheets.pdf"), 409, "plan-not-ready")


def test_crash_of_the_planner_fails_its_job_only_and_shows_no_details() -> None:
    planner = FakePlanner(failure=RuntimeError("secret /home/path"))
    with _client(planner) as client:
        path = _submit(client)
        job = _over(client, path)
        assert job["status"] == "failed"
        assert "secret" not in json.dumps(job)
        planner.failure = None
        assert _over(client, _submit(client))["status"] == "done", "the next plan is made"


def test_crash_of_an_endpoint_is_a_500_without_details() -> None:
    planner = FakePlanner()

    def crash(*_: object) -> None:
        raise RuntimeError("secret /home/path")

    planner.read = crash  # type: ignore[method-assign,assignment]
    with _client(planner) as client:
        answer = client.post("/plans", json=DAY)
        _problem(answer, 500, "internal")
        assert "secret" not in answer.text


def test_unknown_paths_plans_and_methods_are_problems(client: TestClient) -> None:
    _problem(client.get("/nowhere"), 404, "not-found")
    _problem(client.get("/plans/0000"), 404, "unknown-plan")
    _problem(client.delete("/plans/0000"), 404, "unknown-plan")
    _problem(client.get("/plans/0000/plan"), 404, "unknown-plan")
    answer = client.put("/plans", json={})
    _problem(answer, 405, "method-not-allowed")
    assert "POST" in answer.headers["Allow"]


def test_service_without_a_map_says_so() -> None:
    with _client(None) as client:
        _problem(client.post("/plans", json=DAY), 503, "no-map")
        _problem(client.get("/map"), 404, "no-map")
        assert client.get("/health").json()["map"] is False


def test_other_host_names_are_refused(client: TestClient) -> None:
    answer = client.get("/health", headers={"Host": "evil.example"})
    assert answer.status_code == 400


# -- pages and reference -----------------------------------------------------------------------


def test_pages_work_without_a_network(client: TestClient) -> None:
    for path in ("/", "/docs"):
        page = client.get(path).text
        assert "http://" not in page
        assert "https://" not in page
    assert "나루" in client.get("/").text
    for name in ("swagger-ui-bundle.js", "swagger-ui.css", "favicon-32x32.png"):
        assert f"/vendor/swagger-ui/{name}" in client.get("/docs").text
        assert client.get(f"/vendor/swagger-ui/{name}").status_code == 200


def test_reference_has_examples_schemas_and_problems(client: TestClient) -> None:
    document = client.get("/openapi.json").json()
    text = json.dumps(document)
    for name in set(_references(document)):
        assert name in document["components"]["schemas"], name
    post = document["paths"]["/plans"]["post"]
    assert set(post["requestBody"]["content"]) == {"application/json", "multipart/form-data"}
    assert set(post["responses"]) >= {"202", "413", "415", "422", "503"}
    assert "HTTPValidationError" not in text


def _references(document: Any) -> Iterator[str]:
    if isinstance(document, dict):
        for key, value in document.items():
            if key == "$ref":
                yield value.rpartition("/")[2]
            else:
                yield from _references(value)
    elif isinstance(document, list):
        for item in document:
            yield from _references(item)


def test_example_of_the_reference_is_a_good_day(client: TestClient) -> None:
    document = client.get("/openapi.json").json()
    content = document["paths"]["/plans"]["post"]["requestBody"]["content"]["application/json"]
    (example,) = content["examples"].values()
    assert client.post("/plans", json=example["value"]).status_code == 202
