"""Whom the routing names for what has no room, and how long it may take to find out."""

import dispatch.rooms
from dispatch.effort import Effort
from dispatch.planner import plan_day
from tests.dispatch.paper_day import day, network, order, site, truck

FARMS = [f"F{number:02d}" for number in range(30)]
ROADS = "\n".join(f"HUB --30-- {farm}" for farm in FARMS)


def crowded_day():
    """Thirty farms that are open in the same ten minutes, and one truck."""
    return day(
        [site("HUB", "hub"), *(site(farm, windows="08:00-08:10") for farm in FARMS)],
        [order(farm.lower(), farm, "HUB") for farm in FARMS],
        [truck()],
    )


def test_everybody_who_is_crowded_out_is_told_by_whom():
    plan = plan_day(crowded_day(), network(ROADS), seconds=60, iterations=60, seed=1)
    [served] = plan.orders
    assert {one.code for one in plan.unserved} == {"no-room"}
    assert {one.holders for one in plan.unserved} == {(served.order_id,)}


def test_when_the_time_is_up_the_rest_is_told_less(monkeypatch):
    monkeypatch.setattr(Effort, "over", True)
    plan = plan_day(crowded_day(), network(ROADS), seconds=0.3, seed=1)
    told = [one for one in plan.unserved if one.holders]
    assert len(plan.unserved) == len(FARMS) - 1
    assert len(told) == dispatch.rooms._AT_ONCE
    assert all("add a vehicle" in one.remedy.en for one in plan.unserved)
