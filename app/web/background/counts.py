"""Counts of what is searched: in memory while searches run, in the database every `FLUSH_SECONDS`, and nothing of who searched.

Counts change on the event loop alone, so they need no lock and no search waits for them. Only the database is used in a thread.
"""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Callable
from datetime import date
from functools import partial

from starlette.concurrency import run_in_threadpool

from app.db import insights
from app.db.engine import Sessions, reading, writing
from app.db.insights import Key
from app.domain.countable import countable
from app.domain.errors import DatabaseUnavailable
from app.domain.insights import Counts
from app.domain.queries import SearchQuery

FLUSH_SECONDS = 30.0
MOST_QUERIES = 2_000
log = logging.getLogger(__name__)


def today() -> date:
    """The present day where the service runs."""
    return date.today()


class Insights:
    """The counts that are not in the database yet, and the good queries that are, kept up to date by `keeping`."""

    def __init__(self, make: Sessions, *, counting: bool = True) -> None:
        self._make = make
        self.counting = counting
        self._pending: dict[Key, Counts] = {}
        self._not_kept = 0
        self._forgot_on: date | None = None
        self._good: tuple[tuple[str, int], ...] = ()

    def searched(self, query: SearchQuery, total: int) -> Callable[[], None] | None:
        """Count a search that found `total` items, by its first page only. What it returns counts the same search once more.

        One that found nothing within chosen facets says nothing about the catalogue, so it does not count as without results.
        """
        text = countable(query.q) if self.counting and query.page == 1 else None
        if not text:
            return None
        counts = Counts(searches=1, without_results=int(total == 0 and not query.narrowing))
        self._count(text, counts)
        return partial(self._count, text, counts)

    async def clicked(self, q: str) -> None:
        """Count an opened result of a query that was searched today; another is left alone, so that nobody can bring in texts."""
        key = self._key(q)
        if key and (key in self._pending or await run_in_threadpool(self._was_searched, key)):
            self._add(key, Counts(clicks=1))

    def good_queries(self) -> tuple[tuple[str, int], ...]:
        """Queries worth suggesting with their number of searches, the most searched first; from memory."""
        return self._good

    @contextlib.asynccontextmanager
    async def keeping(self) -> AsyncIterator[None]:
        """Write the counts to the database for as long as the block lasts, and at its end."""
        stopping = asyncio.Event()
        task = asyncio.create_task(self._keep(stopping), name="keep-counts")
        try:
            yield
        finally:
            # Not cancelled: a write that is under way ends in order, and one more follows it.
            stopping.set()
            await task

    async def _keep(self, stopping: asyncio.Event) -> None:
        while not stopping.is_set():
            await self.flush()
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(stopping.wait(), FLUSH_SECONDS)
        await self.flush()

    async def flush(self) -> None:
        """Write what was counted, forget what is too old, look up the good queries. With the database away, counts wait in memory."""
        try:
            await self._write_pending()
            self._good = await asyncio.to_thread(self._look_up_good)
        except DatabaseUnavailable as error:
            log.warning("searches are counted in memory for now: %s", error)
        if self._not_kept:
            log.warning("not kept: %d searches, because there were too many different ones", self._not_kept)
            self._not_kept = 0

    async def _write_pending(self) -> None:
        batch, self._pending = self._pending, {}
        try:
            no_room = await asyncio.to_thread(self._write, batch, today())
        except DatabaseUnavailable:
            newer, self._pending = self._pending, batch
            for key, counts in newer.items():
                self._add(key, counts)
            raise
        self._not_kept += no_room

    def _write(self, batch: dict[Key, Counts], day: date) -> int:
        """Of the batch, how many searches found no room. Forgetting once a day is enough."""
        if not batch and self._forgot_on == day:
            return 0
        with writing(self._make) as session:
            not_kept = insights.add(session, batch)
            if self._forgot_on != day:
                insights.forget(session, day)
        self._forgot_on = day
        return not_kept

    def _look_up_good(self) -> tuple[tuple[str, int], ...]:
        with reading(self._make) as session:
            return insights.good_queries(session, today())

    def _was_searched(self, key: Key) -> bool:
        with contextlib.suppress(DatabaseUnavailable), reading(self._make) as session:
            return insights.was_searched(session, *key)
        return False

    def _key(self, q: str) -> Key | None:
        query = countable(q) if self.counting else None
        return (today(), query) if query else None

    def _count(self, text: str, counts: Counts) -> None:
        self._add((today(), text), counts)

    def _add(self, key: Key, more: Counts) -> None:
        known = self._pending.get(key)
        if known is None and len(self._pending) >= MOST_QUERIES:
            self._not_kept += more.searches
        else:
            self._pending[key] = known + more if known else more
