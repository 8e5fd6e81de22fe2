"""Meanings of queries beside the event loop: by the model in time or not, each text once, else by their words."""

import asyncio
import logging
import threading

import numpy as np
from turns import until

from app.domain.errors import EmbeddingFailed
from app.domain.language import NO_LANGUAGE
from app.search.embeddings.query_embeddings import MAX_REMEMBERED, MeaningBy, QueryEmbeddings
from app.search.embeddings.word_vectors import WordVectors
from app.search.understanding.lexicon import Lexicon


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


WORDS = WordVectors(("lezen", "rekenen"), np.array([[0.6, 0.8], [0.8, 0.6]], "<f2"), Lexicon.of(["lezen", "rekenen"], NO_LANGUAGE))


async def by_model(embeddings, text):
    """The model's vector of a text, or None."""
    found = await embeddings.meaning(text, None)
    assert found.by is (MeaningBy.NONE if found.vector is None else MeaningBy.MODEL)
    return found.vector


def test_a_vector_that_comes_too_late_is_there_next_time():
    async def ask():
        embedder = Held()
        async with QueryEmbeddings(embedder, 0.05) as embeddings:
            assert await by_model(embeddings, "lezen") is None
            assert await by_model(embeddings, "lezen") is None
            embedder.go.set()
            await until(lambda: embeddings.remembered("lezen") is not None)
            assert (await by_model(embeddings, "lezen")).tolist() == [5, 1]
            assert embedder.asked == ["lezen"]

    asyncio.run(ask())


def test_the_same_text_asked_at_once_is_embedded_once():
    async def ask():
        embedder = Held()
        async with QueryEmbeddings(embedder, 20) as embeddings:
            asked = [asyncio.create_task(by_model(embeddings, "lezen")) for _ in range(10)]
            assert await asyncio.to_thread(embedder.begun.wait, 10)
            embedder.go.set()
            assert {tuple(vector.tolist()) for vector in await asyncio.gather(*asked)} == {(5.0, 1.0)}
            assert embedder.asked == ["lezen"]

    asyncio.run(ask())


def test_one_that_gives_up_leaves_the_others_waiting():
    async def ask():
        embedder = Held()
        async with QueryEmbeddings(embedder, 20) as embeddings:
            one, other = (asyncio.create_task(by_model(embeddings, "lezen")) for _ in range(2))
            assert await asyncio.to_thread(embedder.begun.wait, 10)
            one.cancel()
            await asyncio.wait([one])
            embedder.go.set()
            assert (await other).tolist() == [5, 1]

    asyncio.run(ask())


def test_the_event_loop_goes_on_while_a_text_is_embedded():
    async def ask():
        embedder, ticks = Held(), 0
        async with QueryEmbeddings(embedder, 20) as embeddings:
            asked = asyncio.create_task(by_model(embeddings, "lezen"))
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
            assert [await by_model(embeddings, "lezen") for _ in range(3)] == [None] * 3
            embedder.error = None
            assert await by_model(embeddings, "lezen") is not None

    with caplog.at_level(logging.WARNING):
        asyncio.run(ask())
    assert [record.getMessage() for record in caplog.records] == ["search goes without the model: it is broken"]


def test_no_more_vectors_are_remembered_than_fit():
    async def ask():
        embedder = Held(free=True)
        async with QueryEmbeddings(embedder, 20) as embeddings:
            for number in range(MAX_REMEMBERED):
                await by_model(embeddings, str(number))
            await by_model(embeddings, "0")  # used again, so it stays
            await by_model(embeddings, "one more")
            del embedder.asked[:]
            await by_model(embeddings, "0")
            await by_model(embeddings, "1")
            assert embedder.asked == ["1"]

    asyncio.run(ask())


def test_words_stand_in_for_a_model_that_fails_or_is_late_until_its_vector_is_there():
    async def ask():
        embedder = Held(free=True)
        embedder.error = EmbeddingFailed("it is broken")
        async with QueryEmbeddings(embedder, 0.05) as embeddings:
            broken = await embeddings.meaning("lezen", WORDS)
            embedder.error = None
            embedder.go.clear()
            late = await embeddings.meaning("lezen", WORDS)
            assert embeddings.remembered("lezen") is None
            embedder.go.set()
            await until(lambda: embeddings.remembered("lezen") is not None)
            asked_again = await embeddings.meaning("lezen", WORDS)
        assert [found.by for found in (broken, late, asked_again)] == [MeaningBy.WORDS, MeaningBy.WORDS, MeaningBy.MODEL]
        by_words = WORDS.vector("lezen")
        assert by_words is not None
        vectors = [found.vector.tolist() for found in (broken, late, asked_again) if found.vector is not None]
        assert vectors == [by_words.tolist(), by_words.tolist(), [5, 1]]

    asyncio.run(ask())
