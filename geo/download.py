"""Downloads an area by name, or a file by its address, and builds its map.

Of a name osmnx finds the outline and Overpass gives the data. Their addresses and time-outs are
those of `osmnx.settings`, so that another server is one setting away. What was downloaded is kept.
"""

from __future__ import annotations

import re
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geo.area import Area
from geo.build import build_map
from geo.faults import Fault, InputError, Text
from geo.fetch import BUSY, PAUSES, cache_folder, fetch, is_address
from geo.geometry import DEGREE
from geo.osm import Progress
from geo.osm_tags import DRIVABLE, ISLANDS, SETTLEMENTS
from geo.server_faults import no_network
from geo.summary import MapSummary

if TYPE_CHECKING:
    import shapely

MOST_KM2 = 20_000.0
"""Areas beyond this are refused: public servers answer them with an error after minutes."""
_MARGIN = 0.01  # degrees around the outline, so that roads along its edge hang together


def download(
    place: str,
    out: Path,
    *,
    timetable: Path | None = None,
    area: Area | None = None,
    basemap: bool = False,
    progress: Progress | None = None,
    cache: Path | None = None,
    refresh: bool = False,
    pauses: tuple[float, ...] = PAUSES,
) -> MapSummary:
    """Download the area of a place, or a file, and build its map.

    Parameters
    ----------
    place
        A name as one types it into a map, "Jindo-gun, South Korea", or the address of an OSM file.
    out, timetable, area, basemap, progress
        As in `geo.build.build_map`.
    cache
        Folder of kept downloads; None for the user's.
    refresh
        Whether to ask for a place again that is kept. Files are kept by version: of these only
        what the server has newer is fetched.
    pauses
        Seconds to wait before each attempt.

    Raises
    ------
    InputError
        There is no network, no such place, the place is too large, or the server refuses; nothing
        is written then.
    """
    cache = cache or cache_folder()
    if is_address(place):
        extract = fetch(place, cache / "files", progress=progress, pauses=pauses)
    else:
        extract = _fetch_place(place, cache, progress, refresh=refresh, pauses=pauses)
    return build_map(
        [extract], out, timetable=timetable, area=area, basemap=basemap, progress=progress
    )


def _fetch_place(
    place: str,
    cache: Path,
    progress: Progress | None,
    *,
    refresh: bool,
    pauses: tuple[float, ...],
) -> Path:
    kept = cache / "places" / f"{_file_name(place)}.osm"
    if kept.exists() and not refresh:
        return kept
    if progress:
        progress("find place", 0, 2)
    hull = _hull_of(place, cache)
    if progress:
        progress("download", 1, 2)
    content = _overpass(place, overpass_query(hull), pauses)
    kept.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=kept.parent, delete=False) as part:
        part.write(content)
    Path(part.name).replace(kept)
    return kept


def _hull_of(place: str, cache: Path) -> shapely.Polygon:
    """Return the convex hull of a place, which holds the sea between its islands too."""
    import osmnx  # noqa: PLC0415 -- takes a second to import, and only downloads need it
    import requests  # noqa: PLC0415

    settings: Any = osmnx.settings
    settings.cache_folder = cache / "osmnx"
    try:
        found = osmnx.geocode_to_gdf(place)
    except requests.RequestException as error:
        raise InputError([no_network(place, error, server=_SERVER, otherwise=_BY_HAND)]) from None
    except (ValueError, TypeError) as error:  # osmnx: no result, or a result without an outline
        raise InputError([_unknown_place(place, error)]) from None
    hull = found.geometry.union_all().convex_hull.buffer(_MARGIN)
    square_km = _square_km(hull)
    if square_km > MOST_KM2:
        raise InputError([_too_large(place, square_km)])
    return hull


def _square_km(area: shapely.Polygon) -> float:
    import numpy as np  # noqa: PLC0415

    return float(area.area * np.cos(np.radians(area.centroid.y)) * (DEGREE / 1000) ** 2)


