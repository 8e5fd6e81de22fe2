"""The current catalogue, kept up to date.

A newer one is noticed within `WATCH_SECONDS`, and at once when the engine no longer knows the index or when a request reads a newer
catalogue from the database.
"""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator
from pathlib import Path

from app.catalogue.snapshot import Snapshot, load
from app.db import runs
from app.db.engine import Sessions, reading
from app.domain.errors import DatabaseUnavailable, NothingPublished
from app.search.index.versions import IndexVersion
from app.search.retrieval.records import Records

log = logging.getLogger(__name__)
WATCH_SECONDS = 1.0


class CatalogueWatch:
    """The current snapshot, kept up to date by `watching`."""

    def __init__(self, sessions: Sessions, model: str | None, kept: Records, shared_files: Path | None = None) -> None:
        """`shared_files` is a folder for files that several processes map."""
        self._sessions = sessions
        self._model = model
        self._records = kept
        self._shared_files = shared_files
        self._snapshot: Snapshot | None = None

    @property
    def snapshot(self) -> Snapshot:
        """The current catalogue. Raises NothingPublished before the first publish."""
        if self._snapshot is None:
            raise NothingPublished("There is no catalogue yet; it comes with the first `menukaart publish`.")
        return self._snapshot

    async def refresh(self) -> None:
        """Take over a newer catalogue if there is one. Raises DatabaseUnavailable."""
        version = await asyncio.to_thread(self._published_version)
        if version is not None and (self._snapshot is None or self._snapshot.version != version):
            self._snapshot = await asyncio.to_thread(load, self._sessions, self._model, self._records, self._shared_files)
            if self._model and not self._snapshot.search_data.meaning:
                log.warning("search goes by words alone: the catalogue has no vectors by %s; run `menukaart publish`", self._model)

    def _published_version(self) -> IndexVersion | None:
        with reading(self._sessions) as session:
            found = runs.pointer_now(session)
            return IndexVersion(*found) if found else None

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
