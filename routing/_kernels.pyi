"""
Hot kernels of routing; routing.native turns problems into their arrays.
"""

from collections.abc import Callable, Sequence
from typing import Annotated

import numpy
from numpy.typing import NDArray


class Straight:
    """Distances from coordinates; see routing.Straight."""

    def __init__(self, x: Annotated[NDArray[numpy.float64], dict(shape=(None,), order='C', device='cpu', writable=False)], y: Annotated[NDArray[numpy.float64], dict(shape=(None,), order='C', device='cpu', writable=False)], scale: float, shift: float) -> None: ...

class Problem:
    """A routing problem as flat arrays; see routing.native."""

    def __init__(self, *, zones: Annotated[NDArray[numpy.int32], dict(shape=(None,), order='C', device='cpu', writable=False)], access: Annotated[NDArray[numpy.int32], dict(shape=(None,), order='C', device='cpu', writable=False)], tasks: Annotated[NDArray[numpy.int32], dict(shape=(None, None), order='C', device='cpu', writable=False)], windows: Annotated[NDArray[numpy.int32], dict(shape=(None, None), order='C', device='cpu', writable=False)], loads: Annotated[NDArray[numpy.int32], dict(shape=(None, None), order='C', device='cpu', writable=False)], prizes: Annotated[NDArray[numpy.int64], dict(shape=(None,), order='C', device='cpu', writable=False)], releases: Annotated[NDArray[numpy.int32], dict(shape=(None,), order='C', device='cpu', writable=False)], most_aboard: Annotated[NDArray[numpy.int32], dict(shape=(None,), order='C', device='cpu', writable=False)], allowed: Annotated[NDArray[numpy.uint8], dict(shape=(None, None), order='C', device='cpu', writable=False)], vehicle_types: Annotated[NDArray[numpy.int64], dict(shape=(None, None), order='C', device='cpu', writable=False)], capacities: Annotated[NDArray[numpy.int32], dict(shape=(None, None), order='C', device='cpu', writable=False)], reloads: Annotated[NDArray[numpy.int32], dict(shape=(None, None), order='C', device='cpu', writable=False)], soft_windows: Annotated[NDArray[numpy.int64], dict(shape=(None, None), order='C', device='cpu', writable=False)], links: Annotated[NDArray[numpy.int32], dict(shape=(None, None), order='C', device='cpu', writable=False)], fares: Annotated[NDArray[numpy.int64], dict(shape=(None, None), order='C', device='cpu', writable=False)], durations: Sequence[Straight | Annotated[NDArray[numpy.int32], dict(shape=(None, None), order='C', device='cpu', writable=False)]], distances: Sequence[Straight | Annotated[NDArray[numpy.int32], dict(shape=(None, None), order='C', device='cpu', writable=False)]], tolls: Sequence[Annotated[NDArray[numpy.int32], dict(shape=(None, None), order='C', device='cpu', writable=False)]]) -> None: ...

    @property
    def level(self) -> int:
        """0: distance and load; 1: and single windows; 2: everything."""

    def relate(self, *, deck_capacity: Annotated[NDArray[numpy.int32], dict(shape=(None,), order='C', device='cpu', writable=False)], deck_units: Annotated[NDArray[numpy.int32], dict(shape=(None,), order='C', device='cpu', writable=False)], sailings: tuple[Annotated[NDArray[numpy.int32], dict(shape=(None,), order='C', device='cpu', writable=False)], Annotated[NDArray[numpy.int32], dict(shape=(None,), order='C', device='cpu', writable=False)]], weight: Annotated[NDArray[numpy.int64], dict(shape=(None,), order='C', device='cpu', writable=False)], type_cost: Annotated[NDArray[numpy.int64], dict(shape=(None,), order='C', device='cpu', writable=False)], group: Annotated[NDArray[numpy.int32], dict(shape=(None,), order='C', device='cpu', writable=False)], first_of_group: Annotated[NDArray[numpy.int32], dict(shape=(None,), order='C', device='cpu', writable=False)], goods: Annotated[NDArray[numpy.int32], dict(shape=(None,), order='C', device='cpu', writable=False)], apart: Annotated[NDArray[numpy.int32], dict(shape=(None, None), order='C', device='cpu', writable=False)], precedences: Annotated[NDArray[numpy.int32], dict(shape=(None, None), order='C', device='cpu', writable=False)], pinned_place: Annotated[NDArray[numpy.int32], dict(shape=(None,), order='C', device='cpu', writable=False)], previous_start: Annotated[NDArray[numpy.int32], dict(shape=(None,), order='C', device='cpu', writable=False)], frozen: tuple[Annotated[NDArray[numpy.int32], dict(shape=(None,), order='C', device='cpu', writable=False)], Annotated[NDArray[numpy.int32], dict(shape=(None,), order='C', device='cpu', writable=False)]], shifted_cost: int, balance_cost: int, nights: Annotated[NDArray[numpy.int32], dict(shape=(None,), order='C', device='cpu', writable=False)], overnight_cost: Annotated[NDArray[numpy.int64], dict(shape=(None,), order='C', device='cpu', writable=False)]) -> None:
        """Tie requests and routes together; see routing.native_relations."""

    def set_rests(self, *, rules: Annotated[NDArray[numpy.int32], dict(shape=(None, None), order='C', device='cpu', writable=False)], meals: Annotated[NDArray[numpy.int32], dict(shape=(None, None), order='C', device='cpu', writable=False)]) -> None:
        """Give drivers rests and meals; see routing.rests."""

    def set_speeds(self, *, changes: Annotated[NDArray[numpy.int32], dict(shape=(None, None), order='C', device='cpu', writable=False)]) -> None:
        """Let speeds depend on the time of day; see routing.speeds."""

    def set_walls(self, *, configurations: Annotated[NDArray[numpy.int64], dict(shape=(None, None), order='C', device='cpu', writable=False)], shared_rooms: Annotated[NDArray[numpy.int64], dict(shape=(None, None), order='C', device='cpu', writable=False)]) -> None:
        """Let load dimensions share room; see routing.compartments."""

