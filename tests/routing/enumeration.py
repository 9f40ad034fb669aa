"""Finds the best plan of a tiny problem by trying every set of routes."""

from itertools import permutations

from routing.check import check
from routing.drive import Missed
from routing.replay import replay
from routing.solution import Solution
from tests.routing.plans import route_of


def best_plan(problem, *, minimise_vehicles=False):
    """Give an optimal solution: fewest required requests unserved, then least cost.

    With `minimise_vehicles` fewest routes come before cost.

    Meant for at most four requests; it takes seconds beyond that.
    """
    everything = frozenset(range(len(problem.requests)))
    cheapest = _cheapest_routes(problem, everything)
    left = tuple(vehicle_type.count for vehicle_type in problem.vehicle_types)

    def order(routes, unserved):
        return rank(problem, routes, unserved, minimise_vehicles=minimise_vehicles)

    routes = _best_partition(order, cheapest, everything, left)
    served = {request for route in routes for request in route.requests}
    unserved = tuple(sorted(everything - served))
    cost = rank(problem, routes, unserved)[-1]
    return Solution(routes=tuple(routes), unserved=unserved, cost=cost)


def rank(problem, routes, unserved, *, minimise_vehicles=False):
    """What counts in a plan, first things first: required requests unserved, routes, cost."""
    missing = sum(1 for index in unserved if problem.requests[index].prize is None)
    prizes = sum(problem.requests[index].prize or 0 for index in unserved)
    cost = sum(route.cost for route in routes) + prizes
    return (missing, len(routes) if minimise_vehicles else 0, cost)


def _subsets(items):
    items = sorted(items)
    return [
        frozenset(item for bit, item in enumerate(items) if mask >> bit & 1)
        for mask in range(1 << len(items))
    ]


def _cheapest_routes(problem, everything):
    """The cheapest feasible route per vehicle type and set of requests."""
    cheapest = {}
    for vehicle_type, vehicles in enumerate(problem.vehicle_types):
        dead = set()  # beginnings that miss something, so that nothing helps them later
        for served in _subsets(everything) if vehicles.count else ():
            for order in _orders(problem, served):
                if not any(order[:length] in dead for length in range(1, len(order) + 1)):
                    _keep(problem, cheapest, vehicle_type, served, order, dead)
    return cheapest


def _orders(problem, served):
    """Orders of the tasks of some requests, pick-ups before their deliveries."""
    tasks = [(index, kind) for index in sorted(served) for kind, _ in problem.requests[index].tasks]
    for order in permutations(tasks) if tasks else ():
        places = {task: place for place, task in enumerate(order)}
        if all(places.get((index, "pickup"), -1) <= place for (index, _), place in places.items()):
            yield order


def _keep(problem, cheapest, vehicle_type, served, order, dead):
    route = route_of(problem, vehicle_type, order)
    best = cheapest.get((vehicle_type, served))
    if best is not None and best.cost <= route.cost:
        return
    alone = Solution(routes=(route,), unserved=(), cost=route.cost)
    broken = [fault for fault in check(problem, alone) if fault.route is not None]
    dead.update(
        order[: fault.visit + 1]
        for fault in broken
        if fault.name in {"late", "unreachable"}
        and fault.visit < len(order)
        and _is_dead(problem, vehicle_type, order[: fault.visit + 1])
    )
    if not broken:
        cheapest[vehicle_type, served] = route


def _is_dead(problem, vehicle_type, beginning):
    """Whether a beginning misses its last visit by itself, not for a load that comes later."""
    schedule = replay(problem, vehicle_type, beginning)
    return isinstance(schedule, Missed) and schedule.visit < len(beginning)


def _best_partition(order, cheapest, open_requests, left):
    """Try every route for the lowest open request, and leaving it out."""
    if not open_requests:
        return []
    first = min(open_requests)
    others = open_requests - {first}
    options = [_best_partition(order, cheapest, others, left)]
    for company in _subsets(others):
        served = company | {first}
        for vehicle_type, count in enumerate(left):
            route = cheapest.get((vehicle_type, served))
            if count and route is not None:
                fewer = (*left[:vehicle_type], count - 1, *left[vehicle_type + 1 :])
                rest = _best_partition(order, cheapest, open_requests - served, fewer)
                options.append([route, *rest])

    def order_of(routes):
        served = {request for route in routes for request in route.requests}
        return order(routes, open_requests - served)

    return min(options, key=order_of)


def feasible_requests(problem):
    """Give the requests that some route of some vehicle could serve, with whatever company."""
    everything = frozenset(range(len(problem.requests)))
    return {index for _, served in _cheapest_routes(problem, everything) for index in served}
