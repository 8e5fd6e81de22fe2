"""How often something may happen in a minute, in the memory of one process."""

import math
import threading
import time
from collections import deque

from app.domain.errors import TooMany

SECONDS = 60.0


class Limit:
    """At most `most` times in any minute, whoever asks: no address is looked at, so none is kept. For use by several threads."""

    def __init__(self, most: int, what: str) -> None:
        self._most = most
        self._what = what
        self._lock = threading.Lock()
        self._taken: deque[float] = deque()

    def take(self) -> None:
        """Count one. Raises TooMany with the seconds until there is room again."""
        with self._lock:
            now = time.monotonic()
            while self._taken and self._taken[0] <= now - SECONDS:
                self._taken.popleft()
            if len(self._taken) >= self._most:
                seconds = max(1, math.ceil(self._taken[0] + SECONDS - now))
                raise TooMany(f"There were too many {self._what} in the last minute. Try again in {seconds} seconds.", seconds)
            self._taken.append(now)
