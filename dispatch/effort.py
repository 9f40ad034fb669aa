"""Shares the time of a plan out among its phases, so that all of them end when they must."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, replace

from routing.stop import FirstOf, MaxIterations, MaxRuntime, Signal, Stop

#: Part of the time that is for routing however long it takes to try the ways before.
_LEAST = 0.2
#: Seconds beyond the end in which reasons may still be found out.
_GRACE = 0.2


@dataclass(frozen=True, slots=True, kw_only=True)
class Effort:
    """How much a solve may do: seconds, or iterations, which can be repeated exactly.

    Parameters
    ----------
    until
        Moment of `time.monotonic` at which everything must have ended.
    """

    seconds: float
    until: float
    iterations: int | None = None

    @classmethod
    def of(cls, seconds: float, iterations: int | None = None) -> Effort:
        """Return the effort of a plan that begins now."""
        return cls(seconds=seconds, until=time.monotonic() + seconds, iterations=iterations)

    def left(self) -> Effort:
        """Return what is left for routing once the ways are known."""
        now, least = time.monotonic(), self.seconds * _LEAST
        until = max(self.until, now + least)
        return replace(self, seconds=until - now, until=until)

    def part(self, share: float) -> Effort:
        """Return a share of this effort."""
        some = None if self.iterations is None else max(1, round(self.iterations * share))
        return replace(self, seconds=self.seconds * share, iterations=some)

    def rest(self, share: float, kept: float) -> Effort:
        """Return all time that is left but for a share that is kept, or a share of iterations."""
        rest = self.until - time.monotonic() - self.seconds * kept
        return replace(self.part(share), seconds=max(0.0, rest))

    @property
    def limit(self) -> float | None:
        """Seconds from now by which the work must end; None where iterations count instead."""
        if self.iterations is not None:
            return None
        return max(0.0, min(self.seconds, self.until - time.monotonic()))

    @property
    def over(self) -> bool:
        """Whether it is time to end what is worth nothing but words."""
        return self.iterations is None and time.monotonic() > self.until + _GRACE

    def stop(self, asked: Callable[[], bool] | None) -> Stop:
        """Return the criterion that ends the solve."""
        limit: Stop = (
            MaxRuntime(self.limit or 0.0)
            if self.iterations is None
            else MaxIterations(self.iterations)
        )
        return limit if asked is None else FirstOf(limit, Signal(asked))
