"""One published catalogue in memory: which index to search, the vocabularies, and every item."""

import itertools
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from app import __version__
from app.catalogue import corpus
from app.catalogue.corpus import Corpus
from app.catalogue.vectors import item_vectors
from app.catalogue.word_vectors import load_word_vectors
from app.db.engine import Session, Sessions, reading
from app.db.models import IndexState
from app.domain.advice.ranking import Adviser
from app.domain.facets import FACETS, facet_terms
from app.domain.items import Guide, Item, Measure
from app.domain.vocabularies import Vocabularies
from app.search.index.documents import KIND_ORDER
from app.search.related.similar import Neighbours
from app.search.search_data import SearchData, search_data
from app.search.suggest import Suggester, Suggestible

Derived = TypeVar("Derived")
# Facets whose values people type; the others are chosen from a short list.
SUGGESTED_FACETS = tuple(facet for facet in FACETS if facet.name in {"schoolType", "problemArea", "partner", "municipality"})


@dataclass(frozen=True, slots=True, eq=False)
class Snapshot:
    """One published catalogue. `items` are by slug, `counts` has items per facet and term id."""

    search_data: SearchData
    vocabularies: Vocabularies
    items: Mapping[str, Item]
    counts: Mapping[str, Mapping[str, int]]
    suggested_items: Suggester
    suggested_terms: Suggester
    neighbours: Neighbours
    adviser: Adviser
    _derived: dict[Callable[["Snapshot"], Any], Any] = field(default_factory=dict, init=False, repr=False)

    @property
    def index(self) -> str:
        """The name of the index that holds it."""
        return self.search_data.index

    @property
    def etag(self) -> str:
        """The same for every answer from this catalogue by this version of the service, with or without vectors."""
        kind = "m" if self.search_data.item_vectors else "w"
        return f'"{self.index[-16:]}-{__version__}-{kind}"'

    @property
    def measures(self) -> tuple[Measure, ...]:
        """The measures of municipalities, by slug."""
        return self.derived(_measures)

    @property
    def guides(self) -> tuple[Guide, ...]:
        """The guides, by slug."""
        return self.derived(_guides)

    def derived(self, function: "Callable[[Snapshot], Derived]") -> "Derived":
        """The value that a function makes of this catalogue, made once and kept as long as the catalogue is."""
        if function not in self._derived:
            self._derived[function] = function(self)
        value: Derived = self._derived[function]
        return value


def _measures(snapshot: Snapshot) -> tuple[Measure, ...]:
    return tuple(item for item in snapshot.items.values() if isinstance(item, Measure))


def _guides(snapshot: Snapshot) -> tuple[Guide, ...]:
    return tuple(item for item in snapshot.items.values() if isinstance(item, Guide))


def load(sessions: Sessions, model: str | None, shared_files: Path | None = None) -> Snapshot:
    """The catalogue as it is in the database now, with its vectors if `model` made them. Raises NothingPublished, DatabaseUnavailable.

    `shared_files` is a folder for files that several processes map.
    """
    with reading(sessions) as session:
        state, published = corpus.published(session)
        data = searchable(session, state, published, model, shared_files)
    items, vocabularies = published.items, published.vocabularies
    counts = _counts(items, vocabularies)
    return Snapshot(
        search_data=data,
        vocabularies=vocabularies,
        items={item.slug: item for item in items},
        counts=counts,
        suggested_items=Suggester(map(_suggestible, items), data.lexicon),
        suggested_terms=Suggester(_suggestible_terms(vocabularies, counts), data.lexicon),
        neighbours=Neighbours(data, _linked(items), vocabularies),
        adviser=Adviser(items, vocabularies),
    )


def searchable(session: Session, state: IndexState, published: Corpus, model: str | None, shared_files: Path | None = None) -> SearchData:
    """The published catalogue as search keeps it. Vectors are there when this very model made them."""
    vectors = item_vectors(session, published, model) if model and model == state.model else None
    word_vectors = load_word_vectors(session, model, published.lexicon, shared_files) if model and vectors else None
    phrases = published.passages.term_phrases
    return search_data(state.index, published.documents, phrases, published.lexicon, vectors, word_vectors=word_vectors)


def _suggestible(item: Item) -> Suggestible:
    return Suggestible(item.slug, (item.title, *item.abbreviations), -KIND_ORDER[item.kind])


def _suggestible_terms(vocabularies: Vocabularies, counts: Mapping[str, Mapping[str, int]]) -> Iterator[Suggestible]:
    """The terms that lead to items; those with many come first."""
    for facet in SUGGESTED_FACETS:
        for term in vocabularies[facet.vocabulary].terms:
            if counts[facet.name].get(term.id):
                yield Suggestible(f"{facet.name}:{term.id}", (term.label, *term.synonyms), counts[facet.name][term.id])


def _linked(items: Sequence[Item]) -> dict[str, set[str]]:
    """The items that the page of each item links to: relations are written on one side and shown on both."""
    linked: dict[str, set[str]] = defaultdict(set)
    for item in items:
        for target in itertools.chain.from_iterable(item.relations().values()):
            linked[item.slug].add(target)
            linked[target].add(item.slug)
    return linked


def _counts(items: Sequence[Item], vocabularies: Vocabularies) -> dict[str, dict[str, int]]:
    return {facet.name: dict(Counter(term for item in items for term in facet_terms(item, facet, vocabularies))) for facet in FACETS}
