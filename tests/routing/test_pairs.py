"""Pick-ups with their deliveries: the quick search for a spot is compared with trying them all."""

import dataclasses
import random

import numpy as np
import pytest

from routing import _kernels
from routing.check import check
from routing.evaluate import evaluate
from routing.native import to_native
from routing.problem import Location, Problem, Request, Task, VehicleType
from routing.solve import solve
from routing.stop import MaxIterations

DAY = 400


def pairs_on_a_plain(rng, *, requests):
    """A problem of pairs: metric ways, one window each, one load."""
    spots = [(rng.randint(0, 60), rng.randint(0, 60)) for _ in range(2 * requests + 1)]
    ways = np.array([[abs(x - u) + abs(y - v) for u, v in spots] for x, y in spots], dtype=np.int32)

    def task(location, earliest):
        opens = rng.randint(earliest, earliest + DAY)
        window = rng.choice([(0, 3 * DAY), (opens, opens + rng.randint(130, DAY))])
        return Task(location=location, windows=(window,), service=rng.choice([0, 5]))

    return Problem(
        locations=tuple(Location(name=str(i)) for i in range(len(spots))),
        requests=tuple(
            Request(
                pickup=task(2 * i + 1, 0),
                delivery=task(2 * i + 2, DAY),
                load=(rng.choice([1, 1, 2, 3]),),
            )
            for i in range(requests)
        ),
        vehicle_types=(
            VehicleType(count=requests, start=0, end=0, capacity=(4,), shift=(0, 4 * DAY)),
        ),
        durations=(ways,),
        distances=(ways,),
    )


def cheapest_insertion(problem, routes, request):
    """Least cost of all plans with the request in one of the routes, or in a new one; or None."""
    tasks = [(request, "pickup"), (request, "delivery")]
    longer = [*routes, []] if len(routes) < problem.vehicle_types[0].count else list(routes)
    costs = []
    for index, route in enumerate(longer):
        for first in range(len(route) + 1):
            for second in range(first, len(route) + 1):
                changed = [
                    *route[:first],
                    tasks[0],
                    *route[first:second],
                    tasks[1],
                    *route[second:],
                ]
                plan = [*longer[:index], changed, *longer[index + 1 :]]
                judged = evaluate(problem, [(0, tuple(one)) for one in plan if one])
                if not judged.violations:
                    costs.append(sum(route.cost for route in judged.routes))
    return min(costs, default=None)


@pytest.mark.kernel
@pytest.mark.parametrize("seed", range(60))
def test_a_pair_goes_to_the_cheapest_of_all_spots(seed):
    problem = pairs_on_a_plain(random.Random(seed), requests=7)
    standing = solve(problem, MaxIterations(50), seed=seed)
    assert standing.unserved == ()
    last = len(problem.requests) - 1
    routes = [[task for task in route.tasks if task[0] != last] for route in standing.routes]
    routes = [route for route in routes if route]
    native = to_native(problem)
    settings = _kernels.Settings()
    settings.max_iterations = 0
    settings.blink_rate = 0
    numbers = [[native.numbers[task] for task in route] for route in routes]
    found = _kernels.search(native.kernel, settings, [0] * len(routes), numbers, lambda *_: False)

    cost = sum(
        native.route(0, found.tasks[start:end]).cost
        for start, end in zip([0, *found.ends[:-1]], found.ends, strict=True)
    )
    assert cost == cheapest_insertion(problem, routes, last)


def shut_at_midday(task):
    """The task with the middle of its window closed."""
    opens, closes = task.windows[0]
    sixth = (closes - opens) // 6
    return dataclasses.replace(task, closed=((opens + sixth, closes - sixth),))


@pytest.mark.kernel
@pytest.mark.parametrize("seed", range(40))
def test_a_pair_is_not_put_into_closed_hours(seed):
    plain = pairs_on_a_plain(random.Random(seed), requests=7)
    problem = dataclasses.replace(
        plain,
        requests=tuple(
            dataclasses.replace(
                request,
                pickup=shut_at_midday(request.pickup),
                delivery=shut_at_midday(request.delivery),
            )
            for request in plain.requests
        ),
    )
    solution = solve(problem, MaxIterations(300), seed=seed, minimise_vehicles=True)
    assert check(problem, solution) == ()
