"""Addresses and names on drawn towns: found, guessed along their road, or left open."""

import math

import pytest

from geo.addresses.gazetteer import Gazetteer, open_gazetteer
from geo.faults import InputError
from geo.geometry import metres_between
from geo.store import verify_map
from tests.towns import draw_town

JINDO = {"addr:province": "전라남도", "addr:city": "진도군", "addr:subdistrict": "진도읍"}


def house(road, number, **more):
    return {"addr:street": road, "addr:housenumber": number, **JINDO, **more}


# A sign is ten metres: number n of 진도대로 lies about n signs east of A, odd ones to the north.
STREET = draw_town(
    """
         a               c
    A---------+---------+---------B
        b          |     d
                   |
                  C|
                   E
                   |
                   D
    """.replace("+", "-"),
    ways={
        "AB": {"highway": "primary", "name": "진도대로"},
        "ED": {"highway": "residential", "name": "남문길"},
    },
    nodes={
        "a": house("진도대로", "5", name="나루식당"),
        "b": house("진도대로", "4"),
        "c": house("진도대로", "21"),
        "d": house("진도대로", "20-3"),
        "C": {"place": "village", "name": "나루마을", "name:en": "Naru Village"},
    },
    spacing=10,
)


@pytest.fixture(scope="module")
def street(tmp_path_factory):
    folder = tmp_path_factory.mktemp("street")
    STREET.build(folder)
    with open_gazetteer(folder / "map") as gazetteer:
        yield gazetteer


def off(candidate, sign, town=STREET, east=0.0, north=0.0):
    """Metres between a candidate and a sign, or a point so many metres from it."""
    lat, lon = town.places[sign]
    lat += north / 111_195
    lon += east / (111_195 * math.cos(math.radians(lat)))
    return float(metres_between(candidate.lat, candidate.lon, lat, lon))


@pytest.mark.parametrize(
    "text",
    [
        "전라남도 진도군 진도읍 진도대로 5",
        "전남진도군진도읍진도대로5",
        "진도대로 ５",
        "전남광주통합특별시 진도군 진도읍 진도대로 5, 101호",
        "나루식당",
        "나루 식당",
        "ㄴㄹㅅㄷ",
        "나루식땅",
    ],
)
def test_a_house_is_found_however_it_is_asked_for(street, text):
    first = street.find(text).candidates[0]
    assert first.ref == f"node/{STREET.node_id('a')}"
    assert off(first, "a") < 1


def test_what_is_certain_is_clear_and_what_is_misspelt_is_not(street):
    assert street.find("전남 진도군 진도읍 진도대로 5").clear.confidence == 1.0
    assert street.find("ㄴㄹㅅㄷ").clear is None
    assert street.find("다루시당").clear is None


def test_a_road_in_another_county_is_hardly_meant(street):
    answer = street.find("경남 창원시 진도대로 5")
    assert answer.clear is None
    assert answer.candidates[0].confidence < 0.1


@pytest.mark.parametrize(
    ("number", "east", "north"), [(11, 110, 12), (13, 130, 12), (10, 100, -12), (16, 160, -12)]
)
def test_a_number_between_known_ones_lies_between_them_on_its_side(street, number, east, north):
    (guess,) = street.find(f"진도대로 {number}").candidates
    assert guess.method == "interpolated"
    assert guess.confidence >= 0.7
    assert off(guess, "A", east=east, north=north) < 8


def test_a_number_beyond_the_known_ones_is_counted_on(street):
    (guess,) = street.find("진도대로 27").candidates
    assert off(guess, "A", east=270, north=12) < 12
    assert guess.confidence < street.find("진도대로 11").candidates[0].confidence


def test_a_number_beyond_the_end_of_the_road_has_only_the_road(street):
    (road,) = street.find("진도대로 300").candidates
    assert (road.method, road.kind) == ("road", "road")
    assert road.confidence < 0.5


def test_a_number_known_but_for_its_lane_is_near_it(street):
    (near,) = street.find("진도대로 20-7").candidates
    assert (near.method, near.accuracy) == ("near", 50)
    assert off(near, "d") < 1


def test_a_road_of_the_map_is_no_other_road_misspelt(street):
    # 남문길 has no known number; 남문길 5 is guessed by the rule, from the north in the north.
    (guess,) = street.find("남문길 3").candidates
    assert guess.address == "남문길 3"
    assert guess.confidence <= 0.5
    assert street.find("북산길 3").candidates == ()


def test_a_village_is_found_in_both_languages(street):
    assert off(street.find("나루마을").clear, "C") < 1
    assert off(street.find("naru village").clear, "C") < 1


def test_a_town_alone_is_an_area_and_never_clear(street):
    answer = street.find("전남 진도군 진도읍")
    assert [one.method for one in answer.candidates] == ["area"]
    assert answer.clear is None


