"""Online geocoders, spoken with over HTTP: a stand-in on this machine answers as they do."""

import json
import socket
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import pytest

from geo.addresses.candidate import Answer
from geo.addresses.geocoders import GEOCODERS, open_geocoder
from geo.addresses.online import Hit, Web, find_online, sent_text
from geo.addresses.parse import parse_address
from geo.faults import InputError

TEXT = "전라남도 진도군 진도읍 가나루길 7"
PRIVATE = f"58916 {TEXT}, 101동 1203호 (나루마을, 김나루)"

NOMINATIM = [
    {
        "lat": "34.5682",
        "lon": "126.3010",
        "name": "나루마을",
        "display_name": "나루마을, 7, 가나루길, 진도읍, 진도군, 전라남도, 58916, 대한민국",
        "address": {
            "house_number": "7",
            "road": "가나루길",
            "town": "진도읍",
            "county": "진도군",
            "province": "전라남도",
            "postcode": "58916",
            "country": "대한민국",
        },
    }
]
KAKAO = {
    "documents": [
        {
            "address_name": "전남 진도군 진도읍 나루리 12-3",
            "x": "126.3010",
            "y": "34.5682",
            "road_address": {
                "address_name": "전남 진도군 진도읍 가나루길 7",
                "building_name": "나루마을",
            },
        },
        {
            "address_name": "전남 해남군 해남읍 가나루길 7",
            "x": "126.6",
            "y": "34.57",
            "road_address": None,
        },
    ]
}
VWORLD = {
    "response": {
        "status": "OK",
        "refined": {"text": "전라남도 진도군 진도읍 가나루길 7 (나루리)"},
        "result": {"crs": "EPSG:4326", "point": {"x": "126.3010", "y": "34.5682"}},
    }
}
JUSO = {
    "results": {
        "common": {"errorCode": "0", "errorMessage": "정상"},
        "juso": [
            {
                "roadAddr": "전라남도 진도군 진도읍 가나루길 7 (나루마을)",
                "bdNm": "나루마을",
                "admCd": "4690025021",
                "rnMgtSn": "469003000001",
                "udrtYn": "0",
                "buldMnnm": "7",
                "buldSlno": "0",
            }
        ],
    }
}
JUSO_PLACE = {
    "results": {
        "common": {"errorCode": "0", "errorMessage": "정상"},
        "juso": [{"entX": "890000.5", "entY": "1620000.5"}],
    }
}


class StandIn:
    """A server on loopback that answers from a table and keeps what it was asked."""

    def __init__(self):
        self.answers = {}
        self.asked = []
        self.first = []  # statuses to give before the answers
        stand_in = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                parts = urlsplit(self.path)
                stand_in.asked.append((parts.path, parse_qs(parts.query), dict(self.headers)))
                status = stand_in.first.pop(0) if stand_in.first else 200
                body = stand_in.answers.get(parts.path, "")
                body = body if isinstance(body, str) else json.dumps(body, ensure_ascii=False)
                self.send_response(status)
                self.end_headers()
                self.wfile.write(body.encode())

            def log_message(self, *args):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.01,))
        self.thread.start()

    def close(self):
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()


@pytest.fixture
def stand_in():
    server = StandIn()
    server.answers = {
        "/search": NOMINATIM,
        "/v2/local/search/address.json": KAKAO,
        "/req/address": VWORLD,
        "/addrlink/addrLinkApi.do": JUSO,
        "/addrlink/addrCoordApi.do": JUSO_PLACE,
    }
    yield server
    server.close()


def nowhere(text):
    return Answer(said=parse_address(text), candidates=())


@pytest.mark.parametrize("name", GEOCODERS)
def test_each_geocoder_finds_the_place(stand_in, name):
    geocoder = open_geocoder(name, key="secret", url=stand_in.url)
    found = find_online(nowhere(PRIVATE), geocoder).clear
    assert (round(found.lat, 3), round(found.lon, 3)) == (34.568, 126.301)
    assert (found.method, found.source) == ("online", name)
    assert "가나루길 7" in found.address


@pytest.mark.parametrize("name", GEOCODERS)
def test_no_more_is_sent_than_finds_the_place(stand_in, name):
    find_online(nowhere(PRIVATE), open_geocoder(name, key="secret", url=stand_in.url))
    sent = json.dumps([asked[1] for asked in stand_in.asked], ensure_ascii=False)
    assert TEXT in sent
    for private in ("101", "1203", "김나루", "나루마을"):
        assert private not in sent


