"""Writes the request of an invented day in Jindo: orders, sites, fleet, services and day.toml.

    python -m examples.jindo.generate --size baseline --seed 1 --out DIR [--date 2026-03-10]

Producers, complexes and orders are fictional; islands, ports, town centres, vessels and sailings
are real. All amounts are example values after the scenario of a small direct-sales county. The same
size, seed and date give the same files.
"""

from __future__ import annotations

import argparse
import csv
import random
import sys
from collections.abc import Iterable, Sequence
from datetime import date
from functools import cache
from pathlib import Path

from examples.jindo.canvas import Drawing
from examples.jindo.data_files import read_rows, table
from examples.jindo.demand import Parcel, Places, invent_parcels
from examples.jindo.draw_map import draw
from examples.jindo.producers import invent_producers
from examples.jindo.request_rows import (
    Row,
    fleet_rows,
    order_row,
    producer_row,
    service_rows,
    site_rows,
)
from examples.jindo.scenario import (
    SIZES,
    Scenario,
    door_complexes,
    in_season,
    market_complexes,
    scenario,
)
from geo.operating_days import parse_days

DEFAULT_DATE = date(2026, 3, 10)


def generate(size_name: str, seed: int, day: date, out: Path) -> None:
    """Write the request folder of a day.

    Parameters
    ----------
    size_name
        "small", "baseline" or "peak".
    out
        Folder; made if it is not there, its request files replaced if it is.
    """
    size = scenario(size_name)
    rng = random.Random(f"{size_name} {seed} {day}")
    products = [row for row in table("products") if in_season(row["months"], day)]
    producers = invent_producers(size, products, _map(), rng)
    places = _places(size, day)
    parcels = invent_parcels(size, producers, places, rng)
    active = [producer for producer in producers if producer.active]
    services = service_rows(size, {producer.drop_port for producer in active})
    sites = [*site_rows(size, places, services), *(producer_row(one) for one in active)]
    out.mkdir(parents=True, exist_ok=True)
    _write_table(out / "orders.csv", _order_rows(parcels, day))
    _write_table(out / "sites.csv", sites)
    _write_table(out / "fleet.csv", fleet_rows(size))
    _write_table(out / "services.csv", services)
    (out / "day.toml").write_text(_day_file(size, seed, day), encoding="utf-8")


@cache
def _map() -> Drawing:
    return draw()


def _places(size: Scenario, day: date) -> Places:
    [jeju] = [row for row in table("lines") if row["service_id"] == "FJ03"]
    return Places(
        door=door_complexes(size, day),
        market=market_complexes(size, day),
        shops=[row["site_id"] for row in table("fixed_sites") if row["site_id"].startswith("LOC")],
        market_evening=size.market_evening,
        jeju_sails=parse_days(jeju["days"]).runs_on(day, "KR"),
    )


def _order_rows(parcels: Iterable[Parcel], day: date) -> list[Row]:
    by_producer = sorted(parcels, key=lambda parcel: parcel.producer.site_id)
    return [
        order_row(f"J{day:%m%d}-{number:04d}", parcel)
        for number, parcel in enumerate(by_producer, start=1)
    ]


def _write_table(path: Path, rows: Sequence[Row]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def _day_file(size: Scenario, seed: int, day: date) -> str:
    return (
        f"# 가상의 하루 / an invented day: examples.jindo.generate --size {size.name} --seed {seed}"
        f" --date {day}\n"
        f"date = {day}\n"
        'timezone = "Asia/Seoul"\n\n'
        "[county]\n"
        'ko = "진도군"\n'
        'en = "Jindo County"\n\n'
        "[solve]\n"
        f"seed = {seed}\n"
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line."""
    parser = argparse.ArgumentParser(prog="python -m examples.jindo.generate")
    parser.add_argument("--size", choices=SIZES, default="baseline")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--date", type=date.fromisoformat, default=DEFAULT_DATE)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args(arguments)
    generate(options.size, options.seed, options.date, options.out)
    orders = read_rows(options.out / "orders.csv")
    kg = sum(float(row["kg"]) for row in orders)
    cubic_metres = sum(float(row["litres"]) for row in orders) / 1000
    print(
        f"{options.out}: {options.date} {options.size}, {len(orders)} parcels,"
        f" {kg:,.0f} kg, {cubic_metres:.1f} m³"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
