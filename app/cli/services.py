"""From settings to the parts that commands work with: the engine, the embedder, and a published catalogue."""

import contextlib
import getpass
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from sqlalchemy import Engine

from app.cli.reporting import report_progress
from app.content import load
from app.content.cache import cache_in
from app.content.load import Content
from app.content.vectors import ShippedVectors
from app.db.engine import Sessions, connect, sessions
from app.db.migrate import migrate
from app.publishing.publish import publish
from app.search.embeddings.embedders import Embedder, embedder
from app.search.index.local_server import EmbeddedServer, anybody, running
from app.search.index.server import IndexServer
from app.settings import Settings


@contextlib.contextmanager
def search_engine(settings: Settings, *, watched: bool = False, may_run: Callable[[], bool] = anybody) -> Iterator[IndexServer]:
    """The search engine: the one of `MEILI_URL`, or a server of our own for as long as the block lasts.

    `may_run` says whether this process may run that server, or waits until another does.
    """
    if settings.meili_url:
        yield IndexServer(settings.meili_url, settings.meili_api_key.get_secret_value(), settings.meili_index_prefix)
        return
    local = EmbeddedServer(settings.var_dir / "engine", settings.meili_bin, report_progress, may_run)
    with running(local, watched=watched) as server:
        yield IndexServer(server.url, server.key, settings.meili_index_prefix)


def chosen_embedder(settings: Settings) -> Embedder | None:
    """The embedder that the settings name, or None."""
    return embedder(settings.embedder, settings.embedder_model, settings.embedder_api_key.get_secret_value())


def checked_content(settings: Settings) -> Content:
    """The content, validated. Raises ContentInvalid."""
    report_progress(f"checking {settings.content_dir}")
    return load.load(settings.content_dir, cache_in(settings.var_dir))


@dataclass(frozen=True, slots=True)
class Embedding:
    """Whatever makes vectors for a publish: an embedder, and the vectors that come with the content."""

    embedder: Embedder | None
    shipped: Mapping[str, bytes] = field(default_factory=dict)


def embedding(settings: Settings) -> Embedding:
    """The embedder of the settings, with the vectors that it made and that come with the content."""
    made_by = chosen_embedder(settings)
    return Embedding(made_by, ShippedVectors(settings.content_dir, made_by.model)) if made_by else Embedding(None)


def publish_content(settings: Settings, content: Content, database: Engine, server: IndexServer, actor: str = "") -> None:
    """Publish checked content in the name of `actor`, by default the user. Raises what `publish` raises."""
    means = embedding(settings)
    publish(content, database, server, actor or user_name(), report_progress, embedder=means.embedder, shipped=means.shipped)


@contextlib.contextmanager
def published_catalogue(settings: Settings, *, watched: bool = True) -> Iterator[tuple[Sessions, IndexServer]]:
    """The catalogue of these settings, published as it is now, and the engine that has it, for as long as the block lasts."""
    content = checked_content(settings)
    database = connect(settings.database)
    migrate(database)
    with search_engine(settings, watched=watched) as server:
        publish_content(settings, content, database, server)
        yield sessions(database), server


def user_name() -> str:
    """Name of the user who runs the command."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "unknown"
