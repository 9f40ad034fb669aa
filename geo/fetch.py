"""Fetches OSM files from a server, each version once: kept files are asked for again by their ETag.

A download that breaks off is taken up where it stopped. Where the server has a checksum beside the
file, as Geofabrik does (FILE.md5), it is compared.
"""

from __future__ import annotations

import hashlib
import json
import re
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from geo.faults import Fault, InputError, Text
from geo.osm import Progress
from geo.server_faults import no_network

if TYPE_CHECKING:
    import requests

PAUSES = (0.0, 15.0, 60.0)
"""Seconds before each attempt; busy servers ask for patience."""
BUSY = (429, 500, 502, 503, 504)
_AT_ONCE = 1 << 16  # bytes; what is incomplete of them is lost when a download breaks off
_TIMEOUT = 60.0  # seconds without an answer


def cache_folder() -> Path:
    """Return where downloads are kept: the user's cache folder."""
    from platformdirs import user_cache_path  # noqa: PLC0415 -- only downloads need it

    return user_cache_path("naru")


def is_address(text: str) -> bool:
    """Whether a text is the address of a file, not the name of a place."""
    return urlsplit(text).scheme in ("http", "https")


def fetch(
    address: str,
    cache: Path,
    *,
    progress: Progress | None = None,
    pauses: tuple[float, ...] = PAUSES,
) -> Path:
    """Return a local copy of a file on a server, not older than the server's.

    Parameters
    ----------
    address
        Of an OSM file, https://...
    cache
        Folder to keep it in.
    pauses
        Seconds to wait before each attempt.

    Raises
    ------
    InputError
        The server cannot be reached, refuses, or gives a file that does not match its checksum.
    """
    import requests  # noqa: PLC0415 -- only downloads need it

    cache.mkdir(parents=True, exist_ok=True)
    download = _Download(address, cache, progress or _silent)
    failure: Fault | None = None
    for pause in pauses:
        time.sleep(pause)
        try:
            failure = download.attempt()
        except (requests.ConnectTimeout, requests.exceptions.SSLError) as error:
            failure = _no_network(address, error, download.path)
        except requests.ConnectionError as error:
            failure = _no_network(address, error, download.path)
            if not download.begun:
                break  # no network at all: waiting does not bring it back
        except requests.RequestException as error:
            failure = _no_network(address, error, download.path)
        if failure is None:
            return download.path
        if failure.code == "download-refused" and not download.busy:
            break
    assert failure is not None
    raise InputError([failure])


def _silent(stage: str, done: int, total: int) -> None:
    pass


@dataclass(slots=True)
class _Download:
    """One file on its way, over several attempts."""

    address: str
    cache: Path
    tell: Progress
    busy: bool = False
    version: str = ""  # the ETag of what the part file holds

    @property
    def name(self) -> str:
        return Path(urlsplit(self.address).path).name or "extract.osm.pbf"

    @property
    def path(self) -> Path:
        # The folder tells files of one name on different servers apart.
        return self.cache / hashlib.sha256(self.address.encode()).hexdigest()[:12] / self.name

    @property
    def part(self) -> Path:
        return self.path.with_name(f"{self.name}.part")

    @property
    def about(self) -> Path:
        return self.path.with_name("about.json")

    @property
    def begun(self) -> bool:
        return self.part.exists()

    def attempt(self) -> Fault | None:
        """Fetch, or go on fetching; return what went wrong."""
        import requests  # noqa: PLC0415 -- as above

        self.path.parent.mkdir(exist_ok=True)
        with requests.get(
            self.address, headers=self._conditions(), stream=True, timeout=_TIMEOUT
        ) as answer:
            self.busy = answer.status_code in BUSY
            if answer.status_code == 304:
                return None
            if answer.status_code not in (200, 206):
                self.part.unlink(missing_ok=True)
                return _refused(self.address, answer.status_code)
            self._take(answer)
            return self._finish(answer.headers)

    def _conditions(self) -> dict[str, str]:
        if self.begun and self.version:
            return {"Range": f"bytes={self.part.stat().st_size}-", "If-Range": self.version}
        known = self._known()
        return {"If-None-Match": known["etag"]} if known.get("etag") else {}

    def _known(self) -> dict[str, Any]:
        """Return what was noted about the kept file, if that is still whole."""
        try:
            known: dict[str, Any] = json.loads(self.about.read_text(encoding="utf-8"))
            return known if self.path.stat().st_size == known["bytes"] else {}
        except (OSError, ValueError, KeyError):
            return {}

    def _take(self, answer: requests.Response) -> None:
        goes_on = answer.status_code == 206
        done = self.part.stat().st_size if goes_on else 0
        total = done + int(answer.headers.get("Content-Length", 0))
        self.version = answer.headers.get("ETag", "")
        with self.part.open("ab" if goes_on else "wb") as file:
            for block in answer.iter_content(_AT_ONCE):
                file.write(block)
                done += len(block)
                self.tell(f"fetch {self.name}", done, max(total, done))

    def _finish(self, headers: Mapping[str, str]) -> Fault | None:
        """Compare with the server's checksum and put the file in its place."""
        expected = self._md5()
        with self.part.open("rb") as file:
            found = hashlib.file_digest(file, "md5").hexdigest()
        if expected and found != expected:
            self.part.unlink()
            return _damaged(self.address)
        self.part.replace(self.path)
        noted = {
            "address": self.address,
            "etag": headers.get("ETag", ""),
            "bytes": self.path.stat().st_size,
            "md5": found,
        }
        self.about.write_text(json.dumps(noted, indent=1), encoding="utf-8")
        return None

    def _md5(self) -> str:
        import requests  # noqa: PLC0415 -- as above

        answer = requests.get(f"{self.address}.md5", timeout=_TIMEOUT)
        first = answer.text.split()[:1] if answer.status_code == 200 else []
        return first[0] if first and re.fullmatch("[0-9a-f]{32}", first[0]) else ""


def _no_network(address: str, error: Exception, kept: Path) -> Fault:
    build = f"naru map build {kept}" if kept.exists() else ""
    otherwise = (
        Text(f"보관된 파일로 만드세요: {build}", f"build of the copy that was kept: {build}")
        if build
        else Text(
            "파일을 직접 받아 'naru map build'로 만드세요",
            "fetch the file by other means and use 'naru map build'",
        )
    )
    return no_network(address, error, server=Text("서버", "the server"), otherwise=otherwise)


def _refused(address: str, status: int) -> Fault:
    return Fault(
        code="download-refused",
        file=address,
        what=Text(
            f"서버가 파일을 주지 않았습니다 (HTTP {status})",
            f"the server gave no file (HTTP {status})",
        ),
        remedy=Text("주소를 확인하세요", "check the address, or try again later"),
    )


def _damaged(address: str) -> Fault:
    return Fault(
        code="download-damaged",
        file=address,
        what=Text(
            "받은 파일이 서버의 체크섬(.md5)과 다릅니다",
            "does not match the checksum that the server has for it (.md5)",
        ),
        remedy=Text("다시 받으세요", "fetch it again; the server may just be replacing the file"),
    )
