"""Holds the shapes of the parts of a Korean address, as people write them."""

from __future__ import annotations

import re

POSTCODE = re.compile(
    r"^\s*(?:우편번호|우)?\s*[):.]?\s*\(?\s*(\d{5}|\d{3}-\d{3})\s*\)?(?=[\s,]|[가-힣]|$)"
)
BRACKETS = re.compile(r"\(([^()]*)\)?")

# 진도대로, 서전로10번길, 중앙대로680번가길, 올림픽로35길; the branch may hold spaces.
_LETTER = "가나다라마바사아자차카타파하안"
_ROAD = (
    r"(?P<road>[가-힣A-Za-z0-9][가-힣A-Za-z0-9.]*?(?:대로|로|길)"
    rf"(?:\s*\d+\s*번?\s*[{_LETTER}]?\s*길)?)"
)
_NUMBER = r"(?P<main>\d{1,5})(?!\d)(?:\s*-\s*(?P<sub>\d{1,4})(?!\d))?"
# 종로1가, 신길1동 and 로 3층 are no building numbers.
_NOT_OTHER = r"(?!\s*(?:[가동층리](?![가-힣]*[로길])|호(?![가-힣])|-\d|\.\d))"
ROAD_NUMBER = re.compile(
    rf"(?<![가-힣A-Za-z0-9.]){_ROAD}\s*,?\s*(?P<basement>지하)?\s*{_NUMBER}"
    rf"\s*(?:번(?![가-힣\s]*길)|번지)?{_NOT_OTHER}"
)
ROAD_ALONE = re.compile(rf"(?<![가-힣A-Za-z0-9.]){_ROAD}(?=[\s,(]|$)")

TOWN = re.compile(
    r"^([가-힣]{1,6}?동\d가|[가-힣]{1,6}?(?:\d[\d.]*가?)?(?:읍|면|동|가))(?=[\s,\d]|산\s*\d|$)"
)
# 서면아이파크 is a name: a town is cut off only where a road or a lot follows.
TOWN_GLUED = re.compile(
    r"^([가-힣]{1,4}?[읍면])(?=[가-힣A-Za-z0-9.]+?(?:로|길|리)(?:\s|\d|산\s*\d|$))"
)
VILLAGE = re.compile(r"^([가-힣]{1,6}?\d{0,2}리)(?=[\s,\d]|산\s*\d|$)")
LOT = re.compile(
    r"^(?P<hill>산)?\s*(?P<main>\d{1,4})(?!\d)(?:\s*(?:-|의)\s*(?P<sub>\d{1,4})(?!\d))?"
    r"\s*(?:번지)?(?:의\s*(?P<after>\d{1,4})|\s*(?<=번지)\s*(?P<ho>\d{1,4})\s*호)?"
    r"(?!\s*(?:동|층|호)(?![가-힣]))"
)
COUNTY = re.compile(r"^([가-힣]{1,5}?[시군구])(?=[\s,]|$)")

DONG_HO = re.compile(
    r"(?<![\d가-힣A-Za-z])제?\s*(\d{1,4}|[A-Za-z]|[가-하])\s*동"
    r"\s*,?\s*제?\s*(\d{1,5}(?:-\d{1,3})?)\s*호?(?!\d|\s*층)"
)
DONG = re.compile(r"(?<![\d가-힣A-Za-z])제?\s*(\d{2,4}|[A-Za-z]|\d)\s*동(?![가-힣\d])")
HO = re.compile(r"(?<![\d가-힣])제?\s*([A-Za-z]?\d{1,5}(?:-\d{1,3})?)\s*호(?![가-힣\d])")
FLOOR = re.compile(r"(?<![\d가-힣A-Za-z])(지하|지상|B)?\s*제?\s*(\d{1,3})\s*층(?![가-힣])")
SHORT_UNIT = re.compile(r"^\s*,?\s*(\d{1,4})-(\d{1,5})\s*$")
