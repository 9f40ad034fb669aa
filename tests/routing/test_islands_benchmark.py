"""The island instances: their format, their timetable, and what taking a ferry for a road costs."""

import pytest

from benchmarks.islands.best import read_best
from benchmarks.islands.execute import Outcome, execute
from benchmarks.islands.format import Asked, Fleet, Islands, Line, Visit, read, write
from benchmarks.islands.generate import FOLDER, PLANS, draw
from benchmarks.islands.prove import TooLargeError, optimum
from benchmarks.islands.slow_road import slow_road
from routing import MaxIterations, check, evaluate, solve

pytestmark = pytest.mark.kernel

HOME = Fleet(
    name="van",
    count=2,
    place=0,
    capacity=5,
    shift=(0, 40_000),
    fixed_cost=1000,
    unit_distance_cost=1,
    unit_duration_cost=2,
)


def islands(*requests, departures=(1000, 5000, 9000)):
    """A depot, a quay 1 km away, and an island with its quay and two houses."""
    out = Line(
        name="out", calls=((1, 0), (2, 600)), check_in=100, fares=(50,), departures=departures
    )
    home = Line(
        name="home", calls=((2, 0), (1, 600)), check_in=100, fares=(50,), departures=(3000, 8000)
    )
    return Islands(
        name="tiny",
        places=((0, 0, 0), (1000, 0, 0), (9000, 0, 1), (9400, 0, 1), (9400, 300, 1)),
        requests=requests,
        fleets=(HOME,),
        lines=(out, home),
    )


def delivery(place, window=(0, 40_000), load=1):
    return Asked(load=load, delivery=Visit(place=place, service=60, window=window))


def test_there_are_24_and_they_are_what_the_generator_draws():
    files = sorted(path.stem for path in FOLDER.glob("*.json"))
    assert files == sorted(plan.name for plan in PLANS)
    assert len(files) == 24
    for seed, plan in list(enumerate(PLANS, 1))[:8]:
        assert read(FOLDER / f"{plan.name}.json") == draw(plan, seed)


def test_what_is_written_is_read_back(tmp_path):
    tiny = islands(delivery(3), Asked(load=2, pickup=Visit(place=4, service=5, window=(1, 2))))
    write(tmp_path / "tiny.json", tiny)
    assert read(tmp_path / "tiny.json") == tiny


@pytest.mark.parametrize("text", ["{}", "[]", '{"format": "other"}', "no json"])
def test_other_files_are_refused_by_name(tmp_path, text):
    path = tmp_path / "other.json"
    path.write_text(text)
    with pytest.raises(ValueError, match=r"other\.json is no island instance"):
        read(path)


def test_links_join_every_two_calls_of_a_boat():
    line = Line(
        name="round", calls=((1, 0), (2, 600), (3, 900)), check_in=60, fares=(7,), departures=(100,)
    )
    places = ((0, 0, 0), (0, 9, 0), (0, 99, 1), (0, 999, 2))
    problem = Islands(
        name="chain", places=places, requests=(), fleets=(HOME,), lines=(line,)
    ).problem()
    assert [(x.board, x.alight, x.ready, x.arrival, x.costs) for x in problem.links] == [
        (1, 2, 40, 700, (7,)),
        (1, 3, 40, 1000, (14,)),
        (2, 3, 640, 1000, (7,)),
    ]


def test_best_known_values_are_kept_for_all():
    best = read_best()
    assert set(best) == {plan.name for plan in PLANS}
    assert any(one.proven for one in best.values())


@pytest.mark.parametrize("plan", [plan for plan in PLANS if plan.small], ids=lambda one: one.name)
def test_a_short_search_meets_the_best_of_the_small_ones(plan):
    problem = read(FOLDER / f"{plan.name}.json").problem()
    solution = solve(problem, MaxIterations(8000), seed=1)
    assert check(problem, solution) == ()
    best = read_best()[plan.name]
    assert solution.cost >= best.cost if best.proven else True
    assert solution.cost <= best.cost * 1.01


def test_enumeration_finds_the_least_cost_of_all_plans():
    problem = islands(delivery(3), delivery(4), delivery(3, load=4)).problem()
    assert optimum(problem) == solve(problem, MaxIterations(2000)).cost
    with pytest.raises(TooLargeError):
        optimum(problem, most=5)


def test_a_ferry_as_a_slow_road_takes_check_in_crossing_and_half_the_headway():
    slow, fares = slow_road(islands(delivery(3)).problem())
    # 100 s to the quay, 100 + 600 for the boat, half of 4000 s, 40 s to the house.
    assert slow.durations[0][0, 3] == 100 + 700 + 2000 + 40
    assert slow.distances[0][0, 3] == 1000 + 400
    assert fares[0][0, 3] == 50
    assert slow.durations[0][3, 0] == 40 + 700 + 2500 + 100
    assert slow.links == ()


def test_on_the_timetable_such_a_plan_is_late_or_stranded():
    problem = islands(delivery(3, window=(0, 3000))).problem()
    tasks = ((0, "delivery"),)
    # Leaving at 0 the boat at 1000 is met and the house reached at 1640; home by the boat at 3000.
    assert execute(problem, [(0, tasks, 0)]) == Outcome(
        stops=1, cost=1000 + 2 * 1400 + 2 * 50 + 2 * 3700
    )
    late = execute(problem, [(0, tasks, 900)])
    assert (late.late, late.seconds_late, late.missed_boats) == (1, 5640 - 3000, 0)
    stranded = execute(problem, [(0, tasks, 7000)])
    assert (stranded.late, stranded.missed_boats, stranded.unserved) == (1, 1, 0)
    never = execute(problem, [(0, tasks, 9000)])
    assert (never.missed_boats, never.unserved, never.cost) == (1, 1, 1000 + 2 * 31_000)


def test_our_own_plans_are_driven_as_they_say():
    problem = read(FOLDER / f"{PLANS[6].name}.json").problem()
    solution = solve(problem, MaxIterations(500))
    planned = [(route.vehicle_type, route.tasks, route.departure) for route in solution.routes]
    assert evaluate(problem, [(kind, tasks) for kind, tasks, _ in planned]).feasible
    outcome = execute(problem, planned)
    assert outcome == Outcome(stops=len(problem.requests), cost=solution.cost)
