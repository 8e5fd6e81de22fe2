"""Several processes that serve together: one address, one engine, one limit, one count, and no end by the death of any one of them."""

import contextlib
import itertools
import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import httpx2
import orjson
import pytest
from conftest import engine_pids
from factories import make_content, slug
from sqlalchemy import select

from app.db.engine import connect, reading, sessions
from app.db.models import SearchCount
from faults.conftest import Installation, eventually, kill

pytestmark = pytest.mark.servers
LIST = {"title": "Onze keuze", "items": [{"slug": slug(0), "note": ""}]}
LISTENING = "0A"


def alive(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def children(pid):
    """The processes that this one started and that have not ended."""
    found = []
    with contextlib.suppress(OSError):
        for task in Path(f"/proc/{pid}/task").iterdir():
            found += [int(child) for child in (task / "children").read_text().split()]
    return [child for child in found if alive(child)]


class Service:
    """A service of two processes, and requests to a chosen one of them."""

    def __init__(self, installation, supervisor, url):
        self.supervisor, self.url = supervisor, url
        self._engine_folder = installation.folder / "var/engine"

    @property
    def workers(self):
        return children(self.supervisor.pid)

    @property
    def engines(self):
        return engine_pids(self._engine_folder)

    @property
    def on_duty(self):
        """The worker that runs the engine; None while there is none."""
        return next((worker for worker in self.workers if set(children(worker)) & set(self.engines)), None)

    @property
    def off_duty(self):
        return next(worker for worker in self.workers if worker != self.on_duty)

    def is_whole(self, *gone):
        """Whether there are two workers, one of which runs the one engine, and none of them is one of these that are to go."""
        workers, engines = self.workers, self.engines
        in_order = len(workers) == 2 and len(engines) == 1 and not {*workers, *engines}.intersection(gone)
        return in_order and any(engines[0] in children(worker) for worker in workers)

    @contextlib.contextmanager
    def only(self, worker):
        """This worker alone takes connections."""
        others = [pid for pid in self.workers if pid != worker]
        for pid in others:
            os.kill(pid, signal.SIGSTOP)
        try:
            yield
        finally:
            for pid in others:
                os.kill(pid, signal.SIGCONT)

    def ask(self, method, path, **given):
        """An answer over a connection of its own."""
        return httpx2.request(method, f"{self.url}{path}", trust_env=False, timeout=20, **given)

    def asks(self, worker, method, path, **given):
        """The answer of this very worker."""
        with self.only(worker):
            return self.ask(method, path, **given)

    def searches(self):
        """Whether every worker answers a search."""
        return all(self.asks(worker, "GET", "/v1/search?q=aanpak").status_code == 200 for worker in self.workers)

    def listens(self, worker):
        """Whether this worker still takes connections."""
        port = f":{int(self.url.rpartition(':')[2]):04X}"
        rows = [line.split() for line in Path("/proc/net/tcp").read_text().splitlines()]
        inodes = {f"socket:[{row[9]}]" for row in rows if row[1].endswith(port) and row[3] == LISTENING}
        held = []
        for descriptor in Path(f"/proc/{worker}/fd").iterdir():
            with contextlib.suppress(OSError):
                held.append(str(descriptor.readlink()))
        return bool(inodes.intersection(held))


@contextlib.contextmanager
def serving(installation, **settings):
    installation.settings |= {"WORKERS": "2", **settings}
    make_content(installation.content, 5)
    with installation.serving() as (supervisor, client):
        service = Service(installation, supervisor, str(client.base_url).rstrip("/"))
        assert eventually(service.is_whole)
        assert eventually(service.searches)
        yield service


@pytest.fixture(scope="module")
def lasting(tmp_path_factory):
    """A service that is whole again after each test."""
    with serving(Installation(tmp_path_factory.mktemp("workers"))) as made:
        yield made


@pytest.fixture
def mortal(installation):
    """A service that may end."""
    with serving(installation) as made:
        yield made


def test_one_is_the_default_and_has_no_supervisor(installation):
    make_content(installation.content, 5)
    with installation.serving() as (process, _):
        assert children(process.pid) == engine_pids(installation.folder / "var/engine")


@pytest.mark.both_databases
def test_a_limit_and_counts_hold_for_all_together(tmp_path, database_url):
    installation = Installation(tmp_path, DATABASE_URL=database_url)
    with serving(installation, SHORTLISTS_PER_MINUTE="3") as service:
        first, second = service.workers
        made = [service.asks(worker, "POST", "/v1/shortlists", json=LIST).status_code for worker in (first, first, second, second, first)]
        assert made == [201, 201, 201, 429, 429]
        for worker in (first, second, second):
            assert service.asks(worker, "GET", "/v1/search?q=samen+lezen").status_code == 200
        assert service.asks(second, "POST", "/v1/clicks", json={"q": "samen lezen", "slug": slug(0)}).status_code == 204
    assert installation.log("serve").count("serving on http://") == 1
    database = connect(database_url)
    with reading(sessions(database)) as session:
        (row,) = session.scalars(select(SearchCount).where(SearchCount.query == "samen lezen"))
    database.dispose()
    assert (row.searches, row.clicks) == (3, 1)


def test_a_killed_worker_is_replaced_and_the_other_answers_meanwhile(lasting):
    killed, engine = lasting.off_duty, lasting.engines
    os.kill(killed, signal.SIGKILL)
    answers = []
    assert eventually(lambda: answers.append(lasting.ask("GET", "/v1/search?q=aanpak").status_code) or lasting.is_whole(killed))
    assert set(answers) == {200}
    assert lasting.engines == engine
    assert eventually(lasting.searches)


def test_when_the_one_that_runs_the_engine_is_killed_another_takes_over(lasting):
    killed, engine, other = lasting.on_duty, lasting.engines, lasting.off_duty
    os.kill(killed, signal.SIGKILL)
    assert eventually(lambda: lasting.is_whole(killed, *engine))
    assert lasting.on_duty == other
    assert eventually(lasting.searches)


def test_a_killed_engine_comes_back(lasting):
    (engine,), before = lasting.engines, lasting.on_duty
    os.kill(engine, signal.SIGKILL)
    assert eventually(lambda: lasting.is_whole(engine))
    assert lasting.on_duty == before
    assert eventually(lasting.searches)


def test_who_is_being_answered_at_the_stop_still_gets_it_and_the_engine_goes_last(mortal):
    on_duty, off_duty = mortal.on_duty, mortal.off_duty
    everybody = [on_duty, off_duty, *mortal.engines]
    body = orjson.dumps(LIST)
    host, port = mortal.url.removeprefix("http://").split(":")
    with contextlib.ExitStack() as stack:
        with mortal.only(off_duty):
            client = stack.enter_context(socket.create_connection((host, int(port)), timeout=20))
            head = ("POST /v1/shortlists HTTP/1.1", f"Host: {host}", "Content-Type: application/json", f"Content-Length: {len(body)}")
            client.sendall("\r\n".join((*head, "Expect: 100-continue", "", "")).encode())
            assert client.recv(100).startswith(b"HTTP/1.1 100 ")  # the request has reached the application
        mortal.supervisor.terminate()
        assert eventually(lambda: not mortal.listens(off_duty))
        assert mortal.ask("GET", "/v1/search?q=aanpak").status_code == 200
        client.sendall(body)
        assert client.recv(100).startswith(b"HTTP/1.1 201 ")
    assert mortal.supervisor.wait(30) == 0
    assert not any(alive(pid) for pid in everybody)


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 0), (signal.SIGKILL, -signal.SIGKILL)])
def test_no_process_stays_behind(mortal, number, code):
    everybody = [*mortal.workers, *mortal.engines]
    mortal.supervisor.send_signal(number)
    assert mortal.supervisor.wait(30) == code
    assert eventually(lambda: not any(alive(pid) for pid in everybody))


