"""Requests are read from folders as people send them, and all faults come at once."""

from datetime import date

import pytest

from dispatch.day_file import read_day_file
from dispatch.imports import read_request
from geo.faults import InputError, Text
from tests.dispatch.paper_day import at, window

DAY = 'date = 2026-03-10\ntimezone = "Asia/Seoul"\n[county]\nko = "종이군"\nen = "Paper"\n'
SITES = """\
site_id,name_ko,kind,lat,lon,windows,closed,drop_site
HUB,물류센터,hub,34.5,126.3,,,
FARM,농장,producer,34.4,126.2,07:30-11:00; 14:00-16:00,,
APT,아파트,complex,34.8,126.4,17:00-21:00,18:00-18:30,
"""
ORDERS = """\
order_id,origin,destination,parcels,kg,litres
o1,FARM,APT,3,15,60
"""
FLEET = """\
vehicle_id,class_id,start_site,shift_start,shift_end,driver
T1,C1R,HUB,05:30,15:30,kim
"""
SERVICES = """\
service_id,mode,from_site,to_site,departure,arrival,capacity_kg,capacity_litres
L1,linehaul,HUB,APT,13:00,14:05,4500,24000
"""


@pytest.fixture
def folder(tmp_path):
    texts = {
        "day.toml": DAY,
        "sites.csv": SITES,
        "orders.csv": ORDERS,
        "fleet.csv": FLEET,
        "services.csv": SERVICES,
    }
    for name, text in texts.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def faults(folder):
    with pytest.raises(InputError) as caught:
        read_request(folder)
    return {(f.code, f.file, f.row, f.field) for f in caught.value.faults}


def add(folder, name, line):
    path = folder / name
    path.write_text(path.read_text(encoding="utf-8") + line + "\n", encoding="utf-8")


def test_folder_becomes_a_request(folder):
    request = read_request(folder)
    assert (request.date, request.timezone) == (date(2026, 3, 10), "Asia/Seoul")
    assert request.county == Text("종이군", "Paper")
    farm = request.sites[1]
    assert farm.windows == (window("07:30-11:00"), window("14:00-16:00"))
    assert (farm.access, farm.seconds_per_parcel) == (360, 18)
    assert request.orders[0].priority_cost == 45_000
    truck = request.vehicles[0]
    assert (truck.profile, truck.capacity_kg, truck.end_site) == ("truck-1t-reefer", 900, "HUB")
    assert truck.temperatures == {"ambient", "chilled", "frozen"}
    assert request.services[0].departure == at("13:00")


def test_services_may_be_absent_or_empty(folder):
    (folder / "services.csv").write_text("", encoding="utf-8")
    assert read_request(folder).services == ()
    (folder / "services.csv").unlink()
    assert read_request(folder).services == ()


def test_cp949_with_korean_headers_is_read(folder):
    korean = (
        "주문번호,출발지,도착지,개수,무게,부피,온도대,채널,상품,배송시간\n"
        "주1,FARM,APT,3,15.5,60,냉장,문앞,활전복 1kg,18:30-20:00\n"
    )
    (folder / "orders.csv").write_bytes(korean.encode("cp949"))
    order = read_request(folder).orders[0]
    assert (order.order_id, order.kg, order.temperature, order.channel, order.product) == (
        "주1",
        15.5,
        "chilled",
        "door",
        "활전복 1kg",
    )
    assert order.delivery_windows == (window("18:30-20:00"),)


def test_all_faults_of_a_folder_come_at_once(folder):
    add(folder, "orders.csv", "o1,FARM,APT,1,5,20")
    add(folder, "orders.csv", "o2,NOWHERE,APT,1,-5,20")
    add(folder, "orders.csv", "o3,FARM,FARM,0,5,20")
    add(folder, "orders.csv", "o4,FARM,APT,many,5,20")
    add(folder, "sites.csv", "BAD,나쁜 곳,complex,134.8,126.4,11:00-07:30,,")
    add(folder, "sites.csv", "ODD,이상한 곳,castle,34.8,126.4,25:00-26:00,,")
    add(folder, "fleet.csv", "T2,ROCKET,HUB,05:30,15:30,lee")
    add(folder, "services.csv", "L2,linehaul,HUB,APT,13:00,12:05,4500,24000")
    assert faults(folder) == {
        ("duplicate-id", "orders.csv", 3, "order_id"),
        ("unknown-site", "orders.csv", 4, "origin"),
        ("negative-value", "orders.csv", 4, "kg"),
        ("same-site", "orders.csv", 5, "destination"),
        ("not-positive", "orders.csv", 5, "parcels"),
        ("bad-value", "orders.csv", 6, "parcels"),
        ("coordinate-outside", "sites.csv", 5, "lat"),
        ("window-reversed", "sites.csv", 5, "windows"),
        ("bad-value", "sites.csv", 6, "kind"),
        ("bad-value", "sites.csv", 6, "windows"),
        ("unknown-class", "fleet.csv", 3, "class_id"),
        ("window-reversed", "services.csv", 3, "arrival"),
    }


def test_every_fault_says_what_and_what_to_do_in_both_languages(folder):
    add(folder, "orders.csv", "o2,NOWHERE,APT,0,-5,20")
    add(folder, "sites.csv", "BAD,나쁜 곳,complex,134.8,226.4,11:00-07:30,,BAD")
    with pytest.raises(InputError) as caught:
        read_request(folder)
    for fault in caught.value.faults:
        for text in (fault.what.ko, fault.what.en, fault.remedy.ko, fault.remedy.en):
            assert text
        assert "None" not in str(fault)


