"""Writes tasks as rows of the kernel's tables, with what a request asks of its windows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from routing.problem import HORIZON, Kind, Request, Task, Window

#: A window that no vehicle reaches, for a task that can be done at no moment: as the kernel's
#: `unreachable`.
NEVER: tuple[Window, ...] = ((2 * HORIZON, 2 * HORIZON),)


@dataclass(frozen=True, slots=True)
class FlatTasks:
    """Rows of the kernel's tables of tasks, of their windows and closed hours, and soft windows."""

    rows: list[tuple[int, ...]] = field(default_factory=list)
    windows: list[Window] = field(default_factory=list)
    soft_windows: list[tuple[int, int, int, int, int]] = field(default_factory=list)

    def add(self, request: int, kind: Kind, task: Task, windows: tuple[Window, ...]) -> None:
        """Append a task with the windows that are left of its own; -1 stands for a reload."""
        first_window = len(self.windows)
        self.windows.extend(windows)
        first_closed = len(self.windows)
        self.windows.extend(task.closed)
        if task.soft is not None:
            costs = (task.soft.early_cost, task.soft.late_cost)
            self.soft_windows.append((len(self.rows), *task.soft.span, *costs))
        self.rows.append(
            (
                request,
                int(kind == "delivery"),
                task.location,
                task.service,
                first_window,
                first_closed,
                first_closed,
                len(self.windows),
            )
        )


def clipped(request: Request, kind: Kind, windows: Sequence[Window]) -> tuple[Window, ...]:
    """Give what release and age of a request leave of windows for one of its tasks."""
    first, last = 0, HORIZON
    if kind == "pickup":
        first = request.release
    elif request.max_age is not None:
        last = min(HORIZON, request.release + request.max_age)
    spans = ((max(begin, first), min(end, last)) for begin, end in windows)
    return tuple(span for span in spans if span[0] <= span[1]) or NEVER


def held_until(request: Request) -> int:
    """Give the release if it holds back the beginning of a trip, not a pick-up."""
    return request.release if request.pickup is None else 0
