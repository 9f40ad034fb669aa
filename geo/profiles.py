"""Says, per vehicle class, which roads are open and how fast they are driven: tables in `geo/vehicles`, little code."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import IntEnum
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from geo.faults import Fault, InputError, Text
from geo.geometry import Bools, Floats, Int32s
from geo.graph import BANNED_BITS, RoadGraph
from geo.tags import NO_LIMIT_KPH
from geo.traits import (
    ACCESS,
    BARRIER_KINDS,
    MODES,
    ROAD_CLASSES,
    SERVICES,
    SURFACES,
    TRACK_GRADES,
    Traits,
)

_FOLDER = Path(__file__).parent / "vehicles"
_UNCAPPED = 999.0


class Closed(IntEnum):
    """Why a profile may not use a road; 0 where it may."""

    NO = 0
    CLASS = 1
    ACCESS = 2
    BARRIER = 3
    HEIGHT = 4
    WIDTH = 5
    LENGTH = 6
    WEIGHT = 7
    AXLE_LOAD = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """Outer measures of a loaded vehicle: metres and tonnes."""

    height_m: float
    width_m: float
    length_m: float
    weight_t: float
    axle_load_t: float


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassSpeed:
    """How a class of road is driven, km/h; see `geo/vehicles/truck.toml`."""

    limit: float
    factor: float
    top: float
    limit_multilane: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """One vehicle class on the road.

    Parameters
    ----------
    mode
        The OSM name under which turn restrictions see it: "motorcar", "goods" (up to 3.5 t) or "hgv".
    access_keys
        Access tags in order of precedence; the last one that a road carries decides.
    open_access
        Their values that let the vehicle in.
    classes
        By road class; a class that is missing is closed.
    services, surfaces, tracktypes
        Caps, km/h.
    barriers
        Seconds to pass barriers that have no access tags; kinds that are missing are closed.
    toll_class, toll_krw_per_km
        Korean toll class, and won per km on toll roads.
    """

    name: str
    title: Text
    mode: str
    access_keys: tuple[str, ...]
    open_access: frozenset[str]
    turn_restrictions: bool
    size: Size
    classes: Mapping[str, ClassSpeed]
    services: Mapping[str, float]
    surfaces: Mapping[str, float]
    tracktypes: Mapping[str, float]
    barriers: Mapping[str, float]
    toll_class: int
    toll_krw_per_km: float

    def with_size(self, name: str, **measures: float) -> Profile:
        """Return the profile of a vehicle of other measures, under its own name.

        Parameters
        ----------
        measures
            Fields of `Size`, for example ``height_m=2.7``.
        """
        return replace(self, name=name, size=replace(self.size, **measures))


def profile_names() -> tuple[str, ...]:
    """Return the names of all vehicle classes that the product brings."""
    names = sorted(path.stem for path in _FOLDER.glob("*.toml"))
    return tuple(name for name in names if not _read(_FOLDER / f"{name}.toml").get("abstract"))


@cache
def load_profile(name: str) -> Profile:
    """Return a vehicle class by name, or from the path of a TOML file of the user.

    Raises
    ------
    InputError
        There is no such profile, or its table is not complete.
    """
    path = Path(name) if name.endswith(".toml") else _FOLDER / f"{name}.toml"
    try:
        table = _extended(path)
    except OSError:
        raise InputError([_unknown(name)]) from None
    except tomllib.TOMLDecodeError as error:
        raise InputError([_bad_table(path.name, str(error))]) from None
    try:
        if table.get("abstract"):
            raise ValueError("is only a base for others")
        return _profile(table)
    except (KeyError, TypeError, ValueError) as error:
        raise InputError([_bad_table(path.name, f"{type(error).__name__}: {error}")]) from None


def _read(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def _extended(path: Path) -> dict[str, Any]:
    """Read a table over the one that it extends; tables merge key by key."""
    own = _read(path)
    base = own.pop("extends", None)
    if base is None:
        return own
    table = _extended(_FOLDER / f"{base}.toml")
    table.pop("abstract", None)
    for key, value in own.items():
        table[key] = {**table.get(key, {}), **value} if isinstance(value, dict) else value
    return table


def _profile(table: dict[str, Any]) -> Profile:
    _check_names("classes", table["classes"], ROAD_CLASSES)
    _check_names("services", table["services"], SERVICES)
    _check_names("surfaces", table["surfaces"], SURFACES)
    _check_names("tracktypes", table["tracktypes"], TRACK_GRADES)
    _check_names("barriers", table["barriers"], BARRIER_KINDS)
    _check_names("open_access", table["open_access"], ACCESS)
    _check_names("access_keys", table["access_keys"], MODES)
    _check_names("mode", [table["mode"]], BANNED_BITS)
    return Profile(
        name=table["name"],
        title=Text(**table["title"]),
        mode=table["mode"],
        access_keys=tuple(table["access_keys"]),
        open_access=frozenset(table["open_access"]),
        turn_restrictions=table["turn_restrictions"],
        size=Size(**table["size"]),
        classes={
            name: ClassSpeed(**row)
            for name, row in table["classes"].items()
            if not row.get("closed")
        },
        services=table["services"],
        surfaces=table["surfaces"],
        tracktypes=table["tracktypes"],
        barriers=table["barriers"],
        toll_class=table["toll"]["class"],
        toll_krw_per_km=table["toll"]["krw_per_km"],
    )


def _check_names(section: str, names: Any, known: Any) -> None:
    strange = [name for name in names if name not in known]
    if strange:
        raise ValueError(f"{section} has unknown {strange}")


def closed_by(traits: Traits, profile: Profile) -> npt.NDArray[np.uint8]:
    """Return per trait why the profile may not use it, as `Closed`; the first reason counts."""
    reason = np.zeros(len(traits), dtype=np.uint8)
    road = traits["barrier"] == 0
    driven = np.array([name in profile.classes for name in ROAD_CLASSES])
    access = _deciding_access(traits, profile)
    may = np.array([name in profile.open_access for name in ACCESS])
    passable = np.array([name in profile.barriers for name in BARRIER_KINDS])
    size = profile.size
    weight = size.weight_t * 1000
    weight_limit = _strictest(traits["maxweight"], traits["maxweightrating"])
    if profile.mode == "hgv":
        weight_limit = _strictest(weight_limit, traits["maxweight_hgv"])
    checks = (
        (Closed.CLASS, road & ~driven[traits["road_class"]]),
        (Closed.ACCESS, (access > 0) & ~may[access]),
        (Closed.BARRIER, ~road & (access == 0) & ~passable[traits["barrier"]]),
        (Closed.HEIGHT, _exceeds(size.height_m * 100, traits["maxheight"])),
        (Closed.WIDTH, _exceeds(size.width_m * 100, traits["maxwidth"])),
        (Closed.LENGTH, _exceeds(size.length_m * 100, traits["maxlength"])),
        (Closed.WEIGHT, _exceeds(weight, weight_limit)),
        (Closed.AXLE_LOAD, _exceeds(size.axle_load_t * 1000, traits["maxaxleload"])),
    )
    for code, closed in checks:
        reason[closed & (reason == 0)] = code
    return reason


def _deciding_access(traits: Traits, profile: Profile) -> npt.NDArray[np.uint8]:
    """Return the access value that decides per trait; 0 where no tag speaks."""
    decides = np.zeros(len(traits), dtype=np.uint8)
    for key in profile.access_keys:
        decides = np.where(traits[key] > 0, traits[key], decides)
    return decides


def _exceeds(measure: float, limit: npt.NDArray[Any]) -> Bools:
    return (limit > 0) & (measure > limit)


def _strictest(a: npt.NDArray[Any], b: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """Return the smaller of two limits of which 0 means none."""
    return np.where(a == 0, b, np.where(b == 0, a, np.minimum(a, b)))


def speeds_kph(traits: Traits, profile: Profile) -> Floats:
    """Return the average speed per trait, km/h; of barriers and closed classes it has no meaning."""
    rows = [profile.classes.get(name) for name in ROAD_CLASSES]
    road_class = traits["road_class"]

    def by_class(*values: float | None) -> Floats:
        return np.array([1.0 if value is None else value for value in values])[road_class]

    plain = by_class(*(row.limit if row else None for row in rows))
    wide = by_class(*((row.limit_multilane or row.limit) if row else None for row in rows))
    tagged = _tagged_limit(traits, profile)
    limit = np.where(tagged > 0, tagged, np.where(traits["lanes"] >= 2, wide, plain))
    top = by_class(*(row.top if row else None for row in rows))
    speed = np.minimum(limit, top) * by_class(*(row.factor if row else None for row in rows))
    for caps, names, column in (
        (profile.services, SERVICES, "service"),
        (profile.surfaces, SURFACES, "surface"),
        (profile.tracktypes, TRACK_GRADES, "tracktype"),
    ):
        speed = np.minimum(
            speed, np.array([caps.get(name, _UNCAPPED) for name in names])[traits[column]]
        )
    return np.maximum(speed, 1.0)


def _tagged_limit(traits: Traits, profile: Profile) -> Floats:
    """Return maxspeed for the vehicle, 0 where not tagged."""
    limit = traits["maxspeed"].astype(float)
    limit[limit == NO_LIMIT_KPH] = _UNCAPPED
    for mode in ("goods", "hgv"):
        if profile.mode == mode:
            own = traits[f"maxspeed_{mode}"]
            limit = np.where(own > 0, own, limit)
    return limit


def profile_weights(graph: RoadGraph, profile: Profile) -> tuple[Int32s, Int32s]:
    """Return what every arc costs a vehicle class.

    Returns
    -------
    durations, lengths
        [m] milliseconds, -1 where the arc is closed; [m] centimetres.
    """
    reason = closed_by(graph.traits, profile)
    pace = 36.0 / speeds_kph(graph.traits, profile)  # milliseconds per centimetre
    delays = np.array([profile.barriers.get(kind, 0.0) for kind in BARRIER_KINDS]) * 1000
    delay = np.where(graph.traits["barrier"] > 0, delays[graph.traits["barrier"]], 0.0)
    lengths = np.asarray(graph.segment_length)[graph.arc_segment]
    durations = np.rint(lengths * pace[graph.arc_trait] + delay[graph.arc_trait]).astype(np.int32)
    durations[lengths > 0] = np.maximum(durations[lengths > 0], 1)
    closed = (reason > 0)[graph.arc_trait]
    if profile.turn_restrictions:
        closed = closed | ((graph.arc_banned & BANNED_BITS[profile.mode]) > 0)
    durations[closed] = -1
    return durations, lengths


def _unknown(name: str) -> Fault:
    names = ", ".join(profile_names())
    return Fault(
        code="unknown-profile",
        file="",
        field="profile",
        what=Text(f"차량 프로필 '{name}'이(가) 없습니다", f"there is no vehicle profile '{name}'"),
        remedy=Text(
            f"다음 중에서 고르세요: {names}", f"choose one of {names}, or give a .toml file"
        ),
    )


def _bad_table(file: str, reason: str) -> Fault:
    return Fault(
        code="bad-profile",
        file=file,
        what=Text(f"프로필을 쓸 수 없습니다 ({reason})", f"is not a usable profile ({reason})"),
        remedy=Text(
            "geo/vehicles의 표를 본보기로 고치세요", "mend it after the tables in geo/vehicles"
        ),
    )
