"""The schema, on both databases."""

import subprocess
import sys
from datetime import UTC, datetime, timedelta, timezone

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import inspect, text
from sqlalchemy.exc import IntegrityError

from app.db.engine import connect, make_file, reading, sessions, writing
from app.db.migrate import FOLDER, migrate
from app.db.models import AliasRow, Base, ItemRow, PublishRun
from app.domain.errors import DatabaseUnavailable

pytestmark = pytest.mark.both_databases


def run(status="running", at=None):
    return PublishRun(actor="tests", status=status, started_at=at or datetime.now(UTC), finished_at=None, message=None)


def test_models_and_migrations_agree(database):
    with database.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []


def test_a_second_migration_does_nothing(database):
    assert migrate(database) is False


def test_down_and_up_again(database):
    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    with database.begin() as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, "base")
    assert migrate(database) is True


MIGRATION = """
import sys
from app.db.engine import connect
from app.db.migrate import migrate
sys.stdin.read(1)
migrate(connect(sys.argv[1]))
"""


def test_several_at_once_take_turns(database_url):
    start = [sys.executable, "-c", MIGRATION, database_url]
    processes = [subprocess.Popen(start, stdin=subprocess.PIPE, stderr=subprocess.PIPE, text=True) for _ in range(4)]
    for process in processes:
        process.stdin.write("x")
        process.stdin.flush()
    assert [process.communicate(timeout=120)[1] for process in processes] == [""] * len(processes)
    engine = connect(database_url)
    assert migrate(engine) is False
    engine.dispose()


def test_a_database_of_a_newer_version_is_left_alone(database):
    with database.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(DatabaseUnavailable, match=r"newer than this Menukaart \(revision 9999\)"):
        migrate(database)


def test_a_migration_that_ends_halfway_leaves_nothing(database_url):
    engine = connect(database_url)
    make_file(engine)
    with engine.connect() as connection, connection.begin() as transaction:
        upgrade(connection)
        transaction.rollback()
    assert inspect(engine).get_table_names() == []
    assert migrate(engine) is True
    engine.dispose()


def upgrade(connection):
    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def test_a_database_without_tables_says_what_to_do(database_url):
    engine = connect(database_url)
    with pytest.raises(DatabaseUnavailable, match="menukaart migrate"), reading(sessions(engine)) as session:
        session.get(ItemRow, "x")
    engine.dispose()


def test_relations_to_nothing_are_refused(database):
    with pytest.raises(IntegrityError), sessions(database).begin() as session:
        session.add(AliasRow(alias="a", slug="nergens"))


def test_a_reader_sees_one_moment(database):
    make = sessions(database)
    with reading(make) as session:
        before = session.query(PublishRun).count()
        with writing(make) as writer:
            writer.add(run())
        assert session.query(PublishRun).count() == before
    with reading(make) as session:
        assert session.query(PublishRun).count() == before + 1


def test_moments_keep_their_time_zone(database):
    make = sessions(database)
    with writing(make) as session:
        session.add(run(at=datetime(2026, 1, 31, 12, tzinfo=timezone(timedelta(hours=2)))))
    with reading(make) as session:
        assert session.query(PublishRun).one().started_at == datetime(2026, 1, 31, 10, tzinfo=UTC)


def test_sqlite_lets_readers_go_on(database):
    if database.dialect.name == "sqlite":
        with database.connect() as connection:
            assert connection.execute(text("PRAGMA journal_mode")).scalar() == "wal"
