"""Defines what an address says, part by part."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """A building number or a lot number: 12-3 is main 12, sub 3."""

    main: int
    sub: int = 0

    def __str__(self) -> str:
        return f"{self.main}-{self.sub}" if self.sub else str(self.main)


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """The parts of an address; what it does not say is "" or None.

    Parameters
    ----------
    province, county
        시도 by its present name, 시군구 ("진도군", "수원시 영통구").
    town, village
        읍면동 (also the 동 that a road address has in brackets), 리.
    road, number, basement
        도로명 ("진도대로", "서전로10번길") with its 건물번호; whether that is one below ground
        (지하).
    lot, hill
        지번; whether it lies on forest land (산).
    dong, ho, floor
        Building and unit in a complex, floor: "101", "1203", "3" or "B1".
    names
        Names of buildings and complexes, and whatever else was not understood, in order.
    postcode
        Five digits.
    """

    province: str = ""
    county: str = ""
    town: str = ""
    village: str = ""
    road: str = ""
    number: Number | None = None
    basement: bool = False
    lot: Number | None = None
    hill: bool = False
    dong: str = ""
    ho: str = ""
    floor: str = ""
    names: tuple[str, ...] = ()
    postcode: str = ""

    @property
    def area(self) -> str:
        """Province, county, town and village, as far as given."""
        return " ".join(filter(None, (self.province, self.county, self.town, self.village)))

    def __str__(self) -> str:
        """Return the address in the official order: 시도 시군구 읍면 도로명 번호, 동 호 (동)."""
        within = [f"{self.dong}동"] if self.dong else []
        within += [f"{self.floor}층"] if self.floor else []
        within += [f"{self.ho}호"] if self.ho else []
        where = self._road_line() if self.road else self._lot_line()
        text = f"{where}, {' '.join(within)}" if within and where else where + " ".join(within)
        in_brackets = list(self.names)
        if self.road and _is_dong(self.town):
            in_brackets.insert(0, self.town)
        return f"{text} ({', '.join(in_brackets)})".strip() if in_brackets else text

    def _road_line(self) -> str:
        town = "" if _is_dong(self.town) else self.town
        number = f"{'지하 ' * self.basement}{self.number}" if self.number else ""
        return " ".join(filter(None, (self.province, self.county, town, self.road, number)))

    def _lot_line(self) -> str:
        lot = f"{'산 ' * self.hill}{self.lot}" if self.lot else ""
        return " ".join(filter(None, (self.area, lot)))


def _is_dong(town: str) -> bool:
    """Whether a road address leaves this out: 동 and 가, but not 읍 and 면."""
    return bool(town) and town[-1] not in "읍면"
