"""Says which roads a vehicle may use, which only where its drive begins or ends, and why not."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import Any

import numpy as np
import numpy.typing as npt

from geo.conditional_traits import Effective
from geo.geometry import Bools
from geo.profiles import Profile
from geo.tag_values import ACCESS, BARRIER_KINDS, ROAD_CLASSES, Traits


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
    ONE_WAY = 9


@dataclass(frozen=True, slots=True)
class Access:
    """What a profile may do on the roads of each trait.

    Parameters
    ----------
    closed
        [r] as `Closed`.
    ends_only
        [r] open, but only as the first or last metres of a drive: what is there for those who have
        business there, and what lies behind a gate.
    """

    closed: npt.NDArray[np.uint8]
    ends_only: Bools


def access_of(traits: Effective, profile: Profile) -> Access:
    """Return what a profile may do."""
    visiting = closed_by(traits.visiting, profile, visiting=True)
    passing = closed_by(traits.passing, profile, visiting=False)
    visiting[traits.against & (visiting == 0)] = Closed.ONE_WAY
    return Access(visiting, (visiting == 0) & (passing > 0))


def closed_by(traits: Traits, profile: Profile, *, visiting: bool = True) -> npt.NDArray[np.uint8]:
    """Return per trait why the profile may not use it, as `Closed`; the first reason counts.

    Parameters
    ----------
    visiting
        Whether the drive begins or ends there, or only passes.
    """
    reason = np.zeros(len(traits), dtype=np.uint8)
    road = traits["barrier"] == 0
    driven = np.array([name in profile.classes for name in ROAD_CLASSES])
    access = _deciding_access(traits, profile)
    may = _may_enter(traits, access, profile, visiting=visiting)
    open_barriers = profile.barriers.keys() - (set() if visiting else profile.end_barriers)
    passable = np.array([name in open_barriers for name in BARRIER_KINDS])
    size = profile.size

    def exceeds(measure: float, *limits: str) -> Bools:
        names = [*limits, *(f"{limit}_hgv" for limit in limits if profile.mode == "hgv")]
        over = [(traits[name] > 0) & (measure > traits[name]) for name in names]
        return np.asarray(np.any(over, axis=0))

    narrow = (traits["width"] > 0) & (size.width_m * 100 > traits["width"])
    checks: tuple[tuple[Closed, Any], ...] = (
        (Closed.CLASS, road & ~driven[traits["road_class"]]),
        (Closed.ACCESS, (access > 0) & ~may),
        (Closed.BARRIER, ~road & (access == 0) & ~passable[traits["barrier"]]),
        (Closed.HEIGHT, exceeds(size.height_m * 100, "maxheight")),
        (Closed.WIDTH, exceeds(size.width_m * 100, "maxwidth") | narrow),
        (Closed.LENGTH, exceeds(size.length_m * 100, "maxlength")),
        (Closed.WEIGHT, exceeds(size.weight_t * 1000, "maxweight", "maxweightrating")),
        (Closed.AXLE_LOAD, exceeds(size.axle_load_t * 1000, "maxaxleload")),
    )
    for code, closed in checks:
        reason[closed & (reason == 0)] = code
    return reason


def _may_enter(
    traits: Traits, access: npt.NDArray[np.uint8], profile: Profile, *, visiting: bool
) -> Bools:
    """Return whether the deciding access value of each trait lets the vehicle in."""
    values = profile.open_access | (profile.end_access if visiting else frozenset())
    may: Bools = np.array([name in values for name in ACCESS])[access]
    if not visiting:
        return may
    # Somebody at a private road has sent for the truck; but a locked farm lane stays locked.
    own = np.array([name in profile.private_classes for name in ROAD_CLASSES])[traits["road_class"]]
    gate = np.array([name in profile.end_barriers for name in BARRIER_KINDS])[traits["barrier"]]
    return np.asarray(may | ((access == ACCESS.index("private")) & (own | gate)))


def _deciding_access(traits: Traits, profile: Profile) -> npt.NDArray[np.uint8]:
    """Return the access value that decides per trait; 0 where no tag speaks."""
    decides = np.zeros(len(traits), dtype=np.uint8)
    for key in profile.access_keys:
        decides = np.where(traits[key] > 0, traits[key], decides)
    return decides
