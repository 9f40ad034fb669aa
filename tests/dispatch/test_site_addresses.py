"""Sites with an address instead of coordinates: placed where that is clear, else all candidates."""

import pytest

from dispatch.imports import read_request
from dispatch.network import Network
from geo.addresses.official import import_addresses
from geo.faults import InputError
from geo.geometry import metres_between
from tests.towns import draw_town

TOWN = draw_town(
    """
      a         b
    A-----B---C-----D
          g
    K-----L
    |     |
    N-----M
    """.replace("|", " "),
    ways={
        "ABCD": {"highway": "residential", "name": "나루길"},
        "KgLMNK": {"landuse": "residential", "name": "나루마을아파트"},
    },
    nodes={
        "a": {"addr:street": "나루길", "addr:housenumber": "7", "addr:city": "진도군"},
        "b": {"addr:street": "나루길", "addr:housenumber": "7", "addr:city": "해남군"},
        "g": {"barrier": "gate"},
    },
    spacing=40,
)
DAY = 'date = 2026-03-10\naddresses = ["book.sqlite"]\n'
ORDERS = "order_id,origin,destination,parcels,kg,litres\no1,FARM,APT,3,15,60\n"
FLEET = "vehicle_id,class_id,start_site,shift_start,shift_end,driver\nT1,C1R,FARM,05:30,15:30,kim\n"
BOOK = (
    "46900|1|4690025021|전라남도|진도군|진도읍|469003000001|가나루길|0|7|0||58916|단독주택|0|진도읍"
    "|890000|1620000\n"
)


@pytest.fixture(scope="module")
def network(tmp_path_factory):
    folder = tmp_path_factory.mktemp("town")
    TOWN.build(folder)
    return Network.open(folder / "map")


@pytest.fixture
def read(network, tmp_path):
    (tmp_path / "entrc.txt").write_text(BOOK, encoding="utf-8")
    import_addresses([tmp_path / "entrc.txt"], tmp_path / "book.sqlite")

    def read(farm, apartment="34.5,126.001,", *, on=network, day=DAY):
        rows = [f"FARM,농장,producer,{farm}", f"APT,아파트,complex,{apartment}"]
        sites = "\n".join(["site_id,name_ko,kind,위도,경도,주소", *rows, ""])
        texts = {"day.toml": day, "sites.csv": sites, "orders.csv": ORDERS, "fleet.csv": FLEET}
        for name, text in texts.items():
            (tmp_path / name).write_text(text, encoding="utf-8")
        return read_request(tmp_path, on)

    return read


def metres_to(site, sign):
    return float(metres_between(site.lat, site.lon, *TOWN.places[sign]))


def fault(read, *args, **options):
    with pytest.raises(InputError) as caught:
        read(*args, **options)
    (one,) = caught.value.faults
    return one


def test_a_clear_address_gives_the_site_its_place(read):
    farm, apartment = read(",,진도군 나루길 7", ",,나루마을아파트").sites
    assert metres_to(farm, "a") < 1
    # A truck is sent to the gate of the complex.
    assert metres_to(apartment, "g") < 1


def test_coordinates_count_before_the_address(read):
    farm, _ = read("34.5,126.0,진도군 나루길 7").sites
    assert (farm.lat, farm.lon) == (34.5, 126.0)


def test_an_address_that_may_be_two_places_is_a_fault_that_lists_them(read):
    found = fault(read, ",,나루길 7")
    assert (found.code, found.file, found.row, found.field) == (
        "address-ambiguous",
        "sites.csv",
        2,
        "address",
    )
    assert "진도군 나루길 7 (34." in found.what.en
    assert "해남군 나루길 7 (34." in found.what.en


def test_an_unknown_address_is_a_fault_of_its_row(read):
    found = fault(read, ",,없는대로 3")
    assert (found.code, found.row) == ("address-unknown", 2)
    assert "공식 주소 파일" in found.remedy.ko


@pytest.mark.parametrize(("cells", "field"), [(",,", "lat"), ("34.5,,진도군 나루길 7", "lon")])
def test_half_a_place_is_no_place(read, cells, field):
    found = fault(read, cells)
    assert (found.code, found.row, found.field) == ("empty-cell", 2, field)


def test_without_a_map_an_address_cannot_be_looked_up(read):
    assert fault(read, ",,진도군 나루길 7", on=None).code == "address-without-map"


def test_official_files_of_the_day_are_looked_into(read):
    with pytest.raises(InputError) as caught:
        read(",,진도군 진도읍 가나루길 7")
    # Found, but 30 km from the roads of this little map.
    assert [one.code for one in caught.value.faults] == ["too-far-from-road"]


def test_a_gazetteer_that_is_missing_is_said_once_and_only_when_needed(read):
    day = DAY.replace("book", "missing")
    assert fault(read, ",,진도군 나루길 7", day=day).code == "not-a-gazetteer"
    assert len(read("34.5,126.0,", day=day).sites) == 2


def test_a_path_that_is_none_is_a_fault_of_the_day(read):
    found = fault(read, "34.5,126.0,", day="date = 2026-03-10\naddresses = 7\n")
    assert (found.file, found.field) == ("day.toml", "addresses")
