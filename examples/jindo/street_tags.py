"""Says what a street is, by where it lies: its class, speed, and a name after its town."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from examples.jindo.data_files import LatLon, table
from examples.jindo.plane import metres
from examples.jindo.streets import Street

Tagger = Callable[[Street, LatLon], dict[str, str]]


def town_street(town: dict[str, str]) -> Tagger:
    """Return the tagger of streets in a town or village."""

    def tags_of(street: Street, middle: LatLon) -> dict[str, str]:
        return {"highway": "residential", "maxspeed": "30", **_street_names(town, middle, "길")}

    return tags_of


def city_street(city: dict[str, str]) -> Tagger:
    """Return the tagger of streets in a city: wide ones between the districts."""
    wide = 0.6 * float(city["spacing_m"])

    def tags_of(street: Street, middle: LatLon) -> dict[str, str]:
        (ax, ay), (bx, by) = street.start, street.end
        if abs(ax - bx) + abs(ay - by) > wide:
            return {
                "highway": "tertiary",
                "maxspeed": "50",
                "lanes": "2",
                **_street_names(city, middle, "로"),
            }
        return {"highway": "residential", "maxspeed": "30", **_street_names(city, middle, "길")}

    return tags_of


def farm_road(street: Street, middle: LatLon) -> dict[str, str]:
    """Return the tags of a farm road; those that end at a farm have one lane."""
    lanes = {"lanes": "1", "maxspeed": "30"} if street.stub else {"maxspeed": "40"}
    return {
        "highway": "unclassified",
        **lanes,
        **_street_names(_nearest_town(middle), middle, "길"),
    }


def island_road(island: dict[str, str]) -> Tagger:
    """Return the tagger of roads on a small island."""

    def tags_of(street: Street, middle: LatLon) -> dict[str, str]:
        kind = {"highway": "unclassified", "lanes": "1", "maxspeed": "30"}
        return {**kind, **_street_names(island, middle, "길")}

    return tags_of


def _street_names(place: dict[str, str], middle: LatLon, kind: str) -> dict[str, str]:
    """Name a street after its town and a number that streets side by side share: 진도3길."""
    stem = place["name_ko"].split()[-1]
    stem = stem[:-1] if stem[-1] in "읍면시" and len(stem) > 2 else stem
    stem_en = place["name_en"].split("-")[0].split(" ")[0]
    number = 1 + (int(middle.lat * 90) * 7 + int(middle.lon * 75) * 3) % 48
    romanised = {"길": "gil", "로": "ro"}[kind]
    return {
        "name": f"{stem}{number}{kind}",
        "name:ko": f"{stem}{number}{kind}",
        "name:en": f"{stem_en} {number}-{romanised}",
    }


@cache
def _jindo_towns() -> tuple[tuple[LatLon, dict[str, str]], ...]:
    ids = ("JDO", "GNE", "GGU", "UIS", "IMH", "JIS")
    return tuple(
        (LatLon(float(row["lat"]), float(row["lon"])), row)
        for row in table("towns")
        if row["town_id"] in ids
    )


def _nearest_town(point: LatLon) -> dict[str, str]:
    return min(_jindo_towns(), key=lambda town: metres(point, town[0]))[1]
