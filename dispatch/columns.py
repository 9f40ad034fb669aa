"""Names the columns of the day's tables, their Korean headers, and what a good cell is."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from dispatch import cells
from dispatch.model import Channel, ServiceMode, SiteKind
from geo.clock import CLOCK_EXPECTED, parse_clock
from geo.faults import Text
from geo.operating_days import DAILY, DAYS_EXPECTED, parse_days
from geo.tables import Column

KINDS: Mapping[str, SiteKind] = {
    "producer": "producer",
    "hub": "hub",
    "crossdock": "crossdock",
    "complex": "complex",
    "port": "port",
    "market": "market",
    "carrier": "carrier",
    "customer": "customer",
    "생산자": "producer",
    "농가": "producer",
    "물류센터": "hub",
    "거점": "hub",
    "환적장": "crossdock",
    "아파트": "complex",
    "단지": "complex",
    "항구": "port",
    "장터": "market",
    "택배사": "carrier",
    "고객": "customer",
}
CHANNELS: Mapping[str, Channel] = {
    "door": "door",
    "locker": "locker",
    "market": "market",
    "carrier": "carrier",
    "jeju": "jeju",
    "local": "local",
    "문앞": "door",
    "무인택배함": "locker",
    "장터": "market",
    "택배": "carrier",
    "제주": "jeju",
    "현장수령": "local",
}
MODES: Mapping[str, ServiceMode] = {
    "linehaul": "linehaul",
    "freight": "freight",
    "간선": "linehaul",
    "간선운송": "linehaul",
    "화물": "freight",
    "배편화물": "freight",
}
_DATE = Text("2026-03-10 같은 날짜", "a date such as 2026-03-10")
_TEMPERATURES = cells.one_of(cells.TEMPERATURE_NAMES)


def _amount(
    name: str, *aliases: str, required: bool = False, default: float | None = None
) -> Column:
    return Column(name, cells.number, aliases, required, default, cells.NUMBER)


def _whole(name: str, *aliases: str, required: bool = False, default: int | None = None) -> Column:
    return Column(name, cells.whole, aliases, required, default, cells.WHOLE)


def _text(name: str, *aliases: str, required: bool = False) -> Column:
    expected = Text("값", "a value")
    return Column(name, str, aliases, required, "", expected)


def _clock(name: str, *aliases: str) -> Column:
    return Column(name, parse_clock, aliases, expected=CLOCK_EXPECTED)


def _windows(name: str, *aliases: str) -> Column:
    return Column(name, cells.windows, aliases, False, (), cells.WINDOWS)


def _date(name: str, *aliases: str) -> Column:
    return Column(name, date.fromisoformat, aliases, False, None, _DATE)


def _temperatures(default: frozenset[str] | None) -> Column:
    read = cells.choices(cells.TEMPERATURE_NAMES)
    return Column("temperatures", read, ("온도대", "온도"), False, default, _TEMPERATURES)


ORDER_ID = _text("order_id", "주문번호", "주문", required=True)
ORDERS = (
    ORDER_ID,
    _text("origin", "출발지", "생산자", "보내는곳", required=True),
    _text("destination", "도착지", "배송지", "받는곳", required=True),
    _whole("parcels", "개수", "상자수", "수량", required=True),
    _amount("kg", "무게", "중량", "무게kg", required=True),
    _amount("litres", "부피", "부피리터", "리터", required=True),
    Column(
        "temperature",
        cells.choice(cells.TEMPERATURE_NAMES),
        ("온도대", "온도"),
        False,
        "ambient",
        _TEMPERATURES,
    ),
    Column(
        "channel",
        cells.choice(CHANNELS),
        ("채널", "배송방법"),
        False,
        "door",
        cells.one_of(CHANNELS),
    ),
    _text("product", "상품", "품목", "상품명"),
    _windows("pickup_windows", "상차시간", "집하시간", "수거시간"),
    _windows("delivery_windows", "배송시간", "하차시간"),
    Column("max_hours", cells.hours, ("최대시간", "제한시간"), False, None, cells.NUMBER),
    _whole("priority_cost", "미배송비용", "우선순위비용"),
    _text("dong", "동"),
    _text("ho", "호"),
    _text("note", "비고", "메모"),
)

SITE_ID = _text("site_id", "장소번호", "장소", "거래처번호", required=True)
SITES = (
    SITE_ID,
    _text("name_ko", "이름", "장소명", "상호", required=True),
    _text("name_en", "영문이름", "영문명"),
    Column("kind", cells.choice(KINDS), ("종류", "구분"), True, None, cells.one_of(KINDS)),
    _amount("lat", "위도"),
    _amount("lon", "경도"),
    _text("address", "주소"),
    _windows("windows", "영업시간", "이용시간", "시간대"),
    _windows("closed", "진입금지", "출입금지", "출입금지시간"),
    Column("access_min", cells.minutes, ("진입분", "접근시간"), False, None, cells.NUMBER),
    _amount("sec_per_parcel", "상자당초", "개당초"),
    _amount("max_height_m", "높이제한", "제한높이"),
    _whole("max_payload_kg", "적재제한", "차량제한kg"),
    _text("drop_site", "인도장소", "접수항"),
    _text("contact", "연락처", "전화"),
    _text("access_note_ko", "진입안내", "안내"),
    _text("access_note_en", "영문안내"),
)

VEHICLE_ID = _text("vehicle_id", "차량번호", "차량", required=True)
FLEET = (
    VEHICLE_ID,
    _text("name_ko", "이름", "차량명"),
    _text("name_en", "영문이름"),
    _text("class_id", "차종", "차급", required=True),
    _text("profile", "도로프로필"),
    _whole("capacity_kg", "적재량", "적재중량"),
    _whole("capacity_litres", "적재부피"),
    _amount("height_m", "차량높이", "높이"),
    _amount("length_m", "차량길이", "길이"),
    _whole("weight_kg", "총중량"),
    _temperatures(None),
    _text("start_site", "출발장소", "차고지", required=True),
    _text("end_site", "종료장소"),
    _clock("shift_start", "근무시작", "출근"),
    _clock("shift_end", "근무종료", "퇴근"),
    Column("max_shift_hours", cells.hours, ("최대근무시간",), False, None, cells.NUMBER),
    _text("driver", "기사", "운전자"),
    _whole("fixed_cost", "고정비"),
    _whole("cost_per_km", "km당비용"),
    _whole("cost_per_hour", "시간당비용"),
)

SERVICES = (
    _text("service_id", "편번호", "서비스번호", required=True),
    _text("run_id", "운행번호"),
    _text("name_ko", "이름", "편명"),
    _text("name_en", "영문이름"),
    Column("mode", cells.choice(MODES), ("방식", "수단"), True, None, cells.one_of(MODES)),
    _text("from_site", "출발지", "출발장소", required=True),
    _text("to_site", "도착지", "도착장소", required=True),
    Column("days", parse_days, ("운행일", "요일"), False, DAILY, DAYS_EXPECTED),
    _clock("departure", "출발시각", "출발"),
    _clock("arrival", "도착시각", "도착"),
    Column("cut_off_min", cells.minutes, ("마감분",), False, 0, cells.NUMBER),
    Column("handling_min", cells.minutes, ("하역분",), False, 0, cells.NUMBER),
    _whole("capacity_kg", "적재량", required=True),
    _whole("capacity_litres", "적재부피", required=True),
    _temperatures(frozenset({"ambient"})),
    _whole("cost", "비용", "고정비", default=0),
    _whole("cost_per_parcel", "상자당비용", "개당비용", default=0),
    _date("valid_from", "적용시작"),
    _date("valid_until", "적용종료"),
    _text("source", "출처"),
)
