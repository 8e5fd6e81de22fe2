"""Commands as processes: what they take, and what is told when they fail or take too long."""

import os

import pytest

from app.domain.errors import MenukaartError, SearchUnavailable
from app.measure.bench import processes
from app.measure.bench.processes import OutOfTime

pytestmark = pytest.mark.servers


def test_a_command_has_its_time_its_memory_and_its_words(content):
    ended = processes.run(["check"], {"CONTENT_DIR": str(content)}, 60)
    assert "items are in order" in ended.said
    assert 0 < ended.seconds < 60
    assert 10e6 < ended.peak < 2e9


def test_a_command_that_fails_is_told():
    with pytest.raises(MenukaartError, match=r"`menukaart check` failed \(1\): .*/nowhere"):
        processes.run(["check"], {"CONTENT_DIR": "/nowhere"}, 60)


def test_a_command_that_takes_too_long_is_ended():
    with pytest.raises(OutOfTime, match="did not end within 0 seconds"):
        processes.run(["check"], {}, 0)


def test_a_service_that_ends_before_it_is_ready_is_told(tmp_path):
    settings = {"DATABASE_URL": "mysql://nowhere", "VAR_DIR": str(tmp_path)}
    with pytest.raises(SearchUnavailable, match="ended with code 1 before it was ready"), processes.service(settings):
        pass


def test_memory_is_that_of_a_process_and_all_below_it():
    assert processes.memory(os.getpid()) > 10e6
    assert processes.memory(2**22 + 1) == 0
