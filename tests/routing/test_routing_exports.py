"""What `routing` offers is what its modules make public, and what its list says."""

import importlib

import pytest

import routing

#: Modules of which everything public is offered, except what is named beside them.
MODULES = {
    "alone": {"ROUNDS", "relaxations"},  # for `explain`
    "check": set(),
    "compartments": set(),
    "costs": set(),
    "explain": {"Code", "EASE", "PROOF"},
    "evaluate": set(),
    "problem": set(),
    "quotes": {"standing_kernel"},  # between the package's own modules
    "relations": set(),
    "rests": {"MOST_RULES", "check_rests"},
    "solution": set(),
    "solve": set(),
    "speeds": {
        "EVEN",
        "FASTEST",
        "Moments",
        "SLOWEST",
        "arrival_by_road",
        "check_speeds",
        "least_seconds",
        "speeds_of",
    },
    "straight": {"Floats", "SHIFTS"},  # `Floats` for its own annotations, the shifts for the kernel
    "stop": {"flatten"},  # between stop and solve only
    "violation": set(),
}


def public_names(module):
    """Names defined in a module (or listed by it) that do not begin with an underscore."""
    listed = getattr(module, "__all__", None)
    if listed is not None:
        return set(listed)
    return {
        name
        for name, value in vars(module).items()
        if not name.startswith("_") and getattr(value, "__module__", None) == module.__name__
    }


@pytest.mark.parametrize("name", MODULES)
def test_everything_public_is_offered(name):
    module = importlib.import_module(f"routing.{name}")
    assert public_names(module) - MODULES[name] <= set(routing.__all__)


def test_the_list_is_sorted_and_true():
    assert len(routing.__all__) == len(set(routing.__all__))
    for name in routing.__all__:
        assert getattr(routing, name) is not None


def test_nothing_else_is_offered():
    modules = {"alone", "bounds", "check", "evaluate", "explain", "instances", "leftovers"}
    modules |= {"native", "problem", "quotes", "replay"}
    modules |= {"agree", "check_relations", "effective", "native_relations", "relation_violations"}
    modules |= {"relations", "score", "validate_relations"}
    modules |= {"costs", "vroom"}
    modules |= {"solution", "solve", "stop", "straight", "validation", "violation"}
    modules |= {
        "check_loads",
        "compartments",
        "native_vehicles",
        "check_rests",
        "rest_times",
        "rests",
    }
    modules |= {"speeds"}
    modules |= {"drive", "flat_tasks", "route_rules"}
    offered = {name for name in vars(routing) if not name.startswith("_")}
    assert offered - modules <= set(routing.__all__)
