"""Words the reasons for which orders that could be served alone are not in the plan."""

from __future__ import annotations

from collections.abc import Sequence

from dispatch.reason import Reason
from dispatch.words import won
from geo.faults import Text

#: Order ids named in a sentence; all of them are in plan.json.
_NAMED = 5


def left_for(cost: float | None, priority_cost: int) -> Reason:
    """Say why something possible was left out, by what serving it would add if that is known."""
    if cost is None or cost <= priority_cost:
        return no_room()
    return too_costly(cost, priority_cost)


def too_costly(cost: float, priority_cost: int) -> Reason:
    """Say that serving it would cost more than leaving it out."""
    return Reason(
        "too-costly",
        Text(
            f"배송하면 계획이 약 {won(cost)}원 비싸져, 미배송 비용({won(priority_cost)}원)보다"
            " 큽니다",
            f"serving it would add about {won(cost)} won to the plan, more than leaving it out"
            f" costs ({won(priority_cost)} won)",
        ),
        Text(
            "꼭 배송해야 하면 priority_cost를 높이세요", "raise priority_cost if it must be served"
        ),
        price=round(cost),
    )


def no_room() -> Reason:
    """Say that it could be served alone, but not together with everything else."""
    return Reason(
        "no-room",
        Text(
            "단독으로는 가능하지만 다른 주문과 함께는 차량과 시간이 모자랍니다",
            "possible alone, but vehicles and time do not suffice for it beside the other orders",
        ),
        Text(
            "차량이나 기사를 늘리거나 시간대를 넓히세요",
            "add a vehicle or driver, or widen windows",
        ),
    )


def crowded_out(vehicle_id: str, holders: Sequence[str], price: int, priority_cost: int) -> Reason:
    """Say who would have to leave a vehicle for it, and what that would cost the plan."""
    names = ", ".join(holders[:_NAMED])
    more = len(holders) - _NAMED
    names_ko = names + (f" 외 {more}건" if more > 0 else "")
    names_en = names + (f" and {more} more" if more > 0 else "")
    return Reason(
        "no-room",
        Text(
            f"단독으로는 가능하지만 자리가 없습니다. {vehicle_id}에 실으려면 주문 {names_ko}을(를)"
            f" 빼야 하고, 그 미배송 비용까지 계획이 {won(price)}원 비싸집니다"
            f" (이 주문의 미배송 비용 {won(priority_cost)}원)",
            f"possible alone, but there is no room: {vehicle_id} could take it if it left out"
            f" {names_en}, which with what that loses would add {won(price)} won to the plan"
            f" (leaving this one out costs {won(priority_cost)} won)",
        ),
        Text(
            "차량이나 기사를 늘리거나 시간대를 넓히세요",
            "add a vehicle or driver, or widen windows",
        ),
        holders=tuple(holders),
        price=price,
    )


def not_found(price: int) -> Reason:
    """Say that there is room and it is worth it: the search ended before it saw that."""
    return Reason(
        "not-found",
        Text(
            f"자리가 있고 배송해도 계획이 약 {won(price)}원만 비싸지지만, 시간 안에 찾지"
            " 못했습니다",
            f"there is room, and serving it would add only about {won(price)} won, but the search"
            " ended before it was found",
        ),
        Text("더 오래 풀게 하세요 (--seconds)", "let it plan longer (--seconds)"),
        price=price,
    )
