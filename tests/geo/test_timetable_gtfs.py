"""Ferries of GTFS feeds, written as the text files that an operator publishes."""

import shutil
import textwrap
import zipfile
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.clock import clock_text
from geo.faults import InputError
from geo.ferries import Timetable, read_timetable
from geo.timetable_files import copy_timetable

MALTA = "Europe/Malta"
TUESDAY = date(2026, 3, 10)

#: A car ferry with a berth and a stop on the way, a boat for people, a bus.
FEED = {
    "agency.txt": "agency_name,agency_url,agency_timezone\nGozo Channel,x,Europe/Malta\n",
    "stops.txt": """
        stop_id,stop_name,stop_lat,stop_lon,location_type,parent_station
        CIR,Ċirkewwa,35.9891,14.3291,1,
        CIR1,Ċirkewwa berth 1,35.9892,14.3292,0,CIR
        COM,Kemmuna,36.0100,14.3300,0,
        MGA,Mġarr,36.0239,14.2985,0,
        VAL,Valletta,35.8990,14.5130,0,
    """,
    "routes.txt": """
        route_id,route_short_name,route_type
        GZ,Gozo Channel,4
        CM,Comino,1200
        41,41,3
    """,
    "trips.txt": """
        route_id,service_id,trip_id,block_id,cars_allowed,trip_headsign
        GZ,week,G1,Gaudos,1,Mġarr
        GZ,week,G2,Gaudos,1,Ċirkewwa
        CM,week,C1,,,Kemmuna
        41,week,B1,,,
    """,
    "stop_times.txt": """
        trip_id,arrival_time,departure_time,stop_id,stop_sequence
        G1,07:00:00,07:00:00,CIR1,1
        G1,07:25:30,07:25:30,MGA,2
        G2,07:45:00,07:45:00,MGA,1
        G2,08:10:00,08:10:00,CIR1,2
        C1,09:00:00,09:00:00,CIR1,1
        C1,09:15:00,09:20:00,COM,2
        C1,09:40:00,09:40:00,MGA,3
        B1,09:00:00,09:00:00,VAL,1
        B1,10:00:00,10:00:00,CIR1,2
    """,
    "calendar.txt": """
        service_id,monday,tuesday,wednesday,thursday,friday,saturday,sunday,start_date,end_date
        week,1,1,1,1,1,0,0,20260301,20260331
    """,
    "calendar_dates.txt": """
        service_id,date,exception_type
        week,20260319,2
        week,20260321,1
        week,20260404,1
    """,
}


def write(folder: Path, **changes: str) -> Path:
    """Write the feed; `trips="..."` replaces a table, an empty text leaves it out."""
    for name, text in FEED.items():
        given_text = changes.get(name.removesuffix(".txt"), text)
        if given_text:
            (folder / name).write_text(textwrap.dedent(given_text).lstrip(), encoding="utf-8")
    for name in changes.keys() - {name.removesuffix(".txt") for name in FEED}:
        path = folder / (f"{name}.csv" if name == "vessels" else f"{name}.txt")
        path.write_text(textwrap.dedent(changes[name]).lstrip(), encoding="utf-8")
    return folder


def told(table: Timetable, day: date = TUESDAY, timezone: str = MALTA) -> list[str]:
    return [
        f"{s.sailing_id} {s.vessel}: {s.from_port} {clock_text(s.departure, day, timezone)}"
        f" {s.to_port} {clock_text(s.arrival, day, timezone)}{' cars' if s.cars else ''}"
        for s in table.sailings_on(day, timezone, 1)
    ]


def faults_of(path: Path) -> list[tuple[str, str, int | None]]:
    with pytest.raises(InputError) as caught:
        read_timetable(path)
    assert all(fault.what.ko and fault.remedy.en for fault in caught.value.faults)
    return [(fault.code, fault.file, fault.row) for fault in caught.value.faults]


