"""Writes a plan as `map.geojson` (RFC 7946): tours, sailings, stops and unserved orders.

Every feature has `kind` ("tour", "sailing", "stop", "unserved") and texts in both languages; lines
also carry the names of the simplestyle convention (`stroke`, `stroke-width`), so that viewers
colour them like the sheets do.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from dispatch.model import DayRequest, Site
from dispatch.output import write_whole
from dispatch.plan import Coordinate, Leg, Plan, SailingUse, Stop, Tour
from dispatch.words import vehicle_colour
from geo.clock import clock_text
from geo.faults import Text

Feature = dict[str, Any]

#: About 10 cm; more digits only make the file longer.
_DIGITS = 6


def write_geojson(plan: Plan, request: DayRequest, path: Path) -> None:
    """Write the map of `plan` to `path`; the file is there as a whole or not at all."""
    text = json.dumps(plan_geojson(plan, request), ensure_ascii=False, separators=(",", ":"))
    write_whole(path, text.encode())


def plan_geojson(plan: Plan, request: DayRequest) -> Feature:
    """Return the map of `plan` as a GeoJSON FeatureCollection; see the module's description."""
    sites = {site.site_id: site for site in request.sites}
    features: list[Feature] = []
    for index, tour in enumerate(plan.tours):
        features.extend(_tour_features(plan, request, tour, sites, vehicle_colour(index)))
    features.extend(_unserved_features(plan, request, sites))
    collection: Feature = {"type": "FeatureCollection", "features": features}
    box = _bounding_box(features)
    if box is not None:
        collection["bbox"] = box
    return collection


def sailing_ends(leg: Leg) -> Iterator[tuple[tuple[SailingUse, ...], Coordinate, Coordinate]]:
    """Yield the sailings of a leg with the points where the road ends and begins again.

    Sailings that follow each other without a road between them come together, since only the first
    quay and the last one lie on the road.
    """
    waiting: list[SailingUse] = []
    quay: Coordinate | None = None
    for index, part in enumerate(leg.line):
        if part and waiting and quay is not None:
            yield tuple(waiting), quay, part[0]
            waiting = []
        if part:
            quay = part[-1]
        waiting.extend(leg.sailings[index : index + 1])


def _tour_features(
    plan: Plan, request: DayRequest, tour: Tour, sites: dict[str, Site], colour: str
) -> Iterator[Feature]:
    names = {vehicle.vehicle_id: vehicle.name for vehicle in request.vehicles}
    show = partial(clock_text, day=plan.date, timezone=plan.timezone)
    shared = {
        "vehicle": tour.vehicle_id,
        **_both("vehicle_name", names.get(tour.vehicle_id, Text("", ""))),
        "colour": colour,
    }
    legs = [*(stop.leg for stop in tour.stops), tour.home]
    # A leg between two stops at one site is a point twice, which is no line.
    roads = [part for leg in legs for part in leg.line if len(set(part)) > 1]
    if roads:
        yield _feature(
            {"type": "MultiLineString", "coordinates": [_positions(part) for part in roads]},
            {
                "kind": "tour",
                **shared,
                "driver": tour.driver,
                "departure": show(tour.departure),
                "arrival": show(tour.arrival),
                "distance": tour.distance,
                "stroke": colour,
                "stroke-width": 3,
            },
        )
    for leg in legs:
        for sailings, quay, landing in sailing_ends(leg):
            properties = _sailing_properties(sailings, show)
            yield _feature(
                {"type": "LineString", "coordinates": _positions((quay, landing))},
                {**properties, **shared, "stroke": colour, "stroke-width": 2, "dashed": True},
            )
    for number, stop in enumerate(tour.stops, start=1):
        if site := sites.get(stop.site_id):
            yield _feature(_point(site), {**_stop_properties(number, stop, site, show), **shared})


def _sailing_properties(sailings: Sequence[SailingUse], show: Any) -> Feature:
    first, last = sailings[0], sailings[-1]
    return {
        "kind": "passage" if all(sailing.passage for sailing in sailings) else "sailing",
        "sailings": [sailing.sailing_id for sailing in sailings],
        "vessel": ", ".join(dict.fromkeys(sailing.vessel for sailing in sailings)),
        **_both("from", first.from_port_name),
        **_both("to", last.to_port_name),
        "check_in": show(first.check_in),
        "departure": show(first.departure),
        "arrival": show(last.arrival),
    }


def _stop_properties(number: int, stop: Stop, site: Site, show: Any) -> Feature:
    loaded = sum(h.parcels for h in stop.handlings if h.action == "load")
    unloaded = sum(h.parcels for h in stop.handlings if h.action == "unload")
    return {
        "kind": "stop",
        "number": number,
        "site": site.site_id,
        **_both("name", site.name),
        "arrival": show(stop.arrival),
        "start": show(stop.start),
        "finish": show(stop.finish),
        "parcels_loaded": loaded,
        "parcels_unloaded": unloaded,
        **_both(
            "action",
            Text(f"싣기 {loaded}, 내리기 {unloaded}", f"load {loaded}, unload {unloaded}"),
        ),
    }


def _unserved_features(
    plan: Plan, request: DayRequest, sites: dict[str, Site]
) -> Iterator[Feature]:
    """Yield one point per site from which orders are left, with the reasons."""
    origins = {order.order_id: order.origin for order in request.orders}
    left = defaultdict(list)
    for unserved in plan.unserved:
        if origin := origins.get(unserved.order_id):
            left[origin].append(unserved)
    for site_id, items in left.items():
        if site := sites.get(site_id):
            yield _feature(
                _point(site),
                {
                    "kind": "unserved",
                    "site": site_id,
                    **_both("name", site.name),
                    "orders": [item.order_id for item in items],
                    "codes": sorted({item.code for item in items}),
                    "reason_ko": list(dict.fromkeys(item.reason.ko for item in items)),
                    "reason_en": list(dict.fromkeys(item.reason.en for item in items)),
                },
            )


def _feature(geometry: Feature, properties: Feature) -> Feature:
    return {"type": "Feature", "geometry": geometry, "properties": properties}


def _both(name: str, text: Text) -> Feature:
    return {f"{name}_ko": text.ko, f"{name}_en": text.en}


def _position(lat: float, lon: float) -> list[float]:
    # RFC 7946 section 3.1.1 puts the longitude first.
    return [round(lon, _DIGITS), round(lat, _DIGITS)]


def _positions(points: Iterable[Coordinate]) -> list[list[float]]:
    return [_position(point.lat, point.lon) for point in points]


def _point(site: Site) -> Feature:
    return {"type": "Point", "coordinates": _position(site.lat, site.lon)}


def _bounding_box(features: Iterable[Feature]) -> list[float] | None:
    """Return west, south, east, north of everything."""
    positions = [p for f in features for p in _flat(f["geometry"]["coordinates"])]
    if not positions:
        return None
    lons, lats = zip(*positions, strict=True)
    return [min(lons), min(lats), max(lons), max(lats)]


def _flat(coordinates: list[Any]) -> Iterator[tuple[float, float]]:
    if isinstance(coordinates[0], (int, float)):
        yield coordinates[0], coordinates[1]
    else:
        for inner in coordinates:
            yield from _flat(inner)
