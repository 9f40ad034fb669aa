"""Turns the tags of a road into its trait: a row of numbers with all that a vehicle asks about.

Roads share a few thousand distinct traits, so a profile is evaluated per trait and then spread over
the arcs. A trait holds for one direction of travel; it knows no vehicle.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from geo.conditional import parse_clauses
from geo.osm import Tags
from geo.osm_tags import MODES
from geo.tag_values import (
    ACCESS,
    ACCESS_OF,
    BARRIER_KINDS,
    LENGTHS,
    ONEWAY,
    ROAD_CLASSES,
    SERVICES,
    SMOOTHNESS,
    SURFACE_OF,
    SURFACES,
    TRACK_GRADES,
    TRAIT,
    WEIGHTS,
    Traits,
)
from geo.tags import parse_length_m, parse_speed_kph, parse_weight_kg

_NO = ACCESS.index("no")


@dataclass(slots=True)
class Misread:
    """What of the tags was not understood or not applied, for the summary."""

    unparsable: Counter[str] = field(default_factory=Counter)
    conditional: Counter[str] = field(default_factory=Counter)


class TraitTable:
    """Collects distinct traits while tags are read."""

    def __init__(self) -> None:
        self.rows: dict[tuple[int, ...], int] = {}
        self.conditionals: dict[str, int] = {"": 0}
        self.misread = Misread()

    def add_road(self, tags: Mapping[str, str], ways: int = 1) -> tuple[int, int]:
        """Return the traits of both directions; -1 for a direction nobody may drive."""
        if tags.get("area") == "yes" or tags.get("impassable") == "yes":
            return -1, -1
        direction = _direction(tags)
        changes = "oneway:conditional" in tags
        if tags.get("oneway") in _TURNING and not changes:
            # Nobody says when it changes: a closed road beats a head-on one.
            self.misread.conditional[f"oneway={tags['oneway']}"] += ways
            return -1, -1
        forward = direction >= 0 or changes
        counted = ways if forward else 0  # once per way, not once per direction
        return (
            self._row(tags, "forward", counted) if forward else -1,
            self._row(tags, "backward", ways - counted) if direction <= 0 or changes else -1,
        )

    def add_barrier(self, tags: Mapping[str, str]) -> int:
        """Return the trait of passing a barrier node."""
        return self._row(tags, "forward", 1, keep_closed=True)

    def add_condition(self, text: str) -> int:
        """Return the index of a text of conditional rules, kept once; 0 for an empty one."""
        return self.conditionals.setdefault(text, len(self.conditionals))

    def finish(self) -> tuple[Traits, tuple[str, ...]]:
        """Return the distinct traits as an array, and the texts of conditional tags."""
        return np.array(list(self.rows), dtype=TRAIT), tuple(self.conditionals)

    def _row(
        self, tags: Mapping[str, str], way: str, ways: int, *, keep_closed: bool = False
    ) -> int:
        """`ways` is how often the tag set occurs, to count misread values once per way."""
        read = _TagReader(tags, way, ways, self.misread)
        access = [read.access(mode) for mode in MODES]
        if tags.get("locked") == "yes" and not any(access):
            access[0] = ACCESS.index("private")
        conditional = self._conditional(tags, way, ways)
        if not (keep_closed or conditional) and not _open_to_somebody(tags, access):
            return -1
        row = (
            _at(ROAD_CLASSES, tags.get("highway", "")) if "barrier" not in tags else 0,
            _at(BARRIER_KINDS, _barrier(tags)) if "highway" not in tags or "barrier" in tags else 0,
            _at(SERVICES, tags.get("service", ""), len(SERVICES) - 1),
            *access,
            *read.speeds(),
            *(round(read.number(key, parse_length_m) * 100) for key in _for_trucks_too(LENGTHS)),
            *(round(read.number(key, parse_weight_kg)) for key in _for_trucks_too(WEIGHTS)),
            round(min(read.quiet_number("width", parse_length_m), 99) * 100),
            read.lanes(),
            read.single_lane(),
            SURFACE_OF.get(tags.get("surface", ""), len(SURFACES) - 1),
            _at(TRACK_GRADES, tags.get("tracktype", "")),
            _at(SMOOTHNESS, tags.get("smoothness", "")),
            tags.get("toll", "no") not in ("no", ""),
            tags.get("toll:hgv", "no") not in ("no", ""),
            tags.get("bridge", "no") != "no",
            tags.get("tunnel", "no") != "no",
            tags.get("junction") in ("roundabout", "circular"),
            conditional,
        )
        return self.rows.setdefault(tuple(int(value) for value in row), len(self.rows))

    def _conditional(self, tags: Mapping[str, str], way: str, ways: int) -> int:
        """Keep the conditional tags of one direction; see `geo.conditional_traits`."""
        found = []
        for key, value in sorted(tags.items()):
            if not key.endswith(":conditional"):
                continue
            self.misread.conditional[key] += ways
            if f":{_OTHER_WAY[way]}" in key:
                continue
            try:
                parse_clauses(value)
            except ValueError:
                self.misread.unparsable[f"{key}={value}"] += ways
                continue
            found.append((key.removesuffix(":conditional").replace(f":{way}", ""), value))
        if any(key == "oneway" for key, _ in found):
            found += [("way", way), ("oneway_tag", tags.get("oneway", "no"))]
        return self.add_condition("\n".join(f"{key}={value}" for key, value in found))


def read_traits(
    tag_sets: Sequence[Tags], ways_per_set: npt.NDArray[np.int64], table: TraitTable
) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.int32]]:
    """Return the forward and backward trait of every tag set; -1 where no vehicle may go."""
    both = np.full((len(tag_sets), 2), -1, dtype=np.int32)
    for at, tags in enumerate(tag_sets):
        both[at] = table.add_road(dict(tags), int(ways_per_set[at]))
    return both[:, 0].copy(), both[:, 1].copy()


@dataclass(slots=True)
class _TagReader:
    """Reads tags for one direction; counts what it cannot read."""

    tags: Mapping[str, str]
    way: str
    ways: int
    misread: Misread

    def text(self, key: str) -> str | None:
        return self.tags.get(f"{key}:{self.way}", self.tags.get(key))  # "maxweight:hgv:forward"

    def access(self, mode: str) -> int:
        value = self.text(mode)
        if value is None:
            return 0
        return min(
            ACCESS_OF.get(part.strip(), ACCESS.index("unknown")) for part in value.split(";")
        )

    def number(self, key: str, parse: Callable[[str], float | None]) -> float:
        """Return the parsed value of a limit; 0 where there is none."""
        for name in (key, f"{key}:physical"):
            text = self.text(name)
            if text is None:
                continue
            try:
                return parse(text) or 0
            except ValueError:
                self.misread.unparsable[f"{name}={text}"] += self.ways
        return 0

    def quiet_number(self, key: str, parse: Callable[[str], float | None]) -> float:
        """Like `number` for keys whose values are notes of mappers rather than signs."""
        try:
            return parse(self.tags.get(key, "none")) or 0
        except ValueError:
            return 0

    def speeds(self) -> tuple[float, float, float]:
        general = self.number("maxspeed", parse_speed_kph)
        if not general:
            general = next((kph for kph in map(self._implicit, _IMPLICIT_KEYS) if kph), 0)
        return (
            general,
            self.number("maxspeed:goods", parse_speed_kph),
            self.number("maxspeed:hgv", parse_speed_kph),
        )

    def _implicit(self, key: str) -> float:
        try:
            return parse_speed_kph(self.tags.get(key, "sign")) or 0
        except ValueError:
            return 0  # these keys also hold words such as "sign" or "markings" in many languages

    def single_lane(self) -> bool:
        """Whether both directions share one lane."""
        one = self.tags.get("lanes") == "1" and not _direction(self.tags)
        return one or self.tags.get("narrow") == "yes"

    def lanes(self) -> int:
        """Lanes in this direction; of a two-way road without more detail, half of them."""
        own = self.tags.get(f"lanes:{self.way}")
        try:
            lanes = int(own or self.tags.get("lanes", "0"))
        except ValueError:
            return 0
        if own is None and not _direction(self.tags):
            lanes = max(lanes // 2, min(lanes, 1))
        return max(0, min(lanes, 255))


_TURNING = ("reversible", "alternating")
_OTHER_WAY = {"forward": "backward", "backward": "forward"}
_IMPLICIT_KEYS = ("maxspeed:type", "source:maxspeed", "zone:maxspeed", "zone:traffic")


def _direction(tags: Mapping[str, str]) -> int:
    """Return 1 or -1 for a one-way road, 0 for both ways."""
    for key in ("oneway:motor_vehicle", "oneway:vehicle", "oneway"):
        if tags.get(key) in ONEWAY:
            return ONEWAY[tags[key]]
    # https://wiki.openstreetmap.org/wiki/Key:oneway: implied by roundabouts and motorways, not by
    # their links.
    return int(
        tags.get("junction") in ("roundabout", "circular") or tags.get("highway") == "motorway"
    )


def _open_to_somebody(tags: Mapping[str, str], access: Sequence[int]) -> bool:
    """Say whether some motor vehicle may use the road, however few."""
    general = next((value for value in reversed(access[:3]) if value), 0)
    special = access[3:]
    if tags.get("highway") == "pedestrian" and not any(
        value not in (0, _NO) for value in (*access[1:],)
    ):
        return False
    if tags.get("service") == "emergency_access" and not any(access):
        return False
    return any((value or general) != _NO for value in special)


def _barrier(tags: Mapping[str, str]) -> str:
    kind = tags.get("barrier", "")
    if kind == "bollard" and tags.get("bollard") == "rising":
        return "lift_gate"
    return kind if kind in BARRIER_KINDS else "yes"


def _for_trucks_too(keys: Sequence[str]) -> list[str]:
    return [name for key in keys for name in (key, f"{key}:hgv")]


def _at(names: Sequence[str], name: str, default: int = 0) -> int:
    return names.index(name) if name in names else default
