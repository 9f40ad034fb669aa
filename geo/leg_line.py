"""Draws a drive on the map: its line, its tolls and the roads that it follows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from geo.geometry import Bools, Floats, Int32s, Int64s, expand
from geo.graph import RoadGraph
from geo.paths import Route
from geo.profiles import Profile
from geo.tag_values import ROAD_CLASSES


class Point(NamedTuple):
    """A point on the map, degrees; a named tuple, because a drive has hundreds of them."""

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
    arcs = graph.turn_arc[route.arcs]
    driven = _driven_parts(route)
    segments = np.asarray(graph.arc_segment)[arcs]
    tolled = _is_tolled(graph, profile, arcs)
    toll_km = float((driven * tolled) @ (graph.segment_length[segments] / 1e5))
    return LegLine(
        points=_line(graph, arcs, route.start_fraction, route.end_fraction),
        duration=route.duration,
        distance=route.distance,
        toll_krw=round(toll_km * profile.toll_krw_per_km),
        roads=_road_names(graph, segments),
    )


def _driven_parts(route: Route) -> Floats:
    """Return which part of each arc is driven."""
    driven = np.ones(len(route.arcs))
    driven[-1] = route.end_fraction
    driven[0] -= route.start_fraction
    return driven


def main_road(graph: RoadGraph, route: Route) -> tuple[str, bool]:
    """Return the class of road that most of a route is on, and whether most is in towns."""
    arcs = graph.turn_arc[route.arcs]
    segments = np.asarray(graph.arc_segment)[arcs]
    length = _driven_parts(route) * np.asarray(graph.segment_length)[segments]
    classes = graph.traits["road_class"][np.asarray(graph.arc_trait)[arcs]]
    road_class = ROAD_CLASSES[int(np.argmax(np.bincount(classes, weights=length)))]
    urban = float(length @ np.asarray(graph.segment_urban)[segments]) > length.sum() / 2
    return road_class, urban


def _is_tolled(graph: RoadGraph, profile: Profile, arcs: Int32s) -> Bools:
    # Whole rows of traits are ten times as much to copy as the one column that matters.
    rows = graph.arc_trait[arcs]
    tolled: Bools = graph.traits["toll"][rows] > 0
    return tolled | (graph.traits["toll_hgv"][rows] > 0) if profile.mode == "hgv" else tolled


def _road_names(graph: RoadGraph, segments: Int32s) -> tuple[str, ...]:
    names = np.asarray(graph.segment_name)[segments]
    named = np.flatnonzero(names > 0)
    changes = named[np.flatnonzero(np.diff(names[named], prepend=-1))]
    return tuple(graph.name(int(segments[at])) for at in changes)


def _line(graph: RoadGraph, arcs: Int32s, begin: float, end: float) -> tuple[Point, ...]:
    """Join the shapes of arcs from a fraction of the first to one of the last."""
    lat, lon, arc = arc_points(graph, arcs)
    last = len(arcs) - 1
    ends = [(last, 0.0, end), (0, begin, 1.0)] if last else [(0, begin, end)]
    for number, low, high in ends:
        part = slice(*np.searchsorted(arc, (number, number + 1)))
        cut_lat, cut_lon = _cut(lat[part], lon[part], low, high)
        lat = np.concatenate((lat[: part.start], cut_lat, lat[part.stop :]))
        lon = np.concatenate((lon[: part.start], cut_lon, lon[part.stop :]))
    lat, lon = np.round(lat, 7), np.round(lon, 7)
    moved = np.ones(len(lat), dtype=bool)
    moved[1:] = (np.diff(lat) != 0) | (np.diff(lon) != 0)
    return tuple(map(Point._make, zip(lat[moved].tolist(), lon[moved].tolist(), strict=True)))


def arc_points(graph: RoadGraph, arcs: Int32s | Int64s) -> tuple[Floats, Floats, Int64s]:
    """Return the shape points of arcs in driving order, and the place of each point's arc."""
    segments = np.asarray(graph.arc_segment)[arcs]
    first = np.asarray(graph.segment_first_point)[segments].astype(np.int64)
    count = np.asarray(graph.segment_first_point)[segments + 1] - first
    arc = np.repeat(np.arange(len(arcs)), count)
    along = expand(first, count)
    against = 2 * first[arc] + count[arc] - 1 - along
    point = np.where(np.asarray(graph.arc_forward)[arcs][arc], along, against)
    return graph.shape_lat_e7[point] / 1e7, graph.shape_lon_e7[point] / 1e7, arc


def _cut(lat: Floats, lon: Floats, begin: float, end: float) -> tuple[Floats, Floats]:
    """Return the part of a line between two fractions of its length."""
    steps = np.hypot(np.diff(lat), np.diff(lon) * np.cos(np.radians(lat[0])))
    along = np.concatenate(([0.0], np.cumsum(steps)))
    along /= along[-1] if along[-1] > 0 else 1.0
    inner = along[(along > begin) & (along < end)]
    at = np.concatenate(([begin], inner, [end]))
    return np.interp(at, along, lat), np.interp(at, along, lon)
