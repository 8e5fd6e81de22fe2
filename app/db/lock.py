"""One publish at a time. Both locks are let go by the system when the process ends, however it ends."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError

from app.db.engine import vendor_errors
from app.domain.errors import DatabaseUnavailable, PublishBusy

ADVISORY_KEY = 0x6D656E75  # "menu"
BUSY = "Another publish is running on this database; wait until it is done and try again."


@contextmanager
def exclusive(engine: Engine) -> Iterator[None]:
    """Hold the one publish lock of this database. Raises PublishBusy when somebody else holds it, DatabaseUnavailable."""
    lock = _file_lock if engine.dialect.name == "sqlite" else _advisory_lock
    with lock(engine):
        yield


@contextmanager
def _file_lock(engine: Engine) -> Iterator[None]:
    path = Path(f"{engine.url.database}.publish-lock")
    try:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    except FileNotFoundError:
        raise DatabaseUnavailable(
            f"The database has not been prepared (there is no folder {path.parent}); run `menukaart migrate`."
        ) from None
    except OSError as error:
        raise DatabaseUnavailable(f"The lock {path} cannot be opened: {error.strerror}.") from error
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise PublishBusy(BUSY) from None
        yield
    finally:
        os.close(descriptor)


@contextmanager
def _advisory_lock(engine: Engine) -> Iterator[None]:
    with vendor_errors():
        connection = engine.connect().execution_options(isolation_level="AUTOCOMMIT")
    with connection:
        with vendor_errors():
            free = connection.scalar(text("SELECT pg_try_advisory_lock(:key)"), {"key": ADVISORY_KEY})
        if not free:
            raise PublishBusy(BUSY)
        try:
            yield
        finally:
            with suppress(DBAPIError):  # a connection that broke has let go already
                connection.execute(text("SELECT pg_advisory_unlock(:key)"), {"key": ADVISORY_KEY})
