"""Feeds the readers and parsers of `geo` mutated bytes, steered by coverage, and counts surprises.

    pip install atheris
    python tools/fuzz.py extract|turns|values|conditional|timetable|gtfs|pages|mixed FOLDER
                         [--seconds S]

Reading may end in a result or in an `InputError` (of a tag's value in a `ValueError`); anything
else is a finding: its input is kept in FOLDER and the run ends with the traceback. FOLDER also
keeps the corpus, so that a second run goes on where the first one stopped.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import atheris
from fuzz_targets import TARGETS, mixed

from fuzz_seeds import seeds, words  # isort: skip -- after the targets have loaded `geo`


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
        for at, seed in enumerate(seeds(target)):
            (corpus / f"seed-{target}-{at}").write_bytes(prefix + seed)
    atheris.Setup(
        [
            sys.argv[0],
            str(corpus),
            f"-artifact_prefix={options.folder}/",
            f"-dict={words(options.folder)}",
            f"-max_total_time={options.seconds}",
            "-timeout=60",
            "-rss_limit_mb=3000",
        ],
        TARGETS.get(options.target, mixed),
    )
    atheris.Fuzz()


if __name__ == "__main__":
    main()
