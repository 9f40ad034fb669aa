"""Finds the best plan of a tiny problem by trying every set of routes."""

from itertools import permutations, product

from routing.check import check
from routing.check_relations import plan_costs, plan_faults
from routing.drive import Missed
from routing.problem import HORIZON
from routing.replay import replay
from routing.solution import Solution
from tests.routing.plans import route_of

#: Rules about several routes; one route alone may be sound and break them.
BETWEEN_ROUTES = {"precedence", "deck", "group", "fleet"}


def best_plan(problem, *, minimise_vehicles=False):
    """Give an optimal solution: fewest required requests unserved, then least cost.

    Those of the highest priority come first. With `minimise_vehicles` fewest routes come before
    cost. Meant for at most four requests; it takes seconds beyond that.
    """
    everything = frozenset(range(len(problem.requests)))
    options = _options(problem, everything)
    left = tuple(vehicle_type.count for vehicle_type in problem.vehicle_types)

    def order(routes, unserved):
        return rank(problem, routes, unserved, minimise_vehicles=minimise_vehicles)

    routes = min(_plans(problem, options, everything, left), key=lambda plan: order(*plan))[0]
    served = {request for route in routes for request in route.requests}
    unserved = tuple(sorted(everything - served))
    cost = rank(problem, routes, unserved)[-1]
    return Solution(routes=tuple(routes), unserved=unserved, cost=cost)


def rank(problem, routes, unserved, *, minimise_vehicles=False):
    """What counts in a plan, first things first: requests missing by priority, routes, cost."""
    solution = Solution(routes=tuple(routes), unserved=tuple(unserved), cost=0)
    cost = sum(route.cost for route in routes) + plan_costs(problem, solution)
    frozen = sum(problem.requests[index].pin == "frozen" for index in unserved)
    return (frozen, *_missing(problem, unserved), len(routes) if minimise_vehicles else 0, cost)


def _missing(problem, unserved):
    """How many required requests are missing, from the highest priority to the lowest."""
    grouped = {index for group in problem.relations.groups for index in group.requests}
    missing = [
        problem.requests[index].priority
        for index in unserved
        if problem.requests[index].prize is None and index not in grouped
    ]
    missing += [
        max(problem.requests[index].priority for index in group.requests)
        for group in problem.relations.groups
        if group.prize is None and set(group.requests) <= set(unserved)
    ]
    return tuple(missing.count(priority) for priority in (4, 3, 2, 1, 0))


def _subsets(items):
    items = sorted(items)
    return [
        frozenset(item for bit, item in enumerate(items) if mask >> bit & 1)
        for mask in range(1 << len(items))
    ]


# Routes --------------------------------------------------------------------------------------


def _options(problem, everything):
    """The sound routes per vehicle type and set of requests, without those never worth taking."""
    options = {}
    for vehicle_type, vehicles in enumerate(problem.vehicle_types):
        dead = set()  # beginnings that miss something, so that nothing helps them later
        for served in _subsets(everything) if vehicles.count else ():
            for order in _orders(problem, served):
                if not any(order[:length] in dead for length in range(1, len(order) + 1)):
                    _try(problem, options, vehicle_type, served, order, dead)
    options = _worth_taking(problem, options)
    for _ in range(_waits(problem)):
        _hold(problem, options)
        options = _worth_taking(problem, options)
    return options


def _worth_taking(problem, options):
    return {
        key: [min(alike, key=lambda route: route.cost) for alike in _alike(problem, routes)]
        for key, routes in options.items()
    }


def _waits(problem):
    """How often waiting of one route for another can make a third one wait."""
    if sum(vehicle_type.count for vehicle_type in problem.vehicle_types) < 2:
        return 0
    before = {one.before for one in problem.relations.precedences}
    after = {one.after for one in problem.relations.precedences}
    return 2 if before & after else min(1, len(before))


def _orders(problem, served):
    """Orders of the tasks of some requests, pick-ups before their deliveries."""
    tasks = [(index, kind) for index in sorted(served) for kind, _ in problem.requests[index].tasks]
    for order in permutations(tasks) if tasks else ():
        places = {task: place for place, task in enumerate(order)}
        if all(places.get((index, "pickup"), -1) <= place for (index, _), place in places.items()):
            yield order


