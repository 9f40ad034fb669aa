"""Says what is wrong with single sites, orders, vehicles and services of a request."""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from itertools import pairwise

from dispatch.model import Order, Service, Site, Vehicle, Window
from dispatch.words import clock
from geo.faults import Text

#: Planning looks no further than the end of the seventh day: times stay far inside int32.
_LATEST = 7 * 86_400
#: Kilograms or litres of one order or vehicle; thousandths of them stay inside int32.
_MOST_AMOUNT = 2_000_000

_NOT_NEGATIVE = Text("0 이상의 값으로 고치세요", "give a value of 0 or more")
_ABOVE_ZERO = Text("0보다 큰 값으로 고치세요", "give a value above 0")
_SWAP = Text("시작과 끝 시각을 바로잡으세요", "correct the begin and the end")


@dataclass(frozen=True, slots=True)
class Finding:
    """One broken rule of an item; `field` is the column."""

    code: str
    field: str
    what: Text
    remedy: Text


def site_findings(site: Site, sites: Set[str]) -> Iterator[Finding]:
    """Yield what is wrong with a site; `sites` are the ids that exist."""
    yield from _outside(site)
    for field in ("windows", "closed"):
        yield from _bad_windows(field, getattr(site, field))
    if not site.windows:
        yield _no_window("windows")
    yield from _negative(site, "access", "access_min")
    yield from _negative(site, "seconds_per_parcel", "sec_per_parcel")
    for field in ("max_height_m", "max_payload_kg"):
        value = getattr(site, field)
        if value is not None and value <= 0:
            yield _too_small(field, value)
    if site.drop_site is not None:
        yield from _unknown_site("drop_site", site.drop_site, sites)
        if site.drop_site == site.site_id:
            yield _same_site("drop_site", site.site_id)


def order_findings(order: Order, sites: Set[str]) -> Iterator[Finding]:
    """Yield what is wrong with an order; `sites` are the ids that exist."""
    yield from _unknown_site("origin", order.origin, sites)
    yield from _unknown_site("destination", order.destination, sites)
    if order.origin == order.destination:
        yield _same_site("destination", order.destination)
    if order.parcels < 1:
        yield _too_small("parcels", order.parcels)
    for field in ("kg", "litres"):
        yield from _negative(order, field, field)
        yield from _huge(field, getattr(order, field))
    yield from _negative(order, "priority_cost", "priority_cost")
    for field in ("pickup_windows", "delivery_windows"):
        yield from _bad_windows(field, getattr(order, field))
    if order.max_time is not None and order.max_time <= 0:
        yield _too_small("max_hours", order.max_time / 3600)


def vehicle_findings(vehicle: Vehicle, sites: Set[str]) -> Iterator[Finding]:
    """Yield what is wrong with a vehicle; `sites` are the ids that exist."""
    yield from _unknown_site("start_site", vehicle.start_site, sites)
    yield from _unknown_site("end_site", vehicle.end_site, sites)
    for field in ("capacity_kg", "capacity_litres"):
        value = getattr(vehicle, field)
        if value <= 0:
            yield _carries_nothing(vehicle, field)
        yield from _huge(field, value)
    if not vehicle.temperatures:
        yield _carries_nothing(vehicle, "temperatures")
    for field in ("height_m", "length_m", "weight_kg"):
        value = getattr(vehicle, field)
        if value is not None and value <= 0:
            yield _too_small(field, value)
    for field in ("fixed_cost", "cost_per_km", "cost_per_hour"):
        yield from _negative(vehicle, field, field)
    yield from _bad_windows("shift_end", (vehicle.shift,))
    if vehicle.max_shift <= 0:
        yield _too_small("max_shift_hours", vehicle.max_shift / 3600)


def service_findings(service: Service, sites: Set[str]) -> Iterator[Finding]:
    """Yield what is wrong with a service; `sites` are the ids that exist."""
    yield from _unknown_site("from_site", service.from_site, sites)
    yield from _unknown_site("to_site", service.to_site, sites)
    if service.from_site == service.to_site:
        yield _same_site("to_site", service.to_site)
    yield from _bad_windows("arrival", ((service.departure, service.arrival),))
    for field, column in (("cut_off", "cut_off_min"), ("handling", "handling_min")):
        yield from _negative(service, field, column)
    for field in ("capacity_kg", "capacity_litres", "cost", "cost_per_parcel"):
        yield from _negative(service, field, field)
    if not service.temperatures:
        yield Finding(
            "carries-nothing",
            "temperatures",
            Text("실을 수 있는 온도대가 없습니다", "may carry goods of no temperature"),
            Text("ambient, chilled, frozen 중에서 적으세요", "name ambient, chilled or frozen"),
        )


