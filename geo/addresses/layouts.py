"""Describes the columns of the official address files of Korea, and tells the files apart.

The Ministry of the Interior and Safety gives them out at business.juso.go.kr, a file for each
province: no header, columns separated by "|", CP949. Numbers of columns count from 0.

References
----------
.. [1] 도로명주소 한글 (`rnaddrkor_*.txt`, 24 columns; `jibun_rnaddrkor_*.txt`, 14 columns) and
   도로명주소 출입구 정보 (`RNENTDATA_*.txt`, 19 columns): "도로명주소 한글 활용가이드", layouts
   TH_SGCO_RNADR_MST, TH_SGCO_RNADR_LNBR and TH_SGCO_RNADR_POSITION. Described with real rows in
   hike-lab/address-data-guide, chapters 3.3 and 6.3.
.. [2] 건물DB (`build_*.txt`, 31 columns): "건물DB 활용가이드", table of buildings.
.. [3] 위치정보요약DB (`entrc_*.txt`, 18 columns; `entrc_mod.txt` with 이동사유코드 as a 19th):
   "[레이아웃]위치정보요약DB", coordinates GRS80 UTM-K, which is EPSG:5179.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from geo.faults import Text

GONE = "63"
"""이동사유코드 of an address that is no more; 31 is new, 34 is changed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """Where the columns of a file stand; -1 for a column that it does not have.

    Parameters
    ----------
    least
        Columns that a row has at least.
    first
        Digits of the first column: (least, most).
    province, county, town, village
        시도명, 시군구명, 읍면동명, 리명.
    hill, lot_main, lot_sub
        산여부 (1 for forest), 지번본번, 지번부번.
    road_code, road, basement, main, sub
        도로명코드 of 12 digits, 도로명, 지하여부 (0 above ground), 건물본번, 건물부번.
    names
        Names of the building, the best first.
    x, y
        EPSG:5179 metres; empty for buildings that are kept secret.
    reason
        이동사유코드.
    ref
        Management number.
    """

    title: Text
    least: int
    first: tuple[int, int]
    province: int
    county: int
    town: int
    village: int = -1
    hill: int = -1
    lot_main: int = -1
    lot_sub: int = -1
    road_code: int
    road: int = -1
    basement: int
    main: int
    sub: int
    postcode: int = -1
    names: tuple[int, ...] = ()
    x: int = -1
    y: int = -1
    reason: int = -1
    ref: int = -1


_LONG = (15, 30)  # 도로명주소관리번호 has had 25 and 26 digits

ROAD_ADDRESS = Layout(
    title=Text("도로명주소 한글", "road name addresses"),
    least=21,
    first=_LONG,
    province=2,
    county=3,
    town=4,
    village=5,
    hill=6,
    lot_main=7,
    lot_sub=8,
    road_code=9,
    road=10,
    basement=11,
    main=12,
    sub=13,
    postcode=16,
    names=(22, 21),
    reason=20,
    ref=0,
)
BUILDING = Layout(
    title=Text("건물DB", "buildings"),
    least=28,
    first=(10, 10),
    province=1,
    county=2,
    town=3,
    village=4,
    hill=5,
    lot_main=6,
    lot_sub=7,
    road_code=8,
    road=9,
    basement=10,
    main=11,
    sub=12,
    postcode=27,
    names=(25, 13, 21),
    reason=22,
    ref=15,
)
POSITION = Layout(
    title=Text("위치정보요약DB", "positions"),
    least=18,
    first=(5, 5),
    province=3,
    county=4,
    town=5,
    road_code=6,
    road=7,
    basement=8,
    main=9,
    sub=10,
    postcode=12,
    names=(11,),
    x=16,
    y=17,
    reason=18,
)
ENTRANCE = Layout(
    title=Text("도로명주소 출입구", "entrances"),
    least=19,
    first=_LONG,
    province=2,
    county=3,
    town=4,
    village=5,
    road_code=6,
    road=7,
    basement=8,
    main=9,
    sub=10,
    postcode=11,
    x=17,
    y=18,
    reason=13,
    ref=0,
)
RELATED_LOT = Layout(
    title=Text("관련지번", "related lots"),
    least=14,
    first=_LONG,
    province=2,
    county=3,
    town=4,
    village=5,
    hill=6,
    lot_main=7,
    lot_sub=8,
    road_code=9,
    basement=10,
    main=11,
    sub=12,
    reason=13,
)
LAYOUTS = (ROAD_ADDRESS, BUILDING, POSITION, ENTRANCE, RELATED_LOT)
"""In the order in which files are read: related lots name no road, so they come last."""


def layout_of(columns: Sequence[str]) -> Layout | None:
    """Return the layout that a row has; None when it is none of them."""
    return next((layout for layout in LAYOUTS if fits(layout, columns)), None)


def fits(layout: Layout, columns: Sequence[str]) -> bool:
    """Whether a row may be of a layout: enough columns, and numbers where it has them."""
    if len(columns) < layout.least:
        return False
    least, most = layout.first
    numbers = (columns[layout.main], columns[layout.sub])
    return (
        least <= len(columns[0]) <= most
        and columns[0].isdecimal()
        and len(columns[layout.road_code]) == 12
        and columns[layout.road_code].isdecimal()
        and all(number.isdecimal() and len(number) <= 5 for number in numbers)
        and columns[layout.basement] in ("0", "1", "2", "3")
    )
