"""Speaks with the geocoders that are used in Korea: Nominatim, Kakao, VWorld and Juso.

References
----------
.. [1] https://nominatim.org/release-docs/latest/api/Search/
.. [2] https://developers.kakao.com/docs/latest/ko/local/dev-guide#address-coord
.. [3] https://www.vworld.kr/dev/v4dv_geocoderguide2_s001.do
.. [4] https://business.juso.go.kr/addrlink/openApi/apiExprn.do (search, then coordinates)
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pyproj import Transformer

from geo.addresses.online import Geocoder, Hit, Web
from geo.addresses.parse import parse_address
from geo.faults import Fault, InputError, Text

_LARGE_TO_SMALL = (
    *("province", "state", "city", "county", "borough", "city_district", "town", "suburb"),
    *("quarter", "village", "hamlet", "road", "house_number"),
)
_MOST = "5"  # places asked for: more than that is no answer


@dataclass(frozen=True, slots=True)
class Nominatim:
    """OpenStreetMap's geocoder; needs no key, allows one question a second."""

    web: Web

    @property
    def name(self) -> str:
        """Name for people."""
        return self.web.name

    def ask(self, text: str) -> Sequence[Hit]:
        """See `Geocoder`."""
        asked = {"q": text, "format": "jsonv2", "limit": _MOST, "accept-language": "ko"}
        asked["addressdetails"] = "1"
        return _read(self.web, self.web.get("/search", asked), self._hits)

    @staticmethod
    def _hits(found: Any) -> Iterator[Hit]:
        for one in found:
            parts = one.get("address") or {}
            address = " ".join(parts[key] for key in _LARGE_TO_SMALL if key in parts)
            yield _hit(
                one["lat"], one["lon"], address or one["display_name"], one.get("name") or ""
            )


@dataclass(frozen=True, slots=True)
class Kakao:
    """Kakao Local; the key of a REST API."""

    web: Web

    @property
    def name(self) -> str:
        """Name for people."""
        return self.web.name

    def ask(self, text: str) -> Sequence[Hit]:
        """See `Geocoder`."""
        asked = {"query": text, "size": _MOST}
        return _read(self.web, self.web.get("/v2/local/search/address.json", asked), self._hits)

    @staticmethod
    def _hits(found: Any) -> Iterator[Hit]:
        for one in found["documents"]:
            road = one.get("road_address") or {}
            address = road.get("address_name") or one["address_name"]
            yield _hit(one["y"], one["x"], address, road.get("building_name") or "")


@dataclass(frozen=True, slots=True)
class VWorld:
    """The geocoder of the Ministry of Land; asks for roads and lots apart."""

    web: Web
    key: str

    @property
    def name(self) -> str:
        """Name for people."""
        return self.web.name

    def ask(self, text: str) -> Sequence[Hit]:
        """See `Geocoder`."""
        said = parse_address(text)
        asked = {
            "service": "address",
            "request": "getcoord",
            "version": "2.0",
            "crs": "epsg:4326",
            "format": "json",
            "type": "road" if said.road else "parcel",
            "address": text,
            "key": self.key,
        }
        return _read(self.web, self.web.get("/req/address", asked), self._hits)

    @staticmethod
    def _hits(found: Any) -> Iterator[Hit]:
        response = found["response"]
        if response["status"] == "NOT_FOUND":
            return
        if response["status"] != "OK":
            raise ValueError(response.get("error", {}).get("text", response["status"]))
        point = response["result"]["point"]
        yield _hit(point["y"], point["x"], response["refined"]["text"])


