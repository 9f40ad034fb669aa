"""Vehicle classes: which roads they may use, and how fast they drive."""

import csv
from pathlib import Path

import numpy as np
import pytest

from geo.access import Closed, closed_by
from geo.faults import InputError
from geo.profiles import load_profile, profile_names
from geo.speeds import speeds_kph
from geo.traits import TraitTable
from geo.weights import profile_weights
from tests.towns import draw_town

CLASSES = Path(__file__).parents[2].parent / "shared" / "jindo" / "vehicle_classes.csv"


def traits_of(tags):
    table = TraitTable()
    table.add_road({"highway": "residential", **tags})
    return table.finish()[0]


def reason(profile, **tags):
    """Say why a profile may not use a residential road with these tags ("__" stands for ":")."""
    traits = traits_of({key.replace("__", ":"): value for key, value in tags.items()})
    if not len(traits):
        return "nobody"
    return Closed(closed_by(traits, load_profile(profile))[0]).name


def kph(profile, **tags):
    traits = traits_of({key.replace("__", ":"): value for key, value in tags.items()})
    return round(float(speeds_kph(traits, load_profile(profile))[0]), 1)


def test_the_product_brings_the_vehicle_classes_of_the_project():
    assert {"truck-1t", "truck-1t-reefer", "truck-2.5t", "truck-5t", "car"} <= set(profile_names())
    for name in profile_names():
        assert load_profile(name).name == name


@pytest.mark.parametrize(
    ("profile", "class_id"),
    [("truck-1t", "C1B"), ("truck-1t-reefer", "C1R"), ("truck-2.5t", "C25R"), ("truck-5t", "C5R")],
)
def test_heights_are_those_of_the_vehicle_classes(profile, class_id):
    with CLASSES.open(encoding="utf-8") as stream:
        rows = {row["class_id"]: row for row in csv.DictReader(stream)}
    size = load_profile(profile).size
    assert size.height_m * 1000 == pytest.approx(float(rows[class_id]["height_mm"]))
    # Payload and half as much again of vehicle, at least.
    assert size.weight_t * 1000 > 1.5 * float(rows[class_id]["payload_kg"])
    assert size.length_m * 1000 > float(rows[class_id]["inner_l_mm"])
    assert size.width_m * 1000 > float(rows[class_id]["inner_w_mm"])


def test_the_most_special_access_tag_decides():
    assert reason("truck-1t", access="no", motor_vehicle="yes") == "NO"
    assert reason("truck-1t", access="yes", motor_vehicle="agricultural") == "ACCESS"
    assert reason("truck-1t", vehicle="no", goods="yes") == "NO"
    assert reason("truck-5t", vehicle="no", goods="yes") == "ACCESS"
    assert reason("truck-5t", motor_vehicle="no", hgv="delivery") == "NO"
    assert reason("truck-5t", hgv="no") == "ACCESS"
    assert reason("truck-1t", hgv="no") == "NO"
    assert reason("car", hgv="no", goods="no") == "NO"
    assert reason("car", motorcar="no", hgv="yes") == "ACCESS"


@pytest.mark.parametrize(
    ("value", "closed"),
    [
        ("yes", "NO"),
        ("permissive", "NO"),
        ("designated", "NO"),
        ("destination", "NO"),
        ("delivery", "NO"),
        ("customers", "NO"),
        ("private", "NO"),  # the last metres of a residential road
        ("permit", "ACCESS"),
        ("residents", "NO"),
        ("agricultural", "ACCESS"),
        ("forestry", "ACCESS"),
        ("no", "nobody"),
        ("emergency", "nobody"),
    ],
)
def test_values_of_access(value, closed):
    assert reason("truck-1t", motor_vehicle=value) == closed


def test_roads_that_no_motor_vehicle_may_use_are_not_in_the_map():
    assert reason("car", motor_vehicle="no", foot="yes") == "nobody"
    assert reason("car", access="no", bicycle="yes") == "nobody"
    assert reason("car", area="yes") == "nobody"
    assert reason("car", highway="pedestrian") == "nobody"
    assert reason("truck-1t", highway="pedestrian", motor_vehicle="delivery") == "NO"
    assert reason("car", service="emergency_access") == "nobody"
    assert reason("car", oneway="reversible") == "nobody"
    assert reason("car", motor_vehicle="no", motor_vehicle__conditional="yes @ (22:00-06:00)") == (
        "ACCESS"
    )


@pytest.mark.parametrize(
    ("tag", "value", "closed_for", "open_for", "why"),
    [
        ("maxheight", "2.4", "truck-1t", "truck-1t-reefer", "HEIGHT"),
        ("maxheight", "3,5", "truck-5t", "truck-2.5t", "HEIGHT"),
        ("maxheight", "11'6\"", "truck-5t", "truck-2.5t", "HEIGHT"),
        ("maxheight:physical", "2.45", "truck-1t", "truck-1t-reefer", "HEIGHT"),
        ("maxweight", "3.5", "truck-2.5t", "truck-1t-reefer", "WEIGHT"),
        ("maxweight", "3500 kg", "truck-2.5t", "truck-1t", "WEIGHT"),
        ("maxweight:hgv", "5", "truck-2.5t", "truck-1t", "WEIGHT"),
        ("maxweightrating", "7.5", "truck-5t", "truck-2.5t", "WEIGHT"),
        ("maxwidth", "2.0", "truck-2.5t", "truck-1t", "WIDTH"),
        ("maxlength", "8", "truck-5t", "truck-2.5t", "LENGTH"),
        ("maxaxleload", "5", "truck-5t", "truck-2.5t", "AXLE_LOAD"),
    ],
)
def test_limits_close_roads_to_vehicles_that_exceed_them(tag, value, closed_for, open_for, why):
    key = tag.replace(":", "__")
    assert reason(closed_for, **{key: value}) == why
    assert reason(open_for, **{key: value}) == "NO"
    assert reason(closed_for, **{key: "none"}) == "NO"


