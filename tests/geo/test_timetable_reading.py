from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.faults import InputError
from geo.ferries import Timetable, read_timetable

PORTS = """\
port_id,name_ko,island,lat,lon,car,note
P_JIN,진도항 (팽목),main island,34.3750,126.1350,yes,
P_CHA,창유항,하조도,34.3067,126.0533,EX,main port of 조도면
P_GWM,관매도,관매도,34.2400,126.0450,no,
"""


def write(folder: Path, sailings: str, ports: str = PORTS, vessels: str = "") -> Path:
    (folder / "sailings.csv").write_text(sailings, encoding="utf-8")
    (folder / "ports.csv").write_text(ports, encoding="utf-8")
    if vessels:
        (folder / "vessels.csv").write_text(vessels, encoding="utf-8")
    return folder


def faults_of(folder: Path) -> list[tuple[str, str, int | None, str | None]]:
    with pytest.raises(InputError) as caught:
        read_timetable(folder)
    assert all(fault.what.ko and fault.remedy.en for fault in caught.value.faults)
    return [(fault.code, fault.file, fault.row, fault.field) for fault in caught.value.faults]


def sails(timetable: Timetable, day: str = "2026-03-10") -> list[str]:
    return [s.sailing_id for s in timetable.sailings_on(date.fromisoformat(day), "Asia/Seoul", 1)]


def test_a_row_is_read_with_all_its_columns(tmp_path: Path) -> None:
    write(
        tmp_path,
        "sailing_id,vessel,from_port,to_port,dep,arr,cars,src,note,days,valid_from,valid_until,"
        "max_vehicle_height_m,max_vehicle_length_m,max_vehicle_weight_kg,checkin_min,fare,fare_C1R,source\n"
        'SD01,새섬두레,P_CHA,P_JIN,07:20,07:50,yes,F1,early,tue,2026-03-01,2026-10-31,3.5,8,5000,20,"12,000",28000,EX\n',
    )
    [sailing] = read_timetable(tmp_path).sailings_on(date(2026, 3, 10), "Asia/Seoul", 1)
    assert (sailing.departure, sailing.arrival) == (7 * 3600 + 1200, 7 * 3600 + 3000)
    assert (sailing.from_port, sailing.to_port, sailing.vessel) == ("P_CHA", "P_JIN", "새섬두레")
    assert (sailing.check_in, sailing.ready) == (1200, 7 * 3600)
    assert (sailing.max_vehicle_height_m, sailing.max_vehicle_length_m) == (3.5, 8.0)
    assert sailing.max_vehicle_weight_kg == 5000
    assert (sailing.fare_for("C1R"), sailing.fare_for("C25R")) == (28000, 12000)
    assert (sailing.source, sailing.note) == ("EX", "early")


def test_the_columns_of_the_shared_table_alone_are_enough(tmp_path: Path) -> None:
    write(
        tmp_path,
        "sailing_id,vessel,from_port,to_port,dep,arr,cars,src,note\n"
        "SD01,새섬두레,P_CHA,P_JIN,07:20,07:50,yes,F1,\n",
    )
    [sailing] = read_timetable(tmp_path).sailings_on(date(2031, 1, 1), "Asia/Seoul", 1)
    assert sailing.fare_for("C1R") == 0
    assert sailing.check_in == 1800


def test_ports_carry_their_names_and_whether_cars_land(tmp_path: Path) -> None:
    write(
        tmp_path,
        "sailing_id,vessel,from_port,to_port,dep,arr,cars\nA,V,P_CHA,P_JIN,07:20,07:50,yes\n",
    )
    ports = read_timetable(tmp_path).ports
    assert [port.cars for port in ports.values()] == [True, None, False]
    assert ports["P_CHA"].name == "창유항"
    assert ports["P_CHA"].note == "main port of 조도면"


