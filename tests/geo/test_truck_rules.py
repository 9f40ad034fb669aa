"""What roads ask of trucks besides height: width, lanes, surface, axles, tolls, towns."""

from dataclasses import replace
from datetime import datetime

import pytest

from geo.access import Closed, closed_by
from geo.faults import InputError
from geo.profiles import load_profile
from geo.speeds import speeds_kph
from geo.tolls import class_of
from geo.traits import TraitTable
from tests.towns import draw_town

NOON = datetime(2026, 11, 25, 12, 0)
COUNTRY_LANE = {"highway": "unclassified", "maxspeed": "60"}


def traits_of(tags):
    table = TraitTable()
    table.add_road({"highway": "unclassified", "maxspeed": "60", **tags})
    return table.finish()[0]


def kph(profile, **tags):
    return round(float(speeds_kph(traits_of(tags), load_profile(profile))[0]), 1)


def closed(profile, tags):
    return Closed(closed_by(traits_of(tags), load_profile(profile))[0]).name


# -- width and lanes ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("width", "small", "large"),
    [
        ("5", 36, 36),
        ("3.4", 36, 36),
        ("3.3", 36, 10),  # the 5-tonner is 2.4 m wide: less than a metre beside it
        ("2.5", 10, 10),
        ("narrow", 36, 36),  # no number: a note of the mapper
    ],
)
def test_where_less_than_a_metre_is_left_beside_the_truck_it_crawls(width, small, large):
    assert (kph("truck-1t", width=width), kph("truck-5t", width=width)) == (small, large)


def test_a_carriageway_that_is_narrower_than_the_truck_is_closed_to_it():
    assert closed("truck-5t", {"width": "2.3"}) == "WIDTH"
    assert closed("truck-1t", {"width": "2.3"}) == "NO"


@pytest.mark.parametrize(
    ("tags", "expected"),
    [
        ({"lanes": "1"}, 30),
        ({"narrow": "yes"}, 30),
        ({"lanes": "1", "oneway": "yes"}, 36),  # nobody comes towards one
        ({"lanes": "2"}, 36),
    ],
)
def test_one_lane_for_both_directions_is_driven_slowly(tags, expected):
    assert kph("truck-1t", **tags) == expected


@pytest.mark.parametrize(
    ("smoothness", "expected"),
    [("good", 36), ("intermediate", 36), ("bad", 30), ("very_bad", 15), ("horrible", 8),
     ("very_horrible", 5), ("impassable", 3), ("bumpy", 36)],
)  # fmt: skip
def test_smoothness_caps_the_speed(smoothness, expected):
    assert kph("truck-1t", smoothness=smoothness) == expected


# -- limits for trucks only -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("key", "value", "why"),
    [
        ("maxlength:hgv", "9", "LENGTH"),
        ("maxheight:hgv", "3.6", "HEIGHT"),
        ("maxwidth:hgv", "2.3", "WIDTH"),
        ("maxweight:hgv", "12", "WEIGHT"),
        ("maxweightrating:hgv", "12", "WEIGHT"),
        ("maxaxleload:hgv", "8", "AXLE_LOAD"),
        ("maxlength:hgv:forward", "9", "LENGTH"),
    ],
)
def test_limits_for_trucks_bind_trucks_and_no_light_vehicles(key, value, why):
    assert closed("truck-5t", {key: value}) == why
    huge = load_profile("truck-1t").with_size(
        "huge", length_m=12.0, height_m=4.0, width_m=2.5, weight_t=30.0, axle_load_t=12.0
    )
    assert closed_by(traits_of({key: value}), huge)[0] == Closed.NO


BYPASS = """
    A---B---C
    |       |
    D-------E
"""


@pytest.mark.parametrize(("axles", "metres"), [(2, 200), (3, 300)])
def test_a_ban_by_axles_counts_the_axles(tmp_path, axles, metres):
    rule = {"hgv:conditional": "no @ (axles >= 3)"}
    town = draw_town(BYPASS, ways={"ABC": {**COUNTRY_LANE, **rule}, "ADEC": COUNTRY_LANE})
    truck = replace(load_profile("truck-5t"), name=f"{axles} axles", axles=axles)
    network = town.build(tmp_path)
    times = network.travel_times([town.place("A"), town.place("C")], truck, at=NOON)
    assert times.distances[0, 1] == metres


