"""Writes solutions by hand: routes as text, their times and costs from the plain replay."""

from dataclasses import replace

import numpy as np

from routing.check_relations import drive_as_agreed, plan_costs, relation_costs
from routing.drive import Missed, drive, task_at
from routing.evaluate import evaluate
from routing.problem import HORIZON, Link, Location, Problem, Request, Task, VehicleType
from routing.solution import Route, Solution, Visit

KINDS = {"p": "pickup", "d": "delivery", "r": "reload"}


def tasks_of(text):
    """Read "p0 r1 d2" as the pick-up of request 0, reload 1, the delivery of request 2."""
    return tuple((int(word[1:]), KINDS[word[0]]) for word in text.split())


def route_of(problem, vehicle_type, tasks, yields=frozenset(), holds=None):
    """Give the timed route; one that misses something has all times zero.

    Where drivers rest the times are those of `evaluate`, which test_rests.py compares with every
    way to rest.
    """
    vehicle = problem.vehicle_types[vehicle_type]
    if vehicle.rests or vehicle.meals:
        return evaluate(problem, [(vehicle_type, tasks)]).routes[0]
    route = _untimed(problem, vehicle_type, tasks, yields, holds or {})
    schedule = drive_as_agreed(problem, route)
    if isinstance(schedule, Missed):
        return route
    visits = (
        replace(
            visit,
            link=stop.leg.link,
            distance=stop.leg.distance,
            arrival=stop.leg.arrival,
            start=stop.start,
            finish=stop.finish,
        )
        for visit, stop in zip(route.visits, schedule.stops, strict=True)
    )
    return replace(
        route,
        visits=tuple(visits),
        departure=schedule.departure,
        arrival=schedule.home.arrival,
        end_link=schedule.home.link,
        end_distance=schedule.home.distance,
        distance=schedule.distance,
        cost=schedule.cost(problem, vehicle_type) + relation_costs(problem, route, schedule),
    )


def _untimed(problem, vehicle_type, tasks, yields, holds):
    """Give the route with its loads and without any times."""
    loads, visits = loads_of(problem, vehicle_type, tasks), []
    for place, (request, kind) in enumerate(tasks):
        visits.append(
            Visit(
                request=request,
                kind=kind,
                location=task_at(problem, vehicle_type, request, kind).location,
                link=None,
                distance=0,
                arrival=0,
                start=0,
                finish=0,
                load=loads[place + 1],
                hold=holds.get(place),
            )
        )
    return Route(
        vehicle_type=vehicle_type,
        visits=tuple(visits),
        departure=0,
        arrival=0,
        end_link=None,
        end_distance=0,
        start_load=loads[0],
        distance=0,
        cost=0,
        yields=yields,
    )


def loads_of(problem, vehicle_type, tasks):
    """Give the load at the start and after each visit, counted by loading and unloading."""
    size = len(problem.vehicle_types[vehicle_type].capacity)
    changes = np.zeros((len(tasks) + 2, size), dtype=int)
    reloads = [place for place, (_, kind) in enumerate(tasks) if kind == "reload"]
    for place, (index, kind) in enumerate(tasks):
        if kind == "reload":
            continue
        request, sign = problem.requests[index], 1 if kind == "pickup" else -1
        load = np.array(request.load, dtype=int)
        changes[place + 1] += sign * load
        if request.pickup is None:
            changes[max((r for r in reloads if r < place), default=-1) + 1] += load
        if request.delivery is None:
            changes[min((r for r in reloads if r > place), default=len(tasks)) + 1] -= load
    return [tuple(load.tolist()) for load in changes.cumsum(axis=0)[:-1]]


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
    served = {request for route in made for request in route.requests}
    unserved = tuple(index for index in range(len(problem.requests)) if index not in served)
    plan = Solution(routes=made, unserved=unserved, cost=0)
    cost = sum(route.cost for route in made) + plan_costs(problem, plan)
    return replace(plan, cost=cost)


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
        closed=fields.pop("closed", ()),
        soft=fields.pop("soft", None),
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