class Timetable:
    """The exact times and cost of one route."""

    @property
    def departure(self) -> int: ...

    @property
    def distance(self) -> int: ...

    @property
    def cost(self) -> int: ...

    @property
    def on_time(self) -> bool: ...

    @property
    def rests(self) -> Annotated[NDArray[numpy.int32], dict(shape=(None,))]:
        """
        Number of the visit before which it is taken, begin and end of each rest, in a row.
        """

    @property
    def stops(self) -> Annotated[NDArray[numpy.int64], dict(shape=(None,))]:
        """
        Link or -1, distance, arrival, start and finish of each visit and of the end, in a row.
        """

def timetable(problem: Problem, vehicle_type: int, tasks: Annotated[NDArray[numpy.int32], dict(shape=(None,), order='C', device='cpu', writable=False)], full: Annotated[NDArray[numpy.uint8], dict(shape=(None,), order='C', device='cpu', writable=False)] | None = None, holds: Annotated[NDArray[numpy.int32], dict(shape=(None, None), order='C', device='cpu', writable=False)] | None = None) -> Timetable:
    """Schedule the tasks of one route in the given order."""

class RuinSettings:
    """How much a ruin removes."""

    @property
    def mean_removed(self) -> float: ...

    @mean_removed.setter
    def mean_removed(self, arg: float, /) -> None: ...

    @property
    def longest_string(self) -> float: ...

    @longest_string.setter
    def longest_string(self, arg: float, /) -> None: ...

    @property
    def long_rate(self) -> float: ...

    @long_rate.setter
    def long_rate(self, arg: float, /) -> None: ...

    @property
    def long_factor(self) -> float: ...

    @long_factor.setter
    def long_factor(self, arg: float, /) -> None: ...

    @property
    def split_rate(self) -> float: ...

    @split_rate.setter
    def split_rate(self, arg: float, /) -> None: ...

    @property
    def keep_more_rate(self) -> float: ...

    @keep_more_rate.setter
    def keep_more_rate(self, arg: float, /) -> None: ...

    @property
    def trip_rate(self) -> float: ...

    @trip_rate.setter
    def trip_rate(self, arg: float, /) -> None: ...

    @property
    def merge_rate(self) -> float: ...

    @merge_rate.setter
    def merge_rate(self, arg: float, /) -> None: ...