# -- tolls ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("payload_t", "axles", "expected"),
    [
        (1.0, 2, 1),
        (2.4, 2, 1),
        (2.5, 2, 2),
        (5.4, 2, 2),
        (5.5, 2, 3),
        (9.9, 2, 3),
        (1.0, 3, 4),
        (25.0, 4, 5),
        (25.0, 6, 5),
    ],
)
def test_the_toll_class_goes_by_payload_then_by_axles(payload_t, axles, expected):
    assert class_of(payload_t, axles) == expected


def test_a_profile_may_say_its_toll_class(tmp_path):
    text = 'extends = "truck-1t"\nname = "x"\n[toll]\nclass = {}\n'
    path = tmp_path / "wide.toml"
    path.write_text(text.format(3), encoding="utf-8")
    assert load_profile(str(path)).toll_krw_per_km == 47.0
    path = tmp_path / "bad.toml"
    path.write_text(text.format(9), encoding="utf-8")
    with pytest.raises(InputError, match=r"toll\.class"):
        load_profile(str(path))


def test_the_weighing_lane_of_a_toll_booth_takes_its_time(tmp_path):
    road = {"highway": "primary", "maxspeed": "48"}
    plain = draw_town("A-B-C", ways={"ABC": road}, spacing=100)
    booth = draw_town(
        "A-B-C", ways={"ABC": road}, spacing=100, nodes={"B": {"barrier": "toll_booth"}}
    )
    free, paid = (
        int(town.travel_times(town.build(tmp_path / name), "AC", "truck-1t").durations[0, 1])
        for name, town in (("free", plain), ("paid", booth))
    )
    assert (free, paid) == (40, 60)  # 400 m at 36 km/h, and 20 s


def test_tolls_for_trucks_are_not_asked_of_light_ones(tmp_path):
    town = draw_town(
        "A--B",
        ways={"AB": {"highway": "motorway", "oneway": "no", "toll:hgv": "yes"}},
        spacing=1000,
    )
    network = town.build(tmp_path)
    light, heavy = (
        network.leg_line(town.place("A"), town.place("B"), name).toll_krw
        for name in ("truck-1t", "truck-5t")
    )
    assert (light, heavy) == (0, round(3 * 45.2))


# -- towns ----------------------------------------------------------------------------------------

ROWS = "ABCDEFGHIJKLM"
#: Streets of 1.2 km every 100 m, and a road that leads away from them.
TOWN = "\n".join(
    f"{row}-----------{row.lower()}" + ("-" * 50 + "V-----X" if row == "G" else "") for row in ROWS
)
STREETS = (ROWS, *(row + row.lower() for row in ROWS))
PRIMARY = {"highway": "primary"}


@pytest.fixture(scope="module")
def town(tmp_path_factory):
    drawn = draw_town(TOWN, ways={**dict.fromkeys(STREETS, PRIMARY), "gVX": PRIMARY}, spacing=100)
    return drawn, drawn.build(tmp_path_factory.mktemp("town"))


def speed(town, start, end, profile="truck-1t"):
    drawn, network = town
    times = drawn.travel_times(network, start + end, profile)
    return times.distances[0, 1] / times.durations[0, 1] * 3.6


def test_dense_streets_are_a_town_and_lie_under_its_limit(town):
    assert speed(town, "G", "g") == pytest.approx(37.5, abs=0.5)  # 50 by law, driven at 75 %


def test_the_road_away_from_the_town_is_country(town):
    assert speed(town, "V", "X") == pytest.approx(45, abs=0.5)  # 60 by law


def test_aisles_and_farm_lanes_make_no_town(tmp_path):
    lanes = {street: {"highway": "track"} for street in STREETS}
    drawn = draw_town(TOWN, ways={**lanes, "gVX": PRIMARY}, spacing=100)
    network = drawn.build(tmp_path)
    assert not network.graph.segment_urban.any()


def test_maxspeed_goes_before_what_holds_in_towns(tmp_path):
    fast = {street: {**PRIMARY, "maxspeed": "60"} for street in STREETS}
    drawn = draw_town(TOWN, ways=fast, spacing=100)
    assert speed((drawn, drawn.build(tmp_path)), "G", "g") == pytest.approx(45, abs=0.5)
