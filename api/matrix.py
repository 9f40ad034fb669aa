"""Computes the travel times of `naru matrix`: places in a CSV file, matrices in an NPZ file."""

from __future__ import annotations

import io
import time
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from dispatch.output import write_whole
from geo.faults import Fault, InputError, Text
from geo.profiles import load_profile
from geo.tables import Column, Table, read_table
from geo.travel import Place, RoadNetwork, TravelTimes

_DEGREES = Text("십진수 도 (예: 34.4790)", "decimal degrees (for example 34.4790)")
_COLUMNS = (
    Column(
        "place_id", aliases=("장소번호", "장소", "site_id", "id"), expected=Text("이름", "an id")
    ),
    Column("lat", float, ("위도",), expected=_DEGREES),
    Column("lon", float, ("경도",), expected=_DEGREES),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class MatrixMade:
    """What `write_matrix` did.

    Parameters
    ----------
    without_road
        Ordered pairs of places between which no road leads.
    seconds
        Spent on the travel times, opening the map not counted.
    """

    places: int
    without_road: int
    seconds: float


def write_matrix(mapdir: Path, places: Path, profile: str, out: Path) -> MatrixMade:
    """Write `place_ids`, `durations` (seconds) and `distances` (metres) to `out`.

    The matrices are n x n int32 in the order of the rows of `places`; -1 where no road leads.

    Raises
    ------
    InputError
        When the map, the places or the profile cannot be used; all at once.
    """
    table = read_table(places, _COLUMNS)
    faults = [*table.faults, *_profile_faults(profile)]
    if not table.rows and not faults:
        faults.append(_no_places(table.file))
    if faults:
        raise InputError(faults)
    roads = RoadNetwork(mapdir)
    began = time.perf_counter()
    times = _travel_times(roads, table, profile)
    seconds = time.perf_counter() - began
    data = io.BytesIO()
    np.savez_compressed(
        data,
        place_ids=np.array([row["place_id"] for row in table.rows]),
        durations=times.durations,
        distances=times.distances,
    )
    write_whole(out, data.getvalue())
    return MatrixMade(
        places=len(table.rows),
        without_road=int(np.count_nonzero(times.durations < 0)),
        seconds=seconds,
    )


def _travel_times(roads: RoadNetwork, table: Table, profile: str) -> TravelTimes:
    places = [Place(name=row["place_id"], lat=row["lat"], lon=row["lon"]) for row in table.rows]
    try:
        return roads.travel_times(places, profile, file=table.file)
    except InputError as error:
        lines = {row["place_id"]: row.number for row in table.rows}
        raise InputError(
            replace(fault, row=lines.get(fault.field or ""), field="lat") for fault in error.faults
        ) from error


def _profile_faults(profile: str) -> tuple[Fault, ...]:
    try:
        load_profile(profile)
    except InputError as error:
        return error.faults
    return ()


def _no_places(file: str) -> Fault:
    return Fault(
        code="file-empty",
        file=file,
        what=Text("장소가 없습니다", "has no places"),
        remedy=Text("한 줄에 한 장소씩 넣으세요", "put one place on each line"),
    )
