import csv
import shutil
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import networkx as nx
import pytest

from dispatch.checks import check_plan
from dispatch.imports import read_request
from dispatch.network import Network
from dispatch.planner import plan_day
from examples.jindo.canvas import Drawing
from examples.jindo.data_files import TIMETABLE, named_points, ports, table
from examples.jindo.draw_map import draw
from examples.jindo.generate import generate
from examples.jindo.plane import metres
from examples.jindo.scenario import SIZES, in_season, scenario
from geo.build import build_map
from geo.ferries import FerryVehicle, by_landmasses, connections, read_timetable
from geo.snap import Place
from geo.travel import RoadNetwork
from tests.tiny_day import TinyDay

TINY = Path(__file__).parents[1] / "examples" / "jindo" / "tiny"
TUESDAY = date(2026, 3, 10)


@pytest.fixture(scope="module")
def drawing() -> Drawing:
    return draw()


@pytest.fixture(scope="module")
def mapdir(drawing: Drawing, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("jindo")
    drawing.write(folder / "jindo.osm.pbf")
    build_map([folder / "jindo.osm.pbf"], folder / "map", timetable=TIMETABLE)
    yield folder / "map"
    shutil.rmtree(folder)


@pytest.fixture(scope="module")
def roads(mapdir: Path) -> RoadNetwork:
    return RoadNetwork(mapdir)


def drive(roads: RoadNetwork, start: str, end: str, profile: str = "truck-1t") -> tuple[int, float]:
    """Minutes and kilometres by road; -1 where none leads."""
    fixed = {row["site_id"]: row for row in table("fixed_sites")}
    places = []
    for name in (start, end):
        point = named_points().get(name)
        lat, lon = point or (float(fixed[name]["lat"]), float(fixed[name]["lon"]))
        places.append(Place(name=name, lat=lat, lon=lon))
    times = roads.travel_times(places, profile)
    return int(times.durations[0, 1]) // 60, int(times.distances[0, 1]) / 1000


# -- the map ---------------------------------------------------------------------------------------


def test_the_map_comes_out_the_same_each_time_and_is_small(
    drawing: Drawing, tmp_path: Path
) -> None:
    drawing.write(tmp_path / "a.osm.pbf")
    draw().write(tmp_path / "b.osm.pbf")
    assert (tmp_path / "a.osm.pbf").read_bytes() == (tmp_path / "b.osm.pbf").read_bytes()
    assert (tmp_path / "a.osm.pbf").stat().st_size < 1_500_000


def test_everything_on_the_map_says_that_it_is_schematic(drawing: Drawing) -> None:
    assert all(tags["note"] == "schematic" for _, tags in drawing.ways)
    assert all(tags["note"] == "schematic" for _, tags in drawing.nodes if tags)


def test_the_main_island_hangs_on_the_one_bridge(drawing: Drawing) -> None:
    graph = nx.Graph()
    for members, tags in drawing.ways:
        if "highway" in tags and tags.get("name") != "진도대교":
            nx.add_path(graph, members)
    island = nx.node_connected_component(graph, drawing.node(named_points()["JDO"]))
    for place in ("HUB", "GNE", "GGU", "UIS", "IMH", "JIS", "NOK", "P_JIN", "P_SWI", "P_SEO"):
        nearest = min(graph, key=lambda n: metres(drawing.nodes[n - 1][0], named_points()[place]))
        assert nearest in island, place
    assert drawing.node(named_points()["USY"]) not in island
    assert drawing.node(named_points()["MKS"]) not in island


def test_each_island_is_a_landmass_of_its_own(roads: RoadNetwork) -> None:
    """하조도 and 상조도 are one, by 조도대교."""
    names = [
        "P_JIN",
        "P_CHA",
        "P_YUL",
        *["P_GWM", "P_GAS", "P_DGC", "P_SGC", "P_DAE", "P_GWS", "P_MOD", "P_SOM"],
    ]
    places = [Place(name=n, lat=named_points()[n].lat, lon=named_points()[n].lon) for n in names]
    landmass = dict(zip(names, roads.travel_times(places, "truck-1t").landmass, strict=True))
    assert landmass.pop("P_YUL") == landmass["P_CHA"]
    assert len(set(landmass.values())) == len(landmass)


def test_boats_are_drawn_where_the_timetable_sails(roads: RoadNetwork) -> None:
    lines = {line.name: line.timetabled for line in roads.summary.ferry_lines}
    assert lines["창유항 (어류포)–진도항 (팽목)"]
    assert lines["가사도–쉬미항"]
    assert [name for name, timetabled in lines.items() if not timetabled] == [
        "완도항–제주항",
        "목포항–제주항",
    ]


@pytest.mark.parametrize(
    ("start", "end", "minutes", "kilometres"),
    [
        # A coach takes about 60 min between Mokpo and 진도읍, a bus about 50 with its stops to
        # 팽목.
        ("JDO", "MKS", (45, 70), (50, 64)),
        ("JDO", "P_JIN", (22, 50), (19, 27)),
        ("JDO", "NOK", (9, 22), (11, 17)),
        ("P_CHA", "JOD", (2, 8), (1.5, 3)),
        # The linehauls of the example: 65 min to Mokpo, 70 min on to Gwangju, about 413 km to
        # Seoul.
        ("HUB", "XMOK", (45, 65), (50, 64)),
        ("XMOK", "XGWJ", (50, 72), (60, 80)),
        ("HUB", "SEG", (270, 380), (390, 435)),
    ],
)
def test_drives_are_as_long_as_people_know_them(
    roads: RoadNetwork,
    start: str,
    end: str,
    minutes: tuple[int, int],
    kilometres: tuple[float, float],
) -> None:
    took, length = drive(roads, start, end)
    assert minutes[0] <= took <= minutes[1]
    assert kilometres[0] <= length <= kilometres[1]


def test_no_linehaul_is_faster_than_its_truck(roads: RoadNetwork) -> None:
    for row in table("lines"):
        if row["mode"] == "linehaul":
            minutes, _ = drive(roads, row["from_site"], row["to_site"], "truck-5t")
            assert minutes <= clock(row["arrival"]) - clock(row["departure"]), row["service_id"]


def clock(text: str) -> int:
    hour, _, rest = text.partition(":")
    minute, _, day = rest.partition("+")
    return 1440 * int(day or 0) + 60 * int(hour) + int(minute)


# -- the timetable ---------------------------------------------------------------------------------


def test_the_boats_of_a_tuesday_are_as_many_as_the_source_counts() -> None:
    sailings = read_timetable(TIMETABLE).sailings_on(TUESDAY, "Asia/Seoul", 1)
    legs = Counter((s.from_port, s.to_port) for s in sailings)
    assert legs["P_JIN", "P_CHA"] == 8
    assert legs["P_CHA", "P_JIN"] == 7
    assert legs["P_SWI", "P_GAS"] == 3
    assert sum(count for (_, end), count in legs.items() if end == "P_JEJ") == 2


def test_the_timetable_of_the_example_has_nothing_to_report() -> None:
    assert read_timetable(TIMETABLE).report_on(TUESDAY, "Asia/Seoul") == ()


def test_the_islets_are_called_at_on_even_days_only() -> None:
    timetable = read_timetable(TIMETABLE)
    even = timetable.sailings_on(TUESDAY, "Asia/Seoul", 1)
    odd = timetable.sailings_on(TUESDAY + timedelta(days=1), "Asia/Seoul", 1)
    assert {s.sailing_id for s in even} - {s.sailing_id for s in odd} >= {"SS01i", "SS01l"}


def test_a_small_truck_reaches_gwanmaedo_four_times_and_a_high_one_never() -> None:
    sailings = read_timetable(TIMETABLE).sailings_on(TUESDAY, "Asia/Seoul", 1)
    landmass = {port: port for port in ports()}
    small = FerryVehicle(class_id="C1R", height_m=2.4, length_m=5.2, weight_kg=3200)
    high = FerryVehicle(class_id="C5R", height_m=3.65, length_m=8.8, weight_kg=11500)
    found = by_landmasses(connections(sailings, landmass, vehicle=small), landmass)
    assert [c.sailings[-1].sailing_id for c in found["P_JIN", "P_GWM"]] == [
        "HL03f",
        "SG01",
        "SD06b",
        "SG03b",
    ]
    assert connections(sailings, landmass, vehicle=high) == ()


# -- the invented days -----------------------------------------------------------------------------


@pytest.fixture(scope="module")
def days(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("days")
    for size in SIZES:
        generate(size, 1, TUESDAY, folder / size)
    return {size: folder / size for size in SIZES}


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("size", SIZES)
def test_a_day_has_the_totals_and_shares_of_its_size(days: dict[str, Path], size: str) -> None:
    wanted = scenario(size)
    orders = rows(days[size] / "orders.csv")
    assert len(orders) == wanted.parcels == sum(int(o["parcels"]) for o in orders)
    assert sum(float(o["kg"]) for o in orders) == pytest.approx(wanted.kg, rel=0.01)
    assert sum(float(o["litres"]) for o in orders) == pytest.approx(wanted.litres, rel=0.01)
    assert all(0.6 <= float(o["kg"]) <= 20 for o in orders)
    for column, shares in (("temperature", wanted.temperatures), ("channel", wanted.channels)):
        counts = Counter("door" if o[column] == "locker" else o[column] for o in orders)
        for name, share in shares.items():
            assert abs(100 * counts[name] / len(orders) - share) < 0.5, name


@pytest.mark.parametrize("size", SIZES)
def test_a_day_is_a_request_without_faults_on_the_map(
    days: dict[str, Path], mapdir: Path, size: str
) -> None:
    network = Network.open(mapdir)
    request = read_request(days[size], network)
    assert (request.date, request.timezone) == (TUESDAY, "Asia/Seoul")
    assert request.county.ko == "진도군"
    sites = {site.site_id: site for site in request.sites}
    assert {o.origin for o in request.orders} == {
        s.site_id for s in request.sites if s.kind == "producer"
    }
    assert {o.destination for o in request.orders} <= sites.keys()
    assert all(site.name.ko and site.name.en for site in request.sites)


def test_the_baseline_has_the_people_and_places_of_the_scenario(days: dict[str, Path]) -> None:
    fleet = rows(days["baseline"] / "fleet.csv")
    sites = rows(days["baseline"] / "sites.csv")
    kinds = Counter(site["kind"] for site in sites)
    linehaul_drivers = 2
    assert sum(bool(vehicle["driver"]) for vehicle in fleet) + linehaul_drivers == 14
    assert Counter(vehicle["class_id"] for vehicle in fleet)["C25R"] == 1
    assert (kinds["complex"], kinds["market"]) == (8, 4)
    assert 0.7 * 60 <= kinds["producer"] <= 60
    assert sum(scenario("baseline").producers.values()) == 60
    assert sum(scenario("peak").producers.values()) == 110
    assert sum(scenario("small").producers.values()) == 24


def test_people_of_the_outer_islands_bring_their_goods_to_the_quay(days: dict[str, Path]) -> None:
    sites = {site["site_id"]: site for site in rows(days["baseline"] / "sites.csv")}
    services = rows(days["baseline"] / "services.csv")
    dropped = {site["drop_site"] for site in sites.values() if site["drop_site"]}
    assert {"PORT_GAS", "PORT_GWM", "PORT_SGC"} <= dropped
    assert dropped <= {service["from_site"] for service in services}
    assert all(sites[port]["kind"] == "port" for port in dropped)
    assert not any(sites[s]["drop_site"] for s in sites if s.startswith(("F_CHA", "F_SJD")))


def test_live_seafood_is_sold_only_where_it_arrives_on_the_day(days: dict[str, Path]) -> None:
    sites = {site["site_id"]: site for site in rows(days["baseline"] / "sites.csv")}
    fresh = [
        order
        for order in rows(days["baseline"] / "orders.csv")
        if order["max_hours"] and float(order["max_hours"]) <= 24
    ]
    assert fresh
    assert not [o for o in fresh if "+1" in sites[o["destination"]]["windows"]]


def test_the_same_seed_gives_the_same_files_and_another_seed_others(
    days: dict[str, Path], tmp_path: Path
) -> None:
    generate("small", 1, TUESDAY, tmp_path / "again")
    generate("small", 2, TUESDAY, tmp_path / "other")
    for name in ("orders.csv", "sites.csv", "fleet.csv", "services.csv", "day.toml"):
        assert (tmp_path / "again" / name).read_bytes() == (days["small"] / name).read_bytes()
    assert (tmp_path / "other" / "orders.csv").read_bytes() != (
        days["small"] / "orders.csv"
    ).read_bytes()


@pytest.mark.parametrize("offset", range(7))
def test_every_day_of_the_week_can_be_invented(tmp_path: Path, offset: int) -> None:
    """Also 12 March, when no boat sails to Jeju, and days outside the seasons of crab and kiwi."""
    day = date(2026, 7, 6) + timedelta(days=offset) if offset % 2 else TUESDAY + timedelta(offset)
    generate("baseline", offset, day, tmp_path)
    request = read_request(tmp_path)
    assert request.date == day
    jeju_sails = any(service.service_id == "FJ03" for service in request.services)
    assert jeju_sails == any(order.channel == "jeju" for order in request.orders)


def test_seasons_may_run_over_the_turn_of_the_year() -> None:
    assert [m for m in range(1, 13) if in_season("11-3", date(2026, m, 1))] == [1, 2, 3, 11, 12]
    assert [m for m in range(1, 13) if in_season("4-6|9-11", date(2026, m, 1))] == [
        4, 5, 6, 9, 10, 11,
    ]  # fmt: skip


# -- the tiny day ----------------------------------------------------------------------------------


def test_the_tiny_day_is_planned_at_the_cost_that_enumeration_proves(
    mapdir: Path, roads: RoadNetwork
) -> None:
    request = read_request(TINY)
    network = Network.open(mapdir, timetable=TINY / "timetable")
    plan = plan_day(request, network, seconds=10, iterations=5_000, seed=1)
    assert check_plan(plan, request, network) == ()
    best = TinyDay(request, roads, read_timetable(TINY / "timetable")).best_cost()
    left = {o.order_id: o.priority_cost for o in request.orders}
    cost = plan.totals.cost.total + sum(left[u.order_id] for u in plan.unserved)
    assert plan.unserved == ()
    # Costs are rounded to won per tour and kind.
    assert cost == pytest.approx(best, abs=10)
    assert {
        use.vessel for tour in plan.tours for stop in tour.stops for use in stop.leg.sailings
    } == {
        "새섬두레",
        "가사페리",
    }
