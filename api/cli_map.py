"""Runs `naru map ...` and `naru matrix`: makes maps, describes them, computes travel times."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Literal

import typer
from rich.console import Console
from rich.progress import BarColumn, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Bar

from api.islands import IslandView
from api.matrix import write_matrix
from api.terminal import show_table
from geo.area import Area, parse_bbox, read_polygon
from geo.build import build_map
from geo.osm import Progress
from geo.osm_ferries import FerryLine
from geo.restrictions import FATES
from geo.store import open_graph, verify_map
from geo.summary import MapSummary, map_info

map_app = typer.Typer(
    help="도로 지도를 만들고 봅니다 / makes and describes road maps", no_args_is_help=True
)

_MAPDIR = typer.Argument(help="지도 폴더 / folder made by 'naru map build'")
_OUT = typer.Option(help="지도 폴더 / folder of the new map", show_default=False)
_TIMETABLE = typer.Option(
    help="여객선 시간표 / ferry timetable: folder, CSV, GTFS (zip) or schedule JSON"
)
_EXTRACTS = typer.Argument(help="OSM 파일 / PBF or OSM XML, also .gz and .bz2")
_BBOX = typer.Option(help="서,남,동,북 도 / cut to west,south,east,north in degrees")
_POLYGON = typer.Option(help="GeoJSON 또는 .poly / cut to the outline in this file")
_BASEMAP = typer.Option("--basemap", help="배경 지도도 그립니다 / draw the base map too")

_CLOSE = typer.Option(
    help="통제할 도로 / road to close: '진도대교 10:00-12:00', 'way/123+456'", show_default=False
)
Form = Literal["graphml", "gpkg", "geojson"]

#: Landmasses and ferry lines listed at most; `--json` has all.
_LISTED = 25


@map_app.command()
def build(
    extracts: Annotated[list[Path], _EXTRACTS],
    *,
    out: Annotated[Path, _OUT],
    timetable: Annotated[Path | None, _TIMETABLE] = None,
    bbox: Annotated[str | None, _BBOX] = None,
    polygon: Annotated[Path | None, _POLYGON] = None,
    basemap: Annotated[bool, _BASEMAP] = False,
) -> None:
    """OSM 파일에서 지도를 만들거나 바뀐 것만 고칩니다 / Build a map, or only what changed of it."""
    console = Console()
    area = _area(bbox, polygon)
    with _bar(console) as progress:
        summary = build_map(
            extracts, out, timetable=timetable, area=area, basemap=basemap, progress=progress
        )
    _show_map(console, summary)
    console.print(f"→ {out}", markup=False, highlight=False, soft_wrap=True)


@map_app.command()
def download(
    place: Annotated[
        str, typer.Argument(help='지명이나 주소 / "Jindo-gun, South Korea", or https://....osm.pbf')
    ],
    *,
    out: Annotated[Path, _OUT],
    timetable: Annotated[Path | None, _TIMETABLE] = None,
    bbox: Annotated[str | None, _BBOX] = None,
    polygon: Annotated[Path | None, _POLYGON] = None,
    basemap: Annotated[bool, _BASEMAP] = False,
    refresh: Annotated[
        bool, typer.Option("--refresh", help="다시 받습니다 / ask again for a place that is kept")
    ] = False,
) -> None:
    """지명이나 주소로 지도를 내려받습니다 / Download a map by place name or address."""
    from geo.download import download as download_map  # noqa: PLC0415 - osmnx is slow to import

    console = Console()
    area = _area(bbox, polygon)
    with _bar(console) as progress:
        summary = download_map(
            place,
            out,
            timetable=timetable,
            area=area,
            basemap=basemap,
            refresh=refresh,
            progress=progress,
        )
    _show_map(console, summary)
    console.print(f"→ {out}", markup=False, highlight=False, soft_wrap=True)


@map_app.command()
def basemap(
    extracts: Annotated[list[Path], _EXTRACTS],
    out: Annotated[Path, typer.Option(help="PMTiles 파일 / file to write", show_default=False)],
) -> None:
    """배경 지도를 그립니다 / Draw a base map of vector tiles from OSM files."""
    from geo.basemap import draw_basemap  # noqa: PLC0415 - shapely is slow to import

    console = Console()
    with _bar(console) as progress:
        made = draw_basemap(extracts, out, progress=progress)
    console.print(
        f"타일 / tiles {made.tiles:,}, {made.bytes / 1e6:.1f} MB → {out}",
        markup=False,
        highlight=False,
        soft_wrap=True,
    )


@map_app.command()
def export(
    mapdir: Annotated[Path, _MAPDIR],
    *,
    form: Annotated[Form, typer.Option("--format", help="형식 / form")],
    out: Annotated[Path, typer.Option(help="결과 파일 / file to write", show_default=False)],
) -> None:
    """도로를 다른 프로그램용으로 내보냅니다 / Export the roads for other programs."""
    from geo.export import export_roads  # noqa: PLC0415 - geopandas is slow to import

    console = Console()
    count = export_roads(open_graph(mapdir), form, out)
    console.print(f"도로 / roads {count:,} → {out}", markup=False, highlight=False, soft_wrap=True)


@map_app.command()
def info(
    mapdir: Annotated[Path, _MAPDIR],
    *,
    as_json: Annotated[bool, typer.Option("--json", help="JSON으로 / as JSON")] = False,
    verify: Annotated[
        bool, typer.Option("--verify", help="체크섬도 확인합니다 / compare checksums too")
    ] = False,
    islands: Annotated[
        bool, typer.Option("--islands", help="섬마다 항구, 항로, 다리 / what each island hangs on")
    ] = False,
    geojson: Annotated[
        Path | None, typer.Option(help="섬 보고서를 지도로 / the same as a GeoJSON file")
    ] = None,
    close: Annotated[list[str] | None, _CLOSE] = None,
) -> None:
    """지도를 설명합니다 / Describe a map."""
    summary = map_info(mapdir)
    if verify:
        verify_map(mapdir)
    described = summary.to_json()
    console = Console()
    if not as_json and not close:
        _show_map(console, summary)
    if islands or geojson or close:
        view = IslandView(mapdir, close or [], islands=islands or geojson is not None)
        described |= view.to_json()
        if not as_json:
            view.show(console)
        if geojson is not None:
            view.write_geojson(geojson)
            typer.echo(f"→ {geojson}", err=as_json)
    if as_json:
        typer.echo(json.dumps(described, ensure_ascii=False, indent=1))


def matrix(
    mapdir: Annotated[Path, _MAPDIR],
    places: Annotated[
        Path, typer.Option(help="place_id, lat, lon 열의 CSV / CSV with these columns")
    ],
    profile: Annotated[str, typer.Option(help="차량 프로필 / vehicle profile, truck-1t ...")],
    out: Annotated[Path, typer.Option(help="결과 파일 / .npz file to write")],
) -> None:
    """이동 시간과 거리를 계산합니다 / Compute travel times and distances between places."""
    console = Console()
    made = write_matrix(mapdir, places, profile, out)
    console.print(
        f"장소 / places {made.places}, 길이 없는 쌍 / pairs without a road {made.without_road}"
        f", {made.seconds:.2f} s",
        highlight=False,
    )
    console.print(f"→ {out}", markup=False, highlight=False, soft_wrap=True)


def _area(bbox: str | None, polygon: Path | None) -> Area | None:
    if bbox and polygon:
        raise typer.BadParameter("--bbox 또는 --polygon 중 하나만 / either --bbox or --polygon")
    if bbox:
        return parse_bbox(bbox)
    return read_polygon(polygon) if polygon else None


@contextmanager
def _bar(console: Console) -> Iterator[Progress]:
    """Give a callback that moves a progress bar; nothing is drawn without a terminal."""
    with Bar(
        TextColumn("{task.description:<14}"),
        BarColumn(),
        TextColumn("{task.percentage:>3.0f} %"),
        TimeElapsedColumn(),
        console=console,
        transient=True,
        disable=not console.is_terminal,
    ) as bar:
        line = bar.add_task("")

        def progress(stage: str, done: int, total: int) -> None:
            bar.update(line, description=stage, completed=done, total=max(total, 1))

        yield progress


def _show_map(console: Console, summary: MapSummary) -> None:
    show_table(
        console,
        "지도 / Map",
        ("항목 / what", "값 / value"),
        (
            ("원본 / sources", ", ".join(source.file for source in summary.sources)),
            ("교차점 / nodes", f"{summary.nodes:,}"),
            ("도로 방향 / arcs", f"{summary.arcs:,}"),
            ("도로 / road km", f"{summary.road_km:,.1f}"),
            ("육지 / landmasses", f"{len(summary.landmasses):,}"),
            ("끊긴 도로 / scraps", f"{summary.scraps.count:,} ({summary.scraps.road_km:,.1f} km)"),
            ("항구 / ferry terminals", f"{len(summary.ports):,}"),
            ("항로 / ferry lines", _lines(summary.ferry_lines)),
            ("시간표 / timetable", summary.timetable or "없음 / none"),
            (
                "회전 제한 / restrictions",
                _counts({str(FATES[key]): n for key, n in summary.rules.restrictions.items()}),
            ),
            ("조건부 / conditional", _counts(summary.rules.conditional)),
            ("읽지 못한 값 / unreadable values", _counts(summary.rules.unparsable)),
            (
                "점이 빠진 길 / ways with missing nodes",
                f"{summary.rules.ways_with_missing_nodes:,}",
            ),
        ),
    )
    _show_landmasses(console, summary)
    if summary.ferry_lines:
        _show_ferries(console, summary)
    if summary.misfits:
        _show_misfits(console, summary)
    console.print(summary.notice, style="dim", highlight=False, soft_wrap=True)


def _lines(lines: Sequence[FerryLine]) -> str:
    cars = sum(line.cars for line in lines)
    timed = sum(line.timetabled for line in lines)
    return f"{len(lines)} (차량 / for vehicles {cars}, 시간표 있음 / with timetable {timed})"


def _counts(counts: object) -> str:
    if not isinstance(counts, dict) or not counts:
        return "0"
    return ", ".join(f"{name}: {count}" for name, count in counts.items())


def _show_landmasses(console: Console, summary: MapSummary) -> None:
    shown = sorted(summary.landmasses, key=lambda mass: -mass.road_km)[:_LISTED]
    show_table(
        console,
        f"육지 / Landmasses {_of(len(shown), len(summary.landmasses))}",
        ("#", "이름 name", "km²", "도로 road km", "교차점 nodes"),
        (
            (
                str(mass.landmass),
                " ".join(dict.fromkeys((mass.name, mass.name_en))).strip() or "–",
                "" if mass.area_km2 is None else f"{mass.area_km2:,.1f}",
                f"{mass.road_km:,.1f}",
                f"{mass.nodes:,}",
            )
            for mass in shown
        ),
        right=(0, 2, 3, 4),
    )


def _show_ferries(console: Console, summary: MapSummary) -> None:
    shown = sorted(summary.ferry_lines, key=lambda line: (not line.cars, not line.timetabled))
    show_table(
        console,
        f"항로 / Ferry lines {_of(min(len(shown), _LISTED), len(shown))}",
        ("이름 name", "항구 ends", "차량 vehicles", "쓸 수 있음 usable"),
        (
            (
                line.name or line.osm_id,
                " – ".join(end.port or f"{end.lat:.3f},{end.lon:.3f}" for end in line.ends),
                _vehicles(line),
                _use(line),
            )
            for line in shown[:_LISTED]
        ),
    )


def _vehicles(line: FerryLine) -> str:
    if line.cars and "hgv" not in line.vehicles:
        return "승용차만 no trucks"
    return "예 yes" if line.cars else "아니요 on foot"


def _use(line: FerryLine) -> str:
    if line.timetabled:
        return "시간표 있음 timetabled"
    return "지도 밖 leaves the map" if line.leaves_map else "시간표 없음 no timetable"


def _show_misfits(console: Console, summary: MapSummary) -> None:
    show_table(
        console,
        f"지도와 시간표가 맞지 않는 곳 / Where map and timetable differ ({len(summary.misfits)})",
        ("무엇 what", "내용 how"),
        ((misfit.what, str(misfit.text)) for misfit in summary.misfits),
    )


def _of(shown: int, total: int) -> str:
    return f"({total})" if shown == total else f"({shown} of {total}; --json has all)"
