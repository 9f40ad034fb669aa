"""Cuts an area out of an OSM file: all ways that touch it, whole, and their relations."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import osmium

from geo.area import Area
from geo.faults import Fault, InputError, Text, unreadable
from geo.osm import DAMAGE
from geo.osm_files import as_osmium_file, damaged

_AT_ONCE = 200_000  # nodes that are compared with the outline together


def clip(source: Path, area: Area, out: Path) -> int:
    """Write the part of a file within an area; return how many nodes lie in it.

    The file is read in passes and never held in memory: only the numbers of what is kept are. Ways
    are kept whole, so roads and coasts lead a little beyond the area, and a ferry to its far port.

    Parameters
    ----------
    out
        PBF file to write; its header has the box of the area.

    Raises
    ------
    InputError
        The file cannot be read, or nothing of it lies in the area.
    """
    try:
        with as_osmium_file(source) as file:
            return _clip(source, file, area, out)
    except OSError as error:
        describe = damaged if error.errno is None else unreadable
        raise InputError([describe(source.name, error)]) from None
    except InputError:
        raise
    except DAMAGE as error:
        raise InputError([damaged(source.name, error)]) from None


def _clip(source: Path, file: osmium.io.File, area: Area, out: Path) -> int:
    kept = osmium.IdTracker()
    inside = 0
    for node in _nodes_inside(file, area):
        kept.add_node(node)
        inside += 1
    if not inside:
        raise InputError([_nothing_there(source.name, area)])
    kept.complete_forward_references(file, relation_depth=1)
    kept.complete_backward_references(file)  # of ways only: a boundary would bring in a country
    with osmium.io.Reader(file) as reader:
        header = _header(reader.header(), area)
        with osmium.SimpleWriter(str(out), header=header, overwrite=True) as writer:
            osmium.apply(reader, kept.id_filter(), writer)
    return inside


def _nodes_inside(file: osmium.io.File, area: Area) -> Iterator[int]:
    west, south, east, north = area.box
    low_x, low_y, high_x, high_y = (round(value * 1e7) for value in (west, south, east, north))
    rows: list[tuple[int, float, float]] = []
    nodes: Iterable[Any] = osmium.FileProcessor(file, osmium.osm.NODE)
    for node in nodes:
        place = node.location
        # Most nodes of a country file end here, so this is all that is asked of them.
        if low_x <= place.x <= high_x and low_y <= place.y <= high_y and node.id > 0:
            rows.append((node.id, place.lat, place.lon))
            if len(rows) == _AT_ONCE:
                yield from _inside(rows, area)
                rows.clear()
    yield from _inside(rows, area)


def _inside(rows: list[tuple[int, float, float]], area: Area) -> Iterator[int]:
    places = np.array([row[1:] for row in rows]).reshape(-1, 2)
    for at in np.flatnonzero(area.contains(places[:, 0], places[:, 1])):
        yield rows[at][0]


def _header(of_source: osmium.io.Header, area: Area) -> osmium.io.Header:
    header = osmium.io.Header()
    header.set("generator", "naru")
    moment = of_source.get("osmosis_replication_timestamp")
    if moment:
        header.set("osmosis_replication_timestamp", moment)
    west, south, east, north = area.box
    header.add_box(osmium.osm.Box(west, south, east, north))
    return header


def _nothing_there(file: str, area: Area) -> Fault:
    return Fault(
        code="area-empty",
        file=file,
        what=Text(f"'{area.name}' 안에 아무것도 없습니다", f"has nothing within '{area.name}'"),
        remedy=Text(
            "범위와 원본 파일의 지역을 확인하세요 (경도가 먼저입니다)",
            "check the area and which region the file covers; longitude comes first",
        ),
    )
