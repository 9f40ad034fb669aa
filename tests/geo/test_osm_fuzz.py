"""Files and tags as they should not be: read, or refused with a fault, never anything else."""

import numpy as np
import osmium
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from geo.access import closed_by
from geo.assemble import assemble
from geo.faults import InputError
from geo.osm import read_extracts
from geo.osm_tags import BARRIERS, DRIVABLE, MODES
from geo.profiles import load_profile, profile_names
from geo.speeds import speeds_kph
from geo.traits import TraitTable
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
    files = {s: TOWN.write(folder / f"town.{s}").read_bytes() for s in ("osm", "osm.pbf", "osm.gz")}
    return {**files, "raw.osm.pbf": unpacked_pbf(folder / "raw.osm.pbf")}


def unpacked_pbf(path):
    """A PBF without compression, where a changed byte reaches the reader."""
    with osmium.SimpleWriter(osmium.io.File(str(path), "pbf,pbf_compression=none")) as writer:
        for found in osmium.FileProcessor(osmium.io.FileBuffer(TOWN.to_xml().encode(), "osm")):
            writer.add(found)
    return path.read_bytes()


@settings(
    max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.sampled_from(["osm", "osm.pbf", "osm.gz", "raw.osm.pbf"]),
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


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        (b"KR:urban", b"KR\0urban", "zero byte"),
        (b"OSMData", b"OSMDat\xff", None),
        (b"\0\0\0\x0c", b"\x7f\0\0\x0c", "claims to have"),
    ],
)
def test_a_pbf_that_would_crash_its_reader_is_refused(good_files, tmp_path, old, new, reason):
    path = tmp_path / "town.osm.pbf"
    path.write_bytes(good_files["raw.osm.pbf"].replace(old, new))
    with pytest.raises(InputError, match=reason):
        read_extracts([path])
