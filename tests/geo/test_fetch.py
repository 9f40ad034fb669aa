"""Fetching OSM files, against a stand-in for Geofabrik's server."""

import hashlib
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from geo.download import download
from geo.faults import InputError
from geo.fetch import fetch
from tests.towns import draw_town

TOWN = draw_town("A---B---C", ways={"AB": {"highway": "primary"}, "BC": {"highway": "service"}})
CONTENT = bytes(range(256)) * 4000


class FileServer:
    """Serves one file as Geofabrik does: with an ETag, in ranges, with its MD5 beside it."""

    def __init__(self, content):
        self.content, self.etag, self.asked = content, '"v1"', []
        self.md5 = None  # None: the right one
        self.break_off_at = None
        self.statuses = []  # answered first, instead of the file
        server = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                if self.path.endswith(".md5"):
                    right = hashlib.md5(server.content).hexdigest()
                    self.answer(200, f"{server.md5 or right}  file\n".encode())
                    return
                server.asked.append(dict(self.headers))
                if server.statuses:
                    self.answer(server.statuses.pop(0), b"")
                elif self.headers.get("If-None-Match") == server.etag:
                    self.answer(304, b"")
                elif "Range" in self.headers and self.headers["If-Range"] == server.etag:
                    begin = int(self.headers["Range"].removeprefix("bytes=").rstrip("-"))
                    self.answer(206, server.content[begin:])
                else:
                    self.answer(200, server.content)

            def answer(self, status, body):
                self.send_response(status)
                self.send_header("ETag", server.etag)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                cut, server.break_off_at = server.break_off_at, None
                self.wfile.write(body[:cut])

            def log_message(self, *args):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self.server.server_port}/asia/korea-latest.osm.pbf"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def close(self):
        self.server.shutdown()
        self.server.server_close()


@pytest.fixture
def server():
    started = FileServer(CONTENT)
    yield started
    started.close()


def fault_of(server, cache):
    with pytest.raises(InputError) as error:
        fetch(server.address, cache, pauses=(0.0, 0.0))
    (fault,) = error.value.faults
    assert fault.file == server.address
    assert fault.remedy.ko
    return fault


def test_a_file_is_fetched_once_per_version(server, tmp_path):
    first = fetch(server.address, tmp_path)
    assert first.name == "korea-latest.osm.pbf"
    assert first.read_bytes() == CONTENT
    assert fetch(server.address, tmp_path) == first
    assert server.asked[1]["If-None-Match"] == '"v1"'
    server.etag, server.content = '"v2"', b"newer"
    assert fetch(server.address, tmp_path).read_bytes() == b"newer"
    assert sorted(path.name for path in first.parent.iterdir()) == [
        "about.json",
        "korea-latest.osm.pbf",
    ]


def test_a_kept_file_that_was_damaged_is_fetched_again(server, tmp_path):
    first = fetch(server.address, tmp_path)
    first.write_bytes(b"short")
    assert fetch(server.address, tmp_path).read_bytes() == CONTENT


def test_a_download_that_breaks_off_goes_on_where_it_stopped(server, tmp_path):
    server.break_off_at = 300_000
    found = []
    path = fetch(
        server.address,
        tmp_path,
        pauses=(0.0, 0.0),
        progress=lambda stage, done, total: found.append((stage, done, total)),
    )
    assert path.read_bytes() == CONTENT
    begin = int(server.asked[1]["Range"].removeprefix("bytes=").rstrip("-"))
    assert 0 < begin <= 300_000
    assert found[-1] == ("fetch korea-latest.osm.pbf", len(CONTENT), len(CONTENT))


def test_of_a_file_that_changed_meanwhile_nothing_is_mixed(server, tmp_path):
    server.break_off_at = 300_000
    with pytest.raises(InputError):
        fetch(server.address, tmp_path, pauses=(0.0,))
    server.etag, server.content = '"v2"', CONTENT[::-1]
    assert fetch(server.address, tmp_path).read_bytes() == CONTENT[::-1]


def test_a_busy_server_is_asked_again(server, tmp_path):
    server.statuses = [503]
    assert fetch(server.address, tmp_path, pauses=(0.0, 0.0)).read_bytes() == CONTENT


def test_a_server_that_stays_busy_or_has_no_such_file_is_reported(server, tmp_path):
    server.statuses = [503, 503, 404]
    for status in ("503", "404"):
        fault = fault_of(server, tmp_path)
        assert fault.code == "download-refused"
        assert status in fault.what.en
    assert not server.statuses


def test_a_file_that_does_not_match_its_checksum_is_thrown_away(server, tmp_path):
    server.md5 = "0" * 32
    assert fault_of(server, tmp_path).code == "download-damaged"
    server.md5 = "<html>"
    assert fetch(server.address, tmp_path).read_bytes() == CONTENT


def test_without_a_network_it_names_the_copy_that_was_kept(server, tmp_path):
    kept = fetch(server.address, tmp_path)
    server.close()
    fault = fault_of(server, tmp_path)
    assert fault.code == "no-network"
    assert str(kept) in fault.remedy.en
    fault = fault_of(server, tmp_path / "empty")
    assert fault.remedy.en.endswith("use 'naru map build'")


def test_a_map_is_built_from_an_address(server, tmp_path):
    server.content = TOWN.write(tmp_path / "town.osm.pbf").read_bytes()
    out = tmp_path / "map"
    summary = download(server.address, out, cache=tmp_path / "cache", pauses=(0.0,))
    assert summary.segments == 2
    assert [source.file for source in summary.sources] == ["korea-latest.osm.pbf"]
