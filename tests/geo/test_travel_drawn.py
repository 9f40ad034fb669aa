"""Travel times on drawn towns, small enough to be checked by eye."""

import pytest

from tests.towns import draw_town, drawn, table

pytestmark = pytest.mark.kernel

RESIDENTIAL = {"highway": "residential", "maxspeed": "30"}


def test_distances_follow_the_roads_not_the_crow(tmp_path):
    town = draw_town(
        """
        A---B---C

        D-------E
        """,
        ways={"ABC": RESIDENTIAL, "CE": RESIDENTIAL, "DE": RESIDENTIAL},
    )
    times = town.travel_times(town.build(tmp_path), "ABCDE", "truck-1t")
    assert table("ABCDE", times.distances) == drawn(
        """
             A   B   C   D   E
        A    0 100 200 450 250
        B  100   0 100 350 150
        C  200 100   0 250  50
        D  450 350 250   0 200
        E  250 150  50 200   0
        """
    )


def test_durations_follow_class_and_maxspeed(tmp_path):
    town = draw_town(
        """
        A---B---C---D
        """,
        spacing=250,
        ways={
            "AB": {"highway": "residential"},  # 30 km/h by law, driven at 70 %
            "BC": {"highway": "primary", "maxspeed": "80"},  # 80 km/h at 75 %
            "CD": {"highway": "motorway", "oneway": "no"},  # 100 km/h, capped at 80 for 2.5 t
        },
    )
    times = town.travel_times(town.build(tmp_path), "ABCD", "truck-2.5t")
    assert list(times.durations[0]) == [0, 171, 171 + 60, 171 + 60 + 45]


def test_one_way_streets_are_driven_one_way_only(tmp_path):
    town = draw_town(
        """
        A---B
        |   |
        C---D
        """,
        ways={
            "AB": {**RESIDENTIAL, "oneway": "yes"},
            "BD": RESIDENTIAL,
            "DC": RESIDENTIAL,
            "AC": {**RESIDENTIAL, "oneway": "-1"},
        },
    )
    times = town.travel_times(town.build(tmp_path), "AB", "car")
    assert table("AB", times.distances) == drawn("  A B\nA 0 100\nB 200 0")


def test_roundabouts_and_motorways_are_one_way_without_being_told(tmp_path):
    town = draw_town(
        """
        A---B---C---F
            |   |
            E---D
        """,
        ways={
            "BEDCB": {"highway": "residential", "junction": "roundabout"},
            "AB": RESIDENTIAL,
            "CF": RESIDENTIAL,
        },
    )
    times = town.travel_times(town.build(tmp_path), "AF", "car")
    assert table("AF", times.distances) == drawn("  A F\nA 0 400\nF 300 0")
    link = draw_town(
        "A---B---C", ways={"AB": {"highway": "motorway"}, "BC": RESIDENTIAL, "BA'": RESIDENTIAL}
    )
    graph = link.build(tmp_path / "motorway").graph
    motorway = link.way_id("AB")
    assert (graph.segment_way[graph.arc_segment] == motorway).sum() == 1


def test_places_in_the_middle_of_one_street_meet_without_going_around(tmp_path):
    town = draw_town(
        """
          1   2
        A-------B
        |       |
        C-------D
        """,
        ways={
            "AB": {**RESIDENTIAL, "oneway": "yes"},
            "BD": RESIDENTIAL,
            "DC": RESIDENTIAL,
            "CA": RESIDENTIAL,
        },
    )
    times = town.travel_times(town.build(tmp_path), "12", "car")
    # Ahead on the street it is 100 m; back again once around the block of 2 × (200 + 50) m.
    assert table("12", times.distances) == drawn("  1 2\n1 0 100\n2 400 0")
    assert [round(place.distance) for place in times.snapped] == [25, 25]


def test_islands_are_not_reached_by_road(tmp_path):
    town = draw_town(
        """
        A---B      P---Q
        |   |      |
        C---D      R
        """,
        spacing=250,
        ways={"ABDCA": RESIDENTIAL, "QPR": RESIDENTIAL},
    )
    network = town.build(tmp_path)
    times = town.travel_times(network, "AQ", "truck-1t")
    assert table("AQ", times.durations) == drawn("  A Q\nA 0 .\nQ . 0")
    assert table("AQ", times.distances) == drawn("  A Q\nA 0 .\nQ . 0")
    assert list(times.landmass) == [0, 1]
    assert network.leg_line(town.place("A"), town.place("Q"), "truck-1t") is None


def test_a_leg_is_drawn_along_the_bends_of_the_road_with_its_names(tmp_path):
    town = draw_town(
        """
        A--1--B
              |
              C--2--D
        """,
        ways={"ABC": {**RESIDENTIAL, "name": "진도대로"}, "CD": {**RESIDENTIAL, "ref": "18"}},
    )
    network = town.build(tmp_path)
    leg = network.leg_line(town.place("1"), town.place("2"), "truck-1t")
    corners = [town.places[sign] for sign in "1BC2"]
    assert [(p.lat, p.lon) for p in leg.points] == [
        (round(lat, 7), round(lon, 7)) for lat, lon in corners
    ]
    assert leg.roads == ("진도대로", "18")
    times = town.travel_times(network, "12", "truck-1t")
    assert (leg.duration, leg.distance) == (times.durations[0, 1], times.distances[0, 1])
    assert leg.distance == 200


def test_a_leg_runs_against_the_drawing_of_a_way_too(tmp_path):
    town = draw_town("A-B-C", ways={"ABC": RESIDENTIAL})
    leg = town.build(tmp_path).leg_line(town.place("C"), town.place("A"), "car")
    assert [round(p.lon, 7) for p in leg.points] == [round(town.places[s][1], 7) for s in "CBA"]


def test_tolls_are_charged_by_the_class_of_the_vehicle(tmp_path):
    town = draw_town(
        "A-B---C",
        spacing=1000,
        ways={
            "AB": {"highway": "primary"},
            "BC": {"highway": "motorway", "oneway": "no", "toll": "yes"},
        },
    )
    network = town.build(tmp_path)
    a, c = town.place("A"), town.place("C")
    assert network.leg_line(a, c, "truck-1t").toll_krw == round(4 * 44.3)
    assert network.leg_line(a, c, "truck-5t").toll_krw == round(4 * 45.2)
    assert network.leg_line(a, town.place("B"), "truck-5t").toll_krw == 0


def test_a_street_that_goes_on_to_nowhere_is_reached_and_left(tmp_path):
    road = {"highway": "residential"}
    town = draw_town(
        """
        A---B---C---D
        |   |
        E---F   x
        """,
        ways={"ABFEA": road, "BC": road, "CD": {**road, "oneway": "yes"}},
    )
    network = town.build(tmp_path)
    times = network.travel_times([town.place("A"), town.place("C")], "truck-1t")
    assert (times.durations >= 0).all()
    assert times.distances[0, 1] == times.distances[1, 0] > 0
