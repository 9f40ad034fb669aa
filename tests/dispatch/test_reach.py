"""Earliest arrivals and latest departures over many sailings, against looking at each of them."""

from hypothesis import given, settings
from hypothesis import strategies as st

from dispatch.reach import Reach, _Crossing
from tests.dispatch.paper_day import at, day, network, order, site, timetable, truck

moments = st.integers(0, 50)


@settings(max_examples=200)
@given(st.sets(st.tuples(moments, moments), min_size=1, max_size=12), st.integers(-5, 60))
def test_a_crossing_answers_like_a_look_at_every_sailing(sailings, moment):
    crossing = _Crossing.of(0, 1, sailings)
    later = [arrival for ready, arrival in sailings if ready >= moment]
    landed = [ready for ready, arrival in sailings if arrival <= moment]
    assert crossing.arrival(moment) == min(later, default=None)
    assert crossing.ready(moment) == max(landed, default=None)


def test_the_way_leads_to_the_quay_over_the_water_and_on(tmp_path):
    boats = timetable(tmp_path, "07:30 QUAY 08:10 PIER\n09:30 QUAY 10:10 PIER\n")
    request = day([site("HUB", "hub"), site("ISLE")], [order("a", "HUB", "ISLE")], [truck()])
    roads = "HUB --35-- QUAY\nPIER --12-- ISLE"
    reach = Reach(request, network(roads, boats).day(request))
    assert reach.arrival("HUB", "ISLE", at("06:35")) == at("08:22")
    assert reach.arrival("HUB", "ISLE", at("06:36")) == at("10:22")
    assert reach.arrival("HUB", "ISLE", at("08:36")) == at("08:22+1")
    assert reach.arrival("HUB", "ISLE", at("08:36+1")) is None
    assert reach.departure("HUB", "ISLE", at("10:22")) == at("08:35")
    assert reach.departure("HUB", "ISLE", at("10:21")) == at("06:35")
    assert reach.departure("HUB", "ISLE", at("08:00")) is None
    assert reach.metres("HUB", "ISLE") == 47_000
    assert reach.needs_boat("HUB", "ISLE")
