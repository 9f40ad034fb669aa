"""Official address files, in small: all rows are made up, their layouts are not."""

import zipfile

import pytest

from geo.addresses.gazetteer import Gazetteer
from geo.addresses.official import import_addresses
from geo.faults import InputError
from geo.geometry import metres_between

# 진도군청 lies near x 890000, y 1620000 in EPSG:5179; 99 roads and people are made up.
ADDRESSES = """\
46900250200100100000100001|4690025021|전라남도|진도군|진도읍|나루리|0|12|3|469003000001|가나루길|0|7|0|4690025000|진도읍|58916||20200101|1||나루빌라|나루마을아파트|
46900250200100100000200002|4690025021|전라남도|진도군|진도읍|나루리|1|4|0|469003000001|가나루길|0|9|2|4690025000|진도읍|58916||20200101|0||||
46900250200100100000200003|4690025021|전라남도|진도군|진도읍|나루리|0|50|0|469003000001|가나루길|1|9|2|4690025000|진도읍|58916||20200101|0||||
"""
LOTS = """\
46900250200100100000100001|4690025021|전라남도|진도군|진도읍|나루리|0|13|0|469003000001|0|7|0|
"""
POSITIONS = """\
46900|1|4690025021|전라남도|진도군|진도읍|469003000001|가나루길|0|7|0|나루마을아파트|58916|공동주택|1|진도읍|890000.5|1620000.5
46900|2|4690025021|전라남도|진도군|진도읍|469003000001|가나루길|0|7|0|나루마을아파트|58916|공동주택|1|진도읍|890050.5|1620000.5
46900|3|4690025021|전라남도|진도군|진도읍|469003000001|가나루길|0|9|2||58916|단독주택|0|진도읍|890100|1620000
46900|4|4690025021|전라남도|진도군|진도읍|469003000001|가나루길|0|11|0||58916|단독주택|0|진도읍||
"""
BUILDINGS = """\
4690025021|전라남도|진도군|진도읍|나루리|0|77|1|469003000002|다라로|0|15|0|다라상가|나동|4690025021100770001000001|01|4690025000|진도읍|539800|001||31|20200101||다라시장|0|58917|0||
"""
ENTRANCES = """\
46900250200100100001500001|4690025021|전라남도|진도군|진도읍|나루리|469003000002|다라로|0|15|0|58917|20200101||10|RM|01|890500.25|1620500.25
"""


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "rnaddrkor_jeonnam.txt").write_text(ADDRESSES, encoding="cp949")
    (tmp_path / "jibun_rnaddrkor_jeonnam.txt").write_text(LOTS, encoding="cp949")
    (tmp_path / "entrc_jeonnam.txt").write_text(POSITIONS, encoding="utf-8")
    (tmp_path / "build_jeonnam.txt").write_text(BUILDINGS, encoding="utf-8-sig")
    (tmp_path / "RNENTDATA_2607_46900.txt").write_text(ENTRANCES, encoding="cp949", newline="\r\n")
    return tmp_path


@pytest.fixture
def gazetteer(folder):
    import_addresses(sorted(folder.glob("*.txt")), folder / "out" / "jeonnam.sqlite")
    with Gazetteer([folder / "out" / "jeonnam.sqlite"]) as opened:
        yield opened


def test_files_are_told_apart_and_counted(folder):
    done = import_addresses(sorted(folder.glob("*.txt")), folder / "jeonnam.sqlite")
    assert {file.name: (file.layout.title.ko, file.rows) for file in done.files} == {
        "rnaddrkor_jeonnam.txt": ("도로명주소 한글", 3),
        "build_jeonnam.txt": ("건물DB", 1),
        "entrc_jeonnam.txt": ("위치정보요약DB", 4),
        "RNENTDATA_2607_46900.txt": ("도로명주소 출입구", 1),
        "jibun_rnaddrkor_jeonnam.txt": ("관련지번", 1),
    }
    assert (done.entries, done.placed) == (5, 3)


