"""Draws a base map from OSM files into one PMTiles file."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from pmtiles.tile import Compression, TileType
from pmtiles.writer import Writer

from geo.basemap.areas import gather_areas
from geo.basemap.features import FIRST_ZOOM, LAST_ZOOM, LAYERS, Features, Gathering, to_degrees
from geo.basemap.lines import gather_lines
from geo.basemap.pyramid import cut_tiles
from geo.basemap.sea import gather_sea
from geo.osm import Extract, Progress, read_extracts
from geo.osm_files import header_of

ATTRIBUTION = '<a href="https://www.openstreetmap.org/copyright">© OpenStreetMap contributors</a>'


@dataclass(frozen=True, slots=True, kw_only=True)
class BasemapMade:
    """What `write_basemap` wrote.

    Parameters
    ----------
    tiles
        Tiles that show something, open sea included.
    features
        Roads, buildings, names and so on, before they were cut into tiles.
    """

    tiles: int
    features: int
    bytes: int


def draw_basemap(
    paths: Sequence[Path], out: Path, *, progress: Progress | None = None
) -> BasemapMade:
    """Draw the base map of OSM files.

    Parameters
    ----------
    paths
        As in `geo.build.build_map`.
    out
        PMTiles file to write; an older one is replaced once the new one is whole.

    Raises
    ------
    InputError
        Everything that is wrong with the files at once.
    """
    return write_basemap(read_extracts(paths, progress), paths, out, progress=progress)


def write_basemap(
    extract: Extract, paths: Sequence[Path], out: Path, *, progress: Progress | None = None
) -> BasemapMade:
    """Draw the base map of files of which `read_extracts` has made an extract."""
    tell = progress or _silent
    tell("shapes", 0, 1)
    features = gather(extract, paths)
    tell("tiles", 0, 1)
    out = Path(out)
    # A name of its own, so that two at work do not write into each other's file.
    handle, name = tempfile.mkstemp(prefix=f".{out.name}.", dir=out.parent)
    part = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            tiles = _write(file, features)
        part.chmod(0o644)
        part.replace(out)
    finally:
        part.unlink(missing_ok=True)
    return BasemapMade(tiles=tiles, features=len(features), bytes=out.stat().st_size)


def gather(extract: Extract, paths: Sequence[Path]) -> Features:
    """Return everything that is drawn."""
    gathering = Gathering()
    gather_lines(extract, gathering)
    gather_areas(paths, gathering)
    gather_sea(extract, [box for path in paths for box in _header_box(path)], gathering)
    return gathering.finish()


def _silent(stage: str, done: int, total: int) -> None:
    pass


def _header_box(path: Path) -> Iterable[tuple[float, float, float, float]]:
    box = header_of(path).box()
    if box.valid():
        low, high = box.bottom_left, box.top_right
        yield low.lon, low.lat, high.lon, high.lat


def _write(file: Any, features: Features) -> int:
    """Write all tiles in the order of their numbers, which keeps the directory short."""
    found = sorted(cut_tiles(features), key=lambda tiles: tiles.first_id)
    writer = Writer(file)
    for tiles in found:
        for number in range(tiles.first_id, tiles.first_id + tiles.count):
            writer.write_tile(number, tiles.data)
    writer.finalize(_header(features), _metadata())
    return sum(tiles.count for tiles in found)


def _header(features: Features) -> dict[str, Any]:
    land = shapely.total_bounds(features.shapes[features.of_layer("land")])
    west, north, east, south = to_degrees(land.reshape(2, 2)).ravel()
    e7 = np.rint(np.array([west, south, east, north]) * 1e7).astype(int).tolist()
    return {
        "tile_type": TileType.MVT,
        "tile_compression": Compression.GZIP,
        "min_lon_e7": e7[0],
        "min_lat_e7": e7[1],
        "max_lon_e7": e7[2],
        "max_lat_e7": e7[3],
        "center_zoom": 10,
        "center_lon_e7": (e7[0] + e7[2]) // 2,
        "center_lat_e7": (e7[1] + e7[3]) // 2,
    }


_FIELDS = {
    "residential": ("class", "name", "name_en"),
    "water": ("class", "name", "name_en"),
    "waterway": ("class", "name", "name_en"),
    "building": ("class", "name", "name_en"),
    "ferry": ("name", "name_en", "cars"),
    "road": ("class", "name", "bridge", "tunnel", "link"),
    "place": ("class", "name", "name_en"),
}


def _metadata() -> dict[str, Any]:
    flags = {"cars", "bridge", "tunnel", "link"}
    return {
        "name": "Naru",
        "type": "baselayer",
        "attribution": ATTRIBUTION,
        "vector_layers": [
            {
                "id": layer,
                "minzoom": FIRST_ZOOM,
                "maxzoom": LAST_ZOOM,
                "fields": {
                    name: "Boolean" if name in flags else "String"
                    for name in _FIELDS.get(layer, ())
                },
            }
            for layer in LAYERS
        ],
    }
