"""How often something may happen in a minute."""

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
