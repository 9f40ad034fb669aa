"""The commands of naru: what they write, what they print, and how they end."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from rich.console import Console

from api import cli, cli_plan
from api.day_folder import write_day
from api.examples import DAY
from api.schemas import DayIn
from api.terminal import show_faults, show_plan
from dispatch.plan_json import read_plan, write_plan
from geo.faults import Fault, Text
from tests.api.fakes import FakePlanner, far_away
from tests.dispatch.handmade import handmade_day
from tests.towns import draw_town

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Ran:
    code: int
    out: str
    err: str


Naru = Callable[..., Ran]


@pytest.fixture
def planner(monkeypatch: pytest.MonkeyPatch) -> FakePlanner:
    fake = FakePlanner()
    monkeypatch.setattr(cli_plan, "MapPlanner", lambda mapdir: fake)
    return fake


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


@pytest.fixture
def day(tmp_path: Path) -> Path:
    folder = tmp_path / "day"
    folder.mkdir()
    write_day(DayIn.model_validate(DAY), folder)
    return folder


# -- plan --------------------------------------------------------------------------------------


def test_plan_writes_its_three_files_and_sums_up(
    naru: Naru, planner: FakePlanner, day: Path, tmp_path: Path
) -> None:
    out = tmp_path / "new" / "out"
    ran = naru("plan", day, "--map", "m", "--out", out, "--seconds", 3, "--seed", 7)
    assert ran.code == 0, ran.err
    assert sorted(p.name for p in out.iterdir()) == ["map.geojson", "plan.json", "sheets.pdf"]
    assert read_plan(out / "plan.json") == handmade_day()[1]
    assert (planner.seen[0].seconds, planner.seen[0].seed) == (3.0, 7)
    for words in ("T-02", "13 of 14 served", "no-vehicle-fits", "2,500–3,050 won", str(out)):
        assert words in ran.out
    assert "\x1b" not in ran.out, "plain output when it is not a terminal"


def test_day_toml_says_how_long_and_with_which_seed(
    naru: Naru, planner: FakePlanner, day: Path, tmp_path: Path
) -> None:
    naru("plan", day, "--map", "m", "--out", tmp_path / "out")
    assert (planner.seen[0].seconds, planner.seen[0].seed) == (5.0, 1)


@pytest.mark.usefixtures("planner")
def test_wrong_input_is_listed_with_exit_code_2_and_nothing_is_written(
    naru: Naru, day: Path, tmp_path: Path
) -> None:
    orders = day / "orders.csv"
    orders.write_text(
        orders.read_text(encoding="utf-8").replace("J01", "J99").replace("O-002", "O-001"),
        encoding="utf-8",
    )
    ran = naru("plan", day, "--map", "m", "--out", tmp_path / "out")
    assert ran.code == 2
    assert "orders.csv, row 3, origin" in ran.err
    assert "orders.csv, row 3, order_id" in ran.err
    assert "Traceback" not in ran.err
    assert sorted(p.name for p in tmp_path.iterdir()) == ["day"]


def test_faults_that_the_planner_finds_are_listed_too(
    naru: Naru, planner: FakePlanner, day: Path, tmp_path: Path
) -> None:
    planner.failure = far_away()
    ran = naru("plan", day, "--map", "m", "--out", tmp_path / "out")
    assert ran.code == 2
    assert "sites.csv, row 3, lat\t도로가 없습니다 / has no road\t" in ran.err


@pytest.mark.usefixtures("planner")
def test_failure_while_writing_leaves_the_old_results(
    naru: Naru, day: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / "plan.json").write_text("old")
    (out / "mine.txt").write_text("mine")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("api.planning.write_sheets", full)
    ran = naru("plan", day, "--map", "m", "--out", out)
    assert ran.code == 2
    assert "No space left" in ran.err
    assert sorted(p.name for p in out.iterdir()) == ["mine.txt", "plan.json"]
    assert (out / "plan.json").read_text() == "old"
    assert sorted(p.name for p in tmp_path.iterdir()) == ["day", "out"]


@pytest.mark.usefixtures("planner")
@pytest.mark.parametrize("option", ["--seconds=-1", "--seed=-1", "--threads=0", "--colour=red"])
def test_wrong_options_end_with_code_2(naru: Naru, day: Path, tmp_path: Path, option: str) -> None:
    ran = naru("plan", day, "--map", "m", "--out", tmp_path / "out", option)
    assert ran.code == 2
    assert not (tmp_path / "out").exists()


_SLOW = """
import sys
from api import cli, cli_plan
from tests.api.fakes import FakePlanner
fake = FakePlanner(slow=True)
cli_plan.MapPlanner = lambda mapdir: fake
if "stuck" in sys.argv:
    sys.argv.remove("stuck")
    fake.plan = lambda task, watch, threads: (print("stuck", flush=True), fake.gate.wait(60))[1]
