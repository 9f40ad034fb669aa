"""Timetables are written as a ferry company would send them, journeys as readable text."""

import random
from collections.abc import Callable, Iterable, Mapping
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.ferries import (
    LONGEST_STAY_ABOARD,
    Connection,
    FerryVehicle,
    Sailing,
    by_landmasses,
    connections,
    last_home,
    later_sailings,
    same_port_only,
)

TRUCK = FerryVehicle(class_id="C1R", height_m=2.4, length_m=5.1, weight_kg=2900)

#: Ports by first letter: J and S on the main island, C and U on the island with the bridge, G and O
#: alone.
LANDMASS = {"J": "main", "S": "main", "C": "jodo", "U": "jodo", "G": "gwanmae", "O": "okdo"}


def minutes(clock: str) -> int:
    hour, minute = clock.split(":")
    return int(hour) * 60 + int(minute)


def sail(text: str, check_in: int = 10) -> list[Sailing]:
    """Read lines "vessel: J 07:00 C 07:30/07:35 G 08:10 for 1000": one sailing per leg."""
    sailings = []
    for line in text.strip().splitlines():
        vessel, _, rest = line.strip().partition(": ")
        stops, _, fare = rest.partition(" for ")
        words = stops.split()
        calls = list(zip(words[::2], words[1::2], strict=True))
        for (start, departure), (end, arrival) in pairwise(calls):
            # A call "07:30/07:35" arrives at one and leaves at the other.
            sailings.append(
                make(
                    vessel,
                    start,
                    end,
                    minutes(departure.split("/")[-1]),
                    minutes(arrival.split("/")[0]),
                    fare=int(fare or 1000),
                    check_in=check_in,
                )
            )
    return sailings


def make(
    vessel: str,
    start: str,
    end: str,
    departure: int,
    arrival: int,
    *,
    fare: int = 1000,
    check_in: int = 10,
    **limits: float,
) -> Sailing:
    return Sailing(
        sailing_id=f"{vessel}{departure}{start}{end}",
        vessel=vessel,
        from_port=start,
        to_port=end,
        departure=60 * departure,
        arrival=60 * arrival,
        cars=bool(limits.get("cars", True)),
        check_in=60 * check_in,
        max_vehicle_height_m=limits.get("height"),
        max_vehicle_length_m=limits.get("length"),
        max_vehicle_weight_kg=None,
        fares={},
        default_fare=fare,
        source="EX",
        note="",
    )


def clock(seconds: int) -> str:
    return f"{seconds // 3600:02d}:{seconds % 3600 // 60:02d}"


def told(found: Iterable[Connection], pair: str | None = None) -> list[str]:
    """Connections as "J 06:50 > 07:00 C 07:30 = 1000": quay, departure, landing, fare."""
    lines = []
    for connection in found:
        if pair is None or connection.from_port + connection.to_port == pair:
            legs = " ".join(
                f"{s.vessel} {s.from_port} {clock(s.departure)} {s.to_port} {clock(s.arrival)}"
                for s in connection.sailings
            )
            lines.append(f"{clock(connection.ready)} > {legs} = {connection.fare_for('C1R')}")
    return lines


def minutes_by_road(table: Mapping[str, int]) -> Callable[[str, str], int | None]:
    def transfer(start: str, end: str) -> int | None:
        if start == end:
            return 0
        road = table.get(start + end)
        return None if road is None else 60 * road

    return transfer


def test_a_direct_sailing_is_a_connection() -> None:
    found = connections(sail("a: J 07:00 C 07:30"), LANDMASS, vehicle=TRUCK)
    assert told(found) == ["06:50 > a J 07:00 C 07:30 = 1000"]


def test_staying_aboard_needs_no_check_in_but_pays_both_legs() -> None:
    found = connections(sail("a: J 07:00 C 07:30/07:35 G 08:10"), LANDMASS, vehicle=TRUCK)
    assert told(found, "JG") == ["06:50 > a J 07:00 C 07:30 a C 07:35 G 08:10 = 2000"]
    assert told(found, "CG") == ["07:25 > a C 07:35 G 08:10 = 1000"]


