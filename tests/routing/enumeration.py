"""Finds the best plan of a tiny problem by trying every set of routes."""

from itertools import permutations

from routing.check import check
from routing.solution import Solution
from tests.routing.plans import route_of


def best_plan(problem):
    """Give an optimal solution: fewest required requests unserved, then least cost.

    Meant for at most four requests; it takes seconds beyond that.
    """
    everything = frozenset(range(len(problem.requests)))
    cheapest = _cheapest_routes(problem, everything)
    left = tuple(vehicle_type.count for vehicle_type in problem.vehicle_types)
    routes = _best_partition(problem, cheapest, everything, left)
    served = {visit.request for route in routes for visit in route.visits}
    unserved = tuple(sorted(everything - served))
    return Solution(
        routes=tuple(routes), unserved=unserved, cost=rank(problem, routes, unserved)[1]
    )


def rank(problem, routes, unserved):
    """What counts in a plan, first things first: required requests unserved, then cost."""
    missing = sum(1 for index in unserved if problem.requests[index].prize is None)
    prizes = sum(problem.requests[index].prize or 0 for index in unserved)
    return missing, sum(route.cost for route in routes) + prizes


def _subsets(items):
    items = sorted(items)
    return [
        frozenset(item for bit, item in enumerate(items) if mask >> bit & 1)
        for mask in range(1 << len(items))
    ]


def _cheapest_routes(problem, everything):
    """The cheapest feasible route per vehicle type and set of requests."""
    cheapest = {}
    for served in _subsets(everything):
        tasks = [(index, kind) for index in served for kind, _ in problem.requests[index].tasks]
        for order in permutations(tasks) if tasks else ():
            if any(
                kind == "delivery" and (index, "pickup") in order[place:]
                for place, (index, kind) in enumerate(order)
            ):
                continue
            for vehicle_type, vehicles in enumerate(problem.vehicle_types):
                if vehicles.count:
                    _keep(problem, cheapest, vehicle_type, served, order)
    return cheapest


def _keep(problem, cheapest, vehicle_type, served, order):
    route = route_of(problem, vehicle_type, order)
    best = cheapest.get((vehicle_type, served))
    alone = Solution(routes=(route,), unserved=(), cost=route.cost)
    broken = [fault for fault in check(problem, alone) if fault.route is not None]
    if not broken and (best is None or route.cost < best.cost):
        cheapest[vehicle_type, served] = route


def _best_partition(problem, cheapest, open_requests, left):
    """Try every route for the lowest open request, and leaving it out."""
    if not open_requests:
        return []
    first = min(open_requests)
    others = open_requests - {first}
    options = [_best_partition(problem, cheapest, others, left)]
    for company in _subsets(others):
        served = company | {first}
        for vehicle_type, count in enumerate(left):
            route = cheapest.get((vehicle_type, served))
            if count and route is not None:
                fewer = (*left[:vehicle_type], count - 1, *left[vehicle_type + 1 :])
                rest = _best_partition(problem, cheapest, open_requests - served, fewer)
                options.append([route, *rest])

    def rank_of(routes):
        served = {visit.request for route in routes for visit in route.visits}
        return rank(problem, routes, open_requests - served)

    return min(options, key=rank_of)
