"""Draws a drive on the map: its line, its tolls and the roads that it follows."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from geo.graph import RoadGraph
from geo.paths import Route
from geo.profiles import Profile


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """A point on the map, degrees."""

    lat: float
    lon: float


@dataclass(frozen=True, slots=True, kw_only=True)
class LegLine:
    """One drive as it runs on the map.

    Parameters
    ----------
    points
        From the road beside the first place to the road beside the second.
    duration, distance
        Seconds and metres, as in `TravelTimes`.
    toll_krw
        Won for the tolled km, by the profile's toll class.
    roads
        Names of the roads in driving order, without repeats in a row and without nameless ones.
    """

    points: tuple[Point, ...]
    duration: int
    distance: int
    toll_krw: int
    roads: tuple[str, ...]


def draw_leg(graph: RoadGraph, profile: Profile, route: Route) -> LegLine:
    """Turn the arcs of a route into a line on the map, with its tolls and road names."""
    last = len(route.arcs) - 1
    points: list[Point] = []
    roads: list[str] = []
    tolled = 0.0
    for at, arc in enumerate(route.arcs):
        begin = route.start_fraction if at == 0 else 0.0
        end = route.end_fraction if at == last else 1.0
        for point in arc_points(graph, int(arc), begin, end):
            if not points or points[-1] != point:
                points.append(point)
        segment = int(graph.arc_segment[arc])
        name = graph.name(segment)
        if name and (not roads or roads[-1] != name):
            roads.append(name)
        if _is_tolled(graph, profile, int(arc)):
            tolled += (end - begin) * float(graph.segment_length[segment]) / 1e5
    return LegLine(
        points=tuple(points),
        duration=route.duration,
        distance=route.distance,
        toll_krw=round(tolled * profile.toll_krw_per_km),
        roads=tuple(roads),
    )


def _is_tolled(graph: RoadGraph, profile: Profile, arc: int) -> bool:
    trait = graph.traits[graph.arc_trait[arc]]
    return bool(trait["toll"] or (profile.mode == "hgv" and trait["toll_hgv"]))


def arc_points(graph: RoadGraph, arc: int, begin: float = 0.0, end: float = 1.0) -> list[Point]:
    """Return the shape of an arc as it is driven, from one fraction of its length to another."""
    segment = int(graph.arc_segment[arc])
    shape = slice(
        int(graph.segment_first_point[segment]), int(graph.segment_first_point[segment + 1])
    )
    lat = np.asarray(graph.shape_lat_e7[shape]) / 1e7
    lon = np.asarray(graph.shape_lon_e7[shape]) / 1e7
    if not graph.arc_forward[arc]:
        lat, lon = lat[::-1], lon[::-1]
    steps = np.hypot(np.diff(lat), np.diff(lon) * np.cos(np.radians(lat[0])))
    along = np.concatenate(([0.0], np.cumsum(steps)))
    along /= along[-1] if along[-1] > 0 else 1.0
    inner = np.flatnonzero((along > begin) & (along < end))
    at = np.concatenate(([begin], along[inner], [end]))
    return [
        Point(lat=round(float(y), 7), lon=round(float(x), 7))
        for y, x in zip(np.interp(at, along, lat), np.interp(at, along, lon), strict=True)
    ]
