"""How often something may happen in a minute, in memory that the processes of one service share."""

import fcntl
import math
import mmap
import tempfile
import threading
import time
import weakref
from collections.abc import Iterator
from contextlib import contextmanager

from app.domain.errors import TooMany

SECONDS = 60.0
DOUBLE = 8


class Limit:
    """At most `most` times in any minute, whoever asks: no address is looked at, so none is kept.

    For use by several threads, and by all processes that are forked after it was made: the last `most` times stand in a ring in
    shared memory, of which one more double counts how many there have been.
    """

    def __init__(self, most: int, what: str) -> None:
        self._most = most
        self._what = what
        self._ring = memoryview(mmap.mmap(-1, (most + 1) * DOUBLE)).cast("d")
        self._thread_lock = threading.Lock()
        # A lock on a file, because the system lets go of it when a process is killed.
        self._process_lock = tempfile.TemporaryFile()  # noqa: SIM115 - it is open as long as the limit is there
        weakref.finalize(self, self._process_lock.close)

    def take(self) -> None:
        """Count one. Raises TooMany with the seconds until there is room again."""
        with self._alone():
            now = time.monotonic()  # the system's, so the same for all processes
            taken = int(self._ring[self._most])
            place = taken % self._most
            if taken >= self._most and self._ring[place] > now - SECONDS:
                seconds = max(1, math.ceil(self._ring[place] + SECONDS - now))
                raise TooMany(f"There were too many {self._what} in the last minute. Try again in {seconds} seconds.", seconds)
            self._ring[place] = now
            self._ring[self._most] = taken + 1

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Let one thread of one process in. The file's lock is of a process, so threads need one of their own."""
        with self._thread_lock:
            fcntl.lockf(self._process_lock, fcntl.LOCK_EX)
            try:
                yield
            finally:
                fcntl.lockf(self._process_lock, fcntl.LOCK_UN)
