"""Describes a map in figures: what was found, what was not understood, which ferries run."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from geo.ferry_match import Misfit, PortMatch
from geo.landmass import Landmass, Scraps
from geo.osm_ferries import FerryEnd, FerryLine, OsmPort
from geo.store import read_manifest


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One file that a map was built from.

    Parameters
    ----------
    date
        Moment of the OSM data, ISO 8601, as the file says it; empty where it does not.
    """

    file: str
    sha256: str
    bytes: int
    date: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """How much of the less regular tagging was applied.

    Parameters
    ----------
    restrictions
        Turn restrictions by what became of them, see `geo.restrictions.FATES`.
    forbidden_turns
        How many turns they forbid to some vehicle, at times or always.
    conditional
        Ways by conditional tag.
    unparsable
        Ways by tag whose value could not be read and is therefore ignored.
    ways_with_misplaced_nodes
        Ways with a step longer than any road, see `geo.cut.LONGEST_SEGMENT`; cut there.
    """

    restrictions: Mapping[str, int]
    forbidden_turns: int
    barriers: int
    conditional: Mapping[str, int]
    unparsable: Mapping[str, int]
    ways_with_missing_nodes: int
    ways_without_length: int
    ways_with_misplaced_nodes: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class MapSummary:
    """Everything worth knowing about a map; kept in its manifest.

    Parameters
    ----------
    built
        Moment of the build, ISO 8601 in UTC.
    area
        Box or outline that the sources were cut to; None for all of them.
    timetable
        Name of the timetable that the map carries; None without one.
    timetable_ports, misfits
        What its ports are on the map, and where map and timetable do not agree.
    """

    built: str
    sources: tuple[Source, ...]
    nodes: int
    arcs: int
    segments: int
    road_km: float
    landmasses: tuple[Landmass, ...]
    scraps: Scraps
    ports: tuple[OsmPort, ...]
    ferry_lines: tuple[FerryLine, ...]
    timetable: str | None
    rules: Rules
    notice: str
    timetable_ports: tuple[PortMatch, ...] = ()
    misfits: tuple[Misfit, ...] = ()
    area: str | None = None

    def to_json(self) -> dict[str, Any]:
        """Return the summary as plain lists and dictionaries."""
        return asdict(self)

    @classmethod
    def from_json(cls, content: Mapping[str, Any]) -> MapSummary:
        """Rebuild a summary from `to_json`."""
        plain = dict(content)
        plain["sources"] = tuple(Source(**row) for row in content["sources"])
        plain["landmasses"] = tuple(Landmass(**row) for row in content["landmasses"])
        plain["scraps"] = Scraps(**content["scraps"])
        plain["ports"] = tuple(_osm_port(row) for row in content["ports"])
        plain["ferry_lines"] = tuple(_ferry_line(row) for row in content["ferry_lines"])
        plain["timetable_ports"] = tuple(
            PortMatch(**row) for row in content.get("timetable_ports", ())
        )
        plain["misfits"] = tuple(Misfit(**row) for row in content.get("misfits", ()))
        plain["rules"] = Rules(**content["rules"])
        return cls(**plain)


def _osm_port(row: Mapping[str, Any]) -> OsmPort:
    return OsmPort(**{**row, "other_names": tuple(row.get("other_names", ()))})


def _ferry_line(row: Mapping[str, Any]) -> FerryLine:
    first, second = (FerryEnd(**end) for end in row["ends"])
    lists = {name: tuple(row.get(name, ())) for name in ("vehicles", "shape_lat", "shape_lon")}
    return FerryLine(**{**row, **lists, "ends": (first, second)})


def map_info(mapdir: Path) -> MapSummary:
    """Return the summary of a map folder.

    Raises
    ------
    InputError
        The folder is no map of this version.
    """
    return MapSummary.from_json(read_manifest(Path(mapdir))["summary"])
