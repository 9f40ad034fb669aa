"""Makes a believable Jindo day by hand: a request and its plan, without map and solver.

Three tours (a pick-up loop on the main island, one to Hajodo by ferry, a delivery tour to Mokpo),
a linehaul and a boat for boxes, one order that nobody can serve. Times are rough; the plan is for
testing what is written from it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from dispatch.model import (
    Channel,
    DayRequest,
    Order,
    Service,
    Site,
    SiteKind,
    Temperature,
    Vehicle,
)
from dispatch.plan import (
    PLAN_VERSION,
    Coordinate,
    Cost,
    Exclusion,
    Handling,
    Leg,
    OrderPlan,
    Plan,
    SailingUse,
    ServiceUse,
    SolverRun,
    Step,
    Stop,
    Totals,
    Tour,
    Unserved,
)
from geo.faults import Text

SITES = """
HUB  hub       34.4790 126.2660 진도읍 MFC              | Jindo hub                  | 061-000-0001 | 3번 도크에서 하역 | use dock 3
F01  producer  34.5094 126.2940 군내 대파농장            | Gunnae spring onions       | 010-0000-0101 | |
F02  producer  34.4873 126.3450 고군 흑미작목반           | Gogun black rice growers   | 010-0000-0102 | 좁은 길, 1톤만 | narrow lane, 1 t only
F03  producer  34.3660 126.1340 서망항 꽃게 경매장        | Seomang blue crab auction  | 010-0000-0103 | 경매 후 06:00부터 | after the auction, from 06:00
J01  producer  34.2939 126.0491 하조도 전복어가           | Hajodo abalone             | 010-0000-0201 | |
J02  producer  34.3217 126.0200 상조도 건멸치             | Sangjodo dried anchovies   | 010-0000-0202 | 도착 10분 전 전화 | call 10 min ahead
G01  producer  34.4700 126.0533 가사도 김                | Gasado laver               | 010-0000-0301 | |
P_SWI port     34.5050 126.2000 쉬미항                  | Swimi port                 | | |
A01  complex   34.8205 126.4430 남악 푸른숲 1단지         | Namak Pureunsup 1          | 061-000-1001 | 지하 2.3 m, 정문에 세우고 수레 | garage 2.3 m: park at the gate and cart
A05  complex   34.8015 126.4372 부흥 한마음              | Buheung Hanmaeum           | 061-000-1005 | 16:00–17:00 진입 금지 | no entry 16:00–17:00
A08  complex   34.8150 126.4530 남악 오룡스테이           | Namak Oryong Stay          | 061-000-1008 | 지상 차량 금지, 지하 2.7 m | no trucks above ground; garage 2.7 m
XGJ  crossdock 35.1160 126.8585 광주 환적장              | Gwangju cross-dock         | | |
"""  # noqa: E501

VEHICLES = """
T-01 C1R  1톤 냉동탑 1호 | Reefer 1 t no. 1 | 김기사 | 05:30 14:30
T-02 C1R  1톤 냉동탑 2호 | Reefer 1 t no. 2 | 이기사 | 06:00 15:30
T-03 C25R 2.5톤 냉동탑  | Reefer 2.5 t     | 박기사 | 12:00 21:30
T-04 C1B  1톤 내장탑    | Box van 1 t      |       | 06:00 15:00
T-05 C5R  5톤 냉동탑    | Reefer 5 t       | 최기사 | 12:00 20:00
"""

ORDERS = """
O-001 F01 A01 40 400 2400 ambient market  대파 10kg 상자     - -
O-002 F01 XGJ 60 72   360 chilled carrier 대파 1kg 소포장    - -
O-003 F02 A05 12 62.4  96 ambient door    흑미 5kg          103 1204
O-004 F03 A01 2    9   40 chilled door    꽃게 활 3kg       101 502
O-005 F03 A01 1  4.5   20 chilled door    꽃게 활 3kg       101 1203
O-006 F03 A05 3 13.5   60 chilled door    꽃게 활 3kg       107 303
O-007 F03 XGJ 24 108  480 frozen  carrier 꽃게 냉동 2kg     - -
O-008 J01 A01 2    5   24 chilled locker  활전복 1kg        103 201
O-009 J01 A05 1  2.5   12 chilled door    활전복 1kg        101 1502
O-010 J01 XGJ 30  75  360 chilled carrier 활전복 1kg        - -
O-011 J02 A01 4  4.8   24 ambient door    건멸치 1kg        110 904
O-012 J02 XGJ 20  24  120 ambient carrier 건멸치 1kg        - -
O-013 G01 HUB 18 10.8 180 ambient local   김 100장          - -
O-014 F01 A08 10 100  600 ambient door    대파 10kg 상자     109 1801
"""


def at(text: str) -> int:
    """Read "07:30" or "01:30+1" as seconds since midnight."""
    clock, _, days = text.partition("+")
    hours, minutes = clock.split(":")
    return int(days or 0) * 86400 + int(hours) * 3600 + int(minutes) * 60


def _site(line: str) -> Site:
    head, name_en, contact, note_ko, note_en = (part.strip() for part in line.split("|"))
    site_id, kind, lat, lon, name_ko = head.split(maxsplit=4)
    return Site(
        site_id=site_id,
        name=Text(name_ko, name_en),
        kind=_KINDS[kind],
        lat=float(lat),
        lon=float(lon),
        contact=contact,
        access_note=Text(note_ko, note_en),
    )


_KINDS: dict[str, SiteKind] = {
    "hub": "hub",
    "producer": "producer",
    "port": "port",
    "complex": "complex",
    "crossdock": "crossdock",
}
_TEMPERATURES: dict[str, Temperature] = {
    "ambient": "ambient",
    "chilled": "chilled",
    "frozen": "frozen",
}
_CHANNELS: dict[str, Channel] = {
    "door": "door",
    "locker": "locker",
    "market": "market",
    "carrier": "carrier",
    "local": "local",
}


def _vehicle(line: str) -> Vehicle:
    head, name_en, driver, shift = (part.strip() for part in line.split("|"))
    vehicle_id, class_id, name_ko = head.split(maxsplit=2)
    begin, end = shift.split()
    return Vehicle(
        vehicle_id=vehicle_id,
        name=Text(name_ko, name_en),
        class_id=class_id,
        profile="truck-1t",
        capacity_kg=900,
        capacity_litres=6100,
        height_m=2.4,
        length_m=5.1,
        temperatures=frozenset({"ambient", "chilled", "frozen"}),
        start_site="HUB",
        end_site="HUB",
        shift=(at(begin), at(end)),
        max_shift=36000,
        driver=driver,
        fixed_cost=20_000,
        cost_per_km=250,
        cost_per_hour=16_000,
    )


def _order(line: str) -> Order:
    *head, dong, ho = line.split()
    order_id, origin, destination, parcels, kg, litres, temperature, channel, *product = head
    return Order(
        order_id=order_id,
        origin=origin,
        destination=destination,
        parcels=int(parcels),
        kg=float(kg),
        litres=float(litres),
        temperature=_TEMPERATURES[temperature],
        channel=_CHANNELS[channel],
        product=" ".join(product),
        dong=dong.strip("-"),
        ho=ho.strip("-"),
    )


def _lines(text: str) -> list[str]:
    return [line for line in text.strip().splitlines() if line.strip()]


def handmade_request(extra_orders: Iterable[Order] = ()) -> DayRequest:
    """Return the request of the day."""
    return DayRequest(
        date=date(2026, 3, 10),
        timezone="Asia/Seoul",
        county=Text("진도군", "Jindo-gun"),
        sites=tuple(_site(line) for line in _lines(SITES)),
        orders=(*(_order(line) for line in _lines(ORDERS)), *extra_orders),
        vehicles=tuple(_vehicle(line) for line in _lines(VEHICLES)),
        services=(_linehaul(), _boat()),
    )


def _linehaul() -> Service:
    return Service(
        service_id="LH-A1",
        run_id="LH-A",
        name=Text("간선 A: 진도–광주", "Linehaul A: Jindo–Gwangju"),
        mode="linehaul",
        from_site="HUB",
        to_site="XGJ",
        departure=at("13:00"),
        arrival=at("15:30"),
        cut_off=1800,
        handling=900,
        capacity_kg=4500,
        capacity_litres=29_700,
        temperatures=frozenset({"ambient", "chilled", "frozen"}),
        cost=180_000,
        cost_per_parcel=0,
    )


def _boat() -> Service:
    return Service(
        service_id="GF02",
        run_id="GF02",
        name=Text("가사페리 화물", "Gasa ferry freight"),
        mode="freight",
        from_site="G01",
        to_site="P_SWI",
        departure=at("08:10"),
        arrival=at("09:05"),
        cut_off=1200,
        handling=600,
        capacity_kg=500,
        capacity_litres=3000,
        temperatures=frozenset({"ambient"}),
        cost=0,
        cost_per_parcel=1500,
    )


@dataclass(frozen=True)
class _Halt:
    site: str
    arrival: str
    start: str
    finish: str
    load: tuple[str, ...] = ()
    unload: tuple[str, ...] = ()
    km: float = 8.0
    sailings: tuple[SailingUse, ...] = ()


OUTWARD = SailingUse(
    sailing_id="HL01",
    vessel="한림페리11",
    from_port="P_JIN",
    from_port_name=Text("진도항 (팽목)", "Jindo port (Paengmok)"),
    to_port="P_CHA",
    to_port_name=Text("창유항 (어류포)", "Changyu port"),
    check_in=at("07:00"),
    departure=at("07:30"),
    arrival=at("08:10"),
    fare=28_000,
    last_home=at("17:50"),
    fallbacks=("08:20 새섬두레", "09:50 한림페리11"),
)
HOMEWARD = SailingUse(
    sailing_id="SD03",
    vessel="새섬두레",
    from_port="P_CHA",
    from_port_name=OUTWARD.to_port_name,
    to_port="P_JIN",
    to_port_name=OUTWARD.from_port_name,
    check_in=at("09:00"),
    departure=at("09:30"),
    arrival=at("10:00"),
    fare=28_000,
    fallbacks=("11:20 새섬두레", "14:30 새섬두레", "17:50 한림페리11"),
)


def _way(a: Site, b: Site, sailings: tuple[SailingUse, ...]) -> tuple[tuple[Coordinate, ...], ...]:
    """Draw a bent line from a to b, broken at the sea between the two ports."""

    def bent(p: tuple[float, float], q: tuple[float, float]) -> tuple[Coordinate, ...]:
        mid = ((p[0] + q[0]) / 2 + (q[1] - p[1]) / 8, (p[1] + q[1]) / 2 - (q[0] - p[0]) / 8)
        return tuple(Coordinate(lat=lat, lon=lon) for lat, lon in (p, mid, q))

    ports = {"P_JIN": (34.3750, 126.1350), "P_CHA": (34.3067, 126.0533)}
    points = [(a.lat, a.lon)]
    for sailing in sailings:
        points += [ports[sailing.from_port], ports[sailing.to_port]]
    points.append((b.lat, b.lon))
    return tuple(
        bent(points[i], points[i + 1]) for i in range(0, len(points), 2) if i + 1 < len(points)
    )


def _leg(
    a: Site, b: Site, km: float, sailings: tuple[SailingUse, ...] = (), waiting: int = 0
) -> Leg:
    return Leg(
        distance=round(km * 1000),
        driving=round(km * 90),
        waiting=waiting,
        sailings=sailings,
        line=_way(a, b, sailings),
    )


def _handling(order: Order, action: str) -> Handling:
    return Handling(
        order_id=order.order_id,
        action=action,
        parcels=order.parcels,
        kg=order.kg,
        litres=order.litres,
        temperature=order.temperature,
        channel=order.channel,
        product=order.product,
        counterpart=order.destination if action == "load" else order.origin,
        dong=order.dong if action == "unload" else "",
        ho=order.ho if action == "unload" else "",
    )


def _tour(
    request: DayRequest,
    vehicle_id: str,
    departure: str,
    halts: list[_Halt],
    arrival: str,
    home: tuple[SailingUse, ...] = (),
) -> Tour:
    sites = {site.site_id: site for site in request.sites}
    orders = {order.order_id: order for order in request.orders}
    vehicle = next(v for v in request.vehicles if v.vehicle_id == vehicle_id)
    stops, here, kg, litres = [], sites["HUB"], 0.0, 0.0
    for halt in halts:
        loaded = [_handling(orders[o], "load") for o in halt.load]
        unloaded = [_handling(orders[o], "unload") for o in halt.unload]
        kg += sum(h.kg for h in loaded) - sum(h.kg for h in unloaded)
        litres += sum(h.litres for h in loaded) - sum(h.litres for h in unloaded)
        stops.append(
            Stop(
                site_id=halt.site,
                leg=_leg(here, sites[halt.site], halt.km, halt.sailings),
                arrival=at(halt.arrival),
                start=at(halt.start),
                finish=at(halt.finish),
                handlings=(*unloaded, *loaded),
                load_kg=round(kg, 3),
                load_litres=round(litres, 3),
            )
        )
        here = sites[halt.site]
    back = _leg(here, sites["HUB"], 0.0 if here.site_id == "HUB" else 24.0, home)
    legs = [*(stop.leg for stop in stops), back]
    distance = sum(leg.distance for leg in legs)
    return Tour(
        vehicle_id=vehicle_id,
        driver=vehicle.driver,
        start_site="HUB",
        end_site="HUB",
        departure=at(departure),
        arrival=at(arrival),
        stops=tuple(stops),
        home=back,
        distance=distance,
        driving=sum(leg.driving for leg in legs),
        cost=Cost(
            fixed=20_000,
            distance=distance // 4,
            time=(at(arrival) - at(departure)) * 16_000 // 3600,
            fares=sum(sailing.fare for leg in legs for sailing in leg.sailings),
        ),
    )


def handmade_day(extra_orders: tuple[Order, ...] = ()) -> tuple[DayRequest, Plan]:
    """Return the request and its plan; `extra_orders` go from the hub to A01 with the rest."""
    request = handmade_request(extra_orders)
    from_main = ("O-001", "O-002", "O-003", "O-004", "O-005", "O-006", "O-007")
    from_jodo = ("O-008", "O-009", "O-010", "O-011", "O-012")
    extra = tuple(order.order_id for order in extra_orders)
    to_a01 = ("O-001", "O-004", "O-005", "O-008", "O-011", *extra)
    to_a05 = ("O-003", "O-006", "O-009")
    tours = (
        _tour(
            request,
            "T-01",
            "05:35",
            [
                _Halt("F03", "06:05", "06:05", "06:25", load=from_main[3:], km=16.5),
                _Halt("F01", "07:20", "08:00", "08:15", load=from_main[:2], km=24.1),
                _Halt("F02", "08:32", "08:32", "08:45", load=from_main[2:3], km=7.9),
                _Halt("HUB", "09:05", "09:05", "09:25", unload=from_main, km=10.4),
                _Halt("P_SWI", "09:40", "09:40", "09:50", load=("O-013",), km=9.2),
                _Halt("HUB", "10:05", "10:05", "10:12", unload=("O-013",), km=9.2),
            ],
            "10:12",
        ),
        _tour(
            request,
            "T-02",
            "06:20",
            [
                _Halt(
                    "J01", "08:16", "08:16", "08:26", from_jodo[:3], km=24.0, sailings=(OUTWARD,)
                ),
                _Halt("J02", "08:38", "08:38", "08:48", from_jodo[3:], km=7.2),
                _Halt("HUB", "10:38", "10:38", "10:50", (), from_jodo, 31.5, (HOMEWARD,)),
            ],
            "10:50",
        ),
        _tour(
            request,
            "T-03",
            "14:10",
            [
                _Halt("HUB", "14:10", "14:10", "14:35", load=(*to_a01, *to_a05), km=0),
                _Halt("A01", "15:52", "17:00", "17:32", unload=to_a01, km=58.3),
                _Halt("A05", "17:41", "17:41", "17:58", unload=to_a05, km=4.4),
            ],
            "19:12",
        ),
    )
    return request, _plan(request, tours, from_main, from_jodo)


def _plan(
    request: DayRequest,
    tours: tuple[Tour, ...],
    from_main: tuple[str, ...],
    from_jodo: tuple[str, ...],
) -> Plan:
    orders = {order.order_id: order for order in request.orders}
    hauled = ("O-002", "O-007", "O-010", "O-012")
    served = [o for o in request.orders if o.order_id != "O-014"]
    legs = [leg for tour in tours for leg in (*(stop.leg for stop in tour.stops), tour.home)]
    return Plan(
        version=PLAN_VERSION,
        date=request.date,
        timezone=request.timezone,
        county=request.county,
        tours=tours,
        services=(
            ServiceUse(
                service_id="LH-A1",
                order_ids=hauled,
                parcels=sum(orders[o].parcels for o in hauled),
                kg=sum(orders[o].kg for o in hauled),
                litres=sum(orders[o].litres for o in hauled),
                cost=180_000,
            ),
            ServiceUse(
                service_id="GF02",
                order_ids=("O-013",),
                parcels=18,
                kg=10.8,
                litres=180.0,
                cost=27_000,
            ),
        ),
        orders=tuple(OrderPlan(order_id=o.order_id, steps=_steps(o, from_jodo)) for o in served),
        unserved=(
            Unserved(
                order_id="O-014",
                code="no-vehicle-fits",
                reason=Text(
                    "남악 오룡스테이는 높이 2.7 m까지인데 2.5톤 냉동탑은 3.1 m입니다",
                    "Namak Oryong Stay admits 2.7 m; the 2.5 t reefer is 3.1 m high",
                ),
                remedy=Text(
                    "1톤 차량을 배정하거나 정문 하차를 협의하세요",
                    "assign a 1 t truck or agree on unloading at the gate",
                ),
            ),
        ),
        exclusions=(
            Exclusion(
                vehicle_id="T-05",
                code="ferry-height",
                subject="한림페리11",
                reason=Text("높이 3.65 m, 선박 제한 3.5 m", "3.65 m high, vessel limit 3.5 m"),
            ),
            Exclusion(
                vehicle_id="T-04",
                code="no-driver",
                subject="",
                reason=Text("운전자가 없는 예비 차량", "a spare without a driver"),
            ),
        ),
        totals=Totals(
            orders=len(request.orders),
            served=len(served),
            parcels=sum(o.parcels for o in request.orders),
            parcels_served=sum(o.parcels for o in served),
            tours=len(tours),
            distance=sum(tour.distance for tour in tours),
            driving=sum(tour.driving for tour in tours),
            working=sum(tour.arrival - tour.departure for tour in tours),
            sailings=sum(len(leg.sailings) for leg in legs),
            cost=Cost(
                fixed=sum(t.cost.fixed for t in tours),
                distance=sum(t.cost.distance for t in tours),
                time=sum(t.cost.time for t in tours),
                fares=sum(t.cost.fares for t in tours),
            ),
            service_cost=207_000,
        ),
        run=SolverRun(seed=1, seconds=2.0, iterations=20_000, version="0.1.0"),
        notes=(
            Text(
                "지도는 도식이며 실제 도로가 아닙니다",
                "The map is schematic and does not show the real roads",
            ),
        ),
    )


def _steps(order: Order, from_jodo: tuple[str, ...]) -> tuple[Step, ...]:
    vehicle = "T-02" if order.order_id in from_jodo else "T-01"
    first = Step(
        by="vehicle",
        carrier=vehicle,
        from_site=order.origin,
        to_site="HUB",
        departure=at("08:16"),
        arrival=at("10:50"),
    )
    if order.destination == "XGJ":
        by, carrier, times = "service", "LH-A1", (at("13:00"), at("15:45"))
    else:
        by, carrier, times = "vehicle", "T-03", (at("14:10"), at("17:32"))
    second = Step(
        by=by,
        carrier=carrier,
        from_site="HUB",
        to_site=order.destination,
        departure=times[0],
        arrival=times[1],
    )
    return (first,) if order.destination == "HUB" else (first, second)


def residents(count: int) -> tuple[Order, ...]:
    """Return door orders for A01 that fill hand-out lists."""
    products: tuple[tuple[str, Temperature], ...] = (
        ("활전복 1kg", "chilled"),
        ("김치 5kg", "chilled"),
        ("밀키트 냉동", "frozen"),
        ("흑미 5kg", "ambient"),
    )
    return tuple(
        Order(
            order_id=f"R-{n:04d}",
            origin="HUB",
            destination="A01",
            parcels=1 + n % 3,
            kg=2.5 * (1 + n % 3),
            litres=12.0,
            temperature=products[n % 4][1],
            channel="locker" if n % 5 == 0 else "door",
            product=products[n % 4][0],
            dong=str(101 + n % 11),
            ho=f"{n // 11 % 20 + 1}{n % 4 + 1:02d}",
        )
        for n in range(count)
    )
