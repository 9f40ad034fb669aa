"""Reads and writes island instances: coordinates, requests, vehicles and boat lines as JSON.

`benchmarks/instances/islands/README.md` describes the format.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from itertools import combinations
from math import isqrt
from pathlib import Path
from typing import Any

import numpy as np

from routing import HORIZON, Link, Location, Problem, Request, Task, VehicleType
from routing.problem import Matrix, Window

#: Metres a second, on land.
SPEED = 10

FORMAT = "naru-islands-1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """A stop of a request: place, seconds of service, and the window in which it starts."""

    place: int
    service: int
    window: Window

    def task(self) -> Task:
        """Give the visit as a task of a problem."""
        return Task(location=self.place, service=self.service, windows=(self.window,))


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What is to be moved; one of pick-up and delivery may be missing."""

    load: int
    pickup: Visit | None = None
    delivery: Visit | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Fleet:
    """Vehicles that are alike."""

    name: str
    count: int
    place: int
    capacity: int
    shift: Window
    fixed_cost: int
    unit_distance_cost: int
    unit_duration_cost: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A boat that calls at some places in turn, and the moments when it leaves the first.

    Parameters
    ----------
    calls
        Places with seconds since the departure: at which it arrives, and leaves at once.
    check_in
        Seconds before the departure at which vehicles must be at the quay.
    fares
        By vehicle type, for each stretch from call to call; None where it does not take the type.
    """

    name: str
    calls: tuple[tuple[int, int], ...]
    check_in: int
    fares: tuple[int | None, ...]
    departures: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Islands:
    """An instance; zone 0 is the mainland."""

    name: str
    places: tuple[tuple[int, int, int], ...]  # x and y in metres, zone
    requests: tuple[Asked, ...]
    fleets: tuple[Fleet, ...]
    lines: tuple[Line, ...]

    def roads(self) -> tuple[Matrix, Matrix]:
        """Give seconds and metres between places; -1 between zones."""
        metres = np.array(
            [
                [_metres(here, there) if here[2] == there[2] else -1 for there in self.places]
                for here in self.places
            ],
            dtype=np.int32,
        )
        seconds = np.where(metres < 0, -1, -(-metres // SPEED)).astype(np.int32)
        return seconds, metres

    def problem(self) -> Problem:
        """Give the instance as a routing problem."""
        seconds, metres = self.roads()
        return Problem(
            locations=tuple(Location(zone=zone, x=x, y=y) for x, y, zone in self.places),
            requests=tuple(
                Request(
                    load=(asked.load,),
                    pickup=asked.pickup and asked.pickup.task(),
                    delivery=asked.delivery and asked.delivery.task(),
                )
                for asked in self.requests
            ),
            vehicle_types=tuple(_vehicle_type(fleet) for fleet in self.fleets),
            durations=(seconds,),
            distances=(metres,),
            links=tuple(link for line in self.lines for link in _links(line)),
        )


def _metres(here: tuple[int, int, int], there: tuple[int, int, int]) -> int:
    return isqrt((here[0] - there[0]) ** 2 + (here[1] - there[1]) ** 2)


def _vehicle_type(fleet: Fleet) -> VehicleType:
    return VehicleType(
        name=fleet.name,
        count=fleet.count,
        start=fleet.place,
        end=fleet.place,
        capacity=(fleet.capacity,),
        shift=fleet.shift,
        fixed_cost=fleet.fixed_cost,
        unit_distance_cost=fleet.unit_distance_cost,
        unit_duration_cost=fleet.unit_duration_cost,
    )


def _links(line: Line) -> Iterator[Link]:
    """Yield a link for every departure and every two calls, staying aboard in between."""
    for leaves in line.departures:
        for (first, (board, out)), (last, (alight, there)) in combinations(
            enumerate(line.calls), 2
        ):
            yield Link(
                name=f"{line.name} {leaves}",
                board=board,
                alight=alight,
                ready=leaves + out - line.check_in,
                departure=leaves + out,
                arrival=min(leaves + there, HORIZON),
                costs=tuple(fare and fare * (last - first) for fare in line.fares),
            )


def write(path: Path, islands: Islands) -> None:
    """Write an instance, one place, request, fleet or line to a line of the file."""
    data = {"format": FORMAT, **asdict(islands)}
    parts = []
    for key, value in data.items():
        if isinstance(value, tuple):
            rows = ",\n".join("  " + json.dumps(row, separators=(",", ":")) for row in value)
            parts.append(f' "{key}": [\n{rows}\n ]')
        else:
            parts.append(f' "{key}": {json.dumps(value)}')
    path.write_text("{\n" + ",\n".join(parts) + "\n}\n", encoding="utf-8")


def read(path: Path) -> Islands:
    """Read an instance.

    Raises
    ------
    ValueError
        If the file is not of the format.
    """
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        if data["format"] != FORMAT:
            raise ValueError(f"format must be {FORMAT}, got {data['format']!r}.")
        return Islands(
            name=data["name"],
            places=tuple(_triple(row) for row in data["places"]),
            requests=tuple(_asked(row) for row in data["requests"]),
            fleets=tuple(Fleet(**row | {"shift": _pair(row["shift"])}) for row in data["fleets"]),
            lines=tuple(_line(row) for row in data["lines"]),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise ValueError(f"{path.name} is no island instance: {error!r}.") from error


def _pair(row: list[int]) -> tuple[int, int]:
    first, second = row
    return first, second


def _triple(row: list[int]) -> tuple[int, int, int]:
    x, y, zone = row
    return x, y, zone


def _asked(row: dict[str, Any]) -> Asked:
    return Asked(load=row["load"], pickup=_visit(row["pickup"]), delivery=_visit(row["delivery"]))


def _visit(row: dict[str, Any] | None) -> Visit | None:
    return None if row is None else Visit(**row | {"window": _pair(row["window"])})


def _line(row: dict[str, Any]) -> Line:
    parts = {
        "calls": tuple(_pair(call) for call in row["calls"]),
        "fares": tuple(row["fares"]),
        "departures": tuple(row["departures"]),
    }
    return Line(**row | parts)
