"""Times the import of official address files, and finding in what came of it.

    python -m benchmarks.address_import --rows N

Writes N made-up addresses and as many positions in the official layouts, imports them, asks for
some of them, and deletes everything. The last line is one JSON object.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from geo.addresses.gazetteer import Gazetteer
from geo.addresses.official import import_addresses

_COUNTIES = ("진도군", "해남군", "완도군", "신안군", "무안군", "영암군", "강진군", "장흥군")
_SYLLABLES = "가나다라마바사아자차카타파하고노도로모보소오조초코토포호구누두루무부수우주추쿠투푸후"
_ASKED = 2000


def main(arguments: list[str] | None = None) -> int:
    """Write, import, ask."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--rows", type=int, default=1_000_000)
    rows = parser.parse_args(arguments).rows
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        paths = [folder / "rnaddrkor_made_up.txt", folder / "entrc_made_up.txt"]
        asked = write_rows(rows, *paths)
        begin, busy = time.perf_counter(), time.process_time()
        done = import_addresses(paths, folder / "made_up.sqlite")
        seconds, busy = time.perf_counter() - begin, time.process_time() - busy
        size = (folder / "made_up.sqlite").stat().st_size
        with Gazetteer([folder / "made_up.sqlite"]) as gazetteer:
            found = {kind: time_finding(gazetteer, texts) for kind, texts in asked.items()}
    print(
        json.dumps(
            {
                "rows": 2 * rows,
                "entries": done.entries,
                "placed": done.placed,
                "seconds": round(seconds, 1),
                "cpu_seconds": round(busy, 1),
                "rows_per_second": round(2 * rows / seconds),
                "rows_per_cpu_second": round(2 * rows / busy),
                "bytes_per_entry": round(size / done.entries),
                "find": found,
            },
            ensure_ascii=False,
        )
    )
    return 0


def write_rows(rows: int, addresses: Path, positions: Path) -> dict[str, list[str]]:
    """Write both files and return questions: texts by kind."""
    draw = random.Random(1)
    asked: dict[str, list[str]] = {"road": [], "lot": [], "name": [], "misspelt": []}
    with addresses.open("w", encoding="cp949") as a, positions.open("w", encoding="cp949") as p:
        for road, row in zip(_numbers(rows), range(rows), strict=False):
            number, code, road_name, county, town = road
            lot = row % 997 + 1
            name = _word(draw, 3) + "아파트" if row % 6 == 0 else ""
            where = f"전라남도|{county}|{town}"
            x, y = 880_000 + row % 1000 * 37, 1_600_000 + row // 1000 % 1000 * 41
            a.write(
                f"46900{row:021d}|4690025000|{where}||0|{lot}|{row % 7}|{code}|{road_name}|0"
                f"|{number}|0|4690025000|{town}|58900||20200101|0||{name}|{name}|\n"
            )
            p.write(
                f"46900|{row}|4690025000|{where}|{code}|{road_name}|0|{number}|0|{name}|58900"
                f"|단독주택|0|{town}|{x}.123456|{y}.654321\n"
            )
            if row % max(rows // _ASKED, 1) == 0:
                asked["road"].append(f"전남 {county} {road_name} {number}")
                asked["lot"].append(f"전남 {county} {town} {lot}-{row % 7}")
                asked["misspelt"].append(f"전남 {county} {_misspelt(road_name)} {number}")
                asked["name"] += [f"{county} {name}"] if name else []
    return asked


def _numbers(rows: int) -> Iterator[tuple[int, str, str, str, str]]:
    """Yield number, code, road, county and town of as many addresses."""
    draw = random.Random(2)
    for road in range(rows):
        county = _COUNTIES[road % len(_COUNTIES)]
        town = _word(draw, 2) + "면"
        name = f"{_word(draw, 3)}{draw.choice(('로', '길', '대로', '로12번길'))}"
        for number in range(1, draw.randint(20, 80)):
            yield number, f"46900{road:07d}", name, county, town


def _word(draw: random.Random, length: int) -> str:
    return "".join(draw.choice(_SYLLABLES) for _ in range(length))


def _misspelt(name: str) -> str:
    """Change the vowel of the second syllable: 가 becomes 개."""
    return name[0] + chr(ord(name[1]) + 28) + name[2:]


def time_finding(gazetteer: Gazetteer, texts: list[str]) -> dict[str, float]:
    """Ask, and give milliseconds and the share of texts that have some answer."""
    took, some = [], 0
    for text in texts:
        begin = time.perf_counter()
        some += bool(gazetteer.find(text).candidates)
        took.append(1e3 * (time.perf_counter() - begin))
    p50, p99 = np.percentile(took, (50, 99))
    return {
        "asked": len(texts),
        "answered": some,
        "p50_ms": round(float(p50), 2),
        "p99_ms": round(float(p99), 2),
    }


if __name__ == "__main__":
    sys.exit(main())
