"""Korean addresses in all the forms in which people write them."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from geo.addresses.address import Address, Number
from geo.addresses.parse import parse_address
from geo.addresses.regions import provinces_agree
from geo.addresses.text import initials_of, is_initials, tidy
from geo.names import plain_name


def parts(text):
    """What an address says, as one readable line."""
    found = parse_address(text)
    shown = {name: getattr(found, name) for name in Address.__dataclass_fields__}
    return " | ".join(
        f"{name} {'/'.join(value) if isinstance(value, tuple) else value}"
        for name, value in shown.items()
        if value
    )


FULL = "province 전라남도 | county 진도군 | town 진도읍 | road 진도대로 | number 1234-5"


@pytest.mark.parametrize(
    "text",
    [
        "전라남도 진도군 진도읍 진도대로 1234-5",
        "전남 진도군 진도읍 진도대로 1234-5",
        "전남 진도군 진도읍 진도대로1234-5",
        "전남진도군진도읍진도대로1234-5",
        "진도군 진도읍 진도대로 1234 - 5",
        "  대한민국 전남  진도군\t진도읍,진도대로, 1234–5번 ",
        "전남 진도군 진도읍 진도대로 １２３４－５",
    ],
)
def test_one_address_is_read_alike_however_it_is_written(text):
    assert parts(text) == FULL


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("전남 진도군 진도읍 진도대로 1234-5, 101동 1203호", f"{FULL} | dong 101 | ho 1203"),
        ("전남 진도군 진도읍 진도대로 1234-5 101동1203호", f"{FULL} | dong 101 | ho 1203"),
        ("전남 진도군 진도읍 진도대로 1234-5, 101-1203", f"{FULL} | dong 101 | ho 1203"),
        ("전남 진도군 진도읍 진도대로 1234-5 제101동 제1203호", f"{FULL} | dong 101 | ho 1203"),
        (
            "전남 진도군 진도읍 진도대로 1234-5 나루빌 B동 3층",
            f"{FULL} | dong B | floor 3 | names 나루빌",
        ),
        ("전남 진도군 진도읍 진도대로 1234-5 지하 1층", f"{FULL} | floor B1"),
        ("(58911) 전남 진도군 진도읍 진도대로 1234-5", f"{FULL} | postcode 58911"),
        ("539-800 전남 진도군 진도읍 진도대로 1234-5", FULL),
        (
            "전남 진도군 진도읍 진도대로 1234-5 (나루마을, 나루빌)",
            f"{FULL} | names 나루마을/나루빌",
        ),
    ],
)
def test_what_stands_around_the_number_is_told_apart(text, said):
    assert parts(text) == said


@pytest.mark.parametrize(
    ("text", "road", "number"),
    [
        ("부산 부산진구 서전로10번길18", "서전로10번길", "18"),
        ("부산진구 서전로 10번길 18", "서전로10번길", "18"),
        ("부산진구 서전로10 번길 18", "서전로10번길", "18"),
        ("중앙대로680번가길 30-2", "중앙대로680번가길", "30-2"),
        ("백제고분로48나길7-17", "백제고분로48나길", "7-17"),
        ("서울 관악구 봉천로 21길 5", "봉천로21길", "5"),
        ("충남 천안시 병천면 아우내장터1길 12", "아우내장터1길", "12"),
        ("서울 서초구 서초대로50길, 18, 5층(서초동, 유성빌딩)", "서초대로50길", "18"),
        ("경기 시흥시 4·19로 22", "4.19로", "22"),
    ],
)
def test_branch_roads_keep_their_own_number(text, road, number):
    found = parse_address(text)
    assert (found.road, str(found.number)) == (road, number)


def test_a_number_below_ground_is_another_number():
    found = parse_address("서울 중구 세종대로 지하 189")
    assert (found.road, found.number, found.basement) == ("세종대로", Number(main=189), True)
    assert str(found) == "서울특별시 중구 세종대로 지하 189"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("전남 진도군 군내면 분토리 산 12-3", "군내면 | village 분토리 | lot 12-3 | hill True"),
        ("전남 진도군 군내면 분토리산12", "군내면 | village 분토리 | lot 12 | hill True"),
        ("전남 진도군 임회면 팽목리 123의 4번지", "임회면 | village 팽목리 | lot 123-4"),
        ("전남 진도군 임회면 팽목리 123번지 4호", "임회면 | village 팽목리 | lot 123-4"),
        ("전남진도군 조도면 창유리123-4번지", "조도면 | village 창유리 | lot 123-4"),
    ],
)
def test_lots_are_read_with_and_without_forest(text, said):
    assert parts(text) == f"province 전라남도 | county 진도군 | town {said}"


@pytest.mark.parametrize(
    ("text", "town", "lot"),
    [
        ("서울 종로구 종로1가 45-2", "종로1가", "45-2"),
        ("서울 중구 을지로3가 12번지", "을지로3가", "12"),
        ("서울 영등포구 신길1동 22", "신길1동", "22"),
        ("전북 전주시 완산구 효자동1가 123번지 4호", "효자동1가", "123-4"),
        ("서울 종로구 종로1·2·3·4가동 5", "종로1.2.3.4가동", "5"),
    ],
)
def test_quarters_that_look_like_roads_are_quarters(text, town, lot):
    found = parse_address(text)
    assert (found.road, found.town, str(found.lot)) == ("", town, lot)


@pytest.mark.parametrize(
    ("text", "province"),
    [
        ("강원도 춘천시 중앙로 1", "강원특별자치도"),
        ("강원 고성군 간성읍 고성중앙길 9", "강원특별자치도"),
        ("전라북도 전주시 덕진구 백제대로 1", "전북특별자치도"),
        ("제주도 제주시 첨단로 242", "제주특별자치도"),
        ("제주시 첨단로 242", "제주특별자치도"),
        ("광주시 오포읍 문형리 123-4", "경기도"),
        ("광주 북구 용봉로 77", "광주광역시"),
        ("대구 군위군 군위읍 군청로 200", "대구광역시"),
        ("세종 조치원읍 새내로 12", "세종특별자치시"),
        ("중구 세종대로 110", ""),
        ("서울은행", ""),
    ],
)
def test_provinces_have_their_present_name_or_none_is_guessed(text, province):
    assert parse_address(text).province == province


def test_a_province_agrees_with_the_one_that_it_has_joined():
    joined = parse_address("전남광주통합특별시 진도군 진도읍 철마길 25").province
    assert provinces_agree(joined, parse_address("전남 진도군 진도읍 철마길 25").province)
    assert not provinces_agree(joined, parse_address("전북 무주군 무주읍 단천로 1").province)


def test_cities_with_districts_are_split_also_without_spaces():
    assert parse_address("경기도수원시영통구매탄동1234").county == "수원시 영통구"
    assert parse_address("경기도 성남시분당구 판교역로 235").county == "성남시 분당구"


def test_names_alone_stay_names():
    assert parse_address("나루 마을 아파트").names == ("나루 마을 아파트",)
    assert parts("서울아파트 101동") == "dong 101 | names 서울아파트"
    assert parts("ㅈㄷㄱㅊ") == f"names {tidy('ㅈㄷㄱㅊ')}"


def test_initial_consonants_are_those_of_the_syllables():
    assert initials_of(plain_name("진도 군청")) == plain_name("ㅈㄷㄱㅊ")
    assert is_initials(plain_name("ㅈㄷㄱㅊ"))
    assert not is_initials(plain_name("진도"))


numbers = st.builds(Number, main=st.integers(1, 9999), sub=st.integers(0, 99))
roads = st.sampled_from(["진도대로", "서전로10번길", "중앙대로680번가길", "올림픽로35길", "가사길"])
units = st.fixed_dictionaries(
    {},
    optional={
        "dong": st.integers(1, 1999).map(str),
        "ho": st.integers(1, 9999).map(str),
        "floor": st.integers(1, 60).map(str),
    },
)
areas = st.sampled_from(
    [
        {"province": "전라남도", "county": "진도군", "town": "조도면"},
        {"province": "경기도", "county": "수원시 영통구", "town": "매탄동"},
        {"province": "서울특별시", "county": "종로구", "town": "종로1가"},
    ]
)


@settings(max_examples=200, deadline=None)
@given(areas, roads, numbers, st.booleans(), units)
def test_a_road_address_written_officially_is_read_back(area, road, number, basement, unit):
    said = Address(**area, road=road, number=number, basement=basement, **unit)
    assert parse_address(str(said)) == said


@settings(max_examples=100, deadline=None)
@given(areas, numbers, st.booleans())
def test_a_lot_written_officially_is_read_back(area, lot, hill):
    said = Address(**area, lot=lot, hill=hill)
    assert parse_address(str(said)) == said


PIECES = st.sampled_from(
    [
        *"가동층호로길-(),산0159 ",
        "대로",
        "번길",
        "진도군",
        "전남",
        "지하",
        "번지",
        "１",
        "–",
        "읍",
        "ㄱ",
    ]
)


@settings(max_examples=500, deadline=None)
@given(st.one_of(st.lists(PIECES, max_size=30).map("".join), st.text(max_size=60)))
@example("((((")
@example("로1" * 150)
def test_any_text_is_read_without_failing(text):
    found = parse_address(text)
    assert parse_address(str(found)) is not None
    assert found.number is None or found.number.main < 100_000
