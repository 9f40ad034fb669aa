"""Finds everything that is wrong with a request, all at once, each with its remedy."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from dispatch.item_rules import (
    Finding,
    order_findings,
    service_findings,
    site_findings,
    vehicle_findings,
)
from dispatch.model import DayRequest, Site, Vehicle
from geo.faults import Fault, InputError, Text

if TYPE_CHECKING:
    from dispatch.network import Network

_Item = TypeVar("_Item")

#: The file of each kind of item, as messages name it.
FILES: Mapping[str, str] = {
    "sites": "sites.csv",
    "orders": "orders.csv",
    "vehicles": "fleet.csv",
    "services": "services.csv",
}


def validate(request: DayRequest, network: Network) -> None:
    """Check a request by itself and against the map and the timetable.

    Raises
    ------
    InputError
        With every fault.
    """
    faults = [*request_faults(request), *network_faults(request, network)]
    if faults:
        raise InputError(faults)


def request_faults(request: DayRequest, known_sites: Set[str] = frozenset()) -> list[Fault]:
    """Return what is wrong with a request by itself.

    Parameters
    ----------
    known_sites
        Ids of sites that exist although `request` lacks them, because another cell of their row is
        wrong.
    """
    sites = known_sites | {site.site_id for site in request.sites}
    return [
        *_faults(request, "sites", request.sites, lambda one: site_findings(one, sites)),
        *_faults(request, "orders", request.orders, lambda one: order_findings(one, sites)),
        *_faults(request, "vehicles", request.vehicles, lambda one: vehicle_findings(one, sites)),
        *_faults(request, "services", request.services, lambda one: service_findings(one, sites)),
    ]


def network_faults(request: DayRequest, network: Network) -> list[Fault]:
    """Return what does not fit the map and the timetable: far from a road, a date not covered."""
    faults = [*network.timetable_faults(request), *network.closure_faults(request)]
    profiles = sorted({v.profile for v in request.vehicles if v.profile in network.profiles})
    far = network.place_faults([site for site in request.sites if _on_earth(site)], profiles)
    for row, site in zip(_rows(request, "sites"), request.sites, strict=True):
        if site.site_id in far:
            fault = far[site.site_id]
            faults.append(replace(fault, file=FILES["sites"], row=row, field="lat"))
    rows = _rows(request, "vehicles")
    faults += [
        _fault("vehicles", rows[at], _unknown_profile(vehicle, network.profiles))
        for at, vehicle in enumerate(request.vehicles)
        if vehicle.profile not in network.profiles
    ]
    return faults


def _faults(
    request: DayRequest,
    kind: str,
    items: Sequence[_Item],
    findings: Callable[[_Item], Iterator[Finding]],
) -> Iterator[Fault]:
    rows = _rows(request, kind)
    id_field = f"{kind.removesuffix('s')}_id"
    first: dict[str, int | None] = {}
    for row, item in zip(rows, items, strict=True):
        item_id = str(getattr(item, id_field))
        if item_id in first:
            yield _fault(kind, row, _duplicate(id_field, item_id, first[item_id]))
        first.setdefault(item_id, row)
        for finding in findings(item):
            yield _fault(kind, row, finding)


def _rows(request: DayRequest, kind: str) -> Sequence[int | None]:
    items: Sequence[object] = getattr(request, kind)
    return request.rows.get(kind) or (None,) * len(items)


def _fault(kind: str, row: int | None, finding: Finding) -> Fault:
    return Fault(
        code=finding.code,
        what=finding.what,
        remedy=finding.remedy,
        file=FILES[kind],
        row=row,
        field=finding.field,
    )


def _on_earth(site: Site) -> bool:
    return -90 <= site.lat <= 90 and -180 <= site.lon <= 180


def _duplicate(field: str, item_id: str, row: int | None) -> Finding:
    before = Text(f" ({row}행)", f" (row {row})") if row is not None else Text("", "")
    return Finding(
        "duplicate-id",
        field,
        Text(
            f"'{item_id}'이(가) 이미 있습니다{before.ko}",
            f"'{item_id}' is there already{before.en}",
        ),
        Text("서로 다른 번호를 쓰세요", "give each its own id"),
    )


def _unknown_profile(vehicle: Vehicle, profiles: Iterable[str]) -> Finding:
    known = ", ".join(profiles)
    return Finding(
        "unknown-profile",
        "profile",
        Text(
            f"도로 프로필 '{vehicle.profile}'을(를) 모릅니다",
            f"road profile '{vehicle.profile}' is not known",
        ),
        Text(f"다음 중 하나로 고치세요: {known}", f"use one of {known}"),
    )
