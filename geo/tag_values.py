"""Lists the values of tags that a map tells apart, and the numbers under which it stores them."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from geo.osm_tags import BARRIERS, DRIVABLE, MODES

# The order of these lists is part of the file format: append only, else raise graph.FORMAT.
ROAD_CLASSES = ("barrier", *DRIVABLE)
BARRIER_KINDS = ("", *BARRIERS)
SERVICES = ("", "parking_aisle", "driveway", "alley", "drive-through", "emergency_access", "other")
ACCESS = (
    "",
    "yes",
    "destination",
    "delivery",
    "customers",
    "permit",
    "private",
    "agricultural",
    "discouraged",
    "no",
    "unknown",
)
SURFACES = (
    "",
    "paved",
    "asphalt",
    "concrete",
    "paving_stones",
    "sett",
    "cobblestone",
    "compacted",
    "fine_gravel",
    "gravel",
    "unpaved",
    "ground",
    "grass",
    "sand",
    "mud",
    "other",
)
TRACK_GRADES = ("", "grade1", "grade2", "grade3", "grade4", "grade5")
SMOOTHNESS = (
    "",
    "excellent",
    "good",
    "intermediate",
    "bad",
    "very_bad",
    "horrible",
    "very_horrible",
    "impassable",
)
LENGTHS = ("maxheight", "maxwidth", "maxlength")
WEIGHTS = ("maxweight", "maxweightrating", "maxaxleload")
LIMITS = (*LENGTHS, *WEIGHTS)
"""Limits that are there for all vehicles, and with ":hgv" behind them for trucks only."""

TRAIT = np.dtype(
    [
        ("road_class", "u1"),
        ("barrier", "u1"),
        ("service", "u1"),
        *((mode, "u1") for mode in MODES),
        ("maxspeed", "u2"),  # km/h; 0 not tagged
        ("maxspeed_goods", "u2"),
        ("maxspeed_hgv", "u2"),
        *((name, "u2") for limit in LENGTHS for name in (limit, f"{limit}_hgv")),  # cm; 0 none
        *((name, "u4") for limit in WEIGHTS for name in (limit, f"{limit}_hgv")),  # kg; 0 none
        ("width", "u2"),  # of the carriageway, cm; 0 not tagged
        ("lanes", "u1"),  # in this direction; 0 not tagged
        ("single_lane", "u1"),  # shared by both directions
        ("surface", "u1"),
        ("tracktype", "u1"),
        ("smoothness", "u1"),
        ("toll", "u1"),
        ("toll_hgv", "u1"),
        ("bridge", "u1"),
        ("tunnel", "u1"),
        ("roundabout", "u1"),
        ("conditional", "i4"),  # index into the texts of conditional tags; 0 none
    ]
)
Traits = npt.NDArray[np.void]

ACCESS_OF = {
    **{name: at for at, name in enumerate(ACCESS)},
    **dict.fromkeys(("designated", "permissive", "official", "public", "true", "1", "allowed"), 1),
    **dict.fromkeys(
        ("residents", "employees", "members", "staff", "parking", "guests"), ACCESS.index("private")
    ),
    **dict.fromkeys(("forestry", "farm", "agricultural;forestry"), ACCESS.index("agricultural")),
    **dict.fromkeys(("customer", "visitors"), ACCESS.index("customers")),
    **dict.fromkeys(
        (
            "use_sidepath",
            "emergency",
            "psv",
            "bus",
            "military",
            "none",
            "restricted",
            "0",
            "false",
            "dismount",
        ),
        ACCESS.index("no"),
    ),
}
SURFACE_OF = {
    **{name: at for at, name in enumerate(SURFACES)},
    **dict.fromkeys(("concrete:lanes", "concrete:plates"), SURFACES.index("concrete")),
    **dict.fromkeys(("cobblestone:flattened", "unhewn_cobblestone"), SURFACES.index("cobblestone")),
    **dict.fromkeys(("pebblestone", "rock", "stone"), SURFACES.index("gravel")),
    **dict.fromkeys(("dirt", "earth", "soil", "woodchips"), SURFACES.index("ground")),
    "grass_paver": SURFACES.index("paving_stones"),
    "": 0,
}
ONEWAY = {"yes": 1, "true": 1, "1": 1, "-1": -1, "reverse": -1, "no": 0, "false": 0, "0": 0}