def test_nobody_stays_aboard_through_a_long_stay_in_port() -> None:
    long = f"{(450 + LONGEST_STAY_ABOARD // 60 + 1) // 60:02d}:{(450 + 61) % 60:02d}"
    sailings = sail(f"a: J 07:00 C 07:30/{long} G 09:30")
    alone = {
        "J": "main",
        "G": "gwanmae",
    }  # at C there is no road: the vehicle cannot leave the deck
    assert told(connections(sailings, alone, vehicle=TRUCK), "JG") == []
    assert told(connections(sailings, LANDMASS, vehicle=TRUCK), "JG") != []


def test_a_port_without_road_is_passed_aboard() -> None:
    found = connections(
        sail("a: J 07:00 X 07:30 G 08:10"), {"J": "main", "G": "gwanmae"}, vehicle=TRUCK
    )
    assert told(found) == ["06:50 > a J 07:00 X 07:30 a X 07:30 G 08:10 = 2000"]


def test_changing_vessels_needs_the_check_in_of_the_second() -> None:
    late = "a: J 07:00 C 07:30\nb: C 07:39 G 08:10\nb: C 11:00 G 11:30"
    found = connections(sail(late), LANDMASS, vehicle=TRUCK)
    assert told(found, "JG") == ["06:50 > a J 07:00 C 07:30 b C 11:00 G 11:30 = 2000"]
    in_time = "a: J 07:00 C 07:30\nb: C 07:40 G 08:10"
    found = connections(sail(in_time), LANDMASS, vehicle=TRUCK)
    assert told(found, "JG") == ["06:50 > a J 07:00 C 07:30 b C 07:40 G 08:10 = 2000"]


def test_changing_to_another_port_of_the_island_takes_the_road() -> None:
    text = "a: J 07:00 C 07:30\nb: U 08:00 O 08:30\nb: U 09:00 O 09:30"
    far = connections(sail(text), LANDMASS, vehicle=TRUCK, transfer=minutes_by_road({"CU": 25}))
    near = connections(sail(text), LANDMASS, vehicle=TRUCK, transfer=minutes_by_road({"CU": 20}))
    none = connections(sail(text), LANDMASS, vehicle=TRUCK, transfer=same_port_only)
    assert told(far, "JO") == ["06:50 > a J 07:00 C 07:30 b U 09:00 O 09:30 = 2000"]
    assert told(near, "JO") == ["06:50 > a J 07:00 C 07:30 b U 08:00 O 08:30 = 2000"]
    assert told(none, "JO") == []


def test_a_sailing_that_leaves_earlier_and_lands_later_is_dropped() -> None:
    found = connections(
        sail("slow: J 07:00 C 08:00\nfast: J 07:10 C 07:40\nnext: J 07:20 C 08:00"),
        LANDMASS,
        vehicle=TRUCK,
    )
    assert told(found) == [
        "07:00 > fast J 07:10 C 07:40 = 1000",
        "07:10 > next J 07:20 C 08:00 = 1000",
    ]


def test_a_cheaper_slow_boat_stays() -> None:
    found = connections(
        sail("slow: J 07:00 C 08:00 for 500\nfast: J 07:10 C 07:40 for 900"),
        LANDMASS,
        vehicle=TRUCK,
    )
    assert told(found) == [
        "06:50 > slow J 07:00 C 08:00 = 500",
        "07:00 > fast J 07:10 C 07:40 = 900",
    ]


def test_a_boat_that_refuses_the_vehicle_hides_no_other() -> None:
    low = [make("low", "J", "C", 430, 450, height=2.0), *sail("slow: J 07:00 C 08:00")]
    foot = [make("foot", "J", "C", 430, 450, cars=0), *sail("slow: J 07:00 C 08:00")]
    for sailings in (low, foot):
        found = connections(sailings, LANDMASS, vehicle=TRUCK)
        assert told(found) == ["06:50 > slow J 07:00 C 08:00 = 1000"]


def test_equal_boats_leave_one_connection() -> None:
    found = connections(sail("a: J 07:00 C 07:30\nb: J 07:00 C 07:30"), LANDMASS, vehicle=TRUCK)
    assert told(found) == ["06:50 > a J 07:00 C 07:30 = 1000"]


