"""What is fuzzed: a target takes bytes, and ends in a result or in an error meant for people."""

from __future__ import annotations

import contextlib
import sys
import tempfile
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import atheris
import numpy as np

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
# The finder of the editable install would load `geo` past atheris, without counters.
sys.meta_path[:] = [found for found in sys.meta_path if "Scikit" not in type(found).__name__]
with atheris.instrument_imports(include=["geo"]):
    from geo.assemble import assemble
    from geo.build import _land
    from geo.closures import read_closures
    from geo.conditional import Situation, parse_clauses
    from geo.faults import InputError
    from geo.ferries import read_timetable
    from geo.ordering import order_states
    from geo.osm import read_extracts
    from geo.paths import Hierarchy, Places, dijkstra_matrix
    from geo.profiles import load_profile, profile_names
    from geo.schedule_pages import read_schedule
    from geo.tags import parse_duration, parse_length_m, parse_speed_kph, parse_weight_kg
    from geo.timetable import Timetable
    from geo.timetable_gtfs import read_gtfs
    from geo.weights import profile_weights

from tests.towns import draw_town  # noqa: E402 -- the path is set above

FOLDER = Path(tempfile.mkdtemp(prefix="naru-fuzz-"))
TABLES = ("sailings", "ports", "vessels")
FEED = (
    "agency",
    "stops",
    "routes",
    "trips",
    "stop_times",
    "calendar",
    "calendar_dates",
    "frequencies",
)
_DAYS = (date(2026, 3, 10), date(2026, 12, 31))
_MOMENTS = (None, datetime(2026, 3, 10, 8, 30), datetime(2026, 12, 31, 23, 59))
_MEASURES = {
    "weight": 7.5,
    "axleload": 4.0,
    "height": 3.1,
    "width": 2.3,
    "length": 8.0,
    "axles": 2.0,
}


def extract(data: bytes) -> None:
    """Read a file, build its graph and hierarchy, and put every profile on it."""
    path = FOLDER / "town.osm"
    path.write_bytes(data)
    try:
        found = read_extracts([path])
        graph, _ = assemble(found)
    except InputError:
        return
    graph, *_ = _land(graph, found)
    hierarchy = Hierarchy.build(graph.first_turn, graph.turn_state, order_states(graph))
    for name in profile_names():
        for moment in _MOMENTS:
            hierarchy.customise(*profile_weights(graph, load_profile(name), moment))


def turns(data: bytes) -> None:
    """Lay turn restrictions over a town, and compare its drives with plain Dijkstra."""
    chosen = atheris.FuzzedDataProvider(data)
    rules = [_rule(chosen) for _ in range(chosen.ConsumeIntInRange(0, 6))]
    town = draw_town(_LATTICE, ways=_WAYS, relations=rules)
    path = town.write(FOLDER / "turns.osm")
    found = read_extracts([path])
    graph, _ = assemble(found)
    hierarchy = Hierarchy.build(graph.first_turn, graph.turn_state, order_states(graph))
    places = Places.of([[(turn, 0.5)] for turn in range(0, len(graph.turn_state), 3)])
    weights = profile_weights(graph, load_profile("truck-1t"), _MOMENTS[1])
    quick = hierarchy.customise(*weights).matrix(places, places, fine=True)
    slow = dijkstra_matrix(
        graph.first_turn, graph.turn_state, weights, sources=places, targets=places, fine=True
    )
    assert all(np.array_equal(one, other) for one, other in zip(quick, slow, strict=True))