def test_an_address_has_the_place_of_its_first_entrance_and_the_others_as_doors(gazetteer):
    found = gazetteer.find("전남 진도군 진도읍 가나루길 7").clear
    # EPSG:5179 has its middle at 38 N 127.5 E, at x 1000000 and y 2000000.
    assert (round(found.lat, 3), round(found.lon, 3)) == (34.568, 126.301)
    assert found.name == "나루마을아파트"
    doors = gazetteer._books[0].doors(1)
    assert [kind for kind, *_ in doors] == ["entrance", "entrance"]
    assert 45 < metres_between(*doors[0][1:], *doors[1][1:]) < 55


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("전남 진도군 진도읍 나루리 12-3", "전라남도 진도군 진도읍 가나루길 7"),
        ("진도읍 나루리 13번지", "전라남도 진도군 진도읍 가나루길 7"),
        ("진도군 진도읍 나루리 산4", "전라남도 진도군 진도읍 가나루길 9-2"),
        ("진도읍 나루리 77-1", "전라남도 진도군 진도읍 다라로 15"),
        ("나루빌라", "전라남도 진도군 진도읍 가나루길 7"),
        ("나루마을 아파트", "전라남도 진도군 진도읍 가나루길 7"),
        ("다라시장", "전라남도 진도군 진도읍 다라로 15"),
        ("가나루길 9-2", "전라남도 진도군 진도읍 가나루길 9-2"),
    ],
)
def test_lots_names_and_roads_lead_to_the_address(gazetteer, text, address):
    assert gazetteer.find(text).clear.address == address


def test_a_lot_on_flat_land_is_not_the_one_in_the_forest(gazetteer):
    assert gazetteer.find("진도군 진도읍 나루리 4").candidates == ()


def test_an_address_whose_place_is_secret_is_not_guessed(gazetteer):
    assert gazetteer.find("진도읍 가나루길 11").clear is None
    assert gazetteer.find("진도읍 가나루길 지하 9-2").clear is None


def test_zip_files_are_read_as_they_are_downloaded(folder):
    path = folder / "202607_위치정보요약DB_전체분.zip"
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("entrc_jeonnam.txt", POSITIONS.encode("cp949"))
        packed.writestr("읽어보기.pdf", b"%PDF")
    done = import_addresses([path], folder / "jeonnam.sqlite")
    assert (done.entries, done.placed) == (3, 2)


def test_changes_replace_places_and_take_addresses_away(folder):
    moved = POSITIONS.splitlines()[0].replace("890000.5", "890700.5") + "|34\n"
    gone = POSITIONS.splitlines()[2] + "|63\n"
    (folder / "entrc_mod.txt").write_text(moved + gone, encoding="cp949")
    paths = [folder / "entrc_jeonnam.txt", folder / "entrc_mod.txt"]
    done = import_addresses(paths, folder / "jeonnam.sqlite")
    assert done.entries == 2
    with Gazetteer([folder / "jeonnam.sqlite"]) as gazetteer:
        assert round(gazetteer.find("가나루길 7").clear.lon, 3) == 126.308
        assert gazetteer.find("가나루길 9-2").clear is None


def test_some_damaged_rows_are_counted_and_shown(folder):
    path = folder / "entrc_jeonnam.txt"
    path.write_text(POSITIONS + "46900|5|46900\n" + "\n", encoding="utf-8")
    done = import_addresses([path], folder / "jeonnam.sqlite")
    assert (done.files[0].skipped, done.files[0].unread) == (1, [(5, "46900|5|46900")])
    assert done.entries == 3


def test_a_file_of_mostly_damaged_rows_is_refused_and_nothing_written(folder):
    path = folder / "entrc_jeonnam.txt"
    path.write_text(POSITIONS + "46900|5|46900\n" * 50, encoding="utf-8")
    with pytest.raises(InputError) as caught:
        import_addresses([path], folder / "jeonnam.sqlite")
    assert [(fault.code, fault.row) for fault in caught.value.faults] == [("unreadable-rows", 5)]
    assert not (folder / "jeonnam.sqlite").exists()


def test_everything_wrong_with_the_files_is_said_at_once(folder):
    (folder / "other.txt").write_text("id,name\n1,나루\n", encoding="utf-8")
    (folder / "empty.txt").write_text("", encoding="utf-8")
    (folder / "cut.zip").write_bytes(b"PK\x03\x04 and no more")
    names = ("other.txt", "empty.txt", "cut.zip", "missing.txt")
    with pytest.raises(InputError) as caught:
        import_addresses([folder / name for name in names], folder / "jeonnam.sqlite")
    assert [fault.code for fault in caught.value.faults] == [
        "unknown-layout",
        "unknown-layout",
        "zip-damaged",
        "file-unreadable",
    ]


def test_official_places_count_before_those_of_the_extract(gazetteer, folder):
    import_addresses([folder / "entrc_jeonnam.txt"], folder / "second.sqlite")
    paths = [folder / "out" / "jeonnam.sqlite", folder / "second.sqlite"]
    with Gazetteer(paths) as both:
        answer = both.find("가나루길 7")
    assert [one.source for one in answer.candidates] == ["jeonnam.sqlite"]
