"""Counts of what is searched: in memory while searches run, in the database every `FLUSH_SECONDS`, and nothing of who searched.

Counts change on the event loop alone, so they need no lock and no search waits for them. Only the database is used in a thread. Each
process of a service writes what it counted itself, and the database adds it up; the one on duty forgets what is too old.
"""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Callable
from datetime import date
from functools import partial

from app.db import insights
from app.db.engine import Sessions, reading, writing
from app.db.insights import Key
from app.domain.countable import countable
from app.domain.errors import DatabaseUnavailable
from app.domain.insights import Counts
from app.domain.queries import SearchQuery
from app.web.background.duty import Duty

FLUSH_SECONDS = 30.0
MOST_QUERIES = 2_000
# So many writes wait for the search that a click belongs to: another process may have counted it, and writes it within one pause.
CLICK_WRITES = 2
log = logging.getLogger(__name__)


def today() -> date:
    """The present day where the service runs."""
    return date.today()


class Insights:
    """The counts that are not in the database yet, and the good queries that are, kept up to date by `keeping`."""

    def __init__(self, make: Sessions, duty: Duty, *, counting: bool = True) -> None:
        self._make = make
        self._duty = duty
        self.counting = counting
        self._pending: dict[Key, Counts] = {}
        # Clicks on what this process knows no search for, with the writes that they still wait.
        self._unsure: dict[Key, tuple[int, int]] = {}
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

    def clicked(self, q: str) -> None:
        """Count an opened result of a query that was searched today; another is let go in the end, so that nobody can bring in texts."""
        key = self._key(q)
        if key and key in self._pending:
            self._add(key, Counts(clicks=1))
        elif key and (key in self._unsure or len(self._unsure) < MOST_QUERIES):
            self._unsure[key] = self._unsure.get(key, (0, 0))[0] + 1, CLICK_WRITES

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
            await self._settle_clicks()
            await self._write_pending()
            self._good = await asyncio.to_thread(self._look_up_good)
        except DatabaseUnavailable as error:
            log.warning("searches are counted in memory for now: %s", error)
        if self._not_kept:
            log.warning("not kept: %d searches, because there were too many different ones", self._not_kept)
            self._not_kept = 0

    async def _settle_clicks(self) -> None:
        """Count the clicks whose search has been written meanwhile, and let go of those that have waited long enough."""
        asked = tuple(self._unsure)
        searched = await asyncio.to_thread(self._searched_among, asked) if asked else set()
        for key in asked:
            clicks, writes = self._unsure.pop(key)
            if key in searched or key in self._pending:
                self._add(key, Counts(clicks=clicks))
            elif writes > 1:
                self._unsure[key] = clicks, writes - 1

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
        """Of the batch, how many searches found no room. Forgetting once a day is enough, by the process on duty."""
        forgets = self._forgot_on != day and self._duty.is_mine()
        if not batch and not forgets:
            return 0
        with writing(self._make) as session:
            not_kept = insights.add(session, batch)
            if forgets:
                insights.forget(session, day)
        self._forgot_on = day if forgets else self._forgot_on
        return not_kept

    def _look_up_good(self) -> tuple[tuple[str, int], ...]:
        with reading(self._make) as session:
            return insights.good_queries(session, today())

    def _searched_among(self, keys: tuple[Key, ...]) -> set[Key]:
        with reading(self._make) as session:
            return insights.searched_among(session, keys)

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
