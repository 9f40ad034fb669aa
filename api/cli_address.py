"""Runs `naru address ...`: imports official address files, and finds addresses and names."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from api.terminal import show_table
from geo.addresses.candidate import METHODS, Answer
from geo.addresses.gazetteer import open_gazetteer
from geo.addresses.official import Imported, import_addresses

address_app = typer.Typer(
    help="주소와 이름을 찾습니다 / finds addresses and names", no_args_is_help=True
)

_FILES = typer.Argument(help="주소 파일 / official files, text or zip, of business.juso.go.kr")
_OUT = typer.Option(help="주소 사전 / gazetteer file to write", show_default=False)
_TEXT = typer.Argument(help="주소나 이름 / address or name")
_MAP = typer.Option("--map", help="지도 폴더 / folder made by 'naru map build'")
_BOOKS = typer.Option(
    "--db", help="주소 사전 / file made by 'naru address import'; may be repeated"
)
_ONLINE = typer.Option(
    "--online",
    help="확실하지 않으면 온라인에 묻기 / ask the geocoder of the settings when not certain",
)
_JSON = typer.Option("--json", help="JSON으로 / as JSON")


@address_app.command("import")
def import_(files: Annotated[list[Path], _FILES], out: Annotated[Path, _OUT]) -> None:
    """공식 주소 파일을 하나로 모읍니다 / Import official address files into one gazetteer."""
    console = Console()
    with console.status("") as status:
        done = import_addresses(files, out, lambda name, rows: status.update(f"{name}  {rows:,}"))
    _show_import(console, done)
    console.print(f"→ {out}", markup=False, highlight=False, soft_wrap=True)


@address_app.command()
def find(
    text: Annotated[str, _TEXT],
    *,
    mapdir: Annotated[Path | None, _MAP] = None,
    books: Annotated[list[Path] | None, _BOOKS] = None,
    limit: Annotated[int, typer.Option(min=1, help="후보 수 / candidates at most")] = 10,
    online: Annotated[bool, _ONLINE] = False,
    as_json: Annotated[bool, _JSON] = False,
) -> None:
    """주소나 이름이 어디인지 찾습니다 / Find where an address or a name is; exit 1 when nowhere."""
    with open_gazetteer(mapdir, books or ()) as gazetteer:
        answer = gazetteer.find(text, limit=limit)
    if online:
        answer = _ask_online(answer, limit)
    if as_json:
        typer.echo(json.dumps(answer.to_json(), ensure_ascii=False, indent=1))
    else:
        _show_answer(Console(), answer)
    raise typer.Exit(0 if answer.candidates else 1)


def _ask_online(answer: Answer, limit: int) -> Answer:
    from api.settings import Settings  # noqa: PLC0415 - only who goes online needs settings and httpx
    from geo.addresses.geocoders import open_geocoder  # noqa: PLC0415
    from geo.addresses.online import find_online  # noqa: PLC0415

    settings = Settings()
    geocoder = open_geocoder(
        settings.geocoder,
        key=settings.geocoder_key.get_secret_value(),
        url=settings.geocoder_url,
    )
    return find_online(answer, geocoder, limit=limit)


def _show_import(console: Console, done: Imported) -> None:
    show_table(
        console,
        "주소 파일 / Address files",
        ("파일 file", "형식 layout", "줄 rows", "못 읽음 skipped", "예 example"),
        (
            (
                file.name,
                str(file.layout.title),
                f"{file.rows:,}",
                f"{file.skipped:,}",
                "; ".join(f"{row}: {shown}" for row, shown in file.unread[:1]),
            )
            for file in done.files
        ),
        right=(2, 3),
    )
    console.print(
        f"주소 / addresses {done.entries:,}, 위치 있음 / with a position {done.placed:,}",
        highlight=False,
    )


def _show_answer(console: Console, answer: Answer) -> None:
    console.print(
        f"이해한 주소 / understood: {answer.said}", markup=False, highlight=False, soft_wrap=True
    )
    show_table(
        console,
        "후보 / Candidates",
        ("확신 sure", "주소 address", "이름 name", "위도, 경도 lat, lon", "방법 how", "±m"),
        (
            (
                f"{one.confidence:.0%}",
                one.address,
                one.name,
                f"{one.lat:.6f}, {one.lon:.6f}",
                str(METHODS[one.method]),
                f"{one.accuracy:.0f}",
            )
            for one in answer.candidates
        ),
        right=(0, 5),
    )
    console.print(_verdict(answer), highlight=False)


def _verdict(answer: Answer) -> str:
    if answer.clear:
        return "한 곳으로 정해졌습니다 / one place is meant"
    if not answer.candidates:
        return "찾지 못했습니다 / not found"
    return "확실하지 않습니다. 고르거나 더 자세히 쓰세요 / not certain: choose one, or say more"
