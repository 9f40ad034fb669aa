"""Opens a GTFS feed and keeps its ferries (https://gtfs.org/documentation/schedule/reference/)."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, TypeAlias

import gtfs_kit

from geo.faults import Fault, InputError, Text, unreadable

Rows: TypeAlias = Sequence[Mapping[str, Any]]
"""Rows of a table; empty cells are absent, and `LINE` is the line of the file."""

LINE = "line"
_NEEDED = {
    "stops": ("stop_id", "stop_name", "stop_lat", "stop_lon"),
    "routes": ("route_id", "route_type"),
    "trips": ("route_id", "service_id", "trip_id"),
    "stop_times": ("trip_id", "arrival_time", "departure_time", "stop_id", "stop_sequence"),
}
_NEEDED_IF_THERE = {
    "calendar": ("service_id", "start_date", "end_date"),
    "calendar_dates": ("service_id", "date", "exception_type"),
    "frequencies": ("trip_id", "start_time", "end_time", "headway_secs"),
}
"""Columns of tables that a feed may leave out as a whole."""
_KEYS = {
    "routes": ("route_id", "route_type"),
    "trips": ("route_id", "trip_id"),
    "stop_times": ("trip_id",),
    "calendar": ("service_id",),
    "calendar_dates": ("service_id", "exception_type"),
    "frequencies": ("trip_id",),
}
"""What no row may leave empty, for the tables are joined by it."""


def open_feed(path: Path) -> gtfs_kit.Feed:
    """Read a feed, with the line of each row noted.

    Raises
    ------
    InputError
        It cannot be read, tables or columns are missing, or rows have no key.
    """
    try:
        feed = gtfs_kit.read_feed(path, dist_units="km")
    except OSError as error:
        raise InputError([unreadable(path.name, error)]) from None
    # What pandas and zipfile raise for bytes and cells that they cannot make sense of.
    except (ValueError, TypeError, zipfile.BadZipFile, NotImplementedError) as error:
        raise InputError([_damaged(path.name, error)]) from None
    faults = _missing(feed) or _overlong(feed) or _keyless(feed)
    if faults:
        raise InputError(faults)
    for name, table in _tables(feed):
        setattr(feed, name, table.assign(**{LINE: table.index + 2}))
    return feed


def keep_ferries(feed: gtfs_kit.Feed) -> tuple[gtfs_kit.Feed, int]:
    """Return a feed of the ferries alone, each departure of a frequency a trip of its own.

    Returns
    -------
    ferries, headways
        The feed; how many of its frequencies are headways without exact times.

    Raises
    ------
    InputError
        It has no ferry.
    """
    ferries = feed.copy()
    ferries.routes = feed.routes[feed.routes["route_type"].map(is_ferry)]
    trips = feed.trips[feed.trips["route_id"].isin(ferries.routes["route_id"])].copy()
    if trips.empty:
        raise InputError([_no_ferries(len(feed.routes))])
    often = feed.frequencies
    headways = 0
    if often is not None:
        often = often[often["trip_id"].isin(trips["trip_id"])]
        exact = often.get("exact_times")
        headways = len(often) - (0 if exact is None else int((exact == 1).sum()))
        if "block_id" in trips:
            # One vessel cannot make all departures that follow at short intervals.
            trips.loc[trips["trip_id"].isin(often["trip_id"]), "block_id"] = None
    ferries.trips, ferries.frequencies = trips, often
    ferries.stop_times = feed.stop_times[feed.stop_times["trip_id"].isin(trips["trip_id"])]
    return gtfs_kit.expand_frequencies(ferries), headways


def is_ferry(route_type: Any) -> bool:
    """Whether a route is a ferry: 4, or of the extended types of water transport.

    https://developers.google.com/transit/gtfs/reference/extended-route-types
    """
    return route_type in (4, 1200) or 1000 <= route_type <= 1099


def rows_of(table: Any) -> Rows:
    """Return the rows of a table; none where the feed does not have it."""
    if table is None:
        return []
    return [
        {name: value for name, value in row.items() if value is not None}
        for row in table.astype(object).where(table.notna(), None).to_dict("records")
    ]


def _missing(feed: gtfs_kit.Feed) -> list[Fault]:
    absent_tables = [name for name in _NEEDED if getattr(feed, name) is None]
    faults = [_absent(f"{name}.txt", None) for name in absent_tables]
    faults += [
        _absent(f"{name}.txt", column)
        for name, table in _tables(feed)
        for column in (_NEEDED | _NEEDED_IF_THERE)[name]
        if column not in table.columns
    ]
    if feed.calendar is None and feed.calendar_dates is None:
        faults.append(_absent("calendar.txt", None))
    return faults


def _tables(feed: gtfs_kit.Feed) -> list[tuple[str, Any]]:
    tables = ((name, getattr(feed, name)) for name in (*_NEEDED, *_NEEDED_IF_THERE))
    return [(name, table) for name, table in tables if table is not None]


def _overlong(feed: gtfs_kit.Feed) -> list[Fault]:
    """Name tables with rows longer than their header, of which pandas makes an index."""
    return [
        Fault(
            code="row-too-long",
            file=f"{name}.txt",
            what=Text(
                "머리글보다 칸이 많은 행이 있습니다", "has rows with more cells than its header"
            ),
            remedy=Text("남는 쉼표를 지우세요", "take out the commas too many"),
        )
        for name, table in _tables(feed)
        if table.index.dtype.kind != "i"
    ]


def _keyless(feed: gtfs_kit.Feed) -> list[Fault]:
    return [
        _empty(f"{name}.txt", column, at + 2)
        for name, table in _tables(feed)
        for column in _KEYS.get(name, ())
        for at in table.index[table[column].isna()]
    ]


def _empty(file: str, column: str, line: int) -> Fault:
    return Fault(
        code="empty-cell",
        file=file,
        row=line,
        field=column,
        what=Text("값이 없습니다", "is empty"),
        remedy=Text("값을 채우거나 이 행을 지우세요", "fill it in, or take the row out"),
    )


def _absent(file: str, column: str | None) -> Fault:
    return Fault(
        code="missing-column" if column else "gtfs-table-missing",
        file=file,
        field=column,
        what=Text(
            f"'{column}' 열이 없습니다" if column else "파일이 없거나 비어 있습니다",
            f"column '{column}' is missing" if column else "is missing or empty",
        ),
        remedy=Text(
            "GTFS 규격에 맞게 채우거나 피드를 다시 내려받으세요",
            "add it as GTFS asks, or download the feed again",
        ),
    )


def _damaged(file: str, error: Exception) -> Fault:
    reason = " ".join(str(error).split())
    return Fault(
        code="gtfs-damaged",
        file=file,
        what=Text(f"GTFS로 읽을 수 없습니다 ({reason})", f"cannot be read as GTFS ({reason})"),
        remedy=Text("피드를 다시 내려받으세요", "download the feed again"),
    )


def _no_ferries(routes: int) -> Fault:
    return Fault(
        code="gtfs-no-ferries",
        file="routes.txt",
        field="route_type",
        what=Text(
            f"노선 {routes}개 가운데 여객선(route_type 4)이 없습니다",
            f"none of its {routes} routes is a ferry (route_type 4)",
        ),
        remedy=Text("여객선이 들어 있는 피드를 주세요", "give a feed that has the ferries"),
    )
