import re
from collections.abc import Sequence
from pathlib import Path

import pytest

from dispatch.columns import FLEET, ORDERS, SERVICES, SITES
from geo.tables import Column
from geo.timetable_columns import PORT_COLUMNS, SAILING_COLUMNS, VESSEL_COLUMNS

DOCS = Path(__file__).parents[1] / "docs" / "inputs.md"
TABLES = {
    "orders.csv": ORDERS,
    "sites.csv": SITES,
    "fleet.csv": FLEET,
    "services.csv": SERVICES,
    "sailings.csv": SAILING_COLUMNS,
    "ports.csv": PORT_COLUMNS,
    "vessels.csv": VESSEL_COLUMNS,
}


def section_of(file: str) -> str:
    sections = re.split(r"^### ", DOCS.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return next(section for section in sections if section.startswith(file))


@pytest.mark.parametrize(("file", "columns"), TABLES.items())
def test_every_column_is_documented_under_its_file(file: str, columns: Sequence[Column]) -> None:
    section = section_of(file)
    missing = [c.name for c in columns if not re.search(rf"\b{c.name}\b", section)]
    assert missing == []


@pytest.mark.parametrize(("file", "columns"), TABLES.items())
def test_required_columns_and_only_they_are_bold(file: str, columns: Sequence[Column]) -> None:
    bold = set(re.findall(r"\*\*(\w+)\*\*", section_of(file)))
    assert bold == {c.name for c in columns if c.required}
