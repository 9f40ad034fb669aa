"""Windows keep stops out of closed hours, and time limits hold whatever the vehicles choose."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from dispatch.chain import Chain, TruckLeg
from dispatch.reach import Reach
from dispatch.time_limit import within
from dispatch.windows import FOREVER, intersect, starts
from tests.dispatch.paper_day import HOUR, MINUTE, at, day, network, service, site, truck, window


@st.composite
def spans(draw):
    """Sorted windows with gaps between them, in a small world where every moment can be tried."""
    points = sorted(draw(st.sets(st.integers(0, 40), min_size=2, max_size=8)))
    pairs = zip(points[::2], points[1::2], strict=False)
    return tuple(pairs)


def lies_in(moment, windows):
    return any(begin <= moment <= end for begin, end in windows)


@given(spans(), spans())
def test_intersection_holds_the_moments_of_both(first, second):
    both = intersect(first, second)
    for moment in range(45):
        assert lies_in(moment, both) == (lies_in(moment, first) and lies_in(moment, second))


@given(spans(), spans(), st.integers(0, 12), st.one_of(st.none(), st.integers(0, 45)))
def test_work_begins_only_where_it_can_be_finished(windows, closed, busy, finish_by):
    found = starts(windows, closed, busy, finish_by)
    for moment in range(45):
        clear = all(moment + busy <= begin or moment >= end for begin, end in closed)
        in_time = finish_by is None or moment + busy <= finish_by
        assert lies_in(moment, found) == (lies_in(moment, windows) and clear and in_time)
    assert all(before[1] < after[0] for before, after in pairwise(found))


def reach():
    request = day([site("A"), site("B"), site("HUB", "hub")], [], [truck()])
    return Reach(request, network("HUB --10-- A --60-- B").day(request))


def leg(loading, unloading, start="A", end="B", unload_by=None):
    return TruckLeg(
        from_site=start,
        to_site=end,
        loading=(window(loading),),
        unloading=(window(unloading),),
        unload_by=unload_by,
    )


def test_chain_within_its_limit_stays_as_it_is():
    chain = Chain(parts=(leg("08:00-09:00", "09:00-10:00"),))
    assert within(chain, 3 * HOUR, reach()) is chain
    assert within(chain, None, reach()) is chain


def test_direct_way_longer_than_the_limit_is_impossible():
    chain = Chain(parts=(leg("08:00-09:00", "09:00-12:00"),))
    assert within(chain, 59 * MINUTE, reach()) is None
    assert within(chain, 60 * MINUTE, reach()) is not None


def test_too_much_slack_is_taken_from_both_ends():
    linehaul = service("L", "A", "HUB", "12:00", "13:00")
    chain = Chain(
        parts=(
            leg("07:00-11:00", "00:00-20:00", "B", "A", at("11:45")),
            linehaul,
            leg("13:15-21:00", "17:00-21:00", "HUB", "A"),
        )
    )
    for limit in range(7 * HOUR, 15 * HOUR, 1200):
        narrowed = within(chain, limit, reach())
        earliest, latest = at("10:45"), at("17:00")
        if latest - earliest > limit:
            assert narrowed is None
            continue
        begin = narrowed.parts[0].loading[0][0]
        finish = narrowed.parts[-1].unload_by or at("21:00")
        assert finish - begin <= limit
        assert begin <= earliest
        assert finish >= latest


def test_goods_that_are_brought_count_from_the_moment_of_handing_over():
    boat = service("F", "B", "A", "09:30", "10:00")
    last = leg("10:15-23:00", "10:30-15:00", "A", "HUB")
    chain = Chain(parts=(boat, last), bring=(window("06:00-12:00"),))
    narrowed = within(chain, 3 * HOUR, reach())
    assert narrowed.parts[-1].unload_by == at("09:15") + 3 * HOUR
    assert narrowed.bring == ((at("09:15"), at("12:00")),)
    assert intersect(narrowed.bring, ((0, FOREVER),)) == narrowed.bring
