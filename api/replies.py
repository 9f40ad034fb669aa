"""Describes what the service answers."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from api.jobs import Job, Status


class _Reply(BaseModel):
    model_config = ConfigDict(frozen=True)


class TextOut(_Reply):
    """A text in both languages."""

    ko: str
    en: str


class ProgressOut(_Reply):
    """How far a plan is."""

    phase: str = Field(description="queued, planning, writing or done")
    doing: TextOut
    share: float = Field(description="Of the solving time that is spent, 0 to 1")
    elapsed: float = Field(description="Seconds since it began")
    cost: int | None = Field(
        description="Won of the best routes so far, with the orders they leave out"
    )
    unserved: int | None = Field(description="Requests that these routes leave out")


class SummaryOut(_Reply):
    """A finished plan in figures."""

    orders: int
    served: int
    parcels: int
    parcels_served: int
    tours: int
    sailings: int
    distance: int = Field(description="Metres")
    working: int = Field(description="Seconds")
    cost: int = Field(description="Won, services included")
    cost_per_parcel: float = Field(description="Won")


class LinksOut(_Reply):
    """Where the results are."""

    self: str
    plan: str | None = None
    sheets: str | None = None
    map: str | None = None


class JobOut(_Reply):
    """A plan being made or made."""

    plan_id: str
    status: Status
    progress: ProgressOut
    stopped_early: bool = Field(description="Whether it was asked to end before its time")
    created: datetime
    started: datetime | None
    finished: datetime | None
    summary: SummaryOut | None
    problem: dict[str, Any] | None = Field(description="Why it failed (RFC 9457)")
    links: LinksOut


class JobsOut(_Reply):
    """The plans that are kept, the newest first."""

    plans: list[JobOut]


class CheckOut(_Reply):
    """Whether a plan keeps every rule, recomputed."""

    kept: bool
    broken: list[str]


class HealthOut(_Reply):
    """Whether the service works, and how much it has to do."""

    status: str
    version: str
    map: bool
    queued: int
    running: int


def job_out(job: Job) -> JobOut:
    """Return a job as it is shown."""
    path = f"/plans/{job.job_id}"
    progress = job.watch.progress
    done = job.status == "done"
    return JobOut(
        plan_id=job.job_id,
        status=job.status,
        progress=ProgressOut(
            phase=progress.phase,
            doing=TextOut(ko=progress.doing.ko, en=progress.doing.en),
            share=round(progress.share, 3),
            elapsed=round(progress.elapsed, 2),
            cost=progress.cost,
            unserved=progress.unserved,
        ),
        stopped_early=job.watch.stop.is_set(),
        created=job.created,
        started=job.started,
        finished=job.finished,
        summary=_summary(job),
        problem=dict(job.problem) if job.problem else None,
        links=LinksOut(
            self=path,
            plan=f"{path}/plan" if done else None,
            sheets=f"{path}/sheets.pdf" if done else None,
            map=f"{path}/map.geojson" if done else None,
        ),
    )


def _summary(job: Job) -> SummaryOut | None:
    if job.plan is None:
        return None
    totals = job.plan.totals
    return SummaryOut(
        orders=totals.orders,
        served=totals.served,
        parcels=totals.parcels,
        parcels_served=totals.parcels_served,
        tours=totals.tours,
        sailings=totals.sailings,
        distance=totals.distance,
        working=totals.working,
        cost=totals.cost.total + totals.service_cost,
        cost_per_parcel=round(totals.cost_per_parcel, 1),
    )
