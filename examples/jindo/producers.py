"""Invents producers: where they are, what they sell, when they can be visited."""

from __future__ import annotations

import math
import random
from collections.abc import Sequence
from dataclasses import dataclass, field

from examples.jindo.canvas import Drawing
from examples.jindo.data_files import LatLon, table
from examples.jindo.plane import Plane, metres
from examples.jindo.scenario import Scenario

_ACTIVE = 0.85
_NO_RAMP, _NARROW, _CALL_AHEAD = 0.35, 0.12, 0.08
#: No two producers share a yard.
_APART = 120.0
_FIRST_NAMES = (
    ("바람들", "Baramdeul"),
    ("솔뫼", "Solmoe"),
    ("갯내음", "Gaennaeeum"),
    ("너른들", "Neoreundeul"),
    ("달빛", "Dalbit"),
    ("해맑은", "Haemalgeun"),
    ("푸른물결", "Pureunmulgyeol"),
    ("돌담", "Doldam"),
    ("샘골", "Saemgol"),
    ("참나루", "Chamnaru"),
    ("은빛", "Eunbit"),
    ("노을", "Noeul"),
    ("고운빛", "Gounbit"),
    ("한울", "Hanul"),
    ("새벽이슬", "Saebyeogiseul"),
    ("별마루", "Byeolmaru"),
    ("꽃섬", "Kkotseom"),
    ("다온", "Daon"),
    ("물안개", "Muran-gae"),
    ("동백", "Dongbaek"),
)
_KINDS = {
    "farm": ("농장", "Farm", "08:00-11:00"),
    "fishery": ("어장", "Fishery", "06:00-09:00"),
    "processor": ("식품", "Foods", "08:00-12:00; 13:00-17:00"),
}
#: On the Jodo islands trucks come when the boats do.
_ISLAND_WINDOWS = "08:00-12:00; 13:00-15:00"
#: Where people bring their goods to the quay themselves.
_BRING_WINDOWS = "06:30-15:00"


@dataclass(frozen=True)
class Producer:
    """A fictional producer.

    Parameters
    ----------
    products
        Rows of data/products.csv.
    weight
        Parcels of a usual day.
    drop_port
        Port to which the producer brings the goods; empty where a vehicle comes.
    """

    site_id: str
    zone: dict[str, str]
    name_ko: str
    name_en: str
    point: LatLon
    products: tuple[dict[str, str], ...]
    weight: int
    windows: str
    drop_port: str
    small_trucks_only: bool
    note_ko: str = ""
    note_en: str = ""
    active: bool = field(default=True)

    @property
    def first_afternoon_boat(self) -> bool:
        """Whether the first boat comes too late for deliveries of the same day."""
        return self.drop_port not in ("", "P_GAS", "P_GWM")


def invent_producers(
    size: Scenario, products: Sequence[dict[str, str]], drawing: Drawing, rng: random.Random
) -> list[Producer]:
    """Return the producers of a size; `products` are those in season."""
    spots = _Spots(drawing)
    zones = sorted(table("zones"), key=lambda row: int(row["order"]))
    producers: list[Producer] = []
    for zone in zones:
        producers += [
            _invent(zone, number, products, spots, rng)
            for number in range(size.producers.get(zone["zone_id"], 0))
        ]
    return producers


def _invent(
    zone: dict[str, str],
    number: int,
    products: Sequence[dict[str, str]],
    spots: _Spots,
    rng: random.Random,
) -> Producer:
    sold = [row for row in products if zone["origin_zone"] in row["origin_zone"].split("|")]
    if zone["drop_port"] not in ("", "P_GAS", "P_GWM"):
        # Their only boat of the day lands at 16:30; live abalone would be too old on the next day.
        sold = [row for row in sold if float(row["max_hours_to_customer"]) > 24]
    first = sold[number % len(sold)]
    others = [row for row in sold if row["kind"] == first["kind"] and row is not first]
    chosen = (first, *rng.sample(others, min(len(others), rng.choice((0, 1, 1, 2)))))
    word_ko, word_en, windows = _KINDS[first["kind"]]
    name_ko, name_en = _FIRST_NAMES[(number * 7 + int(zone["order"]) * 3) % len(_FIRST_NAMES)]
    note = _note(rng)
    on_island = zone["origin_zone"] == "조도"
    if on_island:
        windows = _BRING_WINDOWS if zone["drop_port"] else _ISLAND_WINDOWS
    return Producer(
        site_id=f"F_{zone['zone_id']}{number + 1:02d}",
        zone=zone,
        name_ko=f"{zone['name_ko'].split()[-1]} {name_ko}{word_ko}",
        name_en=f"{name_en} {word_en}, {zone['name_en'].split(',')[0]}",
        point=spots.near(zone, rng),
        products=chosen,
        weight=1 + _poisson(14, rng),
        windows=windows,
        drop_port=zone["drop_port"],
        small_trucks_only=rng.random() < 1 - (1 - _NO_RAMP) * (1 - _NARROW),
        note_ko=note[0],
        note_en=note[1],
        active=rng.random() < _ACTIVE or number == 0,
    )


def _note(rng: random.Random) -> tuple[str, str]:
    if rng.random() < _CALL_AHEAD:
        return "도착 10분 전 전화", "call 10 minutes ahead"
    return rng.choice(
        (
            ("마당 저온창고 앞", "in front of the cold store in the yard"),
            ("선별장 옆 하역장", "loading place beside the sorting shed"),
            ("", ""),
            ("", ""),
        )
    )


def _poisson(mean: float, rng: random.Random) -> int:
    """Draw from a Poisson distribution (Knuth's product of uniform numbers)."""
    limit, product, count = math.exp(-mean), rng.random(), 0
    while product > limit:
        product *= rng.random()
        count += 1
    return count


class _Spots:
    """Yards beside the small roads of the map."""

    def __init__(self, drawing: Drawing) -> None:
        members = {
            number
            for numbers, tags in drawing.ways
            if tags.get("highway") in ("unclassified", "residential", "tertiary")
            for number in numbers
        }
        self._roads = [drawing.nodes[number - 1][0] for number in sorted(members)]
        self._by_zone: dict[str, list[LatLon]] = {}
        self._taken: list[LatLon] = []

    def near(self, zone: dict[str, str], rng: random.Random) -> LatLon:
        """Return a yard near a point drawn around the middle of a zone."""
        plane = Plane(LatLon(float(zone["lat"]), float(zone["lon"])))
        sigma = float(zone["sigma_m"])
        drawn = plane.latlon((rng.gauss(0, sigma), rng.gauss(0, sigma)))
        free = (
            point
            for point in sorted(self._roads_of(zone), key=lambda point: metres(drawn, point))
            if all(metres(point, other) > _APART for other in self._taken)
        )
        road = next(free)
        self._taken.append(road)
        angle, distance = rng.uniform(0, 2 * math.pi), rng.uniform(8, 30)
        beside = Plane(road).latlon((distance * math.cos(angle), distance * math.sin(angle)))
        return LatLon(round(beside.lat, 5), round(beside.lon, 5))

    def _roads_of(self, zone: dict[str, str]) -> list[LatLon]:
        name = zone["zone_id"]
        if name not in self._by_zone:
            centre = LatLon(float(zone["lat"]), float(zone["lon"]))
            reach = float(zone["roads_m"])
            self._by_zone[name] = [p for p in self._roads if metres(centre, p) < reach]
        return self._by_zone[name]
