"""Makes of an island problem what planners without timetables see: ferries as slow roads."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from itertools import pairwise
from statistics import mean

import numpy as np

from routing import Location, Problem

#: Where a ferry goes once a day, its headway; otherwise the mean time between departures.
ONCE = 12 * 3600


def slow_road(problem: Problem) -> tuple[Problem, tuple[np.ndarray, ...]]:
    """Give the problem without zones and links, and the fares between places by vehicle type.

    A crossing takes its check-in, its time at sea and half the headway, from quay to quay; the way
    between two places leads over the two quays for which that is least. There is one profile per
    vehicle type, since not every boat takes every type.
    """
    ways = [_profile(problem, vehicle_type) for vehicle_type in range(len(problem.vehicle_types))]
    changed = replace(
        problem,
        locations=tuple(Location(name=place.name) for place in problem.locations),
        vehicle_types=tuple(
            replace(vehicle, profile=index) for index, vehicle in enumerate(problem.vehicle_types)
        ),
        durations=tuple(seconds for seconds, _, _ in ways),
        distances=tuple(metres for _, metres, _ in ways),
        links=(),
    )
    return changed, tuple(fares for _, _, fares in ways)


def _profile(problem: Problem, vehicle_type: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    profile = problem.vehicle_types[vehicle_type].profile
    seconds = problem.durations[profile].astype(np.int64)
    metres = problem.distances[profile].astype(np.int64)
    road, way = seconds.copy(), metres.copy()
    fares = np.zeros_like(seconds)
    for (board, alight), (crossing, fare) in _crossings(problem, vehicle_type).items():
        before, after = road[:, board], road[alight, :]
        through = before[:, None] + crossing + after[None, :]
        possible = (before >= 0)[:, None] & (after >= 0)[None, :]
        better = possible & ((seconds < 0) | (through < seconds))
        seconds[better] = through[better]
        metres[better] = (way[:, board][:, None] + way[alight, :][None, :])[better]
        fares[better] = fare
    return seconds.astype(np.int32), metres.astype(np.int32), fares


def _crossings(problem: Problem, vehicle_type: int) -> dict[tuple[int, int], tuple[int, int]]:
    """Give seconds and fare from quay to quay, each the mean over the day."""
    sailings = defaultdict(list)
    for link in problem.links:
        if link.costs[vehicle_type] is not None:
            sailings[link.board, link.alight].append(link)
    found = {}
    for quays, links in sailings.items():
        moments = sorted(link.departure for link in links)
        gaps = [later - sooner for sooner, later in pairwise(moments)]
        headway = mean(gaps) if gaps else ONCE
        aboard = mean(link.arrival - link.ready for link in links)
        fare = mean(link.costs[vehicle_type] or 0 for link in links)
        found[quays] = (round(aboard + headway / 2), round(fare))
    return found
