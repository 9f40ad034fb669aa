"""Finds the ferry connections of a day that are worth having, for each ordered pair of landmasses.

A connection is dropped only when another one between the same two ports lets the vehicle come to
the quay later or equally late, lands it earlier or equally early, and costs no more. What a vessel
refuses (cars, height, length, weight, class) is left out before the comparison, so that no vehicle
loses its best way to one that it cannot take.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence, Set
from itertools import count
from typing import NamedTuple, TypeAlias

from geo.sailing import Connection, FerryVehicle, Sailing
from geo.sailing_graph import SailingGraph, Step, Transfer, same_port_only


def connections(
    sailings: Iterable[Sailing],
    ports_landmass: Mapping[str, Hashable],
    *,
    vehicle: FerryVehicle,
    transfer: Transfer = same_port_only,
) -> tuple[Connection, ...]:
    """Return the non-dominated connections between different landmasses for a vehicle.

    Parameters
    ----------
    sailings
        Of the planning day and the following ones (`Timetable.sailings_on`).
    ports_landmass
        Landmass of each port. At a port that is not in it the vehicle can stay aboard but neither
        board nor land.
    vehicle
        Sailings that refuse it are not used.
    transfer
        Road time between two ports of one landmass for a change of vessel there; 0 at the same
        port. The check-in of the second vessel comes on top. Changes happen only on landmasses
        between the first and the last.

    Returns
    -------
    tuple of Connection
        In order of ready time, arrival and ports. At most one for equal ports, ready time, arrival
        and fare: the one with the fewest sailings.

    Notes
    -----
    For each port of boarding one scan over the moments of the day, in order of time, as in the
    connection scan algorithm (Dibbelt, Pajor, Strasser, Wagner, doi:10.1145/3274661). What the
    profile searches there keep per stop is kept here per port and per sailing: the labels of which
    none is as late to leave and as cheap as another. Arrival at the end of a sailing is fixed, so
    the result is exact.
    """
    network = SailingGraph.of(sailings, ports_landmass, vehicle, transfer)
    found: list[Connection] = []
    for port in sorted({s.from_port for s in network.sailings} & ports_landmass.keys()):
        found += _from_port(network, port)
    return tuple(sorted(found, key=_order))


def by_landmasses(
    found: Iterable[Connection], ports_landmass: Mapping[str, Hashable]
) -> dict[tuple[Hashable, Hashable], tuple[Connection, ...]]:
    """Return the connections of each ordered pair of landmasses, in the order given."""
    pairs: dict[tuple[Hashable, Hashable], list[Connection]] = defaultdict(list)
    for connection in found:
        ends = ports_landmass[connection.from_port], ports_landmass[connection.to_port]
        pairs[ends].append(connection)
    return {pair: tuple(members) for pair, members in pairs.items()}


class _Label(NamedTuple):
    """One way to the end of a sailing, for one port of boarding.

    Labels compare by worth: the latest to leave first (`leaves` is its moment below zero), then
    the cheapest, then the one with the fewest sailings; `number` tells all others apart.
    """

    leaves: int
    fare: int
    legs: int
    number: int
    sailing: int
    before: _Label | None
    changed_on: frozenset[Hashable]


_Bag: TypeAlias = tuple[_Label, ...]
"""Labels of which none is as late and as cheap as another, the latest (and dearest) first."""


def _from_port(network: SailingGraph, port: str) -> list[Connection]:
    """Return the connections that begin at a port."""
    landmass, home = network.landmass, network.landmass[port]
    ends = {s.to_port for s in network.sailings if landmass.get(s.to_port, home) != home}
    found = _by_end(network, _scan(network, port, frozenset((home,))), ends)
    # Nobody changes vessels on the landmass where the connection ends. A label that does may have
    # hidden one that does not; where nothing else is as good, it is worth another scan.
    spoilt = {
        landmass[end]
        for end, labels in found.items()
        if any(landmass[end] in label.changed_on for label in labels)
    }
    for target in spoilt:
        bags = _scan(network, port, frozenset((home, target)))
        found |= _by_end(network, bags, {end for end in ends if landmass[end] == target})
    return [_connection(network, label) for labels in found.values() for label in labels]


def _scan(network: SailingGraph, start: str, no_change: frozenset[Hashable]) -> list[_Bag]:
    """Return the labels at the end of every sailing, for vehicles that begin at a port.

    Parameters
    ----------
    no_change
        Landmasses on which nobody changes vessels.
    """
    landmass = network.landmass
    at_sea: list[_Bag] = [()] * len(network.sailings)
    on_quay: dict[str, _Bag] = dict.fromkeys(landmass, ())
    checked_in: dict[int, _Bag] = {}
    numbers = count()
    for _, step, at, port in network.moments:
        if step is Step.QUAY:
            if at_sea[at] and landmass[port] not in no_change:
                on_quay[port] = _merge(on_quay[port], at_sea[at])
        elif step is Step.CHECK_IN:
            if on_quay.get(port):
                checked_in[at] = on_quay[port]
        else:
            fare = network.fares[at]
            bag = _further(checked_in.pop(at, ()), at, fare, numbers, landmass.get(port))
            for before in network.came_aboard[at]:
                bag = _merge(bag, _further(at_sea[before], at, fare, numbers))
            if port == start:
                leaves = -network.sailings[at].ready
                first = _Label(leaves, fare, 1, next(numbers), at, None, frozenset())
                bag = _merge(bag, (first,))
            at_sea[at] = bag
    return at_sea


def _further(
    bag: _Bag, sailing: int, fare: int, numbers: Iterator[int], changed_on: Hashable | None = None
) -> _Bag:
    """Return labels one sailing further; `changed_on` where the vehicles have changed vessels."""
    return tuple(
        _Label(
            label.leaves,
            label.fare + fare,
            label.legs + 1,
            next(numbers),
            sailing,
            label,
            label.changed_on if changed_on is None else label.changed_on | {changed_on},
        )
        for label in bag
    )


def _merge(one: _Bag, other: _Bag) -> _Bag:
    """Return what is worth keeping of two bags."""
    if not one or not other:
        return one or other
    kept: list[_Label] = []
    for label in sorted(one + other):
        if not kept or label.fare < kept[-1].fare:
            kept.append(label)
    return tuple(kept)


def _by_end(network: SailingGraph, bags: Sequence[_Bag], ends: Set[str]) -> dict[str, list[_Label]]:
    """Return the labels that land at each of some ports, without those that others beat."""
    landed: dict[str, list[tuple[int, _Label]]] = {end: [] for end in ends}
    for sailing, bag in zip(network.sailings, bags, strict=True):
        if sailing.to_port in ends:
            landed[sailing.to_port] += [(sailing.arrival, label) for label in bag]
    return {end: _undominated(labels) for end, labels in landed.items()}


def _undominated(landed: Iterable[tuple[int, _Label]]) -> list[_Label]:
    """Return those labels at one port that no other one beats in ready time, arrival and fare."""
    # Of the labels so far, which leave later: arrivals, and the least fare until each of them.
    arrivals: list[int] = []
    fares: list[int] = []
    found = []
    for arrival, label in sorted(landed, key=lambda a: (a[1].leaves, a[0], a[1])):
        place = bisect_right(arrivals, arrival)
        if place and fares[place - 1] <= label.fare:
            continue
        found.append(label)
        beaten = place
        while beaten < len(fares) and fares[beaten] >= label.fare:
            beaten += 1
        arrivals[place:beaten] = [arrival]
        fares[place:beaten] = [label.fare]
    return found


def _connection(network: SailingGraph, label: _Label) -> Connection:
    sailings = []
    step: _Label | None = label
    while step is not None:
        sailings.append(network.sailings[step.sailing])
        step = step.before
    return Connection(sailings=tuple(reversed(sailings)))


def _order(connection: Connection) -> tuple[int, int, str, str, int, tuple[str, ...]]:
    ids = tuple(sailing.sailing_id for sailing in connection.sailings)
    ends = connection.from_port, connection.to_port
    return connection.ready, connection.arrival, *ends, len(ids), ids
