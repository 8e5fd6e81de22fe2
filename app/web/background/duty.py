"""Which process of a service does what one does for all: run the engine, forget old counts, delete expired shortlists."""

import mmap
import os

BYTES = 8


class Duty:
    """The process on duty: the one that makes this, until it is given to another. Processes that are forked afterwards share it."""

    def __init__(self) -> None:
        self._pid = mmap.mmap(-1, BYTES)
        self.give(os.getpid())

    def give(self, pid: int) -> None:
        """Put the process with this number on duty."""
        self._pid[:] = pid.to_bytes(BYTES, "little")

    @property
    def holder(self) -> int:
        """The number of the process on duty."""
        return int.from_bytes(self._pid[:], "little")

    def is_mine(self) -> bool:
        """Whether this process is on duty."""
        return self.holder == os.getpid()
