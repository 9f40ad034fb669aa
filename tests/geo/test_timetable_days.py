from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.clock import Clock, clock_text, parse_clock, seconds_since_midnight
from geo.faults import InputError
from geo.ferries import Timetable, TimetableExpired, read_timetable
from geo.operating_days import country_of, parse_days

PORTS = "port_id,name_ko,lat,lon\nP_CHA,창유항,34.3067,126.0533\nP_JIN,진도항,34.3750,126.1350\n"
HEADER = "sailing_id,vessel,from_port,to_port,dep,arr,cars,days,valid_from,valid_until\n"
SEOUL = "Asia/Seoul"


def timetable(folder: Path, rows: str) -> Timetable:
    (folder / "sailings.csv").write_text(HEADER + rows, encoding="utf-8")
    (folder / "ports.csv").write_text(PORTS, encoding="utf-8")
    return read_timetable(folder)


def march(words: str) -> list[int]:
    """Days of the first half of March 2026: the 1st, a Sunday, and the 2nd are holidays."""
    days = parse_days(words)
    return [n for n in range(1, 16) if days.runs_on(date(2026, 3, n), "KR")]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("daily", list(range(1, 16))),
        ("매일", list(range(1, 16))),
        ("mon|tue", [2, 3, 9, 10]),
        ("월요일, 화", [2, 3, 9, 10]),
        ("Mon;Tuesday", [2, 3, 9, 10]),
        ("weekdays", [2, 3, 4, 5, 6, 9, 10, 11, 12, 13]),
        ("평일|-공휴일", [3, 4, 5, 6, 9, 10, 11, 12, 13]),
        ("weekends", [1, 7, 8, 14, 15]),
        ("주말|공휴일", [1, 2, 7, 8, 14, 15]),
        ("holidays", [1, 2]),
        ("fri..mon", [1, 2, 6, 7, 8, 9, 13, 14, 15]),
        ("even", [2, 4, 6, 8, 10, 12, 14]),
        ("홀수일", [1, 3, 5, 7, 9, 11, 13, 15]),
        ("mon|tue|even", [2, 10]),
        ("mon|2026-03-11", [2, 9, 11]),
        ("odd|2026-03-10", [1, 3, 5, 7, 9, 10, 11, 13, 15]),
        ("2026-03-04..2026-03-06", [4, 5, 6]),
        ("-2026-03-11", [n for n in range(1, 16) if n != 11]),
        ("daily -2026-03-02..2026-03-14", [1, 15]),
        ("daily|-sun|-holidays", [3, 4, 5, 6, 7, 9, 10, 11, 12, 13, 14]),
        ("2026-03-11|-2026-03-11", []),
    ],
)
def test_words_choose_days(words: str, expected: list[int]) -> None:
    assert march(words) == expected


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ("someday", "'someday' is not a known word"),
        ("mon|2026-02-30", "'2026-02-30' is not a date"),
        ("2026-03-09..2026-03-01", "ends before it begins"),
        ("even|odd", "leave no day"),
        ("mon..even", "'mon..even' is not a known word"),
        ("-", "'' is not a known word"),
    ],
)
def test_unknown_words_are_refused_by_name(words: str, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        parse_days(words)


@given(st.text(max_size=30))
def test_any_text_is_either_days_or_a_value_error(text: str) -> None:
    try:
        days = parse_days(text)
    except ValueError:
        return
    assert days.runs_on(date(2026, 3, 10), "KR") in (True, False)


@given(st.text(max_size=12))
def test_any_text_is_either_a_clock_time_or_a_value_error(text: str) -> None:
    try:
        clock = parse_clock(text)
    except ValueError:
        return
    assert parse_clock(str(clock)) == clock


def test_the_holidays_are_those_of_the_country_of_the_timezone(tmp_path: Path) -> None:
    rows = "A,V,P_CHA,P_JIN,07:20,07:50,yes,holidays,,\nB,V,P_JIN,P_CHA,08:20,08:50,yes,daily,,\n"
    given_table = timetable(tmp_path, rows)
    st_paul = date(2026, 2, 10)
    seollal = date(2026, 2, 17)
    assert country_of("Europe/Malta") == "MT"
    assert ids(given_table, st_paul, "Europe/Malta") == ["A", "B"]
    assert ids(given_table, st_paul, SEOUL) == ["B"]
    assert ids(given_table, seollal, SEOUL) == ["A", "B"]


def test_holidays_of_no_country_are_a_fault(tmp_path: Path) -> None:
    given_table = timetable(tmp_path, "A,V,P_CHA,P_JIN,07:20,07:50,yes,holidays,,\n")
    with pytest.raises(InputError, match="no-public-holidays"):
        given_table.sailings_on(date(2026, 3, 10), "UTC")


def ids(table: Timetable, day: date, timezone: str = SEOUL, days: int = 1) -> list[str]:
    return [sailing.sailing_id for sailing in table.sailings_on(day, timezone, days)]


def test_seasons_follow_each_other_by_validity(tmp_path: Path) -> None:
    table = timetable(
        tmp_path,
        "W,V,P_CHA,P_JIN,08:00,08:30,yes,,2025-11-01,2026-02-28\n"
        "S,V,P_CHA,P_JIN,07:00,07:30,yes,,2026-03-01,2026-10-31\n",
    )
    assert ids(table, date(2026, 2, 28), days=2) == ["W", "S+1"]
    assert table.report_on(date(2026, 2, 28), SEOUL) == ()


def test_tide_shifted_days_are_rows_of_single_dates(tmp_path: Path) -> None:
    """The first departure of 창유 moved with the tide in April 2014 (DOMAIN.md 2.3)."""
    times = {
        22: "07:00",
        23: "07:30",
        24: "07:00",
        25: "07:30",
        26: "07:20",
        27: "08:10",
        28: "08:50",
    }
    rows = "".join(
        f"T{n},V,P_CHA,P_JIN,{clock},{clock[:3]}59,yes,2014-04-{n},,\n"
        for n, clock in times.items()
    )
    table = timetable(tmp_path, rows)
    for n, clock in times.items():
        [sailing] = table.sailings_on(date(2014, 4, n), SEOUL, 1)
        assert clock_text(sailing.departure, date(2014, 4, n), SEOUL) == clock


def test_sailings_of_the_next_day_carry_plus_one(tmp_path: Path) -> None:
    table = timetable(
        tmp_path,
        "A,V,P_CHA,P_JIN,23:50,00:20+1,yes,,,\nB,V,P_JIN,P_CHA,06:00,06:30,yes,,,\n",
    )
    sailings = table.sailings_on(date(2026, 3, 10), SEOUL)
    assert [
        (s.sailing_id, clock_text(s.departure, date(2026, 3, 10), SEOUL)) for s in sailings
    ] == [
        ("B", "06:00"),
        ("A", "23:50"),
        ("B+1", "06:00+1"),
        ("A+1", "23:50+1"),
    ]


def test_a_date_that_nothing_covers_is_an_error_that_names_vessels_and_validity(
    tmp_path: Path,
) -> None:
    table = timetable(
        tmp_path,
        "A,새섬두레,P_CHA,P_JIN,07:20,07:50,yes,,2025-03-01,2025-10-31\n"
        "B,새섬두레,P_JIN,P_CHA,08:20,08:50,yes,,2025-03-01,2025-10-31\n"
        "C,가사페리,P_JIN,P_CHA,08:20,08:50,yes,,2026-04-01,\n",
    )
    with pytest.raises(TimetableExpired) as caught:
        table.sailings_on(date(2026, 3, 10), SEOUL)
    first, second = caught.value.faults
    assert (first.code, first.row, first.field) == ("timetable-expired", 2, "valid_until")
    assert first.file == f"{tmp_path.name}/sailings.csv"
    assert "'새섬두레' (rows 2–3) does not cover 2026-03-10" in first.what.en
    assert "2025-03-01..2025-10-31" in first.what.ko
    assert (second.row, second.field) == (4, "valid_from")


def test_an_expired_vessel_is_reported_while_others_cover_the_date(tmp_path: Path) -> None:
    table = timetable(
        tmp_path,
        "A,새섬두레,P_CHA,P_JIN,07:20,07:50,yes,,2025-03-01,2025-10-31\n"
        "B,새섬관매,P_JIN,P_CHA,08:20,08:50,yes,,2026-03-01,2026-10-31\n",
    )
    assert ids(table, date(2026, 3, 10)) == ["B"]
    [fault] = table.report_on(date(2026, 3, 10), SEOUL)
    assert (fault.code, fault.row) == ("vessel-not-covered", 2)


def twice(table: Timetable, day: date) -> list[str]:
    with pytest.raises(InputError) as caught:
        table.sailings_on(day, SEOUL)
    assert {fault.code for fault in caught.value.faults} == {"vessel-twice"}
    return [fault.what.en for fault in caught.value.faults]


def test_a_vessel_at_two_places_at_once_is_a_fault_that_names_both_sailings(
    tmp_path: Path,
) -> None:
    table = timetable(
        tmp_path,
        "A,V,P_CHA,P_JIN,07:20,07:50,yes,,,\n"
        "B,V,P_JIN,P_CHA,07:40,08:10,yes,even,,\n"
        "C,W,P_JIN,P_CHA,07:40,08:10,yes,,,\n",
    )
    assert ids(table, date(2026, 3, 11)) == ["A", "C"]
    assert twice(table, date(2026, 3, 10)) == [
        "'V' would be at two places at once: A P_CHA 07:20 → P_JIN 07:50 (row 2)"
        " and B P_JIN 07:40 → P_CHA 08:10 (row 3)"
    ]


def test_two_vessels_of_one_name_are_told_by_a_jump_that_no_ferry_makes(tmp_path: Path) -> None:
    """From 진도항 to 창유항 it is 10.7 km: nobody is there after two minutes."""
    jump = "A,V,P_CHA,P_JIN,07:20,07:50,yes,,,\nB,V,P_CHA,P_JIN,07:{},08:40,yes,,,\n"
    assert len(twice(timetable(tmp_path, jump.format("52")), date(2026, 3, 10))) == 1
    assert ids(timetable(tmp_path, jump.format("59")), date(2026, 3, 10)) == ["A", "B"]


def test_a_night_boat_is_still_under_way_in_the_morning(tmp_path: Path) -> None:
    """The boat of the evening of the 10th lands on the 11th, when it should have left already."""
    rows = "N,V,P_CHA,P_JIN,23:00,00:30+1,yes,2026-03-10,,\nM,V,P_JIN,P_CHA,00:10,00:40,yes,,,\n"
    table = timetable(tmp_path, rows)
    assert ids(table, date(2026, 3, 9)) == ["M"]
    assert len(twice(table, date(2026, 3, 10))) == 1
    assert len(twice(table, date(2026, 3, 11))) == 1
    assert ids(table, date(2026, 3, 12)) == ["M"]


def test_a_boat_that_leaves_after_midnight_belongs_to_the_evening_before(tmp_path: Path) -> None:
    """The Friday timetable ends with a boat at 00:20 on Saturday."""
    table = timetable(tmp_path, "N,V,P_CHA,P_JIN,00:20+1,00:50+1,yes,fri,2026-03-01,\n")
    friday, saturday = date(2026, 3, 13), date(2026, 3, 14)
    assert ids(table, friday) == ["N"]
    assert ids(table, saturday) == ["N-1"]
    [night] = table.sailings_on(saturday, SEOUL)
    assert (night.departure, night.arrival) == (20 * 60, 50 * 60)
    assert ids(table, date(2026, 3, 15)) == []


def test_a_day_on_which_nothing_runs_is_covered_all_the_same(tmp_path: Path) -> None:
    table = timetable(tmp_path, "A,V,P_CHA,P_JIN,07:20,07:50,yes,sun,2026-03-01,2026-10-31\n")
    assert ids(table, date(2026, 3, 10)) == []


@pytest.mark.parametrize(
    ("day", "hours"), [("2026-03-29", 7), ("2026-10-25", 9), ("2026-06-01", 8)]
)
def test_eight_o_clock_is_seven_or_nine_hours_after_midnight_when_clocks_change(
    tmp_path: Path, day: str, hours: int
) -> None:
    table = timetable(tmp_path, "A,V,P_CHA,P_JIN,08:00,08:25,yes,,,\n")
    [sailing] = table.sailings_on(date.fromisoformat(day), "Europe/Malta", 1)
    assert sailing.departure == hours * 3600
    assert sailing.arrival == hours * 3600 + 25 * 60


def test_the_next_day_begins_23_hours_after_a_spring_midnight(tmp_path: Path) -> None:
    table = timetable(tmp_path, "A,V,P_CHA,P_JIN,08:00,08:25,yes,mon,,\n")
    [sailing] = table.sailings_on(date(2026, 3, 29), "Europe/Malta")
    assert sailing.departure == (23 + 8) * 3600


def test_a_crossing_through_the_skipped_hour_takes_its_usual_time(tmp_path: Path) -> None:
    table = timetable(
        tmp_path,
        "A,V,P_CHA,P_JIN,01:50,02:20,yes,,,\nB,W,P_CHA,P_JIN,02:45,03:10,yes,,,\n",
    )
    first, second = table.sailings_on(date(2026, 3, 29), "Europe/Malta", 1)
    assert (first.arrival - first.departure) == 30 * 60
    assert (second.arrival - second.departure) == 25 * 60


@given(
    st.dates(date(2020, 1, 1), date(2030, 12, 31)),
    st.sampled_from(["Asia/Seoul", "Europe/Malta", "America/New_York", "Australia/Lord_Howe"]),
    st.integers(4, 23),
    st.integers(0, 59),
    st.integers(0, 1),
)
def test_a_clock_time_survives_the_way_through_seconds(
    day: date, timezone: str, hour: int, minute: int, following: int
) -> None:
    clock = Clock(following, hour, minute)
    seconds = seconds_since_midnight(clock, day, timezone, day)
    assert clock_text(seconds, day, timezone) == str(clock)
    assert abs(seconds - clock.nominal_seconds) <= 3600
    before = day - timedelta(days=1)
    assert seconds_since_midnight(clock, day, timezone, before) < seconds