def test_the_ferries_of_a_feed_are_sailings_and_its_buses_are_not(tmp_path):
    table = read_timetable(write(tmp_path))
    assert told(table) == [
        "G1 Gaudos: CIR 07:00 MGA 07:25 cars",
        "G2 Gaudos: MGA 07:45 CIR 08:10 cars",
        "C1.1 Comino C1: CIR 09:00 COM 09:15",
        "C1.2 Comino C1: COM 09:20 MGA 09:40",
    ]
    assert set(table.ports) == {"CIR", "COM", "MGA"}
    assert table.ports["CIR"].name == "Ċirkewwa"
    assert table.sailings_on(TUESDAY, MALTA, 1)[0].arrival == 7 * 3600 + 25 * 60 + 30


def test_a_zip_file_and_a_folder_with_one_are_read_alike(tmp_path):
    folder = tmp_path / "feed"
    folder.mkdir()
    packed = Path(shutil.make_archive(str(tmp_path / "gozo"), "zip", write(folder)))
    alone = tmp_path / "kept"
    alone.mkdir()
    shutil.copyfile(packed, alone / "gozo.zip")
    nameless = packed.rename(tmp_path / "download")
    assert told(read_timetable(nameless)) == told(read_timetable(folder))
    assert told(read_timetable(alone)) == told(read_timetable(folder))


def test_weekdays_exceptions_and_validity_follow_the_calendar(tmp_path):
    table = read_timetable(write(tmp_path))
    assert told(table, date(2026, 3, 14)) == []
    assert told(table, date(2026, 3, 19)) == []
    assert len(told(table, date(2026, 3, 21))) == 4
    assert told(table, date(2026, 4, 3)) == []
    assert len(told(table, date(2026, 4, 4))) == 4
    with pytest.raises(InputError, match=r"timetable-expired.*2026-03-01\.\.2026-04-04"):
        table.sailings_on(date(2026, 4, 5), MALTA)


def test_a_calendar_may_be_exceptions_alone(tmp_path):
    table = read_timetable(write(tmp_path, calendar=""))
    assert len(told(table, date(2026, 3, 21))) == 4
    assert told(table, date(2026, 3, 22)) == []


def test_times_after_midnight_go_on_counting(tmp_path):
    night = FEED["stop_times.txt"].replace("07:45:00,07:45:00", "24:10:00,24:10:00")
    night = night.replace("08:10:00,08:10:00", "24:35:00,24:35:00")
    table = read_timetable(write(tmp_path, stop_times=night))
    assert "G2 Gaudos: MGA 00:10+1 CIR 00:35+1 cars" in told(table)
    assert "G2-1 Gaudos: MGA 00:10 CIR 00:35 cars" in told(table)


def test_the_clocks_hang_where_the_agency_is(tmp_path):
    [first, *_] = told(read_timetable(write(tmp_path)), timezone="Europe/London")
    assert first == "G1 Gaudos: CIR 06:00 MGA 06:25 cars"


def test_frequencies_become_departures_and_say_when_they_are_only_headways(tmp_path):
    often = "trip_id,start_time,end_time,headway_secs,exact_times\nG1,06:00:00,07:00:00,1800,{}\n"
    exact = read_timetable(write(tmp_path, frequencies=often.format(1)))
    assert [line.split(": ")[1] for line in told(exact)[:2]] == [
        "CIR 06:00 MGA 06:25 cars",
        "CIR 06:30 MGA 06:55 cars",
    ]
    assert "times-approximate" not in [note.code for note in exact.notes]
    headways = read_timetable(write(tmp_path, frequencies=often.format(0)))
    assert told(headways) == told(exact)
    assert "times-approximate" in [note.code for note in headways.notes]


def test_a_trip_that_does_not_say_whether_it_takes_cars_is_for_people_and_noted(tmp_path):
    table = read_timetable(write(tmp_path))
    note = table.report_on(TUESDAY, MALTA)[0]
    assert note.code == "cars-not-said"
    assert "1 trips" in note.what.en


def test_the_route_type_of_a_car_ferry_says_so_too(tmp_path):
    cars = FEED["routes.txt"].replace("CM,Comino,1200", "CM,Comino,1004")
    assert told(read_timetable(write(tmp_path, routes=cars)))[2].endswith("cars")


