"""Gives the files of finished plans, and checks them."""

from __future__ import annotations

from fastapi import APIRouter, Response
from fastapi.concurrency import run_in_threadpool

from api.dependencies import CurrentPlanner, FinishedJob
from api.examples import finished_problems
from api.jobs import Job
from api.replies import CheckOut

router = APIRouter(prefix="/plans/{plan_id}", tags=["results"])


def _file(name: str, media_type: str, words: str) -> dict[int | str, dict[str, object]]:
    return {
        200: {"content": {media_type: {}}, "description": f"{words} ({name})"},
        **finished_problems(404, 409),
    }


@router.get(
    "/plan",
    response_class=Response,
    responses=_file("plan.json", "application/json", "The whole plan, described in docs/plan.md"),
)
def plan_json(job: FinishedJob) -> Response:
    """Return plan.json."""
    return _answer(job, "plan.json", "application/json")


@router.get(
    "/sheets.pdf",
    response_class=Response,
    responses=_file("sheets.pdf", "application/pdf", "Overview, route sheets and hand-out lists"),
)
def sheets_pdf(job: FinishedJob) -> Response:
    """Return the route sheets."""
    return _answer(job, "sheets.pdf", "application/pdf")


@router.get(
    "/map.geojson",
    response_class=Response,
    responses=_file("map.geojson", "application/geo+json", "Tours, sailings and stops"),
)
def map_geojson(job: FinishedJob) -> Response:
    """Return the map."""
    return _answer(job, "map.geojson", "application/geo+json")


@router.post("/check", responses=finished_problems(404, 409))
async def check(job: FinishedJob, planner: CurrentPlanner) -> CheckOut:
    """Recompute the plan and name the rules that it breaks."""
    assert job.plan is not None
    broken = await run_in_threadpool(planner.check, job.task, job.plan)
    return CheckOut(kept=not broken, broken=list(broken))


def _answer(job: Job, name: str, media_type: str) -> Response:
    day = job.task.request.date.isoformat()
    stem, _, suffix = name.partition(".")
    return Response(
        job.files[name],
        media_type=media_type,
        headers={"Content-Disposition": f'inline; filename="{stem}-{day}.{suffix}"'},
    )
