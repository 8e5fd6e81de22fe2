"""The schema, on both databases."""

import threading
from datetime import UTC, datetime, timedelta, timezone

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from app.db.engine import connect, reading, sessions, writing
from app.db.migrate import FOLDER, migrate
from app.db.models import AliasRow, Base, ItemRow, PublishRun
from app.domain.errors import DatabaseUnavailable


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


def test_two_at_once_take_turns(database_url):
    engines = [connect(database_url), connect(database_url)]
    done, failed = [], []

    def work(engine):
        try:
            done.append(migrate(engine))
        except Exception as error:  # noqa: BLE001 - whatever it is, the test shows it
            failed.append(error)

    threads = [threading.Thread(target=work, args=(engine,)) for engine in engines]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    for engine in engines:
        engine.dispose()
    assert failed == []
    assert True in done


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