def test_a_vessel_gives_height_and_check_in_where_its_sailings_do_not(tmp_path: Path) -> None:
    write(
        tmp_path,
        "sailing_id,vessel,from_port,to_port,dep,arr,cars,checkin_min,max_vehicle_height_m\n"
        "A,새섬두레,P_CHA,P_JIN,07:20,07:50,yes,,\n"
        "B,새섬두레,P_JIN,P_CHA,08:20,08:55,yes,10,4.2\n",
        vessels="vessel,operator,car_units,pax,max_vehicle_height_m,checkin_min,src\n"
        "새섬두레,서진도농협,61,350,3.5,40,F2\n",
    )
    first, second = read_timetable(tmp_path).sailings_on(date(2026, 3, 10), "Asia/Seoul", 1)
    assert (first.check_in, first.max_vehicle_height_m) == (2400, 3.5)
    assert (second.check_in, second.max_vehicle_height_m) == (600, 4.2)


def test_classes_without_a_fare_are_not_carried_when_there_is_no_default(tmp_path: Path) -> None:
    write(
        tmp_path,
        "sailing_id,vessel,from_port,to_port,dep,arr,cars,fare,fare_C1R,fare_C5R\n"
        "A,V,P_CHA,P_JIN,07:20,07:50,yes,,28000,\n"
        "B,V,P_JIN,P_CHA,08:20,08:50,yes,9000,28000,\n",
    )
    first, second = read_timetable(tmp_path).sailings_on(date(2026, 3, 10), "Asia/Seoul", 1)
    assert (first.fare_for("C1R"), first.fare_for("C5R"), first.fare_for("LABO")) == (
        28000,
        None,
        None,
    )
    assert (second.fare_for("C5R"), second.fare_for("LABO")) == (9000, 9000)


def test_a_sailing_without_any_fare_costs_what_its_vessel_asks(tmp_path: Path) -> None:
    write(
        tmp_path,
        "sailing_id,vessel,from_port,to_port,dep,arr,cars,fare,fare_C1R\n"
        "A,V,P_CHA,P_JIN,07:20,07:50,yes,,\n"
        "B,V,P_JIN,P_CHA,08:20,08:50,yes,,30000\n",
        vessels="vessel,fare,fare_C1R\nV,9000,28000\n",
    )
    sailings = read_timetable(tmp_path).sailings_on(date(2026, 3, 10), "Asia/Seoul", 1)
    fares = [tuple(one.fare_for(name) for name in ("C1R", "C5R")) for one in sailings]
    assert fares == [(28000, 9000), (30000, None)]


def test_a_call_at_a_request_stop_must_be_booked(tmp_path: Path) -> None:
    write(
        tmp_path,
        "sailing_id,vessel,from_port,to_port,dep,arr,cars,request\n"
        "A,V,P_CHA,P_JIN,07:20,07:50,yes,\n"
        "B,V,P_JIN,P_SEU,08:20,08:50,yes,\n"
        "C,V,P_JIN,P_CHA,18:20,18:50,yes,yes\n",
        ports="port_id,name_ko,lat,lon,request\nP_CHA,창유항,34.3,126.05,no\n"
        "P_JIN,진도항,34.375,126.135,\nP_SEU,슬도,34.26,126.15,yes\n",
    )
    sailings = read_timetable(tmp_path).sailings_on(date(2026, 3, 10), "Asia/Seoul", 1)
    assert [sailing.request for sailing in sailings] == [False, True, True]


def test_a_sailings_file_may_be_named_instead_of_its_folder(tmp_path: Path) -> None:
    write(
        tmp_path,
        "sailing_id,vessel,from_port,to_port,dep,arr,cars\nA,V,P_CHA,P_JIN,07:20,07:50,yes\n",
    )
    (tmp_path / "sailings.csv").rename(tmp_path / "winter.csv")
    assert sails(read_timetable(tmp_path / "winter.csv")) == ["A"]
    assert sails(read_timetable(str(tmp_path / "winter.csv"))) == ["A"]


def test_cp949_with_korean_headers_is_read(tmp_path: Path) -> None:
    text = (
        "운항번호,선박명,출발항,도착항,출항시각,도착시각,차량,운항일,유효시작,유효종료,높이제한,수속(분),운임,비고\n"
        "A,새섬두레,P_CHA,P_JIN,7:20,07：50,가능,화|수,2026-03-01,2026-10-31,3.5,30,28000원,첫배\n"
    )
    ports = (
        "항구,항구명,섬,위도,경도,차량\n"
        "P_CHA,창유항,하조도,34.3,126.05,예\nP_JIN,진도항,본섬,34.4,126.1,예\n"
    )
    (tmp_path / "sailings.csv").write_bytes(text.replace("：", ":").encode("cp949"))
    (tmp_path / "ports.csv").write_bytes(ports.encode("cp949"))
    timetable = read_timetable(tmp_path)
    assert sails(timetable, "2026-03-10") == ["A"]
    assert sails(timetable, "2026-03-12") == []
    [sailing] = timetable.sailings_on(date(2026, 3, 11), "Asia/Seoul", 1)
    assert (sailing.note, sailing.default_fare) == ("첫배", 28000)


