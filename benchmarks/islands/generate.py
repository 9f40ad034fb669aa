"""Draws the island instances.

    python -m benchmarks.islands.generate [FOLDER]

The same seed gives the same file; the 24 of `benchmarks/instances/islands` are those of `PLANS`.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from benchmarks.islands.format import Asked, Fleet, Islands, Line, Visit, write
from routing import evaluate

FOLDER = Path(__file__).parents[1] / "instances" / "islands"

HOUR = 3600
SHIFT = (6 * HOUR, 20 * HOUR)
OPEN = (8 * HOUR, 18 * HOUR)

Kind = Literal["deliveries", "both", "pairs"]


@dataclass(frozen=True, slots=True)
class Plan:
    """What an instance is to be like.

    Parameters
    ----------
    dense
        Boats every hour or so instead of two or three a day.
    kind
        Deliveries from the depot; deliveries, and pick-ups to it; or pairs.
    depots
        With two the second is on the first island.
    small
        Vehicles take so little, and all windows are so narrow, that enumeration can prove what is
        best.
    """

    requests: int
    islands: int
    dense: bool
    kind: Kind
    depots: int = 1
    small: bool = False

    @property
    def name(self) -> str:
        """Say it in short: requests, islands, timetable, kind and depots."""
        boats = "dense" if self.dense else "sparse"
        return f"i{self.requests:04d}-{self.islands}-{boats}-{self.kind}-{self.depots}"


PLANS = (
    Plan(10, 1, dense=False, kind="deliveries", small=True),
    Plan(10, 1, dense=True, kind="pairs", small=True),
    Plan(10, 2, dense=False, kind="both", small=True),
    Plan(10, 2, dense=True, kind="deliveries", depots=2, small=True),
    Plan(10, 3, dense=False, kind="pairs", small=True),
    Plan(10, 3, dense=True, kind="both", small=True),
    Plan(25, 1, dense=True, kind="both"),
    Plan(25, 2, dense=False, kind="deliveries"),
    Plan(25, 3, dense=False, kind="pairs"),
    Plan(25, 4, dense=True, kind="deliveries", depots=2),
    Plan(50, 1, dense=False, kind="pairs"),
    Plan(50, 2, dense=True, kind="both", depots=2),
    Plan(50, 4, dense=False, kind="deliveries"),
    Plan(50, 6, dense=True, kind="pairs"),
    Plan(100, 2, dense=False, kind="both"),
    Plan(100, 3, dense=True, kind="pairs", depots=2),
    Plan(100, 5, dense=False, kind="deliveries"),
    Plan(100, 6, dense=True, kind="deliveries"),
    Plan(200, 3, dense=False, kind="deliveries", depots=2),
    Plan(200, 4, dense=True, kind="both"),
    Plan(200, 6, dense=False, kind="pairs"),
    Plan(500, 4, dense=True, kind="pairs"),
    Plan(500, 6, dense=False, kind="both", depots=2),
    Plan(1000, 6, dense=True, kind="deliveries"),
)


def main(arguments: list[str]) -> int:
    """Write all instances into a folder."""
    folder = Path(arguments[0]) if arguments else FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    for seed, plan in enumerate(PLANS, 1):
        write(folder / f"{plan.name}.json", draw(plan, seed))
    return 0


def draw(plan: Plan, seed: int) -> Islands:
    """Draw an instance in which every request can be served alone."""
    rng = random.Random(seed)
    places: list[tuple[int, int, int]] = [(rng.randint(-9000, -3000), rng.randint(-3000, 3000), 0)]
    lines = tuple(_lines(rng, plan, places))
    if plan.depots == 2:
        places.append(_somewhere(rng, plan, 1))
    fleets = tuple(_fleets(plan, second_depot=len(places) - 1))
    bare = Islands(name=plan.name, places=tuple(places), requests=(), fleets=fleets, lines=lines)
    return _with_requests(rng, plan, bare)


def _middle(plan: Plan, zone: int) -> tuple[int, int]:
    """Give the middle of an island: they lie in an arc off the coast."""
    spread = 16_000 // plan.islands
    return 16_000 + 5_000 * (zone % 2), (zone - 1) * spread - 8_000 + spread // 2


def _somewhere(rng: random.Random, plan: Plan, zone: int) -> tuple[int, int, int]:
    if zone == 0:
        return rng.randint(-12_000, 4_000), rng.randint(-10_000, 10_000), 0
    x, y = _middle(plan, zone)
    return x + rng.randint(-2_500, 2_500), y + rng.randint(-1_500, 1_500), zone


def _lines(rng: random.Random, plan: Plan, places: list[tuple[int, int, int]]) -> Iterator[Line]:
    """Yield a line out and back per island; every third one calls at the island before it too."""
    ports: dict[int, int] = {}
    for zone in range(1, plan.islands + 1):
        x, y = _middle(plan, zone)
        quay = _port(places, (4_500, y + rng.randint(-2_000, 2_000), 0))
        ports[zone] = _port(places, (x - 2_600, y + rng.randint(-800, 800), zone))
        crossing = rng.randrange(25, 56, 5) * 60
        calls = [(quay, 0), (ports[zone], crossing)]
        if zone % 3 == 0:
            calls.insert(1, (ports[zone - 1], crossing - 15 * 60))
        # Small boats take no large vehicles, where a large one could go elsewhere at all.
        only_small = plan.islands > 2 and zone == 2
        fares = (rng.randrange(15, 31) * 1000, None if only_small else 45_000)
        check_in = rng.choice((10, 15)) * 60
        departures = _departures(rng, plan, crossing)
        yield Line(
            name=f"out {zone}",
            calls=tuple(calls),
            check_in=check_in,
            fares=fares,
            departures=departures,
        )
        end = calls[-1][1]
        yield Line(
            name=f"home {zone}",
            calls=tuple((place, end - since) for place, since in reversed(calls)),
            check_in=check_in,
            fares=fares,
            departures=tuple(leaves + end + 20 * 60 for leaves in departures),
        )


def _port(places: list[tuple[int, int, int]], place: tuple[int, int, int]) -> int:
    places.append(place)
    return len(places) - 1


def _departures(rng: random.Random, plan: Plan, crossing: int) -> tuple[int, ...]:
    """Give the moments of a day: hourly or so, or in the morning, at noon and in the afternoon."""
    last = SHIFT[1] - 2 * crossing - 2 * HOUR
    if plan.dense:
        every = rng.choice((60, 75, 90)) * 60
        return tuple(range(7 * HOUR + rng.randrange(0, 1800, 300), last, every))
    moments = (
        [7.5 * HOUR, 15.5 * HOUR] if rng.random() < 0.4 else [7 * HOUR, 11.5 * HOUR, 15 * HOUR]
    )
    return tuple(int(moment) + rng.randrange(-1200, 1201, 300) for moment in moments)


def _fleets(plan: Plan, second_depot: int) -> Iterator[Fleet]:
    sizes = (("small", 8, 60_000), ("large", 12, 100_000))
    if not plan.small:
        sizes = (("small", 20, 60_000), ("large", 45, 100_000))
    for name, capacity, fixed_cost in sizes:
        yield Fleet(
            name=name,
            count=plan.requests,
            place=0 if name == "small" or plan.depots == 1 else second_depot,
            capacity=capacity,
            shift=SHIFT,
            fixed_cost=fixed_cost,
            unit_distance_cost=1,
            unit_duration_cost=5,
        )


def _with_requests(rng: random.Random, plan: Plan, bare: Islands) -> Islands:
    """Draw requests, again where one cannot be served alone; their places follow the others."""
    places, requests = list(bare.places), list[Asked]()
    while len(requests) < plan.requests:
        kind = plan.kind
        if kind == "both":
            kind = rng.choice(("deliveries", "deliveries", "pick-ups"))  # type: ignore[assignment]
        visits = [_visit(rng, plan, places) for _ in range(2 if kind == "pairs" else 1)]
        asked = Asked(
            load=rng.randint(1, 4),
            pickup=visits[0] if kind in {"pairs", "pick-ups"} else None,
            delivery=visits[-1] if kind in {"pairs", "deliveries"} else None,
        )
        grown = replace(bare, places=tuple(places), requests=(asked,))
        if _possible(grown):
            requests.append(asked)
        else:
            del places[-len(visits) :]
    return replace(bare, places=tuple(places), requests=tuple(requests))


def _visit(rng: random.Random, plan: Plan, places: list[tuple[int, int, int]]) -> Visit:
    zone = 0 if rng.random() < 0.4 else rng.randint(1, plan.islands)
    places.append(_somewhere(rng, plan, zone))
    window = OPEN
    if plan.small or rng.random() < 0.6:
        width = 2 * HOUR if plan.small else rng.choice((2, 3, 4)) * HOUR
        opens = rng.randrange(OPEN[0], OPEN[1] - width + 1, 900)
        window = (opens, opens + width)
    return Visit(place=len(places) - 1, service=rng.randrange(300, 901, 60), window=window)


def _possible(islands: Islands) -> bool:
    """Whether some vehicle can serve the only request, without the places of the others."""
    asked = islands.requests[0]
    stops = [visit.place for visit in (asked.pickup, asked.delivery) if visit is not None]
    first_stop = min(stops)
    fixed = [place for place in range(first_stop) if _is_fixed(islands, place)]
    number = {place: index for index, place in enumerate([*fixed, *stops])}

    def moved(visit: Visit | None) -> Visit | None:
        return None if visit is None else replace(visit, place=number[visit.place])

    small = replace(
        islands,
        places=tuple(islands.places[place] for place in number),
        requests=(replace(asked, pickup=moved(asked.pickup), delivery=moved(asked.delivery)),),
        fleets=tuple(replace(fleet, place=number[fleet.place]) for fleet in islands.fleets),
        lines=tuple(
            replace(line, calls=tuple((number[place], since) for place, since in line.calls))
            for line in islands.lines
        ),
    )
    problem = small.problem()
    tasks = [(0, kind) for kind, _ in problem.requests[0].tasks]
    return any(evaluate(problem, [(kind, tasks)]).feasible for kind in range(len(islands.fleets)))


def _is_fixed(islands: Islands, place: int) -> bool:
    ports = {call for line in islands.lines for call, _ in line.calls}
    return place in ports or place in {fleet.place for fleet in islands.fleets}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
