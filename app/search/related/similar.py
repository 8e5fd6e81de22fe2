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
from app.search.item_index import Catalogue, Entry, Mask
from app.search.ranking.rerank import CLOSE
from app.search.related.shared_terms import SHARED_FACETS, Shared, sentence, shared

# How much having the very same terms weighs against `Closeness.items`. Measured on the 256 relations that editors wrote, which the
# score does not know: of the items that a page is related to, 36% are among its first six with 8 (34 to 35% with 2 and with 12),
# 31% by meaning alone and 28% by terms alone.
TERMS = 8.0
# An item of another kind is close enough when it is at least half as near as the nearest: without meanings a consultation body then
# gets no measure that has but the municipality in common with it.
NEAR = 0.5
# Of what the page links to anyway there is at most one in this many.
LINKED = 3

Scores = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Similar:
    """An item that is like another, with the terms that both have, the weightiest first, and a sentence in Dutch that says why."""

    slug: str
    shared: tuple[Shared, ...]
    why: str


class Neighbours:
    """What is like what in a catalogue. `linked` has for each slug the items that its page links to, as relations either way."""

    def __init__(self, catalogue: Catalogue, linked: Mapping[str, AbstractSet[str]], vocabularies: Vocabularies) -> None:
        self._catalogue = catalogue
        self._linked = linked
        self._vocabularies = vocabularies
        self._entries = tuple(catalogue.entries[slug] for slug in catalogue.slugs)
        self._weights = _weights(self._entries)
        self._terms = _directions(self._entries, self._weights)

    def of(self, slug: str, limit: int) -> list[Similar]:
        """The items that are most like this one, the nearest first; at most `limit`. Raises NotFound."""
        place = self._catalogue.places.get(slug)
        if place is None:
            raise NotFound(f"There is no item {slug!r}.")
        closeness = self._closeness(place)
        return [self._similar(place, other, close=closeness[other] >= CLOSE) for other in self._chosen(place, closeness, limit)]

    def _chosen(self, place: int, closeness: Scores, limit: int) -> list[int]:
        by_terms = TERMS * np.einsum("ij,j->i", self._terms, self._terms[place])
        # Rounded, so that equal ones keep the order of their slugs on every machine.
        scores = np.round(by_terms + closeness, 6)
        alike = (by_terms > 0) | (closeness >= CLOSE) | self._of_kind(place)
        ranked = [int(other) for other in np.argsort(-scores, kind="stable") if alike[other] and other != place]
        return self._with_another_kind(self._few_linked(place, ranked, limit), scores, limit)

    def _closeness(self, place: int) -> Scores:
        """How close every item is in meaning; all the same when that is not known."""
        meanings = self._catalogue.meanings
        return meanings.like(place, self._catalogue.tagged[:, place]).items if meanings else np.zeros(len(self._entries))

    def _of_kind(self, place: int) -> Mask:
        """An item that has no term in common with any is at least like the others of its kind."""
        return np.array([_kind(entry) == _kind(self._entries[place]) for entry in self._entries])

    def _few_linked(self, place: int, ranked: Sequence[int], limit: int) -> list[int]:
        """Leave out what the page links to, except for so many of the nearest that they are a third of the answer."""
        linked = [other for other in ranked if self._entries[other].slug in self._linked.get(self._entries[place].slug, ())]
        others = len(ranked) - len(linked)
        left_out = set(linked[min(limit // LINKED, others // (LINKED - 1)) :])
        return [other for other in ranked if other not in left_out]

    def _with_another_kind(self, ranked: Sequence[int], scores: Scores, limit: int) -> list[int]:
        """The nearest, the last of which makes room for another kind if they are all of one kind and another is close enough."""
        nearest, further = list(ranked[:limit]), ranked[limit:]
        if limit > 1 and len({_kind(self._entries[place]) for place in nearest}) == 1:
            kind, enough = _kind(self._entries[nearest[0]]), NEAR * scores[nearest[0]]
            nearest[-1] = next((one for one in further if _kind(self._entries[one]) != kind and scores[one] >= enough), nearest[-1])
        return nearest

    def _similar(self, place: int, other: int, *, close: bool) -> Similar:
        one, found = self._entries[place], self._entries[other]
        common = shared(one.facets, found.facets, self._weights, self._vocabularies)
        kind = self._vocabularies["kinds"].label_of(_kind(found)).lower()
        without_terms = "Gaat over ongeveer hetzelfde." if close else f"Ook een {kind}."
        return Similar(found.slug, common, sentence(common) or without_terms)


def _kind(entry: Entry) -> str:
    return min(entry.facets["kind"])


def _weights(entries: Sequence[Entry]) -> dict[tuple[str, str], float]:
    """How much it says that an item has a term: the fewer have it, the more. What all of them have says nothing."""
    counts = Counter((facet, term) for entry in entries for facet in SHARED_FACETS for term in entry.facets[facet])
    return {term: math.log(len(entries) / count) for term, count in sorted(counts.items())}


def _directions(entries: Sequence[Entry], weights: Mapping[tuple[str, str], float]) -> Scores:
    """The terms of each item by weight, as a vector of length 1: the product of two is their cosine, 1 for the very same terms."""
    rows = [[weight * (term in entry.facets[facet]) for (facet, term), weight in weights.items()] for entry in entries]
    vectors: Scores = np.array(rows, dtype=float)
    vectors /= np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)
    return vectors
