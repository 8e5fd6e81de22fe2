"""Connections: the same rules on SQLite and PostgreSQL."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.orm import Session, sessionmaker

from app.domain.errors import DatabaseUnavailable

Sessions = sessionmaker[Session]
BUSY_SECONDS = 15


def connect(url: str) -> Engine:
    """An engine for a database URL. Opens nothing yet, but makes the folder of an SQLite file."""
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        Path(str(parsed.database)).parent.mkdir(parents=True, exist_ok=True)
        engine = create_engine(url, connect_args={"timeout": BUSY_SECONDS})
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        return engine
    return create_engine(url, pool_pre_ping=True, connect_args={"connect_timeout": 5})


def _prepare_sqlite(connection: Any, _record: object) -> None:
    """WAL lets readers go on while a publish writes; foreign keys are off in SQLite unless asked for."""
    connection.isolation_level = None  # or the driver begins transactions by its own rules, and not before a SELECT
    for pragma in ("journal_mode=WAL", "foreign_keys=ON", "synchronous=NORMAL"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    """A writer takes the write lock at once: taking it later fails when somebody else wrote in between."""
    connection.exec_driver_sql(f"BEGIN {connection.get_execution_options().get('sqlite_begin', 'DEFERRED')}")


def sessions(engine: Engine) -> Sessions:
    """A maker of sessions whose objects stay readable after the commit."""
    return sessionmaker(engine, expire_on_commit=False)


@contextmanager
def reading(make: Sessions) -> Iterator[Session]:
    """A session that sees one moment of the database, however many queries. Raises DatabaseUnavailable."""
    try:
        with make() as session:
            if session.get_bind().dialect.name == "postgresql":
                session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
            yield session
    except (OperationalError, DBAPIError) as error:
        raise DatabaseUnavailable(explain(error)) from error


@contextmanager
def writing(make: Sessions) -> Iterator[Session]:
    """A transaction: all of it or nothing. Raises DatabaseUnavailable."""
    try:
        with make.begin() as session:
            session.connection(execution_options={"sqlite_begin": "IMMEDIATE"})
            yield session
    except (OperationalError, DBAPIError) as error:
        raise DatabaseUnavailable(explain(error)) from error


def explain(error: DBAPIError) -> str:
    """The database's complaint in one line, and what to do about the usual ones."""
    text = str(error.orig).strip().splitlines()[0] if str(error.orig).strip() else type(error.orig).__name__
    if "no such table" in text or "does not exist" in text:
        return f"The database has not been prepared ({text}); run `menukaart migrate`."
    return f"The database gave no answer: {text}"