def test_keys_are_sent_as_each_geocoder_wants_them(stand_in):
    for name in ("kakao", "vworld", "juso"):
        open_geocoder(name, key="secret", url=stand_in.url).ask(TEXT)
    (_, kakao, headers), (_, vworld, _), (_, juso, _), (_, place, _) = stand_in.asked
    assert headers["Authorization"] == "KakaoAK secret"
    assert "secret" not in str(kakao)
    assert vworld["key"] == juso["confmKey"] == place["confmKey"] == ["secret"]
    assert vworld["type"] == ["road"]
    assert place["rnMgtSn"] == ["469003000001"]


def test_a_lot_is_asked_for_as_a_lot(stand_in):
    open_geocoder("vworld", key="secret", url=stand_in.url).ask("진도군 진도읍 나루리 산 12-3")
    assert stand_in.asked[0][1]["type"] == ["parcel"]


def test_a_clear_answer_sends_nothing(stand_in):
    geocoder = open_geocoder("nominatim", url=stand_in.url)
    clear = find_online(nowhere(PRIVATE), geocoder)
    stand_in.asked.clear()
    assert find_online(clear, geocoder) is clear
    assert stand_in.asked == []


def test_the_county_tells_places_apart_and_another_street_is_not_believed(stand_in):
    geocoder = open_geocoder("kakao", key="secret", url=stand_in.url)
    found = find_online(nowhere(TEXT), geocoder)
    assert found.clear.name == "나루마을"
    assert found.candidates[1].confidence < 0.01
    assert find_online(nowhere("전남 진도군 진도읍 다라로 7"), geocoder).clear is None


def test_nothing_found_is_no_candidate(stand_in):
    stand_in.answers["/req/address"] = {"response": {"status": "NOT_FOUND"}}
    stand_in.answers["/v2/local/search/address.json"] = {"documents": []}
    stand_in.answers["/addrlink/addrLinkApi.do"] = {
        "results": {"common": {"errorCode": "0", "errorMessage": "정상"}, "juso": None}
    }
    for name in ("vworld", "kakao", "juso"):
        assert list(open_geocoder(name, key="secret", url=stand_in.url).ask(TEXT)) == []


def test_a_busy_server_is_asked_again(stand_in):
    stand_in.first = [429, 503]
    geocoder = open_geocoder("nominatim", url=stand_in.url)
    geocoder.web.pauses = (0.0, 0.0, 0.0)
    assert len(geocoder.ask(TEXT)) == 1
    assert len(stand_in.asked) == 3


@pytest.mark.parametrize(
    ("status", "body", "code"),
    [
        (403, "", "geocoder-refused"),
        (404, "", "geocoder-answer"),
        (503, "", "geocoder-answer"),
        (200, "<html>", "geocoder-answer"),
        (200, {"response": {"status": "ERROR", "error": {"text": "키"}}}, "geocoder-answer"),
        (200, {"response": {"status": "OK"}}, "geocoder-answer"),
        (200, [], "geocoder-answer"),
    ],
)
def test_an_answer_that_is_none_is_an_error_with_a_remedy(stand_in, status, body, code):
    stand_in.answers["/req/address"] = body
    geocoder = open_geocoder("vworld", key="secret", url=stand_in.url)
    geocoder.web.pauses = (0.0,)
    stand_in.first = [status]
    with pytest.raises(InputError) as caught:
        geocoder.ask(TEXT)
    assert [fault.code for fault in caught.value.faults] == [code]
    assert "secret" not in str(caught.value)


def test_coordinates_that_are_none_are_an_error(stand_in):
    stand_in.answers["/search"] = [NOMINATIM[0] | {"lat": "126.3", "lon": "34.5"}]
    with pytest.raises(InputError, match="no place on Earth"):
        open_geocoder("nominatim", url=stand_in.url).ask(TEXT)


def test_without_a_network_the_error_says_so():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # bound, but nobody listens
        url = f"http://127.0.0.1:{taken.getsockname()[1]}"
        with pytest.raises(InputError) as caught:
            Web("nominatim", url).get("/search", {})
    assert [fault.code for fault in caught.value.faults] == ["no-network"]


@pytest.mark.parametrize("name", [None, "elsewhere", "kakao"])
def test_without_settings_nothing_is_asked(name):
    with pytest.raises(InputError, match="no-geocoder"):
        open_geocoder(name)


def test_names_are_sent_only_where_there_is_nothing_else():
    assert sent_text(parse_address("나루마을아파트 101동")) == "나루마을아파트"
    assert sent_text(parse_address(f"{TEXT} 김나루")) == TEXT


class Fake:
    name = "fake"

    def ask(self, text):
        return [Hit(lat=34.5, lon=126.1, address=TEXT)]


def test_anything_that_answers_is_a_geocoder():
    assert find_online(nowhere(TEXT), Fake()).clear.source == "fake"
