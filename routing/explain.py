"""Explains why requests are not served; what it calls impossible is proven to be."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Literal

from routing import _kernels
from routing.alone import Relaxation, relaxations
from routing.bounds import Bounds
from routing.native import to_native
from routing.problem import Problem
from routing.quotes import standing_kernel
from routing.solution import Solution

Code = Literal["impossible", "crowded_out", "unprofitable", "not_found"]

#: Rules that a vehicle alone breaks and no company could mend.
PROOF = frozenset({"vehicle-type", "fleet", "overload", "compartments"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """Why one request is not served.

    Parameters
    ----------
    code
        "impossible": no vehicle could serve it even if it did nothing else; proven.
        "crowded_out": possible alone, but as the plan stands no route and no idle vehicle has room.
        "unprofitable": there is room, but serving it costs at least its prize.
        "not_found": there is room and it is worth it; or neither a place for it nor a proof against
        it is known (only where matrices are not triangular or islands are reached through others).
    relaxations
        Impossible: the fewest rules, then the least amounts, that would have to give way; for a
        vehicle of `vehicle_type`.
    holders
        Crowded out: the requests that would have to leave `route` for it; the fewest, required ones
        counting first.
    price
        By which the plan would get dearer: with the holders gone (their prizes lost), or where
        there is room with the request in it. None where neither is known.
    """

    request: int
    code: Code
    relaxations: tuple[Relaxation, ...] = ()
    vehicle_type: int | None = None
    holders: tuple[int, ...] = ()
    route: int | None = None
    price: int | None = None


def explain(problem: Problem, solution: Solution) -> tuple[Explanation, ...]:
    """Explain every request that a solution leaves unserved, in their order."""
    explainer = _Explainer(problem, solution)
    return tuple(explainer.explanation(request) for request in solution.unserved)


class _Explainer:
    def __init__(self, problem: Problem, solution: Solution) -> None:
        native = to_native(problem)
        self._problem = problem = native.problem
        self._standing = standing_kernel(native, solution)
        self._bounds = [Bounds(problem, index) for index in range(len(problem.vehicle_types))]

    def explanation(self, request: int) -> Explanation:
        """Look for room, then for who holds it, then for what is in the way of an empty vehicle."""
        quote = self._standing.quote(request)
        if quote.vehicle_type >= 0:
            return self._with_room(request, quote)
        exchange = self._standing.exchange(request)
        ways = self._ways(request)
        if exchange.route < 0 and all(self._proves(request, one, way) for one, way in ways):
            return self._impossible(request, ways)
        return self._crowded_out(request, exchange, ways)

    def _with_room(self, request: int, quote: _kernels.Quote) -> Explanation:
        prize = self._problem.requests[request].prize
        worth_it = prize is None or quote.cost < prize
        return Explanation(
            request=request,
            code="not_found" if worth_it else "unprofitable",
            vehicle_type=quote.vehicle_type,
            route=None if quote.route < 0 else quote.route,
            price=quote.cost,
        )

    def _ways(self, request: int) -> list[tuple[int, tuple[Relaxation, ...]]]:
        """Give every vehicle type with what has to give way for it."""
        types = range(len(self._problem.vehicle_types))
        return [(index, relaxations(self._problem, request, index)) for index in types]

    def _proves(self, request: int, vehicle_type: int, way: tuple[Relaxation, ...]) -> bool:
        if any(one.rule in PROOF for one in way):
            return True
        asked = self._problem.requests[request]
        return bool(way) and self._bounds[vehicle_type].rules_out(asked)

    def _impossible(
        self, request: int, ways: list[tuple[int, tuple[Relaxation, ...]]]
    ) -> Explanation:
        vehicle_type, way = min(ways, key=lambda one: _size(one[1]), default=(None, ()))
        return Explanation(
            request=request, code="impossible", relaxations=way, vehicle_type=vehicle_type
        )

    def _crowded_out(
        self,
        request: int,
        exchange: _kernels.Exchange,
        ways: list[tuple[int, tuple[Relaxation, ...]]],
    ) -> Explanation:
        alone = any(not way for _, way in ways)
        known = exchange.route >= 0
        return Explanation(
            request=request,
            code="crowded_out" if known or alone else "not_found",
            holders=tuple(exchange.leaving),
            route=exchange.route if known else None,
            price=exchange.cost if known else None,
        )


#: Rules in the order in which it is easier to let them give way.
EASE = (
    "window",
    "shift",
    "max-duration",
    "max-distance",
    "rest",
    "meal",
    "sailing",
    "compartments",
    "overload",
    "vehicle-type",
)


@cache
def _size(way: tuple[Relaxation, ...]) -> tuple[int, int, int]:
    """Rank what has to give way: what nothing mends last, then fewest rules, then least amounts."""
    mends = all(one.rule in {*EASE, "link", "fleet"} for one in way)
    ease = sum(EASE.index(one.rule) if one.rule in EASE else len(EASE) for one in way)
    return (0 if mends else 1, len(way), ease * 10**9 + sum(one.amount for one in way))
