"""The meaning of a query: its vector, made beside the event loop, remembered, and given up when it takes too long."""

import asyncio
import logging
from collections import OrderedDict
from concurrent.futures import ThreadPoolExecutor
from typing import Self

import numpy as np
import numpy.typing as npt

from app.domain.errors import EmbeddingFailed
from app.search.embeddings.embedders import Embedder

REMEMBERED = 5000
WAITING = 64
# One complaint per so many seconds: a broken embedder would fill the log.
QUIET_SECONDS = 60.0

log = logging.getLogger(__name__)

Vector = npt.NDArray[np.float32]


class Meaning:
    """Vectors of queries. Use as `async with Meaning(...)`.

    `deadline` is in seconds. The same query asked twice at once is embedded once, and a vector that comes too late for its search is
    there for the next. When too many wait already, a search does not wait with them.
    """

    def __init__(self, embedder: Embedder, deadline: float) -> None:
        self.model = embedder.model
        self._embedder = embedder
        self._deadline = deadline
        self._threads = ThreadPoolExecutor(embedder.at_once, thread_name_prefix="embed")
        self._remembered: OrderedDict[str, Vector] = OrderedDict()
        self._under_way: dict[str, asyncio.Future[Vector]] = {}
        self._quiet_until = 0.0

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        self._threads.shutdown(wait=False, cancel_futures=True)

    async def vector(self, text: str) -> Vector | None:
        """The vector of a query, or None when it cannot be had in time."""
        known = self._remembered.get(text)
        if known is not None:
            self._remembered.move_to_end(text)
            return known
        if text not in self._under_way and len(self._under_way) >= WAITING:
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
            made = loop.run_in_executor(self._threads, self._embedder.queries, [text])
            future = asyncio.ensure_future(self._remember(text, made))
            future.add_done_callback(_seen)
            self._under_way[text] = future
        return self._under_way[text]

    async def _remember(self, text: str, made: asyncio.Future[npt.NDArray[np.float32]]) -> Vector:
        try:
            vector: Vector = (await made)[0]
        finally:
            self._under_way.pop(text, None)
        self._remembered[text] = vector
        if len(self._remembered) > REMEMBERED:
            self._remembered.popitem(last=False)
        return vector

    def complain(self, reason: str) -> None:
        """Say in the log why searches go by words alone, at most once a minute."""
        now = asyncio.get_running_loop().time()
        if now >= self._quiet_until:
            self._quiet_until = now + QUIET_SECONDS
            log.warning("search goes by words alone: %s", reason)


def _seen(future: asyncio.Future[Vector]) -> None:
    """Look at the outcome, or asyncio complains about an error that nobody waited for."""
    if not future.cancelled():
        future.exception()
