"""Draws CVRP instances of any size as the generator of the X set does, and writes them as VRPLIB.

    python -m benchmarks.generated_clients --customers 10000 --seed 1 --out FILE
        [--depot random|centre|corner] [--positions random|clustered|half] [--demand KIND]
        [--route-size SHORTEST LONGEST]

After Uchoa et al. (2017), doi:10.1016/j.ejor.2016.08.012, section 4: a grid of 1,000 x 1,000,
clusters whose pull falls off exponentially, seven kinds of demand, and a capacity that gives routes
of a drawn mean size. What is not said is drawn too.
"""

from __future__ import annotations

import argparse
import random
import sys
from dataclasses import dataclass
from math import ceil, exp, hypot
from pathlib import Path
from typing import Final

Place = tuple[int, int]

SIDE: Final = 1000
PULL: Final = 40.0  # grid units within which a cluster's pull falls to 1/e
DEPOTS: Final = ("random", "centre", "corner")
POSITIONS: Final = ("random", "clustered", "half")

#: Least and most demand; "quadrant" and "many-small" are drawn otherwise.
DEMANDS: Final[dict[str, tuple[int, int]]] = {
    "unitary": (1, 1),
    "small-large-variance": (1, 10),
    "small-small-variance": (5, 10),
    "large-large-variance": (1, 100),
    "large-small-variance": (50, 100),
    "quadrant": (1, 100),
    "many-small": (1, 100),
}

#: Least and most mean customers per route.
ROUTE_SIZES: Final = ((3, 5), (5, 8), (8, 12), (12, 16), (16, 25))


@dataclass(frozen=True, slots=True)
class Clients:
    """A drawn instance; the first place is the depot, whose demand is zero."""

    places: tuple[Place, ...]
    demands: tuple[int, ...]
    capacity: int


def main(arguments: list[str] | None = None) -> int:
    """Write the instance of the command line."""
    options = _options(arguments)
    rng = random.Random(options.seed)
    drawn = generate(
        options.customers,
        rng,
        depot=options.depot or rng.choice(DEPOTS),
        positions=options.positions or rng.choice(POSITIONS),
        demand=options.demand or rng.choice(list(DEMANDS)),
        route_size=tuple(options.route_size or rng.choice(ROUTE_SIZES)),
    )
    options.out.write_text(vrplib(options.out.stem, drawn))
    return 0


def generate(
    customers: int,
    rng: random.Random,
    *,
    depot: str,
    positions: str,
    demand: str,
    route_size: tuple[float, float],
) -> Clients:
    """Draw an instance."""
    start = _depot(depot, rng)
    places = _places(customers, positions, start, rng)
    demands = [_demand(demand, place, rng) for place in places]
    if demand == "many-small":
        _enlarge_some(demands, rng)
    mean_size = rng.uniform(*route_size)
    capacity = max(ceil(mean_size * sum(demands) / customers), *demands)
    return Clients((start, *places), (0, *demands), capacity)


def _depot(kind: str, rng: random.Random) -> Place:
    if kind == "centre":
        return SIDE // 2, SIDE // 2
    return (0, 0) if kind == "corner" else _spot(rng)


def _spot(rng: random.Random) -> Place:
    return rng.randint(0, SIDE), rng.randint(0, SIDE)


def _places(count: int, kind: str, depot: Place, rng: random.Random) -> list[Place]:
    """Draw different places, none of them the depot's."""
    found: dict[Place, None] = {}
    scattered = {"random": count, "clustered": 0, "half": count // 2}[kind]
    while len(found) < scattered:
        if (spot := _spot(rng)) != depot:
            found[spot] = None
    if len(found) < count:
        seeds = _seeds(rng, depot, found)
        while len(found) < count:
            spot = _spot(rng)
            pull = sum(exp(-hypot(spot[0] - x, spot[1] - y) / PULL) for x, y in seeds)
            if spot != depot and rng.random() <= pull:
                found[spot] = None
    return list(found)


def _seeds(rng: random.Random, depot: Place, found: dict[Place, None]) -> list[Place]:
    """Draw three to eight customers around which others gather."""
    seeds: list[Place] = []
    wanted = rng.randint(3, 8)
    while len(seeds) < wanted:
        spot = _spot(rng)
        if spot != depot and spot not in found:
            found[spot] = None
            seeds.append(spot)
    return seeds


def _demand(kind: str, place: Place, rng: random.Random) -> int:
    least, most = DEMANDS[kind]
    if kind == "quadrant":
        even = (place[0] < SIDE / 2) == (place[1] < SIDE / 2)
        least, most = (51, 100) if even else (1, 50)
    elif kind == "many-small":
        most = 10
    return rng.randint(least, most)


def _enlarge_some(demands: list[int], rng: random.Random) -> None:
    share = rng.uniform(0.05, 0.3)
    for index in rng.sample(range(len(demands)), round(share * len(demands))):
        demands[index] = rng.randint(50, 100)


def vrplib(name: str, drawn: Clients) -> str:
    """Write an instance in the format of the X set."""
    size = len(drawn.places)
    header = {
        "NAME": name,
        "COMMENT": "drawn as the X set, Uchoa et al. (2017)",
        "TYPE": "CVRP",
        "DIMENSION": size,
        "EDGE_WEIGHT_TYPE": "EUC_2D",
        "CAPACITY": drawn.capacity,
    }
    lines = [f"{field} : {value}" for field, value in header.items()]
    lines.append("NODE_COORD_SECTION")
    lines.extend(f"{number}\t{x}\t{y}" for number, (x, y) in enumerate(drawn.places, 1))
    lines.append("DEMAND_SECTION")
    lines.extend(f"{number}\t{demand}" for number, demand in enumerate(drawn.demands, 1))
    lines.extend(["DEPOT_SECTION", "1", "-1", "EOF", ""])
    return "\n".join(lines)


def _options(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.generated_clients",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--customers", type=int, required=True)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--depot", choices=DEPOTS)
    parser.add_argument("--positions", choices=POSITIONS)
    parser.add_argument("--demand", choices=list(DEMANDS))
    parser.add_argument("--route-size", type=float, nargs=2, metavar=("SHORTEST", "LONGEST"))
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