def test_calls_without_time_or_without_coming_and_going_are_passed(tmp_path):
    quiet = """
        trip_id,arrival_time,departure_time,stop_id,stop_sequence,pickup_type,drop_off_type
        G1,07:00:00,07:00:00,CIR1,1,0,0
        G1,,,COM,2,0,0
        G1,07:25:00,07:25:00,MGA,3,0,0
        C1,09:00:00,09:00:00,CIR1,1,2,0
        C1,09:15:00,09:20:00,COM,2,1,0
        C1,09:40:00,09:40:00,MGA,3,1,0
    """
    trips = "route_id,service_id,trip_id,cars_allowed\nGZ,week,G1,1\nCM,week,C1,2\n"
    table = read_timetable(write(tmp_path, stop_times=quiet, trips=trips))
    assert told(table) == [
        "G1 Gozo Channel G1: CIR 07:00 MGA 07:25 cars",
        "C1 Comino C1: CIR 09:00 MGA 09:40",
    ]
    assert [s.request for s in table.sailings_on(TUESDAY, MALTA, 1)] == [False, True]


def test_fares_of_vehicles_come_from_the_table_of_vessels_by_class(tmp_path):
    vessels = "vessel,fare,fare_C1R,fare_C25R\nGaudos,,28000,42000\nComino,9000,,\n"
    trips = FEED["trips.txt"].replace("C1,,,", "C1,,1,")
    table = read_timetable(write(tmp_path, vessels=vessels, trips=trips))
    sailings = table.sailings_on(TUESDAY, MALTA, 1)
    fares = [tuple(one.fare_for(name) for name in ("C1R", "C25R", "C5R")) for one in sailings]
    assert fares == [(28000, 42000, None)] * 2 + [(9000, 9000, 9000)] * 2
    assert table.report_on(TUESDAY, MALTA) == ()


def test_without_them_vehicles_sail_for_nothing_and_that_is_noted(tmp_path):
    prices = """
        fare_id,price,currency_type,payment_method,transfers
        adult,4.65,EUR,0,0
    """
    for more, of_people in (({}, False), ({"fare_attributes": prices}, True)):
        folder = tmp_path / str(of_people)
        folder.mkdir()
        table = read_timetable(write(folder, **more))
        assert {one.fare_for("C1R") for one in table.sailings_on(TUESDAY, MALTA, 1)} == {0}
        note = table.report_on(TUESDAY, MALTA)[-1]
        assert (note.code, note.field) == ("fares-not-said", "fare")
        assert "2 trips" in note.what.en
        assert ("of people" in note.what.en) == of_people


def test_a_fare_that_is_no_number_is_told_with_its_row(tmp_path):
    vessels = "vessel,fare_C1R\nGaudos,free\n"
    assert faults_of(write(tmp_path, vessels=vessels)) == [("bad-value", "vessels.csv", 2)]


def test_limits_and_check_in_come_from_a_table_of_vessels_beside_the_feed(tmp_path):
    vessels = "vessel,max_vehicle_height_m,checkin_min\nGaudos,4.2,15\nComino,,5\n"
    sailings = read_timetable(write(tmp_path, vessels=vessels)).sailings_on(TUESDAY, MALTA, 1)
    assert [(s.max_vehicle_height_m, s.check_in) for s in sailings] == [
        (4.2, 900),
        (4.2, 900),
        (None, 300),
        (None, 300),
    ]