def test_a_limit_is_kept_to_the_centimetre():
    reefer = load_profile("truck-1t-reefer")
    traits = traits_of({"maxheight": "2.4"})
    assert closed_by(traits, reefer)[0] == Closed.NO
    assert closed_by(traits, reefer.with_size("high", height_m=2.41))[0] == Closed.HEIGHT


def test_korean_limits_hold_where_maxspeed_is_absent():
    assert kph("truck-1t", highway="motorway") == 90  # 100 by law
    assert kph("truck-2.5t", highway="motorway") == 80  # trucks above 1.5 t
    assert kph("truck-1t", highway="trunk", lanes="4") == 65  # as 진도대로 is driven
    assert kph("truck-1t", highway="primary", lanes="2") == 45  # two-lane rural road
    assert kph("truck-1t", highway="residential") == 21  # 30 by law
    assert kph("truck-1t", highway="track") == 25  # farm lane


def test_maxspeed_goes_before_the_default():
    assert kph("truck-1t", highway="primary", maxspeed="40") == 30
    assert kph("truck-1t", highway="primary", maxspeed="KR:urban") == 37.5
    assert kph("truck-1t", highway="primary", maxspeed__type="KR:urban") == 37.5
    assert kph("truck-1t", highway="primary", maxspeed="none") == 60  # its own top of 80
    assert kph("truck-5t", highway="primary", maxspeed="70", maxspeed__hgv="50") == 37.5
    assert kph("truck-1t", highway="primary", maxspeed="70", maxspeed__hgv="50") == 52.5


def test_bad_surfaces_and_parking_aisles_are_slow():
    assert kph("truck-1t", highway="unclassified", surface="gravel") == 30
    assert kph("truck-1t", highway="unclassified", surface="sand") == 15
    assert kph("truck-1t", highway="track", tracktype="grade5") == 12
    assert kph("truck-1t", highway="service", service="parking_aisle") == 10
    assert kph("truck-5t", highway="service", service="parking_aisle") == 6


def test_the_car_drives_at_the_speeds_of_the_peer():
    for highway, speed in [("motorway", 90), ("trunk", 85), ("primary", 65), ("service", 15)]:
        assert kph("car", highway=highway) == speed
    assert kph("car", highway="primary", maxspeed="50") == 40
    assert reason("car", highway="track") == "CLASS"


def test_directions_may_differ():
    table = TraitTable()
    tags = {"highway": "primary", "maxspeed": "60", "maxspeed:backward": "40", "hgv:forward": "no"}
    forward, backward = table.add_road(tags)
    traits, _ = table.finish()
    small, large = load_profile("truck-1t"), load_profile("truck-5t")
    assert list(speeds_kph(traits, small)[[forward, backward]]) == [45, 30]
    assert list(closed_by(traits, large)[[forward, backward]]) == [Closed.ACCESS, Closed.NO]


def test_a_direction_closed_to_all_makes_a_street_one_way():
    assert TraitTable().add_road({"highway": "primary", "motor_vehicle:backward": "no"}) == (0, -1)


def test_roads_that_look_alike_share_a_trait():
    table = TraitTable()
    one = table.add_road({"highway": "primary", "maxspeed": "50"})
    two = table.add_road({"highway": "primary", "maxspeed": "50 km/h"})
    assert one == two
    assert one[0] == one[1]


def test_weights_are_milliseconds_and_centimetres(tmp_path):
    town = draw_town(
        "A----B",
        ways={"AB": {"highway": "primary", "maxspeed": "48"}},
        spacing=20,
    )
    network = town.build(tmp_path)
    weights = profile_weights(network.graph, load_profile("truck-1t"))
    assert list(weights.length) == [10_000, 10_000]
    assert list(weights.duration) == [10_000, 10_000]  # 100 m at 36 km/h
    assert list(weights.turn) == [25_000, 25_000]  # to turn back at its end
    assert {array.dtype for array in weights} == {np.dtype(np.int32)}


def test_an_unknown_profile_is_named_with_those_that_exist():
    with pytest.raises(InputError, match=r"truck-1t-reefer") as error:
        load_profile("bicycle")
    assert error.value.faults[0].code == "unknown-profile"


def test_a_profile_of_the_user_extends_ours(tmp_path):
    path = tmp_path / "labo.toml"
    path.write_text(
        'extends = "truck-1t"\nname = "labo"\n'
        'title = { ko = "라보", en = "Labo" }\n[size]\nheight_m = 1.9\n',
        encoding="utf-8",
    )
    labo = load_profile(str(path))
    assert labo.size.height_m == 1.9
    assert labo.size.width_m == load_profile("truck-1t").size.width_m


@pytest.mark.parametrize(
    "text",
    [
        "name = ",
        'name = "x"',
        'extends = "truck"\nname = "x"\ntitle = { ko = "", en = "" }\nmode = "bus"\n',
        'extends = "truck"\nname = "x"\ntitle = { ko = "", en = "" }\n[classes]\nalley = {}\n',
        'extends = "truck"\nname = "x"\ntitle = { ko = "", en = "" }\n[size]\ndepth_m = 1\n',
        "abstract = true\n",
    ],
)
def test_a_table_that_is_no_profile_is_refused(tmp_path, text):
    path = tmp_path / "bad.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as error:
        load_profile(str(path))
    assert (error.value.faults[0].code, error.value.faults[0].file) == ("bad-profile", "bad.toml")
