"""Sorts roads into a grid of small cells, saved with the map, in which the nearest one is found.

A *piece* is the straight line from one shape point to the next; it is named by its first point.
Cells are 0.001° wide both ways (111 m north to south, less from west to east). The key of a cell
grows eastwards along a row, so the cells of a window are one contiguous range per row.
"""

from __future__ import annotations

import numpy as np

from geo.geometry import DEGREE, Floats, Int32s, Int64s, expand

CELL_E7 = 10_000
COLUMNS = 360 * 10_000_000 // CELL_E7 + 1
CELL_METRES = CELL_E7 * DEGREE / 1e7
_BLOCK = 100_000  # pieces sorted into cells at once


def build_grid(
    first_point: Int64s, lat_e7: Int32s, lon_e7: Int32s
) -> tuple[Int64s, Int32s, Int32s]:
    """Sort pieces into the cells that they run through.

    Returns
    -------
    cell_key, cell_first, cell_point
        [c] keys of the occupied cells in order; [c+1] where the pieces of a cell begin in
        `cell_point`.
    """
    begins = np.ones(len(lat_e7), dtype=bool)
    begins[first_point[1:] - 1] = False
    point = np.flatnonzero(begins).astype(np.int32)
    blocks = [
        _touched_cells(point[begin : begin + _BLOCK], lat_e7, lon_e7)
        for begin in range(0, len(point), _BLOCK)
    ]
    key = np.concatenate([key for key, _ in blocks])
    owner = np.concatenate([owner for _, owner in blocks])
    del blocks, point, begins
    order = np.argsort(key, kind="stable")
    key, owner = key[order], owner[order]
    first = np.flatnonzero(np.diff(key, prepend=-1))
    return key[first], np.append(first, len(key)).astype(np.int32), owner


def _touched_cells(point: Int32s, lat_e7: Int32s, lon_e7: Int32s) -> tuple[Int64s, Int32s]:
    """Return the key of every cell that pieces run through, and the piece."""
    lat0, lat1 = lat_e7[point].astype(float), lat_e7[point + 1].astype(float)
    lon0, lon1 = lon_e7[point].astype(float), lon_e7[point + 1].astype(float)
    row0, row1 = cell_rows(lat0), cell_rows(lat1)
    height = np.abs(row1 - row0) + 1
    row = expand(np.minimum(row0, row1), height)
    piece = np.repeat(np.arange(len(point)), height)
    lat0, lat1, lon0, lon1 = lat0[piece], lat1[piece], lon0[piece], lon1[piece]
    # Within each row, a piece runs from where it enters to where it leaves; a level one, from end
    # to end.
    rise = np.where(lat1 == lat0, np.inf, lat1 - lat0)
    south = row * CELL_E7 - 900_000_000
    enters = np.clip((south - lat0) / rise, 0, 1)
    leaves = np.where(lat1 == lat0, 1.0, np.clip((south + CELL_E7 - lat0) / rise, 0, 1))
    lon_in, lon_out = lon0 + enters * (lon1 - lon0), lon0 + leaves * (lon1 - lon0)
    west = cell_columns(np.floor(np.minimum(lon_in, lon_out)))
    width = cell_columns(np.ceil(np.maximum(lon_in, lon_out))) - west + 1
    return expand(row * COLUMNS + west, width), np.repeat(point[piece], width)


def cell_rows(lat_e7: Int32s | Floats) -> Int64s:
    """Return the row of each latitude."""
    return (lat_e7.astype(np.int64) + 900_000_000) // CELL_E7


def cell_columns(lon_e7: Int32s | Floats) -> Int64s:
    """Return the column of each longitude."""
    return (lon_e7.astype(np.int64) + 1_800_000_000) // CELL_E7
