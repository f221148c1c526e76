"""Average-link clustering on a sparse graph: join what agrees on the whole, not along a chain of neighbours."""

import heapq
from collections.abc import Collection, Mapping, Sequence

COMPARED = 12
"""Points of another cluster with which a point can be expected to have edges: of a crowd it knows only some."""


def average_linkage(
    edges: Mapping[tuple[int, int], float], *, apart: Sequence[Collection[str]], threshold: float, absent: float
) -> list[int]:
    """Return a cluster label for every point, numbered by first appearance.

    `edges` scores pairs of points, the smaller index first; a pair without an edge scores `absent`. The two clusters
    with the highest mean score are joined while that mean is above `threshold` (Sokal and Michener 1958). `apart` has
    the marks of every point: two points with a mark in common are never joined.
    """
    forest = _Forest(edges, apart=apart, absent=absent)
    heap = [(-score, pair) for pair, score in edges.items() if score > threshold]
    heapq.heapify(heap)
    while heap:
        score, (one, other) = heapq.heappop(heap)
        mean = forest.mean(one, other)
        if mean is None or mean <= threshold:
            continue
        if mean < -score:
            # the clusters grew since this entry was written; it comes back at its place
            heapq.heappush(heap, (-mean, (one, other)))
            continue
        for pair in forest.join(one, other):
            mean = forest.mean(*pair)
            if mean is not None and mean > threshold:
                heapq.heappush(heap, (-mean, pair))
    return number_by_appearance(forest.roots())


def number_by_appearance(labels: Sequence[int]) -> list[int]:
    """Return the labels renumbered 0, 1, 2 … in the order in which they first appear."""
    numbers: dict[int, int] = {}
    return [numbers.setdefault(label, len(numbers)) for label in labels]


class _Forest:
    """Clusters and, between those that touch, the sum and the number of their edges."""

    def __init__(
        self, edges: Mapping[tuple[int, int], float], *, apart: Sequence[Collection[str]], absent: float
    ) -> None:
        self._absent = absent
        self._members: dict[int, list[int]] = {point: [point] for point in range(len(apart))}
        self._marks = {point: set(marks) for point, marks in enumerate(apart)}
        self._links: dict[int, dict[int, tuple[float, int]]] = {point: {} for point in range(len(apart))}
        for (one, other), score in edges.items():
            self._links[one][other] = self._links[other][one] = (score, 1)

    def mean(self, one: int, other: int) -> float | None:
        """Return the mean score between two clusters, or None when one is gone or they must stay apart."""
        link = self._links.get(one, {}).get(other)
        if link is None or not self._marks[one].isdisjoint(self._marks[other]):
            return None
        fewer, more = sorted((len(self._members[one]), len(self._members[other])))
        pairs = max(link[1], fewer * min(more, COMPARED))
        return (link[0] + self._absent * (pairs - link[1])) / pairs

    def join(self, one: int, other: int) -> list[tuple[int, int]]:
        """Join two clusters under the smaller index and return the pairs that this one now forms."""
        links, gone = self._links[one], self._links.pop(other)
        del links[other], gone[one]
        for third, (score, count) in gone.items():
            known = links.get(third, (0.0, 0))
            links[third] = self._links[third][one] = (known[0] + score, known[1] + count)
            del self._links[third][other]
        self._members[one] += self._members.pop(other)
        self._marks[one] |= self._marks.pop(other)
        return [(min(one, third), max(one, third)) for third in links]

    def roots(self) -> list[int]:
        """Return for every point the index its cluster goes by."""
        root = {member: cluster for cluster, members in self._members.items() for member in members}
        return [root[point] for point in range(len(root))]
