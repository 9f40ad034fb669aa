"""Other solvers on our instances: each takes (instance, seconds, seed) and gives routes of ids.

A peer that is not installed is not offered. All get the same integers as ours, `Instance.problem`.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version

from routing.instances import Instance

Peer = Callable[[Instance, float, int], list[list[int]]]

#: Package on PyPI, and the module here that speaks to it.
PEERS = {
    "pyvrp": "benchmarks.peers.with_pyvrp",
    "ortools": "benchmarks.peers.with_ortools",
    "pyvroom": "benchmarks.peers.with_vroom",
    "hygese": "benchmarks.peers.with_hygese",
    "ailsii": "benchmarks.peers.with_ailsii",
    "vrp-cli": "benchmarks.peers.with_vrp_cli",
}


def installed() -> dict[str, str]:
    """Versions of the peers that are installed, by name."""
    return {name: version(name) for name in PEERS if _is_installed(name)}


def _is_installed(package: str) -> bool:
    try:
        version(package)
    except PackageNotFoundError:
        return False
    return True


def peer(name: str) -> Peer:
    """Give the function of a peer."""
    solver: Peer = import_module(PEERS[name]).plan
    return solver
