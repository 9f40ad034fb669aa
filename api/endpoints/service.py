"""Tells about the service itself: whether it works, and on which map."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version
from typing import Any

from fastapi import APIRouter

from api.dependencies import CurrentJobs, CurrentSettings
from api.errors import ProblemError
from api.examples import finished_problems
from api.replies import HealthOut
from geo.faults import Text
from geo.summary import map_info

router = APIRouter(tags=["service"])


@router.get("/health")
def health(jobs: CurrentJobs, settings: CurrentSettings) -> HealthOut:
    """Tell whether the service works, and how much it has to do."""
    states = [job.status for job in jobs.recent()]
    return HealthOut(
        status="ok",
        version=naru_version(),
        map=settings.map is not None,
        queued=states.count("queued"),
        running=states.count("running"),
    )


@router.get("/map", responses=finished_problems(404))
def show_map(settings: CurrentSettings) -> dict[str, Any]:
    """Describe the map: landmasses, ports, ferry lines and which of them have a timetable."""
    if settings.map is None:
        raise ProblemError(
            404,
            "no-map",
            Text("지도가 없습니다", "There is no map"),
            Text("'naru serve --map MAPDIR'로 여세요", "start it with 'naru serve --map MAPDIR'"),
        )
    return map_info(settings.map).to_json()


def naru_version() -> str:
    """Return the version of this installation."""
    try:
        return version("naru")
    except PackageNotFoundError:  # a checkout that is not installed
        return "0+unknown"
