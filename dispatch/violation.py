"""Names a rule of the working day that a plan breaks."""

from __future__ import annotations

from dataclasses import dataclass

from geo.faults import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanViolation:
    """One broken rule.

    Parameters
    ----------
    code
        Stable name of the rule in kebab-case.
    where
        Vehicle, order or service concerned, and the stop if there is one.
    """

    code: str
    where: str
    what: Text

    def __str__(self) -> str:
        return f"[{self.code}] {self.where}: {self.what}"


def broken(code: str, where: str, ko: str, en: str) -> PlanViolation:
    """Make a violation."""
    return PlanViolation(code=code, where=where, what=Text(ko, en))
