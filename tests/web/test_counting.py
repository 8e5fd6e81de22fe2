"""Counting in memory and writing it down: nothing of a person, nothing without end, and no search that waits or fails for it."""

import asyncio
import logging
import os
import time
from datetime import date, timedelta

import pytest
from sqlalchemy import select, text

from app.db import insights as table
from app.db.engine import connect, reading, sessions, writing
from app.db.models import SearchCount
from app.domain.errors import DatabaseUnavailable
from app.domain.insights import Counts
from app.domain.queries import SearchQuery
from app.web.background import counts
from app.web.background.counts import Insights
from app.web.background.duty import Duty

pytestmark = pytest.mark.both_databases


def rows(database):
    with reading(sessions(database)) as session:
        return {row.query: (row.searches, row.without_results, row.clicks) for row in session.scalars(select(SearchCount))}


def search(q, **parameters):
    return SearchQuery.model_validate({"q": q, **parameters}, context=None)


@pytest.fixture
def counter(database):
    return Insights(sessions(database), Duty())


@pytest.fixture
def away():
    """A counter whose database cannot be reached, and what gives it one that can."""
    make = sessions(connect("postgresql+psycopg://nobody@127.0.0.1:9/nothing"))
    return Insights(make, Duty()), lambda database: make.configure(bind=database)


def flush(counter):
    asyncio.run(counter.flush())


def test_searches_of_one_form_are_counted_as_one(counter, database):
    counter.searched(search("M@ZL"), 3)
    counter.searched(search(" m@zl "), 0)
    flush(counter)
    counter.searched(search("m@zl"), 1)
    flush(counter)
    assert rows(database) == {"m@zl": (3, 1, 0)}


def test_only_the_first_page_of_a_search_with_words_counts(counter, database):
    counter.searched(search("lezen", page=2), 30)
    counter.searched(search(""), 200)
    flush(counter)
    assert rows(database) == {}


def test_finding_nothing_counts_only_when_the_whole_catalogue_was_searched(counter, database):
    counter.searched(search("lezen", minEffect=3), 0)
    counter.searched(search("rekenen", sort="title", pageSize=5), 0)
    flush(counter)
    assert rows(database) == {"lezen": (1, 0, 0), "rekenen": (1, 1, 0)}


def test_personal_data_reaches_neither_memory_nor_database(counter, database):
    for q in ("jan@school.nl", "06 12345678", "Piet 123456782", "https://school.nl", "2511 cv 12"):
        counter.searched(search(q), 1)
        counter.clicked(q)
    assert vars(counter)["_pending"] == {}
    flush(counter)
    assert rows(database) == {}


def test_the_table_has_no_room_for_more_than_was_promised():
    assert {column.name: column.type.python_type for column in SearchCount.__table__.columns} == {
        "day": date,
        "query": str,
        "searches": int,
        "without_results": int,
        "clicks": int,
    }


def test_clicks_count_for_what_was_searched_today(counter, database, monkeypatch):
    counter.searched(search("lezen"), 3)
    counter.clicked("Lezen")
    flush(counter)
    counter.clicked(" LEZEN")
    counter.clicked("nooit gezocht")
    flush(counter)
    monkeypatch.setattr(counts, "today", lambda: date.today() + timedelta(days=1))
    counter.clicked("lezen")
    flush(counter)
    assert rows(database) == {"lezen": (1, 0, 2)}


def test_a_click_counts_for_what_another_process_has_not_written_yet(counter, database):
    other = Insights(sessions(database), Duty())
    other.searched(search("lezen"), 3)
    counter.clicked("lezen")
    counter.clicked("nooit gezocht")
    flush(counter)
    assert rows(database) == {}
    counter.clicked("lezen")
    flush(other)
    flush(counter)
    assert rows(database) == {"lezen": (1, 0, 2)}


