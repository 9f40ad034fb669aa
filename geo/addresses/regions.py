"""Names the provinces and counties of Korea, with the names that people still use for them.

Provinces have been renamed (강원도 -> 강원특별자치도 in June 2023, 전라북도 -> 전북특별자치도 in
January 2024) and joined (전라남도 and 광주광역시 -> 전남광주통합특별시 in July 2026). Old names
stay in customers' address books for decades, so every name ever used leads to one.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

# The name that we write, the other names in use, and the counties (시군구). Counties matter where
# an address comes without spaces, and where its province is left out.
# fmt: off
_PROVINCES: Mapping[str, tuple[str, str]] = {
    "서울특별시": ("서울 서울시", """
        종로구 중구 용산구 성동구 광진구 동대문구 중랑구 성북구 강북구 도봉구 노원구 은평구 서대문구
        마포구 양천구 강서구 구로구 금천구 영등포구 동작구 관악구 서초구 강남구 송파구 강동구"""),
    "부산광역시": ("부산 부산시 부산직할시", """
        중구 서구 동구 영도구 부산진구 동래구 남구 북구 해운대구 사하구 금정구 강서구 연제구 수영구
        사상구 기장군"""),
    "대구광역시": ("대구 대구시 대구직할시", """
        중구 동구 서구 남구 북구 수성구 달서구 달성군 군위군"""),
    "인천광역시": ("인천 인천시 인천직할시", """
        중구 동구 미추홀구 연수구 남동구 부평구 계양구 서구 강화군 옹진군 제물포구 영종구
        검단구"""),
    "광주광역시": ("광주 광주직할시", """
        동구 서구 남구 북구 광산구"""),
    "대전광역시": ("대전 대전시 대전직할시", """
        동구 중구 서구 유성구 대덕구"""),
    "울산광역시": ("울산 울산시", """
        중구 남구 동구 북구 울주군"""),
    "세종특별자치시": ("세종 세종시", ""),
    "경기도": ("경기", """
        수원시 성남시 의정부시 안양시 부천시 광명시 평택시 동두천시 안산시 고양시 과천시 구리시
        남양주시 오산시 시흥시 군포시 의왕시 하남시 용인시 파주시 이천시 안성시 김포시 화성시 광주시
        양주시 포천시 여주시 연천군 가평군 양평군"""),
    "강원특별자치도": ("강원 강원도", """
        춘천시 원주시 강릉시 동해시 태백시 속초시 삼척시 홍천군 횡성군 영월군 평창군 정선군 철원군
        화천군 양구군 인제군 고성군 양양군"""),
    "충청북도": ("충북", """
        청주시 충주시 제천시 보은군 옥천군 영동군 증평군 진천군 괴산군 음성군 단양군"""),
    "충청남도": ("충남", """
        천안시 공주시 보령시 아산시 서산시 논산시 계룡시 당진시 금산군 부여군 서천군 청양군 홍성군
        예산군 태안군"""),
    "전북특별자치도": ("전북 전라북도 전북도", """
        전주시 군산시 익산시 정읍시 남원시 김제시 완주군 진안군 무주군 장수군 임실군 순창군 고창군
        부안군"""),
    "전라남도": ("전남 전남도", """
        목포시 여수시 순천시 나주시 광양시 담양군 곡성군 구례군 고흥군 보성군 화순군 장흥군 강진군
        해남군 영암군 무안군 함평군 영광군 장성군 완도군 진도군 신안군"""),
    "전남광주통합특별시": ("전남광주 전남광주특별시 광주전남통합특별시", ""),
    "경상북도": ("경북 경북도", """
        포항시 경주시 김천시 안동시 구미시 영주시 영천시 상주시 문경시 경산시 의성군 청송군 영양군
        영덕군 청도군 고령군 성주군 칠곡군 예천군 봉화군 울진군 울릉군"""),
    "경상남도": ("경남 경남도", """
        창원시 진주시 통영시 사천시 김해시 밀양시 거제시 양산시 의령군 함안군 창녕군 고성군 남해군
        하동군 산청군 함양군 거창군 합천군"""),
    "제주특별자치도": ("제주 제주도", """
        제주시 서귀포시"""),
}
# fmt: on
_JOINED: Mapping[str, frozenset[str]] = {
    "전남광주통합특별시": frozenset({"전라남도", "광주광역시"})
}
"""A province made of others: an address may name either."""

_BY_NAME: Mapping[str, str] = {
    name: province
    for province, (others, _) in _PROVINCES.items()
    for name in (province, *others.split())
}
_LONGEST_FIRST = sorted(_BY_NAME, key=len, reverse=True)


def province_of(name: str) -> str:
    """Return the present name of a province by any of its names; "" when it is none."""
    return _BY_NAME.get(name, "")


def leading_province(text: str) -> tuple[str, int]:
    """Return the province that a text begins with, and how many characters name it.

    A short name counts only where a county follows or nothing does: 서울은행 is no province, and
    neither is the city of 제주시.
    """
    for name in _LONGEST_FIRST:
        if text.startswith(name):
            rest = text[len(name) :]
            if not rest or rest[0] in " ,":
                return _BY_NAME[name], len(name)
            if leading_county(rest, _BY_NAME[name]) or (len(name) > 3 and name in _PROVINCES):
                return _BY_NAME[name], len(name)
    return "", 0


def leading_county(text: str, province: str = "") -> str:
    """Return the county that a text without spaces begins with; "" when no known one does."""
    fits = [name for name in _counties(province) if text.startswith(name)]
    return max(fits, key=len, default="")


@cache
def _counties(province: str) -> frozenset[str]:
    return frozenset(
        county
        for name, (_, counties) in _PROVINCES.items()
        if not province or provinces_agree(name, province)
        for county in counties.split()
    )


def provinces_with(county: str) -> tuple[str, ...]:
    """Return the provinces that have a county of this name."""
    return tuple(name for name, (_, counties) in _PROVINCES.items() if county in counties.split())


def provinces_agree(first: str, second: str) -> bool:
    """Whether two present names may mean one province, also where one has joined another."""
    return bool({first, *_JOINED.get(first, ())} & {second, *_JOINED.get(second, ())})
