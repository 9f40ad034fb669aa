import csv
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.faults import Fault, InputError, Text
from geo.tables import Column, parse_table, read_table

COLUMNS = (
    Column("site_id", aliases=("장소번호",)),
    Column("kg", float, aliases=("무게",), expected=Text("숫자", "a number")),
    Column("note", aliases=("비고",), required=False, default="-"),
)


def codes(faults: tuple[Fault, ...]) -> list[tuple[str, int | None, str | None]]:
    return [(fault.code, fault.row, fault.field) for fault in faults]


def test_headers_match_without_regard_to_case_spaces_and_underscores() -> None:
    table = parse_table("Site ID, KG\nA,2.5\n", COLUMNS, file="t.csv")
    assert table.faults == ()
    assert dict(table.rows[0].cells) == {"site_id": "A", "kg": 2.5, "note": "-"}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp949"])
def test_korean_headers_are_read_in_every_encoding_that_excel_writes(
    tmp_path: Path, encoding: str
) -> None:
    path = tmp_path / "sites.csv"
    path.write_bytes("장소번호,무게,비고\n나루,3,대파 상자\n".encode(encoding))
    table = read_table(path, COLUMNS)
    assert table.faults == ()
    assert table.rows[0]["note"] == "대파 상자"


def test_all_faults_come_at_once_and_good_rows_still_come_through() -> None:
    table = parse_table("site_id,kg\nA,heavy\nB,1\n,2\nC,\n", COLUMNS, file="t.csv")
    assert codes(table.faults) == [
        ("bad-value", 2, "kg"),
        ("empty-cell", 4, "site_id"),
        ("empty-cell", 5, "kg"),
    ]
    assert [row["site_id"] for row in table.rows] == ["B"]


def test_row_numbers_count_lines_as_an_editor_does() -> None:
    table = parse_table('site_id,kg,note\nA,1,"two\nlines"\n\nB,x,\n', COLUMNS, file="t.csv")
    assert codes(table.faults) == [("bad-value", 5, "kg")]


def test_missing_columns_are_all_named_with_their_korean_names() -> None:
    table = parse_table("note\nhello\n", COLUMNS, file="t.csv")
    assert codes(table.faults) == [("missing-column", 1, "site_id"), ("missing-column", 1, "kg")]
    assert "장소번호" in table.faults[0].remedy.en


def test_file_that_is_not_text_says_how_to_save_it(tmp_path: Path) -> None:
    path = tmp_path / "orders.csv"
    path.write_bytes(b"\xff\xfe\x00\x81\xff")
    (fault,) = read_table(path, COLUMNS).faults
    assert fault.code == "unknown-encoding"
    assert fault.file == "orders.csv"


def test_absent_file_is_one_fault(tmp_path: Path) -> None:
    (fault,) = read_table(tmp_path / "orders.csv", COLUMNS).faults
    assert fault.code == "file-unreadable"


def test_empty_file_is_one_fault() -> None:
    (fault,) = parse_table("", COLUMNS, file="t.csv").faults
    assert fault.code == "file-empty"


def test_quote_that_never_closes_is_a_fault_and_not_a_crash() -> None:
    (fault,) = parse_table('site_id,kg\n"A,' + "1" * 200_000, COLUMNS, file="t.csv").faults
    assert fault.code == "not-csv"


def test_unknown_columns_are_listed_and_prefixed_ones_kept() -> None:
    table = parse_table(
        "site_id,kg,fare_C1,colour\nA,1,28000,red\n", COLUMNS, file="t.csv", keep_extra="fare_"
    )
    assert table.rows[0]["fare_C1"] == "28000"
    assert table.extra_columns == ("colour",)


def test_error_says_everything_in_both_languages() -> None:
    fault = Fault(
        code="unknown-site",
        file="orders.csv",
        row=7,
        field="origin",
        what=Text("'Z9' 장소가 없습니다", "site 'Z9' is not in sites.csv"),
        remedy=Text("sites.csv에 추가하세요", "add it to sites.csv"),
    )
    message = str(InputError([fault, fault]))
    assert message.count("orders.csv, row 7, origin") == 2
    assert "장소가 없습니다" in message
    assert "add it to sites.csv" in message


@given(st.text())
def test_no_text_makes_the_reader_fail(text: str) -> None:
    table = parse_table(text, COLUMNS, file="t.csv")
    assert table.rows == () or all(row["site_id"] for row in table.rows)


@given(st.lists(st.tuples(st.text(min_size=1), st.floats(allow_nan=False, allow_infinity=False))))
def test_written_rows_come_back(rows: list[tuple[str, float]]) -> None:
    rows = [(name.strip(), kg) for name, kg in rows if name.strip() and "\0" not in name]
    out = io.StringIO()
    csv.writer(out).writerows([("site_id", "kg"), *rows])
    table = parse_table(out.getvalue(), COLUMNS, file="t.csv")
    assert [(row["site_id"], row["kg"]) for row in table.rows] == rows
