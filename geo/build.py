"""Builds a map folder from OSM extracts: read, assemble, name landmasses, order, save."""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from geo import _kernels
from geo.addresses.extract import write_extract_gazetteer
from geo.area import Area
from geo.assemble import assemble
from geo.clip import clip
from geo.cut import Findings
from geo.ferry_match import WITHOUT_LENGTH, match_ferries
from geo.geometry import Int32s
from geo.graph import RoadGraph
from geo.islands import Island, find_islands
from geo.keep import (
    Parts,
    builder,
    keep_hierarchy,
    keep_parts,
    older_map,
    recipe_of,
    same_order,
)
from geo.landmarks import find_landmarks
from geo.landmass import Landmass, Scraps, find_landmasses, touched_landmasses
from geo.ordering import order_states
from geo.osm import Extract, Progress, read_extracts
from geo.osm_ferries import (
    FerryEnd,
    FerryLine,
    OsmPort,
    ferries_without_length,
    find_ferry_lines,
    find_ports,
    unreadable_durations,
)
from geo.osm_files import data_date
from geo.paths import Hierarchy
from geo.store import HIERARCHY, checksum, described, new_map_folder, save_arrays, save_manifest
from geo.summary import MapSummary, Rules, Source
from geo.timetable import Timetable
from geo.timetable_files import copy_timetable, read_timetable

NOTICE = (
    "Road, ferry and place data © OpenStreetMap contributors, available under the Open Database "
    "License 1.0 (https://www.openstreetmap.org/copyright). Maps built from it carry this notice."
)
GAZETTEER = "gazetteer.sqlite"
"""File of the addresses and names of the extract inside a map folder."""
LANDMARKS = "landmarks.json"
"""File of the places and bridges by name inside a map folder."""
TIMETABLE = "timetable"
"""Folder of the timetable inside a map folder."""
BASEMAP = "basemap.pmtiles"
"""File of the vector tiles inside a map folder."""


def build_map(
    extracts: Sequence[Path],
    out: Path,
    *,
    timetable: Path | None = None,
    area: Area | None = None,
    basemap: bool = False,
    progress: Progress | None = None,
) -> MapSummary:
    """Build a map from OSM files; of an older map of the same files only what changed.

    Parameters
    ----------
    extracts
        PBF or OSM XML, also compressed; merged, each object once.
    out
        Folder to write. An older map there is replaced, but only once the new one is whole.
    timetable
        Ferry timetable in any of its forms (`geo.timetable_files`) to check, to match with the
        ferries of the extract and to keep in the map.
    area
        What the files are cut to; None for all of them.
    basemap
        Whether to draw vector tiles of the same files too, as `BASEMAP` in the map.
    progress
        Called with a stage, how much of it is done, and how much there is.

    Raises
    ------
    InputError
        Everything that is wrong with the files at once; `out` is then as it was.
    """
    tell: Progress = progress or _silent
    extracts, out = [Path(path) for path in extracts], Path(out)
    table = read_timetable(timetable) if timetable else None
    recipe = recipe_of(extracts, area)
    older = older_map(out)
    with new_map_folder(out) as folder, _cut_to(area, extracts, tell) as paths:
        if older and older["recipe"] == recipe:
            tell("keep roads", 0, 1)
            parts = keep_parts(out, folder, older)
        else:
            known = (out, older) if older else None
            parts = _build_parts(extracts, paths(), folder, known, tell)
        if basemap and BASEMAP not in parts.files:
            _draw(read_extracts(paths(), tell), paths(), folder, tell)
            parts.files[BASEMAP] = described(folder / BASEMAP)
        if table and timetable:
            copy_timetable(Path(timetable), folder / TIMETABLE)
            parts.files.update(
                {
                    f"{TIMETABLE}/{path.name}": described(path)
                    for path in (folder / TIMETABLE).iterdir()
                }
            )
        summary = replace(
            _with_timetable(parts.summary, table),
            built=datetime.now(UTC).isoformat(timespec="seconds"),
            area=area.name if area else None,
        )
        save_manifest(
            folder,
            {
                "builder": builder(),
                "recipe": recipe,
                "arrays": parts.arrays,
                "files": parts.files,
                "summary": summary.to_json(),
            },
        )
    tell("done", 1, 1)
    return summary


def _build_parts(
    extracts: Sequence[Path],
    paths: Sequence[Path],
    folder: Path,
    older: tuple[Path, Mapping[str, Any]] | None,
    tell: Progress,
) -> Parts:
    """Make everything that depends on the files alone; `paths` are the files as they were cut."""
    extract = read_extracts(paths, tell)
    _begin("assemble", tell)
    graph, findings = assemble(extract)
    _begin("landmasses", tell)
    islands = find_islands(extract)
    graph, landmasses, scraps, ports, lines = _land(graph, extract, islands)
    find_landmarks(graph, extract, islands).save(folder / LANDMARKS)
    ferries = match_ferries(lines, ports, None, without_length=ferries_without_length(extract))
    findings.misread.unparsable.update(unreadable_durations(extract))
    del extract, islands
    arrays = save_arrays(folder, graph.arrays())
    size = _size(graph)
    if older and same_order(older[1], arrays):
        arrays |= keep_hierarchy(older[0], folder, older[1])
    else:
        _begin("order", tell)
        turns = graph.first_turn, graph.turn_state, order_states(graph)
        del graph  # is saved, and as large as what comes now
        _begin("hierarchy", tell)
        arrays |= _save_hierarchy(folder, *turns)
        del turns
    _begin("addresses", tell)
    write_extract_gazetteer(paths, folder / GAZETTEER)
    summary = MapSummary(
        built="",
        sources=tuple(_source(path, tell, at, len(extracts)) for at, path in enumerate(extracts)),
        **size,
        landmasses=tuple(landmasses),
        scraps=scraps,
        ports=tuple(ports),
        ferry_lines=ferries.lines,
        misfits=ferries.misfits,
        timetable=None,
        rules=_rules(findings),
        notice=NOTICE,
    )
    files = {name: described(folder / name) for name in (GAZETTEER, LANDMARKS)}
    return Parts(summary, arrays, files)


