"""Holds vehicle classes on the road, as the tables in `geo/vehicles` describe them."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from geo.faults import Fault, InputError, Text
from geo.graph import BANNED_BITS
from geo.hours import Traffic, read_traffic
from geo.osm_tags import MODES
from geo.tag_values import (
    ACCESS,
    BARRIER_KINDS,
    ROAD_CLASSES,
    SERVICES,
    SMOOTHNESS,
    SURFACES,
    TRACK_GRADES,
)
from geo.tolls import TOLL_KRW_PER_KM, toll_class

_FOLDER = Path(__file__).parent / "vehicles"


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
    limit_urban: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnCosts:
    """Seconds that turns take.

    Parameters
    ----------
    near, far, u_turn
        To the side on which traffic keeps; across what comes towards; back, in a dead end.
    signal
        At traffic lights, red or green.
    give_way
        To cross or enter a major road without lights.
    """

    near: float = 0.0
    far: float = 0.0
    u_turn: float = 0.0
    signal: float = 0.0
    give_way: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Narrow:
    """How narrow roads are driven, metres and km/h.

    Parameters
    ----------
    margin_m
        A carriageway that leaves less than this beside the vehicle is tight.
    tight_kph, single_lane_kph
        Caps: in a tight road, and where both directions share one lane.
    """

    margin_m: float
    tight_kph: float
    single_lane_kph: float


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
        Their values that let the vehicle pass.
    end_access
        Values that let it in where its drive begins or ends.
    private_classes
        Classes of road on which "private" does so too.
    classes
        By road class; a class that is missing is closed.
    services, surfaces, tracktypes, smoothness
        Caps, km/h.
    barriers
        Seconds to pass barriers that have no access tags; kinds that are missing are closed.
    end_barriers
        Those of them behind which nobody may pass through, as gates.
    u_turns
        Whether it may turn back anywhere, and not only in dead ends.
    own_side
        Classes of road on which, with two lanes or more each way, stops are made on the side of the
        place only.
    traffic
        How hours and seasons slow it down.
    toll_class
        Korean toll class, see `geo.tolls`.
    """

    name: str
    title: Text
    mode: str
    access_keys: tuple[str, ...]
    open_access: frozenset[str]
    end_access: frozenset[str]
    private_classes: frozenset[str]
    turn_restrictions: bool
    u_turns: bool
    turns: TurnCosts
    size: Size
    axles: int
    classes: Mapping[str, ClassSpeed]
    services: Mapping[str, float]
    surfaces: Mapping[str, float]
    tracktypes: Mapping[str, float]
    smoothness: Mapping[str, float]
    narrow: Narrow
    barriers: Mapping[str, float]
    end_barriers: frozenset[str]
    own_side: frozenset[str]
    traffic: Traffic
    toll_class: int

    @property
    def toll_krw_per_km(self) -> float:
        """Won per km on toll roads."""
        return TOLL_KRW_PER_KM[self.toll_class]

    def factor(self, road_class: str, moment: datetime, *, urban: bool) -> float:
        """Return which part of its free speed the vehicle drives at a moment."""
        return self.traffic.factor(road_class, moment, urban=urban)

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
    _check_names("smoothness", table["smoothness"], SMOOTHNESS)
    for section in ("barriers", "end_barriers"):
        _check_names(section, table[section], BARRIER_KINDS)
    for section in ("open_access", "end_access"):
        _check_names(section, table[section], ACCESS)
    for section in ("private_classes", "own_side"):
        _check_names(section, table[section], ROAD_CLASSES)
    _check_names("access_keys", table["access_keys"], MODES)
    _check_names("mode", [table["mode"]], BANNED_BITS)
    return Profile(
        name=table["name"],
        title=Text(**table["title"]),
        mode=table["mode"],
        access_keys=tuple(table["access_keys"]),
        open_access=frozenset(table["open_access"]),
        end_access=frozenset(table["end_access"]),
        private_classes=frozenset(table["private_classes"]),
        turn_restrictions=table["turn_restrictions"],
        u_turns=table["u_turns"],
        turns=TurnCosts(**table["turns"]),
        size=Size(**table["size"]),
        axles=table["axles"],
        classes={
            name: ClassSpeed(**row)
            for name, row in table["classes"].items()
            if not row.get("closed")
        },
        services=table["services"],
        surfaces=table["surfaces"],
        tracktypes=table["tracktypes"],
        smoothness=table["smoothness"],
        narrow=Narrow(**table["narrow"]),
        barriers=table["barriers"],
        end_barriers=frozenset(table["end_barriers"]),
        own_side=frozenset(table["own_side"]),
        traffic=read_traffic(table),
        toll_class=toll_class(table),
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
