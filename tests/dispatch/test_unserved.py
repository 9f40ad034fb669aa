"""Orders that are left out are shown by reason, also when each has a reason of its own."""

from __future__ import annotations

from dispatch.plan import Unserved
from dispatch.unserved import group_unserved
from geo.faults import Text


def _left(order_id: str, code: str, reason: str) -> Unserved:
    return Unserved(
        order_id=order_id, code=code, reason=Text(reason, reason), remedy=Text("고침", "mend")
    )


def test_most_frequent_reason_comes_first() -> None:
    groups = group_unserved(
        [_left("1", "no-road", "a"), _left("2", "no-time", "b"), _left("3", "no-time", "b")], 9
    )
    assert [(g.code, g.order_ids, g.reasons) for g in groups] == [
        ("no-time", ("2", "3"), 1),
        ("no-road", ("1",), 1),
    ]


def test_reasons_beyond_the_limit_are_joined_by_kind() -> None:
    unserved = [_left(str(n), "no-time", f"late by {n}") for n in range(100)]
    unserved += [_left("x", "no-road", "sea"), _left("y", "no-road", "sea")]
    groups = group_unserved(unserved, 3)
    assert [g.reason.en for g in groups] == ["sea", "late by 0", "late by 1", "late by 2"]
    assert (groups[3].reasons, len(groups[3].order_ids)) == (98, 98)
    assert sorted(o for g in groups for o in g.order_ids) == sorted(u.order_id for u in unserved)
