"""Finds the ferry connections of a day that are worth having, for each ordered pair of landmasses.

A connection is dropped only when another one between the same two ports lets the vehicle come to
the quay later or equally late, lands it earlier or equally early, and costs no more. What a vessel
refuses (cars, height, length, weight, class) is left out before the comparison, so that no vehicle
loses its best way to one that it cannot take.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from geo.sailing import Connection, FerryVehicle, Sailing
from geo.sailing_graph import SailingGraph, Transfer, same_port_only


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
    For each port of boarding, sailings are followed from the last departure of the day to the
    first. A sailing that was reached by a later departure at no higher fare is not followed again
    (the self-pruning of profile searches; Dibbelt, Pajor, Strasser, Wagner: Connection Scan
    Algorithm, doi:10.1145/3274661, section on profiles). Arrival at the end of a sailing is fixed,
    so the cheapest way to it is the only one worth keeping, and the result is exact.
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


@dataclass(frozen=True, slots=True)
class _Label:
    """The cheapest way known, for one port of boarding, to the end of a sailing."""

    fare: int
    count: int
    sailing: int
    before: _Label | None


def _from_port(network: SailingGraph, port: str) -> list[Connection]:
    """Return the connections that begin at a port."""
    home = network.landmass[port]
    by_end: dict[str, list[tuple[Connection, int]]] = defaultdict(list)
    spoilt: set[Hashable] = set()
    for label in _search(network, port, no_change=frozenset((home,))):
        end = network.sailings[label.sailing].to_port
        target = network.landmass.get(end)
        if target is None or target == home:
            continue
        if _changes_vessel_on(network, label, target):
            spoilt.add(target)
            continue
        by_end[end].append((_connection(network, label), label.fare))
    for target in spoilt:
        # The cheapest way to some sailing changes vessels on the landmass where this connection is
        # to end, and may have hidden a dearer way that does not: look again without it.
        _replace(network, port, target, by_end)
    return [c for members in by_end.values() for c in _undominated(members)]


def _replace(
    network: SailingGraph,
    port: str,
    target: Hashable,
    by_end: dict[str, list[tuple[Connection, int]]],
) -> None:
    ends = {s.to_port for s in network.sailings if network.landmass.get(s.to_port) == target}
    for end in ends:
        by_end[end] = []
    no_change = frozenset((network.landmass[port], target))
    for label in _search(network, port, no_change=no_change):
        end = network.sailings[label.sailing].to_port
        if end in ends:
            by_end[end].append((_connection(network, label), label.fare))


def _search(network: SailingGraph, port: str, *, no_change: frozenset[Hashable]) -> list[_Label]:
    """Return labels: the cheapest way to a sailing, unless a later departure is as cheap.

    Sailings are in order of departure, so one sweep settles the labels of a departure; two
    departures with the same ready time are swept together.
    """
    starts: dict[int, list[int]] = defaultdict(list)
    for at, sailing in enumerate(network.sailings):
        if sailing.from_port == port:
            starts[sailing.ready].append(at)
    best: dict[int, tuple[int, int]] = {}
    labels: list[_Label] = []
    for ready in sorted(starts, reverse=True):
        labels += _sweep(network, starts[ready], best, no_change)
    return labels


def _sweep(
    network: SailingGraph,
    first: Sequence[int],
    best: dict[int, tuple[int, int]],
    no_change: frozenset[Hashable],
) -> list[_Label]:
    """Follow the sailings from the given ones on.

    `best` keeps the least fare and number of sailings over all departures so far.
    """
    open_labels = {at: _Label(network.fares[at], 1, at, None) for at in first}
    queue = sorted(open_labels)
    settled = []
    while queue:
        at = queue.pop(0)
        label = open_labels[at]
        if at in best and best[at] <= (label.fare, label.count):
            continue
        best[at] = (label.fare, label.count)
        settled.append(label)
        for following in network.followers(at, no_change):
            fare = label.fare + network.fares[following]
            known = open_labels.get(following)
            if known is None:
                queue.insert(bisect_left(queue, following), following)
            if known is None or (fare, label.count + 1) < (known.fare, known.count):
                open_labels[following] = _Label(fare, label.count + 1, following, label)
    return settled


def _changes_vessel_on(network: SailingGraph, label: _Label, landmass: Hashable) -> bool:
    while label.before is not None:
        before = label.before
        port = network.sailings[before.sailing].to_port
        stays = network.aboard[before.sailing] == label.sailing
        if not stays and network.landmass.get(port) == landmass:
            return True
        label = before
    return False


def _connection(network: SailingGraph, label: _Label) -> Connection:
    sailings = []
    step: _Label | None = label
    while step is not None:
        sailings.append(network.sailings[step.sailing])
        step = step.before
    return Connection(sailings=tuple(reversed(sailings)))


def _undominated(members: Iterable[tuple[Connection, int]]) -> list[Connection]:
    """Return those of one pair of ports that no other one beats in ready time, arrival and fare."""
    kept: list[tuple[Connection, int]] = []
    ranked = sorted(members, key=lambda m: (-m[0].ready, m[0].arrival, m[1], _order(m[0])))
    for connection, fare in ranked:
        if not any(c.arrival <= connection.arrival and f <= fare for c, f in kept):
            kept.append((connection, fare))
    return [connection for connection, _ in kept]


def _order(connection: Connection) -> tuple[int, int, str, str, int, tuple[str, ...]]:
    ids = tuple(sailing.sailing_id for sailing in connection.sailings)
    ends = connection.from_port, connection.to_port
    return connection.ready, connection.arrival, *ends, len(ids), ids
