"""Connections that follow the same rules on both databases, and say in one line what is wrong."""

import sqlite3
from datetime import datetime

import pytest
from conftest import fresh_database
from sqlalchemy import text
from sqlalchemy.exc import StatementError

from app.db import runs
from app.db.engine import connect, reading, sessions, writing
from app.db.lock import exclusive
from app.db.migrate import migrate
from app.db.models import PublishRun
from app.db.runs import PublishedIndex
from app.domain.errors import DatabaseUnavailable

pytestmark = pytest.mark.both_databases


@pytest.fixture
def file(tmp_path):
    return tmp_path / "catalogue.db"


@pytest.fixture
def sqlite(file):
    """A migrated SQLite database of which a connection is open."""
    engine = connect(f"sqlite+pysqlite:///{file}")
    migrate(engine)
    read_state(engine)
    yield engine
    engine.dispose()


def read_state(engine):
    with reading(sessions(engine)) as session:
        return runs.state(session)


def put_in_place(new, file):
    """Put another file where the database is, as a restore from a backup does."""
    new.replace(file)
    for rest in ("-wal", "-shm"):
        file.with_name(file.name + rest).unlink(missing_ok=True)


def test_opening_makes_no_file(tmp_path):
    engine = connect(f"sqlite+pysqlite:///{tmp_path / 'sub' / 'catalogue.db'}")
    with pytest.raises(DatabaseUnavailable, match=r"there is no file .*run `menukaart migrate`"):
        read_state(engine)
    with pytest.raises(DatabaseUnavailable, match=r"there is no folder .*run `menukaart migrate`"), exclusive(engine):
        pass
    assert list(tmp_path.iterdir()) == []


def test_a_database_that_was_deleted_is_missed_at_once_and_not_made_again(sqlite, file):
    file.unlink()
    with pytest.raises(DatabaseUnavailable, match="there is no file"):
        read_state(sqlite)
    assert not file.exists()


def test_a_database_that_was_put_back_is_read(sqlite, file, tmp_path):
    with writing(sessions(sqlite)) as session:
        runs.point_to(session, PublishedIndex("the-old-one", 1, "", "", 0, None), b"")
    copy = tmp_path / "copy.db"
    with sqlite3.connect(copy) as backup, sqlite3.connect(file) as source:
        source.backup(backup)
    backup.close()
    source.close()
    with writing(sessions(sqlite)) as session:
        runs.point_to(session, PublishedIndex("the-new-one", 2, "", "", 0, None), b"")
    put_in_place(copy, file)
    assert read_state(sqlite).index == "the-old-one"


def test_a_file_that_is_no_database_is_said(sqlite, file, tmp_path):
    other = tmp_path / "text"
    other.write_text("this is no database, but it is long enough to be taken for one " * 100)
    put_in_place(other, file)
    with pytest.raises(DatabaseUnavailable, match="file is not a database"):
        read_state(sqlite)


@pytest.mark.parametrize("place", ["/dev/null/catalogue.db", "/proc/catalogue.db"])
def test_a_folder_that_cannot_hold_a_database_is_said(place):
    with pytest.raises(DatabaseUnavailable, match=rf"{place} cannot be made"):
        migrate(connect(f"sqlite+pysqlite:///{place}"))


def test_a_database_on_a_server_that_does_not_have_it_is_not_taken_for_an_unprepared_one(postgres_url, tmp_path):
    with fresh_database("postgresql", tmp_path, postgres_url) as url:
        gone = url
    engine = connect(gone)
    with pytest.raises(DatabaseUnavailable, match=r'gave no answer.*database "test_\w+" does not exist$'):
        read_state(engine)


def test_a_server_that_is_not_there_is_said_in_one_line_without_the_password():
    with pytest.raises(DatabaseUnavailable) as raised:
        migrate(connect("postgresql+psycopg://somebody:secret@127.0.0.1:9/catalogue"))
    assert "\n" not in str(raised.value)
    assert "secret" not in str(raised.value)


def test_a_busy_pool_is_said(database_url, monkeypatch):
    monkeypatch.setattr("app.db.engine.POOL_SECONDS", 0.1)
    engine = connect(database_url)
    migrate(engine)
    held = [engine.connect() for _ in range(15)]
    with pytest.raises(DatabaseUnavailable, match="too busy"):
        read_state(engine)
    for connection in held:
        connection.close()
    assert read_state(engine) is None
    engine.dispose()


def start_and_stumble(session):
    runs.start(session, "tests")
    session.execute(text("SELECT nothing FROM nowhere"))


def test_nothing_of_a_transaction_that_fails_is_kept(database):
    with pytest.raises(DatabaseUnavailable), writing(sessions(database)) as session:
        start_and_stumble(session)
    with reading(sessions(database)) as session:
        assert runs.last(session) is None


def test_a_moment_without_a_time_zone_is_refused(database):
    with pytest.raises(StatementError, match="needs a time zone"), sessions(database).begin() as session:
        session.add(PublishRun(actor="tests", status="running", started_at=datetime(2026, 1, 31)))  # noqa: DTZ001 - the fault


def test_sqlite_waits_for_another_writer(sqlite):
    with sqlite.connect() as connection:
        assert connection.execute(text("PRAGMA busy_timeout")).scalar() == 15_000
        assert connection.execute(text("PRAGMA foreign_keys")).scalar() == 1
