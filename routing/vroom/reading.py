"""Reads the objects of a VROOM problem, and notes what is wrong with each and with all together."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

from routing.problem import HORIZON, Kind, Window
from routing.vroom.fields import JOB, SHIPMENT, STEP, VEHICLE, Fields
from routing.vroom.matrices import Prices, read_matrices, read_prices

StepType = Literal["job", "pickup", "delivery"]


@dataclass(slots=True)
class Asked:
    """A request of the file: its tasks by kind, in its own times."""

    fields: Fields
    tasks: dict[Kind, tuple[StepType, Fields]]
    load: tuple[int, ...]
    skills: frozenset[int]
    priority: int


@dataclass(slots=True)
class Driver:
    """A vehicle of the file; those that are alike in `key` are one vehicle type."""

    fields: Fields
    prices: Prices
    skills: frozenset[int]
    window: Window | None
    places: tuple[int | None, int | None]
    capacity: tuple[int, ...]
    max_tasks: int | None

    @property
    def key(self) -> tuple[object, ...]:
        """Everything that matters."""
        return (
            self.prices,
            self.skills,
            self.window,
            self.places,
            self.capacity,
            self.max_tasks,
        )


@dataclass(slots=True)
class Content:
    """All objects of a file; what is wrong with them goes to `faults`."""

    faults: list[str]
    top: Fields
    matrices: dict[str, dict[str, Any]] = field(default_factory=dict)
    asked: list[Asked] = field(default_factory=list)
    drivers: list[Driver] = field(default_factory=list)
    setups: dict[int, int] = field(default_factory=dict)

    def read(self) -> None:
        """Read all objects, noting what is wrong."""
        self.matrices = read_matrices(self.top)
        self.asked = [self._job(one) for one in self.top.parts("jobs", JOB)]
        self.asked += [self._shipment(one) for one in self.top.parts("shipments", SHIPMENT)]
        self.drivers = [self._driver(one) for one in self.top.parts("vehicles", VEHICLE)]
        if not self.drivers:
            self.top.fault("vehicles", "must have at least one vehicle")
        self._unique_ids()
        self._equal_dimensions()
        self._countable_tasks()

    # -- objects of the file ----------------------------------------------------------------------

    def _job(self, job: Fields) -> Asked:
        delivery = job.wholes("delivery" if "delivery" in job else "amount")
        pickup = job.wholes("pickup")
        if any(delivery) and any(pickup):
            job.fault("", "both delivers and picks up; make two jobs of it")
        kind: Kind = "pickup" if any(pickup) else "delivery"
        self._step(job)
        load = pickup if any(pickup) else delivery or pickup
        return Asked(job, {kind: ("job", job)}, load, _skills(job), job.whole("priority", most=100))

    def _shipment(self, shipment: Fields) -> Asked:
        tasks: dict[Kind, tuple[StepType, Fields]] = {}
        for kind in ("pickup", "delivery"):
            if kind not in shipment:
                shipment.fault(kind, "is missing")
            step = shipment.part(kind, STEP)
            if kind in shipment:
                self._step(step)
            tasks[kind] = (kind, step)
        load = shipment.wholes("amount")
        return Asked(shipment, tasks, load, _skills(shipment), shipment.whole("priority", most=100))

    def _step(self, step: Fields) -> None:
        step.whole("id", None)
        step.windows("time_windows")
        step.whole("service", most=HORIZON)
        place, setup = self._place(step, "location_index"), step.whole("setup", most=HORIZON)
        if place is not None and self.setups.setdefault(place, setup) != setup:
            step.fault("setup", f"must be the same for all tasks at location_index {place}")

    def _place(self, one: Fields, name: str) -> int | None:
        tables = [table for kinds in self.matrices.values() for table in kinds.values()]
        if name not in one and name != "location_index":
            return None
        place = one.whole(name, None)
        if tables and place >= len(tables[0]):
            one.fault(name, f"must be below {len(tables[0])}, the size of the matrices")
        return place

    def _driver(self, vehicle: Fields) -> Driver:
        vehicle.whole("id", None)
        places = self._place(vehicle, "start_index"), self._place(vehicle, "end_index")
        if places == (None, None):
            vehicle.fault("", "must have a start_index or an end_index")
        return Driver(
            fields=vehicle,
            prices=read_prices(vehicle, self.matrices),
            skills=_skills(vehicle),
            window=vehicle.window("time_window"),
            places=places,
            capacity=vehicle.wholes("capacity"),
            max_tasks=vehicle.whole("max_tasks") if "max_tasks" in vehicle else None,
        )

    # -- what ties them together ------------------------------------------------------------------

    def _unique_ids(self) -> None:
        seen: set[tuple[str, Any]] = set()
        named = [one for asked in self.asked for one in asked.tasks.values()]
        for kind, one in [*named, *(("vehicle", driver.fields) for driver in self.drivers)]:
            if (kind, one.raw("id")) in seen:
                one.fault("id", f"is that of another {kind} too")
            seen.add((kind, one.raw("id")))

    def _equal_dimensions(self) -> None:
        sizes = {len(one.load) for one in self.asked if one.load}
        sizes |= {len(one.capacity) for one in self.drivers if one.capacity}
        if len(sizes) > 1:
            self.top.fault("", f"must have amounts and capacities of one size, got {sorted(sizes)}")

    def _countable_tasks(self) -> None:
        """Ask for one kind of job where tasks are limited: they are counted as a load."""
        kinds = {kind for one in self.asked for kind in one.tasks}
        for driver in self.drivers:
            if driver.max_tasks is not None and len(kinds) > 1:
                driver.fields.fault(
                    "max_tasks", "cannot be kept where there are both deliveries and pick-ups"
                )


def _skills(one: Fields) -> frozenset[int]:
    return frozenset(one.wholes("skills"))
