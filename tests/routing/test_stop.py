"""Stop criteria: what ends a solve, and how soon."""

import threading
import time

import pytest

from routing.check import check
from routing.solve import solve
from routing.stop import FirstOf, MaxIterations, MaxRuntime, NoImprovement, Signal
from tests.routing.towns_of_clients import town

pytestmark = pytest.mark.kernel


@pytest.mark.parametrize("threads", [1, 2])
def test_iterations_end_exactly_at_their_limit(threads):
    assert solve(town(), MaxIterations(500), threads=threads).iterations == 500


def test_no_iterations_give_the_first_plan():
    solution = solve(town(), MaxIterations(0))
    assert solution.iterations == 0
    assert solution.unserved == ()


@pytest.mark.parametrize("threads", [1, 2])
def test_a_lull_ends_the_search(threads):
    lull = 300
    solution = solve(town(), NoImprovement(lull), threads=threads)
    assert solution.iterations >= lull


def test_runtime_ends_the_search():
    solution = solve(town(), MaxRuntime(0.1))
    assert solution.iterations > 0


def test_the_first_criterion_ends_the_search():
    solution = solve(
        town(), FirstOf(MaxRuntime(3600), FirstOf(MaxIterations(40), NoImprovement(99)))
    )
    assert solution.iterations == 40


def test_the_smaller_of_two_limits_counts():
    assert solve(town(), FirstOf(MaxIterations(30), MaxIterations(20))).iterations == 20


@pytest.mark.parametrize("threads", [1, 2])
def test_a_signal_from_another_thread_ends_an_endless_search(threads):
    event = threading.Event()
    threading.Timer(0.1, event.set).start()
    solution = solve(town(), FirstOf(Signal(event.is_set), MaxRuntime(3600)), threads=threads)
    assert event.is_set()
    assert solution.unserved == ()


@pytest.mark.parametrize("threads", [1, 2])
@pytest.mark.parametrize("pairs", [False, True])
def test_a_set_signal_stops_at_once_with_what_the_first_plan_has_by_then(threads, pairs):
    asked = []
    problem = town(300, pairs=pairs, windows=pairs)
    solution = solve(problem, Signal(lambda: asked.append(1) or True), threads=threads)
    assert len(asked) == 1  # the first answer is obeyed, while the first plan is being made too
    assert check(problem, solution) == ()


def test_a_signal_amid_the_first_plan_keeps_the_routes_of_the_start():
    problem = town(60)
    first = solve(problem, MaxIterations(50))
    kept = solve(problem, FirstOf(Signal(lambda: True), MaxRuntime(0)), initial=first)
    assert kept.unserved == ()
    assert kept.cost <= first.cost


def test_no_time_at_all_is_enough_for_a_sound_plan():
    problem = town(200, windows=True)
    assert check(problem, solve(problem, MaxRuntime(0))) == ()


def test_other_python_threads_run_while_the_kernel_searches():
    event = threading.Event()
    beats = []

    def beat():
        while not event.is_set():
            beats.append(time.monotonic())
            time.sleep(0.001)

    heart = threading.Thread(target=beat)
    heart.start()
    solve(town(), MaxRuntime(0.2))
    event.set()
    heart.join()
    assert len(beats) > 5


def test_an_error_in_the_signal_arrives_at_the_caller():
    def broken():
        raise KeyError("mine")

    with pytest.raises(KeyError, match="mine"):
        solve(town(), Signal(broken), threads=2)


@pytest.mark.parametrize(
    ("make", "rule"),
    [
        (lambda: MaxRuntime(-1), "seconds must not be negative"),
        (lambda: MaxRuntime(float("nan")), "seconds must not be negative"),
        (lambda: MaxIterations(-1), "iterations must not be negative"),
        (lambda: NoImprovement(0), "iterations must be at least 1"),
        (FirstOf, "criteria must not be empty"),
    ],
)
def test_impossible_limits_are_refused(make, rule):
    with pytest.raises(ValueError, match=rule):
        make()
