"""Judges routes by the rules and numbers of the file; independent of the problem made of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from math import inf

from routing.instances.instance import Instance, Node, Vehicle
from routing.instances.measure import UNITS, Floats
from routing.straight import Straight

Routes = Sequence[Sequence[int]]

#: Doubles are compared up to this many units of the file.
TOLERANCE = 1e-6


def cost(instance: Instance, routes: Routes) -> float:
    """Give the cost of routes as the benchmark states it.

    Parameters
    ----------
    routes
        Lists of ids. Where the vehicles are not all alike, the k-th list belongs to the k-th
        vehicle of the file and may be empty.

    Notes
    -----
    Distances in the units of the convention (tenths for "dimacs", thousandths for "exact", whole
    numbers for "rounded", doubles for "sintef"), times the unit cost of the vehicle, with fixed
    costs and lost prizes in the same units; in Solomon texts by "dimacs" divided by ten.
    """
    total = _total(instance, routes, instance.legs, UNITS[instance.convention])
    if instance.convention == "sintef":
        return total
    return round(total) if instance.divisor == 1 else round(total) / instance.divisor


def cost_in_doubles(instance: Instance, routes: Routes) -> float:
    """Give the cost of routes from unrounded distances, in units of the file.

    A hundredth of it, to two decimals, is what some .sol files of HFVRP state.
    """
    return _total(instance, routes, instance.distances, 1)


def _total(instance: Instance, routes: Routes, leg: Floats | Straight, unit: int) -> float:
    visited = {place for route in routes for place in route}
    total = sum((node.prize or 0.0) * unit for node in instance.nodes if node.id not in visited)
    for number, route in enumerate(routes):
        if route:
            vehicle = _vehicle(instance, number)
            path = [instance.position[place] for place in (vehicle.depot, *route, vehicle.depot)]
            length = sum(float(leg[a, b]) for a, b in pairwise(path))
            total += vehicle.unit_cost * length + vehicle.fixed_cost * unit
    return total


def verify(instance: Instance, routes: Routes) -> list[str]:
    """Give a sentence for every rule of the file that the routes break; nothing when sound."""
    found = [*_fleet(instance, routes), *_visits(instance, routes)]
    if found:
        return found
    for number, route in enumerate(routes):
        if route:
            vehicle = _vehicle(instance, number)
            name = f"Route {number + 1}"
            found.extend(f"{name}: {fault}" for fault in _route(instance, vehicle, route))
    return found


def _vehicle(instance: Instance, number: int) -> Vehicle:
    return instance.vehicles[number if len(instance.fleet) > 1 else 0]


def _fleet(instance: Instance, routes: Routes) -> Iterator[str]:
    count = len(routes) if len(instance.fleet) > 1 else sum(1 for route in routes if route)
    if count > len(instance.vehicles):
        yield f"{count} routes for {len(instance.vehicles)} vehicles."


def _visits(instance: Instance, routes: Routes) -> Iterator[str]:
    visits = Counter(place for route in routes for place in route)
    for place in sorted(visits):
        if place not in instance.by_id:
            yield f"{place} is not in the file."
        elif place in instance.depots:
            if all(vehicle.reload != place for vehicle in instance.vehicles):
                yield f"{place} is a depot."
        elif visits[place] > 1:
            yield f"{place} is visited {visits[place]} times."
    for node in instance.nodes:
        if node.id not in visits and node.id not in instance.depots and node.prize is None:
            yield f"{node.id} is not visited."


def _route(instance: Instance, vehicle: Vehicle, route: Sequence[int]) -> Iterator[str]:
    nodes = [instance.by_id[place] for place in route]
    reloads = [index for index, node in enumerate(nodes) if node.id in instance.depots]
    if any(nodes[index].id != vehicle.reload for index in reloads):
        yield "it reloads where the vehicle may not."
    if vehicle.allowed is not None:
        for place in sorted(set(route) - vehicle.allowed):
            yield f"{place} is not allowed for this vehicle."
    begins = [0, *(index + 1 for index in reloads)]
    for begin, end in zip(begins, [*reloads, len(nodes)], strict=True):
        yield from _loads(vehicle, nodes[begin:end])
        yield from _order(nodes[begin:end])
    yield from _times(instance, vehicle, nodes)


def _loads(vehicle: Vehicle, nodes: Sequence[Node]) -> Iterator[str]:
    pairs = {node.partner for node in nodes if node.partner is not None}
    brought = [node for node in nodes if node.partner is None and node.id not in pairs]
    load = sum(node.demand for node in brought)
    loads = [load]
    for node in nodes:
        load += node.backhaul + (node.demand if node.partner is not None else -node.demand)
        loads.append(load)
    demands = {node.id: node.demand for node in nodes}
    for node in nodes:
        if node.partner is not None and demands.get(node.partner, node.demand) != node.demand:
            yield f"{node.id} and {node.partner} have different demands."
    if max(loads) > vehicle.capacity:
        yield f"load {max(loads)} exceeds {vehicle.capacity}."


def _order(nodes: Sequence[Node]) -> Iterator[str]:
    places = {node.id: index for index, node in enumerate(nodes)}
    for index, node in enumerate(nodes):
        if node.partner is not None and places.get(node.partner, -1) < index:
            yield f"{node.partner} must follow {node.id} in the same route."
        before = nodes[index - 1] if index else None
        if (node.backhaul and before is None) or (
            not node.backhaul and before is not None and before.backhaul
        ):
            yield f"{node.id} is out of order: first a linehaul, all backhauls last."


def _times(instance: Instance, vehicle: Vehicle, nodes: Sequence[Node]) -> Iterator[str]:
    unit = UNITS[instance.convention]
    leg = instance.legs
    depot = instance.by_id[vehicle.depot]
    releases = _releases(instance, nodes)
    now, here = max(depot.ready, next(releases)) * unit, instance.position[depot.id]
    stops = [*nodes, depot]
    arrivals = []
    for node in stops:
        there = instance.position[node.id]
        arrival = now + float(leg[here, there])
        if arrival > node.due * unit + TOLERANCE:
            yield f"{node.id} is reached at {arrival / unit:.4f}, due {node.due}."
        arrivals.append(arrival)
        release = next(releases) if node.id in instance.depots else 0
        now = max(arrival, node.ready * unit, release * unit) + node.service * unit
        here = there
    limit = vehicle.max_duration
    if limit is not None:
        duration = arrivals[-1] - _latest_departure(instance, depot, nodes, arrivals[-1])
        if duration > limit * unit + TOLERANCE:
            yield f"takes {duration / unit:.4f}, allowed are {limit}."


def _releases(instance: Instance, nodes: Sequence[Node]) -> Iterator[float]:
    """Give the latest release of each trip, and one for the return."""
    latest = 0.0
    for node in nodes:
        if node.id in instance.depots:
            yield latest
            latest = 0.0
        else:
            latest = max(latest, node.release)
    yield latest
    yield 0.0


def _latest_departure(
    instance: Instance, depot: Node, nodes: Sequence[Node], arrival: float
) -> float:
    """Go back from the return to the latest departure that still makes it."""
    unit = UNITS[instance.convention]
    leg = instance.legs
    limit, there = arrival, instance.position[depot.id]
    for node in reversed(nodes):
        here = instance.position[node.id]
        due = inf if node.due == inf else node.due * unit
        limit = min(limit - float(leg[here, there]) - node.service * unit, due)
        there = here
    return limit - float(leg[instance.position[depot.id], there])