@contextlib.contextmanager
def _cut_to(
    area: Area | None, extracts: Sequence[Path], tell: Progress
) -> Iterator[Callable[[], Sequence[Path]]]:
    """Give a function that cuts the files when they are first needed."""
    with tempfile.TemporaryDirectory(prefix="naru-") as folder:

        @cache
        def paths() -> Sequence[Path]:
            if area is None:
                return extracts
            cut = [Path(folder) / str(at) / path.name for at, path in enumerate(extracts)]
            for at, (path, part) in enumerate(zip(extracts, cut, strict=True)):
                tell(f"cut {path.name}", at, len(cut))
                part.parent.mkdir()
                clip(path, area, part)
            return cut

        yield paths


def _with_timetable(summary: MapSummary, table: Timetable | None) -> MapSummary:
    """Match a timetable with the ferries of a map; the roads are none of its business."""
    pointless = [row.what for row in summary.misfits if row.code == WITHOUT_LENGTH]
    ferries = match_ferries(summary.ferry_lines, summary.ports, table, without_length=pointless)
    return replace(
        summary,
        ferry_lines=ferries.lines,
        timetable_ports=ferries.ports,
        misfits=ferries.misfits,
        timetable=table.source if table else None,
    )


def _begin(stage: str, tell: Progress) -> None:
    """Begin a stage with what the one before has left free; large maps are built on small machines.

    The allocator would keep most of it: on bench-merged 200 MB.
    """
    _kernels.release_memory()
    tell(stage, 0, 1)


def _silent(stage: str, done: int, total: int) -> None:
    pass


def _land(
    graph: RoadGraph, extract: Extract, islands: Sequence[Island]
) -> tuple[RoadGraph, list[Landmass], Scraps, list[OsmPort], list[FerryLine]]:
    ports = find_ports(extract)
    lines = find_ferry_lines(extract, ports)
    landings = [(end.lat, end.lon) for line in lines for end in line.ends]
    node_landmass, landmasses, scraps = find_landmasses(graph, extract, landings, islands)
    graph = replace(graph, node_landmass=node_landmass)
    return graph, landmasses, scraps, ports, _with_landmasses(graph, lines)


def _with_landmasses(graph: RoadGraph, lines: Sequence[FerryLine]) -> list[FerryLine]:
    """Say for every end of a ferry line which landmass it touches."""
    touched = touched_landmasses(graph, [(end.lat, end.lon) for line in lines for end in line.ends])

    def landed(end: FerryEnd, at: int) -> FerryEnd:
        return replace(end, landmass=touched[at])

    return [
        replace(line, ends=(landed(line.ends[0], 2 * at), landed(line.ends[1], 2 * at + 1)))
        for at, line in enumerate(lines)
    ]


def _size(graph: RoadGraph) -> dict[str, Any]:
    return {
        "nodes": graph.node_count,
        "arcs": graph.arc_count,
        "segments": graph.segment_count,
        "road_km": round(float(np.sum(graph.segment_length, dtype=np.int64)) / 1e5, 1),
    }


def _save_hierarchy(
    folder: Path, first_turn: Int32s, turn_state: Int32s, rank: Int32s
) -> dict[str, object]:
    hierarchy = Hierarchy.build(first_turn, turn_state, rank)
    return save_arrays(
        folder, {f"{HIERARCHY}_{name}": values for name, values in hierarchy.arrays.items()}
    )


def _draw(extract: Extract, paths: Sequence[Path], folder: Path, tell: Progress) -> None:
    from geo.basemap import write_basemap  # noqa: PLC0415 -- most maps are built without

    write_basemap(extract, paths, folder / BASEMAP, progress=tell)


def _source(path: Path, tell: Progress, at: int, total: int) -> Source:
    tell("checksum", at, total)
    return Source(
        file=path.name,
        sha256=checksum(path),
        bytes=path.stat().st_size,
        date=data_date(path),
    )


def _rules(findings: Findings) -> Rules:
    return Rules(
        restrictions=dict(findings.restrictions.most_common()),
        forbidden_turns=findings.forbidden_turns,
        barriers=findings.barriers,
        conditional=dict(findings.misread.conditional.most_common()),
        unparsable=dict(findings.misread.unparsable.most_common()),
        ways_with_missing_nodes=findings.ways_with_missing_nodes,
        ways_without_length=findings.ways_without_length,
        ways_with_misplaced_nodes=findings.ways_with_misplaced_nodes,
    )
