"""Roads, landmasses, ferries and travel times of an area; knows no orders.

Start with `build_map`, which makes a map of OSM extracts, and `RoadNetwork`, which opens it. Names
are imported when they are first used: many callers need only the faults, not osmium or scipy.
Functions that bear the name of their module (`geo.connections`, `geo.cut_offs`, `geo.download`) are
imported from there.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from geo.addresses.address import Address, Number
    from geo.addresses.candidate import Answer, Candidate
    from geo.addresses.gazetteer import Gazetteer, open_gazetteer
    from geo.addresses.geocoders import open_geocoder
    from geo.addresses.official import import_addresses
    from geo.addresses.online import Geocoder, find_online
    from geo.addresses.parse import parse_address
    from geo.area import Area, parse_bbox, read_polygon
    from geo.build import build_map
    from geo.closures import Closure, closed_segments, read_closures
    from geo.cut_offs import CutOff
    from geo.day_roads import DayDrive, DayHours, DayRoads
    from geo.day_times import DayTimes
    from geo.export import to_networkx
    from geo.faults import Fault, InputError, Text
    from geo.ferries import Connection, FerryVehicle, Port, Sailing, Timetable, read_timetable
    from geo.gates import Gate
    from geo.hours import Drive, Traffic, learn_hours
    from geo.landmass import Landmass
    from geo.leg_line import LegLine, Point
    from geo.profiles import Profile, load_profile, profile_names
    from geo.snap import SNAP_LIMIT, Place, SnappedPlace
    from geo.store import verify_map
    from geo.summary import MapSummary, map_info
    from geo.travel import RoadNetwork
    from geo.travel_times import TravelTimes

_HOMES = {
    "area": ("Area", "parse_bbox", "read_polygon"),
    "addresses.address": ("Address", "Number"),
    "addresses.candidate": ("Answer", "Candidate"),
    "addresses.gazetteer": ("Gazetteer", "open_gazetteer"),
    "addresses.geocoders": ("open_geocoder",),
    "addresses.official": ("import_addresses",),
    "addresses.online": ("Geocoder", "find_online"),
    "addresses.parse": ("parse_address",),
    "build": ("build_map",),
    "closures": ("Closure", "closed_segments", "read_closures"),
    "cut_offs": ("CutOff",),
    "day_roads": ("DayDrive", "DayRoads", "DayHours"),
    "day_times": ("DayTimes",),
    "export": ("to_networkx",),
    "faults": ("Fault", "InputError", "Text"),
    "ferries": (
        "Connection",
        "FerryVehicle",
        "Port",
        "Sailing",
        "Timetable",
        "read_timetable",
    ),
    "gates": ("Gate",),
    "hours": ("Drive", "Traffic", "learn_hours"),
    "landmass": ("Landmass",),
    "leg_line": ("LegLine", "Point"),
    "profiles": ("Profile", "load_profile", "profile_names"),
    "snap": ("SNAP_LIMIT", "Place", "SnappedPlace"),
    "store": ("verify_map",),
    "summary": ("MapSummary", "map_info"),
    "travel": ("RoadNetwork",),
    "travel_times": ("TravelTimes",),
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}

__all__ = [
    "SNAP_LIMIT",
    "Address",
    "Answer",
    "Area",
    "Candidate",
    "Closure",
    "Connection",
    "CutOff",
    "DayDrive",
    "DayHours",
    "DayRoads",
    "DayTimes",
    "Drive",
    "Fault",
    "FerryVehicle",
    "Gate",
    "Gazetteer",
    "Geocoder",
    "InputError",
    "Landmass",
    "LegLine",
    "MapSummary",
    "Number",
    "Place",
    "Point",
    "Port",
    "Profile",
    "RoadNetwork",
    "Sailing",
    "SnappedPlace",
    "Text",
    "Timetable",
    "Traffic",
    "TravelTimes",
    "build_map",
    "closed_segments",
    "find_online",
    "import_addresses",
    "learn_hours",
    "load_profile",
    "map_info",
    "open_gazetteer",
    "open_geocoder",
    "parse_address",
    "parse_bbox",
    "profile_names",
    "read_closures",
    "read_polygon",
    "read_timetable",
    "to_networkx",
    "verify_map",
]


def __getattr__(name: str) -> Any:
    if name not in _HOME_OF:
        raise AttributeError(f"module 'geo' has no attribute {name!r}")
    return getattr(importlib.import_module(f"geo.{_HOME_OF[name]}"), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
