"""Makes gazetteer entries of OpenStreetMap objects: which area, which road and number, which dong.

Korean mappers write areas in many tags, and apartment buildings as a number in `addr:housenumber`
or `name`; see the tagging page https://wiki.openstreetmap.org/wiki/Ko:Key:addr.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path

import numpy as np
import shapely

from geo.addresses.address import Number
from geo.addresses.database import AreaNames, Entry, Writer, new_gazetteer
from geo.addresses.osm_objects import Door, OsmObject, is_complex, read_objects
from geo.addresses.parse import parse_address
from geo.addresses.text import tidy
from geo.geometry import DEGREE
from geo.osm_tags import ISLANDS, SETTLEMENTS

_NAMES = (
    *("name", "name:ko", "addr:housename", "official_name", "short_name", "alt_name", "old_name"),
    *("loc_name", "name:en"),
)
_AREAS = (
    *("addr:province", "addr:state", "addr:city", "addr:county", "addr:district", "addr:suburb"),
    *("addr:subdistrict", "addr:neighbourhood", "addr:village", "addr:hamlet"),
)
_NUMBER = re.compile(r"^(지하)?\s*(\d{1,5})(?:-(\d{1,4}))?(?!\d)")
_DONG = re.compile(r"^(?:(.*\D)\s*)?제?(\d{1,4}|(?<![가-힣A-Za-z])[A-Za-z가-하])동$")
_BARE_DONG = re.compile(r"^\d{1,4}$|^[A-Z가-하]$")
_IN_BRACKETS = re.compile(r"\s*\(.*?\)")  # 신암로 (Sinamno)
_GATE_REACH = 12.0  # metres from the outline of a complex to its gates
# A truck wants the gate for vehicles, a carrier on foot the main door.
_BEST_DOORS = ("gate lift_gate", "gate sliding_gate", "gate gate", "gate", "entrance main")


def write_extract_gazetteer(paths: Sequence[Path], out: Path) -> int:
    """Write the gazetteer of OSM files, and return the number of its entries."""
    objects, gates = read_objects(paths)
    with new_gazetteer(out) as writer:
        _write(writer, objects, gates)
        writer.finish(source=", ".join(path.name for path in paths), kind="extract")
        return writer.entries


def _write(writer: Writer, objects: Sequence[OsmObject], gates: Sequence[Door]) -> None:
    """Write complexes first: their buildings name them."""
    complexes = [found for found in objects if found.outline is not None]
    doors = _doors(complexes, gates)
    ids = [
        writer.add(_entry(found, "complex", None, [*found.doors, *doors[at]]))
        for at, found in enumerate(complexes)
    ]
    others = [found for found in objects if found.outline is None]
    for found, at in zip(others, _within(complexes, others), strict=True):
        home = ids[at] if at is not None else None
        writer.add(_entry(found, _kind(found.tags), home, found.doors))


def _kind(tags: Mapping[str, str]) -> str:
    if tags.get("place") in ISLANDS:
        return "island"
    if tags.get("place") in (*SETTLEMENTS, "locality"):
        return "village"
    if tags.get("amenity") == "ferry_terminal":
        return "port"
    if is_complex(tags):
        return "complex"
    return "building" if "building" in tags else "landmark"


def _within(complexes: Sequence[OsmObject], others: Sequence[OsmObject]) -> list[int | None]:
    """Return for each object the smallest complex in which it lies."""
    homes: list[int | None] = [None] * len(others)
    if not complexes or not others:
        return homes
    outlines = np.array([found.outline for found in complexes])
    points = shapely.points([found.lon for found in others], [found.lat for found in others])
    inside, around = shapely.STRtree(outlines).query(points, predicate="within")
    size = shapely.area(outlines)
    for at in np.argsort(-size[around], kind="stable"):
        homes[int(inside[at])] = int(around[at])
    return homes


def _doors(complexes: Sequence[OsmObject], gates: Sequence[Door]) -> list[list[Door]]:
    """Return the gates on the outline of each complex."""
    found: list[list[Door]] = [[] for _ in complexes]
    if not complexes or not gates:
        return found
    scale = np.array([DEGREE * np.cos(np.radians(complexes[0].lat)), DEGREE])
    rims = [
        shapely.boundary(shapely.transform(one.outline, lambda xy: xy * scale)) for one in complexes
    ]
    points = shapely.points(np.array([[gate.lon, gate.lat] for gate in gates]) * scale)
    near = shapely.STRtree(rims).query(points, predicate="dwithin", distance=_GATE_REACH)
    for gate, home in zip(*near, strict=True):
        found[int(home)].append(gates[int(gate)])
    return found


def _entry(found: OsmObject, kind: str, home: int | None, doors: Sequence[Door]) -> Entry:
    tags = found.tags
    names, dong = _names_and_dong(tags)
    street = _IN_BRACKETS.sub("", tidy(tags.get("addr:street") or tags.get("addr:place") or ""))
    number = _NUMBER.match(tidy(tags.get("addr:housenumber", "")))
    full = parse_address(tags["addr:full"]) if "addr:full" in tags and not street else None
    area = _area_of(tags)
    given = Number(main=int(number[2]), sub=int(number[3] or 0)) if number else None
    if full and full.number:
        street, given = full.road, full.number
        area = area if any(area) else (full.province, full.county, full.town, full.village)
    is_lot = given is not None and not street and not dong and any(area[2:])
    return Entry(
        kind=kind,
        lat=found.lat,
        lon=found.lon,
        area=area,
        road=street,
        number=given if street else None,
        basement=bool(number and number[1]),
        lots=[(False, given)] if is_lot and given else (),
        dong=dong,
        complex=home,
        names=names,
        doors=[(door.kind, door.lat, door.lon) for door in _best_first(doors)],
        postcode=tags.get("addr:postcode", ""),
        ref=found.ref,
    )


def _names_and_dong(tags: Mapping[str, str]) -> tuple[list[str], str]:
    """Tell the name of a building from its number in the complex: "나루아파트 101동"."""
    names: list[str] = []
    dong = ""
    for name in _given_names(tags):
        found = _DONG.match(name)
        if found:
            dong = dong or found[2].upper()
            name = (found[1] or "").strip(" ,")  # noqa: PLW2901 -- the rest is the name
        elif _BARE_DONG.match(name) and tags.get("building") == "apartments":
            dong, name = dong or name, ""  # noqa: PLW2901
        if name:
            names.append(name)
    bare = tidy(tags.get("addr:housenumber", "")).removesuffix("동")
    if not dong and "addr:street" not in tags and _BARE_DONG.match(bare):
        dong = bare if tags.get("building") == "apartments" else ""
    return names, dong


def _given_names(tags: Mapping[str, str]) -> Iterator[str]:
    for key in _NAMES:
        for name in tags.get(key, "").split(";"):
            if plain := tidy(name):
                yield plain


def _area_of(tags: Mapping[str, str]) -> AreaNames:
    return _area(" ".join(tags[key] for key in _AREAS if key in tags), tags.get("addr:city", ""))


@cache
def _area(words: str, city: str) -> AreaNames:
    said = parse_address(words)
    if said.area:
        return said.province, said.county, said.town, said.village
    return "", tidy(city), "", ""


def _best_first(doors: Sequence[Door]) -> list[Door]:
    def rank(door: Door) -> int:
        return _BEST_DOORS.index(door.kind) if door.kind in _BEST_DOORS else len(_BEST_DOORS)

    return sorted(doors, key=rank)
