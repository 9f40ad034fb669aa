"""Builds the HTTP service: days in, plans out."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import uvicorn
from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles
from starlette.middleware.trustedhost import TrustedHostMiddleware

from api.body_limit import BodyLimit
from api.endpoints import pages, plans, results, service
from api.errors import install_handlers
from api.jobs import MemoryJobStore
from api.planning import MapPlanner, Planner, leave_at_once
from api.reference import describe
from api.settings import Settings

_LOOPBACK = ("127.0.0.1", "localhost", "::1")
_VENDOR = Path(__file__).parent / "vendor" / "swagger-ui"


def create_app(settings: Settings | None = None, planner: Planner | None = None) -> FastAPI:
    """Build the service.

    Parameters
    ----------
    settings
        None to take them from the environment.
    planner
        None to plan on the map of the settings.
    """
    settings = settings or Settings()
    if planner is None and settings.map is not None:
        planner = MapPlanner(settings.map)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        jobs = MemoryJobStore(
            planner,
            waiting=settings.waiting,
            kept=settings.kept,
            threads=settings.threads,
        )
        app.state.jobs = jobs
        yield
        app.state.all_ended = jobs.close()

    app = FastAPI(
        title="나루 Naru",
        version=service.naru_version(),
        lifespan=lifespan,
        docs_url=None,
        redoc_url=None,
    )
    app.state.settings, app.state.planner = settings, planner
    install_handlers(app)
    app.add_middleware(BodyLimit, limit=settings.max_body_bytes)
    app.add_middleware(TrustedHostMiddleware, allowed_hosts=list(settings.allowed_hosts))
    for part in (pages, plans, results, service):
        app.include_router(part.router)
    app.mount(pages.VENDOR, StaticFiles(directory=_VENDOR), name="vendor")
    app.openapi = lambda: describe(app)  # type: ignore[method-assign]
    return app


def serve_http(*, mapdir: Path | None, host: str, port: int) -> None:
    """Serve until interrupted.

    Raises
    ------
    InputError
        When the map cannot be used; found before the service opens.
    """
    settings = Settings() if mapdir is None else Settings(map=mapdir)
    if host not in _LOOPBACK:
        settings = settings.model_copy(update={"allowed_hosts": ("*",)})
    planner = None if settings.map is None else MapPlanner(settings.map)
    if planner is not None:
        planner.open()
    app = create_app(settings, planner)
    uvicorn.run(app, host=host, port=port, log_level="info")
    if not getattr(app.state, "all_ended", True):
        leave_at_once(0)