def test_full_width_digits_and_colons_are_clock_times(tmp_path: Path) -> None:
    write(
        tmp_path,
        "sailing_id,vessel,from_port,to_port,dep,arr,cars\nA,V,P_CHA,P_JIN,０７：２０,7:50,yes\n",
    )
    [sailing] = read_timetable(tmp_path).sailings_on(date(2026, 3, 10), "Asia/Seoul", 1)
    assert sailing.departure == 7 * 3600 + 1200


def test_all_faults_of_a_folder_are_told_at_once(tmp_path: Path) -> None:
    write(
        tmp_path,
        "sailing_id,vessel,from_port,to_port,dep,arr,cars,days,valid_from,valid_until,checkin_min,fare,fare_C1R\n"
        "A,V,P_CHA,P_JIN,25:00,07:50,yes,,,,,,\n"  # 2
        "B,V,P_CHA,P_JIN,08:00,07:50,yes,,,,,,\n"  # 3
        "C,V,P_CHA,P_XXX,08:00,08:50,yes,,,,,,\n"  # 4
        "C,V,P_CHA,P_JIN,08:00,08:50,yes,,,,,,\n"  # 5
        "D,V,P_CHA,P_JIN,08:00,08:50,yes,,2026-10-01,2026-03-01,,,\n"  # 6
        "E,V,P_CHA,P_JIN,08:00,08:50,yes,someday,,,,,\n"  # 7
        "F,V,P_CHA,P_JIN,08:00,08:50,yes,,,,-5,,\n"  # 8
        "G,V,P_CHA,P_JIN,08:00,08:50,yes,,,,,cheap,\n"  # 9
        "H,V,P_CHA,P_JIN,08:00,08:50,yes,,,,,,28k\n"  # 10
        "I,V,P_CHA,P_CHA,08:00,08:50,yes,,,,,,\n"  # 11
        "J,V,P_CHA,P_JIN,08:00,08:50,perhaps,,,,,,\n"  # 12
        "K,V,P_CHA,P_JIN,08:00,08:60,yes,,03/10/2026,,,,\n"  # 13
        ",V,P_CHA,P_JIN,08:00,08:50,yes,,,,,,\n",  # 14
    )
    assert faults_of(tmp_path) == [
        ("bad-value", "sailings.csv", 2, "dep"),
        ("arrival-before-departure", "sailings.csv", 3, "arr"),
        ("unknown-port", "sailings.csv", 4, "to_port"),
        ("duplicate-sailing", "sailings.csv", 5, "sailing_id"),
        ("reversed-validity", "sailings.csv", 6, "valid_until"),
        ("bad-value", "sailings.csv", 7, "days"),
        ("bad-value", "sailings.csv", 8, "checkin_min"),
        ("bad-value", "sailings.csv", 9, "fare"),
        ("bad-value", "sailings.csv", 10, "fare_C1R"),
        ("same-port", "sailings.csv", 11, "to_port"),
        ("bad-value", "sailings.csv", 12, "cars"),
        ("bad-value", "sailings.csv", 13, "arr"),
        ("bad-value", "sailings.csv", 13, "valid_from"),
        ("empty-cell", "sailings.csv", 14, "sailing_id"),
    ]


def test_25_o_clock_is_answered_with_how_to_write_it(tmp_path: Path) -> None:
    write(
        tmp_path,
        "sailing_id,vessel,from_port,to_port,dep,arr,cars\nA,V,P_CHA,P_JIN,23:50,25:10,yes\n",
    )
    with pytest.raises(InputError, match=r"01:10\+1"):
        read_timetable(tmp_path)