class Settings:
    """When a search stops, and its tuning."""

    def __init__(self) -> None: ...

    @property
    def seed(self) -> int: ...

    @seed.setter
    def seed(self, arg: int, /) -> None: ...

    @property
    def threads(self) -> int: ...

    @threads.setter
    def threads(self, arg: int, /) -> None: ...

    @property
    def max_iterations(self) -> int:
        """Negative: no such limit."""

    @max_iterations.setter
    def max_iterations(self, arg: int, /) -> None: ...

    @property
    def max_seconds(self) -> float:
        """Negative: no such limit."""

    @max_seconds.setter
    def max_seconds(self, arg: float, /) -> None: ...

    @property
    def processor_time(self) -> bool:
        """Whether seconds are those of the processor: fair on a busy machine."""

    @processor_time.setter
    def processor_time(self, arg: bool, /) -> None: ...

    @property
    def max_lull(self) -> int:
        """Negative: no such limit."""

    @max_lull.setter
    def max_lull(self, arg: int, /) -> None: ...

    @property
    def minimise_vehicles(self) -> bool: ...

    @minimise_vehicles.setter
    def minimise_vehicles(self, arg: bool, /) -> None: ...

    @property
    def ruin(self) -> RuinSettings: ...

    @ruin.setter
    def ruin(self, arg: RuinSettings, /) -> None: ...

    @property
    def near(self) -> int: ...

    @near.setter
    def near(self, arg: int, /) -> None: ...

    @property
    def blink_rate(self) -> float: ...

    @blink_rate.setter
    def blink_rate(self, arg: float, /) -> None: ...

    @property
    def start_temperature(self) -> float: ...

    @start_temperature.setter
    def start_temperature(self, arg: float, /) -> None: ...

    @property
    def end_temperature(self) -> float: ...

    @end_temperature.setter
    def end_temperature(self, arg: float, /) -> None: ...

    @property
    def part_size(self) -> int: ...

    @part_size.setter
    def part_size(self, arg: int, /) -> None: ...

    @property
    def warm_share(self) -> float: ...

    @warm_share.setter
    def warm_share(self, arg: float, /) -> None: ...

    @property
    def fleet_share(self) -> float: ...

    @fleet_share.setter
    def fleet_share(self, arg: float, /) -> None: ...

class Found:
    """The routes of the best solution."""

    @property
    def vehicle_types(self) -> Annotated[NDArray[numpy.int32], dict(shape=(None,))]: ...

    @property
    def ends(self) -> Annotated[NDArray[numpy.int32], dict(shape=(None,))]:
        """Where the tasks of each route end in `tasks`."""

    @property
    def tasks(self) -> Annotated[NDArray[numpy.int32], dict(shape=(None,))]: ...

    @property
    def full(self) -> Annotated[NDArray[numpy.uint8], dict(shape=(None,))]:
        """
        Per route, the sailings with a limit that it leaves to others; empty without any.
        """

    @property
    def holds(self) -> Annotated[NDArray[numpy.int32], dict(shape=(None,))]:
        """
        Earliest and latest start of each visit for the sake of others; empty if all are free.
        """

    @property
    def iterations(self) -> int: ...

def search(problem: Problem, settings: Settings, initial_types: Sequence[int], initial_routes: Sequence[Sequence[int]], ask: Callable[[int, float, int, int, int], bool], full: Annotated[NDArray[numpy.uint8], dict(shape=(None, None), order='C', device='cpu', writable=False)] | None = None, holds: Annotated[NDArray[numpy.int32], dict(shape=(None, None), order='C', device='cpu', writable=False)] | None = None) -> Found:
    """
    Search for good routes; `ask` gets iterations, seconds, cost, vehicles and unserved about every 20 ms and says whether to stop.
    """

class Quote:
    """The cheapest place of a request; -1 where something does not apply."""

    @property
    def cost(self) -> int: ...

    @property
    def vehicle_type(self) -> int: ...

    @property
    def route(self) -> int: ...

    @property
    def pickup(self) -> int: ...

    @property
    def delivery(self) -> int: ...

    @property
    def pickup_start(self) -> int: ...

    @property
    def delivery_start(self) -> int: ...

class Exchange:
    """What has to leave a route so that a request gets in."""

    @property
    def cost(self) -> int: ...

    @property
    def route(self) -> int:
        """-1: no route could serve it even alone."""

    @property
    def leaving(self) -> list[int]: ...

class Standing:
    """A plan into which requests may be put."""

    def __init__(self, problem: Problem, types: Sequence[int], routes: Sequence[Sequence[int]], full: Annotated[NDArray[numpy.uint8], dict(shape=(None, None), order='C', device='cpu', writable=False)] | None = None, holds: Annotated[NDArray[numpy.int32], dict(shape=(None, None), order='C', device='cpu', writable=False)] | None = None) -> None: ...

    def quote(self, request: int) -> Quote:
        """The cheapest place of an unserved request."""

    def quotes(self, task: int, slots: Annotated[NDArray[numpy.int32], dict(shape=(None, None), order='C', device='cpu', writable=False)]) -> list[Quote]:
        """
        The cheapest place of an unserved request for each window of one of its tasks.
        """

    def exchange(self, request: int) -> Exchange:
        """The cheapest exchange that lets an unserved request in."""

    def serve(self, requests: Sequence[int], seconds: float) -> int:
        """Put in what fits and is worth its cost; how many requests."""

    @property
    def routes(self) -> list[list[int]]:
        """Tasks of each route; none for one that does not stand."""

    @property
    def types(self) -> list[int]:
        """Vehicle types of the routes; -1 for one that does not stand."""
