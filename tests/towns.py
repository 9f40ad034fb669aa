"""Draws towns as text and makes OpenStreetMap files and maps of them, for tests of all packages.

    town = draw_town(
        '''
        A---B---C
            |
            D
        ''',
        ways={"ABC": {"highway": "primary"}, "BD": {"highway": "residential", "oneway": "yes"}},
    )

Letters and digits are nodes; all other signs are there for the eye. A sign is `spacing` metres wide
and as many high, so that B lies 4 × spacing east of A and D 2 × spacing south of B. A way is named
by its nodes in order; a sign that no way uses is a place off the road. Modelled on Valhalla's
"gurka".
"""

from __future__ import annotations

import bz2
import gzip
import itertools
import math
import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from xml.sax.saxutils import quoteattr

from geo.build import build_map
from geo.geometry import DEGREE
from geo.snap import Place
from geo.travel import RoadNetwork, TravelTimes

#: Top left corner of every drawing: the sea west of Jindo.
NORTH, WEST = 34.5, 126.0


@dataclass(frozen=True, kw_only=True)
class Town:
    """A drawn town.

    Parameters
    ----------
    places
        Latitude and longitude of every sign of the drawing, degrees.
    ways
        Nodes of each way, and its tags.
    nodes
        Tags of nodes.
    relations
        Members as (type, sign or way, role), and tags.
    lost
        Nodes that ways refer to but the file does not hold.
    first_id
        Ids count up from here, or down when it is negative.
    """

    places: Mapping[str, tuple[float, float]]
    ways: Mapping[str, Mapping[str, str]]
    nodes: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    relations: Sequence[tuple[Sequence[tuple[str, str, str]], Mapping[str, str]]] = ()
    lost: str = ""
    first_id: int = 1

    def place(self, sign: str) -> Place:
        """Return a sign as a place on the map."""
        lat, lon = self.places[sign]
        return Place(name=sign, lat=lat, lon=lon)

    def node_id(self, sign: str) -> int:
        """Return the OSM id of a sign."""
        return self._id(sorted(self.places).index(sign))

    def way_id(self, way: str) -> int:
        """Return the OSM id of a way."""
        return self._id(1000 + list(self.ways).index(way))

    def _id(self, number: int) -> int:
        return self.first_id + number if self.first_id > 0 else self.first_id - number

    def to_xml(self) -> str:
        """Return the town as an OSM XML file."""
        lines = ["<?xml version='1.0' encoding='UTF-8'?>", "<osm version='0.6' generator='towns'>"]
        for sign, (lat, lon) in sorted(self.places.items()):
            if sign not in self.lost:
                at = f"id='{self.node_id(sign)}' lat='{lat:.7f}' lon='{lon:.7f}' version='1'"
                lines += [f"<node {at}>", *_tags(self.nodes.get(sign, {})), "</node>"]
        for way, tags in self.ways.items():
            refs = [f"<nd ref='{self.node_id(sign)}'/>" for sign in way.rstrip("'")]
            lines += [f"<way id='{self.way_id(way)}' version='1'>", *refs, *_tags(tags), "</way>"]
        for number, (members, tags) in enumerate(self.relations):
            lines += [f"<relation id='{self._id(2000 + number)}' version='1'>"]
            for kind, member, role in members:
                ref = self.node_id(member) if kind == "node" else self.way_id(member)
                lines.append(f"<member type='{kind}' ref='{ref}' role='{role}'/>")
            lines += [*_tags(tags), "</relation>"]
        return "\n".join([*lines, "</osm>", ""])

    def write(self, path: Path) -> Path:
        """Write the town; the suffix says how: .osm, .osm.gz, .osm.bz2 or .osm.pbf."""
        text = self.to_xml().encode()
        if path.suffix == ".pbf":
            import osmium  # noqa: PLC0415 -- only the tests of formats need it

            with osmium.SimpleWriter(str(path)) as writer:
                for found in osmium.FileProcessor(osmium.io.FileBuffer(text, "osm")):
                    writer.add(found)
            return path
        pack = {".gz": gzip.compress, ".bz2": bz2.compress}.get(path.suffix, bytes)
        path.write_bytes(pack(text))
        return path

    def build(self, folder: Path, timetable: Path | None = None) -> RoadNetwork:
        """Build the map of the town inside a folder, and open it."""
        folder.mkdir(parents=True, exist_ok=True)
        extract = self.write(folder / "town.osm")
        build_map([extract], folder / "map", timetable=timetable)
        return RoadNetwork(folder / "map")

    def travel_times(self, network: RoadNetwork, signs: str, profile: str) -> TravelTimes:
        """Return the travel times between signs."""
        return network.travel_times([self.place(sign) for sign in signs], profile)


