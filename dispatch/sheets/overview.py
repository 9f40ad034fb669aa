"""Sums up the day for the dispatcher: figures, tours, services, what is left out and why."""

from __future__ import annotations

from collections.abc import Sequence

from dispatch.plan import ServiceUse, Tour
from dispatch.sheets.day import Day, Json, both, soft
from dispatch.unserved import group_unserved
from dispatch.words import (
    CARRIER_PRICES,
    MODE_WORDS,
    TEMPERATURE_WORDS,
    duration,
    kilograms,
    kilometres,
    vehicle_colour,
    won,
)
from geo.faults import Text

#: Order ids named per reason; the rest is in plan.json.
_NAMED = 12
#: Sailings named per tour.
_SAILINGS = 6
#: Reasons that stand alone; more are joined by kind.
_REASONS = 40


def overview(day: Day) -> Json:
    """Return the content of the overview pages."""
    run = day.plan.run
    return {
        "figures": _figures(day),
        "tours": [_tour_row(day, index, tour) for index, tour in enumerate(day.plan.tours)],
        "services": _services(day),
        "unserved": _unserved(day),
        "exclusions": _exclusions(day),
        "notes": [both(note) for note in (*_closed(day), *day.plan.notes)],
        "run": f"naru {run.version} · seed {run.seed} · {run.iterations:,} iterations"
        f" · {run.seconds:.1f} s",
    }


def _figures(day: Day) -> list[Json]:
    totals = day.plan.totals
    low, high = CARRIER_PRICES
    return [
        _figure(Text("주문", "orders"), f"{totals.served:,}", f"/ {totals.orders:,}"),
        _figure(Text("상자", "parcels"), f"{totals.parcels_served:,}", f"/ {totals.parcels:,}"),
        _figure(Text("운행", "tours"), str(totals.tours)),
        _figure(Text("승선", "sailings"), str(totals.sailings)),
        _figure(Text("주행", "driven"), kilometres(totals.distance), "km"),
        _figure(Text("근무", "working"), duration(totals.working), "h"),
        _figure(
            Text("비용", "cost"),
            won(totals.cost.total + totals.service_cost),
            "원",
            Text(
                f"선임 {won(totals.cost.fares)} · 정기편 {won(totals.service_cost)}",
                f"fares {won(totals.cost.fares)} · services {won(totals.service_cost)}",
            ),
        ),
        _figure(
            Text("상자당", "per parcel"),
            won(totals.cost_per_parcel),
            "원",
            Text(
                f"택배 계약가 {won(low)}–{won(high)}",
                f"parcel carrier {won(low)}–{won(high)}",
            ),
        ),
    ]


def _figure(label: Text, value: str, unit: str = "", beside: Text | None = None) -> Json:
    return {
        "label": both(label),
        "value": value,
        "unit": unit,
        "beside": both(beside) if beside else None,
    }


def _tour_row(day: Day, index: int, tour: Tour) -> Json:
    vehicle = day.vehicle(tour.vehicle_id)
    sailings = [s for leg in (*(stop.leg for stop in tour.stops), tour.home) for s in leg.boats]
    return {
        "colour": vehicle_colour(index),
        "vehicle": soft(tour.vehicle_id),
        "name": both(vehicle.name) if vehicle else None,
        "driver": soft(tour.driver),
        "departure": day.clock(tour.departure),
        "arrival": day.clock(tour.arrival),
        "stops": len(tour.stops),
        "sailings": [
            *(f"{day.clock(s.departure)} {soft(s.vessel)}" for s in sailings[:_SAILINGS]),
            *([f"… +{len(sailings) - _SAILINGS}"] if len(sailings) > _SAILINGS else []),
        ],
        "parcels": sum(h.parcels for s in tour.stops for h in s.handlings if h.action == "load"),
        "peak": kilograms(max((stop.load_kg for stop in tour.stops), default=0.0)),
        "km": kilometres(tour.distance),
        "hours": duration(tour.arrival - tour.departure),
        "cost": won(tour.cost.total),
    }


def _services(day: Day) -> list[Json]:
    def leaving(use: ServiceUse) -> tuple[int, str]:
        service = day.services.get(use.service_id)
        return (service.departure if service else 0, use.service_id)

    rows = []
    for use in sorted(day.plan.services, key=leaving):
        service = day.services.get(use.service_id)
        rows.append(
            {
                "id": soft(use.service_id),
                "name": both(service.name) if service else None,
                "mode": both(MODE_WORDS[service.mode]) if service else None,
                "from": day.site_name(service.from_site) if service else None,
                "to": day.site_name(service.to_site) if service else None,
                "cut_off": day.clock(service.departure - service.cut_off) if service else "",
                "departure": day.clock(service.departure) if service else "",
                "arrival": day.clock(service.arrival) if service else "",
                "parcels": use.parcels,
                "kg": kilograms(use.kg),
                "cost": won(use.cost),
            }
        )
    return rows


def _unserved(day: Day) -> list[Json]:
    parcels = {order.order_id: order.parcels for order in day.request.orders}
    return [
        {
            "code": group.code,
            "reason": both(group.reason),
            "remedy": both(group.remedy),
            "more": group.reasons - 1,
            "orders": _listed(group.order_ids),
            "count": len(group.order_ids),
            "parcels": sum(parcels.get(order_id, 0) for order_id in group.order_ids),
        }
        for group in group_unserved(day.plan.unserved, _REASONS)
    ]


def _closed(day: Day) -> list[Text]:
    return [Text(f"도로 통제: {one}", f"closed road: {one}") for one in day.plan.closures]


def _listed(ids: Sequence[str]) -> str:
    more = f" … +{len(ids) - _NAMED}" if len(ids) > _NAMED else ""
    return ", ".join(soft(name) for name in ids[:_NAMED]) + more


def _exclusions(day: Day) -> list[Json]:
    """Return the rules with the vehicles that they exclude; one line per vehicle and rule.

    A large truck fits into few yards; each yard on a line of its own would fill pages.
    """
    by_subject: dict[tuple[str, str, Text], list[str]] = {}
    for item in day.plan.exclusions:
        key = (item.code, item.subject, item.reason)
        by_subject.setdefault(key, []).append(soft(item.vehicle_id))
    rules: dict[tuple[str, str], list[tuple[str, Text]]] = {}
    for (code, subject, reason), vehicles in by_subject.items():
        rules.setdefault((code, ", ".join(vehicles)), []).append((subject, reason))
    return [
        {
            "code": code,
            "vehicles": vehicles,
            "subjects": _subjects(day, [subject for subject, _ in items]),
            "reason": both(items[0][1]),
            "more": len(items) - 1,
        }
        for (code, vehicles), items in rules.items()
    ]


def _subjects(day: Day, subjects: list[str]) -> str:
    names = [_subject(day, subject) for subject in subjects if subject]
    if not names:
        return "계획 제외 not planned"
    more = f" … +{len(names) - _NAMED}" if len(names) > _NAMED else ""
    return ", ".join(names[:_NAMED]) + more


def _subject(day: Day, subject: str) -> str:
    if subject in TEMPERATURE_WORDS:
        words = TEMPERATURE_WORDS[subject]
        return f"{words.ko} {words.en}"
    name = day.site_name(subject)
    return str(name["ko"])
