"""Travel times against plain Dijkstra: on the map's own arcs, and on the OSM file read anew."""

import collections
import heapq
import itertools
import math
from dataclasses import replace

import networkx as nx
import numpy as np
import osmium
import pytest

from geo.access import closed_by
from geo.geometry import EARTH_RADIUS
from geo.osm_tags import DRIVABLE, is_kept
from geo.profiles import TurnCosts, load_profile
from geo.snap import Place
from geo.speeds import speeds_kph
from geo.traits import TraitTable
from geo.weights import profile_weights


def some_places(network, count, seed, landmass=None):
    graph = network.graph
    rng = np.random.default_rng(seed)
    pool = np.asarray(graph.node_landmass)
    nodes = np.flatnonzero(pool >= 0 if landmass is None else pool == landmass)
    chosen = rng.choice(nodes, count)
    lat = graph.node_lat[chosen] + rng.normal(0, 3e-4, count)
    lon = graph.node_lon[chosen] + rng.normal(0, 3e-4, count)
    return [Place(name=str(at), lat=lat[at], lon=lon[at]) for at in range(count)]


BREACH = 1 << 40  # milliseconds: more than any drive takes


def roads_of(graph, weights):
    """The open turns as a networkx graph between states."""
    roads = nx.DiGraph()
    roads.add_nodes_from(range(len(graph.state_arc)))
    for turn in np.flatnonzero(weights.duration >= 0):
        cost = int(weights.duration[turn]) + after(weights, turn)
        roads.add_edge(int(graph.turn_from[turn]), int(graph.turn_state[turn]), time=cost)
    return roads


def after(weights, turn):
    """What a turn costs behind the street before it."""
    return int(weights.turn[turn]) + BREACH * int(weights.breaches[turn])


@pytest.mark.parametrize("profile", ["truck-1t", "truck-5t", "car"])
def test_malta_agrees_with_networkx_to_the_second(malta, profile):
    graph = malta.graph
    places = some_places(malta, 60, seed=7)
    times = malta.travel_times(places, profile)
    positions, _ = malta.places_on_road(places, profile)
    weights = profile_weights(graph, load_profile(profile))
    durations = weights.duration
    roads = roads_of(graph, weights)
    compared = 0
    for a in range(0, len(places), 6):
        leaving = positions[a]
        for number, (turn, at) in enumerate(zip(leaving.arc, leaving.fraction, strict=True)):
            roads.add_edge("from", f"out{number}", time=0)
            rest = (1 - at) * durations[turn] + after(weights, turn)
            roads.add_edge(f"out{number}", int(graph.turn_state[turn]), time=rest)
        reached = nx.single_source_dijkstra_path_length(roads, "from", weight="time")
        for b in range(len(places)):
            best = _arrival(graph, positions[b], leaving, reached, durations)
            if a == b:
                assert times.durations[a, b] == 0
            elif best is None:
                assert times.durations[a, b] == times.distances[a, b] == -1
            else:
                # The kernel rounds the ends of the drive to milliseconds.
                assert abs(times.durations[a, b] - best % BREACH / 1000) <= 0.503, (a, b)
                compared += 1
        roads.remove_nodes_from(["from", *(f"out{n}" for n in range(len(leaving.arc)))])
    assert compared > 300


def _arrival(graph, arriving, leaving, reached, durations):
    """Return the least milliseconds to a place, also straight along the street that both are on."""
    found = []
    for arc, at in zip(arriving.arc, arriving.fraction, strict=True):
        tail = int(graph.turn_from[arc])
        if tail in reached:
            found.append(reached[tail] + at * durations[arc])
        for other, begin in zip(leaving.arc, leaving.fraction, strict=True):
            if other == arc and begin <= at:
                found.append((at - begin) * durations[arc])
    return min(found, default=None)


def _haversine(lat_a, lon_a, lat_b, lon_b):
    a, b = math.radians(lat_a), math.radians(lat_b)
    east = math.radians(lon_b - lon_a)
    h = math.sin((b - a) / 2) ** 2 + math.cos(a) * math.cos(b) * math.sin(east / 2) ** 2
    return 2 * EARTH_RADIUS * math.asin(math.sqrt(h))


