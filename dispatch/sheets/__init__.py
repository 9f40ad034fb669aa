"""Writes `sheets.pdf`: an overview, a route sheet per vehicle, a hand-out list per complex."""

from dispatch.sheets.write import write_sheets

__all__ = ["write_sheets"]
