"""Connections: the same rules on SQLite and PostgreSQL."""

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, orm
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError, DisconnectionError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm import sessionmaker
from sqlalchemy.pool import ConnectionPoolEntry

from app.domain.errors import DatabaseUnavailable

# By this name for who may not know SQLAlchemy.
Session = orm.Session
Sessions = sessionmaker[Session]
BUSY_SECONDS = 15
POOL_SECONDS = 10.0
MISSING_IN_SQLITE = ("no such table", "no such column", "there is no file")
MISSING_IN_POSTGRESQL = {"42P01", "42703"}  # a table, a column


def connect(url: str) -> Engine:
    """An engine for a database URL. Opens nothing yet."""
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        engine = create_engine(url, pool_timeout=POOL_SECONDS, connect_args={"timeout": BUSY_SECONDS})
        _watch_file(engine, Path(str(parsed.database)))
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        return engine
    return create_engine(url, pool_timeout=POOL_SECONDS, pool_pre_ping=True, connect_args={"connect_timeout": 5})


def make_file(engine: Engine) -> None:
    """An SQLite database begins as an empty file. Raises DatabaseUnavailable."""
    if engine.dialect.name == "sqlite":
        path = Path(str(engine.url.database))
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.touch()
        except OSError as error:
            raise DatabaseUnavailable(f"The database file {path} cannot be made: {error.strerror}.") from error


def _watch_file(engine: Engine, path: Path) -> None:
    """SQLite makes a new, empty file where one is gone, and an open connection goes on in the deleted one. Let both be errors."""

    @event.listens_for(engine, "do_connect")
    def refuse_missing(*_: object) -> None:
        if not path.exists():
            raise sqlite3.OperationalError(f"there is no file {path}")

    @event.listens_for(engine, "connect")
    def remember(_connection: object, record: ConnectionPoolEntry) -> None:
        record.info["file"] = _identity(path)

    @event.listens_for(engine, "checkout")
    def compare(_connection: object, record: ConnectionPoolEntry, _proxy: object) -> None:
        if record.info["file"] != _identity(path):
            raise DisconnectionError(f"{path} is another file now")


def _identity(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _prepare_sqlite(connection: Any, _record: object) -> None:
    """WAL lets readers go on while a publish writes; foreign keys are off in SQLite unless asked for."""
    connection.isolation_level = None  # or the driver begins transactions by its own rules, and not before a SELECT
    _use_wal(connection, time.monotonic() + BUSY_SECONDS)
    connection.execute("PRAGMA foreign_keys=ON")
    connection.execute("PRAGMA synchronous=NORMAL")


def _use_wal(connection: Any, deadline: float) -> None:
    """Two that switch a new file to WAL at once lock each other out, and SQLite then does not wait by itself."""
    while True:
        try:
            connection.execute("PRAGMA journal_mode=WAL")
        except sqlite3.OperationalError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.05)
        else:
            return


def _begin_sqlite(connection: Connection) -> None:
    """A writer takes the write lock at once: taking it later fails when somebody else wrote in between."""
    connection.exec_driver_sql(f"BEGIN {connection.get_execution_options().get('sqlite_begin', 'DEFERRED')}")


def sessions(engine: Engine) -> Sessions:
    """A maker of sessions whose objects stay readable after the commit."""
    return sessionmaker(engine, expire_on_commit=False)


@contextmanager
def reading(make: Sessions) -> Iterator[Session]:
    """A session that sees one moment of the database, however many queries. Raises DatabaseUnavailable."""
    with vendor_errors(), make() as session:
        if session.get_bind().dialect.name == "postgresql":
            session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
        yield session


@contextmanager
def writing(make: Sessions) -> Iterator[Session]:
    """A transaction: all of it or nothing. Raises DatabaseUnavailable."""
    with vendor_errors(), make.begin() as session:
        session.connection(execution_options={"sqlite_begin": "IMMEDIATE"})
        yield session


@contextmanager
def vendor_errors() -> Iterator[None]:
    """The database's own errors end here, as DatabaseUnavailable."""
    try:
        yield
    except PoolTimeout:
        raise DatabaseUnavailable("The database is too busy; every connection is in use.") from None
    except DBAPIError as error:
        raise DatabaseUnavailable(explain(error)) from error


def explain(error: DBAPIError) -> str:
    """The database's complaint in one line, and what to do about the usual ones."""
    text = str(error.orig).strip().splitlines()[0] if str(error.orig).strip() else type(error.orig).__name__
    if text.startswith(MISSING_IN_SQLITE) or getattr(error.orig, "sqlstate", None) in MISSING_IN_POSTGRESQL:
        return f"The database has not been prepared ({text}); run `menukaart migrate`."
    return f"The database gave no answer: {text}"