def overpass_query(area: shapely.Polygon) -> str:
    """Return the question for everything that `geo.osm` reads within an area."""
    corners = " ".join(f"{lat:.5f} {lon:.5f}" for lon, lat in area.simplify(1e-3).exterior.coords)
    within = f'(poly:"{corners}")'
    roads = "|".join(DRIVABLE)
    places = "|".join((*SETTLEMENTS, *ISLANDS))
    islands = "|".join(ISLANDS)
    return f"""[out:xml][timeout:300];
way["highway"~"^({roads})$"]{within}->.roads;
rel(bw.roads)["type"="restriction"]->.turns;
(way["route"="ferry"]{within}; rel["route"="ferry"]{within};)->.ferries;
(way["natural"="coastline"]{within};
 node["place"~"^({places})$"]{within};
 way["place"~"^({islands})$"]{within}; rel["place"~"^({islands})$"]{within};
 node["amenity"="ferry_terminal"]{within}; way["amenity"="ferry_terminal"]{within};)->.land;
(.roads; .ferries; .land;)->.all;
(.all; .all >;)->.complete;
(.complete; .turns;);
out body;
"""


def _overpass(place: str, query: str, pauses: tuple[float, ...]) -> bytes:
    """Ask the server, again after a pause while it is busy."""
    import osmnx  # noqa: PLC0415
    import requests  # noqa: PLC0415

    settings: Any = osmnx.settings
    answer = None
    for pause in pauses:
        time.sleep(pause)
        try:
            answer = requests.post(
                f"{settings.overpass_url.rstrip('/')}/interpreter",
                data={"data": query},
                timeout=settings.requests_timeout,
                headers={"User-Agent": settings.http_user_agent},
                **settings.requests_kwargs,
            )
        except requests.RequestException as error:
            raise InputError(
                [no_network(place, error, server=_SERVER, otherwise=_BY_HAND)]
            ) from None
        if answer.status_code not in BUSY:
            break
    if answer is None or answer.status_code != 200 or b"<osm" not in answer.content[:1000]:
        raise InputError([_refused(place, answer.status_code if answer is not None else 0)])
    return bytes(answer.content)


def _file_name(place: str) -> str:
    return re.sub(r"\W+", "-", place).strip("-").lower() or "place"


_SERVER = Text("지도 서버", "the map server")
_BY_HAND = Text(
    "지역 OSM 파일을 직접 내려받아(예: Geofabrik) 'naru map build'로 만드세요",
    "fetch an OSM extract by other means (Geofabrik, for example) and use 'naru map build' on it",
)


def _unknown_place(place: str, error: Exception) -> Fault:
    return Fault(
        code="unknown-place",
        file=place,
        what=Text(
            f"'{place}'의 경계를 찾을 수 없습니다", f"no outline is known for '{place}' ({error})"
        ),
        remedy=Text(
            "행정구역 이름과 나라를 함께 쓰세요 (예: 'Jindo-gun, South Korea')",
            "give the name of a county, town or island with its country ('Jindo-gun, South Korea')",
        ),
    )


def _too_large(place: str, square_km: float) -> Fault:
    return Fault(
        code="area-too-large",
        file=place,
        what=Text(
            f"면적이 {square_km:,.0f} km²입니다 (한도 {MOST_KM2:,.0f} km²)",
            f"covers {square_km:,.0f} km² (limit {MOST_KM2:,.0f} km²)",
        ),
        remedy=Text(f"더 작은 지역을 고르거나, {_BY_HAND.ko}", f"choose less, or {_BY_HAND.en}"),
    )


def _refused(place: str, status: int) -> Fault:
    return Fault(
        code="download-refused",
        file=place,
        what=Text(
            f"지도 서버가 자료를 주지 않았습니다 (HTTP {status})",
            f"the map server gave no data (HTTP {status})",
        ),
        remedy=Text(f"나중에 다시 하거나, {_BY_HAND.ko}", f"try again later, or {_BY_HAND.en}"),
    )
