"""Several processes that do the same work: started as copies of this one, replaced when they die, stopped with the one on duty last.

The supervisor does nothing else and keeps no threads of its own, so copying it is safe, and its copies share what it has loaded.
"""

import gc
import logging
import multiprocessing
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from multiprocessing.connection import Connection, wait
from multiprocessing.context import ForkProcess
from typing import NoReturn

import typer
from uvicorn.config import STARTUP_FAILURE

from app.web.background.duty import Duty

Work = Callable[[], None]

FORK = multiprocessing.get_context("fork")
SIGNALS = (signal.SIGINT, signal.SIGTERM)
STOP_SECONDS = 20.0
WATCH_SECONDS = 0.5
# One that dies young lets the next wait, each time twice as long.
YOUNG_SECONDS = 10.0
SHORTEST_PAUSE, LONGEST_PAUSE = 0.5, 30.0
log = logging.getLogger(__name__)


@contextmanager
def asked_to_stop() -> Iterator[Connection]:
    """A connection that has something to read as soon as this process is told to stop, by Ctrl-C or SIGTERM."""
    reader, writer = multiprocessing.Pipe(duplex=False)
    before = {number: signal.signal(number, lambda *_: writer.send_bytes(b"stop")) for number in SIGNALS}
    try:
        yield reader
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def run_apart(work: Work, stop: Connection) -> None:
    """Do some work in a process of its own, whose memory goes with it; end it early when told to stop. Raises typer.Exit when it fails."""
    process = _started(work)
    wait([stop, process.sentinel])
    if stop.poll():
        _end([process])
        return
    process.join()
    if process.exitcode:
        raise typer.Exit(1)


class Supervisor:
    """`number` processes that do `work` until they are told to stop; one of them is on duty."""

    def __init__(self, work: Work, number: int, duty: Duty) -> None:
        self._work = work
        self._number = number
        self._duty = duty
        self._since: dict[ForkProcess, float] = {}
        self._replaced = 0
        self._died_young = 0
        self._next_start = 0.0

    def run(self, stop: Connection) -> None:
        """Keep the processes running until `stop` has something to read. Raises typer.Exit when they cannot even start."""
        gc.freeze()  # a collection in a copy would write to what it shares
        try:
            while not stop.poll():
                self._start_missing()
                self._put_one_on_duty()
                wait([stop, *(process.sentinel for process in self._since)], self._pause())
                self._let_go_of_dead()
        finally:
            self._stop()

    def _start_missing(self) -> None:
        while len(self._since) < self._number and time.monotonic() >= self._next_start:
            self._since[_started(self._work)] = time.monotonic()

    def _put_one_on_duty(self) -> None:
        if self._since and not self._on_duty():
            self._duty.give(next(iter(self._since)).pid or 0)  # the one that has run longest

    def _pause(self) -> float | None:
        """The seconds until there is something to start; None when nothing is missing."""
        return max(0.0, self._next_start - time.monotonic()) if len(self._since) < self._number else None

    def _let_go_of_dead(self) -> None:
        for process in [process for process in self._since if process.exitcode is not None]:
            lived = time.monotonic() - self._since.pop(process)
            if process.exitcode == STARTUP_FAILURE and not self._replaced:
                raise typer.Exit(1)
            self._replaced += 1
            self._died_young = self._died_young + 1 if lived < YOUNG_SECONDS else 0
            pause = min(SHORTEST_PAUSE * 2 ** (self._died_young - 1), LONGEST_PAUSE) if self._died_young else 0.0
            self._next_start = time.monotonic() + pause
            log.warning("process %d ended (code %s); another one starts in %.1f s", process.pid, process.exitcode, pause)

    def _on_duty(self) -> list[ForkProcess]:
        return [process for process in self._since if process.pid == self._duty.holder]

    def _stop(self) -> None:
        """Stop the one that runs the engine last, so that the others can answer what they were asked."""
        last = self._on_duty()
        _end([process for process in self._since if process not in last])
        _end(last)


def _started(work: Work) -> ForkProcess:
    """A running copy of this process that does the work, and ends when this process is gone."""
    process = FORK.Process(target=_copied, args=(work, os.getpid()))
    # Until the copy has handlers of its own, a signal to it would reach those of this process.
    signal.pthread_sigmask(signal.SIG_BLOCK, SIGNALS)
    try:
        process.start()
    finally:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, SIGNALS)
    return process


def _copied(work: Work, parent: int) -> None:
    os.setpgrp()  # a Ctrl-C in the terminal is for the supervisor, which stops its copies in order
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGTERM, _leave)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, SIGNALS)
    threading.Thread(target=_leave_with, args=(parent,), name="leave-with-supervisor", daemon=True).start()
    try:
        work()
    except typer.Exit:
        sys.exit(STARTUP_FAILURE)


def _leave(*_: object) -> NoReturn:
    sys.exit(0)


def _leave_with(parent: int) -> None:
    """Stop this process in order when its supervisor was killed."""
    while os.getppid() == parent:
        time.sleep(WATCH_SECONDS)
    os.kill(os.getpid(), signal.SIGTERM)


def _end(processes: Sequence[ForkProcess]) -> None:
    for process in processes:
        process.terminate()
    deadline = time.monotonic() + STOP_SECONDS
    for process in processes:
        process.join(max(0.0, deadline - time.monotonic()))
        if process.exitcode is None:
            log.warning("process %d did not stop within %.0f s and is killed", process.pid, STOP_SECONDS)
            process.kill()
            process.join()