def _try(problem, options, vehicle_type, served, order, dead):
    """Keep a route if it is sound alone, and its variants that yield sailings it would take."""
    tried, waiting = set(), [frozenset()]
    while waiting:
        yields = waiting.pop()
        if yields in tried:
            continue
        tried.add(yields)
        route = route_of(problem, vehicle_type, order, yields)
        broken = faults_alone(problem, route)
        dead.update(
            order[: fault.visit + 1]
            for fault in broken
            if fault.name in {"late", "unreachable"}
            and fault.visit < len(order)
            and not yields
            and _is_dead(problem, vehicle_type, order[: fault.visit + 1])
        )
        if not broken:
            options.setdefault((vehicle_type, served), []).append(route)
        waiting.extend(yields | {sailing} for sailing in limited_sailings(problem, route))


def faults_alone(problem, route):
    alone = Solution(routes=(route,), unserved=(), cost=route.cost)
    found = check(problem, alone)
    return [
        fault for fault in found if fault.route is not None and fault.name not in BETWEEN_ROUTES
    ]


def limited_sailings(problem, route):
    """The sailings with a limit that a route takes."""
    links = [*(visit.link for visit in route.visits), route.end_link]
    return sorted(
        sailing
        for link in links
        if link is not None
        for sailing in problem.links[link].sailings
        if problem.relations.sailings[sailing].capacity is not None
    )


def _is_dead(problem, vehicle_type, beginning):
    """Whether a beginning misses its last visit by itself, not for a load that comes later."""
    schedule = replay(problem, vehicle_type, beginning)
    return isinstance(schedule, Missed) and schedule.visit < len(beginning)


def feasible_requests(problem):
    """Give the requests that some route of some vehicle could serve, with whatever company."""
    everything = frozenset(range(len(problem.requests)))
    return {index for _, served in _options(problem, everything) for index in served}


def _hold(problem, options):
    """Add the variants of all routes that wait for, or hurry for, what the others do."""
    spans = [_span_of(route) for routes in options.values() for route in routes]
    for one in problem.relations.precedences:
        finishes = {span[one.before][1] for span in spans if one.before in span}
        starts = {span[one.after][0] for span in spans if one.after in span}
        for (_, served), routes in options.items():
            if one.after in served and one.before not in served:
                _add_held(problem, routes, one.after, 0, [(one, HORIZON) for one in finishes])
            if one.before in served and one.after not in served:
                _add_held(problem, routes, one.before, -1, [(0, one) for one in starts])


def _add_held(problem, routes, request, which, spans):
    """Hold the start of a first visit, or the finish of a last one, of a request."""
    for route, (first, last) in product(tuple(routes), spans):
        places = [i for i, visit in enumerate(route.visits) if visit.request == request]
        visit = route.visits[places[which]]
        busy = visit.finish - visit.start if which else 0
        own = visit.hold or (0, HORIZON)
        hold = (max(own[0], first), min(own[1], last - busy))
        holds = {**{i: v.hold for i, v in enumerate(route.visits)}, places[which]: hold}
        if hold[0] > hold[1]:
            continue
        held = route_of(problem, route.vehicle_type, route.tasks, route.yields, holds)
        if not faults_alone(problem, held):
            routes.append(held)


def _span_of(route):
    spans = {}
    for visit in route.visits:
        start, finish = spans.get(visit.request, (visit.start, visit.finish))
        spans[visit.request] = (min(start, visit.start), max(finish, visit.finish))
    return spans


def _in_order(route, precedence):
    """Whether the one is done before the other begins; spans in the same route may touch."""
    requests = [visit.request for visit in route.visits]
    if not {precedence.before, precedence.after} <= set(requests):
        return None
    last = len(requests) - 1 - requests[::-1].index(precedence.before)
    return last < requests.index(precedence.after)


def _alike(problem, routes):
    """Group routes that differ for other routes in nothing but their cost."""
    relations, groups = problem.relations, {}
    for route in routes:
        key = (
            tuple(limited_sailings(problem, route)),
            route.duration if relations.balance_cost else 0,
            tuple(sorted(_span_of(route).items())) if relations.precedences else (),
            tuple(_in_order(route, one) for one in relations.precedences),
        )
        groups.setdefault(key, []).append(route)
    return groups.values()


# Plans ---------------------------------------------------------------------------------------


def _plans(problem, options, everything, left, routes=()):
    """Every set of routes that breaks no rule, with what it leaves unserved."""
    served = {request for route in routes for request in route.requests}
    if not any(plan_faults(problem, routes)):
        yield routes, tuple(sorted(everything - served))
    last = min(routes[-1].tasks)[0] if routes else -1
    for (vehicle_type, company), choices in options.items():
        if left[vehicle_type] and min(company) > last and not company & served:
            fewer = (*left[:vehicle_type], left[vehicle_type] - 1, *left[vehicle_type + 1 :])
            for route in choices:
                yield from _plans(problem, options, everything, fewer, (*routes, route))
