"""Saved answers of the Korean schedule service, laid over a timetable of our own."""

import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.clock import clock_text
from geo.faults import InputError
from geo.ferries import Timetable, read_timetable
from geo.timetable_files import copy_timetable

SEOUL = "Asia/Seoul"
DAY = date(2026, 3, 10)
PORTS = """port_id,name_ko,lat,lon
P_JIN,진도항 (팽목),34.3750,126.1350
P_CHA,창유항 (어류포),34.3067,126.0533
P_GWM,관매도,34.2400,126.0450
P_HYG,혈도 (가사군도),34.5150,126.0867
P_HYD,혈도 (독거군도),34.2250,126.1617
"""
SAILINGS = """sailing_id,vessel,from_port,to_port,dep,arr,cars
SD01,새섬두레,P_CHA,P_JIN,07:20,07:50,yes
SD02,새섬두레,P_JIN,P_CHA,08:20,08:55,yes
SD03,새섬두레,P_CHA,P_JIN,09:30,10:00,yes
SD06a,새섬두레,P_JIN,P_CHA,12:10,12:45,yes
SD06b,새섬두레,P_CHA,P_GWM,12:45,13:25,yes
GF01,가사페리,P_HYG,P_HYD,07:00,07:55,yes
"""
#: As DOMAIN.md 2.6 shows one.
ROW = {
    "rlvt_ymd": "20260310",
    "sail_tm": "930",
    "psnshp_nm": "새섬두레",
    "oport_nm": "창유",
    "dest_nm": "진도",
    "nvg_drc_nm": "역방향",
    "nvg_stts_nm": "정상",
    "cntrl_rsn_nm": "",
    "nnavi_rsn_nm": "",
    "nvg_stts_chg_dt": "20260310061200",
    "pasngr_pscp_cnt": "350",
}


def page(*rows: dict[str, object], total: int | None = None) -> dict[str, object]:
    """An answer of the service."""
    items = [ROW | row for row in rows]
    body = {"items": {"item": items}, "totalCount": len(items) if total is None else total}
    return {"response": {"header": {"resultCode": "00"}, "body": body}}


def timetable(folder: Path, *pages: object) -> Timetable:
    (folder / "ports.csv").write_text(PORTS, encoding="utf-8")
    (folder / "sailings.csv").write_text(SAILINGS, encoding="utf-8")
    for number, content in enumerate(pages):
        text = json.dumps(content, ensure_ascii=False)
        (folder / f"page{number}.json").write_text(text, encoding="utf-8")
    return read_timetable(folder)


def told(table: Timetable, day: date = DAY) -> list[str]:
    return [
        f"{s.sailing_id} {s.from_port} {clock_text(s.departure, day, SEOUL)}"
        f" {s.to_port} {clock_text(s.arrival, day, SEOUL)}"
        for s in table.sailings_on(day, SEOUL, 1)
        if s.vessel == "새섬두레"
    ]


def faults_of(folder: Path, *pages: object) -> list[tuple[str, str, int | None, str | None]]:
    with pytest.raises(InputError) as caught:
        timetable(folder, *pages)
    assert all(fault.what.ko and fault.remedy.en for fault in caught.value.faults)
    return [(fault.code, fault.file, fault.row, fault.field) for fault in caught.value.faults]


def test_times_have_no_leading_zero_and_arrivals_come_from_our_table(tmp_path):
    table = timetable(tmp_path, page({}, {"sail_tm": "720"}))
    assert told(table) == ["SD01 P_CHA 07:20 P_JIN 07:50", "SD03 P_CHA 09:30 P_JIN 10:00"]
    assert table.sailings_on(DAY, SEOUL, 1)[-1].cars


def test_a_shifted_sailing_takes_as_long_as_the_one_next_to_it(tmp_path):
    table = timetable(tmp_path, page({"sail_tm": "905"}))
    assert told(table) == ["SD03@0905 P_CHA 09:05 P_JIN 09:35"]


def test_a_line_of_several_calls_becomes_its_legs(tmp_path):
    table = timetable(tmp_path, page({"oport_nm": "팽목항", "dest_nm": "관매", "sail_tm": 1210}))
    assert told(table) == ["SD06a P_JIN 12:10 P_CHA 12:45", "SD06b P_CHA 12:45 P_GWM 13:25"]


def test_the_newest_status_wins_wherever_it_stands(tmp_path):
    stopped = {
        "nvg_stts_nm": "통제",
        "cntrl_rsn_nm": "풍랑주의보",
        "nvg_stts_chg_dt": "20260310070000",
    }
    older = {"nvg_stts_chg_dt": "20260310050000", "nvg_stts_nm": "통제"}
    for number, pages in enumerate(
        [(page(stopped), page({})), (page({}, stopped, older),), (page(older, stopped, {}),)]
    ):
        folder = tmp_path / str(number)
        folder.mkdir()
        table = timetable(folder, *pages)
        assert told(table) == []
        [note] = [n for n in table.report_on(DAY, SEOUL) if n.code == "sailing-cancelled"]
        assert "풍랑주의보" in note.what.ko
        assert "SD03" not in told(table)


def test_every_reason_is_found_where_the_service_puts_it(tmp_path):
    table = timetable(
        tmp_path,
        page(
            {"nvg_stts_nm": "비운항", "nnavi_rsn_nm": "선박검사"},
            {"nvg_stts_nm": "결항", "sail_tm": "720"},
        ),
    )
    reasons = [n.what.ko.split(": ")[1] for n in table.report_on(DAY, SEOUL)[:2]]
    assert reasons == ["결항", "선박검사"]


