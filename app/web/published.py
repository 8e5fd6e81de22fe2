"""What the service answers from memory: which index to search, the vocabularies, and every item as it stands in a list.

All of it belongs to one publish. A new one is noticed within `WATCH_SECONDS`, and at once when the engine no longer knows the
index or when a request reads a newer catalogue from the database.
"""

import asyncio
import contextlib
from collections import Counter
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass

from app import __version__
from app.db import items, runs
from app.db.engine import Sessions, reading
from app.domain.errors import DatabaseUnavailable, NothingPublished
from app.domain.facets import FACETS, facet_terms
from app.domain.item import Item
from app.domain.vocabulary import Vocabularies
from app.web.api.cards import card

WATCH_SECONDS = 1.0


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One published catalogue. `cards` holds each item's list form as JSON bytes, `counts` items per facet and term id."""

    index: str
    vocabularies: Vocabularies
    cards: Mapping[str, bytes]
    titles: Mapping[str, tuple[str, str]]
    counts: Mapping[str, Mapping[str, int]]

    @property
    def etag(self) -> str:
        """The same for every answer from this catalogue by this version of the service."""
        return f'"{self.index[-16:]}-{__version__}"'


def load(make: Sessions) -> Snapshot:
    """The catalogue as it is in the database now. Raises NothingPublished and DatabaseUnavailable."""
    with reading(make) as session:
        state = runs.state(session)
        if state is None:
            raise NothingPublished("The database holds no catalogue yet; run `menukaart publish`.")
        vocabularies = items.all_vocabularies(session)
        found = items.all_items(session)
        return Snapshot(
            index=state.index,
            vocabularies=vocabularies,
            cards={item.slug: card(item, vocabularies).model_dump_json(by_alias=True).encode() for item in found},
            titles={item.slug: (item.kind, item.title) for item in found},
            counts=_counts(found, vocabularies),
        )


def _counts(found: list[Item], vocabularies: Vocabularies) -> dict[str, dict[str, int]]:
    return {facet.name: dict(Counter(term for item in found for term in facet_terms(item, facet, vocabularies))) for facet in FACETS}


class Published:
    """The current snapshot, kept up to date by `watching`."""

    def __init__(self, make: Sessions) -> None:
        self._make = make
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
            self._snapshot = await asyncio.to_thread(load, self._make)

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