def test_a_click_waits_so_long_for_its_search_and_no_longer(counter, database):
    counter.clicked("lezen")
    for _ in range(counts.CLICK_WRITES):
        flush(counter)
    counter.searched(search("lezen"), 3)
    flush(counter)
    assert rows(database) == {"lezen": (1, 0, 0)}


def test_clicks_on_what_nobody_searched_do_not_fill_memory(counter, database, monkeypatch):
    monkeypatch.setattr(counts, "MOST_QUERIES", 2)
    for q in ("a", "b", "c", "a"):
        counter.clicked(q)
    assert [q for _, q in vars(counter)["_unsure"]] == ["a", "b"]


def test_counts_belong_to_the_day_on_which_they_were_made(counter, database, monkeypatch):
    monkeypatch.setattr(counts, "today", lambda: date(2026, 3, 1))
    counter.searched(search("lezen"), 3)
    monkeypatch.setattr(counts, "today", lambda: date(2026, 3, 2))
    flush(counter)
    with reading(sessions(database)) as session:
        assert [(row.day, row.query) for row in session.scalars(select(SearchCount))] == [(date(2026, 3, 1), "lezen")]


def test_memory_holds_so_many_different_queries_and_the_rest_is_one_number(counter, database, monkeypatch, caplog):
    monkeypatch.setattr(counts, "MOST_QUERIES", 2)
    for q in ("a", "b", "c", "d", "a"):
        counter.searched(search(q), 1)
    flush(counter)
    assert rows(database) == {"a": (2, 0, 0), "b": (1, 0, 0)}
    assert [record.getMessage() for record in caplog.records if record.name == "app.web.background.counts"] == [
        "not kept: 2 searches, because there were too many different ones"
    ]
    caplog.clear()
    flush(counter)
    assert caplog.records == []


def test_what_is_not_kept_while_a_write_is_under_way_is_told_too(counter, monkeypatch, caplog):
    monkeypatch.setattr(counts, "MOST_QUERIES", 1)
    monkeypatch.setattr(table, "add", lambda *_: time.sleep(0.2) or 1)

    async def search_during_a_write():
        counter.searched(search("a"), 1)
        write = asyncio.create_task(counter.flush())
        await asyncio.sleep(0.05)
        for q in "bcd":
            counter.searched(search(q), 1)
        await write

    asyncio.run(search_during_a_write())
    assert "not kept: 3 searches" in caplog.text


def test_a_full_day_is_told_too(counter, monkeypatch, caplog):
    monkeypatch.setattr(table, "MOST_PER_DAY", 1)
    counter.searched(search("a"), 1)
    counter.searched(search("b"), 1)
    flush(counter)
    assert "not kept: 1 searches" in caplog.text


def test_a_service_writes_what_is_left_when_it_stops(counter, database):
    async def serve():
        async with counter.keeping():
            await asyncio.sleep(0.2)
            counter.searched(search("lezen"), 3)

    asyncio.run(serve())
    assert rows(database) == {"lezen": (1, 0, 0)}


def test_a_write_that_is_under_way_when_the_service_stops_is_not_lost(counter, database, monkeypatch):
    write = table.add

    def slow(*arguments):
        time.sleep(0.3)
        return write(*arguments)

    async def serve():
        async with counter.keeping():
            counter.searched(search("lezen"), 3)
            await asyncio.sleep(0.1)
            counter.searched(search("rekenen"), 3)

    monkeypatch.setattr(table, "add", slow)
    asyncio.run(serve())
    assert rows(database) == {"lezen": (1, 0, 0), "rekenen": (1, 0, 0)}


def test_counts_are_written_while_the_service_runs(counter, database, monkeypatch):
    monkeypatch.setattr(counts, "FLUSH_SECONDS", 0.05)

    async def serve():
        async with counter.keeping():
            counter.searched(search("lezen"), 3)
            await asyncio.sleep(0.5)
            assert rows(database) == {"lezen": (1, 0, 0)}

    asyncio.run(serve())


