"""Invents the parcels of a day so that shares and totals are those of its size."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from examples.jindo.producers import Producer
from examples.jindo.scenario import Scenario, is_next_day

_LIGHTEST, _HEAVIEST = 0.6, 20.0
#: Goods that last no longer than this are only sold where they arrive on the same day.
_SAME_DAY_HOURS = 24.0
_LONGEST_LIMIT_HOURS = 48.0
_FRESH_COST, _COST = 40_000, 15_000


@dataclass(frozen=True)
class Parcel:
    """One parcel, which is one order: from whom, what, how large, and where to."""

    producer: Producer
    product: dict[str, str]
    kg: float
    litres: float
    channel: str = ""
    destination: str = ""
    dong: str = ""
    ho: str = ""

    @property
    def max_hours(self) -> float | None:
        """Limit from pick-up to delivery; None for goods that keep."""
        hours = float(self.product["max_hours_to_customer"])
        return hours if hours <= _LONGEST_LIMIT_HOURS else None

    @property
    def same_day(self) -> bool:
        """Whether the goods must arrive on the day on which they are picked up."""
        return float(self.product["max_hours_to_customer"]) <= _SAME_DAY_HOURS

    @property
    def priority_cost(self) -> int:
        """Won lost when the parcel is not delivered; spoilt seafood costs more."""
        return _FRESH_COST if self.product["kind"] == "fishery" and self.same_day else _COST


@dataclass(frozen=True)
class Places:
    """Where the parcels of a day can go; complexes are rows of data/complexes.csv."""

    door: Sequence[dict[str, str]]
    market: Sequence[dict[str, str]]
    shops: Sequence[str]
    market_evening: bool
    jeju_sails: bool


def invent_parcels(
    size: Scenario, producers: Sequence[Producer], places: Places, rng: random.Random
) -> list[Parcel]:
    """Return the parcels of a day."""
    active = [producer for producer in producers if producer.active]
    parcels = []
    for temperature, count in quotas(size.temperatures, size.parcels).items():
        parcels += _drawn(temperature, count, active, rng)
    parcels = _with_first_parcels(parcels, active, rng)
    parcels = _scaled(parcels, size.kg, size.litres)
    return _addressed(parcels, size, places, rng)


def quotas(shares: Mapping[str, int], total: int) -> dict[str, int]:
    """Split a total by shares in per cent, the largest remainders rounded up."""
    exact = {name: total * share / sum(shares.values()) for name, share in shares.items()}
    split = {name: int(value) for name, value in exact.items()}
    by_remainder = sorted(exact, key=lambda name: split[name] - exact[name])
    for name in by_remainder[: total - sum(split.values())]:
        split[name] += 1
    return split


def _drawn(
    temperature: str, count: int, producers: Sequence[Producer], rng: random.Random
) -> list[Parcel]:
    offers = [
        (producer, product)
        for producer in producers
        for product in producer.products
        if product["temp"] == temperature
    ]
    weights = [producer.weight * float(product["appeal"]) for producer, product in offers]
    return [
        _packed(producer, product, rng)
        for producer, product in rng.choices(offers, weights, k=count)
    ]


def _packed(producer: Producer, product: dict[str, str], rng: random.Random) -> Parcel:
    kg, litres = float(product["pack_kg"]), 1000 * float(product["pack_m3"])
    packs = rng.choice((1, 1, 1, 2, 2, 3)) if kg < 3 else 1
    return Parcel(producer, product, kg * packs, litres * packs)


def _with_first_parcels(
    parcels: list[Parcel], active: Sequence[Producer], rng: random.Random
) -> list[Parcel]:
    """Let every active producer sell something, at the cost of the busiest."""
    for producer in active:
        counts = Counter(parcel.producer.site_id for parcel in parcels)
        if counts[producer.site_id]:
            continue
        product = producer.products[0]
        at = max(
            (at for at, parcel in enumerate(parcels) if parcel.product["temp"] == product["temp"]),
            key=lambda at: (counts[parcels[at].producer.site_id], at),
        )
        parcels[at] = _packed(producer, product, rng)
    return parcels


def _scaled(parcels: Sequence[Parcel], kg: float, litres: float) -> list[Parcel]:
    """Make parcels a little heavier or lighter, larger or smaller, until the totals are right."""
    weights = _to_total([p.kg for p in parcels], kg, _LIGHTEST, _HEAVIEST)
    volumes = _to_total([p.litres for p in parcels], litres, 1.0, 90.0)
    return [
        replace(parcel, kg=weight, litres=volume)
        for parcel, weight, volume in zip(parcels, weights, volumes, strict=True)
    ]


def _to_total(values: Iterable[float], total: float, least: float, most: float) -> list[float]:
    scaled = list(values)
    for _ in range(20):
        factor = total / sum(scaled)
        scaled = [min(most, max(least, value * factor)) for value in scaled]
    return [round(value, 1) for value in scaled]


def _addressed(
    parcels: Sequence[Parcel], size: Scenario, places: Places, rng: random.Random
) -> list[Parcel]:
    """Give each parcel a channel and a destination, those with the fewest choices first."""
    left = quotas(size.channels, size.parcels)
    if not places.jeju_sails:
        left["carrier"] += left.pop("jeju")
    order = list(range(len(parcels)))
    rng.shuffle(order)
    order.sort(key=lambda at: len(_channels(parcels[at], places)))
    addressed: dict[int, Parcel] = {}
    for at in order:
        open_channels = [name for name in _channels(parcels[at], places) if left.get(name)]
        channel = rng.choices(open_channels, [left[name] for name in open_channels])[0]
        left[channel] -= 1
        addressed[at] = _DESTINATIONS[channel](parcels[at], places, rng)
    return [addressed[at] for at in range(len(parcels))]


def _channels(parcel: Parcel, places: Places) -> list[str]:
    """Return the channels by which a parcel arrives in time."""
    if parcel.producer.first_afternoon_boat:
        late_door = any(is_next_day(row["windows"]) for row in places.door)
        late_market = [] if places.market_evening else ["market"]
        return late_market + (["door"] if late_door else [])
    if parcel.same_day and not places.market_evening:
        return ["door", "carrier", "jeju", "local"]
    return ["door", "market", "carrier", "jeju", "local"]


def _to_door(parcel: Parcel, places: Places, rng: random.Random) -> Parcel:
    rows = [
        row
        for row in places.door
        if is_next_day(row["windows"]) or not parcel.producer.first_afternoon_boat
        if not (parcel.same_day and is_next_day(row["windows"]))
    ]
    [row] = rng.choices(rows, [float(row["households"]) for row in rows])
    floor, line = rng.randint(1, 20), rng.randint(1, 4)
    locker = row["lockers"] == "yes" and rng.random() < 0.5
    return replace(
        parcel,
        channel="locker" if locker else "door",
        destination=row["complex_id"],
        dong=str(100 + rng.randint(1, int(row["dongs"]))),
        ho=f"{floor}{line:02d}",
    )


def _to_market(parcel: Parcel, places: Places, rng: random.Random) -> Parcel:
    row = rng.choice(places.market)
    return replace(parcel, channel="market", destination=f"{row['complex_id']}M")


def _to_carrier(parcel: Parcel, places: Places, rng: random.Random) -> Parcel:
    return replace(parcel, channel="carrier", destination="POST")


def _to_jeju(parcel: Parcel, places: Places, rng: random.Random) -> Parcel:
    return replace(parcel, channel="jeju", destination="JEJU")


def _to_shop(parcel: Parcel, places: Places, rng: random.Random) -> Parcel:
    return replace(parcel, channel="local", destination=rng.choice(places.shops))


_DESTINATIONS: Mapping[str, Callable[[Parcel, Places, random.Random], Parcel]] = {
    "door": _to_door,
    "market": _to_market,
    "carrier": _to_carrier,
    "jeju": _to_jeju,
    "local": _to_shop,
}
