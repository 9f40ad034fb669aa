"""Turns producers, complexes, parcels, vehicles and services into rows of the request's tables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set

from examples.jindo.data_files import table
from examples.jindo.demand import Parcel, Places
from examples.jindo.producers import Producer
from examples.jindo.scenario import Scenario, is_next_day, shifted

#: A truck enters an underground car park only with this much air above it.
_HEIGHT_MARGIN = 0.05
_SMALL_TRUCK_KG = 1000
#: What the linehaul truck holds, by class (usable, as in the class table).
_LINEHAUL_ROOM = {"C5R": (4500, 24600), "C25R": (2300, 12400)}

Row = dict[str, object]
_SITE: Row = dict.fromkeys(
    (
        "site_id",
        "name_ko",
        "name_en",
        "kind",
        "lat",
        "lon",
        "windows",
        "closed",
        "access_min",
        "sec_per_parcel",
        "max_height_m",
        "max_payload_kg",
        "drop_site",
        "contact",
        "access_note_ko",
        "access_note_en",
    ),
    "",
)


def order_row(order_id: str, parcel: Parcel) -> Row:
    """Return the row of one parcel."""
    return {
        "order_id": order_id,
        "origin": parcel.producer.site_id,
        "destination": parcel.destination,
        "parcels": 1,
        "kg": parcel.kg,
        "litres": parcel.litres,
        "temperature": parcel.product["temp"],
        "channel": parcel.channel,
        "product": parcel.product["name_ko"],
        "pickup_windows": "",
        "delivery_windows": "",
        "max_hours": "" if parcel.max_hours is None else f"{parcel.max_hours:g}",
        "priority_cost": parcel.priority_cost,
        "dong": parcel.dong,
        "ho": parcel.ho,
        "note": parcel.product["name_en"],
    }


def producer_row(producer: Producer) -> Row:
    """Return the site of a producer."""
    return {
        **_SITE,
        "site_id": producer.site_id,
        "name_ko": producer.name_ko,
        "name_en": producer.name_en,
        "kind": "producer",
        "lat": producer.point.lat,
        "lon": producer.point.lon,
        "windows": producer.windows,
        "access_min": 6,
        "sec_per_parcel": 18,
        "max_payload_kg": _SMALL_TRUCK_KG if producer.small_trucks_only else "",
        "drop_site": _port_site(producer.drop_port) if producer.drop_port else "",
        "contact": "생산자 사무실",
        "access_note_ko": producer.note_ko,
        "access_note_en": producer.note_en,
    }


def site_rows(
    size: Scenario, places: Places, services: Sequence[Mapping[str, object]]
) -> list[Row]:
    """Return the hub, cross-docks, ports, shops and complexes that the day needs."""
    used = {str(row[end]) for row in services for end in ("from_site", "to_site")}
    fixed = [_fixed_row(row) for row in table("fixed_sites") if _is_needed(row, used)]
    doors = [_complex_row(row) for row in places.door]
    markets = [_market_row(row, evening=places.market_evening) for row in places.market]
    return [*fixed, *doors, *markets]


def _is_needed(row: Mapping[str, str], used: Set[str]) -> bool:
    return not row["when"] or row["site_id"] in used


def _fixed_row(row: Mapping[str, str]) -> Row:
    return {**_SITE, **{name: value for name, value in row.items() if name in _SITE}}


def _complex_row(row: Mapping[str, str]) -> Row:
    """Return a complex: where trucks may not drive above ground they must fit below it."""
    below = row["ground_access"] == "no trucks"
    limit = float(row["underground_height_m"])
    closed = row["ground_access"].removeprefix("ban ") if "ban" in row["ground_access"] else ""
    following = is_next_day(row["windows"])
    note = (
        (f"지상 진입 금지, 지하 제한 {limit} m", f"no trucks above ground, {limit} m below")
        if below
        else ("지상 주차 후 손수레", "park above ground and cart")
    )
    return {
        **_SITE,
        "site_id": row["complex_id"],
        "name_ko": row["name_ko"],
        "name_en": row["name_en"],
        "kind": "complex",
        "lat": row["lat"],
        "lon": row["lon"],
        "windows": shifted(row["windows"]) if following else row["windows"],
        "closed": shifted(closed) if closed and following else closed,
        "access_min": 8 if below else 12,
        "sec_per_parcel": 45 if row["lockers"] == "yes" else 72,
        "max_height_m": round(limit - _HEIGHT_MARGIN, 2) if below else "",
        "contact": "관리사무소",
        "access_note_ko": note[0],
        "access_note_en": note[1],
    }


def _market_row(row: Mapping[str, str], *, evening: bool) -> Row:
    """Return the market ground of a complex, where the stall is set up in the morning."""
    return {
        **_SITE,
        "site_id": f"{row['complex_id']}M",
        "name_ko": f"{row['name_ko']} 알뜰장",
        "name_en": f"{row['name_en']} market stall",
        "kind": "market",
        "lat": row["lat"],
        "lon": row["lon"],
        "windows": "17:00-21:00" if evening else "07:00+1-10:30+1",
        "access_min": 20,
        "sec_per_parcel": 3,
        "contact": "장터 운영자",
        "access_note_ko": "장터 터 앞 하차" if not evening else "관리사무소 창고에 전날 저녁 입고",
        "access_note_en": (
            "unload at the market ground"
            if not evening
            else "into the management office store on the evening before"
        ),
    }


def fleet_rows(size: Scenario) -> list[Row]:
    """Return the vehicles; those without a driver are spares."""
    posts = {row["post_id"]: row for row in table("posts")}
    rows: list[Row] = []
    driver = 0
    for name, post in size.fleet.items():
        row = posts[name]
        for number in range(1, post.count + 1):
            has_driver = number <= post.drivers
            driver += has_driver
            rows.append(
                {
                    "vehicle_id": f"{row['vehicles']}{number}",
                    "name_ko": f"{row['name_ko']} {number}호",
                    "name_en": f"{row['name_en'][0].upper()}{row['name_en'][1:]} {number}",
                    "class_id": post.vehicle_class,
                    "start_site": row["start_site"],
                    "end_site": row["start_site"],
                    "shift_start": row["shift_start"],
                    "shift_end": row["shift_end"],
                    "max_shift_hours": 10,
                    "driver": f"기사 {driver:02d}" if has_driver else "",
                }
            )
    return rows


def service_rows(size: Scenario, drop_ports: Set[str]) -> list[Row]:
    """Return the linehauls of a size and the freight by boat from the ports that somebody uses."""
    return list(_services(size, {_port_site(port) for port in drop_ports if port}))


def _services(size: Scenario, ports: Set[str]) -> Iterator[Row]:
    kg, litres = _LINEHAUL_ROOM[size.linehaul_class]
    for row in table("lines"):
        freight = row["line"] == "freight"
        if not freight and row["line"] not in size.linehauls:
            continue
        if freight and row["from_site"] not in ports | {"PORT_JIN"}:
            continue
        service: Row = {name: value for name, value in row.items() if name != "line"}
        service["capacity_kg"] = row["capacity_kg"] or kg
        service["capacity_litres"] = row["capacity_litres"] or litres
        yield {**service, "valid_from": "2026-01-01", "valid_until": "2026-12-31"}


def _port_site(port_id: str) -> str:
    return f"PORT_{port_id.removeprefix('P_')}"
