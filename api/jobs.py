"""Runs plans one after another in the background and keeps the last ones, in memory."""

from __future__ import annotations

import logging
import queue
import tempfile
import threading
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from http import HTTPStatus
from pathlib import Path
from typing import Any, Literal, Protocol

from api.errors import INTERNAL, faults_problem, problem
from api.planning import PLAN_FILES, Planner, Task, Watch, write_results
from dispatch.plan import Plan
from geo.faults import InputError

Status = Literal["queued", "running", "done", "failed", "cancelled"]

_log = logging.getLogger("naru.jobs")


#: Seconds that a plan gets to end early when the service closes.
_PATIENCE = 5.0


class QueueFullError(Exception):
    """Says that no more plans may wait."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One plan being made or made.

    Parameters
    ----------
    watch
        Shows how far it is and stops it early.
    plan, files
        The result; None and empty until the status is "done".
    problem
        Why it failed, as a problem document.
    """

    job_id: str
    task: Task
    created: datetime
    status: Status = "queued"
    watch: Watch = field(default_factory=Watch)
    started: datetime | None = None
    finished: datetime | None = None
    plan: Plan | None = None
    files: Mapping[str, bytes] = field(default_factory=dict)
    problem: Mapping[str, Any] | None = None

    @property
    def is_over(self) -> bool:
        """Whether its status will not change any more."""
        return self.status not in ("queued", "running")


class JobStore(Protocol):
    """Takes plans to make and answers for them; the narrow place where storage can be changed."""

    def submit(self, task: Task) -> Job:
        """Queue a plan.

        Raises
        ------
        QueueFullError
            When as many wait as may.
        """
        ...

    def get(self, job_id: str) -> Job | None:
        """Return a job; None when there is none, or not any more."""
        ...

    def recent(self) -> tuple[Job, ...]:
        """Return all jobs that are kept, the newest first."""
        ...

    def stop(self, job_id: str) -> Job | None:
        """Cancel a waiting job; let a running one end with its best plan so far."""
        ...

    def close(self) -> bool:
        """Stop working; what waits is given up.

        Returns
        -------
        bool
            Whether the plan that was being made has ended.
        """
        ...


class MemoryJobStore:
    """Keeps jobs in memory and makes their plans in one thread.

    Parameters
    ----------
    planner
        None for a service that cannot plan; nothing may be submitted then.
    waiting
        Jobs that may wait.
    kept
        Finished jobs that are kept.
    threads
        Of the solver.
    """

    def __init__(
        self, planner: Planner | None, *, waiting: int = 8, kept: int = 32, threads: int = 1
    ) -> None:
        self._planner = planner
        self._waiting, self._kept, self._threads = waiting, kept, threads
        self._jobs: dict[str, Job] = {}
        self._lock = threading.Lock()
        self._queue: queue.SimpleQueue[str | None] = queue.SimpleQueue()
        self._worker = threading.Thread(target=self._work, name="plans", daemon=True)
        self._worker.start()

    def submit(self, task: Task) -> Job:
        """Queue a plan; see `JobStore.submit`."""
        job = Job(job_id=uuid.uuid4().hex, task=task, created=_now())
        with self._lock:
            queued = sum(other.status == "queued" for other in self._jobs.values())
            if queued >= self._waiting:
                raise QueueFullError
            self._jobs[job.job_id] = job
            self._forget_old()
        self._queue.put(job.job_id)
        return job

    def get(self, job_id: str) -> Job | None:
        """Return a job; None when there is none, or not any more."""
        with self._lock:
            return self._jobs.get(job_id)

    def recent(self) -> tuple[Job, ...]:
        """Return all jobs that are kept, the newest first."""
        with self._lock:
            return tuple(reversed(self._jobs.values()))

    def stop(self, job_id: str) -> Job | None:
        """Cancel a waiting job; let a running one end with its best plan so far."""
        with self._lock:
            job = self._jobs.get(job_id)
            if job is not None and not job.is_over:
                job.watch.stop.set()
            if job is not None and job.status == "queued":
                job = replace(job, status="cancelled", finished=_now())
                self._jobs[job_id] = job
            return job

    def close(self) -> bool:
        """Stop working; see `JobStore.close`."""
        for job in self.recent():
            self.stop(job.job_id)
        self._queue.put(None)
        self._worker.join(timeout=_PATIENCE)
        return not self._worker.is_alive()

    def _work(self) -> None:
        while (job_id := self._queue.get()) is not None:
            job = self._begin(job_id)
            if job is not None:
                self._end(self._made(job))

    def _begin(self, job_id: str) -> Job | None:
        """Mark a job as running, unless it was cancelled meanwhile."""
        with self._lock:
            job = self._jobs.get(job_id)
            if job is None or job.status != "queued":
                return None
            job = self._jobs[job_id] = replace(job, status="running", started=_now())
            return job

    def _made(self, job: Job) -> Job:
        """Return the job with its plan, or with why there is none."""
        try:
            assert self._planner is not None
            job.watch.enter("planning")
            plan = self._planner.plan(job.task, job.watch, threads=self._threads)
            job.watch.enter("writing")
            files = _files(plan, job.task)
        except InputError as error:
            return replace(job, status="failed", problem=faults_problem(error.faults))
        except Exception:
            _log.exception("plan %s failed", job.job_id)
            crash = problem(HTTPStatus.INTERNAL_SERVER_ERROR, "internal", INTERNAL)
            return replace(job, status="failed", problem=crash)
        return replace(job, status="done", plan=plan, files=files)

    def _end(self, job: Job) -> None:
        job.watch.enter("done")
        with self._lock:
            self._jobs[job.job_id] = replace(job, finished=_now())
            self._forget_old()

    def _forget_old(self) -> None:
        over = [job_id for job_id, job in self._jobs.items() if job.is_over]
        for job_id in over[: -self._kept]:
            del self._jobs[job_id]


def _files(plan: Plan, task: Task) -> dict[str, bytes]:
    with tempfile.TemporaryDirectory(prefix="naru-") as name:
        folder = Path(name) / "plan"
        write_results(plan, task.request, folder)
        return {file: (folder / file).read_bytes() for file in PLAN_FILES}


def _now() -> datetime:
    return datetime.now(UTC)
