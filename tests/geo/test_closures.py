"""Roads closed for some time, as a dispatcher writes it."""

from datetime import date

import numpy as np
import pytest

from geo.closures import Closure, closed_segments, parse_closure, read_closures
from geo.faults import InputError
from tests.towns import draw_town

DAY, SEOUL = date(2026, 3, 10), "Asia/Seoul"


@pytest.fixture(scope="module")
def graph(tmp_path_factory):
    town = draw_town(
        """
        A---B-----C---D
        """,
        ways={
            "AB": {"highway": "primary", "name": "진도대로"},
            "BC": {"highway": "primary", "name": "진도대교", "bridge": "yes"},
            "CD": {"highway": "primary", "name": "진도대로"},
        },
    )
    return town.build(tmp_path_factory.mktemp("bridge")).graph


@pytest.mark.parametrize(
    ("text", "road", "ways", "span"),
    [
        ("진도대교 10:00-12:00", "진도대교", (), (36_000, 43_200)),
        ("진도대교 10-12", "진도대교", (), (36_000, 43_200)),
        ("진도대교 10:00~12:30", "진도대교", (), (36_000, 45_000)),
        ("진도대교", "진도대교", (), (0, 86_400)),
        ("제2 진도대교 22:00-24:00", "제2 진도대교", (), (79_200, 86_400)),
        ("Triq il-Port 8-9", "Triq il-Port", (), (28_800, 32_400)),
        ("way/12+13 22:00-05:00+1", "", (12, 13), (79_200, 104_400)),
        ("way/12 + way/13", "", (12, 13), (0, 86_400)),
    ],
)
def test_a_closure_is_read_as_it_is_written(text, road, ways, span):
    closure = parse_closure(text)
    assert (closure.road, closure.ways) == (road, ways)
    assert closure.span(DAY, SEOUL) == span
    assert parse_closure(str(closure)) == closure


def test_on_the_day_on_which_the_clock_skips_an_hour_a_span_over_it_is_shorter():
    begin, until = parse_closure("Brug 01:00-04:00").span(date(2026, 3, 29), "Europe/Malta")
    assert until - begin == 2 * 3600


@pytest.mark.parametrize(
    "text", ["", "10:00-12:00", "진도대교 12:00-10:00", "진도대교 25:00-26:00"]
)
def test_what_is_no_closure_is_refused_all_at_once(text):
    with pytest.raises(InputError) as caught:
        read_closures([text, "way/1", text], file="day.toml")
    assert [fault.code for fault in caught.value.faults] == ["bad-closure"] * 2


def test_a_closure_names_a_road_or_ways_and_takes_time():
    with pytest.raises(ValueError, match="either a road or ways"):
        Closure(road="a", ways=(1,))
    noon = parse_closure("a 12-13").begin
    with pytest.raises(ValueError, match="end after it begins"):
        Closure(road="a", begin=noon, until=noon)


def test_a_road_is_found_by_name_however_it_is_written(graph):
    [bridge] = closed_segments(graph, [parse_closure("진도 대교")], {})
    assert {graph.name(segment) for segment in bridge} == {"진도대교"}
    [road] = closed_segments(graph, [parse_closure("진도대로 10-12")], {})
    assert len(road) == 2


def test_the_name_of_a_bridge_stands_above_that_of_a_road(graph):
    way = int(graph.segment_way[np.flatnonzero(graph.segment_length)[0]])
    [segments] = closed_segments(graph, [parse_closure("진도대로")], {"진도대로": [way]})
    assert [int(graph.segment_way[segment]) for segment in segments] == [way]


def test_unknown_roads_are_named_all_at_once_with_similar_names(graph):
    closures = [parse_closure("진도대고"), parse_closure("way/999999"), parse_closure("진도대교")]
    with pytest.raises(InputError) as caught:
        closed_segments(graph, closures, {}, file="day.toml")
    first, second = caught.value.faults
    assert first.code == second.code == "unknown-road"
    assert "진도대교" in first.remedy.ko
    assert "way/999999" in second.what.en
