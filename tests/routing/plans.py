"""Writes solutions by hand: routes as text, their times and costs from the plain replay."""

import numpy as np

from routing.problem import HORIZON, Link, Location, Problem, Request, Task, VehicleType
from routing.replay import Missed, drive, replay
from routing.solution import Route, Solution, Visit

KINDS = {"p": "pickup", "d": "delivery"}


def tasks_of(text):
    """Read "p0 d1" as the pick-up of request 0, then the delivery of request 1."""
    return tuple((int(word[1:]), KINDS[word[0]]) for word in text.split())


def route_of(problem, vehicle_type, tasks):
    """Give the timed route; one that misses something has all times zero."""
    schedule = replay(problem, vehicle_type, tasks)
    load = np.zeros(len(problem.vehicle_types[vehicle_type].capacity), dtype=int)
    for request, kind in tasks:
        if kind == "delivery" and problem.requests[request].pickup is None:
            load += np.array(problem.requests[request].load, dtype=int)
    start_load, visits = tuple(load.tolist()), []
    for place, (request, kind) in enumerate(tasks):
        load += np.array(problem.requests[request].load, dtype=int) * (
            1 if kind == "pickup" else -1
        )
        stop = None if isinstance(schedule, Missed) else schedule.stops[place]
        visits.append(
            Visit(
                request=request,
                kind=kind,
                location=dict(problem.requests[request].tasks)[kind].location,
                link=stop.leg.link if stop else None,
                distance=stop.leg.distance if stop else 0,
                arrival=stop.leg.arrival if stop else 0,
                start=stop.start if stop else 0,
                finish=stop.finish if stop else 0,
                load=tuple(load.tolist()),
            )
        )
    late = isinstance(schedule, Missed)
    return Route(
        vehicle_type=vehicle_type,
        visits=tuple(visits),
        departure=0 if late else schedule.departure,
        arrival=0 if late else schedule.home.arrival,
        end_link=None if late else schedule.home.link,
        end_distance=0 if late else schedule.home.distance,
        start_load=start_load,
        distance=0 if late else schedule.distance,
        cost=0 if late else schedule.cost(problem, vehicle_type),
    )


def every_departure(problem, vehicle_type, tasks, seconds=1500):
    """Drive a route from every second of its shift on that still lets it be on time."""
    opens = problem.vehicle_types[vehicle_type].shift[0]
    driven = []
    for departure in range(opens, opens + seconds):
        schedule = drive(problem, vehicle_type, tasks, departure)
        if isinstance(schedule, Missed):
            break
        driven.append(schedule)
    return driven


def plan_of(problem, *routes):
    """Make a solution of routes given as (vehicle type, "p0 d1 ...")."""
    made = tuple(route_of(problem, index, tasks_of(text)) for index, text in routes)
    served = {visit.request for route in made for visit in route.visits}
    unserved = tuple(index for index in range(len(problem.requests)) if index not in served)
    prizes = sum(problem.requests[index].prize or 0 for index in unserved)
    cost = sum(route.cost for route in made) + prizes
    return Solution(routes=made, unserved=unserved, cost=cost)


def line_of(*places, road=1, **parts):
    """Make a problem of locations on a line: road seconds and metres are differences of place.

    Places are numbers, or (number, zone); no road joins zones.
    """
    spots = [place if isinstance(place, tuple) else (place, 0) for place in places]
    at, zone = (np.array(values) for values in zip(*spots, strict=True))
    matrix = (np.abs(at[:, None] - at[None, :]) * road).astype(np.int32)
    matrix[zone[:, None] != zone[None, :]] = -1
    locations = parts.pop("locations", None) or tuple(
        Location(name=str(index), zone=int(zone[index])) for index in range(len(spots))
    )
    defaults = {"vehicle_types": (VehicleType(capacity=(10,)),)}
    return Problem(
        locations=locations, durations=(matrix,), distances=(matrix,), **(defaults | parts)
    )


def delivery(location, load=1, **fields):
    return _request("delivery", location, load, fields)


def pickup(location, load=1, **fields):
    return _request("pickup", location, load, fields)


def _request(kind, location, load, fields):
    task = Task(
        location=location,
        windows=fields.pop("windows", ((0, HORIZON),)),
        service=fields.pop("service", 0),
    )
    return Request(load=(load,), **{kind: task}, **fields)


def pair(origin, destination, load=1, **fields):
    return Request(
        load=(load,), pickup=Task(location=origin), delivery=Task(location=destination), **fields
    )


def sailing(board, alight, departure, arrival, costs=(0,), check_in=0, **fields):
    return Link(
        board=board,
        alight=alight,
        ready=departure - check_in,
        departure=departure,
        arrival=arrival,
        costs=costs,
        **fields,
    )
