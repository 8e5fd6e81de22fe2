"""One published catalogue as a process holds it: which version to search, the vocabularies, and what is told of all items at once."""

from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from app import __version__
from app.catalogue.vectors import meaning_space
from app.catalogue.word_vectors import load_word_vectors
from app.db import items, runs
from app.db.engine import Session, Sessions, reading
from app.domain.errors import NothingPublished
from app.domain.facets import FACETS
from app.domain.items import Item
from app.domain.vocabularies import Vocabularies
from app.search.embeddings.passages import term_phrases
from app.search.index.statistics import CatalogueStatistics
from app.search.index.versions import IndexVersion
from app.search.retrieval import records
from app.search.retrieval.records import Record, Records
from app.search.search_data import Meanings, SearchData, search_data
from app.search.suggestions.terms import TermSuggester, TermToSuggest
from app.search.understanding.lexicon import Lexicon

Derived = TypeVar("Derived")
# Facets whose values people type; the others are chosen from a short list.
SUGGESTED_FACETS = tuple(facet for facet in FACETS if facet.name in {"schoolType", "problemArea", "partner", "municipality"})


@dataclass(frozen=True, slots=True, eq=False)
class Snapshot:
    """One published catalogue. No item is in it: records of items are asked for when they are needed.

    `partner_guides` are the slugs of the guides to a partner.
    """

    search_data: SearchData
    vocabularies: Vocabularies
    suggested_terms: TermSuggester
    partner_guides: frozenset[str]
    _derived: dict[Callable[["Snapshot"], Any], Any] = field(default_factory=dict, init=False, repr=False)

    @property
    def version(self) -> IndexVersion:
        """The version of the index that holds it."""
        return self.search_data.version

    @property
    def size(self) -> int:
        """The number of items."""
        return self.search_data.size

    @property
    def counts(self) -> Mapping[str, Mapping[str, int]]:
        """Items per facet and term id."""
        return self.search_data.counts

    @property
    def etag(self) -> str:
        """The same for every answer from this catalogue by this version of the service, with or without vectors."""
        kind = "m" if self.search_data.meaning else "w"
        return f'"{self.version.index[-16:]}-{self.version.generation}-{__version__}-{kind}"'

    def derived(self, function: "Callable[[Snapshot], Derived]") -> "Derived":
        """The value that a function makes of this catalogue, made once and kept as long as the catalogue is."""
        if function not in self._derived:
            self._derived[function] = function(self)
        value: Derived = self._derived[function]
        return value

    async def derived_slowly(self, function: "Callable[[Snapshot], Awaitable[Derived]]") -> "Derived":
        """The value that a function makes of this catalogue with the engine's help, kept as long as the catalogue is."""
        if function not in self._derived:
            self._derived[function] = await function(self)
        value: Derived = self._derived[function]
        return value

    def item(self, kept: Record) -> Item:
        """The item of a record."""
        return self.search_data.derived.of(kept, "item", lambda: records.item(kept))

    def view(self, kept: Record, function: Callable[[Item, Vocabularies], Derived]) -> Derived:
        """The value that a function makes of an item, made once for as long as there is room."""
        return self.search_data.derived.of(kept, function, lambda: function(self.item(kept), self.vocabularies))

    async def records(self, slugs: Iterable[str]) -> dict[str, Record]:
        """The records of the items that the catalogue has of these, by slug, in this order. Raises IndexMissing and SearchUnavailable."""
        return await self.search_data.records.of_slugs(self.version, slugs)


def load(sessions: Sessions, model: str | None, kept: Records, shared_files: Path | None = None) -> Snapshot:
    """The catalogue as it is in the database now, with its vectors if `model` made them. Raises NothingPublished, DatabaseUnavailable.

    `shared_files` is a folder for files that several processes map.
    """
    with reading(sessions) as session:
        vocabularies = items.all_vocabularies(session)
        statistics, data = searchable(session, vocabularies, model, kept, shared_files)
    terms = TermSuggester(_suggestible_terms(vocabularies, data.counts), data.lexicon)
    return Snapshot(data, vocabularies, terms, frozenset(statistics.partner_guides))


def searchable(
    session: Session, vocabularies: Vocabularies, model: str | None, kept: Records, shared_files: Path | None = None
) -> tuple[CatalogueStatistics, SearchData]:
    """The published catalogue as sums, and as search keeps it. Vectors are used when this very model made them. Raises NothingPublished."""
    state, packed = runs.state(session), runs.statistics(session)
    statistics = CatalogueStatistics.unpacked(packed) if packed else None
    if state is None or statistics is None:
        raise NothingPublished
    language = items.language(session)
    phrases = term_phrases(vocabularies, language)
    meaning = meaning_space(session, phrases, statistics, model) if model and model == state.model else None
    version = IndexVersion(state.index, state.generation)
    lexicon = Lexicon(statistics.words, language)
    word_vectors = load_word_vectors(session, model, lexicon, shared_files) if model and meaning else None
    return statistics, search_data(version, statistics, lexicon, Meanings(phrases, meaning, word_vectors), kept)


def _suggestible_terms(vocabularies: Vocabularies, counts: Mapping[str, Mapping[str, int]]) -> Iterator[TermToSuggest]:
    """The terms that lead to items; those with many come first."""
    for facet in SUGGESTED_FACETS:
        for term in vocabularies[facet.vocabulary].terms:
            if counts[facet.name].get(term.id):
                yield TermToSuggest(f"{facet.name}:{term.id}", (term.label, *term.synonyms), counts[facet.name][term.id])
