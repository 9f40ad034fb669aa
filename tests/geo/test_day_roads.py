"""Days on which roads are closed at times: what is safe, what is open now, and where one waits."""

from datetime import date

import pytest

from geo.closures import parse_closure
from geo.day_roads import DayHours
from geo.faults import InputError
from tests.towns import draw_town

WEDNESDAY = date(2026, 11, 25)
ROAD = {"highway": "residential", "maxspeed": "30"}
RING = """
    A-S-B---C
    |       |
    D-------E
"""
DIRECT, AROUND = 200, 300


def hours(begin=6, until=18):
    return DayHours(day=WEDNESDAY, timezone="Asia/Seoul", begin=begin * 3600, until=until * 3600)


def clock(text):
    hour, minute = text.split(":")
    return int(hour) * 3600 + int(minute) * 60


def ring(folder, tags=()):
    town = draw_town(RING, ways={"ASBC": {**ROAD, "name": "장터길", **dict(tags)}, "ADEC": ROAD})
    return town, town.build(folder)


def roads_of(town, network, signs, *closed, profile="truck-2.5t"):
    places = [town.place(sign) for sign in signs]
    closures = [parse_closure(text) for text in closed]
    return network.day_roads(places, profile, hours(), closed=closures)


def metres(roads, *, here=0, there=1, leaving):
    found = roads.drive(here, there, clock(leaving))
    return None if found is None else found.distance


def test_a_closed_road_is_driven_around_unless_the_drive_is_over_before_or_begins_after(tmp_path):
    roads = roads_of(*ring(tmp_path), "AC", "장터길 10:00-12:00")
    assert roads.always.distances[0, 1] == AROUND
    assert [period.begin for period, _ in roads.periods] == [
        clock(t) for t in ("6:00", "10:00", "12:00")
    ]
    leaving = {"8:00": DIRECT, "9:59": DIRECT, "10:00": AROUND, "11:59": AROUND, "12:00": DIRECT}
    assert {text: metres(roads, leaving=text) for text in leaving} == leaving
    ten_seconds_before = roads.drive(0, 1, clock("10:00") - 10)
    assert ten_seconds_before.distance == AROUND


def test_a_truck_ban_at_some_hours_is_kept_at_these_hours_and_by_trucks_only(tmp_path):
    town, network = ring(tmp_path, {"hgv:conditional": "no @ (Mo-Fr 07:00-09:00)"})
    roads = roads_of(town, network, "AC")
    leaving = {"6:30": DIRECT, "7:00": AROUND, "8:59": AROUND, "9:00": DIRECT}
    assert {text: metres(roads, leaving=text) for text in leaving} == leaving
    light = roads_of(town, network, "AC", profile="truck-1t")
    assert len(light.periods) == 1
    assert light.always.distances[0, 1] == DIRECT


def test_the_ban_of_another_day_changes_nothing(tmp_path):
    town, network = ring(tmp_path, {"hgv:conditional": "no @ (Sa,Su)"})
    assert len(roads_of(town, network, "AC").periods) == 1


def test_where_a_closed_road_makes_a_dead_end_one_turns_back_at_any_time(tmp_path):
    town = draw_town(RING, ways={"ASBC": {**ROAD, "name": "장터길"}, "ADE": ROAD, "EC": ROAD})
    roads = roads_of(town, town.build(tmp_path), "AC", "장터길 10:00-12:00")
    assert roads.always.distances.tolist() == [[0, AROUND], [AROUND, 0]]


def test_a_place_on_a_closed_road_is_reached_while_it_is_open(tmp_path):
    roads = roads_of(*ring(tmp_path), "ASC", "장터길 10:00-12:00")
    assert roads.shut == ((), ((clock("10:00"), clock("12:00")),), ())
    assert roads.always.distances.tolist() == [
        [0, 50, AROUND],
        [50, 0, 150],
        [AROUND, 150, 0],
    ]


def test_two_places_that_are_never_open_together_are_not_joined(tmp_path):
    town = draw_town(
        "S-A-T",
        ways={
            "SA": {**ROAD, "motor_vehicle:conditional": "no @ (06:00-12:00)"},
            "AT": {**ROAD, "motor_vehicle:conditional": "no @ (12:00-18:00)"},
        },
    )
    sides = {"s": "S", "t": "T"}
    network = town.build(tmp_path)
    roads = roads_of(town, network, sides.values())
    assert roads.always.durations[0, 1] == -1
    assert [len(spans) for spans in roads.shut] == [1, 1]


def test_a_road_that_is_not_on_the_map_is_named(tmp_path):
    town, network = ring(tmp_path)
    with pytest.raises(InputError, match="unknown-road"):
        roads_of(town, network, "AC", "장터골 10-12")


ISLANDS = """
    A---B===C---D===E---F
            |
            G
"""


@pytest.fixture(scope="module")
def islands(tmp_path_factory):
    town = draw_town(
        ISLANDS,
        ways={
            "AB": ROAD,
            "BC": {**ROAD, "name": "진도대교"},
            "CD": ROAD,
            "CG": ROAD,
            "DE": {**ROAD, "name": "조도대교"},
            "EF": ROAD,
        },
    )
    return town, town.build(tmp_path_factory.mktemp("islands"))


def gates(islands, signs, *closed):
    town, network = islands
    places = [town.place(sign) for sign in signs]
    found = network.gates(
        places, ["truck-1t"], hours(), closed=[parse_closure(text) for text in closed]
    )
    near = {(round(lat, 4), round(lon, 4)): sign for sign, (lat, lon) in town.places.items()}
    return {
        (
            gate.name,
            *sorted(near[round(end.lat, 4), round(end.lon, 4)] for end in (gate.here, gate.there)),
        )
        for gate in found
    }


def test_one_waits_at_both_ends_of_the_only_bridge(islands):
    assert gates(islands, "AG", "진도대교 10:00-12:00") == {("진도대교", "B", "C")}


def test_nobody_waits_for_a_bridge_to_where_nobody_goes(islands):
    assert gates(islands, "AG", "조도대교 10:00-12:00") == set()
    assert gates(islands, "AG", "진도대교 10-12", "조도대교 10-12") == {("진도대교", "B", "C")}


def test_there_are_gates_on_the_way_through_a_part_without_places(islands):
    both = {("진도대교", "B", "C"), ("조도대교", "D", "E")}
    assert gates(islands, "AF", "진도대교 10:00-12:00", "조도대교 11:00-13:00") == both


def test_what_is_closed_all_the_time_has_no_gate(islands):
    assert gates(islands, "AG", "진도대교") == set()


def test_across_the_only_bridge_a_drive_leads_while_it_is_open(islands):
    roads = roads_of(*islands, "AG", "진도대교 10:00-12:00")
    assert roads.timed
    assert roads.always.durations[0, 1] == -1
    assert roads.drive(0, 1, clock("9:00")) is not None
    assert roads.drive(0, 1, clock("11:00")) is None
