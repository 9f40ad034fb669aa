"""Files and tags as they should not be: read, or refused with a fault, never anything else."""

import numpy as np
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from geo.assemble import assemble
from geo.faults import InputError
from geo.osm import read_extracts
from geo.osm_tags import BARRIERS, DRIVABLE, MODES
from geo.profiles import load_profile, profile_names
from geo.traits import TraitTable
from geo.weights import closed_by, speeds_kph
from tests.towns import draw_town

KEYS = (
    *MODES,
    *("maxspeed", "maxheight", "maxweight", "maxwidth", "maxlength", "maxaxleload", "width"),
    *("lanes", "lanes:forward", "oneway", "surface", "tracktype", "service", "toll", "bridge"),
    *("maxspeed:hgv", "maxspeed:backward", "hgv:conditional", "junction", "bollard", "locked"),
)
VALUES = st.one_of(
    st.sampled_from(["yes", "no", "-1", "private", "3,5", "none", "9" * 8, "-5", "1e9", "0.4;2"]),
    st.integers(-(10**12), 10**12).map(str),
    st.floats(allow_nan=True).map(str),
    st.text(max_size=8),
)


@settings(max_examples=300, deadline=None)
@given(
    st.sampled_from(DRIVABLE),
    st.sampled_from(BARRIERS),
    st.dictionaries(st.sampled_from(KEYS), VALUES),
)
@example("primary", "gate", {"lanes:forward": "-3"})
@example("primary", "gate", {"lanes": "²", "width": "1e9", "maxspeed": "65535"})
def test_any_tags_make_a_trait_that_any_profile_can_judge(highway, barrier, tags):
    table = TraitTable()
    table.add_road({"highway": highway, **tags})
    table.add_barrier({"barrier": barrier, **tags})
    traits, _ = table.finish()
    for name in profile_names():
        assert closed_by(traits, load_profile(name)).shape == traits.shape
        speeds = speeds_kph(traits, load_profile(name))
        assert np.all((speeds >= 1) & (speeds <= 140))


TOWN = draw_town(
    """
    A---B---C
    |   |   |
    D---E---F
    """,
    ways={
        "AB": {"highway": "primary", "name": "큰길", "maxspeed": "60"},
        "BC": {"highway": "primary", "name": "큰길", "maxspeed": "KR:urban"},
        "BE": {"highway": "residential", "oneway": "yes"},
        "ADEFC": {"highway": "service"},
    },
    nodes={"E": {"barrier": "gate"}},
    turns=[("no_right_turn", "AB", "BE")],
)


@pytest.fixture(scope="module")
def good_files(tmp_path_factory):
    folder = tmp_path_factory.mktemp("good")
    return {s: TOWN.write(folder / f"town.{s}").read_bytes() for s in ("osm", "osm.pbf", "osm.gz")}


@settings(
    max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.sampled_from(["osm", "osm.pbf", "osm.gz"]),
    st.lists(st.tuples(st.floats(0, 1), st.integers(0, 255)), max_size=4),
    st.one_of(st.just(1.0), st.floats(0, 1)),
)
def test_a_file_with_damaged_bytes_is_read_or_refused(good_files, tmp_path, suffix, bytes_, kept):
    content = bytearray(good_files[suffix])
    for where, value in bytes_:
        content[round(where * (len(content) - 1))] = value
    path = tmp_path / f"town.{suffix}"
    path.write_bytes(content[: round(kept * len(content))])
    try:
        graph, _ = assemble(read_extracts([path]))
    except InputError as error:
        assert {fault.file for fault in error.faults} == {path.name}
    else:
        assert graph.arc_count > 0
