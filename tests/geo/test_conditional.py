"""Conditional tags: how they are read, when they hold, and what they do to a road."""

from datetime import datetime

import pytest

from geo.conditional import Situation, parse_clauses
from tests.towns import draw_town

WEDNESDAY_8 = datetime(2026, 11, 25, 8, 0)
WEDNESDAY_12 = datetime(2026, 11, 25, 12, 0)
SATURDAY_8 = datetime(2026, 11, 28, 8, 0)
ROAD = {"highway": "residential", "maxspeed": "30"}


def situation(moment=WEDNESDAY_8, **measures):
    return Situation(moment, {"weight": 3.0, **measures}, 34.48, 126.26)


def holding(text, moment=WEDNESDAY_8, **measures):
    return [
        clause.value
        for clause in parse_clauses(text)
        if clause.holds(situation(moment, **measures))
    ]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("no @ (07:00-09:00)", ["no"]),
        ("no @ (Mo-Fr 07:00-09:00,16:00-18:00)", ["no"]),
        ("no @ 18:00-20:00", []),
        ("no @ (Sa,Su)", []),
        ("no @ (22:00-06:00); destination @ (06:00-22:00)", ["destination"]),
        ("yes @ Mo-Fr 08:00-18:00; PH off", ["yes"]),
        ("no @ (Mo-Sa 07:00-19:00; PH off)", ["no"]),
        ("no @ (Nov-Mar)", ["no"]),
        ("no @ (May-Aug)", []),
        ("delivery @ (07:30:00-10:30:00)", ["delivery"]),
        ("no @ (weight > 2.5)", ["no"]),
        ("no @ (weight>7.5)", []),
        ("no @ (weight>2.5 AND Mo-Fr 07:00-10:00)", ["no"]),
        ("no @ (weight>2.5 AND Sa)", []),
        ("none @ destination", ["none"]),
        ("none @ (destination AND 22:00-06:00)", []),
        ("30 @ wet", []),
        ("yes @ permit_holder", []),
    ],
)
def test_clauses_hold_by_time_and_measure(text, values):
    assert holding(text) == values


def test_public_holidays_are_those_of_the_country_around():
    holiday = datetime(2026, 10, 9, 8, 0)  # 한글날, a Friday
    assert holding("no @ (PH)", holiday) == ["no"]
    assert holding("no @ (Mo-Fr; PH off)", holiday) == []
    assert holding("no @ (PH)") == []


def test_without_a_moment_no_time_holds_but_measures_do():
    assert holding("no @ (07:00-09:00)", None) == []
    assert holding("no @ (00:00-24:00)", None) == []
    assert holding("no @ (weight > 2.5)", None) == ["no"]


@pytest.mark.parametrize("text", ["no", "no @", "no @ ()", "no @ (full moon)", "schooldays only"])
def test_what_is_no_condition_is_refused(text):
    with pytest.raises(ValueError, match="condition"):
        parse_clauses(text)


STREETS = """
    A---B---C
    |       |
    |       |
    D-------E
"""
DIRECT, AROUND = 200, 350


def metres(tmp_path, tags, at, profile="truck-2.5t", signs="AC"):
    """From A to C: by the street with the tags, or around it."""
    town = draw_town(STREETS, ways={"ABC": {**ROAD, **tags}, "ADEC": ROAD})
    network = town.build(tmp_path)
    places = [town.place(sign) for sign in signs]
    return int(network.travel_times(places, profile, at=at).distances[0, 1])


