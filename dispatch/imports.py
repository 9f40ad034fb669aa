"""Reads a day's request from a folder: four CSV tables and day.toml."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dispatch import columns
from dispatch.cells import ClockWindow
from dispatch.day_file import DAY_FILE, DayFile, parse_day_file
from dispatch.model import DayRequest, Order, Service, Site, SiteKind, Vehicle, Window
from dispatch.service_days import running_services
from dispatch.site_addresses import place_sites
from dispatch.validate import FILES, network_faults, request_faults
from dispatch.vehicle_classes import VehicleClass, vehicle_classes
from geo.clock import Clock, seconds_since_midnight
from geo.closures import Closure
from geo.faults import Fault, InputError, Text
from geo.tables import Column, Row, Table, read_table

if TYPE_CHECKING:
    from dispatch.network import Network

#: Seconds per stop and per parcel where sites.csv does not say (DOMAIN.md section 5; examples).
_HANDLING: Mapping[SiteKind, tuple[int, float]] = {
    "producer": (360, 18),
    "hub": (0, 9),
    "crossdock": (0, 9),
    "complex": (480, 72),
    "port": (600, 18),
    "market": (1200, 3),
    "carrier": (300, 9),
    "customer": (180, 72),
}
_PRIORITY_COST_PER_PARCEL = 15_000
_MAX_SHIFT = 10 * 3600
_ALWAYS: tuple[Window, ...] = ((0, 2 * 86_400),)


def read_request(
    folder: Path, network: Network | None = None, closures: Sequence[Closure] = ()
) -> DayRequest:
    """Read the request in a folder; docs/inputs.md lists the columns.

    Parameters
    ----------
    network
        When it is given, what does not fit the map and the timetable is reported together with the
        faults of the files, and sites may have an address instead of coordinates.
    closures
        Closed roads besides those of day.toml.

    Raises
    ------
    InputError
        With every fault of every file.
    """
    folder = Path(folder)
    if not folder.is_dir():
        raise InputError([_no_folder(folder)])
    day, faults = parse_day_file(folder)
    day = replace(day, closures=(*day.closures, *closures))
    request = _read_tables(folder, day, faults, network)
    faults += request_faults(request, known_sites=_all_ids(folder / FILES["sites"]))
    if network is not None:
        faults += network_faults(request, network)
    if faults:
        order = [DAY_FILE, *FILES.values()]
        places = {file: at for at, file in enumerate(order)}
        raise InputError(
            sorted(faults, key=lambda one: (places.get(one.file, len(order)), one.row or 0))
        )
    return request


def _read_tables(
    folder: Path, day: DayFile, faults: list[Fault], network: Network | None
) -> DayRequest:
    """Make a request of all good rows; what is wrong with the others is added to `faults`."""
    given = _read(folder, "sites", columns.SITES, faults)
    sites, unplaced = place_sites(given, network, day.addresses, file=FILES["sites"])
    faults += unplaced
    orders = _read(folder, "orders", columns.ORDERS, faults)
    fleet = _read(folder, "vehicles", columns.FLEET, faults)
    services = _read(folder, "services", columns.SERVICES, faults, optional=True)
    known, unknown = _split(fleet, lambda row: row["class_id"] in vehicle_classes())
    faults += [_unknown_class(row) for row in unknown]
    running, service_faults = running_services(services, day.date, day.timezone)
    faults += service_faults
    clocks = _Clocks(day)
    return DayRequest(
        date=day.date,
        timezone=day.timezone,
        county=day.county,
        sites=tuple(_site(row, clocks) for row in sites),
        orders=tuple(_order(row, clocks) for row in orders),
        vehicles=tuple(_vehicle(row, clocks) for row in known),
        services=tuple(_service(row, clocks) for row in running),
        closures=day.closures,
        rows={
            "sites": tuple(row.number for row in sites),
            "orders": tuple(row.number for row in orders),
            "vehicles": tuple(row.number for row in known),
            "services": tuple(row.number for row in running),
        },
    )


def _read(
    folder: Path,
    kind: str,
    wanted: Sequence[Column],
    faults: list[Fault],
    *,
    optional: bool = False,
) -> tuple[Row, ...]:
    path = folder / FILES[kind]
    if optional and (not path.exists() or not path.read_bytes().strip()):
        return ()
    table = read_table(path, wanted)
    faults += table.faults
    if not optional and not table.rows and not table.faults:
        faults.append(_no_rows(table))
    return table.rows


def _all_ids(path: Path) -> frozenset[str]:
    """Return the ids of all rows, also of those in which another cell is wrong."""
    return frozenset(row["site_id"] for row in read_table(path, (columns.SITE_ID,)).rows)


def _split(
    rows: Iterable[Row], good: Callable[[Row], bool]
) -> tuple[tuple[Row, ...], tuple[Row, ...]]:
    rows = tuple(rows)
    return tuple(row for row in rows if good(row)), tuple(row for row in rows if not good(row))


class _Clocks:
    """Turns clock times into seconds since the local midnight of the day."""

    def __init__(self, day: DayFile) -> None:
        self._day = day

    def seconds(self, clock: Clock) -> int:
        day = self._day
        return seconds_since_midnight(clock, day.date, day.timezone, day.date)

    def windows(self, spans: Sequence[ClockWindow]) -> tuple[Window, ...]:
        return tuple(sorted((self.seconds(begin), self.seconds(end)) for begin, end in spans))


def _site(row: Row, clocks: _Clocks) -> Site:
    access, seconds_per_parcel = _HANDLING[row["kind"]]
    return Site(
        site_id=row["site_id"],
        name=Text(row["name_ko"], row["name_en"] or row["name_ko"]),
        kind=row["kind"],
        lat=row["lat"],
        lon=row["lon"],
        windows=clocks.windows(row["windows"]) or _ALWAYS,
        closed=clocks.windows(row["closed"]),
        access=_or(row["access_min"], access),
        seconds_per_parcel=_or(row["sec_per_parcel"], seconds_per_parcel),
        max_height_m=row["max_height_m"],
        max_payload_kg=row["max_payload_kg"],
        drop_site=row["drop_site"] or None,
        contact=row["contact"],
        access_note=Text(row["access_note_ko"], row["access_note_en"] or row["access_note_ko"]),
    )


def _order(row: Row, clocks: _Clocks) -> Order:
    return Order(
        order_id=row["order_id"],
        origin=row["origin"],
        destination=row["destination"],
        parcels=row["parcels"],
        kg=row["kg"],
        litres=row["litres"],
        temperature=row["temperature"],
        channel=row["channel"],
        product=row["product"],
        pickup_windows=clocks.windows(row["pickup_windows"]),
        delivery_windows=clocks.windows(row["delivery_windows"]),
        max_time=row["max_hours"],
        priority_cost=_or(row["priority_cost"], _PRIORITY_COST_PER_PARCEL * row["parcels"]),
        dong=row["dong"],
        ho=row["ho"],
        note=row["note"],
    )


def _vehicle(row: Row, clocks: _Clocks) -> Vehicle:
    shipped: VehicleClass = vehicle_classes()[row["class_id"]]
    name_ko = row["name_ko"] or f"{row['vehicle_id']} {shipped.name.ko}"
    name_en = row["name_en"] or row["name_ko"] or f"{row['vehicle_id']} {shipped.name.en}"
    own = {
        name: _or(row[name], getattr(shipped, name))
        for name in (
            "capacity_kg",
            "capacity_litres",
            "height_m",
            "length_m",
            "weight_kg",
            "fixed_cost",
            "cost_per_km",
            "cost_per_hour",
        )
    }
    return Vehicle(
        vehicle_id=row["vehicle_id"],
        name=Text(name_ko, name_en),
        class_id=row["class_id"],
        profile=row["profile"] or shipped.profile,
        temperatures=_or(row["temperatures"], shipped.temperatures),
        start_site=row["start_site"],
        end_site=row["end_site"] or row["start_site"],
        shift=(clocks.seconds(row["shift_start"]), clocks.seconds(row["shift_end"])),
        max_shift=_or(row["max_shift_hours"], _MAX_SHIFT),
        driver=row["driver"],
        **own,
    )


def _service(row: Row, clocks: _Clocks) -> Service:
    name_ko = row["name_ko"] or row["service_id"]
    return Service(
        service_id=row["service_id"],
        run_id=row["run_id"] or row["service_id"],
        name=Text(name_ko, row["name_en"] or name_ko),
        mode=row["mode"],
        from_site=row["from_site"],
        to_site=row["to_site"],
        departure=clocks.seconds(row["departure"]),
        arrival=clocks.seconds(row["arrival"]),
        cut_off=row["cut_off_min"],
        handling=row["handling_min"],
        capacity_kg=row["capacity_kg"],
        capacity_litres=row["capacity_litres"],
        temperatures=row["temperatures"],
        cost=row["cost"],
        cost_per_parcel=row["cost_per_parcel"],
        source=row["source"],
    )


def _or(value: Any, default: Any) -> Any:
    return default if value is None else value


def _no_folder(folder: Path) -> Fault:
    return Fault(
        code="folder-missing",
        file=folder.name,
        what=Text("폴더가 없습니다", "is not a folder"),
        remedy=Text(
            "orders.csv, sites.csv, fleet.csv, day.toml이 있는 폴더를 지정하세요",
            "name a folder that holds orders.csv, sites.csv, fleet.csv and day.toml",
        ),
    )


def _no_rows(table: Table) -> Fault:
    return Fault(
        code="no-rows",
        file=table.file,
        what=Text("머리글 아래에 줄이 없습니다", "has no rows below its header"),
        remedy=Text("한 줄 이상 넣으세요", "add at least one row"),
    )


def _unknown_class(row: Row) -> Fault:
    known = ", ".join(vehicle_classes())
    return Fault(
        code="unknown-class",
        file=FILES["vehicles"],
        row=row.number,
        field="class_id",
        what=Text(
            f"차종 '{row['class_id']}'을(를) 모릅니다",
            f"vehicle class '{row['class_id']}' is not known",
        ),
        remedy=Text(f"다음 중 하나로 고치세요: {known}", f"use one of {known}"),
    )
