"""Says from the tags of an extract what stands in the way of a drive, by coordinates."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
import osmium
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from geo.geometry import DEGREE

Line: TypeAlias = NDArray[np.float64]
Tags: TypeAlias = Mapping[str, str]

_SAME_SPOT = 2.0  # metres between a point of a line and the node of the extract that it is
_ACCESS = ("access", "vehicle", "motor_vehicle", "motorcar")
_OPEN = {"yes", "permissive", "designated", "public"}
_DIRECTION = ("oneway", "junction", "oneway:motor_vehicle")
_MINOR = {"track", "road", "pedestrian", "construction", "busway", "path", "footway", "cycleway"}
_SPEED = ("maxspeed", "maxspeed:forward", "maxspeed:backward", "surface", "smoothness", "tracktype")


class Roads:
    """What the extract says about ways, nodes and turn restrictions, by coordinates."""

    def __init__(self, extract: Path) -> None:
        self.tags: dict[int, Tags] = {}
        self.nodes: dict[int, Tags] = {}
        self.ways_of: dict[int, list[int]] = {}
        self.restrictions: list[tuple[int, Tags, set[int], set[int]]] = []
        placed: dict[int, tuple[float, float]] = {}
        drawn: Iterable[Any] = (
            osmium.FileProcessor(str(extract))
            .with_locations()
            .with_filter(osmium.filter.KeyFilter("highway", "route", "barrier", "restriction"))
        )
        for found in drawn:
            tags = dict(found.tags)
            if found.is_node():
                self.nodes[found.id] = tags
            elif found.is_way():
                self.tags[found.id] = tags
                for node in found.nodes:
                    self.ways_of.setdefault(node.ref, []).append(found.id)
                    if node.location.valid():
                        placed[node.ref] = (node.lon, node.lat)
            elif tags.get("type", "").startswith("restriction"):
                self._add_relation(found, tags)
        self._ids = list(placed)
        self._narrow = math.cos(math.radians(next(iter(placed.values()))[1]))
        self._tree = cKDTree(self._metres(np.array(list(placed.values()))))

    def _add_relation(self, found: Any, tags: Tags) -> None:
        ways = {member.ref for member in found.members if member.type == "w"}
        nodes = {member.ref for member in found.members if member.type == "n"}
        self.restrictions.append((found.id, tags, ways, nodes))

    def _metres(self, points: Line) -> Line:
        return points * (self._narrow * DEGREE, DEGREE)

    def _at(self, line: Line) -> list[int]:
        """Return the nodes that a line runs through."""
        apart, at = self._tree.query(self._metres(line), distance_upper_bound=_SAME_SPOT)
        return list(dict.fromkeys(self._ids[row] for row in at[np.isfinite(apart)]))

    def _along(self, nodes: Sequence[int]) -> list[int]:
        """Return the ways that join nodes which follow each other."""
        joining = [
            set(self.ways_of[a]) & set(self.ways_of[b]) for a, b in itertools.pairwise(nodes)
        ]
        return list(dict.fromkeys(way for ways in joining for way in sorted(ways)))

    def obstacle(self, part: Line) -> tuple[str, str]:
        """Return the class of what closes the way along a part of a line, and what it is."""
        nodes = self._at(part)
        ways = self._along(nodes) or [way for node in nodes for way in self.ways_of[node]]
        found = (*self._barriers(nodes), *self._rules(nodes, ways), *self._tagged(ways))
        return found[0] if found else ("nothing that the tags tell", _list("way", ways))

    def delay(self, part: Line) -> tuple[str, str] | None:
        """Return the class of what costs time along a part of a line, if it is no mere speed."""
        return next(iter(self._barriers(self._at(part))), None)

    def kind_at(self, point: Line) -> str:
        """Return the class of the road at a point."""
        rows = self._tree.query(self._metres(point), k=4)[1]
        ways = self._along([self._ids[row] for row in rows[:2]]) or self.ways_of[self._ids[rows[0]]]
        tags = self.tags[ways[0]]
        return " ".join([tags.get("highway", tags.get("route", "no road")), _access(tags)]).strip()

    def _barriers(self, nodes: list[int]) -> Iterable[tuple[str, str]]:
        for node in nodes:
            tags = self.nodes.get(node, {})
            if "barrier" in tags:
                yield "barrier", f"node/{node} barrier={tags['barrier']} {_access(tags)}".strip()

    def _rules(self, nodes: list[int], ways: list[int]) -> Iterable[tuple[str, str]]:
        for number, tags, on_ways, via in self.restrictions:
            if len(on_ways & set(ways)) >= min(2, len(on_ways)) and (not via or via & set(nodes)):
                rule = next((v for k, v in tags.items() if k.startswith("restriction")), "")
                yield "turn restriction", f"relation/{number} {rule}"

    def _tagged(self, ways: list[int]) -> Iterable[tuple[str, str]]:
        for way in ways:
            tags = self.tags[way]
            kind = tags.get("highway", "")
            if tags.get("route") == "ferry":
                yield "ferry", f"way/{way}"
            if _access(tags):
                yield "access", f"way/{way} {kind} {_access(tags)}"
        for way in ways:
            tags = self.tags[way]
            kind = tags.get("highway", "")
            if kind in _MINOR:
                yield "class of road", f"way/{way} {kind}"
            direction = [f"{key}={tags[key]}" for key in _DIRECTION if tags.get(key, "no") != "no"]
            if direction:
                yield "one-way street", f"way/{way} {' '.join(direction)}"
            if kind == "service":
                yield "service road", f"way/{way} service={tags.get('service', '')}"

    def speeds(self, line: Line) -> str:
        """Return tags that speeds depend on, along a line, the most frequent first."""
        found: dict[str, int] = {}
        for way in self._along(self._at(line)):
            tags = self.tags[way]
            shown = [tags.get("highway", "")]
            shown += [f"{key}={tags[key]}" for key in _SPEED if key in tags]
            found[" ".join(shown)] = found.get(" ".join(shown), 0) + 1
        return "; ".join(sorted(found, key=lambda text: -found[text])[:4])


def _access(tags: Tags) -> str:
    return " ".join(f"{key}={tags[key]}" for key in _ACCESS if tags.get(key, "yes") not in _OPEN)


def _list(kind: str, numbers: Sequence[int]) -> str:
    return " ".join(f"{kind}/{number}" for number in numbers[:5])