def test_both_ports_of_a_landmass_keep_their_own_connections() -> None:
    found = connections(sail("a: J 07:00 C 07:30/07:30 U 07:45"), LANDMASS, vehicle=TRUCK)
    assert [c.from_port + c.to_port for c in found] == ["JC", "JU"]
    assert by_landmasses(found, LANDMASS) == {("main", "jodo"): found}


def test_nobody_changes_vessels_on_the_landmass_of_departure_or_of_arrival() -> None:
    """The roads there join the ports already; the solver drives them."""
    text = "a: J 07:00 C 07:30\nb: C 08:00 S 08:30\nc: S 09:00 G 09:30\nd: G 10:00 J 10:30"
    found = connections(
        sail(text), LANDMASS, vehicle=TRUCK, transfer=minutes_by_road({"JS": 5, "SJ": 5})
    )
    assert told(found, "JG") == []
    assert told(found, "CJ") == []
    assert told(found, "SG") == ["08:50 > c S 09:00 G 09:30 = 1000"]
    assert told(found, "CG") == ["07:50 > b C 08:00 S 08:30 c S 09:00 G 09:30 = 2000"]


def test_a_cheap_change_on_the_last_landmass_does_not_hide_a_dear_way_without() -> None:
    """The cheap way to U changes at C, on the island of U; the dear way stays off it."""
    text = (
        "a: J 07:00 C 07:30 for 10\n"
        "b: C 08:00 G 08:30 for 10\n"
        "c: J 07:00 O 07:30 for 500\n"
        "d: O 08:00 G 08:25 for 500\n"
        "e: G 09:00 U 09:30 for 10"
    )
    found = connections(sail(text), LANDMASS, vehicle=TRUCK)
    assert told(found, "JU") == [
        "06:50 > c J 07:00 O 07:30 d O 08:00 G 08:25 e G 09:00 U 09:30 = 1010"
    ]


def test_the_last_boat_home_is_the_latest_that_arrives_today() -> None:
    found = connections(
        sail("a: C 07:20 J 07:50\na: C 17:50 J 18:30\na: U 18:00 J 18:20\na: C 23:50 J 24:20"),
        LANDMASS,
        vehicle=TRUCK,
    )
    last = last_home(found, {"C", "U"}, {"J", "S"})
    assert last is not None
    assert told([last]) == ["17:50 > a U 18:00 J 18:20 = 1000"]
    assert last_home(found, {"C"}, {"J"}, until=minutes("17:00") * 60) == found[0]
    assert last_home(found, {"G"}, {"J"}) is None


def test_later_sailings_on_the_leg_are_those_that_carry_the_vehicle() -> None:
    sailings = [
        *sail("a: C 09:30 J 10:00\na: C 11:20 J 11:50\nb: C 14:30 G 15:00\nb: C 17:50 J 18:30"),
        make("low", "C", "J", 720, 740, height=2.0),
        make("a", "C", "J", 1440 + 440, 1440 + 470),
    ]
    later = later_sailings(sailings, sailings[0], TRUCK)
    assert [clock(s.departure) for s in later] == ["11:20", "17:50"]


@pytest.mark.parametrize(
    ("vehicle", "refusal"),
    [
        (FerryVehicle(class_id="C1R", height_m=3.5, length_m=7.0, weight_kg=5000), None),
        (FerryVehicle(class_id="C1R", height_m=3.65, length_m=7.0), "height"),
        (FerryVehicle(class_id="C1R", height_m=3.5, length_m=7.1), "length"),
        (FerryVehicle(class_id="C1R", height_m=3.5, length_m=7.0, weight_kg=5001), "weight"),
        (FerryVehicle(class_id="C5R", height_m=3.5, length_m=7.0), "class"),
    ],
)
def test_a_sailing_says_which_rule_keeps_a_vehicle_off(
    vehicle: FerryVehicle, refusal: str | None
) -> None:
    sailing = Sailing(
        sailing_id="A",
        vessel="V",
        from_port="J",
        to_port="C",
        departure=0,
        arrival=60,
        cars=True,
        check_in=0,
        max_vehicle_height_m=3.5,
        max_vehicle_length_m=7.0,
        max_vehicle_weight_kg=5000,
        fares={"C1R": 28000},
        default_fare=None,
        source="EX",
        note="",
    )
    assert sailing.refusal(vehicle) == refusal
    assert sailing.carries(vehicle) == (refusal is None)


