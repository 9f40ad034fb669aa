"""Says which vehicles may enter a site or carry goods, and the rule that excludes the others."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Set

from dispatch.day_network import DayNetwork, ferry_vehicle
from dispatch.model import Site, Temperature, Vehicle
from dispatch.plan import Exclusion
from dispatch.words import TEMPERATURE_WORDS
from geo.faults import Text
from geo.ferries import Sailing


def too_high(vehicle: Vehicle, site: Site) -> bool:
    """Whether the vehicle is higher than the site allows."""
    return site.max_height_m is not None and vehicle.height_m > site.max_height_m


def too_heavy(vehicle: Vehicle, site: Site) -> bool:
    """Whether the vehicle is of a larger class than the site allows."""
    return site.max_payload_kg is not None and vehicle.capacity_kg > site.max_payload_kg


def may_enter(vehicle: Vehicle, site: Site) -> bool:
    """Whether the site lets the vehicle in."""
    return not too_high(vehicle, site) and not too_heavy(vehicle, site)


def may_carry(vehicle: Vehicle, temperatures: Set[Temperature], kg: float, litres: float) -> bool:
    """Whether the goods may be in this vehicle when it is otherwise empty."""
    return (
        temperatures <= vehicle.temperatures
        and kg <= vehicle.capacity_kg
        and litres <= vehicle.capacity_litres
    )


def may_serve(
    vehicle: Vehicle,
    sites: Iterable[Site],
    temperatures: Set[Temperature],
    kg: float,
    litres: float,
) -> bool:
    """Whether the vehicle may carry the goods and enter all the sites."""
    return may_carry(vehicle, temperatures, kg, litres) and all(
        may_enter(vehicle, site) for site in sites
    )


def exclusions(
    vehicles: Iterable[Vehicle],
    sites: Iterable[Site],
    temperatures: Iterable[Temperature],
    day: DayNetwork,
) -> Iterator[Exclusion]:
    """Yield what each vehicle is never used for, and why.

    Parameters
    ----------
    sites, temperatures
        Those of the day's orders.
    """
    sites, temperatures = tuple(sites), tuple(temperatures)
    for vehicle in vehicles:
        if not vehicle.driver:
            yield _spare(vehicle)
            continue
        for site in sites:
            if too_high(vehicle, site):
                yield _high(vehicle, site)
            if too_heavy(vehicle, site):
                yield _heavy(vehicle, site)
        for temperature in temperatures:
            if temperature not in vehicle.temperatures:
                yield _warm(vehicle, temperature)
        yield from _boats(vehicle, day)


def _spare(vehicle: Vehicle) -> Exclusion:
    return Exclusion(
        vehicle_id=vehicle.vehicle_id,
        code="no-driver",
        subject="",
        reason=Text("기사가 없는 예비 차량입니다", "is a spare without a driver"),
    )


def _high(vehicle: Vehicle, site: Site) -> Exclusion:
    return Exclusion(
        vehicle_id=vehicle.vehicle_id,
        code="site-height",
        subject=site.site_id,
        reason=Text(
            f"차량 높이 {vehicle.height_m:.2f} m > {site.name.ko} 제한 {site.max_height_m:.2f} m",
            f"is {vehicle.height_m:.2f} m high, {site.name.en} allows {site.max_height_m:.2f} m",
        ),
    )


def _heavy(vehicle: Vehicle, site: Site) -> Exclusion:
    return Exclusion(
        vehicle_id=vehicle.vehicle_id,
        code="site-payload",
        subject=site.site_id,
        reason=Text(
            f"적재량 {vehicle.capacity_kg:,} kg > {site.name.ko} 제한 {site.max_payload_kg:,} kg",
            f"is of {vehicle.capacity_kg:,} kg payload, {site.name.en} allows"
            f" {site.max_payload_kg:,} kg",
        ),
    )


def _warm(vehicle: Vehicle, temperature: Temperature) -> Exclusion:
    words = TEMPERATURE_WORDS[temperature]
    return Exclusion(
        vehicle_id=vehicle.vehicle_id,
        code="temperature",
        subject=temperature,
        reason=Text(f"{words.ko} 화물을 실을 수 없습니다", f"may not carry {words.en} goods"),
    )


def _boats(vehicle: Vehicle, day: DayNetwork) -> Iterator[Exclusion]:
    """Yield the vessels between usable ports that refuse the vehicle, each once."""
    seen: set[tuple[str, str]] = set()
    for sailing in day.sailings:
        if not {sailing.from_port, sailing.to_port} <= day.port_row.keys():
            continue
        refusal = sailing.refusal(ferry_vehicle(vehicle))
        if refusal in (None, "cars") or (sailing.vessel, str(refusal)) in seen:
            continue
        seen.add((sailing.vessel, str(refusal)))
        yield Exclusion(
            vehicle_id=vehicle.vehicle_id,
            code=f"ferry-{refusal}",
            subject=sailing.vessel,
            reason=refusal_words(vehicle, sailing, str(refusal)),
        )


def refusal_words(vehicle: Vehicle, sailing: Sailing, refusal: str) -> Text:
    """Say why a vessel refuses a vehicle; `refusal` as `Sailing.refusal` names it."""
    measures = {
        "height": ("높이", "high", f"{vehicle.height_m:.2f} m", sailing.max_vehicle_height_m, "m"),
        "length": ("길이", "long", f"{vehicle.length_m:.1f} m", sailing.max_vehicle_length_m, "m"),
        "weight": (
            "총중량",
            "in weight",
            f"{vehicle.weight_kg or 0:,} kg",
            sailing.max_vehicle_weight_kg,
            "kg",
        ),
    }
    if refusal not in measures:
        return Text(
            f"{sailing.vessel}에 차종 {vehicle.class_id}의 운임이 없습니다",
            f"{sailing.vessel} has no fare for class {vehicle.class_id}",
        )
    word_ko, word_en, value, limit, unit = measures[refusal]
    return Text(
        f"차량 {word_ko} {value} > {sailing.vessel} 제한 {limit} {unit}",
        f"is {value} {word_en}, {sailing.vessel} takes {limit} {unit}",
    )
