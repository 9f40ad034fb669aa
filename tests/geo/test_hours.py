"""Speeds by hour and season, what is learnt of driven routes, and closures for some time."""

from dataclasses import replace
from datetime import date, datetime

import numpy as np
import pytest

from geo.closures import parse_closure
from geo.faults import InputError
from geo.hours import ANY_CLASS, Drive, Season, Traffic, learn_hours, read_traffic
from geo.profiles import load_profile
from tests.towns import draw_town

ROAD = {"highway": "residential", "maxspeed": "30"}
RUSH = tuple(0.5 if hour == 8 else 1.0 for hour in range(24))
NIGHT = tuple(1.25 if hour < 6 else 1.0 for hour in range(24))
WEDNESDAY = date(2026, 11, 25)
SATURDAY = date(2026, 11, 28)
TRAFFIC = Traffic(
    {
        ("weekday", "rural", ANY_CLASS): NIGHT,
        ("weekday", "rural", "residential"): RUSH,
    },
    (Season((12, 15), (2, 20), 0.8, frozenset({"track"})),),
)


def moment(hour, day=WEDNESDAY):
    return datetime(day.year, day.month, day.day, hour, 20)


def test_a_class_has_its_own_row_or_follows_that_of_any():
    assert TRAFFIC.factor("residential", moment(8), urban=False) == 0.5
    assert TRAFFIC.factor("residential", moment(4), urban=False) == 1.0
    assert TRAFFIC.factor("primary", moment(4), urban=False) == 1.25
    assert TRAFFIC.factor("residential", moment(8, SATURDAY), urban=False) == 1.0
    assert TRAFFIC.factor("residential", moment(8), urban=True) == 1.0


@pytest.mark.parametrize(
    ("day", "road_class", "factor"),
    [
        (date(2026, 12, 15), "track", 0.8),
        (date(2027, 1, 31), "track", 0.8),
        (date(2027, 2, 20), "track", 0.8),
        (date(2027, 2, 21), "track", 1.0),
        (date(2027, 1, 31), "primary", 1.0),
    ],
)
def test_a_season_may_run_over_the_new_year(day, road_class, factor):
    assert TRAFFIC.factor(road_class, moment(12, day), urban=False) == factor


def test_a_table_is_read_as_it_is_written():
    table = {
        "hours": {"weekend": {"urban": {"any": [0.9] * 24}}},
        "seasons": [{"from": "07-01", "to": "08-31", "factor": 0.9}],
    }
    traffic = read_traffic(table)
    assert traffic.factor("primary", moment(3, SATURDAY), urban=True) == 0.9
    assert traffic.factor("primary", moment(3, date(2026, 7, 31)), urban=False) == 0.9


@pytest.mark.parametrize(
    "lines",
    [
        "[hours.weekday.urban]\nany = [1.0, 1.0]\n",
        "[hours.monday.urban]\nany = []\n",
        f"[hours.weekday.urban]\nany = {[0.0] * 24}\n",
        'seasons = [{ from = "02-30", to = "03-01", factor = 0.9 }]\n',
        'seasons = [{ from = "02-01", to = "03-01", factor = 9.0 }]\n',
    ],
)
def test_a_wrong_table_is_refused(tmp_path, lines):
    path = tmp_path / "bad.toml"
    head = 'extends = "truck"\nname = "x"\ntitle = { ko = "", en = "" }\n'
    path.write_text(head + lines, encoding="utf-8")
    with pytest.raises(InputError, match=r"bad\.toml"):
        load_profile(str(path))


def truck(traffic=TRAFFIC):
    return replace(load_profile("truck-1t"), name="by the hour", traffic=traffic)


def test_drives_are_slow_at_the_hour_that_is_slow(tmp_path):
    town = draw_town("A----B", ways={"AB": ROAD}, spacing=168)  # 840 m at 21 km/h: 144 s
    network = town.build(tmp_path)
    places = [town.place("A"), town.place("B")]
    seconds = {
        hour: int(network.travel_times(places, truck(), at=moment(hour)).durations[0, 1])
        for hour in (7, 8, 9)
    }
    assert seconds == {7: 144, 8: 288, 9: 144}
    assert network.leg_line(*places, truck(), at=moment(8)).duration == 288
    assert int(network.travel_times(places, truck()).durations[0, 1]) == 144