PORTS = "JSCUGOX"  # X is a port without a road

drawn_sailings = st.lists(
    st.builds(
        lambda vessel, ends, departure, length, fare, check_in, cars: make(
            vessel,
            *ends,
            departure,
            departure + length,
            fare=fare,
            check_in=check_in,
            cars=cars,
        ),
        st.sampled_from("abc"),
        st.tuples(st.sampled_from(PORTS), st.sampled_from(PORTS)).filter(lambda e: e[0] != e[1]),
        st.integers(0, 60).map(lambda n: 10 * n),
        st.sampled_from([5, 10, 20, 90]),
        st.sampled_from([0, 100, 200, 500]),
        st.sampled_from([0, 10, 30]),
        st.sampled_from([True, True, True, False]),
    ),
    max_size=14,
    unique_by=lambda s: (s.vessel, s.departure, s.from_port, s.to_port),
)
roads = minutes_by_road({"JS": 20, "SJ": 30, "CU": 15})


@given(drawn_sailings, st.sampled_from("JSCUGO"), st.sampled_from("JSCUGO"), st.integers(0, 700))
def test_the_latest_departure_is_never_lost(
    sailings: list[Sailing], start: str, end: str, deadline: int
) -> None:
    found = connections(sailings, LANDMASS, vehicle=TRUCK, transfer=roads)
    by_connection = [
        c.ready
        for c in found
        if (c.from_port, c.to_port) == (start, end) and c.arrival <= 60 * deadline
    ]
    by_search = [
        journey[0].ready
        for journey in journeys(sailings)
        if (journey[0].from_port, journey[-1].to_port) == (start, end)
        and journey[-1].arrival <= 60 * deadline
    ]
    assert max(by_connection, default=None) == max(by_search, default=None)


Outcome = tuple[str, str, int, int, int]


@given(drawn_sailings)
def test_connections_are_those_of_a_slow_obvious_search(sailings: list[Sailing]) -> None:
    found = connections(sailings, LANDMASS, vehicle=TRUCK, transfer=roads)
    assert outcomes(found) == undominated(journeys(sailings))
    for connection in found:
        assert LANDMASS[connection.from_port] != LANDMASS[connection.to_port]


@given(drawn_sailings, st.sampled_from("JSCUGO"), st.sampled_from("JSCUGO"), st.integers(0, 600))
def test_the_earliest_arrival_is_never_lost(
    sailings: list[Sailing], start: str, end: str, ready: int
) -> None:
    found = connections(sailings, LANDMASS, vehicle=TRUCK, transfer=roads)
    by_connection = [
        c.arrival
        for c in found
        if (c.from_port, c.to_port) == (start, end) and c.ready >= 60 * ready
    ]
    by_search = [
        journey[-1].arrival
        for journey in journeys(sailings)
        if (journey[0].from_port, journey[-1].to_port) == (start, end)
        and journey[0].ready >= 60 * ready
    ]
    assert min(by_connection, default=None) == min(by_search, default=None)


@pytest.mark.parametrize("seed", range(4))
def test_a_busy_day_gives_what_the_cheapest_chain_from_every_sailing_gives(seed: int) -> None:
    rng = random.Random(seed)
    sailings = [
        make(
            rng.choice("abcdefghijkl"),
            *rng.sample(PORTS, 2),
            departure := 5 * rng.randrange(180),
            departure + rng.choice([15, 40, 90]),
            fare=rng.choice([0, 100, 300, 700]),
            check_in=rng.choice([0, 10, 30]),
        )
        for _ in range(110)
    ]
    sailings = list({s.sailing_id: s for s in sailings}.values())
    found = connections(sailings, LANDMASS, vehicle=TRUCK, transfer=roads)
    assert len(found) > 100
    assert outcomes(found) == undominated_outcomes(cheapest_chains(sailings))


