"""Reads the texts of Solomon (1987) and Gehring & Homberger (1999)."""

from __future__ import annotations

from pathlib import Path

import vrplib

from routing.instances.instance import Instance, Node, Vehicle
from routing.instances.measure import Convention


def read_solomon(path: Path, convention: Convention = "dimacs") -> Instance:
    """Read a Solomon text.

    Parameters
    ----------
    convention
        "dimacs": distances truncated to one decimal, distance only; "sintef": doubles, fewest
        vehicles first.

    Raises
    ------
    ValueError
        If the file is no Solomon text, or for another convention.
    """
    if convention not in {"dimacs", "sintef"}:
        raise ValueError("convention must be dimacs or sintef for Solomon texts.")
    try:
        data = vrplib.read_instance(path, "solomon", compute_edge_weights=False)
        rows = zip(
            data["node_coord"].tolist(),
            data["demand"].tolist(),
            data["time_window"].tolist(),
            data["service_time"].tolist(),
            strict=True,
        )
        nodes = tuple(
            Node(id=number, x=x, y=y, demand=demand, ready=ready, due=due, service=service)
            for number, ((x, y), demand, (ready, due), service) in enumerate(rows)
        )
        fleet = (Vehicle(depot=0, capacity=int(data["capacity"])),) * int(data["vehicles"])
    except (LookupError, ValueError, RuntimeError, AttributeError, TypeError) as error:
        raise ValueError(f"{path.name} is not a Solomon text: {error!r}.") from error
    if not fleet or len(nodes) < 2:
        raise ValueError(f"{path.name} has no vehicle or no customer.")
    return Instance(
        name=str(data["name"]),
        convention=convention,
        nodes=nodes,
        vehicles=fleet,
        depots=frozenset({0}),
        divisor=10 if convention == "dimacs" else 1,
    )
