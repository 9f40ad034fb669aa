"""Answers shortest-path questions on a road graph: matrices between places and single routes.

A `Hierarchy` is built once per graph and knows no weights; `Hierarchy.customise` puts the weights
of a profile on it in a fraction of a second and gives a `Metric`, which answers. Both are plain
arrays that can be saved and memory-mapped. Routes minimise duration and, among equally quick ones,
length, so that results do not depend on the algorithm.

References
----------
J. Dibbelt, B. Strasser, D. Wagner: Customizable Contraction Hierarchies. ACM JEA 21 (2016),
doi:10.1145/2886843.
D. Delling, A. Goldberg, R. Werneck: Faster Batched Shortest Paths in Road Networks. ATMOS 2011,
doi:10.4230/OASIcs.ATMOS.2011.52.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from geo import _kernels
from geo.arrays import contiguous


class Weights(NamedTuple):
    """What the arcs of a graph cost a vehicle, one entry per arc.

    Parameters
    ----------
    duration
        Milliseconds along the arc; negative where it is closed.
    length
        Centimetres along the arc.
    turn
        Milliseconds of the turn at its end, with ``duration`` below 2**29.
    breaches
        1 where that turn breaks a rule that may be broken only where there is no other way, as
        leaving a road that only residents may pass through; else 0. Routes minimise breaches first.
    """

    duration: NDArray[np.int32]
    length: NDArray[np.int32]
    turn: NDArray[np.int32]
    breaches: NDArray[np.int32]

    @classmethod
    def of(
        cls,
        duration: ArrayLike,
        length: ArrayLike,
        turn: ArrayLike | None = None,
        breaches: ArrayLike | None = None,
    ) -> Weights:
        """Bring weights into the form of the kernels; turns cost nothing if not given."""
        arcs = np.shape(duration)
        nothing = np.zeros(arcs, dtype=np.int32)
        return cls(
            contiguous("duration", duration, np.int32),
            contiguous("length", length, np.int32),
            contiguous("turn", nothing if turn is None else turn, np.int32),
            contiguous("breaches", nothing if breaches is None else breaches, np.int32),
        )


@dataclass(frozen=True, slots=True)
class Places:
    """Points on arcs, as snapping gives them.

    A place has any number of positions: one per direction in which the street may be used there,
    and for each of them one per way on at its end. A route leaves from and arrives at whichever
    serves best. A place without positions, or with closed arcs only, is
    reached by no road.

    Parameters
    ----------
    first
        First position of every place and, at the end, the number of positions. Shape ``(k + 1,)``.
    arc
        Arc of each position. Shape ``(p,)``.
    fraction
        How far along the arc the position lies, 0 (tail) to 1 (head). Shape ``(p,)``.
    """

    first: NDArray[np.int64]
    arc: NDArray[np.int32]
    fraction: NDArray[np.float64]

    def __post_init__(self) -> None:
        object.__setattr__(self, "first", contiguous("first", self.first, np.int64))
        object.__setattr__(self, "arc", contiguous("arc", self.arc, np.int32))
        object.__setattr__(self, "fraction", contiguous("fraction", self.fraction, np.float64))

    @classmethod
    def of(cls, positions: Iterable[Iterable[tuple[int, float]]]) -> Places:
        """Gather places given as lists of (arc, fraction)."""
        rows = [list(place) for place in positions]
        flat = [position for row in rows for position in row]
        return cls(
            first=np.cumsum([0, *map(len, rows)], dtype=np.int64),
            arc=np.array([arc for arc, _ in flat], dtype=np.int64).astype(np.int32),
            fraction=np.array([fraction for _, fraction in flat], dtype=np.float64),
        )

    def __len__(self) -> int:
        return len(self.first) - 1

    def __getitem__(self, place: int | slice) -> Places:
        """Return one place by itself, or some that follow each other."""
        if isinstance(place, slice):
            begin, end, step = place.indices(len(self))
            if step != 1:
                raise ValueError("a slice of places must have step 1.")
        else:
            if not -len(self) <= place < len(self):
                raise IndexError(f"place {place} is not one of {len(self)}.")
            begin = place % len(self)
            end = begin + 1
        first = self.first[begin : max(begin, end) + 1]
        positions = slice(first[0], first[-1])
        return Places(first - first[0], self.arc[positions], self.fraction[positions])


@dataclass(frozen=True, slots=True)
class Route:
    """The quickest way from one place to another.

    Parameters
    ----------
    arcs
        Arcs in driving order, at least one; the first and the last are driven in part.
        Shape ``(a,)``.
    start_fraction, end_fraction
        Where on the first arc the route begins and on the last arc it ends.
    milliseconds, centimetres
        What all of it costs.
    """

    arcs: NDArray[np.int32]
    start_fraction: float
    end_fraction: float
    milliseconds: int
    centimetres: int

    @property
    def duration(self) -> int:
        """Seconds, rounded as in a matrix."""
        return (self.milliseconds + 500) // 1000

    @property
    def distance(self) -> int:
        """Metres, rounded as in a matrix."""
        return (self.centimetres + 50) // 100


class Hierarchy:
    """The contraction hierarchy of a graph, without weights.

    Parameters
    ----------
    arrays
        As another hierarchy's ``arrays`` were, for example memory-mapped from files.

    Raises
    ------
    ValueError
        If an array is missing, has another type or names what is not there.
    """

    def __init__(self, arrays: Mapping[str, NDArray[Any]]) -> None:
        self.arrays = dict(arrays)
        self._kernel = _kernels.Hierarchy(self.arrays)

    @classmethod
    def build(cls, first_out: ArrayLike, head: ArrayLike, rank: ArrayLike) -> Hierarchy:
        """Contract the nodes of a graph.

        Parameters
        ----------
        first_out
            First arc of every node and, at the end, the number of arcs. Shape ``(n + 1,)``.
        head
            Node that each arc enters. Shape ``(m,)``. Parallel arcs and loops are welcome.
        rank
            Position of every node in the order, from `geo.ordering`. Shape ``(n,)``.
        """
        return cls(
            _kernels.build_hierarchy(
                contiguous("first_out", first_out, np.int64),
                contiguous("head", head, np.int32),
                contiguous("rank", rank, np.int32),
            )
        )

    def customise(
        self,
        duration: ArrayLike,
        length: ArrayLike,
        turn: ArrayLike | None = None,
        breaches: ArrayLike | None = None,
    ) -> Metric:
        """Put weights on the arcs; parameters are those of `Weights`."""
        weights = Weights.of(duration, length, turn, breaches)
        return Metric(self, _kernels.customise(self._kernel, *weights))


class Metric:
    """A hierarchy with the weights of one profile; answers matrices and routes.

    Safe to use from several threads at once.

    Parameters
    ----------
    hierarchy
        The hierarchy that was customised.
    arrays
        As another metric's ``arrays`` were, for example memory-mapped from files.
    """

    def __init__(self, hierarchy: Hierarchy, arrays: Mapping[str, NDArray[Any]]) -> None:
        self.hierarchy = hierarchy
        self.arrays = dict(arrays)
        self._kernel = _kernels.Metric(hierarchy._kernel, self.arrays)

    def matrix(
        self, sources: Places, targets: Places, *, threads: int = 1, fine: bool = False
    ) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
        """Durations and distances of the quickest routes between places.

        Parameters
        ----------
        sources, targets
            Where routes begin and end.
        threads
            How many threads share the sources.
        fine
            Whether to return milliseconds and centimetres instead of seconds and metres.

        Returns
        -------
        durations, distances
            Seconds and metres, rounded to the nearest; -1 where no road leads. Shape
            ``(len(sources), len(targets))`` each.
        """
        return _kernels.matrix(
            self._kernel, *_flat(sources), *_flat(targets), threads=threads, fine=fine
        )

    def route(self, source: Places, target: Places) -> Route | None:
        """Find the quickest route from one place to another, arc by arc; None where no road leads.

        Parameters
        ----------
        source, target
            One place each, for example ``places[3]``.
        """
        arcs, milliseconds, centimetres, start, end = _kernels.route(
            self._kernel, *_flat(source), *_flat(target)
        )
        if milliseconds < 0:
            return None
        return Route(
            arcs,
            float(source.fraction[start]),
            float(target.fraction[end]),
            milliseconds,
            centimetres,
        )


def dijkstra_matrix(
    first_out: ArrayLike,
    head: ArrayLike,
    weights: Weights,
    *,
    sources: Places,
    targets: Places,
    fine: bool = False,
) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Answer as `Metric.matrix` does, by plain Dijkstra: slow, obvious, for comparison.

    Parameters are those of `Hierarchy.build`, `Weights` and `Metric.matrix`.
    """
    return _kernels.dijkstra_matrix(
        contiguous("first_out", first_out, np.int64),
        contiguous("head", head, np.int32),
        *weights,
        *_flat(sources),
        *_flat(targets),
        fine=fine,
    )


def _flat(
    places: Places,
) -> tuple[NDArray[np.int64], NDArray[np.int32], NDArray[np.float64]]:
    return places.first, places.arc, places.fraction
