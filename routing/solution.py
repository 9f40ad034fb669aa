"""Holds a solution: the timed schedule of each route and the requests that no route serves."""

from __future__ import annotations

from dataclasses import dataclass

from routing.problem import Kind, Window


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """One task in a route.

    Parameters
    ----------
    request, kind
        Which task of which request; of a "reload" its index among `VehicleType.reloads`.
    location
        Index of the location.
    link
        Index of the `Link` taken to get here from the previous place; None when the way is by road.
    distance
        Metres by road since the previous place (both road parts when a link is taken).
    arrival, start, finish
        Seconds: at the location, at the beginning of access and service, at their end.
    load
        On board after the visit, per load dimension.
    hold
        Earliest and latest start that the route keeps for the sake of a `Precedence`; None where
        no other route holds the visit.
    rests
        Begin and end of the driver's rests, as far as its rules ask for them, between the previous
        finish and this start: on the road, at a port or aboard, or here before the start.
    """

    request: int
    kind: Kind
    location: int
    link: int | None
    distance: int
    arrival: int
    start: int
    finish: int
    load: tuple[int, ...]
    hold: Window | None = None
    rests: tuple[Window, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """The day of one vehicle.

    Parameters
    ----------
    departure, arrival
        At the start and end location (or first and last visit). The departure is as late as the
        return allows; the return is the one of least cost, among equals the earliest.
    end_link, end_distance
        How the vehicle comes home from its last visit, as `Visit.link` and `Visit.distance`.
    cost
        Fixed, distance, duration and fares together.
    yields
        Sailings that the route leaves to others, mostly for lack of room: its timetable is made as
        if they did not exist.
    end_rests
        As `Visit.rests`, on the way home.
    """

    vehicle_type: int
    visits: tuple[Visit, ...]
    departure: int
    arrival: int
    end_link: int | None
    end_distance: int
    start_load: tuple[int, ...]
    distance: int
    cost: int
    yields: frozenset[int] = frozenset()
    end_rests: tuple[Window, ...] = ()

    @property
    def duration(self) -> int:
        """Seconds from departure to return."""
        return self.arrival - self.departure

    @property
    def tasks(self) -> tuple[tuple[int, Kind], ...]:
        """Requests and kinds in visiting order, as `evaluate` takes them."""
        return tuple((visit.request, visit.kind) for visit in self.visits)

    @property
    def requests(self) -> tuple[int, ...]:
        """The requests visited, in the order of their first visits."""
        found = (visit.request for visit in self.visits if visit.kind != "reload")
        return tuple(dict.fromkeys(found))

    @property
    def trips(self) -> tuple[tuple[Visit, ...], ...]:
        """The visits of each trip, without the reloads between them."""
        trips: list[list[Visit]] = [[]]
        for visit in self.visits:
            if visit.kind == "reload":
                trips.append([])
            else:
                trips[-1].append(visit)
        return tuple(tuple(trip) for trip in trips)


@dataclass(frozen=True, slots=True, kw_only=True)
class Solution:
    """What `solve` returns.

    Parameters
    ----------
    cost
        Route costs and the prizes of unserved optional requests; unserved required requests are not
        in it.
    iterations, seconds
        Spent by the solver.
    """

    routes: tuple[Route, ...]
    unserved: tuple[int, ...]
    cost: int
    iterations: int = 0
    seconds: float = 0.0
