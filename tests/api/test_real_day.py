"""A small day on the schematic map of Jindo, with the real solver: by command and over HTTP."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pymupdf
import pytest
from fastapi.testclient import TestClient

from api import cli
from api.app import create_app
from api.day_folder import write_day
from api.examples import DAY
from api.schemas import DayIn
from api.settings import Settings
from dispatch.plan_json import read_plan
from examples.jindo.draw_map import main as draw_map

ROOT = Path(__file__).parents[2]
TIMETABLE = ROOT / "examples" / "jindo" / "timetable"


@dataclass(frozen=True)
class Ran:
    code: int
    out: str
    err: str


Naru = Callable[..., Ran]


@pytest.fixture
def naru(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Naru:
    def run(*args: object) -> Ran:
        monkeypatch.setattr(sys, "argv", ["naru", *map(str, args)])
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            cli.main()
        out, err = capsys.readouterr()
        return Ran(int(ended.value.code or 0), out, err)

    return run


@pytest.fixture(scope="module")
def mapdir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("jindo")
    draw_map([str(folder / "jindo.osm.pbf")])
    with pytest.MonkeyPatch.context() as patch:
        args = ("map", "build", folder / "jindo.osm.pbf", "--timetable", TIMETABLE)
        patch.setattr(sys, "argv", ["naru", *map(str, args), "--out", str(folder / "map")])
        with pytest.raises(SystemExit) as ended:
            cli.main()
    assert not ended.value.code
    return folder / "map"


@pytest.fixture
def day(tmp_path: Path) -> Path:
    folder = tmp_path / "day"
    folder.mkdir()
    write_day(DayIn.model_validate(DAY), folder)
    return folder


@pytest.fixture
def client(mapdir: Path) -> Iterator[TestClient]:
    app = create_app(Settings(map=mapdir))
    with TestClient(app, base_url="http://localhost") as client:
        yield client


def _over(client: TestClient, path: str) -> Any:
    for _ in range(3000):
        job = client.get(path).json()
        if job["status"] not in ("queued", "running"):
            return job
        time.sleep(0.01)
    raise AssertionError(job)


def _short_day() -> dict[str, Any]:
    day: dict[str, Any] = json.loads(json.dumps(DAY))
    day["day"]["solve"]["seconds"] = 0.3
    return day


def test_planned_day_keeps_every_rule_and_its_sheets_name_the_boat(
    naru: Naru, mapdir: Path, day: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    ran = naru("plan", day, "--map", mapdir, "--out", out, "--seconds", 0.3)
    assert ran.code == 0, ran.err
    plan = read_plan(out / "plan.json")
    assert {order.order_id for order in plan.orders} == {"O-001", "O-002"}
    boats = [s for t in plan.tours for stop in t.stops for s in stop.leg.sailings]
    assert boats, "the abalone of Hajodo come by ferry"
    text = "".join(page.get_text() for page in pymupdf.open(out / "sheets.pdf"))
    for boat in boats:
        assert boat.vessel in text
        assert f"{boat.check_in // 3600:02d}:{boat.check_in // 60 % 60:02d}" in text
    assert naru("check", out / "plan.json", day, "--map", mapdir).code == 0


def test_check_finds_what_was_changed_by_hand(
    naru: Naru, mapdir: Path, day: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    assert naru("plan", day, "--map", mapdir, "--out", out, "--seconds", 0.3).code == 0
    data = json.loads((out / "plan.json").read_text(encoding="utf-8"))
    data["tours"][0]["stops"][0]["start"] -= 7200
    (out / "plan.json").write_text(json.dumps(data), encoding="utf-8")
    ran = naru("check", out / "plan.json", day, "--map", mapdir)
    assert ran.code == 1
    assert data["tours"][0]["vehicle_id"] in ran.out


def test_bridge_that_is_closed_is_passed_before_or_after(
    naru: Naru, mapdir: Path, day: Path, tmp_path: Path
) -> None:
    out, closed = tmp_path / "out", ("--close", "진도대교 10:00-15:00")
    ran = naru("plan", day, "--map", mapdir, "--out", out, "--seconds", 0.3, *closed)
    assert ran.code == 0, ran.err
    plan = read_plan(out / "plan.json")
    assert plan.closures == ("진도대교 10:00-15:00",)
    legs = [leg for t in plan.tours for leg in (*(stop.leg for stop in t.stops), t.home)]
    passages = [one for leg in legs for one in leg.sailings if one.passage]
    assert passages, "the complex lies beyond the bridge"
    assert not any(10 * 3600 <= one.departure < 15 * 3600 for one in passages)
    assert "진도대교" in "".join(page.get_text() for page in pymupdf.open(out / "sheets.pdf"))
    assert naru("check", out / "plan.json", day, "--map", mapdir, *closed).code == 0
    assert naru("check", out / "plan.json", day, "--map", mapdir).code == 1
    wrong = naru("plan", day, "--map", mapdir, "--out", out, "--close", "진도대로교 10-15")
    assert wrong.code == 2
    assert "진도대교" in wrong.err


def test_timetable_that_does_not_cover_the_day_is_named(
    naru: Naru, mapdir: Path, day: Path, tmp_path: Path
) -> None:
    toml = day / "day.toml"
    toml.write_text(toml.read_text(encoding="utf-8").replace("2026", "2031"), encoding="utf-8")
    ran = naru("plan", day, "--map", mapdir, "--out", tmp_path / "out")
    assert ran.code == 2
    assert "sailings.csv" in ran.err
    assert not (tmp_path / "out").exists()


def test_day_over_http_is_planned_checked_and_printed(client: TestClient) -> None:
    answer = client.post("/plans", json=_short_day())
    assert answer.status_code == 202, answer.text
    path = answer.headers["Location"]
    job = _over(client, path)
    assert job["status"] == "done", job
    assert job["summary"]["served"] == 2
    assert job["summary"]["sailings"] >= 2
    assert client.post(f"{path}/check").json() == {"kept": True, "broken": []}
    assert client.get(f"{path}/sheets.pdf").content.startswith(b"%PDF-")


def test_day_over_http_may_close_roads(client: TestClient) -> None:
    day = _short_day()
    day["day"]["close"] = ["진도대교"]
    path = client.post("/plans", json=day).headers["Location"]
    assert _over(client, path)["status"] == "done"
    plan = client.get(f"{path}/plan").json()
    assert {one["code"] for one in plan["unserved"]} == {"road-closed"}
    day["day"]["close"] = ["no such bridge", "10:00-12:00"]
    faults = client.post("/plans", json=day).json()["faults"]
    assert {(fault["code"], fault["field"]) for fault in faults} == {("bad-closure", "close")}


def test_site_far_from_any_road_is_refused_before_it_is_queued(client: TestClient) -> None:
    day = _short_day()
    day["sites"][1]["lat"], day["sites"][1]["lon"] = 34.05, 125.60
    document = client.post("/plans", json=day).json()
    assert document["status"] == 422
    (fault,) = document["faults"]
    assert (fault["file"], fault["row"]) == ("sites", 2)
    assert client.get("/plans").json() == {"plans": []}


def test_map_is_described_over_http(client: TestClient) -> None:
    document = client.get("/map").json()
    assert document["timetable"]
    assert any(line["timetabled"] for line in document["ferry_lines"])


def test_matrix_of_two_islands_has_no_road_between_them(
    naru: Naru, mapdir: Path, tmp_path: Path
) -> None:
    places = tmp_path / "places.csv"
    places.write_text(
        "장소,위도,경도\n진도읍,34.4790,126.2660\n군내,34.5094,126.2940\n하조도,34.2939,126.0491\n",
        encoding="cp949",
    )
    out = tmp_path / "m.npz"
    args = ("matrix", mapdir, "--places", places, "--out", out, "--profile")
    assert naru(*args, "truck-1t").code == 0
    with np.load(out) as made:
        assert list(made["place_ids"]) == ["진도읍", "군내", "하조도"]
        reached = made["durations"] >= 0
        assert reached.tolist() == [[True, True, False], [True, True, False], [False, False, True]]
        assert 4000 < made["distances"][0, 1] < 15_000
        assert made["durations"].dtype == made["distances"].dtype == np.int32


def test_matrix_names_places_without_road_and_unknown_profiles(
    naru: Naru, mapdir: Path, tmp_path: Path
) -> None:
    places = tmp_path / "places.csv"
    places.write_text("place_id,lat,lon\nHUB,34.4790,126.2660\nSEA,34.0,125.5\n")
    out = tmp_path / "m.npz"
    args = ("matrix", mapdir, "--places", places, "--out", out, "--profile")
    ran = naru(*args, "truck-1t")
    assert ran.code == 2
    assert "places.csv, row 3, lat" in ran.err
    ran = naru(*args, "lorry")
    assert ran.code == 2
    assert "lorry" in ran.err
    assert not out.exists()


_INTERRUPTED_AFTERWARDS = """
import signal, sys
from pathlib import Path
from api.planning import MapPlanner, Watch
signal.signal(signal.SIGINT, signal.default_int_handler)  # background jobs ignore it
planner = MapPlanner(Path(sys.argv[1]))
planner.plan(planner.read(Path(sys.argv[2])), Watch())
try:
    signal.raise_signal(signal.SIGINT)
except KeyboardInterrupt:
    print("still ours")
"""


def test_planning_does_not_take_ctrl_c_away(mapdir: Path, day: Path) -> None:
    toml = day / "day.toml"
    toml.write_text(toml.read_text(encoding="utf-8").replace("= 5.0", "= 0.2"), encoding="utf-8")
    ran = subprocess.run(
        [sys.executable, "-c", _INTERRUPTED_AFTERWARDS, mapdir, day],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert ran.stdout == "still ours\n", ran
