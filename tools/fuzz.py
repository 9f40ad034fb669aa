"""Feeds the readers and parsers of `geo` mutated bytes, steered by coverage, and counts surprises.

    pip install atheris
    python tools/fuzz.py extract|values|timetable|mixed FOLDER [--seconds S]

Reading may end in a result or in an `InputError` (of a tag's value in a `ValueError`); anything
else is a finding: its input is kept in FOLDER and the run ends with the traceback. FOLDER also
keeps the corpus, so that a second run goes on where the first one stopped.
"""

from __future__ import annotations

import argparse
import contextlib
import sys
import tempfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import atheris
import osmium

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
# The finder of the editable install would load `geo` past atheris, without counters.
sys.meta_path[:] = [found for found in sys.meta_path if "Scikit" not in type(found).__name__]
with atheris.instrument_imports(include=["geo"]):
    from geo.assemble import assemble
    from geo.build import _land
    from geo.faults import InputError
    from geo.ferries import read_timetable
    from geo.ordering import order_states
    from geo.osm import read_extracts
    from geo.osm_tags import MODES, wanted_tags
    from geo.paths import Hierarchy
    from geo.profiles import load_profile, profile_names
    from geo.tags import parse_duration, parse_length_m, parse_speed_kph, parse_weight_kg
    from geo.timetable_columns import LIMITS, PORT_COLUMNS, SAILING_COLUMNS, VESSEL_COLUMNS
    from geo.weights import profile_weights

from tests.towns import Town, draw_town  # noqa: E402 -- the path is set above

_FOLDER = Path(tempfile.mkdtemp(prefix="naru-fuzz-"))
_DAYS = (date(2026, 3, 10), date(2026, 12, 31))


def extract(data: bytes) -> None:
    """Read a file, build its graph and hierarchy, and put every profile on it."""
    path = _FOLDER / "town.osm"
    path.write_bytes(data)
    try:
        found = read_extracts([path])
        graph, _ = assemble(found)
    except InputError:
        return
    graph, *_ = _land(graph, found)
    hierarchy = Hierarchy.build(graph.first_turn, graph.turn_state, order_states(graph))
    for name in profile_names():
        hierarchy.customise(*profile_weights(graph, load_profile(name)))


def values(data: bytes) -> None:
    """Parse a text as every kind of value."""
    text = data.decode("utf-8", "replace")
    for parse in (parse_duration, parse_length_m, parse_speed_kph, parse_weight_kg):
        with contextlib.suppress(ValueError):
            parse(text)


def timetable(data: bytes) -> None:
    """Read three tables, divided by zero bytes, and ask for the sailings of two days."""
    for name, part in zip(("sailings", "ports", "vessels"), data.split(b"\0", 2), strict=False):
        (_FOLDER / f"{name}.csv").write_bytes(part)
    try:
        table = read_timetable(_FOLDER)
        for day in _DAYS:
            table.sailings_on(day, "Asia/Seoul")
            table.report_on(day, "Asia/Seoul")
    except InputError:
        return


TARGETS: dict[str, Callable[[bytes], None]] = {
    "extract": extract,
    "values": values,
    "timetable": timetable,
}


def mixed(data: bytes) -> None:
    """Let the first byte choose the target."""
    if data:
        list(TARGETS.values())[data[0] % len(TARGETS)](data[1:])


def _town() -> Town:
    """Draw what the readers know: limits, turns, a barrier, a ferry, coast, negative ids."""
    return draw_town(
        """
        A---B---C   P---Q
        |   |   |   |   |
        D---E---F   R---S
        """,
        ways={
            "ABC": {"highway": "primary", "maxspeed": "KR:urban", "maxheight": "11'6\""},
            "BE": {"highway": "residential", "oneway": "yes", "hgv:conditional": "no @ (7-9)"},
            "ADEFC": {"highway": "service", "maxweight": "3,2", "access": "destination"},
            "CP": {"route": "ferry", "motor_vehicle": "yes", "duration": "PT20M"},
            "PQSRP": {"highway": "residential"},
            "PQSRP'": {"natural": "coastline"},
        },
        nodes={"E": {"barrier": "gate"}, "Q": {"place": "islet", "name": "관매도"}},
        relations=[
            (
                [("way", "ABC", "from"), ("node", "B", "via"), ("way", "BE", "to")],
                {"type": "restriction", "restriction": "no_right_turn"},
            ),
            (
                [("way", "BE", "from"), ("node", "E", "via"), ("way", "ADEFC", "to")],
                {"type": "restriction", "restriction": "only_straight_on", "except": "hgv"},
            ),
        ],
    )


def _seeds(target: str) -> list[bytes]:
    if target == "values":
        texts = ("PT1H45M", "00:05:00", "11'6\"", "3,2 t", "KR:urban", "zone:30", "4.5;default")
        return [text.encode() for text in texts]
    if target == "timetable":
        folder = ROOT / "examples" / "jindo" / "timetable"
        tables = [(folder / f"{name}.csv").read_text("utf-8").splitlines() for name in _TABLES]
        rows = [("\n".join(lines[:4]) + "\n").encode() for lines in tables]
        return [b"\0".join(rows)]
    return [_town().write(_FOLDER / "seed.osm").read_bytes(), _open_pbf(_town())]


def _open_pbf(town: Town) -> bytes:
    """Write a PBF without compression, in which a changed byte is not just a bad checksum."""
    path = _FOLDER / "seed.osm.pbf"
    with osmium.SimpleWriter(osmium.io.File(str(path), "pbf,pbf_compression=none")) as writer:
        for found in osmium.FileProcessor(osmium.io.FileBuffer(town.to_xml().encode(), "osm")):
            writer.add(found)
    return path.read_bytes()


def _words(folder: Path) -> Path:
    """Write the words that mean something to the readers, as libFuzzer's dictionary."""
    columns = (*SAILING_COLUMNS, *PORT_COLUMNS, *VESSEL_COLUMNS)
    names = [name for column in columns for name in (column.name, *column.aliases)]
    tags = [word for tag in wanted_tags() for word in tag]
    days = ["daily", "weekdays", "holidays", "even", "07:30", "24:10+1", "2026-02-30", ","]
    words = dict.fromkeys([*names, *tags, *MODES, *LIMITS, *days])
    lines = ["".join(f"\\x{byte:02x}" for byte in word.encode()) for word in words]
    path = folder / "words.txt"
    path.write_text("".join(f'"{line}"\n' for line in lines), encoding="ascii")
    return path


_TABLES = ("sailings", "ports", "vessels")


def main() -> None:
    """Fuzz one target."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("target", choices=[*TARGETS, "mixed"])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--seconds", type=int, default=60)
    options = parser.parse_args()
    corpus = options.folder / options.target
    corpus.mkdir(parents=True, exist_ok=True)
    chosen = {options.target: options.target} if options.target in TARGETS else TARGETS
    for number, target in enumerate(chosen):
        prefix = b"" if options.target in TARGETS else bytes([number])
        for at, seed in enumerate(_seeds(target)):
            (corpus / f"seed-{target}-{at}").write_bytes(prefix + seed)
    atheris.Setup(
        [
            sys.argv[0],
            str(corpus),
            f"-artifact_prefix={options.folder}/",
            f"-dict={_words(options.folder)}",
            f"-max_total_time={options.seconds}",
            "-timeout=60",
            "-rss_limit_mb=3000",
        ],
        TARGETS.get(options.target, mixed),
    )
    atheris.Fuzz()


if __name__ == "__main__":
    main()
