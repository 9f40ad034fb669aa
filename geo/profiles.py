"""Holds vehicle classes on the road, as the tables in `geo/vehicles` describe them."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from geo.faults import Fault, InputError, Text
from geo.graph import BANNED_BITS
from geo.osm_tags import MODES
from geo.tag_values import (
    ACCESS,
    BARRIER_KINDS,
    ROAD_CLASSES,
    SERVICES,
    SURFACES,
    TRACK_GRADES,
)

_FOLDER = Path(__file__).parent / "vehicles"
_UNCAPPED = 999.0


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
        The OSM name under which turn restrictions see it: "motorcar", "goods" (up to 3.5 t) or
        "hgv".
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
