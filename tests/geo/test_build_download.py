"""Downloading an area by name, against a stand-in for the two public servers."""

import json
import tempfile
import threading
import urllib.parse
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import osmnx
import pytest

from geo.download import download
from geo.faults import InputError
from tests.towns import draw_town

TOWN = draw_town(
    """
    A---B---C   P---Q
    """,
    ways={
        "ABC": {"highway": "residential"},
        "CP": {"route": "ferry", "motor_vehicle": "yes"},
        "PQ": {"highway": "residential"},
    },
    nodes={"Q": {"place": "islet", "name": "관매도"}},
    spacing=100,
)


class StandIn:
    """Answers as Nominatim (GET) and Overpass (POST) do, and remembers what it was asked."""

    def __init__(self, outline, answers):
        self.outline, self.answers, self.asked = outline, list(answers), []
        stand_in = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                stand_in.asked.append(urllib.parse.parse_qs(urllib.parse.urlsplit(self.path).query))
                self.answer(200, json.dumps(stand_in.outline).encode())

            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"])).decode()
                stand_in.asked.append(urllib.parse.parse_qs(body))
                self.answer(*stand_in.answers.pop(0))

            def answer(self, status, body):
                self.send_response(status)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *args):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def close(self):
        self.server.shutdown()
        self.server.server_close()


def outline(size):
    """A place as Nominatim gives it: a square of so many degrees around the drawn town."""
    west, south = 126.0 - size, 34.5 - size
    east, north = 126.0 + size, 34.5 + size
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return [
        {
            "place_id": 1,
            "osm_type": "relation",
            "osm_id": 1,
            "lat": "34.5",
            "lon": "126.0",
            "class": "boundary",
            "type": "administrative",
            "importance": 0.5,
            "name": "진도군",
            "display_name": "진도군",
            "boundingbox": [str(south), str(north), str(west), str(east)],
            "geojson": {"type": "Polygon", "coordinates": [ring]},
        }
    ]


@pytest.fixture
def servers(monkeypatch, tmp_path):
    started = []

    def start(place=None, answers=()):
        stand_in = StandIn(outline(0.05) if place is None else place, answers)
        started.append(stand_in)
        monkeypatch.setattr(osmnx.settings, "nominatim_url", stand_in.url)
        monkeypatch.setattr(osmnx.settings, "overpass_url", stand_in.url)
        return stand_in

    monkeypatch.setattr(osmnx.settings, "use_cache", False)
    monkeypatch.setattr("osmnx._nominatim.time.sleep", lambda seconds: None)
    yield start
    for stand_in in started:
        stand_in.close()


@pytest.fixture
def cache(tmp_path_factory):
    return tmp_path_factory.mktemp("cache")


def fault_of(tmp_path, **options):
    with tempfile.TemporaryDirectory() as cache, pytest.raises(InputError) as error:
        download("Jindo-gun", tmp_path / "map", pauses=(0.0, 0.0), cache=Path(cache), **options)
    assert list(tmp_path.iterdir()) == []
    (fault,) = error.value.faults
    assert fault.file == "Jindo-gun"
    assert fault.remedy.ko
    return fault


def test_a_place_is_downloaded_and_built(servers, cache, tmp_path):
    stand_in = servers(answers=[(200, TOWN.to_xml().encode())])
    stages = []
    summary = download(
        "Jindo-gun, South Korea",
        tmp_path / "map",
        progress=lambda stage, done, total: stages.append(stage),
        pauses=(0.0,),
        cache=cache,
    )
    assert [land.name for land in summary.landmasses] == ["", "관매도"]
    assert [source.file for source in summary.sources] == ["jindo-gun-south-korea.osm"]
    assert stages[:2] == ["find place", "download"]
    name, query = stand_in.asked
    assert name["q"] == ["Jindo-gun, South Korea"]
    for asked_for in ("highway", "restriction", "ferry", "coastline", "ferry_terminal", "islet"):
        assert asked_for in query["data"][0]
    assert "34.4" in query["data"][0]


def test_a_busy_server_is_asked_again(servers, cache, tmp_path):
    servers(answers=[(429, b"busy"), (200, TOWN.to_xml().encode())])
    assert download("Jindo", tmp_path / "map", pauses=(0.0, 0.0), cache=cache).segments == 2


def test_a_place_that_was_downloaded_is_not_asked_for_again_until_one_wants_it(
    servers, cache, tmp_path
):
    head, nodes = TOWN.to_xml().split("<node", 1)
    old = f'{head}<meta osm_base="2026-11-01T00:00:00Z"/><node{nodes}'
    stand_in = servers(answers=[(200, old.encode()), (200, TOWN.to_xml().encode())])
    first = download("Jindo", tmp_path / "map", pauses=(0.0,), cache=cache)
    assert [source.date for source in first.sources] == ["2026-11-01T00:00:00Z"]
    asked = len(stand_in.asked)
    download("Jindo", tmp_path / "map", pauses=(0.0,), cache=cache)
    assert len(stand_in.asked) == asked
    again = download("Jindo", tmp_path / "map", pauses=(0.0,), cache=cache, refresh=True)
    assert len(stand_in.asked) == asked + 2
    assert [source.date for source in again.sources] == [""]


def test_a_server_that_stays_busy_is_reported(servers, tmp_path):
    servers(answers=[(504, b"busy"), (504, b"busy")])
    fault = fault_of(tmp_path)
    assert fault.code == "download-refused"
    assert "504" in fault.what.en


def test_an_answer_that_is_no_map_is_reported(servers, tmp_path):
    servers(answers=[(200, b"<html>sign in to this hotel's network</html>")])
    assert fault_of(tmp_path).code == "download-refused"


def test_an_unknown_place_is_reported(servers, tmp_path):
    servers(place=[])
    assert fault_of(tmp_path).code == "unknown-place"


def test_a_place_without_an_outline_is_reported(servers, tmp_path):
    point = outline(0.1)
    point[0]["geojson"] = {"type": "Point", "coordinates": [126.0, 34.5]}
    servers(place=point)
    assert fault_of(tmp_path).code == "unknown-place"


def test_a_whole_country_is_refused_before_it_is_asked_for(servers, tmp_path):
    stand_in = servers(place=outline(3.0))
    fault = fault_of(tmp_path)
    assert fault.code == "area-too-large"
    assert len(stand_in.asked) == 1


def test_without_a_network_it_says_so_and_what_else_can_be_done(servers, tmp_path):
    servers().close()
    fault = fault_of(tmp_path)
    assert fault.code == "no-network"
    assert "naru map build" in fault.remedy.en


def test_a_network_that_goes_away_in_between_is_reported_too(servers, tmp_path, monkeypatch):
    servers()
    gone = StandIn([], [])
    gone.close()
    monkeypatch.setattr(osmnx.settings, "overpass_url", gone.url)
    assert fault_of(tmp_path).code == "no-network"
