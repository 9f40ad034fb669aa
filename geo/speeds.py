"""Says how fast a vehicle drives: by class, limit, town, surface, width, hour and season."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import numpy as np

from geo.geometry import Floats
from geo.profiles import Profile
from geo.tag_values import (
    ROAD_CLASSES,
    SERVICES,
    SMOOTHNESS,
    SURFACES,
    TRACK_GRADES,
    Traits,
)
from geo.tags import NO_LIMIT_KPH

_UNCAPPED = 999.0


def speeds_kph(traits: Traits, profile: Profile, *, urban: bool = False) -> Floats:
    """Return the average speed per trait, km/h; without meaning for barriers and closed classes.

    Parameters
    ----------
    urban
        Whether the roads lie in a town.
    """
    rows = [profile.classes.get(name) for name in ROAD_CLASSES]
    road_class = traits["road_class"]

    def by_class(values: Sequence[float | None]) -> Floats:
        row_values = np.array([1.0 if value is None else value for value in values])
        return np.asarray(row_values[road_class], dtype=np.float64)

    plain = by_class([row.limit if row else None for row in rows])
    wide = by_class([(row.limit_multilane or row.limit) if row else None for row in rows])
    default = np.where(traits["lanes"] >= 2, wide, plain)
    if urban:
        town = by_class([(row.limit_urban or _UNCAPPED) if row else None for row in rows])
        default = np.minimum(default, town)
    tagged = _tagged_limit(traits, profile)
    limit = np.where(tagged > 0, tagged, default)
    top = by_class([row.top if row else None for row in rows])
    factor = by_class([row.factor if row else None for row in rows])
    return np.maximum(np.minimum(np.minimum(limit, top) * factor, _cap(traits, profile)), 1.0)


def _cap(traits: Traits, profile: Profile) -> Floats:
    """Return how fast the state of each road lets the vehicle drive at most."""
    cap: Floats = np.full(len(traits), _UNCAPPED)
    for caps, names, column in (
        (profile.services, SERVICES, "service"),
        (profile.surfaces, SURFACES, "surface"),
        (profile.tracktypes, TRACK_GRADES, "tracktype"),
        (profile.smoothness, SMOOTHNESS, "smoothness"),
    ):
        cap = np.minimum(
            cap, np.array([caps.get(name, _UNCAPPED) for name in names])[traits[column]]
        )
    narrow = profile.narrow
    tight_cm = (profile.size.width_m + narrow.margin_m) * 100
    tight = (traits["width"] > 0) & (traits["width"] < tight_cm)
    cap = np.where(tight, np.minimum(cap, narrow.tight_kph), cap)
    return np.where(traits["single_lane"] > 0, np.minimum(cap, narrow.single_lane_kph), cap)


def _tagged_limit(traits: Traits, profile: Profile) -> Floats:
    """Return maxspeed for the vehicle, 0 where not tagged."""
    limit = traits["maxspeed"].astype(float)
    limit[limit == NO_LIMIT_KPH] = _UNCAPPED
    for mode in ("goods", "hgv"):
        if profile.mode == mode:
            own = traits[f"maxspeed_{mode}"]
            limit = np.where(own > 0, own, limit)
    return limit


def pace_at(traits: Traits, profile: Profile, moment: datetime | None, *, urban: bool) -> Floats:
    """Return milliseconds per centimetre of each trait at an hour of a day.

    Parameters
    ----------
    moment
        Local clock time; None for a free road.
    """
    speed = speeds_kph(traits, profile, urban=urban)
    if moment is not None:
        factor = np.array([profile.factor(name, moment, urban=urban) for name in ROAD_CLASSES])
        speed = np.maximum(speed * factor[traits["road_class"]], 1.0)
    return 36.0 / speed