def test_an_arrival_after_midnight_is_written_with_plus_one(tmp_path: Path) -> None:
    write(
        tmp_path,
        "sailing_id,vessel,from_port,to_port,dep,arr,cars\n"
        "A,V,P_CHA,P_JIN,23:50,00:20+1,yes\n"
        "B,V,P_JIN,P_CHA,00:40+1,01:10+1,yes\n",
    )
    _, a, b = read_timetable(tmp_path).sailings_on(date(2026, 3, 10), "Asia/Seoul", 1)
    assert (a.departure, a.arrival) == (23 * 3600 + 3000, 24 * 3600 + 1200)
    assert (b.departure, b.arrival) == (24 * 3600 + 2400, 25 * 3600 + 600)


def test_faults_in_ports_and_vessels_are_told_too(tmp_path: Path) -> None:
    write(
        tmp_path,
        "sailing_id,vessel,from_port,to_port,dep,arr,cars\nA,V,P_CHA,P_JIN,07:20,07:50,yes\n",
        ports="port_id,name_ko,lat,lon\n"
        "P_CHA,창유,134.3,126.0\nP_JIN,진도,34.3,east\nP_GWM,관매도,34.24,126.045\n",
        vessels="vessel,checkin_min\nV,10\nV,20\nW,soon\n",
    )
    assert faults_of(tmp_path) == [
        ("bad-value", "ports.csv", 2, "lat"),
        ("bad-value", "ports.csv", 3, "lon"),
        ("duplicate-vessel", "vessels.csv", 3, "vessel"),
        ("bad-value", "vessels.csv", 4, "checkin_min"),
    ]


def test_a_port_listed_twice_is_a_fault(tmp_path: Path) -> None:
    write(
        tmp_path,
        "sailing_id,vessel,from_port,to_port,dep,arr,cars\nA,V,P_CHA,P_JIN,07:20,07:50,yes\n",
        ports=PORTS + "P_CHA,창유 새 부두,하조도,34.30,126.06,yes,\n",
    )
    assert faults_of(tmp_path) == [("duplicate-port", "ports.csv", 5, "port_id")]


def test_a_folder_with_half_a_timetable_says_which_file_is_missing(tmp_path: Path) -> None:
    write(tmp_path, "")
    (tmp_path / "sailings.csv").unlink()
    assert faults_of(tmp_path) == [("file-unreadable", "sailings.csv", None, None)]


def test_a_folder_without_a_timetable_says_what_to_give(tmp_path: Path) -> None:
    assert faults_of(tmp_path) == [("timetable-form", tmp_path.name, None, None)]
    with pytest.raises(InputError, match=r"sailings\.csv \+ ports\.csv, GTFS"):
        read_timetable(tmp_path)
    with pytest.raises(InputError, match="file-unreadable"):
        read_timetable(tmp_path / "nowhere")


def test_a_header_alone_is_an_empty_timetable(tmp_path: Path) -> None:
    write(tmp_path, "sailing_id,vessel,from_port,to_port,dep,arr,cars\n")
    assert faults_of(tmp_path) == [("timetable-empty", "sailings.csv", None, None)]


def test_missing_columns_are_named_with_their_korean_headers(tmp_path: Path) -> None:
    write(tmp_path, "sailing_id,vessel,from_port,to_port,dep,cars\nA,V,P_CHA,P_JIN,07:20,yes\n")
    assert faults_of(tmp_path) == [("missing-column", "sailings.csv", 1, "arr")]
    with pytest.raises(InputError, match="도착시각"):
        read_timetable(tmp_path)


@given(cells=st.lists(st.text(max_size=12), min_size=13, max_size=13), junk=st.binary(max_size=40))
def test_any_row_is_read_or_refused_with_faults(
    tmp_path_factory: pytest.TempPathFactory, cells: list[str], junk: bytes
) -> None:
    folder = tmp_path_factory.mktemp("fuzz")
    write(folder, "")
    header = (
        "sailing_id,vessel,from_port,to_port,dep,arr,cars,days,valid_from,valid_until,"
        "max_vehicle_height_m,checkin_min,fare_C1R\n"
    )
    row = ",".join('"' + cell.replace('"', '""') + '"' for cell in cells)
    data = (header + row + "\n").encode("utf-8", "surrogatepass") + junk
    (folder / "sailings.csv").write_bytes(data)
    try:
        timetable = read_timetable(folder)
    except InputError as error:
        assert error.faults
        return
    assert timetable.rows
