"""The time of a plan: all phases together keep to it, however it is spent before them."""

from types import SimpleNamespace

import pytest

import dispatch.drafts
import dispatch.effort
import dispatch.planner
from dispatch.effort import Effort
from dispatch.planner import plan_day
from routing.stop import FirstOf, MaxIterations, MaxRuntime, Signal
from tests.dispatch.paper_day import day, network, order, service, site, truck

SLOWNESS = 0.01  # seconds by which every solve ends too late


class Clock:
    """A clock that only goes on when work is done."""

    def __init__(self, monkeypatch):
        self.now = 1000.0
        monkeypatch.setattr(dispatch.effort, "time", SimpleNamespace(monotonic=lambda: self.now))


@pytest.fixture
def clock(monkeypatch):
    return Clock(monkeypatch)


@pytest.fixture
def solves(monkeypatch, clock):
    """The seconds that each solve is given; a solve takes them, and a little more."""
    given, solve = [], dispatch.drafts.solve

    def slow(problem, stop, **more):
        given.append(stop.seconds)
        clock.now += stop.seconds + SLOWNESS
        return solve(problem, MaxIterations(30), **more)

    monkeypatch.setattr(dispatch.drafts, "solve", slow)
    return given


def trying_takes(seconds, monkeypatch, clock):
    find = dispatch.planner.find_options

    def slow(*given):
        clock.now += seconds
        return find(*given)

    monkeypatch.setattr(dispatch.planner, "find_options", slow)


def request():
    """One order by a service, which a truck could also bring; one that is worth no trip."""
    return day(
        [site("FARM"), site("HUB", "hub"), site("CITY", "hub"), site("FAR")],
        [
            order("a", "FARM", "CITY"),
            order("b", "FARM", "HUB"),
            order("c", "FAR", "HUB", priority_cost=1000),
        ],
        [truck("T1"), truck("T2", base="CITY")],
        [service("L1", "HUB", "CITY", "15:00", "17:00")],
    )


ROADS = "FARM --20-- HUB --60-- CITY\nHUB --100-- FAR"


@pytest.mark.parametrize(("trying", "routing"), [(0, 10), (3, 7), (9.5, 2), (60, 2)])
def test_all_phases_end_in_time_whatever_trying_the_ways_takes(
    monkeypatch, clock, solves, trying, routing
):
    trying_takes(trying, monkeypatch, clock)
    begun = clock.now
    plan_day(request(), network(ROADS), seconds=10, seed=1)
    assert len(solves) >= 3
    assert min(solves) >= 0
    assert sum(solves) <= routing
    assert clock.now - begun <= trying + routing + SLOWNESS * len(solves)
    assert sum(solves) > 0.8 * routing, "time that nobody needs is for polishing"


def test_a_late_phase_takes_the_time_of_the_next_ones(clock):
    effort = Effort.of(10.0)
    clock.now += 9.0
    assert effort.part(0.5).limit == pytest.approx(1.0)
    assert effort.rest(0.5, kept=0.05).seconds == pytest.approx(0.5)
    clock.now += 5.0
    assert effort.part(0.5).limit == 0.0
    assert effort.rest(0.5, kept=0.05).stop(None) == MaxRuntime(0.0)


def test_iterations_do_not_look_at_the_clock(clock):
    effort = Effort.of(10.0, iterations=1000)
    clock.now += 60.0
    assert effort.limit is None
    assert effort.part(0.25).stop(None) == MaxIterations(250)
    assert effort.left().rest(0.25, kept=0.1).stop(None) == MaxIterations(250)


def test_whoever_asks_can_end_it_earlier(clock):
    stop = Effort.of(10.0).stop(lambda: True)
    assert isinstance(stop, FirstOf)
    assert [type(one) for one in stop.criteria] == [MaxRuntime, Signal]
