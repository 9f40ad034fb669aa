"""Words the reasons for which orders are not served."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dispatch.model import Service, Site, Temperature, Vehicle
from dispatch.words import TEMPERATURE_WORDS, clock, duration, kilograms
from geo.faults import Text


@dataclass(frozen=True, slots=True)
class Reason:
    """Why something is not served, and what would help; fields as in `dispatch.plan.Unserved`."""

    code: str
    what: Text
    remedy: Text
    holders: tuple[str, ...] = ()
    price: int | None = None


def no_driver() -> Reason:
    """Say that no vehicle has a driver."""
    return Reason(
        "no-vehicle-fits",
        Text("기사가 배정된 차량이 없습니다", "no vehicle has a driver"),
        Text("fleet.csv에 기사를 배정하세요", "assign drivers in fleet.csv"),
    )


def wrong_temperature(temperature: Temperature) -> Reason:
    """Say that no vehicle may carry goods of this temperature."""
    words = TEMPERATURE_WORDS[temperature]
    return Reason(
        "no-vehicle-fits",
        Text(
            f"{words.ko} 화물을 실을 수 있는 차량이 없습니다",
            f"no vehicle may carry {words.en} goods",
        ),
        Text(f"{words.ko} 차량을 배차하세요", f"plan a vehicle for {words.en} goods"),
    )


def too_big(kg: float, litres: float, vehicles: Sequence[Vehicle]) -> Reason:
    """Say that the order is larger than every vehicle for such goods."""
    most_kg = max(vehicle.capacity_kg for vehicle in vehicles)
    most_litres = max(vehicle.capacity_litres for vehicle in vehicles)
    size = f"{kilograms(kg)} kg, {litres:,.0f} l"
    most = f"{most_kg:,} kg, {most_litres:,} l"
    return Reason(
        "no-vehicle-fits",
        Text(
            f"주문({size})이 맞는 차량 중 가장 큰 것({most})보다 큽니다",
            f"the order ({size}) is larger than the largest vehicle for such goods ({most})",
        ),
        Text(
            "주문을 나누거나 더 큰 차량을 배차하세요", "split the order, or plan a larger vehicle"
        ),
    )


def all_too_high(site: Site, vehicles: Sequence[Vehicle]) -> Reason:
    """Say that every vehicle left is higher than the site allows."""
    lowest = min(vehicle.height_m for vehicle in vehicles)
    limit = site.max_height_m or 0
    return Reason(
        "no-vehicle-fits",
        Text(
            f"{site.name.ko}의 높이 제한은 {limit:.2f} m인데, 이 화물에 맞는 차량은 가장 낮은 것도"
            f" {lowest:.2f} m입니다",
            f"{site.name.en} allows {limit:.2f} m, and the lowest vehicle for these goods is"
            f" {lowest:.2f} m high",
        ),
        Text(
            "더 낮은 차량을 배차하거나 높이 제한이 없는 인도 장소를 정하세요",
            "plan a lower vehicle, or agree on a place without the limit",
        ),
    )


def all_too_heavy(site: Site, vehicles: Sequence[Vehicle]) -> Reason:
    """Say that every vehicle left is of a larger class than the site allows."""
    smallest = min(vehicle.capacity_kg for vehicle in vehicles)
    limit = site.max_payload_kg or 0
    return Reason(
        "no-vehicle-fits",
        Text(
            f"{site.name.ko}에는 적재량 {limit:,} kg까지 들어가는데, 이 화물에 맞는 차량은"
            f" 가장 작은 것도 {smallest:,} kg입니다",
            f"{site.name.en} takes vehicles of up to {limit:,} kg payload, and the smallest for"
            f" these goods has {smallest:,} kg",
        ),
        Text("더 작은 차량을 배차하세요", "plan a smaller vehicle"),
    )


def never_open(site: Site) -> Reason:
    """Say that hours of site and order, less closed hours, have no moment in common."""
    return Reason(
        "no-time",
        Text(
            f"{site.name.ko}에서 작업할 수 있는 시각이 없습니다"
            " (이용 시간, 주문 시간, 출입 금지 시간)",
            f"there is no moment to work at {site.name.en} (its hours, the order's, closed hours)",
        ),
        Text("시간대를 넓히세요", "widen the windows"),
    )


def no_road(from_site: Site, to_site: Site) -> Reason:
    """Say that roads do not join the sites of one landmass, or that one has no road."""
    return Reason(
        "no-road",
        Text(
            f"{from_site.name.ko}에서 {to_site.name.ko}(으)로 가는 도로가 없습니다",
            f"no road leads from {from_site.name.en} to {to_site.name.en}",
        ),
        Text(
            "좌표와 지도를 확인하거나, 배편 화물(services.csv)과 drop_site를 쓰세요",
            "check coordinates and map, or use freight by boat (services.csv) with a drop_site",
        ),
    )


def roads_closed(from_site: Site, to_site: Site, ready: int) -> Reason:
    """Say that the only road is closed from then on."""
    return Reason(
        "road-closed",
        Text(
            f"{from_site.name.ko}에서 {clock(ready)} 이후에는 {to_site.name.ko}(으)로 가는 도로가"
            " 통제되어 지나갈 수 없습니다",
            f"the roads from {from_site.name.en} to {to_site.name.en} are closed from"
            f" {clock(ready)} on",
        ),
        Text(
            "통제 시간을 피해 시간대를 옮기거나, 통제 구간 너머에 차량을 두세요",
            "move the windows out of the closed hours, or base a vehicle beyond that road",
        ),
    )


def no_timetable(from_site: Site, to_site: Site) -> Reason:
    """Say that no car ferry between the two landmasses is in the timetable."""
    return Reason(
        "no-sailing",
        Text(
            f"{from_site.name.ko}와(과) {to_site.name.ko} 사이에 차량을 싣는 배편이"
            " 시간표에 없습니다",
            f"the timetable has no sailing for vehicles between {from_site.name.en} and"
            f" {to_site.name.en}",
        ),
        Text(
            "그 항로의 시간표를 추가하거나 배편 화물(services.csv)을 쓰세요",
            "add the timetable of that line, or use freight by boat (services.csv)",
        ),
    )


def boats_refuse(from_site: Site, to_site: Site, why: Text) -> Reason:
    """Say that there are sailings which take none of the vehicles."""
    return Reason(
        "no-sailing",
        Text(
            f"{from_site.name.ko}–{to_site.name.ko} 배편에 실을 수 있는 차량이 없습니다: {why.ko}",
            f"no vehicle may board a ferry between {from_site.name.en} and {to_site.name.en}:"
            f" {why.en}",
        ),
        Text("배에 실을 수 있는 차량을 배차하세요", "plan a vehicle that the ferries take"),
    )


def boats_gone(from_site: Site, to_site: Site, ready: int) -> Reason:
    """Say that all sailings of the day leave before the goods can be at the quay."""
    return Reason(
        "no-sailing",
        Text(
            f"{from_site.name.ko}에서 {clock(ready)}에 출발하면 {to_site.name.ko}(으)로 가는"
            " 배편이 더 없습니다",
            f"leaving {from_site.name.en} at {clock(ready)}, there is no sailing to"
            f" {to_site.name.en} any more",
        ),
        Text("상차 시간을 앞당기세요", "load earlier"),
    )


def no_boat_home(site: Site, vehicle: Vehicle) -> Reason:
    """Say that a vehicle could serve the order but would be stranded."""
    return Reason(
        "no-sailing",
        Text(
            f"{site.name.ko}에 다녀오면 돌아오는 마지막 배를 놓칩니다 (근무 종료"
            f" {clock(vehicle.shift[1])})",
            f"going to {site.name.en} misses the last boat home (the shift ends at"
            f" {clock(vehicle.shift[1])})",
        ),
        Text(
            "시간대를 앞당기거나 근무를 늘리세요", "move the windows forward, or lengthen the shift"
        ),
    )


def late(site: Site, arrival: int, latest: int) -> Reason:
    """Say that even alone a vehicle arrives after the last moment at which handling may begin."""
    return Reason(
        "no-time",
        Text(
            f"{site.name.ko}에 아무리 빨라도 {clock(arrival)}에 도착하는데, {clock(latest)}까지"
            " 시작해야 합니다",
            f"the earliest possible arrival at {site.name.en} is {clock(arrival)}, and handling"
            f" must begin by {clock(latest)}",
        ),
        Text(
            "시간대를 늦추거나 상차를 앞당기세요", "allow a later delivery, or an earlier pick-up"
        ),
    )


def too_long(shortest: int, limit: int) -> Reason:
    """Say that the fastest way takes longer than the order's time limit."""
    return Reason(
        "no-time",
        Text(
            f"가장 빠른 길도 {duration(shortest)} 걸려 제한 {duration(limit)}을 넘습니다",
            f"the fastest way takes {duration(shortest)}, the limit is {duration(limit)}",
        ),
        Text("max_hours를 늘리거나 상차를 늦추세요", "raise max_hours, or load later"),
    )


