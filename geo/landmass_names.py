"""Names a landmass after its island, or after its largest settlement."""

from __future__ import annotations

from collections.abc import Sequence

from geo.islands import Island, names_of, population_of
from geo.osm import TaggedNode
from geo.osm_tags import ISLANDS, SETTLEMENTS


def speak_for_one_island(places: Sequence[TaggedNode]) -> bool:
    """Whether the points of a landmass speak for one island: one island point, and no city.

    The mainland behind a bridge has island points too, but also towns or several of them.
    """
    kinds = [node.tags.get("place", "") for node in places]
    return sum(kind in ISLANDS for kind in kinds) == 1 and not {"city", "borough"} & set(kinds)


def landmass_name(island: Island | None, places: Sequence[TaggedNode]) -> tuple[str, str]:
    """Return the local and the English name; empty where nothing on the map has one."""
    points = [node for node in places if node.tags.get("place") in ISLANDS]
    if island and island.name:
        return island.name, island.name_en
    if points and (island or speak_for_one_island(places)):
        return names_of(points[0].tags)
    towns = [node for node in places if node.tags.get("place") in SETTLEMENTS]
    return names_of(min(towns, key=_rank).tags) if towns else ("", "")


def landmass_population(island: Island | None, places: Sequence[TaggedNode]) -> int | None:
    """Return how many people live on an island; None for a landmass that is none, or unknown."""
    if island and island.population is not None:
        return island.population
    points = [node for node in places if node.tags.get("place") in ISLANDS]
    if points and (island or speak_for_one_island(places)):
        return population_of(points[0].tags)
    return None


def _rank(node: TaggedNode) -> tuple[int, int, int]:
    people = population_of(node.tags) or 0
    return SETTLEMENTS.index(node.tags["place"]), -people, node.osm_id
