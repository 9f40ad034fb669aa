"""Says when a solve ends: by time, iterations, a lull, a signal, or the first of several."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class MaxRuntime:
    """Ends a solve after so many seconds; the search cools down towards that moment."""

    seconds: float

    def __post_init__(self) -> None:
        if not self.seconds >= 0:
            raise ValueError(f"seconds must not be negative, got {self.seconds}.")


@dataclass(frozen=True, slots=True)
class MaxIterations:
    """Ends a solve after so many iterations in each thread; same seed and threads, same result."""

    iterations: int

    def __post_init__(self) -> None:
        if self.iterations < 0:
            raise ValueError(f"iterations must not be negative, got {self.iterations}.")


@dataclass(frozen=True, slots=True)
class NoImprovement:
    """Ends a solve when so many iterations in a row found nothing better."""

    iterations: int

    def __post_init__(self) -> None:
        if self.iterations < 1:
            raise ValueError(f"iterations must be at least 1, got {self.iterations}.")


@dataclass(frozen=True, slots=True)
class Signal:
    """Ends a solve within 50 ms of `is_set` returning True, e.g. `Signal(event.is_set)`.

    The callable is asked about every 20 ms, from the thread that called `solve`.
    """

    is_set: Callable[[], bool]


class FirstOf:
    """Ends a solve as soon as one of several criteria is met.

    Parameters
    ----------
    criteria
        At least one; nested `FirstOf` are flattened.
    """

    __slots__ = ("criteria",)

    def __init__(self, *criteria: Stop) -> None:
        if not criteria:
            raise ValueError("criteria must not be empty.")
        self.criteria: tuple[MaxRuntime | MaxIterations | NoImprovement | Signal, ...] = tuple(
            single for one in criteria for single in flatten(one)
        )

    def __repr__(self) -> str:
        return f"FirstOf({', '.join(map(repr, self.criteria))})"


Stop = MaxRuntime | MaxIterations | NoImprovement | Signal | FirstOf


def flatten(stop: Stop) -> tuple[MaxRuntime | MaxIterations | NoImprovement | Signal, ...]:
    """Return the single criteria of which the first one met ends the solve."""
    return stop.criteria if isinstance(stop, FirstOf) else (stop,)
