"""Keeps what an older map has that would come out the same: a rebuild does only what changed."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from geo.faults import InputError
from geo.store import read_manifest, verify_map

ORDERED_BY = ("first_arc", "arc_head", "node_lat_e7", "node_lon_e7")
"""Arrays that the order of the nodes depends on, and nothing else."""


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


def same_order(older: Mapping[str, Any], arrays: Mapping[str, Any]) -> bool:
    """Whether the hierarchy of an older map fits the arrays of a new one."""
    known = older["arrays"]
    return all(known[name]["sha256"] == arrays[name]["sha256"] for name in ORDERED_BY)


def keep_files(older: Path, folder: Path, names: Iterable[str]) -> None:
    """Take files over into a new folder, by a link where the file system can."""
    for name in names:
        try:
            os.link(older / name, folder / name)
        except OSError:  # another file system, or one without hard links
            shutil.copyfile(older / name, folder / name)
