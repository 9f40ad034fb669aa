"""Asks geocoders on the internet, where somebody has allowed that; nothing here runs by itself.

A `Geocoder` is told as little as finds the place: road and number, or lot; never the flat, the
building in a complex, or the names beside an address, which may be those of people. What comes back
is weighed like any other candidate, and an answer of another street is worth little.
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Protocol

import httpx

from geo.addresses.address import Address
from geo.addresses.candidate import Answer, Candidate, ranked
from geo.addresses.parse import parse_address
from geo.addresses.weigh import area_agreement
from geo.faults import Fault, InputError, Text
from geo.names import plain_name
from geo.server_faults import no_network

_PAUSES = (0.0, 1.0, 4.0)  # seconds before each attempt; busy servers ask for patience
_BUSY = (429, 500, 502, 503, 504)
_REFUSED = (400, 401, 403)
_SECONDS = 10.0  # a dispatcher waits no longer


class Geocoder(Protocol):
    """Something that knows where addresses are."""

    @property
    def name(self) -> str:
        """Name for people."""

    def ask(self, text: str) -> Sequence[Hit]:
        """Return the places that a text may mean, the likeliest first.

        Raises
        ------
        InputError
            There is no network, or the geocoder refuses or answers nonsense.
        """


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A place in the words of a geocoder; degrees."""

    lat: float
    lon: float
    address: str
    name: str = ""


def find_online(answer: Answer, geocoder: Geocoder, *, limit: int = 10) -> Answer:
    """Ask a geocoder for what a gazetteer has left open, and weigh its places with the others.

    A clear answer is returned as it is: nothing is sent.
    """
    text = sent_text(answer.said)
    if answer.clear or not text:
        return answer
    found = [_candidate(answer.said, hit, geocoder.name) for hit in geocoder.ask(text)]
    return replace(answer, candidates=ranked([*answer.candidates, *found], limit))


def sent_text(said: Address) -> str:
    """Return the least of an address that finds its place."""
    known = (said.road and said.number) or said.lot
    names = () if known else said.names
    return str(replace(said, dong="", ho="", floor="", postcode="", names=names)).strip("() ")


def _candidate(said: Address, hit: Hit, source: str) -> Candidate:
    theirs = parse_address(hit.address)
    area = (theirs.province, theirs.county, theirs.town, theirs.village)
    confidence = area_agreement(said, area) * _agreement(said, theirs, hit)
    return Candidate(
        lat=hit.lat,
        lon=hit.lon,
        stop_lat=hit.lat,
        stop_lon=hit.lon,
        confidence=confidence,
        method="online",
        accuracy=20.0,
        address=hit.address,
        name=hit.name,
        kind="address",
        source=source,
        ref="",
    )


def _agreement(said: Address, theirs: Address, hit: Hit) -> float:
    """Return how far the place is the one asked for: its number, its street, or something else."""
    if said.number and plain_name(said.road) == plain_name(theirs.road):
        return 0.95 if said.number == theirs.number else 0.5
    if said.lot and (said.lot, said.hill) == (theirs.lot, theirs.hill):
        return 0.95
    names = {plain_name(name) for name in (hit.name, *theirs.names) if name}
    if not said.number and not said.lot:
        return 0.85 if names & {plain_name(name) for name in said.names} else 0.6
    return 0.4  # a lot that is answered with a road may still be right; nobody can tell


@dataclass(slots=True)
class Web:
    """Fetches JSON from one server, again after a pause while it is busy."""

    name: str
    url: str
    headers: Mapping[str, str] = field(default_factory=dict)
    pauses: Sequence[float] = _PAUSES
    seconds: float = _SECONDS

    def get(self, path: str, parameters: Mapping[str, str]) -> Any:
        """Return what the server answers.

        Raises
        ------
        InputError
            No connection, no permission, or no JSON.
        """
        answer = self._fetch(path, parameters)
        if answer.status_code in _REFUSED:
            raise InputError([_refused(self.name, answer.status_code)])
        try:
            answer.raise_for_status()
            return answer.json()
        except (httpx.HTTPStatusError, ValueError):
            raise self.nonsense(f"HTTP {answer.status_code}") from None

    def _fetch(self, path: str, parameters: Mapping[str, str]) -> httpx.Response:
        headers = {"User-Agent": "naru (delivery planning)", **self.headers}
        with httpx.Client(base_url=self.url, timeout=self.seconds, headers=headers) as client:
            for pause in self.pauses:
                time.sleep(pause)
                try:
                    answer = client.get(path, params=dict(parameters))
                except httpx.HTTPError as error:
                    raise InputError(
                        [no_network(self.name, error, server=_SERVER, otherwise=_OFFLINE)]
                    ) from None
                if answer.status_code not in _BUSY:
                    break
        return answer

    def nonsense(self, shown: str) -> InputError:
        """Return the error of an answer that cannot be understood."""
        return InputError([_nonsense(self.name, shown)])


_SERVER = Text("주소 서버", "the geocoder")
_OFFLINE = Text(
    "--online 없이 쓰거나 지도와 주소 사전에서 찾으세요",
    "leave out --online, or find the place in a map or a gazetteer",
)


def _refused(name: str, status: int) -> Fault:
    return Fault(
        code="geocoder-refused",
        file=name,
        what=Text(
            f"주소 서버가 요청을 거절했습니다 (HTTP {status})",
            f"the geocoder refuses the question (HTTP {status})",
        ),
        remedy=Text(
            f"NARU_GEOCODER_KEY의 키가 맞는지 확인하거나, {_OFFLINE.ko}",
            f"check the key in NARU_GEOCODER_KEY, or {_OFFLINE.en}",
        ),
    )


def _nonsense(name: str, shown: str) -> Fault:
    return Fault(
        code="geocoder-answer",
        file=name,
        what=Text(
            f"주소 서버의 답을 이해할 수 없습니다 ({shown})",
            f"the answer of the geocoder makes no sense ({shown})",
        ),
        remedy=Text(f"나중에 다시 하거나, {_OFFLINE.ko}", f"try again later, or {_OFFLINE.en}"),
    )
