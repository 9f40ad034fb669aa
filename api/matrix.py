"""Computes the travel times of `naru matrix`: places in a CSV file, matrices in an NPZ file."""

from __future__ import annotations

import io
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from dispatch.cells import NUMBER, number
from dispatch.output import write_whole
from dispatch.plan import Coordinate
from dispatch.roads import MapRoads
from geo.faults import Fault, InputError, Text
from geo.tables import Column, Table, read_table

_COLUMNS = (
    Column(
        "place_id", aliases=("장소번호", "장소", "site_id", "id"), expected=Text("이름", "an id")
    ),
    Column("lat", number, ("위도",), expected=NUMBER),
    Column("lon", number, ("경도",), expected=NUMBER),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class MatrixMade:
    """What `write_matrix` did.

    Parameters
    ----------
    without_road
        Ordered pairs of different places between which no road leads.
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
    roads = MapRoads.open(mapdir)
    table = read_table(places, _COLUMNS)
    points = [Coordinate(lat=row["lat"], lon=row["lon"]) for row in table.rows]
    faults = [*table.faults, *_profile_faults(roads, profile), *_far(roads, table, points)]
    if not table.rows and not faults:
        faults.append(_no_places(table.file))
    if faults:
        raise InputError(faults)
    began = time.perf_counter()
    durations, distances = roads.travel_times(points, profile)
    seconds = time.perf_counter() - began
    data = io.BytesIO()
    np.savez_compressed(
        data,
        place_ids=np.array([row["place_id"] for row in table.rows]),
        durations=durations,
        distances=distances,
    )
    write_whole(out, data.getvalue())
    return MatrixMade(
        places=len(points), without_road=int(np.count_nonzero(durations < 0)), seconds=seconds
    )


def _far(roads: MapRoads, table: Table, points: list[Coordinate]) -> list[Fault]:
    limit = roads.snap_limit
    return [
        Fault(
            code="far-from-road",
            file=table.file,
            row=row.number,
            field="lat",
            what=Text(
                f"'{row['place_id']}' 가까이({limit:,.0f} m 안)에 도로가 없습니다",
                f"'{row['place_id']}' has no road within {limit:,.0f} m",
            ),
            remedy=Text(
                "좌표를 바로잡거나 그곳을 포함하는 지도를 쓰세요",
                "correct the coordinates, or use a map that includes the place",
            ),
        )
        for row, at in zip(table.rows, roads.snap(points, limit), strict=True)
        if at.landmass is None
    ]


def _profile_faults(roads: MapRoads, profile: str) -> list[Fault]:
    if profile in roads.profiles:
        return []
    known = ", ".join(roads.profiles)
    return [
        Fault(
            code="unknown-profile",
            file="--profile",
            what=Text(f"'{profile}' 프로필이 없습니다", f"there is no profile '{profile}'"),
            remedy=Text(f"{known} 중 하나를 쓰세요", f"use one of {known}"),
        )
    ]


def _no_places(file: str) -> Fault:
    return Fault(
        code="file-empty",
        file=file,
        what=Text("장소가 없습니다", "has no places"),
        remedy=Text("한 줄에 한 장소씩 넣으세요", "put one place on each line"),
    )