def shift_too_short(vehicle: Vehicle, needed: int) -> Reason:
    """Say that a vehicle could serve the order but not within its working hours."""
    begin, end = vehicle.shift
    return Reason(
        "no-time",
        Text(
            f"근무 시간 안에 다녀올 수 없습니다 (가장 가까운 {vehicle.vehicle_id}:"
            f" {duration(needed)} 필요, 근무 {clock(begin)}–{clock(end)},"
            f" 최대 {duration(vehicle.max_shift)})",
            f"no vehicle can do it within its shift (nearest is {vehicle.vehicle_id}:"
            f" {duration(needed)} needed, shift {clock(begin)}–{clock(end)}, at most"
            f" {duration(vehicle.max_shift)})",
        ),
        Text("근무를 늘리거나 옮기세요", "lengthen or move a shift"),
    )


def cut_off_missed(service: Service, ready: int) -> Reason:
    """Say that the goods cannot be at the service before its cut-off."""
    cut_off = service.departure - service.cut_off
    return Reason(
        "no-service",
        Text(
            f"{service.name.ko}의 마감({clock(cut_off)})까지 갈 수 없습니다"
            f" (빨라도 {clock(ready)})",
            f"the cut-off of {service.name.en} ({clock(cut_off)}) cannot be met (earliest is"
            f" {clock(ready)})",
        ),
        Text("상차를 앞당기거나 더 늦은 편을 추가하세요", "load earlier, or add a later service"),
    )


def services_full(services: Sequence[Service]) -> Reason:
    """Say that every way that works uses a service without room."""
    names_ko = ", ".join(dict.fromkeys(service.name.ko for service in services))
    names_en = ", ".join(dict.fromkeys(service.name.en for service in services))
    return Reason(
        "no-service",
        Text(f"편에 자리가 없습니다: {names_ko}", f"there is no room left on {names_en}"),
        Text(
            "편을 늘리거나 주문을 다른 날로 옮기세요",
            "add a service, or move orders to another day",
        ),
    )