def draw_town(
    drawing: str,
    ways: Mapping[str, Mapping[str, str]],
    *,
    nodes: Mapping[str, Mapping[str, str]] | None = None,
    turns: Sequence[tuple[str, str, str] | tuple[str, str, str, Mapping[str, str]]] = (),
    relations: Sequence[tuple[Sequence[tuple[str, str, str]], Mapping[str, str]]] = (),
    spacing: float = 25.0,
    lost: str = "",
    first_id: int = 1,
    origin: tuple[float, float] = (NORTH, WEST),
) -> Town:
    """Read a drawing.

    Parameters
    ----------
    ways
        Nodes of each way and its tags. A second way over the same nodes is named with a stroke
        behind them, "AB'".
    turns
        Turn restrictions: rule, from way, to way, and further tags if any. They meet at the node
        that is an end of both.
    spacing
        Metres per sign.
    """
    places = {}
    rows = textwrap.dedent(drawing).strip("\n").splitlines()
    for down, across in itertools.product(range(len(rows)), range(max(map(len, rows)))):
        sign = rows[down][across : across + 1]
        if sign.isalnum():
            assert sign not in places, f"{sign} is drawn twice"
            lat = origin[0] - down * spacing / DEGREE
            narrow = math.cos(math.radians(origin[0]))
            places[sign] = (lat, origin[1] + across * spacing / (DEGREE * narrow))
    return Town(
        places=places,
        ways=ways,
        nodes=nodes or {},
        relations=[*(_turn(*turn) for turn in turns), *relations],
        lost=lost,
        first_id=first_id,
    )


def _turn(
    rule: str, from_way: str, to_way: str, more: Mapping[str, str] | None = None
) -> tuple[list[tuple[str, str, str]], dict[str, str]]:
    a, b = from_way.rstrip("'"), to_way.rstrip("'")
    ends = [sign for sign in (a[-1], a[0]) if sign in (b[0], b[-1])]
    members = [("way", from_way, "from"), ("node", ends[0], "via"), ("way", to_way, "to")]
    return members, {"type": "restriction", "restriction": rule, **(more or {})}


def _tags(tags: Mapping[str, str]) -> list[str]:
    return [f"<tag k={quoteattr(key)} v={quoteattr(value)}/>" for key, value in tags.items()]


def table(signs: str, rows: Sequence[Sequence[int]]) -> str:
    """Show a matrix as text, "." where no road leads, to be compared with one that a test draws."""
    body = [
        [sign, *("." if x < 0 else str(x) for x in row)]
        for sign, row in zip(signs, rows, strict=True)
    ]
    cells = [["", *signs], *body]
    widths = [max(len(row[at]) for row in cells) for at in range(len(cells[0]))]
    return "\n".join(
        " ".join(cell.rjust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in cells
    )


def drawn(text: str) -> str:
    """Bring a matrix that is drawn in a test into the form of `table`."""
    rows = [line.split() for line in text.strip().splitlines()]
    cells = [["", *rows[0]], *rows[1:]]
    widths = [max(len(row[at]) for row in cells) for at in range(len(cells[0]))]
    return "\n".join(
        " ".join(cell.rjust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in cells
    )
