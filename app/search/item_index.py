"""The published catalogue as search knows it without asking the engine: words, names, meanings, facets and orders."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from app.domain.facets import FACETS
from app.domain.queries import Filters, Sort
from app.search.embeddings.item_vectors import Meanings
from app.search.highlights import marked
from app.search.ranking.bm25 import Weights, fields
from app.search.understanding.lexicon import Lexicon
from app.search.understanding.tokens import squashed

UNKNOWN = 1_000
SHORTEST_START = 4
FEW = 3
KEPT = ("effect", "evidence", "cost", "updated", "sortTitle", "kindOrder", "title")

Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Entry:
    """One item: its facet terms (broader ones included) and its values, as the engine has them."""

    slug: str
    facets: Mapping[str, frozenset[str]]
    values: Mapping[str, Any]

    def order(self, sort: Sort) -> tuple[Any, ...]:
        """What this item is sorted by, smallest first; an unknown value comes last. Empty for relevance."""
        if sort in {Sort.EFFECT, Sort.EVIDENCE}:
            return (-self.values.get(sort.value, -UNKNOWN),)
        if sort is Sort.COST:
            return (self.values.get("cost", UNKNOWN),)
        if sort is Sort.TITLE:
            return (self.values["sortTitle"],)
        if sort is Sort.UPDATED:
            return (_newest_first(self.values["updated"]),)
        return ()


class Catalogue:
    """One published catalogue. Items have places, in the order of their slugs; a mask says of each place yes or no."""

    def __init__(
        self,
        index: str,
        documents: Sequence[Mapping[str, Any]],
        said: Mapping[tuple[str, str], Sequence[str]],
        lexicon: Lexicon,
        meanings: Meanings | None,
    ) -> None:
        """`said` has what people say for terms, by vocabulary and term; the meanings are in the same order."""
        self.index = index
        self.lexicon = lexicon
        self.meanings = meanings
        self.weights = Weights([fields(document) for document in documents], lexicon)
        self.term_weights = Weights([{1.0: phrases} for phrases in said.values()], lexicon)
        self.terms = tuple(said)
        self.tagged = _tagged(documents, self.terms)
        self.slugs = tuple(document["id"] for document in documents)
        self.places = {slug: place for place, slug in enumerate(self.slugs)}
        self.entries = {entry.slug: entry for entry in map(_entry, documents)}
        self._names = _names(documents)
        self._sorted_names = sorted(self._names)
        self._terms = {facet.name: _masks(facet.name, documents) for facet in FACETS}
        self._marked = {
            document["id"]: (marked(document["title"], lexicon), marked(document["summary"], lexicon), marked(document["body"], lexicon))
            for document in documents
        }
        self._nothing = np.zeros(len(self.slugs), dtype=bool)

    def named(self, q: str) -> tuple[str, ...]:
        """The items that have exactly this title, short name or slug, however it is spelled."""
        return self._names.get(squashed(q), ())

    def starting(self, q: str) -> tuple[str, ...]:
        """The items whose title, short name or slug starts so, if they are few."""
        start = squashed(q)
        if len(start) < SHORTEST_START:
            return ()
        known = self._sorted_names[bisect_left(self._sorted_names, start) : bisect_left(self._sorted_names, start + "\uffff")]
        found = dict.fromkeys(slug for name in known for slug in self._names[name])
        return tuple(found) if len(found) <= FEW else ()

    def highlights(self, slug: str, wanted: Collection[str]) -> dict[str, str]:
        """What of an item answers a query, as HTML by field. `wanted` are basic forms."""
        if not wanted:
            return {}
        title, summary, body = self._marked[slug]
        found = {"title": title.whole(wanted), "summary": summary.whole(wanted), "body": body.passage(wanted)}
        return {name: html for name, html in found.items() if html}

    def having(self, facet: str, terms: Iterable[str]) -> Mask:
        """A row per term of a facet: which items are found under it."""
        return np.array([self._terms[facet].get(term, self._nothing) for term in terms])

    def passing(self, query: Filters, leaving_out: str | None = None) -> Mask:
        """Which items the filters of a query let through; `leaving_out` is a facet whose choice does not count."""
        passing = ~self._nothing
        for facet in FACETS:
            chosen = query.selected(facet.name)
            if chosen and facet.name != leaving_out:
                masks = self._terms[facet.name]
                passing &= np.logical_or.reduce([masks.get(term, self._nothing) for term in chosen])
        return passing & self._within(query)

    def _within(self, query: Filters) -> Mask:
        """An unknown value is no number, and no comparison with it holds."""
        within = ~self._nothing
        if query.min_effect is not None:
            within &= self._numbers["effect"] >= query.min_effect
        if query.min_evidence is not None:
            within &= self._numbers["evidence"] >= query.min_evidence
        if query.max_cost is not None:
            within &= self._numbers["cost"] <= query.max_cost
        return within

    @cached_property
    def _numbers(self) -> Mapping[str, npt.NDArray[np.float64]]:
        found = [self.entries[slug].values for slug in self.slugs]
        return {name: np.array([values.get(name, np.nan) for values in found], dtype=float) for name in ("effect", "evidence", "cost")}


def _tagged(documents: Sequence[Mapping[str, Any]], terms: Sequence[tuple[str, str]]) -> npt.NDArray[np.float64]:
    """A row per term, with 1 for each item that has it or something narrower."""
    facets = {facet.vocabulary: facet.name for facet in FACETS if facet.name != "requiredPartner"}
    return np.array([[term in document[facets[vocabulary]] for document in documents] for vocabulary, term in terms], dtype=float)


def _entry(document: Mapping[str, Any]) -> Entry:
    facets = {facet.name: frozenset(document[facet.name]) for facet in FACETS}
    return Entry(document["id"], facets, {name: document[name] for name in KEPT if name in document})


def _masks(facet: str, documents: Sequence[Mapping[str, Any]]) -> dict[str, Mask]:
    places: dict[str, list[int]] = defaultdict(list)
    for place, document in enumerate(documents):
        for term in document[facet]:
            places[term].append(place)
    masks = {term: np.zeros(len(documents), dtype=bool) for term in places}
    for term, found in places.items():
        masks[term][found] = True
    return masks


def _names(documents: Iterable[Mapping[str, Any]]) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for document in documents:
        title = document["title"]
        for name in {squashed(name) for name in (title, title.partition(":")[0], document["id"], *document["names"])}:
            found[name].append(document)
    return {name: tuple(one["id"] for one in sorted(owners, key=_first)) for name, owners in found.items()}


def _first(document: Mapping[str, Any]) -> tuple[Any, ...]:
    return (document["kindOrder"], document["sortTitle"], document["id"])


def _newest_first(moment: str) -> tuple[int, ...]:
    """A moment in ISO 8601 turned round: later ones sort first."""
    return tuple(-ord(char) for char in moment)
