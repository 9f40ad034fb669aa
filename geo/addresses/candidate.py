"""Defines what a question to a gazetteer is answered with: candidates, and how sure each is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any, Literal

import numpy as np

from geo.addresses.address import Address
from geo.faults import Text
from geo.geometry import metres_between

Method = Literal["address", "near", "lot", "interpolated", "name", "road", "area", "online"]

CLEAR = 0.7
"""Confidence from which a single candidate may be used without asking anybody."""
_SAME_PLACE = 30.0
"""Metres within which two candidates are one place."""
_SHARPNESS = 4
"""How much a weak rival takes from a strong candidate: (weak / strong) to this power."""

METHODS = {
    "address": Text("주소", "address"),
    "near": Text("가까운 번호", "nearby number"),
    "lot": Text("지번", "lot"),
    "interpolated": Text("번호로 추정", "interpolated"),
    "name": Text("이름", "name"),
    "road": Text("도로", "road only"),
    "area": Text("지역", "area only"),
    "online": Text("온라인", "online"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A place that may be meant.

    Parameters
    ----------
    lat, lon
        Degrees of the place itself.
    stop_lat, stop_lon
        Degrees of its best entrance or gate, to be put on the road; the place itself where none is
        known.
    confidence
        How sure it is that this place is meant, 0 to 1; rivals take from it.
    method
        How it was found, see `METHODS`.
    accuracy
        About how many metres the point may be off.
    address, name
        For people.
    kind
        As in `geo.addresses.database.Entry`; "number" for a guess along a road.
    source, ref
        The gazetteer, and the object in it.
    """

    lat: float
    lon: float
    stop_lat: float
    stop_lon: float
    confidence: float
    method: Method
    accuracy: float
    address: str
    name: str
    kind: str
    source: str
    ref: str

    def to_json(self) -> dict[str, Any]:
        """Return plain values; coordinates to a centimetre."""
        plain = asdict(self)
        for field in ("lat", "lon", "stop_lat", "stop_lon"):
            plain[field] = round(plain[field], 7)
        return plain


def rough(  # noqa: PLR0917 -- the fields of a candidate that differ
    method: Method,
    address: str,
    point: tuple[float, float],
    confidence: float,
    accuracy: float,
    source: str = "map",
) -> Candidate:
    """Return a place for which no entry stands: a guess, or the middle of a road or an area."""
    lat, lon = point
    return Candidate(
        lat=lat,
        lon=lon,
        stop_lat=lat,
        stop_lon=lon,
        confidence=confidence,
        method=method,
        accuracy=round(accuracy),
        address=address,
        name="",
        kind=_KINDS.get(method, ""),
        source=source,
        ref="",
    )


_KINDS: Mapping[str, str] = {"interpolated": "number", "road": "road", "area": "area"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What was understood of a question, and the places that may be meant, the likeliest first."""

    said: Address
    candidates: tuple[Candidate, ...]

    def to_json(self) -> dict[str, Any]:
        """Return plain values: the parts understood, the clear place if any, all candidates."""
        said = {name: value for name, value in asdict(self.said).items() if value}
        return {
            "understood": {**said, "text": str(self.said)},
            "clear": self.clear.to_json() if self.clear else None,
            "candidates": [one.to_json() for one in self.candidates],
        }

    @property
    def clear(self) -> Candidate | None:
        """The one place that is meant; None when there is none, or more than one may be."""
        if self.candidates and self.candidates[0].confidence >= CLEAR:
            return self.candidates[0]
        return None


def ranked(found: Sequence[Candidate], limit: int) -> tuple[Candidate, ...]:
    """Join candidates that are one place, and share confidence out among the rest."""
    kept: list[Candidate] = []
    for one in sorted(found, key=lambda one: (-one.confidence, one.accuracy)):
        if not any(_same(one, other) for other in kept):
            kept.append(one)
    weights = np.array([one.confidence for one in kept]) ** _SHARPNESS
    shares = weights / max(float(weights.sum()), 1e-12)
    return tuple(
        replace(one, confidence=round(one.confidence * float(share), 3))
        for one, share in zip(kept[:limit], shares, strict=False)
    )


def _same(one: Candidate, other: Candidate) -> bool:
    near = float(metres_between(one.lat, one.lon, other.lat, other.lon))
    return near <= _SAME_PLACE
