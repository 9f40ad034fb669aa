"""Reads benchmark files as problems, and judges routes by the rules and the costs of the files.

An `Instance` keeps what the file says beside the `Problem` made of it. Routes are lists of ids as
in the file, without depots: node numbers in VRPLIB files (the depot is usually node 1), customer
numbers in Solomon, Li & Lim and Sartori & Buriol texts (the depot is 0).
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Literal, get_args

from routing.instances.instance import Instance, Node, Vehicle, routes_of, used
from routing.instances.lilim import read_lilim
from routing.instances.measure import Convention
from routing.instances.sartori import read_sartori, read_sartori_solution
from routing.instances.solomon import read_solomon
from routing.instances.verify import cost, cost_in_doubles, verify
from routing.instances.vrplib import read_sol, read_vrplib, write_sol

Format = Literal["vrplib", "solomon", "lilim", "sartori"]

__all__ = [
    "Convention",
    "Format",
    "Instance",
    "Node",
    "Vehicle",
    "cost",
    "cost_in_doubles",
    "read",
    "read_lilim",
    "read_sartori",
    "read_sartori_solution",
    "read_sol",
    "read_solomon",
    "read_vrplib",
    "routes_of",
    "used",
    "verify",
    "write_sol",
]


def read(path: Path, file_format: Format, convention: Convention | None = None) -> Instance:
    """Read a benchmark file.

    Parameters
    ----------
    convention
        "dimacs" or "sintef" for Solomon texts ("dimacs" unless told); the other formats have one
        each.

    Raises
    ------
    ValueError
        If the file is not of the format, or asks for what the model does not hold.
    OSError
        If the file cannot be read.
    """
    if file_format == "solomon":
        return read_solomon(path, convention or "dimacs")
    readers: dict[str, Callable[[Path], Instance]] = {
        "vrplib": read_vrplib,
        "lilim": read_lilim,
        "sartori": read_sartori,
    }
    if file_format not in readers:
        raise ValueError(f"file_format must be one of {', '.join(get_args(Format))}.")
    instance = readers[file_format](path)
    if convention not in {None, instance.convention}:
        raise ValueError(f"convention must be {instance.convention} for {path.name}.")
    return instance
