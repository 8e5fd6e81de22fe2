"""One published catalogue in memory: which index to search, the vocabularies, and every item."""

import itertools
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from app import __version__
from app.catalogue import corpus
from app.db import items
from app.db.engine import Sessions, reading
from app.domain.advice.ranking import Adviser
from app.domain.facets import FACETS, facet_terms
from app.domain.items import Guide, Item, Measure
from app.domain.vocabularies import Vocabularies
from app.search.index.documents import KIND_ORDER
from app.search.item_index import Catalogue
from app.search.related.similar import Neighbours
from app.search.suggest import Suggester, Suggestible

Made = TypeVar("Made")
# Facets whose values people type; the others are chosen from a short list.
SUGGESTED_FACETS = tuple(facet for facet in FACETS if facet.name in {"schoolType", "problemArea", "partner", "municipality"})


@dataclass(frozen=True, slots=True, eq=False)
class Snapshot:
    """One published catalogue. `items` are by slug, `counts` has items per facet and term id."""

    catalogue: Catalogue
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
        return self.catalogue.index

    @property
    def etag(self) -> str:
        """The same for every answer from this catalogue by this version of the service, with or without meanings."""
        kind = "m" if self.catalogue.meanings else "w"
        return f'"{self.index[-16:]}-{__version__}-{kind}"'

    @property
    def measures(self) -> tuple[Measure, ...]:
        """The measures of municipalities, by slug."""
        return self.derived(_measures)

    @property
    def guides(self) -> tuple[Guide, ...]:
        """The guides, by slug."""
        return self.derived(_guides)

    def derived(self, make: "Callable[[Snapshot], Made]") -> "Made":
        """The value that a function makes of this catalogue, made once and kept as long as the catalogue is."""
        if make not in self._derived:
            self._derived[make] = make(self)
        made: Made = self._derived[make]
        return made


def _measures(snapshot: Snapshot) -> tuple[Measure, ...]:
    return tuple(item for item in snapshot.items.values() if isinstance(item, Measure))


def _guides(snapshot: Snapshot) -> tuple[Guide, ...]:
    return tuple(item for item in snapshot.items.values() if isinstance(item, Guide))


def load(make: Sessions, model: str | None) -> Snapshot:
    """The catalogue as it is in the database now, with its meanings if `model` made them. Raises NothingPublished, DatabaseUnavailable."""
    with reading(make) as session:
        catalogue = corpus.searchable(session, model)
        vocabularies = items.all_vocabularies(session)
        found = items.all_items(session)
        counts = _counts(found, vocabularies)
        return Snapshot(
            catalogue=catalogue,
            vocabularies=vocabularies,
            items={item.slug: item for item in found},
            counts=counts,
            suggested_items=Suggester(map(_suggestible, found), catalogue.lexicon),
            suggested_terms=Suggester(_suggestible_terms(vocabularies, counts), catalogue.lexicon),
            neighbours=Neighbours(catalogue, _linked(found), vocabularies),
            adviser=Adviser(found, vocabularies),
        )


def _suggestible(item: Item) -> Suggestible:
    return Suggestible(item.slug, (item.title, *item.abbreviations), -KIND_ORDER[item.kind])


def _suggestible_terms(vocabularies: Vocabularies, counts: Mapping[str, Mapping[str, int]]) -> Iterator[Suggestible]:
    """The terms that lead to items; those with many come first."""
    for facet in SUGGESTED_FACETS:
        for term in vocabularies[facet.vocabulary].terms:
            if counts[facet.name].get(term.id):
                yield Suggestible(f"{facet.name}:{term.id}", (term.label, *term.synonyms), counts[facet.name][term.id])


def _linked(found: Sequence[Item]) -> dict[str, set[str]]:
    """What the page of each item links to: its relations, which are written on one side and shown on both."""
    linked: dict[str, set[str]] = defaultdict(set)
    for item in found:
        for target in itertools.chain.from_iterable(item.relations().values()):
            linked[item.slug].add(target)
            linked[target].add(item.slug)
    return linked


def _counts(found: list[Item], vocabularies: Vocabularies) -> dict[str, dict[str, int]]:
    return {facet.name: dict(Counter(term for item in found for term in facet_terms(item, facet, vocabularies))) for facet in FACETS}
