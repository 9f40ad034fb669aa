"""Reads the texts of Li & Lim (2001): pick-ups and deliveries with time windows."""

from __future__ import annotations

from pathlib import Path

from routing.instances.instance import Instance, Node, Vehicle

COLUMNS = "number, x, y, demand, ready, due, service, pick-up, delivery"


def read_lilim(path: Path) -> Instance:
    """Read a Li & Lim text: doubles, fewest vehicles first.

    The first line holds vehicles, capacity and speed (which is 1 in all published files and
    ignored, as everybody does); each further line the nine columns of a node, the depot first.

    Raises
    ------
    ValueError
        Naming the line, if the file is no Li & Lim text.
    """
    lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
    rows = [(number, line.split()) for number, line in enumerate(lines, 1) if line.strip()]
    if not rows or len(rows[0][1]) not in {2, 3}:
        raise ValueError(f"{path.name}: line 1 must hold vehicles, capacity and speed.")
    vehicles, capacity = _integers(path, *rows[0])[:2]
    table = [_row(path, number, words) for number, words in rows[1:]]
    if not table or vehicles < 1:
        raise ValueError(f"{path.name} has no vehicle or no node.")
    known = {row[0] for row in table}
    for number, row in zip((number for number, _ in rows[1:]), table, strict=True):
        for other in row[7:]:
            if other not in known:
                raise ValueError(
                    f"{path.name}: line {number} names node {other}, which is missing."
                )
    return Instance(
        name=path.stem,
        convention="sintef",
        nodes=tuple(_node(row) for row in table),
        vehicles=(Vehicle(depot=table[0][0], capacity=capacity),) * vehicles,
        depots=frozenset({table[0][0]}),
    )


def _row(path: Path, number: int, words: list[str]) -> list[int]:
    if len(words) != 9:
        raise ValueError(f"{path.name}: line {number} must hold {COLUMNS}; it has {len(words)}.")
    return _integers(path, number, words)


def _integers(path: Path, number: int, words: list[str]) -> list[int]:
    try:
        return [int(word) for word in words]
    except ValueError as error:
        raise ValueError(f"{path.name}: line {number} must hold whole numbers.") from error


def _node(row: list[int]) -> Node:
    number, x, y, demand, ready, due, service, _, delivery = row
    return Node(
        id=number,
        x=x,
        y=y,
        demand=abs(demand),
        ready=ready,
        due=due,
        service=service,
        partner=delivery or None,
    )
