"""Tells one driver the day: where to be when, what to load and unload, which boat to catch."""

from __future__ import annotations

from collections.abc import Iterator

from dispatch.plan import Handling, Leg, SailingUse, Stop, Tour
from dispatch.sheets.day import Day, Json, both, soft
from dispatch.sheets.sketch import sketch
from dispatch.words import CHANNEL_WORDS, SITE_WORDS, duration, kilograms, kilometres

#: Shorter waits are not worth a driver's attention.
_WAIT_SHOWN = 300

#: Later sailings printed beside each sailing.
_FALLBACKS = 6

_TEMPERATURE_ORDER = {"frozen": 0, "chilled": 1, "ambient": 2}


def tour_sheet(day: Day, tour: Tour) -> Json:
    """Return the content of one route sheet; costs are not on it."""
    vehicle = day.vehicle(tour.vehicle_id)
    return {
        "vehicle": soft(tour.vehicle_id),
        "name": both(vehicle.name) if vehicle else None,
        "class": vehicle.class_id if vehicle else "",
        "height": f"{vehicle.height_m:g}" if vehicle else "",
        "driver": soft(tour.driver),
        "shift": "–".join(day.clock(moment) for moment in vehicle.shift) if vehicle else "",
        "departure": day.clock(tour.departure),
        "arrival": day.clock(tour.arrival),
        "km": kilometres(tour.distance),
        "hours": duration(tour.arrival - tour.departure),
        "driving": duration(tour.driving),
        "stop_count": len(tour.stops),
        "sailing_count": sum(len(leg.boats) for leg in _legs(tour)),
        "start": day.site_name(tour.start_site),
        "end": day.site_name(tour.end_site),
        "sketch": sketch(day, tour),
        "events": list(_events(day, tour)),
    }


def _legs(tour: Tour) -> list[Leg]:
    return [*(stop.leg for stop in tour.stops), tour.home]


def _events(day: Day, tour: Tour) -> Iterator[Json]:
    """Yield sailings and stops in the order in which the driver meets them."""
    for number, stop in enumerate(tour.stops, start=1):
        yield from _crossing(day, stop.leg)
        yield {**_stop(day, tour, number, stop), **_road_only(stop.leg)}
    yield from _crossing(day, tour.home)
    yield {"kind": "home", **_road_only(tour.home)}


def _crossing(day: Day, leg: Leg) -> Iterator[Json]:
    """Yield the sailings of a leg; its road and waiting stand before the first of them."""
    if leg.sailings:
        yield {"kind": "way", "leg": _leg(leg)}
    for sailing in leg.sailings:
        yield _passage(day, sailing) if sailing.passage else _sailing(day, sailing)


def _road_only(leg: Leg) -> Json:
    return {} if leg.sailings else {"leg": _leg(leg)}


def _leg(leg: Leg) -> Json | None:
    if not leg.distance and leg.waiting < _WAIT_SHOWN:
        return None
    return {
        "km": kilometres(leg.distance) if leg.distance else "",
        "driving": duration(leg.driving) if leg.distance else "",
        "waiting": duration(leg.waiting) if leg.waiting >= _WAIT_SHOWN else "",
    }


def _sailing(day: Day, sailing: SailingUse) -> Json:
    return {
        "kind": "sailing",
        "vessel": soft(sailing.vessel),
        "from": both(sailing.from_port_name),
        "to": both(sailing.to_port_name),
        "check_in": day.clock(sailing.check_in),
        "departure": day.clock(sailing.departure),
        "arrival": day.clock(sailing.arrival),
        "last_home": None if sailing.last_home is None else day.clock(sailing.last_home),
        "fallbacks": [soft(text) for text in sailing.fallbacks[:_FALLBACKS]],
        "note": soft(sailing.note),
    }


def _passage(day: Day, passage: SailingUse) -> Json:
    return {
        "kind": "passage",
        "road": soft(passage.vessel),
        "from": both(passage.from_port_name),
        "to": both(passage.to_port_name),
        "departure": day.clock(passage.departure),
    }


def _stop(day: Day, tour: Tour, number: int, stop: Stop) -> Json:
    site = day.site(stop.site_id)
    return {
        "kind": "stop",
        "number": number,
        "id": soft(stop.site_id),
        "site": day.site_name(stop.site_id),
        "site_kind": both(SITE_WORDS[site.kind]) if site else None,
        "contact": soft(site.contact) if site else "",
        "note": both(site.access_note) if site else None,
        "arrival": day.clock(stop.arrival),
        "start": day.clock(stop.start),
        "finish": day.clock(stop.finish),
        "lines": _lines(day, tour, number),
        "load_kg": kilograms(stop.load_kg),
        "load_litres": f"{stop.load_litres:,.0f}",
        "handout": bool(site and site.kind == "complex" and unloaded(stop)),
    }


def unloaded(stop: Stop) -> list[Handling]:
    """Return what is unloaded at a stop."""
    return [handling for handling in stop.handlings if handling.action == "unload"]


def _lines(day: Day, tour: Tour, number: int) -> list[Json]:
    """Return what to unload and load, one line per product, temperature and counterpart."""
    stop = tour.stops[number - 1]
    groups: dict[tuple[str, ...], list[Handling]] = {}
    for handling in stop.handlings:
        groups.setdefault(_group(day, stop, handling), []).append(handling)
    lines: list[Json] = []
    for key, handlings in sorted(groups.items(), key=_rank):
        line = _line(day, key, handlings)
        line["stop"] = _other_stop(tour, number, key)
        before = lines[-1] if lines else {"action": "", "where": None}
        line["first"] = line["action"] != before["action"]
        same_place = not line["channel"] and line["where"] == before["where"]
        line["again"] = same_place and not line["first"]
        lines.append(line)
    return lines


def _other_stop(tour: Tour, number: int, key: tuple[str, ...]) -> int | None:
    """Return the stop of this tour at which the counterpart is met, before or after `number`."""
    action, _, _, where, _ = key
    later = range(number + 1, len(tour.stops) + 1)
    earlier = range(number - 1, 0, -1)
    for other in later if action == "load" else earlier:
        if tour.stops[other - 1].site_id == where:
            return other
    return None


def _group(day: Day, stop: Stop, handling: Handling) -> tuple[str, ...]:
    site = day.site(stop.site_id)
    at_complex = site is not None and site.kind == "complex" and handling.action == "unload"
    channel = handling.channel if at_complex else ""
    where = "" if at_complex else handling.counterpart
    return (handling.action, handling.temperature, handling.product, where, channel)


def _rank(group: tuple[tuple[str, ...], list[Handling]]) -> tuple[object, ...]:
    action, temperature, product, where, channel = group[0]
    # What is unloaded makes room for what is loaded; the coldest goods wait least.
    return (action != "unload", where, _TEMPERATURE_ORDER[temperature], product, channel)


def _line(day: Day, key: tuple[str, ...], handlings: list[Handling]) -> Json:
    action, temperature, product, where, channel = key
    return {
        "action": action,
        "temperature": temperature,
        "product": soft(product),
        "orders": len(handlings),
        "order": soft(handlings[0].order_id) if len(handlings) == 1 else "",
        "parcels": sum(handling.parcels for handling in handlings),
        "kg": kilograms(sum(handling.kg for handling in handlings)),
        "channel": channel,
        "where": both(CHANNEL_WORDS[channel]) if channel else day.site_name(where),
    }
