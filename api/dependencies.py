"""Names what endpoints share: the settings, the planner, the jobs, one job."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Request

from api.errors import ProblemError
from api.jobs import Job, JobStore
from api.planning import Planner
from api.settings import Settings
from geo.faults import Text


def _settings(request: Request) -> Settings:
    settings: Settings = request.app.state.settings
    return settings


def _jobs(request: Request) -> JobStore:
    jobs: JobStore = request.app.state.jobs
    return jobs


def _planner(request: Request) -> Planner:
    planner: Planner | None = request.app.state.planner
    if planner is None:
        raise ProblemError(
            503,
            "no-map",
            Text("지도 없이 열었습니다", "The service was started without a map"),
            Text("'naru serve --map MAPDIR'로 여세요", "start it with 'naru serve --map MAPDIR'"),
        )
    return planner


CurrentSettings = Annotated[Settings, Depends(_settings)]
CurrentJobs = Annotated[JobStore, Depends(_jobs)]
CurrentPlanner = Annotated[Planner, Depends(_planner)]


def _job(plan_id: str, jobs: CurrentJobs) -> Job:
    job = jobs.get(plan_id)
    if job is None:
        raise unknown_plan()
    return job


def unknown_plan() -> ProblemError:
    """Return the problem of a plan that is not, or no longer, there."""
    return ProblemError(
        404,
        "unknown-plan",
        Text("그런 계획이 없습니다", "There is no such plan"),
        Text(
            "오래된 계획은 지워집니다. 다시 보내세요",
            "old plans are forgotten; submit the day again",
        ),
    )


CurrentJob = Annotated[Job, Depends(_job)]


def _done(job: CurrentJob) -> Job:
    if job.status == "done":
        return job
    raise ProblemError(
        409,
        "plan-not-ready",
        Text("계획이 아직 없습니다", "The plan is not there"),
        Text(
            f"상태가 {job.status}입니다. GET /plans/{job.job_id} 를 보세요",
            f"its status is {job.status}; see GET /plans/{job.job_id}",
        ),
        headers={} if job.is_over else {"Retry-After": "1"},
    )


FinishedJob = Annotated[Job, Depends(_done)]
