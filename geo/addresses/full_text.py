"""Searches the full text of a gazetteer file for names that are alike, by groups of letters."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from geo.addresses.text import is_initials, jamo_of

Ask = Callable[..., list[tuple[Any, ...]]]
"""Asks the file a question with its values, and returns the rows."""

_TELLING = 8
"""Groups of three letters by which a misspelt name is looked for."""


class FullText:
    """The full texts of one file.

    Parameters
    ----------
    most
        Rows returned for one question.
    """

    def __init__(self, ask: Ask, most: int) -> None:
        self._rows, self._most = ask, most

    def find(self, table: str, key: str) -> list[int]:
        """Return rows of a full text that hold all, or else some, groups of three letters."""
        letters = jamo_of(key)
        groups = list(dict.fromkeys(letters[at : at + 3] for at in range(len(letters) - 2)))
        if not groups:
            return self._short(table, key)
        wanted = " AND ".join(f'"{group}"' for group in groups)
        rows = self._rows(
            f"SELECT rowid FROM {table} WHERE {table} MATCH ? LIMIT {self._most}", wanted
        )
        if not rows and not is_initials(key):
            rows = self._sharing(table, self._rarest(table, groups))
        return [row[0] for row in rows]

    def _sharing(self, table: str, groups: Sequence[str]) -> list[tuple[int]]:
        """Return the rows that hold most of some groups.

        FTS5 could rank them too, but only with the positions of the groups, which double the file.
        """
        if not groups:
            return []
        one = f"SELECT rowid FROM {table} WHERE {table} MATCH ?"
        return self._rows(
            f"SELECT rowid FROM ({' UNION ALL '.join([one] * len(groups))})"
            f" GROUP BY rowid ORDER BY count(*) DESC, rowid LIMIT {self._most}",
            *(f'"{group}"' for group in groups),
        )

    def _rarest(self, table: str, groups: Sequence[str]) -> list[str]:
        """Return the groups that say most: the common ones are in half of all names."""
        rows = self._rows(
            f"SELECT term FROM {table}_words WHERE term IN ({marks(groups)})"
            f" ORDER BY doc LIMIT {_TELLING}",
            *groups,
        )
        return [row[0] for row in rows]

    def _short(self, table: str, key: str) -> list[int]:
        """Return rows whose name begins with one or two letters: no group of three has them."""
        if is_initials(key) or not key:
            return []
        home = "road" if table == "road_text" else "alias"
        rows = self._rows(
            f"SELECT id FROM {home} WHERE key >= ? AND key < ? LIMIT {self._most}",
            key,
            key + "\U0010ffff",
        )
        return [row[0] for row in rows]


def marks(values: Sequence[Any]) -> str:
    """Return the place holders of some values in a question."""
    return ",".join("?" * len(values))
