"""Puts results in place as a whole: a reader sees the old files or the new ones, never half."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path


def write_whole(path: Path, data: bytes) -> None:
    """Write `data` beside `path` and move it there; missing folders are made."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        temporary.chmod(0o644)  # mkstemp makes files that only their owner can read
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


@contextmanager
def whole_folder(out: Path, names: tuple[str, ...]) -> Iterator[Path]:
    """Give a temporary folder; move the files `names` from it into `out` when the block ends well.

    Other files of `out` stay as they are. Nothing is written to `out` when the block raises.
    """
    parent = _existing_ancestor(out)
    temporary = Path(tempfile.mkdtemp(prefix=f".{out.name}.", dir=parent))
    try:
        yield temporary
        missing = [name for name in names if not (temporary / name).is_file()]
        if missing:
            raise FileNotFoundError(f"not written: {', '.join(missing)}")
        out.mkdir(parents=True, exist_ok=True)
        for name in names:
            (temporary / name).replace(out / name)
    finally:
        with suppress(OSError):
            shutil.rmtree(temporary)


def _existing_ancestor(path: Path) -> Path:
    parent = path.absolute().parent
    while not parent.is_dir():
        parent = parent.parent
    return parent
