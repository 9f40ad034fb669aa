"""Ferries of drawn maps: whom they take, how long, where they end, and how a timetable fits."""

import pytest

from geo.osm_ferries import vehicles_aboard
from geo.summary import map_info
from geo.tags import parse_duration
from tests.towns import draw_town

ROAD = {"highway": "residential"}
FERRY = {"route": "ferry", "motor_vehicle": "yes", "name": "나룻배"}
#: Two islands, 4.8 km of water between them; P and Q are their quays.
STRAIT = """
    A---B                                               D---E
    |   P                                               Q   |
    C---+                                               +---F
"""
LANDS = {"PBAC": ROAD, "QDEF": ROAD}
PORTS = "port_id,name_ko,lat,lon\n"
SAILINGS = "sailing_id,vessel,from_port,to_port,dep,arr,cars\n"
TERMINALS = {
    "P": {"amenity": "ferry_terminal", "name": "창유항 여객선터미널"},
    "Q": {"amenity": "ferry_terminal", "name:en": "Jindo Ferry Terminal"},
}


def strait(ways=(), **parts):
    return draw_town(STRAIT, ways={**LANDS, **dict(ways)}, spacing=100, **parts)


def timetable(folder, town, rows, ports):
    """Write a timetable whose ports lie at signs of the town, moved some metres north."""
    folder.mkdir()
    lines = []
    for port_id, (sign, name, north) in ports.items():
        lat, lon = town.places[sign]
        lines.append(f"{port_id},{name},{lat + north / 111_195:.6f},{lon:.6f}\n")
    (folder / "ports.csv").write_text(PORTS + "".join(lines), encoding="utf-8")
    (folder / "sailings.csv").write_text(SAILINGS + rows, encoding="utf-8")
    return folder


def misfits(network):
    return [(misfit.code, misfit.what) for misfit in network.summary.misfits]


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("1:45", 6300),
        ("08:00", 28_800),
        ("00:05:00", 300),
        ("15", 900),
        ("PT20S", 20),
        ("PT1H45M", 6300),
    ],
)
def test_durations_are_read_in_all_their_forms(text, seconds):
    assert parse_duration(text) == seconds


@pytest.mark.parametrize(
    ("tags", "aboard"),
    [
        ({}, ()),
        ({"foot": "yes"}, ()),
        ({"motor_vehicle": "yes"}, ("motorcar", "goods", "hgv")),
        ({"motorcar": "yes"}, ("motorcar", "goods", "hgv")),
        ({"motor_vehicle": "yes", "hgv": "no"}, ("motorcar", "goods")),
        ({"motor_vehicle": "no", "motorcar": "no"}, ()),
        ({"motor_vehicle": "no", "hgv": "yes"}, ("hgv",)),
        ({"vehicle": "private"}, ()),
        ({"access": "no", "foot": "yes"}, ()),
    ],
)
def test_access_tags_say_whom_a_ferry_takes_and_silence_means_people_on_foot(tags, aboard):
    assert vehicles_aboard(tags) == aboard


def test_what_is_only_on_the_relation_counts_for_its_ways(tmp_path):
    town = strait(
        {"PQ": {"route": "ferry"}},
        relations=[
            ([("way", "PQ", "")], {"type": "route", **FERRY, "duration": "PT25M", "name": "연락선"})
        ],
    )
    (line,) = town.build(tmp_path).summary.ferry_lines
    assert (line.name, line.duration, line.cars) == ("연락선", 1500, True)
    assert {end.landmass for end in line.ends} == {0, 1}


def test_a_ferry_of_no_length_is_left_out_and_named(tmp_path):
    town = strait(
        {"PQ": FERRY, "PP": {**FERRY, "name": "제자리"}, "PQ'": {**FERRY, "duration": "0"}}
    )
    network = town.build(tmp_path)
    assert [(line.name, line.duration) for line in network.summary.ferry_lines] == [
        ("나룻배", None),
        ("나룻배", None),
    ]
    assert ("ferry-without-length", f"way/{town.way_id('PP')}") in misfits(network)