def test_with_the_database_away_counts_wait_and_are_written_once(away, database, caplog):
    counter, give = away
    counter.searched(search("lezen"), 3)
    flush(counter)
    counter.searched(search("lezen"), 0)
    counter.clicked("onbekend")
    flush(counter)
    assert "counted in memory for now" in caplog.text
    give(database)
    flush(counter)
    flush(counter)
    assert rows(database) == {"lezen": (2, 1, 0)}


def test_what_is_searched_while_a_write_fails_is_kept_as_well(counter, database, monkeypatch):
    def fail(*_):
        time.sleep(0.2)
        raise DatabaseUnavailable("gone")

    async def search_during_a_write():
        counter.searched(search("lezen"), 1)
        write = asyncio.create_task(counter.flush())
        await asyncio.sleep(0.05)
        counter.searched(search("lezen"), 1)
        counter.searched(search("rekenen"), 1)
        await write

    with monkeypatch.context() as failing:
        failing.setattr(table, "add", fail)
        asyncio.run(search_during_a_write())
    flush(counter)
    assert rows(database) == {"lezen": (2, 0, 0), "rekenen": (1, 0, 0)}


def test_with_the_database_away_memory_does_not_fill(away, monkeypatch, caplog):
    monkeypatch.setattr(counts, "MOST_QUERIES", 2)
    counter, _ = away
    for q in "abcdef":
        counter.searched(search(q), 3)
        flush(counter)
    assert len(vars(counter)["_pending"]) == 2
    assert caplog.text.count("not kept: 1 searches") == 4


def test_stopping_with_the_database_away_is_no_error(away, caplog):
    caplog.set_level(logging.WARNING)

    async def serve():
        async with away[0].keeping():
            away[0].searched(search("lezen"), 3)

    asyncio.run(serve())
    assert away[0].good_queries() == ()


def test_a_table_that_was_not_made_is_the_same_as_a_database_that_is_away(counter, database, caplog):
    with database.begin() as connection:
        connection.execute(text("DROP TABLE search_counts"))
    counter.searched(search("lezen"), 3)
    flush(counter)
    assert "menukaart migrate" in caplog.text


def test_old_counts_are_forgotten_at_the_start_and_on_the_next_day(counter, database, monkeypatch):
    def put():
        with writing(sessions(database)) as session:
            table.add(session, {(date.today() - timedelta(days=500), "oud"): Counts(9), (date.today(), "nieuw"): Counts(1)})

    put()
    flush(counter)
    assert rows(database).keys() == {"nieuw"}
    put()
    flush(counter)
    assert rows(database).keys() == {"nieuw", "oud"}
    monkeypatch.setattr(counts, "today", lambda: date.today() + timedelta(days=1))
    flush(counter)
    assert rows(database).keys() == {"nieuw"}


def test_only_the_process_on_duty_forgets(database):
    duty = Duty()
    duty.give(duty.holder + 1)
    counter = Insights(sessions(database), duty)
    with writing(sessions(database)) as session:
        table.add(session, {(date.today() - timedelta(days=500), "oud"): Counts(9)})
    counter.searched(search("nieuw"), 3)
    flush(counter)
    assert rows(database).keys() == {"nieuw", "oud"}
    duty.give(os.getpid())
    flush(counter)
    assert rows(database).keys() == {"nieuw"}


def test_good_queries_are_known_from_the_start_and_renewed_with_each_write(counter, database):
    with writing(sessions(database)) as session:
        table.add(session, {(date.today() - timedelta(days=1), "lezen"): Counts(4), (date.today(), "lezen"): Counts(1)})
    assert counter.good_queries() == ()
    flush(counter)
    assert counter.good_queries() == (("lezen", 5),)
    counter.searched(search("lezen"), 1)
    flush(counter)
    assert counter.good_queries() == (("lezen", 6),)


def test_a_service_that_may_not_count_counts_nothing(database):
    silent = Insights(sessions(database), Duty(), counting=False)
    silent.searched(search("lezen"), 1)
    silent.clicked("lezen")
    flush(silent)
    assert rows(database) == {}
