"""Opens OSM files by what is in them, and says what is wrong with those that cannot be read."""

from __future__ import annotations

import bz2
import contextlib
import gzip
import re
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import osmium

from geo.faults import Fault, Text
from geo.osm_pbf import check_pbf


@contextlib.contextmanager
def as_osmium_file(path: Path) -> Iterator[osmium.io.File]:
    """Tell osmium the format that the first bytes show; unpack what it cannot unpack itself."""
    with path.open("rb") as stream:
        head = stream.read(32)
    opener: Any = {b"\x1f\x8b": gzip.open, b"BZ": bz2.open}.get(head[:2])
    suffix = {b"\x1f\x8b": ".gz", b"BZ": ".bz2"}.get(head[:2], "")
    if opener:
        with opener(path, "rb") as packed:
            head = packed.read(32)
    kind = _format_of(head)
    if not (opener and kind == "pbf"):
        if kind == "pbf":
            check_pbf(path)
        yield osmium.io.File(str(path), kind + suffix)
        return
    with tempfile.NamedTemporaryFile(suffix=".osm.pbf") as unpacked:
        with opener(path, "rb") as packed:
            shutil.copyfileobj(packed, unpacked)
        unpacked.flush()
        check_pbf(Path(unpacked.name))
        yield osmium.io.File(unpacked.name, "pbf")


def header_of(path: Path) -> osmium.io.Header:
    """Return the header of a file that is known to be readable."""
    with as_osmium_file(path) as file, osmium.io.Reader(file, osmium.osm.NOTHING) as reader:
        return reader.header()


def data_date(path: Path) -> str:
    """Return the moment of the data in a file, as its header has it, or nothing."""
    header = header_of(path)
    moment = header.get("osmosis_replication_timestamp") or header.get("timestamp")
    return moment or _overpass_date(path)


def _overpass_date(path: Path) -> str:
    """Return what Overpass writes at the top of its answers."""
    with path.open("rb") as stream:
        found = re.search(rb'osm_base="([0-9TZ:-]+)"', stream.read(1000))
    return found[1].decode() if found else ""


def _format_of(head: bytes) -> str:
    if not head:
        raise ValueError("the file is empty")
    if b"OSMHeader" in head:
        return "pbf"
    if head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        return "osm"
    raise ValueError("neither an OSM PBF nor an OSM XML file")


def damaged(file: str, error: Exception) -> Fault:
    """Return the fault of a file that osmium cannot read to its end."""
    return Fault(
        code="map-file-damaged",
        file=file,
        what=Text(
            f"OSM 파일이 아니거나 손상되었습니다 ({error})",
            f"is not an OSM file, or is damaged or cut short ({error})",
        ),
        remedy=Text(
            "PBF 또는 OSM XML 파일을 다시 내려받고 체크섬을 확인하세요",
            "download the PBF or OSM XML file again and compare its checksum",
        ),
    )


def no_roads(files: Sequence[str]) -> Fault:
    """Return the fault of files that hold no road at all."""
    return Fault(
        code="no-roads",
        file=", ".join(files),
        what=Text("차가 다닐 수 있는 도로가 없습니다", "has no road that a vehicle may use"),
        remedy=Text(
            "도로(highway=*)가 들어 있는 지역으로 다시 잘라 내세요",
            "cut the extract again, with ways (highway=*) and nodes, for an area with roads",
        ),
    )
