"""Answers what a driver asks on an island: the last boat home, and the next on the same way."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from geo.sailing import Connection, FerryVehicle, Sailing

_DAY = 86_400


def last_home(
    found: Iterable[Connection],
    from_ports: Collection[str],
    home_ports: Collection[str],
    *,
    until: int = _DAY,
) -> Connection | None:
    """Return the connection by which a vehicle can leave last and still be home in time.

    Parameters
    ----------
    found
        The connections of the vehicle (`connections`).
    from_ports
        Ports of the landmass on which the vehicle is.
    home_ports
        Ports of the landmass to which it belongs.
    until
        Latest arrival; by default the end of the planning day.

    Returns
    -------
    Connection or None
        The latest departure, the earliest arrival among equals; None if there is no boat home any
        more.
    """
    ways = (
        c
        for c in found
        if c.from_port in from_ports and c.to_port in home_ports and c.arrival <= until
    )
    return max(ways, key=lambda c: (c.departure, -c.arrival), default=None)


def later_sailings(
    sailings: Iterable[Sailing], sailing: Sailing, vehicle: FerryVehicle, *, until: int = _DAY
) -> tuple[Sailing, ...]:
    """Return later departures on the same leg that carry the vehicle, for when one is missed.

    Parameters
    ----------
    until
        Latest departure; by default the end of the planning day.
    """
    later = (
        s
        for s in sailings
        if (s.from_port, s.to_port) == (sailing.from_port, sailing.to_port)
        and sailing.departure < s.departure <= until
        and s.carries(vehicle)
    )
    return tuple(sorted(later, key=lambda s: (s.departure, s.arrival, s.sailing_id)))
