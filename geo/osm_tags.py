"""Says which objects and which tags of OpenStreetMap a map is made of."""

from __future__ import annotations

from collections.abc import Mapping

# The order of DRIVABLE and BARRIERS is part of the file format: append only, else raise
# `geo.graph.FORMAT`.
# fmt: off
DRIVABLE = (
    "motorway", "motorway_link", "trunk", "trunk_link", "primary", "primary_link",
    "secondary", "secondary_link", "tertiary", "tertiary_link", "unclassified", "residential",
    "living_street", "service", "track", "road", "pedestrian",
)
BARRIERS = (
    "gate", "lift_gate", "swing_gate", "sliding_gate", "hampshire_gate", "bollard", "chain",
    "block", "jersey_barrier", "height_restrictor", "cycle_barrier", "motorcycle_barrier",
    "kissing_gate", "wicket_gate", "stile", "turnstile", "full-height_turnstile", "sump_buster",
    "bus_trap", "log", "debris", "rope", "spikes", "planter", "barrier_board", "yes", "toll_booth",
)
SETTLEMENTS = (
    "city", "town", "borough", "village", "suburb", "quarter", "hamlet", "neighbourhood",
    "isolated_dwelling",
)
ISLANDS = ("island", "islet")
STRUCTURE_NAMES = frozenset(("bridge:name", "bridge:name:ko", "tunnel:name", "tunnel:name:ko"))
MODES = ("access", "vehicle", "motor_vehicle", "motorcar", "goods", "hgv")

_LIMITS = (
    "maxspeed", "maxheight", "maxheight:physical", "maxweight", "maxweightrating", "maxaxleload",
    "maxwidth", "maxwidth:physical", "maxlength",
)
_KEPT = frozenset((
    "highway", "junction", "service", "area", "impassable", "oneway", "lanes", "lanes:forward",
    "lanes:backward", "width", "narrow", "surface", "tracktype", "smoothness", "toll", "toll:hgv",
    "bridge", "tunnel", "maxspeed:type", "source:maxspeed", "zone:maxspeed", "zone:traffic",
    "oneway:vehicle", "oneway:motor_vehicle",
    *(f"{key}{way}" for key in (*MODES, *_LIMITS) for way in ("", ":forward", ":backward")),
    *(f"{key}:{mode}{way}" for key in _LIMITS for mode in ("hgv", "goods")
      for way in ("", ":forward", ":backward")),
))
# fmt: on
_CONDITIONAL = (*MODES, *_LIMITS, "oneway", "toll")


def wanted_tags() -> list[tuple[str, str]]:
    """Return the tags of nodes and ways that are read at all."""
    return [
        *(("highway", kind) for kind in (*DRIVABLE, "traffic_signals")),
        *(("barrier", kind) for kind in BARRIERS),
        *(("place", kind) for kind in (*SETTLEMENTS, *ISLANDS)),
        ("route", "ferry"),
        ("amenity", "ferry_terminal"),
        ("natural", "coastline"),
    ]


def is_line(tags: Mapping[str, str]) -> bool:
    """Whether a way that is no road is needed: a ferry, a terminal, a coast, an island."""
    return (
        tags.get("route") == "ferry"
        or tags.get("amenity") == "ferry_terminal"
        or tags.get("natural") == "coastline"
        or tags.get("place") in ISLANDS
    )


def is_kept(key: str) -> bool:
    """Whether a tag of a road matters to some vehicle."""
    return key in _KEPT or (key.endswith(":conditional") and key.startswith(_CONDITIONAL))