@dataclass(frozen=True, slots=True)
class Juso:
    """The official address search, which gives coordinates in a second question."""

    web: Web
    key: str

    @property
    def name(self) -> str:
        """Name for people."""
        return self.web.name

    def ask(self, text: str) -> Sequence[Hit]:
        """See `Geocoder`."""
        asked = {"confmKey": self.key, "keyword": text, "resultType": "json"}
        page = {"currentPage": "1", "countPerPage": _MOST}
        found = self.web.get("/addrlink/addrLinkApi.do", asked | page)
        rows = _read(self.web, found, self._rows)
        return [hit for row in rows for hit in self._placed(row)]

    def _placed(self, row: Mapping[str, str]) -> Sequence[Hit]:
        columns = ("admCd", "rnMgtSn", "udrtYn", "buldMnnm", "buldSlno")
        asked = {"confmKey": self.key, "resultType": "json"}
        asked |= {column: str(row.get(column, "")) for column in columns}
        found = self.web.get("/addrlink/addrCoordApi.do", asked)

        def hits(found: Any) -> Iterator[Hit]:
            for place in self._rows(found):
                if place["entX"] and place["entY"]:
                    x, y = float(place["entX"]), float(place["entY"])
                    lon, lat = _to_degrees().transform(x, y)
                    yield _hit(lat, lon, row["roadAddr"], row.get("bdNm") or "")

        return _read(self.web, found, hits)

    @staticmethod
    def _rows(found: Any) -> Iterator[Mapping[str, str]]:
        results = found["results"]
        if results["common"]["errorCode"] != "0":
            raise ValueError(results["common"]["errorMessage"])
        yield from results["juso"] or ()


def _to_degrees() -> Transformer:
    return Transformer.from_crs(5179, 4326, always_xy=True)


def _read(web: Web, found: Any, parts: Callable[[Any], Iterator[Any]]) -> list[Any]:
    """Take an answer apart; one that is not of its form is an error, not an empty answer."""
    try:
        return list(parts(found))
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise web.nonsense(f"{type(error).__name__}: {error}") from None


def _hit(lat: Any, lon: Any, address: str, name: str = "") -> Hit:
    hit = Hit(lat=float(lat), lon=float(lon), address=address, name=name)
    if not (-90 <= hit.lat <= 90 and -180 <= hit.lon <= 180):
        raise ValueError(f"{lat}, {lon} is no place on Earth")
    return hit


GEOCODERS: Mapping[str, str] = {
    "nominatim": "https://nominatim.openstreetmap.org",
    "kakao": "https://dapi.kakao.com",
    "vworld": "https://api.vworld.kr",
    "juso": "https://business.juso.go.kr",
}
"""Names and usual servers."""


def open_geocoder(name: str | None, *, key: str = "", url: str | None = None) -> Geocoder:
    """Return a geocoder by its name.

    Parameters
    ----------
    name
        One of `GEOCODERS`; None when the settings name none.
    key
        Personal key; Nominatim needs none.
    url
        Another server than the usual one.

    Raises
    ------
    InputError
        No such geocoder, or its key is missing.
    """
    if name is None or name not in GEOCODERS or (name != "nominatim" and not key):
        raise InputError([_not_set_up(name, bool(key))])
    web = Web(name, url or GEOCODERS[name])
    if name == "nominatim":
        return Nominatim(web)
    if name == "kakao":
        return Kakao(Web(web.name, web.url, {"Authorization": f"KakaoAK {key}"}))
    return VWorld(web, key) if name == "vworld" else Juso(web, key)


def _not_set_up(name: str | None, has_key: bool) -> Fault:
    known = ", ".join(GEOCODERS)
    missing = "NARU_GEOCODER_KEY" if name in GEOCODERS and not has_key else "NARU_GEOCODER"
    return Fault(
        code="no-geocoder",
        file="--online",
        what=Text(
            f"온라인 주소 서버가 설정되지 않았습니다 ({missing})",
            f"no geocoder is set up ({missing})",
        ),
        remedy=Text(
            f"환경 변수 NARU_GEOCODER({known})와 NARU_GEOCODER_KEY를 정하세요",
            f"set NARU_GEOCODER (one of {known}) and NARU_GEOCODER_KEY in the environment",
        ),
    )
