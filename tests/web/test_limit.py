"""How often something may happen in a minute."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

from app.domain.errors import TooMany
from app.web.limit import Limit


@pytest.fixture
def clock(monkeypatch):
    """A clock that goes on when told to."""

    class Clock:
        now = 1000.0

    monkeypatch.setattr("time.monotonic", lambda: Clock.now)
    return Clock


def test_there_is_room_again_when_the_first_is_a_minute_ago(clock):
    taking = Limit(2, "lists")
    taking.take()
    clock.now += 20
    taking.take()
    with pytest.raises(TooMany) as refused:
        taking.take()
    assert refused.value.seconds == 40
    clock.now += 39.5
    with pytest.raises(TooMany) as refused:
        taking.take()
    assert refused.value.seconds == 1
    clock.now += 0.5
    taking.take()
    with pytest.raises(TooMany):
        taking.take()


def test_several_threads_together_get_no_more():
    taking = Limit(50, "lists")

    def taken(_):
        try:
            taking.take()
        except TooMany:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(taken, range(200))) == 50


FORKED = """
import multiprocessing, signal, os
from app.domain.errors import TooMany
from app.web.limit import Limit

fork = multiprocessing.get_context("fork")
limit, taken = Limit(50, "lists"), fork.Value("i")

def take():
    for _ in range(40):
        try:
            limit.take()
        except TooMany:
            continue
        with taken:
            taken.value += 1

def die_inside():
    with limit._alone():
        os.kill(os.getpid(), signal.SIGKILL)

for work in ([die_inside], [take] * 3):
    processes = [fork.Process(target=function) for function in work]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
print(taken.value)
"""


def test_several_processes_together_get_no_more_and_a_killed_one_stops_nobody():
    assert subprocess.run([sys.executable, "-c", FORKED], capture_output=True, text=True, check=True, timeout=60).stdout == "50\n"
