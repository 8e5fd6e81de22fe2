"""What the service answers from memory: which index to search, the vocabularies, and every item as it stands in a list.

All of it belongs to one publish. A new one is noticed within `WATCH_SECONDS`, and at once when the engine no longer knows the
index or when a request reads a newer catalogue from the database.
"""

import asyncio
import contextlib
import itertools
import logging
from collections import Counter, defaultdict
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from dataclasses import dataclass

from app import __version__, corpus
from app.db import items, runs
from app.db.engine import Sessions, reading
from app.domain.advice import Adviser
from app.domain.errors import DatabaseUnavailable, NothingPublished
from app.domain.facets import FACETS, facet_terms
from app.domain.item import Guide, Item, Measure
from app.domain.vocabulary import Vocabularies
from app.search.catalogue import Catalogue
from app.search.document import KIND_ORDER
from app.search.similar import Neighbours
from app.search.suggest import Suggester, Suggestible
from app.web.api.cards import card

log = logging.getLogger(__name__)
WATCH_SECONDS = 1.0
# Facets whose values people type; the others are chosen from a short list.
SUGGESTED_FACETS = tuple(facet for facet in FACETS if facet.name in {"schoolType", "problemArea", "partner", "municipality"})


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One published catalogue. `cards` holds each item's list form as JSON bytes, `counts` items per facet and term id.

    `measures` and `guides` are whole: a page for municipalities shows of all of them what no card has.
    """

    catalogue: Catalogue
    vocabularies: Vocabularies
    cards: Mapping[str, bytes]
    titles: Mapping[str, tuple[str, str]]
    counts: Mapping[str, Mapping[str, int]]
    suggested_items: Suggester
    suggested_terms: Suggester
    neighbours: Neighbours
    adviser: Adviser
    measures: tuple[Measure, ...]
    guides: tuple[Guide, ...]

    @property
    def index(self) -> str:
        """The name of the index that holds it."""
        return self.catalogue.index

    @property
    def etag(self) -> str:
        """The same for every answer from this catalogue by this version of the service, with or without meanings."""
        kind = "m" if self.catalogue.meanings else "w"
        return f'"{self.index[-16:]}-{__version__}-{kind}"'


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
            cards={item.slug: card(item, vocabularies).model_dump_json(by_alias=True).encode() for item in found},
            titles={item.slug: (item.kind, item.title) for item in found},
            counts=counts,
            suggested_items=Suggester(map(_suggestible, found), catalogue.lexicon),
            suggested_terms=Suggester(_suggestible_terms(vocabularies, counts), catalogue.lexicon),
            neighbours=Neighbours(catalogue, _linked(found), vocabularies),
            adviser=Adviser(found, vocabularies),
            measures=tuple(item for item in found if isinstance(item, Measure)),
            guides=tuple(item for item in found if isinstance(item, Guide)),
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


class Published:
    """The current snapshot, kept up to date by `watching`."""

    def __init__(self, make: Sessions, model: str | None) -> None:
        self._make = make
        self._model = model
        self._snapshot: Snapshot | None = None

    @property
    def snapshot(self) -> Snapshot:
        """The current catalogue. Raises NothingPublished before the first publish."""
        if self._snapshot is None:
            raise NothingPublished("There is no catalogue yet; it comes with the first `menukaart publish`.")
        return self._snapshot

    async def refresh(self) -> None:
        """Take over a newer catalogue if there is one. Raises DatabaseUnavailable."""
        index = await asyncio.to_thread(self._published_index)
        if index is not None and (self._snapshot is None or self._snapshot.index != index):
            self._snapshot = await asyncio.to_thread(load, self._make, self._model)
            if self._model and not self._snapshot.catalogue.meanings:
                log.warning("search goes by words alone: the catalogue has no vectors by %s; run `menukaart publish`", self._model)

    def _published_index(self) -> str | None:
        with reading(self._make) as session:
            state = runs.state(session)
            return state.index if state else None

    @contextlib.asynccontextmanager
    async def watching(self) -> AsyncIterator[None]:
        """Look for a newer catalogue for as long as the block lasts. A database that is away for a while is no reason to stop."""
        with contextlib.suppress(DatabaseUnavailable):
            await self.refresh()
        task = asyncio.create_task(self._watch(), name="watch-catalogue")
        try:
            yield
        finally:
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task

    async def _watch(self) -> None:
        while True:
            await asyncio.sleep(WATCH_SECONDS)
            with contextlib.suppress(DatabaseUnavailable, NothingPublished):
                await self.refresh()
