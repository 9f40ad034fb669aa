"""Ties random problems: sailings with few places, groups, precedences, goods, pins, prices."""

from dataclasses import replace

from routing.relations import (
    Group,
    Incompatible,
    Precedence,
    PreviousRoute,
    Relations,
    Sailing,
)


def tied(rng, problem):
    """Draw relations for a problem, each kind now and then."""
    relations, parts = {}, {}
    requests, types = list(problem.requests), list(problem.vehicle_types)
    for rate, draw in (
        (0.7, _sailings),
        (0.3, _nights),
        (0.3, _goods),
        (0.3, _preferences),
        (0.3, _priorities),
        (0.3, _groups),
        (0.3, _precedences),
        (0.3, _balance),
        (0.3, _previous),
    ):
        if rng.random() < rate:
            relations |= draw(rng, requests, types, problem, parts)
    relations["groups"] = tuple(
        group for group in relations.get("groups", ()) if not _two_frozen(requests, group)
    )
    return replace(
        problem,
        requests=tuple(requests),
        vehicle_types=tuple(types),
        links=parts.get("links", problem.links),
        relations=Relations(**relations),
    )


def _two_frozen(requests, group):
    return sum(requests[index].pin == "frozen" for index in group.requests) > 1


# Each changes requests and vehicle types in place, or gives links, and returns relations. ----


def _sailings(rng, requests, types, problem, parts):
    if not problem.links:
        return {}
    sailings = tuple(
        Sailing(
            capacity=rng.choice([None, 0, 1, 1, 2, 3]),
            max_height_cm=rng.choice([None, None, 300]),
            max_length_cm=rng.choice([None, None, 600]),
        )
        for _ in range(rng.choice([2, 5]))
    )
    parts["links"] = tuple(
        replace(link, sailings=tuple(rng.sample(range(len(sailings)), rng.choice([0, 1, 1, 2]))))
        for link in problem.links
    )
    types[:] = [
        replace(
            one,
            deck_units=rng.choice([0, 1, 1, 2]),
            height_cm=rng.choice([None, 250, 350]),
            length_cm=rng.choice([None, 500, 700]),
        )
        for one in types
    ]
    return {"sailings": sailings}


def _nights(rng, requests, types, problem, parts):
    types[:] = [replace(one, overnight_cost=rng.choice([0, None, 40])) for one in types]
    return {"nights": tuple(sorted(rng.sample(range(20, 400), rng.choice([1, 2]))))}


def _goods(rng, requests, types, problem, parts):
    requests[:] = [replace(one, goods=rng.choice([None, 0, 1, 2])) for one in requests]
    pairs = tuple(
        Incompatible(goods=(rng.randrange(3), rng.randrange(3)), same_vehicle=rng.random() < 0.4)
        for _ in range(rng.choice([1, 2]))
    )
    return {"incompatible": pairs}


def _preferences(rng, requests, types, problem, parts):
    for index, request in enumerate(requests):
        preferred = frozenset(one for one in range(len(types)) if rng.random() < 0.5)
        requests[index] = replace(
            request, preferred_types=preferred or None, unpreferred_cost=rng.randint(0, 80)
        )
    return {}


def _priorities(rng, requests, types, problem, parts):
    requests[:] = [replace(one, priority=rng.choice([0, 1, 4])) for one in requests]
    return {}


def _groups(rng, requests, types, problem, parts):
    members = rng.sample(range(len(requests)), min(len(requests), rng.choice([2, 3, 4])))
    halves = [members[:2], members[2:]] if len(members) == 4 and rng.random() < 0.5 else [members]
    for index in members:
        requests[index] = replace(requests[index], prize=None)
    groups = (
        Group(requests=tuple(half), prize=rng.choice([None, 0, rng.randint(0, 400)]))
        for half in halves
        if half
    )
    return {"groups": tuple(groups)}


def _precedences(rng, requests, types, problem, parts):
    count = len(requests)
    order = rng.sample(range(count), count)
    drawn = range(rng.choice([1, 2, 3]) if count > 1 else 0)
    pairs = {tuple(sorted(rng.sample(range(count), 2))) for _ in drawn}
    found = (Precedence(before=order[a], after=order[b]) for a, b in sorted(pairs))
    return {"precedences": tuple(found)}


def _balance(rng, requests, types, problem, parts):
    return {"balance_cost": rng.choice([1, 5])}


def _previous(rng, requests, types, problem, parts):
    """Draw one or two previous routes; their vehicles become the only ones of their type."""
    left, routes = rng.sample(range(len(requests)), len(requests)), []
    for vehicle_type in rng.sample(range(len(types)), min(len(types), rng.choice([1, 2]))):
        types[vehicle_type] = replace(types[vehicle_type], count=1)
        chosen, left = left[: rng.randint(0, 3)], left[3:]
        tasks = _order(
            rng, [(index, kind) for index in chosen for kind, _ in requests[index].tasks]
        )
        starts = sorted(rng.randint(0, 300) for _ in tasks)
        routes.append(
            PreviousRoute(vehicle_type=vehicle_type, tasks=tuple(tasks), starts=tuple(starts))
        )
        for index in chosen:
            pin = rng.choice(["none", "vehicle", "vehicle", "order", "order", "time"])
            requests[index] = replace(requests[index], pin=pin)
        _freeze(rng, tasks, requests)
    return {
        "previous": tuple(routes),
        "moved_cost": rng.choice([0, 100]),
        "shifted_cost": rng.choice([0, 1]),
    }


def _order(rng, tasks):
    """Any order in which pick-ups come before their deliveries."""
    drawn = rng.sample(tasks, len(tasks))
    seen, order = set(), []
    for index, _ in drawn:
        order.append((index, "delivery" if (index, "pickup") in seen else None))
        seen.add((index, "pickup") if (index, "pickup") in tasks else None)
    return [
        (index, kind or ("pickup" if (index, "pickup") in tasks else "delivery"))
        for index, kind in order
    ]


def _freeze(rng, tasks, requests):
    """Now and then freeze the beginning of a route, if no request is cut in two by that."""
    length = rng.choice([0, 0, 1, 2])
    beginning = {index for index, _ in tasks[:length]}
    if not any(index in beginning for index, _ in tasks[length:]):
        for index in beginning:
            requests[index] = replace(requests[index], pin="frozen")
