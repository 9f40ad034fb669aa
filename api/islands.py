"""Shows what each landmass of a map hangs on, and what closed roads cut off."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from rich.console import Console

from api.terminal import show_table
from geo.closures import Closure, closed_segments, read_closures
from geo.cut_offs import CutOff, cut_off_by
from geo.island_report import (
    FerryLink,
    IslandReport,
    island_geojson,
    island_reports,
    report_json,
)
from geo.travel import RoadNetwork

#: Roads that cut something off, told per landmass at most; `--json` has all.
_LISTED = 8
#: A closed road cuts off its own driveways too; parts with less road than this are not told.
_LEAST_KM = 0.2
_USES = {
    "timetable": "차량, 시간표 있음 / vehicles, timetabled",
    "no-timetable": "차량, 시간표 없음 / vehicles, no timetable",
    "foot": "여객만 / on foot only",
    "leaves-map": "차량, 지도 밖으로 / vehicles, leaves the map",
}


class IslandView:
    """What `naru map info` tells of islands and closures.

    Parameters
    ----------
    close
        Closures as a person writes them.
    islands
        Whether to report on every landmass; it takes seconds on large maps.

    Raises
    ------
    InputError
        The folder is no map, or a closure cannot be read or names no road of it.
    """

    def __init__(self, mapdir: Path, close: Sequence[str], *, islands: bool) -> None:
        network = RoadNetwork(mapdir)
        self._network = network
        self.closures = read_closures(close, file="--close")
        closed = closed_segments(
            network.graph, self.closures, network.landmarks.structures, file="--close"
        )
        self.cuts = [
            cut_off_by(network.graph, segments.tolist(), network.landmarks) for segments in closed
        ]
        self.reports = (
            island_reports(network.summary, network.graph, network.landmarks) if islands else []
        )

    def to_json(self) -> dict[str, Any]:
        """Return it as plain lists and dictionaries."""
        closures = [
            {"closure": str(closure), "cut_off": [asdict(cut) for cut in cuts]}
            for closure, cuts in zip(self.closures, self.cuts, strict=True)
        ]
        return ({"islands": report_json(self.reports)} if self.reports else {}) | (
            {"closures": closures} if closures else {}
        )

    def show(self, console: Console) -> None:
        """Print it as tables."""
        show_islands(console, self.reports)
        if self.closures:
            show_closures(console, self.closures, self.cuts)

    def write_geojson(self, path: Path) -> None:
        """Write landmasses, ports, ferries, and the roads that cut something off."""
        drawn = island_geojson(self._network.summary, self._network.graph, self.reports)
        path.write_text(json.dumps(drawn, ensure_ascii=False), encoding="utf-8")


def show_islands(console: Console, reports: Sequence[IslandReport]) -> None:
    """Print a table for each landmass."""
    for report in reports:
        mass = report.landmass
        title = f"#{mass.landmass} {mass.label}" if mass.name else mass.label
        show_table(console, title, ("항목 / what", "값 / value"), _rows(report))


def _rows(report: IslandReport) -> Iterator[tuple[str, str]]:
    mass = report.landmass
    kind = "섬 / island" if mass.kind == "island" else "육지 / land"
    area = "" if mass.area_km2 is None else f", {mass.area_km2:,.1f} km²"
    people = "" if mass.population is None else f", 인구 / people {mass.population:,}"
    yield "종류 / kind", f"{kind}{area}{people}"
    yield "도로 / roads", f"{mass.road_km:,.1f} km"
    ports = [
        f"{port.name} ({port.port_id})" if port.port_id else port.name for port in report.ports
    ]
    yield "항구 / ports", ", ".join(ports) or "–"
    for link in report.ferries:
        yield "항로 / ferry", _ferry(link)
    for cut in report.cut_offs[:_LISTED]:
        yield "끊기면 고립 / cut off by", tell_cut(cut)
    more = len(report.cut_offs) - _LISTED
    if more > 0:
        yield "", f"+ {more} (--json)"


def _ports(report: IslandReport) -> Iterator[str]:
    for port in report.ports:
        if port.name:
            yield f"{port.name} ({port.port_id})" if port.port_id else port.name
    nameless = sum(not port.name for port in report.ports)
    if nameless:
        yield f"이름 없음 / nameless {nameless}"


def _ferry(link: FerryLink) -> str:
    to = f" → {link.to}" if link.to else ""
    minutes = f", {link.duration // 60} min" if link.duration else ""
    return f"{link.name}{to}{minutes}: {_USES[link.use]}"


def tell_cut(cut: CutOff) -> str:
    """Say which road it is and what lies behind it."""
    name = cut.name or f"{cut.lat:.4f},{cut.lon:.4f}"
    behind = [*cut.islands, *cut.settlements]
    shown = ", ".join(behind[:5]) + (f" + {len(behind) - 5}" if len(behind) > 5 else "")
    return f"{name}: {cut.road_km:,.1f} km" + (f" – {shown}" if shown else "")


def _tell_all(cuts: Sequence[CutOff]) -> str:
    told = [tell_cut(cut) for cut in cuts if cut.road_km >= _LEAST_KM]
    more = [f"+ {len(told) - _LISTED} (--json)"] if len(told) > _LISTED else []
    return "; ".join(told[:_LISTED] + more) or "없음 / nothing"


def show_closures(
    console: Console, closures: Sequence[Closure], cuts: Sequence[Sequence[CutOff]]
) -> None:
    """Print what each closure cuts off."""
    show_table(
        console,
        "통제 / Closures",
        ("통제 / closed", "고립되는 곳 / cut off"),
        ((str(closure), _tell_all(found)) for closure, found in zip(closures, cuts, strict=True)),
    )
