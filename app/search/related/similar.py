"""Items that are like an item: close in meaning, with the same terms, or both. From memory alone.

A reader who is done with a page wants more of its subject, not what the page links to already. So items that it is related to make
up at most a third of the answer, and where another kind is close enough, there is one: beside an approach also a school that did it.
"""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from app.domain.errors import NotFound
from app.domain.vocabularies import Vocabularies
from app.search.ranking.rerank import MIN_Z_SCORE
from app.search.related.shared_terms import SHARED_FACETS, CommonTerm, shared_terms
from app.search.retrieval.filters import Mask
from app.search.search_data import IndexedItem, SearchData

# How much having the very same terms weighs against `SemanticScores.items`. Measured on the 256 relations that editors wrote, which the
# score does not know: of the items that a page is related to, 36% are among its first six with 8 (34 to 35% with 2 and with 12),
# 31% by meaning alone and 28% by terms alone.
W_TERMS = 8.0
# An item of another kind is close enough when it is at least half as near as the nearest: without meanings a consultation body then
# gets no measure that has but the municipality in common with it.
MIN_SHARE_OF_NEAREST = 0.5
# Of what the page links to anyway there is at most one in this many.
ONE_LINKED_IN = 3

Scores = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Neighbour:
    """An item that is like another, with the terms that both have, the weightiest first; `near` when it is near in meaning."""

    slug: str
    shared: tuple[CommonTerm, ...]
    near: bool


class Neighbours:
    """The items that are like each item. `linked` has for each slug the items that its page links to, as relations either way."""

    def __init__(self, data: SearchData, linked: Mapping[str, AbstractSet[str]], vocabularies: Vocabularies) -> None:
        self._data = data
        self._linked = linked
        self._vocabularies = vocabularies
        self._items = tuple(data.items[slug] for slug in data.slugs)
        self._weights = _weights(self._items)
        self._terms = _directions(self._items, self._weights)

    def of(self, slug: str, limit: int) -> list[Neighbour]:
        """The items that are most like this one, the nearest first; at most `limit`. Raises NotFound."""
        place = self._data.places.get(slug)
        if place is None:
            raise NotFound(f"There is no item {slug!r}.")
        nearness = self._nearness(place)
        return [self._similar(place, other, near=bool(nearness[other] >= MIN_Z_SCORE)) for other in self._chosen(place, nearness, limit)]

    def _chosen(self, place: int, nearness: Scores, limit: int) -> list[int]:
        by_terms = W_TERMS * np.einsum("ij,j->i", self._terms, self._terms[place])
        # Rounded, so that equal ones keep the order of their slugs on every machine.
        scores = np.round(by_terms + nearness, 6)
        alike = (by_terms > 0) | (nearness >= MIN_Z_SCORE) | self._of_kind(place)
        ranked = [int(other) for other in np.argsort(-scores, kind="stable") if alike[other] and other != place]
        return self._with_another_kind(self._few_linked(place, ranked, limit), scores, limit)

    def _nearness(self, place: int) -> Scores:
        """The nearness of every item in meaning; all the same when that is not known."""
        vectors = self._data.item_vectors
        return vectors.near_item(place, self._data.topics.tagged[:, place]).items if vectors else np.zeros(len(self._items))

    def _of_kind(self, place: int) -> Mask:
        """The items of the same kind: an item that has no term in common with any is at least like these."""
        return np.array([_kind(entry) == _kind(self._items[place]) for entry in self._items])

    def _few_linked(self, place: int, ranked: Sequence[int], limit: int) -> list[int]:
        """The items without what the page links to, except for so many of the nearest of those that they are a third of the answer."""
        linked = [other for other in ranked if self._items[other].slug in self._linked.get(self._items[place].slug, ())]
        others = len(ranked) - len(linked)
        left_out = set(linked[min(limit // ONE_LINKED_IN, others // (ONE_LINKED_IN - 1)) :])
        return [other for other in ranked if other not in left_out]

    def _with_another_kind(self, ranked: Sequence[int], scores: Scores, limit: int) -> list[int]:
        """The nearest, the last of which makes room for another kind if they are all of one kind and another is close enough."""
        nearest, further = list(ranked[:limit]), ranked[limit:]
        if limit > 1 and len({_kind(self._items[place]) for place in nearest}) == 1:
            kind, enough = _kind(self._items[nearest[0]]), MIN_SHARE_OF_NEAREST * scores[nearest[0]]
            nearest[-1] = next((other for other in further if _kind(self._items[other]) != kind and scores[other] >= enough), nearest[-1])
        return nearest

    def _similar(self, place: int, other: int, *, near: bool) -> Neighbour:
        item, found = self._items[place], self._items[other]
        return Neighbour(found.slug, shared_terms(item.facets, found.facets, self._weights, self._vocabularies), near)


def _kind(item: IndexedItem) -> str:
    return min(item.facets["kind"])


def _weights(items: Sequence[IndexedItem]) -> dict[tuple[str, str], float]:
    """The weight of each term: the fewer items have it, the more it says. A term that all of them have says nothing."""
    counts = Counter((facet, term) for item in items for facet in SHARED_FACETS for term in item.facets[facet])
    return {term: math.log(len(items) / count) for term, count in sorted(counts.items())}


def _directions(items: Sequence[IndexedItem], weights: Mapping[tuple[str, str], float]) -> Scores:
    """The terms of each item by weight, as a vector of length 1: the product of two is their cosine, 1 for the very same terms."""
    rows = [[weight * (term in item.facets[facet]) for (facet, term), weight in weights.items()] for item in items]
    vectors: Scores = np.array(rows, dtype=float)
    vectors /= np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)
    return vectors