def _outside(site: Site) -> Iterator[Finding]:
    for field, value, limit in (("lat", site.lat, 90), ("lon", site.lon, 180)):
        if not -limit <= value <= limit:
            yield Finding(
                "coordinate-outside",
                field,
                Text(
                    f"'{site.site_id}'의 좌표 {value}은(는) ±{limit}도를 벗어납니다",
                    f"coordinate {value} of '{site.site_id}' lies beyond ±{limit} degrees",
                ),
                Text(
                    "WGS84 십진 도로 적으세요 (위도와 경도가 바뀌지 않았는지 확인)",
                    "give WGS84 decimal degrees (are latitude and longitude swapped?)",
                ),
            )


def _bad_windows(field: str, windows: Sequence[Window]) -> Iterator[Finding]:
    for begin, end in windows:
        if end <= begin:
            yield Finding(
                "window-reversed",
                field,
                Text(
                    f"{clock(begin)}에 시작해 {clock(end)}에 끝나, 시작 전에 끝납니다",
                    f"begins at {clock(begin)} and ends at {clock(end)}, before it begins",
                ),
                Text(
                    f"{_SWAP.ko} (다음 날이면 +1을 붙이세요, 예: 01:30+1)",
                    f"{_SWAP.en} (write +1 for the next day, as in 01:30+1)",
                ),
            )
        elif begin < 0 or end > _LATEST:
            yield Finding(
                "window-outside",
                field,
                Text(
                    f"{clock(begin)}–{clock(end)}은(는) 계획 기간(7일)을 벗어납니다",
                    f"{clock(begin)}–{clock(end)} lies outside the 7 days that are planned",
                ),
                Text(
                    "계획일과 그 다음 날 안에서 적으세요", "stay within the day and the next ones"
                ),
            )
    ordered = sorted(window for window in windows if window[1] > window[0])
    for before, after in pairwise(ordered):
        if after[0] <= before[1]:
            yield Finding(
                "windows-overlap",
                field,
                Text(
                    f"{clock(before[0])}–{clock(before[1])}과 {clock(after[0])}–{clock(after[1])}이"
                    " 겹치거나 맞닿습니다",
                    f"{clock(before[0])}–{clock(before[1])} and {clock(after[0])}–{clock(after[1])}"
                    " overlap or touch",
                ),
                Text("하나로 합치세요", "merge them into one"),
            )


def _no_window(field: str) -> Finding:
    return Finding(
        "window-missing",
        field,
        Text("이용할 수 있는 시간이 없습니다", "is never open"),
        Text("시간대를 하나 이상 적으세요", "give at least one window"),
    )


def _unknown_site(field: str, site_id: str, sites: Set[str]) -> Iterator[Finding]:
    if site_id not in sites:
        yield Finding(
            "unknown-site",
            field,
            Text(
                f"장소 '{site_id}'이(가) sites.csv에 없습니다",
                f"site '{site_id}' is not in sites.csv",
            ),
            Text(
                "sites.csv에 추가하거나 장소 번호를 고치세요",
                "add it to sites.csv or correct the id",
            ),
        )


def _same_site(field: str, site_id: str) -> Finding:
    return Finding(
        "same-site",
        field,
        Text(f"출발지와 도착지가 같습니다 ('{site_id}')", f"leads from '{site_id}' to itself"),
        Text("서로 다른 장소를 적으세요", "name two different sites"),
    )


def _negative(item: object, attribute: str, field: str) -> Iterator[Finding]:
    value = getattr(item, attribute)
    if value < 0:
        yield Finding(
            "negative-value",
            field,
            Text(f"값 {value}이(가) 0보다 작습니다", f"value {value} is negative"),
            _NOT_NEGATIVE,
        )


def _too_small(field: str, value: float) -> Finding:
    return Finding(
        "not-positive",
        field,
        Text(f"값 {value}이(가) 0보다 크지 않습니다", f"value {value} is not above 0"),
        _ABOVE_ZERO,
    )


def _huge(field: str, value: float) -> Iterator[Finding]:
    if value > _MOST_AMOUNT:
        yield Finding(
            "amount-too-large",
            field,
            Text(f"값 {value}이(가) 너무 큽니다", f"value {value} is too large"),
            Text(f"{_MOST_AMOUNT:,} 이하로 적으세요", f"give at most {_MOST_AMOUNT:,}"),
        )


def _carries_nothing(vehicle: Vehicle, field: str) -> Finding:
    return Finding(
        "carries-nothing",
        field,
        Text(
            f"차량 '{vehicle.vehicle_id}'은(는) 아무것도 실을 수 없습니다",
            f"vehicle '{vehicle.vehicle_id}' can carry nothing",
        ),
        Text(
            "0보다 큰 값을 넣거나 비워 두세요 (차종의 값이 쓰입니다)",
            "give a value above 0, or leave it empty for that of the class",
        ),
    )
