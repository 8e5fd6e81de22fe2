"""The queue before the model: the newest first, nobody in vain, and who cannot be served is told so at once."""

import asyncio
import threading
from types import SimpleNamespace

import numpy as np
import pytest
from turns import until

from app.search.embeddings import admission
from app.search.embeddings.admission import MAX_WAITING, QUEUE_SHARE, ModelQueue

DEADLINE = 20.0


class Stepwise:
    """An embedder that finishes one text for each `release`."""

    model = "stepwise"

    def __init__(self, at_once=1):
        self.at_once = at_once
        self.asked = []
        self._begun, self._released = threading.Semaphore(0), threading.Semaphore(0)

    def queries(self, texts):
        self.asked += texts
        self._begun.release()
        assert self._released.acquire(timeout=20)
        return np.array([[len(text), 1.0] for text in texts], dtype=np.float32)

    passages = queries

    def release(self, times=1):
        self._released.release(times)

    async def begun(self):
        assert await asyncio.to_thread(self._begun.acquire, timeout=10)


@pytest.fixture(autouse=True)
def clock(monkeypatch):
    """The clock by which the queue sees how long things take; it stands still unless a test moves it."""
    now = SimpleNamespace(seconds=1000.0)
    monkeypatch.setattr(admission, "time", SimpleNamespace(monotonic=lambda: now.seconds))
    return now


def run(story, embedder, deadline=DEADLINE):
    """A story over a queue, which it can ask and of which it sees what was kept."""

    async def told():
        kept = {}
        queue = ModelQueue(embedder, deadline, kept.__setitem__)
        try:
            await story(queue, kept)
        finally:
            embedder.release(1000)
            queue.close()

    asyncio.run(asyncio.wait_for(told(), 30))


async def asked(queue, *texts):
    """Tasks that wait for these texts, asked in this order."""
    tasks = [asyncio.create_task(queue.vector(text)) for text in texts]
    await asyncio.sleep(0)
    return tasks


def test_the_newest_is_next():
    embedder = Stepwise()

    async def story(queue, kept):
        tasks = await asked(queue, "a", "b", "c", "d")
        embedder.release(4)
        assert [len(vector) for vector in await asyncio.gather(*tasks)] == [2] * 4
        assert embedder.asked == ["a", "d", "c", "b"]

    run(story, embedder)


def test_who_asks_again_is_the_newest_and_both_get_the_one_vector():
    embedder = Stepwise()

    async def story(queue, kept):
        tasks = await asked(queue, "a", "b", "c", "b")
        embedder.release(3)
        assert all(vector is not None for vector in await asyncio.gather(*tasks))
        assert embedder.asked == ["a", "b", "c"]

    run(story, embedder)


def test_when_the_queue_is_full_the_oldest_is_told_so_at_once():
    embedder = Stepwise()

    async def story(queue, kept):
        tasks = await asked(queue, "first", *(f"vraag {number}" for number in range(MAX_WAITING)))
        (newest,) = await asked(queue, "nieuw")
        assert await tasks[1] is None
        assert not any(task.done() for task in (tasks[0], *tasks[2:], newest))
        embedder.release(1000)
        assert all(vector is not None for vector in await asyncio.gather(tasks[0], *tasks[2:], newest))
        assert "vraag 0" not in embedder.asked

    run(story, embedder)


def test_the_queue_is_what_a_share_of_the_deadline_takes(clock):
    embedder = Stepwise()

    async def story(queue, kept):
        (first,) = await asked(queue, "eerst")
        await embedder.begun()
        clock.seconds += QUEUE_SHARE * DEADLINE / 2
        embedder.release()
        await first
        _, *waiting = await asked(queue, "a", "b", "c", "d")
        assert await waiting[0] is None
        embedder.release(3)
        assert all(vector is not None for vector in await asyncio.gather(*waiting[1:]))

    run(story, embedder)


def test_nobody_waits_for_a_model_that_hangs(clock):
    embedder = Stepwise()

    async def story(queue, kept):
        (hanging,) = await asked(queue, "hangt")
        await embedder.begun()
        clock.seconds += DEADLINE + 1
        assert [await queue.vector(text) for text in ("hangt", "ander")] == [None, None]
        assert not hanging.done()
        embedder.release()
        assert await hanging is not None
        assert embedder.asked == ["hangt"]

    run(story, embedder)


def test_a_model_that_became_slow_is_tried_without_anybody_waiting_until_it_has_recovered(clock):
    embedder = Stepwise()

    async def story(queue, kept):
        (slow,) = await asked(queue, "traag")
        await embedder.begun()
        clock.seconds += DEADLINE + 1
        embedder.release()
        await slow
        while "proef" not in embedder.asked:  # the model may not be free yet at the first try
            assert await queue.vector("proef") is None
            await asyncio.to_thread(int)
        embedder.release()
        await until(lambda: "proef" in kept)
        (again,) = await asked(queue, "weer")
        embedder.release()
        assert await again is not None

    run(story, embedder)


def test_what_nobody_waits_for_is_dropped_unless_it_has_begun():
    embedder = Stepwise()

    async def story(queue, kept):
        begun, left, stays = await asked(queue, "begonnen", "weg", "blijft")
        await embedder.begun()
        for task in (begun, left):
            task.cancel()
        await asyncio.wait([begun, left])
        embedder.release(2)
        assert await stays is not None
        assert embedder.asked == ["begonnen", "blijft"]
        assert kept.keys() == {"begonnen", "blijft"}

    run(story, embedder)


def test_a_search_that_waited_as_long_as_it_may_leaves_no_work():
    embedder = Stepwise()

    async def story(queue, kept):
        tasks = await asked(queue, "begonnen", "wacht")
        results = await asyncio.gather(*tasks, return_exceptions=True)
        assert [type(result) for result in results] == [TimeoutError] * 2
        embedder.release(2)
        await until(lambda: kept)
        assert embedder.asked == ["begonnen"]

    run(story, embedder, deadline=0.05)


def test_as_many_are_embedded_at_once_as_the_embedder_takes():
    embedder = Stepwise(at_once=3)

    async def story(queue, kept):
        tasks = await asked(queue, "a", "b", "c", "d")
        for _ in range(3):
            await embedder.begun()
        assert sorted(embedder.asked) == ["a", "b", "c"]
        embedder.release(4)
        assert all(vector is not None for vector in await asyncio.gather(*tasks))

    run(story, embedder)
