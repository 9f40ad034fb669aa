"""Turns a ferry timetable into the sailings of a date and the connections between landmasses.

This is the front door: `read_timetable` reads the files, `Timetable.sailings_on` gives the
departures of a date, and `connections` what they make possible for a vehicle. Times are seconds
since local midnight of the planning day (the plan's epoch); they may be negative or exceed 24 h.
"""

from __future__ import annotations

from geo.connections import by_landmasses, connections
from geo.last_boat import last_home, later_sailings
from geo.sailing import Connection, FerryVehicle, Port, Sailing
from geo.sailing_graph import LONGEST_STAY_ABOARD, Transfer, same_port_only
from geo.timetable import Timetable, TimetableExpired
from geo.timetable_files import read_timetable
from geo.timetable_row import TimetableRow

__all__ = [
    "LONGEST_STAY_ABOARD",
    "Connection",
    "FerryVehicle",
    "Port",
    "Sailing",
    "Timetable",
    "TimetableExpired",
    "TimetableRow",
    "Transfer",
    "by_landmasses",
    "connections",
    "last_home",
    "later_sailings",
    "read_timetable",
    "same_port_only",
]
