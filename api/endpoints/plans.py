"""Takes days to plan, tells how far their plans are, ends them early."""

from __future__ import annotations

import tempfile
from pathlib import Path

from fastapi import APIRouter, Request, Response
from fastapi.concurrency import run_in_threadpool
from pydantic import ValidationError
from starlette.datastructures import UploadFile

from api.day_folder import as_items, require_inside, unpack_day, write_day
from api.dependencies import (
    CurrentJob,
    CurrentJobs,
    CurrentPlanner,
    CurrentSettings,
    unknown_plan,
)
from api.errors import ProblemError, schema_fault
from api.examples import DAY_BODY, accepted_problems, finished_problems
from api.jobs import QueueFullError
from api.planning import Planner, Task
from api.replies import JobOut, JobsOut, job_out
from api.schemas import DayIn
from api.settings import Settings
from dispatch.day_file import parse_day_file
from geo.faults import Fault, InputError, Text

router = APIRouter(prefix="/plans", tags=["plans"])


@router.post(
    "",
    status_code=202,
    response_model=JobOut,
    openapi_extra={"requestBody": DAY_BODY},
    responses=accepted_problems(),
)
async def submit_day(
    request: Request,
    response: Response,
    jobs: CurrentJobs,
    planner: CurrentPlanner,
    settings: CurrentSettings,
) -> JobOut:
    """Plan a day: JSON, or a zipped request folder as the file `request` of a form.

    The day is checked before it is accepted; everything that is wrong with it comes back at once.
    """
    task = await _read(request, planner, settings)
    _require_short(task, settings)
    try:
        job = jobs.submit(task)
    except QueueFullError as error:
        raise ProblemError(
            503,
            "queue-full",
            Text("기다리는 계획이 너무 많습니다", "Too many plans are waiting"),
            Text("잠시 뒤에 다시 보내세요", "submit the day again later"),
            headers={"Retry-After": "30"},
        ) from error
    response.headers["Location"] = f"/plans/{job.job_id}"
    return job_out(job)


@router.get("")
def list_plans(jobs: CurrentJobs) -> JobsOut:
    """List the plans that are kept, the newest first."""
    return JobsOut(plans=[job_out(job) for job in jobs.recent()])


@router.get("/{plan_id}", responses=finished_problems(404))
def show_plan(job: CurrentJob) -> JobOut:
    """Tell how far a plan is."""
    return job_out(job)


@router.delete("/{plan_id}", responses=finished_problems(404))
def stop_plan(plan_id: str, jobs: CurrentJobs) -> JobOut:
    """End a plan early: a waiting one is cancelled, a running one keeps its best routes so far.

    A finished plan stays as it is.
    """
    job = jobs.stop(plan_id)
    if job is None:
        raise unknown_plan()
    return job_out(job)


async def _read(request: Request, planner: Planner, settings: Settings) -> Task:
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind == "application/json":
        return await run_in_threadpool(_read_json, await request.body(), planner)
    if kind == "multipart/form-data":
        data = await _uploaded(request)
        return await run_in_threadpool(_read_zip, data, planner, settings.max_unpacked_bytes)
    raise ProblemError(
        415,
        "unsupported-media-type",
        Text("이 형식은 받지 않습니다", "This media type is not taken"),
        Text(
            "application/json 또는 multipart/form-data로 보내세요",
            "send application/json or multipart/form-data",
        ),
        headers={"Accept": "application/json, multipart/form-data"},
    )


async def _uploaded(request: Request) -> bytes:
    async with request.form(max_files=1, max_fields=10) as form:
        file = form.get("request")
        if isinstance(file, UploadFile):
            return await file.read()
    raise InputError(
        [
            Fault(
                code="missing",
                file="form",
                field="request",
                what=Text("ZIP 파일이 없습니다", "has no zip file"),
                remedy=Text(
                    "요청 폴더를 압축해 'request' 이름의 파일로 보내세요",
                    "zip the request folder and send it as the file 'request'",
                ),
            )
        ]
    )


def _read_json(body: bytes, planner: Planner) -> Task:
    try:
        day = DayIn.model_validate_json(body)
    except ValidationError as error:
        raise InputError([schema_fault(item) for item in error.errors()]) from error
    with _folder() as name:
        folder = Path(name)
        write_day(day, folder)
        try:
            return planner.read(folder)
        except InputError as error:
            raise InputError(as_items(error.faults)) from error


def _read_zip(data: bytes, planner: Planner, most_bytes: int) -> Task:
    with _folder() as name:
        folder = unpack_day(data, Path(name), most_bytes)
        day, _ = parse_day_file(folder)
        timetable = [day.timetable] if day.timetable else []
        require_inside({"timetable": timetable, "addresses": day.addresses}, Path(name))
        return planner.read(folder)


def _folder() -> tempfile.TemporaryDirectory[str]:
    return tempfile.TemporaryDirectory(prefix="naru-")


def _require_short(task: Task, settings: Settings) -> None:
    if task.seconds > settings.max_seconds:
        limit = f"{settings.max_seconds:g}"
        raise InputError(
            [
                Fault(
                    code="too-long",
                    file="day",
                    field="solve.seconds",
                    what=Text(
                        f"{task.seconds:g}초는 너무 깁니다", f"{task.seconds:g} s is too long"
                    ),
                    remedy=Text(f"{limit}초까지 쓸 수 있습니다", f"ask for {limit} s at most"),
                )
            ]
        )