def cheapest_chains(sailings: list[Sailing]) -> set[Outcome]:
    """The least fare from each sailing to each later one, for each landmass as the last."""
    usable = sorted(sailings, key=lambda s: s.departure)
    aboard = {(a.sailing_id, b.sailing_id) for a in usable for b in usable if stays(usable, a, b)}
    found = set()
    for first in (s for s in usable if s.from_port in LANDMASS):
        for last in set(LANDMASS.values()) - {LANDMASS[first.from_port]}:
            fares = {first.sailing_id: first.default_fare or 0}
            for after in usable:
                ways = [
                    fares[before.sailing_id]
                    for before in usable
                    if before.sailing_id in fares
                    and (
                        (before.sailing_id, after.sailing_id) in aboard
                        or (
                            LANDMASS.get(before.to_port) != last
                            and can_change([first, before], after)
                        )
                    )
                ]
                if ways and after is not first:
                    fares[after.sailing_id] = min(ways) + (after.default_fare or 0)
            found |= {
                (first.from_port, s.to_port, first.ready, s.arrival, fares[s.sailing_id])
                for s in usable
                if s.sailing_id in fares and LANDMASS.get(s.to_port) == last
            }
    return found


def outcomes(found: Iterable[Connection]) -> set[Outcome]:
    listed = [(c.from_port, c.to_port, c.ready, c.arrival, c.fare_for("C1R") or 0) for c in found]
    assert len(set(listed)) == len(listed)
    return set(listed)


def journeys(sailings: list[Sailing]) -> list[list[Sailing]]:
    """All chains of sailings in which each can follow the one before."""
    usable = [s for s in sailings if s.cars]
    whole = []
    growing = [[s] for s in usable if s.from_port in LANDMASS]
    while growing:
        chain = growing.pop()
        whole.append(chain)
        growing += [
            [*chain, following]
            for following in usable
            if stays(usable, chain[-1], following) or can_change(chain, following)
        ]
    return [
        chain
        for chain in whole
        if LANDMASS.get(chain[-1].to_port, LANDMASS[chain[0].from_port])
        != LANDMASS[chain[0].from_port]
        and not changes_at(usable, chain, LANDMASS[chain[-1].to_port])
    ]


def stays(usable: list[Sailing], before: Sailing, after: Sailing) -> bool:
    trips = [s for s in usable if s.vessel == before.vessel and s.departure >= before.arrival]
    following = min(trips, key=lambda s: (s.departure, s.arrival, s.sailing_id), default=None)
    return (
        following is after
        and after.from_port == before.to_port
        and after.departure - before.arrival <= LONGEST_STAY_ABOARD
    )


def can_change(chain: list[Sailing], after: Sailing) -> bool:
    before = chain[-1]
    landmass = LANDMASS.get(before.to_port)
    if landmass is None or landmass in (LANDMASS[chain[0].from_port],):
        return False
    if LANDMASS.get(after.from_port) != landmass:
        return False
    road = roads(before.to_port, after.from_port)
    return road is not None and before.arrival + road <= after.ready


def changes_at(usable: list[Sailing], chain: list[Sailing], landmass: str) -> bool:
    return any(
        LANDMASS.get(before.to_port) == landmass and not stays(usable, before, after)
        for before, after in pairwise(chain)
    )


def undominated(chains: list[list[Sailing]]) -> set[Outcome]:
    all_outcomes = {
        (
            c[0].from_port,
            c[-1].to_port,
            c[0].ready,
            c[-1].arrival,
            sum(s.default_fare or 0 for s in c),
        )
        for c in chains
    }
    return undominated_outcomes(all_outcomes)


def undominated_outcomes(all_outcomes: set[Outcome]) -> set[Outcome]:
    return {o for o in all_outcomes if not any(beats(p, o) for p in all_outcomes)}


def beats(p: Outcome, o: Outcome) -> bool:
    return p != o and p[:2] == o[:2] and p[2] >= o[2] and p[3] <= o[3] and p[4] <= o[4]
