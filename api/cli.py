"""Runs `naru`: its commands (DESIGN.md, "Commands"), and how it ends when something is wrong."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from geo.faults import InputError


def main() -> None:
    """Run the command line; wrong input is a list of faults and exit code 2, never a traceback."""
    try:
        build_app()()
    except InputError as error:
        from api.terminal import show_faults  # noqa: PLC0415 - as in build_app

        show_faults(Console(stderr=True), error.faults)
        sys.exit(2)
    except OSError as error:
        _show_os_error(error)
        sys.exit(2)
    except KeyboardInterrupt:
        sys.exit(130)


def build_app() -> typer.Typer:
    """Put the commands together.

    They are imported here, inside of `main`: solver and map take a second to load, and a Ctrl-C
    within that second must not end in a traceback.
    """
    from api.cli_address import address_app  # noqa: PLC0415
    from api.cli_map import map_app, matrix  # noqa: PLC0415
    from api.cli_plan import check, plan  # noqa: PLC0415

    app = typer.Typer(
        name="naru",
        help="나루: 섬과 육지 사이의 배송 / plans deliveries between islands and the mainland.",
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
    )
    app.add_typer(map_app, name="map")
    app.add_typer(address_app, name="address")
    for command in (matrix, plan, check, serve):
        app.command()(command)
    return app


def serve(
    mapdir: Annotated[
        Path | None, typer.Option("--map", help="지도 폴더 / folder made by 'naru map build'")
    ] = None,
    host: Annotated[str, typer.Option(help="주소 / address")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="포트 / port")] = 8000,
) -> None:
    """HTTP 서비스를 엽니다 / Serve over HTTP."""
    from api.app import serve_http  # noqa: PLC0415 - FastAPI is only needed here

    serve_http(mapdir=mapdir, host=host, port=port)


def _show_os_error(error: OSError) -> None:
    place = f" {error.filename}" if error.filename else ""
    Console(stderr=True).print(
        f"파일을 읽거나 쓸 수 없습니다 / cannot read or write{place}: {error.strerror or error}",
        style="bold red",
        markup=False,
        highlight=False,
        soft_wrap=True,
    )
