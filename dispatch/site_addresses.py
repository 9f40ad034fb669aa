"""Puts sites that have an address instead of coordinates where the gazetteer says they are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from geo.addresses.candidate import Answer, Candidate
from geo.faults import Fault, InputError, Text
from geo.tables import Row

if TYPE_CHECKING:
    from dispatch.network import Network

_LISTED = 5  # candidates that a fault names


class Finder(Protocol):
    """What is asked for addresses: the part of `geo.Gazetteer` that tests stand in for."""

    def find(self, text: str, *, limit: int = ...) -> Answer:
        """Return the places that a text may mean."""
        ...


def place_sites(
    rows: Sequence[Row], network: Network | None, files: Sequence[Path], *, file: str
) -> tuple[tuple[Row, ...], list[Fault]]:
    """Return the sites that have a place, and what is wrong with the others.

    Parameters
    ----------
    network
        Its map knows addresses; None where there is no map.
    files
        Gazetteers besides that of the map.
    file
        Name of the table, for faults.
    """
    if network is None or not any(_asks(row) for row in rows):
        return place_rows(rows, None, file=file)
    try:
        with network.gazetteer(files) as finder:
            return place_rows(rows, finder, file=file)
    except InputError as error:  # one fault for the gazetteer, none for each site
        placed, faults = place_rows([row for row in rows if not _asks(row)], None, file=file)
        return placed, [*faults, *error.faults]


def place_rows(
    rows: Sequence[Row], finder: Finder | None, *, file: str
) -> tuple[tuple[Row, ...], list[Fault]]:
    """Give each row without coordinates those of its address; see `place_sites`."""
    placed: list[Row] = []
    faults: list[Fault] = []
    for row in rows:
        found = _place(row, finder, file)
        if isinstance(found, Fault):
            faults.append(found)
        else:
            placed.append(found)
    return tuple(placed), faults


def _asks(row: Row) -> bool:
    return row["lat"] is None and row["lon"] is None and bool(row["address"])


def _place(row: Row, finder: Finder | None, file: str) -> Row | Fault:
    if row["lat"] is not None and row["lon"] is not None:
        return row
    if not _asks(row):
        return _no_place(row, file)
    if finder is None:
        return _no_map(row, file)
    answer = finder.find(row["address"], limit=_LISTED)
    if answer.clear is None:
        return _not_clear(row, answer, file)
    # A truck is sent to the gate, if one is known, not into the middle of the complex.
    where = {"lat": answer.clear.stop_lat, "lon": answer.clear.stop_lon}
    return replace(row, cells={**row.cells, **where})


def _no_place(row: Row, file: str) -> Fault:
    missing = "lat" if row["lat"] is None else "lon"
    return Fault(
        code="empty-cell",
        file=file,
        row=row.number,
        field=missing,
        what=Text(
            f"'{row['site_id']}'에 좌표(lat, lon)도 주소도 없습니다",
            f"'{row['site_id']}' has neither coordinates (lat and lon) nor an address",
        ),
        remedy=Text(
            "lat과 lon을 둘 다 넣거나, 비워 두고 address를 쓰세요",
            "fill in both lat and lon, or leave them empty and write an address",
        ),
    )


def _no_map(row: Row, file: str) -> Fault:
    return Fault(
        code="address-without-map",
        file=file,
        row=row.number,
        field="address",
        what=Text(
            f"지도가 없어 '{row['address']}'을(를) 찾을 수 없습니다",
            f"'{row['address']}' cannot be looked up without a map",
        ),
        remedy=Text(
            "지도와 함께 계획하거나 좌표를 넣으세요", "plan with a map, or give coordinates"
        ),
    )


def _not_clear(row: Row, answer: Answer, file: str) -> Fault:
    if not answer.candidates:
        code = "address-unknown"
        what = Text(
            f"'{row['address']}'을(를) 찾을 수 없습니다", f"'{row['address']}' is not known"
        )
        remedy = Text(
            "주소를 바로잡거나 좌표를 넣거나, 공식 주소 파일을 쓰세요 (docs/addresses.md)",
            "correct it, give coordinates, or use official address files (docs/addresses.md)",
        )
    else:
        code = "address-ambiguous"
        shown = "; ".join(_shown(one) for one in answer.candidates)
        what = Text(
            f"'{row['address']}'이(가) 어디인지 확실하지 않습니다: {shown}",
            f"'{row['address']}' may be one of: {shown}",
        )
        remedy = Text(
            "시군구까지 더 자세히 쓰거나 그 가운데 하나의 좌표를 넣으세요",
            "write more of the address, or give the coordinates of the one that is meant",
        )
    return Fault(code=code, file=file, row=row.number, field="address", what=what, remedy=remedy)


def _shown(one: Candidate) -> str:
    name = f" {one.name}" if one.name else ""
    return f"{one.address}{name} ({one.stop_lat:.5f}, {one.stop_lon:.5f}; {one.confidence:.0%})"
