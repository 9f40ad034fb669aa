"""Keeps what an older map has that would come out the same: a rebuild does only what changed."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from geo.area import Area
from geo.faults import InputError
from geo.store import HIERARCHY, checksum, read_manifest, verify_map
from geo.summary import MapSummary

# Arrays that `geo.ordering.order_states` and the hierarchy depend on, and nothing else.
_ORDERED_BY = (
    "state_arc", "first_turn", "turn_state", "arc_segment", "segment_first_point",
    "shape_lat_e7", "shape_lon_e7",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Parts:
    """What a map folder holds, and what its manifest says about it, without the timetable."""

    summary: MapSummary
    arrays: dict[str, Any]
    files: dict[str, Any]


def builder() -> str:
    """Return a checksum of the code that builds maps: other code may build another map."""
    code = hashlib.sha256()
    home = Path(__file__).parent
    for path in sorted((*home.rglob("*.py"), *home.glob("_kernels*.so"))):
        code.update(path.read_bytes())
    return code.hexdigest()


def older_map(out: Path) -> dict[str, Any] | None:
    """Return the manifest of a whole, undamaged map of this builder, if that is what `out` is."""
    try:
        manifest = read_manifest(out)
        if manifest.get("builder") != builder():
            return None
        verify_map(out)
    except InputError:
        return None
    return manifest


def recipe_of(extracts: Sequence[Path], area: Area | None) -> dict[str, Any]:
    """Return what the roads of a map depend on; nothing that could be compared without the files.

    A file that cannot be read is left to the reader, which tells what is wrong with all of them.
    """
    try:
        sources = [checksum(path) for path in extracts]
    except OSError:
        return {}
    return {"sources": sources, "area": area.shape.wkt if area else None}


def keep_parts(older: Path, folder: Path, manifest: Mapping[str, Any]) -> Parts:
    """Take over everything but the timetable."""
    files = {name: row for name, row in manifest["files"].items() if "/" not in name}
    arrays = dict(manifest["arrays"])
    _keep_files(older, folder, [*files, *(f"{name}.npy" for name in arrays)])
    return Parts(MapSummary.from_json(manifest["summary"]), arrays, files)


def same_order(older: Mapping[str, Any], arrays: Mapping[str, Any]) -> bool:
    """Whether the hierarchy of an older map fits the arrays of a new one."""
    known = older["arrays"]
    return all(known[name]["sha256"] == arrays[name]["sha256"] for name in _ORDERED_BY)


def keep_hierarchy(older: Path, folder: Path, manifest: Mapping[str, Any]) -> dict[str, Any]:
    """Take over the hierarchy alone, and return what the manifest says about it."""
    kept = {
        name: row for name, row in manifest["arrays"].items() if name.startswith(f"{HIERARCHY}_")
    }
    _keep_files(older, folder, [f"{name}.npy" for name in kept])
    return kept


def _keep_files(older: Path, folder: Path, names: Iterable[str]) -> None:
    """Take files over into a new folder, by a link where the file system can."""
    for name in names:
        try:
            os.link(older / name, folder / name)
        except OSError:  # another file system, or one without hard links
            shutil.copyfile(older / name, folder / name)
