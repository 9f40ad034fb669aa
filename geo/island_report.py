"""Reports what each landmass hangs on: its ports, its ferries, and the roads that it can lose.

`island_reports` gathers it, `island_geojson` draws it; `naru map info --islands` shows it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from geo.cut_offs import CutOff, cut_offs
from geo.graph import RoadGraph
from geo.landmarks import Landmarks
from geo.landmass import Landmass, touched_landmasses
from geo.osm_ferries import FerryLine
from geo.summary import MapSummary


@dataclass(frozen=True, slots=True, kw_only=True)
class FerryLink:
    """A ferry line as one landmass sees it.

    Parameters
    ----------
    to
        Label of the landmass at its other end; empty for an end outside of the map.
    use
        "timetable" when vehicles can take it, "no-timetable", "foot" or "leaves-map" else.
    duration
        Seconds as the map has it; None where it does not say.
    """

    name: str
    to: str
    use: str
    duration: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LandingPlace:
    """A port as map or timetable has it; `port_id` is empty for one that no timetable knows.

    A terminal of the map may have no name.
    """

    name: str
    port_id: str
    lat: float
    lon: float


@dataclass(frozen=True, slots=True, kw_only=True)
class IslandReport:
    """A landmass with everything that ties it to others and together.

    Parameters
    ----------
    cut_offs
        Roads whose loss cuts part of it off, the worst first.
    """

    landmass: Landmass
    ports: tuple[LandingPlace, ...]
    ferries: tuple[FerryLink, ...]
    cut_offs: tuple[CutOff, ...]

    @property
    def reachable(self) -> bool:
        """Whether vehicles can come here by a timetable."""
        return any(link.use == "timetable" for link in self.ferries)


def island_reports(
    summary: MapSummary, graph: RoadGraph, landmarks: Landmarks, *, least_km: float = 1.0
) -> list[IslandReport]:
    """Return a report for each landmass, in the order of the summary.

    Parameters
    ----------
    least_km
        Parts with less road than this are not told when they can be cut off.
    """
    ports = list(_ports(summary))
    where = touched_landmasses(graph, [(port.lat, port.lon) for port in ports])
    labels = {mass.landmass: mass.label for mass in summary.landmasses}
    return [
        IslandReport(
            landmass=mass,
            ports=tuple(port for port, on in zip(ports, where, strict=True) if on == mass.landmass),
            ferries=tuple(_links(summary.ferry_lines, mass.landmass, labels)),
            cut_offs=tuple(cut_offs(graph, mass.landmass, least_km=least_km, landmarks=landmarks)),
        )
        for mass in summary.landmasses
    ]


def _ports(summary: MapSummary) -> Iterator[LandingPlace]:
    """Yield the ports of the timetable, then the terminals of the map that are none of them."""
    known = set()
    for port in summary.timetable_ports:
        known.add((port.lat, port.lon))
        yield LandingPlace(name=port.name, port_id=port.port_id, lat=port.lat, lon=port.lon)
    for terminal in summary.ports:
        if (terminal.lat, terminal.lon) not in known:
            yield LandingPlace(name=terminal.name, port_id="", lat=terminal.lat, lon=terminal.lon)


def _links(
    lines: Sequence[FerryLine], landmass: int, labels: dict[int, str]
) -> Iterator[FerryLink]:
    for line in lines:
        touched = [end.landmass for end in line.ends]
        if landmass not in touched:
            continue
        other = touched[1] if touched[0] == landmass else touched[0]
        if other == landmass:
            continue  # an excursion, or a ferry across a bay
        yield FerryLink(
            name=line.label,
            to="" if other is None else labels.get(other, ""),
            use=_use(line),
            duration=line.duration,
        )


def _use(line: FerryLine) -> str:
    if not line.cars:
        return "foot"
    if line.timetabled:
        return "timetable"
    return "leaves-map" if line.leaves_map else "no-timetable"


def report_json(reports: Sequence[IslandReport]) -> list[dict[str, Any]]:
    """Return reports as plain lists and dictionaries."""
    return [{**asdict(report), "reachable": report.reachable} for report in reports]


def island_geojson(
    summary: MapSummary, graph: RoadGraph, reports: Sequence[IslandReport]
) -> dict[str, Any]:
    """Draw landmasses, ports, ferry lines and the roads that cut something off."""
    return {
        "type": "FeatureCollection",
        "features": [
            *(_point("landmass", asdict(report.landmass)) for report in reports),
            *(_point("port", asdict(port)) for report in reports for port in report.ports),
            *(_ferry(line) for line in summary.ferry_lines if len(line.shape_lat) > 1),
            *(cut_feature(graph, cut) for report in reports for cut in report.cut_offs),
        ],
    }


def cut_feature(graph: RoadGraph, cut: CutOff) -> dict[str, Any]:
    """Draw the road of a cut."""
    lines = []
    for segment in cut.segments:
        first, last = graph.segment_first_point[segment : segment + 2]
        lat = np.asarray(graph.shape_lat_e7[first:last]) / 1e7
        lon = np.asarray(graph.shape_lon_e7[first:last]) / 1e7
        lines.append(np.column_stack((lon, lat)).tolist())
    facts = {name: value for name, value in asdict(cut).items() if name not in _COORDINATES}
    return _feature("cut-off", {"type": "MultiLineString", "coordinates": lines}, facts)


_COORDINATES = frozenset({"lat", "lon", "segments"})


def _point(kind: str, facts: dict[str, Any]) -> dict[str, Any]:
    geometry = {"type": "Point", "coordinates": [facts["lon"], facts["lat"]]}
    return _feature(kind, geometry, {n: v for n, v in facts.items() if n not in _COORDINATES})


def _ferry(line: FerryLine) -> dict[str, Any]:
    course = [list(at) for at in zip(line.shape_lon, line.shape_lat, strict=True)]
    facts = {"name": line.label, "use": _use(line), "duration": line.duration}
    return _feature("ferry", {"type": "LineString", "coordinates": course}, facts)


def _feature(kind: str, geometry: dict[str, Any], facts: dict[str, Any]) -> dict[str, Any]:
    return {"type": "Feature", "geometry": geometry, "properties": {"feature": kind, **facts}}
