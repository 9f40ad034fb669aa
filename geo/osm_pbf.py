"""Checks the frame of an OSM PBF file before osmium reads it.

Osmium takes the strings of a file for free of zero bytes; one that has any makes it read beyond
its memory, and no `except` stops that. Layout: https://wiki.openstreetmap.org/wiki/PBF_Format.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

_MOST_HEADER, _MOST_BLOB = 64 * 1024, 32 * 1024 * 1024  # bytes, from the format's definition
_VARINT, _FIXED64, _BYTES, _FIXED32 = 0, 1, 2, 5  # wire types of protocol buffers


def check_pbf(path: Path) -> None:
    """Walk over all blocks of a file.

    Raises
    ------
    ValueError
        The file ends in the middle of a block, a block cannot be unpacked, or a string in it holds
        a zero byte.
    """
    with path.open("rb") as file:
        while size := file.read(4):
            header = dict(_fields(_exactly(file, int.from_bytes(size, "big"), _MOST_HEADER)))
            kind, length = header.get(1), header.get(3)
            if not isinstance(length, int):
                raise ValueError("a block has no length")
            blob = _exactly(file, length, _MOST_BLOB)
            if kind == b"OSMData":
                _check_strings(_unpacked(blob))


def _exactly(file: BinaryIO, length: int, most: int) -> bytes:
    if length > most:
        raise ValueError(f"a block claims to have {length} bytes")
    content = file.read(length)
    if len(content) < length:
        raise ValueError("the file ends in the middle of a block")
    return content


def _unpacked(blob: bytes) -> bytes:
    fields = dict(_fields(blob))
    for number, unpack in ((1, bytes), (3, _inflated)):
        content = fields.get(number)
        if isinstance(content, bytes):
            return unpack(content)
    return b""  # packed in a way that only osmium knows


def _inflated(content: bytes) -> bytes:
    inflater = zlib.decompressobj()
    unpacked = inflater.decompress(content, _MOST_BLOB)
    if inflater.unconsumed_tail:
        raise ValueError(f"a block unpacks to more than {_MOST_BLOB} bytes")
    return unpacked


def _check_strings(block: bytes) -> None:
    table = next((value for number, value in _fields(block) if number == 1), b"")
    # An empty string, as the first one always is, has a zero byte for its length.
    if isinstance(table, bytes) and table.count(0) > 1:
        strings = (value for _, value in _fields(table) if isinstance(value, bytes))
        if any(0 in text for text in strings):
            raise ValueError("a text in it holds a zero byte")


def _fields(message: bytes) -> Iterator[tuple[int, int | bytes]]:
    """Yield number and content of the fields of a message of protocol buffers."""
    at = 0
    while at < len(message):
        key, at = _varint(message, at)
        wire = key & 7
        if wire == _VARINT:
            value, at = _varint(message, at)
            yield key >> 3, value
            continue
        if wire == _BYTES:
            length, at = _varint(message, at)
        elif wire in (_FIXED64, _FIXED32):
            length = 8 if wire == _FIXED64 else 4
        else:
            raise ValueError("a block is no message")
        if at + length > len(message):
            raise ValueError("a field ends beyond its block")
        yield key >> 3, message[at : at + length]
        at += length


def _varint(message: bytes, at: int) -> tuple[int, int]:
    value = 0
    for shift in range(0, 70, 7):
        if at >= len(message):
            break
        byte = message[at]
        at += 1
        value |= (byte & 0x7F) << shift
        if byte < 0x80:
            return value, at
    raise ValueError("a block is no message")
