"""Puts a profile on a graph: which arcs it may use, how long they take, why others are closed."""

from __future__ import annotations

from enum import IntEnum
from typing import Any

import numpy as np
import numpy.typing as npt

from geo.geometry import Bools, Floats, Int32s
from geo.graph import BANNED_BITS, RoadGraph
from geo.profiles import Profile
from geo.tag_values import (
    ACCESS,
    BARRIER_KINDS,
    ROAD_CLASSES,
    SERVICES,
    SURFACES,
    TRACK_GRADES,
    Traits,
)
from geo.tags import NO_LIMIT_KPH

_UNCAPPED = 999.0


class Closed(IntEnum):
    """Why a profile may not use a road; 0 where it may."""

    NO = 0
    CLASS = 1
    ACCESS = 2
    BARRIER = 3
    HEIGHT = 4
    WIDTH = 5
    LENGTH = 6
    WEIGHT = 7
    AXLE_LOAD = 8


def closed_by(traits: Traits, profile: Profile) -> npt.NDArray[np.uint8]:
    """Return per trait why the profile may not use it, as `Closed`; the first reason counts."""
    reason = np.zeros(len(traits), dtype=np.uint8)
    road = traits["barrier"] == 0
    driven = np.array([name in profile.classes for name in ROAD_CLASSES])
    access = _deciding_access(traits, profile)
    may = np.array([name in profile.open_access for name in ACCESS])
    passable = np.array([name in profile.barriers for name in BARRIER_KINDS])
    size = profile.size
    weight = size.weight_t * 1000
    weight_limit = _strictest(traits["maxweight"], traits["maxweightrating"])
    if profile.mode == "hgv":
        weight_limit = _strictest(weight_limit, traits["maxweight_hgv"])
    checks = (
        (Closed.CLASS, road & ~driven[traits["road_class"]]),
        (Closed.ACCESS, (access > 0) & ~may[access]),
        (Closed.BARRIER, ~road & (access == 0) & ~passable[traits["barrier"]]),
        (Closed.HEIGHT, _exceeds(size.height_m * 100, traits["maxheight"])),
        (Closed.WIDTH, _exceeds(size.width_m * 100, traits["maxwidth"])),
        (Closed.LENGTH, _exceeds(size.length_m * 100, traits["maxlength"])),
        (Closed.WEIGHT, _exceeds(weight, weight_limit)),
        (Closed.AXLE_LOAD, _exceeds(size.axle_load_t * 1000, traits["maxaxleload"])),
    )
    for code, closed in checks:
        reason[closed & (reason == 0)] = code
    return reason


def _deciding_access(traits: Traits, profile: Profile) -> npt.NDArray[np.uint8]:
    """Return the access value that decides per trait; 0 where no tag speaks."""
    decides = np.zeros(len(traits), dtype=np.uint8)
    for key in profile.access_keys:
        decides = np.where(traits[key] > 0, traits[key], decides)
    return decides


def _exceeds(measure: float, limit: npt.NDArray[Any]) -> Bools:
    return np.asarray((limit > 0) & (measure > limit))


def _strictest(a: npt.NDArray[Any], b: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """Return the smaller of two limits of which 0 means none."""
    return np.asarray(np.where(a == 0, b, np.where(b == 0, a, np.minimum(a, b))))


def speeds_kph(traits: Traits, profile: Profile) -> Floats:
    """Return the average speed per trait, km/h; without meaning for barriers and closed classes."""
    rows = [profile.classes.get(name) for name in ROAD_CLASSES]
    road_class = traits["road_class"]

    def by_class(*values: float | None) -> Floats:
        row_values = np.array([1.0 if value is None else value for value in values])
        return np.asarray(row_values[road_class], dtype=np.float64)

    plain = by_class(*(row.limit if row else None for row in rows))
    wide = by_class(*((row.limit_multilane or row.limit) if row else None for row in rows))
    tagged = _tagged_limit(traits, profile)
    limit = np.where(tagged > 0, tagged, np.where(traits["lanes"] >= 2, wide, plain))
    top = by_class(*(row.top if row else None for row in rows))
    speed = np.minimum(limit, top) * by_class(*(row.factor if row else None for row in rows))
    for caps, names, column in (
        (profile.services, SERVICES, "service"),
        (profile.surfaces, SURFACES, "surface"),
        (profile.tracktypes, TRACK_GRADES, "tracktype"),
    ):
        speed = np.minimum(
            speed, np.array([caps.get(name, _UNCAPPED) for name in names])[traits[column]]
        )
    return np.maximum(speed, 1.0)


def _tagged_limit(traits: Traits, profile: Profile) -> Floats:
    """Return maxspeed for the vehicle, 0 where not tagged."""
    limit = traits["maxspeed"].astype(float)
    limit[limit == NO_LIMIT_KPH] = _UNCAPPED
    for mode in ("goods", "hgv"):
        if profile.mode == mode:
            own = traits[f"maxspeed_{mode}"]
            limit = np.where(own > 0, own, limit)
    return limit


def profile_weights(graph: RoadGraph, profile: Profile) -> tuple[Int32s, Int32s]:
    """Return what every arc costs a vehicle class.

    Returns
    -------
    durations, lengths
        [m] milliseconds, -1 where the arc is closed; [m] centimetres.
    """
    reason = closed_by(graph.traits, profile)
    pace = 36.0 / speeds_kph(graph.traits, profile)  # milliseconds per centimetre
    delays = np.array([profile.barriers.get(kind, 0.0) for kind in BARRIER_KINDS]) * 1000
    delay = np.where(graph.traits["barrier"] > 0, delays[graph.traits["barrier"]], 0.0)
    lengths = np.asarray(graph.segment_length)[graph.arc_segment]
    durations = np.rint(lengths * pace[graph.arc_trait] + delay[graph.arc_trait]).astype(np.int32)
    durations[lengths > 0] = np.maximum(durations[lengths > 0], 1)
    closed = (reason > 0)[graph.arc_trait]
    if profile.turn_restrictions:
        closed = closed | ((graph.arc_banned & BANNED_BITS[profile.mode]) > 0)
    durations[closed] = -1
    return durations, lengths
