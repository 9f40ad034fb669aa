"""naru address: imports official files, and finds addresses in them and in a map."""

from __future__ import annotations

import json
import socket
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from api import cli
from tests.towns import draw_town

Naru = Callable[..., tuple[int, str, str]]

TOWN = draw_town(
    """
       a
    A------B
    """,
    ways={"AB": {"highway": "residential", "name": "나루길"}},
    nodes={"a": {"addr:street": "나루길", "addr:housenumber": "3", "name": "나루상회"}},
    spacing=10,
)
POSITIONS = """\
46900|1|4690025021|전라남도|진도군|진도읍|469003000001|가나루길|0|7|0|나루마을|58916|공동주택|1|진도읍|890000|1620000
46900|2|4690025021|전라남도|해남군|해남읍|468203000001|가나루길|0|7|0||59023|단독주택|0|해남읍|910000|1610000
"""


@pytest.fixture
def naru(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Naru:
    def run(*args: object) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["naru", "address", *map(str, args)])
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            cli.main()
        out, err = capsys.readouterr()
        return int(ended.value.code or 0), out, err

    return run


@pytest.fixture
def book(naru: Naru, tmp_path: Path) -> Path:
    (tmp_path / "entrc_jeonnam.txt").write_text(POSITIONS, encoding="cp949")
    code, out, _ = naru("import", tmp_path / "entrc_jeonnam.txt", "--out", tmp_path / "book.sqlite")
    assert code == 0
    assert "위치정보요약DB / positions\t2\t0" in out
    assert "주소 / addresses 2, 위치 있음 / with a position 2" in out
    return tmp_path / "book.sqlite"


def test_an_address_is_found_in_the_map_and_shown_in_both_languages(
    naru: Naru, tmp_path: Path
) -> None:
    TOWN.build(tmp_path)
    code, out, _ = naru("find", "나루길3", "--map", tmp_path / "map")
    assert code == 0
    assert "이해한 주소 / understood: 나루길 3" in out
    assert "100%\t나루길 3\t나루상회\t34.500000, 126.000327\t주소 / address\t10" in out
    assert "한 곳으로 정해졌습니다 / one place is meant" in out


def test_an_open_question_shows_all_candidates(naru: Naru, book: Path) -> None:
    code, out, _ = naru("find", "가나루길 7", "--db", book)
    assert code == 0
    assert out.count("50%") == 2
    assert "진도읍" in out
    assert "해남읍" in out
    assert "확실하지 않습니다" in out


def test_json_says_what_was_understood_and_what_is_clear(naru: Naru, book: Path) -> None:
    code, out, _ = naru("find", "전남 진도군 진도읍 가나루길 7, 101호", "--db", book, "--json")
    said = json.loads(out)
    assert code == 0
    assert said["understood"]["road"] == "가나루길"
    assert said["understood"]["ho"] == "101"
    assert said["clear"]["address"] == "전라남도 진도군 진도읍 가나루길 7"
    assert said["clear"] == said["candidates"][0]


def test_nothing_found_is_exit_code_one(naru: Naru, book: Path) -> None:
    code, out, _ = naru("find", "없는대로 1", "--db", book)
    assert code == 1
    assert "찾지 못했습니다 / not found" in out


def test_without_a_map_or_a_file_the_remedy_says_which_options(naru: Naru) -> None:
    code, _, err = naru("find", "가나루길 7")
    assert code == 2
    assert "--map, --db" in err


def test_a_file_of_another_kind_is_said_with_its_name(naru: Naru, tmp_path: Path) -> None:
    (tmp_path / "sites.csv").write_text("site_id,name\nA,나루\n", encoding="utf-8")
    code, _, err = naru("import", tmp_path / "sites.csv", "--out", tmp_path / "book.sqlite")
    assert code == 2
    assert "sites.csv" in err
    assert "business.juso.go.kr" in err


def test_going_online_needs_settings_and_says_which(
    naru: Naru, book: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("NARU_GEOCODER", raising=False)
    code, _, err = naru("find", "가나루길 7", "--db", book, "--online")
    assert code == 2
    assert "NARU_GEOCODER" in err


def test_an_open_question_goes_online_where_that_is_set_up(
    naru: Naru, book: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # bound, but nobody listens
        monkeypatch.setenv("NARU_GEOCODER", "kakao")
        monkeypatch.setenv("NARU_GEOCODER_KEY", "secret")
        monkeypatch.setenv("NARU_GEOCODER_URL", f"http://127.0.0.1:{taken.getsockname()[1]}")
        code, _, err = naru("find", "가나루길 7", "--db", book, "--online")
        assert code == 2
        assert "주소 서버에 연결할 수 없습니다" in err
        # What the files know for certain is not asked for.
        code, _, _ = naru("find", "진도군 가나루길 7", "--db", book, "--online")
        assert code == 0
