"""Lets vehicles pass roads that are closed at times, where these are the only way.

The two sides of such a road are landmasses of their own for the day, and whoever crosses it while
it is open does so by a *passage*: like a sailing, but one that leaves every few minutes and costs
nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np
from numpy.typing import NDArray
from scipy.sparse.csgraph import connected_components

from dispatch.model import Vehicle
from geo.day_roads import DayDrive, DayHours
from geo.gates import Gate
from geo.sailing import Port, Sailing

#: Seconds between passages. Whoever comes in between waits for the next one: less than five minutes
#: in a plan that knows driving times no better than that.
_EVERY = 5 * 60
#: Metres of latitude to a degree over metres of longitude, in Korea; tells north from east only.
_SHRINK = 0.8

DriveNow = Callable[[str, str, str, int], DayDrive | None]
"""What a profile needs from one port to another at a moment, if nothing changes meanwhile."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A passage as a sailing, and the metres that it drives."""

    sailing: Sailing
    metres: int


def gate_ports(gates: Sequence[Gate]) -> tuple[Port, ...]:
    """Return the ends of the gates as ports: of each the one here, then the one there."""
    return tuple(
        Port(
            port_id=_port(number, side),
            name=f"{gate.name} {words[0]}".strip(),
            name_en=f"{gate.name} {words[1]}".strip(),
            lat=end.lat,
            lon=end.lon,
            cars=True,
        )
        for number, gate in enumerate(gates)
        for side, end, words in zip("AB", (gate.here, gate.there), _sides(gate), strict=True)
    )


def _port(number: int, side: str) -> str:
    return f"GATE{number}{side}"


def _sides(gate: Gate) -> tuple[tuple[str, str], tuple[str, str]]:
    """Return on which side each end lies, in Korean and English."""
    north, east = gate.here.lat - gate.there.lat, (gate.here.lon - gate.there.lon) * _SHRINK
    if abs(north) >= abs(east):
        one, other = ("북쪽", "north side"), ("남쪽", "south side")
        return (one, other) if north >= 0 else (other, one)
    one, other = ("동쪽", "east side"), ("서쪽", "west side")
    return (one, other) if east >= 0 else (other, one)


def passages(
    gates: Sequence[Gate],
    vehicles: Sequence[Vehicle],
    moments: Sequence[int],
    drive_now: DriveNow,
) -> Iterator[Passage]:
    """Yield the passages of a day, both ways, for the classes of vehicles that may pass then.

    Parameters
    ----------
    moments
        At which a passage leaves, if the road is open.
    """
    profiles_of: dict[str, set[str]] = {}
    for vehicle in vehicles:
        profiles_of.setdefault(vehicle.class_id, set()).add(vehicle.profile)
    profiles = sorted({vehicle.profile for vehicle in vehicles})
    ways = product(enumerate(gates), (("A", "B"), ("B", "A")), moments)
    for (number, gate), sides, moment in ways:
        start, end = (_port(number, side) for side in sides)
        drives = {one: drive_now(one, start, end, moment) for one in profiles}
        able = {one: drive for one, drive in drives.items() if drive is not None}
        classes = [name for name, needed in profiles_of.items() if needed <= able.keys()]
        if classes:
            slowest = max(able.values(), key=lambda drive: drive.duration)
            sailing = _sailing(gate.name, (start, end), moment, slowest.duration, classes)
            yield Passage(sailing, slowest.distance)


def passage_moments(hours: DayHours, changes: Sequence[int]) -> list[int]:
    """Return when passages leave: every few minutes, and whenever something changes."""
    inside = [at for at in changes if hours.begin <= at < hours.until]
    return sorted({*range(hours.begin, hours.until, _EVERY), *inside})


def _sailing(
    name: str, ends: tuple[str, str], departure: int, drive: int, classes: Sequence[str]
) -> Sailing:
    return Sailing(
        sailing_id=f"{ends[0]}-{ends[1][-1]}@{departure}",
        vessel=name,
        from_port=ends[0],
        to_port=ends[1],
        departure=departure,
        arrival=departure + max(drive, 1),
        cars=True,
        check_in=0,
        max_vehicle_height_m=None,
        max_vehicle_length_m=None,
        max_vehicle_weight_kg=None,
        fares=dict.fromkeys(classes, 0),
        default_fare=None,
        source="map",
        note="",
    )


def split_landmasses(
    landmass: Sequence[int], durations: Sequence[NDArray[np.int32]]
) -> tuple[int, ...]:
    """Return landmasses of which each hangs together by roads that are open all day.

    Parameters
    ----------
    landmass
        Of each row on the map; negative ones stay as they are.
    durations
        Between the rows, -1 where no road leads; of each profile.
    """
    masses = np.asarray(landmass)
    joined = np.any([matrix >= 0 for matrix in durations], axis=0)
    joined &= (masses[:, None] == masses[None, :]) & (masses[:, None] >= 0)
    _, part = connected_components(joined, directed=False)
    found = masses.copy()
    fresh = int(masses.max(initial=0)) + 1
    for mass in np.unique(masses[masses >= 0]):
        parts, sizes = np.unique(part[masses == mass], return_counts=True)
        for small in parts[np.argsort(-sizes, kind="stable")][1:]:
            found[part == small] = fresh
            fresh += 1
    return tuple(int(one) for one in found)


def metres_of(found: Sequence[Passage]) -> Mapping[str, int]:
    """Return what each passage drives, by its id."""
    return {one.sailing.sailing_id: one.metres for one in found}