def test_hours_that_are_alike_share_a_matrix(tmp_path):
    town = draw_town("A----B", ways={"AB": ROAD}, spacing=168)
    places = [town.place("A"), town.place("B")]
    day = town.build(tmp_path).day_times(places, truck(), WEDNESDAY)
    assert len(day.distinct) == 3  # by night other classes are quicker: told apart all the same
    assert [int(day.at(hour).durations[0, 1]) for hour in (7, 8, 9)] == [144, 288, 144]
    assert day.at(7) is day.at(23)
    assert np.allclose(day.speed_factors(), RUSH)


def test_a_rule_that_begins_within_an_hour_holds_for_the_hour(tmp_path):
    town = draw_town(
        "A----B", ways={"AB": {**ROAD, "maxspeed:conditional": "15 @ (07:30-09:00)"}}, spacing=168
    )
    places = [town.place("A"), town.place("B")]
    day = town.build(tmp_path).day_times(places, truck(Traffic()), WEDNESDAY)
    slow = [hour for hour in range(24) if day.at(hour).durations[0, 1] > 200]
    assert slow == [7, 8]


RING = """
    A---B---C
    |       |
    D-------E
"""


def test_a_road_closed_for_some_time_is_driven_around_at_that_time(tmp_path):
    town = draw_town(RING, ways={"ABC": ROAD, "ADEC": ROAD})
    network = town.build(tmp_path)
    places = [town.place("A"), town.place("C")]
    closed = [parse_closure(f"way/{town.way_id('ABC')} 10:20-12:20")]
    day = network.day_times(places, truck(Traffic()), WEDNESDAY, closed=closed)
    around = [hour for hour in range(24) if day.at(hour).distances[0, 1] == 300]
    assert around == [10, 11, 12]
    assert {int(day.at(hour).distances[0, 1]) for hour in range(24)} == {200, 300}
    line = network.leg_line(*places, "truck-1t", at=moment(11), closed=closed)
    assert line.distance == 300


def drives(count, driven, hour=8):
    return [
        Drive(
            road_class="residential", urban=False, departure=moment(hour), free=100, driven=driven
        )
    ] * count


def test_a_factor_follows_what_was_driven_the_more_the_more_was():
    before = Traffic()
    few, many = (
        learn_hours(before, drives(count, 200)).factor("residential", moment(8), urban=False)
        for count in (1, 8000)
    )
    assert 0.85 < few < 0.95
    assert many == pytest.approx(0.5, abs=0.001)


def test_what_is_learnt_of_one_hour_and_class_changes_no_other():
    learnt = learn_hours(TRAFFIC, drives(8, 400))
    # Half of the weight: 2 seconds per free second before, 4 seen.
    assert learnt.factor("residential", moment(8), urban=False) == pytest.approx(1 / 3)
    assert learnt.factor("residential", moment(9), urban=False) == 1.0
    assert learnt.factor("primary", moment(8), urban=False) == 1.0
    assert learnt.seasons == TRAFFIC.seasons


def test_a_drive_that_took_no_time_is_refused():
    with pytest.raises(ValueError, match="some time"):
        learn_hours(TRAFFIC, drives(1, 0))


def test_a_drive_on_the_map_is_observed_by_the_road_that_most_of_it_is_on(tmp_path):
    town = draw_town(
        "A---B---------C", ways={"AB": ROAD, "BC": {"highway": "primary", "maxspeed": "60"}}
    )
    network = town.build(tmp_path)
    seen = network.observed(town.place("A"), town.place("C"), "truck-1t", moment(8), 60)
    assert (seen.road_class, seen.urban, seen.driven) == ("primary", False, 60)
    assert seen.free == network.leg_line(town.place("A"), town.place("C"), "truck-1t").duration