if "reading" in sys.argv:
    sys.argv.remove("reading")
    fake.read = lambda *given: (print("stuck", flush=True), fake.gate.wait(60))[1]
plan = fake.plan
def told(task, watch, threads=1):
    print("planning", flush=True)
    return plan(task, watch, threads=threads)
fake.plan = told
cli.main()
"""


def _start(*args: object) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", _SLOW, *map(str, args)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), *sys.path])},
    )


def test_interrupt_ends_the_search_and_keeps_the_best_plan(day: Path, tmp_path: Path) -> None:
    with _start("plan", day, "--map", "m", "--out", tmp_path / "out") as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "planning\n"
        process.send_signal(signal.SIGINT)
        out, _ = process.communicate(timeout=30)
    assert process.returncode == 0, out
    assert "stopped early; the best plan until then was written" in out
    assert (tmp_path / "out" / "sheets.pdf").is_file()


def test_second_interrupt_ends_at_once_and_writes_nothing(day: Path, tmp_path: Path) -> None:
    with _start("stuck", "plan", day, "--map", "m", "--out", tmp_path / "out") as process:
        assert process.stdout is not None
        while process.stdout.readline() != "stuck\n":
            pass
        process.send_signal(signal.SIGINT)
        time.sleep(0.3)
        assert process.poll() is None, "the first one only asks"
        process.send_signal(signal.SIGINT)
        out, _ = process.communicate(timeout=30)
    assert process.returncode == 130, out
    assert "nothing was written" in out
    assert not (tmp_path / "out").exists()


def test_interrupt_while_reading_ends_at_once(day: Path, tmp_path: Path) -> None:
    with _start("reading", "plan", day, "--map", "m", "--out", tmp_path / "out") as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "stuck\n"
        process.send_signal(signal.SIGINT)
        out, _ = process.communicate(timeout=30)
    assert process.returncode == 130, out
    assert not (tmp_path / "out").exists()


# -- check -------------------------------------------------------------------------------------


def test_check_ends_with_0_or_with_1_and_a_list(
    naru: Naru, planner: FakePlanner, day: Path, tmp_path: Path
) -> None:
    write_plan(handmade_day()[1], tmp_path / "plan.json")
    ran = naru("check", tmp_path / "plan.json", day, "--map", "m")
    assert (ran.code, "every rule is kept" in ran.out) == (0, True)
    planner.broken = ("T-02 misses HL01", "T-03 is overloaded")
    ran = naru("check", tmp_path / "plan.json", day, "--map", "m")
    assert ran.code == 1
    assert "1\tT-02 misses HL01\n2\tT-03 is overloaded" in ran.out


@pytest.mark.usefixtures("planner")
def test_check_of_something_else_than_a_plan_ends_with_2(
    naru: Naru, day: Path, tmp_path: Path
) -> None:
    (tmp_path / "plan.json").write_text("{}")
    ran = naru("check", tmp_path / "plan.json", day, "--map", "m")
    assert ran.code == 2
    assert "버전" in ran.err


# -- map ---------------------------------------------------------------------------------------

_TOWN = """<?xml version="1.0"?><osm version="0.6">
<node id="1" lat="34.470" lon="126.260"/><node id="2" lat="34.480" lon="126.260"/>
<node id="3" lat="34.480" lon="126.270"/><node id="4" lat="34.470" lon="126.270"/>
<way id="1"><nd ref="1"/><nd ref="2"/><nd ref="3"/><nd ref="4"/><nd ref="1"/>
<tag k="highway" v="secondary"/><tag k="name" v="진도대로"/></way></osm>
"""


@pytest.fixture
def town(tmp_path: Path) -> Path:
    path = tmp_path / "town.osm"
    path.write_text(_TOWN, encoding="utf-8")
    return path


def test_map_is_built_and_described(naru: Naru, town: Path, tmp_path: Path) -> None:
    out = tmp_path / "map"
    built = naru("map", "build", town, "--out", out)
    assert built.code == 0, built.err
    assert "landmasses\t1" in built.out
    described = naru("map", "info", out)
    assert described.code == 0
    assert "OpenStreetMap contributors" in described.out
    summary = json.loads(naru("map", "info", out, "--json").out)
    assert len(summary["landmasses"]) == 1
    assert 4.0 < summary["road_km"] < 4.2


def test_islands_and_closed_bridges_are_told_in_tables_json_and_on_a_map(
    naru: Naru, tmp_path: Path
) -> None:
    road, bridge = {"highway": "residential"}, {"highway": "primary", "name": "진도대교"}
    drawing = """
        A-----B---E--F
        |     |   |  |
        C-----D   G--H
        """
    ways = {"ABDCA": road, "BE": bridge, "EFHGE": road}
    town = draw_town(drawing, ways, nodes={"F": {"place": "town", "name": "진도읍"}}, spacing=120)
    assert naru("map", "build", town.write(tmp_path / "a.osm"), "--out", tmp_path / "map").code == 0
    shown = naru("map", "info", tmp_path / "map", "--islands", "--close", "진도대교 10-12")
    assert shown.code == 0, shown.err
    assert "끊기면 고립 / cut off by\t진도대교: 1.2 km – 진도읍" in shown.out
    assert "진도대교 10:00-12:00\t진도대교: 1.2 km – 진도읍" in shown.out
    drawn = tmp_path / "islands.geojson"
    told = naru(
        "map", "info", tmp_path / "map", "--json", "--geojson", drawn, "--close", "진도대교"
    )
    content = json.loads(told.out)
    assert content["islands"][0]["cut_offs"][0]["settlements"] == ["진도읍"]
    assert content["closures"][0]["cut_off"][0]["road_km"] == 1.2
    assert json.loads(drawn.read_text())["type"] == "FeatureCollection"
    wrong = naru("map", "info", tmp_path / "map", "--close", "진도대고")
    assert (wrong.code, "진도대교" in wrong.err) == (2, True)


def test_extract_that_is_not_osm_is_named_and_leaves_nothing(naru: Naru, tmp_path: Path) -> None:
    (tmp_path / "letter.osm.pbf").write_bytes(b"Dear Sir or Madam")
    ran = naru("map", "build", tmp_path / "letter.osm.pbf", "--out", tmp_path / "map")
    assert ran.code == 2
    assert "letter.osm.pbf" in ran.err
    assert "Traceback" not in ran.err
    assert [p.name for p in tmp_path.iterdir()] == ["letter.osm.pbf"]


def test_folder_that_is_no_map_is_named(naru: Naru, day: Path, tmp_path: Path) -> None:
    for args in (
        ("map", "info", tmp_path / "away"),
        ("plan", day, "--map", tmp_path / "away", "--out", tmp_path / "out"),
        ("serve", "--map", tmp_path / "away"),
    ):
        ran = naru(*args)
        assert ran.code == 2, args
        assert "away" in ran.err
        assert "Traceback" not in ran.err


# -- words and tables --------------------------------------------------------------------------


def test_every_command_explains_itself_in_both_languages(naru: Naru) -> None:
    for args in (
        (),
        ("plan",),
        ("check",),
        ("serve",),
        ("matrix",),
        ("map", "build"),
        ("map", "download"),
        ("map", "info"),
    ):
        ran = naru(*args, "--help")
        assert ran.code == 0
        assert "/" in ran.out


def test_terminal_gets_tables_that_fit_its_width() -> None:
    console = Console(force_terminal=True, width=80, record=True, file=open(os.devnull, "w"))  # noqa: PTH123, SIM115
    request, plan = handmade_day()
    show_plan(console, plan, request)
    words = Text("값이 아주 깁니다 " * 20, "the value is very long " * 20)
    fault = Fault(code="x", what=words, remedy=words, file="orders.csv", row=2, field="kg")
    show_faults(console, [fault] * 60)
    console.file.close()
    text = console.export_text()
    assert "미배정 / Unserved" in text
    assert "60 faults" in text
    assert "+ 10" in text