@pytest.mark.parametrize(
    ("changes", "faults"),
    [
        ({"stop_times": ""}, [("gtfs-table-missing", "stop_times.txt", None)]),
        (
            {"frequencies": "trip,start_time,end_time,headway_secs\nG1,06:00:00,07:00:00,60\n"},
            [("missing-column", "frequencies.txt", None)],
        ),
        (
            {"calendar_dates": "service_id,date,exception_type\n,20260310,1\n"},
            [("empty-cell", "calendar_dates.txt", 2)],
        ),
        (
            {"calendar": "", "calendar_dates": ""},
            [("gtfs-table-missing", "calendar.txt", None)],
        ),
        (
            {"routes": "route_id\nGZ\n", "stops": "stop_id,stop_name\nCIR,x\n"},
            [
                ("missing-column", "stops.txt", None),
                ("missing-column", "stops.txt", None),
                ("missing-column", "routes.txt", None),
            ],
        ),
        (
            {"routes": FEED["routes.txt"].replace(",4\n", ",3\n").replace(",1200\n", ",3\n")},
            [("gtfs-no-ferries", "routes.txt", None)],
        ),
        (
            {
                "stop_times": FEED["stop_times.txt"]
                .replace("COM,2", "XXX,2")
                .replace("G1,07:25:30,07:25:30", "G1,7h25,7h25")
                .replace("G2,08:10:00", "G2,07:40:00")
            },
            [
                ("bad-value", "stop_times.txt", 3),
                ("arrival-before-departure", "stop_times.txt", 5),
                ("unknown-port", "stop_times.txt", 7),
            ],
        ),
        (
            {
                "calendar": "service_id,monday,start_date,end_date\nweek,1,2026-13-01,20260331\n",
                "calendar_dates": "service_id,date,exception_type\nweek,2026031,1\n",
            },
            [("bad-value", "calendar.txt", 2), ("bad-value", "calendar_dates.txt", 2)],
        ),
    ],
)
def test_what_is_wrong_with_a_feed_is_said_with_table_and_line(tmp_path, changes, faults):
    found = faults_of(write(tmp_path, **changes))
    assert [fault for fault in found if fault[0] != "unknown-service"] == faults


def test_a_zip_file_that_is_no_feed_or_is_cut_short_is_refused(tmp_path):
    with zipfile.ZipFile(tmp_path / "other.zip", "w") as packed:
        packed.writestr("readme.txt", "x")
    assert faults_of(tmp_path / "other.zip") == [("timetable-form", "other.zip", None)]
    folder = tmp_path / "feed"
    folder.mkdir()
    whole = Path(shutil.make_archive(str(tmp_path / "gozo"), "zip", write(folder)))
    whole.write_bytes(whole.read_bytes()[:-40])
    assert faults_of(whole) == [("timetable-form", "gozo.zip", None)]


def test_a_map_keeps_a_feed_with_its_vessels(tmp_path):
    folder = tmp_path / "feed"
    folder.mkdir()
    vessels = "vessel,max_vehicle_height_m\nGaudos,4.2\n"
    write(folder, vessels=vessels)
    packed = Path(shutil.make_archive(str(tmp_path / "gozo"), "zip", folder))
    (tmp_path / "vessels.csv").write_text(vessels, encoding="utf-8")
    for number, form in enumerate((folder, packed)):
        copy_timetable(form, tmp_path / f"kept{number}")
        kept = read_timetable(tmp_path / f"kept{number}")
        assert told(kept) == told(read_timetable(folder))
        assert kept.sailings_on(TUESDAY, MALTA, 1)[0].max_vehicle_height_m == 4.2


def test_a_folder_with_two_timetables_is_refused(tmp_path):
    write(tmp_path)
    (tmp_path / "sailings.csv").write_text("sailing_id,vessel\n", encoding="utf-8")
    assert faults_of(tmp_path) == [("timetable-form", tmp_path.name, None)]


def test_a_row_without_a_key_is_told_with_its_line(tmp_path):
    folder = write(tmp_path)
    for name in ("routes", "trips"):
        path = folder / f"{name}.txt"
        header, *rows = path.read_text(encoding="utf-8").splitlines()
        empty = "," * header.count(",")
        path.write_text("\n".join([header, *rows, empty.replace(",", "x,", 1)]), encoding="utf-8")
    with pytest.raises(InputError) as raised:
        read_timetable(folder)
    told = {(fault.file, fault.field) for fault in raised.value.faults}
    assert {("routes.txt", "route_type"), ("trips.txt", "trip_id")} <= told


@settings(max_examples=40)
@given(st.sampled_from(sorted(FEED)), st.binary(max_size=60), st.integers(0, 400))
def test_a_damaged_feed_is_read_or_refused_with_faults(tmp_path_factory, table, junk, at):
    folder = write(tmp_path_factory.mktemp("fuzz"))
    content = (folder / table).read_bytes()
    (folder / table).write_bytes(content[:at] + junk + content[at + len(junk) :])
    try:
        read_timetable(folder).sailings_on(TUESDAY, MALTA)
    except InputError as error:
        assert all(fault.what.ko and fault.remedy.en for fault in error.faults)