class StreetsOfTheFile:
    """A second reading of an OSM file: street by street, turn by turn, in plain Python.

    Shares with the map only how a tag set becomes a speed. Every piece of a way between two nodes
    is a state of its own for each direction, so that turn rules are looked up and no node is split.
    """

    def __init__(self, path, profile):
        self.profile = profile
        self.places, self.waits = {}, {}
        self.barriers, self.tagged = set(), set()
        self.ways, self.rules = {}, []
        self.leaving = collections.defaultdict(list)
        self.known_speeds = {}
        wanted = osmium.filter.KeyFilter("highway", "barrier", "type")
        for found in osmium.FileProcessor(str(path)).with_locations().with_filter(wanted):
            self._read(found)
        uses = collections.Counter(ref for refs, _ in self.ways.values() for ref in refs)
        ends = {ref for refs, _ in self.ways.values() for ref in (refs[0], refs[-1])}
        self.junctions = {ref for ref, count in uses.items() if count > 1} | ends | self.tagged
        for way, (refs, speeds) in self.ways.items():
            for a, b in itertools.pairwise(refs):
                if a in self.places and b in self.places and a != b:
                    self._add(way, a, b, speeds[0])
                    self._add(way, b, a, speeds[1])
        self.banned = self._turns()

    def _read(self, found):
        tags = dict(found.tags)
        if found.is_node() and "barrier" in tags:
            self.tagged.add(found.id)
            delay = self._delay(tags)
            if delay is None:
                self.barriers.add(found.id)
            else:
                self.waits[found.id] = delay
        elif found.is_way() and "highway" in tags and tags.get("route") != "ferry":
            speeds = self._speeds(tags)
            if any(speeds):
                self.ways[found.id] = ([node.ref for node in found.nodes], speeds)
                self.places.update((n.ref, (n.location.lat, n.location.lon)) for n in found.nodes)
        elif found.is_relation() and tags.get("type") == "restriction":
            members = [(m.role, m.type, m.ref) for m in found.members]
            self.rules.append((tags, members))

    def _delay(self, tags):
        """Seconds at a barrier; None where it is closed; 0 for what is no barrier to us."""
        kind = tags["barrier"]
        if kind in ("entrance", "border_control", "cattle_grid", "kerb", "lift"):
            return 0
        access = next((tags[k] for k in reversed(self.profile.access_keys) if k in tags), None)
        if access is not None:
            is_open = access in ("permissive", "designated", *self.profile.open_access)
            return self.profile.barriers.get(kind, 0) if is_open else None
        return self.profile.barriers.get(kind)

    def _speeds(self, tags):
        kept = tuple((key, value) for key, value in tags.items() if is_kept(key))
        if kept not in self.known_speeds:
            self.known_speeds[kept] = self._speeds_of(dict(kept))
        return self.known_speeds[kept]

    def _speeds_of(self, tags):
        if tags["highway"] not in DRIVABLE:
            return (None, None)
        table = TraitTable()
        both = table.add_road(tags)
        traits, _ = table.finish()
        if not len(traits):
            return (None, None)
        closed = closed_by(traits, self.profile)
        kph = speeds_kph(traits, self.profile)
        return tuple(None if at < 0 or closed[at] else float(kph[at]) for at in both)

    def _add(self, way, a, b, kph):
        if kph is not None:
            metres = _haversine(*self.places[a], *self.places[b])
            self.leaving[a].append((way, a, b, metres * 3.6 / kph))

    def _turns(self):
        banned = set()
        only = collections.defaultdict(set)
        for tags, members in self.rules:
            rule = tags.get("restriction", "")
            via = [ref for role, kind, ref in members if role == "via" and kind == "n"]
            ways = [kind for role, kind, _ in members if role == "via" and kind == "w"]
            excepted = tags.get("except", "")
            if len(via) != 1 or ways or self.profile.mode in excepted or not rule:
                continue
            froms = [ref for role, kind, ref in members if role == "from" and kind == "w"]
            tos = [ref for role, kind, ref in members if role == "to" and kind == "w"]
            turns = list(self._turns_at(via[0], froms, tos))
            if rule.startswith("no_"):
                banned.update(turns)
            elif turns:
                for way_in, _, way_out in turns:
                    only[way_in, via[0]].add(way_out)
        for (arrived, via), allowed in only.items():
            banned.update(
                (arrived, via, out[:3]) for out in self.leaving[via] if out[:3] not in allowed
            )
        return banned

    def _turns_at(self, via, froms, tos):
        arriving = [
            out[:3]
            for start in {node for ref in froms for node in self.ways.get(ref, ([],))[0]}
            for out in self.leaving[start]
            if out[2] == via and out[0] in froms
        ]
        for arrived in arriving:
            for out in self.leaving[via]:
                if out[0] in tos and (froms != tos or out[2] == arrived[1]):
                    yield arrived, via, out[:3]

    def seconds(self, start):
        """Return the least seconds from a node to the nodes that can be reached."""
        reached, queue = {start: 0.0}, [(0.0, 0, None, start)]
        done, order = set(), 0
        while queue:
            now, _, arrived, node = heapq.heappop(queue)
            if (arrived, node) in done:
                continue
            done.add((arrived, node))
            reached.setdefault(node, now)
            if node in self.barriers and arrived is not None:
                continue
            wait = self.waits.get(node, 0) if arrived is not None else 0
            for turn, seconds, back in self._ways_on(arrived, node):
                if turn not in done:
                    order += 1
                    # To turn round before a gate does not open it.
                    later = now + seconds + (0 if back else wait)
                    heapq.heappush(queue, (later, order, turn, turn[2]))
        return reached

    def _ways_on(self, arrived, node):
        """Turning back only where nothing else is allowed."""
        options = [
            ((way, a, b), seconds, arrived is not None and (way, b) == arrived[:2])
            for way, a, b, seconds in self.leaving[node]
            if (arrived, node, (way, a, b)) not in self.banned
        ]
        onward = [option for option in options if not option[2]]
        return onward or [option for option in options if node in self.junctions]


