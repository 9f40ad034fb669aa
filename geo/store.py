"""Keeps a map on disk: memory-mapped arrays, and a manifest that says what belongs there."""

from __future__ import annotations

import contextlib
import hashlib
import json
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from geo.faults import Fault, InputError, Text
from geo.graph import FORMAT, RoadGraph

MANIFEST = "manifest.json"
HIERARCHY = "hierarchy"
"""Prefix of the arrays of the contraction hierarchy in a map folder."""
_KIND = "naru-map"


@contextlib.contextmanager
def new_map_folder(out: Path) -> Iterator[Path]:
    """Give a temporary folder that becomes `out` when the block ends well, else vanishes.

    Raises
    ------
    InputError
        `out` exists and is not a map, so it is not ours to replace.
    """
    if out.exists() and not _replaceable(out):
        raise InputError([_not_ours(out.name)])
    out.parent.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix=f".{out.name}.", dir=out.parent))
    try:
        yield folder
        folder.chmod(0o755)
        _put_in_place(folder, out)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _replaceable(out: Path) -> bool:
    return out.is_dir() and ((out / MANIFEST).is_file() or not any(out.iterdir()))


def _put_in_place(folder: Path, out: Path) -> None:
    """Rename; an older map steps aside first, so that readers find one or the other whole."""
    if not out.exists():
        folder.rename(out)
        return
    aside = Path(tempfile.mkdtemp(prefix=f".{out.name}.old.", dir=out.parent))
    out.rename(aside / "map")
    folder.rename(out)
    shutil.rmtree(aside, ignore_errors=True)


def save_arrays(folder: Path, arrays: Mapping[str, npt.NDArray[Any]]) -> dict[str, Any]:
    """Write arrays and return what the manifest says about them."""
    saved = {}
    for name, values in arrays.items():
        path = folder / f"{name}.npy"
        np.save(path, np.ascontiguousarray(values), allow_pickle=False)
        saved[name] = described(path)
    return saved


def described(path: Path) -> dict[str, Any]:
    """Return what the manifest says about a file: its size and checksum."""
    return {"bytes": path.stat().st_size, "sha256": checksum(path)}


def checksum(path: Path) -> str:
    """Return the SHA-256 of a file."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def save_manifest(folder: Path, manifest: Mapping[str, Any]) -> None:
    """Write the manifest last: a folder with one is whole."""
    content = {"kind": _KIND, "format": FORMAT, **manifest}
    path = folder / MANIFEST
    path.write_text(json.dumps(content, ensure_ascii=False, indent=1), encoding="utf-8")


def read_manifest(folder: Path) -> dict[str, Any]:
    """Return the manifest of a map folder.

    Raises
    ------
    InputError
        The folder is missing, is not a map, or was written by another version.
    """
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise InputError([_no_map(folder.name, error)]) from None
    if not isinstance(manifest, dict) or manifest.get("kind") != _KIND:
        raise InputError([_no_map(folder.name, ValueError(f"{MANIFEST} has another kind"))])
    if manifest.get("format") != FORMAT:
        raise InputError([_other_version(folder.name, manifest.get("format"))])
    return manifest


def open_arrays(folder: Path, manifest: Mapping[str, Any]) -> dict[str, npt.NDArray[Any]]:
    """Map the arrays into memory, read-only; sizes are checked, contents only by `verify_map`.

    Raises
    ------
    InputError
        All arrays that are missing, cut short or unreadable at once.
    """
    arrays, faults = {}, []
    for name, expected in manifest["arrays"].items():
        path = folder / f"{name}.npy"
        try:
            found = path.stat().st_size
            if found != expected["bytes"]:
                raise ValueError(f"{found} bytes instead of {expected['bytes']}")
            # A plain view of the mapped pages: numpy's own subclass makes every slice dearer.
            arrays[name] = np.asarray(np.load(path, mmap_mode="r", allow_pickle=False))
        except (OSError, ValueError) as error:
            faults.append(_damaged(f"{folder.name}/{path.name}", error))
    if faults:
        raise InputError(faults)
    return arrays


def open_graph(folder: Path) -> RoadGraph:
    """Open the road graph of a map folder; its pages are shared with other processes."""
    manifest = read_manifest(folder)
    arrays = open_arrays(folder, manifest)
    names = RoadGraph.__dataclass_fields__
    missing = [name for name in names if name not in arrays]
    if missing:
        raise InputError([_damaged(folder.name, ValueError(f"no array {missing[0]}"))])
    return RoadGraph(**{name: arrays[name] for name in names})


def verify_map(folder: Path) -> None:
    """Compare every file with its checksum; reads all of them, unlike opening the map.

    Raises
    ------
    InputError
        Every file whose content has changed since the map was built.
    """
    manifest = read_manifest(folder)
    faults = []
    for name, expected in files_of(manifest).items():
        try:
            if checksum(folder / name) != expected["sha256"]:
                raise ValueError("checksum differs")
        except (OSError, ValueError) as error:
            faults.append(_damaged(f"{folder.name}/{name}", error))
    if faults:
        raise InputError(faults)


def find_file(folder: Path, manifest: Mapping[str, Any], name: str) -> Path:
    """Return the path of a file of a map that is no array; only its size is checked.

    Raises
    ------
    InputError
        The map has no such file, or it is missing or cut short.
    """
    path = folder / name
    try:
        expected = files_of(manifest).get(name, {}).get("bytes")
        found = path.stat().st_size
        if found != expected:
            raise ValueError(f"{found} bytes instead of {expected}")
    except (OSError, ValueError) as error:
        raise InputError([_damaged(f"{folder.name}/{name}", error)]) from None
    return path


def files_of(manifest: Mapping[str, Any]) -> dict[str, Any]:
    """Return size and checksum of every file of a map, by its name in the folder."""
    arrays = {f"{name}.npy": expected for name, expected in manifest["arrays"].items()}
    return {**arrays, **manifest.get("files", {})}


_REBUILD = Text(
    "'naru map build'로 지도를 다시 만드세요",
    "build the map again with 'naru map build EXTRACT... --out MAPDIR'",
)


def _no_map(folder: str, error: Exception) -> Fault:
    reason = error.strerror if isinstance(error, OSError) else error
    return Fault(
        code="not-a-map",
        file=folder,
        what=Text(
            f"나루 지도 폴더가 아닙니다 ({reason})", f"is not a map folder of Naru ({reason})"
        ),
        remedy=_REBUILD,
    )


def _other_version(folder: str, found: object) -> Fault:
    return Fault(
        code="map-format",
        file=folder,
        what=Text(
            f"지도 형식이 {found}인데 이 버전은 {FORMAT}을(를) 씁니다",
            f"has map format {found}; this version reads {FORMAT}",
        ),
        remedy=_REBUILD,
    )


def _damaged(file: str, error: Exception) -> Fault:
    reason = error.strerror if isinstance(error, OSError) else error
    return Fault(
        code="map-damaged",
        file=file,
        what=Text(f"지도 파일이 손상되었습니다 ({reason})", f"is damaged ({reason})"),
        remedy=_REBUILD,
    )


def _not_ours(folder: str) -> Fault:
    return Fault(
        code="output-exists",
        file=folder,
        what=Text(
            "이미 있지만 나루 지도 폴더가 아닙니다", "exists and is not a map folder of Naru"
        ),
        remedy=Text(
            "다른 --out 폴더를 고르거나 그 폴더를 옮기세요",
            "choose another --out folder, or move that one away",
        ),
    )