@pytest.mark.parametrize(
    ("option", "settings", "words"),
    [
        ("--publish", {"DATABASE_URL": "postgresql://u:secret@127.0.0.1:9/x"}, "database"),
        ("--no-publish", {"MEILI_BIN": "/nowhere/meilisearch"}, "MEILI_BIN"),
    ],
)
def test_a_service_that_cannot_start_says_why_and_ends(installation, option, settings, words):
    process = installation.start("serve", option, WORKERS="2", **settings)
    try:
        assert process.wait(30) == 1
    finally:
        kill(process)
    assert words in installation.log("serve")
    assert "Traceback" not in installation.log("serve")


YOUNG = """
import os, signal, sys, time
from app.cli import supervisor
from app.web.background.duty import Duty
supervisor.SHORTEST_PAUSE = 0.1
def die():
    with open(sys.argv[1], "a") as times:
        print(time.monotonic(), file=times)
    os.kill(os.getpid(), signal.SIGKILL)
with supervisor.asked_to_stop() as stop:
    supervisor.Supervisor(die, 1, Duty()).run(stop)
"""


def test_one_that_always_dies_young_is_started_ever_later(tmp_path):
    times = tmp_path / "times"
    times.touch()
    with subprocess.Popen([sys.executable, "-c", YOUNG, str(times)], stderr=subprocess.DEVNULL) as supervisor:
        assert eventually(lambda: len(times.read_text().splitlines()) >= 5)
        supervisor.terminate()
        assert supervisor.wait(20) == 0
    starts = [float(line) for line in times.read_text().splitlines()]
    pauses = [later - earlier for earlier, later in itertools.pairwise(starts)]
    assert all(pause >= 0.1 * 2**number for number, pause in enumerate(pauses))
