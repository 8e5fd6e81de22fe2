"""A search engine of our own: found, started, shared, brought back and stopped, as real processes."""

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx2
import pytest
from conftest import ROOT, engine_pids, index_names, quiet
from search.small import documents, draft

from app.domain.errors import SearchUnavailable
from app.search.index import build
from app.search.index.local_server import EmbeddedServer, find_binary, running
from app.search.index.server import IndexServer
from app.search.index.versions import IndexVersion

pytestmark = pytest.mark.servers

RUNNER = """
import sys, time
from pathlib import Path
from app.search.index.local_server import EmbeddedServer, running
sys.stdin.read(1)
with running(EmbeddedServer(Path(sys.argv[1]), None, lambda _: None), watched=False) as server:
    print(server.url, server.key, flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "engine"


@pytest.fixture
def start(folder):
    """Processes that run the engine of the folder until they are ended; `x` on their standard input lets them begin."""
    started = []

    def starting():
        process = subprocess.Popen(
            [sys.executable, "-c", RUNNER, folder], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        started.append(process)
        return process

    yield starting
    for process in started:
        if process.poll() is None:
            process.kill()
        process.communicate(timeout=60)
    assert eventually(lambda: not engine_pids(folder))


def begin(process):
    process.stdin.write("x")
    process.stdin.flush()


def eventually(condition, seconds=60):
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if condition():
            return True
        time.sleep(0.05)
    return False


def test_it_answers_on_loopback_to_its_own_key_only(folder):
    with running(EmbeddedServer(folder, None, quiet), watched=False) as server:
        assert server.url.startswith("http://127.0.0.1:")
        assert index_names(IndexServer(server.url, server.key, "x")) == []
        assert httpx2.get(f"{server.url}/indexes", trust_env=False).status_code == 401
    assert engine_pids(folder) == []


def test_its_key_is_for_our_eyes_and_stays_the_same(folder):
    first, second = EmbeddedServer(folder, None, quiet), EmbeddedServer(folder, None, quiet)
    assert len(first.key) > 30
    assert (first.key, first.url) == (second.key, second.url)
    assert (folder / "engine.key").stat().st_mode & 0o777 == 0o600
    with running(first, watched=False):
        (pid,) = engine_pids(folder)
        assert first.key not in Path(f"/proc/{pid}/cmdline").read_text()


def test_it_keeps_its_indexes_when_it_stops(folder):
    with running(EmbeddedServer(folder, None, quiet), watched=False) as server:
        name = build.build(IndexServer(server.url, server.key, "x"), documents([draft("a")]), 1, None, quiet)
    with running(EmbeddedServer(folder, None, quiet), watched=False) as server:
        assert build.count(IndexServer(server.url, server.key, "x"), IndexVersion(name, 1)) == 1


def test_several_at_once_agree_on_key_and_address(tmp_path):
    def meet(folder):
        barrier.wait()
        server = EmbeddedServer(folder, None, quiet)
        return server.key, server.url

    barrier = threading.Barrier(4)
    with ThreadPoolExecutor(4) as pool:
        for number in range(50):
            found = pool.map(meet, [tmp_path / str(number)] * 4)
            assert len(set(found)) == 1


def test_several_at_once_agree_on_one_engine(folder, start):
    processes = [start() for _ in range(4)]
    for process in processes:
        begin(process)
    assert len({process.stdout.readline() for process in processes}) == 1
    assert len(engine_pids(folder)) == 1


def test_who_uses_the_engine_of_another_does_not_stop_it(folder, start):
    owner = start()
    begin(owner)
    owner.stdout.readline()
    with running(EmbeddedServer(folder, None, quiet), watched=False):
        (pid,) = engine_pids(folder)
    assert engine_pids(folder) == [pid]


def test_a_killed_owner_takes_the_engine_along(folder, start):
    owner = start()
    begin(owner)
    owner.stdout.readline()
    assert len(engine_pids(folder)) == 1
    owner.kill()
    assert eventually(lambda: not engine_pids(folder))


def test_the_next_waits_until_the_engine_of_a_killed_owner_has_ended(folder, start):
    owner = start()
    begin(owner)
    owner.stdout.readline()
    (pid,) = engine_pids(folder)
    os.kill(pid, signal.SIGSTOP)  # an engine that takes its time to end
    owner.kill()
    owner.wait(20)
    going_on = threading.Timer(3, go_on, (pid,))
    going_on.start()
    with running(EmbeddedServer(folder, None, quiet), watched=False) as server:
        assert engine_pids(folder) != [pid]
        assert index_names(IndexServer(server.url, server.key, "x")) == []
    going_on.join()


def go_on(pid):
    """Let a stopped process go on. Something else may have let it, and then it has ended."""
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, signal.SIGCONT)


def test_a_watched_engine_comes_back_with_its_indexes_at_the_same_address(folder):
    told = []
    with running(EmbeddedServer(folder, None, told.append), watched=True) as server:
        ours, address = IndexServer(server.url, server.key, "x"), server.url
        name = build.build(ours, documents([draft("a")]), 1, None, quiet)
        for _ in range(2):
            (pid,) = engine_pids(folder)
            os.kill(pid, signal.SIGKILL)
            assert eventually(lambda gone=pid: engine_pids(folder) not in ([], [gone]))
            assert eventually(lambda: answers(server))
        assert server.url == address
        assert build.count(ours, IndexVersion(name, 1)) == 1
    assert engine_pids(folder) == []
    assert told.count("the search engine is gone; starting it again") == 2
    assert not [thread for thread in threading.enumerate() if thread.name == "engine-watch" and not thread.daemon]


def answers(server):
    try:
        return httpx2.get(f"{server.url}/health", trust_env=False).status_code == 200
    except httpx2.HTTPError:
        return False


def test_a_watcher_takes_over_when_the_owner_leaves(folder, start):
    owner = start()
    begin(owner)
    owner.stdout.readline()
    with running(EmbeddedServer(folder, None, quiet), watched=True) as server:
        (pid,) = engine_pids(folder)
        owner.communicate(timeout=60)
        assert eventually(lambda: engine_pids(folder) not in ([], [pid]) and answers(server))


def test_who_may_not_run_the_engine_waits_for_it_and_takes_over_when_it_may(folder, start):
    owner, on_duty = start(), threading.Event()
    with ThreadPoolExecutor(1) as pool:
        server = EmbeddedServer(folder, None, quiet, on_duty.is_set)
        waiting = pool.submit(server.ensure)
        begin(owner)
        owner.stdout.readline()
        waiting.result(60)
    with running(server, watched=True):
        (pid,) = engine_pids(folder)
        owner.communicate(timeout=60)
        assert eventually(lambda: not engine_pids(folder))
        on_duty.set()
        assert eventually(lambda: engine_pids(folder) not in ([], [pid]) and answers(server))


def test_a_port_that_another_program_took_meanwhile_is_left_to_it(folder):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        folder.mkdir()
        (folder / "engine.port").write_text(str(port))
        with running(EmbeddedServer(folder, None, quiet), watched=False) as server:
            assert server.url != f"http://127.0.0.1:{port}"
            assert EmbeddedServer(folder, None, quiet).url == server.url
            assert answers(server)


def test_the_program_is_the_wanted_one_then_the_one_on_the_path_then_the_one_of_npm(tmp_path, monkeypatch):
    wanted, on_path = tmp_path / "wanted", tmp_path / "meilisearch"
    for program in (wanted, on_path):
        program.touch(0o755)
    assert find_binary(wanted) == wanted
    monkeypatch.setenv("PATH", str(tmp_path))
    assert find_binary(None) == on_path
    monkeypatch.setenv("PATH", "/nowhere")
    assert find_binary(None).is_relative_to(ROOT / "node_modules")


def test_a_program_that_is_not_there_is_said(folder):
    with pytest.raises(SearchUnavailable, match="MEILI_BIN is '/nowhere/meilisearch', but there is no such file"):
        EmbeddedServer(folder, Path("/nowhere/meilisearch"), quiet).ensure()


@pytest.fixture(params=["with setpriv", "without"])
def with_or_without_setpriv(request, monkeypatch):
    """A system that has the program that ends the engine with its owner, and one that has not."""
    if request.param == "without":
        which = shutil.which
        monkeypatch.setattr(shutil, "which", lambda name, **options: None if name == "setpriv" else which(name, **options))
    elif not shutil.which("setpriv"):
        pytest.skip("this system has no setpriv")
    return request.param == "with setpriv"


def test_the_engine_starts_with_and_without_setpriv(folder, with_or_without_setpriv):
    with running(EmbeddedServer(folder, None, quiet), watched=False) as server:
        assert answers(server)
        (pid,) = engine_pids(folder)
        assert "setpriv" not in Path(f"/proc/{pid}/cmdline").read_text()
    assert engine_pids(folder) == []


def test_a_program_that_is_none_is_said_and_leaves_no_lock(folder, tmp_path, with_or_without_setpriv):
    text = tmp_path / "text"
    text.write_text("this is no program")
    said = r"ended at once \(code 127\)" if with_or_without_setpriv else "cannot be started: Exec format error"
    for _ in range(2):
        with pytest.raises(SearchUnavailable, match=said):
            EmbeddedServer(folder, text, quiet).ensure()
    assert not with_or_without_setpriv or "not found" in (folder / "engine.log").read_text()  # setpriv takes it for a script


def test_a_program_that_ends_at_once_is_said_and_leaves_no_lock(folder):
    for _ in range(2):
        with pytest.raises(SearchUnavailable, match=r"ended at once \(code 1\); the end of .*engine\.log says why"):
            EmbeddedServer(folder, Path("/bin/false"), quiet).ensure()


def test_a_folder_that_cannot_be_made_is_said():
    with pytest.raises(SearchUnavailable, match=r"/dev/null/engine cannot be used: .*Not a directory"):
        EmbeddedServer(Path("/dev/null/engine"), None, quiet)