BRANCHES = draw_town(
    """
    A----B----C----D
         |    |
         |    |
         E    F
    """,
    ways={
        "ABCD": {"highway": "primary", "name": "진도대로"},
        "EB": {"highway": "residential", "name": "진도대로50번길"},
        "FC": {"highway": "residential", "name": "남문로"},
    },
    spacing=20,
)


def test_branches_start_at_their_road_and_others_in_the_south(tmp_path):
    BRANCHES.build(tmp_path)
    with open_gazetteer(tmp_path / "map") as gazetteer:
        (branch,) = gazetteer.find("진도대로50번길 8").candidates
        (road,) = gazetteer.find("남문로 2").candidates
    # 40 m from B towards the south, where the right hand is the west.
    assert off(branch, "B", BRANCHES, east=-12, north=-40) < 2
    assert off(road, "F", BRANCHES, east=12, north=20) < 2


TWO_COUNTIES = draw_town(
    """
    A---B     C---D
      a         b
    """,
    ways={
        "AB": {"highway": "residential", "name": "중앙로"},
        "CD": {"highway": "residential", "name": "중앙로"},
    },
    nodes={
        "a": house("중앙로", "7"),
        "b": {"addr:street": "중앙로", "addr:housenumber": "7", "addr:city": "해남군"},
    },
    spacing=200,
)


def test_roads_of_one_name_are_told_apart_by_their_county_or_not_at_all(tmp_path):
    TWO_COUNTIES.build(tmp_path)
    with open_gazetteer(tmp_path / "map") as gazetteer:
        open_question = gazetteer.find("중앙로 7")
        assert open_question.clear is None
        assert [one.confidence for one in open_question.candidates] == [0.5, 0.5]
        assert off(gazetteer.find("진도군 중앙로 7").clear, "a", TWO_COUNTIES) < 1
        assert off(gazetteer.find("해남군 중앙로 7").clear, "b", TWO_COUNTIES) < 1


APARTMENTS = draw_town(
    """
    A-----------B
    |           |
    K---g---L   |
    | p-q s-t | |
    | r-u v-w | |
    N-------M   |
    |           |
    D-----------C
    """.replace("|", " "),
    ways={
        "AB": {"highway": "residential", "name": "남문길"},
        "KgLMNK": {"landuse": "residential", "name": "나루마을아파트"},
        "pqurp": {"building": "apartments", "name": "101동"},
        "stwvs": {"building": "apartments", "addr:housenumber": "102"},
    },
    nodes={"g": {"barrier": "lift_gate"}, "s": {"entrance": "main"}},
    spacing=20,
)


@pytest.fixture(scope="module")
def apartments(tmp_path_factory):
    folder = tmp_path_factory.mktemp("apartments")
    APARTMENTS.build(folder)
    with open_gazetteer(folder / "map") as gazetteer:
        yield gazetteer


def test_a_complex_is_entered_by_its_gate(apartments):
    found = apartments.find("나루마을아파트").clear
    gate = APARTMENTS.places["g"]
    assert found.kind == "complex"
    assert float(metres_between(found.stop_lat, found.stop_lon, *gate)) < 1


@pytest.mark.parametrize(
    ("text", "building"),
    [("나루마을아파트 101동 502호", "101동"), ("나루마을 제102동", "102동")],
)
def test_a_building_is_found_by_its_number_in_the_complex(apartments, text, building):
    found = apartments.find(text).candidates[0]
    assert found.name == f"나루마을아파트 {building}"
    assert found.kind == "building"


def test_a_building_has_its_entrance(apartments):
    found = apartments.find("나루마을아파트 102동").clear
    assert float(metres_between(found.stop_lat, found.stop_lon, *APARTMENTS.places["s"])) < 1


def test_a_building_that_is_not_known_leaves_the_complex_less_sure(apartments):
    found = apartments.find("나루마을아파트 109동").candidates[0]
    assert found.kind == "complex"
    assert found.confidence < apartments.find("나루마을아파트").clear.confidence


def test_a_gazetteer_that_was_cut_short_is_said_on_opening(tmp_path):
    STREET.build(tmp_path)
    verify_map(tmp_path / "map")
    path = tmp_path / "map" / "gazetteer.sqlite"
    content = path.read_bytes()
    path.write_bytes(content[:-512])
    with pytest.raises(InputError, match="bytes instead of"):
        open_gazetteer(tmp_path / "map")
    path.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))
    with pytest.raises(InputError, match="checksum differs"):
        verify_map(tmp_path / "map")


@pytest.mark.parametrize("content", [b"", b"not a database at all, but long enough" * 40])
def test_another_file_is_no_gazetteer(tmp_path, content):
    path = tmp_path / "other.sqlite"
    path.write_bytes(content)
    with pytest.raises(InputError, match="not-a-gazetteer"):
        Gazetteer([path])


def test_without_any_file_there_is_nothing_to_ask():
    with pytest.raises(InputError, match="no-gazetteer"):
        open_gazetteer(None)