def without_turns(profile):
    """A profile whose times are sums of streets: no turns, lights, towns or private roads."""
    classes = {name: replace(row, limit_urban=None) for name, row in profile.classes.items()}
    return replace(
        profile,
        name=f"{profile.name} without turns",
        classes=classes,
        turns=TurnCosts(),
        open_access=profile.open_access | profile.end_access,
        private_classes=frozenset(),
        end_barriers=frozenset(),
        own_side=frozenset(),
    )


@pytest.mark.parametrize("profile", ["truck-1t", "truck-5t"])
def test_malta_agrees_with_a_second_reading_of_the_file(malta, malta_pbf, profile):
    """Catches what both the kernel and networkx would repeat: wrong arcs, wrong splits."""
    profile = without_turns(load_profile(profile))
    streets = StreetsOfTheFile(malta_pbf, profile)
    graph = malta.graph
    rng = np.random.default_rng(11)
    plain = _plain_nodes(graph, streets)
    drive = malta.drives.of(profile)
    usable = drive.snapper.usable_segment
    plain = [node for node in plain if _is_usable(graph, node, usable)]
    chosen = rng.choice(plain, 150, replace=False)
    places = [
        Place(name=str(n), lat=float(graph.node_lat[n]), lon=float(graph.node_lon[n]))
        for n in chosen
    ]
    times = malta.travel_times(places, profile)
    worst, compared = 0.0, 0
    for a in range(3):
        reached = streets.seconds(int(graph.node_osm_id[chosen[a]]))
        for b in range(len(chosen)):
            expected = reached.get(int(graph.node_osm_id[chosen[b]]))
            found = int(times.durations[a, b])
            if expected is None:
                assert found == -1, (a, b)
            else:
                # Lengths are rounded to centimetres and times to milliseconds per segment.
                worst = max(worst, abs(found - expected) - 0.5)
                assert abs(found - expected) <= 1.0, (a, b, found, expected)
                compared += 1
    assert compared > 300
    assert worst < 0.5


def _plain_nodes(graph, streets):
    """Nodes with one copy, no barrier, and no other node on the same spot."""
    ids, counts = np.unique(graph.node_osm_id, return_counts=True)
    single = set(ids[counts == 1].tolist()) - streets.barriers
    spots = collections.Counter(
        zip(graph.node_lat_e7.tolist(), graph.node_lon_e7.tolist(), strict=True)
    )
    return [
        node
        for node in range(graph.node_count)
        if int(graph.node_osm_id[node]) in single
        and spots[int(graph.node_lat_e7[node]), int(graph.node_lon_e7[node])] == 1
        and graph.node_landmass[node] >= 0
    ]


def _is_usable(graph, node, usable):
    """Whether all streets at a node can be used, so that snapping stays at the node."""
    arcs = range(int(graph.first_arc[node]), int(graph.first_arc[node + 1]))
    return len(arcs) > 1 and all(usable[graph.arc_segment[arc]] for arc in arcs)
