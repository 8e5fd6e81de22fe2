"""The meaning of a query as a vector: remembered, by the model when it is in time, else by the vectors of its words."""

import asyncio
import logging
from dataclasses import dataclass
from enum import StrEnum
from typing import Self

from cachetools import LRUCache

from app.domain.errors import EmbeddingFailed
from app.search.embeddings.admission import ModelQueue, Vector
from app.search.embeddings.embedders import Embedder
from app.search.embeddings.word_vectors import WordVectors

MAX_REMEMBERED = 5000
# One complaint per so many seconds: a broken embedder would fill the log.
QUIET_SECONDS = 60.0

log = logging.getLogger(__name__)


class MeaningBy(StrEnum):
    """Ways in which the meaning of a query was had; `none` when it was not."""

    MODEL = "model"
    WORDS = "words"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class QueryMeaning:
    """The vector of a query and how it was made; without a vector, `by` is none."""

    vector: Vector | None
    by: MeaningBy


NO_MEANING = QueryMeaning(None, MeaningBy.NONE)


class QueryEmbeddings:
    """Meanings of queries. Use as `async with QueryEmbeddings(...)`.

    `deadline` is in seconds. A vector that comes too late for its search is there for the next; those of words are never remembered.
    """

    def __init__(self, embedder: Embedder, deadline: float) -> None:
        self.model = embedder.model
        self._deadline = deadline
        self._remembered: LRUCache[str, Vector] = LRUCache(MAX_REMEMBERED)
        self._queue = ModelQueue(embedder, deadline, self._remembered.__setitem__)
        self._quiet_until = 0.0

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        self._queue.close()

    async def meaning(self, text: str, word_vectors: WordVectors | None) -> QueryMeaning:
        """The meaning of a query, no later than the deadline."""
        vector = await self._by_model(text)
        if vector is not None:
            return QueryMeaning(vector, MeaningBy.MODEL)
        by_words = word_vectors.vector(text) if word_vectors else None
        return QueryMeaning(by_words, MeaningBy.WORDS) if by_words is not None else NO_MEANING

    def remembered(self, text: str) -> Vector | None:
        """The model's vector of a query that was asked before."""
        vector: Vector | None = self._remembered.get(text)
        return vector

    async def _by_model(self, text: str) -> Vector | None:
        remembered = self.remembered(text)
        if remembered is not None:
            return remembered
        try:
            return await self._queue.vector(text)
        except TimeoutError:
            self.complain(f"no vector within {self._deadline} s")
        except EmbeddingFailed as error:
            self.complain(str(error))
        return None

    def complain(self, reason: str) -> None:
        """Say in the log why searches go without the model, at most once a minute."""
        now = asyncio.get_running_loop().time()
        if now >= self._quiet_until:
            self._quiet_until = now + QUIET_SECONDS
            log.warning("search goes without the model: %s", reason)
