"""What `geo` offers is what its modules make public."""

import importlib
import subprocess
import sys
from pathlib import Path

import pytest

import geo

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("name", geo.__all__)
def test_every_name_on_the_list_is_there_and_public_in_its_home(name):
    home = importlib.import_module(f"geo.{geo._HOME_OF[name]}")
    assert getattr(geo, name) is getattr(home, name)
    assert not (ROOT / "geo" / f"{name}.py").exists(), "a module of that name would hide it"


def test_the_list_is_complete_and_without_doubles():
    assert sorted(geo._HOME_OF) == sorted(set(geo.__all__)) == sorted(geo.__all__)
    assert set(geo.__all__) <= set(dir(geo))


def test_a_name_that_is_not_there_is_an_attribute_error():
    with pytest.raises(AttributeError, match="teleport"):
        geo.teleport  # noqa: B018


def test_faults_can_be_had_without_loading_the_map_builder():
    program = (
        "import sys, geo; geo.Fault; print(sorted({'osmium', 'scipy', 'osmnx'} & set(sys.modules)))"
    )
    ran = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert ran.stdout.strip() == "[]"
