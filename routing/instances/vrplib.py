"""Reads VRPLIB files (CVRP and sets with extra sections), reads and writes .sol files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import inf
from pathlib import Path
from typing import Any

import numpy as np
import vrplib

from routing.instances.instance import Instance, Node, Vehicle
from routing.instances.measure import Convention, Floats
from routing.instances.verify import cost

#: What each TYPE is measured in. HFVRP: unit costs are neither rounded nor scaled, fixed costs are.
CONVENTIONS: dict[str, Convention] = {
    "CVRP": "rounded",
    "VRPB": "rounded",
    "HFVRP": "exact",
    "MDVRPTW": "exact",
    "SDVRPTW": "exact",
    "PCVRPTW": "dimacs",
    "MTVRPTWR": "dimacs",
    "VRPTW": "dimacs",
}

#: Sections and fields that the reader understands; any other is a rule that we would break
#: unknowingly.
KNOWN = frozenset(
    {
        "name",
        "comment",
        "type",
        "dimension",
        "edge_weight_type",
        "edge_weight_format",
        "edge_weight",
        "node_coord",
        "demand",
        "depot",
        "capacity",
        "vehicles",
        "service_time",
        "time_window",
        "release_time",
        "vehicles_reload_depot",
        "prize",
        "backhaul",
        "vehicles_depot",
        "vehicles_fixed_cost",
        "vehicles_unit_distance_cost",
        "vehicles_max_duration",
        "vehicles_allowed_clients",
        "node_coord_type",
        "display_data_type",
    }
)


def read_vrplib(path: Path) -> Instance:
    """Read a VRPLIB file; ids are its node numbers, 1 to n.

    Raises
    ------
    ValueError
        If the file is no VRPLIB file, or has a type or section that is not supported.
    """
    try:
        data: Mapping[str, Any] = vrplib.read_instance(path, compute_edge_weights=False)
        if data.get("edge_weight_type") != "EUC_2D":
            data = vrplib.read_instance(path)
    except (LookupError, ValueError, RuntimeError, AttributeError, TypeError) as error:
        raise ValueError(f"{path.name} is not a VRPLIB file: {error!r}.") from error
    kind = str(data.get("type", ""))
    if kind not in CONVENTIONS:
        types = ", ".join(CONVENTIONS)
        raise ValueError(
            f"{path.name} has TYPE {kind!r}, not supported yet; supported are {types}."
        )
    strange = sorted(set(data) - KNOWN)
    if strange:
        raise ValueError(f"{path.name} has {', '.join(strange).upper()}, not supported yet.")
    places = "node_coord" if data.get("edge_weight_type") == "EUC_2D" else "edge_weight"
    for section in ("demand", "capacity", places):
        if section not in data:
            raise ValueError(f"{path.name} has no {section.upper()}.")
    nodes, depots = _nodes(data), _depots(data)
    if len(depots) > 1 and "vehicles_depot" not in data:
        raise ValueError(f"{path.name} has {len(depots)} depots and no VEHICLES_DEPOT_SECTION.")
    return Instance(
        name=str(data.get("name", path.stem)),
        convention=CONVENTIONS[kind],
        nodes=nodes,
        vehicles=_vehicles(data, len(nodes) - len(depots)),
        depots=frozenset(index + 1 for index in depots),
        sol_offset=1,
        weights=_weights(data),
    )


def _weights(data: Mapping[str, Any]) -> Floats | None:
    if data.get("edge_weight_type") == "EUC_2D":
        return None
    return np.asarray(data["edge_weight"], dtype=np.float64)


def _nodes(data: Mapping[str, Any]) -> tuple[Node, ...]:
    count = len(data["demand"])
    places = data.get("node_coord", np.zeros((count, 2)))
    windows = data.get("time_window", np.array([(0, inf)] * count))
    service = np.broadcast_to(data.get("service_time", 0), count).copy()
    if np.ndim(data.get("service_time", 0)) == 0:
        service[_depots(data)] = 0
    backhaul = data.get("backhaul", np.zeros(count, dtype=int))
    prizes = data.get("prize")
    releases = data.get("release_time", np.zeros(count))
    return tuple(
        Node(
            id=index + 1,
            x=float(places[index][0]),
            y=float(places[index][1]),
            demand=int(data["demand"][index]),
            backhaul=int(backhaul[index]),
            ready=float(windows[index][0]),
            due=float(windows[index][1]),
            service=float(service[index]),
            release=float(releases[index]),
            prize=None if prizes is None else float(prizes[index]),
        )
        for index in range(count)
    )


def _depots(data: Mapping[str, Any]) -> list[int]:
    """Give positions of the depots; the first node where the file has no section for them."""
    return [int(index) for index in np.ravel(data.get("depot", [0]))]


def _vehicles(data: Mapping[str, Any], customers: int) -> tuple[Vehicle, ...]:
    """List the vehicles in the order of the file; as many as customers where it sets no limit."""
    count = int(data.get("vehicles", customers))

    def column(name: str, default: Any) -> list[Any]:
        given = data.get(name, default)
        return [given] * count if np.ndim(given) == 0 else [np.ravel(row)[0] for row in given]

    depots = column("vehicles_depot", _depots(data)[0] + 1)
    reloads = column("vehicles_reload_depot", None)
    allowed = data.get("vehicles_allowed_clients")
    limits = column("vehicles_max_duration", inf)
    rows = zip(
        depots,
        column("capacity", 0),
        column("vehicles_fixed_cost", 0),
        column("vehicles_unit_distance_cost", 1),
        limits,
        reloads,
        strict=True,
    )
    return tuple(
        Vehicle(
            depot=int(depot),
            capacity=int(capacity),
            fixed_cost=float(fixed),
            unit_cost=int(unit),
            max_duration=None if limit == inf else float(limit),
            reload=None if reload is None else int(reload),
            allowed=None
            if allowed is None
            else frozenset(int(client) for client in np.ravel(allowed[number])),
        )
        for number, (depot, capacity, fixed, unit, limit, reload) in enumerate(rows)
    )


def read_sol(instance: Instance, path: Path) -> tuple[list[list[int]], float]:
    """Read a .sol file: routes as ids of the instance, and the cost that the file states."""
    solution = vrplib.read_solution(path)
    routes = [[place + instance.sol_offset for place in route] for route in solution["routes"]]
    return routes, float(solution["cost"])


def write_sol(instance: Instance, routes: Sequence[Sequence[int]], path: Path) -> None:
    """Write routes of ids and their cost as a .sol file, numbered as such files are."""
    lines = [
        f"Route #{number}: {' '.join(str(place - instance.sol_offset) for place in route)}".rstrip()
        for number, route in enumerate(routes, 1)  # the library refuses vehicles that stay at home
    ]
    path.write_text("\n".join([*lines, f"Cost: {cost(instance, routes)}", ""]), encoding="utf-8")
