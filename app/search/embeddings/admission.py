"""Admission to the model: only what it can do in time, the newest first. Who cannot be served is told so at once."""

import asyncio
import contextlib
import statistics
import time
from collections import deque
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from threading import Lock

import numpy as np
import numpy.typing as npt

from app.search.embeddings.embedders import Embedder

MAX_WAITING = 64
# The queue is no longer than what is done in this share of the deadline: under load the oldest are overtaken, and a search that waited
# until then has lost more than the model's vector is worth.
QUEUE_SHARE = 0.2
# Of so many embeddings the median says how long the next will take: one that was held up says nothing.
RECENT = 9

Vector = npt.NDArray[np.float32]


@dataclass(slots=True, eq=False)
class EmbeddingJob:
    """One text on its way to a vector, or to None when newer ones came before it. `begun` is a moment of the monotonic clock."""

    text: str
    outcome: asyncio.Future[Vector | None]
    waiters: int = 0
    begun: float = 0.0


class ModelQueue:
    """The queue before an embedder, in one event loop. `deadline` is in seconds; `keep` is given every vector that was made.

    The same text asked twice at once is embedded once. Work that has begun is finished and kept, also when nobody waits for it any more;
    work that has not is dropped then. Threads take their next work themselves: a busy event loop would let the model wait for it.
    """

    def __init__(self, embedder: Embedder, deadline: float, keep: Callable[[str, Vector], None]) -> None:
        self._embedder = embedder
        self._deadline = deadline
        self._keep = keep
        self._threads = ThreadPoolExecutor(embedder.at_once, thread_name_prefix="embed")
        self._jobs: dict[str, EmbeddingJob] = {}  # of the event loop alone
        self._lock = Lock()  # over what follows
        self._waiting: dict[str, EmbeddingJob] = {}
        self._running: set[EmbeddingJob] = set()
        self._recent: deque[float] = deque(maxlen=RECENT)

    def close(self) -> None:
        """Begin nothing more."""
        with self._lock:
            self._waiting.clear()
        self._threads.shutdown(wait=False, cancel_futures=True)

    async def vector(self, text: str) -> Vector | None:
        """The vector of a text; None at once when it cannot be had in time. Raises TimeoutError after the deadline, and EmbeddingFailed."""
        job = self._under_way(text) or self._admitted(text)
        if job is None or (job.begun and time.monotonic() - job.begun > self._deadline):
            return None
        job.waiters += 1
        try:
            async with asyncio.timeout(self._deadline):
                return await asyncio.shield(job.outcome)
        finally:
            job.waiters -= 1
            if not job.waiters:
                self._drop_unless_begun(job)

    def _under_way(self, text: str) -> EmbeddingJob | None:
        """The job that a text has already; asked again, it is the newest."""
        job = self._jobs.get(text)
        if job:
            with self._lock:
                if self._waiting.pop(text, None):
                    self._waiting[text] = job
        return job

    def _admitted(self, text: str) -> EmbeddingJob | None:
        """A job for a text, or None when nobody should wait for it.

        An embedder that has become slow is still given a text when it is idle, or nobody would notice that it has recovered.
        """
        loop = asyncio.get_running_loop()
        job, overtaken = EmbeddingJob(text, loop.create_future()), []
        with self._lock:
            seconds, idle = self._seconds(), len(self._running) < self._embedder.at_once
            room = self._room(seconds)
            if idle:
                self._begin(job)
            elif room:
                too_many = max(len(self._waiting) + 1 - room, 0)
                overtaken = [self._waiting.pop(name) for name in list(self._waiting)[:too_many]]
                self._waiting[text] = job
        for older in overtaken:
            self._finish(older, None)
        if idle or room:
            self._jobs[text] = job
        if idle:
            self._threads.submit(self._work, job, loop)
        return job if (seconds <= self._deadline if idle else room) else None

    def _seconds(self) -> float:
        """Seconds that an embedding takes: as lately, or as all that are running have taken by now."""
        lately = statistics.median_low(self._recent) if self._recent else 0.0
        if len(self._running) < self._embedder.at_once:
            return lately
        return max(lately, time.monotonic() - max(job.begun for job in self._running))

    def _room(self, seconds: float) -> int:
        """Places in the queue: as many as are done in a share of the deadline, and one for each that is running if it can be in time."""
        if not seconds:
            return MAX_WAITING
        spare = min(QUEUE_SHARE * self._deadline, self._deadline - seconds)
        at_least = self._embedder.at_once if 2 * seconds <= self._deadline else 0
        return min(MAX_WAITING, max(at_least, int(self._embedder.at_once * spare / seconds)))

    def _begin(self, job: EmbeddingJob) -> None:
        job.begun = time.monotonic()
        self._running.add(job)

    def _work(self, job: EmbeddingJob | None, loop: asyncio.AbstractEventLoop) -> None:
        """Embed a text and, as long as any wait, the newest of them. Runs in a thread."""
        while job:
            made: Vector | Exception
            try:
                made = self._embedder.queries([job.text])[0]
            except Exception as error:  # noqa: BLE001 - whoever waits for the text raises it
                made = error
            with contextlib.suppress(RuntimeError):  # the loop is closed: nobody waits any more
                loop.call_soon_threadsafe(self._finish, job, made)
            job = self._next_after(job)

    def _next_after(self, done: EmbeddingJob) -> EmbeddingJob | None:
        with self._lock:
            self._running.remove(done)
            self._recent.append(time.monotonic() - done.begun)
            if not self._waiting:
                return None
            job = self._waiting.popitem()[1]
            self._begin(job)
            return job

    def _drop_unless_begun(self, job: EmbeddingJob) -> None:
        with self._lock:
            dropped = self._waiting.pop(job.text, None)
        if dropped:
            self._finish(job, None)

    def _finish(self, job: EmbeddingJob, made: Vector | Exception | None) -> None:
        """Tell everybody who waits for a job what became of it."""
        del self._jobs[job.text]
        if isinstance(made, Exception):
            job.outcome.set_exception(made)
            job.outcome.exception()  # looked at, or asyncio complains about an error that nobody waited for
            return
        if made is not None:
            self._keep(job.text, made)
        job.outcome.set_result(made)
