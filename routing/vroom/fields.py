"""Takes the JSON of VROOM apart field by field, and notes all that is wrong with it at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

from routing.problem import Window

#: Fields by object; those with a reason are VROOM's too, but the model cannot hold them.
TOP: dict[str, str] = dict.fromkeys(("jobs", "shipments", "vehicles", "matrices", "matrix"), "")
STEP: dict[str, str] = {
    **dict.fromkeys(("id", "description", "location", "location_index"), ""),
    **dict.fromkeys(("setup", "service", "time_windows"), ""),
    "setup_per_type": "times that depend on the vehicle are not held; give one setup",
    "service_per_type": "times that depend on the vehicle are not held; give one service",
}
SHARED: dict[str, str] = dict.fromkeys(("amount", "skills", "priority"), "")
JOB: dict[str, str] = {**STEP, **SHARED, "delivery": "", "pickup": ""}
SHIPMENT: dict[str, str] = {**SHARED, "pickup": "", "delivery": ""}
VEHICLE: dict[str, str] = {
    **dict.fromkeys(("id", "profile", "description", "start", "start_index"), ""),
    **dict.fromkeys(("end", "end_index", "capacity", "costs", "skills", "type"), ""),
    **dict.fromkeys(("time_window", "speed_factor", "max_tasks", "steps"), ""),
    **dict.fromkeys(("max_travel_time", "max_distance"), ""),
    "breaks": "breaks with windows of their own are not held; shorten time_window instead",
}
COSTS: dict[str, str] = {
    **dict.fromkeys(("fixed", "per_hour", "per_km"), ""),
    "per_task_hour": "time at tasks has no price of its own",
}
MATRIX: dict[str, str] = dict.fromkeys(("durations", "distances", "costs"), "")


class VroomError(ValueError):
    """Says all that is wrong with a problem, one line for each fault."""

    def __init__(self, faults: Sequence[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = tuple(faults)


class Fields:
    """One JSON object on its way to become a part of a problem.

    Parameters
    ----------
    where
        Its path in the file, for messages.
    faults
        Shared by all objects of a file.
    known
        Fields that may be there; those with a reason are refused with it.
    """

    def __init__(self, data: Any, where: str, faults: list[str], known: Mapping[str, str]) -> None:
        self._where = where
        self._faults = faults
        self.data: dict[str, Any] = data if isinstance(data, dict) else {}
        if not isinstance(data, dict):
            self.fault("", "must be an object")
        for name, value in self.data.items():
            if name not in known:
                self.fault(name, "is not known")
            elif known[name] and value not in ([], {}, 0, None):
                self.fault(name, f"cannot be kept: {known[name]}")

    def __contains__(self, name: str) -> bool:
        return name in self.data

    def fault(self, name: str, message: str) -> None:
        """Note a fault of a field."""
        place = ".".join(part for part in (self._where, name) if part) or "the file"
        self._faults.append(f"{place} {message}")

    def raw(self, name: str) -> Any:
        """Give a value as it is."""
        return self.data.get(name)

    def whole(self, name: str, default: int | None = 0, most: int = 2**53) -> int:
        """Give a whole number from 0 to a limit; with no default it must be there."""
        value = self.data.get(name, default)
        if isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= most:
            return value
        self.fault(
            name, f"must be a whole number from 0 to {most}" if name in self else "is missing"
        )
        return 0

    def text(self, name: str, default: str = "") -> str:
        """Give a string."""
        value = self.data.get(name, default)
        if isinstance(value, str):
            return value
        self.fault(name, "must be a string")
        return default

    def wholes(self, name: str) -> tuple[int, ...]:
        """Give an array of whole numbers; empty when it is not there."""
        value = self.data.get(name, [])
        if isinstance(value, list) and all(_is_whole(one) and one >= 0 for one in value):
            return tuple(value)
        self.fault(name, "must be an array of whole numbers, none negative")
        return ()

    def window(self, name: str) -> Window | None:
        """Give a time window, None when it is not there."""
        return self._window(name, self.data[name]) if name in self else None

    def windows(self, name: str) -> tuple[Window, ...]:
        """Give sorted time windows; empty when they are not there."""
        value = self.data.get(name, [])
        if not isinstance(value, list):
            self.fault(name, "must be an array of windows")
            return ()
        found = [self._window(f"{name}[{index}]", one) for index, one in enumerate(value)]
        windows = sorted(one for one in found if one is not None)
        if any(one[1] >= other[0] for one, other in pairwise(windows)):
            self.fault(name, "must not overlap")
        return tuple(windows)

    def _window(self, name: str, value: Any) -> Window | None:
        if isinstance(value, list) and len(value) == 2 and all(map(_is_whole, value)):
            opens, closes = value
            if 0 <= opens <= closes:
                return opens, closes
        self.fault(name, "must be [start, end] in whole seconds, start first")
        return None

    def part(self, name: str, known: Mapping[str, str]) -> Fields:
        """Give an object within this one."""
        where = ".".join(part for part in (self._where, name) if part)
        return Fields(self.data.get(name, {}), where, self._faults, known)

    def parts(self, name: str, known: Mapping[str, str]) -> Iterator[Fields]:
        """Give the objects of an array."""
        value = self.data.get(name, [])
        if not isinstance(value, list):
            self.fault(name, "must be an array")
            return
        where = ".".join(part for part in (self._where, name) if part)
        for index, one in enumerate(value):
            yield Fields(one, f"{where}[{index}]", self._faults, known)


def _is_whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)
