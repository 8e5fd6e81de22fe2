"""The vector of a query: made beside the event loop, remembered, and given up when it takes too long."""

import asyncio
import logging
from concurrent.futures import ThreadPoolExecutor
from typing import Self

import numpy as np
import numpy.typing as npt
from cachetools import LRUCache

from app.domain.errors import EmbeddingFailed
from app.search.embeddings.embedders import Embedder

MAX_REMEMBERED = 5000
MAX_WAITING = 64
# One complaint per so many seconds: a broken embedder would fill the log.
QUIET_SECONDS = 60.0

log = logging.getLogger(__name__)

Vector = npt.NDArray[np.float32]


class QueryEmbeddings:
    """Vectors of queries. Use as `async with QueryEmbeddings(...)`.

    `deadline` is in seconds. The same query asked twice at once is embedded once, and a vector that comes too late for its search is
    there for the next. When too many wait already, a search does not wait with them.
    """

    def __init__(self, embedder: Embedder, deadline: float) -> None:
        self.model = embedder.model
        self._embedder = embedder
        self._deadline = deadline
        self._threads = ThreadPoolExecutor(embedder.at_once, thread_name_prefix="embed")
        self._remembered: LRUCache[str, Vector] = LRUCache(MAX_REMEMBERED)
        self._under_way: dict[str, asyncio.Future[Vector]] = {}
        self._quiet_until = 0.0

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        self._threads.shutdown(wait=False, cancel_futures=True)

    async def vector(self, text: str) -> Vector | None:
        """The vector of a query, or None when it cannot be had in time."""
        remembered = self._remembered.get(text)
        if remembered is not None:
            return remembered
        if text not in self._under_way and len(self._under_way) >= MAX_WAITING:
            return None
        try:
            async with asyncio.timeout(self._deadline):
                return await asyncio.shield(self._embedding(text))
        except TimeoutError:
            self.complain(f"no vector within {self._deadline} s")
        except EmbeddingFailed as error:
            self.complain(str(error))
        return None

    def _embedding(self, text: str) -> asyncio.Future[Vector]:
        """The one embedding of this text that is under way."""
        if text not in self._under_way:
            loop = asyncio.get_running_loop()
            vectors = loop.run_in_executor(self._threads, self._embedder.queries, [text])
            future = asyncio.ensure_future(self._remember(text, vectors))
            future.add_done_callback(_look_at_outcome)
            self._under_way[text] = future
        return self._under_way[text]

    async def _remember(self, text: str, vectors: asyncio.Future[npt.NDArray[np.float32]]) -> Vector:
        try:
            vector: Vector = (await vectors)[0]
        finally:
            self._under_way.pop(text, None)
        self._remembered[text] = vector
        return vector

    def complain(self, reason: str) -> None:
        """Say in the log why searches go by words alone, at most once a minute."""
        now = asyncio.get_running_loop().time()
        if now >= self._quiet_until:
            self._quiet_until = now + QUIET_SECONDS
            log.warning("search goes by words alone: %s", reason)


def _look_at_outcome(future: asyncio.Future[Vector]) -> None:
    """Look at the outcome, or asyncio complains about an error that nobody waited for."""
    if not future.cancelled():
        future.exception()
