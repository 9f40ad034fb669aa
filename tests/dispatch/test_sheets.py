"""sheets.pdf says what drivers and complexes need, in both languages, inside its pages."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator
from itertools import groupby, pairwise
from pathlib import Path

import pymupdf
import pytest

from dispatch.model import DayRequest
from dispatch.plan import Plan, Unserved
from dispatch.sheets import write_sheets
from dispatch.sheets.content import sheet_content
from dispatch.sheets.write import sheets_pdf
from geo.faults import Text
from tests.dispatch.handmade import handmade_day, residents

_MM = 72 / 25.4
_LONG_KO = "전라남도진도군조도면창유리어류포항뒤편세번째골목끝집해조류가공공동작업장" * 2
_LONG_ID = "ORDER-2026-03-10-JINDO-MARKET-000000000000000000000123456789"


def _pages(request: DayRequest, plan: Plan) -> list[pymupdf.Page]:
    return list(pymupdf.open(stream=sheets_pdf(plan, request), filetype="pdf"))


def _text(page: pymupdf.Page) -> str:
    return " ".join(page.get_text().replace("\u200b", "").split())


def _of_vehicle(pages: list[pymupdf.Page], vehicle: str) -> list[str]:
    return [text for text in map(_text, pages) if re.search(rf"vehicle {vehicle} · 쪽", text)]


@pytest.fixture(scope="module")
def pages() -> list[pymupdf.Page]:
    return _pages(*handmade_day(residents(40)))


def test_only_our_fonts_are_used_and_every_letter_has_a_glyph(pages: list[pymupdf.Page]) -> None:
    for page in pages:
        fonts = {font[3].partition("+")[2].removesuffix("-Identity-H") for font in page.get_fonts()}
        assert fonts <= {"Pretendard-Regular", "Pretendard-Bold"}
        assert "\ufffd" not in page.get_text()
        # A letter without a glyph (tofu) is glyph 0.
        for trace in page.get_texttrace():
            assert all(glyph != 0 for _, glyph, *_ in trace["chars"])


def test_overview_has_the_day_in_figures_in_both_languages(pages: list[pymupdf.Page]) -> None:
    text = _text(pages[0])
    for words in ("배송 계획", "Delivery plan", "진도군", "Jindo-gun", "2026년 3월 10일 (화)"):
        assert words in text
    assert "53 / 54" in text, "served orders of all"
    assert "2,500–3,050" in text, "the parcel carrier's price beside the cost per parcel"
    assert "개요 Overview · 쪽 1 / 1" in text


def test_overview_says_why_an_order_is_left_and_a_vehicle_excluded(
    pages: list[pymupdf.Page],
) -> None:
    text = _text(pages[0])
    assert "남악 오룡스테이는 높이 2.7 m까지인데" in text
    assert "assign a 1 t truck or agree on unloading at the gate" in text
    assert "O-014" in text
    assert "3.65 m high, vessel limit 3.5 m" in text
    assert "운전자가 없는 예비 차량" in text


def test_route_sheet_shows_the_boat_with_check_in_fallbacks_and_last_boat_home(
    pages: list[pymupdf.Page],
) -> None:
    (text,) = _of_vehicle(pages, "T-02")
    assert "체크인 마감 check in by 07:00" in text
    assert "07:30 진도항 (팽목) → 08:10 창유항 (어류포)" in text
    assert "Jindo port (Paengmok) → Changyu port" in text
    assert "마지막 배 last boat home 17:50" in text
    assert "08:20 새섬두레, 09:50 한림페리11" in text
    assert text.index("check in by 07:00") < text.index("하조도 전복어가") < text.index("09:30")


def test_route_sheet_shows_places_times_and_goods(pages: list[pymupdf.Page]) -> None:
    text = " ".join(_of_vehicle(pages, "T-01"))
    for words in (
        "서망항 꽃게 경매장",
        "Seomang blue crab auction",
        "010-0000-0103",
        "after the auction, from 06:00",
        "▲ 싣기 load",
        "▼ 내리기 unload",
        "꽃게 냉동 2kg",
        "김기사",
        "05:30–14:30",
    ):
        assert words in text
    waits = re.search(r"도착 arrive 07:20 시작 start 08:00 출발 leave 08:15", text)
    assert waits, "arrival, start and leave of a stop that opens later"


def test_costs_are_on_the_overview_only(pages: list[pymupdf.Page]) -> None:
    assert "원" in _text(pages[0])
    for page in pages[1:]:
        assert not re.search(r"\bwon\b|\d원|cost|비용", _text(page))


def test_handout_lists_are_sorted_by_building_and_unit_and_name_nobody(
    pages: list[pymupdf.Page],
) -> None:
    text = " ".join(t for t in _of_vehicle(pages, "T-03") if "Hand-out list" in t)
    # A heading is repeated where a column or page breaks.
    buildings = [int(number) for number, _ in groupby(re.findall(r"(\d+)동 building", text))]
    of_a01, of_a05 = list(range(101, 112)), [101, 103, 107]
    assert buildings == [*of_a01, *of_a05]
    assert "단지 전체 whole complex" in text
    assert "무인택배함 locker" in text
    assert "O-004" in text


def test_notes_of_orders_are_never_printed() -> None:
    secret = dataclasses.replace(residents(1)[0], note="홍길동 공동현관 1234*")
    request, plan = handmade_day((secret,))
    assert "홍길동" not in str(sheet_content(plan, request))


def test_units_count_as_people_count() -> None:
    orders = tuple(
        dataclasses.replace(order, dong=dong, ho=ho)
        for order, (dong, ho) in zip(
            residents(4),
            (("1002", "101"), ("99", "1203"), ("99", "203"), ("가", "1")),
            strict=True,
        )
    )
    request, plan = handmade_day(orders)
    lists = sheet_content(plan, request)["tours"][2]["handouts"][0]
    dongs = [dong["dong"] for dong in lists["dongs"]]
    assert [name for name in dongs if name in ("99", "1002", "가")] == ["가", "99", "1002"]
    (of_99,) = (dong for dong in lists["dongs"] if dong["dong"] == "99")
    assert [row["ho"] for row in of_99["rows"]] == ["203", "1203"]


def test_pages_are_counted_per_vehicle(pages: list[pymupdf.Page]) -> None:
    counts = [re.search(r"(\S+) · 쪽 (\d+) / (\d+)", _text(page)) for page in pages]
    found = [(m[1], int(m[2]), int(m[3])) for m in counts if m]
    assert len(found) == len(pages)
    for before, after in pairwise(found):
        if before[0] == after[0]:
            assert after[1] == before[1] + 1
        else:
            assert before[1] == before[2]
            assert after[1] == 1


def test_same_plan_gives_the_same_bytes(tmp_path: Path) -> None:
    request, plan = handmade_day()
    write_sheets(plan, request, tmp_path / "a.pdf")
    write_sheets(plan, request, tmp_path / "b.pdf")
    assert (tmp_path / "a.pdf").read_bytes() == (tmp_path / "b.pdf").read_bytes()


def test_head_of_a_long_list_is_repeated_on_every_page() -> None:
    pages = _pages(*handmade_day(residents(900)))
    lists = [page for page in pages if "호 unit" in _text(page)]
    assert len(lists) >= 6
    rows = sum(len(re.findall(r"\bR-\d{4}\b", _text(page))) for page in lists)
    assert rows == 900
    _assert_inside_and_apart(lists)


def _busy_day() -> tuple[DayRequest, Plan]:
    """Make 60 stops with the longest names, notes and ids, and 300 reasons."""
    request, plan = handmade_day(residents(30))
    sites = tuple(
        dataclasses.replace(
            site,
            name=Text(_LONG_KO, "The third house behind the port of Changyu, Jodo-myeon " * 2),
            access_note=Text(_LONG_KO * 2, "Reverse in from the quay and mind the low gate " * 4),
            contact="061-000-0000, 010-0000-0000, 010-0000-0001",
        )
        for site in request.sites
    )
    sailing = plan.tours[1].stops[0].leg.sailings[0]
    long_sailing = dataclasses.replace(
        sailing,
        from_port_name=Text(_LONG_KO, "Jindo port " * 8),
        to_port_name=Text(_LONG_KO, "Changyu port " * 8),
        vessel="한림페리십일호" * 6,
        fallbacks=("11:20 새섬두레",) * 12,
        note="예약 필수 " * 20,
    )
    stops = tuple(
        dataclasses.replace(
            stop,
            leg=dataclasses.replace(stop.leg, sailings=(long_sailing,) if number % 7 == 0 else ()),
            handlings=tuple(
                dataclasses.replace(h, product=_LONG_KO, order_id=_LONG_ID) for h in stop.handlings
            ),
        )
        for number, stop in enumerate(plan.tours[0].stops * 10)
    )
    tour = dataclasses.replace(plan.tours[0], stops=stops, driver="이름이아주긴운전자" * 4)
    unserved = tuple(
        Unserved(
            order_id=f"{_LONG_ID}-{n}",
            code="no-vehicle-fits",
            reason=Text(f"{n} {_LONG_KO}", f"Reason {n} " + "that is long " * 9),
            remedy=Text(_LONG_KO, "Try something else " * 6),
        )
        for n in range(100)
    )
    plan = dataclasses.replace(plan, tours=(tour, *plan.tours[1:]), unserved=unserved)
    return dataclasses.replace(request, sites=sites), plan


def test_sixty_stops_with_the_longest_names_keep_inside_and_apart() -> None:
    _assert_inside_and_apart(_pages(*_busy_day()))


def test_stop_with_more_lines_than_a_page_repeats_its_head() -> None:
    request, plan = handmade_day(residents(3))
    stop = plan.tours[2].stops[0]
    handlings = tuple(
        dataclasses.replace(stop.handlings[0], product=f"상품 {n}", order_id=f"X-{n}")
        for n in range(150)
    )
    stop = dataclasses.replace(stop, handlings=handlings)
    tour = dataclasses.replace(plan.tours[2], stops=(stop, *plan.tours[2].stops[1:]))
    plan = dataclasses.replace(plan, tours=(tour,))
    with_goods = [page for page in _pages(request, plan) if "X-" in _text(page)]
    assert len(with_goods) >= 3
    assert all("Jindo hub" in _text(page) for page in with_goods)


def test_empty_plan_still_gives_an_overview() -> None:
    request, plan = handmade_day()
    empty = dataclasses.replace(plan, tours=(), services=(), exclusions=(), unserved=(), notes=())
    (page,) = _pages(request, empty)
    assert "없음 none" in _text(page)


def test_plan_that_names_unknown_sites_and_vehicles_is_still_printed() -> None:
    request, plan = handmade_day()
    bare = dataclasses.replace(request, sites=(), vehicles=(), services=())
    text = " ".join(map(_text, _pages(bare, plan)))
    assert "F03" in text
    assert "T-02" in text


def test_special_signs_are_printed_as_they_are() -> None:
    request, plan = handmade_day()
    name = Text('#let $x$ *굵게* _기울임_ @a <b> \\n "따옴표"', "`code` // [brackets] {braces}")
    sites = tuple(dataclasses.replace(site, name=name) for site in request.sites)
    text = " ".join(map(_text, _pages(dataclasses.replace(request, sites=sites), plan)))
    assert name.ko in text
    assert name.en in text


def _words(page: pymupdf.Page) -> Iterator[tuple[pymupdf.Rect, str]]:
    for x0, y0, x1, y1, word, *_ in page.get_text("words"):
        if word.strip("\u200b"):
            yield pymupdf.Rect(x0, y0, x1, y1), word


def _assert_inside_and_apart(pages: list[pymupdf.Page]) -> None:
    """Check that no word leaves the margins and none covers another."""
    for page in pages:
        words = sorted(_words(page), key=lambda item: item[0].y0)
        for box, word in words:
            assert box.x0 >= 13.5 * _MM, word
            assert box.x1 <= page.rect.width - 13.5 * _MM, word
            assert box.y1 <= page.rect.height - 5 * _MM, word
        for index, (box, word) in enumerate(words):
            for other, other_word in words[index + 1 :]:
                if other.y0 > box.y1:
                    break
                wide = min(box.x1, other.x1) - max(box.x0, other.x0)
                high = min(box.y1, other.y1) - max(box.y0, other.y0)
                # Boxes have the height of the line; of letters that meet, half of it is shared.
                assert wide < 0.8 or high < 0.55 * min(box.height, other.height), (
                    page.number,
                    word,
                    other_word,
                )
