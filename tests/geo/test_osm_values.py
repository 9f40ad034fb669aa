"""Values of OSM tags as people write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.tags import (
    NO_LIMIT_KPH,
    parse_duration,
    parse_length_m,
    parse_speed_kph,
    parse_weight_kg,
)


@pytest.mark.parametrize(
    ("text", "metres"),
    [
        ("3.2", 3.2),
        ("3,2", 3.2),
        ("3.2 m", 3.2),
        ("3.2m", 3.2),
        ("320 cm", 3.2),
        ("11'6\"", 3.5052),
        ("11'", 3.3528),
        ("11 ft 6 in", 3.5052),
        ("6'7\"", 2.0066),
        ("4.5;3.8", 3.8),
        ("default", None),
        ("none", None),
        ("unsigned", None),
        ("below_default", None),
    ],
)
def test_heights_in_all_their_forms(text, metres):
    assert parse_length_m(text) == (None if metres is None else pytest.approx(metres))


@pytest.mark.parametrize("text", ["low", "", "m", "320", "0", "-3", "3.2 t", "3.2.1", "²"])
def test_heights_that_mean_nothing_are_refused(text):
    with pytest.raises(ValueError, match="'"):
        parse_length_m(text)


@pytest.mark.parametrize(
    ("text", "kilograms"),
    [
        ("3.5", 3500),
        ("3,5", 3500),
        ("3.5 t", 3500),
        ("3.5t", 3500),
        ("7.5 톤", 7500),
        ("3500 kg", 3500),
        ("26000 lbs", 11793),
        ("10 st", 9072),
        ("18;7.5", 7500),
        ("none", None),
    ],
)
def test_weights_in_all_their_forms(text, kilograms):
    found = parse_weight_kg(text)
    assert found == (None if kilograms is None else pytest.approx(kilograms, abs=0.5))


@pytest.mark.parametrize("text", ["3500", "heavy", "0.001", "3 m"])
def test_weights_that_mean_nothing_are_refused(text):
    with pytest.raises(ValueError, match="'"):
        parse_weight_kg(text)


@pytest.mark.parametrize(
    ("text", "kph"),
    [
        ("50", 50),
        ("50 km/h", 50),
        ("50 mph", 80),
        ("30mph", 48),
        ("KR:urban", 50),
        ("KR:rural", 60),
        ("KR:motorway", 100),
        ("DE:zone:30", 30),
        ("DE:zone30", 30),
        ("walk", 7),
        ("none", NO_LIMIT_KPH),
        ("60;50", 50),
        ("signals", None),
        ("variable", None),
    ],
)
def test_speeds_in_all_their_forms(text, kph):
    assert parse_speed_kph(text) == kph


@pytest.mark.parametrize("text", ["fast", "0", "1000", "50 m", "", "kr:99999", "9" * 400])
def test_speeds_that_mean_nothing_are_refused(text):
    with pytest.raises(ValueError, match="'"):
        parse_speed_kph(text)


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("1:45", 6300),
        ("08:00", 28800),
        ("00:05:00", 300),
        ("15", 900),
        ("15 min", 900),
        ("40분", 2400),
        ("2 h", 7200),
        ("PT20S", 20),
        ("PT1H45M", 6300),
        ("P1DT2H", 93600),
    ],
)
def test_durations_of_ferries_in_all_their_forms(text, seconds):
    assert parse_duration(text) == seconds


@pytest.mark.parametrize(
    "text", ["", "soon", "1:75", "P", "PT", "3 furlongs", "P99999D", "9" * 400]
)
def test_durations_that_mean_nothing_are_refused(text):
    with pytest.raises(ValueError, match="'"):
        parse_duration(text)


@given(st.text(max_size=12))
def test_any_text_is_read_or_refused(text):
    for parse in (parse_length_m, parse_weight_kg, parse_speed_kph, parse_duration):
        try:
            found = parse(text)
        except ValueError:
            continue
        assert found is None or found >= 0