def test_a_ferry_that_leaves_the_extract_is_no_crossing(tmp_path):
    drawing = STRAIT + "\n    1            2                         3\n"
    ways = {**LANDS, "P12": FERRY, "Q3": {**FERRY, "name": "먼바다", "duration": "3:30"}}
    town = draw_town(drawing, ways=ways, spacing=800, lost="2")
    network = town.build(tmp_path)
    cut, far = network.summary.ferry_lines
    assert (cut.cut, cut.leaves_map) == (True, True)
    assert (far.cut, far.leaves_map) == (False, True)
    assert misfits(network) == [("line-leaves-map", "나룻배"), ("line-leaves-map", "먼바다")]


def test_a_car_ferry_without_timetable_is_reported_and_a_foot_ferry_is_not(tmp_path):
    town = strait({"PQ": FERRY, "QP": {"route": "ferry", "foot": "yes", "name": "도선"}})
    assert misfits(town.build(tmp_path)) == [("line-without-timetable", "나룻배")]


def test_ports_are_matched_by_name_before_distance(tmp_path):
    """창유항 lies 2 km off in the list; 진도항 goes by its English name, 쉬미항 by distance."""
    town = strait({"PQ": FERRY}, nodes=TERMINALS)
    table = timetable(
        tmp_path / "table",
        town,
        "A,V,P_CHA,P_JIN,07:00,07:25,yes\nB,V,P_JIN,P_SWI,08:00,08:25,yes\n",
        {
            "P_CHA": ("P", "창유항 (어류포)", 2000),
            "P_JIN": ("Q", "Jindo", 300),
            "P_SWI": ("P", "쉬미항", 400),
        },
    )
    network = town.build(tmp_path / "town", timetable=table)
    found = {port.port_id: port for port in network.summary.timetable_ports}
    assert [(found[p].terminal, found[p].by, found[p].distance) for p in sorted(found)] == [
        ("창유항 여객선터미널", "name", 2000),
        ("Jindo Ferry Terminal", "name", 300),
        ("창유항 여객선터미널", "distance", 400),
    ]
    assert [line.timetabled for line in network.summary.ferry_lines] == [True]
    assert misfits(network) == [("port-far-away", "P_CHA 창유항 (어류포)")]
    assert map_info(tmp_path / "town" / "map") == network.summary


def test_what_map_and_timetable_disagree_about_is_reported(tmp_path):
    foot = {"route": "ferry", "foot": "yes", "name": "도선", "duration": "10"}
    town = strait({"PQ": foot}, nodes=TERMINALS)
    table = timetable(
        tmp_path / "table",
        town,
        "A,V,P_CHA,P_JIN,07:00,07:25,yes\nB,W,P_CHA,P_FAR,08:00,08:25,yes\n",
        {
            "P_CHA": ("P", "창유", 0),
            "P_JIN": ("Q", "진도항", 0),
            "P_FAR": ("Q", "먼섬", 30_000),
        },
    )
    network = town.build(tmp_path / "town", timetable=table)
    assert misfits(network) == [
        ("port-not-on-map", "P_FAR 먼섬"),
        ("crossing-not-on-map", "창유 – 먼섬"),
        ("vehicles-disagree", "창유 – 진도항"),
        ("duration-disagrees", "창유 – 진도항"),
    ]


def test_a_line_that_takes_no_trucks_is_reported(tmp_path):
    town = strait({"PQ": {**FERRY, "hgv": "no"}})
    ports = {"P_A": ("P", "가", 0), "P_B": ("Q", "나", 0)}
    table = timetable(tmp_path / "t", town, "A,V,P_A,P_B,07:00,07:25,yes\n", ports)
    assert misfits(town.build(tmp_path / "town", timetable=table)) == [
        ("trucks-disagree", "가 – 나")
    ]


def test_a_line_with_calls_in_between_is_served_by_the_legs_of_one_vessel(tmp_path):
    drawing = """
        A---P               M               Q---B
    """
    ways = {"AP": ROAD, "QB": ROAD, "PMQ": FERRY}
    town = draw_town(drawing, ways=ways, spacing=150, nodes={"M": {"place": "islet", "name": "섬"}})
    ports = {"P_A": ("P", "가", 0), "P_M": ("M", "섬", 0), "P_B": ("Q", "나", 0)}
    rows = "A,V,P_A,P_M,07:00,07:15,yes\nB,V,P_M,P_B,07:20,07:35,yes\n"
    table = timetable(tmp_path / "t", town, rows, ports)
    network = town.build(tmp_path / "town", timetable=table)
    assert [line.timetabled for line in network.summary.ferry_lines] == [True]
    assert misfits(network) == []
