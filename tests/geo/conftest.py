"""Real extracts, built once for all tests of the package."""

from pathlib import Path

import pytest

from geo.build import build_map
from geo.travel import RoadNetwork

EXTRACTS = Path(__file__).parents[2].parent / "shared" / "osm"


@pytest.fixture(scope="session")
def malta_pbf():
    return EXTRACTS / "malta.osm.pbf"


@pytest.fixture(scope="session")
def malta(malta_pbf, tmp_path_factory):
    out = tmp_path_factory.mktemp("malta") / "map"
    build_map([malta_pbf], out)
    return RoadNetwork(out)
