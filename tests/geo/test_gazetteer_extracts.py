"""The addresses of real Korean extracts, asked for in their own words."""

import pytest

from benchmarks.addresses import measure
from geo.addresses.gazetteer import open_gazetteer
from geo.build import build_map


@pytest.fixture(scope="module")
def maps(malta_pbf, tmp_path_factory):
    folder = tmp_path_factory.mktemp("korea")
    for name in ("busan-seomyeon-1km", "seoul-songpa", "seoul-dongjak"):
        build_map([malta_pbf.parent / f"{name}.osm.pbf"], folder / name)
    return folder


@pytest.mark.parametrize(
    ("name", "asked", "missed"),
    [("busan-seomyeon-1km", 606, 0), ("seoul-songpa", 47, 1), ("seoul-dongjak", 11, 0)],
)
def test_addresses_are_found_within_thirty_metres(maps, malta_pbf, name, asked, missed):
    # The one missed is a building of two that share name and number, 100 m apart.
    found = measure(malta_pbf.parent / f"{name}.osm.pbf", maps / name)["with_road"]
    assert (found["asked"], found["asked"] - found["first"]) == (asked, missed)
    assert found["clear_but_wrong"] <= missed
    assert found["clear"] >= 0.99 * asked


def test_hidden_numbers_of_busan_are_guessed_within_half_a_block(maps, malta_pbf):
    found = measure(malta_pbf.parent / "busan-seomyeon-1km.osm.pbf", maps / "busan-seomyeon-1km")
    assert found["guessed_between_others"]["guessed"] >= 590
    assert found["guessed_between_others"]["median_m"] < 20
    assert found["guessed_between_others"]["p90_m"] < 60


def test_a_building_of_a_complex_is_told_from_its_namesake(maps):
    with open_gazetteer(maps / "busan-seomyeon-1km") as gazetteer:
        answer = gazetteer.find("부산 부산진구 서면아이파크아파트 101동 1203호")
    assert answer.clear.ref == "way/902554045"
    assert answer.said.ho == "1203"


def test_a_street_sign_misspelt_on_the_map_is_found(maps):
    with open_gazetteer(maps / "seoul-songpa") as gazetteer:
        # Mapped as 백재고분로41길 in 2024.
        answer = gazetteer.find("서울 송파구 백제고분로41길 45")
    assert answer.candidates[0].ref == "way/801832683"


def test_ports_and_islands_are_found_on_malta(malta):
    with open_gazetteer(malta.mapdir) as gazetteer:
        (ferry, *_) = gazetteer.find("Cirkewwa Ferry Terminal").candidates
        assert ferry.kind == "port"
        assert gazetteer.find("Għawdex").candidates[0].kind == "island"