@pytest.mark.parametrize(
    ("tags", "at", "expected"),
    [
        ({"hgv:conditional": "no @ (07:00-09:00)"}, WEDNESDAY_8, AROUND),
        ({"hgv:conditional": "no @ (07:00-09:00)"}, WEDNESDAY_12, DIRECT),
        ({"hgv:conditional": "no @ (07:00-09:00)"}, None, DIRECT),
        ({"motor_vehicle:conditional": "no @ (Mo-Fr 07:00-09:00)"}, SATURDAY_8, DIRECT),
        ({"motor_vehicle": "no", "hgv:conditional": "yes @ (07:00-09:00)"}, WEDNESDAY_8, DIRECT),
        ({"motor_vehicle": "no", "hgv:conditional": "yes @ (07:00-09:00)"}, WEDNESDAY_12, AROUND),
        ({"access:conditional": "destination @ (07:00-09:00)"}, WEDNESDAY_8, AROUND),
        ({"access:conditional": "destination @ (07:00-09:00)"}, WEDNESDAY_12, DIRECT),
        ({"hgv:forward:conditional": "no @ (07:00-09:00)"}, WEDNESDAY_8, AROUND),
        ({"hgv:backward:conditional": "no @ (07:00-09:00)"}, WEDNESDAY_8, DIRECT),
        ({"maxweight:conditional": "3.5 @ (07:00-09:00)"}, WEDNESDAY_8, AROUND),
        ({"maxweight:conditional": "3.5 @ (07:00-09:00)"}, WEDNESDAY_12, DIRECT),
        ({"maxheight": "2", "maxheight:conditional": "none @ (07:00-09:00)"}, WEDNESDAY_8, DIRECT),
        ({"oneway:conditional": "-1 @ (07:00-09:00)"}, WEDNESDAY_8, AROUND),
        ({"oneway:conditional": "-1 @ (07:00-09:00)"}, WEDNESDAY_12, DIRECT),
        ({"oneway": "-1", "oneway:conditional": "no @ (07:00-09:00)"}, WEDNESDAY_8, DIRECT),
        ({"oneway": "-1", "oneway:conditional": "no @ (07:00-09:00)"}, WEDNESDAY_12, AROUND),
        (
            {"oneway": "reversible", "oneway:conditional": "yes @ (00:00-10:00)"},
            WEDNESDAY_8,
            DIRECT,
        ),
        (
            {"oneway": "reversible", "oneway:conditional": "yes @ (00:00-10:00)"},
            WEDNESDAY_12,
            AROUND,
        ),
    ],
)
def test_a_street_follows_its_conditional_tags_at_the_hour(tmp_path, tags, at, expected):
    assert metres(tmp_path, tags, at) == expected


def test_a_limit_with_an_exception_for_destinations_lets_trucks_in_but_not_through(tmp_path):
    tags = {"maxweight": "3.5", "maxweight:conditional": "none @ destination"}
    town = draw_town(STREETS.replace("B", "1"), ways={"AC": {**ROAD, **tags}, "ADEC": ROAD})
    network = town.build(tmp_path)
    times = town.travel_times(network, "A1C", "truck-2.5t").distances.tolist()
    assert times == [[0, 100, AROUND], [100, 0, 100], [AROUND, 100, 0]]
    assert town.travel_times(network, "AC", "truck-1t").distances.tolist()[0][1] == DIRECT


def test_a_speed_limit_at_night_slows_down_at_night(tmp_path):
    town = draw_town("A----B", ways={"AB": {**ROAD, "maxspeed:conditional": "15 @ (22:00-06:00)"}})
    network = town.build(tmp_path)
    places = [town.place("A"), town.place("B")]
    night, day = (
        int(network.travel_times(places, "car", at=datetime(2026, 11, 25, hour)).durations[0, 1])
        for hour in (23, 12)
    )
    assert (night, day) == (38, 19)  # 125 m at 12 and 24 km/h


def test_a_turn_restriction_with_a_condition_holds_when_it_does(tmp_path):
    town = draw_town(
        STREETS,
        ways={"AB": ROAD, "BC": ROAD, "ADEC": ROAD},
        turns=[("", "AB", "BC", {"restriction": "", "restriction:conditional": RULE})],
    )
    network = town.build(tmp_path)
    places = [town.place("A"), town.place("C")]
    for at, expected in ((WEDNESDAY_8, AROUND), (WEDNESDAY_12, DIRECT), (None, DIRECT)):
        assert network.travel_times(places, "car", at=at).distances[0, 1] == expected
    assert network.summary.rules.restrictions == {"conditional": 1}


RULE = "no_straight_on @ (Mo-Fr 07:00-09:00)"


def test_conditions_that_cannot_be_read_are_counted_and_change_nothing(tmp_path):
    town = draw_town("A---B", ways={"AB": {**ROAD, "motor_vehicle:conditional": "no @ sometimes"}})
    network = town.build(tmp_path)
    assert network.summary.rules.unparsable == {"motor_vehicle:conditional=no @ sometimes": 1}
    assert town.travel_times(network, "AB", "car").distances[0, 1] == 100
