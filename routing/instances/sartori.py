"""Reads the texts of Sartori & Buriol (2020): pick-ups and deliveries on real roads."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np

from routing.instances.instance import Instance, Node, Vehicle

COLUMNS = "id, latitude, longitude, demand, earliest, latest, service, pick-up, delivery"

#: What the header must say; all else in it (city, distribution, ...) is for people.
NEEDED = ("NAME", "SIZE", "CAPACITY")


def read_sartori(path: Path) -> Instance:
    """Read a Sartori & Buriol text: whole minutes, fewest vehicles first, then travel time.

    Lines "KEY: value", then NODES with nine columns per node (the depot first), EDGES with a matrix
    of minutes, and EOF. The number of vehicles is not limited.

    Raises
    ------
    ValueError
        Naming the section or line, if the file is no such text.

    References
    ----------
    Sartori and Buriol (2020), doi:10.1016/j.cor.2020.105065.
    """
    text = path.read_text(encoding="utf-8", errors="replace")
    lines = [(number, line.split()) for number, line in enumerate(text.splitlines(), 1)]
    rows = iter([(number, words) for number, words in lines if words])
    header = _header(path, rows)
    size, capacity = (_whole(path, key, header[key]) for key in ("SIZE", "CAPACITY"))
    if size < 3 or capacity < 1:
        raise ValueError(f"{path.name}: SIZE must be at least 3 and CAPACITY at least 1.")
    nodes = tuple(_node(path, *_next(path, rows, "NODES")) for _ in range(size))
    _paired(path, nodes)
    number, words = _next(path, rows, "EDGES")
    if words != ["EDGES"]:
        raise ValueError(f"{path.name}: line {number} must be EDGES, after {size} nodes.")
    weights = np.array([_minutes(path, rows, size) for _ in range(size)], dtype=np.float64)
    return Instance(
        name=header["NAME"],
        convention="minutes",
        nodes=nodes,
        vehicles=(Vehicle(depot=nodes[0].id, capacity=capacity),) * ((size - 1) // 2),
        depots=frozenset({nodes[0].id}),
        weights=weights,
    )


Row = tuple[int, list[str]]


def _header(path: Path, rows: Iterator[Row]) -> dict[str, str]:
    header: dict[str, str] = {}
    for number, words in rows:
        if words == ["NODES"]:
            break
        if not words[0].endswith(":"):
            raise ValueError(f"{path.name}: line {number} must be 'KEY: value' or NODES.")
        header[words[0][:-1]] = " ".join(words[1:])
    missing = [key for key in NEEDED if not header.get(key)]
    if missing:
        raise ValueError(f"{path.name}: before NODES there must be {', '.join(missing)}.")
    return header


def _whole(path: Path, key: str, value: str) -> int:
    try:
        return int(value)
    except ValueError as error:
        raise ValueError(f"{path.name}: {key} must be a whole number, got {value!r}.") from error


def _next(path: Path, rows: Iterator[Row], section: str) -> Row:
    row = next(rows, None)
    if row is None:
        raise ValueError(f"{path.name} ends within {section}.")
    return row


def _node(path: Path, number: int, words: list[str]) -> Node:
    try:
        numbers = [int(word) for word in (words[0], *words[3:])]
        latitude, longitude = float(words[1]), float(words[2])
        identity, demand, earliest, latest, service, _, delivery = numbers
    except (ValueError, IndexError) as error:
        raise ValueError(f"{path.name}: line {number} must hold {COLUMNS}.") from error
    return Node(
        id=identity,
        x=longitude,
        y=latitude,
        demand=abs(demand),
        ready=earliest,
        due=latest,
        service=service,
        partner=delivery or None,
    )


def _paired(path: Path, nodes: tuple[Node, ...]) -> None:
    """Ask that every node but the depot is one end of one pair."""
    partners = [node.partner for node in nodes if node.partner is not None]
    pickups = [node.id for node in nodes if node.partner is not None]
    others = sorted(node.id for node in nodes[1:] if node.partner is None)
    if len({node.id for node in nodes}) < len(nodes):
        raise ValueError(f"{path.name}: ids of nodes must differ.")
    if sorted(partners) != others or nodes[0].id in pickups:
        raise ValueError(f"{path.name}: every node but the depot must belong to one pair.")


def _minutes(path: Path, rows: Iterator[Row], size: int) -> list[int]:
    number, words = _next(path, rows, "EDGES")
    try:
        values = [int(word) for word in words]
    except ValueError as error:
        raise ValueError(f"{path.name}: line {number} must hold whole minutes.") from error
    if len(values) != size or min(values) < 0:
        raise ValueError(f"{path.name}: line {number} must hold {size} minutes, none negative.")
    return values


def read_sartori_solution(path: Path) -> list[list[int]]:
    """Read the routes of a published solution: a line "Route k : ids" each, without the depot.

    Raises
    ------
    ValueError
        If a route names something that is no id.
    """
    lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
    routes = [line.split(":", 1)[1] for line in lines if line.startswith("Route ")]
    return [[int(word) for word in route.split()] for route in routes]
