"""The choice of ways is the cheapest that capacities allow; compared with trying everything."""

import random
from itertools import product

import pytest

from dispatch.chain import Chain, TruckLeg
from dispatch.consignments import Consignment, chunks, consignments
from dispatch.itinerary import Way, choose, greedy, undominated
from tests.dispatch.paper_day import day, order, service, site, truck, window


def consignment(name, kg=100, priority_cost=50_000):
    goods = order(name, "FARM", "APT", parcels=1, kg=kg, litres=kg, priority_cost=priority_cost)
    return Consignment(orders=(goods,))


def leg(start, end):
    hours = (window("00:00-23:00"),)
    return TruckLeg(from_site=start, to_site=end, loading=hours, unloading=hours)


def way(services, stops, carriage):
    parts = (*(leg(*pair) for pair in stops), *services)
    return Way(chain=Chain(parts=parts), stops=dict(stops), carriage=carriage)


def cost_of(choice, options):
    """Add up what a choice costs, or None when it overfills a service."""
    used, stops, total = {}, {}, 0.0
    for one, chosen in choice.items():
        if chosen is None:
            total += one.priority_cost + min(option.truck_cost for option in options[one])
            continue
        total += chosen.carriage
        stops |= chosen.stops
        for run in chosen.chain.services:
            kg, _ = used.get(run.service_id, (0, run))
            used[run.service_id] = (kg + one.kg, run)
            total += run.cost_per_parcel * one.parcels
    if any(kg > run.capacity_kg for kg, run in used.values()):
        return None
    return total + sum(run.cost for _, run in used.values()) + sum(stops.values())


@pytest.mark.parametrize("seed", range(12))
def test_choice_costs_as_little_as_the_best_of_all(seed):
    chance = random.Random(seed)
    runs = [
        service(
            name,
            "HUB",
            "XD",
            "13:00",
            "14:00",
            capacity_kg=chance.choice([100, 200, 400]),
            cost=chance.choice([0, 20_000, 70_000]),
            cost_per_parcel=chance.choice([0, 1_500]),
        )
        for name in "AB"
    ]
    pairs = [("F", "HUB"), ("XD", "APT"), ("XD", "APT2")]
    price = {pair: chance.randrange(1, 30) * 1000 for pair in pairs}
    options = {}
    for number in range(5):
        ways = [
            way(
                chance.sample(runs, chance.choice([0, 1, 1, 2])),
                {pair: price[pair] for pair in chance.sample(pairs, 2)},
                chance.randrange(20) * 1000,
            )
            for _ in range(3)
        ]
        options[consignment(f"o{number}", chance.choice([60, 100]))] = tuple(ways)
    chains = choose(options)
    found = {
        one: next((w for w in options[one] if w.chain is chains.get(one)), None) for one in options
    }
    every = (
        cost_of(dict(zip(options, picks, strict=True)), options)
        for picks in product(*((*ways, None) for ways in options.values()))
    )
    best = min(cost for cost in every if cost is not None)
    assert cost_of(found, options) <= best * 1.005 + 1


def test_settled_consignments_keep_their_room_and_have_paid():
    run = service("A", "HUB", "XD", "13:00", "14:00", capacity_kg=200, cost=40_000)
    other = service("B", "HUB", "XD", "15:00", "16:00", cost=30_000)
    settled, first, second = (consignment(name) for name in ("s", "a", "b"))
    ways = tuple(way([one], {}, 0) for one in (run, other))
    chains = choose({first: ways, second: ways}, {settled: ways[0].chain})
    assert chains[settled] is ways[0].chain
    used = sorted(chains[one].services[0].service_id for one in (first, second))
    assert used == ["A", "B"], "one more fits into A, which is paid for; the other must take B"


def test_orders_that_travel_alike_are_bundled_up_to_a_third_of_the_smallest_truck():
    sites = [site("HUB", "hub"), site("FARM"), site("APT", "complex")]
    orders = [order(f"o{n}", "FARM", "APT", kg=100, litres=10) for n in range(7)]
    orders.append(order("cold", "FARM", "APT", kg=100, temperature="frozen"))
    orders.append(order("large", "FARM", "APT", kg=850))
    fleet = [truck("T1", capacity_kg=900), truck("T2", capacity_kg=2300)]
    bundles = consignments(day(sites, orders, fleet))
    assert [[one.order_id for one in bundle.orders] for bundle in bundles] == [
        ["o0", "o1", "o2"],
        ["o3", "o4", "o5"],
        ["o6"],
        ["large"],
        ["cold"],
    ]


def test_chunks_keep_order_and_leave_nothing_out():
    found = list(chunks([5, 3, 3, 9, 1], (6, 100), lambda kg: (kg, 0)))
    assert found == [[5], [3, 3], [9], [1]]


def test_first_choice_keeps_to_the_capacities():
    run = service("A", "HUB", "XD", "13:00", "14:00", capacity_kg=250, cost=0)
    options = {consignment(f"o{n}"): (way([run], {}, 0),) for n in range(4)}
    assert len(greedy(options, {})) == 2


def test_search_that_may_not_work_gives_back_its_first_choice(monkeypatch):
    monkeypatch.setattr("dispatch.itinerary._MOST_WORK", 0.0)
    run = service("A", "HUB", "XD", "13:00", "14:00", capacity_kg=250)
    options = {consignment(f"o{n}"): (way([run], {}, 0),) for n in range(4)}
    assert choose(options) == greedy(options, {})


def test_way_that_needs_more_of_everything_is_left_out():
    first, second = (service(name, "HUB", "XD", "13:00", "14:00") for name in "AB")
    plain = way([first], {("F", "HUB"): 1}, 10)
    longer = way([first, second], {("F", "HUB"): 1}, 10)
    dearer = way([first], {("F", "HUB"): 1, ("XD", "APT"): 1}, 20)
    other = way([second], {("F", "HUB"): 1}, 10)
    cheap = way([first, second], {("F", "HUB"): 1}, 5)
    assert undominated([longer, plain, dearer, other, cheap]) == (plain, other, cheap)