def test_other_days_and_other_vessels_follow_our_table(tmp_path):
    table = timetable(tmp_path, page({"nvg_stts_nm": "통제"}))
    assert [s.sailing_id for s in table.sailings_on(DAY, SEOUL, 1)] == ["GF01"]
    assert len(told(table, date(2026, 3, 11))) == 5
    [note] = [n for n in table.report_on(DAY, SEOUL) if n.code == "not-on-pages"]
    assert "SD01, SD02, SD06a, SD06b" in note.what.en
    assert [n.code for n in table.report_on(date(2026, 3, 11), SEOUL)] == []


def test_boats_of_other_counties_are_passed_over_and_strange_boats_here_are_noted(tmp_path):
    table = timetable(
        tmp_path,
        page(
            {"psnshp_nm": "타지호", "oport_nm": "여수", "dest_nm": "거문"},
            {"psnshp_nm": "대체호"},
            {"psnshp_nm": "새섬두레호"},
        ),
    )
    assert told(table) == ["SD03 P_CHA 09:30 P_JIN 10:00"]
    [note] = [n for n in table.report_on(DAY, SEOUL) if n.code == "vessel-unknown"]
    assert "대체호" in note.what.ko


@pytest.mark.parametrize("content", [ROW, [ROW], {"items": [ROW]}, {"body": {"items": ROW}}])
def test_rows_are_found_however_they_are_wrapped(tmp_path, content):
    bare = content if isinstance(content, list) else {"response": {"body": {"items": [ROW]}}}
    assert told(timetable(tmp_path, bare)) == ["SD03 P_CHA 09:30 P_JIN 10:00"]


def test_an_empty_answer_changes_nothing(tmp_path):
    empty = {"response": {"body": {"items": "", "totalCount": 0}}}
    assert len(told(timetable(tmp_path, empty))) == 5


def test_one_page_alone_is_read_with_the_tables_beside_it(tmp_path):
    timetable(tmp_path, page({}))
    assert told(read_timetable(tmp_path / "page0.json")) == ["SD03 P_CHA 09:30 P_JIN 10:00"]


def test_a_map_keeps_pages_and_tables_together(tmp_path):
    timetable(tmp_path, page({}))
    (tmp_path / "vessels.csv").write_text("vessel,checkin_min\n새섬두레,5\n", encoding="utf-8")
    for number, form in enumerate((tmp_path, tmp_path / "page0.json")):
        kept = tmp_path / f"kept{number}"
        copy_timetable(form, kept)
        assert told(read_timetable(kept)) == ["SD03 P_CHA 09:30 P_JIN 10:00"]
        assert read_timetable(kept).sailings_on(DAY, SEOUL, 1)[-1].check_in == 300


def test_pages_without_our_table_say_what_is_missing(tmp_path):
    (tmp_path / "page.json").write_text(json.dumps(page({})), encoding="utf-8")
    with pytest.raises(InputError, match=r"schedule-alone.*sailings\.csv and ports\.csv"):
        read_timetable(tmp_path / "page.json")


def test_everything_wrong_with_pages_is_said_at_once(tmp_path):
    found = faults_of(
        tmp_path,
        page(
            {"sail_tm": "2460"},
            {"rlvt_ymd": "20261310"},
            {"nvg_stts_nm": "보류"},
            {"oport_nm": "제주"},
            {"psnshp_nm": "가사페리", "oport_nm": "혈도", "dest_nm": "혈도 (가사군도)"},
            {"oport_nm": "관매도", "dest_nm": "진도"},
            {"psnshp_nm": ""},
        ),
    )
    assert found == [
        ("bad-value", "page0.json", 1, "sail_tm"),
        ("bad-value", "page0.json", 2, "rlvt_ymd"),
        ("bad-value", "page0.json", 3, "nvg_stts_nm"),
        ("bad-value", "page0.json", 7, "psnshp_nm"),
        ("ambiguous-port", "page0.json", 5, "oport_nm"),
        ("no-crossing-time", "page0.json", 6, None),
        ("unknown-port", "page0.json", 4, "oport_nm"),
    ]


def test_two_statuses_of_one_moment_are_a_fault(tmp_path):
    found = faults_of(tmp_path, page({}, {"nvg_stts_nm": "통제"}))
    assert found == [("status-twice", "page0.json", 2, "nvg_stts_nm")]


def test_a_page_that_is_missing_is_missed(tmp_path):
    assert faults_of(tmp_path, page({}, total=37)) == [("pages-missing", "page0.json", None, None)]


def test_what_the_service_says_instead_of_rows_is_passed_on(tmp_path):
    refused = {"response": {"header": {"resultMsg": "SERVICE KEY IS NOT REGISTERED ERROR."}}}
    with pytest.raises(InputError, match="SERVICE KEY IS NOT REGISTERED"):
        timetable(tmp_path, refused)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-10, 10**9) | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from([*ROW, "response", "body", "items", "item", "totalCount"]), inner
        )
    ),
    max_leaves=12,
)


@settings(max_examples=60)
@given(json_values)
def test_any_json_is_read_or_refused_with_faults(tmp_path_factory, content):
    folder = tmp_path_factory.mktemp("fuzz")
    try:
        timetable(folder, [content])
        timetable(folder, {"response": content})
    except InputError as error:
        assert all(fault.what.ko and fault.remedy.en for fault in error.faults)
