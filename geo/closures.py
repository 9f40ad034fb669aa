"""Names roads that are closed for some time, as a person writes it: "진도대교 10:00-12:00".

A road is named as on the map: by its name, by the name of a bridge or tunnel that it runs through,
or by OSM ways ("way/123", several joined by "+"). Without a time it is closed all day.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import TypeAlias

import numpy as np

from geo.clock import Clock, parse_clock, seconds_since_midnight
from geo.faults import Fault, InputError, Text
from geo.geometry import Int32s, Int64s
from geo.graph import RoadGraph
from geo.names import plain_name

Structures: TypeAlias = Mapping[str, Sequence[int]]
"""OSM ways of each bridge or tunnel that has a name of its own."""

_WHOLE_DAY = Clock(0, 0, 0), Clock(1, 0, 0)
_HOUR = r"\d{1,2}(?::\d{2})?(?:\+\d)?"
_SPAN = re.compile(rf"(?:^|\s)({_HOUR})\s*(?:-|~|–)\s*({_HOUR})$")
_WAYS = re.compile(r"way/\d+(?:\s*\+\s*(?:way/)?\d+)*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Closure:
    """A road that nobody may use for some time.

    Parameters
    ----------
    road
        Name of the road, bridge or tunnel; empty where `ways` says which.
    ways
        OSM ids of the ways that are closed; empty where `road` says which.
    begin, until
        When it is closed, on the clocks of the planning day; `until` is open again.
    """

    road: str = ""
    ways: tuple[int, ...] = ()
    begin: Clock = _WHOLE_DAY[0]
    until: Clock = _WHOLE_DAY[1]

    def __post_init__(self) -> None:
        if bool(self.road) == bool(self.ways):
            raise ValueError("a closure names either a road or ways.")
        if self.until <= self.begin:
            raise ValueError("a closure must end after it begins.")

    @property
    def whole_day(self) -> bool:
        """Whether the road is closed from midnight to midnight."""
        return (self.begin, self.until) == _WHOLE_DAY

    def span(self, day: date, timezone: str) -> tuple[int, int]:
        """Return begin and end in seconds since the local midnight of the planning day."""
        begin, until = (
            seconds_since_midnight(clock, day, timezone, day) for clock in (self.begin, self.until)
        )
        return begin, until

    def __str__(self) -> str:
        name = self.road or "way/" + "+".join(str(way) for way in self.ways)
        return name if self.whole_day else f"{name} {self.begin}-{self.until}"


def parse_closure(text: str) -> Closure:
    """Read "진도대교", "진도대교 10:00-12:00", "진도대교 10-12" or "way/123+456 22:00-05:00+1".

    Raises
    ------
    ValueError
        Saying what is missing or wrong.
    """
    rest = text.strip()
    begin, until = _WHOLE_DAY
    found = _SPAN.search(rest)
    if found:
        begin, until = (_parse_hour(found[at]) for at in (1, 2))
        rest = rest[: found.start()].strip()
    if not rest:
        raise ValueError("it names no road")
    if until <= begin:
        raise ValueError(f"it ends at {until}, not after {begin}; the next day is written 05:00+1")
    if _WAYS.match(rest):
        ways = tuple(int(way) for way in re.findall(r"\d+", rest))
        return Closure(ways=ways, begin=begin, until=until)
    return Closure(road=rest, begin=begin, until=until)


def _parse_hour(text: str) -> Clock:
    hour, plus, day = text.partition("+")
    if hour in ("24", "24:00"):
        return Clock(int(day or 0) + 1, 0, 0)
    return parse_clock((hour if ":" in hour else f"{hour}:00") + plus + day)


def read_closures(texts: Iterable[str], *, file: str) -> tuple[Closure, ...]:
    """Read closures as a person writes them.

    Parameters
    ----------
    file
        Where they stand, for messages.

    Raises
    ------
    InputError
        All that cannot be read.
    """
    closures, faults = [], []
    for text in texts:
        try:
            closures.append(parse_closure(text))
        except ValueError as error:
            faults.append(_not_a_closure(file, text, error))
    if faults:
        raise InputError(faults)
    return tuple(closures)


def closed_segments(
    graph: RoadGraph, closures: Sequence[Closure], structures: Structures, *, file: str = "closures"
) -> tuple[Int32s, ...]:
    """Return the segments of the graph that each closure closes, in the order of the closures.

    Parameters
    ----------
    structures
        Bridges and tunnels of the map by name; a name found there is not looked for among the
        roads, so that "진도대교" closes the bridge and not a whole road that is called after it.
    file
        Where the closures stand, for messages.

    Raises
    ------
    InputError
        All roads and ways that the map does not have, with the most similar names that it has.
    """
    names = _segments_by_name(graph)
    ways_of = {plain_name(name): ways for name, ways in structures.items()}
    found, faults = [], []
    for closure in closures:
        road = plain_name(closure.road)
        ways = closure.ways or ways_of.get(road, ())
        if ways:
            segments = np.flatnonzero(np.isin(graph.segment_way, np.array(ways, dtype=np.int64)))
        else:
            segments = names.get(road, np.empty(0, dtype=np.int64))
        if not len(segments):
            known = {plain_name(name): name for name in (*structures, *_names(graph))}
            faults.append(_unknown_road(file, closure, known))
        found.append(segments.astype(np.int32))
    if faults:
        raise InputError(faults)
    return tuple(found)


def _names(graph: RoadGraph) -> list[str]:
    first = np.asarray(graph.name_first)
    data = bytes(np.asarray(graph.name_bytes))
    return [data[a:b].decode() for a, b in pairwise(first)]


def _segments_by_name(graph: RoadGraph) -> dict[str, Int64s]:
    """Return the segments of every name, small differences in writing taken as none."""
    plain = [plain_name(name) for name in _names(graph)]
    number = {name: at for at, name in enumerate(dict.fromkeys(plain))}
    of_name = np.array([number[name] for name in plain], dtype=np.int64)
    of_segment = of_name[np.asarray(graph.segment_name)]
    order = np.argsort(of_segment, kind="stable")
    first = np.searchsorted(of_segment[order], np.arange(len(number) + 1))
    return {name: order[first[at] : first[at + 1]] for name, at in number.items() if name}


def _not_a_closure(file: str, text: str, error: ValueError) -> Fault:
    return Fault(
        code="bad-closure",
        file=file,
        field="close",
        what=Text(
            f"'{text}' 통제를 읽을 수 없습니다", f"'{text}' cannot be read as a closure: {error}"
        ),
        remedy=Text(
            "'진도대교 10:00-12:00'이나 'way/123+456 22:00-05:00+1'처럼 적으세요",
            "write it like '진도대교 10:00-12:00' or 'way/123+456 22:00-05:00+1'",
        ),
    )


def _unknown_road(file: str, closure: Closure, known: Mapping[str, str]) -> Fault:
    near = difflib.get_close_matches(plain_name(closure.road), [*known], n=3, cutoff=0.5)
    names = ", ".join(known[name] for name in near)
    name = str(closure)
    return Fault(
        code="unknown-road",
        file=file,
        field="close",
        what=Text(f"'{name}': 지도에 그런 도로가 없습니다", f"'{name}': the map has no such road"),
        remedy=Text(
            f"이름을 고치세요. 비슷한 이름: {names}" if near else "이름이나 way 번호를 확인하세요",
            f"correct it; similar names: {names}" if near else "check the name or the way ids",
        ),
    )