def test_order_to_a_site_whose_row_is_wrong_is_not_blamed(folder):
    add(folder, "sites.csv", "ODD,이상한 곳,castle,34.8,126.4,,,")
    add(folder, "orders.csv", "o2,FARM,ODD,1,5,20")
    assert faults(folder) == {("bad-value", "sites.csv", 5, "kind")}


@pytest.mark.parametrize(
    ("columns", "cells", "field"),
    [
        ("capacity_kg", "0", "capacity_kg"),
        ("capacity_litres", "-1", "capacity_litres"),
        ("temperatures", "|", "temperatures"),
    ],
)
def test_vehicle_that_can_carry_nothing_is_a_fault(folder, columns, cells, field):
    (folder / "fleet.csv").write_text(
        f"vehicle_id,class_id,start_site,shift_start,shift_end,{columns}\n"
        f"T1,C1R,HUB,05:30,15:30,{cells}\n",
        encoding="utf-8",
    )
    assert faults(folder) == {("carries-nothing", "fleet.csv", 2, field)}


def test_shift_over_midnight_needs_plus_one(folder):
    (folder / "fleet.csv").write_text(FLEET.replace("05:30,15:30", "20:00,04:00"), encoding="utf-8")
    assert faults(folder) == {("window-reversed", "fleet.csv", 2, "shift_end")}
    (folder / "fleet.csv").write_text(
        FLEET.replace("05:30,15:30", "20:00,04:00+1"), encoding="utf-8"
    )
    assert read_request(folder).vehicles[0].shift == (at("20:00"), at("04:00+1"))


def test_windows_that_touch_are_to_be_merged(folder):
    (folder / "sites.csv").write_text(
        SITES.replace("07:30-11:00; 14:00-16:00", "07:30-11:00; 11:00-16:00"), encoding="utf-8"
    )
    assert faults(folder) == {("windows-overlap", "sites.csv", 3, "windows")}


def test_service_of_another_weekday_does_not_run(folder):
    header, row = SERVICES.strip().splitlines()
    rows = [f"{header},days", f"{row},tue", f"{row.replace('L1', 'L2')},wed|thu"]
    (folder / "services.csv").write_text("\n".join(rows), encoding="utf-8")
    assert [service.service_id for service in read_request(folder).services] == ["L1"]


def test_expired_service_is_a_fault_unless_renewed(folder):
    header, row = SERVICES.strip().splitlines()
    old = f"{row},2025-01-01,2026-02-28"
    (folder / "services.csv").write_text(
        f"{header},valid_from,valid_until\n{old}\n", encoding="utf-8"
    )
    assert faults(folder) == {("service-expired", "services.csv", 2, "valid_until")}
    add(folder, "services.csv", f"{row.replace('L1', 'L2')},2026-03-01,2026-10-31")
    assert [service.service_id for service in read_request(folder).services] == ["L2"]


def test_day_file_that_is_no_toml_does_not_hide_other_faults(folder):
    (folder / "day.toml").write_text("date = today", encoding="utf-8")
    add(folder, "orders.csv", "o2,NOWHERE,APT,1,5,20")
    assert faults(folder) == {
        ("bad-toml", "day.toml", None, None),
        ("unknown-site", "orders.csv", 3, "origin"),
    }


@pytest.mark.parametrize(
    ("line", "field"),
    [
        ('date = "soon"', "date"),
        ("date = 2026-03-10T10:00:00", "date"),
        ('date = 2026-03-10\ntimezone = "Mars/Base"', "timezone"),
        ("date = 2026-03-10\n[solve]\nseconds = -3", "solve.seconds"),
        ("date = 2026-03-10\n[solve]\nseed = 1.5", "solve.seed"),
        ('date = 2026-03-10\ncounty = "Jindo"', "county"),
    ],
)
def test_wrong_value_in_the_day_file_is_named(folder, line, field):
    (folder / "day.toml").write_text(line, encoding="utf-8")
    assert faults(folder) == {("bad-value", "day.toml", None, field)}


def test_day_file_gives_solving_time_and_timetable(folder):
    text = DAY + "[solve]\nseconds = 12.5\nseed = 7\n"
    (folder / "day.toml").write_text('timetable = "../boats"\n' + text, encoding="utf-8")
    day = read_day_file(folder)
    assert (day.seconds, day.seed, day.timetable) == (12.5, 7, folder / "../boats")


def test_missing_folder_and_missing_files_are_named(tmp_path):
    assert faults(tmp_path / "nothing") == {("folder-missing", "nothing", None, None)}
    assert faults(tmp_path) == {
        ("file-unreadable", name, None, None)
        for name in ("day.toml", "sites.csv", "orders.csv", "fleet.csv")
    }


def test_file_with_a_header_only_is_a_fault(folder):
    (folder / "orders.csv").write_text(ORDERS.splitlines()[0] + "\n", encoding="utf-8")
    assert faults(folder) == {("no-rows", "orders.csv", None, None)}


def test_clock_change_is_counted_in_real_seconds(folder):
    """In Malta the clocks go forward on 29 March 2026: 08:00 is seven hours after midnight."""
    text = DAY.replace("2026-03-10", "2026-03-29").replace("Asia/Seoul", "Europe/Malta")
    (folder / "day.toml").write_text(text, encoding="utf-8")
    shift = read_request(folder).vehicles[0].shift
    assert shift == (at("05:30") - 3600, at("15:30") - 3600)