def _rule(chosen: atheris.FuzzedDataProvider) -> tuple[list[tuple[str, str, str]], dict[str, str]]:
    """Choose a restriction over one node, or over one or two ways."""
    corners = "ABCDEFGHI"
    members = [("way", chosen.PickValueInList(_STREETS), "from")]
    if chosen.ConsumeBool():
        members.append(("node", chosen.PickValueInList([*corners]), "via"))
    else:
        count = chosen.ConsumeIntInRange(1, 2)
        members += [("way", chosen.PickValueInList(_STREETS), "via") for _ in range(count)]
    members.append(("way", chosen.PickValueInList(_STREETS), "to"))
    key = chosen.PickValueInList(["restriction", "restriction:hgv", "restriction:conditional"])
    kinds = [
        "no_left_turn",
        "only_straight_on",
        "no_u_turn",
        "no_entry",
        "no_exit",
        "only_left_turn",
    ]
    value = chosen.PickValueInList(kinds)
    if key.endswith("conditional"):
        value += " @ " + chosen.PickValueInList(
            ["(07:00-09:00)", "(weight > 3)", "(Mo-Fr 22:00-06:00)"]
        )
    return members, {"type": "restriction", key: value}


_LATTICE = """
    A---B---C
    |   |   |
    D---E---F
    |   |   |
    G---H---I
    """
_STREETS = ["AB", "BC", "DE", "EF", "GH", "HI", "AD", "DG", "BE", "EH", "CF", "FI"]
_WAYS = {street: {"highway": "tertiary"} for street in _STREETS}


def values(data: bytes) -> None:
    """Parse a text as every kind of value."""
    text = data.decode("utf-8", "replace")
    for parse in (parse_duration, parse_length_m, parse_speed_kph, parse_weight_kg):
        with contextlib.suppress(ValueError):
            parse(text)


def conditional(data: bytes) -> None:
    """Parse a text as a conditional tag and as a closure, and ask whether it holds."""
    text = data.decode("utf-8", "replace")
    with contextlib.suppress(InputError):
        read_closures([text], file="fuzz")
    try:
        clauses = parse_clauses(text)
    except ValueError:
        return
    for moment in _MOMENTS:
        situation = Situation(moment, _MEASURES, 34.5, 126.3)
        for clause in clauses:
            clause.holds(situation)


def timetable(data: bytes) -> None:
    """Read our three tables, divided by zero bytes."""
    _write("tables", data, [f"{name}.csv" for name in TABLES])
    _sail(lambda: read_timetable(FOLDER / "tables"))


def gtfs(data: bytes) -> None:
    """Read the files of a GTFS feed, divided by zero bytes; an empty one is left out."""
    _write("gtfs", data, [f"{name}.txt" for name in FEED])
    _sail(lambda: read_gtfs(FOLDER / "gtfs"))


def pages(data: bytes) -> None:
    """Read two pages of the schedule service, divided by a zero byte, over a timetable."""
    _write("pages", data, ["one.json", "two.json"])
    for name in TABLES:
        example = ROOT / "examples" / "jindo" / "timetable" / f"{name}.csv"
        (FOLDER / "pages" / example.name).write_bytes(example.read_bytes())
    _sail(lambda: read_schedule(FOLDER / "pages"))


def _write(folder: str, data: bytes, names: list[str]) -> None:
    home = FOLDER / folder
    home.mkdir(exist_ok=True)
    parts = data.split(b"\0", len(names) - 1)
    for name, part in zip(names, [*parts, *[b""] * len(names)], strict=False):
        if part:
            (home / name).write_bytes(part)
        else:
            (home / name).unlink(missing_ok=True)


def _sail(read: Callable[[], Timetable]) -> None:
    """Ask a timetable for the sailings of two days."""
    with contextlib.suppress(InputError):
        table = read()
        for day in _DAYS:
            table.sailings_on(day, "Asia/Seoul")
            table.report_on(day, "Asia/Seoul")


TARGETS: dict[str, Callable[[bytes], None]] = {
    "extract": extract,
    "turns": turns,
    "values": values,
    "conditional": conditional,
    "timetable": timetable,
    "gtfs": gtfs,
    "pages": pages,
}


def mixed(data: bytes) -> None:
    """Let the first byte choose the target."""
    if data:
        list(TARGETS.values())[data[0] % len(TARGETS)](data[1:])
