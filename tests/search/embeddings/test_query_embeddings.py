"""Vectors of queries beside the event loop: in time or not at all, each text once, never too many."""

import asyncio
import logging
import threading
import time
from typing import Any

import numpy as np

from app.domain.errors import EmbeddingFailed
from app.search.embeddings.query_embeddings import MAX_REMEMBERED, MAX_WAITING, QueryEmbeddings


class Held:
    """An embedder that waits for a sign."""

    model = "held"
    at_once = 4

    def __init__(self, *, free=False):
        self.go, self.begun = threading.Event(), threading.Event()
        self.asked = []
        self.error = None
        if free:
            self.go.set()

    def queries(self, texts):
        self.asked += texts
        self.begun.set()
        assert self.go.wait(20)
        if self.error:
            raise self.error
        return np.array([[len(text), 1.0] for text in texts], dtype=np.float32)

    passages = queries


def test_a_vector_that_comes_too_late_is_there_next_time():
    async def ask():
        embedder = Held()
        async with QueryEmbeddings(embedder, 0.05) as embeddings:
            assert await embeddings.vector("lezen") is None
            assert await embeddings.vector("lezen") is None
            embedder.go.set()
            found: list[Any] = [None]

            async def comes():
                found[0] = await embeddings.vector("lezen")
                return found[0] is not None

            async with asyncio.timeout(10):
                while not await comes():
                    pass
            assert found[0].tolist() == [5, 1]
            assert embedder.asked == ["lezen"]

    asyncio.run(ask())


def test_the_same_text_asked_at_once_is_embedded_once():
    async def ask():
        embedder = Held()
        async with QueryEmbeddings(embedder, 20) as embeddings:
            asked = [asyncio.create_task(embeddings.vector("lezen")) for _ in range(10)]
            assert await asyncio.to_thread(embedder.begun.wait, 10)
            embedder.go.set()
            assert {tuple(vector.tolist()) for vector in await asyncio.gather(*asked)} == {(5.0, 1.0)}
            assert embedder.asked == ["lezen"]

    asyncio.run(ask())


def test_one_that_gives_up_leaves_the_others_waiting():
    async def ask():
        embedder = Held()
        async with QueryEmbeddings(embedder, 20) as embeddings:
            one, other = (asyncio.create_task(embeddings.vector("lezen")) for _ in range(2))
            assert await asyncio.to_thread(embedder.begun.wait, 10)
            one.cancel()
            await asyncio.wait([one])
            embedder.go.set()
            assert (await other).tolist() == [5, 1]

    asyncio.run(ask())


def test_when_too_many_wait_the_next_does_not():
    async def ask():
        embedder = Held()
        async with QueryEmbeddings(embedder, 20) as embeddings:
            waiting = [asyncio.create_task(embeddings.vector(f"vraag {number}")) for number in range(MAX_WAITING)]
            await asyncio.sleep(0)
            begin = time.monotonic()
            assert await embeddings.vector("een te veel") is None
            assert time.monotonic() - begin < 5
            joined = asyncio.create_task(embeddings.vector("vraag 0"))
            embedder.go.set()
            assert all(vector is not None for vector in await asyncio.gather(*waiting, joined))
            assert "een te veel" not in embedder.asked
            assert await embeddings.vector("een te veel") is not None

    asyncio.run(ask())


def test_the_event_loop_goes_on_while_a_text_is_embedded():
    async def ask():
        embedder, ticks = Held(), 0
        async with QueryEmbeddings(embedder, 20) as embeddings:
            asked = asyncio.create_task(embeddings.vector("lezen"))
            while not embedder.asked or ticks < 20:
                await asyncio.sleep(0.001)
                ticks += 1
                assert not asked.done()
            embedder.go.set()
            assert await asked is not None

    asyncio.run(asyncio.wait_for(ask(), 15))


def test_an_embedder_that_fails_gives_nothing_says_so_once_and_is_asked_again(caplog):
    async def ask():
        embedder = Held(free=True)
        embedder.error = EmbeddingFailed("it is broken")
        async with QueryEmbeddings(embedder, 20) as embeddings:
            assert [await embeddings.vector("lezen") for _ in range(3)] == [None] * 3
            embedder.error = None
            assert await embeddings.vector("lezen") is not None

    with caplog.at_level(logging.WARNING):
        asyncio.run(ask())
    assert [record.getMessage() for record in caplog.records] == ["search goes by words alone: it is broken"]


def test_no_more_vectors_are_remembered_than_fit():
    async def ask():
        embedder = Held(free=True)
        async with QueryEmbeddings(embedder, 20) as embeddings:
            for number in range(MAX_REMEMBERED):
                await embeddings.vector(str(number))
            await embeddings.vector("0")  # used again, so it stays
            await embeddings.vector("one more")
            del embedder.asked[:]
            await embeddings.vector("0")
            await embeddings.vector("1")
            assert embedder.asked == ["1"]

    asyncio.run(ask())
